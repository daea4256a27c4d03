//! Buttons under a sentence. Not here: what pressing one does (`staff`, `conversation`).

use serde::{Deserialize, Serialize};

use super::Phrase;

/// A button to be rendered: its label, and what comes back (1 to 64 bytes, Bot API).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What it shows.
    pub label: Phrase,
    /// What it sends back.
    pub data: String,
}

impl Choice {
    /// A button.
    #[must_use]
    pub fn new(label: Phrase, data: impl Into<String>) -> Self {
        Self { label, data: data.into() }
    }
}

/// Buttons, row by row; empty on SMS, where the text names the digits.
pub type Keyboard = Vec<Vec<Choice>>;
