//! The configured ways out, each by the name of its line. Not here: how a network is spoken to (its own file).

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    Accepted, Class, Kind, Network, SendFailure, Text, client::Client, settings::Settings, telegram,
};
use crate::message::{Address, Channel, Content, Line, Parcel};

/// One configured line of SMS.
#[derive(Clone, Debug)]
pub struct SmsLine {
    /// Its name, which is also in the address of its doors.
    pub line: Line,
    /// How many texts a second its network bears.
    pub per_second: u32,
    /// How the numbers begin that it can reach; every number when nothing is said.
    pub reaches: Vec<String>,
    /// What it is on.
    pub network: Arc<dyn Network>,
}

impl SmsLine {
    /// Opens a line of this kind; the settings have been checked against its keys.
    #[must_use]
    pub fn open(kind: &Kind, settings: Settings, per_second: u32, client: Client) -> Self {
        let (line, reaches) = (settings.line.clone(), Vec::new());
        Self { line, per_second, reaches, network: (kind.open)(settings, client) }
    }

    /// The same line for numbers that begin so alone.
    #[must_use]
    pub fn reaching(self, reaches: Vec<String>) -> Self {
        Self { reaches, ..self }
    }

    fn can_reach(&self, to: &Address) -> bool {
        let begins = |start: &String| to.handle.starts_with(start.as_str());
        to.channel == Channel::Sms && (self.reaches.is_empty() || self.reaches.iter().any(begins))
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

/// Every configured way out, in the order of the settings.
#[derive(Clone, Debug, Default)]
pub struct Carriers(Vec<Carrier>);

impl Carriers {
    /// The carrier of `line`, unless the line was taken out of the settings.
    #[must_use]
    pub fn carrier(&self, line: &Line) -> Option<&Carrier> {
        self.0.iter().find(|carrier| carrier.line() == *line)
    }

    /// The names of all lines.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.0.iter().map(Carrier::line)
    }

    /// The next line of SMS that can reach the same number; none for a chat, which has no number that we know.
    #[must_use]
    pub fn instead_of(&self, line: &Line, to: &Address) -> Option<Line> {
        let at = self.0.iter().position(|carrier| carrier.line() == *line).map_or(0, |at| at + 1);
        let (before, after) = self.0.split_at(at);
        after.iter().chain(before).find_map(|carrier| match carrier {
            Carrier::Sms(other) if other.line != *line && other.can_reach(to) => Some(other.line.clone()),
            _ => None,
        })
    }

    /// How fast `line` may be used; a line without a carrier is as slow as can be.
    #[must_use]
    pub fn rate(&self, line: &Line) -> Rate {
        self.carrier(line).map_or(Rate { per_second: 1 }, Carrier::rate)
    }
}

impl FromIterator<Carrier> for Carriers {
    fn from_iter<I: IntoIterator<Item = Carrier>>(carriers: I) -> Self {
        Self(carriers.into_iter().collect())
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
        let lines: Vec<String> = carriers.lines().map(|line| line.0).collect();
        assert_eq!(lines, ["telegram", "desk"]);
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

    #[test]
    fn the_next_line_that_reaches_the_number_stands_in_for_one_that_is_away() {
        let line = |name: &str, reaches: &[&str]| {
            let url = "http://127.0.0.1:1/".parse().expect("an address");
            let settings =
                Settings { line: Line(name.to_owned()), ..generic::tests::settings("agreed", &url) };
            let line = SmsLine::open(&generic::KIND, settings, 1, Client::new().expect("TLS"));
            Carrier::Sms(line.reaching(reaches.iter().map(|start| (*start).to_owned()).collect()))
        };
        let lines = [
            line("vala", &["+383"]),
            line("ipko", &["+383"]),
            line("bern", &["+41", "+49"]),
            line("all", &[]),
        ];
        let carriers = Carriers::from_iter(lines);
        let instead = |name: &str, channel: Channel, handle: &str| {
            let to = Address { channel, handle: handle.to_owned() };
            carriers.instead_of(&Line(name.to_owned()), &to).map(|line| line.0)
        };
        let by_sms = |name: &str, number: &str| instead(name, Channel::Sms, number);
        assert_eq!(by_sms("vala", "+38344123456").as_deref(), Some("ipko"));
        assert_eq!(by_sms("ipko", "+38344123456").as_deref(), Some("all"));
        assert_eq!(by_sms("all", "+38344123456").as_deref(), Some("vala"), "from the beginning again");
        assert_eq!(by_sms("all", "+41790000000").as_deref(), Some("bern"));
        assert_eq!(by_sms("gone", "+41790000000").as_deref(), Some("bern"));
        assert_eq!(instead("telegram", Channel::Telegram, "5000000007"), None);
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
