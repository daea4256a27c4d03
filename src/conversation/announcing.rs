//! A leader's announcement, asked for step by step. Not here: approval and sending (`decide`).

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    events::{Kind, Wording},
    office::Office,
    phrases::{Choice, Keyboard, Phrase},
    places::{self, Municipality, Place},
};

/// Letters of an invitation's words, so that it stays one SMS part in Latin and two in Cyrillic.
const WORDS: usize = 40;
/// Letters of a venue, for the same reason.
const VENUE: usize = 30;

/// What is filled in so far; the leader's words do not show in `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    kind: Option<Kind>,
    municipality: Option<Municipality>,
    venue: Option<String>,
    starts_at: Option<DateTime<Utc>>,
    seats: Option<u32>,
    albanian: Option<String>,
    serbian: Option<String>,
    english: Option<Option<String>>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form(asks for {})", self.question().0.key())
    }
}

/// What follows an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// The form goes on; this is said.
    Ask(Form, Phrase, Keyboard),
    /// Everything is there.
    Done(Proposal),
}

/// A complete announcement, waiting for a second person.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What kind.
    pub kind: Kind,
    /// For people of which municipality.
    pub municipality: Municipality,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// How many can come.
    pub seats: u32,
    /// Its words.
    pub wording: Wording,
}

impl Form {
    /// The first thing that is not filled in, as a question.
    #[must_use]
    pub fn question(&self) -> (Phrase, Keyboard) {
        let phrase = match self {
            Self { kind: None, .. } => return (Phrase::EventAskKind, kinds()),
            Self { municipality: None, .. } => Phrase::EventAskMunicipality,
            Self { venue: None, .. } => Phrase::EventAskVenue,
            Self { starts_at: None, .. } => Phrase::EventAskWhen,
            Self { seats: None, .. } => Phrase::EventAskSeats,
            Self { albanian: None, .. } => Phrase::EventAskAlbanian,
            Self { serbian: None, .. } => Phrase::EventAskSerbian,
            _ => Phrase::EventAskEnglish,
        };
        (phrase, Keyboard::new())
    }

    /// Takes the answer to the open question.
    #[must_use]
    pub fn fill(mut self, text: &str, office: &Office, now: DateTime<Utc>) -> Filled {
        let text = text.trim();
        let trouble = match &self {
            Self { kind: None, .. } => {
                self.kind = text
                    .trim_start_matches("event:")
                    .parse::<usize>()
                    .ok()
                    .and_then(|digit| Kind::ALL.get(digit.wrapping_sub(1)).copied());
                None
            }
            Self { municipality: None, .. } => {
                if let Place::Known(municipality) = places::read_answer(text) {
                    self.municipality = Some(municipality);
                }
                None
            }
            Self { venue: None, .. } => brief(text, VENUE, &mut self.venue),
            Self { starts_at: None, .. } => {
                self.starts_at = read_when(text, office, now);
                self.starts_at.is_none().then_some(Phrase::EventAskWhenAgain)
            }
            Self { seats: None, .. } => {
                self.seats = text.parse().ok().filter(|seats| (1..=10_000).contains(seats));
                None
            }
            Self { albanian: None, .. } => brief(text, WORDS, &mut self.albanian),
            Self { serbian: None, .. } => brief(text, WORDS, &mut self.serbian),
            _ if matches!(text, "-" | "–" | "—") => {
                self.english = Some(None);
                None
            }
            _ => {
                let mut english = None;
                let trouble = brief(text, WORDS, &mut english);
                self.english = english.map(Some);
                trouble
            }
        };
        match self.proposal() {
            Some(proposal) => Filled::Done(proposal),
            None => {
                let (question, keyboard) = self.question();
                Filled::Ask(self, trouble.unwrap_or(question), keyboard)
            }
        }
    }

