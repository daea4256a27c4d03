//! A total that is stated: "jemi 6 veta", "nas petoro", "family of 5", "in truth 6". Not here: those who are told one by one.

use super::cue::{Cue, after, before};
use super::kinds::Kinds;
use super::numbers::{counts_people, number_of_members};
use super::words::{Text, Word};

/// What stands behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// The phrase ends or goes on.
    Nothing,
    Souls,
    /// "two old people", "troje bolesnih".
    State,
    /// A word that is not known.
    Unknown,
    /// Children, heirs, cows.
    Others,
}

/// How sure a total is; a correction goes before what is corrected.
const PAST: u8 = 1;
const LOOSE: u8 = 2;
const STATED: u8 = 3;
const NOW: u8 = 4;

/// The total of a text; `sure` asks for one that says by itself whose it is.
pub(super) fn stated(text: &Text, sure: bool) -> Option<u8> {
    let mut best: Option<(u8, u8)> = None;
    for at in 0..text.len() {
        let Some((n, weight)) = total(text, at) else { continue };
        if best.is_none_or(|(_, other)| weight > other) {
            best = Some((n, weight));
        }
    }
    best.filter(|&(_, weight)| !sure || weight > LOOSE).map(|(n, _)| n)
}

/// The number here with its weight, where it is a total.
fn total(text: &Text, at: usize) -> Option<(u8, u8)> {
    let word = &text.words[at];
    if let Some(n) = number_of_members(&word.said) {
        return Some((n, STATED));
    }
    let n = word.number.filter(|&n| n > 1)?;
    if is_numbered(text, at) || is_denied(text, at) {
        return None;
    }
    let (counted, end) = counted(text, at);
    if counted == Counted::Others {
        return None;
    }
    let (before, was) = before(text, at);
    let after = match after(text, end) {
        None if before != Cue::Family => return None,
        after => after.unwrap_or(Cue::None),
    };
    let cue = before.max(after);
    let near = near_phrase(text, at);
    // "nas devet bi za Mitrovdan u selo"
    let would = near.windows(2).any(|pair| pair[0].says(&["bi"]) && pair[1].says(&["za", "doslo", "dosli"]));
    let group = would || near.iter().any(|word| word.is(Kinds::GROUP) || word.is(Kinds::COMING));
    let heirs = text.sentence(at).iter().any(|word| is_of_heirs(&word.said));
    // "trojica" are men who work or travel together.
    if (group || heirs || word.said.ends_with("ica") || word.said.ends_with("icu")) && cue < Cue::Home {
        return None;
    }
    let corrected = text
        .back(at, 1)
        .is_some_and(|word| word.is(Kinds::NOW) || word.says(&["ukupno", "gjithsej", "altogether"]))
        && text.joined(at + 1).is_none();
    let now_behind = text.words[at].parted()
        && text.joined(at + 1).is_some_and(|word| word.is(Kinds::NOW))
        && text.joined(at + 2).is_none();
    let corrected = corrected || now_behind;
    let of_one = near_phrase(text, at).iter().any(|word| word.is(Kinds::ONE) || word.is(Kinds::PRONOUN));
    if cue == Cue::None && corrected && counted == Counted::Nothing && !of_one {
        return Some((n, NOW));
    }
    let weight = match (cue, counted) {
        (Cue::None, Counted::Souls) => loose_souls(text, at, end).then_some(LOOSE),
        (Cue::None, _) => loose(text, at, counted).then_some(LOOSE),
        (Cue::We, Counted::Unknown) => (counts_people(&word.said) || verb(text, end)).then_some(STATED),
        (Cue::Family, Counted::Unknown) => {
            let others = text.english
                && text.words[end].said.ends_with('s')
                && !text.words[end].says(&["wants", "needs", "lives", "asks"]);
            (!others).then_some(STATED)
        }
        (Cue::Us, Counted::Unknown) => counts_people(&word.said).then_some(LOOSE),
        (_, Counted::Unknown) => {
            (cue == Cue::Home && (counts_people(&word.said) || verb(text, end))).then_some(LOOSE)
        }
        (Cue::Us, Counted::State) if n > 4 => None,
        (Cue::We, Counted::State) if n > 6 => None,
        (Cue::Us, Counted::Nothing | Counted::State) => Some(LOOSE),
        _ => Some(STATED),
    }?;
    let record = is_of_a_record(text, at);
    let now = cue >= Cue::We && is_now(text, at);
    Some((
        n,
        if was || record {
            PAST
        } else if now {
            NOW
        } else {
            weight
        },
    ))
}

