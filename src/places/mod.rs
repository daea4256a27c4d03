//! The 38 municipalities, their names and those of their villages in every language, script and case form, and which is meant.
//! Not here: partners and offices, and the question that is asked.

mod choice;
mod declension;
mod doubt;
mod names;
mod reading;
mod slips;
mod spelling;

pub use reading::{Place, find, read_answer};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use names::NAMES;

/// A municipality of Kosovo by its statistical code, 01 to 38.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Municipality(u8);

impl Municipality {
    /// How many there are; the codes run from 1 to this.
    pub const COUNT: u8 = 38;

    /// Every municipality, by code.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        (1..=Self::COUNT).map(Self)
    }

    /// The Albanian name.
    pub fn name_sq(self) -> &'static str {
        &NAMES.of(self).sq
    }

    /// The Serbian name in Cyrillic.
    pub fn name_sr_cyrl(self) -> &'static str {
        &NAMES.of(self).sr_cyrl
    }

    /// The Serbian name in Latin, derived from the Cyrillic.
    pub fn name_sr_latn(self) -> &'static str {
        &NAMES.of(self).sr_latn
    }

    /// The name in English texts: Albanian and Serbian with a slash where they differ.
    pub fn name_en(self) -> &'static str {
        &NAMES.of(self).en
    }

    const fn index(self) -> usize {
        self.0 as usize - 1
    }
}

/// The text is not the code of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a municipality; codes run from 01 to 38")]
pub struct UnknownMunicipality;

impl TryFrom<u8> for Municipality {
    type Error = UnknownMunicipality;

    fn try_from(code: u8) -> Result<Self, UnknownMunicipality> {
        if (1..=Self::COUNT).contains(&code) { Ok(Self(code)) } else { Err(UnknownMunicipality) }
    }
}

impl TryFrom<&str> for Municipality {
    type Error = UnknownMunicipality;

    fn try_from(code: &str) -> Result<Self, UnknownMunicipality> {
        if !matches!(code.len(), 1 | 2) || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(UnknownMunicipality);
        }
        code.parse::<u8>().map_err(|_| UnknownMunicipality)?.try_into()
    }
}

impl TryFrom<String> for Municipality {
    type Error = UnknownMunicipality;

    fn try_from(code: String) -> Result<Self, UnknownMunicipality> {
        code.as_str().try_into()
    }
}

impl FromStr for Municipality {
    type Err = UnknownMunicipality;

    fn from_str(code: &str) -> Result<Self, UnknownMunicipality> {
        code.try_into()
    }
}

impl From<Municipality> for u8 {
    fn from(municipality: Municipality) -> Self {
        municipality.0
    }
}

impl From<Municipality> for String {
    fn from(municipality: Municipality) -> Self {
        municipality.to_string()
    }
}

impl fmt::Display for Municipality {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}", self.0)
    }
}

impl fmt::Debug for Municipality {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_run_from_01_to_38_in_every_form() {
        let codes: Vec<String> = Municipality::all().map(|place| place.to_string()).collect();
        assert_eq!(codes.len(), 38);
        assert_eq!((codes[0].as_str(), codes[37].as_str()), ("01", "38"));
        for (place, code) in Municipality::all().zip(&codes) {
            assert_eq!(code.parse(), Ok(place));
            assert_eq!(format!("{place:?}"), *code);
            let stored = serde_json::to_value(place).unwrap();
            assert_eq!(stored, serde_json::json!(code));
            assert_eq!(serde_json::from_value::<Municipality>(stored).unwrap(), place);
        }
        assert_eq!("7".parse::<Municipality>().unwrap().to_string(), "07");
        for wrong in ["", "00", "0", "39", "007", "+7", "-1", "1 ", "x", "١"] {
            assert_eq!(wrong.parse::<Municipality>(), Err(UnknownMunicipality));
        }
        assert_eq!(Municipality::try_from(0), Err(UnknownMunicipality));
        assert_eq!(Municipality::try_from(39), Err(UnknownMunicipality));
        assert!(serde_json::from_str::<Municipality>("\"99\"").is_err());
    }

    #[test]
    fn names_in_the_readers_form() {
        let peja = Municipality(17);
        assert_eq!(peja.name_sq(), "Pejë");
        assert_eq!(peja.name_sr_cyrl(), "Пећ");
        assert_eq!(peja.name_sr_latn(), "Peć");
        assert_eq!(peja.name_en(), "Pejë/Peć");
        assert_eq!(Municipality(13).name_sr_latn(), "Lipljan");
    }
}
