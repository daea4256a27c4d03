//! Stimuli that were set aside: shown without what was written, tried again, or discarded with a reason.
//! Not here: setting them aside (`inbox`).

use chrono::{DateTime, Utc};

use super::{
    Error, Store,
    inbox::WORDS,
    sealed::{Broken, Slot},
};
use crate::{facts::Stimulus, message::Body};

/// Something that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its place in the inbox, by which it is named.
    pub seq: i64,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// What it is, or why that cannot be told.
    pub kind: &'static str,
    /// Why it was set aside, a fixed word.
    pub reason: String,
    /// How often it failed.
    pub attempts: i32,
}

impl Store {
    /// Everything that is set aside, oldest first.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn list_aside(&self) -> Result<Vec<Aside>, Error> {
        let rows = sqlx::query!(
            "select seq, key, words, kept_at, reason, attempts from inbox where state = 'aside' order by seq"
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Aside {
                seq: row.seq,
                kept_at: row.kept_at,
                kind: kind(&self.keys.open_value(Slot { column: WORDS, row: &row.key }, &row.words)),
                reason: row.reason.unwrap_or_default(),
                attempts: row.attempts,
            })
            .collect())
    }

    /// Lets these be tried again, each as if for the first time, or all of them; says how many.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn retry_aside(&self, seqs: Option<&[i64]>, now: DateTime<Utc>) -> Result<u64, Error> {
        let done = sqlx::query!(
            "update inbox set state = 'waiting', attempts = 0, reason = null, handled_at = null, due_at = $2
              where state = 'aside' and ($1::bigint[] is null or seq = any($1))",
            seqs,
            now,
        )
        .execute(&self.pool)
        .await?;
        self.wake_reception();
        Ok(done.rows_affected())
    }

    /// Discards one for good; false when nothing of this place is set aside.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn discard_aside(&self, seq: i64, reason: &str, now: DateTime<Utc>) -> Result<bool, Error> {
        let done = sqlx::query!(
            "update inbox set state = 'discarded', reason = $2, handled_at = $3
              where seq = $1 and state = 'aside'",
            seq,
            reason,
            now,
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// A word for what a stimulus is; nothing of what it says.
const fn kind(stimulus: &Result<Stimulus, Broken>) -> &'static str {
    match stimulus {
        Ok(Stimulus::Came { body: Body::Text { .. } | Body::Edited { .. }, .. }) => "message",
        Ok(Stimulus::Came { body: Body::Button { .. }, .. }) => "button",
        Ok(Stimulus::Came { body: Body::Picture, .. }) => "picture",
        Ok(Stimulus::Came { body: Body::Blocked | Body::Unblocked, .. }) => "membership",
        Ok(Stimulus::Came { body: Body::Receipt { .. }, .. }) => "report",
        Ok(Stimulus::Undelivered { .. }) => "undelivered",
        Ok(Stimulus::Elapsed { .. }) => "timer",
        Ok(Stimulus::AlarmRaised { .. } | Stimulus::AlarmCleared { .. }) => "alarm",
        Err(Broken::UnknownKey(_)) => "its key is missing",
        Err(Broken::Changed(_)) => "changed or moved",
        Err(Broken::Unknown(_)) => "of another version",
    }
}
