//! The counter over which requests come: `/bot<token>/<Method>`, the token checked, faults served.

use std::future::pending;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::super::board::Board;
use super::super::fault::{Fault, bad_gateway};
use super::method::Method;
use super::methods::carry_out;
use super::params::{Params, Refusal};
use super::polling::wait_for_updates;
use super::world::World;

pub(super) fn router(world: Arc<Board<World>>) -> Router {
    Router::new().route("/{bot}/{method}", any(serve)).with_state(world)
}

async fn serve(
    State(world): State<Arc<Board<World>>>,
    Path((bot, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(token) = bot.strip_prefix("bot") else { return refused(&Refusal::new(404, "Not Found")) };
    if world.look(|world| world.token != token) {
        return refused(&Refusal::new(401, "Unauthorized"));
    }
    let Some(method) = Method::named(&name) else {
        return refused(&Refusal::new(404, "Not Found: method not found"));
    };
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let params = match Params::read(query.as_deref(), content_type.unwrap_or_default(), &body) {
        Ok(params) => params,
        Err(why) => return refused(&why),
    };
    let fault = world.change(|world| {
        world.note(method, params.to_value());
        world.faults.next(&method)
    });
    match fault {
        None => answer(&world, method, &params).await,
        Some(Fault::TooManyRequests(seconds)) => refused(&Refusal {
            parameters: Some(json!({"retry_after": seconds})),
            ..Refusal::new(429, &format!("Too Many Requests: retry after {seconds}"))
        }),
        Some(Fault::ServerError) => refused(&Refusal::new(500, "Internal Server Error")),
        Some(Fault::BadGatewayHtml) => bad_gateway(),
        Some(Fault::Refused) => refused(&Refusal::bad("BUTTON_DATA_INVALID")),
        Some(Fault::NotLetIn) => refused(&Refusal::new(401, "Unauthorized")),
        Some(Fault::Deactivated) => refused(&Refusal::new(403, "Forbidden: user is deactivated")),
        Some(Fault::ChatMoved(to)) => refused(&Refusal {
            parameters: Some(json!({"migrate_to_chat_id": to})),
            ..Refusal::bad("group chat was upgraded to a supergroup chat")
        }),
        Some(Fault::Hang { accepted }) => {
            if accepted {
                answer(&world, method, &params).await;
            }
            pending().await
        }
    }
}

async fn answer(world: &Board<World>, method: Method, params: &Params) -> Response {
    let result = match method {
        Method::GetUpdates => wait_for_updates(world, params).await,
        other => world.change(|world| carry_out(world, other, params)),
    };
    result.map_or_else(|why| refused(&why), |result| granted(&result))
}

fn granted(result: &Value) -> Response {
    Json(json!({"ok": true, "result": result})).into_response()
}

fn refused(why: &Refusal) -> Response {
    let status = StatusCode::from_u16(why.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(why.body())).into_response()
}
