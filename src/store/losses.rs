//! What an operator has to know of the outbox: messages that were lost with no colleague told, messages that cannot leave,
//! lines that rest. Nothing of what they say or to whom. Not here: losing them (`outbox`, `leases`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Error, Store, read};
use crate::{
    ids::{CaseNumber, ParcelId},
    message::Line,
};

/// A message that failed for good, and nobody could be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// Which.
    pub id: ParcelId,
    /// Through which line it was to leave.
    pub line: Line,
    /// The number of the case it was about.
    pub case: Option<CaseNumber>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// The code of its last failure.
    pub failure: String,
}

/// Messages that wait because of the same trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldUp {
    /// The line they cannot leave through.
    pub line: Line,
    /// The code of the failure.
    pub failure: String,
    /// How many.
    pub parcels: i64,
}

impl Store {
    /// How many messages were lost with nobody told.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn untold(&self) -> Result<i64, Error> {
        let row = sqlx::query!(r#"select count(*) as "count!" from outbox where untold_at is not null"#)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.count)
    }

    /// The messages that were lost with nobody told, oldest first.
    ///
    /// # Errors
    /// When Postgres is away or a row cannot be read.
    pub async fn list_untold(&self) -> Result<Vec<Untold>, Error> {
        let rows = sqlx::query!(
            r#"select outbox.id, line, number as "number?", written_at, failure
                 from outbox left join cases on cases.id = case_id where untold_at is not null order by seq"#
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                let number = row.number.map(|number| CaseNumber::try_from(number.unsigned_abs()));
                Ok(Untold {
                    id: ParcelId(row.id),
                    line: Line(row.line),
                    case: read(number.transpose(), "cases", "number")?,
                    written_at: row.written_at,
                    failure: row.failure.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Notes that an operator has seen to these, or to all of them; says how many.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn see_to_untold(&self, parcels: Option<&[ParcelId]>) -> Result<u64, Error> {
        let ids: Option<Vec<Uuid>> = parcels.map(|parcels| parcels.iter().map(|id| id.0).collect());
        let done = sqlx::query!(
            "update outbox set untold_at = null
              where untold_at is not null and ($1::uuid[] is null or id = any($1))",
            ids.as_deref(),
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// What waits after it failed, by line and trouble.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn held_up(&self) -> Result<Vec<HeldUp>, Error> {
        let rows = sqlx::query!(
            r#"select line, failure as "failure!", count(*) as "parcels!" from outbox
                where state = 'ready' and failure is not null group by line, failure order by line, failure"#
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| HeldUp { line: Line(row.line), failure: row.failure, parcels: row.parcels })
            .collect())
    }

    /// The lines that rest because their network asked for it, and until when.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn resting(&self, now: DateTime<Utc>) -> Result<Vec<(Line, DateTime<Utc>)>, Error> {
        let rows = sqlx::query!(
            r#"select line, paused_until as "paused_until!" from paces where paused_until > $1 order by line"#,
            now
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|row| (Line(row.line), row.paused_until)).collect())
    }
}
