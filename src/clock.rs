//! The one door to the wall clock and to chance. Everything else takes `now` and dice as parameters.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};

use crate::ids::Dice;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine.
    System,
    /// Hands set by whoever holds them, in milliseconds since 1970; for tests.
    Hands(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at this moment until it is set.
    #[must_use]
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self::Hands(Arc::new(AtomicI64::new(moment.timestamp_millis())))
    }

    /// What the clock says, to the millisecond, as Postgres and JSON both keep it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one door to the wall clock")]
            Self::System => Utc::now().timestamp_millis(),
            Self::Hands(hands) => hands.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Turns the hands; the machine's clock cannot be turned.
    pub fn turn(&self, by: chrono::Duration) {
        if let Self::Hands(hands) = self {
            hands.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }
}

/// Where dice come from.
#[derive(Clone, Debug)]
pub enum Chance {
    /// The operating system.
    System,
    /// A row of seeds; for tests.
    Seeds(Arc<AtomicU64>),
}

impl Chance {
    /// The same chance every time.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeds(Arc::new(AtomicU64::new(seed)))
    }

    /// Dice of one's own.
    #[must_use]
    pub fn dice(&self) -> Dice {
        match self {
            Self::System => Dice::from_os(),
            Self::Seeds(next) => Dice::from_seed(next.fetch_add(1, Ordering::SeqCst)),
        }
    }
}
