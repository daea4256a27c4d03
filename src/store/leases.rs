//! Leases: parcels taken out of the outbox for sending, at the pace of their line, and settled by whoever holds the
//! lease. The text of a parcel is reachable only through a [`Lease`].
//! Not here: writing parcels and what networks report later (`outbox`), when to try again (`delivery`).

use chrono::{DateTime, Duration, Utc};
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

use super::{
    Error, Store, Tx,
    contacts::ADDRESS,
    events::ANNOUNCEMENT,
    news::{self, Lost, Moved},
    outbox::{self, WORDS},
    sealed::{Broken, slot},
};
use crate::{
    facts::Loss,
    ids::{Dice, ParcelId},
    message::{Address, Content, Line, Parcel},
};

/// How long a lease holds; longer than any send may take, so that nothing is sent by two at once.
pub const LEASE: Duration = Duration::seconds(60);
/// How far a line may be booked ahead of the clock; with the longest send (30 s) it stays well within a lease.
const PACE_AHEAD: PgInterval = PgInterval { months: 0, days: 0, microseconds: 10_000_000 };
/// How far a Telegram chat may: it bears one message a second, and short bursts.
const CHAT_AHEAD: PgInterval = PgInterval { months: 0, days: 0, microseconds: 20_000_000 };
/// A pace that is booked further ahead than this was booked by a clock that has been turned back since.
const TURNED_BACK: PgInterval = PgInterval { months: 0, days: 0, microseconds: 60_000_000 };
/// Nothing is put off for so long: a parcel that seems to be was put off before the clock was turned back.
const LONGEST_WAIT: PgInterval = PgInterval { months: 0, days: 0, microseconds: 2 * 3_600_000_000 };
/// For how long a parcel is tried that does not say when it becomes useless.
const LONGEST: PgInterval = PgInterval { months: 0, days: 14, microseconds: 0 };

/// Parcels held for sending.
#[derive(Debug)]
pub struct Lease {
    /// The token that settles them.
    token: Uuid,
    /// What to send, in order.
    pub parcels: Vec<Parcel>,
    /// What cannot be sent, because nobody knows what it says or to whom.
    pub unreadable: Vec<Unreadable>,
    /// When the line is free for the first of them.
    pub begins_at: DateTime<Utc>,
    /// When it is free for what comes after the last.
    pub ends_at: DateTime<Utc>,
}

impl Lease {
    /// The token with which each of the parcels is settled.
    #[must_use]
    pub const fn token(&self) -> Uuid {
        self.token
    }
}

/// A parcel whose words or address do not open.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Which.
    pub id: ParcelId,
    /// Why.
    pub broken: Broken,
    /// After this it helps nobody.
    pub useless_after: DateTime<Utc>,
}

/// What became of sending a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The network accepted it, perhaps under an id of its own.
    Sent {
        /// The network's id.
        provider_id: Option<String>,
    },
    /// It is tried again.
    Again {
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// Its line is down, and it is tried on another one that reaches the same number.
    Rerouted {
        /// Which.
        line: Line,
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// The network wants to hear nothing from the whole line for a while; this was no try.
    Paused {
        /// Until then.
        until: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// The receiver is reached elsewhere from now on, and it is tried again there.
    Moved {
        /// Where.
        to: Address,
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// It will not be tried again.
    Failed {
        /// The code of the failure.
        code: &'static str,
        /// How it was lost.
        loss: Loss,
    },
    /// It will not be tried again, and nobody misses it.
    Missed {
        /// The code of the failure.
        code: &'static str,
    },
}

impl Settled {
    const fn state(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Again { .. } | Self::Rerouted { .. } | Self::Paused { .. } | Self::Moved { .. } => "ready",
            Self::Failed { .. } | Self::Missed { .. } => "failed",
        }
    }

    const fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Again { at, .. } | Self::Rerouted { at, .. } | Self::Moved { at, .. } => Some(*at),
            Self::Paused { until, .. } => Some(*until),
            Self::Sent { .. } | Self::Failed { .. } | Self::Missed { .. } => None,
        }
    }

    const fn tries(&self) -> i32 {
        if let Self::Paused { .. } = self { 0 } else { 1 }
    }

    const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Sent { .. } => None,
            Self::Again { code, .. }
            | Self::Rerouted { code, .. }
            | Self::Paused { code, .. }
            | Self::Moved { code, .. }
            | Self::Failed { code, .. }
            | Self::Missed { code } => Some(*code),
        }
    }
}

