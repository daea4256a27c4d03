//! Names as fingers slip on small keys: a letter left out, doubled or changed with its neighbour, vowels left out.
//! Not here: spellings of a name that are right in some language (spelling).

use std::collections::HashMap;

use super::names::Named;

/// Names by their consonants, and by all their consonants but one.
#[derive(Default)]
pub(super) struct Slips {
    names: Vec<(String, Named)>,
    by_bones: HashMap<String, Vec<usize>>,
}

/// Shorter names have too many neighbours; of this length only two letters may have changed places.
const SHORTEST: usize = 5;

/// Villages are named rarely: a word is nearly one of these only where the name is long.
const LONG: usize = 8;

impl Slips {
    /// Enters a name by its key.
    pub(super) fn enter(&mut self, key: &str, named: Named) {
        if key.len() < SHORTEST || key.contains(' ') {
            return;
        }
        let at = self.names.len();
        self.names.push((key.to_owned(), named));
        let bones = bones(key);
        for fewer in without_one(&bones).chain([bones.clone()]) {
            let names = self.by_bones.entry(fewer).or_default();
            if names.last() != Some(&at) {
                names.push(at);
            }
        }
    }

    /// The one name that a word nearly is.
    pub(super) fn nearly(&self, key: &str) -> Option<Named> {
        if key.len() < SHORTEST || !key.is_ascii() {
            return None;
        }
        let bones = bones(key);
        let names = without_one(&bones).chain([bones.clone()]).filter_map(|bones| self.by_bones.get(&bones));
        let near = names
            .flatten()
            .map(|&at| &self.names[at])
            .filter(|(name, named)| is_slip(name, key, named.is_of_town()));
        near.map(|&(_, named)| named).reduce(Named::or)
    }
}

/// The consonants of a word.
fn bones(key: &str) -> String {
    key.chars().filter(|c| !"aeiou".contains(*c)).collect()
}

fn without_one(bones: &str) -> impl Iterator<Item = String> {
    bones.char_indices().map(|(at, c)| [&bones[..at], &bones[at + c.len_utf8()..]].concat())
}

/// One slip, or, as is bearable in the name of a town, only vowels left out.
fn is_slip(name: &str, typed: &str, town: bool) -> bool {
    if name.as_bytes()[0] != typed.as_bytes()[0] || name.starts_with(typed) {
        return false;
    }
    if !town && name.len() < LONG {
        return false;
    }
    let same_bones = bones(name) == bones(typed);
    let mut letters = name.chars();
    let in_order = typed.chars().all(|c| letters.any(|letter| letter == c));
    let vowels_left_out = in_order
        && town
        && same_bones
        && typed.len() + 3 >= name.len()
        && name.len() > typed.len()
        && bones(typed).len() > 3;
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
