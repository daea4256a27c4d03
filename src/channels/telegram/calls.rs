//! One call of the Bot API: a JSON request, and an answer that is a result or a complaint.
//! Not `teloxide`'s own requests: after any 5xx they sleep ten seconds before they return, and status and error code
//! are lost on the way. Not here: what a complaint means for a message (`sending`).

use std::time::Duration;

use reqwest::{Url, header::HeaderMap};
use secrecy::ExposeSecret;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::Telegram;
use crate::channels::failure::{LONGEST_WAIT, ORDINARY_WAIT};

/// A call did not succeed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Telegram said why.
    Told(Complaint),
    /// No sensible answer came, with our word for it.
    Unheard(&'static str),
}

/// Why Telegram refused.
#[derive(Debug)]
pub(super) struct Complaint {
    /// Its error code, which resembles an HTTP status.
    pub(super) error_code: u16,
    /// Its sentence.
    pub(super) description: String,
    /// What it adds for programs.
    pub(super) parameters: Parameters,
}

/// What Telegram adds to some complaints.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Parameters {
    /// Seconds to wait.
    pub(super) retry_after: Option<u64>,
    /// Where the group went.
    pub(super) migrate_to_chat_id: Option<i64>,
}

impl Complaint {
    /// How long Telegram asks us to wait, within reason.
    pub(super) fn wait(&self) -> Duration {
        self.parameters.retry_after.map_or(ORDINARY_WAIT, Duration::from_secs).min(LONGEST_WAIT)
    }
}

#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    #[serde(default)]
    result: Value,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

impl Telegram {
    /// Calls `method` and reads its result.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        request: &Value,
        limit: Duration,
    ) -> Result<T, Refusal> {
        let json = request.to_string().into_bytes();
        let answer = self
            .client
            .post(self.address(method), HeaderMap::new(), json, limit)
            .await
            .map_err(|trouble| Refusal::Unheard(trouble.code))?;
        // A proxy's page is not Telegram's word, whatever its status: a firewall's 403 must not end a conversation.
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&answer.body) else {
            let code = if answer.status.is_server_error() { "server_error" } else { "unreadable_answer" };
            return Err(Refusal::Unheard(code));
        };
        if envelope.ok {
            serde_json::from_value(envelope.result).map_err(|_| Refusal::Unheard("unreadable_answer"))
        } else {
            Err(Refusal::Told(Complaint {
                error_code: envelope.error_code.unwrap_or(answer.status.as_u16()),
                description: envelope.description,
                parameters: envelope.parameters.unwrap_or_default(),
            }))
        }
    }

    fn address(&self, method: &str) -> Url {
        let mut address = self.settings.api_url.clone();
        let token = self.settings.token.expose_secret();
        // Segment by segment, so that a token with a slash or a question mark in it cannot name another address.
        if let Ok(mut path) = address.path_segments_mut() {
            path.pop_if_empty().push(&format!("bot{token}")).push(method);
        }
        address
    }
}
