//! The doors of the processes that stand at the moment, as a load balancer in front of them knows them.

use std::{
    net::SocketAddr,
    sync::{Arc, PoisonError, RwLock},
};

use prag::{clock::Clock, ids::Dice, rehearsal::sms::sign};

/// The line of the model network.
pub const LINE: &str = "storm";
/// What both sides sign with.
pub const SECRET: &str = "agreed between both sides";

/// Where to knock; clones are the same doors.
#[derive(Clone, Default)]
pub struct Doors(Arc<RwLock<Vec<SocketAddr>>>);

impl Doors {
    pub fn open(&self, door: SocketAddr) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(door);
    }

    pub fn close(&self, door: SocketAddr) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|other| *other != door);
    }

    /// One of them; none while every process is down.
    fn any(&self, dice: &mut Dice) -> Option<SocketAddr> {
        let doors = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let count = u32::try_from(doors.len()).unwrap_or(u32::MAX);
        (count > 0).then(|| doors[dice.below(count) as usize])
    }

    /// Posts a signed body to one of them; true when it was thanked for.
    pub async fn post(&self, client: &reqwest::Client, dice: &mut Dice, below: &str, body: &str) -> bool {
        let Some(door) = self.any(dice) else { return false };
        let now = Clock::System.now().timestamp();
        let request = client
            .post(format!("http://{door}/sms/{LINE}{below}"))
            .header("Content-Type", "application/json")
            .header("X-Prag-Timestamp", now)
            .header("X-Prag-Signature", sign(SECRET, now, body.as_bytes()))
            .body(body.to_owned());
        request.send().await.is_ok_and(|answer| answer.status().is_success())
    }
}

/// A client as the networks have one: patient for a while, through no proxy.
pub fn client() -> reqwest::Client {
    let patience = std::time::Duration::from_secs(10);
    reqwest::Client::builder().no_proxy().timeout(patience).build().expect("a client")
}
