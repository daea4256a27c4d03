//! Stimuli that cannot be handled: tried again, then set aside with their news; shown without what was written, tried
//! again when the reason is gone, or discarded with a reason. Not here: why they fail (`reception`), who is told (`decide`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    Error, Store, Tx,
    inbox::WORDS,
    news,
    sealed::{Broken, Slot},
};
use crate::{
    facts::{Lately, Stimulus},
    ids::Dice,
    message::Body,
};

/// What a stimulus came to that failed alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stumbled {
    /// How often it has failed.
    pub attempts: i32,
    /// It is not tried again by itself: a human has to look at it.
    pub aside: bool,
}

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
    /// Notes that a stimulus failed alone: after its first failure it is tried again at the first of these times, and so
    /// on; after them it is set aside, and the news of that is kept with it. None when it does not wait any more.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn stumbled(
        &self,
        seq: i64,
        reason: &str,
        again_at: &[DateTime<Utc>],
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<Option<Stumbled>, Error> {
        let mut tx = self.begin().await?;
        let row = sqlx::query!(
            "update inbox set attempts = attempts + 1, reason = $2,
                    state = case when ($3::timestamptz[])[attempts + 1] is null then 'aside' else state end,
                    handled_at = case when ($3::timestamptz[])[attempts + 1] is null then $4::timestamptz end,
                    due_at = coalesce(($3::timestamptz[])[attempts + 1], due_at)
              where seq = $1 and state = 'waiting'
             returning key, address_hash, words, attempts, state",
            seq,
            reason,
            again_at,
            now,
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let aside = row.state == "aside";
        if aside {
            let stimulus = self.keys.open_value(Slot { column: WORDS, row: &row.key }, &row.words).ok();
            let news = Stimulus::news_of_setting_aside(seq, stimulus.as_ref());
            news::keep_set_aside(&mut tx, &self.keys, &news, &row.address_hash, now, dice).await?;
        }
        tx.commit().await?;
        if aside {
            self.wake_reception();
        }
        Ok(Some(Stumbled { attempts: row.attempts, aside }))
    }

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
        Ok(Stimulus::Came { body: Body::Text { .. } | Body::Part(_) | Body::Edited { .. }, .. }) => "message",
        Ok(Stimulus::Came { body: Body::Button { .. }, .. }) => "button",
        Ok(Stimulus::Came { body: Body::Picture, .. }) => "picture",
        Ok(Stimulus::Came { body: Body::Call, .. }) => "call",
        Ok(Stimulus::Came { body: Body::Blocked | Body::Unblocked, .. }) => "membership",
        Ok(Stimulus::Came { body: Body::Receipt(_), .. }) => "report",
        Ok(Stimulus::Undelivered { .. }) => "undelivered",
        Ok(Stimulus::Moved { .. }) => "moved",
        Ok(Stimulus::Elapsed { .. }) => "timer",
        Ok(Stimulus::Unanswered { .. } | Stimulus::SetAside { .. }) => "news of another",
        Ok(Stimulus::AlarmRaised { .. } | Stimulus::AlarmCleared { .. }) => "alarm",
        Err(Broken::UnknownKey(_)) => "its key is missing",
        Err(Broken::Changed(_)) => "changed or moved",
        Err(Broken::Unknown(_)) => "of another version",
    }
}

/// What else was set aside within the hour before each of these was; nothing for one that is not set aside any more.
pub(super) async fn lately(tx: &mut Tx, seqs: &[i64]) -> Result<HashMap<i64, Lately>, Error> {
    let rows = sqlx::query!(
        r#"select one.seq, count(other.seq) filter (where other.address_hash = one.address_hash) as "of_turn!",
                  count(other.seq) as "of_all!"
             from inbox as one
             left join inbox as other
               on other.state = 'aside' and (other.handled_at, other.seq) < (one.handled_at, one.seq)
              and other.handled_at > one.handled_at - interval '1 hour'
            where one.seq = any($1) and one.state = 'aside'
            group by one.seq"#,
        seqs
    )
    .fetch_all(&mut **tx)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let lately = rows
        .into_iter()
        .map(|row| (row.seq, Lately { of_turn: count(row.of_turn), of_all: count(row.of_all) }));
    Ok(lately.collect())
}
