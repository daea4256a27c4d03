//! Delivery: the only place that sends. One loop for each line leases parcels, hands them to the network outside any
//! transaction, and settles. Not here: what is said (rendered long ago), the networks' protocols (`channels`), how fast a
//! line may be used by all processes together (`store::leases`).

mod step;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{
    task::JoinSet,
    time::{Instant, Interval, MissedTickBehavior, interval, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    channels::{Carriers, Class, SendFailure},
    clock::{Chance, Clock},
    figures::{self, Sending},
    ids::{Dice, ParcelId},
    message::{Line, Parcel},
    pulse::Rounds,
    store::{
        self, Store,
        leases::{LEASE, Unreadable},
        settling::Settled,
    },
};

/// How long a round waits for answers while others may have something to send.
const PATIENCE: Duration = Duration::from_secs(1);
/// A send takes no longer than this, by the limits of every channel.
const LONGEST_SEND: Duration = Duration::from_secs(35);

/// The loop of one line.
pub struct Delivery {
    store: Store,
    carriers: Arc<Carriers>,
    line: Line,
    clock: Clock,
    dice: Dice,
    stop: CancellationToken,
    /// One tick for each parcel, over all leases, so that many short leases are no faster than a long one.
    pace: Interval,
    /// Until when the line is booked by this process itself.
    booked_until: DateTime<Utc>,
    /// What became of parcels and could not be written down yet, by the token of their lease.
    unsettled: VecDeque<(Uuid, Vec<(ParcelId, Settled)>)>,
    /// Parcels that the network has not answered for yet.
    in_hand: JoinSet<Handed>,
}

/// A parcel that was handed to the network, and what came of it.
struct Handed {
    token: Uuid,
    parcel: Parcel,
    sent: Result<Option<String>, SendFailure>,
}

impl Handed {
    /// Whether the network will hear more, for all that came of this parcel.
    const fn wants_more(&self) -> bool {
        !matches!(self.sent, Err(SendFailure { class: Class::Throttled { .. }, .. }))
    }
}

impl Delivery {
    /// Delivery for one line; several processes side by side share the outbox. Told to stop, it begins no further parcel.
    #[must_use]
    pub fn new(
        store: Store,
        carriers: Arc<Carriers>,
        line: Line,
        clock: Clock,
        chance: &Chance,
        stop: CancellationToken,
    ) -> Self {
        let mut pace = interval(Duration::from_secs(1) / carriers.rate(&line).per_second.max(1));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            store,
            carriers,
            line,
            clock,
            dice: chance.dice(),
            stop,
            pace,
            booked_until: DateTime::UNIX_EPOCH,
            unsettled: VecDeque::new(),
            in_hand: JoinSet::new(),
        }
    }

    /// Begins to send these, and gives back what cannot be begun: when told to stop, when the network wants silence, when
    /// the database is away, and when it takes so long that the lease might end.
    async fn begin(&mut self, token: Uuid, parcels: Vec<Parcel>, wait: Duration) -> Result<(), store::Error> {
        let until = Instant::now() + LEASE.to_std().unwrap_or_default() / 2;
        let mut waiting = parcels.into_iter();
        let mut settled = Ok(());
        let mut go_on = unless(&self.stop, sleep(wait)).await;
        while go_on && waiting.len() > 0 && Instant::now() < until {
            if !unless(&self.stop, self.pace.tick()).await {
                break;
            }
            if let Some(parcel) = waiting.next() {
                let (carriers, line, clock) =
                    (Arc::clone(&self.carriers), self.line.clone(), self.clock.clone());
                self.in_hand.spawn(async move {
                    let began = Instant::now();
                    let sent = send(&carriers, &line, &parcel, clock.now()).await;
                    figures::took(&line, began.elapsed());
                    Handed { token, parcel, sent }
                });
            }
            let handed = self.come_back();
            go_on &= handed.iter().all(Handed::wants_more);
            settled = settled.and(self.conclude(handed).await);
            go_on &= settled.is_ok();
        }
        let rest: Vec<ParcelId> = waiting.map(|parcel| parcel.id).collect();
        settled.and(self.give_back(token, &rest).await)
    }

    /// What came back by now from the network.
    fn come_back(&mut self) -> Vec<Handed> {
        let mut handed = Vec::new();
        while let Some(joined) = self.in_hand.try_join_next() {
            handed.extend(joined.ok());
        }
        handed
    }

    /// Settles what is in the network's hand as it comes back, until all is, or for as long as others can be asked to wait
    /// for a slow answer.
    async fn await_answers(&mut self, patience: Duration) -> Result<(), store::Error> {
        let until = Instant::now() + patience;
        let mut settled = Ok(());
        while let Ok(Some(joined)) = timeout_at(until, self.in_hand.join_next()).await {
            let mut handed: Vec<Handed> = joined.into_iter().collect();
            handed.extend(self.come_back());
            settled = settled.and(self.conclude(handed).await);
        }
        settled
    }

    /// Leases and begins, and says how many parcels there were.
    async fn send_lease(&mut self) -> Result<usize, store::Error> {
        self.catch_up().await?;
        let now = self.clock.now();
        let lease = self.store.lease(&self.line, self.per_second(), now, &mut self.dice).await?;
        let (token, count) = (lease.token(), lease.parcels.len());
        self.put_by(token, &lease.unreadable).await?;
        // What this process has booked itself it sends at its own pace; what others have booked since, it waits for.
        let wait = (lease.begins_at - self.booked_until.max(now)).to_std().unwrap_or_default();
        if count > 0 {
            self.booked_until = lease.ends_at;
            let useful = self.give_up_late(token, lease.parcels).await?;
            self.begin(token, useful, wait).await?;
        }
        Ok(count)
    }

