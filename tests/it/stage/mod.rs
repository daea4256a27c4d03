//! The harness: databases, model networks, the app under test.
pub mod database;
