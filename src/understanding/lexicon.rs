//! Finding the rows of a word list in a text: a pattern is folded words in a row, `stem*` any word that begins so.
//! Not here: what a row means (`patterns`, `concepts`).

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A list of patterns, each with what it means.
pub(super) struct Lexicon<T> {
    patterns: Vec<Pattern<T>>,
    /// Where patterns begin, by the hash of their first letters: every message is looked up letter by letter, and a hash that
    /// grows with the word costs one step a letter.
    beginnings: HashMap<u64, Beginning, BuildHasherDefault<AsItIs>>,
}

struct Pattern<T> {
    means: T,
    words: Vec<Box<str>>,
    letters: usize,
}

/// The patterns whose first word has these letters, by their places.
#[derive(Default)]
struct Beginning {
    /// This is their first word.
    whole: Vec<Row>,
    /// Their first word begins so.
    begun: Vec<Row>,
}

/// Where a pattern is, and how its second word begins if it has one: hundreds begin with a word like "me", and this tells nearly
/// all of them apart without looking at them.
type Row = (u32, Option<u8>);

/// A pattern that stands in a text.
#[derive(Debug)]
pub(super) struct Found<'a, T> {
    /// The word of the text with which it begins.
    pub(super) at: usize,
    /// Letters that had to be right; longer patterns say more.
    pub(super) letters: usize,
    /// Its place in the list.
    pub(super) row: usize,
    /// What it means.
    pub(super) means: &'a T,
}

impl<T> Lexicon<T> {
    /// A list of these patterns.
    pub(super) fn new<P: AsRef<str>>(rows: impl IntoIterator<Item = (T, P)>) -> Self {
        let mut lexicon = Self { patterns: Vec::new(), beginnings: HashMap::default() };
        for (row, (means, pattern)) in (0_u32..).zip(rows) {
            let words: Vec<Box<str>> = pattern.as_ref().split(' ').map(Box::from).collect();
            let stem = words[0].strip_suffix('*');
            let first = hash(stem.unwrap_or(&words[0]));
            let beginning = lexicon.beginnings.entry(first).or_default();
            let second = words.get(1).and_then(|word| word.bytes().next()).filter(|byte| *byte != b'*');
            if stem.is_some() { &mut beginning.begun } else { &mut beginning.whole }.push((row, second));
            let letters = words.iter().map(|word| word.trim_end_matches('*').len()).sum();
            lexicon.patterns.push(Pattern { means, words, letters });
        }
        lexicon
    }

    /// Calls `found` with every pattern in these words, from left to right.
    pub(super) fn find<'a>(&'a self, words: &[&str], mut found: impl FnMut(Found<'a, T>)) {
        for at in 0..words.len() {
            let next = words.get(at + 1).and_then(|word| word.bytes().next());
            let mut offer = |rows: &[Row]| {
                let near = rows.iter().filter(|(_, second)| second.is_none() || *second == next);
                for row in near.map(|(row, _)| *row as usize) {
                    let Pattern { means, letters, .. } = &self.patterns[row];
                    if self.patterns[row].stands_in(&words[at..]) {
                        found(Found { at, letters: *letters, row, means });
                    }
                }
            };
            let mut hash = BASIS;
            for byte in words[at].bytes() {
                hash = further(hash, byte);
                if let Some(beginning) = self.beginnings.get(&hash) {
                    offer(&beginning.begun);
                }
            }
            if let Some(beginning) = self.beginnings.get(&hash) {
                offer(&beginning.whole);
            }
        }
    }

    /// Every word of every pattern, for whoever keeps their form.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().flat_map(|pattern| pattern.words.iter().map(Box::as_ref))
    }
}

impl<T> Pattern<T> {
    /// Whether these words begin with it.
    fn stands_in(&self, words: &[&str]) -> bool {
        words.len() >= self.words.len()
            && words.iter().zip(&self.words).all(|(word, pattern)| match pattern.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => **word == **pattern,
            })
    }
}

/// FNV-1a of a word.
fn hash(word: &str) -> u64 {
    word.bytes().fold(BASIS, further)
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn further(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// A key that is a hash already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().copied().fold(self.0, further);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_stems_and_rows_of_both_are_found_where_they_stand() {
        let lexicon =
            Lexicon::new([(0, "roof"), (1, "leak*"), (2, "roof leak*"), (3, "leak* roof"), (4, "ro")]);
        let words = ["the", "roof", "leaking", "leak"];
        let found = |words: &[&str]| {
            let mut found = Vec::new();
            lexicon.find(words, |one| found.push((one.at, one.letters, *one.means)));
            found
        };
        assert_eq!(found(&words), [(1, 4, 0), (1, 8, 2), (2, 4, 1), (3, 4, 1)]);
        assert!(found(&[]).is_empty());
    }

    #[test]
    fn a_stem_is_compared_by_letters_and_not_by_bytes() {
        let lexicon = Lexicon::new([((), "ab*")]);
        let mut found = 0;
        lexicon.find(&["аб", "a", "ab", "abв", "日本"], |_| found += 1);
        assert_eq!(found, 2);
    }
}
