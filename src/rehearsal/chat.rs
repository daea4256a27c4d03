//! What a person sees on the screen: lines of both sides, and which of them the person has heard.
//! Not here: message ids, keyboards' rules (`telegram`), parcels (`sms`).

use std::collections::VecDeque;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The person who holds the phone.
    Person,
    /// Prag.
    Bot,
}

/// A button under a line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What is written on it.
    pub label: String,
    /// What it sends unseen; none for a button that says its label, or that opens a page.
    pub data: Option<String>,
}

/// One line of a chat. `Debug` tells lengths alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who wrote it.
    pub from: Side,
    /// Its text; a photo is `[photo]`.
    pub text: String,
    /// The buttons under it, in rows.
    pub buttons: Vec<Vec<Button>>,
    /// Its place in the chat, from 0; it stays when other lines are deleted.
    pub at_index: usize,
}

/// A line as it came up on the screen; an edited line comes up again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Counts what came up in this chat, from 1.
    pub seq: usize,
    /// The line as it was then.
    #[serde(flatten)]
    pub line: Line,
}

impl fmt::Debug for Button {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Button({} letters)", self.label.chars().count())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let buttons = self.buttons.iter().map(Vec::len).sum::<usize>();
        let letters = self.text.chars().count();
        write!(f, "Line({} by {:?}, {letters} letters, {buttons} buttons)", self.at_index, self.from)
    }
}

/// One person's chat.
#[derive(Default)]
pub(super) struct Chat {
    lines: Vec<Option<Line>>,
    shown: Vec<Line>,
    unheard: VecDeque<Line>,
}

impl Chat {
    pub(super) fn append(&mut self, from: Side, text: String, buttons: Vec<Vec<Button>>) -> usize {
        let at_index = self.lines.len();
        let line = Line { from, text, buttons, at_index };
        self.lines.push(Some(line.clone()));
        self.show(line);
        at_index
    }

    pub(super) fn rewrite(&mut self, at_index: usize, text: String, buttons: Vec<Vec<Button>>) {
        let Some(line) = self.lines.get_mut(at_index).and_then(Option::as_mut) else { return };
        line.text = text;
        line.buttons = buttons;
        let line = line.clone();
        self.show(line);
    }

    /// New buttons alone are not news to anybody.
    pub(super) fn rebutton(&mut self, at_index: usize, buttons: Vec<Vec<Button>>) {
        if let Some(line) = self.lines.get_mut(at_index).and_then(Option::as_mut) {
            line.buttons = buttons;
        }
    }

    pub(super) fn delete(&mut self, at_index: usize) {
        if let Some(line) = self.lines.get_mut(at_index) {
            *line = None;
        }
        self.unheard.retain(|line| line.at_index != at_index);
    }

    pub(super) fn line(&self, at_index: usize) -> Option<&Line> {
        self.lines.get(at_index).and_then(Option::as_ref)
    }

    pub(super) fn lines(&self) -> Vec<Line> {
        self.lines.iter().flatten().cloned().collect()
    }

    pub(super) fn hear(&mut self, mut wanted: impl FnMut(&Line) -> bool) -> Option<Line> {
        let at = self.unheard.iter().position(&mut wanted)?;
        self.unheard.remove(at)
    }

    pub(super) fn unheard(&self) -> Vec<Line> {
        self.unheard.iter().cloned().collect()
    }

    pub(super) fn shown_after(&self, seq: usize) -> Vec<Shown> {
        let later = self.shown.iter().enumerate().skip(seq);
        later.map(|(at, line)| Shown { seq: at + 1, line: line.clone() }).collect()
    }

    fn show(&mut self, line: Line) {
        if line.from == Side::Bot {
            self.unheard.push_back(line.clone());
        }
        self.shown.push(line);
    }
}
