//! When silence is an alarm: what in the health of the house is bad enough to tell colleagues, and when it is over.
//! An alarm is raised at its threshold after some patience, and cleared only well below it and after a calm minute, so
//! that what swings around a threshold is told once. Not here: looking (`watch`), remembering what was told (`store`).

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    health::{Health, Line, Rows, Webhook},
    office::Office,
};

/// How often the house is looked at.
pub const EVERY: Duration = Duration::seconds(15);
/// An alarm that nobody has seen holding for so long is over.
pub const CALM: Duration = Duration::minutes(1);
/// How long a loop that panicked is suspicious.
const SUSPICIOUS: Duration = Duration::minutes(10);

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing comes in through a line.
    Silence,
    /// What came in is not handled.
    Unhandled,
    /// Nothing leaves through a line, although something waits.
    Unsent,
    /// A line that we ask for messages does not answer.
    Unpolled,
    /// Telegram cannot hand us what people write.
    Webhook,
    /// Something waits for a human because it could not be handled.
    Aside,
    /// A loop of a process panicked.
    Fallen,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Silence,
        Self::Unhandled,
        Self::Unsent,
        Self::Unpolled,
        Self::Webhook,
        Self::Aside,
        Self::Fallen,
    ];

    /// The word used in columns, logs and figures.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::Unhandled => "unhandled",
            Self::Unsent => "unsent",
            Self::Unpolled => "unpolled",
            Self::Webhook => "webhook",
            Self::Aside => "aside",
            Self::Fallen => "fallen",
        }
    }

    /// How long it has to be bad before anybody is told. After a start everything looks bad for a moment: what waited
    /// meanwhile is handled within seconds, and networks that knocked in vain come back within minutes.
    const fn patience(self) -> Duration {
        match self {
            Self::Silence => Duration::minutes(10),
            Self::Unpolled => Duration::minutes(1),
            Self::Unhandled | Self::Unsent | Self::Webhook => EVERY,
            Self::Aside | Self::Fallen => Duration::zero(),
        }
    }
}

/// No such kind of alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such kind of alarm")]
pub struct UnknownKind;

impl std::str::FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(code: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(UnknownKind)
    }
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Alarm {
    /// What is wrong.
    pub kind: Kind,
    /// The name of the line or the loop; empty where the whole house is meant.
    pub about: String,
}

/// An alarm that was told and is not over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Which.
    #[serde(flatten)]
    pub alarm: Alarm,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When some process last saw it holding.
    pub seen_at: DateTime<Utc>,
}

/// From where on something is wrong; none is never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Nothing came in for so long, counted on working days alone, and told while the office is open.
    pub silence: Option<Duration>,
    /// The names of lines that few people write to: their silence means nothing.
    pub quiet_lines: Vec<String>,
    /// The oldest stimulus waits for so long.
    pub unhandled: Option<Duration>,
    /// The oldest parcel of a line waits for so long, and nothing left meanwhile.
    pub unsent: Option<Duration>,
    /// No answer to our asking for so long.
    pub unpolled: Option<Duration>,
    /// So many updates wait at Telegram.
    pub webhook_pending: Option<u32>,
    /// Telegram failed to reach us within this time.
    pub webhook_error: Option<Duration>,
    /// So many stimuli are set aside.
    pub aside: Option<u32>,
    /// So many panics of a loop, the last of them lately.
    pub restarts: Option<u32>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            silence: Some(Duration::hours(24)),
            quiet_lines: Vec::new(),
            unhandled: Some(Duration::minutes(2)),
            unsent: Some(Duration::minutes(15)),
            unpolled: Some(Duration::minutes(5)),
            webhook_pending: Some(20),
            webhook_error: Some(Duration::minutes(10)),
            aside: Some(1),
            restarts: Some(1),
        }
    }
}

impl Thresholds {
    /// Nothing is ever wrong.
    pub const OFF: Self = Self {
        silence: None,
        quiet_lines: Vec::new(),
        unhandled: None,
        unsent: None,
        unpolled: None,
        webhook_pending: None,
        webhook_error: None,
        aside: None,
        restarts: None,
    };
}

/// Since when something has been bad enough to be told, before it is.
pub type Brewing = BTreeMap<Alarm, DateTime<Utc>>;

/// What follows from one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// To be told now.
    pub raised: Vec<Alarm>,
    /// Told before, and still so.
    pub held: Vec<Alarm>,
    /// Told before, and over.
    pub cleared: Vec<Alarm>,
    /// Bad, but not for long enough yet.
    pub brewing: Brewing,
}

/// Judges the health of the house against what was told before; `brewing` is from the last look.
#[must_use]
pub fn judge(
    health: &Health,
    thresholds: &Thresholds,
    office: &Office,
    standing: &[Standing],
    brewing: &Brewing,
) -> Verdict {
    let now = health.at;
    let is_standing = |alarm: &Alarm| standing.iter().any(|told| told.alarm == *alarm);
    let mut verdict = Verdict::default();
    for (alarm, level) in levels(health, thresholds, office) {
        match level {
            Level::Bad | Level::Between | Level::Unknown if is_standing(&alarm) => verdict.held.push(alarm),
            Level::Bad => {
                // A clock that was turned back begins anew.
                let since = brewing.get(&alarm).copied().filter(|since| *since <= now).unwrap_or(now);
                if now - since >= alarm.kind.patience() {
                    verdict.raised.push(alarm);
                } else {
                    verdict.brewing.insert(alarm, since);
                }
            }
            Level::Good | Level::Between | Level::Unknown => {}
        }
    }
    let over = |told: &&Standing| !verdict.held.contains(&told.alarm) && (now - told.seen_at).abs() >= CALM;
    // While the database is away nothing is known of what it holds.
    let over: Vec<Alarm> = match &health.rows {
        Some(_) => standing.iter().filter(over).map(|told| told.alarm.clone()).collect(),
        None => Vec::new(),
    };
    verdict.cleared = over;
    verdict
}

