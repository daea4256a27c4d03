//! The outbox: parcels leased for sending and settled by whoever holds the lease. The text of a parcel is reachable only
//! through a [`Lease`].

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx,
    events::ANNOUNCEMENT,
    inbox,
    sealed::{Keys, slot},
};
use crate::{
    facts::Sent,
    health::Queue,
    ids::{CaseId, ContactId, Dice, ParcelId},
    message::{Address, Content, Fate, Line, Parcel, ParcelName},
};

const WORDS: &str = "outbox.words";
const ADDRESS: &str = "contacts.address";
/// How long a lease holds; longer than any send may take, so that nothing is sent by two at once.
pub const LEASE: Duration = Duration::seconds(60);

/// Parcels held for sending.
#[derive(Debug)]
pub struct Lease {
    /// The token that settles them.
    token: Uuid,
    /// What to send, in order.
    pub parcels: Vec<Parcel>,
}

impl Lease {
    /// The token with which each of the parcels is settled.
    #[must_use]
    pub const fn token(&self) -> Uuid {
        self.token
    }
}

/// What became of sending a parcel.
#[derive(Clone, Debug)]
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
    /// It will not be tried again.
    Failed {
        /// The code of the failure.
        code: &'static str,
        /// Nothing will reach this address any more.
        gone: bool,
    },
}

/// A parcel to be written.
pub(super) struct NewParcel<'a> {
    pub(super) id: ParcelId,
    pub(super) to: ContactId,
    pub(super) line: &'a Line,
    pub(super) case: Option<CaseId>,
    pub(super) content: &'a Content,
    pub(super) useless_after: Option<DateTime<Utc>>,
}

