//! Keeping arrivals before anybody is thanked: many doors, one insert at a time, so that arrivals which come together
//! share one commit. Not here: reading requests (`channels`), what to do about them (`reception`).

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, oneshot};

use crate::{
    clock::{Chance, Clock},
    figures::{self, Door},
    message::Arrival,
    pulse::Pulse,
    store::{Store, inbox::Keeping},
};

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
pub struct Keeper(mpsc::Sender<Errand>);

impl Keeper {
    /// A keeper, and the desk behind it.
    #[must_use]
    pub fn new(store: Store, clock: Clock, chance: Chance) -> (Self, Desk) {
        let (errands, queue) = mpsc::channel(WAITING);
        (Self(errands), Desk { store, clock, chance, queue: Arc::new(Mutex::new(queue)) })
    }

    /// Keeps arrivals; when this returns without an error they are durable.
    ///
    /// # Errors
    /// When they could not be kept.
    pub async fn keep(&self, arrivals: Vec<(Arrival, Keeping)>) -> Result<(), NotKept> {
        let (done, answer) = oneshot::channel();
        self.0.send(Errand { arrivals, done }).await.map_err(|_| NotKept)?;
        answer.await.unwrap_or(Err(NotKept))
    }
}

/// The desk behind every keeper. When one falls over, the doors that wait are told that nothing was kept, and a clone of
/// it goes on with the same queue.
#[derive(Clone, Debug)]
pub struct Desk {
    store: Store,
    clock: Clock,
    chance: Chance,
    queue: Arc<Mutex<mpsc::Receiver<Errand>>>,
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
            let kept = self.store.keep(&arrivals, self.clock.now(), &mut dice).await;
            note(&arrivals, kept.is_ok());
            match &kept {
                Ok(_) => pulse.well(),
                Err(error) => {
                    pulse.troubled();
                    tracing::error!(%error, arrivals = arrivals.len(), "arrivals not kept; their networks will repeat them");
                }
            }
            for errand in errands.drain(..) {
                // A door that went away meanwhile gets its arrival again from the network, and finds it kept.
                let _ = errand.done.send(kept.as_ref().map(|_| ()).map_err(|_| NotKept));
            }
        }
    }
}

/// For the figures.
fn note(arrivals: &[(Arrival, Keeping)], kept: bool) {
    for (arrival, keeping) in arrivals {
        figures::arrived(
            &arrival.line,
            match keeping {
                _ if !kept => Door::NotKept,
                Keeping::Waiting => Door::Kept,
                Keeping::Rejected(_) => Door::Rejected,
            },
        );
    }
}