/// What is inherited is shared by people who live apart.
fn is_of_heirs(said: &str) -> bool {
    ["trashig", "trasheg", "nasled", "heir", "inherit", "ostavin"].iter().any(|stem| said.starts_with(stem))
}

/// The words around a number, in its phrase; some write without any sign.
fn near_phrase(text: &Text, at: usize) -> &[Word] {
    let start = (at.saturating_sub(6)..=at)
        .rev()
        .find(|&start| text.words[start].parted() || start + 6 == at)
        .unwrap_or(0);
    let end = (at + 1..text.len().min(at + 9))
        .find(|&end| text.words[end].parted())
        .unwrap_or(text.len().min(at + 9));
    &text.words[start..end]
}

/// "your list says that we are 4", "e keni shenu familjen 4 veta"
fn is_of_a_record(text: &Text, at: usize) -> bool {
    let before = (at.saturating_sub(7)..at)
        .rev()
        .take_while(|&place| !text.words[place + 1].parted())
        .map(|place| &text.words[place]);
    before
        .take_while(|word| !word.is(Kinds::NOW) && !word.says(&["po", "ali", "a", "al", "but"]))
        .any(|word| word.is(Kinds::RECORD))
}

/// "room 7", "nr 5", "klasa 3": the number names and does not count.
fn is_numbered(text: &Text, at: usize) -> bool {
    const NAMED: [&str; 32] = [
        "unit", "nr", "br", "broj", "numri", "no", "number", "room", "soba", "sobi", "sobu", "ora", "oren",
        "klasa", "klasen", "klasi", "dhoma", "place", "day", "age", "aged", "grade", "rubrika", "zgrada",
        "building", "kati", "ulaz", "lagjja", "lagja", "case", "minus", "u1",
    ];
    if text.words.get(at + 1).is_some_and(|next| next.is(Kinds::MONTH)) {
        return true;
    }
    let digits = text.words[at].digits() && at > 0 && text.joined(at).is_some();
    // "mala od 8"
    let age = || {
        text.words[at - 1].says(&["od", "prej"])
            && text
                .back(at, 2)
                .is_some_and(|word| word.is(Kinds::ONE) || word.is(Kinds::MAYBE_ONE) || word.is(Kinds::MANY))
    };
    let house = || text.words[at - 1].says(&["house"]) && text.joined(at + 1).is_none();
    digits && (text.words[at - 1].says(&NAMED) || age() || house())
}

/// "nije 4 nego 5", "jo 4", "5 now not 4", "instead of four".
fn is_denied(text: &Text, at: usize) -> bool {
    let not = |steps: usize| text.back(at, steps).is_some_and(|word| word.is(Kinds::NOT));
    let said = |steps: usize, words: &[&str]| text.back(at, steps).is_some_and(|word| word.says(words));
    let ne_as_we = said(1, &["ne"])
        && text
            .joined(at + 1)
            .is_none_or(|next| next.is(Kinds::SOULS) || next.is(Kinds::IN) || next.says(&["te"]));
    not(1) && !said(1, &["s"]) && !ne_as_we && (!said(1, &["ne"]) || text.words[at].digits())
        || said(1, &["je", "jemi", "jena", "of", "bilo", "smo"]) && not(2) && !said(2, &["ne", "no", "s"])
        || said(1, &["more"]) && said(2, &["no"])
}

