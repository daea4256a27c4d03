//! What an operator tells about a line, in the terms of its network: each kind names its keys and their forms, `config`
//! checks them and names the place of whatever is wrong. Not here: where settings come from.

use std::{collections::BTreeMap, fmt, ops::RangeInclusive};

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::message::Line;

/// One thing an operator tells.
#[derive(Debug)]
pub struct Key {
    /// Its name in the settings file; in capitals, behind the number of the line, it is a variable.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// Whether it has to be there.
    pub need: Need,
}

/// What a value looks like.
#[derive(Debug)]
pub enum Form {
    /// A secret that the other side made.
    Password,
    /// A secret that both sides agreed on, so that its length is the operator's choice.
    Agreed,
    /// The address of another server.
    Url,
    /// Words that mean something to the network.
    Text,
    /// A whole number.
    Whole(RangeInclusive<u32>),
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl Form {
    /// Whether the value may also stand in a file of its own, and never shows.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        matches!(self, Self::Password | Self::Agreed)
    }
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it there is no line.
    Must,
    /// The network does without.
    May,
    /// Without it, it is this.
    Else(&'static str),
}

impl Key {
    /// A key that has to be there.
    #[must_use]
    pub const fn must(name: &'static str, form: Form) -> Self {
        Self { name, form, need: Need::Must }
    }

    /// A key that the network does without.
    #[must_use]
    pub const fn may(name: &'static str, form: Form) -> Self {
        Self { name, form, need: Need::May }
    }

    /// A key with a default.
    #[must_use]
    pub const fn or(name: &'static str, form: Form, default: &'static str) -> Self {
        Self { name, form, need: Need::Else(default) }
    }
}

/// The checked settings of one line.
#[derive(Clone)]
pub struct Settings {
    /// The name of the line.
    pub line: Line,
    /// The address of its doors as the network knows it, without a slash at the end, if it was told.
    pub doors: Option<String>,
    /// The value of each key that is there.
    pub values: BTreeMap<&'static str, SecretString>,
}

impl Settings {
    /// Settings by hand, for a demo or a test.
    #[must_use]
    pub fn of(line: &str, doors: Option<&str>, values: &[(&'static str, &str)]) -> Self {
        Self {
            line: Line(line.to_owned()),
            doors: doors.map(str::to_owned),
            values: values.iter().map(|(key, value)| (*key, SecretString::from(*value))).collect(),
        }
    }

    /// The value of a key, if it is there.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(ExposeSecret::expose_secret)
    }

    /// The value of a key that has to be there.
    ///
    /// # Panics
    /// When the kind does not ask for it: a slip of the network's file, which a test of all kinds finds.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.given(key).expect("the kind asks for this key")
    }

    /// A secret that has to be there.
    ///
    /// # Panics
    /// As `text`.
    #[must_use]
    pub fn secret(&self, key: &str) -> SecretString {
        self.text(key).into()
    }

    /// An address that has to be there.
    ///
    /// # Panics
    /// As `text`.
    #[must_use]
    pub fn url(&self, key: &str) -> Url {
        self.text(key).parse().expect("it was checked")
    }

    /// The address of the doors behind the secret word of this key, for a network that cannot sign (`Call::behind`).
    ///
    /// # Panics
    /// As `text`, and when the kind does not need a public address.
    #[must_use]
    pub fn doors_behind(&self, key: &str) -> Url {
        let mut doors: Url =
            self.doors.as_ref().and_then(|doors| doors.parse().ok()).expect("the kind needs them");
        doors.path_segments_mut().expect("an address of HTTP").push(self.text(key));
        doors
    }
}

impl fmt::Debug for Settings {
    /// Leaves out the values: secrets, and addresses whose query may hold a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("line", &self.line).finish_non_exhaustive()
    }
}