impl Store {
    /// Leases the oldest ready parcel of each person that leaves through this line, as many as the line bears in the
    /// next seconds over all processes; a person's next parcel waits until this one is settled, so that nothing overtakes.
    /// Only what is announced to many waits for everything else, and holds up nothing that is said to one person.
    ///
    /// # Errors
    /// When Postgres is away or a parcel cannot be opened.
    pub async fn lease(
        &self,
        line: &Line,
        per_second: u32,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<Lease, Error> {
        let token = ParcelId::draw(now, dice).0;
        sqlx::query!(
            "insert into paces (line, free_at) values ($1, $2) on conflict (line) do nothing",
            line.0,
            now
        )
        .execute(&self.pool)
        .await?;
        // Whoever leases holds the line's pace until it commits, so that two never book the same moment. The array lets
        // the planner expect a few parcels: it cannot know what the limit will be, and would read the whole table.
        let rows = sqlx::query!(
            r#"with pace as (
                 select greatest($2, case when free_at <= $2::timestamptz + $9::interval then free_at end) as free_at,
                        paused_until > $2 as paused
                   from paces where line = $1 for update),
               head as (
                 select id from outbox as parcel
                  where state = 'ready' and line = $1
                    and (due_at <= $2 or due_at > $2::timestamptz + $10::interval)
                    and (leased_until is null or leased_until <= $2 or leased_until > $5::timestamptz + $9::interval)
                    and not exists (
                        select from outbox as earlier
                         where earlier.contact_id = parcel.contact_id and earlier.state = 'ready'
                           and earlier.seq < parcel.seq
                           and (earlier.announcement_id is null or parcel.announcement_id is not null))
                    and not exists (
                        select from chat_paces as chat
                         where chat.contact_id = parcel.contact_id
                           and chat.free_at > $2::timestamptz + $7::interval
                           and chat.free_at <= $2::timestamptz + $9::interval)
                  order by announcement_id is not null, seq
                  limit coalesce((select floor($3::int * extract(epoch from $2::timestamptz + $6::interval - free_at))
                           from pace where paused is not true and free_at < $2::timestamptz + $6::interval), 0)::bigint
                    for update skip locked),
               leased as (
                 update outbox set lease = $4, leased_until = $5 where id = any (array(select id from head))
                 returning id, seq, contact_id, words, announcement_id, attempts,
                           coalesce(useless_after, written_at + $8::interval) as useless_after),
               booked as (
                 update paces set free_at = pace.free_at + new.parcels * interval '1 second' / $3::int
                   from pace, (select count(*) as parcels from leased) as new
                  where paces.line = $1 and new.parcels > 0
                 returning paces.free_at),
               chats as (
                 insert into chat_paces (contact_id, free_at)
                 select distinct contacts.id, $2::timestamptz + interval '1 second'
                   from leased join contacts on contacts.id = leased.contact_id where contacts.channel = 'telegram'
                     on conflict (contact_id) do update
                    set free_at = interval '1 second' + greatest($2,
                            case when chat_paces.free_at <= $2 + $9::interval then chat_paces.free_at end))
               select leased.id, leased.words, leased.announcement_id, leased.attempts, contacts.address,
                      leased.useless_after as "useless_after!", contacts.id as contact_id,
                      (select words from announcements where id = leased.announcement_id) as announced,
                      (select free_at from pace) as "begins_at!",
                      (select free_at from booked) as "ends_at!"
                 from leased join contacts on contacts.id = leased.contact_id
                order by leased.announcement_id is not null, leased.seq"#,
            line.0,
            now,
            i32::try_from(per_second.max(1)).unwrap_or(i32::MAX),
            token,
            now + LEASE,
            PACE_AHEAD,
            CHAT_AHEAD,
            LONGEST,
            TURNED_BACK,
            LONGEST_WAIT,
        )
        .fetch_all(&self.pool)
        .await?;
        let (begins_at, ends_at) = rows.first().map_or((now, now), |row| (row.begins_at, row.ends_at));
        let (mut parcels, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let content: Result<Content, Broken> = match (&row.words, row.announcement_id, &row.announced) {
                (Some(sealed), ..) => self.keys.open_value(slot(WORDS, &row.id), sealed),
                (None, Some(id), Some(sealed)) => self.keys.open_value(slot(ANNOUNCEMENT, &id), sealed),
                _ => Err(Broken::Changed(WORDS)),
            };
            let to = self.keys.open_value(slot(ADDRESS, &row.contact_id), &row.address);
            match (content, to) {
                (Ok(content), Ok(to)) => parcels.push(Parcel {
                    id: ParcelId(row.id),
                    line: line.clone(),
                    to,
                    content,
                    useless_after: Some(row.useless_after),
                    attempts: row.attempts.unsigned_abs(),
                }),
                (Err(broken), _) | (_, Err(broken)) => {
                    unreadable.push(Unreadable {
                        id: ParcelId(row.id),
                        broken,
                        useless_after: row.useless_after,
                    });
                }
            }
        }
        Ok(Lease { token, parcels, unreadable, begins_at, ends_at })
    }

    /// Gives parcels of a lease back whose sending was not begun, so that they need not wait for its end.
    ///
    /// # Errors
    /// When Postgres is away; the lease then ends by itself.
    pub async fn give_back(&self, token: Uuid, parcels: &[ParcelId]) -> Result<(), Error> {
        if parcels.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = parcels.iter().map(|id| id.0).collect();
        sqlx::query!(
            "update outbox set lease = null, leased_until = null
              where id = any($1) and lease = $2 and state = 'ready'",
            &ids,
            token,
        )
        .execute(&self.pool)
        .await?;
        self.wake_delivery();
        Ok(())
    }

