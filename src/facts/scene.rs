//! What is known when a stimulus is decided. Not here: how it is loaded (`store::scenes`).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::{
    cases::{Case, Tries},
    contacts::{Contact, Tongue},
    conversation::Conversation,
    events::{Answer, Event},
    ids::{CaseId, ContactId, ParcelId, StaffId},
    message::{Fate, Portion, Words},
    office::Office,
    referrals::Referral,
    staff::{Role, Roster},
};

/// A case that was asked for, with its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The case.
    pub case: Case,
    /// Whose it is.
    pub owner: Contact,
    /// Whether the PIN that was written with its number is right.
    pub pin_right: bool,
}

/// A line of a case's history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: String,
    /// The words that belong to it.
    pub words: Option<Words>,
}

/// An invitation a person has.
#[derive(Clone, Debug, PartialEq)]
pub struct Invited {
    /// To what.
    pub event: Event,
    /// What they answered before.
    pub before: Option<Answer>,
    /// When they were invited.
    pub at: DateTime<Utc>,
}

/// A one-time link that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Joining {
    /// Who joins.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// The language they work in.
    pub tongue: Tongue,
}

/// A parcel that somebody tells about.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Which.
    pub id: ParcelId,
    /// To whom it went.
    pub to: ContactId,
    /// About which case.
    pub case: Option<CaseId>,
    /// What was known of it before.
    pub fate: Option<Fate>,
    /// It tells that a message to a colleague did not arrive.
    pub reports_loss: bool,
    /// The network's ids of those of its parts that are on the phone, where it tells of each.
    pub on_phone: BTreeSet<String>,
}

impl Sent {
    /// Whether all of it is on the phone, now that this part is.
    #[must_use]
    pub fn is_whole_with(&self, portion: &Portion) -> bool {
        let others = self.on_phone.iter().filter(|id| **id != portion.id).count();
        others + 1 >= usize::from(portion.of)
    }
}

/// What else was set aside within the hour before a stimulus was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lately {
    /// Of the same turn.
    pub of_turn: u32,
    /// Of everybody.
    pub of_all: u32,
}

/// How many come to an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Invited.
    pub invited: u32,
    /// Answers that said yes.
    pub yes: u32,
    /// People these bring.
    pub people: u32,
    /// Answers that said maybe.
    pub maybe: u32,
    /// Answers that said no.
    pub no: u32,
}

/// Everything that has to be known to decide one stimulus.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Who it came from, if we know them.
    pub contact: Option<Contact>,
    /// What is being talked about with them.
    pub conversation: Conversation,
    /// Their cases, or those of whoever a lost parcel was for: the open ones, and those whose closing they have not
    /// answered; newest first.
    pub cases: Vec<Case>,
    /// The case that is named.
    pub asked: Option<Asked>,
    /// The referral that is named, or the open one of the named case.
    pub referral: Option<Referral>,
    /// The history of the named case, oldest first.
    pub history: Vec<Entry>,
    /// The cases a colleague can see, most urgent first.
    pub queue: Vec<Case>,
    /// The event that is named.
    pub event: Option<Event>,
    /// Their newest invitation, or the one that is named.
    pub invited: Option<Invited>,
    /// The events of this leader that are still ahead, with their counts.
    pub events: Vec<(Event, Count)>,
    /// Wrong pairs lately.
    pub tries: Tries,
    /// The one-time link that is named.
    pub joining: Option<Joining>,
    /// The parcel that is named.
    pub sent: Option<Sent>,
    /// What else was set aside lately; none when the stimulus that is named is not set aside any more.
    pub lately: Option<Lately>,
    /// Who is known already at the address that is named.
    pub there: Option<ContactId>,
}

/// What is the same for every stimulus of a batch.
#[derive(Clone, Debug, Default)]
pub struct House {
    /// Everybody who has joined.
    pub roster: Roster,
    /// The office behind the door.
    pub office: Office,
}
