//! How callers show that they are the network, each compared in constant time: by a signature that is not old, by a word both
//! sides agreed on, by a name and password. Not here: what a network signs (its own file).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::Call;

/// How far the two clocks may differ; what is older may be a replay.
const WINDOW_SECONDS: u64 = 5 * 60;

/// Whether a time of signing, in Unix seconds, is now.
pub(super) fn timely(timestamp: &str, now: DateTime<Utc>) -> bool {
    // `parse` would take a plus sign; timestamps are digits alone.
    let digits = timestamp.bytes().all(|b| b.is_ascii_digit());
    digits && timestamp.parse::<i64>().is_ok_and(|then| now.timestamp().abs_diff(then) <= WINDOW_SECONDS)
}

/// The bytes of a signature in lowercase hex, so that each has one spelling.
pub(super) fn lowercase_hex(signature: &str) -> Option<Vec<u8>> {
    let lowercase = signature.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    lowercase.then(|| hex::decode(signature).ok()).flatten()
}

/// Whether what was shown is the secret; nobody knows an empty one.
pub(super) fn same(shown: &str, secret: &SecretString) -> bool {
    let secret = secret.expose_secret().as_bytes();
    !secret.is_empty() && shown.as_bytes().ct_eq(secret).into()
}

/// A name and password as HTTP Basic spells them.
pub(super) fn basic(user: &str, password: &SecretString) -> SecretString {
    let pair = format!("{user}:{}", password.expose_secret());
    format!("Basic {}", STANDARD.encode(pair)).into()
}

/// Whether a call shows this name and this password, which is not empty.
pub(super) fn shows_basic(call: &Call<'_>, user: &str, password: &SecretString) -> bool {
    !password.expose_secret().is_empty() && same(call.header(AUTHORIZATION.as_str()), &basic(user, password))
}

/// The headers that let us in at a network; a secret that cannot stand in a header lets nobody in.
pub(super) fn authorization(shown: &SecretString) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(mut value) = HeaderValue::from_str(shown.expose_secret()) {
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_spelt_as_the_networks_spell_it() {
        for (user, password, expected) in [
            ("prag", "s3cret", "Basic cHJhZzpzM2NyZXQ="),
            ("YOUR_API_KEY", "", "Basic WU9VUl9BUElfS0VZOg=="),
            ("telerivet", "s3cret", "Basic dGVsZXJpdmV0OnMzY3JldA=="),
            ("sms", "hunter22", "Basic c21zOmh1bnRlcjIy"),
        ] {
            assert_eq!(basic(user, &password.into()).expose_secret(), expected);
        }
    }

    #[test]
    fn nobody_knows_an_empty_secret() {
        assert!(!same("", &"".into()) && same("a", &"a".into()) && !same("a", &"ab".into()));
    }

    #[test]
    fn a_secret_that_no_header_can_hold_lets_nobody_in() {
        assert!(authorization(&"App a\nb".into()).is_empty());
        assert!(!format!("{:?}", authorization(&"App hush".into())).contains("hush"));
    }
}
