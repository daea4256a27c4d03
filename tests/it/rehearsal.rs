//! The model networks, judged: by a client written by others, by signatures computed elsewhere, by their own rules.

mod control;
mod sms;
mod telegram;
mod telegram_updates;
mod telegram_webhook;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;
use tokio::sync::mpsc;

/// Long enough for a slow machine; nothing waits for it to pass.
const SOON: Duration = Duration::from_secs(20);
const NOW: i64 = 1_764_000_000;

fn clock() -> i64 {
    NOW
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("no setting of this client can fail")
}

/// A request as the gateway got it.
struct Got {
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the networks post JSON")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A gateway that answers with the statuses it was told, then with 200, and hands over what it got.
struct Gateway {
    url: String,
    got: mpsc::UnboundedReceiver<Got>,
}

#[derive(Clone)]
struct Script {
    statuses: Arc<Mutex<VecDeque<u16>>>,
    got: mpsc::UnboundedSender<Got>,
}

impl Gateway {
    async fn open(statuses: &[u16]) -> Self {
        let (sender, got) = mpsc::unbounded_channel();
        let statuses = Arc::new(Mutex::new(statuses.iter().copied().collect()));
        let script = Script { statuses, got: sender };
        let router = axum::Router::new().fallback(take).with_state(script);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, got }
    }

    async fn next(&mut self) -> Got {
        let next = tokio::time::timeout(SOON, self.got.recv()).await;
        next.expect("the gateway got nothing").expect("the server lives as long as the test")
    }
}

async fn take(State(script): State<Script>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let status = script.statuses.lock().expect("nobody panics here").pop_front().unwrap_or(200);
    let got = Got { path: uri.path().to_owned(), headers, body: body.to_vec() };
    // A test that has seen enough no longer listens.
    let _ = script.got.send(got);
    StatusCode::from_u16(status).expect("scripts hold statuses")
}
