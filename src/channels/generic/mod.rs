//! SMS by the generic protocol: any gateway that can post and be posted to. Here: the settings and the signature;
//! `reading`: messages and receipts; `sending`: texts and the table of failures.
//! Not here: cutting a text into parts, which is the gateway's work, and folding its letters (`catalogue`).

mod reading;
mod sending;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Url, header::CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::{
    Call, Heard, Kind, Network, Reading, Sending, Text,
    client::Client,
    proof::{lowercase_hex, timely},
    settings::{Form, Key, Settings},
};
use crate::message::Line;

/// The header with the time of signing, in Unix seconds.
pub const TIMESTAMP_HEADER: &str = "x-prag-timestamp";

/// The header with the signature, in lowercase hex.
pub const SIGNATURE_HEADER: &str = "x-prag-signature";

/// The generic protocol, as settings name it.
pub const KIND: Kind = Kind {
    name: "generic",
    keys: &[
        // Under which both sides sign.
        Key::must("secret", Form::Agreed),
        // Where texts are posted.
        Key::must("send_url", Form::Url),
        // The number or name that receivers see.
        Key::must("sender", Form::Text),
    ],
    needs_public_url: false,
    per_second: 10,
    open: |settings, client| Arc::new(Generic::new(&settings, client)),
};

/// One line of the generic protocol.
#[derive(Clone, Debug)]
pub struct Generic {
    line: Line,
    secret: SecretString,
    send_url: Url,
    sender: String,
    client: Client,
}

