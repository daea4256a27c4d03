//! Reading a short answer to an open question: a leading digit, a yes, a no, a number of people.
//! An answer that is none of these is never an error; the caller keeps it as words.

use crate::{
    commands::{self, YesNo},
    contacts::Tongue,
};

/// The digit an answer begins with, and the rest of it: "1 jemi 2", "2) posle 5", "3".
pub(super) fn leading_digit(text: &str) -> Option<(u8, &str)> {
    let text = text.trim();
    let digit = text.chars().next()?.to_digit(10)?;
    let rest = &text[1..];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = rest.trim_start_matches(['.', ')', ',', ':', '-']).trim();
    Some((u8::try_from(digit).ok()?, rest))
}

/// "0": a human, please, wherever nothing else is offered under that digit.
pub(super) fn is_zero(text: &str) -> bool {
    leading_digit(text) == Some((0, ""))
}

/// 1 or a word for yes; 2 or a word for no.
pub(super) fn yes_no(text: &str, tongue: Tongue) -> Option<YesNo> {
    match leading_digit(text) {
        Some((1, _)) => Some(YesNo::Yes),
        Some((2, _)) => Some(YesNo::No),
        Some(_) => None,
        None => {
            let language = tongue.known().map(|(language, _)| language);
            let first = text.split([',', '.', '!']).next().unwrap_or(text);
            commands::yes_no(text, language).or_else(|| commands::yes_no(first, language))
        }
    }
}

/// How many people a "yes" speaks of: the first number in the rest ("jemi 2", "dolazimo 3"), else one.
pub(super) fn people(rest: &str) -> u32 {
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..=50).contains(n)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leading_digit_counts_and_the_rest_is_kept() {
        assert_eq!(leading_digit("1 jemi 2"), Some((1, "jemi 2")));
        assert_eq!(leading_digit(" 2 posle 5"), Some((2, "posle 5")));
        assert_eq!(leading_digit("3) ne gjermani"), Some((3, "ne gjermani")));
        assert_eq!(leading_digit("1"), Some((1, "")));
        for text in ["12", "417-2608", "da", "", "४"] {
            assert_eq!(leading_digit(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_counted_within_reason() {
        assert_eq!(people("jemi 2"), 2);
        assert_eq!(people("долазимо 12"), 12);
        assert_eq!(people(""), 1);
        assert_eq!(people("044123456"), 1);
    }
}
