//! A person's mobile phone: texts written, texts received.

use std::time::Duration;

use super::super::chat::{Chat, Line, Shown, Side};
use super::air::{Air, Fate};
use super::receipts::{Courier, Unheard};
use super::wire::{Incoming, rfc3339};

/// A mobile phone; clones are the same phone.
#[derive(Clone)]
pub struct Handset {
    pub(super) courier: Courier,
    pub(super) number: String,
}

/// Why a text did not reach the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReached {
    /// The network was not told where the gateway is.
    #[error("the SMS network is not connected to a gateway")]
    NotConnected,
    /// Nobody answered there.
    #[error("the gateway did not answer")]
    Unreachable,
}

impl Handset {
    /// The phone's number, or the name it sends under.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Writes a text to the short code, once; the status is the gateway's answer.
    ///
    /// # Errors
    /// When there was no answer.
    pub async fn writes(&self, text: &str) -> Result<u16, NotReached> {
        let id = self.courier.air.change(Air::next_arrival);
        self.writes_as(&id, text).await
    }

    /// Writes a text under this id; the same id again is the network repeating itself.
    ///
    /// # Errors
    /// When there was no answer.
    pub async fn writes_as(&self, id: &str, text: &str) -> Result<u16, NotReached> {
        let body = self.courier.air.change(|air| {
            let at = rfc3339(air.write(&self.number, id, text));
            let arrival = Incoming { id, from: &self.number, to: &air.short_code, text, at };
            serde_json::to_vec(&arrival).expect("text and nothing else is always JSON")
        });
        self.courier.post("", body).await.map_err(|unheard| match unheard {
            Unheard::NotConnected => NotReached::NotConnected,
            Unheard::Unreachable => NotReached::Unreachable,
        })
    }

    /// The texts received, oldest first.
    #[must_use]
    pub fn inbox(&self) -> Vec<String> {
        let received = self.chat().into_iter().filter(|line| line.from == Side::Bot);
        received.map(|line| line.text).collect()
    }

    /// Both sides, as the phone shows them.
    #[must_use]
    pub fn chat(&self) -> Vec<Line> {
        self.look(Chat::lines)
    }

    /// The received texts that nobody has heard yet.
    #[must_use]
    pub fn unheard(&self) -> Vec<Line> {
        self.look(Chat::unheard)
    }

    /// Waits for the first unheard text that is wanted, received before or after the call; it counts as heard from
    /// then on. `wanted` must not use a phone.
    pub async fn hears(&self, mut wanted: impl FnMut(&Line) -> bool, within: Duration) -> Option<Line> {
        let heard = |air: &mut Air| air.pocket(&self.number).chat.hear(&mut wanted);
        self.courier.air.within(within, heard).await
    }

    /// What came up on the screen after the given place; waits for it if there is nothing yet.
    pub async fn shown_after(&self, seq: usize, wait: Duration) -> Vec<Shown> {
        let later = |air: &mut Air| {
            let shown = air.pocket(&self.number).chat.shown_after(seq);
            (!shown.is_empty()).then_some(shown)
        };
        self.courier.air.within(wait, later).await.unwrap_or_default()
    }

    /// Decides what becomes of the texts sent to this phone from now on.
    pub fn texts_are(&self, fate: Fate) {
        self.courier.air.change(|air| air.pocket(&self.number).fate = fate);
    }

    fn look<R>(&self, look: impl FnOnce(&Chat) -> R) -> R {
        self.courier.air.look(|air| look(&air.pockets[&self.number].chat))
    }
}
