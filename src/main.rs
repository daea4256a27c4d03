//! The key: parse arguments, call the app, print the error.
fn main() {}
