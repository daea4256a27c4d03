//! A model SMS network that does everything networks do: it is slow, throttles, fails, accepts and does not say so, repeats
//! and reorders its reports; and it writes down everything it was asked to send.

use std::{
    collections::{BTreeMap, HashMap},
    future::pending,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::post,
};
use prag::ids::Dice;
use serde::Deserialize;
use serde_json::json;
use tokio::{
    net::TcpListener,
    sync::{Mutex as Turn, mpsc},
    time::sleep,
};

use super::{
    doors::{Doors, client},
    reckoning::{Lateness, masked},
};

/// Requests of a thousand that get each trouble, as long as there is a storm.
const SLOW: u32 = 20;
const FAILING: u32 = 10;
const PAGE: u32 = 5;
/// One text of so many is reported on.
const REPORTED: usize = 10;
/// How many reports travel at once.
const COURIERS: u64 = 4;
/// How long a network waits before it repeats a report.
const AGAIN: Duration = Duration::from_millis(50);

/// The model; clones are the same network.
#[derive(Clone)]
pub struct Network(Arc<Shared>);

struct Shared {
    url: String,
    book: Mutex<Book>,
    reports: mpsc::UnboundedSender<String>,
    unreported: AtomicUsize,
}

#[derive(Default)]
struct Book {
    dice: Option<Dice>,
    /// The network's own id for each idempotency key.
    texts: HashMap<String, String>,
    repeats: usize,
    heard: HashMap<String, Vec<String>>,
    troubles: BTreeMap<&'static str, usize>,
    /// Troubles that were ordered, and come before those of chance.
    ordered: Vec<Trouble>,
    /// Texts that were reported delivered.
    reported: Vec<String>,
}

/// What a network does instead of answering at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Slow,
    Throttled,
    Failing,
    Page,
    Silent,
    SilentlyAccepted,
}

impl Trouble {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slow => "the network answers late",
            Self::Throttled => "the network answers 429",
            Self::Failing => "the network answers 500",
            Self::Page => "the network answers 502 with a page",
            Self::Silent => "the network never answers",
            Self::SilentlyAccepted => "the network accepts and never answers",
        }
    }
}

/// A text as it is posted.
#[derive(Deserialize)]
struct Posted {
    id: String,
    to: String,
    text: String,
}

impl Network {
    /// Opens it; calm until a storm begins.
    pub async fn open(doors: &Doors) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/send", listener.local_addr().expect("bound"));
        let (reports, queue) = mpsc::unbounded_channel();
        let shared = Shared { url, book: Mutex::default(), reports, unreported: AtomicUsize::new(0) };
        let network = Self(Arc::new(shared));
        let router = Router::new().route("/send", post(take)).with_state(network.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let queue = Arc::new(Turn::new(queue));
        for courier in 0..COURIERS {
            tokio::spawn(report(network.clone(), Arc::clone(&queue), doors.clone(), courier));
        }
        network
    }

    pub fn url(&self) -> String {
        self.0.url.clone()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on chance decides what goes wrong.
    pub fn storm(&self, dice: Dice) {
        self.book().dice = Some(dice);
    }

    /// From now on nothing goes wrong by chance; what was ordered still comes.
    pub fn calm(&self) {
        self.book().dice = None;
    }

    /// The next texts get this trouble.
    pub fn order(&self, trouble: Trouble, times: usize) {
        self.book().ordered.extend(std::iter::repeat_n(trouble, times));
    }

    /// What a number heard, in order, each text once.
    pub fn heard(&self, number: &str) -> Vec<String> {
        self.book().heard.get(number).cloned().unwrap_or_default()
    }

    /// How often each trouble came.
    pub fn troubles(&self) -> BTreeMap<&'static str, usize> {
        self.book().troubles.clone()
    }

    /// Texts that were posted again under their idempotency key.
    pub fn repeats(&self) -> usize {
        self.book().repeats
    }

    /// Texts that were taken on, each once.
    pub fn taken(&self) -> usize {
        self.book().texts.len()
    }

    /// Texts that were reported delivered.
    pub fn reported(&self) -> usize {
        self.book().reported.len()
    }

    /// Those of them that are answers: that one will be late is sent beside the outbox, which does not know it.
    pub fn reported_but(&self, lateness: &Lateness) -> usize {
        self.book().reported.iter().filter(|text| !lateness.includes(text)).count()
    }

    /// Whether every report has been thanked for.
    pub fn has_reported(&self) -> bool {
        self.0.unreported.load(Ordering::SeqCst) == 0
    }

    fn accept(&self, posted: Posted) -> String {
        let mut book = self.book();
        if let Some(id) = book.texts.get(&posted.id).cloned() {
            book.repeats += 1;
            return id;
        }
        let (next, words) = (book.texts.len() + 1, masked(&posted.text));
        let id = format!("mt-{next}");
        book.texts.insert(posted.id, id.clone());
        if next % REPORTED == 0 {
            book.reported.push(words.clone());
            self.0.unreported.fetch_add(1, Ordering::SeqCst);
            let _ = self.0.reports.send(id.clone());
        }
        book.heard.entry(posted.to).or_default().push(words);
        id
    }

    fn trouble(&self) -> Option<Trouble> {
        let mut book = self.book();
        let ordered = book.ordered.pop();
        let thrown = || {
            let thrown = book.dice.as_mut()?.below(1000);
            match thrown {
                _ if thrown < SLOW => Some(Trouble::Slow),
                _ if thrown < SLOW + FAILING => Some(Trouble::Failing),
                _ if thrown < SLOW + FAILING + PAGE => Some(Trouble::Page),
                _ => None,
            }
        };
        let trouble = ordered.or_else(thrown)?;
        *book.troubles.entry(trouble.name()).or_default() += 1;
        Some(trouble)
    }
}

async fn take(State(network): State<Network>, Json(posted): Json<Posted>) -> Response {
    let thanks = |id: String| Json(json!({ "id": id })).into_response();
    match network.trouble() {
        None => thanks(network.accept(posted)),
        Some(Trouble::Slow) => {
            sleep(Duration::from_millis(200)).await;
            thanks(network.accept(posted))
        }
        Some(Trouble::Throttled) => {
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]).into_response()
        }
        Some(Trouble::Failing) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some(Trouble::Page) => (StatusCode::BAD_GATEWAY, Html("<h1>502 Bad Gateway</h1>")).into_response(),
        Some(Trouble::Silent) => pending().await,
        Some(Trouble::SilentlyAccepted) => {
            network.accept(posted);
            pending().await
        }
    }
}

/// Reports each text as networks do: in order, the wrong way round, and more than once.
async fn report(
    network: Network,
    queue: Arc<Turn<mpsc::UnboundedReceiver<String>>>,
    doors: Doors,
    seed: u64,
) {
    let (client, mut dice) = (client(), Dice::from_seed(seed));
    loop {
        let Some(id) = queue.lock().await.recv().await else { return };
        let order: &[&str] = match dice.below(3) {
            0 => &["sent", "delivered"],
            1 => &["delivered", "sent"],
            _ => &["sent", "delivered", "delivered", "sent"],
        };
        for status in order {
            let body = json!({ "id": id, "status": status, "at": "2026-03-10T09:00:00Z", "error": null });
            while !doors.post(&client, &mut dice, "/receipts", &body.to_string()).await {
                sleep(AGAIN).await;
            }
        }
        network.0.unreported.fetch_sub(1, Ordering::SeqCst);
    }
}
