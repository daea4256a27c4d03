//! A dialogue event: drafted by a leader, approved by a second person, announced, answered, held.
//! Not here: the questions a leader is asked (`conversation::announcing`), who is invited (`store`).

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{EventId, StaffId},
    phrases::Phrase,
    places::Municipality,
};

/// What kind of meeting it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Neighbours at one table.
    Dialogue,
    /// Going to see the place one may return to.
    Visit,
    /// An information meeting.
    Information,
    /// A course or training.
    Training,
}

impl Kind {
    /// Every kind, in the order of the digits that choose it.
    pub const ALL: [Self; 4] = [Self::Dialogue, Self::Visit, Self::Information, Self::Training];

    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dialogue => "dialogue",
            Self::Visit => "visit",
            Self::Information => "information",
            Self::Training => "training",
        }
    }

    /// Its name for colleagues.
    #[must_use]
    pub const fn name(self) -> Phrase {
        match self {
            Self::Dialogue => Phrase::EventKindDialogue,
            Self::Visit => Phrase::EventKindVisit,
            Self::Information => Phrase::EventKindInformation,
            Self::Training => Phrase::EventKindTraining,
        }
    }
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stand {
    /// Waits for a second person.
    Proposed,
    /// Invitations went out.
    Announced {
        /// Who approved it.
        by: StaffId,
    },
    /// Will not be announced.
    Refused {
        /// Who refused it.
        by: StaffId,
    },
}

impl Stand {
    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Announced { .. } => "announced",
            Self::Refused { .. } => "refused",
        }
    }
}

/// The words of an invitation, as the leader wrote them; they do not show in `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Where exactly.
    pub venue: String,
    /// In Albanian.
    pub albanian: String,
    /// In Serbian, as written, in either script.
    pub serbian: String,
    /// In English, if given.
    pub english: Option<String>,
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wording(..)")
    }
}

/// A meeting people are invited to.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Which.
    pub id: EventId,
    /// Whose idea.
    pub leader: StaffId,
    /// Of what kind.
    pub kind: Kind,
    /// For people of which municipality.
    pub municipality: Municipality,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How many can come.
    pub seats: u32,
    /// Where it stands.
    pub stand: Stand,
    /// Its words.
    pub wording: Wording,
    /// Seats promised so far.
    pub taken_seats: u32,
}

/// Why an event could not be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecided {
    /// Nobody approves their own event.
    #[error("nobody approves their own event")]
    OwnEvent,
    /// It was decided before.
    #[error("it was decided before")]
    Before,
}

impl Event {
    /// A second person approves it.
    ///
    /// # Errors
    /// When it is their own, or decided before.
    pub fn approved(self, by: StaffId) -> Result<Self, NotDecided> {
        self.decided(by, Stand::Announced { by })
    }

    /// A second person refuses it.
    ///
    /// # Errors
    /// When it is their own, or decided before.
    pub fn refused(self, by: StaffId) -> Result<Self, NotDecided> {
        self.decided(by, Stand::Refused { by })
    }

    fn decided(self, by: StaffId, stand: Stand) -> Result<Self, NotDecided> {
        match self.stand {
            _ if by == self.leader => Err(NotDecided::OwnEvent),
            Stand::Proposed => Ok(Self { stand, ..self }),
            _ => Err(NotDecided::Before),
        }
    }

    /// Whether people can still say that they come.
    #[must_use]
    pub fn open(&self, now: DateTime<Utc>) -> bool {
        matches!(self.stand, Stand::Announced { .. }) && now < self.starts_at
    }
}

/// What a person said to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Answer {
    /// They come, this many with them included.
    Yes {
        /// At least one.
        people: u32,
    },
    /// They do not come.
    No,
    /// Perhaps.
    Maybe,
}

impl Answer {
    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes { .. } => "yes",
            Self::No => "no",
            Self::Maybe => "maybe",
        }
    }

    /// The seats this answer takes.
    #[must_use]
    pub const fn seats(self) -> u32 {
        match self {
            Self::Yes { people } => people,
            Self::No | Self::Maybe => 0,
        }
    }
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seated {
    /// Noted; the seats are kept for them.
    Noted,
    /// Not enough seats; what they said before stands.
    Full,
    /// Too late.
    Over,
}

/// Whether an answer can be noted, given what the same person said before.
#[must_use]
pub fn seat(event: &Event, before: Option<Answer>, answer: Answer, now: DateTime<Utc>) -> Seated {
    let held = before.map_or(0, Answer::seats);
    let others = event.taken_seats.saturating_sub(held);
    if !event.open(now) {
        Seated::Over
    } else if others + answer.seats() > event.seats {
        Seated::Full
    } else {
        Seated::Noted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn event(seats: u32, taken_seats: u32) -> Event {
        let by = StaffId(Uuid::from_u128(2));
        Event {
            id: EventId(Uuid::from_u128(1)),
            leader: StaffId(Uuid::from_u128(3)),
            kind: Kind::Dialogue,
            municipality: "04".parse().expect("a municipality"),
            starts_at: DateTime::from_timestamp(1000, 0).expect("a time"),
            seats,
            stand: Stand::Announced { by },
            wording: Wording {
                venue: String::new(),
                albanian: String::new(),
                serbian: String::new(),
                english: None,
            },
            taken_seats,
        }
    }

    #[test]
    fn seats_are_never_given_twice_and_an_answer_may_change() {
        let now = DateTime::from_timestamp(10, 0).expect("a time");
        let two = Answer::Yes { people: 2 };
        assert_eq!(seat(&event(10, 8), None, two, now), Seated::Noted);
        assert_eq!(seat(&event(10, 9), None, two, now), Seated::Full);
        assert_eq!(seat(&event(10, 10), Some(two), Answer::Yes { people: 1 }, now), Seated::Noted);
        assert_eq!(seat(&event(10, 10), None, Answer::No, now), Seated::Noted);
        let later = DateTime::from_timestamp(1000, 0).expect("a time");
        assert_eq!(seat(&event(10, 0), None, two, later), Seated::Over);
    }

    #[test]
    fn nobody_approves_their_own_event_and_nobody_decides_twice() {
        let proposed = Event { stand: Stand::Proposed, ..event(1, 0) };
        let [leader, second] = [StaffId(Uuid::from_u128(3)), StaffId(Uuid::from_u128(2))];
        assert_eq!(proposed.clone().approved(leader), Err(NotDecided::OwnEvent));
        let announced = proposed.approved(second).expect("a second person");
        assert_eq!(announced.refused(second), Err(NotDecided::Before));
    }
}
