//! Matching folded words against `data/patterns.csv`: a pattern is words in a row, `stem*` any word that begins so.

use std::sync::LazyLock;

use crate::topics::Topic;

struct Pattern {
    /// `None` marks danger.
    topic: Option<Topic>,
    words: Vec<String>,
    /// Letters that had to be right; longer patterns say more.
    weight: usize,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../data/patterns.csv").as_bytes())
        .into_records()
        .map(|record| {
            let record = record.expect("data/patterns.csv is well formed, a test reads it");
            let words: Vec<String> = record[1].split(' ').map(str::to_owned).collect();
            Pattern {
                topic: (&record[0] != "danger").then(|| Topic::known(&record[0])),
                weight: words.iter().map(|word| word.trim_end_matches('*').len()).sum(),
                words,
            }
        })
        .collect()
});

impl Pattern {
    fn matches(&self, words: &[&str]) -> bool {
        words.windows(self.words.len()).any(|window| {
            window.iter().zip(&self.words).all(|(word, pattern)| match pattern.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == pattern,
            })
        })
    }
}

/// Whether any danger pattern stands in the words.
pub(super) fn danger(words: &[&str]) -> bool {
    PATTERNS.iter().any(|pattern| pattern.topic.is_none() && pattern.matches(words))
}

/// The topic whose heaviest pattern stands in the words; of equals, the first in the table.
pub(super) fn topic(words: &[&str]) -> Option<Topic> {
    let mut best: Option<(usize, Topic)> = None;
    for pattern in PATTERNS.iter().filter(|pattern| pattern.matches(words)) {
        if let Some(topic) = pattern.topic
            && best.is_none_or(|(weight, _)| pattern.weight > weight)
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
