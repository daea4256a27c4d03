//! Wiring, and the order of stopping: doors first, then what is in hand. Carriers are handed to delivery alone.

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    alarms::Thresholds,
    catalogue::Catalogue,
    channels::{Carrier, Carriers, generic::Generic, telegram::Telegram},
    clock::{Chance, Clock},
    delivery::Delivery,
    figures, inner,
    keeping::Keeper,
    office::Office,
    polling::Polling,
    pulse::{Pulse, Pulses, Rounds},
    reception::Reception,
    serving,
    store::{Store, waking::Bell},
    vitals::{POLLING, Vitals},
    watch::Watch,
    web::{self, Doors},
};

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
    /// The house's memory, migrated.
    pub store: Store,
    /// Every sentence.
    pub catalogue: Arc<Catalogue>,
    /// The office behind the door.
    pub office: Office,
    /// The bot and its door, if there is one.
    pub telegram: Option<(Telegram, TelegramDoor)>,
    /// The SMS lines.
    pub sms: Vec<Generic>,
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

/// The app at work.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    inner: Option<SocketAddr>,
    doors: CancellationToken,
    loops: CancellationToken,
    at_doors: Vec<JoinHandle<()>>,
    in_loops: Vec<JoinHandle<()>>,
    keeping: JoinHandle<()>,
}

/// Opens the doors and sets every loop to work.
///
/// # Errors
/// When the listening socket has no address.
pub fn start(parts: Parts) -> std::io::Result<Running> {
    let Parts { store, catalogue, office, telegram, sms, listener, inner, thresholds, clock, chance } = parts;
    let address = listener.local_addr()?;
    figures::begin();
    let (doors, loops) = (CancellationToken::new(), CancellationToken::new());
    let carriers: Arc<Carriers> = Arc::new(
        telegram
            .iter()
            .map(|(bot, _)| Carrier::Telegram(bot.clone()))
            .chain(sms.iter().map(|line| Carrier::Generic(line.clone())))
            .collect(),
    );
    let pulses = Pulses::new(clock.clone());
    let vitals = Vitals::new(
        store.clone(),
        pulses.clone(),
        clock.clone(),
        carriers.lines().cloned().collect(),
        telegram.iter().find_map(|(bot, door)| match door {
            TelegramDoor::Webhook { url } => Some((bot.clone(), url.clone())),
            TelegramDoor::Polling => None,
        }),
    );
    let (keeper, desk) = Keeper::new(store.clone(), clock.clone(), chance.clone());
    let pulse = pulses.of("keeping");
    // A desk works until its keepers are gone, also when it has to begin anew while stopping.
    let keeping = tokio::spawn(
        pulse.clone().keep_going(CancellationToken::new(), move || desk.clone().run(pulse.clone())),
    );

    let bells = store.bells();
    let mut in_loops = vec![{
        let (store, clock, chance, bell) =
            (store.clone(), clock.clone(), chance.clone(), bells.inbox.clone());
        let office = office.clone();
        spawn_rounds(pulses.of("reception"), bell, &loops, move || {
            Reception::new(store.clone(), Arc::clone(&catalogue), office.clone(), clock.clone(), &chance)
        })
    }];
    for line in carriers.lines() {
        let (store, carriers, line) = (store.clone(), Arc::clone(&carriers), line.clone());
        let (clock, chance, bell) = (clock.clone(), chance.clone(), bells.outbox.clone());
        in_loops.push(spawn_rounds(pulses.of(format!("delivery {line}")), bell, &loops, move || {
            Delivery::new(store.clone(), Arc::clone(&carriers), line.clone(), clock.clone(), &chance)
        }));
    }
    in_loops.push({
        let (store, vitals, clock, chance) = (store.clone(), vitals.clone(), clock.clone(), chance.clone());
        // Nothing has to wake it, but whoever turns the clock by hand rings here.
        spawn_rounds(pulses.of("watch"), bells.inbox, &loops, move || {
            let (store, vitals, office) = (store.clone(), vitals.clone(), office.clone());
            Watch::new(store, vitals, thresholds.clone(), office, clock.clone(), &chance)
        })
    });

    let mut at_doors = Vec::new();
    let inner_address = inner.as_ref().map(TcpListener::local_addr).transpose()?;
    if let Some(inner) = inner {
        let routes = inner::routes(vitals.clone());
        at_doors.push(tokio::spawn(serving::serve(inner, routes, doors.clone())));
    }
    let mut called = None;
    match telegram {
        Some((bot, TelegramDoor::Polling)) => {
            let pulse = pulses.of(POLLING);
            let polling = Polling::new(bot, keeper.clone(), store.clone(), pulse.clone());
            let stop = doors.clone();
            at_doors.push(tokio::spawn(
                pulse.keep_going(doors.clone(), move || polling.clone().run(stop.clone())),
            ));
        }
        Some((bot, TelegramDoor::Webhook { .. })) => called = Some(bot),
        None => {}
    }
    let by_name: HashMap<String, Generic> =
        sms.into_iter().map(|line| (line.line().0.clone(), line)).collect();
    let routes = web::routes(Doors { keeper, sms: Arc::new(by_name), telegram: called, vitals, clock });
    at_doors.push(tokio::spawn(serving::serve(listener, routes, doors.clone())));
    Ok(Running { address, inner: inner_address, doors, loops, at_doors, in_loops, keeping })
}

/// Sets a loop to work round by round; one that panics begins anew.
fn spawn_rounds<R>(
    pulse: Pulse,
    bell: Bell,
    stop: &CancellationToken,
    begin: impl Fn() -> R + Send + 'static,
) -> JoinHandle<()>
where
    R: Rounds + Send + 'static,
{
    let until = stop.clone();
    tokio::spawn(pulse.clone().keep_going(stop.clone(), move || {
        let (pulse, bell, until, mut rounds) = (pulse.clone(), bell.clone(), until.clone(), begin());
        async move { pulse.work(&mut rounds, bell, until).await }
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

    /// Stops: doors close, arrivals in hand are kept, the batch and the parcels in hand are finished.
    pub async fn stop(self) {
        self.doors.cancel();
        for door in self.at_doors {
            let _ = door.await;
        }
        // The last keeper went with the doors, so keeping ends when its queue is empty.
        let _ = self.keeping.await;
        self.loops.cancel();
        for at_work in self.in_loops {
            let _ = at_work.await;
        }
    }
}
