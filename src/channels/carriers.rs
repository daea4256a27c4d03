//! The configured ways out, each by the name of its line. Not here: how a network is spoken to (its own file).

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::{
    Accepted, Class, Kind, Network, SendFailure, Text, client::Client, settings::Settings, telegram,
};
use crate::message::{Channel, Content, Line, Parcel};

/// One configured line of SMS.
#[derive(Clone, Debug)]
pub struct SmsLine {
    /// Its name, which is also in the address of its doors.
    pub line: Line,
    /// How many texts a second its network bears.
    pub per_second: u32,
    /// What it is on.
    pub network: Arc<dyn Network>,
}

impl SmsLine {
    /// Opens a line of this kind; the settings have been checked against its keys.
    #[must_use]
    pub fn open(kind: &Kind, settings: Settings, per_second: u32, client: Client) -> Self {
        Self { line: settings.line.clone(), per_second, network: (kind.open)(settings, client) }
    }

    async fn send(&self, parcel: &Parcel, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let words = match &parcel.content {
            Content::Text { words, .. } => words,
            // A telephone has no button that spins.
            Content::ButtonSeen { .. } => return Ok(Accepted { provider_id: None }),
        };
        if parcel.to.channel != Channel::Sms {
            return Err(SendFailure::new(Class::Rejected, "not_a_number", None));
        }
        let text = Text { id: parcel.id, to: &parcel.to, words, useless_after: parcel.useless_after };
        self.network.send(&text, now).await
    }
}

/// One configured way out.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// The Telegram bot.
    Telegram(telegram::Telegram),
    /// A line of SMS.
    Sms(SmsLine),
}

impl Carrier {
    /// Hands one parcel to the network; `now` is the time on its signature.
    ///
    /// # Errors
    /// When the network did not take it on, by the failure table of the network.
    pub async fn send(&self, parcel: &Parcel, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        match self {
            Self::Telegram(telegram) => telegram.send(parcel).await,
            Self::Sms(line) => line.send(parcel, now).await,
        }
    }

    /// The name of its line.
    #[must_use]
    pub fn line(&self) -> Line {
        match self {
            Self::Telegram(_) => Line::telegram(),
            Self::Sms(line) => line.line.clone(),
        }
    }

    const fn rate(&self) -> Rate {
        match self {
            Self::Telegram(_) => Rate { per_second: telegram::PER_SECOND },
            Self::Sms(line) => Rate { per_second: line.per_second },
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

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::*;
    use crate::{
        channels::{generic, model::Model},
        ids::ParcelId,
        message::Address,
    };

    fn carriers(url: &Url) -> Carriers {
        let client = Client::new().expect("TLS");
        let telegram = telegram::Settings { token: "1:a".into(), api_url: url.clone(), webhook_secret: None };
        let desk = generic::tests::settings("agreed", url);
        Carriers::from_iter([
            Carrier::Telegram(telegram::Telegram::new(telegram, client.clone())),
            Carrier::Sms(SmsLine::open(&generic::KIND, desk, 20, client)),
        ])
    }

    fn parcel(channel: Channel, line: &Line, handle: &str) -> Parcel {
        Parcel {
            id: ParcelId::from(uuid::Uuid::from_u128(7)),
            line: line.clone(),
            to: Address { channel, handle: handle.to_owned() },
            content: Content::Text { words: "Po".into(), buttons: Vec::new() },
            useless_after: None,
            attempts: 0,
        }
    }

    async fn sent(carriers: &Carriers, parcel: &Parcel) -> Result<Accepted, SendFailure> {
        let carrier = carriers.carrier(&parcel.line).expect("a carrier");
        carrier.send(parcel, DateTime::UNIX_EPOCH).await
    }

    #[tokio::test]
    async fn every_carrier_is_found_by_its_line() {
        let model = Model::answering(200, r#"{"ok":true,"result":{"message_id":1},"id":"sms-1"}"#).await;
        let carriers = carriers(&model.url);
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
            let accepted = sent(&carriers, &parcel(channel, &line, handle)).await;
            assert_eq!(accepted, Ok(Accepted { provider_id: Some(id.to_owned()) }), "{line}");
        }
    }

    #[tokio::test]
    async fn a_telephone_has_no_button_to_acknowledge_and_a_chat_is_no_number() {
        let model = Model::answering(500, "").await;
        let (carriers, desk) = (carriers(&model.url), Line("desk".to_owned()));
        let content = Content::ButtonSeen { query: "1".to_owned() };
        let seen = Parcel { content, ..parcel(Channel::Sms, &desk, "+38344123456") };
        assert_eq!(sent(&carriers, &seen).await, Ok(Accepted { provider_id: None }));
        let failure = sent(&carriers, &parcel(Channel::Telegram, &desk, "5000000007")).await;
        assert_eq!(failure, Err(SendFailure::new(Class::Rejected, "not_a_number", None)));
        assert!(model.asked().is_empty());
    }
}
