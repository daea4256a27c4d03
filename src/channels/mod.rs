//! The contract every network keeps, and the list of networks. Each is a file or folder in the same order: what it is, its
//! settings, who may call, reading, sending, receipts, its table of failures. The next one is added to `KINDS`, and to
//! docs/networks.md. Not here: whether to send, when, and what to do about a failure (`delivery`); where arrivals are kept
//! (`store`).

pub mod call;
pub mod carriers;
pub mod client;
pub mod failure;
pub mod generic;
pub mod infobip;
pub mod jasmin;
pub mod kannel;
#[cfg(test)]
mod model;
pub mod numbers;
mod proof;
mod reading;
pub mod settings;
pub mod smsgate;
pub mod telegram;
pub mod telerivet;
pub mod twilio;
pub mod vonage;

use std::{fmt, pin::Pin, sync::Arc};

use chrono::{DateTime, Utc};

pub use self::{
    call::{Call, Heard, Reading, Thanks},
    carriers::{Carrier, Carriers, SmsLine},
    failure::{Class, SendFailure},
};
use self::{
    client::Client,
    settings::{Key, Settings},
};
use crate::{
    ids::ParcelId,
    message::{Address, Words},
};

/// Every kind of network that a line of SMS can be on.
pub const KINDS: &[Kind] = &[
    generic::KIND,
    smsgate::KIND,
    telerivet::KIND,
    infobip::KIND,
    kannel::KIND,
    jasmin::KIND,
    twilio::KIND,
    vonage::MESSAGES,
    vonage::SMS,
];

/// A kind of network, as settings name it.
#[derive(Debug)]
pub struct Kind {
    /// The word in the settings.
    pub name: &'static str,
    /// What an operator tells about a line of it, beside `name`, `kind` and `per_second`.
    pub keys: &'static [Key],
    /// Whether the network has to be told our own address, or calls are checked against it.
    pub needs_public_url: bool,
    /// How many texts a second it bears unless the settings say otherwise.
    pub per_second: u32,
    /// Opens a line; the settings have been checked against the keys.
    pub open: fn(Settings, Client) -> Arc<dyn Network>,
}

/// What the contract asks of a network of SMS. `Debug` shows no secret.
pub trait Network: fmt::Debug + Send + Sync {
    /// Reads one call to the doors of the line. Whoever is not authentic is not let in, whatever else is wrong.
    fn hear(&self, call: &Call<'_>, now: DateTime<Utc>) -> Heard;

    /// What the network takes for "received"; without it, it repeats the call.
    fn thanks(&self) -> Thanks {
        Thanks::default()
    }

    /// Hands one text over. Its id goes along as the idempotency key wherever the network has one.
    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a>;
}

/// A text under way to a network.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Accepted, SendFailure>> + Send + 'a>>;

/// One SMS to hand over.
#[derive(Debug)]
pub struct Text<'a> {
    /// Our id of the parcel.
    pub id: ParcelId,
    /// Its receiver; the handle is a number in E.164 form.
    pub to: &'a Address,
    /// What it says, as it is to be read.
    pub words: &'a Words,
    /// After this moment it is of no use to anybody.
    pub useless_after: Option<DateTime<Utc>>,
}

/// The network took a parcel on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The network's own id of the message, if it gave one.
    pub provider_id: Option<String>,
}

/// The kind of this name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, Method};
    use settings::{Form, Need};

    use super::*;

    const DOORS: &str = "https://prag.example.org/sms/desk";
    const GUIDE: &str = include_str!("../../docs/networks.md");

    /// A line of this kind, as an operator would set it.
    fn line(kind: &Kind) -> Arc<dyn Network> {
        let value = |key: &Key| match (&key.form, key.need) {
            (_, Need::Else(default)) => default.to_owned(),
            (Form::Url, _) => "http://127.0.0.1:1/send".to_owned(),
            (Form::Whole(range), _) => range.start().to_string(),
            (Form::OneOf(words), _) => words[0].to_owned(),
            (Form::Password | Form::Agreed, _) => "hush-hush-hush-hush".to_owned(),
            (Form::Text, _) => "Prag".to_owned(),
        };
        let values: Vec<_> = kind.keys.iter().map(|key| (key.name, value(key))).collect();
        let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        (kind.open)(Settings::of("desk", Some(DOORS), &values), Client::new().expect("TLS"))
    }

    #[test]
    fn every_kind_opens_and_shows_no_secret() {
        for kind in KINDS {
            assert!(!format!("{:?}", line(kind)).contains("hush"), "{}", kind.name);
            assert_eq!(super::kind(kind.name).map(|kind| kind.name), Some(kind.name), "a name of its own");
            assert!((1..=1000).contains(&kind.per_second), "{}", kind.name);
        }
    }

    #[test]
    fn a_stranger_is_let_in_by_no_kind() {
        let headers = HeaderMap::new();
        for kind in KINDS {
            for method in [Method::GET, Method::POST] {
                for below in ["", "receipts", "receipts/7", "hush"] {
                    let call = Call { method: &method, below, query: "", headers: &headers, body: b"" };
                    let heard = line(kind).hear(&call, DateTime::UNIX_EPOCH);
                    assert!(matches!(heard, Heard::NotLetIn), "{} {method} {below}: {heard:?}", kind.name);
                }
            }
        }
    }

    #[test]
    fn the_guide_has_a_chapter_for_every_kind_with_all_its_keys() {
        for kind in KINDS {
            let heading = format!("\n## `{}`", kind.name);
            let (_, chapter) = GUIDE.split_once(&heading).unwrap_or_else(|| panic!("no chapter{heading}"));
            let chapter = chapter.split("\n## ").next().expect("it begins");
            for key in kind.keys {
                assert!(chapter.contains(&format!("`{}`", key.name)), "{}: {}", kind.name, key.name);
            }
        }
    }
}
