//! Keeping arrivals before anybody is thanked: many doors, one insert at a time, so that arrivals which come together
//! share one commit. While the database is away they go to the spool, one write at a time, and are drained from there
//! before anything newer is kept. Not here: reading requests (`channels`), what to do about them (`reception`).

mod draining;
mod spooled;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::timeout,
};

pub use self::{draining::Drain, spooled::seal};
use crate::{
    clock::{Chance, Clock},
    figures::{self, Door},
    ids::Dice,
    message::Arrival,
    pulse::Pulse,
    spool::{self, Spool},
    store::{
        self, Store,
        inbox::{Keeping, Late},
    },
};

/// How long a door waits for a database that hangs before its arrivals go to the spool.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// Arrivals that one insert may carry.
const BATCH: usize = 256;
/// Arrivals that may wait at the doors; beyond that a door waits too.
const WAITING: usize = 1024;

/// Nothing was kept; the network has to repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the arrival could not be kept")]
pub struct NotKept;

#[derive(Debug)]
struct Errand {
    arrivals: Vec<(Arrival, Keeping)>,
    done: oneshot::Sender<Result<(), NotKept>>,
}

/// What every door holds.
#[derive(Clone, Debug)]
pub struct Keeper {
    errands: mpsc::Sender<Errand>,
    spool: Spool,
}

impl Keeper {
    /// A keeper, and the desk behind it; who wrote while the database was away is told to `spooled`, as far as that has
    /// room.
    #[must_use]
    pub fn new(
        store: Store,
        spool: Spool,
        patience: Duration,
        clock: Clock,
        chance: Chance,
        spooled: mpsc::Sender<Arrival>,
    ) -> (Self, Desk) {
        let (errands, queue) = mpsc::channel(WAITING);
        let queue = Arc::new(Mutex::new(queue));
        (
            Self { errands, spool: spool.clone() },
            Desk { store, spool, patience, clock, chance, spooled, queue },
        )
    }

    /// Keeps arrivals; when this returns without an error they are durable.
    ///
    /// # Errors
    /// When they could not be kept.
    pub async fn keep(&self, arrivals: Vec<(Arrival, Keeping)>) -> Result<(), NotKept> {
        let (done, answer) = oneshot::channel();
        self.errands.send(Errand { arrivals, done }).await.map_err(|_| NotKept)?;
        answer.await.unwrap_or(Err(NotKept))
    }

    /// What waits on the disk for the database.
    #[must_use]
    pub fn spooled(&self) -> spool::State {
        self.spool.state()
    }
}

/// The desk behind every keeper. When one falls over, the doors that wait are told that nothing was kept, and a clone of
/// it goes on with the same queue.
#[derive(Clone, Debug)]
pub struct Desk {
    store: Store,
    spool: Spool,
    patience: Duration,
    clock: Clock,
    chance: Chance,
    spooled: mpsc::Sender<Arrival>,
    queue: Arc<Mutex<mpsc::Receiver<Errand>>>,
}

/// Where arrivals were kept.
enum Kept {
    InDatabase,
    InSpool,
}

/// Why arrivals were kept nowhere.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Spool(#[from] spool::Error),
}

impl Desk {
    /// Keeps what doors hand over until every keeper is gone.
    pub async fn run(self, pulse: Pulse) {
        let (mut queue, mut dice) = (self.queue.lock().await, self.chance.dice());
        let mut errands = Vec::new();
        while queue.recv_many(&mut errands, BATCH).await > 0 {
            let arrivals: Vec<(Arrival, Keeping)> = errands
                .iter_mut()
                .flat_map(|errand: &mut Errand| std::mem::take(&mut errand.arrivals))
                .collect();
            let count = arrivals.len();
            let kept = self.keep(arrivals, &mut dice).await;
            match &kept {
                Ok(Kept::InDatabase) => pulse.well(),
                Ok(Kept::InSpool) => pulse.troubled(),
                Err(error) => {
                    pulse.troubled();
                    tracing::error!(%error, arrivals = count, "arrivals not kept; their networks will repeat them");
                }
            }
            for errand in errands.drain(..) {
                // A door that went away meanwhile gets its arrival again from the network, and finds it kept.
                let _ = errand.done.send(kept.as_ref().map(|_| ()).map_err(|_| NotKept));
            }
        }
    }

    /// Keeps arrivals in the database, or behind what is in the spool already, so that nobody's messages change places.
    async fn keep(&self, arrivals: Vec<(Arrival, Keeping)>, dice: &mut Dice) -> Result<Kept, Trouble> {
        let kept_at = self.clock.now();
        if self.store.is_migrated() && self.spool.is_clear().await {
            match timeout(self.patience, self.store.keep(&arrivals, kept_at, dice)).await {
                Ok(Ok(_)) => {
                    note(arrivals.iter().map(|(arrival, keeping)| (arrival, keeping)), Door::Kept);
                    return Ok(Kept::InDatabase);
                }
                Ok(Err(error)) if !error.is_outage() => {
                    note(arrivals.iter().map(|(arrival, keeping)| (arrival, keeping)), Door::NotKept);
                    return Err(error.into());
                }
                // An insert that hangs may still be committed; its keys are known when they come out of the spool.
                Ok(Err(_)) | Err(_) => tracing::warn!("the database is away: arrivals go to the spool"),
            }
        }
        let late: Vec<Late> =
            arrivals.into_iter().map(|(arrival, keeping)| Late { arrival, keeping, kept_at }).collect();
        let records = late.iter().map(|late| spooled::seal(self.store.keys(), late, dice)).collect();
        let spooled = self.spool.append(records, kept_at).await;
        let door = if spooled.is_ok() { Door::Spooled } else { Door::NotKept };
        note(late.iter().map(|late| (&late.arrival, &late.keeping)), door);
        spooled?;
        for late in late.into_iter().filter(|late| late.keeping == Keeping::Waiting) {
            // Whoever listens does so as well as it can; the arrival itself is safe.
            let _ = self.spooled.try_send(late.arrival);
        }
        Ok(Kept::InSpool)
    }
}

/// For the figures: what is kept and of no use counts as rejected.
fn note<'a>(arrivals: impl Iterator<Item = (&'a Arrival, &'a Keeping)>, door: Door) {
    for (arrival, keeping) in arrivals {
        let door = match (door, keeping) {
            (Door::Kept, Keeping::Rejected(_)) => Door::Rejected,
            (door, _) => door,
        };
        figures::arrived(&arrival.line, door);
    }
}
