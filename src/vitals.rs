//! Reading how the house is, all parts at once. Not here: what the parts mean (`health`), what is bad about them
//! (`alarms`), who is shown them (`web`, `inner`, `doctor`).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use url::Url;

use crate::{
    alarms::Standing,
    channels::telegram::Telegram,
    clock::Clock,
    health::{Health, Line as LineHealth, Loop, Queue, Rows, Spooled, Webhook},
    message::Line,
    pulse::{Beat, Pulses},
    spool::{self, Spool},
    store::{self, Store},
};

/// The loop that asks Telegram for updates.
pub const POLLING: &str = "polling";
/// How long Telegram may take to tell about our webhook; stopping waits no longer for it than that.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the database may take. One that hangs is as good as away, and whoever asks how we are gives up in ten.
const IN_TIME: Duration = Duration::from_secs(3);

/// Where the signs of life of this process and of its database are read.
#[derive(Clone, Debug)]
pub struct Vitals {
    store: Store,
    spool: Option<Spool>,
    pulses: Pulses,
    clock: Clock,
    lines: Arc<[Line]>,
    webhook: Option<(Telegram, Url)>,
    /// What Telegram said when it was last asked.
    told: Arc<Mutex<Webhook>>,
}

impl Vitals {
    /// The vitals of a house with these lines, with a spool if there is one, and a webhook that should lead to this address if Telegram calls.
    #[must_use]
    pub fn new(
        store: Store,
        spool: Option<Spool>,
        pulses: Pulses,
        clock: Clock,
        lines: Vec<Line>,
        webhook: Option<(Telegram, Url)>,
    ) -> Self {
        let told = if webhook.is_some() { Webhook::Unknown } else { Webhook::Unused };
        Self { store, spool, pulses, clock, lines: lines.into(), webhook, told: Arc::new(Mutex::new(told)) }
    }

    /// How the house is now. What Telegram says is from the last time it was asked.
    pub async fn read(&self) -> Health {
        self.read_at(self.clock.now()).await
    }

    /// The same for somebody who has looked at the clock already.
    pub async fn read_at(&self, at: DateTime<Utc>) -> Health {
        Health {
            at,
            loops: self.loops(),
            rows: in_time(self.rows(at)).await,
            spool: self.spool.as_ref().map(|spool| spooled(spool.state())),
            webhook: *self.told.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// How the loops are.
    #[must_use]
    pub fn loops(&self) -> BTreeMap<String, Loop> {
        let beats = self.pulses.beats().into_iter();
        beats
            .map(|(name, beat)| {
                let Beat { well_at, troubled_at, fell_at, restarts, down } = beat;
                (name, Loop { well_at, troubled_at, fell_at, restarts, down })
            })
            .collect()
    }

    /// The same with the alarms that stand; none while the database does not answer.
    pub async fn read_with_alarms(&self) -> (Health, Vec<Standing>) {
        let health = self.read().await;
        let alarms = if health.rows.is_some() { in_time(self.store.alarms()).await } else { None };
        (health, alarms.unwrap_or_default())
    }

    /// Whether the database answers; cheap enough to be asked by anybody.
    pub async fn database_answers(&self) -> bool {
        in_time(self.store.ping()).await.is_some()
    }

    /// Whether what comes in can be kept while the database is away.
    #[must_use]
    pub fn spool_has_room(&self) -> bool {
        self.spool.as_ref().is_some_and(|spool| spool.has_room(self.clock.now()))
    }

    async fn rows(&self, now: DateTime<Utc>) -> Result<Rows, store::Error> {
        let (unhandled, oldest_at) = self.store.waiting(now).await?;
        let mut unsent = self.store.unsent_by_line().await?;
        let seen = self.store.sightings().await?;
        let polled = self.pulses.beats().contains_key(POLLING);
        let lines: BTreeMap<String, LineHealth> = self
            .lines
            .iter()
            .map(|line| {
                let line_health = LineHealth {
                    unsent: unsent.remove(&line.0).unwrap_or_default(),
                    polled: polled && *line == Line::telegram(),
                    seen: seen.get(&line.0).copied().unwrap_or_default(),
                };
                (line.0.clone(), line_health)
            })
            .collect();
        Ok(Rows {
            unhandled: Queue { count: unhandled.unsigned_abs(), oldest_at },
            aside: self.store.set_aside().await?.unsigned_abs(),
            lines,
            stranded: unsent.values().map(|queue| queue.count).sum(),
            lost: self.store.untold().await?.unsigned_abs(),
            held_up: self.store.held_up().await?.iter().map(|held| held.parcels.unsigned_abs()).sum(),
            unread_colleagues: u64::try_from(self.store.unread_colleagues().await?.len()).unwrap_or(u64::MAX),
        })
    }

    /// Writes down when the lines were last seen at work.
    ///
    /// # Errors
    /// When the database is away; then it is written down the next time.
    pub async fn note(&self, now: DateTime<Utc>) -> Result<(), store::Error> {
        if let Some(well_at) = self.pulses.beats().get(POLLING).and_then(|beat| beat.well_at) {
            self.store.saw_poll(&Line::telegram(), well_at);
        }
        self.store.note_sightings(&self.lines, now).await
    }

    /// Asks Telegram about our webhook, if there is one.
    pub async fn ask_telegram(&self) {
        let Some((bot, url)) = &self.webhook else { return };
        let told = match tokio::time::timeout(PATIENCE, bot.webhook_info()).await {
            Ok(Ok(info)) => Webhook::Told {
                ours: info.url == url.as_str(),
                pending: info.pending_update_count,
                last_error_at: info.last_error_date.and_then(|at| DateTime::from_timestamp(at, 0)),
            },
            _ => Webhook::Unknown,
        };
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }
}

async fn in_time<T>(asking: impl Future<Output = Result<T, store::Error>>) -> Option<T> {
    tokio::time::timeout(IN_TIME, asking).await.ok()?.ok()
}

fn spooled(state: spool::State) -> Spooled {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let spool::State { records, bytes, oldest, refused } = state;
    Spooled { records: count(records), bytes, oldest_at: oldest, refused: count(refused) }
}
