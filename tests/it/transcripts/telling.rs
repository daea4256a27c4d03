//! What happened, in a few words and without anything about the person.

use prag::{
    cases::{EntryKind, Standing},
    events::{Answer, Stand},
    facts::{ConsentAnswer, Fact, Scope},
    ids::StaffId,
    referrals::Offer,
    topics::Urgency,
};

use super::memory::Memory;

/// A fact in a few words; nothing for what the lines show anyway.
pub fn tell(fact: &Fact, memory: &Memory, name: impl Fn(StaffId) -> String) -> Option<String> {
    Some(match fact {
        Fact::ConsentAnswered { scope, answer, .. } => {
            let scope = match scope {
                Scope::Keep => "to keep what is written",
                Scope::Invitations => "to invitations",
            };
            let answer = match answer {
                ConsentAnswer::Given => "given",
                ConsentAnswer::Refused => "refused",
                ConsentAnswer::Withdrawn => "withdrawn",
            };
            format!("consent {answer}, {scope}")
        }
        Fact::CaseOpened { case, .. } => {
            let place =
                case.municipality.map_or_else(|| "no place".to_owned(), |place| format!("place {place}"));
            let urgency = case.urgency.code();
            let day = case.promised_on.format("%-d.%-m.");
            format!("case {} opened: {}, {place}, {urgency}, promised by {day}", case.number, case.topic)
        }
        Fact::CaseMoved { case } => {
            let lock = if case.locked { ", locked" } else { "" };
            let by = match case.standing {
                Standing::Working { by } => format!(" ({})", name(by)),
                _ => String::new(),
            };
            format!("case {} is {}{by}{lock}", case.number, case.standing.code().replace('_', " "))
        }
        Fact::Entered { case, kind, by, words, .. } => {
            let what = match kind {
                // Told by the case and its offers themselves.
                EntryKind::Opened | EntryKind::Offered | EntryKind::Taken | EntryKind::Lapsed => return None,
                EntryKind::Stepped | EntryKind::Closed | EntryKind::Locked => return None,
                EntryKind::Declined => return None,
                kind => kind.code().replace('_', " "),
            };
            let by = by.map(|by| format!(" by {}", name(by))).unwrap_or_default();
            let words = match (kind, words) {
                (EntryKind::Wrote, _) | (_, None) => "",
                (_, Some(_)) => ", with words",
            };
            format!("noted in {}: {what}{by}{words}", memory.case(*case).number)
        }
        Fact::Offered { referral } => {
            let case = memory.case(referral.case);
            let kind = if case.urgency == Urgency::U1 { "alarm" } else { "offered" };
            let Offer::Open { to } = &referral.offer else { return None };
            let to: Vec<String> = to.iter().map(|staff| name(*staff)).collect();
            let to = if to.is_empty() { "nobody".to_owned() } else { to.join(" ") };
            format!("{kind}, round {}: {} to {to}", referral.round, case.number)
        }
        Fact::OfferMoved { referral } => {
            let number = memory.case(referral.case).number;
            match &referral.offer {
                Offer::Open { to } => format!("offer of {number} declined, still with {}", to.len()),
                Offer::Taken { by } => format!("offer of {number} taken by {}", name(*by)),
                Offer::Lapsed => format!("offer of {number} lapsed"),
            }
        }
        Fact::PairMistaken { case, .. } => match case {
            Some(_) => "wrong pair".to_owned(),
            None => "wrong pair, no such case".to_owned(),
        },
        Fact::EventProposed { .. } => "meeting proposed".to_owned(),
        Fact::EventDecided { event } => match event.stand {
            Stand::Proposed => return None,
            Stand::Announced { by } => format!("meeting approved by {}", name(by)),
            Stand::Refused { by } => format!("meeting refused by {}", name(by)),
        },
        Fact::EventAnnounced { event, .. } => format!("invited: {}", memory.invited(event.id).len()),
        Fact::Subscribed { municipality, .. } => format!("invitations wanted, place {municipality}"),
        Fact::InvitationAnswered { answer, .. } => match answer {
            Answer::Yes { people } => format!("invitation answered: yes, {people}"),
            answer => format!("invitation answered: {}", answer.code()),
        },
        Fact::ParcelMoved { .. } => "a message moved on".to_owned(),
        Fact::ContactMoved { .. } => "reached elsewhere from now on".to_owned(),
        Fact::PartsJoined { words, .. } => format!("they say: {}", words.as_str()),
        Fact::LeftUntold { .. } => "nobody can be told".to_owned(),
        Fact::Remembered { .. }
        | Fact::StaffJoined { .. }
        | Fact::Spoke { .. }
        | Fact::Reported { .. }
        | Fact::ButtonSeen { .. }
        | Fact::TimerSet { .. } => return None,
    })
}
