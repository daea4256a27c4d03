//! Offers of cases to colleagues as rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Error, Tx};
use crate::{
    ids::{CaseId, ReferralId, StaffId},
    referrals::{Offer, Referral},
};

struct Row {
    id: Uuid,
    case_id: Uuid,
    round: i32,
    state: String,
    offered_to: Vec<Uuid>,
    taken_by: Option<Uuid>,
}

impl TryFrom<Row> for Referral {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let offer = match (row.state.as_str(), row.taken_by) {
            ("open", None) => Offer::Open { to: row.offered_to.into_iter().map(StaffId).collect() },
            ("taken", Some(by)) => Offer::Taken { by: StaffId(by) },
            ("lapsed", None) => Offer::Lapsed,
            _ => return Err(Error::Unreadable { table: "referrals", column: "state" }),
        };
        Ok(Self { id: ReferralId(row.id), case: CaseId(row.case_id), round: row.round.unsigned_abs(), offer })
    }
}

/// These referrals, and the open ones of these cases.
pub(super) async fn find(tx: &mut Tx, ids: &[Uuid], of: &[Uuid]) -> Result<Vec<Referral>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, case_id, round, state, offered_to, taken_by from referrals
          where id = any($1) or case_id = any($2) and state = 'open'",
        ids,
        of,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Referral::try_from).collect()
}

/// Writes where referrals stand now: first those that moved, so that a case has one open offer at most, then new ones.
pub(super) async fn write(
    tx: &mut Tx,
    moved: &[&Referral],
    offered: &[&Referral],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // Declines leave different numbers of colleagues, which no array of arrays can hold: few rows, one statement each.
    for referral in moved {
        let (to, by) = parts(referral);
        sqlx::query!(
            "update referrals set state = $2, offered_to = $3, taken_by = $4,
                    settled_at = case when $2 = 'open' then null else $5::timestamptz end
              where id = $1",
            referral.id.0,
            referral.offer.code(),
            &to,
            by,
            now,
        )
        .execute(&mut **tx)
        .await?;
    }
    for referral in offered {
        let (to, _) = parts(referral);
        // A case is offered once at a time: an offer that is still open lapses when the case is offered again.
        sqlx::query!(
            "update referrals set state = 'lapsed', settled_at = $2 where case_id = $1 and state = 'open'",
            referral.case.0,
            now,
        )
        .execute(&mut **tx)
        .await?;
        sqlx::query!(
            "insert into referrals (id, case_id, round, state, offered_to, offered_at)
             values ($1, $2, $3, 'open', $4, $5)",
            referral.id.0,
            referral.case.0,
            i32::try_from(referral.round).unwrap_or(i32::MAX),
            &to,
            now,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

fn parts(referral: &Referral) -> (Vec<Uuid>, Option<Uuid>) {
    match &referral.offer {
        Offer::Open { to } => (to.iter().map(|id| id.0).collect(), None),
        Offer::Taken { by } => (Vec::new(), Some(by.0)),
        Offer::Lapsed => (Vec::new(), None),
    }
}
