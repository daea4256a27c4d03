//! The inbox: kept before thanked, handled once, in order per address. Not here: what Prag itself puts there (`news`), what
//! is set aside (`aside`).

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Error, Store, Tx,
    sealed::{Broken, Keys, Slot},
};
use crate::{
    facts::Stimulus,
    ids::{Dice, ParcelId},
    message::{Arrival, Body, Line, ParcelName, Receipt},
};

pub(super) const WORDS: &str = "inbox.words";
/// The due time of what is due at once. Not the moment of keeping: a clock that is set back afterwards would let later
/// arrivals overtake.
const AT_ONCE: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// How an arrival is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// To be handled.
    Waiting,
    /// Authentic, but of no use; the reason is a fixed word.
    Rejected(Cow<'static, str>),
}

impl Keeping {
    /// Rejected for this reason.
    #[must_use]
    pub const fn rejected(reason: &'static str) -> Self {
        Self::Rejected(Cow::Borrowed(reason))
    }
}

/// An arrival that waited elsewhere until it could be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// What came.
    pub arrival: Arrival,
    /// How it is kept.
    pub keeping: Keeping,
    /// When it came.
    pub kept_at: DateTime<Utc>,
}

/// A stimulus taken out of the inbox, locked until the transaction ends.
#[derive(Debug)]
pub struct Claimed {
    /// Its place in the inbox.
    pub seq: i64,
    /// The look-up hash of whose turn it is.
    pub address_hash: Vec<u8>,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// What it is, if it can be opened.
    pub stimulus: Result<Stimulus, Broken>,
}

/// Which stimuli to take out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The oldest of each free address, this many at most.
    Oldest(i64),
    /// This one alone.
    Only(i64),
}

/// A row to be written.
pub(super) struct Kept {
    key: [u8; 32],
    address: [u8; 32],
    words: Vec<u8>,
    state: &'static str,
    reason: Option<String>,
    due_at: DateTime<Utc>,
    kept_at: DateTime<Utc>,
}

impl Kept {
    /// The same, not due before this.
    pub(super) fn due(self, due_at: DateTime<Utc>) -> Self {
        Self { due_at, ..self }
    }
}

/// The row of a stimulus that is due at once.
pub(super) fn kept(
    keys: &Keys,
    key: [u8; 32],
    address: [u8; 32],
    stimulus: &Stimulus,
    kept_at: DateTime<Utc>,
    dice: &mut Dice,
) -> Kept {
    let words = keys.seal_value(Slot { column: WORDS, row: &key }, stimulus, dice);
    Kept { key, address, words, state: "waiting", reason: None, due_at: AT_ONCE, kept_at }
}

fn arrived(
    keys: &Keys,
    arrival: &Arrival,
    keeping: &Keeping,
    kept_at: DateTime<Utc>,
    dice: &mut Dice,
) -> Kept {
    let key = keys.arrival(&arrival.line.0, &arrival.provider_id);
    let address = match (&arrival.from, &arrival.body) {
        (Some(from), _) => keys.address(from),
        // Reports about one parcel take their turns like the messages of one person.
        (None, Body::Receipt(receipt)) => turn_of(keys, &arrival.line, &receipt.parcel),
        (None, _) => key,
    };
    let stimulus =
        Stimulus::Came { from: arrival.from.clone(), line: arrival.line.clone(), body: arrival.body.clone() };
    let mut row = kept(keys, key, address, &stimulus, kept_at, dice);
    if let Keeping::Rejected(reason) = keeping {
        (row.state, row.reason) = ("rejected", Some(reason.to_string()));
    }
    row
}

/// Whose turn reports about a parcel take.
fn turn_of(keys: &Keys, line: &Line, parcel: &ParcelName) -> [u8; 32] {
    match parcel {
        ParcelName::Ours(id) => keys.own(&format!("parcel:{id}")),
        ParcelName::Theirs(id) => keys.provider(&line.0, id),
    }
}

/// Writes rows, and says how many are new: what was kept before is known by its key.
pub(super) async fn insert<'e, E>(executor: E, rows: &[Kept]) -> Result<u64, Error>
where
    E: sqlx::PgExecutor<'e>,
{
    let keys: Vec<&[u8]> = rows.iter().map(|row| row.key.as_slice()).collect();
    let addresses: Vec<&[u8]> = rows.iter().map(|row| row.address.as_slice()).collect();
    let words: Vec<&[u8]> = rows.iter().map(|row| row.words.as_slice()).collect();
    let states: Vec<&str> = rows.iter().map(|row| row.state).collect();
    let reasons: Vec<Option<&str>> = rows.iter().map(|row| row.reason.as_deref()).collect();
    let due: Vec<DateTime<Utc>> = rows.iter().map(|row| row.due_at).collect();
    let kept: Vec<DateTime<Utc>> = rows.iter().map(|row| row.kept_at).collect();
    let done = sqlx::query!(
        "insert into inbox (key, address_hash, words, state, reason, due_at, kept_at)
         select key, address_hash, words, state, reason, due_at, kept_at
           from unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::timestamptz[],
                       $7::timestamptz[])
             as new (key, address_hash, words, state, reason, due_at, kept_at)
             on conflict (key) do nothing",
        &keys as &[&[u8]],
        &addresses as &[&[u8]],
        &words as &[&[u8]],
        &states as &[&str],
        &reasons as &[Option<&str>],
        &due,
        &kept,
    )
    .execute(executor)
    .await?;
    Ok(done.rows_affected())
}

