//! How the house is: one value with a part for everything that can fall silent. It holds counts, moments and names of
//! loops and lines, and nothing of anybody. Not here: reading it (`vitals`), and when it is bad enough to tell
//! somebody (`alarms`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

/// How the house is at one moment, as one of its processes sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// When it was looked at.
    pub at: DateTime<Utc>,
    /// The loops of this process, by name.
    pub loops: BTreeMap<String, Loop>,
    /// What lies in the database; nothing while it does not answer.
    pub rows: Option<Rows>,
    /// What lies on the disk of this process; nothing where it is not asked for.
    pub spool: Option<Spooled>,
    /// What Telegram says of our webhook.
    pub webhook: Webhook,
}

/// What lies on the disk and not in the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spooled {
    /// Arrivals that wait for the database.
    pub records: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Since when the oldest waits.
    pub oldest_at: Option<DateTime<Utc>>,
    /// What the database can never keep, and waits for a human.
    pub refused: u64,
}

/// How a loop is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Loop {
    /// When it last finished a round without trouble.
    pub well_at: Option<DateTime<Utc>>,
    /// When it last met trouble.
    pub troubled_at: Option<DateTime<Utc>>,
    /// When it last panicked.
    pub fell_at: Option<DateTime<Utc>>,
    /// How often it panicked and was begun anew.
    pub restarts: u32,
    /// It has not begun anew yet.
    pub down: bool,
}

/// What lies in the database, for every process the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Stimuli that are due and not handled.
    pub unhandled: Queue,
    /// Stimuli that were set aside for a human.
    pub aside: u64,
    /// The lines of the settings, by name.
    pub lines: BTreeMap<String, Line>,
    /// Parcels for lines that stand in the settings no more.
    pub stranded: u64,
    /// Messages that were lost with no colleague who could be told.
    pub lost: u64,
    /// Messages that cannot leave before somebody mends something.
    pub held_up: u64,
    /// Colleagues whose row cannot be read, so that they are told nothing.
    pub unread_colleagues: u64,
}

/// What waits in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// How much.
    pub count: u64,
    /// Since when the oldest.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// How a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Parcels that have not left.
    pub unsent: Queue,
    /// Whether we ask it for messages, instead of being called.
    pub polled: bool,
    /// When it was last seen at work.
    pub seen: Sighting,
}

/// When a line was last seen at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sighting {
    /// Since when it is watched; nothing before anybody looked.
    pub watched_at: Option<DateTime<Utc>>,
    /// When something last came in through it.
    pub last_arrival_at: Option<DateTime<Utc>>,
    /// When its network last took a parcel on.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When it last answered our asking for messages.
    pub last_poll_at: Option<DateTime<Utc>>,
}

/// What Telegram says of our webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Webhook {
    /// There is none: no bot, or one that is polled.
    #[default]
    Unused,
    /// Telegram did not say when it was last asked.
    Unknown,
    /// There is one.
    Told {
        /// Whether it is ours; somebody else may have set another.
        ours: bool,
        /// How many updates wait to be delivered.
        pending: u64,
        /// When Telegram last could not deliver one.
        last_error_at: Option<DateTime<Utc>>,
    },
}

impl Health {
    /// Whether work can be done.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        is_ready(self.rows.is_some(), &self.loops)
    }
}

/// Whether work can be done: what comes in can be kept and no loop is down.
#[must_use]
pub fn is_ready(can_keep: bool, loops: &BTreeMap<String, Loop>) -> bool {
    can_keep && loops.values().all(|one| !one.down)
}
