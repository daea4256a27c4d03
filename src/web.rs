//! The doors that are called: webhooks for SMS and Telegram, and health. A door answers "received" only when the arrival
//! is durable, and tells machines nothing but a status code. Not here: polling, staff pages.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json, Router,
    body::{Bytes, to_bytes},
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    channels::{Call, Heard, Reading, SmsLine, Thanks, telegram::Telegram},
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
    pub sms: Arc<HashMap<String, SmsLine>>,
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
        .route("/sms/{line}", any(sms_door))
        .route("/sms/{line}/{*below}", any(sms))
        .route("/telegram", post(telegram))
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(doors)
}

async fn sms_door(doors: State<Doors>, Path(line): Path<String>, call: Request) -> Response {
    sms(doors, Path((line, String::new())), call).await
}

/// A call to a line, whatever its network: the network's file says who may call and what was said.
async fn sms(
    State(doors): State<Doors>,
    Path((line, below)): Path<(String, String)>,
    call: Request,
) -> Response {
    let (head, body) = call.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Some(line) = doors.sms.get(&line) else { return refuse("sms").into_response() };
    let call = Call {
        method: &head.method,
        below: below.trim_matches('/'),
        query: head.uri.query().unwrap_or(""),
        headers: &head.headers,
        body: &body,
    };
    let Heard::Said(readings) = line.network.hear(&call, doors.clock.now()) else {
        return refuse("sms").into_response();
    };
    let mut kept = Vec::with_capacity(readings.len());
    for reading in readings {
        match kept_as(&line.line, &body, call.query, reading) {
            Some(one) => kept.push(one),
            None => return StatusCode::BAD_REQUEST.into_response(),
        }
    }
    match answer(doors.keeper.keep(kept).await) {
        StatusCode::OK => thanks(line.network.thanks()),
        other => other.into_response(),
    }
}

/// How a reading is kept; none when the other side is to be told that it makes no sense.
fn kept_as(line: &Line, body: &[u8], query: &str, reading: Reading) -> Option<(Arrival, Keeping)> {
    match reading {
        Reading::Arrival(arrival) if arrival.from.as_ref().is_some_and(|from| !from.answerable()) => {
            Some((arrival, Keeping::rejected("not answerable")))
        }
        Reading::Arrival(arrival) => Some((arrival, Keeping::Waiting)),
        Reading::Ignored(reason) => {
            // It has no id that we could read, so it is known by what it says.
            let said = Sha256::new().chain_update(query).chain_update([0]).chain_update(body).finalize();
            let provider_id = format!("body:{}", hex::encode(said));
            let nobody = Arrival { line: line.clone(), provider_id, from: None, body: Body::Picture };
            Some((nobody, Keeping::rejected(reason)))
        }
        Reading::Malformed => None,
    }
}

fn thanks(thanks: Thanks) -> Response {
    match thanks.content_type {
        Some(content_type) => ([(header::CONTENT_TYPE, content_type)], thanks.body).into_response(),
        None => StatusCode::OK.into_response(),
    }
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

/// Ready when what comes in can be kept, in Postgres or in the spool, and no loop is down: whoever sends calls only to doors that
/// are ready must not keep them from the spool. It says which part is not, and no more: everybody may ask here; the inner
/// door has the details, and is not ready while Postgres is away.
async fn ready(State(doors): State<Doors>) -> (StatusCode, Json<Value>) {
    let (answers, loops) = (doors.vitals.database_answers().await, doors.vitals.loops());
    let ready = is_ready(answers || doors.vitals.spool_has_room(), &loops);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let database = if answers { "ok" } else { "away" };
    let loops: serde_json::Map<String, Value> =
        loops.into_iter().map(|(name, one)| (name, json!({ "down": one.down }))).collect();
    (status, Json(json!({ "ready": ready, "database": database, "loops": loops })))
}
