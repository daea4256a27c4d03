//! Everything that can reach Prag, everything that can have happened because of it, and what has to be known in
//! between. Not here: how a scene is loaded (`store`), how facts become rows (`store::record`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    alarms::Alarm,
    cases::{Case, EntryKind, Tries},
    commands::{self, Command},
    contacts::{Contact, Tongue},
    conversation::Conversation,
    events::{Answer, Event},
    ids::{CaseId, CaseNumber, ContactId, EntryId, EventId, ParcelId, Pin, ReferralId, StaffId},
    message::{Account, Address, Body, Fate, Line, ParcelName, Words},
    office::Office,
    phrases::{Keyboard, Phrase},
    places::Municipality,
    referrals::Referral,
    staff::{self, Order, Press, Role, Roster},
    text::{Language, Script},
};

/// Something that reached Prag and is handled once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stimulus {
    /// Something came through a door.
    Came {
        /// Who sent it; nobody for a delivery report.
        from: Option<Address>,
        /// The line it came through.
        line: Line,
        /// What came.
        body: Body,
    },
    /// A parcel could not be delivered, and will not be tried again.
    Undelivered {
        /// Which.
        parcel: ParcelId,
        /// The line it could not leave through.
        line: Line,
        /// How it was lost.
        #[serde(alias = "gone", deserialize_with = "read_loss")]
        loss: Loss,
    },
    /// The network reaches somebody elsewhere from now on.
    Moved {
        /// Where.
        to: Address,
    },
    /// A time ran out.
    Elapsed {
        /// Which.
        what: Elapsed,
    },
    /// A stimulus was set aside, and whoever sent it waits for an answer.
    Unanswered {
        /// Its place in the inbox.
        seq: i64,
        /// Who sent it and through which line; nobody knows when it does not open.
        sender: Option<(Address, Line)>,
    },
    /// A stimulus was set aside, and only a human can see why.
    SetAside {
        /// Its place in the inbox, by which it is named.
        seq: i64,
    },
    /// Something about the house itself is wrong.
    AlarmRaised {
        /// What.
        alarm: Alarm,
    },
    /// It is over.
    AlarmCleared {
        /// What it was.
        alarm: Alarm,
    },
}

impl Stimulus {
    /// The news of setting aside what stands at `seq`: for its sender, if one waits for an answer, and for colleagues.
    /// What does not open may be a message of whoever's turn it takes. Such news has no further news, or it would go round.
    #[must_use]
    pub fn news_of_setting_aside(seq: i64, stimulus: Option<&Self>) -> Vec<Self> {
        let for_colleagues = Self::SetAside { seq };
        match stimulus {
            Some(Self::Came { from: Some(from), line, body }) if body.awaits_answer() => {
                vec![Self::Unanswered { seq, sender: Some((from.clone(), line.clone())) }, for_colleagues]
            }
            None => vec![Self::Unanswered { seq, sender: None }, for_colleagues],
            Some(Self::Unanswered { .. } | Self::SetAside { .. }) => Vec::new(),
            Some(
                Self::Came { .. }
                | Self::Undelivered { .. }
                | Self::Moved { .. }
                | Self::Elapsed { .. }
                | Self::AlarmRaised { .. }
                | Self::AlarmCleared { .. },
            ) => vec![for_colleagues],
        }
    }
}

/// How a message was lost for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// The network will never take it.
    Refused,
    /// It was of no use any more before the network took it.
    Late,
    /// Nothing will reach this address any more.
    Gone,
}

/// Before there were three ways, it was told whether the address was gone.
fn read_loss<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Loss, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Loss(Loss),
        Gone(bool),
    }
    Ok(match Told::deserialize(deserializer)? {
        Told::Loss(loss) => loss,
        Told::Gone(true) => Loss::Gone,
        Told::Gone(false) => Loss::Refused,
    })
}

/// A time that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Elapsed {
    /// Nobody took an offer.
    Offer {
        /// Which.
        referral: ReferralId,
    },
}

/// What has to be looked up before a stimulus can be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// A case by its number.
    pub number: Option<CaseNumber>,
    /// A PIN that was written with it.
    pub pin: Option<Pin>,
    /// A referral and its case.
    pub referral: Option<ReferralId>,
    /// An event.
    pub event: Option<EventId>,
    /// A parcel, its receiver and its case.
    pub parcel: Option<(Line, ParcelName)>,
    /// The cases of its receiver, who is not the one who tells.
    pub receiver: bool,
    /// A one-time link.
    pub token: Option<String>,
    /// Who is known at an address.
    pub address: Option<Address>,
    /// The cases a colleague can see.
    pub queue: bool,
    /// The history of the named case.
    pub history: bool,
    /// The events of this leader.
    pub events: bool,
    /// What else was set aside before this stimulus was.
    pub aside: Option<i64>,
}

