//! What people speak of, in whatever language: `data/concepts.csv`, read. What is learned of a concept in one language serves
//! the others. Not here: what follows from a concept.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use super::lexicon::Lexicon;

/// A thing people speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Concept {
    /// Its place among all of them by name: quicker to compare.
    pub(super) place: usize,
    /// Its name, `doc.certificate`.
    pub(super) name: &'static str,
    /// The group it belongs to, `doc`.
    pub(super) group: &'static str,
    /// The language of the words by which it is known here, `sq`.
    pub(super) language: &'static str,
}

/// The table.
pub(super) static CONCEPTS: LazyLock<Lexicon<Concept>> = LazyLock::new(|| {
    // Read line by line where it lies: a reader of CSV would copy what lives as long as the program.
    let rows = || include_str!("../../data/concepts.csv").lines().skip(1);
    let names: BTreeSet<&str> = rows().filter_map(|row| row.split(',').next()).collect();
    let places: HashMap<&str, usize> = names.into_iter().zip(0..).collect();
    Lexicon::new(rows().flat_map(|row| {
        let (name, rest) = row.split_once(',').expect("a name; a test reads the table");
        let (language, patterns) = rest.split_once(',').expect("a language; a test reads the table");
        let group = name.split_once('.').map_or(name, |(group, _)| group);
        let concept = Concept { place: places[name], name, group, language };
        patterns.split('|').map(move |pattern| (concept, pattern))
    }))
});
