//! Arrivals per second through the real SMS door.
fn main() {}
