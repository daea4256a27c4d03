//! The real app on a database of its own, between a model of Telegram and a model of an SMS network, at a time that
//! the test sets. A journey ends with [`House::close`], which fails if anything was left lying about.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use prag::{
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
    contacts::Tongue,
    message::{Address, Arrival, Body, Channel, Line},
    office::Office,
    opening,
    phrases::Phrase,
    rehearsal::{sms::Network, telegram::BotApi},
    spool::Limits,
    staff::Role,
    store::{Store, inbox::Keeping, sealed::Keys, staff::Invitee},
};
use secrecy::SecretString;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::net::TcpListener;

use super::{cable::Cable, counter::Counter, database::TestDatabase, person::Person, quiet, words::Tongues};

/// Long enough for a slow machine; nothing waits for it to pass.
pub const SOON: Duration = Duration::from_secs(30);
pub const TOKEN: &str = "4210:rehearsal-token";
pub const LINE: &str = "kosova";
pub const SHORT_CODE: &str = "50505";
pub const SECRET: &str = "a secret of the line";
pub const WEBHOOK_SECRET: &str = "a-secret-of-the-webhook";
pub const KEYS: &str = "test:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
/// A Tuesday, ten in the morning in Kosovo: the office is open.
const OPENING: &str = "2026-03-10T09:00:00Z";

/// A handful of messages is too much for the spool, so that a test can fill it.
pub const LIMITS: Limits = Limits { bytes: 22_000, age: chrono::Duration::hours(72) };

static CATALOGUE: LazyLock<Arc<Catalogue>> =
    LazyLock::new(|| Arc::new(Catalogue::load().expect("the locales are complete")));

/// Every sentence, as the app has it.
pub fn catalogue() -> Arc<Catalogue> {
    Arc::clone(&CATALOGUE)
}

/// How a house is built when it is not built as usual.
#[derive(Clone, Copy, Default)]
pub struct Plan {
    /// Telegram calls us.
    pub webhook: bool,
    /// The database is reached through a line that can be cut.
    pub cable: bool,
    /// The app runs in a runtime of its own, so that it can be killed.
    pub mortal: bool,
    /// The dice begin here.
    pub seed: u64,
    /// Silence is an alarm; otherwise colleagues hear of people alone.
    pub alarms: bool,
    /// Lines beside the usual one, whose texts the counter at this address takes.
    pub lines: Option<fn(&str) -> Vec<SmsLine>>,
}

/// The app at work, and what it runs in.
struct App {
    running: Running,
    /// Its store, which shares the bells of its loops.
    store: Store,
    runtime: Option<tokio::runtime::Runtime>,
}

/// What a journey leaves behind on purpose.
#[derive(Default)]
struct Forgiven {
    failed: AtomicI64,
    aside: AtomicI64,
}

/// The whole house.
pub struct House {
    pub database: TestDatabase,
    pub store: Store,
    pub bot: BotApi,
    pub air: Network,
    pub clock: Clock,
    pub office: Office,
    pub cable: Option<Cable>,
    counter: Option<Counter>,
    /// Where arrivals wait while the database is away.
    pub spool: PathBuf,
    /// Where the doors of the next app shall stand; a free port as a rule.
    pub listen: SocketAddr,
    /// Lines beside the one in the air.
    pub lines: Vec<SmsLine>,
    /// Rings when a row of the inbox or the outbox changes.
    pub(super) bell: tokio::sync::Mutex<PgListener>,
    chance: Chance,
    plan: Plan,
    apps: Vec<App>,
    people: Mutex<Vec<Person>>,
    next_chat: AtomicI64,
    forgiven: Forgiven,
    closed: AtomicBool,
}

impl House {
    /// The house as usual: Telegram by polling, one SMS line, the office open.
    pub async fn open() -> House {
        Self::build(Plan::default()).await
    }

    /// The house after a plan.
    pub async fn build(plan: Plan) -> House {
        let mut house = Self::empty(plan).await;
        house.start_app().await;
        house
    }

