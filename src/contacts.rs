//! The person at the other end of an address: language, script, consent, and what they asked not to receive.
//! Not here: what they need (`cases`), what is being talked about (`conversation`).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::ContactId,
    message::{Address, Channel, Line},
    text::{Language, Script},
};

/// What a person said to "may we keep this?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    /// Not yet asked, or not yet answered.
    #[default]
    Unasked,
    /// Yes.
    Given,
    /// No; nothing is kept until they write again.
    Refused,
}

/// How sure we are of the language we write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// Nothing is known; the first text goes out in the four-language line.
    Unknown,
    /// Guessed from what they wrote; the next message may change it.
    Read(Language, Script),
    /// Chosen by them; only they change it.
    Chosen(Language, Script),
}

impl Tongue {
    /// The language and script, if anything is known.
    #[must_use]
    pub const fn known(self) -> Option<(Language, Script)> {
        match self {
            Self::Unknown => None,
            Self::Read(language, script) | Self::Chosen(language, script) => Some((language, script)),
        }
    }
}

/// A person as we know them through one address.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Who.
    pub id: ContactId,
    /// Where.
    pub address: Address,
    /// The line they last wrote through, by which we answer.
    pub line: Line,
    /// The language and script we write in.
    pub tongue: Tongue,
    /// Whether we may keep what they write for a request.
    pub consent: Consent,
    /// Since when they want no message that they did not ask for.
    pub stopped_at: Option<DateTime<Utc>>,
    /// Since when they want no invitations.
    pub invitations_stopped_at: Option<DateTime<Utc>>,
    /// Since when nothing reaches them (blocked, number gone).
    pub gone_at: Option<DateTime<Utc>>,
    /// When they last wrote.
    pub wrote_at: DateTime<Utc>,
}

/// After STOP, a person who writes again may be answered for this long.
const ANSWER_WINDOW: Duration = Duration::hours(72);

impl Contact {
    /// Someone who writes for the first time.
    #[must_use]
    pub fn met(id: ContactId, address: Address, line: Line, now: DateTime<Utc>) -> Self {
        Self {
            id,
            address,
            line,
            tongue: Tongue::Unknown,
            consent: Consent::Unasked,
            stopped_at: None,
            invitations_stopped_at: None,
            gone_at: None,
            wrote_at: now,
        }
    }

    /// The kind of network they write through.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.address.channel
    }

    /// Whether news may go to them unasked: never after STOP, except as the answer to what they wrote since.
    #[must_use]
    pub fn hears_news(&self, now: DateTime<Utc>) -> bool {
        let silenced = self
            .stopped_at
            .is_some_and(|stopped| self.wrote_at <= stopped || now - self.wrote_at > ANSWER_WINDOW);
        self.gone_at.is_none() && !silenced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(stopped: Option<i64>, wrote: i64) -> Contact {
        let at = |s| DateTime::from_timestamp(s, 0).expect("a time");
        let address = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
        let mut contact =
            Contact::met(ContactId(uuid::Uuid::nil()), address, Line("desk".to_owned()), at(wrote));
        contact.stopped_at = stopped.map(at);
        contact
    }

    #[test]
    fn stop_silences_news_until_they_write_again_and_for_three_days_only() {
        let at = |s| DateTime::from_timestamp(s, 0).expect("a time");
        assert!(contact(None, 0).hears_news(at(1)));
        assert!(!contact(Some(10), 10).hears_news(at(20)));
        assert!(contact(Some(10), 30).hears_news(at(40)));
        assert!(!contact(Some(10), 30).hears_news(at(30 + 72 * 3600 + 1)));
    }
}
