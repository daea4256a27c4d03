//! Leases: parcels taken out of the outbox for sending, at the pace of their line. The text of a parcel is reachable only
//! through a [`Lease`]. Not here: what became of them (`settling`), writing parcels (`outbox`).

use chrono::{DateTime, Duration, Utc};
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

use super::{
    Error, Store,
    contacts::ADDRESS,
    events::ANNOUNCEMENT,
    outbox::WORDS,
    sealed::{Broken, slot},
};
use crate::{
    ids::{Dice, ParcelId},
    message::{Content, Line, Parcel},
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
}
