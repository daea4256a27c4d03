//! A line of any kind that hears a body as its network would post it: let in, and at every door below it. What is said must be
//! fit to be kept. Not here: what is not authentic, which the tests of `channels` refuse.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use prag::channels::{Call, Heard, KINDS, Network, Reading, client::Client, settings::Settings};
use sha2::Sha256;

/// The secret of every line.
pub const SECRET: &str = "hush-hush-hush-hush";

/// When every call is made, in Unix seconds.
pub const NOW: i64 = 1_768_469_400;

/// What a network shows with a body.
pub type Shown = Vec<(&'static str, String)>;

/// Opens a line of this kind.
pub fn line(kind: &str, more: &[(&'static str, &str)]) -> Arc<dyn Network> {
    let kind = KINDS.iter().find(|known| known.name == kind).expect("a kind");
    let mut values = vec![("secret", SECRET), ("send_url", "http://127.0.0.1:1/send")];
    values.extend(more);
    let settings = Settings::of("fuzzed", Some("https://prag.example.org/sms/fuzzed"), &values);
    (kind.open)(settings, Client::new().expect("TLS"))
}

/// Calls the line with this body at a door, and looks at what it heard.
pub fn hear(line: &dyn Network, below: &str, shown: Shown, body: &[u8]) {
    let headers = shown.into_iter().map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::try_from(value).expect("plain letters"))
    });
    let headers = HeaderMap::from_iter(headers);
    let call = Call { method: &Method::POST, below, query: "", headers: &headers, body };
    let now: DateTime<Utc> = DateTime::from_timestamp(NOW, 0).expect("a time");
    let Heard::Said(readings) = line.hear(&call, now) else { panic!("the call is authentic") };
    for reading in readings {
        if let Reading::Arrival(arrival) = reading {
            let from = arrival.from.map(|from| from.handle).unwrap_or_default();
            assert!(!arrival.provider_id.is_empty() && arrival.provider_id.len() < 1024, "fit for an index");
            assert!(!arrival.provider_id.contains('\0') && !from.contains('\0'), "fit for a column");
        }
    }
}

/// The lowercase hex of an HMAC-SHA256 over these parts.
pub fn sign(parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    parts.iter().for_each(|part| mac.update(part));
    hex::encode(mac.finalize().into_bytes())
}
