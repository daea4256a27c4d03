//! `data/concepts.csv` holds the words by which people speak of a thing, in every language under one name: what is learnt from
//! one language shall serve the others. Here its form is kept; `src/understanding/concepts.rs` reads it.

use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: [&str; 3] = ["sq", "sr", "en"];
/// Shorter beginnings would be the beginnings of other words.
const SHORTEST_STEM: usize = 3;
const LONGEST_PATTERN: usize = 4;

#[test]
fn every_concept_has_its_words_in_every_language_as_they_look_when_folded() {
    let mut languages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut records = csv::Reader::from_path("data/concepts.csv").expect("the file is there").into_records();
    for record in records.by_ref().map(|record| record.expect("three fields")) {
        let (concept, language, patterns) = (&record[0], &record[1], &record[2]);
        let new = languages.entry(concept.to_owned()).or_default().insert(language.to_owned());
        assert!(new, "{concept} stands twice in {language}");
        let mut seen = BTreeSet::new();
        for pattern in patterns.split('|') {
            let words: Vec<&str> = pattern.split(' ').collect();
            let is_folded = |word: &&str| {
                let stem = word.strip_suffix('*').unwrap_or(word);
                let long_enough = !word.ends_with('*') || stem.len() >= SHORTEST_STEM;
                long_enough
                    && !stem.is_empty()
                    && stem.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9'))
            };
            assert!(words.iter().all(is_folded), "{concept}, {language}: {pattern:?}");
            assert!(words.len() <= LONGEST_PATTERN, "{concept}, {language}: {pattern:?} is a sentence");
            assert!(seen.insert(pattern), "{concept}, {language}: {pattern:?} stands twice");
        }
    }
    let all = BTreeSet::from(LANGUAGES.map(str::to_owned));
    for (concept, found) in &languages {
        assert_eq!(*found, all, "{concept}");
        assert!(concept.split_once('.').is_some(), "{concept} has no group");
    }
    assert!(languages.len() > 500, "{} concepts", languages.len());
}
