//! A written message that comes in parts, which its network leaves to us to join. Not here: for how long the others are
//! waited for (`decide`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Line, Words};

/// What stands where a part is missing.
const MISSING: &str = "[…]";

/// One part, as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What is written in it.
    pub words: Words,
    /// What the parts of one message have in common; networks use it again for later messages.
    pub reference: String,
    /// Which part it is, from 1.
    pub number: u8,
    /// How many there are, 2 or more.
    pub of: u8,
}

/// The parts of one message that have come so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// The line they came through.
    pub line: Line,
    /// What they have in common.
    pub reference: String,
    /// When the first one was handled; it tells this message from a later one of the same reference.
    pub since: DateTime<Utc>,
    of: u8,
    came: BTreeMap<u8, Words>,
}

impl Parts {
    /// A message of which this part came first.
    #[must_use]
    pub fn begun(line: &Line, part: Part, now: DateTime<Utc>) -> Self {
        let Part { words, reference, number, of } = part;
        Self { line: line.clone(), reference, since: now, of, came: BTreeMap::from([(number, words)]) }
    }

    /// Takes a part, unless it belongs to another message.
    ///
    /// # Errors
    /// Gives back the part of another message.
    pub fn take(&mut self, line: &Line, part: Part) -> Result<(), Part> {
        let common = (&self.line, &self.reference, self.of) == (line, &part.reference, part.of);
        match self.came.get(&part.number) {
            _ if !common => Err(part),
            Some(known) if *known != part.words => Err(part),
            _ => {
                self.came.insert(part.number, part.words);
                Ok(())
            }
        }
    }

    /// Whether all of them are here.
    #[must_use]
    pub fn are_whole(&self) -> bool {
        (1..=self.of).all(|number| self.came.contains_key(&number))
    }

    /// The message, as far as it came.
    #[must_use]
    pub fn joined(&self) -> Words {
        let mut text = String::new();
        let mut next = 1_u16;
        for (number, words) in &self.came {
            if u16::from(*number) > next {
                text = format!("{} {MISSING} {}", text.trim_end(), words.as_str().trim_start());
            } else {
                text.push_str(words.as_str());
            }
            next = u16::from(*number) + 1;
        }
        if next <= u16::from(self.of) {
            text = format!("{} {MISSING}", text.trim_end());
        }
        text.trim().into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(number: u8, of: u8, words: &str) -> Part {
        Part { words: words.into(), reference: "7".to_owned(), number, of }
    }

    fn line() -> Line {
        Line("bern".to_owned())
    }

    fn parts(came: &[(u8, &str)], of: u8) -> Parts {
        let mut came = came.iter().map(|(number, words)| part(*number, of, words));
        let mut parts = Parts::begun(&line(), came.next().expect("a first one"), DateTime::UNIX_EPOCH);
        came.for_each(|part| parts.take(&line(), part).expect("of the same message"));
        parts
    }

    #[test]
    fn what_is_missing_is_marked() {
        for (came, of, joined) in [
            (&[(2, "ko"), (1, "Dokumen"), (3, "hë")][..], 3, "Dokumenkohë"),
            (&[(1, "Kulmi"), (3, "pikon")], 3, "Kulmi […] pikon"),
            (&[(3, "pikon")], 3, "[…] pikon"),
            (&[(1, "Kulmi")], 3, "Kulmi […]"),
            (&[(2, "po "), (255, " pikon")], 255, "[…] po […] pikon"),
        ] {
            assert_eq!(parts(came, of).joined().as_str(), joined);
            assert_eq!(parts(came, of).are_whole(), came.len() == usize::from(of), "{joined}");
        }
    }

    #[test]
    fn a_part_of_another_message_is_given_back() {
        let mut parts = parts(&[(1, "Kulmi")], 2);
        assert!(parts.take(&line(), part(1, 2, "Kulmi")).is_ok(), "told again");
        for (line, other) in [
            (line(), part(1, 2, "Tjetër")),
            (line(), part(2, 3, "pikon")),
            (line(), Part { reference: "8".to_owned(), ..part(2, 2, "pikon") }),
            (Line("basel".to_owned()), part(2, 2, "pikon")),
        ] {
            assert_eq!(parts.take(&line, other.clone()), Err(other));
        }
        assert!(!parts.are_whole());
    }

    proptest! {
        #[test]
        fn the_order_in_which_they_come_does_not_matter(
            words in prop::collection::vec("[a-zë ]{1,20}", 2..9),
            seed in any::<prop::sample::Index>(),
        ) {
            let of = u8::try_from(words.len()).expect("few");
            let mut came: Vec<(u8, &str)> = (1..).zip(words.iter().map(String::as_str)).collect();
            came.rotate_left(seed.index(words.len()));
            came.swap(0, seed.index(words.len()));
            let parts = parts(&came, of);
            prop_assert!(parts.are_whole());
            let (joined, whole) = (parts.joined(), words.concat());
            prop_assert_eq!(joined.as_str(), whole.trim());
        }
    }
}
