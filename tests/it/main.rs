//! Journeys, laws and their keepers; one test binary.
mod stage;
