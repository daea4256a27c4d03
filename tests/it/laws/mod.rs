//! The laws of the house, each tried in earnest.
mod apart;
mod debug;
mod figures;
mod kept;
mod paced;
mod poisoned;
mod racing;
mod sealed;
pub mod silent;
mod unanswered;
mod unreadable;
