//! Reading a text as the answer to the question that is open: a digit and the rest, a yes or no, a number of people.
//! An answer that is none of these is never an error; the caller keeps it as words. Not here: what the answer does (`conversation`).

use unicode_normalization::UnicodeNormalization;

use crate::{
    commands::{self, YesNo},
    text::{Language, fold},
};

use super::household;

/// The question that is open, as far as it changes how a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// What do you need? With a menu: people choose a digit or tell their need.
    Menu,
    /// A yes or no for which people also tell their need instead: may we keep this, is it about that?
    Agree(Option<Language>),
    /// A yes or no and no more; NE is a no to whoever does not write Albanian.
    YesNo(Option<Language>),
    /// One of a few that are named, by its digit.
    Among,
    /// Which municipality or village?
    Place,
    /// How many people?
    People,
    /// Something that any words answer: a name, an hour, what happened.
    Words,
}

impl Open {
    /// Whether whole needs are told here too. Elsewhere a text is read by rules alone: what was learned was learned of messages
    /// written unasked, and takes "200 euro, yesterday in Klina" for a threat.
    #[must_use]
    pub const fn hears_needs(self) -> bool {
        matches!(self, Self::Menu | Self::Agree(_))
    }
}

/// What a text says to the question that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This digit of those that were offered.
    Digit(u8),
    /// Yes, by the digit 1, a word or a sign.
    Yes,
    /// No, by the digit 2, a word or a sign.
    No,
    /// So many people.
    People(u8),
}

/// The answer in a text, if there is one, and what else it says, which is for a human to read.
#[must_use]
pub fn answer(text: &str, open: Open) -> Option<(Answer, &str)> {
    match open {
        Open::Agree(language) | Open::YesNo(language) => {
            let (yes_no, rest) = yes_no_rest(text, language)?;
            Some((if yes_no == YesNo::Yes { Answer::Yes } else { Answer::No }, rest))
        }
        Open::Menu | Open::Among => leading_digit(text).map(|(digit, rest)| (Answer::Digit(digit), rest)),
        Open::People => people(text).map(|people| (Answer::People(people), "")),
        Open::Place | Open::Words => None,
    }
}

/// How many people live in a household, said of it or in answer to that question: "6", "6 veta", "petoro, jedna beba".
#[must_use]
pub fn people(text: &str) -> Option<u8> {
    household::size(text).or_else(|| {
        let (count, rest) = number(text)?;
        // "2 fëmijë të vegjël" counts the children alone, "3 ditë" no people.
        let whole = rest.is_empty()
            || rest.starts_with([',', ';', '.', ')'])
            || PEOPLE.contains(&first_word(rest).as_str());
        (whole && (1..=30).contains(&count)).then_some(count)
    })
}

/// Words for people, folded, after which a number is all of them.
const PEOPLE: [&str; 14] = [
    "veta", "vete", "persona", "anetare", "frym", "fryme", "clanova", "clana", "osoba", "osobe", "ljudi",
    "people", "persons", "members",
];

/// A number in front, in digits.
fn number(text: &str) -> Option<(u8, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, text[end..].trim_start()))
}

fn first_word(text: &str) -> String {
    fold(text.split_whitespace().next().unwrap_or_default())
}

/// The digit an answer begins with, and the rest of it: "1 jemi 2", "2) posle 5", "(1) po", "1. da", "nr 3". A number of more
/// digits, a date, a case number, "1.5" is none.
#[must_use]
pub fn leading_digit(text: &str) -> Option<(u8, &str)> {
    let text = text.trim();
    let opened = text.trim_start_matches(|c: char| c.is_whitespace() || "([{\"'„“”«#*-–.:".contains(c));
    let text = ["nr", "br", "opcija", "opsioni", "option", "broj", "numri"]
        .into_iter()
        .find_map(|word| {
            let head = opened.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            let after = opened[head.len()..].trim_start_matches([' ', '.', ':']);
            after.starts_with(|c: char| c.is_ascii_digit()).then_some(after)
        })
        .unwrap_or(opened);
    let first = text.chars().next()?;
    // A keycap or a full-width digit is typed by a finger, too; a digit of another script is not offered by us.
    let digit = first.nfkc().next().filter(char::is_ascii_digit)?.to_digit(10)?;
    let rest = text[first.len_utf8()..].trim_start_matches(['\u{fe0f}', '\u{20e3}']);
    let mut after = rest.chars();
    match after.next() {
        Some(c) if c.is_ascii_digit() => return None,
        Some('.' | ',' | ':' | '/' | '-' | '–' | '%') if after.next().is_some_and(|c| c.is_ascii_digit()) =>
        {
            return None;
        }
        _ => {}
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ".),:;-–!/=\"'”“»]}*".contains(c));
    Some((u8::try_from(digit).ok()?, rest.trim_end()))
}

