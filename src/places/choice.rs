//! Which municipality is meant where a text names several. Not here: what counts as a name (doubt).

use std::collections::BTreeSet;

use super::Municipality;
use super::names::{DRAGASH, NORTH, NORTH_MITROVICA, Named, SOUTH_MITROVICA};
use super::reading::{Mention, Place};
use super::spelling::{Text, Word};

/// What an answer names, taken together.
pub(super) fn settle(named: &[Mention]) -> Place {
    let candidates = candidates(named);
    let mut places: Vec<Municipality> = Vec::new();
    for candidate in &candidates {
        if !places.contains(&candidate.place) {
            places.push(candidate.place);
        }
    }
    match places[..] {
        [] => without_a_place(named),
        [only] => Place::Known(only),
        [_, _] | [_, _, _] | [_, _, _, _] => Place::Ask(places),
        // Somebody who lists half of Kosovo has not answered where.
        _ => Place::Unknown,
    }
}

/// What a free text is about: of several the village rather than the town where its hospital stands, and what they come from
/// rather than what they go to.
pub(super) fn meant(text: &Text, named: &[Mention]) -> Place {
    let mut candidates = candidates(named);
    let different = candidates.iter().map(|candidate| candidate.place).collect::<BTreeSet<_>>().len();
    if different > 4 {
        return Place::Unknown;
    }
    let Some(first) = candidates.first().map(|candidate| candidate.place) else { return settle(named) };
    if candidates.iter().all(|candidate| candidate.place == first) {
        return Place::Known(first);
    }
    let moves = text.words.iter().any(|word| is_moving(&word.said));
    for candidate in &mut candidates {
        candidate.weight += weight(&text.words, candidate, moves);
    }
    for at in 1..candidates.len() {
        if lies_near(&text.words, &candidates[at - 1], &candidates[at]) {
            candidates[at].weight = candidates[at].weight.max(candidates[at - 1].weight + 1);
        }
    }
    let best = candidates.iter().map(|candidate| candidate.weight).max().unwrap_or_default();
    let mut leading = candidates.iter().filter(|candidate| candidate.weight == best);
    let Some(first) = leading.next() else { return settle(named) };
    let tie = leading.any(|candidate| candidate.place != first.place);
    if tie && between(text, first, &candidates) || either(text, &candidates) {
        settle(named)
    } else {
        Place::Known(first.place)
    }
}

/// A municipality that may be meant.
struct Candidate {
    place: Municipality,
    start: usize,
    len: usize,
    town: bool,
    weight: i32,
}

/// What the mentions may mean; of villages of one name the one in a municipality that is named as well, else the known one.
fn candidates(named: &[Mention]) -> Vec<Candidate> {
    let sure = |mention: &Mention| match mention.named {
        Named::One(place) => Some(place),
        Named::Gora => Some(DRAGASH),
        Named::Village { any, .. } => any.only(),
        _ => None,
    };
    let others: Vec<Municipality> = named.iter().filter_map(sure).collect();
    let candidate = |mention: &Mention| {
        let place = sure(mention).or_else(|| match mention.named {
            Named::Village { any, known } => others.iter().copied().find(|&other| any.has(other)).or(known),
            _ => None,
        })?;
        let village = matches!(mention.named, Named::Village { .. });
        Some(Candidate {
            place,
            start: mention.start,
            len: mention.len,
            town: !village,
            weight: if village { 2 } else { -of_a_centre(place) },
        })
    };
    named.iter().filter_map(candidate).collect()
}

/// Words after which somebody says where they are at home.
const HOME: [&str; 31] = [
    "iz", "prej", "from", "nga", "pej", "jetoj", "jetojm", "jetojme", "banoj", "banojm", "zivim", "zivimo",
    "zivi", "zive", "live", "lives", "living", "jam", "jemi", "jena", "smo", "sam", "selo", "fshat",
    "fshati", "fshatin", "katun", "village", "opstina", "opstini", "komuna",
];

/// Words after which somebody says where they go to, or pass.
const AWAY: [&str; 15] = [
    "za", "do", "per", "deri", "te", "to", "through", "kroz", "prema", "kah", "preko", "towards", "onda",
    "pa", "than",
];

