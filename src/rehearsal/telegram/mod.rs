//! A small Bot API server with private chats, long polling, a webhook, and people on their phones.
//! It is as strict as the real one in what Prag uses, and refuses what it does not know.
//! Not here: groups, files, formatting, uploads.

mod counter;
mod markup;
mod method;
mod methods;
mod multipart;
mod params;
mod person;
mod phone;
mod polling;
mod updates;
mod webhook;
mod world;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::board::Board;
use super::door::{ANY_PORT, Door, client};
use super::fault::Fault;
use webhook::Courier;
use world::World;

pub use method::Method;
pub use phone::{Phone, PressError, Pressed};
pub use world::Answer;

/// The pause after the second failure of a webhook; the first is tried again at once.
pub const WEBHOOK_BACKOFF: Duration = Duration::from_millis(200);

const WEBHOOK_PATIENCE: Duration = Duration::from_secs(10);

/// A Bot API server for one bot; clones are the same server, and the last one stops it.
#[derive(Clone)]
pub struct BotApi {
    world: Arc<Board<World>>,
    door: Arc<Door>,
}

impl BotApi {
    /// Starts on a free port of this machine; `clock` tells the time in Unix seconds. Ids of updates, queries and
    /// messages are counters; the first two begin at the time of the start.
    ///
    /// # Errors
    /// When no socket can be had.
    pub async fn start(token: &str, clock: impl Fn() -> i64 + Send + Sync + 'static) -> io::Result<Self> {
        Self::start_on(ANY_PORT, token, clock, WEBHOOK_BACKOFF).await
    }

    /// Starts on the given address, with the given pause between tries of a failing webhook (it grows to eight
    /// times that).
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn start_on(
        address: SocketAddr,
        token: &str,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
        webhook_backoff: Duration,
    ) -> io::Result<Self> {
        let world = Arc::new(Board::new(World::new(token, Arc::new(clock))));
        let client = client(WEBHOOK_PATIENCE)?;
        let stop = CancellationToken::new();
        let door = Door::open(address, counter::router(Arc::clone(&world)), stop.clone()).await?;
        let courier = Courier { world: Arc::clone(&world), client, backoff: webhook_backoff };
        tokio::spawn(courier.run(stop));
        Ok(Self { world, door: Arc::new(door) })
    }

    /// The base URL, to be used in the place of `https://api.telegram.org`.
    #[must_use]
    pub fn url(&self) -> String {
        self.door.url()
    }

    /// The phone of a person, who is new or known by the chat id. An empty language code is not sent.
    pub fn person(&self, name: &str, chat_id: i64, language_code: &str) -> Phone {
        self.world.change(|world| {
            world.people.entry(chat_id).or_insert_with(|| person::Person::new(chat_id, name, language_code));
        });
        Phone { world: Arc::clone(&self.world), person: chat_id }
    }

    /// The phone of a person who is known.
    #[must_use]
    pub fn phone(&self, chat_id: i64) -> Option<Phone> {
        let known = self.world.look(|world| world.people.contains_key(&chat_id));
        known.then(|| Phone { world: Arc::clone(&self.world), person: chat_id })
    }

    /// Everybody's chat id and name.
    #[must_use]
    pub fn people(&self) -> Vec<(i64, String)> {
        self.world.look(|world| world.people.values().map(|p| (p.id, p.name.clone())).collect())
    }

    /// Lets the next requests of a method go wrong; faults ordered earlier come first.
    pub fn answer_next(&self, method: Method, times: usize, fault: Fault) {
        self.world.change(|world| world.faults.order(method, times, fault));
    }

    /// Delivers an update once more. False when there was none with this id.
    pub fn repeat_update(&self, id: i64) -> bool {
        self.world.change(|world| world.queue.repeat(id))
    }

    /// Lets the next update have this id, as after a week of silence.
    pub fn jump_update_id(&self, to: i64) {
        self.world.change(|world| world.queue.jump(to));
    }

    /// Answers the call of `getUpdates` that waits as if its time were up: nothing came.
    pub fn end_the_wait(&self) {
        self.world.change(|world| world.ended = world.polls);
    }

    /// How many calls of `getUpdates` were ended by another one: by a second bot with the same token.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        self.world.look(|world| world.conflicts)
    }

    /// Everything that was asked with the right token, in order, with its parameters as they came.
    #[must_use]
    pub fn requests(&self) -> Vec<(Method, Value)> {
        self.world.look(|world| world.asked.clone())
    }

    /// Waits until a method was asked so many times since the start.
    pub async fn asked(&self, method: Method, times: usize, within: Duration) -> bool {
        let enough = |world: &mut World| {
            let asked = world.asked_times.get(&method).copied().unwrap_or(0);
            (asked >= times).then_some(())
        };
        self.world.within(within, enough).await.is_some()
    }

    /// How many updates the bot has not confirmed yet.
    #[must_use]
    pub fn waiting_updates(&self) -> usize {
        self.world.look(|world| world.queue.waiting())
    }

    /// Waits until the bot has confirmed every update.
    pub async fn all_confirmed(&self, within: Duration) -> bool {
        self.world.within(within, |world| (world.queue.waiting() == 0).then_some(())).await.is_some()
    }
}
