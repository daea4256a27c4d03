//! What networks told about parcels, word for word and sealed, also when it came too late to change anything.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Tx,
    sealed::{Keys, slot},
};
use crate::{
    facts::Sent,
    ids::{Dice, ParcelId},
    message::{Account, Fate, Line, ParcelName},
};

const WORDS: &str = "receipts.words";

/// Keeps reports.
pub(super) async fn keep(
    tx: &mut Tx,
    keys: &Keys,
    reports: &[(ParcelId, Fate, Option<&Account>)],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    if reports.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = reports.iter().map(|_| ParcelId::draw(now, dice).0).collect();
    let parcels: Vec<Uuid> = reports.iter().map(|(parcel, ..)| parcel.0).collect();
    let fates: Vec<&str> = reports.iter().map(|(_, fate, _)| fate.code()).collect();
    let words: Vec<Option<Vec<u8>>> = reports
        .iter()
        .zip(&ids)
        .map(|((.., account), id)| account.map(|account| keys.seal_value(slot(WORDS, id), account, dice)))
        .collect();
    sqlx::query!(
        "insert into receipts (id, parcel_id, fate, words, reported_at)
         select id, parcel_id, fate, words, $5
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) as new (id, parcel_id, fate, words)",
        &ids,
        &parcels,
        &fates as &[&str],
        &words as &[Option<Vec<u8>>],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Fills in which parts of these parcels are known to be on the phone.
pub(super) async fn fill_in_parts(
    tx: &mut Tx,
    keys: &Keys,
    parcels: Vec<Uuid>,
    sent: &mut HashMap<(Line, ParcelName), Sent>,
) -> Result<(), Error> {
    if parcels.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query!(
        r#"select id, parcel_id, words as "words!" from receipts
            where parcel_id = any($1) and fate = 'delivered' and words is not null"#,
        &parcels
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let account: Account = keys.open_value(slot(WORDS, &row.id), &row.words)?;
        let Some(portion) = account.portion else { continue };
        for sent in sent.values_mut().filter(|sent| sent.id.0 == row.parcel_id) {
            sent.on_phone.insert(portion.id.clone());
        }
    }
    Ok(())
}