    async fn give_back(&self, token: Uuid, parcels: &[ParcelId]) -> Result<(), store::Error> {
        self.store.give_back(token, parcels).await?;
        self.store.unbook(&self.line, self.per_second(), parcels.len()).await
    }

    /// Settles what is of no use any more, which takes nothing of the line's time; the rest is to be sent.
    async fn give_up_late(&mut self, token: Uuid, parcels: Vec<Parcel>) -> Result<Vec<Parcel>, store::Error> {
        let now = self.clock.now();
        let (late, useful): (Vec<_>, Vec<_>) =
            parcels.into_iter().partition(|parcel| step::too_late(parcel, now));
        if !late.is_empty() {
            let outcomes = late.iter().map(|parcel| (parcel.id, step::given_up(parcel, "useless"))).collect();
            self.unsettled.push_back((token, outcomes));
            self.catch_up().await?;
            self.store.unbook(&self.line, self.per_second(), late.len()).await?;
        }
        Ok(useful)
    }

    /// Settles what does not open, so that it holds up nobody else.
    async fn put_by(&mut self, token: Uuid, unreadable: &[Unreadable]) -> Result<(), store::Error> {
        if unreadable.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        for parcel in unreadable {
            tracing::error!(line = %self.line, parcel = %parcel.id, error = %parcel.broken, "a parcel does not open");
        }
        let outcomes: Vec<(ParcelId, Settled)> =
            unreadable.iter().map(|parcel| (parcel.id, step::unreadable(parcel, now))).collect();
        outcomes.iter().for_each(|(_, settled)| self.note(settled, now));
        self.unsettled.push_back((token, outcomes));
        self.catch_up().await?;
        self.store.unbook(&self.line, self.per_second(), unreadable.len()).await
    }

    /// Settles what came of parcels that were handed to the network.
    async fn conclude(&mut self, handed: Vec<Handed>) -> Result<(), store::Error> {
        let now = self.clock.now();
        let mut by_lease: BTreeMap<Uuid, Vec<(ParcelId, Settled)>> = BTreeMap::new();
        for Handed { token, parcel, sent } in handed {
            let settled = match sent {
                Ok(provider_id) => Settled::Sent { provider_id },
                Err(failure) => {
                    self.log(&parcel, &failure);
                    let instead = self.carriers.instead_of(&self.line, &parcel.to);
                    step::next(&failure, &parcel, instead, now, &mut self.dice)
                }
            };
            self.note(&settled, now);
            by_lease.entry(token).or_default().push((parcel.id, settled));
        }
        self.unsettled.extend(by_lease);
        self.catch_up().await
    }

    /// Settles everything that is not yet: while Postgres is away, what was sent is remembered, so that it is not sent again
    /// when Postgres is back.
    async fn catch_up(&mut self) -> Result<(), store::Error> {
        let now = self.clock.now();
        while let Some((token, outcomes)) = self.unsettled.front() {
            match self.store.settle(&self.line, *token, outcomes, now, &mut self.dice).await {
                Err(error) if error.is_outage() => return Err(error),
                done => {
                    self.unsettled.pop_front();
                    done?;
                }
            }
        }
        Ok(())
    }

    fn per_second(&self) -> u32 {
        self.carriers.rate(&self.line).per_second.max(1)
    }

    fn log(&self, parcel: &Parcel, failure: &SendFailure) {
        if failure.worth_a_log {
            tracing::warn!(
                line = %self.line, parcel = %parcel.id, code = failure.code,
                provider_code = failure.provider_code, attempts = parcel.attempts + 1, "parcel not sent"
            );
        }
    }

    /// For the figures and for the watch.
    fn note(&self, settled: &Settled, now: DateTime<Utc>) {
        match settled {
            Settled::Sent { .. } => {
                figures::parcel(&self.line, Sending::Sent, "");
                self.store.saw_success(&self.line, now);
            }
            Settled::Again { code, .. }
            | Settled::Rerouted { code, .. }
            | Settled::Paused { code, .. }
            | Settled::Moved { code, .. } => {
                figures::parcel(&self.line, Sending::Again, code);
            }
            Settled::Failed { code, .. } | Settled::Missed { code } => {
                figures::parcel(&self.line, Sending::Failed, code)
            }
        }
    }
}

impl Rounds for Delivery {
    type Error = store::Error;

    /// Sends one lease and says how many parcels are in hand. A lease that nobody settles ends by itself, and its parcels
    /// are sent again. One slow answer does not hold up everybody else: it may come in a later round, but for the last one
    /// before stopping or after trouble.
    async fn round(&mut self) -> Result<usize, store::Error> {
        let begun = self.send_lease().await;
        let mut answered = self.await_answers(PATIENCE).await;
        if begun.is_err() || self.stop.is_cancelled() {
            answered = answered.and(self.await_answers(LONGEST_SEND).await);
        }
        answered.and(begun.map(|begun| begun + self.in_hand.len()))
    }
}

/// Awaits, unless told to stop before.
async fn unless<T>(stop: &CancellationToken, awaited: impl Future<Output = T>) -> bool {
    stop.run_until_cancelled(awaited).await.is_some()
}

async fn send(
    carriers: &Carriers,
    line: &Line,
    parcel: &Parcel,
    now: DateTime<Utc>,
) -> Result<Option<String>, SendFailure> {
    let Some(carrier) = carriers.carrier(line) else {
        return Err(SendFailure::new(Class::Misconfigured, "no such line", None));
    };
    carrier.send(parcel, now).await.map(|accepted| accepted.provider_id)
}
