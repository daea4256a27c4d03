//! The generic SMS protocol as a provider sees it, written from its description and not from Prag's own code,
//! so that each checks the other.

use axum::http::HeaderMap;
use chrono::{DateTime, SecondsFormat};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The header that carries the Unix time of signing.
pub(super) const TIMESTAMP: &str = "X-Prag-Timestamp";
/// The header that carries the signature.
pub(super) const SIGNATURE: &str = "X-Prag-Signature";

const WINDOW: u64 = 300;

/// A text on its way to a person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outgoing {
    pub(super) id: String,
    pub(super) to: String,
    pub(super) from: String,
    pub(super) text: String,
}

/// A text that a person wrote.
#[derive(Serialize)]
pub(super) struct Incoming<'a> {
    pub(super) id: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) text: &'a str,
    pub(super) at: String,
}

/// What became of a text.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    pub(super) id: &'a str,
    pub(super) status: &'static str,
    pub(super) at: String,
    pub(super) error: Option<&'a str>,
}

/// The signature of a body: lowercase hex of HMAC-SHA256 over timestamp, dot, body.
#[must_use]
pub fn sign(secret: &str, timestamp: i64, body: &[u8]) -> String {
    hex::encode(mac(secret, timestamp, body).finalize().into_bytes())
}

/// Whether the body was signed under the secret, now.
pub(super) fn is_signed(headers: &HeaderMap, secret: &str, now: i64, body: &[u8]) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(timestamp) = text(TIMESTAMP).and_then(|digits| digits.parse::<i64>().ok()) else { return false };
    let Some(signature) = text(SIGNATURE).filter(|hex| !hex.bytes().any(|b| b.is_ascii_uppercase())) else {
        return false;
    };
    let Ok(signature) = hex::decode(signature) else { return false };
    now.abs_diff(timestamp) <= WINDOW && mac(secret, timestamp, body).verify_slice(&signature).is_ok()
}

pub(super) fn rfc3339(unix: i64) -> String {
    let moment = DateTime::from_timestamp(unix, 0).unwrap_or_default();
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Whether texts can be sent there: a plus, then 8 to 15 digits.
pub(super) fn is_number(to: &str) -> bool {
    let digits = to.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn mac(secret: &str, timestamp: i64, body: &[u8]) -> Hmac<Sha256> {
    let keyed = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    let mut mac = keyed.expect("HMAC takes a key of any length");
    mac.update(format!("{timestamp}.").as_bytes());
    mac.update(body);
    mac
}
