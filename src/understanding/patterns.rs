//! Matching folded words against `data/patterns.csv`: a pattern is words in a row, `stem*` any word that begins so.

use std::sync::LazyLock;

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

impl Pattern {
    fn matches(&self, words: &[&str]) -> bool {
        self.places(words).next().is_some()
    }

    /// Where it stands in the words.
    fn places(&self, words: &[&str]) -> impl Iterator<Item = usize> {
        words.windows(self.words.len()).enumerate().filter(|(_, window)| self.is(window)).map(|(at, _)| at)
    }

    fn is(&self, window: &[&str]) -> bool {
        window.iter().zip(&self.words).all(|(word, pattern)| match pattern.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == pattern,
        })
    }
}

/// Whether any danger pattern stands in the words.
pub(super) fn danger(words: &[&str]) -> bool {
    let denied = |at: usize| words[at.saturating_sub(2)..at].iter().any(|word| DENIALS.contains(word));
    PATTERNS.iter().any(|pattern| match pattern.means {
        Meaning::Topic(_) => false,
        Meaning::Danger => pattern.matches(words),
        Meaning::Endangered => pattern.places(words).any(|at| !denied(at)),
    })
}

/// The topic whose heaviest pattern stands in the words; of equals, the first in the table.
pub(super) fn topic(words: &[&str]) -> Option<Topic> {
    let mut best: Option<(usize, Topic)> = None;
    for pattern in PATTERNS.iter() {
        if let Meaning::Topic(topic) = pattern.means
            && best.is_none_or(|(weight, _)| pattern.weight > weight)
            && pattern.matches(words)
        {
            best = Some((pattern.weight, topic));
        }
    }
    best.map(|(_, topic)| topic)
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
