//! The contract every network keeps: a request is read into an arrival, a parcel is sent or fails in a known way.
//! One folder per network, each in the same order: settings, reading, sending with its table of failures.
//! Not here: whether to send, when, and what to do about a failure (`delivery`); where arrivals are kept (`store`).

pub mod client;
pub mod generic;
#[cfg(test)]
mod model;
pub mod numbers;
pub mod telegram;

use std::{collections::HashMap, fmt, time::Duration};

use chrono::{DateTime, Utc};

use crate::message::{Arrival, Line, Parcel, Words};

/// What a reader made of an authentic request.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Something for reception.
    Arrival(Arrival),
    /// Rightly formed and authentic, but of no use to us, with a stable reason; the network is told "received".
    Ignored(&'static str),
    /// Not in the form the network promises.
    Malformed,
}

/// The network took a parcel on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The network's own id of the message, if it gave one.
    pub provider_id: Option<String>,
}

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
        let worth_a_log = matches!(class, Class::Unreachable | Class::Rejected | Class::Misconfigured);
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
    /// The network was not reached or is out of order; the parcel may even have been taken on.
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
            Self::Unreachable => f.write_str("Unreachable"),
            Self::Rejected => f.write_str("Rejected"),
            Self::Gone => f.write_str("Gone"),
            Self::Misconfigured => f.write_str("Misconfigured"),
            Self::Moved { .. } => f.write_str("Moved(****)"),
        }
    }
}

/// One configured way out.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// The Telegram bot.
    Telegram(telegram::Telegram),
    /// An SMS line of the generic protocol.
    Generic(generic::Generic),
}

impl Carrier {
    /// Hands one parcel to the network; `now` is the time on its signature.
    ///
    /// # Errors
    /// When the network did not take it on, by the failure table of the network.
    pub async fn send(&self, parcel: &Parcel, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        match self {
            Self::Telegram(telegram) => telegram.send(parcel).await,
            Self::Generic(generic) => generic.send(parcel, now).await,
        }
    }

    /// The name of its line.
    #[must_use]
    pub fn line(&self) -> Line {
        match self {
            Self::Telegram(_) => Line::telegram(),
            Self::Generic(generic) => generic.line().clone(),
        }
    }

    const fn rate(&self) -> Rate {
        match self {
            Self::Telegram(_) => Rate { per_second: telegram::PER_SECOND },
            Self::Generic(generic) => Rate { per_second: generic.per_second() },
        }
    }
}

/// How fast a line may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Parcels each second, over all receivers.
    pub per_second: u32,
}

/// Every configured way out, by the name of its line.
#[derive(Clone, Debug, Default)]
pub struct Carriers(HashMap<Line, Carrier>);

impl Carriers {
    /// The carrier of `line`, unless the line was taken out of the settings.
    #[must_use]
    pub fn carrier(&self, line: &Line) -> Option<&Carrier> {
        self.0.get(line)
    }

    /// The names of all lines, in no order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.0.keys()
    }

    /// How fast `line` may be used; a line without a carrier is as slow as can be.
    #[must_use]
    pub fn rate(&self, line: &Line) -> Rate {
        self.carrier(line).map_or(Rate { per_second: 1 }, Carrier::rate)
    }
}

impl FromIterator<Carrier> for Carriers {
    fn from_iter<I: IntoIterator<Item = Carrier>>(carriers: I) -> Self {
        Self(carriers.into_iter().map(|carrier| (carrier.line(), carrier)).collect())
    }
}

/// No network's message is longer; what is, was not written by a person.
const LONGEST_TEXT: usize = 10_000;

/// What somebody wrote, in a form that every column can hold.
fn words(text: &str) -> Words {
    Words::from(storable(&text.chars().take(LONGEST_TEXT).collect::<String>()))
}

/// Postgres refuses NUL in a text, and one refused arrival would be offered again for days.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// A network may ask us to wait, but not so long that a request is forgotten over it.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait when a network says "slow down" and not how much.
const ORDINARY_WAIT: Duration = Duration::from_secs(30);

fn throttled(asked: Option<Duration>, provider_code: u16) -> SendFailure {
    let after = asked.unwrap_or(ORDINARY_WAIT).min(LONGEST_WAIT);
    SendFailure::new(Class::Throttled { after }, "throttled", Some(provider_code.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::ParcelId,
        message::{Address, Channel, Content},
    };

    #[test]
    fn a_text_is_clipped_by_characters_and_keeps_no_nul() {
        assert_eq!(words("a\0ë").as_str(), "a\u{FFFD}ë");
        let long = "ш".repeat(LONGEST_TEXT + 1);
        assert_eq!(words(&long).as_str(), "ш".repeat(LONGEST_TEXT));
    }

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

    #[tokio::test]
    async fn every_carrier_is_found_by_its_line() {
        let model =
            model::Model::answering(200, r#"{"ok":true,"result":{"message_id":1},"id":"sms-1"}"#).await;
        let client = client::Client::new().expect("TLS");
        let telegram =
            telegram::Settings { token: "1:a".into(), api_url: model.url.clone(), webhook_secret: None };
        let desk = generic::Settings {
            line: Line("desk".to_owned()),
            secret: "agreed".into(),
            send_url: model.url.clone(),
            sender: "50505".to_owned(),
            per_second: 20,
        };
        let carriers = Carriers::from_iter([
            Carrier::Telegram(telegram::Telegram::new(telegram, client.clone())),
            Carrier::Generic(generic::Generic::new(desk, client)),
        ]);
        let mut lines: Vec<&str> = carriers.lines().map(|line| line.0.as_str()).collect();
        lines.sort_unstable();
        assert_eq!(lines, ["desk", "telegram"]);
        assert!(carriers.carrier(&Line("gone".to_owned())).is_none());
        assert_eq!(carriers.rate(&Line("gone".to_owned())).per_second, 1);

        for (channel, line, handle, id) in [
            (Channel::Telegram, Line::telegram(), "7", "1"),
            (Channel::Sms, Line("desk".to_owned()), "+38344123456", "sms-1"),
        ] {
            assert!(carriers.rate(&line).per_second > 1);
            let parcel = Parcel {
                id: ParcelId::from(uuid::Uuid::from_u128(7)),
                line: line.clone(),
                to: Address { channel, handle: handle.to_owned() },
                content: Content::Text { words: "Po".into(), buttons: Vec::new() },
                useless_after: None,
                attempts: 0,
            };
            let carrier = carriers.carrier(&line).expect("a carrier");
            let accepted = carrier.send(&parcel, DateTime::UNIX_EPOCH).await;
            assert_eq!(accepted, Ok(Accepted { provider_id: Some(id.to_owned()) }), "{line}");
        }
    }
}
