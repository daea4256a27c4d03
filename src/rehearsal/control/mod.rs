//! A small HTTP door through which another process can be a person of either network; `Client` goes through it.
//! Not here: faults and counts, which belong to the process that started the networks.

mod client;
mod counter;

use std::io;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::chat::Shown;
use super::door::{ANY_PORT, Door};
use super::sms::Network;
use super::telegram::BotApi;
use counter::Counter;

pub use client::{Client, Error};

/// The network a person is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// Telegram; the person's id is the chat id.
    Telegram,
    /// SMS; the person's id is the number.
    Sms,
}

/// Somebody who can be played.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Someone {
    /// Their network.
    pub network: On,
    /// Their id on it.
    pub id: String,
    /// Their name; on SMS there is none but the number.
    pub name: String,
}

/// A person who enters Telegram.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Newcomer {
    name: String,
    #[serde(default)]
    language_code: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pressing {
    label: String,
}

#[derive(Serialize, Deserialize)]
struct Lines {
    lines: Vec<Shown>,
}

#[derive(Serialize, Deserialize)]
struct Trouble {
    error: String,
}

/// The open door; closed when dropped.
pub struct Control {
    door: Door,
}

impl Control {
    /// Opens on a free port of this machine; only who knows `bearer` gets in.
    ///
    /// # Errors
    /// When no socket can be had.
    pub async fn start(bot_api: BotApi, network: Network, bearer: &str) -> io::Result<Self> {
        let counter = Counter { bot_api, network, bearer: bearer.to_owned() };
        let door = Door::open(ANY_PORT, counter::router(counter), CancellationToken::new()).await?;
        Ok(Self { door })
    }

    /// The base URL for a `Client`.
    #[must_use]
    pub fn url(&self) -> String {
        self.door.url()
    }
}
