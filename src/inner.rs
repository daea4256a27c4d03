//! The inner door: how every part is, in detail, and the figures for a collector. It stands on an address that only the
//! machine or the operator's network reaches, and tells nothing of anybody all the same.
//! Not here: the doors that networks call (`web`).

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::json;

use crate::{figures, vitals::Vitals};

/// The version of Prometheus' text form that the figures are in.
const TEXT_FORM: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The routes.
pub fn routes(vitals: Vitals) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(vitals)
}

async fn ready(State(vitals): State<Vitals>) -> impl IntoResponse {
    let (health, alarms) = vitals.read_with_alarms().await;
    let status = if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": health.is_ready(), "health": health, "alarms": alarms })))
}

async fn metrics(State(vitals): State<Vitals>) -> impl IntoResponse {
    let (health, alarms) = vitals.read_with_alarms().await;
    ([(header::CONTENT_TYPE, TEXT_FORM)], figures::render(&health, &alarms))
}
