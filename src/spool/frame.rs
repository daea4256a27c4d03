//! How records lie in a file of the spool: each in a frame with its length and a checksum, one behind the other, so that
//! a frame which was not written whole, or was changed, is known. Pure: bytes in, places out. Not here: files (`log`).
//!
//! A frame is `mark (4) ‖ length (4) ‖ checksum (4) ‖ kept_at in ms (8) ‖ sealed`, numbers in little-endian; the checksum
//! (CRC-32 of ISO-HDLC) is that of everything else but the mark.

use std::ops::Range;

use chrono::{DateTime, Utc};
use crc::{CRC_32_ISO_HDLC, Crc};

use super::Record;

/// Where a frame may begin; the first byte is no letter of any text.
const MARK: [u8; 4] = *b"\x91Prg";
const HEAD: usize = MARK.len() + 4 + 4 + 8;
/// No record is longer: a door takes 64 KiB, and JSON writes a letter in six at most.
pub(super) const LONGEST: usize = 1 << 20;
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// Where a record lies in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    at: u64,
    sealed: u32,
    pub(super) kept_at: DateTime<Utc>,
}

impl Place {
    /// The bytes of its frame.
    pub(super) fn length(&self) -> u64 {
        HEAD as u64 + u64::from(self.sealed)
    }

    /// Where its frame begins.
    pub(super) fn at(&self) -> u64 {
        self.at
    }
}

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The whole records, in order.
    pub(super) whole: Vec<Place>,
    /// What lies between whole records and is none.
    pub(super) damaged: Vec<Range<usize>>,
    /// Where the last whole record ends; what comes after it was never written to its end.
    pub(super) end: usize,
}

/// Writes a record behind `bytes`, which begin at `base` of their file, and tells where it lies.
pub(super) fn write(record: &Record, base: u64, bytes: &mut Vec<u8>) -> Place {
    let at = base + bytes.len() as u64;
    let sealed = u32::try_from(record.sealed.len()).unwrap_or(u32::MAX);
    let kept_at = record.kept_at.timestamp_millis().to_le_bytes();
    bytes.extend_from_slice(&MARK);
    bytes.extend_from_slice(&sealed.to_le_bytes());
    bytes.extend_from_slice(&checksum(sealed, kept_at, &record.sealed).to_le_bytes());
    bytes.extend_from_slice(&kept_at);
    bytes.extend_from_slice(&record.sealed);
    Place { at, sealed, kept_at: record.kept_at }
}

/// The record of a frame.
pub(super) fn record(frame: &[u8], kept_at: DateTime<Utc>) -> Record {
    Record { kept_at, sealed: frame.get(HEAD..).unwrap_or_default().to_vec() }
}

/// Finds every whole record; looks for the next one where something is damaged.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    while let Some((gap, place)) = next(bytes, found.end) {
        if !gap.is_empty() {
            found.damaged.push(gap.clone());
        }
        found.whole.push(place);
        found.end = gap.end + HEAD + place.sealed as usize;
    }
    found
}

/// The next whole record from `from` on, and what lies before it.
fn next(bytes: &[u8], from: usize) -> Option<(Range<usize>, Place)> {
    let marks = (from..bytes.len()).filter(|at| bytes[*at..].starts_with(&MARK));
    marks.into_iter().find_map(|at| Some((from..at, whole(bytes, at)?)))
}

/// The record whose frame begins here, if it is all there and unchanged.
fn whole(bytes: &[u8], at: usize) -> Option<Place> {
    let head = bytes.get(at..at + HEAD)?;
    let number = |from: usize| Some(u32::from_le_bytes(head.get(from..from + 4)?.try_into().ok()?));
    let (sealed, told) = (number(4)?, number(8)?);
    let length = usize::try_from(sealed).ok().filter(|length| *length <= LONGEST)?;
    let kept_at: [u8; 8] = head.get(12..HEAD)?.try_into().ok()?;
    let payload = bytes.get(at + HEAD..at + HEAD + length)?;
    let kept = DateTime::from_timestamp_millis(i64::from_le_bytes(kept_at))?;
    (checksum(sealed, kept_at, payload) == told).then_some(Place { at: at as u64, sealed, kept_at: kept })
}

fn checksum(length: u32, kept_at: [u8; 8], sealed: &[u8]) -> u32 {
    let mut digest = CRC.digest();
    digest.update(&length.to_le_bytes());
    digest.update(&kept_at);
    digest.update(sealed);
    digest.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records() -> impl Strategy<Value = Vec<Record>> {
        let one = (0_i64..4_000_000_000_000, proptest::collection::vec(any::<u8>(), 0..40));
        let one = one.prop_map(|(at, sealed)| Record {
            kept_at: DateTime::from_timestamp_millis(at).expect("a moment"),
            sealed,
        });
        proptest::collection::vec(one, 1..8)
    }

    fn file(records: &[Record]) -> (Vec<u8>, Vec<Place>) {
        let mut bytes = Vec::new();
        let places = records.iter().map(|record| write(record, 0, &mut bytes)).collect();
        (bytes, places)
    }

    proptest! {
        #[test]
        fn cut_anywhere_it_is_the_records_that_are_whole(records in records(), cut in any::<prop::sample::Index>()) {
            let (bytes, places) = file(&records);
            let cut = cut.index(bytes.len() + 1);
            let whole: Vec<Place> =
                places.into_iter().filter(|place| place.at() + place.length() <= cut as u64).collect();
            let end = whole.last().map_or(0, |last| (last.at() + last.length()) as usize);
            let found = read(&bytes[..cut]);
            prop_assert_eq!(&found, &Found { whole, damaged: vec![], end });
            for (place, written) in found.whole.iter().zip(&records) {
                let frame = &bytes[place.at() as usize..(place.at() + place.length()) as usize];
                prop_assert_eq!(&record(frame, place.kept_at), written);
            }
        }

        #[test]
        fn a_flipped_bit_costs_its_own_record_alone(
            records in records(),
            at in any::<prop::sample::Index>(),
            bit in 0_u32..8,
        ) {
            let (mut bytes, places) = file(&records);
            let at = at.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            let hit = |place: &Place| (place.at()..place.at() + place.length()).contains(&(at as u64));
            let damaged = places.iter().find(|place| hit(place)).copied().expect("every byte is of a frame");
            let spared: Vec<Place> = places.iter().copied().filter(|place| !hit(place)).collect();
            let found = read(&bytes);
            prop_assert_eq!(&found.whole, &spared);
            let place = damaged.at() as usize..(damaged.at() + damaged.length()) as usize;
            if place.end == bytes.len() {
                prop_assert_eq!((found.damaged, found.end), (vec![], place.start));
            } else {
                prop_assert_eq!((found.damaged, found.end), (vec![place], bytes.len()));
            }
        }

        #[test]
        fn whatever_lies_there_is_read_to_its_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(read(&bytes).end <= bytes.len());
        }
    }
}
