//! Words and what is known of them: a table that is asked for a word and for everything that a word begins with, with one walk
//! over its letters. Not here: any list of words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words of one hash, of which there is hardly ever more than one.
type Row<V> = Vec<(Box<str>, V)>;

/// What is known of words.
pub struct Table<V> {
    by_hash: HashMap<u64, Row<V>, BuildHasherDefault<AsItIs>>,
    longest: usize,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { by_hash: HashMap::default(), longest: 0 }
    }
}

impl<V: Default> Table<V> {
    /// What is known of a word, to be added to.
    pub fn entry(&mut self, word: &str) -> &mut V {
        self.longest = self.longest.max(word.len());
        let row = self.by_hash.entry(hash(word.as_bytes())).or_default();
        let at = row.iter().position(|(known, _)| **known == *word).unwrap_or(row.len());
        if at == row.len() {
            row.push((word.into(), V::default()));
        }
        &mut row[at].1
    }
}

impl<V> Table<V> {
    /// What is known of a word.
    pub fn get(&self, word: &str) -> Option<&V> {
        if word.len() > self.longest { None } else { self.of(hash(word.as_bytes()), word) }
    }

    /// What is known of the words that this one begins with, the shortest first, and how long they are; itself among them.
    pub fn beginnings<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (usize, &'a V)> {
        let letters = word.bytes().take(self.longest).enumerate();
        letters
            .scan(START, |walked, (at, letter)| {
                *walked = step(*walked, letter);
                Some((at + 1, *walked))
            })
            .filter_map(|(len, walked)| Some((len, self.of(walked, word.get(..len)?)?)))
    }

    fn of(&self, hash: u64, word: &str) -> Option<&V> {
        self.by_hash.get(&hash)?.iter().find(|(known, _)| **known == *word).map(|(_, value)| value)
    }
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: hashed letter by letter, every beginning of a word has its own on the way.
const fn step(walked: u64, letter: u8) -> u64 {
    (walked ^ letter as u64).wrapping_mul(0x100_0000_01b3)
}

/// The hash of some letters.
pub fn hash(letters: &[u8]) -> u64 {
    letters.iter().fold(START, |walked, &letter| step(walked, letter))
}

/// For maps whose key is a hash already.
#[derive(Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_and_its_beginnings_are_found() {
        let mut table: Table<u8> = Table::default();
        for (word, n) in [("pet", 5), ("petoro", 55), ("sest", 6)] {
            *table.entry(word) += n;
        }
        assert_eq!(table.get("pet"), Some(&5));
        assert_eq!(table.get("peto"), None);
        assert_eq!(table.beginnings("petorica").collect::<Vec<_>>(), [(3, &5)]);
        assert_eq!(table.beginnings("petoro").collect::<Vec<_>>(), [(3, &5), (6, &55)]);
        assert_eq!(table.beginnings("").count(), 0);
    }

    proptest! {
        #[test]
        fn what_was_entered_is_found_and_nothing_else(
            words in proptest::collection::vec("[a-cé]{0,4}", 0..12),
            other in "[a-cé]{0,5}",
        ) {
            let mut table: Table<usize> = Table::default();
            words.iter().for_each(|word| *table.entry(word) += 1);
            let times = words.iter().filter(|word| **word == other).count();
            prop_assert_eq!(table.get(&other).copied().unwrap_or_default(), times);
            for (len, _) in table.beginnings(&other) {
                prop_assert!(words.iter().any(|word| *word == other[..len]));
            }
        }
    }
}
