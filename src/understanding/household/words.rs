//! A text as households are read out of it: folded words, the signs between them, and what kinds of word they are.
//! Not here: which words are of which kind (kinds), and what they say together.

use super::kinds::{Kinds, kinds};
use super::numbers::number;
use crate::text::fold;

/// A word, and what stood before it.
pub(super) struct Word {
    pub(super) said: String,
    pub(super) kinds: Kinds,
    /// The number that it says, where it is none of a date, a sum or a list.
    pub(super) number: Option<u8>,
    /// A comma stands before it.
    pub(super) comma: bool,
    /// A sentence ended before it.
    pub(super) stop: bool,
}

impl Word {
    pub(super) const fn is(&self, kinds: Kinds) -> bool {
        self.kinds.0 & kinds.0 != 0
    }

    /// Whether something parts it from the word before.
    pub(super) const fn parted(&self) -> bool {
        self.comma || self.stop
    }

    /// Whether it is written with digits.
    pub(super) fn digits(&self) -> bool {
        self.said.starts_with(|c: char| c.is_ascii_digit())
    }

    pub(super) fn says(&self, words: &[&str]) -> bool {
        words.contains(&self.said.as_str())
    }
}

/// A text, word by word.
pub(super) struct Text {
    pub(super) words: Vec<Word>,
    pub(super) english: bool,
    pub(super) albanian: bool,
}

impl Text {
    pub(super) fn read(text: &str) -> Self {
        let words = words(text);
        let among = |kind| words.iter().filter(|word| word.is(kind)).count();
        let (english, albanian) = (among(Kinds::ENGLISH), among(Kinds::ALBANIAN));
        let (english, albanian) = (
            english * 6 > words.len(),
            albanian * 6 > words.len() && albanian > english.max(among(Kinds::SERBIAN)),
        );
        Self { words, english, albanian }
    }

    /// "with": "me" in Albanian alone, "so" in no English.
    pub(super) fn is_with(&self, word: &Word) -> bool {
        word.is(Kinds::WITH)
            && (self.albanian || !word.says(&["me"]))
            && !(self.english && word.says(&["so", "s"]))
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a place, where nothing parts it from the word before.
    pub(super) fn joined(&self, at: usize) -> Option<&Word> {
        self.words.get(at).filter(|word| !word.parted())
    }

    /// The word some steps before, in the same sentence.
    pub(super) fn back(&self, at: usize, steps: usize) -> Option<&Word> {
        let index = at.checked_sub(steps)?;
        (!self.words[index + 1..=at].iter().any(|word| word.stop)).then(|| &self.words[index])
    }

    /// The words of the sentence around one of them.
    pub(super) fn sentence(&self, at: usize) -> &[Word] {
        self.around(at, |word| word.stop)
    }

    /// The words between two signs around one of them.
    pub(super) fn phrase(&self, at: usize) -> &[Word] {
        self.around(at, Word::parted)
    }

    fn around(&self, at: usize, begins: impl Fn(&Word) -> bool) -> &[Word] {
        let start = (0..=at).rev().find(|&start| begins(&self.words[start])).unwrap_or(0);
        let end = (at + 1..self.len()).find(|&end| begins(&self.words[end])).unwrap_or(self.len());
        &self.words[start..end]
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut comma, mut stop) = (false, true);
    // The last sign, and what stood before it.
    let (mut sign, mut before) = (' ', ' ');
    let text = text.replace('&', " and ");
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\u{301}') {
        // Digits that go on behind a sign without a blank are part of a date, a sum or an hour.
        let is_number = piece.starts_with(|c: char| c.is_ascii_digit());
        let goes_on =
            is_number && before.is_ascii_digit() && matches!(sign, '.' | ':' | ',' | '/' | '-' | '–');
        if goes_on && let Some(word) = words.last_mut() {
            word.number = None;
        }
        let below_zero = is_number && sign == '-' && !before.is_alphanumeric();
        for said in fold(piece).split(' ').filter(|said| !said.is_empty()) {
            let digits = said.bytes().take_while(u8::is_ascii_digit).count();
            let digits = if is_ordinal(&said[digits..]) { 0 } else { digits };
            let (number_part, rest) = said.split_at(digits);
            for part in [number_part, rest].into_iter().filter(|part| !part.is_empty()) {
                words.push(Word {
                    kinds: kinds(part),
                    number: number(part).filter(|_| !goes_on && !below_zero),
                    said: part.to_owned(),
                    comma,
                    stop,
                });
                (comma, stop) = (false, false);
            }
        }
        let mut end = piece.chars().rev();
        let last = end.next().unwrap_or(' ');
        if last.is_alphanumeric() {
            continue;
        }
        before = end.next().unwrap_or(sign);
        sign = last;
        match sign {
            // A hyphen joins, a dash with a blank before it parts.
            '-' => comma |= !before.is_alphanumeric(),
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '+' | '"' | '“' | '„' => comma = true,
            '.' | '!' | '?' | '\n' => stop = true,
            _ => {}
        }
    }
    words
}

/// "2nd", "5ta", "3t": the place in a row, or a class.
fn is_ordinal(ending: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "st", "nd", "rd", "th", "ta", "ti", "t", "te", "tin", "ten", "a", "og", "oj", "om", "i", "e", "h",
        "m2", "x", "d",
    ];
    ENDINGS.contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<Option<u8>> {
        Text::read(text).words.iter().map(|word| word.number).filter(Option::is_some).collect()
    }

    #[test]
    fn dates_hours_and_degrees_are_no_numbers_of_people() {
        assert_eq!(numbers("12.3.2025 u 8:30, 2,5 km, -14 stepeni, 5ta klasa"), []);
        assert_eq!(numbers("5veta, jena tre; 4-5"), [Some(5), Some(3)]);
    }

    #[test]
    fn signs_part_words() {
        let text = Text::read("me & wife, here. Two");
        let parted: Vec<(bool, bool)> = text.words.iter().map(|word| (word.comma, word.stop)).collect();
        assert_eq!(parted, [(false, true), (false, false), (false, false), (true, false), (false, true)]);
        assert_eq!(text.words[1].said, "and");
    }
}