/// What is counted here, and the place behind it.
fn counted(text: &Text, at: usize) -> (Counted, usize) {
    let next = |steps: usize| {
        text.joined(at + 1)
            .filter(|_| steps == 1)
            .or_else(|| text.joined(at + 1).and(text.joined(at + steps)))
    };
    let Some(first) = next(1) else { return (Counted::Nothing, at + 1) };
    if first.says(&["of", "nas", "ns"]) {
        return (Counted::Nothing, at + 1);
    }
    if first.is(Kinds::SOULS) {
        // "two people's", "vet" before a verb is "self".
        return if next(2).is_some_and(|word| {
            word.is(Kinds::THINGS)
                && ![Kinds::HOME, Kinds::IN, Kinds::FAMILY].iter().any(|&kind| word.is(kind))
        }) {
            (Counted::Others, at + 2)
        } else {
            (Counted::Souls, at + 2)
        };
    }
    if first.is(Kinds::STATE) && !first.is(Kinds::THINGS) {
        return match next(2) {
            Some(word) if word.is(Kinds::SOULS) || word.says(&["people", "ljudi"]) => {
                (Counted::State, at + 3)
            }
            Some(word) if word.is(Kinds::THINGS) || word.is(Kinds::MANY) && !word.is(Kinds::IN) => {
                (Counted::Others, at + 2)
            }
            _ => (Counted::State, at + 2),
        };
    }
    if first.is(Kinds::THINGS)
        || first.is(Kinds::MANY) && !first.is(Kinds::GOING_ON)
        || first.number.is_some()
    {
        return (Counted::Others, at + 1);
    }
    if first.is(Kinds::ABOUT)
        && !first.is(Kinds::GOING_ON)
        && next(2).is_some_and(|word| word.is(Kinds::MANY) || word.is(Kinds::THINGS))
    {
        return (Counted::Others, at + 1);
    }
    if first.is(Kinds::GOING_ON)
        || first.is(Kinds::FILLING)
        || first.is(Kinds::WE_ARE)
        || first.is(Kinds::WE_LIVE)
        || first.is(Kinds::HOME)
    {
        return (Counted::Nothing, at + 1);
    }
    if text.joined(at + 2).is_some_and(|word| word.is(Kinds::SOULS)) && first.is(Kinds::ABOUT) {
        return (Counted::Souls, at + 3);
    }
    (Counted::Unknown, at + 1)
}

/// Behind "nas 5" a verb in the first person, "nas 5 čekamo".
fn verb(text: &Text, at: usize) -> bool {
    text.joined(at).is_some_and(|word| {
        let said = word.said.as_str();
        said.ends_with("mo")
            || said.ends_with("im") && said.len() > 4
            || said.ends_with("jm")
            || said.ends_with("jme")
            || text.english && said.ends_with("ing")
    })
}

/// People who are counted without a word whose they are.
fn loose_souls(text: &Text, at: usize, end: usize) -> bool {
    let before = text.back(at, 1).filter(|_| !text.words[at].parted());
    let theirs = near_phrase(text, at).iter().any(|word| word.is(Kinds::GROUP) || word.is(Kinds::COMING))
        || text.words[end..].iter().take(5).take_while(|word| !word.parted()).any(|word| {
            word.is(Kinds::THEY) && !word.says(&["ka", "kan"]) && (text.english || !word.says(&["are"]))
        });
    let strangers = theirs
        || before.is_some_and(|word| word.is(Kinds::NOT_OURS) && !word.says(&["per", "for"]))
        || text.joined(end).is_some_and(|word| word.is(Kinds::THEY));
    if strangers {
        return false;
    }
    let said = text.words[end - 1].said.as_str();
    let goods = before.is_some_and(|word| word.says(&["per", "za", "for"]))
        && text.sentence(at).iter().any(|word| word.is(Kinds::GOODS));
    let ours = text.sentence(at).iter().any(|word| word.is(Kinds::OURS));
    let begins = text.words[at].parted();
    let vague = matches!(said, "people" | "ljudi" | "person" | "njerez" | "osoba" | "persons" | "osobe");
    let ends = text
        .joined(end)
        .is_none_or(|word| word.is(Kinds::GOING_ON) || (!vague || text.words[at].stop) && word.kinds.0 == 0);
    if before.is_some_and(|word| word.says(&["per", "za", "for"])) {
        return goods
            || ["anetar", "clan", "frym", "shpirt", "dus"].iter().any(|stem| said.starts_with(stem))
            || text.phrase(at).iter().any(|word| word.says(&["na", "nam", "us", "kemi", "kena"]));
    }
    let from = text.joined(end).is_some_and(|word| word.says(&["from", "iz", "prej", "nga"]));
    let plain = ours && !vague || ends && (begins || !vague);
    plain && !(vague && from)
}

