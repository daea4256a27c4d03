//! A case: one need of one person, its life in five plain steps, and what a phone may learn about it.
//! Not here: who takes it (`referrals`), how it is stored (`store`).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseId, CaseNumber, ContactId, StaffId},
    message::Words,
    office::Office,
    phrases::Phrase,
    places::Municipality,
    topics::{Topic, Urgency},
};

/// Where a case stands; each variant carries what is true then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has taken it yet.
    Received,
    /// A caseworker works on it.
    Working {
        /// Who.
        by: StaffId,
    },
    /// Another office has it; we wait for their answer.
    Referred {
        /// Who sent it there.
        by: StaffId,
    },
    /// Nothing moves before we have talked to the person.
    NeedYou {
        /// Who asks.
        by: StaffId,
    },
    /// Finished in our eyes; the person is asked whether the help arrived.
    Closed {
        /// Who closed it.
        by: StaffId,
        /// When.
        on: NaiveDate,
    },
    /// The person said that the help arrived.
    Settled {
        /// Who had closed it.
        by: StaffId,
        /// When.
        on: NaiveDate,
    },
}

impl Standing {
    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Working { .. } => "working",
            Self::Referred { .. } => "referred",
            Self::NeedYou { .. } => "need_you",
            Self::Closed { .. } => "closed",
            Self::Settled { .. } => "settled",
        }
    }

    /// The caseworker, once there is one.
    #[must_use]
    pub const fn caseworker(self) -> Option<StaffId> {
        match self {
            Self::Received => None,
            Self::Working { by }
            | Self::Referred { by }
            | Self::NeedYou { by }
            | Self::Closed { by, .. }
            | Self::Settled { by, .. } => Some(by),
        }
    }

    /// Whether something is still to be done.
    #[must_use]
    pub const fn open(self) -> bool {
        !matches!(self, Self::Closed { .. } | Self::Settled { .. })
    }

    /// The step in a word, for colleagues.
    #[must_use]
    pub const fn step(self) -> Phrase {
        match self {
            Self::Received => Phrase::StepReceived,
            Self::Working { .. } => Phrase::StepWorking,
            Self::Referred { .. } => Phrase::StepReferred,
            Self::NeedYou { .. } => Phrase::StepNeedYou,
            Self::Closed { .. } | Self::Settled { .. } => Phrase::StepClosed,
        }
    }
}

/// What the person told about a case, in their own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What to call them and when it is safe.
    pub called: Words,
    /// The place as they wrote it.
    pub place: Words,
}

/// One need of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Who it is to us.
    pub id: CaseId,
    /// Who it is to the person.
    pub number: CaseNumber,
    /// Whose it is.
    pub contact: ContactId,
    /// What is needed.
    pub topic: Topic,
    /// Where.
    pub municipality: Option<Municipality>,
    /// How soon.
    pub urgency: Urgency,
    /// Where it stands.
    pub standing: Standing,
    /// The day by which the person hears from us next.
    pub promised_on: NaiveDate,
    /// Phone queries with number and PIN are locked.
    pub locked: bool,
    /// What the person told.
    pub told: Told,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
}

/// The step cannot be taken from where the case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the case stands elsewhere")]
pub struct NotFromHere;

/// Working days within which the person hears the next news after a step.
const NEXT_NEWS: u32 = 5;
/// Working days we wait for another office.
const OTHER_OFFICE: u32 = 10;

impl Case {
    /// A caseworker takes it; a case that somebody has stays with them.
    ///
    /// # Errors
    /// When somebody has it already.
    pub fn taken(self, by: StaffId, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        match self.standing {
            Standing::Received => {
                // What was promised stays promised, unless the day is past.
                let today = office.today(now);
                let again = || office.working_day(now, self.urgency.working_days());
                let promised_on = if self.promised_on < today { again() } else { self.promised_on };
                Ok(Self { standing: Standing::Working { by }, promised_on, ..self })
            }
            _ => Err(NotFromHere),
        }
    }

    /// Its caseworker answered, or works on again.
    ///
    /// # Errors
    /// When it is closed or somebody else's.
    pub fn worked(self, by: StaffId, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        self.stepped(by, Standing::Working { by }, office.working_day(now, NEXT_NEWS))
    }

    /// Another office has it now.
    ///
    /// # Errors
    /// When it is closed or somebody else's.
    pub fn referred(self, by: StaffId, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        self.stepped(by, Standing::Referred { by }, office.working_day(now, OTHER_OFFICE))
    }

    /// We need to talk to the person first.
    ///
    /// # Errors
    /// When it is closed or somebody else's.
    pub fn needs_person(self, by: StaffId, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        self.stepped(by, Standing::NeedYou { by }, office.working_day(now, NEXT_NEWS))
    }

    /// Its caseworker finished it.
    ///
    /// # Errors
    /// When it is closed or somebody else's.
    pub fn closed(self, by: StaffId, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        let on = office.today(now);
        self.stepped(by, Standing::Closed { by, on }, on)
    }

    fn stepped(self, by: StaffId, standing: Standing, promised_on: NaiveDate) -> Result<Self, NotFromHere> {
        if self.standing.open() && self.standing.caseworker() == Some(by) {
            Ok(Self { standing, promised_on, ..self })
        } else {
            Err(NotFromHere)
        }
    }