impl Wants {
    /// Whether it matters what is going on with whoever's turn it is: their talk, their cases, their invitations. To be
    /// told that nothing could be done it does not, for just that may be why.
    #[must_use]
    pub const fn affairs(&self) -> bool {
        self.aside.is_none()
    }
}

/// Reads what a stimulus will want to know; nothing is decided here.
#[must_use]
pub fn wants(stimulus: &Stimulus) -> Wants {
    match stimulus {
        Stimulus::Came { body: Body::Text { words }, .. } => wants_of_words(words.as_str()),
        Stimulus::Came { body: Body::Button { data, .. }, .. } => wants_of_button(data),
        Stimulus::Came { line, body: Body::Receipt { parcel, fate, .. }, .. } => Wants {
            parcel: Some((line.clone(), parcel.clone())),
            receiver: *fate == Fate::Failed,
            ..Wants::default()
        },
        Stimulus::Undelivered { line, parcel, .. } => {
            let parcel = Some((line.clone(), ParcelName::Ours(*parcel)));
            Wants { parcel, ..Wants::default() }
        }
        Stimulus::Moved { to } => Wants { address: Some(to.clone()), ..Wants::default() },
        Stimulus::Elapsed { what: Elapsed::Offer { referral } } => {
            Wants { referral: Some(*referral), ..Wants::default() }
        }
        Stimulus::Unanswered { seq, .. } | Stimulus::SetAside { seq } => {
            Wants { aside: Some(*seq), ..Wants::default() }
        }
        Stimulus::Came { .. } | Stimulus::AlarmRaised { .. } | Stimulus::AlarmCleared { .. } => {
            Wants::default()
        }
    }
}

fn wants_of_words(text: &str) -> Wants {
    if let Some(token) = staff::read_join(text) {
        return Wants { token: Some(token.to_owned()), ..Wants::default() };
    }
    match staff::read_order(text) {
        Some(Order::Queue) => Wants { queue: true, ..Wants::default() },
        Some(Order::Events) => Wants { events: true, ..Wants::default() },
        Some(Order::Open(number)) => Wants { number: Some(number), history: true, ..Wants::default() },
        Some(
            Order::Take(number)
            | Order::Reply(number, _)
            | Order::Call(number)
            | Order::Refer(number)
            | Order::NeedYou(number)
            | Order::Close(number)
            | Order::Unlock(number),
        ) => Wants { number: Some(number), ..Wants::default() },
        Some(_) => Wants::default(),
        None => match commands::read(text) {
            Some(Command::Status(Some(key))) => {
                let (number, pin) = pair(&key.digits);
                Wants { number, pin, ..Wants::default() }
            }
            _ => Wants::default(),
        },
    }
}

fn wants_of_button(data: &str) -> Wants {
    match Press::read(data) {
        Some(Press::Take(id) | Press::Decline(id)) => Wants { referral: Some(id), ..Wants::default() },
        Some(Press::Open(id)) => Wants { referral: Some(id), history: true, ..Wants::default() },
        Some(Press::Approve(id) | Press::Refuse(id)) => Wants { event: Some(id), ..Wants::default() },
        None => {
            let event = data.strip_prefix("rsvp:").and_then(|rest| rest.split(':').next()?.parse().ok());
            Wants { event, ..Wants::default() }
        }
    }
}

/// The case number and PIN in a run of digits: seven, or seven and four.
#[must_use]
pub fn pair(digits: &str) -> (Option<CaseNumber>, Option<Pin>) {
    match digits.len() {
        7 => (digits.parse().ok(), None),
        11 => (digits[..7].parse().ok(), Pin::read(&digits[7..])),
        _ => (None, None),
    }
}

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

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To keep what they write for a request.
    Keep,
    /// To be invited to events.
    Invitations,
}

/// What was said to the question of consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentAnswer {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
}

