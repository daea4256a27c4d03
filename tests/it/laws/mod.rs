//! The laws of the house, each tried in earnest.
