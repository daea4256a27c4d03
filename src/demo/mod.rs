//! The demo: a whole Prag on one machine with model networks, a play, and a phone to try it by hand.
//! Not here: the model networks (`rehearsal`), anything that production needs.

pub mod directory;
mod play;
mod screen;
pub mod talk;

use std::{
    net::{Ipv4Addr, SocketAddr, SocketAddrV4},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use secrecy::SecretString;
use tokio::task::JoinHandle;

use crate::{
    alarms::Thresholds,
    app::{self, Parts, Running, TelegramDoor},
    catalogue::Catalogue,
    channels::{
        SmsLine,
        client::Client,
        generic,
        settings::Settings,
        telegram::{self, Telegram},
    },
    clock::{Chance, Clock},
    keeping::PATIENCE,
    office::Office,
    opening,
    rehearsal::{
        Shown,
        control::Control,
        sms::{Handset, Network},
        telegram::{BotApi, Phone},
    },
    spool::Limits,
    store::Store,
};
use play::Cast;
use screen::{Column, Screen};

/// The model bot's token; it opens nothing outside this process.
const TOKEN: &str = "7000000:demo";
/// The name of the demo's SMS line.
const LINE: &str = "demo";
/// The number people write to.
const SHORT_CODE: &str = "50505";
/// Beside a `prag serve` that has the usual address.
const ANY_PORT: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));
/// How long the last parcels and receipts may take.
const LAST_PARCELS: Duration = Duration::from_secs(60);

/// What the demo was asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Where its data lives.
    pub data: PathBuf,
    /// Where its doors stand; a free port when none is named.
    pub listen: SocketAddr,
    /// Where the PostgreSQL programs are, if not where they are looked for.
    pub programs: Option<PathBuf>,
    /// Ends after the play.
    pub once: bool,
}

/// A whole Prag with its model networks.
struct Stage {
    home: opening::Home,
    store: Store,
    running: Running,
    bot_api: BotApi,
    network: Network,
    control: Control,
    bearer: String,
    clock: Clock,
    chance: Chance,
}

