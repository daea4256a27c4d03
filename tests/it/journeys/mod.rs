//! Journeys: the real app, a real database, model networks, from the first word to the last.
mod intake;
