//! The harness: databases, model networks, the app under test, and the people who write to it.
pub mod cable;
pub mod counter;
pub mod database;
pub mod door;
pub mod house;
pub mod parcels;
pub mod person;
pub mod quiet;
pub mod words;
