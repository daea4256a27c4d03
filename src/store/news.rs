//! What Prag tells itself: times that run out, what became of parcels, what was set aside, alarms. Each is kept in the inbox
//! like whatever comes through a door, under a key that lets it be told once. Not here: what follows from it (`decide`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Tx,
    inbox::{Kept, insert, kept},
    sealed::Keys,
};
use crate::{
    alarms::Alarm,
    facts::{Elapsed, Loss, Stimulus},
    ids::{Dice, ParcelId},
    message::{Address, Body, Line, Words},
};

async fn write(tx: &mut Tx, news: Vec<Kept>) -> Result<(), Error> {
    if !news.is_empty() {
        insert(&mut **tx, &news).await?;
    }
    Ok(())
}

/// Sets times to run out; one that was set before under its key stays as it is.
pub(super) async fn set_timers(
    tx: &mut Tx,
    keys: &Keys,
    timers: &[(&str, DateTime<Utc>, &Elapsed)],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = timers.iter().map(|(name, due_at, what)| {
        let key = keys.own(name);
        let turn = match what {
            Elapsed::Offer { .. } => key,
            Elapsed::Parts { from, .. } => keys.address(from),
        };
        let what = (*what).clone();
        kept(keys, key, turn, &Stimulus::Elapsed { what }, now, dice).due(*due_at)
    });
    write(tx, rows.collect()).await
}

/// A message that came in parts.
pub(super) struct Joined<'a> {
    /// Kept once under this key.
    pub(super) key: &'a str,
    pub(super) from: &'a Address,
    pub(super) line: &'a Line,
    pub(super) words: &'a Words,
}

/// Keeps messages that came in parts, each in the turn of whoever wrote it.
pub(super) async fn keep_joined(
    tx: &mut Tx,
    keys: &Keys,
    joined: &[Joined<'_>],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = joined.iter().map(|joined| {
        let (from, line) = (joined.from.clone(), joined.line.clone());
        let turn = keys.address(&from);
        let body = Body::Text { words: joined.words.clone() };
        kept(keys, keys.own(joined.key), turn, &Stimulus::Came { from: Some(from), line, body }, now, dice)
    });
    write(tx, rows.collect()).await
}

/// A parcel that will not be delivered.
pub(super) struct Lost {
    pub(super) parcel: ParcelId,
    pub(super) line: Line,
    /// The look-up hash of its receiver, in whose turn the news is handled.
    pub(super) receiver: Vec<u8>,
    pub(super) loss: Loss,
}

impl Lost {
    /// By the columns of its row.
    pub(super) const fn of_row(id: Uuid, line: String, receiver: Vec<u8>, loss: Loss) -> Self {
        Self { parcel: ParcelId(id), line: Line(line), receiver, loss }
    }
}

/// Keeps the news that parcels will not be delivered, each in the turn of its receiver.
pub(super) async fn keep_lost(
    tx: &mut Tx,
    keys: &Keys,
    lost: &[Lost],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = lost.iter().map(|lost| {
        let key = keys.own(&format!("undelivered:{}", lost.parcel));
        let (parcel, line) = (lost.parcel, lost.line.clone());
        let stimulus = Stimulus::Undelivered { parcel, line, loss: lost.loss };
        let receiver = lost.receiver.as_slice().try_into().unwrap_or(key);
        kept(keys, key, receiver, &stimulus, now, dice)
    });
    write(tx, rows.collect()).await
}

/// A parcel whose receiver is reached elsewhere from now on.
pub(super) struct Moved<'a> {
    pub(super) parcel: ParcelId,
    /// The look-up hash of its receiver, as it was.
    pub(super) receiver: Vec<u8>,
    pub(super) to: &'a Address,
}

/// Keeps the news that people are reached elsewhere, each in their turn.
pub(super) async fn keep_moved(
    tx: &mut Tx,
    keys: &Keys,
    moved: &[Moved<'_>],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = moved.iter().map(|moved| {
        let key = keys.own(&format!("moved:{}:{}", moved.parcel, hex::encode(&moved.receiver)));
        let receiver = moved.receiver.as_slice().try_into().unwrap_or(key);
        kept(keys, key, receiver, &Stimulus::Moved { to: moved.to.clone() }, now, dice)
    });
    write(tx, rows.collect()).await
}

/// Keeps the news that a stimulus was set aside: for its sender in the turn it took, for colleagues in a turn of its own.
pub(super) async fn keep_set_aside(
    tx: &mut Tx,
    keys: &Keys,
    news: &[Stimulus],
    turn: &[u8],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = news.iter().filter_map(|news| match news {
        Stimulus::Unanswered { seq, .. } => {
            let key = keys.own(&format!("unanswered:{seq}"));
            Some(kept(keys, key, turn.try_into().unwrap_or(key), news, now, dice))
        }
        Stimulus::SetAside { seq } => {
            let key = keys.own(&format!("aside:{seq}"));
            Some(kept(keys, key, key, news, now, dice))
        }
        _ => None,
    });
    write(tx, rows.collect()).await
}

/// Keeps the news of alarms, each in its own turn, so that its end is told after its beginning.
pub(super) async fn keep_alarms(
    tx: &mut Tx,
    keys: &Keys,
    news: &[(Alarm, DateTime<Utc>, bool)],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    let rows = news.iter().map(|(alarm, raised_at, is_raised)| {
        let name = format!("alarm:{}:{}", alarm.kind.code(), alarm.about);
        let key = keys.own(&format!("{name}:{}:{is_raised}", raised_at.timestamp_millis()));
        let stimulus = if *is_raised {
            Stimulus::AlarmRaised { alarm: alarm.clone() }
        } else {
            Stimulus::AlarmCleared { alarm: alarm.clone() }
        };
        kept(keys, key, keys.own(&name), &stimulus, now, dice)
    });
    write(tx, rows.collect()).await
}
