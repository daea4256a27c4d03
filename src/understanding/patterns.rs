//! Matching folded words against `data/patterns.csv`: a pattern is words in a row, `stem*` any word that begins so.

use std::{cmp::Reverse, collections::HashMap, sync::LazyLock};

use crate::topics::Topic;

struct Pattern {
    means: Meaning,
    words: Vec<String>,
    /// Letters that had to be right; longer patterns say more.
    weight: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    Topic(Topic),
    Danger,
    /// Danger, unless it is denied: "nobody is in danger".
    Endangered,
}

/// Words that deny what follows within two words.
const DENIALS: [&str; 14] = [
    "nobody", "noone", "none", "not", "isn", "aren", "askush", "askujt", "nuk", "niko", "nije", "nismo",
    "nisam", "nisu",
];

/// The beginning of a word by which patterns are found; there are too many to try each at every word.
type Beginning = [u8; 2];

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../data/patterns.csv").as_bytes())
        .into_records()
        .map(|record| {
            let record = record.expect("data/patterns.csv is well formed, a test reads it");
            let words: Vec<String> = record[1].split(' ').map(str::to_owned).collect();
            Pattern {
                means: match &record[0] {
                    "danger" => Meaning::Danger,
                    "endangered" => Meaning::Endangered,
                    topic => Meaning::Topic(Topic::known(topic)),
                },
                weight: words.iter().map(|word| word.trim_end_matches('*').len()).sum(),
                words,
            }
        })
        .collect()
});

/// The places in the table of the patterns whose first word begins so.
static BY_BEGINNING: LazyLock<HashMap<Beginning, Vec<usize>>> = LazyLock::new(|| {
    let mut index: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, pattern) in PATTERNS.iter().enumerate() {
        let stem = pattern.words[0].trim_end_matches('*').as_bytes();
        index.entry([stem[0], *stem.get(1).unwrap_or(&0)]).or_default().push(place);
    }
    index
});

impl Pattern {
    fn begins(&self, words: &[&str]) -> bool {
        words.len() >= self.words.len()
            && words.iter().zip(&self.words).all(|(word, pattern)| match pattern.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == pattern,
            })
    }
}

/// What the patterns say of some words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The topic whose heaviest pattern stands in the words; of equals, the first in the table.
    pub(super) topic: Option<Topic>,
    /// Whether any danger pattern stands in the words.
    pub(super) danger: bool,
}

/// Reads folded words.
pub(super) fn read(words: &[&str]) -> Said {
    let denied = |at: usize| words[at.saturating_sub(2)..at].iter().any(|word| DENIALS.contains(word));
    let (mut best, mut danger) = (None, false);
    for (at, word) in words.iter().enumerate() {
        let first = word.as_bytes()[0];
        // Patterns of one letter stand under that letter alone.
        let beginnings = [Some([first, 0]), word.as_bytes().get(1).map(|second| [first, *second])];
        for place in beginnings.iter().flatten().filter_map(|beginning| BY_BEGINNING.get(beginning)).flatten()
        {
            let pattern = &PATTERNS[*place];
            if !pattern.begins(&words[at..]) {
                continue;
            }
            match pattern.means {
                Meaning::Danger => danger = true,
                Meaning::Endangered => danger |= !denied(at),
                Meaning::Topic(topic) => {
                    let found = (pattern.weight, Reverse(*place));
                    if best.is_none_or(|(heaviest, _)| found > heaviest) {
                        best = Some((found, topic));
                    }
                }
            }
        }
    }
    Said { topic: best.map(|(_, topic)| topic), danger }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_pattern_is_in_its_folded_form_or_it_could_never_match() {
        for pattern in PATTERNS.iter() {
            for word in &pattern.words {
                let stem = word.trim_end_matches('*');
                assert_eq!(fold(stem), stem, "{word}");
            }
        }
    }
}
