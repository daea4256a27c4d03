//! Delivery: the only place that sends. One loop for each line leases parcels, hands them to the network outside any
//! transaction, and settles. Not here: what is said (rendered long ago), the networks' protocols (`channels`).

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::{
    task::JoinSet,
    time::{Instant, Interval, MissedTickBehavior, interval},
};

use crate::{
    channels::{Carriers, Class, SendFailure},
    clock::{Chance, Clock},
    figures::{self, Sending},
    ids::{Dice, ParcelId},
    message::{Line, Parcel},
    pulse::Rounds,
    store::{
        self, Store,
        outbox::{LEASE, Settled},
    },
};

/// Seconds of a line's pace that one lease may hold; with the longest send (30 s) it stays well within a lease.
const PACE_AHEAD: u32 = 10;
/// The first wait after a network was out of reach; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The longest wait between tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 60);
/// Tries until a parcel is given up: with the waits above about a day and a half.
const TRIES: u32 = 80;

/// The loop of one line.
pub struct Delivery {
    store: Store,
    carriers: Arc<Carriers>,
    line: Line,
    clock: Clock,
    dice: Dice,
    /// One tick for each parcel, over all leases, so that many short leases are no faster than a long one.
    pace: Interval,
}

impl Delivery {
    /// Delivery for one line; several processes side by side share the outbox.
    #[must_use]
    pub fn new(store: Store, carriers: Arc<Carriers>, line: Line, clock: Clock, chance: &Chance) -> Self {
        let mut pace = interval(Duration::from_secs(1) / carriers.rate(&line).per_second.max(1));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { store, carriers, line, clock, dice: chance.dice(), pace }
    }

    async fn settle(
        &mut self,
        token: uuid::Uuid,
        done: Vec<(Parcel, Result<Option<String>, SendFailure>)>,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        let outcomes: Vec<(ParcelId, Settled)> = done
            .into_iter()
            .map(|(parcel, sent)| {
                if let Err(failure) = &sent
                    && failure.worth_a_log
                {
                    tracing::warn!(
                        line = %self.line, parcel = %parcel.id, code = failure.code,
                        provider_code = failure.provider_code, attempts = parcel.attempts + 1, "parcel not sent"
                    );
                }
                let settled = match sent {
                    Ok(provider_id) => Settled::Sent { provider_id },
                    Err(failure) => next_step(&failure, parcel.attempts, now, &mut self.dice),
                };
                self.note(&settled, now);
                (parcel.id, settled)
            })
            .collect();
        self.store.settle(&self.line, token, &outcomes, now, &mut self.dice).await
    }

    /// For the figures and for the watch.
    fn note(&self, settled: &Settled, now: DateTime<Utc>) {
        match settled {
            Settled::Sent { .. } => {
                figures::parcel(&self.line, Sending::Sent, "");
                self.store.saw_success(&self.line, now);
            }
            Settled::Again { code, .. } => figures::parcel(&self.line, Sending::Again, code),
            Settled::Failed { code, .. } => figures::parcel(&self.line, Sending::Failed, code),
        }
    }
}

impl Rounds for Delivery {
    type Error = store::Error;

