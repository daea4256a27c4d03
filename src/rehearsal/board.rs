//! A state that many look at and some wait for: every change wakes the waiting, nobody polls.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// The state of one network, and the bell that rings when it changes.
pub(super) struct Board<T> {
    state: Mutex<T>,
    changed: watch::Sender<()>,
}

impl<T> Board<T> {
    pub(super) fn new(state: T) -> Self {
        Self { state: Mutex::new(state), changed: watch::Sender::new(()) }
    }

    pub(super) fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.lock())
    }

    pub(super) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.lock());
        self.changed.send_replace(());
        result
    }

    /// Waits until `ready` finds what it wants. What `ready` itself changes wakes nobody.
    pub(super) async fn until<R>(&self, mut ready: impl FnMut(&mut T) -> Option<R>) -> R {
        // Subscribed before the first look, so that no change between look and wait is missed.
        let mut changes = self.changed.subscribe();
        loop {
            if let Some(found) = ready(&mut self.lock()) {
                return found;
            }
            changes.changed().await.expect("the bell belongs to the board that is borrowed here");
        }
    }

    /// Like `until`, for a limited time; looks at least once.
    pub(super) async fn within<R>(
        &self,
        span: Duration,
        ready: impl FnMut(&mut T) -> Option<R>,
    ) -> Option<R> {
        tokio::time::timeout(span, self.until(ready)).await.ok()
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        // A test whose closure panics under the lock must not bring the other people down with it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
