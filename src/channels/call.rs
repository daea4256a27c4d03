//! A call of a network to our doors, and what was heard in it. Not here: what each network says (its own file), and how
//! calls come in (`web`).

use axum::http::{HeaderMap, Method};
use secrecy::SecretString;

use super::proof::same;
use crate::message::Arrival;

/// One HTTP request to the doors of a line.
#[derive(Debug)]
pub struct Call<'a> {
    /// How we are called.
    pub method: &'a Method,
    /// The path below the door of the line, without slashes around it: empty, `receipts`, ...
    pub below: &'a str,
    /// The query, as it came.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, as it came: signatures are over bytes.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// A header as text; a missing one is empty.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// What stands in the path behind a secret word, for networks that cannot sign; none when the word is not there.
    #[must_use]
    pub fn behind(&self, secret: &SecretString) -> Option<&str> {
        let (shown, rest) = self.below.split_once('/').unwrap_or((self.below, ""));
        same(shown, secret).then_some(rest)
    }
}

/// What a line heard in a call.
#[derive(Clone, Debug)]
pub enum Heard {
    /// Whoever called did not show that they are the network.
    NotLetIn,
    /// The call is authentic, and says these things.
    Said(Vec<Reading>),
}

impl Heard {
    /// One thing was said.
    #[must_use]
    pub fn one(reading: Reading) -> Self {
        Self::Said(vec![reading])
    }
}

/// What a reader made of something that an authentic call says.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Something for reception.
    Arrival(Arrival),
    /// Authentic, but of no use to us, with a stable reason; it is kept as rejected, and the network is told "received",
    /// since most repeat for days what is refused.
    Ignored(&'static str),
    /// Not in the form of a protocol whose other side is told so.
    Malformed,
}

/// The words of an answer that a network takes for "received".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thanks {
    /// The type of the body; without one there is no body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_word_opens_the_door_behind_it() {
        let headers = HeaderMap::new();
        let behind = |below, secret: &str| {
            let call = Call { method: &Method::GET, below, query: "", headers: &headers, body: b"" };
            call.behind(&secret.into()).map(str::to_owned)
        };
        assert_eq!(behind("hush", "hush").as_deref(), Some(""));
        assert_eq!(behind("hush/receipts/7", "hush").as_deref(), Some("receipts/7"));
        for below in ["", "hus", "hushh", "Hush", "receipts/hush", "/hush"] {
            assert_eq!(behind(below, "hush"), None, "{below}");
        }
        assert_eq!(behind("", ""), None, "nobody knows an empty word");
    }
}