/// A number by itself: "u sobi, petoro", "ukupno 5", "hrane za šestoro".
fn loose(text: &Text, at: usize, counted: Counted) -> bool {
    let word = &text.words[at];
    let before = text.back(at, 1).filter(|_| !word.parted());
    let said = |words: &[&str]| before.is_some_and(|word| word.says(words));
    if counted == Counted::Unknown {
        return false;
    }
    let alone = text.joined(at + 1).is_none_or(|word| word.is(Kinds::AND));
    if alone
        && said(&[
            "so",
            "pra",
            "znaci",
            "dakle",
            "gjithsej",
            "ukupno",
            "altogether",
            "total",
            "krejt",
            "svega",
        ])
    {
        return true;
    }
    if said(&["for"]) && text.back(at, 2).is_some_and(|word| word.is(Kinds::GOODS)) {
        return true;
    }
    if alone && said(&["za", "per", "for"]) {
        return text.sentence(at).iter().any(|word| word.is(Kinds::GOODS))
            && (counts_people(&word.said) || !word.digits());
    }
    if begins_with_all(text, at) {
        return true;
    }
    const AT_HOME: [&str; 17] = [
        "u", "nas", "smo", "zivimo", "sedimo", "spavamo", "ovde", "kod", "bez", "na", "svi", "ukupno",
        "dosli", "vratili", "mi", "prekjuce", "iz",
    ];
    let placed = before.is_some_and(|word| word.says(&AT_HOME))
        || word.parted()
        || before.is_some() && text.back(at, 2).is_some_and(|word| word.is(Kinds::IN));
    let on = alone || text.joined(at + 1).is_some_and(|word| word.says(&AT_HOME));
    counts_people(&word.said) && placed && on && counted == Counted::Nothing
}

/// "pesë në stacion", "gjashtë të kthyer në Runik": in Albanian, all of them at the head of a message.
fn begins_with_all(text: &Text, at: usize) -> bool {
    let word = &text.words[at];
    if !text.albanian || !word.stop || word.digits() || word.number.is_none_or(|n| n < 3) {
        return false;
    }
    let over = text.joined(at + 2);
    text.joined(at + 1).is_some_and(|next| match next.said.as_str() {
        "ne" | "n" | "me" => over.is_some_and(|over| !over.is(Kinds::THINGS)),
        "te" => over.is_some_and(|over| over.is(Kinds::STATE)),
        _ => false,
    })
}

/// "now we are 6", "jena 5 tash", "reality: two".
fn is_now(text: &Text, at: usize) -> bool {
    text.phrase(at).iter().any(|word| word.is(Kinds::NOW))
        || text.back(at, 1).is_some_and(|word| word.is(Kinds::NOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<u8> {
        stated(&Text::read(text), false)
    }

    #[test]
    fn a_stated_total_is_read() {
        for (text, n) in [
            ("jemi 6 veta", 6),
            ("jena kater n shpi", 4),
            ("shtat frym jena, kulmi pikon", 7),
            ("familje 5 anetare rahovec", 5),
            ("jetojm gjasht n barak", 6),
            ("kena nji dhom per shtat veta", 7),
            ("nas petoro, jel reseno nesto", 5),
            ("Нас четворо живимо од помоћи", 4),
            ("петоро нас је у Алексинцу", 5),
            ("nas sa mužem sedmoro", 7),
            ("nas je sedmoro u kući", 7),
            ("porodica od 5 članova", 5),
            ("petočlana porodica", 5),
            ("osam dusa smo u tudjoj kuci", 8),
            ("hrane za šestoro", 6),
            ("we are 5, returned to Istog", 5),
            ("we're four in one warm room", 4),
            ("three of us stay by sister", 3),
            ("we three live in Gjocaj", 3),
            ("family of 4 in a tent", 4),
            ("bus ticket for 6", 6),
            ("5 of us in vitomirica", 5),
        ] {
            assert_eq!(read(text), Some(n), "{text}");
        }
    }

    #[test]
    fn a_correction_goes_before_what_is_corrected() {
        for (text, n) in [
            ("nas je tad bilo troje a sad nas ima šestoro", 6),
            ("Te ju figuron se jemi nëntë. Nuk jemi nëntë, jemi shtatë", 7),
            ("e keni shenu familjen 4 veta po jena 5 tash", 5),
            ("in your paper we are 4 in household, but in truth 6", 6),
            ("we were 3 and now we're 6", 6),
            ("write that we are 5 now not 4", 5),
        ] {
            assert_eq!(read(text), Some(n), "{text}");
        }
    }

    #[test]
    fn others_that_are_counted_are_no_total() {
        for text in [
            "two of my four kids are ill",
            "4 persons with caps are going from house to house",
            "nas devet bi za Mitrovdan u selo",
            "Nas trojica smo već pravili rakiju",
            "petoro od njih",
            "my son is now 6",
            "we come, 12 persons from the centre",
            "jena n kurs, 8 t'interesum",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
