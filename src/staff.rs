//! Colleagues: their roles, what each may see and do, and the reading of an order.
//! Not here: carrying an order out (`decide`), the one-time links (`store`).

use serde::{Deserialize, Serialize};

use crate::{
    cases::Case,
    ids::{CaseNumber, ContactId, EventId, ReferralId, StaffId},
    message::Words,
    phrases::Phrase,
    places::Municipality,
    topics::Topic,
};

/// What somebody is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Takes cases of their municipalities and topics.
    Caseworker,
    /// Answers alarms, takes what nobody took, approves events.
    Coordinator,
    /// A community leader: announces events, sees no case.
    Leader,
    /// Reads complaints and nothing else.
    Complaints,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Caseworker, Self::Coordinator, Self::Leader, Self::Complaints];

    /// The word used in columns and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Caseworker => "caseworker",
            Self::Coordinator => "coordinator",
            Self::Leader => "leader",
            Self::Complaints => "complaints",
        }
    }

    /// The role's name.
    #[must_use]
    pub const fn name(self) -> Phrase {
        match self {
            Self::Caseworker => Phrase::RoleCaseworker,
            Self::Coordinator => Phrase::RoleCoordinator,
            Self::Leader => Phrase::RoleLeader,
            Self::Complaints => Phrase::RoleComplaints,
        }
    }
}

/// No such role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roles are caseworker, coordinator, leader and complaints")]
pub struct UnknownRole;

impl std::str::FromStr for Role {
    type Err = UnknownRole;
    fn from_str(code: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(UnknownRole)
    }
}

/// A colleague who has joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    /// Who.
    pub id: StaffId,
    /// What for.
    pub role: Role,
    /// Where they can be told.
    pub contact: ContactId,
    /// The municipalities they work in; none named means all.
    pub municipalities: Vec<Municipality>,
    /// The topics or whole categories they work on; none named means all.
    pub topics: Vec<Topic>,
}

impl Staff {
    /// Whether a need of this topic at this place is theirs by place and topic.
    #[must_use]
    pub fn covers(&self, topic: Topic, municipality: Option<Municipality>) -> bool {
        let here = self.municipalities.is_empty()
            || municipality.is_some_and(|place| self.municipalities.contains(&place));
        let this =
            self.topics.is_empty() || self.topics.contains(&topic) || self.topics.contains(&topic.category());
        here && this
    }

    /// Whether they may read a case: their own, those they cover, all for a coordinator; complaints only for their officer.
    #[must_use]
    pub fn may_read(&self, case: &Case) -> bool {
        let theirs = case.standing.caseworker() == Some(self.id);
        match self.role {
            Role::Complaints => case.is_complaint(),
            Role::Coordinator => theirs || !case.is_complaint(),
            Role::Caseworker => theirs || !case.is_complaint() && self.covers(case.topic, case.municipality),
            Role::Leader => false,
        }
    }

    /// Whether they may announce events.
    #[must_use]
    pub const fn may_announce(&self) -> bool {
        matches!(self.role, Role::Leader | Role::Coordinator)
    }

    /// Whether they may decide about a colleague's event.
    #[must_use]
    pub const fn may_approve(&self) -> bool {
        matches!(self.role, Role::Coordinator)
    }
}

/// Everybody who has joined, as reception sees them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster(pub Vec<Staff>);

impl Roster {
    /// The colleague behind a contact.
    #[must_use]
    pub fn at(&self, contact: ContactId) -> Option<&Staff> {
        self.0.iter().find(|staff| staff.contact == contact)
    }

    /// The colleague of this id.
    #[must_use]
    pub fn who(&self, id: StaffId) -> Option<&Staff> {
        self.0.iter().find(|staff| staff.id == id)
    }

    /// Everybody in a role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Staff> {
        self.0.iter().filter(move |staff| staff.role == role)
    }
}

/// What a colleague wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Which cases wait, and which are mine?
    Queue,
    /// Show a case.
    Open(CaseNumber),
    /// Take a case by its number.
    Take(CaseNumber),
    /// Answer the person.
    Reply(CaseNumber, Words),
    /// Show the person's number, to call.
    Call(CaseNumber),
    /// Another office has it.
    Refer(CaseNumber),
    /// The person must be heard first.
    NeedYou(CaseNumber),
    /// Finish it.
    Close(CaseNumber),
    /// Let phones ask for it again.
    Unlock(CaseNumber),
    /// Begin an announcement.
    Announce,
    /// How many come?
    Events,
    /// What can I do here?
    Help,
    /// A button under an offer or an event.
    Press(Press),
    /// Begins with a slash, but is no order.
    Unknown,
}

