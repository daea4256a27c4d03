//! The shape of `prag.toml`: its tables and keys, and nothing else may stand there.
//! Not here: what the values mean (the rooms of their concerns) and what goes before what (`sources`).

use std::{collections::BTreeMap, fmt, marker::PhantomData, path::Path};

use secrecy::SecretString;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{error::Error, sms};

/// A single value as it was written, with or without quotes. It may be a secret, so it never shows.
#[derive(Debug)]
pub(super) struct Scalar(pub(super) SecretString);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(truth) => truth.to_string(),
            toml::Value::Datetime(moment) => moment.to_string(),
            _ => return Err(de::Error::custom("this key takes one value, in quotes")),
        };
        Ok(Self(text.into()))
    }
}

/// A table written as one: a struct alone would also be read from a list, by the order of its fields.
#[derive(Debug, Default)]
pub(super) struct Table<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableVisitor(PhantomData))
    }
}

struct TableVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TableVisitor<T> {
    type Value = Table<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table: its name in brackets, and its keys on the lines below")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Table)
    }
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) listen: Option<Scalar>,
    pub(super) inner_listen: Option<Scalar>,
    pub(super) public_url: Option<Scalar>,
    pub(super) fold_sms: Option<Scalar>,
    pub(super) log: Option<Scalar>,
    pub(super) rust_log: Option<Scalar>,
    pub(super) database: Table<DatabaseTable>,
    pub(super) telegram: Option<Table<TelegramTable>>,
    pub(super) sms: Vec<Table<SmsTable>>,
    pub(super) office: Table<OfficeTable>,
    pub(super) alarms: Table<AlarmsTable>,
    pub(super) keys: Table<KeysTable>,
    pub(super) spool: Table<SpoolTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DatabaseTable {
    pub(super) url: Option<Scalar>,
    pub(super) url_file: Option<Scalar>,
    pub(super) data: Option<Scalar>,
    pub(super) pg_bin: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TelegramTable {
    pub(super) token: Option<Scalar>,
    pub(super) token_file: Option<Scalar>,
    pub(super) api_url: Option<Scalar>,
    pub(super) mode: Option<Scalar>,
    pub(super) webhook_secret: Option<Scalar>,
    pub(super) webhook_secret_file: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SmsTable {
    pub(super) name: Option<Scalar>,
    pub(super) kind: Option<Scalar>,
    pub(super) per_second: Option<Scalar>,
    pub(super) reaches: Option<Scalar>,
    /// The keys of its kind of network, which knows them.
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfficeTable {
    pub(super) opens: Option<Scalar>,
    pub(super) closes: Option<Scalar>,
    pub(super) holidays: Option<Vec<Scalar>>,
    pub(super) on_call: Option<Scalar>,
    pub(super) telephone: Option<Scalar>,
    pub(super) zone: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AlarmsTable {
    pub(super) silence_hours: Option<Scalar>,
    pub(super) quiet_lines: Option<Vec<Scalar>>,
    pub(super) unhandled_minutes: Option<Scalar>,
    pub(super) unsent_minutes: Option<Scalar>,
    pub(super) unpolled_minutes: Option<Scalar>,
    pub(super) webhook_pending: Option<Scalar>,
    pub(super) webhook_error_minutes: Option<Scalar>,
    pub(super) aside: Option<Scalar>,
    pub(super) restarts: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct KeysTable {
    pub(super) file: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SpoolTable {
    pub(super) dir: Option<Scalar>,
    pub(super) max_mib: Option<Scalar>,
    pub(super) max_hours: Option<Scalar>,
}

impl File {
    /// Reads the text of a settings file; `path` is named in the error.
    pub(super) fn read(text: &str, path: &Path) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            let (line, key) = line_at(text, start);
            Error::Malformed { file: path.to_owned(), line, key, wrong: without_values(error.message()) }
        })
    }

    /// Whether a secret stands in the file itself.
    pub(super) fn holds_secrets(&self) -> bool {
        let telegram = self.telegram.as_ref().map(|table| &table.0);
        self.database.0.url.is_some()
            || telegram.is_some_and(|table| table.token.is_some() || table.webhook_secret.is_some())
            || self.sms.iter().any(|table| table.0.rest.keys().any(|key| sms::is_secret(key)))
    }
}

/// The number of a line and the key that it sets.
fn line_at(text: &str, start: usize) -> (usize, Option<String>) {
    let before = &text.as_bytes()[..start];
    let number = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let key = line.split_once('=').map(|(key, _)| key.trim());
    // A line of a longer value may hold anything before its equals sign.
    let is_key =
        |key: &&str| key.len() <= 40 && key.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b));
    (number, key.filter(is_key).map(str::to_owned))
}

/// The parser's words about a wrong kind of value repeat the value, which may be a secret.
fn without_values(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((wrong, "a sequence")) if wrong.starts_with("invalid type") => {
            "here belongs a list: values in [ ], or tables that begin with [[ ]]".to_owned()
        }
        Some((wrong, expected)) if wrong.starts_with("invalid ") => format!("here belongs {expected}"),
        _ => message.to_owned(),
    }
}
