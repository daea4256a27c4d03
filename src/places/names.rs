//! The table of names read from `data/municipalities.csv`, and the keys under which people's spellings are found.
//! Not here: which of the names found in a text is meant (reading).

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Municipality;
use crate::text::{fold, latin};

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::read(TABLE));

const TABLE: &str = include_str!("../../data/municipalities.csv");

pub(super) struct Names {
    rows: Vec<Row>,
    keys: HashMap<String, Named>,
    pub(super) longest: usize,
}

pub(super) struct Row {
    pub(super) sq: String,
    pub(super) sr_cyrl: String,
    pub(super) sr_latn: String,
    pub(super) en: String,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    One(Municipality),
    /// The town on both banks, two municipalities since 2013.
    Mitrovica,
    /// Any of the four northern municipalities.
    North,
    /// Says which Mitrovica, and nothing by itself.
    South,
    /// The old municipalities within Dragash; the words also mean forest, up, and "it burns".
    Gora,
    /// A place outside Kosovo whose name holds one of ours.
    Elsewhere,
}

pub(super) const NORTH_MITROVICA: Municipality = Municipality(38);
pub(super) const SOUTH_MITROVICA: Municipality = Municipality(11);
pub(super) const DRAGASH: Municipality = Municipality(5);
pub(super) const NORTH: [Municipality; 4] =
    [NORTH_MITROVICA, Municipality(12), Municipality(28), Municipality(29)];

const SHARED: [(Named, &str); 5] = [
    (
        Named::Mitrovica,
        "mitrovica|mitrovice|mitrovici|mitrovicu|mitrovices|mitrovicen|mitrovic|kosovska mitrovica|\
         kosovskoj mitrovici|kosovske mitrovice|kosovsku mitrovicu|kos mitrovica|k mitrovica|\
         titova mitrovica|mitrovica e kosoves|mitrovice e kosoves",
    ),
    (
        Named::North,
        "veri|veriu|veriut|ne veri|nga veri|nga veriu|veriu i kosoves|veri te kosoves|pjesa veriore|\
         sever|severu|severa|na severu|sa severa|sever kosova|severu kosova|severa kosova|\
         severno kosovo|severnom kosovu|severnog kosova|severni deo|severni dio|sjever|sjeveru|sjevera|\
         na sjeveru|sa sjevera|north|the north|north kosovo|north of kosovo",
    ),
    (
        Named::South,
        "jug|jugu|jugut|ne jug|na jugu|juzni|juzna|juznoj|juzne|juzno|juzni deo|juzni dio|south|the south",
    ),
    (Named::Gora, "gora|u gori|iz gore|opoja|opoje|opojes|opolje|opolju|opolja"),
    (
        Named::Elsewhere,
        "sremska mitrovica|sremskoj mitrovici|sremske mitrovice|sremsku mitrovicu|sr mitrovica|s mitrovica",
    ),
];

#[derive(Deserialize)]
struct Line {
    id: String,
    sq: String,
    sr_latn: String,
    sr_cyrl: String,
    en: String,
    aliases: String,
}

impl Names {
    fn read(table: &str) -> Self {
        let mut names = Self { rows: Vec::new(), keys: HashMap::new(), longest: 0 };
        for line in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let line: Line = line.expect("the table is compiled in and read by the tests");
            let place =
                Municipality::try_from(line.id.as_str()).expect("the ids are 01 to 38, see the tests");
            assert_eq!(names.rows.len(), place.index(), "the table is in the order of the codes");
            let own = [line.sq.as_str(), &line.sr_latn, &line.sr_cyrl];
            for name in own.into_iter().chain(line.aliases.split('|')) {
                names.enter(&fold(name), Named::One(place));
                if (name == line.sq || name.contains(' '))
                    && let Some(spoken) = without_final_e(name)
                {
                    names.enter(&spoken, Named::One(place));
                }
            }
            let sr_latn = latin(&line.sr_cyrl);
            names.rows.push(Row { sq: line.sq, sr_cyrl: line.sr_cyrl, sr_latn, en: line.en });
        }
        for (named, keys) in SHARED {
            for key in keys.split('|') {
                names.enter(key, named);
            }
        }
        names
    }

    /// Enters a key; the name of one municipality also run together as one word.
    fn enter(&mut self, key: &str, named: Named) {
        self.longest = self.longest.max(key.split(' ').count());
        let together = matches!(named, Named::One(_)).then(|| key.replace(' ', ""));
        for form in [Some(key.to_owned()), together].into_iter().flatten() {
            let before = self.keys.insert(form, named);
            assert!(before.is_none_or(|other| other == named), "two places share the name {key}");
        }
    }

    pub(super) fn of(&self, place: Municipality) -> &Row {
        &self.rows[place.index()]
    }

    pub(super) fn named(&self, key: &str) -> Option<Named> {
        self.keys.get(key).copied()
    }
}

/// In most of Kosovo the final ë is neither spoken nor typed; short names and old ones would turn into other words.
fn without_final_e(name: &str) -> Option<String> {
    let key = name.ends_with('ë').then(|| fold(name))?;
    let spoken = key.strip_suffix('e')?;
    (spoken.len() >= 6).then(|| spoken.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        csv::Reader::from_reader(TABLE.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn the_table_has_every_municipality_once() {
        let ids: Vec<String> = lines().into_iter().map(|line| line.id).collect();
        assert_eq!(ids, Municipality::all().map(String::from).collect::<Vec<_>>());
    }

    #[test]
    fn derived_latin_is_the_name_in_use() {
        for (line, place) in lines().iter().zip(Municipality::all()) {
            assert_eq!(place.name_sr_latn(), line.sr_latn);
        }
    }

    #[test]
    fn every_name_and_alias_leads_to_its_municipality() {
        for (line, place) in lines().iter().zip(Municipality::all()) {
            let own = [line.sq.as_str(), &line.sr_latn, &line.sr_cyrl];
            for name in own.into_iter().chain(line.aliases.split('|')) {
                assert_eq!(NAMES.named(&fold(name)), Some(Named::One(place)), "{name}");
            }
        }
    }

    #[test]
    fn shared_keys_are_folded() {
        for key in SHARED.iter().flat_map(|(_, keys)| keys.split('|')) {
            assert_eq!(fold(key), key);
        }
    }
}