/// Something that happened. Only `decide` states facts, only `store::record` writes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A person is known like this from now on.
    Remembered {
        /// The person.
        contact: Contact,
        /// What is being talked about.
        conversation: Conversation,
    },
    /// A question of consent was answered.
    ConsentAnswered {
        /// By whom.
        contact: ContactId,
        /// For what.
        scope: Scope,
        /// How.
        answer: ConsentAnswer,
        /// The language and script of the question.
        tongue: Tongue,
    },
    /// A case was opened.
    CaseOpened {
        /// The case.
        case: Case,
        /// Its PIN.
        pin: Pin,
    },
    /// A case stands elsewhere now.
    CaseMoved {
        /// The case as it stands.
        case: Case,
    },
    /// A line was added to a case's history.
    Entered {
        /// The line.
        id: EntryId,
        /// The case.
        case: CaseId,
        /// What happened.
        kind: EntryKind,
        /// Which colleague did it.
        by: Option<StaffId>,
        /// The words that belong to it.
        words: Option<Words>,
    },
    /// A case was offered to colleagues.
    Offered {
        /// The offer.
        referral: Referral,
    },
    /// An offer was taken, declined or lapsed.
    OfferMoved {
        /// The offer as it stands.
        referral: Referral,
    },
    /// A wrong pair of number and PIN was tried.
    PairMistaken {
        /// From whom.
        contact: ContactId,
        /// For this case, if there is one of that number.
        case: Option<CaseId>,
    },
    /// Somebody joined by a one-time link.
    StaffJoined {
        /// Who.
        staff: StaffId,
        /// Reachable as.
        contact: ContactId,
    },
    /// A leader proposed an event.
    EventProposed {
        /// The event.
        event: Event,
    },
    /// A second person decided about an event.
    EventDecided {
        /// The event as it stands.
        event: Event,
    },
    /// Everybody who asked for events there is invited.
    EventAnnounced {
        /// The event.
        event: Event,
        /// The invitation for each language and script.
        invitations: Vec<(Language, Script, Phrase)>,
        /// The buttons under it.
        keyboard: Keyboard,
    },
    /// Invitations were asked for.
    Subscribed {
        /// By whom.
        contact: ContactId,
        /// For which municipality.
        municipality: Municipality,
    },
    /// An invitation was answered.
    InvitationAnswered {
        /// To which event.
        event: EventId,
        /// By whom.
        contact: ContactId,
        /// How.
        answer: Answer,
    },
    /// Something was said. Saying is a fact like any other; delivery does the sending.
    Spoke {
        /// The parcel that will carry it.
        parcel: ParcelId,
        /// To whom.
        to: ContactId,
        /// What.
        phrase: Phrase,
        /// The buttons under it.
        keyboard: Keyboard,
        /// In this language, while theirs is unknown.
        tongue: Option<(Language, Script)>,
        /// About which case.
        case: Option<CaseId>,
        /// After this it is of no use.
        useless_after: DateTime<Utc>,
    },
    /// A pressed button was seen.
    ButtonSeen {
        /// The parcel that will say so.
        parcel: ParcelId,
        /// Whose.
        to: ContactId,
        /// The id under which Telegram awaits it.
        query: String,
        /// After this it is of no use.
        useless_after: DateTime<Utc>,
    },
    /// Somebody is reached elsewhere from now on.
    ContactMoved {
        /// Who.
        contact: ContactId,
        /// Where.
        to: Address,
    },
    /// A parcel was lost, and there is no colleague who could be told.
    LeftUntold {
        /// Which.
        parcel: ParcelId,
    },
    /// The network told something about a parcel.
    Reported {
        /// Which.
        parcel: ParcelId,
        /// What became of it, as we read it.
        fate: Fate,
        /// Word for word.
        account: Option<Account>,
    },
    /// The network told a parcel's fate.
    ParcelMoved {
        /// Which.
        parcel: ParcelId,
        /// What became of it.
        fate: Fate,
    },
    /// A time was set to run out.
    TimerSet {
        /// Set once under this key.
        key: String,
        /// When it runs out.
        due_at: DateTime<Utc>,
        /// What it is for.
        elapsed: Elapsed,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_was_kept_before_there_were_three_ways_is_read() {
        let read = |how: &str| {
            let parcel = "0191e1807d607000aded7d8b151cbd5b";
            let kept = format!(r#"{{"is":"undelivered","parcel":"{parcel}","line":"telegram",{how}}}"#);
            match serde_json::from_str(&kept) {
                Ok(Stimulus::Undelivered { loss, .. }) => loss,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((read(r#""gone":true"#), read(r#""gone":false"#)), (Loss::Gone, Loss::Refused));
        assert_eq!(read(r#""loss":"late""#), Loss::Late);
    }
}
