//! What people speak of, in whatever language: `data/concepts.csv`, read. What is learned of a concept in one language serves
//! the others. Not here: what follows from a concept.

use std::sync::LazyLock;

use super::lexicon::Lexicon;

/// A thing people speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Concept {
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
    let rows = include_str!("../../data/concepts.csv").lines().skip(1);
    Lexicon::new(rows.flat_map(|row| {
        let (name, rest) = row.split_once(',').expect("a name; a test reads the table");
        let (language, patterns) = rest.split_once(',').expect("a language; a test reads the table");
        let group = name.split_once('.').map_or(name, |(group, _)| group);
        patterns.split('|').map(move |pattern| (Concept { name, group, language }, pattern))
    }))
});
