//! Telegram's door when no webhook is set: long polling by one process at a time. The offset goes forward only after the
//! updates are kept, and starts from nothing whenever nothing waits, because update ids may jump back after a quiet week.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{
    channels::{
        Reading,
        telegram::{self, PollFailure, Telegram},
    },
    keeping::Keeper,
    message::{Arrival, Body, Line},
    pulse::Pulse,
    store::{Store, inbox::Keeping},
};

/// How long Telegram holds a request open when there is nothing.
const HOLD: Duration = Duration::from_secs(25);
/// How long to wait after trouble.
const AGAIN: Duration = Duration::from_secs(3);

/// The door that asks instead of waiting to be called.
#[derive(Clone)]
pub struct Polling {
    telegram: Telegram,
    keeper: Keeper,
    store: Store,
    pulse: Pulse,
}

impl Polling {
    /// A door for this bot.
    #[must_use]
    pub const fn new(telegram: Telegram, keeper: Keeper, store: Store, pulse: Pulse) -> Self {
        Self { telegram, keeper, store, pulse }
    }

    /// Asks until stopped. Of several processes one asks, and another takes over when it ends.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.take_a_shift() => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }

    /// Polls while the shift is ours, until something is wrong.
    async fn take_a_shift(&self) {
        // An update that nobody asks for is kept by Telegram, better than by our spool.
        if !self.store.is_migrated() {
            return;
        }
        let Ok(Some(mut shift)) = self.store.take_shift().await else { return };
        if let Err(error) = self.telegram.delete_webhook().await {
            tracing::warn!(%error, "telegram did not take the webhook down");
            return;
        }
        let mut offset = None;
        loop {
            match self.ask(offset).await {
                Ok(next) => {
                    self.pulse.well();
                    // An empty answer: all that came before is confirmed, and a high offset kept through a quiet week
                    // would confirm, unread, updates whose ids begin anew below it.
                    offset = next;
                }
                Err(Trouble::Poll(PollFailure::Throttled(wait))) => tokio::time::sleep(wait).await,
                Err(Trouble::Poll(failure)) => {
                    self.pulse.troubled();
                    tracing::warn!(%failure, "telegram cannot be asked for updates; trying again");
                    return;
                }
                Err(Trouble::NotKept) => return, // the same updates are asked for again
            }
            if !shift.held().await {
                return;
            }
        }
    }

    /// One request: keep what came, and only then say which offset comes next.
    async fn ask(&self, offset: Option<i64>) -> Result<Option<i64>, Trouble> {
        let updates = self.telegram.get_updates(offset, HOLD).await.map_err(Trouble::Poll)?;
        let last = updates.iter().filter_map(|update| update.get("update_id")?.as_i64()).max();
        let arrivals: Vec<(Arrival, Keeping)> = updates.iter().filter_map(arrival).collect();
        if !arrivals.is_empty() {
            self.keeper.keep(arrivals).await.map_err(|_| Trouble::NotKept)?;
        }
        Ok(last.map(|last| last + 1))
    }
}

enum Trouble {
    Poll(PollFailure),
    NotKept,
}

/// An update as an arrival; one of no use to us is kept as rejected, without its content.
pub(crate) fn arrival(update: &serde_json::Value) -> Option<(Arrival, Keeping)> {
    let provider_id = telegram::name_of_update(update)?;
    Some(match telegram::read_update(update) {
        Reading::Arrival(arrival) => (arrival, Keeping::Waiting),
        Reading::Ignored(reason) => (nobody(provider_id), Keeping::rejected(reason)),
        Reading::Malformed => (nobody(provider_id), Keeping::rejected("malformed")),
    })
}

fn nobody(provider_id: String) -> Arrival {
    Arrival { line: Line::telegram(), provider_id, from: None, body: Body::Picture }
}
