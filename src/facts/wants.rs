//! What has to be looked up before a stimulus can be decided, by what it says alone.
//! Not here: looking it up (`store::scenes`).

use super::{Elapsed, Stimulus};
use crate::{
    commands::{self, Command},
    ids::{CaseNumber, EventId, Pin, ReferralId},
    message::{Address, Body, Fate, Line, ParcelName},
    staff::{self, Order, Press},
};

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
    /// Which of its parts are on the phone.
    pub parts: bool,
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
        Stimulus::Came { line, body: Body::Receipt(receipt), .. } => Wants {
            parcel: Some((line.clone(), receipt.parcel.clone())),
            receiver: receipt.fate == Fate::Failed,
            parts: receipt.portion().is_some(),
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
        Stimulus::Elapsed { what: Elapsed::Parts { .. } }
        | Stimulus::Came { .. }
        | Stimulus::AlarmRaised { .. }
        | Stimulus::AlarmCleared { .. } => Wants::default(),
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
