//! The whole state of the Bot API: the bot, the people, the updates, and what was asked.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::super::Clock;
use super::super::fault::Faults;
use super::method::Method;
use super::params::Refusal;
use super::person::Person;
use super::updates::{Kind, Queue};

/// What the bot answered to a pressed button.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The notice shown to the person, if any.
    pub text: Option<String>,
    /// Whether the notice had to be closed by hand.
    pub alert: bool,
}

/// Where updates are delivered to.
#[derive(Clone)]
pub(super) struct Webhook {
    pub(super) url: reqwest::Url,
    pub(super) secret: Option<String>,
    pub(super) max_connections: usize,
    pub(super) last_error: Option<(i64, String)>,
}

pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) token: String,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) queue: Queue,
    pub(super) webhook: Option<Webhook>,
    /// Pressed buttons by the id of their query, with the answer once there is one.
    pub(super) queries: HashMap<String, Option<Answer>>,
    pub(super) asked: Vec<(Method, Value)>,
    pub(super) asked_times: BTreeMap<Method, usize>,
    pub(super) faults: Faults<Method>,
    /// Counts the calls of `getUpdates`; a newer one ends an older one.
    pub(super) polls: u64,
    /// The call whose time was ended by hand.
    pub(super) ended: u64,
    /// Calls of `getUpdates` that another one ended.
    pub(super) conflicts: usize,
    started: i64,
}

impl World {
    pub(super) fn new(token: &str, clock: Clock) -> Self {
        // Ids go on from the time of the start, so that a second world does not repeat the first one's.
        let started = clock().clamp(1, i64::from(i32::MAX));
        Self {
            clock,
            token: token.to_owned(),
            people: BTreeMap::new(),
            queue: Queue::starting_at(started),
            webhook: None,
            queries: HashMap::new(),
            asked: Vec::new(),
            asked_times: BTreeMap::new(),
            faults: Faults::none(),
            polls: 0,
            ended: 0,
            conflicts: 0,
            started,
        }
    }

    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    pub(super) fn bot(&self) -> Value {
        let id: i64 = self.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1);
        json!({"id": id, "is_bot": true, "first_name": "Prag", "username": "prag_rehearsal_bot"})
    }

    pub(super) fn note(&mut self, method: Method, params: Value) {
        self.asked.push((method, params));
        *self.asked_times.entry(method).or_default() += 1;
    }

    /// The person the bot may write to.
    pub(super) fn reachable(&mut self, chat: Option<i64>) -> Result<&mut Person, Refusal> {
        let person = chat.and_then(|chat| self.people.get_mut(&chat));
        let person = person.ok_or_else(|| Refusal::bad("chat not found"))?;
        if person.blocked {
            return Err(Refusal::new(403, "Forbidden: bot was blocked by the user"));
        }
        Ok(person)
    }

    pub(super) fn person(&mut self, id: i64) -> &mut Person {
        self.people.get_mut(&id).expect("phones are handed out to people who are there, and nobody leaves")
    }

    pub(super) fn rendered(&self, chat: i64, message: i64) -> Value {
        self.people[&chat].rendered(message, &self.bot())
    }

    /// The person writes; a blocked bot is let in again first, as the app does it.
    pub(super) fn write(&mut self, id: i64, text: &str, photo: bool) -> Option<i64> {
        self.set_blocked(id, false);
        let now = self.now();
        let message = self.person(id).writes(text.to_owned(), photo, now);
        let body = self.rendered(id, message);
        self.queue.add(id, Kind::Message, body)
    }

    pub(super) fn edit(&mut self, id: i64, old_text: &str, new_text: &str) -> Option<i64> {
        let now = self.now();
        let person = self.person(id);
        let message = person.own_message(old_text)?;
        person.rewrite(message, new_text.to_owned(), super::markup::Keys::None, now);
        let body = self.rendered(id, message);
        self.queue.add(id, Kind::EditedMessage, body)
    }

    /// The id of the new query.
    pub(super) fn query(&mut self, id: i64, message: i64, data: &str) -> String {
        let query = format!("{}{:06}", self.started, self.queries.len() + 1);
        let body = json!({
            "id": query,
            "from": self.person(id).user(),
            "message": self.rendered(id, message),
            "chat_instance": format!("{id}"),
            "data": data,
        });
        self.queries.insert(query.clone(), None);
        self.queue.add(id, Kind::CallbackQuery, body);
        query
    }

    pub(super) fn set_blocked(&mut self, id: i64, blocked: bool) -> Option<i64> {
        let (now, bot) = (self.now(), self.bot());
        let person = self.person(id);
        if person.blocked == blocked {
            return None;
        }
        person.blocked = blocked;
        let member = json!({"user": bot, "status": "member"});
        let kicked = json!({"user": bot, "status": "kicked", "until_date": 0});
        let (before, after) = if blocked { (member, kicked) } else { (kicked, member) };
        let body = json!({
            "chat": person.private_chat(), "from": person.user(), "date": now,
            "old_chat_member": before, "new_chat_member": after,
        });
        self.queue.add(id, Kind::MyChatMember, body)
    }
}
