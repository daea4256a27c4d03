//! Wiring, and the order of stopping: doors first, then what is in hand. Carriers are handed to delivery, and to `away`
//! for the time in which delivery has nothing to read from. Not here: who says when to stop, and the database, which is
//! closed last (`serve`).

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use url::Url;

use crate::{
    alarms::Thresholds,
    away::{self, Away},
    catalogue::Catalogue,
    channels::{Carrier, Carriers, SmsLine, client::EXCHANGE_LIMIT, telegram::Telegram},
    clock::{Chance, Clock},
    delivery::Delivery,
    figures, inner,
    keeping::{Drain, Keeper},
    office::Office,
    polling::Polling,
    pulse::{Pulse, Pulses, Rounds},
    reception::Reception,
    serving,
    spool::Spool,
    store::{Store, waking::Bell},
    vitals::{POLLING, Vitals},
    watch::Watch,
    web::{self, Doors},
};

/// Requests in hand are answered, each within its limit, and their last bytes leave.
const FAREWELL: Duration = serving::REQUEST.saturating_add(Duration::from_secs(2));
/// What lies at the desk is kept: a connection, an insert, a commit.
const KEEPING: Duration = Duration::from_secs(10);
/// The parcels of a lease are begun at the pace of their line, in half of its time at most.
const BEGINNING: Duration = Duration::from_secs(30);
/// What is sent or handled is written down: a connection, a statement, a commit.
const SETTLING: Duration = Duration::from_secs(10);
/// A round in hand is finished: the last parcel of a lease is begun, sent and settled.
const ROUND: Duration = BEGINNING.saturating_add(EXCHANGE_LIMIT).saturating_add(SETTLING);
/// What stopping takes at most, the database apart. Whatever is not done by then is cut short.
pub const BUDGET: Duration = FAREWELL.saturating_add(KEEPING).saturating_add(ROUND);

/// Not everything in hand was finished. Nothing is lost: what was not thanked for is sent again by its network, what was
/// not handled still waits, and what was not settled is sent when its lease has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "stopped before everything in hand was finished; nothing is lost, and the next start goes on with it"
)]
pub struct CutShort;

/// A task that ends when nobody waits for it any more.
type Task = AbortOnDropHandle<()>;

/// How Telegram's updates reach us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TelegramDoor {
    /// We ask.
    Polling,
    /// Telegram calls this address, and shows this secret.
    Webhook {
        /// Our public address, with `/telegram` at its end.
        url: Url,
    },
}

/// Everything the app is made of.
#[derive(Debug)]
pub struct Parts {
    /// The house's memory; the loops begin when it is migrated.
    pub store: Store,
    /// Where arrivals wait while the database is away.
    pub spool: Spool,
    /// How long a door waits for a database that hangs.
    pub patience: Duration,
    /// Every sentence.
    pub catalogue: Arc<Catalogue>,
    /// The office behind the door.
    pub office: Office,
    /// The bot and its door, if there is one.
    pub telegram: Option<(Telegram, TelegramDoor)>,
    /// The SMS lines.
    pub sms: Vec<SmsLine>,
    /// Where the doors stand.
    pub listener: TcpListener,
    /// Where the inner door stands, if there is one.
    pub inner: Option<TcpListener>,
    /// From where on silence is an alarm.
    pub thresholds: Thresholds,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where dice come from.
    pub chance: Chance,
}

/// The app at work; dropped, it is cut short.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    inner: Option<SocketAddr>,
    doors: CancellationToken,
    loops: CancellationToken,
    at_doors: Vec<Task>,
    in_loops: Vec<Task>,
    keeping: Task,
}

