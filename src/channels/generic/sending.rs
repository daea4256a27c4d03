//! Sends texts, each signed and with the parcel's id, by which a gateway can tell a repetition. Its failures are those of
//! HTTP (`failure::of_status`). Not here: when to try again (`delivery`).

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::{Generic, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use crate::channels::{Accepted, SendFailure, Text, client::EXCHANGE_LIMIT, failure::of_status, reading::id};

impl Generic {
    /// Hands one text to the gateway.
    pub(super) async fn hand_over(
        &self,
        text: &Text<'_>,
        now: DateTime<Utc>,
    ) -> Result<Accepted, SendFailure> {
        let json = json!({
            "id": text.id.to_string(),
            "to": text.to.handle,
            "from": self.sender,
            "text": text.words.as_str(),
        });
        let body = json.to_string().into_bytes();
        let signature = sign(&self.secret, now.timestamp(), &body);
        let headers = HeaderMap::from_iter([
            (HeaderName::from_static(TIMESTAMP_HEADER), HeaderValue::from(now.timestamp())),
            (HeaderName::from_static(SIGNATURE_HEADER), signature.parse().expect("hex is a header value")),
        ]);
        let answer = self.client.post(self.send_url.clone(), headers, body, EXCHANGE_LIMIT).await?;
        match of_status(&answer, now) {
            None => Ok(Accepted { provider_id: provider_id(&answer.body) }),
            Some(failure) => Err(failure),
        }
    }
}

/// The gateway's id of the message, as text or number; a gateway that says "OK" instead has accepted as well.
fn provider_id(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    match answer.get("id")? {
        Value::String(told) => id(told),
        Value::Number(told) => id(&told.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::Url;

    use super::*;
    use crate::{
        channels::{
            Class, Network,
            generic::tests::{line, noon},
            model::Model,
        },
        ids::ParcelId,
        message::{Address, Channel},
    };

    async fn sent_to(send_url: Url) -> Result<Accepted, SendFailure> {
        let id = ParcelId::from(uuid::Uuid::from_u128(0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b));
        let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
        let words = "Prag: \"Кључ\" & 1 po\n2 jo".into();
        let text = Text { id, to: &to, words: &words, useless_after: None };
        line(send_url).send(&text, noon()).await
    }

    async fn sent(model: &Model) -> Result<Accepted, SendFailure> {
        sent_to(model.url.join("send").expect("an address")).await
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
        let away = "http://127.0.0.1:1/send".parse().expect("an address");
        let failure = sent_to(away).await.expect_err("nobody is there");
        assert_eq!(failure, SendFailure::new(Class::Away, "no_connection", None));
    }
}
