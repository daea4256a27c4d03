//! What people need: the categories and subcategories of `data/topics.csv`, with their urgency and menu digit.
//! Not here: their labels and questions (`locales/*/topics.ftl`), who answers them (`referrals`).

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// How soon a need wants a human; earlier variants are more urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// Danger to life or body: within the hour.
    U1,
    /// Getting worse, or a deadline within days: within a day.
    U2,
    /// A right or service that is due: three working days.
    U3,
    /// Plans, grants, community projects: five working days.
    U4,
}

impl Urgency {
    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::U1 => "u1",
            Self::U2 => "u2",
            Self::U3 => "u3",
            Self::U4 => "u4",
        }
    }

    /// Working days within which a human speaks with the person.
    #[must_use]
    pub const fn working_days(self) -> u32 {
        match self {
            Self::U1 => 0,
            Self::U2 => 1,
            Self::U3 => 3,
            Self::U4 => 5,
        }
    }
}

impl FromStr for Urgency {
    type Err = UnknownTopic;
    fn from_str(code: &str) -> Result<Self, UnknownTopic> {
        [Self::U1, Self::U2, Self::U3, Self::U4].into_iter().find(|u| u.code() == code).ok_or(UnknownTopic)
    }
}

/// The one question a topic asks before the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// None at all.
    None,
    /// "Tell us in a few words", for a whole category chosen from the menu.
    General,
    /// Its own, `ask-…` in the locales.
    Own,
}

struct Row {
    code: String,
    category: String,
    menu: Option<u8>,
    urgency: Urgency,
    question: Question,
    people: bool,
    discreet: bool,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../data/topics.csv").as_bytes())
        .into_records()
        .map(|record| {
            let record = record.expect("data/topics.csv is well formed, a test reads it");
            Row {
                code: record[0].to_owned(),
                category: record[1].to_owned(),
                menu: record[2].parse().ok(),
                urgency: record[3].parse().expect("an urgency"),
                question: match &record[4] {
                    "own" | "people" => Question::Own,
                    "general" => Question::General,
                    _ => Question::None,
                },
                people: &record[4] == "people",
                discreet: &record[5] == "yes",
            }
        })
        .collect()
});

/// The category of each: asked for many times a message, and a code is found by reading the table.
static CATEGORIES: LazyLock<Vec<Topic>> =
    LazyLock::new(|| ROWS.iter().map(|row| Topic::known(&row.category)).collect());

/// No such topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such topic")]
pub struct UnknownTopic;

/// A need people have: a subcategory (`doc.birth`), or a whole category (`doc`) while no more is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Topic(u8);

impl Topic {
    /// Every topic and category, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).map(|row| Self(u8::try_from(row).expect("fewer than 256 topics")))
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }

    /// The topic of this code, which must stand in the table.
    ///
    /// # Panics
    /// When it does not; for codes written in the source, each of which a test names.
    #[must_use]
    pub fn known(code: &str) -> Self {
        code.parse().expect("a topic of data/topics.csv")
    }

    /// The code, `doc.birth`.
    #[must_use]
    pub fn code(self) -> &'static str {
        &self.row().code
    }

    /// The category it belongs to; of a category, itself.
    #[must_use]
    pub fn category(self) -> Self {
        CATEGORIES[usize::from(self.0)]
    }

    /// The category behind a digit of the numbered menu.
    #[must_use]
    pub fn on_menu(digit: u8) -> Option<Self> {
        Self::all().find(|topic| topic.row().menu == Some(digit))
    }

    /// Its digit on the numbered menu.
    #[must_use]
    pub fn menu_digit(self) -> Option<u8> {
        self.row().menu
    }

    /// Whether its question asks also how many people there are, and has a form without that, `ask-…-besides`.
    #[must_use]
    pub fn counts_people(self) -> bool {
        self.row().people
    }

    /// How soon it wants a human when nothing else is known.
    #[must_use]
    pub fn urgency(self) -> Urgency {
        self.row().urgency
    }

    /// The question it asks.
    #[must_use]
    pub fn question(self) -> Question {
        self.row().question
    }

    /// Whether its name must not stand in a text on a phone that others may read.
    #[must_use]
    pub fn discreet(self) -> bool {
        self.row().discreet
    }

    /// Whether this is a whole category rather than a subcategory.
    #[must_use]
    pub fn is_category(self) -> bool {
        self.row().code == self.row().category
    }

    /// The key of its label in the locales.
    #[must_use]
    pub fn label_key(self) -> String {
        format!("topic-{}", self.code().replace(['.', '_'], "-"))
    }

    /// The key of its own question in the locales.
    #[must_use]
    pub fn question_key(self) -> String {
        format!("ask-{}", self.code().replace(['.', '_'], "-"))
    }
}

impl FromStr for Topic {
    type Err = UnknownTopic;
    fn from_str(code: &str) -> Result<Self, UnknownTopic> {
        Self::all().find(|topic| topic.code() == code).ok_or(UnknownTopic)
    }
}

impl TryFrom<String> for Topic {
    type Error = UnknownTopic;
    fn try_from(code: String) -> Result<Self, UnknownTopic> {
        code.parse()
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.code().to_owned()
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_category_and_every_digit_a_meaning() {
        for topic in Topic::all() {
            assert!(topic.category().is_category(), "{topic}");
        }
        for digit in 0..=9 {
            assert!(Topic::on_menu(digit).is_some(), "{digit}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for topic in Topic::all() {
            assert_eq!(topic.code().parse(), Ok(topic));
        }
        assert_eq!("doc.nothing".parse::<Topic>(), Err(UnknownTopic));
    }
}