    fn proposal(&self) -> Option<Proposal> {
        Some(Proposal {
            kind: self.kind?,
            municipality: self.municipality?,
            starts_at: self.starts_at?,
            seats: self.seats?,
            wording: Wording {
                venue: self.venue.clone()?,
                albanian: self.albanian.clone()?,
                serbian: self.serbian.clone()?,
                english: self.english.clone()?,
            },
        })
    }
}

fn kinds() -> Keyboard {
    Kind::ALL
        .iter()
        .enumerate()
        .map(|(at, kind)| vec![Choice::new(kind.name(), format!("event:{}", at + 1))])
        .collect()
}

/// Keeps a text that is short enough; says how long it may be otherwise.
fn brief(text: &str, most: usize, into: &mut Option<String>) -> Option<Phrase> {
    if text.is_empty() {
        return None;
    }
    if text.chars().count() > most {
        return Some(Phrase::EventTooLong { count: u32::try_from(most).unwrap_or(u32::MAX) });
    }
    *into = Some(text.to_owned());
    None
}

/// Reads `14.3. 11:00`, `14.3.2026 11`, `14/3 u 11.30`; without a year the next such day.
fn read_when(text: &str, office: &Office, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .map_while(|n| n.parse().ok())
        .collect();
    let today = office.today(now);
    let this_year = u32::try_from(today.year()).ok()?;
    let (day, month, year, hour, minute) = match *numbers.as_slice() {
        [day, month, year, hour] if year >= 2000 => (day, month, Some(year), hour, 0),
        [day, month, year, hour, minute] => (day, month, Some(year), hour, minute),
        [day, month, hour] => (day, month, None, hour, 0),
        [day, month, hour, minute] => (day, month, None, hour, minute),
        _ => return None,
    };
    let hour = NaiveTime::from_hms_opt(hour, minute, 0)?;
    let on = |year: u32| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let date = match year {
        Some(year) => on(year)?,
        None => on(this_year).filter(|date| *date >= today).or_else(|| on(this_year + 1))?,
    };
    Some(office.moment(date, hour)).filter(|moment| *moment > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn days_and_hours_are_read_as_leaders_write_them() {
        let (office, now) = (Office::default(), at("2026-03-10T09:00:00Z"));
        for text in ["14.3. 11:00", "14.3.2026 11", "14/3 u 11.00", "14.03.2026. ora 11:00"] {
            assert_eq!(read_when(text, &office, now), Some(at("2026-03-14T10:00:00Z")), "{text}");
        }
        assert_eq!(read_when("1.2. 9", &office, now), Some(at("2027-02-01T08:00:00Z")), "next year");
        for text in ["nesër", "31.2. 10", "14.3.", "10.3.2026 9:00", "14.3. 27"] {
            assert_eq!(read_when(text, &office, now), None, "{text}");
        }
    }

    #[test]
    fn a_form_is_filled_in_order_and_asks_again_for_what_it_cannot_read() {
        let (office, now) = (Office::default(), at("2026-03-10T09:00:00Z"));
        let mut form = Form::default();
        let mut asked = Vec::new();
        for text in [
            "event:1",
            "nowhere",
            "Gjilan",
            "Shtëpia e Kulturës",
            "someday",
            "14.3. 11",
            "many",
            "40",
            "takim me fqinjë",
            "сусрет са комшијама",
        ] {
            match form.fill(text, &office, now) {
                Filled::Ask(next, phrase, _) => {
                    asked.push(phrase.key());
                    form = next;
                }
                Filled::Done(_) => panic!("not yet"),
            }
        }
        assert_eq!(
            asked,
            [
                "event-ask-municipality",
                "event-ask-municipality",
                "event-ask-venue",
                "event-ask-when",
                "event-ask-when-again",
                "event-ask-seats",
                "event-ask-seats",
                "event-ask-albanian",
                "event-ask-serbian",
                "event-ask-english",
            ]
        );
        let Filled::Done(proposal) = form.fill("-", &office, now) else { panic!("complete") };
        assert_eq!((proposal.seats, proposal.wording.english), (40, None));
    }
}
