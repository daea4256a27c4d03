//! What networks report about parcels. Not here: what follows from it (`decide::undelivered`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ParcelId;

/// A delivery report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which parcel.
    pub parcel: ParcelName,
    /// What became of it.
    pub fate: Fate,
    /// How the network said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

impl Receipt {
    /// The part it tells of, if not of the whole text.
    #[must_use]
    pub fn portion(&self) -> Option<&Portion> {
        self.account.as_ref()?.portion.as_ref()
    }
}

/// A part of a text that is reported by itself: the text is on the phone when all its parts are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Portion {
    /// The network's own id of the part.
    pub id: String,
    /// How many parts the text has.
    pub of: u16,
}

/// A report about a parcel in the network's own words, which may name a number: `Debug` tells nothing of it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// What it calls what became of the parcel.
    pub status: String,
    /// What went wrong, if it says so: a word, a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Of which part, where it tells of each part of a text by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portion: Option<Portion>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Account(..)")
    }
}

/// How a network names a parcel in its reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParcelName {
    /// By the id that we gave it.
    Ours(ParcelId),
    /// By an id of its own, which it told when it accepted the parcel.
    Theirs(String),
}

impl From<&str> for ParcelName {
    fn from(id: &str) -> Self {
        id.parse().map_or_else(|_| Self::Theirs(id.to_owned()), Self::Ours)
    }
}

/// What a network says became of a parcel. Later variants outrank earlier ones; the last two are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Handed on towards the phone.
    Sent,
    /// Refused or expired on the way.
    Failed,
    /// On the phone.
    Delivered,
}

impl Fate {
    /// The word used in columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
        }
    }
}
