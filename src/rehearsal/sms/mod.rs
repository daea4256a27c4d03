//! A small SMS provider that speaks the generic protocol: it brings arrivals, takes texts, reports their fate.
//! Not here: parts of long texts, alphabets, prices.

mod air;
mod counter;
mod handset;
mod receipts;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::board::Board;
use super::door::{ANY_PORT, Door, client};
use super::fault::Fault;
use air::{Air, Connection};
use counter::Counter;
use receipts::Courier;

pub use air::{Fate, Numbering, Receipt};
pub use handset::{Handset, NotReached};
pub use wire::sign;

const GATEWAY_PATIENCE: Duration = Duration::from_secs(10);

/// An SMS network with one line to one gateway; clones are the same network, and the last one stops it.
#[derive(Clone)]
pub struct Network {
    courier: Courier,
    door: Arc<Door>,
}

impl Network {
    /// Starts on a free port of this machine; people write to `short_code`, and `clock` tells the time in Unix
    /// seconds. Ids are counters, prefixed with the time of the start.
    ///
    /// # Errors
    /// When no socket can be had.
    pub async fn start(
        short_code: &str,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::start_on(ANY_PORT, short_code, clock).await
    }

    /// Starts on the given address.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn start_on(
        address: SocketAddr,
        short_code: &str,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let air = Arc::new(Board::new(Air::new(short_code, Arc::new(clock))));
        let courier = Courier { air, client: client(GATEWAY_PATIENCE)? };
        let stop = CancellationToken::new();
        let counter = Counter { courier: courier.clone(), stop: stop.clone() };
        let door = Door::open(address, counter::router(counter), stop).await?;
        Ok(Self { courier, door: Arc::new(door) })
    }

    /// Where the gateway has to post texts.
    #[must_use]
    pub fn send_url(&self) -> String {
        format!("{}/send", self.door.url())
    }

    /// Tells the network where the gateway is and the secret they share; until then texts are answered 503. Again
    /// when the gateway has moved.
    pub fn connect(&self, base_url: &str, channel: &str, secret: &str) {
        let connection =
            Connection { base: base_url.to_owned(), channel: channel.to_owned(), secret: secret.to_owned() };
        self.courier.air.change(|air| air.connection = Some(connection));
    }

    /// Decides which id a text gets when it is accepted, from now on.
    pub fn number_texts(&self, numbering: Numbering) {
        self.courier.air.change(|air| air.numbering = numbering);
    }

    /// The phone with this number, new or known; a short code or a name can write, and receives nothing.
    pub fn phone(&self, number: &str) -> Handset {
        self.courier.air.change(|air| {
            air.pocket(number);
        });
        Handset { courier: self.courier.clone(), number: number.to_owned() }
    }

    /// The numbers of all phones.
    #[must_use]
    pub fn people(&self) -> Vec<String> {
        self.courier.air.look(|air| air.pockets.keys().cloned().collect())
    }

    /// Lets the next texts to be sent go wrong; faults ordered earlier come first.
    pub fn answer_next(&self, times: usize, fault: Fault) {
        self.courier.air.change(|air| air.faults.order((), times, fault));
    }

    /// Everything that was posted to be sent, in order, accepted or not; what was not JSON is null.
    #[must_use]
    pub fn requests(&self) -> Vec<Value> {
        self.courier.air.look(|air| air.asked.clone())
    }

    /// Waits until so many texts were posted since the start.
    pub async fn asked(&self, times: usize, within: Duration) -> bool {
        let enough = |air: &mut Air| (air.asked.len() >= times).then_some(());
        self.courier.air.within(within, enough).await.is_some()
    }

    /// The statuses of what was refused for what it was: unsigned, stale, malformed, too early.
    #[must_use]
    pub fn refused(&self) -> Vec<u16> {
        self.courier.air.look(|air| air.refused.clone())
    }

    /// How many accepted texts were posted again.
    #[must_use]
    pub fn repeats(&self) -> usize {
        self.courier.air.look(|air| air.repeats)
    }

    /// The receipts the gateway has answered, in order.
    #[must_use]
    pub fn receipts(&self) -> Vec<Receipt> {
        self.courier.air.look(|air| air.receipts.clone())
    }

    /// Waits until the gateway has answered the last receipt of every text that gets any.
    pub async fn all_reported(&self, within: Duration) -> bool {
        self.courier.air.within(within, |air| (air.unreported == 0).then_some(())).await.is_some()
    }
}