impl Network for Generic {
    fn hear(&self, call: &Call<'_>, now: DateTime<Utc>) -> Heard {
        let (timestamp, signature) = (call.header(TIMESTAMP_HEADER), call.header(SIGNATURE_HEADER));
        if !self.authentic(timestamp, signature, call.body, now) {
            return Heard::NotLetIn;
        }
        Heard::one(match call.below {
            "" => self.read_arrival(call.header(CONTENT_TYPE.as_str()), call.body),
            "receipts" => self.read_receipt(call.body),
            _ => Reading::Malformed,
        })
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Generic {
    /// The line of these settings.
    #[must_use]
    pub fn new(settings: &Settings, client: Client) -> Self {
        Self {
            line: settings.line.clone(),
            secret: settings.secret("secret"),
            send_url: settings.url("send_url"),
            sender: settings.text("sender").to_owned(),
            client,
        }
    }

    /// Whether a request was signed under the secret of this line, not long ago and not ahead of time.
    /// A missing header is an empty one.
    fn authentic(&self, timestamp: &str, signature: &str, body: &[u8], now: DateTime<Utc>) -> bool {
        let secret = &self.secret;
        if secret.expose_secret().is_empty() || !timely(timestamp, now) {
            return false;
        }
        let Some(shown) = lowercase_hex(signature) else { return false };
        // `verify_slice` compares in constant time.
        mac(secret, timestamp, body).verify_slice(&shown).is_ok()
    }
}

/// The signature of `body` at `timestamp`: lowercase hex of HMAC-SHA256 over timestamp, a dot, and the body.
#[must_use]
pub fn sign(secret: &SecretString, timestamp: i64, body: &[u8]) -> String {
    hex::encode(mac(secret, &timestamp.to_string(), body).finalize().into_bytes())
}

fn mac(secret: &SecretString, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let key = secret.expose_secret().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
pub(in crate::channels) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A line at a model server.
    pub(super) fn line(send_url: Url) -> Generic {
        line_with("Yx3kP9aQ-generic-secret", send_url)
    }

    fn line_with(secret: &str, send_url: Url) -> Generic {
        Generic::new(&settings(secret, &send_url), Client::new().expect("TLS"))
    }

    /// What an operator tells about such a line.
    pub(in crate::channels) fn settings(secret: &str, send_url: &Url) -> Settings {
        let values = [("secret", secret), ("send_url", send_url.as_str()), ("sender", "50505")];
        Settings::of("desk", None, &values)
    }

    /// A line that only reads.
    pub(super) fn ear() -> Generic {
        line("http://127.0.0.1:1/send".parse().expect("an address"))
    }

    pub(super) fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(SIGNED_AT, 0).expect("a time")
    }

    const SIGNED_AT: i64 = 1_768_469_400;
    const BODY: &str = r#"{"id":"a1","from":"+38344123456","to":"50505","text":"Mirëdita"}"#;
    // printf '%s' "1768469400.$BODY" | openssl dgst -sha256 -hmac Yx3kP9aQ-generic-secret
    const SIGNATURE: &str = "8543b18a94ca573aba50cdc5c64cf432586a925ae69bf4c9b503feda482d3d4b";

    fn authentic(timestamp: &str, signature: &str, body: &str, seconds_later: i64) -> bool {
        let now = noon() + chrono::TimeDelta::seconds(seconds_later);
        ear().authentic(timestamp, signature, body.as_bytes(), now)
    }

    #[test]
    fn the_signature_is_the_one_openssl_computes() {
        let secret = SecretString::from("Yx3kP9aQ-generic-secret");
        assert_eq!(sign(&secret, SIGNED_AT, BODY.as_bytes()), SIGNATURE);
        // The empty body, and a key longer than a block of SHA-256.
        assert_eq!(
            sign(&secret, SIGNED_AT, b""),
            "9d15cbbfa5778928507198a965e2543de75f902f57e5209aca5bfc8f6802fd3a"
        );
        assert_eq!(
            sign(&SecretString::from("k".repeat(100)), SIGNED_AT, b"ok"),
            "1c2214b0468bcfb91c99dba7c541f4dc70f2ac9ba179557108b6ed8ba5858f54"
        );
    }

    #[test]
    fn a_signed_request_is_authentic_for_five_minutes_both_ways() {
        let at = SIGNED_AT.to_string();
        for (seconds_later, expected) in [(0, true), (300, true), (-300, true), (301, false), (-301, false)] {
            assert_eq!(authentic(&at, SIGNATURE, BODY, seconds_later), expected, "{seconds_later}");
        }
    }

    #[test]
    fn anything_else_is_not_authentic() {
        let at = SIGNED_AT.to_string();
        let uppercase = SIGNATURE.to_uppercase();
        let other = sign(&SecretString::from("another"), SIGNED_AT, BODY.as_bytes());
        let doubled = SIGNATURE.repeat(2);
        for signature in ["", "zz", &SIGNATURE[..62], &SIGNATURE[..63], &uppercase, &other, &doubled, " "] {
            assert!(!authentic(&at, signature, BODY, 0), "{signature}");
        }
        for body in ["", &BODY[1..], &BODY.replace("a1", "a2"), &format!("{BODY} ")] {
            assert!(!authentic(&at, SIGNATURE, body, 0), "{body}");
        }
        for timestamp in ["", "1768469401", "1768469400.0", " 1768469400", "99999999999999999999"] {
            assert!(!authentic(timestamp, SIGNATURE, BODY, 0), "{timestamp}");
        }
    }

    #[test]
    fn a_timestamp_is_digits_alone_even_when_rightly_signed() {
        let secret = SecretString::from("Yx3kP9aQ-generic-secret");
        for timestamp in ["+1768469400", "-1768469400", "1768469400 "] {
            let signature = hex::encode(mac(&secret, timestamp, b"ok").finalize().into_bytes());
            assert!(!authentic(timestamp, &signature, "ok", 0), "{timestamp}");
        }
    }

    #[test]
    fn a_line_without_a_secret_believes_nobody() {
        let open = line_with("", "http://127.0.0.1:1".parse().expect("an address"));
        let signature = sign(&SecretString::from(""), SIGNED_AT, b"ok");
        assert!(!open.authentic(&SIGNED_AT.to_string(), &signature, b"ok", noon()));
    }

    #[test]
    fn the_secret_shows_nowhere() {
        assert!(!format!("{:?}", ear()).contains("Yx3kP9aQ"));
    }

    proptest! {
        #[test]
        fn no_header_makes_the_check_panic_or_pass(
            timestamp in prop_oneof![any::<String>(), "[0-9]{0,25}", Just(SIGNED_AT.to_string())],
            signature in prop_oneof![any::<String>(), "[0-9a-f]{0,130}"],
            body in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            prop_assert!(!ear().authentic(&timestamp, &signature, &body, noon()));
        }
    }
}
