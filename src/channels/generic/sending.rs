//! Sends texts, each signed and with the parcel's id, by which a gateway can tell a repetition.
//! The table of failures stands at the end. Not here: when to try again (`delivery`).

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
};
use serde_json::{Value, json};

use super::{Generic, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use crate::{
    channels::{
        Accepted, Class, SendFailure,
        client::{Answer, EXCHANGE_LIMIT},
        storable, throttled,
    },
    message::{Channel, Content, Parcel},
};

impl Generic {
    /// Hands one text to the gateway.
    pub(in crate::channels) async fn send(
        &self,
        parcel: &Parcel,
        now: DateTime<Utc>,
    ) -> Result<Accepted, SendFailure> {
        let words = match &parcel.content {
            Content::Text { words, .. } => words,
            // A telephone has no button that spins.
            Content::ButtonSeen { .. } => return Ok(Accepted { provider_id: None }),
        };
        if parcel.to.channel != Channel::Sms {
            return Err(SendFailure::new(Class::Rejected, "not_a_number", None));
        }
        let json = json!({
            "id": parcel.id.to_string(),
            "to": parcel.to.handle,
            "from": self.settings.sender,
            "text": words.as_str(),
        });
        let body = json.to_string().into_bytes();
        let signature = sign(&self.settings.secret, now.timestamp(), &body);
        let headers = HeaderMap::from_iter([
            (HeaderName::from_static(TIMESTAMP_HEADER), HeaderValue::from(now.timestamp())),
            (HeaderName::from_static(SIGNATURE_HEADER), signature.parse().expect("hex is a header value")),
        ]);
        match self.client.post(self.settings.send_url.clone(), headers, body, EXCHANGE_LIMIT).await {
            Ok(answer) => settled(&answer, now),
            Err(trouble) => Err(SendFailure::new(Class::Unreachable, trouble.code, None)),
        }
    }
}

/// The table of failures.
fn settled(answer: &Answer, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
    let (class, code) = match answer.status.as_u16() {
        200..=299 => return Ok(Accepted { provider_id: provider_id(&answer.body) }),
        429 => {
            return Err(throttled(asked_wait(&answer.headers, now), StatusCode::TOO_MANY_REQUESTS.as_u16()));
        }
        300..=399 => (Class::Misconfigured, "redirected"),
        401 | 403 => (Class::Misconfigured, "not_let_in"),
        404 | 410 => (Class::Misconfigured, "no_such_address"),
        408 => (Class::Unreachable, "timed_out"),
        400..=499 => (Class::Rejected, "refused"),
        _ => (Class::Unreachable, "server_error"),
    };
    Err(SendFailure::new(class, code, Some(answer.status.as_u16().to_string())))
}

/// The gateway's id of the message, as text or number; a gateway that says "OK" instead has accepted as well.
fn provider_id(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let id = match answer.get("id")? {
        Value::String(id) => storable(id),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    (1..=255).contains(&id.len()).then_some(id)
}

/// `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3).
fn asked_wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = asked.parse::<u64>().ok().map(Duration::from_secs);
    seconds.or_else(|| (DateTime::parse_from_rfc2822(asked).ok()?.to_utc() - now).to_std().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        channels::{
            generic::tests::{line, noon},
            model::Model,
        },
        ids::ParcelId,
        message::{Address, Button, Line},
    };

    fn parcel() -> Parcel {
        let buttons = vec![vec![Button { label: "Po".to_owned(), data: "yes".to_owned() }]];
        Parcel {
            id: ParcelId::from(uuid::Uuid::from_u128(0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b)),
            line: Line("desk".to_owned()),
            to: Address { channel: Channel::Sms, handle: "+38344123456".to_owned() },
            content: Content::Text { words: "Prag: \"Кључ\" & 1 po\n2 jo".into(), buttons },
            useless_after: None,
            attempts: 0,
        }
    }

    async fn sent(model: &Model) -> Result<Accepted, SendFailure> {
        line(model.url.join("send").expect("an address")).send(&parcel(), noon()).await
    }

    #[tokio::test]
    async fn a_text_is_posted_signed_with_the_parcels_id() {
        let model = Model::answering(200, r#"{"id":"sms-1"}"#).await;
        assert_eq!(sent(&model).await, Ok(Accepted { provider_id: Some("sms-1".to_owned()) }));
        let request = model.asked_once();
        assert_eq!(request.path, "/send");
        assert_eq!(request.header("content-type"), "application/json");
        let expected = json!({
            "id": "0191e1807d607000aded7d8b151cbd5b", "to": "+38344123456", "from": "50505",
            "text": "Prag: \"Кључ\" & 1 po\n2 jo",
        });
        assert_eq!(request.json(), expected);
        // What the gateway has to check is what it would itself send.
        let (timestamp, signature) = (request.header("x-prag-timestamp"), request.header("x-prag-signature"));
        assert_eq!(timestamp, "1768469400");
        assert!(line(model.url.clone()).authentic(timestamp, signature, &request.body, noon()));
    }

    #[tokio::test]
    async fn every_status_has_its_class() {
        let table = [
            (301, Class::Misconfigured, "redirected"),
            (400, Class::Rejected, "refused"),
            (401, Class::Misconfigured, "not_let_in"),
            (403, Class::Misconfigured, "not_let_in"),
            (404, Class::Misconfigured, "no_such_address"),
            (408, Class::Unreachable, "timed_out"),
            (410, Class::Misconfigured, "no_such_address"),
            (413, Class::Rejected, "refused"),
            (422, Class::Rejected, "refused"),
            (429, Class::Throttled { after: Duration::from_secs(30) }, "throttled"),
            (500, Class::Unreachable, "server_error"),
            (502, Class::Unreachable, "server_error"),
            (503, Class::Unreachable, "server_error"),
        ];
        for (status, class, code) in table {
            let model = Model::answering(status, r#"{"id":"sms-1"}"#).await;
            let expected = SendFailure::new(class, code, Some(status.to_string()));
            assert_eq!(sent(&model).await, Err(expected), "{status}");
        }
    }

    #[tokio::test]
    async fn every_2xx_is_accepted_with_or_without_an_id() {
        let long = format!(r#"{{"id":"{}"}}"#, "a".repeat(256));
        for (status, body, expected) in [
            (202, r#"{"id":"a","more":1}"#, Some("a")),
            (200, r#"{"id":42}"#, Some("42")),
            (200, r#"{"id":"a\u0000"}"#, Some("a\u{FFFD}")),
            (200, r#"{"id":""}"#, None),
            (200, r#"{"id":null}"#, None),
            (200, r#"["id"]"#, None),
            (200, "OK", None),
            (204, "", None),
            (200, long.as_str(), None),
        ] {
            let accepted = sent(&Model::answering(status, body).await).await.expect("accepted");
            assert_eq!(accepted.provider_id.as_deref(), expected, "{body}");
        }
    }

    #[tokio::test]
    async fn the_gateway_says_how_long_to_wait() {
        for (retry_after, seconds) in [
            ("7", 7),
            ("Thu, 15 Jan 2026 09:31:30 GMT", 90),
            ("Thu, 15 Jan 2026 09:00:00 GMT", 30),
            ("soon", 30),
            ("99999999999", 24 * 60 * 60),
        ] {
            let failure = sent(&Model::throttling(retry_after).await).await.expect_err("throttled");
            assert_eq!(
                failure.class,
                Class::Throttled { after: Duration::from_secs(seconds) },
                "{retry_after}"
            );
        }
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let elsewhere = Model::answering(200, r#"{"id":"stolen"}"#).await;
        let failure = sent(&Model::redirecting(&elsewhere.url).await).await.expect_err("redirected");
        assert_eq!(failure.code, "redirected");
        assert!(elsewhere.asked().is_empty());
    }

    #[tokio::test]
    async fn a_gateway_that_is_away_is_unreachable() {
        let away = line("http://127.0.0.1:1/send".parse().expect("an address"));
        let failure = away.send(&parcel(), noon()).await.expect_err("nobody is there");
        assert_eq!(failure, SendFailure::new(Class::Unreachable, "no_connection", None));
    }

    #[tokio::test]
    async fn a_telephone_has_no_button_to_acknowledge() {
        let model = Model::answering(500, "").await;
        let seen = Parcel { content: Content::ButtonSeen { query: "1".to_owned() }, ..parcel() };
        let accepted = line(model.url.clone()).send(&seen, noon()).await;
        assert_eq!(accepted, Ok(Accepted { provider_id: None }));
        assert!(model.asked().is_empty());
    }

    #[tokio::test]
    async fn a_chat_is_no_number() {
        let model = Model::answering(200, "").await;
        let to = Address { channel: Channel::Telegram, handle: "5000000007".to_owned() };
        let failure =
            line(model.url.clone()).send(&Parcel { to, ..parcel() }, noon()).await.expect_err("no number");
        assert_eq!(failure, SendFailure::new(Class::Rejected, "not_a_number", None));
        assert!(model.asked().is_empty());
    }
}
