//! Delivery of updates to the webhook: in order within a chat, chats side by side, nothing ever dropped.
//! Not here: the real server's patience (it gives up after a day) and its answers-as-method-calls.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::super::board::Board;
use super::updates::Update;
use super::world::{Webhook, World};

/// One server's way of delivering.
#[derive(Clone)]
pub(super) struct Courier {
    pub(super) world: Arc<Board<World>>,
    pub(super) client: reqwest::Client,
    pub(super) backoff: Duration,
}

impl Courier {
    pub(super) async fn run(self, stop: CancellationToken) {
        loop {
            let depart = |world: &mut World| {
                let most = world.webhook.as_ref()?.max_connections;
                world.queue.depart(most)
            };
            let Some(update) = stop.run_until_cancelled(self.world.until(depart)).await else { return };
            tokio::spawn(stop.clone().run_until_cancelled_owned(self.clone().carry(update)));
        }
    }

    async fn carry(self, update: Update) {
        let mut failures: u32 = 0;
        while let Some(webhook) = self.destination(&update) {
            let outcome = self.attempt(&webhook, &update).await;
            self.world.change(|world| match outcome {
                Ok(()) => world.queue.arrived(update.serial),
                Err(why) => {
                    let now = world.now();
                    if let Some(webhook) = &mut world.webhook {
                        webhook.last_error = Some((now, why));
                    }
                }
            });
            if self.world.look(|world| world.queue.still_waits(update.serial)) {
                tokio::time::sleep(self.pause(failures)).await;
                failures += 1;
            }
        }
        self.world.change(|world| world.queue.land(update.chat));
    }

    /// Asked before every attempt: the webhook may have moved, or the update been fetched by polling.
    fn destination(&self, update: &Update) -> Option<Webhook> {
        let waits = |world: &World| world.queue.still_waits(update.serial).then(|| world.webhook.clone());
        self.world.look(waits).flatten()
    }

    async fn attempt(&self, webhook: &Webhook, update: &Update) -> Result<(), String> {
        let mut request = self.client.post(webhook.url.clone()).json(&update.body);
        if let Some(secret) = &webhook.secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        match request.send().await {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(format!("Wrong response from the webhook: {}", response.status())),
            Err(why) if why.is_timeout() => Err("Read timeout expired".to_owned()),
            Err(_) => Err("Connection refused".to_owned()),
        }
    }

    /// At once, then once, twice, four and at most eight times the backoff.
    fn pause(&self, failures: u32) -> Duration {
        match failures {
            0 => Duration::ZERO,
            more => self.backoff * 2_u32.pow((more - 1).min(3)),
        }
    }
}
