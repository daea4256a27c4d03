//! What readers of networks share: forms, ids, numbers and words, tolerant of what networks really send and strict where
//! leniency would spoil a text. Not here: what any one network sends.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

use super::numbers;
use crate::message::{Address, Channel, Words};

/// An id has to fit into an index of Postgres.
pub(super) const LONGEST_ID: usize = 255;

/// No network's message is longer; what is, was not written by a person.
const LONGEST_TEXT: usize = 10_000;

/// What somebody wrote, in a form that every column can hold.
pub(super) fn words(text: &str) -> Words {
    Words::from(storable(&text.chars().take(LONGEST_TEXT).collect::<String>()))
}

/// Postgres refuses NUL in a text, and one refused arrival would be offered again for days.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// What a network adds to a report, clipped.
pub(super) fn remark(text: &str) -> String {
    storable(&text.chars().take(LONGEST_ID).collect::<String>())
}

/// The id of a message, unless it is none.
pub(super) fn id(said: &str) -> Option<String> {
    (1..=LONGEST_ID).contains(&said.len()).then(|| storable(said))
}

/// Who wrote: a number has one spelling, read as one of Kosovo when it has no country; what is no number (a short code, a
/// name) stays as it came, and is never answered.
pub(super) fn sender(from: &str) -> Option<Address> {
    let from = from.trim();
    let handle = numbers::e164(from, phonenumber::country::Id::XK).unwrap_or_else(|| storable(from));
    (!from.is_empty()).then_some(Address { channel: Channel::Sms, handle })
}

/// Whether a body is called a form.
pub(super) fn is_form(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields of a form or a query in UTF-8, in their order; none when the bytes are no UTF-8, since replaced letters would
/// quietly spoil a text in another encoding.
pub(super) fn fields(form: &[u8]) -> Option<Vec<(String, String)>> {
    std::str::from_utf8(&unescaped(form)).ok()?;
    serde_urlencoded::from_bytes(form).ok()
}

/// The first field of this name; a missing one is empty.
pub(super) fn said<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// The text behind UTF-16, big end first, as phones send it; half an emoji is no reason to lose the rest, half a letter is.
pub(super) fn of_utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(u16::from_be_bytes).collect();
    rest.is_empty().then(|| String::from_utf16_lossy(&units))
}

/// The text behind one byte a letter: Windows-1252, which is Latin-1 with letters where that has control characters.
pub(super) fn of_windows_1252(bytes: &[u8]) -> String {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let letter = |&byte: &u8| match byte {
        0x80..=0x9F => UPPER.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{FFFD}'),
        plain => char::from(plain),
    };
    bytes.iter().map(letter).collect()
}

/// The bytes behind percent signs.
pub(super) fn unescaped(form: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(form.len());
    let mut rest = form;
    while let [first, after @ ..] = rest {
        let mut byte = [*first];
        let escape = after.get(..2).filter(|_| *first == b'%');
        let taken = escape.is_some_and(|digits| hex::decode_to_slice(digits, &mut byte).is_ok());
        plain.push(byte[0]);
        rest = if taken { &after[2..] } else { after };
    }
    plain
}

/// JSON in UTF-8.
pub(super) fn of_json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    serde_json::from_str(std::str::from_utf8(body).ok()?).ok()
}

/// A text that may contain half an emoji: a gateway that cuts or joins parts between its two halves posts `"\ud83d"`,
/// which is no letter, but no reason to lose the rest.
pub(super) struct Mended(pub(super) String);

impl<'de> Deserialize<'de> for Mended {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Halves;
        impl Visitor<'_> for Halves {
            type Value = Mended;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Mended, E> {
                Ok(Mended(text.to_owned()))
            }

            fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<Mended, E> {
                Ok(Mended(String::from_utf8_lossy(text).into_owned()))
            }
        }
        // Only as bytes does serde_json let half an emoji pass.
        deserializer.deserialize_bytes(Halves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_clipped_by_characters_and_keeps_no_nul() {
        assert_eq!(words("a\0ë").as_str(), "a\u{FFFD}ë");
        let long = "ш".repeat(LONGEST_TEXT + 1);
        assert_eq!(words(&long).as_str(), "ш".repeat(LONGEST_TEXT));
    }

    #[test]
    fn utf_16_is_read_by_pairs() {
        assert_eq!(of_utf16(b"\x00K\x00\xEB\xD8\x3D\xDE\x00").as_deref(), Some("Kë😀"));
        assert_eq!(of_utf16(b"\x00K\xD8\x3D").as_deref(), Some("K\u{FFFD}"));
        assert_eq!(of_utf16(b""), Some(String::new()));
        assert_eq!(of_utf16(b"\x00K\x00"), None);
    }

    #[test]
    fn windows_1252_has_a_letter_for_every_byte() {
        assert_eq!(of_windows_1252(b"K\xEBrkes\xEB \x80 \x8Akola \x9Eena"), "Kërkesë € Škola žena");
        let every: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(of_windows_1252(&every).chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count(), 0);
    }

    #[test]
    fn a_form_is_utf_8_or_nothing() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fields(b"a=%C3%AB+%26&b=&a=2"),
            Some(vec![field("a", "ë &"), field("b", ""), field("a", "2")])
        );
        assert_eq!(fields(b"a=%EB"), None);
        assert_eq!(fields(b""), Some(vec![]));
    }
}
