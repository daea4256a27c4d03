//! The four variants of the locales: three languages, Serbian in both scripts. The files are compiled in.
//! Not here: rendering.

use std::borrow::Cow;

use unic_langid::LanguageIdentifier;

use super::Reader;
use crate::{
    places::Municipality,
    text::{Language, Script, latin},
};

/// What the locales are rendered in: languages, and Serbian in both scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    Albanian,
    SerbianCyrillic,
    SerbianLatin,
    English,
}

macro_rules! locale {
    ($name:literal) => {
        [
            ("people.ftl", include_str!(concat!("../../locales/", $name, "/people.ftl"))),
            ("staff.ftl", include_str!(concat!("../../locales/", $name, "/staff.ftl"))),
            ("topics.ftl", include_str!(concat!("../../locales/", $name, "/topics.ftl"))),
        ]
    };
}

/// A file of a locale: its name and its text.
pub(super) type File = (&'static str, Cow<'static, str>);

impl Variant {
    /// In the order of the catalogue's bundles.
    pub(super) const ALL: [Self; 4] =
        [Self::Albanian, Self::SerbianCyrillic, Self::SerbianLatin, Self::English];

    pub(super) const fn of(reader: Reader) -> Self {
        match (reader.language, reader.script) {
            (Language::Albanian, _) => Self::Albanian,
            (Language::Serbian, Script::Cyrillic) => Self::SerbianCyrillic,
            (Language::Serbian, Script::Latin) => Self::SerbianLatin,
            (Language::English, _) => Self::English,
        }
    }

    /// Whoever reads it.
    pub(super) const fn reader(self) -> (Language, Script) {
        match self {
            Self::Albanian => (Language::Albanian, Script::Latin),
            Self::SerbianCyrillic => (Language::Serbian, Script::Cyrillic),
            Self::SerbianLatin => (Language::Serbian, Script::Latin),
            Self::English => (Language::English, Script::Latin),
        }
    }

    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Albanian => "sq",
            Self::SerbianCyrillic => "sr-Cyrl",
            Self::SerbianLatin => "sr-Latn",
            Self::English => "en",
        }
    }

    pub(super) fn langid(self) -> LanguageIdentifier {
        self.tag().parse().expect("every tag is well formed, a test loads them all")
    }

    pub(super) fn files(self) -> Vec<File> {
        let files = match self {
            Self::Albanian => locale!("sq"),
            Self::SerbianCyrillic | Self::SerbianLatin => locale!("sr-Cyrl"),
            Self::English => locale!("en"),
        };
        let written = |source: &'static str| match self {
            Self::SerbianLatin => Cow::Owned(latin(source)),
            _ => Cow::Borrowed(source),
        };
        files.into_iter().map(|(name, source)| (name, written(source))).collect()
    }

    pub(super) fn place(self, place: Municipality) -> &'static str {
        match self {
            Self::Albanian => place.name_sq(),
            Self::SerbianCyrillic => place.name_sr_cyrl(),
            Self::SerbianLatin => place.name_sr_latn(),
            Self::English => place.name_en(),
        }
    }
}
