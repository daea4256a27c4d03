//! Prag: a chat-bot and SMS intake gateway. This file is the directory board: every room, by floor.

// ground floor: words
pub mod commands;
pub mod ids;
pub mod message;
pub mod phrases;
pub mod places;
pub mod text;
pub mod topics;