impl Store {
    /// Keeps arrivals, all or none; those that were kept before are passed over. When this returns, they are durable.
    ///
    /// # Errors
    /// When Postgres is away; then nothing was kept and the network will repeat.
    pub async fn keep(
        &self,
        arrivals: &[(Arrival, Keeping)],
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<u64, Error> {
        let rows = arrivals.iter().map(|(arrival, keeping)| arrived(&self.keys, arrival, keeping, now, dice));
        let new = self.keep_rows(rows.collect()).await?;
        arrivals.iter().for_each(|(arrival, _)| self.seen.arrived(arrival, now));
        Ok(new)
    }

    /// Keeps arrivals that waited elsewhere, as if they had been kept when they came; all or none, and those that were
    /// kept before are passed over.
    ///
    /// # Errors
    /// When Postgres is away, or refuses what is in one of them.
    pub async fn keep_late(&self, late: &[Late], dice: &mut Dice) -> Result<u64, Error> {
        let rows =
            late.iter().map(|late| arrived(&self.keys, &late.arrival, &late.keeping, late.kept_at, dice));
        let new = self.keep_rows(rows.collect()).await?;
        late.iter().for_each(|late| self.seen.arrived(&late.arrival, late.kept_at));
        Ok(new)
    }

    async fn keep_rows(&self, rows: Vec<Kept>) -> Result<u64, Error> {
        let new = insert(&self.pool, &rows).await?;
        if new > 0 {
            self.wake_reception();
        }
        Ok(new)
    }

    /// Takes the oldest stimulus of each free address; an address that another process holds is passed over, and so is one
    /// whose oldest stimulus failed and waits for its next try.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn claim(&self, tx: &mut Tx, pick: Pick, now: DateTime<Utc>) -> Result<Vec<Claimed>, Error> {
        let (most, only) = match pick {
            Pick::Oldest(most) => (most, None),
            Pick::Only(seq) => (1, Some(seq)),
        };
        let rows = sqlx::query!(
            "select seq, key, address_hash, words, kept_at from inbox as head
              where state = 'waiting' and due_at <= $1 and ($3::bigint is null or seq = $3)
                and not exists (
                    select from inbox as earlier
                     where earlier.address_hash = head.address_hash and earlier.state = 'waiting'
                       and (earlier.due_at <= $1 or earlier.attempts > 0) and earlier.seq < head.seq)
              order by seq limit $2 for update skip locked",
            now,
            most,
            only,
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Claimed {
                seq: row.seq,
                address_hash: row.address_hash,
                kept_at: row.kept_at,
                stimulus: self.keys.open_value(Slot { column: WORDS, row: &row.key }, &row.words),
            })
            .collect())
    }

    /// The reports about a parcel that came to the doors, as they came, by our id or the network's own.
    ///
    /// # Errors
    /// When Postgres is away, or one of them does not open.
    pub async fn reports_kept(
        &self,
        line: &Line,
        ours: ParcelId,
        theirs: Option<&str>,
    ) -> Result<Vec<Receipt>, Error> {
        let names =
            [Some(ParcelName::Ours(ours)), theirs.map(|id| ParcelName::Theirs(id.to_owned()))].into_iter();
        let turns = names.flatten().map(|name| turn_of(&self.keys, line, &name).to_vec());
        let turns: Vec<Vec<u8>> = turns.collect();
        let rows =
            sqlx::query!("select key, words from inbox where address_hash = any($1) order by seq", &turns)
                .fetch_all(&self.pool)
                .await?;
        let mut reports = Vec::with_capacity(rows.len());
        for row in rows {
            let slot = Slot { column: WORDS, row: &row.key };
            if let Stimulus::Came { body: Body::Receipt(receipt), .. } =
                self.keys.open_value(slot, &row.words)?
            {
                reports.push(receipt);
            }
        }
        Ok(reports)
    }

    /// Marks stimuli as handled, in the transaction that recorded everything they caused.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn handled(&self, tx: &mut Tx, seqs: &[i64], now: DateTime<Utc>) -> Result<(), Error> {
        sqlx::query!("update inbox set state = 'handled', handled_at = $2 where seq = any($1)", seqs, now)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Puts stimuli off that came too early to be handled.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn put_off(&self, tx: &mut Tx, seqs: &[i64], until: DateTime<Utc>) -> Result<(), Error> {
        if !seqs.is_empty() {
            sqlx::query!("update inbox set due_at = $2 where seq = any($1)", seqs, until)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// How many stimuli wait, and since when the oldest.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn waiting(&self, now: DateTime<Utc>) -> Result<(i64, Option<DateTime<Utc>>), Error> {
        let row = sqlx::query!(
            r#"select count(*) as "count!", min(greatest(kept_at, due_at)) as oldest from inbox
                where state = 'waiting' and due_at <= $1"#,
            now
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.count, row.oldest))
    }

    /// How many stimuli were set aside for a human.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn set_aside(&self) -> Result<i64, Error> {
        let row = sqlx::query!(r#"select count(*) as "count!" from inbox where state = 'aside'"#)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.count)
    }
}
