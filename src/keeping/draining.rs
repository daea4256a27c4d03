//! Draining the spool when the database is back: in order, in batches, forgotten only after the commit. What was kept
//! and not forgotten is kept again, and its keys are known. A record that can never be kept is put aside for a human.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::spooled;
use crate::{
    clock::Chance,
    ids::Dice,
    pulse::Rounds,
    spool::{self, Record, Spool},
    store::{self, Store, inbox::Late, sealed::Broken},
};

/// Records in one transaction.
const BATCH: usize = 256;
/// How long a batch may take before the database counts as away; nobody waits at a door for it.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often we look for the files of processes that are gone.
const ADOPTION: Duration = Duration::from_secs(10);

/// The loop from the spool to the inbox.
pub struct Drain {
    store: Store,
    spool: Spool,
    dice: Dice,
    adopts_at: Instant,
    /// The last round failed, so the database is asked before it is given anything.
    away: bool,
}

/// Why the spool cannot be drained now; everything stays in it.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The database is away, or not as it should be.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The database does not answer in time.
    #[error("the database does not answer in time")]
    Silent,
    /// The disk is failing.
    #[error(transparent)]
    Spool(#[from] spool::Error),
}

impl Drain {
    /// A drain for the spool of this process.
    #[must_use]
    pub fn new(store: Store, spool: Spool, chance: &Chance) -> Self {
        Self { store, spool, dice: chance.dice(), adopts_at: Instant::now(), away: false }
    }

    /// Keeps the oldest records, together or, when one of them cannot be kept, one by one; says how much was done.
    async fn drain(&mut self) -> Result<usize, Trouble> {
        let mut taken = self.spool.first(BATCH).await?;
        let count = taken.records.len();
        if count == 0 {
            return Ok(0); // another process is at it
        }
        if self.keep(&taken.records).await? {
            self.spool.forget(&mut taken, count).await?;
            return Ok(count);
        }
        tracing::warn!(records = count, "a batch of the spool cannot be kept and is taken apart");
        while let Some(first) = taken.records.first() {
            if self.keep(std::slice::from_ref(first)).await? {
                self.spool.forget(&mut taken, 1).await?;
            } else {
                tracing::error!(
                    "a record of the spool can never be kept and was put aside; see `prag doctor`"
                );
                self.spool.put_first_aside(&mut taken).await?;
            }
        }
        Ok(count)
    }

    /// Keeps records all or none; not when the database or the keys refuse one of them.
    async fn keep(&mut self, records: &[Record]) -> Result<bool, Trouble> {
        let opened: Result<Vec<Late>, Broken> =
            records.iter().map(|record| spooled::open(self.store.keys(), record)).collect();
        let Ok(late) = opened else { return Ok(false) };
        match timeout(PATIENCE, self.store.keep_late(&late, &mut self.dice)).await {
            Ok(Ok(_)) => Ok(true),
            Ok(Err(error)) if error.is_refusal() => Ok(false),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Trouble::Silent),
        }
    }
}

impl Rounds for Drain {
    type Error = Trouble;

    /// Keeps one batch and says how many records it held.
    async fn round(&mut self) -> Result<usize, Trouble> {
        if Instant::now() >= self.adopts_at {
            self.spool.adopt().await?;
            self.adopts_at = Instant::now() + ADOPTION;
        }
        if self.spool.is_empty() {
            return Ok(0);
        }
        if self.away && !self.store.answers().await {
            return Err(Trouble::Silent);
        }
        let drained = self.drain().await;
        self.away = drained.is_err();
        if drained.is_ok() && self.spool.is_empty() {
            tracing::info!("the database is there: everything in the spool is kept");
        }
        drained
    }
}
