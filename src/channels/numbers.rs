//! Telephone numbers as networks spell them, brought to E.164. Networks write `38344123456`, `0038344123456`, `044 123 456` and
//! `+383 44 123 456` for the same phone; short codes and names of senders are no numbers.
//! Not here: what people write about their numbers, which a human reads.

use phonenumber::{Mode, country::Id};

/// The country calling codes of the people we know; digits that begin so and are a valid number with a plus are one.
const KNOWN_CODES: [&str; 8] = ["383", "381", "382", "389", "355", "387", "41", "49"];
/// ITU-T E.164: fifteen digits at most; with fewer than eight it is a short code.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Brings what a network says of a sender or receiver to E.164; national forms are read as those of `home`, the country of
/// the line. None for short codes, names, and whatever cannot be a number.
#[must_use]
pub fn e164(said: &str, home: Id) -> Option<String> {
    let said = said.trim();
    let plain =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.' | '\u{a0}');
    if !said.chars().all(plain) || said.rfind('+').is_some_and(|at| at > 0) {
        return None;
    }
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    if said.starts_with('+') {
        return international(&digits);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return international(rest);
    }
    // Before the national reading: libphonenumber reads 38344123456 in Kosovo as +383 38344123456.
    let known = KNOWN_CODES.iter().any(|code| digits.starts_with(code)) && valid(&format!("+{digits}"), None);
    if known {
        return international(&digits);
    }
    let number = phonenumber::parse(Some(home), &digits).ok().filter(phonenumber::is_valid);
    match number {
        Some(number) => Some(number.format().mode(Mode::E164).to_string()),
        None if digits.len() > 10 && !digits.starts_with('0') => international(&digits),
        None => None,
    }
}

/// Digits behind a plus. One that is not in the plan of its country is taken all the same when it can be a number: plans grow,
/// and whoever wrote has it.
fn international(digits: &str) -> Option<String> {
    let written = format!("+{digits}");
    match phonenumber::parse(None, &written) {
        Ok(number) if phonenumber::is_valid(&number) => Some(number.format().mode(Mode::E164).to_string()),
        _ => (DIGITS.contains(&digits.len()) && !digits.starts_with('0')).then_some(written),
    }
}

fn valid(written: &str, home: Option<Id>) -> bool {
    phonenumber::parse(home, written).is_ok_and(|number| phonenumber::is_valid(&number))
}

/// The number of today behind one of the years in which Kosovo borrowed its codes: Monaco's for Vala, Slovenia's for IPKO, and
/// Serbia's for fixed lines. To be proposed and asked about, never taken silently: `+377 44` and `+386 43` are also numbers
/// of Monaco and Slovenia.
#[must_use]
pub fn todays(e164: &str) -> Option<String> {
    let subscriber = |code: &str, begins: &[&str], length: usize| {
        let rest = e164.strip_prefix(code)?;
        let fits = rest.len() == length && begins.iter().any(|begin| rest.starts_with(begin));
        fits.then(|| format!("+383{rest}"))
    };
    subscriber("+377", &["44", "45"], 8)
        .or_else(|| subscriber("+386", &["43", "49"], 8))
        .or_else(|| subscriber("+381", &["28", "29", "38", "39"], 8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_of_a_phone_is_one_number() {
        for (said, number) in [
            ("044 123 456", "+38344123456"),
            ("00383 49 123456", "+38349123456"),
            ("38344123456", "+38344123456"),
            ("+38344123456", "+38344123456"),
            ("+383 (44) 123-456", "+38344123456"),
            ("038 123 456", "+38338123456"),
            ("381641234567", "+381641234567"),
            ("+381 64 123 4567", "+381641234567"),
            ("38267123456", "+38267123456"),
            ("41791234567", "+41791234567"),
            ("4915112345678", "+4915112345678"),
            ("+37744123456", "+37744123456"),
            ("14158675309", "+14158675309"),
        ] {
            assert_eq!(e164(said, Id::XK).as_deref(), Some(number), "{said}");
        }
        assert_eq!(e164("064 123 4567", Id::RS).as_deref(), Some("+381641234567"));
        assert_eq!(e164("079 123 45 67", Id::CH).as_deref(), Some("+41791234567"));
    }

    #[test]
    fn short_codes_and_names_are_no_numbers() {
        for said in ["50505", "IPKO", "Vala 50555", "", "+", "+3834412", "55", "44+123456", "0", "٠٤٤١٢٣٤٥٦"]
        {
            assert_eq!(e164(said, Id::XK), None, "{said}");
        }
    }

    #[test]
    fn borrowed_codes_have_a_number_of_today() {
        for (old, today) in [
            ("+37744123456", Some("+38344123456")),
            ("+37745123456", Some("+38345123456")),
            ("+38649123456", Some("+38349123456")),
            ("+38643123456", Some("+38343123456")),
            ("+38138123456", Some("+38338123456")),
            ("+381641234567", None),
            ("+37799123456", None),
            ("+38344123456", None),
        ] {
            assert_eq!(todays(old).as_deref(), today, "{old}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_the_number_is_one_or_none(said in any::<String>()) {
            if let Some(number) = e164(&said, Id::XK) {
                let digits = number.strip_prefix('+').expect("a plus");
                prop_assert!(DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
            }
        }

        #[test]
        fn a_number_of_kosovo_is_found_in_every_spelling(rest in 0_u32..1_000_000, operator in 43_u32..=49) {
            let national = format!("{operator}{rest:06}");
            let expected = format!("+383{national}");
            for said in [format!("0{national}"), format!("383{national}"), format!("00383{national}"), expected.clone()] {
                prop_assert_eq!(e164(&said, Id::XK), Some(expected.clone()));
            }
        }
    }
}
