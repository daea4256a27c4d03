//! Two needs in one message: where the whole sounds like two, its pieces, cut at sentences and at "and", "also", "but", are judged
//! each by itself. Not here: what is done about it; the person is always asked.

use super::{
    features::features,
    intent::Intent,
    judgement::{share, topic_told},
    model::{Class, Model, Scores},
};
use crate::{text::fold, topics::Topic};

/// How much the whole must sound like two, and how likely the need of a piece must then be. Of the messages held out that are asked
/// about, every second one tells two needs, and nearly always these two (`tests/corpus/said_back.txt`).
const LOUD: (f32, f32) = (-0.5, 0.4);
/// The same where each need has this share in the whole, too.
const SOFT: (f32, f32) = (-0.7, 0.6);
const SHARE: f32 = 0.1;

/// Words that begin another thought, folded.
const AND: [&str; 17] = [
    "dhe",
    "edhe",
    "gjithashtu",
    "poashtu",
    "kurse",
    "ndersa",
    "i",
    "takodje",
    "takode",
    "isto",
    "jos",
    "a",
    "ali",
    "also",
    "and",
    "plus",
    "but",
];

/// The two needs of different kinds that are told most clearly, in the order in which they are told; `scores` are of the whole.
pub(super) fn two(model: &Model, text: &str, scores: &Scores) -> Option<[Topic; 2]> {
    let sounds = scores.of(Class::second());
    let likely_enough = [LOUD, SOFT].into_iter().find(|(least, _)| sounds > *least)?.1;
    let mut told: Vec<(f32, usize, Topic)> = Vec::new();
    for (place, piece) in pieces(text).iter().enumerate() {
        let Some((topic, likely)) = topic_told(&model.scores(&features(piece))) else { continue };
        if likely < likely_enough || matches!(Intent::of(topic), Intent::Feedback | Intent::Safety) {
            continue;
        }
        match told.iter_mut().find(|(_, _, known)| Intent::of(*known) == Intent::of(topic)) {
            Some(known) if known.0 < likely => *known = (likely, known.1, topic),
            Some(_) => {}
            None => told.push((likely, place, topic)),
        }
    }
    told.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    told.truncate(2);
    told.sort_by_key(|(_, place, _)| *place);
    let in_the_whole = |topic: Topic| sounds > LOUD.0 || share(scores, Intent::of(topic)) >= SHARE;
    match told.as_slice() {
        [(.., first), (.., second)] if in_the_whole(*first) && in_the_whole(*second) => {
            Some([*first, *second])
        }
        _ => None,
    }
}

/// The thoughts of a text, each of two words or more.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for sentence in text.split(|c: char| ".,;:!?()\n".contains(c)) {
        let mut piece: Vec<&str> = Vec::new();
        for word in sentence.split_whitespace() {
            if piece.len() >= 2 && AND.contains(&fold(word).as_str()) {
                pieces.push(std::mem::take(&mut piece).join(" "));
            }
            piece.push(word);
        }
        if piece.len() >= 2 {
            pieces.push(piece.join(" "));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_another_thought_begins() {
        assert_eq!(
            pieces("Kulmi po pikon, edhe djali s'ka letërnjoftim dhe jemi 5 veta"),
            ["Kulmi po pikon", "edhe djali s'ka letërnjoftim", "dhe jemi 5 veta"]
        );
        assert_eq!(pieces("hvala. Ana"), [""; 0]);
    }

    #[test]
    fn two_needs_of_two_kinds_are_found_in_their_order() {
        let model = Model::learned();
        let two = |text| two(model, text, &model.scores(&features(text))).map(|both| both.map(Topic::code));
        for text in [
            "we need repair of the roof. Also my son needs a new passport",
            "krov curi, a i treba mi lična karta",
        ] {
            assert_eq!(two(text), Some(["house.minor_repair", "doc.id"]), "{text}");
        }
        assert_eq!(two("treba mi izvod iz maticne knjige i licna karta"), None, "both are papers");
        assert_eq!(two("treba mi izvod iz maticne knjige"), None);
    }
}