/// A button that only colleagues get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Take a referral.
    Take(ReferralId),
    /// Open its case.
    Open(ReferralId),
    /// Decline it.
    Decline(ReferralId),
    /// Approve an event.
    Approve(EventId),
    /// Refuse an event.
    Refuse(EventId),
}

impl Press {
    /// What the button carries.
    #[must_use]
    pub fn data(self) -> String {
        match self {
            Self::Take(id) => format!("take:{id}"),
            Self::Open(id) => format!("open:{id}"),
            Self::Decline(id) => format!("decline:{id}"),
            Self::Approve(id) => format!("approve:{id}"),
            Self::Refuse(id) => format!("refuse:{id}"),
        }
    }

    /// Reads what a button carried.
    #[must_use]
    pub fn read(data: &str) -> Option<Self> {
        let (verb, id) = data.split_once(':')?;
        Some(match verb {
            "take" => Self::Take(id.parse().ok()?),
            "open" => Self::Open(id.parse().ok()?),
            "decline" => Self::Decline(id.parse().ok()?),
            "approve" => Self::Approve(id.parse().ok()?),
            "refuse" => Self::Refuse(id.parse().ok()?),
            _ => return None,
        })
    }
}

/// Reads an order: a slash, a word, mostly a case number, sometimes words. Anything without a slash is no order.
#[must_use]
pub fn read_order(text: &str) -> Option<Order> {
    let line = text.trim().strip_prefix('/')?;
    let (verb, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let verb = verb.split('@').next().unwrap_or(verb).to_lowercase();
    let (number, words) = read_number(rest);
    let about = |order: fn(CaseNumber) -> Order| number.map_or(Order::Unknown, order);
    Some(match verb.as_str() {
        "queue" => Order::Queue,
        "case" | "open" => about(Order::Open),
        "take" => about(Order::Take),
        "call" => about(Order::Call),
        "refer" => about(Order::Refer),
        "needyou" => about(Order::NeedYou),
        "close" => about(Order::Close),
        "unlock" => about(Order::Unlock),
        "reply" => match number {
            Some(number) if !words.is_empty() => Order::Reply(number, words.into()),
            _ => Order::Unknown,
        },
        "announce" => Order::Announce,
        "events" => Order::Events,
        "help" | "start" => Order::Help,
        _ => Order::Unknown,
    })
}

/// The case number at the front, as `417-2608`, `4172608` or `417 2608`, and what follows it.
fn read_number(text: &str) -> (Option<CaseNumber>, &str) {
    let text = text.trim();
    let mut digits = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '0'..='9' => digits += 1,
            '-' | ' ' | '/' if digits == 3 => {}
            _ => break,
        }
        if digits == 7 {
            let end = at + 1;
            return (text[..end].parse().ok(), text[end..].trim_start_matches([':', ',']).trim());
        }
    }
    (None, text)
}

/// The secret of a one-time link, `/start join-…`.
#[must_use]
pub fn read_join(text: &str) -> Option<&str> {
    let token = text.trim().strip_prefix("/start")?.trim().strip_prefix("join-")?;
    (token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_as_hurried_people_write_them() {
        let mut dice = crate::ids::Dice::from_seed(4);
        let number = CaseNumber::draw(&mut dice);
        let plain = number.value().to_string();
        let spaced = number.to_string().replace('-', " ");
        assert_eq!(read_order("/queue"), Some(Order::Queue));
        assert_eq!(read_order(&format!("/case {number}")), Some(Order::Open(number)));
        assert_eq!(read_order(&format!(" /CALL@prag_bot {plain} ")), Some(Order::Call(number)));
        assert_eq!(
            read_order(&format!("/reply {spaced}: Mirë, 10 h")),
            Some(Order::Reply(number, "Mirë, 10 h".into()))
        );
        assert_eq!(read_order(&format!("/reply {number}")), Some(Order::Unknown));
        assert_eq!(read_order("/case 12"), Some(Order::Unknown));
        assert_eq!(read_order("dobar dan"), None);
    }

    #[test]
    fn a_join_link_is_exactly_its_token() {
        let token = "0123456789abcdef0123456789abcdef";
        assert_eq!(read_join(&format!("/start join-{token}")), Some(token));
        assert_eq!(read_join("/start join-12"), None);
        assert_eq!(read_join("/start"), None);
    }

    #[test]
    fn buttons_are_read_back_and_short_enough_for_telegram() {
        let id = ReferralId(uuid::Uuid::from_u128(7));
        let data = Press::Decline(id).data();
        assert!(data.len() <= 64);
        assert_eq!(Press::read(&data), Some(Press::Decline(id)));
        assert_eq!(Press::read("take:nobody"), None);
    }
}