/// "0": a human, please, wherever nothing else is offered under that digit.
#[must_use]
pub fn is_zero(text: &str) -> bool {
    leading_digit(text) == Some((0, ""))
}

/// 1 or a word for yes; 2 or a word for no.
#[must_use]
pub fn yes_no(text: &str, language: Option<Language>) -> Option<YesNo> {
    yes_no_rest(text, language).map(|(yes_no, _)| yes_no)
}

/// The same, with what else was written.
#[must_use]
pub fn yes_no_rest(text: &str, language: Option<Language>) -> Option<(YesNo, &str)> {
    match leading_digit(text) {
        Some((1, rest)) => return Some((YesNo::Yes, rest)),
        Some((2, rest)) => return Some((YesNo::No, rest)),
        Some(_) => return None,
        None => {}
    }
    if let Some(whole) = commands::yes_no(text, language) {
        return Some((whole, ""));
    }
    let end = text.find([',', '.', '!', ';', '\n'])?;
    let yes_no = commands::yes_no(&text[..end], language)?;
    Some((yes_no, text[end..].trim_start_matches([',', '.', '!', ';', ' ', '\n']).trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leading_digit_counts_and_the_rest_is_kept() {
        for (text, digit, rest) in [
            ("1 jemi 2", 1, "jemi 2"),
            (" 2 posle 5", 2, "posle 5"),
            ("3) ne gjermani", 3, "ne gjermani"),
            ("1", 1, ""),
            ("1.", 1, ""),
            ("(1) po", 1, "po"),
            ("1.jemi 2", 1, "jemi 2"),
            ("1, jemi 2", 1, "jemi 2"),
            ("1-jemi 2", 1, "jemi 2"),
            ("1jemi 2", 1, "jemi 2"),
            ("1 - да, нас двоје", 1, "да, нас двоје"),
            ("\"2\" posle 5", 2, "posle 5"),
            ("Nr. 2 posle 5", 2, "posle 5"),
            ("br 2, posle 5", 2, "posle 5"),
            ("1\u{fe0f}\u{20e3} jemi 2", 1, "jemi 2"),
            ("２ после 5", 2, "после 5"),
            ("1\njemi 2", 1, "jemi 2"),
        ] {
            assert_eq!(leading_digit(text), Some((digit, rest)), "{text}");
        }
        for text in ["12", "417-2608", "da", "", "४", "1.5 km", "2.3. ne mogu", "1/2", "7-8 ditë", "nr"] {
            assert_eq!(leading_digit(text), None, "{text}");
        }
    }

    #[test]
    fn a_yes_or_no_is_taken_and_what_else_is_said_is_kept() {
        let read = |text| answer(text, Open::YesNo(None));
        assert_eq!(read("po, jemi ne Peje"), Some((Answer::Yes, "jemi ne Peje")));
        assert_eq!(read("Da! Pozovite posle 5."), Some((Answer::Yes, "Pozovite posle 5.")));
        assert_eq!(read("2 posle 5"), Some((Answer::No, "posle 5")));
        assert_eq!(read("yes"), Some((Answer::Yes, "")));
        assert_eq!(read("a sta ce vam to"), None);
        assert_eq!(answer("ne", Open::YesNo(Some(Language::Albanian))), None, "in Albanian it is we, or in");
    }

    #[test]
    fn people_are_counted_where_they_are_asked_for() {
        for (text, people) in [
            ("6", Some(6)),
            ("6 veta", Some(6)),
            ("5, dva deteta", Some(5)),
            ("petoro, jedna beba", Some(5)),
            ("we are six", Some(6)),
            ("2 fëmijë të vegjël", None),
            ("3 dite", None),
            ("044123456", None),
            ("nuk e di", None),
        ] {
            assert_eq!(super::people(text), people, "{text}");
        }
    }
}
