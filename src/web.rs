//! The doors that are called: webhooks for SMS and Telegram, and health. A door answers "received" only when the arrival
//! is durable, and tells machines nothing but a status code. Not here: polling, staff pages.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    channels::{
        Reading,
        generic::{Generic, SIGNATURE_HEADER, TIMESTAMP_HEADER},
        telegram::Telegram,
    },
    clock::Clock,
    figures,
    health::is_ready,
    keeping::Keeper,
    message::{Arrival, Body, Line},
    polling,
    store::inbox::Keeping,
    vitals::Vitals,
};

/// The largest request a door takes, in bytes.
const LARGEST: usize = 64 * 1024;
/// The header in which Telegram shows the webhook's secret.
const TELEGRAM_SECRET: &str = "x-telegram-bot-api-secret-token";

/// What the doors need.
#[derive(Clone)]
pub struct Doors {
    /// Keeps what comes in.
    pub keeper: Keeper,
    /// The SMS lines, by name.
    pub sms: Arc<HashMap<String, Generic>>,
    /// The bot, when Telegram calls us.
    pub telegram: Option<Telegram>,
    /// For health.
    pub vitals: Vitals,
    /// For the window of signatures.
    pub clock: Clock,
}

/// The routes.
pub fn routes(doors: Doors) -> Router {
    Router::new()
        .route("/sms/{line}", post(sms))
        .route("/sms/{line}/receipts", post(receipts))
        .route("/telegram", post(telegram))
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(doors)
}

async fn sms(
    State(doors): State<Doors>,
    Path(line): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(generic) = authentic(&doors, &line, &headers, &body) else { return refuse("sms") };
    let content_type = text(&headers, header::CONTENT_TYPE.as_str());
    keep(&doors, &line, &body, generic.read_arrival(content_type, &body)).await
}

async fn receipts(
    State(doors): State<Doors>,
    Path(line): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(generic) = authentic(&doors, &line, &headers, &body) else { return refuse("sms") };
    keep(&doors, &line, &body, generic.read_receipt(&body)).await
}

/// The line, if there is one of that name and the request is signed with its secret; for both the same answer.
fn authentic<'a>(doors: &'a Doors, line: &str, headers: &HeaderMap, body: &[u8]) -> Option<&'a Generic> {
    let generic = doors.sms.get(line)?;
    let (timestamp, signature) = (text(headers, TIMESTAMP_HEADER), text(headers, SIGNATURE_HEADER));
    generic.authentic(timestamp, signature, body, doors.clock.now()).then_some(generic)
}

async fn telegram(State(doors): State<Doors>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let known =
        doors.telegram.as_ref().is_some_and(|bot| bot.secret_matches(text(&headers, TELEGRAM_SECRET)));
    if !known {
        return refuse("telegram");
    }
    match serde_json::from_slice::<Value>(&body).ok().as_ref().and_then(polling::arrival) {
        Some(arrival) => answer(doors.keeper.keep(vec![arrival]).await),
        None => StatusCode::BAD_REQUEST,
    }
}

async fn keep(doors: &Doors, line: &str, body: &[u8], reading: Reading) -> StatusCode {
    let arrival = match reading {
        Reading::Arrival(arrival) if arrival.from.as_ref().is_some_and(|from| !from.answerable()) => {
            (arrival, Keeping::rejected("not answerable"))
        }
        Reading::Arrival(arrival) => (arrival, Keeping::Waiting),
        Reading::Ignored(reason) => {
            // It has no id that we could read, so it is known by what it says.
            let provider_id = format!("body:{}", hex::encode(Sha256::digest(body)));
            let line = Line(line.to_owned());
            (Arrival { line, provider_id, from: None, body: Body::Picture }, Keeping::rejected(reason))
        }
        Reading::Malformed => return StatusCode::BAD_REQUEST,
    };
    answer(doors.keeper.keep(vec![arrival]).await)
}

/// 200 for "kept", new or seen before; 503 makes the network repeat.
fn answer<E>(kept: Result<(), E>) -> StatusCode {
    if kept.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

fn refuse(door: &'static str) -> StatusCode {
    figures::refused(door);
    StatusCode::UNAUTHORIZED
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Ready when Postgres answers and no loop is down. It says which part is not, and no more: everybody may ask here; the
/// inner door has the details.
async fn ready(State(doors): State<Doors>) -> (StatusCode, Json<Value>) {
    let (answers, loops) = (doors.vitals.database_answers().await, doors.vitals.loops());
    let ready = is_ready(answers, &loops);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let database = if answers { "ok" } else { "away" };
    let loops: serde_json::Map<String, Value> =
        loops.into_iter().map(|(name, one)| (name, json!({ "down": one.down }))).collect();
    (status, Json(json!({ "ready": ready, "database": database, "loops": loops })))
}
