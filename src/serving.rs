//! Serving HTTP with limits: half-sent requests are cut, connections are counted, stopping waits for requests in hand.
//! Not here: how long it waits (`app`). Our own loop because `axum::serve` has neither a header time limit nor a connection limit.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract,
    http::{Request, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long a client may take to send its headers.
const HEADERS: Duration = Duration::from_secs(10);
/// How long a whole request may take, its body and our answer; so long stopping waits for those in hand.
pub const REQUEST: Duration = Duration::from_secs(10);
/// Connections at once.
const CONNECTIONS: usize = 512;
/// How long to wait when the system has no socket to give.
const AGAIN: Duration = Duration::from_millis(100);

/// Serves until stopped, then until the requests in hand are answered; when dropped before that, they are cut.
pub async fn serve(listener: TcpListener, routes: Router, stop: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 * 1024);
    let routes = routes.layer(middleware::from_fn(in_time));
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let cut = CancellationToken::new();
    let _cut_when_dropped = cut.clone().drop_guard();
    loop {
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            () = stop.cancelled() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let Ok((socket, _)) = accepted else {
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        let service = routes.clone().map_request(|request: Request<Incoming>| request.map(Body::new));
        let connection = http.serve_connection(TokioIo::new(socket), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(cut.clone().run_until_cancelled_owned(async move {
            // A client that hangs up in the middle is its own affair.
            let _ = connection.await;
            drop(slot);
        }));
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Answers 408 when a request takes too long; an arrival that was kept all the same is repeated by its network, and found.
async fn in_time(request: extract::Request, next: Next) -> Response {
    let answer = tokio::time::timeout(REQUEST, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}
