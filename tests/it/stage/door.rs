//! Knocking at the doors with raw requests, right and wrong, and looking at what was kept.

use std::sync::LazyLock;

use prag::rehearsal::sms::sign;
use serde_json::{Value, json};

use super::house::{House, LINE, SECRET};

pub const JSON: &str = "application/json";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A request as a provider would make it, with whatever is wrong about it.
#[derive(Clone)]
pub struct Knock {
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Knock {
    /// A message or receipt, signed as it should be.
    pub fn signed(path: &str, now: i64, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let headers = vec![
            ("content-type", kind.to_owned()),
            ("x-prag-timestamp", now.to_string()),
            ("x-prag-signature", sign(SECRET, now, &body)),
        ];
        Self { path: path.to_owned(), headers, body }
    }

    /// The same with another header in the place of one, or without it.
    pub fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.extend(value.map(|value| (name, value.to_owned())));
        self
    }
}

/// The path of the line's door.
pub fn messages() -> String {
    format!("/sms/{LINE}")
}

/// The path of the door for receipts.
pub fn receipts() -> String {
    format!("/sms/{LINE}/receipts")
}

/// A message in the protocol's JSON.
pub fn message(id: &str, from: &str, text: &str) -> Value {
    json!({ "id": id, "from": from, "to": "50505", "text": text, "at": "2026-03-10T09:00:00Z" })
}

impl House {
    /// Knocks, and tells the status.
    pub async fn knock(&self, knock: Knock) -> u16 {
        static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
            // Connections belong to the runtime of the test that made them.
            let builder = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
            builder.build().expect("no setting of this client can fail")
        });
        let url = format!("http://{}{}", self.address(), knock.path);
        let mut request = CLIENT.post(url).body(knock.body);
        for (name, value) in knock.headers {
            request = request.header(name, value);
        }
        request.send().await.expect("an answer").status().as_u16()
    }

    /// Posts a message, signed now.
    pub async fn post_message(&self, id: &str, from: &str, text: &str) -> u16 {
        let body = message(id, from, text).to_string();
        self.knock(Knock::signed(&messages(), self.clock.now().timestamp(), JSON, body)).await
    }

    /// Posts a receipt, signed now.
    pub async fn post_receipt(&self, id: &str, status: &str) -> u16 {
        let body = json!({ "id": id, "status": status, "at": "2026-03-10T09:00:00Z", "error": null });
        self.knock(Knock::signed(&receipts(), self.clock.now().timestamp(), JSON, body.to_string())).await
    }

    /// The states of what was kept, in order, with the reason where there is one.
    pub async fn kept(&self) -> Vec<(String, Option<String>)> {
        sqlx::query_as("select state, reason from inbox order by seq")
            .fetch_all(&self.database.pool)
            .await
            .expect("the database is there")
    }
}
