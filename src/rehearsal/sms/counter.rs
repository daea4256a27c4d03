//! The `send_url` of the network: what the gateway posts to have a text sent.

use std::future::pending;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::super::fault::{Fault, bad_gateway};
use super::air::{Accepted, Air};
use super::receipts::Courier;
use super::wire::{Outgoing, is_number, is_signed};

/// What the counter works with.
#[derive(Clone)]
pub(super) struct Counter {
    pub(super) courier: Courier,
    pub(super) stop: CancellationToken,
}

pub(super) fn router(counter: Counter) -> Router {
    Router::new().route("/send", post(serve)).with_state(Arc::new(counter))
}

async fn serve(State(counter): State<Arc<Counter>>, headers: HeaderMap, body: Bytes) -> Response {
    let fault = counter.courier.air.change(|air| {
        air.asked.push(serde_json::from_slice(&body).unwrap_or(Value::Null));
        air.faults.next(&())
    });
    match fault {
        None => accept(&counter, &headers, &body),
        Some(Fault::TooManyRequests(seconds)) => {
            let wait = [(header::RETRY_AFTER, seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, wait, Json(json!({"error": "too many requests"}))).into_response()
        }
        Some(Fault::ServerError) => error(StatusCode::INTERNAL_SERVER_ERROR, "internal error"),
        Some(Fault::BadGatewayHtml) => bad_gateway(),
        Some(Fault::NotLetIn) => error(StatusCode::UNAUTHORIZED, "not let in"),
        Some(Fault::Refused | Fault::Deactivated | Fault::ChatMoved(_)) => {
            error(StatusCode::BAD_REQUEST, "refused")
        }
        Some(Fault::Hang { accepted }) => {
            if accepted {
                accept(&counter, &headers, &body);
            }
            pending().await
        }
    }
}

fn accept(counter: &Counter, headers: &HeaderMap, body: &[u8]) -> Response {
    let accepted = counter.courier.air.change(|air| {
        let result = examine(air, headers, body).map(|text| air.accept(text));
        if let Err((status, _)) = &result {
            air.refused.push(status.as_u16());
        }
        result
    });
    match accepted {
        Err((status, why)) => error(status, why),
        Ok(accepted) => answer(counter, accepted),
    }
}

fn examine(air: &Air, headers: &HeaderMap, body: &[u8]) -> Result<Outgoing, (StatusCode, &'static str)> {
    let Some(connection) = &air.connection else {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "not connected yet"));
    };
    if !is_signed(headers, &connection.secret, air.now(), body) {
        return Err((StatusCode::UNAUTHORIZED, "not signed"));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "JSON expected"));
    }
    let text: Outgoing =
        serde_json::from_slice(body).map_err(|_| (StatusCode::BAD_REQUEST, "not a text to send"))?;
    let complete = !text.id.is_empty() && !text.from.is_empty() && !text.text.is_empty();
    if complete && is_number(&text.to) { Ok(text) } else { Err((StatusCode::BAD_REQUEST, "incomplete")) }
}

fn answer(counter: &Counter, accepted: Accepted) -> Response {
    let body = Json(json!({"id": accepted.id}));
    let report = counter.courier.clone().report(accepted);
    tokio::spawn(counter.stop.clone().run_until_cancelled_owned(report));
    body.into_response()
}

fn error(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}
