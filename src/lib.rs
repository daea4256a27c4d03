//! Prag: a chat-bot and SMS intake gateway. This file is the directory board: every room, by floor.
//! A file uses only floors below its own; neighbours on one floor that may meet are named in `tests/it/floors.rs`.

// ground floor: the words
pub mod commands;
pub mod ids;
pub mod message;
pub mod office;
pub mod phrases;
pub mod places;
pub mod text;
pub mod topics;
pub mod worth;

// first floor: the rules, pure
pub mod alarms;
pub mod cases;
pub mod contacts;
pub mod conversation;
pub mod events;
pub mod health;
pub mod referrals;
pub mod staff;
pub mod understanding;

// second floor: the decision, pure
pub mod decide;
pub mod facts;

// third floor: outside, strangers to each other
pub mod catalogue;
pub mod channels;
pub mod clock;
pub mod cluster;
pub mod figures;
pub mod spool;
pub mod store;

// fourth floor: the loops
pub mod away;
pub mod delivery;
pub mod keeping;
pub mod polling;
pub mod pulse;
pub mod reception;
pub mod trial;
pub mod vitals;
pub mod watch;

// roof: doors and wiring
pub mod app;
pub mod backup;
pub mod cli;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod inner;
pub mod opening;
pub mod rehearsal;
pub mod serve;
pub mod serving;
pub mod web;
