//! Journeys: the real app, a real database, model networks, from the first word to the last.
mod intake;
mod receipts;
mod sms_door;
mod telegram_door;
