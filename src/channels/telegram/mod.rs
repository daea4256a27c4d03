//! Telegram: the Bot API, <https://core.telegram.org/bots/api>. Here: the settings and the calls of an operator and of
//! the poller; `reading`: updates; `sending`: messages and the table of failures.
//! Not here: where the offset of polling is kept, and when to poll (`reception`).

mod calls;
mod reading;
mod sending;

use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use teloxide::types::AllowedUpdate;

use self::calls::Refusal;
use super::client::{Client, EXCHANGE_LIMIT};

pub use self::{
    reading::{name_of_update, read, read_update},
    sending::fits,
};

/// Telegram bears about thirty messages a second over all chats; a few are left for what is typed by hand.
pub const PER_SECOND: u32 = 25;

/// Without this list Telegram keeps whatever list an earlier program set, so it goes along every time.
const ALLOWED_UPDATES: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
];

/// What an operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server; Telegram's own is `https://api.telegram.org`.
    pub api_url: Url,
    /// What Telegram shows at our webhook to be known; without one no webhook request is believed.
    pub webhook_secret: Option<SecretString>,
}

/// The bot: asks for updates, says who it is, and (through `Carrier` alone) sends.
#[derive(Clone, Debug)]
pub struct Telegram {
    settings: Settings,
    client: Client,
}

/// The bot's user name, without the `@`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BotName {
    /// The name itself.
    pub username: String,
}

/// What Telegram knows of our webhook.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Webhook {
    /// Where updates are delivered; empty when there is no webhook.
    pub url: String,
    /// How many updates wait for delivery.
    pub pending_update_count: u64,
    /// When the last delivery that failed was tried, in Unix seconds.
    pub last_error_date: Option<i64>,
    /// Why it failed, in Telegram's words.
    pub last_error_message: Option<String>,
}

/// Why no updates came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PollFailure {
    /// Another process polls with this token, or a webhook is set.
    #[error("another program receives the updates of this bot")]
    Conflict,
    /// The token is wrong or was revoked.
    #[error("Telegram does not know the token")]
    Unauthorized,
    /// Too many calls.
    #[error("Telegram asks to wait {} seconds", .0.as_secs())]
    Throttled(Duration),
    /// Telegram was not reached, or gave an answer that makes no sense.
    #[error("Telegram cannot be reached")]
    Unreachable,
}

/// Why an operator's call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// The token is wrong or was revoked.
    #[error("Telegram does not know the token")]
    Unauthorized,
    /// Too many calls.
    #[error("Telegram asks to wait {} seconds", .0.as_secs())]
    Throttled(Duration),
    /// Telegram was not reached, or gave an answer that makes no sense; with our word for it.
    #[error("Telegram cannot be reached ({0})")]
    Unreachable(&'static str),
    /// Telegram refused, in its own words, which are about the call alone.
    #[error("Telegram refused: {0}")]
    Refused(String),
}

impl Telegram {
    /// The bot of these settings.
    #[must_use]
    pub const fn new(settings: Settings, client: Client) -> Self {
        Self { settings, client }
    }

    /// Whether a webhook request shows the agreed secret; compared in constant time.
    #[must_use]
    pub fn secret_matches(&self, header: &str) -> bool {
        let agreed = self.settings.webhook_secret.as_ref().map_or("", ExposeSecret::expose_secret);
        !agreed.is_empty() && bool::from(agreed.as_bytes().ct_eq(header.as_bytes()))
    }

