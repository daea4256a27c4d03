//! The one HTTP client, with its time limits.
//! What goes wrong is told without the address it went wrong at: an address of the Bot API contains the token.
//! Not here: what an answer means (each network's own folder).

use std::{fmt, time::Duration};

use reqwest::{
    RequestBuilder, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderMap},
    redirect,
};

/// How long a connection may take to come about.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How long a whole exchange may take, unless the caller knows better.
pub const EXCHANGE_LIMIT: Duration = Duration::from_secs(30);

/// A full batch of a hundred Telegram updates stays below; anything larger is not meant for us.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// The client that all networks share; a clone uses the same connections.
#[derive(Clone)]
pub struct Client(reqwest::Client);

impl Client {
    /// A client with limits on everything.
    ///
    /// # Errors
    /// When the TLS of this machine cannot be set up.
    pub fn new() -> Result<Self, Trouble> {
        reqwest::Client::builder()
            .user_agent(concat!("prag/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_LIMIT)
            .timeout(EXCHANGE_LIMIT)
            // A redirect would carry a signed body, or a token, to somebody the operator never named.
            .redirect(redirect::Policy::none())
            // Proxies by environment would be settings that `config` does not know of.
            .no_proxy()
            .build()
            .map(Self)
            .map_err(|error| Trouble { code: "no_tls", source: Some(error.without_url()) })
    }

    /// Posts JSON and reads the whole answer.
    ///
    /// # Errors
    /// When no complete answer came within `limit`.
    pub async fn post(
        &self,
        url: Url,
        headers: HeaderMap,
        json: Vec<u8>,
        limit: Duration,
    ) -> Result<Answer, Trouble> {
        let request = self.0.post(url).headers(headers).header(CONTENT_TYPE, "application/json").body(json);
        exchange(request, limit).await
    }

    /// Asks by an address alone and reads the whole answer.
    ///
    /// # Errors
    /// When no complete answer came within `limit`.
    pub async fn get(&self, url: Url, limit: Duration) -> Result<Answer, Trouble> {
        exchange(self.0.get(url), limit).await
    }

    /// Posts a form and reads the whole answer.
    ///
    /// # Errors
    /// When no complete answer came within `limit`.
    pub async fn post_form(
        &self,
        url: Url,
        headers: HeaderMap,
        fields: &[(&str, &str)],
        limit: Duration,
    ) -> Result<Answer, Trouble> {
        exchange(self.0.post(url).headers(headers).form(fields), limit).await
    }
}

async fn exchange(request: RequestBuilder, limit: Duration) -> Result<Answer, Trouble> {
    let mut response = request.timeout(limit).send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_ANSWER {
            return Err(Trouble { code: "answer_too_large", source: None });
        }
    }
    Ok(Answer { status, headers, body })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

/// A complete answer, whatever its status.
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The HTTP headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Vec<u8>,
}

const NO_CONNECTION: &str = "no_connection";

/// No complete answer came.
#[derive(Debug, thiserror::Error)]
#[error("{code}")]
pub struct Trouble {
    /// Our stable word for it.
    pub code: &'static str,
    source: Option<reqwest::Error>,
}

impl Trouble {
    /// Whether there was not even a connection to ask through.
    #[must_use]
    pub fn is_before_asking(&self) -> bool {
        self.code == NO_CONNECTION
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        let code = match &error {
            late if late.is_timeout() => "timed_out",
            early if early.is_connect() => NO_CONNECTION,
            _ => "cut_off",
        };
        Self { code, source: Some(error.without_url()) }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    async fn listener() -> (TcpListener, Url) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        (listener, format!("http://{address}/botSECRET/sendMessage").parse().expect("an address"))
    }

    async fn trouble(url: Url, limit: Duration) -> Trouble {
        let client = Client::new().expect("TLS");
        client.post(url, HeaderMap::new(), Vec::new(), limit).await.err().expect("no answer can come")
    }

    #[tokio::test]
    async fn a_silent_network_is_left_after_the_limit() {
        let (_silent, url) = listener().await;
        assert_eq!(trouble(url, Duration::from_millis(50)).await.code, "timed_out");
    }

    #[tokio::test]
    async fn a_closed_port_is_no_connection_and_the_address_is_not_told() {
        let (closed, url) = listener().await;
        drop(closed);
        let trouble = trouble(url, EXCHANGE_LIMIT).await;
        assert_eq!(trouble.code, "no_connection");
        assert!(trouble.source().is_some());
        assert!(!format!("{trouble:?}").contains("SECRET"), "{trouble:?}");
    }

    #[tokio::test]
    async fn an_answer_that_breaks_off_is_no_answer() {
        let (listener, url) = listener().await;
        tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            assert!(socket.read(&mut [0; 4096]).await.expect("a request") > 0);
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.expect("a socket");
        });
        assert_eq!(trouble(url, EXCHANGE_LIMIT).await.code, "cut_off");
    }
}
