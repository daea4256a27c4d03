//! A network for the tests of this floor: a small server that gives one answer to everything and remembers what it
//! was asked. Not here: networks that hold conversations (`rehearsal`).

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, http::Uri, http::header, response::IntoResponse};
use reqwest::{StatusCode, Url, header::HeaderMap};
use tokio::net::TcpListener;

/// What the server was asked.
#[derive(Clone)]
pub struct Request {
    /// The path.
    pub path: String,
    /// The query, as it came.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("what we send is JSON")
    }

    /// One header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).expect("the header").to_str().expect("text")
    }
}

#[derive(Clone)]
struct Fixed {
    status: StatusCode,
    extra: HeaderMap,
    body: Arc<str>,
    asked: Arc<Mutex<Vec<Request>>>,
}

/// The running server.
pub struct Model {
    /// Where it listens.
    pub url: Url,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Model {
    /// A server that answers `status` and `body` to everything.
    pub async fn answering(status: u16, body: &str) -> Self {
        Self::answering_with(status, HeaderMap::new(), body).await
    }

    /// A server that says "slow down" with this `Retry-After`.
    pub async fn throttling(retry_after: &str) -> Self {
        let wait = retry_after.parse().expect("a header value");
        Self::answering_with(429, HeaderMap::from_iter([(header::RETRY_AFTER, wait)]), "").await
    }

    /// A server that points elsewhere.
    pub async fn redirecting(to: &Url) -> Self {
        let to = to.as_str().parse().expect("a header value");
        Self::answering_with(307, HeaderMap::from_iter([(header::LOCATION, to)]), "").await
    }

    async fn answering_with(status: u16, extra: HeaderMap, body: &str) -> Self {
        let asked = Arc::default();
        let status = StatusCode::from_u16(status).expect("a status");
        let fixed = Fixed { status, extra, body: body.into(), asked: Arc::clone(&asked) };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(answer).with_state(fixed);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url: url.parse().expect("an address"), asked }
    }

    /// Everything it was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().expect("no panic while held").clone()
    }

    /// The only thing it was asked.
    pub fn asked_once(&self) -> Request {
        let [request] = <[Request; 1]>::try_from(self.asked()).ok().expect("exactly one request");
        request
    }
}

async fn answer(State(fixed): State<Fixed>, uri: Uri, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let request = Request {
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or("").to_owned(),
        headers,
        body: body.to_vec(),
    };
    fixed.asked.lock().expect("no panic while held").push(request);
    (fixed.status, fixed.extra, fixed.body.to_string())
}
