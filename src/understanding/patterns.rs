//! What `data/patterns.csv` says of folded words: the topic whose pattern is heaviest, and danger. Not here: what was learned.

use std::{cmp::Reverse, sync::LazyLock};

use super::lexicon::Lexicon;
use crate::topics::Topic;

/// What a pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// This is needed.
    Topic(Topic),
    /// Danger to life or body.
    Danger,
    /// Danger, unless it is denied: "nobody is in danger".
    Endangered,
}

impl Meaning {
    /// What stands in the table, and the category above it.
    pub(super) fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Topic(topic) => {
                let code = topic.code();
                (code, code.split_once('.').map_or(code, |(category, _)| category))
            }
            Self::Danger => ("danger", "danger"),
            Self::Endangered => ("endangered", "danger"),
        }
    }
}

/// Words that deny what follows within two words.
const DENIALS: [&str; 14] = [
    "nobody", "noone", "none", "not", "isn", "aren", "askush", "askujt", "nuk", "niko", "nije", "nismo",
    "nisam", "nisu",
];

/// The table.
pub(super) static PATTERNS: LazyLock<Lexicon<Meaning>> = LazyLock::new(|| {
    let table = csv::Reader::from_reader(include_str!("../../data/patterns.csv").as_bytes());
    Lexicon::new(table.into_records().map(|record| {
        let record = record.expect("data/patterns.csv is well formed, a test reads it");
        let means = match &record[0] {
            "danger" => Meaning::Danger,
            "endangered" => Meaning::Endangered,
            topic => Meaning::Topic(Topic::known(topic)),
        };
        (means, record[1].to_owned())
    }))
});

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
    PATTERNS.find(words, |found| match found.means {
        Meaning::Danger => danger = true,
        Meaning::Endangered => danger |= !denied(found.at),
        Meaning::Topic(topic) => best = best.max(Some((found.letters, Reverse(found.row), *topic))),
    });
    Said { topic: best.map(|(.., topic)| topic), danger }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_pattern_is_in_its_folded_form_or_it_could_never_match() {
        for word in PATTERNS.words() {
            let stem = word.trim_end_matches('*');
            assert_eq!(fold(stem), stem, "{word}");
        }
    }
}
