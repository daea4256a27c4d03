//! Two needs in one message: its pieces, cut at sentences and at "and", "also", "but", are judged each by itself. Not here: whether
//! it is worth looking (`judgement`), and what is done about it; the person is always asked.

use super::{features::features, intent::Intent, judgement::topic_told, model::Model};
use crate::{text::fold, topics::Topic};

/// How likely the need of a piece must be.
const LIKELY: f32 = 0.4;

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

/// The two needs of different kinds that are told most clearly, in the order in which they are told.
pub(super) fn two(model: &Model, text: &str) -> Option<[Topic; 2]> {
    let mut told: Vec<(f32, usize, Topic)> = Vec::new();
    for (place, piece) in pieces(text).iter().enumerate() {
        let Some((topic, likely)) = topic_told(&model.scores(&features(piece))) else { continue };
        if likely < LIKELY || matches!(Intent::of(topic), Intent::Feedback | Intent::Safety) {
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
    match told.as_slice() {
        [(.., first), (.., second)] => Some([*first, *second]),
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
        let two = |text| two(Model::learned(), text).map(|both| both.map(Topic::code));
        assert_eq!(two("kulmi po pikon edhe djali ska leternjoftim"), Some(["house.minor_repair", "doc.id"]));
        assert_eq!(two("treba mi izvod iz maticne knjige i licna karta"), None, "both are papers");
        assert_eq!(two("treba mi izvod iz maticne knjige"), None);
    }
}