/// What people travel to.
const SOUGHT: &[&str] = &[
    "bolnica",
    "bolnici",
    "bolnicu",
    "spital",
    "spitali",
    "spitalin",
    "hospital",
    "klinika",
    "klinici",
    "klinika",
    "kc",
    "ukc",
    "qkuk",
    "univerzitet",
    "universitet",
    "sud",
    "sudu",
    "suda",
    "gjykata",
    "gjykaten",
    "court",
    "agencija",
    "agenciji",
    "agjencia",
    "agency",
    "ministria",
    "ministarstvo",
    "aerodrom",
    "aerodromu",
    "airport",
    "aeroport",
    "shkollen",
    "shkolla",
    "skola",
    "skoli",
    "fakultet",
    "gimnazija",
    "komisija",
    "komisioni",
    "komisionin",
    "pijacu",
    "pazar",
];

/// "moved from Gjilan to Viti": where they go to is their home from now on.
fn is_moving(said: &str) -> bool {
    const STEMS: [&str; 8] =
        ["moved", "change", "transfer", "shperngul", "ndrrova", "ndryshova", "presel", "odjav"];
    STEMS.iter().any(|stem| said.starts_with(stem))
}

/// "Slivovo kod Uroševca", "Gllogoc t'Lipjanit": of a village and the town beside it, the town says which of that name.
fn lies_near(words: &[Word], village: &Candidate, town: &Candidate) -> bool {
    const NEAR: [&str; 8] = ["kod", "near", "by", "t", "te", "opstina", "opstini", "komuna"];
    let between = words.get(village.start + village.len..town.start).unwrap_or_default();
    let near = matches!(between, [word] if NEAR.contains(&word.said.as_str()) && !word.apart);
    near && town.town && of_a_centre(town.place) == 0
}

fn weight(words: &[Word], candidate: &Candidate, moves: bool) -> i32 {
    let before = &words[candidate.start.saturating_sub(3)..candidate.start];
    let after = words.get(candidate.start + candidate.len);
    let says = |list: &[&str], word: &Word| list.contains(&word.said.as_str());
    let last = before.last();
    if moves && last.is_some_and(|word| matches!(word.said.as_str(), "to" | "u" | "n" | "ne" | "na")) {
        return 3;
    }
    let mut weight = 0;
    weight += i32::from(before.iter().rev().take(2).any(|word| says(&HOME, word))) * 2;
    weight -= i32::from(last.is_some_and(|word| says(&AWAY, word))) * 2;
    weight -= i32::from(before.iter().chain(after).any(|word| says(SOUGHT, word))) * 2;
    weight
}

/// "Peja and Gjakova", "ni u Peć ni u Istok": two that are named in one breath.
fn between(text: &Text, first: &Candidate, all: &[Candidate]) -> bool {
    const JOINING: [&str; 11] = ["and", "i", "a", "dhe", "edhe", "e", "or", "ili", "apo", "ni", "il"];
    const LEADING: [&str; 9] = ["u", "ne", "n", "in", "te", "samo", "only", "vec", "za"];
    let second = all.iter().find(|other| other.start > first.start && other.place != first.place);
    let joined = |second: &Candidate| {
        let between = &text.words[first.start + first.len..second.start];
        let says = |list: &[&str], word: &Word| list.contains(&word.said.as_str());
        between.iter().any(|word| says(&JOINING, word))
            && between.iter().all(|word| says(&JOINING, word) || says(&LEADING, word))
    };
    second.is_some_and(joined)
}

/// "Prizren or Peja": one of two, and it is not said which.
fn either(text: &Text, all: &[Candidate]) -> bool {
    const OR: [&str; 5] = ["or", "apo", "ili", "a", "il"];
    let [one, other] = all else { return false };
    let between = text.words.get(one.start + one.len..other.start).unwrap_or_default();
    one.town
        && other.town
        && one.place != other.place
        && of_a_centre(one.place) == of_a_centre(other.place)
        && matches!(between, [word] if OR.contains(&word.said.as_str()))
}

/// Towns with a hospital, a court or a university, which people from elsewhere go to.
fn of_a_centre(place: Municipality) -> i32 {
    match u8::from(place) {
        19 => 2,
        4 | 17 | 20 => 1,
        _ => 0,
    }
}

/// What the words for north and south, and the name of the divided town, say by themselves.
fn without_a_place(named: &[Mention]) -> Place {
    let says = |name| named.iter().any(|mention| mention.named == name);
    match (says(Named::Mitrovica), says(Named::North), says(Named::South)) {
        (true, true, false) => Place::Known(NORTH_MITROVICA),
        (true, false, true) => Place::Known(SOUTH_MITROVICA),
        (true, _, _) => Place::Ask(vec![NORTH_MITROVICA, SOUTH_MITROVICA]),
        (false, true, _) => Place::Ask(NORTH.to_vec()),
        (false, false, _) => Place::Unknown,
    }
}
