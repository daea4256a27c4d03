//! Words as people type them and as networks carry them: languages, scripts, match keys, wire forms, message parts.
//! Not here: what the words mean (commands, places, understanding) and what Prag says (phrases, catalogue).

mod cyrillic;
mod fold;
mod script;
mod segments;
mod table;
mod wire;

pub use cyrillic::cyrillic;
pub use fold::fold;
pub use script::{Script, latin, script_of};
pub use segments::{Encoding, Segments, segments};
pub use table::{AsItIs, Table, hash};
pub use wire::sms_latin;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language Prag speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// Albanian, always in Latin letters.
    #[serde(rename = "sq")]
    Albanian,
    /// Serbian, and whoever writes Bosnian, Croatian or Montenegrin; in either script.
    #[serde(rename = "sr")]
    Serbian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language, in the order of the language line.
    pub const ALL: [Self; 3] = [Self::Albanian, Self::Serbian, Self::English];

    /// The ISO 639 code, as stored and as in the names of the locales.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Albanian => "sq",
            Self::Serbian => "sr",
            Self::English => "en",
        }
    }
}

/// The code names no language that Prag speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language of Prag; it speaks sq, sr and en")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}

/// The first `max_chars` characters of a text.
pub fn clip(text: &str, max_chars: usize) -> &str {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn language_codes_are_the_stored_form() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            let stored = serde_json::to_string(&language).unwrap();
            assert_eq!(stored, format!("\"{}\"", language.code()));
            assert_eq!(serde_json::from_str::<Language>(&stored).unwrap(), language);
        }
        assert_eq!("hr".parse::<Language>(), Err(UnknownLanguage));
    }

    #[test]
    fn clip_counts_characters_not_bytes() {
        assert_eq!(clip("Љубав", 2), "Љу");
        assert_eq!(clip("Љубав", 5), "Љубав");
        assert_eq!(clip("Љубав", 0), "");
        assert_eq!(clip("😀😀", 1), "😀");
    }

    proptest! {
        #[test]
        fn clip_is_a_prefix_of_the_asked_length(text in any::<String>(), max in 0_usize..40) {
            let clipped = clip(&text, max);
            prop_assert!(text.starts_with(clipped));
            prop_assert_eq!(clipped.chars().count(), max.min(text.chars().count()));
        }
    }
}
