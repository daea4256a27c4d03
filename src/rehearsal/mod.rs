//! The outside, rehearsed: a small Bot API, a small SMS network, and the people who hold the phones.
//! The demo and the tests talk to Prag through these; each is a server of its own, stopped when dropped.
//! Not here: anything Prag itself decides, and any clock: the time is handed in at the start.

pub mod control;
pub mod sms;
pub mod telegram;

mod board;
mod chat;
mod door;
mod fault;

use std::sync::Arc;

pub use chat::{Button, Line, Shown, Side};
pub use fault::Fault;

/// Tells the time in Unix seconds.
type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;
