//! Prag: a chat-bot and SMS intake gateway. This file is the directory board: every room, by floor.
