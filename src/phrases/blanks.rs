//! What may stand in the blanks of a sentence, and the longest it can realistically be.
//! Not here: how it looks in the reader's language (`catalogue`).

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Phrase;
use crate::{
    ids::{CaseNumber, Dice, Pin},
    message::Words,
    places::Municipality,
    topics::Topic,
};

/// A value for a blank, before it is put into the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub enum Blank {
    /// A count; chooses the plural form.
    Count(u32),
    /// A day, shown as `12.3.` with the weekday.
    Day(NaiveDate),
    /// A time of day, 24 hours.
    Hour(NaiveTime),
    /// A municipality, by the reader's name for it.
    Place(Municipality),
    /// A topic, by its label.
    Topic(Topic),
    /// Another phrase, rendered for the same reader.
    Phrase(Box<Phrase>),
    /// Other phrases, one a line.
    Lines(Vec<Phrase>),
    /// Other phrases on one line, each after the digit that chooses it.
    Options(Vec<Phrase>),
    /// Something said exactly so: a case number, a name, typed words.
    Verbatim(String),
}

/// A short text of at most `N` characters, so that a sentence around it keeps its budget.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Brief<const N: usize>(String);

impl<const N: usize> From<&str> for Brief<N> {
    fn from(text: &str) -> Self {
        Self(text.chars().take(N).collect())
    }
}

impl<const N: usize> std::fmt::Debug for Brief<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Brief({} letters)", self.0.chars().count())
    }
}

/// Two to four municipalities to choose from, in the order of their digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Options(pub Vec<Municipality>);

impl Fill for Options {
    fn fill(&self) -> Blank {
        Blank::Options(self.0.iter().map(|place| Phrase::ButtonPlace { place: *place }).collect())
    }
    fn longest() -> Self {
        let mut all: Vec<Municipality> = Municipality::all().collect();
        all.sort_by_key(|place| std::cmp::Reverse(place.name_en().len()));
        Self(all.into_iter().take(4).collect())
    }
}

/// What may stand in a blank, and the longest it can realistically be.
pub(super) trait Fill: Sized {
    fn fill(&self) -> Blank;
    fn longest() -> Self;
}

macro_rules! fill {
    ($type:ty, $value:ident => $blank:expr, $longest:expr) => {
        impl Fill for $type {
            fn fill(&self) -> Blank {
                let $value = self;
                $blank
            }
            fn longest() -> Self {
                $longest
            }
        }
    };
}

fill!(u32, v => Blank::Count(*v), 125);
fill!(NaiveDate, v => Blank::Day(*v), NaiveDate::from_ymd_opt(2026, 12, 30).expect("a Wednesday"));
fill!(NaiveTime, v => Blank::Hour(*v), NaiveTime::from_hms_opt(17, 30, 0).expect("a time"));
fill!(Municipality, v => Blank::Place(*v), Municipality::all().max_by_key(|m| m.name_sq().len()).expect("38 municipalities"));
fill!(Topic, v => Blank::Topic(*v), Topic::known("doc.birth"));
fill!(CaseNumber, v => Blank::Verbatim(v.to_string()), CaseNumber::draw(&mut Dice::from_seed(0)));
fill!(Pin, v => Blank::Verbatim(v.digits()), Pin::read("0000").expect("four digits"));
fill!(Words, v => Blank::Verbatim(v.as_str().to_owned()), Words::from("…"));
fill!(Vec<Phrase>, v => Blank::Lines(v.clone()), vec![Phrase::ButtonYes]);
fill!(Box<Phrase>, v => Blank::Phrase(v.clone()), Box::new(Phrase::ButtonYes));

impl<const N: usize> Fill for Brief<N> {
    fn fill(&self) -> Blank {
        Blank::Verbatim(self.0.clone())
    }
    fn longest() -> Self {
        Self("m".repeat(N))
    }
}
