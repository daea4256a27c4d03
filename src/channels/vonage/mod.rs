//! Vonage, which was Nexmo: numbers of many countries. Two products, and the account decides which of them calls: the SMS API
//! (`sms`) brings long texts in parts and signs what it says, the Messages API (`messages`) joins them and shows a token.
//! Not here: its voice calls.

mod messages;
mod sms;
#[cfg(test)]
mod tests;

pub use self::{messages::KIND as MESSAGES, sms::KIND as SMS};

/// Vonage forgets a text no sooner and no later than this, in seconds.
const LIFE: std::ops::RangeInclusive<i64> = 20..=604_800;

/// Vonage writes numbers without a plus.
fn digits(handle: &str) -> &str {
    handle.trim_start_matches('+')
}