    /// Waits up to `timeout` for updates and returns them as they came, each with its `update_id`.
    /// `offset` tells Telegram to forget all updates below it.
    ///
    /// # Errors
    /// When no batch came; nothing was forgotten then.
    pub async fn get_updates(
        &self,
        offset: Option<i64>,
        timeout: Duration,
    ) -> Result<Vec<Value>, PollFailure> {
        let mut request =
            json!({ "timeout": timeout.as_secs(), "limit": 100, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = offset {
            request["offset"] = offset.into();
        }
        // Telegram answers an empty batch when the time is up; that answer needs time too.
        let limit = timeout.saturating_add(Duration::from_secs(15));
        Ok(self.call("getUpdates", &request, limit).await?)
    }

    /// Has updates delivered to `url`, each with `secret` in its header; polling is refused from then on.
    ///
    /// # Errors
    /// When Telegram did not agree.
    pub async fn set_webhook(&self, url: &Url, secret: &SecretString) -> Result<(), CallFailure> {
        let request =
            json!({ "url": url, "secret_token": secret.expose_secret(), "allowed_updates": ALLOWED_UPDATES });
        self.operate::<Value>("setWebhook", &request).await.map(drop)
    }

    /// Ends the delivery to a webhook; what waits there is kept for polling.
    ///
    /// # Errors
    /// When Telegram did not agree.
    pub async fn delete_webhook(&self) -> Result<(), CallFailure> {
        self.operate::<Value>("deleteWebhook", &json!({})).await.map(drop)
    }

    /// Who the bot is; the plainest way to try a token.
    ///
    /// # Errors
    /// When Telegram did not say.
    pub async fn me(&self) -> Result<BotName, CallFailure> {
        self.operate("getMe", &json!({})).await
    }

    /// What Telegram knows of our webhook.
    ///
    /// # Errors
    /// When Telegram did not say.
    pub async fn webhook_info(&self) -> Result<Webhook, CallFailure> {
        self.operate("getWebhookInfo", &json!({})).await
    }

    async fn operate<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        request: &Value,
    ) -> Result<T, CallFailure> {
        Ok(self.call(method, request, EXCHANGE_LIMIT).await?)
    }
}

impl From<Refusal> for PollFailure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Told(complaint) => match complaint.error_code {
                401 | 404 => Self::Unauthorized,
                409 => Self::Conflict,
                429 => Self::Throttled(complaint.wait()),
                _ => Self::Unreachable,
            },
            Refusal::Unheard(_) => Self::Unreachable,
        }
    }
}

