//! What networks told about parcels, word for word and sealed, also when it came too late to change anything.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Tx,
    sealed::{Keys, slot},
};
use crate::{
    ids::{Dice, ParcelId},
    message::{Account, Fate},
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
