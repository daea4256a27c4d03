//! The updates that wait for the bot: numbered, filtered, confirmed, repeated.
//! Not here: how they travel (`polling`, `webhook`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// The kinds of update that people cause here.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Message,
    EditedMessage,
    CallbackQuery,
    MyChatMember,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::EditedMessage => "edited_message",
            Self::CallbackQuery => "callback_query",
            Self::MyChatMember => "my_chat_member",
        }
    }
}

/// One update on its way.
#[derive(Clone)]
pub(super) struct Update {
    /// Tells repeats of one `update_id` apart.
    pub(super) serial: u64,
    pub(super) chat: i64,
    pub(super) body: Value,
    id: i64,
    repeated: bool,
}

/// All updates of the bot, the waiting and the past.
pub(super) struct Queue {
    /// By serial, which is their order.
    waiting: BTreeMap<u64, Update>,
    past: Vec<Update>,
    next_id: i64,
    next_serial: u64,
    /// None or empty: all kinds that exist here.
    pub(super) allowed: Option<Vec<String>>,
    /// Chats with an update in the air: their next one waits for it.
    busy: BTreeSet<i64>,
}

impl Queue {
    pub(super) const fn starting_at(id: i64) -> Self {
        Self {
            waiting: BTreeMap::new(),
            past: Vec::new(),
            next_id: id,
            next_serial: 0,
            allowed: None,
            busy: BTreeSet::new(),
        }
    }

    /// The new update's id; none if the bot did not ask for this kind.
    pub(super) fn add(&mut self, chat: i64, kind: Kind, content: Value) -> Option<i64> {
        let unwanted =
            |allowed: &Vec<String>| !allowed.is_empty() && !allowed.iter().any(|k| k == kind.name());
        if self.allowed.as_ref().is_some_and(unwanted) {
            return None;
        }
        let id = self.next_id;
        self.next_id += 1;
        let mut body = json!({"update_id": id});
        body[kind.name()] = content;
        let update = Update { serial: self.take_serial(), chat, body, id, repeated: false };
        self.past.push(update.clone());
        self.waiting.insert(update.serial, update);
        Some(id)
    }

    pub(super) fn repeat(&mut self, id: i64) -> bool {
        let Some(update) = self.past.iter().rev().find(|update| update.id == id).cloned() else {
            return false;
        };
        let serial = self.take_serial();
        self.waiting.insert(serial, Update { serial, repeated: true, ..update });
        true
    }

    pub(super) const fn jump(&mut self, to: i64) {
        self.next_id = to;
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn forget_waiting(&mut self) {
        self.waiting.clear();
    }

    /// A positive offset confirms every lower id, a negative one keeps that many of the newest.
    pub(super) fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.waiting.retain(|_, update| update.repeated || update.id >= offset);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let forget = self.waiting.len().saturating_sub(keep);
            for _ in 0..forget {
                self.waiting.pop_first();
            }
        }
    }

    /// The oldest waiting updates. A repeat is handed out once, whatever is confirmed later.
    pub(super) fn batch(&mut self, limit: usize) -> Vec<Value> {
        let batch: Vec<Update> = self.waiting.values().take(limit).cloned().collect();
        for repeat in batch.iter().filter(|update| update.repeated) {
            self.waiting.remove(&repeat.serial);
        }
        batch.into_iter().map(|update| update.body).collect()
    }

    /// The oldest update of a chat that has none in the air; from now on it has.
    pub(super) fn depart(&mut self, most: usize) -> Option<Update> {
        if self.busy.len() >= most {
            return None;
        }
        let update = self.waiting.values().find(|update| !self.busy.contains(&update.chat))?.clone();
        self.busy.insert(update.chat);
        Some(update)
    }

    pub(super) fn still_waits(&self, serial: u64) -> bool {
        self.waiting.contains_key(&serial)
    }

    pub(super) fn arrived(&mut self, serial: u64) {
        self.waiting.remove(&serial);
    }

    pub(super) fn land(&mut self, chat: i64) {
        self.busy.remove(&chat);
    }

    const fn take_serial(&mut self) -> u64 {
        self.next_serial += 1;
        self.next_serial
    }
}
