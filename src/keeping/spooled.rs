//! An arrival as a record of the spool and back: sealed under the keys of the deployment, for its own key alone.
//!
//! What is sealed is `the arrival's key (32) ‖ sealed value`, so that a record is known without being opened.

use crate::{
    ids::Dice,
    spool::Record,
    store::{
        inbox::Late,
        sealed::{Broken, Keys, Slot},
    },
};

const WORDS: &str = "spool.words";
const KEY: usize = 32;

/// The record of an arrival.
#[must_use]
pub fn seal(keys: &Keys, late: &Late, dice: &mut Dice) -> Record {
    let key = keys.arrival(&late.arrival.line.0, &late.arrival.provider_id);
    let mut sealed = key.to_vec();
    sealed.extend(keys.seal_value(Slot { column: WORDS, row: &key }, late, dice));
    Record { kept_at: late.kept_at, sealed }
}

/// The arrival of a record.
pub(super) fn open(keys: &Keys, record: &Record) -> Result<Late, Broken> {
    let (row, sealed) = record.sealed.split_at_checked(KEY).ok_or(Broken::Changed(WORDS))?;
    keys.open_value(Slot { column: WORDS, row }, sealed)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        message::{Address, Arrival, Body, Channel, Line},
        store::inbox::Keeping,
    };

    const KEYS: &str = "2026:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    fn late(keeping: Keeping) -> Late {
        let from = Some(Address { channel: Channel::Sms, handle: "+38344123456".to_owned() });
        let (line, provider_id) = (Line("desk".to_owned()), "in-1".to_owned());
        let body = Body::Text { words: "po na gjujne".into() };
        Late { arrival: Arrival { line, provider_id, from, body }, keeping, kept_at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn an_arrival_comes_out_as_it_went_in_with_the_reason_why_it_is_of_no_use() {
        let (keys, mut dice) = (Keys::parse(KEYS).expect("a key"), Dice::from_seed(1));
        for keeping in [Keeping::Waiting, Keeping::rejected("not answerable")] {
            let record = seal(&keys, &late(keeping.clone()), &mut dice);
            assert_eq!(open(&keys, &record), Ok(late(keeping)));
        }
    }

    #[test]
    fn nothing_of_anybody_lies_open_and_a_changed_record_is_known() {
        let keys = Keys::parse(KEYS).expect("a key");
        let record = seal(&keys, &late(Keeping::Waiting), &mut Dice::from_seed(1));
        for trace in ["gjujne", "38344123456", "desk", "in-1"] {
            assert!(!record.sealed.windows(trace.len()).any(|bytes| bytes == trace.as_bytes()), "{trace}");
        }
        for at in [0, KEY, record.sealed.len() - 1] {
            let mut changed = record.clone();
            changed.sealed[at] ^= 1;
            assert_eq!(open(&keys, &changed), Err(Broken::Changed(WORDS)), "byte {at}");
        }
        let cut = Record { sealed: record.sealed[..KEY - 1].to_vec(), ..record };
        assert_eq!(open(&keys, &cut), Err(Broken::Changed(WORDS)));
    }
}
