//! The table of names read from `data/municipalities.csv` and `data/villages.csv`, and how one is found where it stands in a
//! text. Not here: which of the names found in a text is meant (reading, choice).

use std::sync::LazyLock;

use serde::Deserialize;

use super::Municipality;
use super::declension::{self, Stem};
use super::doubt;
use super::slips::Slips;
use super::spelling::{Word, sound};
use crate::text::{Table, fold, latin};

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::read(TOWNS, VILLAGES));

const TOWNS: &str = include_str!("../../data/municipalities.csv");
const VILLAGES: &str = include_str!("../../data/villages.csv");

pub(super) struct Names {
    rows: Vec<Row>,
    names: Vec<Name>,
    /// The names whose first word has this stem.
    by_stem: Table<Vec<usize>>,
    slips: Slips,
}

pub(super) struct Row {
    pub(super) sq: String,
    pub(super) sr_cyrl: String,
    pub(super) sr_latn: String,
    pub(super) en: String,
}

/// A name, word by word.
struct Name {
    words: Vec<Stem>,
    named: Named,
    /// The first word as the table has it, without an ending of case.
    first: String,
    /// Some form of it is an ordinary word too.
    word: bool,
}

/// A name where it stands in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) named: Named,
    /// Of how many words it is.
    pub(super) len: usize,
    /// Stands just as in the table.
    pub(super) plain: bool,
    /// Some form of it is an ordinary word too.
    pub(super) word: bool,
}

/// Some municipalities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Places(u64);

impl FromIterator<Municipality> for Places {
    fn from_iter<I: IntoIterator<Item = Municipality>>(places: I) -> Self {
        Self(places.into_iter().fold(0, |all, place| all | 1 << place.index()))
    }
}

impl Places {
    pub(super) fn has(self, place: Municipality) -> bool {
        self.0 & 1 << place.index() != 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn only(self) -> Option<Municipality> {
        self.all().next().filter(|_| self.0.count_ones() == 1)
    }

    pub(super) fn all(self) -> impl Iterator<Item = Municipality> {
        Municipality::all().filter(move |&place| self.has(place))
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    One(Municipality),
    /// Villages or quarters of one name: where there are such, and the one that everybody knows, if there is one.
    Village {
        any: Places,
        known: Option<Municipality>,
    },
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

const SHARED: [(Named, &str); 7] = [
    (Named::One(NORTH_MITROVICA), "severna|severnoj|severnu|severne|sjeverna|sjevernoj|sjevernu|sjeverne"),
    (
        Named::Mitrovica,
        "mitrovica|mitrovice|mitrovici|mitrovicu|mitrovicom|mitrovices|mitrovicen|mitrovic|kosovska mitrovica|\
         kosovskoj mitrovici|kosovske mitrovice|kosovsku mitrovicu|kos mitrovica|k mitrovica|\
         titova mitrovica|mitrovica e kosoves|mitrovice e kosoves",
    ),
    (
        Named::North,
        "veri|veriu|veriut|veriore|ne veri|nga veri|nga veriu|veriu i kosoves|veri te kosoves|pjesa veriore|\
         sever|severu|severa|sev|na severu|sa severa|sever kosova|severu kosova|severa kosova|severna|severnoj|\
         severnu|severne|severnom|severno kosovo|severnom kosovu|severnog kosova|severni deo|severni dio|sjever|\
         sjeveru|sjevera|sjeverna|sjevernoj|na sjeveru|sa sjevera|north|the north|north kosovo|north of kosovo",
    ),
    (
        Named::South,
        "jug|jugu|jugut|jugore|ne jug|na jugu|juzni|juzna|juznoj|juznu|juzne|juzno|juznom|juznog|juzni deo|juzni dio|south|\
         the south",
    ),
    (
        Named::Elsewhere,
        "kraljevo|kraljevu|kraljeva|kraleve|kraljeve|kralev|krusevac|krusevcu|krusevca|krushevc|leskovac|leskovcu|leskovca|leskoc|\
         podgorica|podgorici|podgorice|podgorice|podgoricu|subotica|subotici|subotice|subotic|bec|becu|beca|\
         kragujevac|kragujevcu|kragujevca|kosovo|kosova|kosovu|kosove|kosoves|kosoven|srbija|srbiji|srbije|srbiju",
    ),
    (Named::Gora, "gora|gori|gore|goru|u gori|iz gore|opoja|opoje|opojes|opolje|opolju|opolja"),
    (
        Named::Elsewhere,
        "sremska mitrovica|sremskoj mitrovici|sremske mitrovice|sremsku mitrovicu|sr mitrovica|\
         sremska kamenica|sremskoj kamenici|sremske kamenice|sremsku kamenicu|\
         crna gora|crne gore|crnoj gori|crnu goru|severna makedonija|severnoj makedoniji|severne makedonije|\
         severnu makedoniju|sjeverna makedonija|sjevernoj makedoniji|north macedonia|maqedonia e veriut|\
         maqedonine e veriut|maqedonise se veriut|maqedoni te veriut",
    ),
];

impl Named {
    fn village(any: Places, known: Option<Municipality>) -> Self {
        Self::Village { any, known: known.or_else(|| any.only()) }
    }

    pub(super) const fn is_of_town(self) -> bool {
        matches!(self, Self::One(_))
    }

    /// Both readings of a name: a town before villages, and no village that is better known than the other.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Village { any, known }, Self::Village { any: others, known: other }) => {
                Self::Village { any: any.and(others), known: known.filter(|_| known == other) }
            }
            (Self::Village { .. }, town) => town,
            (named, _) => named,
        }
    }
}

