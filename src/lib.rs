//! Prag: a chat-bot and SMS intake gateway. This file is the directory board: every room, by floor.

// ground floor: words
pub mod ids;
pub mod message;
pub mod phrases;
pub mod text;
pub mod topics;
