//! What can be wrong with the locales, told so that whoever writes them finds the place.

use std::fmt;

/// Something wrong with a sentence in one language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("locale {locale}: {key}: {flaw}")]
pub struct Problem {
    /// The locale, `sr-Latn` for the derived one.
    pub locale: &'static str,
    /// The key of the sentence; for an unreadable line, its file.
    pub key: String,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What can be wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The file cannot be read from this line on.
    #[error("line {line} is not Fluent: {why}")]
    Unreadable {
        /// The line, counted from one.
        line: usize,
        /// What the parser says.
        why: String,
    },
    /// The key stands there more than once.
    #[error("written more than once")]
    Twice,
    /// There is no such sentence.
    #[error("missing")]
    Missing,
    /// The sentence asks for something its phrase does not have.
    #[error("a blank that cannot be filled: {0}")]
    Blank(String),
}

/// The locales are not complete; nothing must be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(pub Vec<Problem>);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("no problem"),
            [only] => write!(f, "{only}"),
            [first, rest @ ..] => write!(f, "{first}, and {} more", rest.len()),
        }
    }
}

impl std::error::Error for Error {}