/// How bad one thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Below half of the threshold.
    Good,
    /// Neither good again nor bad yet.
    Between,
    /// Nobody knows.
    Unknown,
    /// At the threshold or beyond.
    Bad,
}

impl Level {
    fn of<T: PartialOrd>(value: T, half: T, threshold: T) -> Self {
        if value >= threshold {
            Self::Bad
        } else if value >= half {
            Self::Between
        } else {
            Self::Good
        }
    }

    fn of_time(value: Duration, threshold: Duration) -> Self {
        Self::of(value, threshold / 2, threshold)
    }

    fn of_count(value: u64, threshold: u32) -> Self {
        // Half of an odd count is rounded up, so that nothing at all is always good.
        Self::of(value, u64::from(threshold).div_ceil(2), u64::from(threshold))
    }
}

/// How bad everything is that may be an alarm.
fn levels(health: &Health, thresholds: &Thresholds, office: &Office) -> Vec<(Alarm, Level)> {
    let mut levels = Vec::new();
    let mut add = |kind, about: &str, level: Option<Level>| {
        levels.extend(level.map(|level| (Alarm { kind, about: about.to_owned() }, level)));
    };
    for (name, one) in &health.loops {
        let lately = one.down || one.fell_at.is_some_and(|fell| health.at - fell < SUSPICIOUS);
        let restarts = if lately { u64::from(one.restarts) } else { 0 };
        add(Kind::Fallen, name, thresholds.restarts.map(|most| Level::of_count(restarts, most)));
    }
    let Some(rows) = &health.rows else { return levels };
    let spooled = health.spool.and_then(|spool| spool.oldest_at);
    add(Kind::Unhandled, "", thresholds.unhandled.map(|most| unhandled(rows, spooled, health.at, most)));
    // What the disk could not hand over and what nobody could be told wait for a human too.
    let aside = rows.aside + rows.lost + health.spool.map_or(0, |spool| spool.refused);
    add(Kind::Aside, "", thresholds.aside.map(|most| Level::of_count(aside, most)));
    for (name, line) in &rows.lines {
        if !thresholds.quiet_lines.contains(name) {
            add(Kind::Silence, name, thresholds.silence.map(|most| silence(line, health.at, most, office)));
        }
        add(Kind::Unsent, name, thresholds.unsent.map(|most| unsent(line, health.at, most)));
        if line.polled {
            add(Kind::Unpolled, name, thresholds.unpolled.map(|most| unpolled(line, health.at, most)));
        }
    }
    add(Kind::Webhook, "", webhook(health.webhook, health.at, thresholds));
    levels
}

fn unhandled(rows: &Rows, spooled: Option<DateTime<Utc>>, now: DateTime<Utc>, most: Duration) -> Level {
    let oldest = rows.unhandled.oldest_at.into_iter().chain(spooled).min();
    oldest.map_or(Level::Good, |oldest| Level::of_time(now - oldest, most))
}

/// Nobody writes on a holiday, and nobody can look after a line at night.
fn silence(line: &Line, now: DateTime<Utc>, most: Duration, office: &Office) -> Level {
    let Some(since) = line.seen.last_arrival_at.max(line.seen.watched_at) else { return Level::Unknown };
    let level = Level::of_time(office.time_on_working_days(since, now), most);
    if office.is_open(now) { level } else { level.min(Level::Between) }
}

/// A parcel may be old because many are before it; that is no trouble as long as they leave.
fn unsent(line: &Line, now: DateTime<Utc>, most: Duration) -> Level {
    let since =
        line.unsent.oldest_at.map(|oldest| line.seen.last_success_at.map_or(oldest, |at| at.max(oldest)));
    since.map_or(Level::Good, |since| Level::of_time(now - since, most))
}

fn unpolled(line: &Line, now: DateTime<Utc>, most: Duration) -> Level {
    let since = line.seen.last_poll_at.max(line.seen.watched_at);
    since.map_or(Level::Unknown, |since| Level::of_time(now - since, most))
}

fn webhook(webhook: Webhook, now: DateTime<Utc>, thresholds: &Thresholds) -> Option<Level> {
    let (most, lately) = (thresholds.webhook_pending, thresholds.webhook_error);
    if most.is_none() && lately.is_none() {
        return None;
    }
    match webhook {
        Webhook::Unused => None,
        Webhook::Unknown => Some(Level::Unknown),
        Webhook::Told { ours: false, .. } => Some(Level::Bad),
        Webhook::Told { pending, last_error_at, .. } => {
            let pending = most.map(|most| Level::of_count(pending, most));
            let failed = last_error_at
                .zip(lately)
                .map(|(at, lately)| if now - at < lately { Level::Bad } else { Level::Good });
            pending.max(failed).or(Some(Level::Good))
        }
    }
}

#[cfg(test)]
mod tests;