#[derive(Deserialize)]
struct Town {
    id: String,
    sq: String,
    sr_latn: String,
    sr_cyrl: String,
    en: String,
    aliases: String,
}

/// Villages and quarters of one name; several municipalities where the name does not tell which.
#[derive(Deserialize)]
struct Village {
    municipality: String,
    sq: String,
    sr: String,
    /// The municipality whose village comes to everybody's mind.
    known: String,
    /// "yes" where some form of the name is an ordinary word too.
    word: String,
}

impl Names {
    fn read(towns: &str, villages: &str) -> Self {
        let mut names =
            Self { rows: Vec::new(), names: Vec::new(), by_stem: Table::default(), slips: Slips::default() };
        for town in lines::<Town>(towns) {
            let place = code(&town.id);
            let own = [&town.sq, &town.sr_latn, &town.sr_cyrl].map(String::as_str);
            for name in own.into_iter().chain(town.aliases.split('|')) {
                names.enter_fixed(&fold(name), Named::One(place));
                if (name == town.sq || name.contains(' '))
                    && let Some(spoken) = without_final_e(name)
                {
                    names.enter_fixed(&spoken, Named::One(place));
                }
            }
            // Short names would turn into other words: Viti, Peć, Klina, Istok.
            for name in [&town.sq, &town.sr_latn].into_iter().filter(|name| name.len() > 6) {
                let folded = fold(name);
                names.enter_declined(declension::albanian(&folded), &folded, Named::One(place), false);
                names.enter_declined(declension::serbian(&folded), &folded, Named::One(place), false);
            }
            let sr_latn = latin(&town.sr_cyrl);
            names.rows.push(Row { sq: town.sq, sr_cyrl: town.sr_cyrl, sr_latn, en: town.en });
        }
        for (named, keys) in SHARED {
            for key in keys.split('|') {
                names.enter_fixed(key, named);
            }
        }
        for village in lines::<Village>(villages) {
            let any = village.municipality.split('|').map(code).collect();
            let known = (!village.known.is_empty()).then(|| code(&village.known));
            let named = Named::village(any, known);
            let word = village.word == "yes";
            for name in village.sq.split('|').filter(|name| !name.is_empty()) {
                let name = fold(name);
                names.enter_declined(declension::albanian(&name), &name, named, word);
            }
            for name in village.sr.split('|').filter(|name| !name.is_empty()) {
                let name = fold(name);
                names.enter_declined(declension::serbian(&name), &name, named, word);
            }
        }
        names
    }

    /// Enters a name in just this form; the name of one municipality also run together as one word.
    fn enter_fixed(&mut self, folded: &str, named: Named) {
        if matches!(named, Named::One(_)) && !doubt::is_a_word(folded) {
            self.slips.enter(&sound(&folded.replace(' ', "")), named);
        }
        let mut enter = |folded: &str| {
            let words: Vec<Stem> = folded.split(' ').map(|word| Stem::fixed(&sound(word))).collect();
            self.enter(Name { first: words[0].stem.clone(), words, named, word: false });
        };
        enter(folded);
        if matches!(named, Named::One(_)) && folded.contains(' ') {
            enter(&folded.replace(' ', ""));
        }
    }

    /// Enters a name in every form it takes.
    fn enter_declined(&mut self, forms: Vec<Vec<Stem>>, folded: &str, named: Named, word: bool) {
        let first = sound(folded.split(' ').next().unwrap_or(folded));
        if !word && !named.is_of_town() {
            self.slips.enter(&sound(folded), named);
        }
        for words in forms {
            self.enter(Name { words, named, first: first.clone(), word });
        }
    }

    fn enter(&mut self, name: Name) {
        self.by_stem.entry(&name.words[0].stem).push(self.names.len());
        self.names.push(name);
    }

