//! One person's private chat with the bot, as the network keeps it: messages, ids, keyboards.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::chat::{Chat, Side};
use super::markup::{InlineKey, Keys, Markup};

/// A message as the network keeps it; its text is the chat's line.
pub(super) struct Message {
    pub(super) from: Side,
    pub(super) line: usize,
    pub(super) keys: Keys,
    pub(super) photo: bool,
    date: i64,
    edited: Option<i64>,
}

/// A person and their chat.
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) blocked: bool,
    pub(super) chat: Chat,
    pub(super) messages: BTreeMap<i64, Message>,
    language_code: String,
    last_message: i64,
    /// The message whose reply keyboard stands.
    keyboard: Option<i64>,
}

/// A key that a finger found.
pub(super) enum Found {
    Inline(i64, InlineKey),
    Label(String),
    /// It shares something, or opens a page: nothing the bot could read.
    Elsewhere,
}

impl Person {
    pub(super) fn new(id: i64, name: &str, language_code: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            blocked: false,
            chat: Chat::default(),
            messages: BTreeMap::new(),
            language_code: language_code.to_owned(),
            last_message: 0,
            keyboard: None,
        }
    }

    pub(super) fn user(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": false, "first_name": self.name});
        if !self.language_code.is_empty() {
            user["language_code"] = json!(self.language_code);
        }
        user
    }

    pub(super) fn private_chat(&self) -> Value {
        json!({"id": self.id, "type": "private", "first_name": self.name})
    }

    pub(super) fn writes(&mut self, text: String, photo: bool, date: i64) -> i64 {
        let line = self.chat.append(Side::Person, text, Vec::new());
        self.keep(Message { from: Side::Person, line, keys: Keys::None, photo, date, edited: None })
    }

    pub(super) fn receives(&mut self, text: String, markup: Option<Markup>, date: i64) -> i64 {
        let replaces_keyboard = matches!(markup, Some(Markup::Reply(_) | Markup::Remove));
        if replaces_keyboard && let Some(before) = self.keyboard.take() {
            self.set_keys(before, Keys::None);
        }
        let keys = match markup {
            Some(Markup::Inline(rows)) => Keys::inline(rows),
            Some(Markup::Reply(rows)) => Keys::Reply(rows),
            Some(Markup::Remove | Markup::ForceReply) | None => Keys::None,
        };
        let stands = matches!(keys, Keys::Reply(_));
        let line = self.chat.append(Side::Bot, text, keys.buttons());
        let id = self.keep(Message { from: Side::Bot, line, keys, photo: false, date, edited: None });
        if stands {
            self.keyboard = Some(id);
        }
        id
    }

    pub(super) fn set_keys(&mut self, id: i64, keys: Keys) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        self.chat.rebutton(message.line, keys.buttons());
        message.keys = keys;
    }

    pub(super) fn rewrite(&mut self, id: i64, text: String, keys: Keys, date: i64) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        self.chat.rewrite(message.line, text, keys.buttons());
        message.keys = keys;
        message.edited = Some(date);
    }

    pub(super) fn delete(&mut self, id: i64) -> bool {
        let Some(message) = self.messages.remove(&id) else { return false };
        self.chat.delete(message.line);
        true
    }

    pub(super) fn text_of(&self, id: i64) -> Option<&str> {
        let line = self.chat.line(self.messages.get(&id)?.line)?;
        Some(&line.text)
    }

    /// The newest message of the person with exactly this text.
    pub(super) fn own_message(&self, text: &str) -> Option<i64> {
        let mut own = self.messages.iter().rev().filter(|(_, message)| message.from == Side::Person);
        own.find(|(id, _)| self.text_of(**id) == Some(text)).map(|(id, _)| *id)
    }

    /// The key with this label or data in the newest message that has one.
    pub(super) fn find_key(&self, wanted: &str) -> Option<Found> {
        self.messages.iter().rev().find_map(|(id, message)| match &message.keys {
            Keys::None => None,
            Keys::Inline(rows) => {
                let named =
                    |key: &&InlineKey| key.text == wanted || key.callback_data.as_deref() == Some(wanted);
                let key = rows.iter().flatten().find(named)?;
                let sends = key.callback_data.is_some();
                Some(if sends { Found::Inline(*id, key.clone()) } else { Found::Elsewhere })
            }
            Keys::Reply(rows) => {
                let key = rows.iter().flatten().find(|key| key.text == wanted)?;
                Some(if key.shares { Found::Elsewhere } else { Found::Label(key.text.clone()) })
            }
        })
    }

    /// The message as the Bot API writes it.
    pub(super) fn rendered(&self, id: i64, bot: &Value) -> Value {
        let message = &self.messages[&id];
        let from = if message.from == Side::Bot { bot.clone() } else { self.user() };
        let mut written =
            json!({"message_id": id, "from": from, "chat": self.private_chat(), "date": message.date});
        if let Some(edited) = message.edited {
            written["edit_date"] = json!(edited);
        }
        if message.photo {
            let file = format!("photo-{}-{id}", self.id);
            written["photo"] = json!([{
                "file_id": file, "file_unique_id": file, "file_size": 2048, "width": 320, "height": 240
            }]);
        } else {
            let text = self.text_of(id).unwrap_or_default();
            written["text"] = json!(text);
            if let Some(length) = command_length(text) {
                written["entities"] = json!([{"type": "bot_command", "offset": 0, "length": length}]);
            }
        }
        if let Keys::Inline(rows) = &message.keys {
            written["reply_markup"] = json!({"inline_keyboard": rows});
        }
        written
    }

    fn keep(&mut self, message: Message) -> i64 {
        self.last_message += 1;
        self.messages.insert(self.last_message, message);
        self.last_message
    }
}

/// Commands are ASCII, so that bytes and UTF-16 units are the same number.
fn command_length(text: &str) -> Option<usize> {
    let word = text.split_whitespace().next()?;
    let name = text.strip_prefix('/').and(word.strip_prefix('/'))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@');
    (!name.is_empty() && name.chars().all(plain)).then_some(word.len())
}
