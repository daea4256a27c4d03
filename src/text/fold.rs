//! The match key: one spelling for everything that people type for the same word.
//! Not here: the form in which Prag's own words travel (wire), and any list of words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::script;

/// The key under which a text is compared: NFKC, lower case, Latin, without diacritics, punctuation and emoji,
/// letters drawn out three times or more written once, single spaces. Digits stay.
pub fn fold(text: &str) -> String {
    let mut key = Key { written: String::with_capacity(text.len()), ..Key::default() };
    if text.chars().all(is_settled) {
        key.push_all(text.chars());
    } else {
        key.push_all(text.nfkc());
    }
    key.written
}

/// Letters and signs that normalization leaves as they are, as long as they stand among their like.
const fn is_settled(c: char) -> bool {
    c.is_ascii()
        || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'Ā'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž' | 'Ѐ'..='џ')
}

#[derive(Default)]
struct Key {
    written: String,
    last: Option<char>,
    run: usize,
    space: bool,
}

impl Key {
    fn push_all(&mut self, text: impl Iterator<Item = char>) {
        for c in text {
            if c.is_ascii() {
                self.push(c.to_ascii_lowercase());
            } else {
                c.to_lowercase().for_each(|lower| self.push_plain(lower));
            }
        }
    }

    /// Writes a lower-case letter without its marks.
    fn push_plain(&mut self, c: char) {
        match (spelling(c), is_unseen(c)) {
            (Some(plain), _) => plain.chars().for_each(|letter| self.push(letter)),
            (None, true) => {}
            (None, false) => decompose_canonical(c, |base| match spelling(base) {
                Some(plain) => plain.chars().for_each(|letter| self.push(letter)),
                None => self.push(base),
            }),
        }
    }

    fn push(&mut self, c: char) {
        if !c.is_ascii() && is_combining_mark(c) {
            return;
        }
        if !c.is_alphanumeric() {
            self.space = true;
            self.last = None;
            return;
        }
        self.run = if self.last == Some(c) { self.run + 1 } else { 1 };
        self.last = Some(c);
        if c.is_alphabetic() && self.run > 2 {
            // Only the third tells that the letter is drawn out: take back the second, leave out the rest.
            if self.run == 3 {
                self.written.pop();
            }
            return;
        }
        if self.space && !self.written.is_empty() {
            self.written.push(' ');
        }
        self.space = false;
        self.written.push(c);
    }
}

/// Plain Latin letters for a lower-case letter that losing its marks would not make plain.
fn spelling(lower: char) -> Option<&'static str> {
    Some(match lower {
        'đ' | 'ђ' | 'ð' => "dj",
        'ж' => "z",
        'ћ' | 'ч' => "c",
        'ш' => "s",
        'џ' => "dz",
        // Macedonian and Russian keyboards, read as the nearest Serbian letter.
        'ѓ' => "dj",
        'ќ' => "c",
        'ѕ' => "dz",
        'й' => "j",
        'ı' => "i",
        'ß' => "ss",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ł' => "l",
        other => return script::letter(other),
    })
}

/// Characters that take no room on the screen, often pasted along inside a word.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::latin;
    use super::*;

    #[test]
    fn many_spellings_one_key() {
        for (text, key) in [
            ("NDIHMË", "ndihme"),
            ("Ndihme\u{308}!!!", "ndihme"),
            ("Çregjistro", "cregjistro"),
            ("ПОМОЋ", "pomoc"),
            ("pomoć", "pomoc"),
            ("POMOČ", "pomoc"),
            ("Ђаковица", "djakovica"),
            ("Đakovica", "djakovica"),
            ("ǅemila", "dzemila"),
            ("Џемила", "dzemila"),
            ("stooop", "stop"),
            ("SТООООP 😀", "stop"),
            ("joo", "joo"),
            ("  status:  418-2204,\npin 7310. ", "status 418 2204 pin 7310"),
            ("PIN 0001112", "pin 0001112"),
            ("s'dua", "s dua"),
            ("S\u{200b}TO\u{ad}P", "stop"),
            ("İSTANBUL ılık", "istanbul ilik"),
            ("Straße in München", "strasse in munchen"),
            ("ＳＴＯＰ", "stop"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("помоќ", "pomoc"),
            ("❤ ?!", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), key);
        }
    }

    #[test]
    fn folding_any_character_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_twice_changes_nothing_among_near_letters(text in "[aábçćčđšžëиѓйљњћџжш1 !\u{308}\u{301}AIİıßΣσς\u{1100}\u{1161}\u{11a8}-]{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn both_scripts_meet_in_one_key(text in "[а-шђјљњћџА-ШЂЈЉЊЋЏ0-9 ,.]{0,40}") {
            prop_assert_eq!(fold(&latin(&text)), fold(&text));
        }

        #[test]
        fn a_key_is_words_and_single_spaces(text in any::<String>()) {
            let key = fold(&text);
            prop_assert_eq!(key.split_whitespace().collect::<Vec<_>>().join(" "), key.as_str());
            prop_assert!(key.chars().all(|c| c == ' ' || c.is_alphanumeric()));
        }
    }
}