impl From<Refusal> for CallFailure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Told(complaint) => match complaint.error_code {
                401 | 404 => Self::Unauthorized,
                429 => Self::Throttled(complaint.wait()),
                500.. => Self::Unreachable("server_error"),
                _ => Self::Refused(complaint.description),
            },
            Refusal::Unheard(code) => Self::Unreachable(code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::model::Model;

    const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    fn bot_with(token: &str, api_url: Url, webhook_secret: Option<&str>) -> Telegram {
        let webhook_secret = webhook_secret.map(SecretString::from);
        let settings = Settings { token: SecretString::from(token), api_url, webhook_secret };
        Telegram::new(settings, Client::new().expect("TLS"))
    }

    /// A bot at a model server.
    pub(super) fn bot(api_url: Url) -> Telegram {
        bot_with(TOKEN, api_url, Some("Zt4KcVd1Ng-q7XbW2m0aLr9"))
    }

    fn nowhere() -> Url {
        "http://127.0.0.1:1".parse().expect("an address")
    }

    #[test]
    fn only_the_agreed_secret_opens_the_webhook() {
        let bot = bot(nowhere());
        assert!(bot.secret_matches("Zt4KcVd1Ng-q7XbW2m0aLr9"));
        for header in ["", "Zt4KcVd1Ng-q7XbW2m0aLr8", "Zt4KcVd1Ng-q7XbW2m0aLr", "zt4kcvd1ng-q7xbw2m0alr9"] {
            assert!(!bot.secret_matches(header), "{header}");
        }
        for unset in [None, Some("")] {
            assert!(!bot_with(TOKEN, nowhere(), unset).secret_matches(""), "{unset:?}");
        }
    }

    #[tokio::test]
    async fn a_batch_comes_as_it_was_sent() {
        let batch =
            r#"{"ok":true,"result":[{"update_id":7,"message":{"text":"Po"},"new":{}},{"update_id":8}]}"#;
        let model = Model::answering(200, batch).await;
        let updates =
            bot(model.url.clone()).get_updates(Some(7), Duration::from_secs(25)).await.expect("a batch");
        assert_eq!(updates[0]["new"], json!({}));
        assert_eq!(updates[1], json!({ "update_id": 8 }));
        let request = model.asked_once();
        assert!(request.path.ends_with("/getUpdates"));
        assert_eq!(
            request.json(),
            json!({
                "offset": 7, "timeout": 25, "limit": 100,
                "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            })
        );
    }

    #[tokio::test]
    async fn the_first_poll_forgets_nothing() {
        let model = Model::answering(200, r#"{"ok":true,"result":[]}"#).await;
        let updates = bot(model.url.clone()).get_updates(None, Duration::ZERO).await.expect("a batch");
        assert!(updates.is_empty());
        assert_eq!(model.asked_once().json().get("offset"), None);
    }

    #[tokio::test]
    async fn a_failed_poll_says_why() {
        let table = [
            (
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                PollFailure::Conflict,
            ),
            (
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                PollFailure::Conflict,
            ),
            (401, "Unauthorized", PollFailure::Unauthorized),
            (404, "Not Found", PollFailure::Unauthorized),
            (429, "Too Many Requests: retry after 5", PollFailure::Throttled(Duration::from_secs(5))),
            (502, "Bad Gateway", PollFailure::Unreachable),
        ];
        for (status, description, expected) in table {
            let answer = json!({ "ok": false, "error_code": status, "description": description, "parameters": { "retry_after": 5 } });
            let model = Model::answering(status, &answer.to_string()).await;
            assert_eq!(
                bot(model.url).get_updates(None, Duration::ZERO).await,
                Err(expected),
                "{description}"
            );
        }
        for page in ["<html>", r#"{"ok":true,"result":{}}"#, r#"{"ok":true}"#] {
            let model = Model::answering(200, page).await;
            let failure = bot(model.url).get_updates(None, Duration::ZERO).await;
            assert_eq!(failure, Err(PollFailure::Unreachable), "{page}");
        }
    }

    #[tokio::test]
    async fn a_webhook_is_set_with_secret_and_kinds() {
        let model =
            Model::answering(200, r#"{"ok":true,"result":true,"description":"Webhook was set"}"#).await;
        let url: Url = "https://prag.example.org/telegram".parse().expect("an address");
        bot(model.url.clone()).set_webhook(&url, &SecretString::from("agreed")).await.expect("set");
        assert_eq!(
            model.asked_once().json(),
            json!({
                "url": "https://prag.example.org/telegram", "secret_token": "agreed",
                "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            })
        );
    }

    #[tokio::test]
    async fn a_webhook_is_ended_and_asked_about() {
        let model = Model::answering(200, r#"{"ok":true,"result":true}"#).await;
        bot(model.url.clone()).delete_webhook().await.expect("ended");
        assert!(model.asked_once().path.ends_with("/deleteWebhook"));

        let answer = r#"{"ok":true,"result":{"url":"https://prag.example.org/telegram","has_custom_certificate":false,"pending_update_count":3,"last_error_date":1768469400,"last_error_message":"Connection timed out","max_connections":40,"allowed_updates":["message","a_kind_of_tomorrow"]}}"#;
        let known = bot(Model::answering(200, answer).await.url).webhook_info().await.expect("told");
        let expected = Webhook {
            url: "https://prag.example.org/telegram".to_owned(),
            pending_update_count: 3,
            last_error_date: Some(1_768_469_400),
            last_error_message: Some("Connection timed out".to_owned()),
        };
        assert_eq!(known, expected);
    }

    #[tokio::test]
    async fn the_bot_knows_its_name() {
        let answer = r#"{"ok":true,"result":{"id":110201543,"is_bot":true,"first_name":"Prag","username":"prag_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}"#;
        let name = bot(Model::answering(200, answer).await.url).me().await.expect("told");
        assert_eq!(name, BotName { username: "prag_bot".to_owned() });
    }

    #[tokio::test]
    async fn a_failed_call_says_why() {
        let refused = "Bad Request: bad webhook: HTTPS url must be provided for webhook";
        let table = [
            (401, "Unauthorized", CallFailure::Unauthorized),
            (429, "Too Many Requests: retry after 1", CallFailure::Throttled(Duration::from_secs(1))),
            (400, refused, CallFailure::Refused(refused.to_owned())),
            (500, "Internal Server Error", CallFailure::Unreachable("server_error")),
        ];
        for (status, description, expected) in table {
            let answer = json!({ "ok": false, "error_code": status, "description": description, "parameters": { "retry_after": 1 } });
            let model = Model::answering(status, &answer.to_string()).await;
            assert_eq!(bot(model.url).me().await, Err(expected), "{description}");
        }
        assert_eq!(bot(nowhere()).me().await, Err(CallFailure::Unreachable("no_connection")));
    }

    #[tokio::test]
    async fn the_token_shows_nowhere_and_names_no_other_address() {
        let bot = bot(nowhere());
        let failure = bot.me().await.expect_err("nobody is there");
        let shown = format!("{bot:?} {failure:?} {failure}");
        assert!(!shown.contains("AAHdqTcv") && !shown.contains("Zt4KcVd1Ng"), "{shown}");

        let model = Model::answering(401, "").await;
        bot_with("7/../../x?y#z", model.url.clone(), None).me().await.expect_err("no answer");
        assert_eq!(model.asked_once().path, "/bot7%2F..%2F..%2Fx%3Fy%23z/getMe");
    }

    #[tokio::test]
    async fn a_server_of_ones_own_may_live_below_a_path() {
        let model = Model::answering(401, "").await;
        for base in ["/api", "/api/"] {
            bot(model.url.join(base).expect("an address")).me().await.expect_err("no answer");
        }
        for request in model.asked() {
            assert_eq!(request.path, format!("/api/bot{TOKEN}/getMe"));
        }
    }
}