    /// Everything but the app.
    pub async fn empty(plan: Plan) -> House {
        let database = TestDatabase::new().await;
        quiet::hang_bell(&database.pool).await;
        let mut bell = PgListener::connect_with(&database.pool).await.expect("a connection");
        bell.listen(quiet::BELL).await.expect("it rings");
        let clock = Clock::at(OPENING.parse().expect("a moment"));
        let seconds = |clock: &Clock| {
            let clock = clock.clone();
            move || clock.now().timestamp()
        };
        let bot = BotApi::start(TOKEN, seconds(&clock)).await.expect("a free port");
        let air = Network::start(SHORT_CODE, seconds(&clock)).await.expect("a free port");
        let options: PgConnectOptions = database.url.parse().expect("an address");
        let cable = if plan.cable { Some(Cable::to(&options).await) } else { None };
        let name = format!("prag-house-{}", options.get_database().expect("a database of its own"));
        House {
            store: Store::new(database.pool.clone(), keys()),
            database,
            bot,
            air,
            clock,
            office: Office::default(),
            cable,
            counter: if plan.lines.is_some() { Some(Counter::open().await) } else { None },
            spool: std::env::temp_dir().join(name),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            lines: Vec::new(),
            bell: tokio::sync::Mutex::new(bell),
            chance: Chance::seeded(plan.seed),
            plan,
            apps: Vec::new(),
            people: Mutex::default(),
            next_chat: AtomicI64::new(5_000_000_001),
            forgiven: Forgiven::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Starts the app, or one more process of it, on the same database.
    pub async fn start_app(&mut self) {
        let server: PgConnectOptions = self.database.url.parse().expect("an address");
        let options = self.cable.as_ref().map_or(server.clone(), |cable| cable.options(&server));
        let parts = self.parts(options);
        let ((running, store), runtime) = if self.plan.mortal {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .expect("a runtime");
            let started = runtime.spawn(parts).await.expect("the app starts");
            (started, Some(runtime))
        } else {
            (parts.await, None)
        };
        let url = format!("http://{}", running.address());
        self.air.connect(&url, LINE, SECRET);
        if self.plan.webhook {
            self.set_webhook(&format!("{url}/telegram")).await;
        }
        self.apps.push(App { running, store, runtime });
    }

    /// Has Telegram call this address, as anybody could who has the token.
    pub async fn set_webhook(&self, url: &str) {
        let url = url.parse().expect("an address");
        self.telegram().set_webhook(&url, &SecretString::from(WEBHOOK_SECRET)).await.expect("taken");
    }

    fn telegram(&self) -> Telegram {
        let settings = telegram::Settings {
            token: SecretString::from(TOKEN),
            api_url: self.bot.url().parse().expect("an address"),
            webhook_secret: self.plan.webhook.then(|| SecretString::from(WEBHOOK_SECRET)),
        };
        Telegram::new(settings, Client::new().expect("a client"))
    }

    /// A line through the air.
    pub fn line(&self, name: &str) -> SmsLine {
        let send_url = self.air.send_url();
        let values = [("secret", SECRET), ("send_url", send_url.as_str()), ("sender", "Prag")];
        let client = Client::new().expect("a client");
        // No test waits for a pace.
        SmsLine::open(&generic::KIND, Settings::of(name, None, &values), 500, client)
    }

    /// Makes the parts and starts the app, in whatever runtime this is awaited in.
    fn parts(&self, options: PgConnectOptions) -> impl Future<Output = (Running, Store)> + Send + 'static {
        let bot = self.telegram();
        let own = vec![self.line(LINE)];
        let beside = self.plan.lines.zip(self.counter.as_ref()).map(|(lines, counter)| lines(&counter.url));
        let lines = [own, beside.unwrap_or_default(), self.lines.clone()].concat();
        let listen = self.listen;
        let webhook = self.plan.webhook;
        let thresholds = if self.plan.alarms { Thresholds::default() } else { Thresholds::OFF };
        // A line that will be cut is given up soon; any other database is only slow.
        let patience = if self.plan.cable { Duration::from_secs(2) } else { SOON };
        let (clock, chance, office) = (self.clock.clone(), self.chance.clone(), self.office.clone());
        let spool = self.spool.clone();
        async move {
            let listener = TcpListener::bind(listen).await.expect("a free port");
            let inner = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let door = if webhook {
                let address = listener.local_addr().expect("bound");
                let url = format!("http://{address}/telegram").parse().expect("an address");
                TelegramDoor::Webhook { url }
            } else {
                TelegramDoor::Polling
            };
            let pool =
                PgPoolOptions::new().max_connections(5).acquire_timeout(patience).connect_lazy_with(options);
            let store = Store::new(pool, keys());
            if opening::open(&store).await.is_err() {
                tokio::spawn(opening::open_at_last(store.clone()));
            }
            let running = app::start(Parts {
                store: store.clone(),
                spool: opening::spool(&spool, LIMITS).await.expect("a directory to write to"),
                patience,
                catalogue: catalogue(),
                office,
                telegram: Some((bot, door)),
                sms: lines,
                listener,
                inner: Some(inner),
                thresholds,
                clock,
                chance,
            });
            (running.expect("the app starts"), store)
        }
    }

    /// Kills the app as `kill -9` does: every task ends where it stands.
    pub async fn kill_app(&mut self) {
        while !self.apps.is_empty() {
            self.kill_first_app().await;
        }
    }

    /// Kills the process that was started first.
    pub async fn kill_first_app(&mut self) {
        let runtime = self.apps.remove(0).runtime.expect("a plan with `mortal`");
        tokio::task::spawn_blocking(move || runtime.shutdown_timeout(SOON)).await.expect("it dies");
    }

    /// Stops every process in order.
    pub async fn stop_app(&mut self) {
        for App { running, runtime, .. } in self.apps.drain(..) {
            match runtime {
                None => running.stop().await.expect("in order"),
                Some(runtime) => {
                    runtime.spawn(running.stop()).await.expect("it stops").expect("in order");
                    runtime.shutdown_background();
                }
            }
        }
    }

    /// Where the doors stand.
    pub fn address(&self) -> SocketAddr {
        self.apps.last().expect("the app was started").running.address()
    }

    /// What takes the texts of the lines beside the usual one.
    pub fn counter(&self) -> &Counter {
        self.counter.as_ref().expect("a plan with `lines`")
    }

    /// Where the inner door of the app that was started last stands.
    pub fn inner_address(&self) -> SocketAddr {
        self.apps.last().and_then(|app| app.running.inner_address()).expect("every app of a house has one")
    }

    // ---- people ----

    /// Somebody with this number, who reads this variant.
    pub fn sms(&self, number: &str, reads: Tongues) -> Person {
        self.known(Person::by_sms(self.air.phone(number), reads))
    }

    /// Somebody on Telegram, who reads this variant.
    pub fn telegram_person(&self, name: &str, reads: Tongues) -> Person {
        let chat = self.next_chat.fetch_add(1, Ordering::SeqCst);
        self.known(Person::by_telegram(self.bot.person(name, chat, ""), reads))
    }

    fn known(&self, person: Person) -> Person {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.push(person.clone());
        person
    }

    /// Makes a one-time link and tells its secret.
    pub async fn invite(&self, role: Role, municipalities: &[&str], topics: &[&str]) -> String {
        let invitee = Invitee {
            role,
            name: "Koordinatorja Drita".into(),
            partner: None,
            municipalities: municipalities.iter().map(|code| code.parse().expect("a municipality")).collect(),
            topics: topics.iter().map(|code| code.parse().expect("a topic")).collect(),
            tongue: Tongue::Chosen(Tongues::EN.language, Tongues::EN.script),
            demo: false,
        };
        let invited = self.store.invite(&invitee, self.clock.now(), &mut self.chance.dice()).await;
        invited.expect("the database is there").1
    }

    /// A colleague who has joined, and reads English.
    pub async fn colleague(&self, role: Role, municipalities: &[&str], topics: &[&str]) -> Person {
        let link = self.invite(role, municipalities, topics).await;
        let colleague = self.telegram_person(role.code(), Tongues::EN);
        colleague.writes(&format!("/start join-{link}")).await;
        colleague.hears(&Phrase::StaffWelcome { role: Box::new(role.name()) }).await;
        colleague
    }

    /// Keeps a press of a button that this phone was never shown. (The door is passed by: a person cannot do this.)
    pub async fn forge_press(&self, by: &Person, data: &str) {
        let forged = Arrival {
            line: Line::telegram(),
            provider_id: format!("forged-{data}-by-{}", by.name()),
            from: Some(Address { channel: Channel::Telegram, handle: by.name() }),
            body: Body::Button { data: data.to_owned(), query: "0".to_owned() },
        };
        let kept =
            self.store.keep(&[(forged, Keeping::Waiting)], self.clock.now(), &mut self.chance.dice()).await;
        assert_eq!(kept.expect("the database is there"), 1);
        self.wake();
    }

    // ---- time ----

    /// Turns the hands of the clock, and wakes whoever sleeps.
    pub fn time_passes(&self, time: chrono::Duration) {
        self.clock.turn(time);
        self.wake();
    }

    /// Turns the hands to a moment that lies ahead.
    pub fn time_is(&self, moment: &str) {
        let moment: DateTime<Utc> = moment.parse().expect("a moment");
        let ahead = moment - self.clock.now();
        assert!(ahead >= chrono::Duration::zero(), "time does not run backwards");
        self.time_passes(ahead);
    }

    /// The loops look at once instead of at their next tick.
    pub fn wake(&self) {
        for app in &self.apps {
            app.store.wake_reception();
            app.store.wake_delivery();
        }
    }

    /// The day so many working days ahead.
    pub fn day(&self, working_days: u32) -> NaiveDate {
        self.office.working_day(self.clock.now(), working_days)
    }

    /// Asks the database again and again until it says yes.
    pub async fn until(&self, yes: &'static str) {
        let asking = async {
            while !sqlx::query_scalar::<_, bool>(yes).fetch_one(&self.database.pool).await.expect("an answer")
            {
                tokio::task::yield_now().await;
            }
        };
        assert!(tokio::time::timeout(SOON, asking).await.is_ok(), "never came true: {yes}");
    }

    // ---- the end ----

    /// This many parcels fail for good in this journey.
    pub fn forgive_failed(&self, parcels: i64) {
        self.forgiven.failed.store(parcels, Ordering::SeqCst);
    }

    /// This many stimuli are set aside in this journey.
    pub fn forgive_aside(&self, stimuli: i64) {
        self.forgiven.aside.store(stimuli, Ordering::SeqCst);
    }

    /// Waits until nothing is under way, stops the app, and fails if anything was left: a message nobody heard, a
    /// stimulus not handled or set aside, a parcel not sent.
    pub async fn close(mut self) {
        self.quiet().await;
        self.stop_app().await;
        for person in self.people.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let unheard = person.unheard();
            assert!(unheard.is_empty(), "{} did not hear: {unheard:#?}", person.name());
        }
        let left: Vec<(String, i64)> = sqlx::query_as(
            "select 'stimuli '||state, count(*) from inbox where state = 'aside' or state = 'waiting' and due_at <= $1
              group by state
             union all select 'parcels '||state, count(*) from outbox where state in ('ready', 'failed') group by state",
        )
        .bind(self.clock.now())
        .fetch_all(&self.database.pool)
        .await
        .expect("the database is there");
        let forgiven = [
            ("stimuli aside", self.forgiven.aside.load(Ordering::SeqCst)),
            ("parcels failed", self.forgiven.failed.load(Ordering::SeqCst)),
        ];
        let forgiven: Vec<(String, i64)> =
            forgiven.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what.to_owned(), n)).collect();
        assert_eq!(left, forgiven, "left lying about");
        assert_eq!(self.air.refused(), [0; 0], "texts that the network refused");
        assert_eq!(self.bot.waiting_updates(), 0, "updates not confirmed");
        self.closed.store(true, Ordering::SeqCst);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for app in self.apps.drain(..) {
            if let Some(runtime) = app.runtime {
                runtime.shutdown_background();
            }
        }
        let _ = fs::remove_dir_all(&self.spool);
        assert!(
            self.closed.load(Ordering::SeqCst) || thread::panicking(),
            "a journey ends with `close`, or it shows nothing"
        );
    }
}

/// The keys of every house.
pub fn keys() -> Arc<Keys> {
    Arc::new(Keys::parse(KEYS).expect("a key file"))
}
