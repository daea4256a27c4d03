//! What comes in and what goes out: addresses, words, arrivals, parcels.
//! Not here: what a message means (`conversation`), how a network spells it (`channels`).

mod parts;
mod receipt;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::ParcelId;

pub use parts::{Part, Parts};
pub use receipt::{Account, Fate, ParcelName, Portion, Receipt};

/// The kind of network a person writes through; it decides the form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Telegram: long texts, buttons, any letter.
    Telegram,
    /// SMS: short texts, digits for buttons, letters that cost.
    Sms,
}

impl Channel {
    /// The word used in columns and keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Sms => "sms",
        }
    }
}

/// The configured name of one way in and out: `telegram`, or the name of an `[[sms]]` table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(pub String);

impl Line {
    /// The one Telegram bot.
    #[must_use]
    pub fn telegram() -> Self {
        Self("telegram".to_owned())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a person can be reached. The handle (phone number, chat id) never shows in `Debug`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The kind of network.
    pub channel: Channel,
    /// A number in E.164 form, or a Telegram chat id.
    pub handle: String,
}

impl Address {
    /// Whether an answer can reach this address: short codes and alphabetic senders are kept, never answered.
    #[must_use]
    pub fn answerable(&self) -> bool {
        match self.channel {
            Channel::Telegram => self.handle.parse::<i64>().is_ok_and(|chat| chat > 0),
            // ITU-T E.164: at most 15 digits after the plus; shorter than 8 is a short code.
            Channel::Sms => self.handle.strip_prefix('+').is_some_and(|digits| {
                (8..=15).contains(&digits.len())
                    && digits.bytes().all(|b| b.is_ascii_digit())
                    && !digits.starts_with('0')
            }),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}, ****)", self.channel.code())
    }
}

/// What a person wrote, or what is written to one. Unprintable: `Debug` tells the length alone.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// The words themselves, for reading, sealing and sending.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} letters)", self.0.chars().count())
    }
}

/// One thing that reached a door, as the network told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The line it came through.
    pub line: Line,
    /// The network's own id, unique on its line; repeats are the same arrival.
    pub provider_id: String,
    /// Who wrote; for a delivery report, nobody.
    pub from: Option<Address>,
    /// What came.
    pub body: Body,
}

impl Arrival {
    /// What somebody did.
    #[must_use]
    pub fn of(line: &Line, provider_id: String, from: Address, body: Body) -> Self {
        Self { line: line.clone(), provider_id, from: Some(from), body }
    }

    /// What the network tells of a parcel; `said` tells this report from others about the same one.
    #[must_use]
    pub fn report(line: &Line, said: &str, receipt: Receipt) -> Self {
        let provider_id = match &receipt.parcel {
            ParcelName::Ours(id) => format!("{id}:{said}"),
            // An id of the network's own may be that of a message as well.
            ParcelName::Theirs(id) => format!("their {id}:{said}"),
        };
        Self { line: line.clone(), provider_id, from: None, body: Body::Receipt(receipt) }
    }
}

/// What an arrival carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Body {
    /// A written message.
    Text {
        /// What was written.
        words: Words,
    },
    /// A part of a written message, where the network leaves joining them to us.
    Part(Part),
    /// A message that was changed after it was sent.
    Edited {
        /// What stands there now.
        words: Words,
    },
    /// A pressed button.
    Button {
        /// What the button carries; written by us, but to be distrusted.
        data: String,
        /// The id under which Telegram awaits an acknowledgement.
        query: String,
    },
    /// A photo, voice message, sticker or file; never fetched, never kept.
    Picture,
    /// Somebody rang and hung up, or nobody could answer: a call costs nothing where an SMS does.
    Call,
    /// The person blocked the bot.
    Blocked,
    /// The person let the bot back in.
    Unblocked,
    /// The network tells the fate of a parcel.
    Receipt(Receipt),
}

impl Body {
    /// Whether somebody did this who now waits for an answer.
    #[must_use]
    pub const fn awaits_answer(&self) -> bool {
        match self {
            Self::Text { .. }
            | Self::Part(_)
            | Self::Edited { .. }
            | Self::Button { .. }
            | Self::Picture
            | Self::Call => true,
            Self::Blocked | Self::Unblocked | Self::Receipt(_) => false,
        }
    }
}

/// One row of buttons under a Telegram message; on SMS the text itself names the digits.
pub type ButtonRow = Vec<Button>;

/// A button: what it shows and what it sends back (1 to 64 bytes).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// The words on it, already in the reader's language.
    pub label: String,
    /// What comes back when it is pressed.
    pub data: String,
}

/// What a parcel carries, rendered once for its receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Content {
    /// A text to show.
    Text {
        /// The text, exactly as it is sent.
        words: Words,
        /// Buttons under it, row by row.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<ButtonRow>,
    },
    /// The acknowledgement that stops a pressed button from spinning.
    ButtonSeen {
        /// The id under which Telegram awaits it.
        query: String,
    },
}

/// A parcel taken out for sending, with everything the network needs.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Our id, which goes along as the network's idempotency key.
    pub id: ParcelId,
    /// The line it leaves through.
    pub line: Line,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub content: Content,
    /// After this moment it is of no use to anybody.
    pub useless_after: Option<DateTime<Utc>>,
    /// How often it was tried before.
    pub attempts: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(handle: &str) -> Address {
        Address { channel: Channel::Sms, handle: handle.to_owned() }
    }

    #[test]
    fn short_codes_and_names_are_not_answerable() {
        for handle in [
            "50505",
            "IPKO",
            "",
            "+",
            "+3834412",
            "+0044123456",
            "38344123456",
            "+383 44 123",
            "+1234567890123456",
        ] {
            assert!(!sms(handle).answerable(), "{handle}");
        }
        assert!(sms("+38344123456").answerable());
    }

    #[test]
    fn groups_are_not_answerable() {
        let chat = |handle: &str| Address { channel: Channel::Telegram, handle: handle.to_owned() };
        assert!(chat("5000000007").answerable());
        assert!(!chat("-100123").answerable());
    }

    #[test]
    fn nothing_of_a_person_shows_in_debug() {
        let arrival = Arrival {
            line: Line("desk".to_owned()),
            provider_id: "7".to_owned(),
            from: Some(sms("+38344123456")),
            body: Body::Text { words: "po na gjujne".into() },
        };
        let shown = format!("{arrival:?}");
        assert!(!shown.contains("38344") && !shown.contains("gjujne"), "{shown}");
    }
}
