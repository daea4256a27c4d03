//! The gateway is told what became of a text: in order for each text, again and again until it takes it.

use std::sync::Arc;
use std::time::Duration;

use super::super::board::Board;
use super::air::{Accepted, Air, Fate, Receipt};
use super::wire::{Report, SIGNATURE, TIMESTAMP, rfc3339, sign};

const BACKOFF: Duration = Duration::from_millis(200);

/// The way to the gateway, for arrivals and receipts alike.
#[derive(Clone)]
pub(super) struct Courier {
    pub(super) air: Arc<Board<Air>>,
    pub(super) client: reqwest::Client,
}

/// The gateway did not answer at all.
pub(super) enum Unheard {
    NotConnected,
    Unreachable,
}

impl Courier {
    /// Signs at the moment of sending and posts below `/sms/{channel}`; the status is the gateway's.
    pub(super) async fn post(&self, below: &str, body: Vec<u8>) -> Result<u16, Unheard> {
        let (connection, now) = self.air.look(|air| (air.connection.clone(), air.now()));
        let connection = connection.ok_or(Unheard::NotConnected)?;
        let url = format!("{}/sms/{}{below}", connection.base.trim_end_matches('/'), connection.channel);
        let request = self
            .client
            .post(url)
            .header("Content-Type", "application/json")
            .header(TIMESTAMP, now)
            .header(SIGNATURE, sign(&connection.secret, now, &body))
            .body(body);
        request.send().await.map(|answer| answer.status().as_u16()).map_err(|_| Unheard::Unreachable)
    }

    pub(super) async fn report(self, accepted: Accepted) {
        let end = match &accepted.fate {
            None | Some(Fate::Unreported) => return,
            Some(Fate::Delivered) => ("delivered", None),
            Some(Fate::Failed(error)) => ("failed", Some(error.as_str())),
        };
        for (status, error) in [("sent", None), end] {
            let at = rfc3339(self.air.look(Air::now));
            let report = Report { id: &accepted.id, status, at, error };
            let body = serde_json::to_vec(&report).expect("text and nothing else is always JSON");
            let answered = self.insist("/receipts", body).await;
            self.air.change(|air| air.receipts.push(Receipt { id: accepted.id.clone(), status, answered }));
        }
        self.air.change(|air| air.unreported -= 1);
    }

    /// A refusal of the content is final; anything else is tried again with a growing, bounded pause.
    async fn insist(&self, below: &str, body: Vec<u8>) -> u16 {
        for failures in 0_u32.. {
            match self.post(below, body.clone()).await {
                Ok(status) if (200..300).contains(&status) => return status,
                Ok(status) if (400..500).contains(&status) && !matches!(status, 408 | 429) => return status,
                _ => tokio::time::sleep(BACKOFF * 2_u32.pow(failures.min(3))).await,
            }
        }
        unreachable!("the tries are counted without end")
    }
}