    pub(super) fn of(&self, place: Municipality) -> &Row {
        &self.rows[place.index()]
    }

    /// The name that a word nearly is, where it is none.
    pub(super) fn nearly(&self, word: &Word) -> Option<Named> {
        self.slips.nearly(&word.key)
    }

    /// The names that begin with the first of these words.
    pub(super) fn at<'a>(&'a self, words: &'a [Word]) -> impl Iterator<Item = Found> + 'a {
        let first = words.first().map_or("", |word| word.key.as_str());
        // The longest stem first, with the shortest ending behind it.
        let mut stems = [None; declension::LONGEST + 1];
        for (len, names) in self.by_stem.beginnings(first) {
            if let Some(slot) = stems.get_mut(first.len() - len) {
                *slot = Some(names);
            }
        }
        let names = stems.into_iter().flatten().flatten().map(|&at| &self.names[at]);
        let stand = |name: &&Name| {
            let mut spoken = words.iter();
            name.words.iter().all(|stem| spoken.next().is_some_and(|word| stem.is(&word.key)))
        };
        names.filter(stand).map(move |name| Found {
            named: name.named,
            len: name.words.len(),
            plain: name.first == first,
            word: name.word,
        })
    }
}

fn lines<T: for<'de> Deserialize<'de>>(table: &str) -> Vec<T> {
    let lines = csv::Reader::from_reader(table.as_bytes()).into_deserialize().collect::<Result<_, _>>();
    lines.expect("the table is compiled in and read by the tests")
}

fn code(text: &str) -> Municipality {
    text.try_into().expect("the codes are 01 to 38, see the tests")
}

/// In most of Kosovo the final ë is neither spoken nor typed; short names and old ones would turn into other words.
fn without_final_e(name: &str) -> Option<String> {
    let key = name.ends_with('ë').then(|| fold(name))?;
    let spoken = key.strip_suffix('e')?;
    (spoken.len() >= 6).then(|| spoken.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::spelling::Text;
    use super::*;

    fn towns() -> Vec<Town> {
        lines(TOWNS)
    }

    fn villages() -> Vec<Village> {
        lines(VILLAGES)
    }

    #[test]
    fn the_table_has_every_municipality_once() {
        let ids: Vec<String> = towns().into_iter().map(|town| town.id).collect();
        assert_eq!(ids, Municipality::all().map(String::from).collect::<Vec<_>>());
    }

    #[test]
    fn derived_latin_is_the_name_in_use() {
        for (town, place) in towns().iter().zip(Municipality::all()) {
            assert_eq!(place.name_sr_latn(), town.sr_latn);
        }
    }

    #[test]
    fn every_name_and_alias_leads_to_its_municipality() {
        for (town, place) in towns().iter().zip(Municipality::all()) {
            let own = [town.sq.as_str(), &town.sr_latn, &town.sr_cyrl];
            for name in own.into_iter().chain(town.aliases.split('|')) {
                let text = Text::read(name);
                let whole = NAMES.at(&text.words).filter(|found| found.len == text.words.len());
                assert!(whole.into_iter().any(|found| found.named == Named::One(place)), "{name}");
            }
        }
    }

    #[test]
    fn no_name_of_a_municipality_is_that_of_another() {
        for town in towns() {
            for name in town.aliases.split('|') {
                let text = Text::read(name);
                let whole = NAMES.at(&text.words).filter(|found| found.len == text.words.len());
                let towns = whole
                    .filter(|found| found.named.is_of_town() && found.named != Named::One(code(&town.id)));
                assert_eq!(towns.count(), 0, "{name}");
            }
        }
    }

    #[test]
    fn there_are_hundreds_of_villages_and_none_twice() {
        let mut seen = HashMap::new();
        for village in villages() {
            for name in village.sq.split('|').chain(village.sr.split('|')).filter(|name| !name.is_empty()) {
                let key = sound(&fold(name));
                let other = seen.insert(key, village.municipality.clone());
                assert!(other.is_none_or(|other| other == village.municipality), "{name} has two lines");
            }
        }
        assert!(seen.len() > 1500, "{}", seen.len());
    }

    #[test]
    fn a_village_is_better_known_than_another_only_among_several() {
        for village in villages() {
            let known = village.known.is_empty()
                || village.municipality.split('|').any(|place| place == village.known);
            assert!(known, "{} {}", village.sq, village.sr);
            assert!(["", "yes"].contains(&village.word.as_str()));
        }
    }

    #[test]
    fn shared_keys_are_folded() {
        for key in SHARED.iter().flat_map(|(_, keys)| keys.split('|')) {
            assert_eq!(fold(key), key);
        }
    }
}
