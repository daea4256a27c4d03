//! The words that work at any moment, in every language, script and usual spelling, read from a whole message.
//! Not here: what a command does, digits at menus (0, 9), and danger words in the middle of a text (understanding).

mod answers;
mod keys;
#[cfg(test)]
mod tests;

pub use answers::{YesNo, is_thanks, yes_no};

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::text::{Language, Script, fold, script_of};
use keys::{KEYS, Meaning};

/// What a person asks of Prag itself with a word that always works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// How does this work?
    Help,
    /// How is my request? With the digits of case number and PIN where they were written along.
    Status(Option<StatusKey>),
    /// Do not write to me first any more.
    Stop,
    /// No more invitations; messages about the request go on.
    StopInvitations,
    /// Write to me again.
    Start,
    /// I am in danger.
    Urgent,
    /// I want a person to call me.
    Human,
    /// Another language or script: the one named, or please ask me which.
    Language(Option<(Language, Option<Script>)>),
    /// I have a complaint.
    Complaint,
    /// What do you know about me?
    Data,
    /// Delete what you know about me.
    Delete,
    /// Meetings and invitations.
    Events,
    /// Back, forget this question.
    Back,
    /// Show me the menu.
    Menu,
}

/// The digits written behind STATUS, run together; they may hold a case number and its PIN, so nothing prints them.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusKey {
    /// One digit at least, as typed.
    pub digits: String,
}

impl fmt::Debug for StatusKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("StatusKey(..)")
    }
}

/// The command that a whole message is; nothing for a message that says anything more.
pub fn read(text: &str) -> Option<Command> {
    let key = fold(text);
    if key.is_empty() {
        return read_signs(text);
    }
    let words: Vec<&str> = key.split(' ').take(MOST_WORDS + 1).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    if is_cry(text, &words) {
        return Some(Command::Urgent);
    }
    let said = undoubled(&words).join(" ");
    let exact = KEYS.command(&said).and_then(|meaning| command(meaning, text));
    exact
        .or_else(|| read_status(&words))
        .or_else(|| read_stop(&words))
        .or_else(|| KEYS.slipped(&said).and_then(|meaning| command(meaning, text)))
}

/// Whether a text opens with a word for danger as printed on the cards, whatever follows.
///
/// Such a text is not the command alone: "URGENT somebody is at my door" and "Urgent: we have no firewood" both begin so.
pub fn begins_with_danger(text: &str) -> bool {
    let key = fold(text);
    let words: Vec<&str> = key.split(' ').take(LONGEST_OPENING).collect();
    (1..=words.len()).any(|len| KEYS.means(&words[..len].join(" "), Meaning::OpensUrgent))
}

/// No command is longer; STATUS with a case number and PIN in scattered digits comes nearest.
const MOST_WORDS: usize = 16;

/// The most words of an opening that is marked in the table.
const LONGEST_OPENING: usize = 3;

fn command(meaning: Meaning, text: &str) -> Option<Command> {
    let serbian = |script| Command::Language(Some((Language::Serbian, script)));
    Some(match meaning {
        Meaning::Help => Command::Help,
        Meaning::Status => Command::Status(None),
        Meaning::Stop => Command::Stop,
        Meaning::StopInvitations => Command::StopInvitations,
        Meaning::Start => Command::Start,
        Meaning::Urgent => Command::Urgent,
        Meaning::Human => Command::Human,
        Meaning::Language => Command::Language(None),
        Meaning::Albanian => Command::Language(Some((Language::Albanian, None))),
        Meaning::Serbian => serbian(None),
        Meaning::SerbianAsTyped => serbian(script_of(text)),
        Meaning::SerbianLatin => serbian(Some(Script::Latin)),
        Meaning::SerbianCyrillic => serbian(Some(Script::Cyrillic)),
        Meaning::English => Command::Language(Some((Language::English, None))),
        Meaning::Complaint => Command::Complaint,
        Meaning::Data => Command::Data,
        Meaning::Delete => Command::Delete,
        Meaning::Events => Command::Events,
        Meaning::Back => Command::Back,
        Meaning::Menu => Command::Menu,
        Meaning::Yes
        | Meaning::No
        | Meaning::Thanks
        | Meaning::Please
        | Meaning::AfterStatus
        | Meaning::AfterStop
        | Meaning::OpensUrgent => return None,
    })
}

/// A message without letters or digits: question marks ask for help, the SOS sign is a cry.
fn read_signs(text: &str) -> Option<Command> {
    if text.contains('🆘') {
        return Some(Command::Urgent);
    }
    let marks: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    (marks.contains('?') && marks.chars().all(|c| matches!(c, '?' | '!' | '.'))).then_some(Command::Help)
}

/// "HELP!!!", "ndihme ndihme", "help help me": asked like this, help is not help with Prag.
fn is_cry(text: &str, words: &[&str]) -> bool {
    let Some(calls) = calls_for_help(words) else { return false };
    let bangs = text.nfkc().filter(|c| matches!(c, '!' | '❗' | '❕')).count();
    calls >= 2 || bangs >= 2 || text.contains('🆘')
}

/// How many calls for help the words consist of; nothing when there is any other word among them.
fn calls_for_help(words: &[&str]) -> Option<usize> {
    let (mut calls, mut rest) = (0, words);
    while !rest.is_empty() {
        let is_call = |len: &usize| {
            let key = rest[..*len].join(" ");
            KEYS.means(&key, Meaning::Urgent) || (KEYS.means(&key, Meaning::Help) && key != "info")
        };
        let len = (1..=rest.len()).rev().find(is_call)?;
        calls += 1;
        rest = &rest[len..];
    }
    Some(calls)
}

/// The words once, where a message only says the same thing over and over.
fn undoubled<'a, 'w>(words: &'w [&'a str]) -> &'w [&'a str] {
    let repeats = |len: &usize| {
        words.len().is_multiple_of(*len) && words.chunks(*len).all(|part| *part == words[..*len])
    };
    (1..=words.len()).find(repeats).map_or(words, |len| &words[..len])
}

/// STATUS with digits behind it, grouped and named in any way.
fn read_status(words: &[&str]) -> Option<Command> {
    let runs: Vec<&str> = words.iter().copied().flat_map(letters_and_digits).collect();
    let is_status = |len: &usize| KEYS.means(&runs[..*len].join(" "), Meaning::Status);
    let exact = (1..=runs.len().min(4)).rev().find(is_status);
    let len = exact.or_else(|| (KEYS.slipped(runs[0]) == Some(Meaning::Status)).then_some(1))?;
    let mut digits = String::new();
    for run in &runs[len..] {
        if run.bytes().all(|byte| byte.is_ascii_digit()) {
            digits.push_str(run);
        } else if !KEYS.means(run, Meaning::AfterStatus) {
            return None;
        }
    }
    Some(Command::Status((!digits.is_empty()).then_some(StatusKey { digits })))
}

/// STOP with the same said in other words, or with up to two words that add nothing.
fn read_stop(words: &[&str]) -> Option<Command> {
    let is_stop = |part: &[&str]| KEYS.means(&part.join(" "), Meaning::Stop);
    let len = (1..=words.len()).rev().find(|&len| is_stop(&words[..len]))?;
    let rest = &words[len..];
    let adds_nothing = rest.len() <= 2 && rest.iter().all(|word| KEYS.means(word, Meaning::AfterStop));
    (adds_nothing || is_stop(rest)).then_some(Command::Stop)
}

/// A word and the number glued to it, apart: "pin7310".
fn letters_and_digits(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let (run, after) =
            rest.split_at(rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len()));
        rest = after;
        Some(run)
    })
}
