//! Wiring, and the order of stopping: doors first, then what is in hand. Carriers are handed to delivery, and to `away`
//! for the time in which delivery has nothing to read from.

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    away::{self, Away},
    catalogue::Catalogue,
    channels::{Carrier, Carriers, generic::Generic, telegram::Telegram},
    clock::{Chance, Clock},
    delivery::Delivery,
    keeping::{Drain, Keeper},
    office::Office,
    polling::Polling,
    pulse::{Pulse, Pulses, Rounds},
    reception::Reception,
    serving,
    spool::Spool,
    store::{Store, waking::Bell},
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
    pub sms: Vec<Generic>,
    /// Where the doors stand.
    pub listener: TcpListener,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where dice come from.
    pub chance: Chance,
}

/// The app at work.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
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
    let Parts { store, spool, patience, catalogue, office, telegram, sms, listener, clock, chance } = parts;
    let address = listener.local_addr()?;
    let (doors, loops) = (CancellationToken::new(), CancellationToken::new());
    let carriers: Arc<Carriers> = Arc::new(
        telegram
            .iter()
            .map(|(bot, _)| Carrier::Telegram(bot.clone()))
            .chain(sms.iter().map(|line| Carrier::Generic(line.clone())))
            .collect(),
    );
    let pulses = Pulses::new(clock.clone());
    let (spooled, came) = mpsc::channel(away::EARS);
    let (keeper, desk) =
        Keeper::new(store.clone(), spool.clone(), patience, clock.clone(), chance.clone(), spooled);
    let pulse = pulses.of("keeping");
    // A desk works until its keepers are gone, also when it has to begin anew while stopping.
    let keeping = tokio::spawn(
        pulse.clone().keep_going(CancellationToken::new(), move || desk.clone().run(pulse.clone())),
    );

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
        tokio::spawn(pulses.of("away").keep_going(loops.clone(), move || away.clone().run(until.clone()))),
        {
            let (store, clock, chance) = (store.clone(), clock.clone(), chance.clone());
            spawn_rounds(pulses.of("reception"), &store.clone(), bells.inbox, &loops, move || {
                Reception::new(store.clone(), Arc::clone(&catalogue), office.clone(), clock.clone(), &chance)
            })
        },
    ];
    for line in carriers.lines() {
        let (store, carriers, line) = (store.clone(), Arc::clone(&carriers), line.clone());
        let (clock, chance, bell) = (clock.clone(), chance.clone(), bells.outbox.clone());
        let pulse = pulses.of(format!("delivery {line}"));
        in_loops.push(spawn_rounds(pulse, &store.clone(), bell, &loops, move || {
            Delivery::new(store.clone(), Arc::clone(&carriers), line.clone(), clock.clone(), &chance)
        }));
    }

    let mut at_doors = Vec::new();
    let mut called = None;
    match telegram {
        Some((bot, TelegramDoor::Polling)) => {
            let pulse = pulses.of("polling");
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
    let routes =
        web::routes(Doors { keeper, sms: Arc::new(by_name), telegram: called, store, pulses, clock });
    at_doors.push(tokio::spawn(serving::serve(listener, routes, doors.clone())));
    Ok(Running { address, doors, loops, at_doors, in_loops, keeping })
}

/// Sets a loop to work round by round as soon as there is a database to work on; one that panics begins anew.
fn spawn_rounds<R>(
    pulse: Pulse,
    store: &Store,
    bell: Bell,
    stop: &CancellationToken,
    begin: impl Fn() -> R + Send + 'static,
) -> JoinHandle<()>
where
    R: Rounds + Send + 'static,
{
    let (store, until) = (store.clone(), stop.clone());
    tokio::spawn(pulse.clone().keep_going(stop.clone(), move || {
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