/// Plays, and then stays up with a phone to try by hand, unless `once`.
///
/// # Errors
/// With one clear sentence: what is missing or in the way, or what did not arrive.
pub async fn run(wish: Wish) -> Result<()> {
    let screen = Screen::terminal();
    screen.note(&format!("Prag demo · data in {}", wish.data.display()));
    let stage = set(&wish).await?;
    screen.note(&format!(
        "doors on http://{} · Telegram model on {} · everything here is made up",
        stage.running.address(),
        stage.bot_api.url()
    ));
    if let Some(inner) = stage.running.inner_address() {
        screen.note(&format!("how it is: http://{inner}/health/ready and /metrics"));
    }
    let joined = directory::join(&stage.store, &stage.bot_api, &stage.clock, &stage.chance).await?;
    screen.note(&match joined {
        0 => "the demo's colleagues are here already".to_owned(),
        n => format!("{n} colleagues joined by their one-time links"),
    });
    let played = tokio::select! {
        played = perform(&stage, &screen) => played,
        _ = tokio::signal::ctrl_c() => {
            screen.note("stopping");
            return stage.strike(&wish.data).await;
        }
    };
    if wish.once || played.is_err() {
        let struck = stage.strike(&wish.data).await;
        return played.and(struck);
    }
    talk::write_key(&wish.data, &stage.control.url(), &stage.bearer)?;
    screen.note("");
    screen.note(
        "The demo stays up. Type here to be somebody, or `prag talk` in another terminal. Ctrl-C ends it.",
    );
    let door = stage.control.url();
    let talking = talk::talk(&door, &stage.bearer, screen.clone());
    tokio::select! {
        talked = talking => {
            talked?;
            // No keyboard, or it was closed: the demo stays up all the same.
            tokio::signal::ctrl_c().await?;
        }
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    screen.note("stopping");
    stage.strike(&wish.data).await
}

async fn set(wish: &Wish) -> Result<Stage> {
    let (clock, chance) = (Clock::System, Chance::System);
    let home = opening::Home::in_directory(&wish.data, wish.programs.clone()).await?;
    let keys = opening::keys_in(&wish.data, &mut chance.dice())?;
    let store = Store::new(home.pool.clone(), Arc::new(keys));
    store.migrate().await?;
    let listener = opening::listen(wish.listen, opening::DOORS).await?;
    let inner = opening::listen(ANY_PORT, opening::INNER_DOOR).await?;
    let seconds = |clock: &Clock| {
        let clock = clock.clone();
        move || clock.now().timestamp()
    };
    let bot_api = BotApi::start(TOKEN, seconds(&clock)).await.context("the Telegram model does not start")?;
    // The model counts from its start; a second demo on the same data would repeat ids that were handled before.
    bot_api.jump_update_id(i64::from(chance.dice().below(2_000_000_000)));
    let network =
        Network::start(SHORT_CODE, seconds(&clock)).await.context("the SMS model does not start")?;
    let bearer = opening::secret(&mut chance.dice());
    let control = Control::start(bot_api.clone(), network.clone(), &bearer).await?;

    let client = Client::new().context("no HTTP client can be made")?;
    let secret = opening::secret(&mut chance.dice());
    let send_url = network.send_url();
    let values = [("secret", secret.as_str()), ("send_url", &send_url), ("sender", SHORT_CODE)];
    let sms = SmsLine::open(&generic::KIND, Settings::of(LINE, None, &values), 50, client.clone());
    let bot = telegram::Settings {
        token: SecretString::from(TOKEN.to_owned()),
        api_url: bot_api.url().parse()?,
        webhook_secret: None,
    };
    let catalogue = Arc::new(Catalogue::load()?);
    let limits = Limits { bytes: 1 << 20, age: chrono::Duration::hours(1) };
    let running = app::start(Parts {
        store: store.clone(),
        spool: opening::spool(&wish.data.join("spool"), limits).await?,
        patience: PATIENCE,
        catalogue,
        office: Office { on_call: true, ..Office::default() },
        telegram: Some((Telegram::new(bot, client.clone()), TelegramDoor::Polling)),
        sms: vec![sms],
        listener,
        inner: Some(inner),
        thresholds: Thresholds::default(),
        clock: clock.clone(),
        chance: chance.clone(),
    })?;
    network.connect(&format!("http://{}", running.address()), LINE, &secret);
    Ok(Stage { home, store, running, bot_api, network, control, bearer, clock, chance })
}

impl Stage {
    /// Everything stops, in order; the database last.
    async fn strike(self, data: &Path) -> Result<()> {
        talk::forget_key(data);
        drop(self.control);
        let stopped = self.running.stop().await;
        self.home.close().await?;
        Ok(stopped?)
    }
}

/// The play, live on the screen.
async fn perform(stage: &Stage, screen: &Screen) -> Result<()> {
    let Stage { bot_api, network, .. } = stage;
    let cast = Cast::draw(bot_api, network, &mut stage.chance.dice());
    let mut watching = vec![
        watch(screen.clone(), Column::Left, "Fatime", Watched::Sms(cast.fatime.clone())),
        watch(screen.clone(), Column::Left, "Mirjana", Watched::Telegram(cast.mirjana.clone())),
        watch(screen.clone(), Column::Left, "cousin", Watched::Sms(cast.cousin.clone())),
    ];
    for colleague in &directory::COLLEAGUES {
        let phone = Watched::Telegram(directory::phone(bot_api, colleague.name));
        watching.push(watch(screen.clone(), Column::Right, colleague.name, phone));
    }
    screen.heading("1 · An SMS in Albanian: a birth certificate for a child");
    let (by_sms, pin) = play::by_sms(&cast, bot_api).await?;
    screen.heading("2 · Telegram, Serbian in Cyrillic: somebody ploughs our field");
    let by_telegram = play::by_telegram(&cast, bot_api).await?;
    screen.heading("3 · From another phone, in English: where does it stand?");
    play::from_another_phone(&cast, by_sms, &pin).await?;
    screen.heading("4 · A leader announces a meeting, a second person approves it, people answer");
    play::event(&cast, bot_api, stage.clock.now()).await?;
    let arrived = tokio::time::timeout(LAST_PARCELS, everything_arrived(stage)).await;
    let (waiting, unsent) = still_open(stage).await?;
    for watched in watching {
        watched.abort();
    }
    screen.heading("Summary");
    screen
        .note(&format!("case {by_sms} by SMS: documentation, taken by Teuta; status told to another phone"));
    screen.note(&format!("case {by_telegram} by Telegram: property, taken and answered by Jelena"));
    screen.note("1 event announced, 2 invitations, 2 answers, 3 people");
    let sent = network.requests().len();
    screen
        .note(&format!("{sent} SMS accepted by the network, {} receipts answered", network.receipts().len()));
    ensure!(
        arrived.is_ok() && waiting == 0 && unsent == 0,
        "{waiting} messages were not handled and {unsent} parcels did not arrive"
    );
    screen.note("everything that was said has arrived");
    Ok(())
}

/// Waits until nothing waits in the inbox, nothing is unsent, and every receipt was answered.
async fn everything_arrived(stage: &Stage) -> Result<()> {
    let mut bells = stage.store.bells();
    loop {
        stage.network.all_reported(LAST_PARCELS).await;
        if still_open(stage).await? == (0, 0) {
            return Ok(());
        }
        bells.outbox.rung(Duration::from_millis(200)).await;
    }
}

async fn still_open(stage: &Stage) -> Result<(i64, i64)> {
    let (waiting, _) = stage.store.waiting(stage.clock.now()).await?;
    let (unsent, _) = stage.store.unsent().await?;
    Ok((waiting, unsent))
}

/// A phone whose screen is shown.
enum Watched {
    Sms(Handset),
    Telegram(Phone),
}

/// Shows what comes up on a phone from now on.
fn watch(screen: Screen, column: Column, name: &'static str, phone: Watched) -> JoinHandle<()> {
    const HOLD: Duration = Duration::from_secs(25);
    let seen = match &phone {
        Watched::Sms(handset) => handset.chat().len(),
        Watched::Telegram(phone) => phone.chat().len(),
    };
    tokio::spawn(async move {
        let mut seen = seen;
        loop {
            let shown: Vec<Shown> = match &phone {
                Watched::Sms(handset) => handset.shown_after(seen, HOLD).await,
                Watched::Telegram(phone) => phone.shown_after(seen, HOLD).await,
            };
            for shown in shown {
                screen.line(column, name, &shown.line);
                seen = shown.seq;
            }
        }
    })
}
