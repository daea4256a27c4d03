//! The names of things: identifiers, case numbers and PINs, all drawn from `(now, dice)`.
//! Not here: what they name, and where they are kept.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use rand::{RngCore, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The only source of chance; handed in everywhere, so that a test can throw the same dice twice.
pub struct Dice(StdRng);

impl Dice {
    /// Dice seeded by the operating system, for production.
    #[must_use]
    pub fn from_os() -> Self {
        Self(StdRng::from_os_rng())
    }

    /// Dice that fall the same way every time, for tests.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Fills `bytes` with chance.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    /// A number below `bound`, each equally likely (rejection of the uneven tail).
    pub fn below(&mut self, bound: u32) -> u32 {
        let zone = u32::MAX - u32::MAX % bound;
        loop {
            let thrown = self.0.next_u32();
            if thrown < zone {
                return thrown % bound;
            }
        }
    }
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Draws a new identifier that sorts by time (UUID version 7, RFC 9562 section 5.7).
            #[must_use]
            pub fn draw(now: DateTime<Utc>, dice: &mut Dice) -> Self {
                let mut chance = [0; 10];
                dice.fill(&mut chance);
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )+};
}

identifiers! {
    /// One address at the other end: a phone number or a chat.
    ContactId,
    /// One need of one person.
    CaseId,
    /// One offer of a case to staff, until somebody takes it.
    ReferralId,
    /// A colleague who takes cases, leads events or approves them.
    StaffId,
    /// A dialogue event.
    EventId,
    /// One message on its way out.
    ParcelId,
    /// One line in the history of a case.
    EntryId,
    /// One rendering of an event's invitation.
    AnnouncementId,
}

/// Seven digits by which a person names a case; the last is a Damm check digit, so that every single slip and
/// every swap of neighbours is noticed before anything is looked up.
///
/// Shown as `417-2608`. Ranges: complaints begin with 7, everything else with 1 to 6, 8 or 9.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct CaseNumber(u32);

/// The quasigroup of order 10 of H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |row, digit| DAMM[usize::from(row)][usize::from(digit)])
}

fn digits(number: u32, width: u32) -> impl Iterator<Item = u8> {
    (0..width)
        .rev()
        .map(move |place| u8::try_from(number / 10_u32.pow(place) % 10).expect("one decimal digit"))
}

/// The digits were not a case number: wrong length or wrong check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a case number")]
pub struct NotACaseNumber;

impl CaseNumber {
    /// Draws a number for an ordinary case.
    #[must_use]
    pub fn draw(dice: &mut Dice) -> Self {
        const FIRST: [u32; 8] = [1, 2, 3, 4, 5, 6, 8, 9];
        let first = FIRST[dice.below(8) as usize];
        Self::checked(first * 100_000 + dice.below(100_000))
    }

    /// Draws a number for a complaint.
    #[must_use]
    pub fn draw_for_complaint(dice: &mut Dice) -> Self {
        Self::checked(700_000 + dice.below(100_000))
    }

    fn checked(six: u32) -> Self {
        Self(six * 10 + u32::from(damm(digits(six, 6))))
    }

    /// Whether it is a complaint's, by its range.
    #[must_use]
    pub const fn is_of_complaint(self) -> bool {
        self.0 / 1_000_000 == 7
    }

    /// The seven digits as one number, as they are stored.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for CaseNumber {
    type Error = NotACaseNumber;
    fn try_from(number: u32) -> Result<Self, NotACaseNumber> {
        let seven_digits = (1_000_000..10_000_000).contains(&number);
        if seven_digits && damm(digits(number, 7)) == 0 { Ok(Self(number)) } else { Err(NotACaseNumber) }
    }
}

impl From<CaseNumber> for u32 {
    fn from(number: CaseNumber) -> Self {
        number.0
    }
}

impl FromStr for CaseNumber {
    type Err = NotACaseNumber;
    /// Reads `4172608`, `417-2608`, `417 2608` or `417/2608`.
    fn from_str(text: &str) -> Result<Self, NotACaseNumber> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '/' | '.')).collect();
        if digits.len() != 7 {
            return Err(NotACaseNumber);
        }
        digits.parse::<u32>().map_err(|_| NotACaseNumber)?.try_into()
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Four digits that open a case from a phone we do not know. Never printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin(u16);

impl Pin {
    /// Draws a PIN; 0000 is as likely as any other.
    #[must_use]
    pub fn draw(dice: &mut Dice) -> Self {
        Self(u16::try_from(dice.below(10_000)).expect("below 10000"))
    }

    /// Reads exactly four digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        if four_digits { text.parse().ok().map(Self) } else { None }
    }

    /// The four digits, for the one message that tells them.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:04}", self.0)
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_of_damm_holds() {
        assert_eq!(damm([5, 7, 2].into_iter()), 4);
    }

    #[test]
    fn every_single_slip_and_every_swap_is_noticed() {
        let mut dice = Dice::from_seed(1);
        for _ in 0..200 {
            let number = CaseNumber::draw(&mut dice);
            let right = number.value().to_string();
            for place in 0..7 {
                for digit in '0'..='9' {
                    let slip: String =
                        right.chars().enumerate().map(|(i, c)| if i == place { digit } else { c }).collect();
                    assert_eq!(slip.parse::<CaseNumber>().is_ok(), slip == right, "{right} as {slip}");
                }
                if place < 6 {
                    let mut swapped: Vec<char> = right.chars().collect();
                    swapped.swap(place, place + 1);
                    let swapped: String = swapped.into_iter().collect();
                    assert_eq!(
                        swapped.parse::<CaseNumber>().is_ok(),
                        swapped == right,
                        "{right} as {swapped}"
                    );
                }
            }
        }
    }

    #[test]
    fn complaints_have_a_range_of_their_own() {
        let mut dice = Dice::from_seed(2);
        for _ in 0..1000 {
            assert_ne!(CaseNumber::draw(&mut dice).to_string().as_bytes()[0], b'7');
            assert_eq!(CaseNumber::draw_for_complaint(&mut dice).to_string().as_bytes()[0], b'7');
        }
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let number = CaseNumber::checked(417_260);
        for text in [number.to_string(), number.value().to_string(), number.to_string().replace('-', " ")] {
            assert_eq!(text.parse(), Ok(number));
        }
        for text in ["", "417", "41726081", "０１２３４５６", "-417260", "+417260"] {
            assert_eq!(text.parse::<CaseNumber>(), Err(NotACaseNumber), "{text}");
        }
    }

    #[test]
    fn a_pin_is_four_digits_and_unprintable() {
        assert_eq!(Pin::read("0093").map(Pin::digits).as_deref(), Some("0093"));
        assert_eq!(Pin::read("+123"), None);
        assert_eq!(Pin::read("12345"), None);
        assert!(!format!("{:?}", Pin(9047)).contains("9047"));
    }

    #[test]
    fn ids_sort_by_time() {
        let mut dice = Dice::from_seed(3);
        let earlier = DateTime::from_timestamp(1_000, 0).expect("a time");
        let later = DateTime::from_timestamp(2_000, 0).expect("a time");
        assert!(CaseId::draw(earlier, &mut dice) < CaseId::draw(later, &mut dice));
    }
}
