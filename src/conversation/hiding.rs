//! Hiding personal numbers that nobody asked for: identity numbers, card and bank numbers.
//! Phone numbers and case numbers stay; they are needed.

use crate::{ids::CaseNumber, message::Words};

/// Whether a telephone number was asked for; then 10 to 12 digits are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phones {
    Asked,
    NotAsked,
}

/// The words with every personal number hidden, if there was one.
///
/// Hidden are runs of digits (spaces, dashes and slashes between them do not count) of 13 to 19, and of 10 to 12
/// that begin neither with 0, 00 nor with a country code after a plus; and IBANs (two letters, then 13 and more).
pub(super) fn hide(words: &Words, phones: Phones) -> Option<Words> {
    let text = words.as_str();
    let mut shown = String::with_capacity(text.len());
    let mut hid = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[start..];
        let end = run
            .char_indices()
            .find(|(at, c)| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '/') && joins(run, *at)))
            .map_or(run.len(), |(at, _)| at);
        let number = &run[..end];
        let after_plus = rest[..start].ends_with('+');
        shown.push_str(&rest[..start]);
        if personal(number, after_plus, phones) {
            hid = true;
            shown.push_str("•••");
        } else {
            shown.push_str(number);
        }
        rest = &run[end..];
    }
    shown.push_str(rest);
    hid.then(|| shown.into())
}

/// Whether digits go on right after the separator.
fn joins(run: &str, at: usize) -> bool {
    run[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

fn personal(number: &str, after_plus: bool, phones: Phones) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        13..=34 => !after_plus && !digits.starts_with("00"),
        11 if digits[..7].parse::<CaseNumber>().is_ok() => false, // a case number and its PIN
        10..=12 if phones == Phones::Asked => false,
        10..=12 => !after_plus && !digits.starts_with('0') && !digits.starts_with("38"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Option<String> {
        hide(&text.into(), Phones::NotAsked).map(|words| words.as_str().to_owned())
    }

    #[test]
    fn identity_and_bank_numbers_are_hidden() {
        assert_eq!(hidden("jmbg 0101970912345 hvala").as_deref(), Some("jmbg ••• hvala"));
        assert_eq!(hidden("numri personal 1173 456 789"), Some("numri personal •••".to_owned()));
        assert_eq!(hidden("XK05 1212 0123 4567 8906").as_deref(), Some("XK•••"));
    }

    #[test]
    fn an_asked_number_from_abroad_stays_and_an_identity_number_does_not() {
        let asked = |text: &str| hide(&text.into(), Phones::Asked).is_some();
        assert!(!asked("Agim, 41791234567, pas 18"));
        assert!(asked("0101970912345"));
    }

    #[test]
    fn phones_case_numbers_and_dates_stay() {
        for text in [
            "063 555 123",
            "+383 44 123 456",
            "00381 64 1234567",
            "STATUS 572-4000 7310",
            "12.3.1970",
            "jemi 5 veta",
        ] {
            assert_eq!(hidden(text), None, "{text}");
        }
    }
}
