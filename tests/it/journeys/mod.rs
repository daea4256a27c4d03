//! Journeys: the real app, a real database, model networks, from the first word to the last.
mod alarms;
mod away;
mod colleagues;
mod complaint;
mod danger;
mod event;
mod gone;
mod intake;
mod lost;
mod networks;
mod paces;
mod receipts;
mod sms_door;
mod spooled;
mod status;
mod stop;
mod telegram_door;
