//! A referral: a case offered to the right colleagues until one takes it.
//! Not here: the case itself (`cases`), partners outside the house (their own referral comes with its own consent).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseId, ReferralId, StaffId},
    places::Municipality,
    staff::{Role, Roster, Staff},
    topics::{Topic, Urgency},
};

/// Where a referral stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Offer {
    /// Colleagues were told; each may take or decline it.
    Open {
        /// Who may still take it.
        to: Vec<StaffId>,
    },
    /// Somebody took it.
    Taken {
        /// Who.
        by: StaffId,
    },
    /// Everybody declined, or nobody answered in time.
    Lapsed,
}

impl Offer {
    /// The word used in columns.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Taken { .. } => "taken",
            Self::Lapsed => "lapsed",
        }
    }
}

/// One round of offering a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Which.
    pub id: ReferralId,
    /// Of which case.
    pub case: CaseId,
    /// The first round is 1; each lapse begins the next.
    pub round: u32,
    /// Where it stands.
    pub offer: Offer,
}

/// The offer is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the offer is over")]
pub struct OfferOver;

impl Referral {
    /// A colleague takes it.
    ///
    /// # Errors
    /// When it is over or was not offered to them.
    pub fn taken(self, by: StaffId) -> Result<Self, OfferOver> {
        match &self.offer {
            Offer::Open { to } if to.contains(&by) => Ok(Self { offer: Offer::Taken { by }, ..self }),
            _ => Err(OfferOver),
        }
    }

    /// A colleague declines it; when nobody is left, it lapses.
    ///
    /// # Errors
    /// When it is over or was not offered to them.
    pub fn declined(self, by: StaffId) -> Result<Self, OfferOver> {
        match self.offer {
            Offer::Open { mut to } if to.contains(&by) => {
                to.retain(|staff| *staff != by);
                let offer = if to.is_empty() { Offer::Lapsed } else { Offer::Open { to } };
                Ok(Self { offer, ..self })
            }
            _ => Err(OfferOver),
        }
    }

    /// Time ran out.
    ///
    /// # Errors
    /// When it is over already.
    pub fn lapsed(self) -> Result<Self, OfferOver> {
        match self.offer {
            Offer::Open { .. } => Ok(Self { offer: Offer::Lapsed, ..self }),
            _ => Err(OfferOver),
        }
    }
}

/// Who is told of a case, in this round. Complaints go to their officers alone; alarms to coordinators and whoever
/// covers the place, and from the second round to every caseworker; everything else to the caseworkers who cover it,
/// and from the second round, or when there is none, to the coordinators.
#[must_use]
pub fn audience(
    roster: &Roster,
    topic: Topic,
    municipality: Option<Municipality>,
    urgency: Urgency,
    round: u32,
) -> Vec<StaffId> {
    let ids = |chosen: Vec<&Staff>| chosen.into_iter().map(|staff| staff.id).collect::<Vec<_>>();
    let coordinators = || roster.in_role(Role::Coordinator).collect::<Vec<_>>();
    if topic.category() == Topic::known("feed") {
        return ids(roster.in_role(Role::Complaints).collect());
    }
    let everybody = urgency == Urgency::U1 && round > 1;
    let mut chosen: Vec<_> = roster
        .in_role(Role::Caseworker)
        .filter(|staff| everybody || staff.covers(topic, municipality))
        .collect();
    if urgency == Urgency::U1 || round > 1 || chosen.is_empty() {
        chosen.extend(coordinators());
    }
    ids(chosen)
}

/// How long an offer waits before the next round; an alarm repeats until somebody takes it.
#[must_use]
pub fn patience(urgency: Urgency) -> Duration {
    match urgency {
        Urgency::U1 => Duration::minutes(10),
        Urgency::U2 => Duration::hours(4),
        Urgency::U3 | Urgency::U4 => Duration::hours(24),
    }
}

/// When an offer made now lapses.
#[must_use]
pub fn lapses_at(urgency: Urgency, now: DateTime<Utc>) -> DateTime<Utc> {
    now + patience(urgency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ContactId;
    use uuid::Uuid;

    fn staff(n: u128, role: Role, places: &[&str], topics: &[&str]) -> Staff {
        Staff {
            id: StaffId(Uuid::from_u128(n)),
            role,
            contact: ContactId(Uuid::from_u128(n)),
            municipalities: places.iter().map(|p| p.parse().expect("a municipality")).collect(),
            topics: topics.iter().map(|t| t.parse().expect("a topic")).collect(),
        }
    }

    fn roster() -> Roster {
        Roster(vec![
            staff(1, Role::Caseworker, &["17"], &["legal", "prop"]),
            staff(2, Role::Caseworker, &[], &["health"]),
            staff(3, Role::Coordinator, &[], &[]),
            staff(4, Role::Complaints, &[], &[]),
            staff(5, Role::Leader, &[], &[]),
        ])
    }

    fn told(topic: &str, place: Option<&str>, urgency: Urgency, round: u32) -> Vec<u128> {
        let place = place.map(|p| p.parse().expect("a municipality"));
        audience(&roster(), Topic::known(topic), place, urgency, round)
            .into_iter()
            .map(|id| id.0.as_u128())
            .collect()
    }

    #[test]
    fn the_right_people_are_told_and_nobody_else() {
        assert_eq!(told("legal.court", Some("17"), Urgency::U3, 1), [1]);
        assert_eq!(told("legal.court", Some("20"), Urgency::U3, 1), [3]);
        assert_eq!(told("health.medicine", None, Urgency::U2, 1), [2]);
        assert_eq!(told("health.medicine", None, Urgency::U2, 2), [2, 3]);
        assert_eq!(told("safe.now", Some("17"), Urgency::U1, 1), [3]);
        assert_eq!(told("safe.now", Some("17"), Urgency::U1, 2), [1, 2, 3]);
        assert_eq!(told("feed.money", Some("17"), Urgency::U2, 2), [4]);
    }

    #[test]
    fn only_one_takes_it_and_the_last_decline_lapses_it() {
        let [a, b] = [StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2))];
        let open = Referral {
            id: ReferralId(Uuid::from_u128(9)),
            case: CaseId(Uuid::from_u128(8)),
            round: 1,
            offer: Offer::Open { to: vec![a, b] },
        };
        let taken = open.clone().taken(a).expect("offered to a");
        assert_eq!(taken.taken(b), Err(OfferOver));
        let half = open.declined(a).expect("offered to a");
        assert_eq!(half.clone().taken(a), Err(OfferOver), "declined is declined");
        assert_eq!(half.declined(b).expect("offered to b").offer, Offer::Lapsed);
    }
}
