//! The harness: databases, model networks, the app under test.
