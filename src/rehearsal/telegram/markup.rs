//! `reply_markup`, read strictly: a misspelt or misplaced field is refused, not ignored.
//! Not here: web apps, payments, logins, inline mode: a button of those kinds is refused too.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::chat::Button;
use super::params::Refusal;

/// What a message brings along for the person's fingers.
pub(super) enum Markup {
    Inline(Vec<Vec<InlineKey>>),
    Reply(Vec<Vec<ReplyKey>>),
    Remove,
    ForceReply,
}

/// The keys that are still under a message.
pub(super) enum Keys {
    None,
    Inline(Vec<Vec<InlineKey>>),
    Reply(Vec<Vec<ReplyKey>>),
}

/// A button that belongs to its message.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InlineKey {
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) callback_data: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// A button that stands in the place of the keyboard.
#[derive(Clone, PartialEq)]
pub(super) struct ReplyKey {
    pub(super) text: String,
    /// It shares a phone number or a position instead of saying its label.
    pub(super) shares: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenKey {
    Label(String),
    Key(KeyFields),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFields {
    text: String,
    #[serde(default)]
    request_contact: bool,
    #[serde(default)]
    request_location: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InlineFields {
    inline_keyboard: Vec<Vec<InlineKey>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyFields {
    keyboard: Vec<Vec<WrittenKey>>,
    #[serde(default, rename = "is_persistent")]
    _is_persistent: bool,
    #[serde(default, rename = "resize_keyboard")]
    _resize: bool,
    #[serde(default, rename = "one_time_keyboard")]
    _one_time: bool,
    #[serde(default)]
    input_field_placeholder: Option<String>,
    #[serde(default, rename = "selective")]
    _selective: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveFields {
    remove_keyboard: bool,
    #[serde(default, rename = "selective")]
    _selective: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForceFields {
    force_reply: bool,
    #[serde(default)]
    input_field_placeholder: Option<String>,
    #[serde(default, rename = "selective")]
    _selective: bool,
}

impl Markup {
    pub(super) fn read(value: Value) -> Result<Self, Refusal> {
        let Some(object) = value.as_object() else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        if object.contains_key("inline_keyboard") {
            let rows = fields::<InlineFields>(value)?.inline_keyboard;
            rows.iter().flatten().try_for_each(InlineKey::check)?;
            Ok(Self::Inline(rows))
        } else if object.contains_key("keyboard") {
            let reply = fields::<ReplyFields>(value)?;
            check_placeholder(reply.input_field_placeholder.as_deref())?;
            let rows = reply.keyboard.into_iter();
            rows.map(|row| row.into_iter().map(ReplyKey::read).collect())
                .collect::<Result<_, _>>()
                .map(Self::Reply)
        } else if object.contains_key("remove_keyboard") {
            let true = fields::<RemoveFields>(value)?.remove_keyboard else {
                return Err(Refusal::bad("can't parse reply markup: remove_keyboard is always true"));
            };
            Ok(Self::Remove)
        } else if object.contains_key("force_reply") {
            let force = fields::<ForceFields>(value)?;
            check_placeholder(force.input_field_placeholder.as_deref())?;
            if !force.force_reply {
                return Err(Refusal::bad("can't parse reply markup: force_reply is always true"));
            }
            Ok(Self::ForceReply)
        } else {
            Err(Refusal::bad("can't parse reply markup: no known kind"))
        }
    }
}

fn fields<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|why| Refusal::bad(&format!("can't parse reply markup: {why}")))
}

fn check_placeholder(text: Option<&str>) -> Result<(), Refusal> {
    match text.map(|text| text.encode_utf16().count()) {
        None | Some(1..=64) => Ok(()),
        Some(_) => Err(Refusal::bad("can't parse reply markup: input_field_placeholder is too long")),
    }
}

impl InlineKey {
    fn check(&self) -> Result<(), Refusal> {
        if self.text.trim().is_empty() {
            return Err(Refusal::bad("can't parse inline keyboard button: Text must be non-empty"));
        }
        match (&self.callback_data, &self.url) {
            (Some(data), None) if (1..=64).contains(&data.len()) => Ok(()),
            (Some(_), None) => Err(Refusal::bad("BUTTON_DATA_INVALID")),
            (None, Some(url)) => match reqwest::Url::parse(url) {
                Ok(url) if matches!(url.scheme(), "http" | "https" | "tg") => Ok(()),
                _ => Err(Refusal::bad("BUTTON_URL_INVALID")),
            },
            (None, None) => Err(Refusal::bad(
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            )),
            (Some(_), Some(_)) => {
                Err(Refusal::bad("can't parse inline keyboard button: exactly one action is allowed"))
            }
        }
    }
}

impl ReplyKey {
    fn read(written: WrittenKey) -> Result<Self, Refusal> {
        let key = match written {
            WrittenKey::Label(text) => Self { text, shares: false },
            WrittenKey::Key(key) => {
                Self { text: key.text, shares: key.request_contact || key.request_location }
            }
        };
        if key.text.trim().is_empty() {
            return Err(Refusal::bad("can't parse keyboard button: Text must be non-empty"));
        }
        Ok(key)
    }
}

impl Keys {
    pub(super) fn buttons(&self) -> Vec<Vec<Button>> {
        match self {
            Self::None => Vec::new(),
            Self::Inline(rows) => {
                each(rows, |key| Button { label: key.text.clone(), data: key.callback_data.clone() })
            }
            Self::Reply(rows) => each(rows, |key| Button { label: key.text.clone(), data: None }),
        }
    }

    pub(super) fn inline(rows: Vec<Vec<InlineKey>>) -> Self {
        if rows.iter().all(Vec::is_empty) { Self::None } else { Self::Inline(rows) }
    }
}

fn each<K>(rows: &[Vec<K>], button: impl Fn(&K) -> Button) -> Vec<Vec<Button>> {
    rows.iter().map(|row| row.iter().map(&button).collect()).collect()
}
