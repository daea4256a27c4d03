//! People who write on Telegram, and its troubles. Telegram has no idempotency keys: what it accepts twice is shown twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use prag::{
    ids::Dice,
    rehearsal::{
        Fault, Side,
        telegram::{BotApi, Method, Phone},
    },
};

use super::{crowd::SCRIPTS, reckoning::masked};

/// What the bot is known by.
pub const TOKEN: &str = "4210:storm";
/// How long a rival waits for updates.
const RIVAL: Duration = Duration::from_secs(2);
/// That it is right, in the language of each script.
const YES: [&str; SCRIPTS.len()] = ["po", "da", "да", "yes"];
/// Everybody's chat id counts from here.
const FIRST_CHAT: i64 = 7_000_000_001;

/// Everybody on Telegram.
pub struct Chats {
    api: BotApi,
    people: Vec<Phone>,
    /// How much each has written.
    written: Vec<usize>,
    /// Who has blocked the bot, after they had written everything.
    gone: BTreeSet<usize>,
    updates: Vec<i64>,
    pub troubles: BTreeMap<&'static str, usize>,
}

impl Chats {
    /// So many people, who have not written yet.
    pub fn of(api: &BotApi, people: usize, first: i64) -> Self {
        let phone = |person: usize| {
            let chat = FIRST_CHAT + first + i64::try_from(person).expect("a few");
            api.person("Ana", chat, "")
        };
        Self {
            api: api.clone(),
            people: (0..people).map(phone).collect(),
            written: vec![0; people],
            gone: BTreeSet::new(),
            updates: Vec::new(),
            troubles: BTreeMap::new(),
        }
    }

    /// What this person writes: on Telegram what was understood is shown once more, and agreed to.
    fn script(person: usize) -> Vec<&'static str> {
        let mut script = SCRIPTS[person % SCRIPTS.len()].to_vec();
        script.insert(script.len() - 1, YES[person % YES.len()]);
        script
    }

    pub fn count(&self) -> usize {
        self.people.len()
    }

    /// Messages that were written so far.
    pub fn messages(&self) -> usize {
        self.written.iter().sum()
    }

    /// Whether this person cannot be reached any more.
    pub fn is_gone(&self, person: usize) -> bool {
        self.gone.contains(&person)
    }

    /// How many people have blocked the bot, of which it was told each time.
    pub fn blocks(&self) -> usize {
        self.gone.len()
    }

    /// Somebody who has said everything blocks the bot, whether they have been answered or not.
    fn somebody_blocks(&mut self) -> bool {
        let all = |person: &usize| self.written[*person] == Self::script(*person).len();
        let Some(person) = (0..self.people.len()).filter(all).find(|person| !self.is_gone(*person)) else {
            return false;
        };
        self.people[person].blocks_bot();
        self.gone.insert(person)
    }

    /// Somebody writes the next message; false when everybody has said everything.
    pub fn somebody_writes(&mut self, dice: &mut Dice) -> bool {
        let waiting: Vec<usize> = (0..self.people.len())
            .filter(|&person| self.written[person] < Self::script(person).len())
            .collect();
        let Ok(count @ 1..) = u32::try_from(waiting.len()) else { return false };
        let person = waiting[dice.below(count) as usize];
        let words = Self::script(person)[self.written[person]];
        self.written[person] += 1;
        self.updates.extend(self.people[person].says(words));
        true
    }

    /// Something goes wrong on Telegram's side.
    pub fn trouble(&mut self, dice: &mut Dice) {
        let (method, of) = if dice.below(2) == 0 {
            (Method::SendMessage, "sendMessage")
        } else {
            (Method::GetUpdates, "getUpdates")
        };
        let name = match dice.below(8) {
            0 => {
                self.api.answer_next(method, 1, Fault::TooManyRequests(1));
                if of == "sendMessage" {
                    "Telegram answers 429 to sending"
                } else {
                    "Telegram answers 429 to polling"
                }
            }
            1 => {
                self.api.answer_next(method, 2, Fault::ServerError);
                "Telegram answers 500"
            }
            2 => {
                self.api.answer_next(method, 2, Fault::BadGatewayHtml);
                "Telegram answers 502 with a page"
            }
            3 => {
                self.rival();
                "somebody else polls with our token: 409"
            }
            4 if self.somebody_blocks() => "somebody blocks the bot",
            _ => {
                let count = u32::try_from(self.updates.len()).unwrap_or(u32::MAX);
                if count == 0 || !self.api.repeat_update(self.updates[dice.below(count) as usize]) {
                    return;
                }
                "Telegram brings an update again"
            }
        };
        *self.troubles.entry(name).or_default() += 1;
    }

    /// Telegram accepts a message and the answer is lost.
    pub fn lose_an_answer(&mut self) {
        self.api.answer_next(Method::SendMessage, 1, Fault::Hang { accepted: true });
        *self.troubles.entry("Telegram accepts and never answers").or_default() += 1;
    }

    /// Another program polls once with the same token: ours is told of a conflict, and the updates are confirmed to nobody.
    fn rival(&self) {
        let url = format!("{}/bot{TOKEN}/getUpdates", self.api.url());
        tokio::spawn(async move {
            let client = reqwest::Client::builder().no_proxy().timeout(RIVAL).build().expect("a client");
            let _ = client.post(url).json(&serde_json::json!({ "timeout": 1 })).send().await;
        });
    }

    /// After a quiet week the ids of updates begin anew, below those that were.
    pub fn quiet_week(&mut self, to: i64) {
        self.api.jump_update_id(to);
        *self.troubles.entry("Telegram's update ids begin anew").or_default() += 1;
    }

    /// What this person sees of ours, in order.
    pub fn heard(&self, person: usize) -> Vec<String> {
        let lines = self.people[person].chat();
        lines.into_iter().filter(|line| line.from == Side::Bot).map(|line| masked(&line.text)).collect()
    }

    /// Whether every update was confirmed.
    pub fn is_confirmed(&self) -> bool {
        self.api.waiting_updates() == 0
    }
}