    /// Sends one lease and says how many parcels it held. A lease that cannot be settled ends by itself, and its parcels
    /// are sent again.
    async fn round(&mut self) -> Result<usize, store::Error> {
        let per_second = self.carriers.rate(&self.line).per_second.max(1);
        let most = i64::from(per_second * PACE_AHEAD);
        let lease = self.store.lease(&self.line, most, self.clock.now(), &mut self.dice).await?;
        let token = lease.token();
        let count = lease.parcels.len();
        let mut sending = JoinSet::new();
        let until = Instant::now() + LEASE.to_std().unwrap_or_default() / 2;
        for parcel in lease.parcels {
            self.pace.tick().await;
            if Instant::now() > until {
                break; // too slow a network; the rest of the lease ends by itself
            }
            let (carriers, line, clock) = (Arc::clone(&self.carriers), self.line.clone(), self.clock.clone());
            sending.spawn(async move {
                let began = Instant::now();
                let sent = send(&carriers, &line, &parcel, clock.now()).await;
                figures::took(&line, began.elapsed());
                (parcel, sent)
            });
            while let Some(Ok(done)) = sending.try_join_next() {
                self.settle(token, vec![done]).await?;
            }
        }
        let mut done = Vec::new();
        while let Some(joined) = sending.join_next().await {
            done.extend(joined.ok());
            while let Some(Ok(also)) = sending.try_join_next() {
                done.push(also);
            }
            self.settle(token, std::mem::take(&mut done)).await?;
        }
        Ok(count)
    }
}

async fn send(
    carriers: &Carriers,
    line: &Line,
    parcel: &Parcel,
    now: DateTime<Utc>,
) -> Result<Option<String>, SendFailure> {
    if parcel.useless_after.is_some_and(|end| end <= now) {
        return Err(SendFailure { worth_a_log: false, ..SendFailure::new(Class::Rejected, "useless", None) });
    }
    let Some(carrier) = carriers.carrier(line) else {
        return Err(SendFailure::new(Class::Misconfigured, "no such line", None));
    };
    carrier.send(parcel, now).await.map(|accepted| accepted.provider_id)
}

/// What follows from a failure: again later, or never.
fn next_step(failure: &SendFailure, attempts: u32, now: DateTime<Utc>, dice: &mut Dice) -> Settled {
    let code = failure.code;
    let again = |wait: Duration| {
        let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::hours(1));
        Settled::Again { at: now + wait, code }
    };
    match &failure.class {
        Class::Gone => Settled::Failed { code, gone: true },
        Class::Rejected | Class::Moved { .. } => Settled::Failed { code, gone: false },
        Class::Throttled { after } => again(*after),
        Class::Unreachable | Class::Misconfigured if attempts + 1 < TRIES => again(wait(attempts, dice)),
        Class::Unreachable | Class::Misconfigured => Settled::Failed { code, gone: false },
    }
}

/// Twice as long each time up to the longest, give or take a fifth, so that parcels which failed together do not come
/// back together.
fn wait(attempts: u32, dice: &mut Dice) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(attempts.min(16))).min(LONGEST_WAIT);
    doubled * (80 + dice.below(41)) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(class: Class) -> SendFailure {
        SendFailure::new(class, "code", None)
    }

    #[test]
    fn waits_grow_for_hours_and_never_beyond_their_bound() {
        let mut dice = Dice::from_seed(1);
        let mut total = Duration::ZERO;
        for attempts in 0..TRIES {
            let next = wait(attempts, &mut dice);
            assert!(next >= Duration::from_secs(4) && next <= LONGEST_WAIT * 6 / 5, "{next:?}");
            total += next;
        }
        assert!(total > Duration::from_secs(24 * 3600), "{total:?}");
    }

    #[test]
    fn each_class_of_failure_has_its_next_step() {
        let (now, dice) = (DateTime::UNIX_EPOCH, &mut Dice::from_seed(1));
        let throttled = failure(Class::Throttled { after: Duration::from_secs(35) });
        assert!(matches!(next_step(&throttled, 500, now, dice),
            Settled::Again { at, .. } if at == now + chrono::Duration::seconds(35)));
        assert!(matches!(next_step(&failure(Class::Gone), 0, now, dice), Settled::Failed { gone: true, .. }));
        assert!(matches!(
            next_step(&failure(Class::Rejected), 0, now, dice),
            Settled::Failed { gone: false, .. }
        ));
        assert!(matches!(next_step(&failure(Class::Unreachable), 0, now, dice), Settled::Again { .. }));
        assert!(matches!(next_step(&failure(Class::Unreachable), TRIES, now, dice), Settled::Failed { .. }));
    }
}
