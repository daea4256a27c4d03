//! The requests of the control door: see who is there, enter, read, speak, press.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use super::super::sms::{Handset, Network};
use super::super::telegram::{BotApi, Phone};
use super::{Lines, Newcomer, On, Pressing, Said, Someone, Trouble};

/// What the door opens to.
pub(super) struct Counter {
    pub(super) bot_api: BotApi,
    pub(super) network: Network,
    pub(super) bearer: String,
}

type Shared = State<Arc<Counter>>;
type Refusal = (StatusCode, Json<Trouble>);

enum Device {
    Phone(Phone),
    Handset(Handset),
}

#[derive(Deserialize)]
struct Reading {
    #[serde(default)]
    after: usize,
    #[serde(default)]
    wait: u64,
}

pub(super) fn router(counter: Counter) -> Router {
    let counter = Arc::new(counter);
    Router::new()
        .route("/people", get(people))
        .route("/people/{network}/{id}", put(enter))
        .route("/people/{network}/{id}/lines", get(lines))
        .route("/people/{network}/{id}/says", post(say))
        .route("/people/{network}/{id}/presses", post(press))
        .layer(middleware::from_fn_with_state(Arc::clone(&counter), guard))
        .with_state(counter)
}

async fn guard(State(counter): Shared, headers: HeaderMap, request: Request, next: Next) -> Response {
    let shown = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes()).unwrap_or_default();
    let shown = shown.strip_prefix(b"Bearer ").unwrap_or_default();
    if bool::from(shown.ct_eq(counter.bearer.as_bytes())) {
        next.run(request).await
    } else {
        refusal(StatusCode::UNAUTHORIZED, "the bearer token is missing or wrong").into_response()
    }
}

async fn people(State(counter): Shared) -> Json<Vec<Someone>> {
    let on_telegram = counter.bot_api.people().into_iter();
    let on_telegram =
        on_telegram.map(|(id, name)| Someone { network: On::Telegram, id: id.to_string(), name });
    let on_sms = counter.network.people().into_iter();
    let on_sms = on_sms.map(|number| Someone { network: On::Sms, name: number.clone(), id: number });
    Json(on_telegram.chain(on_sms).collect())
}

async fn enter(
    State(counter): Shared,
    Path((network, id)): Path<(On, String)>,
    Json(newcomer): Json<Newcomer>,
) -> Result<Json<Someone>, Refusal> {
    match network {
        On::Telegram => {
            counter.bot_api.person(&newcomer.name, chat_id(&id)?, &newcomer.language_code);
        }
        On::Sms => {
            counter.network.phone(&id);
        }
    }
    Ok(Json(Someone { network, id, name: newcomer.name }))
}

async fn lines(
    State(counter): Shared,
    Path((network, id)): Path<(On, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<Lines>, Refusal> {
    let reading: Reading = serde_urlencoded::from_str(query.as_deref().unwrap_or_default())
        .map_err(|_| refusal(StatusCode::BAD_REQUEST, "after and wait are numbers"))?;
    let wait = Duration::from_secs(reading.wait.min(50));
    let lines = match counter.device(network, &id)? {
        Device::Phone(phone) => phone.shown_after(reading.after, wait).await,
        Device::Handset(handset) => handset.shown_after(reading.after, wait).await,
    };
    Ok(Json(Lines { lines }))
}

async fn say(
    State(counter): Shared,
    Path((network, id)): Path<(On, String)>,
    Json(said): Json<Said>,
) -> Result<Response, Refusal> {
    match counter.device(network, &id)? {
        Device::Phone(phone) => {
            phone.says(&said.text);
        }
        Device::Handset(handset) => match handset.writes(&said.text).await {
            Ok(status) if (200..300).contains(&status) => {}
            Ok(status) => {
                let why = format!("the gateway answered {status}");
                return Err(refusal(StatusCode::BAD_GATEWAY, &why));
            }
            Err(why) => return Err(refusal(StatusCode::BAD_GATEWAY, &why.to_string())),
        },
    }
    Ok(done())
}

async fn press(
    State(counter): Shared,
    Path((network, id)): Path<(On, String)>,
    Json(pressing): Json<Pressing>,
) -> Result<Response, Refusal> {
    match counter.device(network, &id)? {
        Device::Phone(phone) => match phone.presses(&pressing.label) {
            Ok(_) => Ok(done()),
            Err(why) => Err(refusal(StatusCode::CONFLICT, &why.to_string())),
        },
        Device::Handset(_) => Err(refusal(StatusCode::CONFLICT, "a text message has no buttons")),
    }
}

impl Counter {
    /// A number on SMS is there as soon as it is used; a chat on Telegram has to be entered before.
    fn device(&self, network: On, id: &str) -> Result<Device, Refusal> {
        match network {
            On::Sms => Ok(Device::Handset(self.network.phone(id))),
            On::Telegram => {
                let phone = self.bot_api.phone(chat_id(id)?);
                phone.map(Device::Phone).ok_or_else(|| refusal(StatusCode::NOT_FOUND, "nobody has that chat"))
            }
        }
    }
}

fn chat_id(id: &str) -> Result<i64, Refusal> {
    id.parse().map_err(|_| refusal(StatusCode::BAD_REQUEST, "a chat id is a number"))
}

fn done() -> Response {
    Json(json!({"ok": true})).into_response()
}

fn refusal(status: StatusCode, why: &str) -> Refusal {
    (status, Json(Trouble { error: why.to_owned() }))
}