    /// The help did not arrive: open again, with the caseworker who closed it.
    ///
    /// # Errors
    /// When it is not closed.
    pub fn reopened(self, office: &Office, now: DateTime<Utc>) -> Result<Self, NotFromHere> {
        match self.standing {
            Standing::Closed { by, .. } | Standing::Settled { by, .. } => {
                let promised_on = office.working_day(now, NEXT_NEWS);
                Ok(Self { standing: Standing::Working { by }, promised_on, ..self })
            }
            _ => Err(NotFromHere),
        }
    }

    /// The person says that the help arrived.
    ///
    /// # Errors
    /// When it is not closed.
    pub fn settled(self) -> Result<Self, NotFromHere> {
        match self.standing {
            Standing::Closed { by, on } => Ok(Self { standing: Standing::Settled { by, on }, ..self }),
            _ => Err(NotFromHere),
        }
    }

    /// All a phone may learn: one of five steps and a date.
    #[must_use]
    pub fn status(&self) -> Phrase {
        let (case, day) = (self.number, self.promised_on);
        match self.standing {
            Standing::Received if self.may_promise_call() => Phrase::StatusReceived { case, day },
            Standing::Received | Standing::Working { .. } => Phrase::StatusWorking { case, day },
            Standing::Referred { .. } => Phrase::StatusReferred { case, day },
            Standing::NeedYou { .. } => Phrase::StatusNeedYou { case },
            Standing::Closed { on, .. } | Standing::Settled { on, .. } => {
                Phrase::StatusClosed { case, day: on }
            }
        }
    }

    /// Whether its text may say that we call: never where a call is a danger of its own, or was not asked for.
    #[must_use]
    pub fn may_promise_call(&self) -> bool {
        self.topic.category() != Topic::known("safe") && !self.is_complaint()
    }

    /// Whether this is a complaint, which only complaints officers may see.
    #[must_use]
    pub fn is_complaint(&self) -> bool {
        self.topic.category() == Topic::known("feed")
    }
}

/// What happened to a case, as its history tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Opened.
    Opened,
    /// The person wrote.
    Wrote,
    /// A colleague answered.
    Answered,
    /// Offered to colleagues.
    Offered,
    /// Taken.
    Taken,
    /// Declined.
    Declined,
    /// Nobody took the offer in time.
    Lapsed,
    /// Moved to another step.
    Stepped,
    /// Closed.
    Closed,
    /// The person said whether the help arrived.
    Confirmed,
    /// Open again.
    Reopened,
    /// A colleague asked for the person's number.
    NumberShown,
    /// A colleague read it.
    Read,
    /// Phone queries were locked.
    Locked,
    /// Phone queries were unlocked.
    Unlocked,
    /// The person wants a call.
    CallWanted,
    /// A message could not be delivered.
    Undelivered,
}

impl EntryKind {
    /// The word used in columns and shown in the history.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Wrote => "wrote",
            Self::Answered => "answered",
            Self::Offered => "offered",
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Stepped => "stepped",
            Self::Closed => "closed",
            Self::Confirmed => "confirmed",
            Self::Reopened => "reopened",
            Self::NumberShown => "number_shown",
            Self::Read => "read",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::CallWanted => "call_wanted",
            Self::Undelivered => "undelivered",
        }
    }
}

/// Wrong pairs within a day after which an answer is always "the numbers do not match".
pub const TRIES: u32 = 5;
/// Wrong pairs from all phones within an hour after which every query from an unknown phone is refused.
pub const TRIES_OVERALL: u32 = 200;

/// How many wrong pairs there were lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// From this address, within a day.
    pub by_address: u32,
    /// From all addresses, within an hour.
    pub overall: u32,
    /// For this case, within a day.
    pub for_case: u32,
}

/// What a query with number and PIN may learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The pair is right and nothing is locked.
    Right,
    /// Wrong, unknown, locked or too often: the same answer for all.
    Wrong,
    /// Wrong once too often for this case: the same answer, and staff are told.
    WrongAndLocks,
}

/// Judges a pair of number and PIN; `found` is the case's lock and whether the PIN is right, if there is such a case.
#[must_use]
pub fn judge(found: Option<(bool, bool)>, tries: Tries) -> Verdict {
    let exhausted = tries.by_address >= TRIES || tries.overall >= TRIES_OVERALL;
    match found {
        Some((false, true)) if !exhausted => Verdict::Right,
        Some((false, false)) if tries.for_case + 1 >= TRIES => Verdict::WrongAndLocks,
        _ => Verdict::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_tries_lock_and_a_right_pair_after_that_tells_nothing() {
        let tries = |n| Tries { by_address: 0, overall: 0, for_case: n };
        for n in 0..4 {
            assert_eq!(judge(Some((false, false)), tries(n)), Verdict::Wrong);
        }
        assert_eq!(judge(Some((false, false)), tries(4)), Verdict::WrongAndLocks);
        assert_eq!(judge(Some((true, true)), tries(5)), Verdict::Wrong);
        assert_eq!(judge(Some((false, true)), tries(3)), Verdict::Right);
    }

    #[test]
    fn one_phone_cannot_try_many_cases() {
        let tries = Tries { by_address: TRIES, overall: 0, for_case: 0 };
        assert_eq!(judge(Some((false, true)), tries), Verdict::Wrong);
        assert_eq!(judge(None, tries), Verdict::Wrong);
    }
}
