//! The other side of the control door, for a process that wants to be a person.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Url};
use serde::de::DeserializeOwned;

use super::super::chat::Shown;
use super::super::door::client;
use super::{Lines, Newcomer, On, Pressing, Said, Someone, Trouble};

/// Longer than the longest wait for lines.
const PATIENCE: Duration = Duration::from_secs(60);

/// Someone's hand on the control door.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    bearer: String,
}

/// Why the door did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is not one.
    #[error("that is not the address of a control door")]
    Address,
    /// Nobody is there, or it is not a control door.
    #[error("the control door does not answer; is the demo still running?")]
    Away(#[source] reqwest::Error),
    /// The door said no.
    #[error("{reason}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The door's own words.
        reason: String,
    },
}

impl Client {
    /// A client for the door at `url`, with its bearer token.
    ///
    /// # Errors
    /// When `url` is not an address.
    pub fn new(url: &str, bearer: &str) -> Result<Self, Error> {
        let base = Url::parse(url).ok().filter(|url| !url.cannot_be_a_base()).ok_or(Error::Address)?;
        let http = client(PATIENCE).map_err(|_| Error::Address)?;
        Ok(Self { http, base, bearer: bearer.to_owned() })
    }

    /// Everybody who is there.
    ///
    /// # Errors
    /// When the door is away or refuses.
    pub async fn people(&self) -> Result<Vec<Someone>, Error> {
        answered(self.request(Method::GET, &["people"])).await
    }

    /// Makes sure somebody is there; only Telegram keeps the name and the language.
    ///
    /// # Errors
    /// When the door is away or refuses.
    pub async fn enters(&self, on: On, id: &str, name: &str, language_code: &str) -> Result<Someone, Error> {
        let newcomer = Newcomer { name: name.to_owned(), language_code: language_code.to_owned() };
        answered(self.person(Method::PUT, on, id, None).json(&newcomer)).await
    }

    /// What came up on a person's screen after the given place; the door waits for it up to `wait`, in whole
    /// seconds, at most fifty.
    ///
    /// # Errors
    /// When the door is away or refuses.
    pub async fn lines(&self, on: On, id: &str, after: usize, wait: Duration) -> Result<Vec<Shown>, Error> {
        let place = [("after", after.to_string()), ("wait", wait.as_secs().to_string())];
        let lines: Lines = answered(self.person(Method::GET, on, id, Some("lines")).query(&place)).await?;
        Ok(lines.lines)
    }

    /// The person writes.
    ///
    /// # Errors
    /// When the door is away or refuses, or the text did not reach the gateway.
    pub async fn says(&self, on: On, id: &str, text: &str) -> Result<(), Error> {
        let said = Said { text: text.to_owned() };
        answered::<serde::de::IgnoredAny>(self.person(Method::POST, on, id, Some("says")).json(&said))
            .await?;
        Ok(())
    }

    /// The person presses a button by its label or data.
    ///
    /// # Errors
    /// When the door is away or refuses, or there is no such button.
    pub async fn presses(&self, on: On, id: &str, label: &str) -> Result<(), Error> {
        let pressing = Pressing { label: label.to_owned() };
        let request = self.person(Method::POST, on, id, Some("presses")).json(&pressing);
        answered::<serde::de::IgnoredAny>(request).await?;
        Ok(())
    }

    fn person(&self, method: Method, on: On, id: &str, what: Option<&str>) -> RequestBuilder {
        let network = match on {
            On::Telegram => "telegram",
            On::Sms => "sms",
        };
        let mut path = vec!["people", network, id];
        path.extend(what);
        self.request(method, &path)
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let mut url = self.base.clone();
        url.path_segments_mut().expect("checked when the client was made").pop_if_empty().extend(path);
        self.http.request(method, url).bearer_auth(&self.bearer)
    }
}

/// Addresses are left out of the errors: they carry numbers.
async fn answered<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Error> {
    let away = |error: reqwest::Error| Error::Away(error.without_url());
    let answer = request.send().await.map_err(away)?;
    let status = answer.status();
    if status.is_success() {
        return answer.json().await.map_err(away);
    }
    let unspoken = || Trouble { error: format!("the control door answered {}", status.as_u16()) };
    let reason = answer.json().await.unwrap_or_else(|_| unspoken()).error;
    Err(Error::Refused { status: status.as_u16(), reason })
}
