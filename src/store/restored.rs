//! A restored database before anybody uses it: whether the keys open it, and what becomes of the parcels that were on
//! their way when it was copied. Not here: bringing the rows back (`backup`).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::{
    Error, Store, Tx, inbox, news,
    sealed::{Slot, slot},
};
use crate::{facts::Loss, ids::Dice, message::Address};

/// The code of a parcel that was on its way when the database was copied: whether it was sent is not known any more.
const RESTORED: &str = "restored";

/// What the keys are to a restored database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// They open it, and find people again.
    Well,
    /// Values are sealed under keys of these ids, which are not in the key file.
    Missing(Vec<String>),
    /// Keys of the same names, and others.
    Others,
    /// They open it, but the last line is not the one that made the look-up hashes.
    OtherLookUp,
}

impl Store {
    /// Tries the keys on the rows.
    ///
    /// # Errors
    /// When Postgres is away, or a value is there that no version up to this one wrote.
    pub async fn try_keys(&self, tx: &mut Tx) -> Result<Fit, Error> {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for column in sealed_columns(tx).await? {
            let ids: Vec<String> = sqlx::query_scalar(AssertSqlSafe(column)).fetch_all(&mut **tx).await?;
            used.extend(ids);
        }
        let missing: Vec<String> = used.into_iter().filter(|id| !self.keys.ids().contains(id)).collect();
        if !missing.is_empty() {
            return Ok(Fit::Missing(missing));
        }
        let person = sqlx::query!("select id, address, address_hash from contacts order by id desc limit 1")
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(person) = person {
            let Ok(address) =
                self.keys.open_value::<Address>(slot("contacts.address", &person.id), &person.address)
            else {
                return Ok(Fit::Others);
            };
            if self.keys.address(&address)[..] != person.address_hash {
                return Ok(Fit::OtherLookUp);
            }
        }
        let arrived = sqlx::query!("select key, words from inbox order by seq desc limit 1")
            .fetch_optional(&mut **tx)
            .await?;
        let opens = arrived.is_none_or(|arrived| {
            let place = Slot { column: inbox::WORDS, row: &arrived.key };
            self.keys.open(place, &arrived.words).is_ok()
        });
        Ok(if opens { Fit::Well } else { Fit::Others })
    }

    /// Settles what was ready when the database was copied as failed, and keeps the news of it for reception, which tells
    /// colleagues; says how many parcels these were.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn settle_restored(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<usize, Error> {
        let rows = sqlx::query!(
            "update outbox set state = 'failed', failure = $1, settled_at = $2, lease = null, leased_until = null
               from contacts where contacts.id = outbox.contact_id and outbox.state = 'ready'
             returning outbox.id, outbox.line, outbox.announcement_id, contacts.address_hash",
            RESTORED,
            now,
        )
        .fetch_all(&mut **tx)
        .await?;
        let lost: Vec<news::Lost> = rows
            .into_iter()
            .map(|row| {
                // An invitation is the same for thousands; nobody is told of each.
                let loss = if row.announcement_id.is_some() { Loss::Late } else { Loss::Refused };
                news::Lost::of_row(row.id, row.line, row.address_hash, loss)
            })
            .collect();
        news::keep_lost(tx, &self.keys, &lost, now, dice).await?;
        Ok(lost.len())
    }

    /// How many parcels are ready to be sent.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn ready(&self, tx: &mut Tx) -> Result<i64, Error> {
        let ready = sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where state = 'ready'"#);
        Ok(ready.fetch_one(&mut **tx).await?)
    }
}

/// A query for each column that is sealed, of the ids of the keys in it: what people wrote and where they are reached.
async fn sealed_columns(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let queries = sqlx::query_scalar!(
        r#"select format('select distinct encode(substring(%1$I from 2 for 4), ''hex'') from public.%2$I where %1$I is not null',
                         column_name, table_name) as "query!"
             from information_schema.columns
            where table_schema = 'public' and data_type = 'bytea' and column_name in ('words', 'address', 'name')"#
    );
    Ok(queries.fetch_all(&mut **tx).await?)
}