    /// Frees the time of a line that was booked for parcels which did not need it.
    ///
    /// # Errors
    /// When Postgres is away; the line is then free a little later.
    pub async fn unbook(&self, line: &Line, per_second: u32, parcels: usize) -> Result<(), Error> {
        if parcels == 0 {
            return Ok(());
        }
        sqlx::query!(
            "update paces set free_at = free_at - $2::float8 * interval '1 second' / $3::int where line = $1",
            line.0,
            f64::from(u32::try_from(parcels).unwrap_or(u32::MAX)),
            i32::try_from(per_second.max(1)).unwrap_or(i32::MAX),
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Settles parcels of a lease. A parcel whose lease was lost meanwhile is left to whoever holds it now.
    ///
    /// # Errors
    /// When Postgres is away; the lease then ends by itself and the parcels are sent again.
    pub async fn settle(
        &self,
        line: &Line,
        token: Uuid,
        outcomes: &[(ParcelId, Settled)],
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let ids: Vec<Uuid> = outcomes.iter().map(|(id, _)| id.0).collect();
        let states: Vec<&str> = outcomes.iter().map(|(_, settled)| settled.state()).collect();
        let due: Vec<Option<DateTime<Utc>>> = outcomes.iter().map(|(_, settled)| settled.due()).collect();
        let tries: Vec<i32> = outcomes.iter().map(|(_, settled)| settled.tries()).collect();
        let providers: Vec<Option<Vec<u8>>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Sent { provider_id: Some(id) } => Some(self.keys.provider(&line.0, id).to_vec()),
                _ => None,
            })
            .collect();
        let reroutes: Vec<Option<&str>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Rerouted { line, .. } => Some(line.0.as_str()),
                _ => None,
            })
            .collect();
        let failures: Vec<Option<&str>> = outcomes.iter().map(|(_, settled)| settled.code()).collect();
        let rows = sqlx::query!(
            r#"update outbox set state = new.state, attempts = attempts + new.tries,
                      due_at = coalesce(new.due_at, outbox.due_at),
                      line = coalesce(new.line, outbox.line),
                      provider_id = coalesce(new.provider_id, outbox.provider_id), failure = new.failure,
                      lease = null, leased_until = null,
                      settled_at = case when new.state = 'ready' then null else $8::timestamptz end
                 from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::bytea[], $6::text[], $9::text[])
                   as new (id, state, due_at, tries, provider_id, failure, line), contacts
                where outbox.id = new.id and outbox.lease = $7 and outbox.state = 'ready'
                  and contacts.id = outbox.contact_id
               returning outbox.id, outbox.state, contacts.id as contact_id, contacts.address_hash"#,
            &ids,
            &states as &[&str],
            &due as &[Option<DateTime<Utc>>],
            &tries,
            &providers as &[Option<Vec<u8>>],
            &failures as &[Option<&str>],
            token,
            now,
            &reroutes as &[Option<&str>],
        )
        .fetch_all(&mut *tx)
        .await?;
        if rows.len() < outcomes.len() {
            outbox::name_overtaken(&mut tx, &ids, &providers).await?;
        }
        let (mut lost, mut moved) = (Vec::new(), Vec::new());
        let (mut gone, mut last) = (Vec::new(), Vec::new());
        for row in rows {
            let parcel = ParcelId(row.id);
            match outcomes.iter().find(|(id, _)| *id == parcel).map(|(_, settled)| settled) {
                Some(Settled::Failed { loss: Loss::Gone, .. }) => {
                    gone.push(row.contact_id);
                    last.push(row.id);
                }
                Some(Settled::Failed { loss, .. }) => {
                    let receiver = row.address_hash;
                    lost.push(Lost { parcel, line: line.clone(), receiver, loss: *loss });
                }
                Some(Settled::Moved { to, .. }) => {
                    moved.push(Moved { parcel, receiver: row.address_hash, to });
                }
                _ => {}
            }
        }
        pause(&mut tx, line, outcomes).await?;
        lost.extend(outbox::sweep(&mut tx, &gone, &last, now).await?);
        news::keep_lost(&mut tx, &self.keys, &lost, now, dice).await?;
        news::keep_moved(&mut tx, &self.keys, &moved, now, dice).await?;
        tx.commit().await?;
        if !(lost.is_empty() && moved.is_empty()) {
            self.wake_reception();
        }
        if reroutes.iter().any(Option::is_some) {
            self.wake_delivery();
        }
        Ok(())
    }
}

/// Lets the whole line rest, whichever process sends through it.
async fn pause(tx: &mut Tx, line: &Line, outcomes: &[(ParcelId, Settled)]) -> Result<(), Error> {
    let until = outcomes.iter().filter_map(|(_, settled)| match settled {
        Settled::Paused { until, .. } => Some(*until),
        _ => None,
    });
    if let Some(until) = until.max() {
        sqlx::query!(
            "update paces set paused_until = greatest(paused_until, $2) where line = $1",
            line.0,
            until,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
