//! Waking the loops when rows arrive: whoever commits rings a bell of this process. Another process that shares the
//! database finds the rows at its next slow tick. Not NOTIFY: its lock is held over the commit's wait for the disk, so that
//! keeping and reception could not commit side by side.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::Store;

/// What rings the bells; all copies of a store share it.
#[derive(Clone, Debug)]
pub(super) struct Ropes {
    inbox: Arc<watch::Sender<()>>,
    outbox: Arc<watch::Sender<()>>,
}

impl Ropes {
    pub(super) fn new() -> Self {
        Self { inbox: Arc::new(watch::Sender::new(())), outbox: Arc::new(watch::Sender::new(())) }
    }
}

/// A bell that rings when there is something to do.
#[derive(Clone, Debug)]
pub struct Bell(watch::Receiver<()>);

impl Bell {
    /// Waits until the bell has rung since the last wait, or until `tick` has passed.
    pub async fn rung(&mut self, tick: Duration) {
        if let Ok(Err(_gone)) = tokio::time::timeout(tick, self.0.changed()).await {
            tokio::time::sleep(tick).await; // nobody rings any more; the slow tick goes on
        }
    }
}

/// The bells of the inbox and the outbox.
#[derive(Clone, Debug)]
pub struct Bells {
    /// Rings when something is kept.
    pub inbox: Bell,
    /// Rings when a parcel is written.
    pub outbox: Bell,
}

impl Store {
    /// The bells, heard from now on: hang them up before looking for the first time.
    #[must_use]
    pub fn bells(&self) -> Bells {
        Bells { inbox: Bell(self.ropes.inbox.subscribe()), outbox: Bell(self.ropes.outbox.subscribe()) }
    }

    /// Wakes reception, after what it should see is committed.
    pub fn wake_reception(&self) {
        self.ropes.inbox.send_replace(());
    }

    /// Wakes delivery, after what it should see is committed.
    pub fn wake_delivery(&self) {
        self.ropes.outbox.send_replace(());
    }
}
