//! A line of any kind that hears what its network would send it: let in, and at every door below it. What is said must be fit to
//! be kept. Not here: what is not authentic, which the tests of `channels` refuse.

use std::{collections::BTreeSet, sync::Arc};

use base64::{Engine as _, engine::general_purpose};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use prag::channels::{
    Call, Heard, KINDS, Network, Reading,
    client::Client,
    settings::{Need, Settings},
};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The secret of every line, whatever its kind calls it.
pub const SECRET: &str = "hush-hush-hush-hush";

/// Where the doors of every line are.
const DOORS: &str = "https://prag.example.org/sms/fuzzed";

/// When every call is made, in Unix seconds.
pub const NOW: i64 = 1_768_469_400;

/// A form, as it is called.
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Opens a line of this kind.
pub fn line(kind: &str, more: &[(&'static str, &str)]) -> Arc<dyn Network> {
    let kind = KINDS.iter().find(|known| known.name == kind).expect("a kind");
    let mut values: Vec<(&'static str, &str)> =
        ["secret", "token", "auth_token", "signature_secret"].map(|name| (name, SECRET)).to_vec();
    values.extend([("send_url", "http://127.0.0.1:1/send"), ("api_url", "http://127.0.0.1:1/send")]);
    values.extend([("sender", "Prag"), ("username", "prag"), ("password", "p")]);
    values.extend(more);
    for key in kind.keys {
        if let (Need::Else(usual), false) = (key.need, values.iter().any(|(name, _)| *name == key.name)) {
            values.push((key.name, usual));
        }
    }
    (kind.open)(Settings::of("fuzzed", Some(DOORS), &values), Client::new().expect("TLS"))
}

/// Posts this body to a door of the line, and looks at what it heard.
pub fn hear(line: &dyn Network, below: &str, shown: &[(&'static str, &str)], body: &[u8]) {
    call(line, &Method::POST, below, "", shown, body);
}

/// Asks a door of the line with this query.
pub fn ask(line: &dyn Network, below: &str, query: &str) {
    call(line, &Method::GET, below, query, &[], b"");
}

fn call(
    line: &dyn Network,
    method: &Method,
    below: &str,
    query: &str,
    shown: &[(&'static str, &str)],
    body: &[u8],
) {
    let headers = shown.iter().map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::try_from(*value).expect("plain letters"))
    });
    let headers = HeaderMap::from_iter(headers);
    let call = Call { method, below, query, headers: &headers, body };
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

/// The fields of a form, if it is one.
pub fn fields(form: &[u8]) -> Option<Vec<(String, String)>> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(form).ok()?;
    // Bytes that are no UTF-8 would be replaced here, and are refused there.
    (!fields.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'))).then_some(fields)
}

/// As Twilio signs a form posted to a door.
pub fn sign_as_twilio(below: &str, fields: &[(String, String)]) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any key");
    let slash = if below.is_empty() { "" } else { "/" };
    mac.update(format!("{DOORS}{slash}{below}").as_bytes());
    for (name, value) in fields.iter().collect::<BTreeSet<_>>() {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

/// A token as Vonage makes it for a body, for the account `k`.
pub fn token(body: &[u8]) -> String {
    let base64 = |bytes: &[u8]| general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    let digest = hex::encode(Sha256::digest(body));
    let claims = format!(r#"{{"iat":{NOW},"api_key":"k","payload_hash":"{digest}"}}"#);
    let signed = format!("{}.{}", base64(br#"{"alg":"HS256","typ":"JWT"}"#), base64(claims.as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    mac.update(signed.as_bytes());
    format!("Bearer {signed}.{}", base64(&mac.finalize().into_bytes()))
}