/// Opens the doors and sets every loop to work.
///
/// # Errors
/// When the listening socket has no address.
pub fn start(parts: Parts) -> std::io::Result<Running> {
    let Parts {
        store, spool, patience, catalogue, office, telegram, sms, listener, inner, thresholds, ..
    } = parts;
    let (clock, chance) = (parts.clock, parts.chance);
    let address = listener.local_addr()?;
    figures::begin();
    let (doors, loops) = (CancellationToken::new(), CancellationToken::new());
    let carriers: Arc<Carriers> = Arc::new(
        telegram
            .iter()
            .map(|(bot, _)| Carrier::Telegram(bot.clone()))
            .chain(sms.iter().map(|line| Carrier::Sms(line.clone())))
            .collect(),
    );
    let pulses = Pulses::new(clock.clone());
    let vitals = Vitals::new(
        store.clone(),
        Some(spool.clone()),
        pulses.clone(),
        clock.clone(),
        carriers.lines().collect(),
        telegram.iter().find_map(|(bot, door)| match door {
            TelegramDoor::Webhook { url } => Some((bot.clone(), url.clone())),
            TelegramDoor::Polling => None,
        }),
    );
    let (spooled, came) = mpsc::channel(away::EARS);
    let (keeper, desk) =
        Keeper::new(store.clone(), spool.clone(), patience, clock.clone(), chance.clone(), spooled);
    let pulse = pulses.of("keeping");
    // A desk works until its keepers are gone, also when it has to begin anew while stopping.
    let keeping =
        spawn(pulse.clone().keep_going(CancellationToken::new(), move || desk.clone().run(pulse.clone())));

    let bells = store.bells();
    let away = {
        let (catalogue, carriers) = (Arc::clone(&catalogue), Arc::clone(&carriers));
        Away::new(spool.clone(), carriers, catalogue, clock.clone(), chance.clone(), came)
    };
    let until = loops.clone();
    let mut in_loops = vec![
        {
            let (store, spool, chance) = (store.clone(), spool, chance.clone());
            spawn_rounds(pulses.of("spool"), &store.clone(), bells.inbox.clone(), &loops, move || {
                Drain::new(store.clone(), spool.clone(), &chance)
            })
        },
        spawn(pulses.of("away").keep_going(loops.clone(), move || away.clone().run(until.clone()))),
        {
            let (store, clock, chance) = (store.clone(), clock.clone(), chance.clone());
            let office = office.clone();
            spawn_rounds(pulses.of("reception"), &store.clone(), bells.inbox.clone(), &loops, move || {
                Reception::new(store.clone(), Arc::clone(&catalogue), office.clone(), clock.clone(), &chance)
            })
        },
    ];
    for line in carriers.lines() {
        let (store, carriers, line) = (store.clone(), Arc::clone(&carriers), line.clone());
        let (clock, chance, bell, stop) =
            (clock.clone(), chance.clone(), bells.outbox.clone(), loops.clone());
        let pulse = pulses.of(format!("delivery {line}"));
        in_loops.push(spawn_rounds(pulse, &store.clone(), bell, &loops, move || {
            let (carriers, line, clock) = (Arc::clone(&carriers), line.clone(), clock.clone());
            Delivery::new(store.clone(), carriers, line, clock, &chance, stop.clone())
        }));
    }
    in_loops.push({
        let (store, vitals, clock, chance) = (store.clone(), vitals.clone(), clock.clone(), chance.clone());
        // Nothing has to wake it, but whoever turns the clock by hand rings here.
        spawn_rounds(pulses.of("watch"), &store.clone(), bells.inbox, &loops, move || {
            let (store, vitals, office) = (store.clone(), vitals.clone(), office.clone());
            Watch::new(store, vitals, thresholds.clone(), office, clock.clone(), &chance)
        })
    });

    let mut at_doors = Vec::new();
    let inner_address = inner.as_ref().map(TcpListener::local_addr).transpose()?;
    if let Some(inner) = inner {
        let routes = inner::routes(vitals.clone());
        at_doors.push(spawn(serving::serve(inner, routes, doors.clone())));
    }
    let mut called = None;
    match telegram {
        Some((bot, TelegramDoor::Polling)) => {
            let pulse = pulses.of(POLLING);
            let polling = Polling::new(bot, keeper.clone(), store.clone(), pulse.clone());
            let stop = doors.clone();
            at_doors.push(spawn(pulse.keep_going(doors.clone(), move || polling.clone().run(stop.clone()))));
        }
        Some((bot, TelegramDoor::Webhook { .. })) => called = Some(bot),
        None => {}
    }
    let by_name: HashMap<String, SmsLine> = sms.into_iter().map(|line| (line.line.0.clone(), line)).collect();
    let routes = web::routes(Doors { keeper, sms: Arc::new(by_name), telegram: called, vitals, clock });
    at_doors.push(spawn(serving::serve(listener, routes, doors.clone())));
    Ok(Running { address, inner: inner_address, doors, loops, at_doors, in_loops, keeping })
}

fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Task {
    AbortOnDropHandle::new(tokio::spawn(work))
}

/// Sets a loop to work round by round as soon as there is a database to work on; one that panics begins anew.
fn spawn_rounds<R>(
    pulse: Pulse,
    store: &Store,
    bell: Bell,
    stop: &CancellationToken,
    begin: impl Fn() -> R + Send + 'static,
) -> Task
where
    R: Rounds + Send + 'static,
{
    let (store, until) = (store.clone(), stop.clone());
    spawn(pulse.clone().keep_going(stop.clone(), move || {
        let (pulse, bell, mut rounds) = (pulse.clone(), bell.clone(), begin());
        let (store, until) = (store.clone(), until.clone());
        async move {
            tokio::select! {
                () = until.cancelled() => return,
                () = store.migrated() => {}
            }
            pulse.work(&mut rounds, bell, until).await;
        }
    }))
}

impl Running {
    /// Where the doors stand.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the inner door stands, if there is one.
    #[must_use]
    pub const fn inner_address(&self) -> Option<SocketAddr> {
        self.inner
    }

    /// Stops: doors close, arrivals in hand are kept, the batch and the parcels in hand are finished, all of it within
    /// `BUDGET`.
    ///
    /// # Errors
    /// When a part took too long and was cut short.
    pub async fn stop(self) -> Result<(), CutShort> {
        self.doors.cancel();
        let doors = ended("the doors", self.at_doors, FAREWELL).await;
        // The last keeper went with the doors, so keeping ends when its queue is empty.
        let keeping = ended("keeping", vec![self.keeping], KEEPING).await;
        self.loops.cancel();
        let loops = ended("the loops", self.in_loops, ROUND).await;
        doors.and(keeping).and(loops)
    }
}

/// Waits until a part of the house has ended by itself; one that takes too long is cut short.
async fn ended(part: &'static str, tasks: Vec<Task>, within: Duration) -> Result<(), CutShort> {
    let all = async {
        for task in tasks {
            let _ = task.await; // how its loops fare is told by their pulses
        }
    };
    timeout(within, all).await.map_err(|_| {
        tracing::warn!(part, seconds = within.as_secs(), "stopping took too long and was cut short");
        CutShort
    })
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_part_that_does_not_end_is_cut_short_with_its_tasks() {
        let (alive, gone) = tokio::sync::oneshot::channel::<()>();
        let endless = spawn(async move {
            pending::<()>().await;
            drop(alive);
        });
        assert_eq!(ended("the loops", vec![spawn(async {}), endless], ROUND).await, Err(CutShort));
        let gone = timeout(ROUND, gone).await;
        assert!(gone.expect("the task went, and what it held with it").is_err());
        assert_eq!(ended("the doors", vec![spawn(async {})], FAREWELL).await, Ok(()));
    }
}