/// Writes parcels; their order per person is the order here.
pub(super) async fn write(
    tx: &mut Tx,
    keys: &Keys,
    parcels: &[NewParcel<'_>],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    if parcels.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = parcels.iter().map(|parcel| parcel.id.0).collect();
    let contacts: Vec<Uuid> = parcels.iter().map(|parcel| parcel.to.0).collect();
    let lines: Vec<&str> = parcels.iter().map(|parcel| parcel.line.0.as_str()).collect();
    let cases: Vec<Option<Uuid>> = parcels.iter().map(|parcel| parcel.case.map(|id| id.0)).collect();
    let words: Vec<Vec<u8>> = parcels
        .iter()
        .map(|parcel| keys.seal_value(slot(WORDS, &parcel.id.0), parcel.content, dice))
        .collect();
    let useless: Vec<_> = parcels.iter().map(|parcel| parcel.useless_after).collect();
    sqlx::query!(
        "insert into outbox (id, contact_id, line, case_id, words, useless_after, due_at, written_at)
         select id, contact_id, line, case_id, words, useless_after, $7, $7
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::timestamptz[]) with ordinality
             as new (id, contact_id, line, case_id, words, useless_after, place)
          order by place",
        &ids,
        &contacts,
        &lines as &[&str],
        &cases as &[Option<Uuid>],
        &words,
        &useless as &[Option<DateTime<Utc>>],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A parcel's receiver, case and fate, as far as known.
pub(super) async fn find(
    tx: &mut Tx,
    keys: &Keys,
    names: &[(Line, ParcelName)],
) -> Result<HashMap<(Line, ParcelName), Sent>, Error> {
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for (line, name) in names {
        match name {
            ParcelName::Ours(id) => ours.push(id.0),
            ParcelName::Theirs(id) => theirs.push(keys.provider(&line.0, id).to_vec()),
        }
    }
    let rows = sqlx::query!(
        "select id, contact_id, case_id, state, provider_id from outbox where id = any($1) or provider_id = any($2)",
        &ours,
        &theirs,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = HashMap::new();
    for (line, name) in names {
        let row = rows.iter().find(|row| match name {
            ParcelName::Ours(id) => row.id == id.0,
            ParcelName::Theirs(id) => row.provider_id.as_deref() == Some(&keys.provider(&line.0, id)[..]),
        });
        if let Some(row) = row {
            let fate = match row.state.as_str() {
                "ready" => None,
                "sent" => Some(Fate::Sent),
                "failed" => Some(Fate::Failed),
                "delivered" => Some(Fate::Delivered),
                _ => return Err(Error::Unreadable { table: "outbox", column: "state" }),
            };
            let (id, to) = (ParcelId(row.id), ContactId(row.contact_id));
            let sent = Sent { id, to, case: row.case_id.map(CaseId), fate };
            found.insert((line.clone(), name.clone()), sent);
        }
    }
    Ok(found)
}

/// Writes what networks told about parcels; a fate never becomes less, whoever else writes at the same time.
pub(super) async fn move_on(
    tx: &mut Tx,
    fates: &[(ParcelId, Fate)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if fates.is_empty() {
        return Ok(());
    }
    let mut highest: BTreeMap<ParcelId, Fate> = BTreeMap::new();
    for (id, fate) in fates {
        highest.entry(*id).and_modify(|known| *known = (*known).max(*fate)).or_insert(*fate);
    }
    let ids: Vec<Uuid> = highest.keys().map(|id| id.0).collect();
    let states: Vec<&str> = highest
        .values()
        .map(|fate| match fate {
            Fate::Sent => "sent",
            Fate::Failed => "failed",
            Fate::Delivered => "delivered",
        })
        .collect();
    // The ranks of `Fate`, with the state before any of them in front.
    sqlx::query!(
        "update outbox set state = new.state, settled_at = $3, lease = null
           from unnest($1::uuid[], $2::text[]) as new (id, state)
          where outbox.id = new.id
            and array_position(array['ready', 'sent', 'failed', 'delivered'], new.state)
                > array_position(array['ready', 'sent', 'failed', 'delivered'], outbox.state)",
        &ids,
        &states as &[&str],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes the network's own ids of parcels whose receipt came before they were settled: later receipts may use them.
async fn name_overtaken(tx: &mut Tx, ids: &[Uuid], providers: &[Option<Vec<u8>>]) -> Result<(), Error> {
    sqlx::query!(
        "update outbox set provider_id = new.provider_id
           from unnest($1::uuid[], $2::bytea[]) as new (id, provider_id)
          where outbox.id = new.id and outbox.state <> 'ready' and outbox.provider_id is null",
        ids,
        providers as &[Option<Vec<u8>>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Store {
    /// Leases the oldest ready parcel of each person that leaves through this line, up to `most`; a person's next parcel
    /// waits until this one is settled, so that nothing overtakes.
    ///
    /// # Errors
    /// When Postgres is away or a parcel cannot be opened.
    pub async fn lease(
        &self,
        line: &Line,
        most: i64,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<Lease, Error> {
        let token = ParcelId::draw(now, dice).0;
        let rows = sqlx::query!(
            r#"with head as (
                 select id from outbox as parcel
                  where state = 'ready' and line = $5 and due_at <= $1 and (leased_until is null or leased_until <= $1)
                    and not exists (
                        select from outbox as earlier
                         where earlier.contact_id = parcel.contact_id and earlier.state = 'ready'
                           and earlier.seq < parcel.seq)
                  order by seq limit $2 for update skip locked)
               update outbox set lease = $3, leased_until = $4
                 from head, contacts
                where outbox.id = head.id and contacts.id = outbox.contact_id
               returning outbox.id, outbox.seq, outbox.line, outbox.words, outbox.announcement_id,
                         outbox.useless_after, outbox.attempts, contacts.address, contacts.id as contact_id,
                         (select words from announcements where id = outbox.announcement_id) as announced"#,
            now,
            most,
            token,
            now + LEASE,
            line.0,
        )
        .fetch_all(&self.pool)
        .await?;
        let mut parcels = rows
            .into_iter()
            .map(|row| {
                let content: Content = match (&row.words, row.announcement_id, &row.announced) {
                    (Some(sealed), ..) => self.keys.open_value(slot(WORDS, &row.id), sealed)?,
                    (None, Some(id), Some(sealed)) => {
                        self.keys.open_value(slot(ANNOUNCEMENT, &id), sealed)?
                    }
                    _ => return Err(Error::Unreadable { table: "outbox", column: "words" }),
                };
                let to: Address = self.keys.open_value(slot(ADDRESS, &row.contact_id), &row.address)?;
                let parcel = Parcel {
                    id: ParcelId(row.id),
                    line: Line(row.line),
                    to,
                    content,
                    useless_after: row.useless_after,
                    attempts: row.attempts.unsigned_abs(),
                };
                Ok((row.seq, parcel))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        parcels.sort_by_key(|(seq, _)| *seq);
        Ok(Lease { token, parcels: parcels.into_iter().map(|(_, parcel)| parcel).collect() })
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
        let states: Vec<&str> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Sent { .. } => "sent",
                Settled::Again { .. } => "ready",
                Settled::Failed { .. } => "failed",
            })
            .collect();
        let due: Vec<Option<DateTime<Utc>>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Again { at, .. } => Some(*at),
                Settled::Sent { .. } | Settled::Failed { .. } => None,
            })
            .collect();
        let providers: Vec<Option<Vec<u8>>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Sent { provider_id } => {
                    provider_id.as_ref().map(|id| self.keys.provider(&line.0, id).to_vec())
                }
                Settled::Again { .. } | Settled::Failed { .. } => None,
            })
            .collect();
        let failures: Vec<Option<&str>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Sent { .. } => None,
                Settled::Again { code, .. } | Settled::Failed { code, .. } => Some(*code),
            })
            .collect();
        let rows = sqlx::query!(
            r#"update outbox set state = new.state, attempts = attempts + 1, due_at = coalesce(new.due_at, outbox.due_at),
                      provider_id = coalesce(new.provider_id, outbox.provider_id), failure = new.failure,
                      lease = null, leased_until = null,
                      settled_at = case when new.state = 'ready' then null else $7::timestamptz end
                 from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bytea[], $5::text[])
                   as new (id, state, due_at, provider_id, failure), contacts
                where outbox.id = new.id and outbox.lease = $6 and outbox.state = 'ready'
                  and contacts.id = outbox.contact_id
               returning outbox.id, outbox.state, contacts.address_hash"#,
            &ids,
            &states as &[&str],
            &due as &[Option<DateTime<Utc>>],
            &providers as &[Option<Vec<u8>>],
            &failures as &[Option<&str>],
            token,
            now,
        )
        .fetch_all(&mut *tx)
        .await?;
        if rows.len() < outcomes.len() {
            name_overtaken(&mut tx, &ids, &providers).await?;
        }
        let undelivered: Vec<(ParcelId, Vec<u8>, bool)> = rows
            .into_iter()
            .filter(|row| row.state == "failed")
            .map(|row| {
                let gone = outcomes.iter().any(|(id, settled)| {
                    id.0 == row.id && matches!(settled, Settled::Failed { gone: true, .. })
                });
                (ParcelId(row.id), row.address_hash, gone)
            })
            .collect();
        inbox::keep_undelivered(&mut tx, &self.keys, line, &undelivered, now, dice).await?;
        tx.commit().await?;
        if !undelivered.is_empty() {
            self.wake_reception();
        }
        Ok(())
    }

    /// How many parcels wait, and since when the oldest.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn unsent(&self) -> Result<(i64, Option<DateTime<Utc>>), Error> {
        let row = sqlx::query!(
            r#"select count(*) as "count!", min(written_at) as oldest from outbox where state = 'ready'"#
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.count, row.oldest))
    }

    /// How many parcels wait for each line, and since when the oldest.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn unsent_by_line(&self) -> Result<BTreeMap<String, Queue>, Error> {
        let rows = sqlx::query!(
            r#"select line, count(*) as "count!", min(written_at) as oldest_at from outbox
                where state = 'ready' group by line"#
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.line, Queue { count: row.count.unsigned_abs(), oldest_at: row.oldest_at }))
            .collect())
    }
}
