//! What says whose number a number is, before it or behind it: "we are", "nas je", "family of", "in the house".
//! Not here: what is counted, and how sure a total is (total).

use super::kinds::Kinds;
use super::numbers::counts_people;
use super::words::{Text, Word};

/// What leads to a number, or follows it, and says whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    None,
    /// "for us 6", "we two".
    Us,
    /// "jemi 6", "nas je 6".
    We,
    /// "we live 6", "in the house 6".
    Home,
    /// "family of 6".
    Family,
}

/// The cue before a number, and whether it is past.
pub(super) fn before(text: &Text, at: usize) -> (Cue, bool) {
    // "my family (4)"
    let set_apart = text.words[at].comma && text.joined(at + 1).is_none();
    if set_apart && text.back(at, 1).is_some_and(|word| word.is(Kinds::FAMILY)) {
        return (Cue::Family, false);
    }
    let mut place = at;
    for _ in 0..6 {
        if text.words[place].parted() || place == 0 {
            break;
        }
        place -= 1;
        let word = &text.words[place];
        let earlier = text.joined(place).and(place.checked_sub(1)).map(|at| &text.words[at]);
        let earlier_is = |words: &[&str]| earlier.is_some_and(|word| word.says(words));
        if word.says(&["nas", "ns", "neve"]) {
            return match earlier {
                Some(word) if word.says(&["od", "kod", "iz", "pored", "kraj", "protiv"]) => {
                    (Cue::None, false)
                }
                _ => (Cue::We, text.words[place..at].iter().any(|word| word.is(Kinds::WAS))),
            };
        }
        if word.is(Kinds::WE_ARE) {
            let past = text.phrase(at).iter().any(|word| word.says(&["bili", "bilo"]));
            return (Cue::We, past);
        }
        if word.says(&["are", "re", "r", "were", "was"]) && earlier_is(&["we", "us"]) {
            return (Cue::We, word.is(Kinds::WAS));
        }
        if place + 1 == at
            && (counts_people(&text.words[at].said)
                || text.joined(at + 1).is_none() && !text.albanian && !text.english)
            && word.says(&["mi", "hranim", "prehranjujem"])
        {
            return (Cue::We, false);
        }
        if word.says(&["ishim"]) {
            return (Cue::We, true);
        }
        if text.english && word.says(&["we"]) {
            return (if place + 1 == at { Cue::Us } else { Cue::We }, false);
        }
        if word.says(&["us"])
            || text.albanian && word.says(&["ne", "na"]) && place + 1 == at && !text.words[at].digits()
        {
            return (Cue::Us, false);
        }
        if word.is(Kinds::WE_LIVE) && (!is_english_verb(word) || earlier_is(&["we", "us", "are"])) {
            return (Cue::Home, false);
        }
        if word.is(Kinds::FAMILY) {
            let ours = !earlier_is(&["two", "dve", "dy", "his", "their", "other", "njegova"])
                && !the_family_of(text, place);
            return (if ours { Cue::Family } else { Cue::None }, false);
        }
        if word.is(Kinds::HOME)
            && earlier.is_some_and(|word| {
                word.is(Kinds::IN) || word.is(Kinds::OURS) || word.says(&["my", "moja", "nasa"])
            })
            && place + 3 >= at
        {
            return (Cue::Home, false);
        }
        let links = word.says(&[
            "od", "of", "me", "s", "sa", "so", "prej", "has", "with", "ka", "kemi", "jone", "ime", "tem",
            "time", "tone", "moja", "nasa", "broji", "numeron", "jane", "jan", "osht", "eshte", "is",
        ]);
        let place_name =
            earlier.is_some_and(|word| word.is(Kinds::IN) || word.is(Kinds::WITH)) && word.number.is_none();
        if !(word.is(Kinds::FILLING)
            || links
            || is_english_verb(word)
            || word.is(Kinds::IN)
            || place_name
            || word.is(Kinds::STATE))
        {
            break;
        }
    }
    (Cue::None, false)
}

/// "familja e Beqirit": of somebody else.
fn the_family_of(text: &Text, family: usize) -> bool {
    let link = text.joined(family + 1).is_some_and(|word| word.says(&["e", "te"]));
    link && !text.joined(family + 2).is_none_or(|word| {
        word.is(Kinds::OURS) || word.says(&["jone", "tem", "time", "imja"]) || word.is(Kinds::FAMILY)
    })
}

/// The cue behind a number; nothing when others are counted.
pub(super) fn after(text: &Text, end: usize) -> Option<Cue> {
    for place in end..end + 4 {
        let Some(word) = text.joined(place) else { break };
        let next = text.joined(place + 1);
        if word.says(&["of"]) {
            return match next {
                Some(next) if next.says(&["us"]) => Some(Cue::Us),
                Some(next) if next.is(Kinds::FAMILY) || next.says(&["our"]) => Some(Cue::Family),
                Some(_) => None,
                None => Some(Cue::None),
            };
        }
        if word.says(&["od", "prej", "nga"])
            && next.is_some_and(|next| next.says(&["nas", "njih", "vas", "tyre", "nesh", "jush", "ne"]))
        {
            return None;
        }
        if word.says(&["nas", "ns"]) || word.is(Kinds::WE_ARE) {
            return Some(Cue::We);
        }
        if word.says(&["we"]) {
            let are = next.is_some_and(|next| next.says(&["are", "re", "r", "live", "sleep"]));
            return Some(if are { Cue::We } else { Cue::None });
        }
        let we = || end.checked_sub(2).is_some_and(|at| text.words[at].says(&["we", "us"]));
        if word.is(Kinds::WE_LIVE) && (!is_english_verb(word) || we()) {
            return Some(Cue::Home);
        }
        if word.is(Kinds::THEY) && !word.says(&["ka"]) && place < end + 2 {
            return None;
        }
        let led = |steps: usize| place >= end + steps && text.words[place - steps].is(Kinds::IN);
        if word.is(Kinds::HOME) && (led(1) || led(2)) {
            let theirs = text.words[place.saturating_sub(6)..end]
                .iter()
                .any(|word| word.says(&["ima", "they", "has", "ka", "he", "she"]));
            return (!theirs).then_some(Cue::Home);
        }
        if word.is(Kinds::FAMILY) {
            return Some(if place <= end + 1 { Cue::Family } else { Cue::None });
        }
        let place_name = place > end && text.words[place - 1].is(Kinds::IN);
        if !(word.is(Kinds::FILLING) || word.is(Kinds::IN) || word.is(Kinds::ABOUT) || place_name)
            || word.is(Kinds::MANY)
        {
            break;
        }
    }
    Some(Cue::None)
}

/// "live", "sleep": of anybody.
fn is_english_verb(word: &Word) -> bool {
    word.says(&["live", "sleep", "stay", "living", "staying", "sleeping", "stayed"])
}
