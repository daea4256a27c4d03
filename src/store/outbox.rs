//! The outbox: parcels written, what networks report about them, and what was lost. Not here: sending them (`leases`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx,
    news::{self, Lost},
    sealed::{Keys, slot},
};
use crate::{
    facts::{Loss, Sent},
    health::Queue,
    ids::{CaseId, ContactId, Dice, ParcelId},
    message::{Content, Fate, Line, ParcelName},
};

pub(super) const WORDS: &str = "outbox.words";

/// A parcel to be written.
pub(super) struct NewParcel<'a> {
    pub(super) id: ParcelId,
    pub(super) to: ContactId,
    pub(super) line: &'a Line,
    pub(super) case: Option<CaseId>,
    pub(super) content: &'a Content,
    pub(super) useless_after: DateTime<Utc>,
    pub(super) reports_loss: bool,
}

/// Writes parcels; their order per person is the order here. To somebody whom nothing reaches any more none is sent: it is
/// lost before it was tried, and that is news of its own.
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
    let reports: Vec<bool> = parcels.iter().map(|parcel| parcel.reports_loss).collect();
    let rows = sqlx::query!(
        "with written as (
             insert into outbox (id, contact_id, line, case_id, words, useless_after, reports_loss, due_at, written_at,
                    state, failure, settled_at)
             select new.id, contact_id, new.line, case_id, new.words, useless_after, reports_loss, 'epoch', $8::timestamptz,
                    case when gone_at is null then 'ready' else 'failed' end,
                    case when gone_at is not null then 'gone' end, case when gone_at is not null then $8 end
               from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::timestamptz[], $7::bool[])
                    with ordinality as new (id, contact_id, line, case_id, words, useless_after, reports_loss, place)
               join contacts on contacts.id = contact_id
              order by place
             returning id, contact_id, line, state)
         select written.id, written.line, address_hash
           from written join contacts on contacts.id = contact_id where state = 'failed'",
        &ids,
        &contacts,
        &lines as &[&str],
        &cases as &[Option<Uuid>],
        &words,
        &useless,
        &reports,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    let lost = rows.into_iter().map(|row| Lost::of_row(row.id, row.line, row.address_hash, Loss::Gone));
    let lost: Vec<Lost> = lost.collect();
    news::keep_lost(tx, keys, &lost, now, dice).await
}

/// Gives up everything that still waits for these people, whom nothing reaches any more, and says what is lost with it and
/// with the parcels that failed already: of each person once, of a colleague once for each case.
pub(super) async fn sweep(
    tx: &mut Tx,
    gone: &[Uuid],
    failed: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<Lost>, Error> {
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"with swept as (
             update outbox set state = 'failed', failure = 'gone', lease = null, leased_until = null, settled_at = $3
              where contact_id = any($1) and state = 'ready'
             returning id, seq, contact_id, case_id, line),
           lost as (
             select * from swept
              union all select id, seq, contact_id, case_id, line from outbox where id = any($2))
           select distinct on (contacts.id, case when staff.id is not null then case_id end)
                  lost.id as "id!", lost.line as "line!", address_hash
             from lost join contacts on contacts.id = lost.contact_id
             left join staff on staff.contact_id = contacts.id and left_at is null
            order by contacts.id, case when staff.id is not null then case_id end, seq"#,
        gone,
        failed,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    let lost = rows.into_iter().map(|row| Lost::of_row(row.id, row.line, row.address_hash, Loss::Gone));
    Ok(lost.collect())
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
        "select id, contact_id, case_id, state, provider_id, reports_loss
           from outbox where id = any($1) or provider_id = any($2)",
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
            let case = row.case_id.map(CaseId);
            let sent = Sent { id, to, case, fate, reports_loss: row.reports_loss, on_phone: BTreeSet::new() };
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
    let states: Vec<&str> = highest.values().map(|fate| fate.code()).collect();
    // The ranks of `Fate`, with the state before any of them in front.
    sqlx::query!(
        "update outbox set state = new.state, settled_at = $3, lease = null,
                untold_at = case when new.state <> 'delivered' then untold_at end
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
pub(super) async fn name_overtaken(
    tx: &mut Tx,
    ids: &[Uuid],
    providers: &[Option<Vec<u8>>],
) -> Result<(), Error> {
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

/// Marks what was lost with nobody to be told: it waits for an operator.
pub(super) async fn leave_untold(tx: &mut Tx, parcels: &[Uuid], now: DateTime<Utc>) -> Result<(), Error> {
    if !parcels.is_empty() {
        sqlx::query!("update outbox set untold_at = $2 where id = any($1)", parcels, now)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

impl Store {
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
