//! Why a network did not take a parcel on, in words that all networks share, and what the statuses of HTTP say where a network
//! has no codes of its own. Not here: each network's own table (its file), and what follows from a failure (`delivery`).

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};

use super::client::{Answer, Trouble};

/// Why a parcel was not taken on. Carries nothing of the receiver, the text or our secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct SendFailure {
    /// What kind of failure it is, which decides what is done next.
    pub class: Class,
    /// Whether an operator should see a line about it.
    pub worth_a_log: bool,
    /// Our stable word for it, for logs and columns.
    pub code: &'static str,
    /// The network's own code, as a number in text.
    pub provider_code: Option<String>,
}

impl SendFailure {
    /// A failure of `class`; the everyday ones (slow down, blocked, moved) are not worth a log line.
    #[must_use]
    pub fn new(class: Class, code: &'static str, provider_code: Option<String>) -> Self {
        let worth_a_log =
            matches!(class, Class::Away | Class::Unreachable | Class::Rejected | Class::Misconfigured);
        Self { class, worth_a_log, code, provider_code }
    }
}

/// The kinds of failure. The new handle of a moved chat never shows in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum Class {
    /// Too fast for the network; this parcel may be tried again.
    Throttled {
        /// How long the network asks us to wait.
        after: Duration,
    },
    /// Nobody opened the network's door: the parcel was certainly not taken on.
    Away,
    /// The network is out of order, or did not answer; the parcel may even have been taken on.
    Unreachable,
    /// This parcel will never be taken.
    Rejected,
    /// This address will never take any parcel again.
    Gone,
    /// No parcel will be taken until an operator mends the settings.
    Misconfigured,
    /// The chat goes on under another handle.
    Moved {
        /// Where the chat is now.
        handle: String,
    },
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttled { after } => write!(f, "Throttled({} s)", after.as_secs()),
            Self::Away => f.write_str("Away"),
            Self::Unreachable => f.write_str("Unreachable"),
            Self::Rejected => f.write_str("Rejected"),
            Self::Gone => f.write_str("Gone"),
            Self::Misconfigured => f.write_str("Misconfigured"),
            Self::Moved { .. } => f.write_str("Moved(****)"),
        }
    }
}

impl From<Trouble> for SendFailure {
    fn from(trouble: Trouble) -> Self {
        let class = if trouble.is_before_asking() { Class::Away } else { Class::Unreachable };
        Self::new(class, trouble.code, None)
    }
}

/// A network may ask us to wait, but not so long that a request is forgotten over it.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait when a network says "slow down" and not how much.
pub(super) const ORDINARY_WAIT: Duration = Duration::from_secs(30);

/// "Slow down", for as long as the network asks.
pub(super) fn throttled(asked: Option<Duration>, provider_code: u16) -> SendFailure {
    let after = asked.unwrap_or(ORDINARY_WAIT).min(LONGEST_WAIT);
    SendFailure::new(Class::Throttled { after }, "throttled", Some(provider_code.to_string()))
}

/// What the status of an answer says where a network has no code of its own for it; none for success.
pub(super) fn of_status(answer: &Answer, now: DateTime<Utc>) -> Option<SendFailure> {
    let (class, code) = match answer.status.as_u16() {
        200..=299 => return None,
        429 => {
            return Some(throttled(asked_wait(&answer.headers, now), StatusCode::TOO_MANY_REQUESTS.as_u16()));
        }
        300..=399 => (Class::Misconfigured, "redirected"),
        401 | 403 => (Class::Misconfigured, "not_let_in"),
        404 | 410 => (Class::Misconfigured, "no_such_address"),
        408 => (Class::Unreachable, "timed_out"),
        400..=499 => (Class::Rejected, "refused"),
        _ => (Class::Unreachable, "server_error"),
    };
    Some(SendFailure::new(class, code, Some(answer.status.as_u16().to_string())))
}

/// `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3).
pub(super) fn asked_wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = asked.parse::<u64>().ok().map(Duration::from_secs);
    seconds.or_else(|| (DateTime::parse_from_rfc2822(asked).ok()?.to_utc() - now).to_std().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_shows_nothing_of_the_receiver() {
        let moved = Class::Moved { handle: "-1001234567890".to_owned() };
        let failure = SendFailure::new(moved, "moved", Some("400".to_owned()));
        assert!(!format!("{failure:?} {failure}").contains("1001234567890"));
    }

    #[test]
    fn operators_hear_of_what_they_can_mend() {
        let worth = |class| SendFailure::new(class, "code", None).worth_a_log;
        assert!(worth(Class::Misconfigured) && worth(Class::Rejected) && worth(Class::Unreachable));
        assert!(!worth(Class::Gone) && !worth(Class::Throttled { after: Duration::ZERO }));
        assert!(!worth(Class::Moved { handle: String::new() }));
    }

    #[test]
    fn no_network_can_put_a_parcel_off_for_ever() {
        let wait = |asked| match throttled(asked, 429).class {
            Class::Throttled { after } => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait(Some(Duration::from_secs(35))), Duration::from_secs(35));
        assert_eq!(wait(Some(Duration::from_secs(u64::MAX))), LONGEST_WAIT);
        assert_eq!(wait(None), ORDINARY_WAIT);
    }
}
