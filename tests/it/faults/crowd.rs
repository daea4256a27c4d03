//! People who write by SMS, and their network, which repeats every message until it is thanked for, and some of them after.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use prag::ids::Dice;
use serde_json::json;
use tokio::{
    task::{JoinHandle, JoinSet},
    time::sleep,
};

use super::doors::{Doors, client};

/// What people write, each message when the one before has been taken. The first asks, the last asks how it stands.
pub const SCRIPTS: [&[&str]; 4] = [
    &["pershendetje, me duhet leternjoftim per djalin", "1", "Peje", "2", "Fatmir, pas 4", "statusi"],
    &[
        "Dobar dan, treba mi izvod iz matične knjige rođenih",
        "da",
        "Gračanica",
        "1",
        "Mira, posle 5",
        "status",
    ],
    &["Поштовани, кућа нам прокишњава", "да", "Ораховац", "не", "Јелена, после 17", "статус"],
    &[
        "we came back and my mother needs a doctor",
        "yes",
        "Prizren",
        "my mother, yes",
        "Ana, after 17",
        "STATUS",
    ],
];
/// How many messages travel at once.
const AT_ONCE: usize = 32;
/// How many people of one connection write in turn.
const GROUP: usize = 8;
/// Messages of a hundred that the network brings twice at once, and again later.
const TWICE: u32 = 3;
const LATER: u32 = 3;
/// How long the network waits before it repeats.
const AGAIN: Duration = Duration::from_millis(30);

/// The script of this person.
pub fn script(person: usize) -> &'static [&'static str] {
    SCRIPTS[person % SCRIPTS.len()]
}

/// How much these people write.
pub fn messages(people: Range<usize>) -> usize {
    people.map(|person| script(person).len()).sum()
}

/// The number of this person.
pub fn number(person: usize) -> String {
    format!("+38344{person:06}")
}

/// How far the crowd is.
#[derive(Default)]
pub struct Progress {
    pub thanked: AtomicUsize,
    /// Requests that were not thanked for: refused, cut, or with nobody there.
    pub refused: AtomicUsize,
    pub repeated: AtomicUsize,
}

impl Progress {
    fn add(count: &AtomicUsize) {
        count.fetch_add(1, Ordering::SeqCst);
    }
}

/// People who write as fast as they are thanked.
pub struct Crowd {
    pub progress: Arc<Progress>,
    writing: JoinHandle<()>,
}

impl Crowd {
    /// Lets everybody write, from the first of these people on.
    pub fn write(people: Range<usize>, doors: &Doors, dice: &mut Dice) -> Self {
        let progress = Arc::new(Progress::default());
        let next = Arc::new(AtomicUsize::new(people.start));
        let mut connections = JoinSet::new();
        for _ in 0..AT_ONCE {
            let connection = Connection {
                doors: doors.clone(),
                client: client(),
                dice: Dice::from_seed(dice.below(u32::MAX).into()),
                progress: Arc::clone(&progress),
            };
            connections.spawn(connection.carry(Arc::clone(&next), people.end));
        }
        let writing = tokio::spawn(async move {
            connections.join_all().await;
        });
        Self { progress, writing }
    }

    /// Whether everybody has been thanked for everything.
    pub fn is_done(&self) -> bool {
        self.writing.is_finished()
    }

    /// Waits for that.
    pub async fn done(self) {
        self.writing.await.expect("a connection of the crowd fell over");
    }
}

struct Connection {
    doors: Doors,
    client: reqwest::Client,
    dice: Dice,
    progress: Arc<Progress>,
}

impl Connection {
    async fn carry(mut self, next: Arc<AtomicUsize>, end: usize) {
        loop {
            let first = next.fetch_add(GROUP, Ordering::SeqCst);
            let group = first.min(end)..(first + GROUP).min(end);
            if group.is_empty() {
                return;
            }
            let longest = SCRIPTS.iter().map(|script| script.len()).max().unwrap_or(0);
            for message in 0..longest {
                for person in group.clone() {
                    if let Some(words) = script(person).get(message) {
                        self.bring(person, message, words).await;
                    }
                }
            }
        }
    }

    /// Brings one message until it is thanked for.
    async fn bring(&mut self, person: usize, message: usize, words: &str) {
        let body = json!({
            "id": format!("mo-{person}-{message}"), "from": number(person), "to": "50505", "text": words,
        })
        .to_string();
        loop {
            let thanked = if self.dice.below(100) < TWICE {
                Progress::add(&self.progress.repeated);
                let mut other = Dice::from_seed(self.dice.below(u32::MAX).into());
                let twin = self.doors.post(&self.client, &mut other, "", &body);
                let (one, twin) =
                    tokio::join!(self.doors.post(&self.client, &mut self.dice, "", &body), twin);
                one || twin
            } else {
                self.doors.post(&self.client, &mut self.dice, "", &body).await
            };
            if thanked {
                break;
            }
            Progress::add(&self.progress.refused);
            sleep(AGAIN).await;
        }
        Progress::add(&self.progress.thanked);
        if self.dice.below(100) < LATER {
            Progress::add(&self.progress.repeated);
            // A repeat of what was thanked for need not be thanked for again.
            let _ = self.doors.post(&self.client, &mut self.dice, "", &body).await;
        }
    }
}
