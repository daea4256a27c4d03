//! The counter of a network that takes every text: for journeys of lines of any kind, whose own protocols are tried in
//! `channels`. Not here: the networks that hold conversations (`rehearsal`).

use std::sync::{Arc, Mutex, PoisonError};

use axum::{Json, Router, extract::State};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A network that answers "accepted" to everything, with an id of its own.
#[derive(Clone)]
pub struct Counter {
    pub url: String,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Counter {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/send", listener.local_addr().expect("bound"));
        let taken = Arc::<Mutex<Vec<String>>>::default();
        let router = Router::new().fallback(take).with_state(Arc::clone(&taken));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, taken }
    }

    /// What was posted, in order.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn take(State(taken): State<Arc<Mutex<Vec<String>>>>, body: String) -> Json<Value> {
    let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    taken.push(body);
    let id = format!("taken-{}", taken.len());
    // In the words of each: most look for an id alone, one for a status of each part.
    Json(json!({ "id": id, "messages": [{ "status": "0", "message-id": id }] }))
}
