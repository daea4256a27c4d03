//! Names as fingers slip on small keys: a letter left out, doubled or changed with its neighbour, vowels left out.
//! Not here: spellings of a name that are right in some language (spelling).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::names::Named;
use crate::text::{AsItIs, hash};

/// Names by the hashes of their consonants, and of these without one of them. What only chance has brought together is told
/// apart by looking at the names.
#[derive(Default)]
pub(super) struct Slips {
    names: Vec<(Box<str>, Named)>,
    by_bones: HashMap<u64, Vec<u32>, BuildHasherDefault<AsItIs>>,
}

/// Shorter names have too many neighbours; of this length only two letters may have changed places.
const SHORTEST: usize = 5;

/// Villages are named rarely: a word is nearly one of these only where the name is long.
const LONG: usize = 8;

/// Longer words are no names.
const LONGEST: usize = 32;

impl Slips {
    /// Enters a name by its key.
    pub(super) fn enter(&mut self, key: &str, named: Named) {
        let shortest = if named.is_of_town() { SHORTEST } else { LONG };
        if !(shortest..LONGEST).contains(&key.len()) || key.contains(' ') {
            return;
        }
        let Ok(at) = u32::try_from(self.names.len()) else { return };
        self.names.push((key.into(), named));
        for bones in keys(key) {
            let names = self.by_bones.entry(bones).or_default();
            if names.last() != Some(&at) {
                names.push(at);
            }
        }
    }

    /// The one name that a word nearly is.
    pub(super) fn nearly(&self, key: &str) -> Option<Named> {
        if !(SHORTEST..=LONGEST).contains(&key.len()) || !key.is_ascii() {
            return None;
        }
        let names = keys(key).filter_map(|bones| self.by_bones.get(&bones));
        let near = names
            .flatten()
            .filter_map(|&at| self.names.get(at as usize))
            .filter(|(name, named)| is_slip(name, key, named.is_of_town()));
        near.map(|&(_, named)| named).reduce(Named::or)
    }
}

/// The consonants of a word.
fn bones(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().filter(|letter| !b"aeiou".contains(letter))
}

/// The hashes of the consonants without each of them in turn, and of all; beside the first letter, in which nobody slips.
fn keys(key: &str) -> impl Iterator<Item = u64> {
    let (mut letters, mut len) = ([0; LONGEST + 1], 1);
    letters[0] = key.as_bytes().first().copied().unwrap_or_default();
    for (slot, letter) in letters[1..].iter_mut().zip(bones(key)) {
        *slot = letter;
        len += 1;
    }
    (0..len).map(move |left_out| {
        let mut fewer = letters;
        if left_out == 0 {
            return hash(&fewer[..len]);
        }
        fewer.copy_within(left_out + 1..len, left_out);
        hash(&fewer[..len - 1])
    })
}

/// One slip, or, as is bearable in the name of a town, only vowels left out.
fn is_slip(name: &str, typed: &str, town: bool) -> bool {
    if name.as_bytes()[0] != typed.as_bytes()[0] || name.starts_with(typed) {
        return false;
    }
    if !town && name.len() < LONG {
        return false;
    }
    let same_bones = bones(name).eq(bones(typed));
    let mut letters = name.chars();
    let in_order = typed.chars().all(|c| letters.any(|letter| letter == c));
    let vowels_left_out = in_order
        && town
        && same_bones
        && typed.len() + 3 >= name.len()
        && name.len() > typed.len()
        && bones(typed).count() > 3;
    vowels_left_out
        || is_one_slip(name, typed) && (typed.len() > SHORTEST || same_bones || name.len() == typed.len())
}

/// A letter more, a letter less, two letters in the wrong order; in long names another letter instead of the right one.
fn is_one_slip(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.as_bytes(), typed.as_bytes());
    let (long, very_long) = (name.len() > SHORTEST, name.len() > SHORTEST + 2);
    let begin = name.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let (name, typed) = (&name[begin..], &typed[begin..]);
    match (name, typed) {
        ([_, rest @ ..], _) if rest == typed => long,
        (_, [_, rest @ ..]) if rest == name => long,
        ([a, b, rest @ ..], [c, d, other @ ..]) if rest == other && (a, b) == (d, c) => true,
        ([_, rest @ ..], [_, other @ ..]) => rest == other && very_long,
        _ => false,
    }
}
