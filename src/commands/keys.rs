//! The table of words read from `data/commands.csv`, found by match key, with one typing slip forgiven.
//! Not here: the shapes of messages in which the words count (mod, answers).

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::fold;

pub(super) static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::read(TABLE));

pub(super) const TABLE: &str = include_str!("../../data/commands.csv");

/// The column `command` of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Meaning {
    Help,
    Status,
    Stop,
    StopInvitations,
    Start,
    Urgent,
    Human,
    Language,
    Albanian,
    Serbian,
    SerbianAsTyped,
    SerbianLatin,
    SerbianCyrillic,
    English,
    Complaint,
    Data,
    Delete,
    Events,
    Back,
    Menu,
    Yes,
    No,
    Thanks,
    /// Politeness that may stand behind an answer.
    Please,
    /// May stand between the digits that follow STATUS.
    AfterStatus,
    /// May follow STOP, two at most.
    AfterStop,
    /// Printed on the cards as the word for danger: counts as the beginning of a longer text.
    OpensUrgent,
}

impl Meaning {
    /// Whether a message that is only this says something by itself.
    fn stands_alone(self) -> bool {
        !matches!(self, Self::Please | Self::AfterStatus | Self::AfterStop | Self::OpensUrgent)
    }

    pub(super) fn is_command(self) -> bool {
        self.stands_alone() && !matches!(self, Self::Yes | Self::No | Self::Thanks)
    }
}

/// Words of their own, one letter away from a key: never its slip.
const NOT_SLIPS: [&str; 21] = [
    "albania", "anketa", "cancer", "engleska", "hrvatska", "menja", "nastava", "nastave", "nastavu",
    "nezovite", "objava", "otkaz", "otkaza", "otkazu", "pozivi", "serbia", "sluzbeni", "srpska", "states",
    "zelim se", "zivite",
];

const SHORTEST_FORGIVEN: usize = 6;

pub(super) struct Keys {
    meanings: HashMap<String, Vec<Meaning>>,
    alone: Vec<(Vec<char>, Meaning)>,
}

#[derive(Deserialize)]
struct Line {
    command: Meaning,
    word: String,
}

impl Keys {
    fn read(table: &str) -> Self {
        let mut keys = Self { meanings: HashMap::new(), alone: Vec::new() };
        for line in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let Line { command, word } = line.expect("the table is compiled in and read by the tests");
            let key = fold(&word);
            let meanings = keys.meanings.entry(key.clone()).or_default();
            if key.is_empty() || meanings.contains(&command) {
                continue;
            }
            meanings.push(command);
            if command.stands_alone() {
                keys.alone.push((key.chars().collect(), command));
            }
        }
        keys
    }

    fn meanings(&self, key: &str) -> &[Meaning] {
        self.meanings.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn means(&self, key: &str, meaning: Meaning) -> bool {
        self.meanings(key).contains(&meaning)
    }

    pub(super) fn command(&self, key: &str) -> Option<Meaning> {
        self.meanings(key).iter().copied().find(|meaning| meaning.is_command())
    }

    /// The one meaning within a single slip of `key`; nothing when two different ones are as near.
    pub(super) fn slipped(&self, key: &str) -> Option<Meaning> {
        if NOT_SLIPS.contains(&key) {
            return None;
        }
        let typed: Vec<char> = key.chars().collect();
        let mut nearest = None;
        let mut long_enough = false;
        for (word, meaning) in self.alone.iter().filter(|(word, _)| within_one_slip(&typed, word)) {
            if nearest.is_some_and(|other| other != *meaning) {
                return None;
            }
            nearest = Some(*meaning);
            long_enough |= word.iter().filter(|c| c.is_alphabetic()).count() >= SHORTEST_FORGIVEN;
        }
        nearest.filter(|_| long_enough)
    }
}

/// One letter wrong, missing or too many, or two neighbours exchanged.
fn within_one_slip(typed: &[char], word: &[char]) -> bool {
    if typed.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (typed, word) = (&typed[same..], &word[same..]);
    match typed.len().cmp(&word.len()) {
        Ordering::Less => *typed == word[1..],
        Ordering::Greater => typed[1..] == *word,
        Ordering::Equal => match (typed, word) {
            ([a, b, typed @ ..], [c, d, word @ ..]) if a == d && b == c => typed == word,
            _ => typed.get(1..) == word.get(1..),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_belongs_to_two_different_commands() {
        for (key, meanings) in &KEYS.meanings {
            let mut alone: Vec<Meaning> =
                meanings.iter().copied().filter(|meaning| meaning.stands_alone()).collect();
            // "OK" answers an open question, and thanks when none is open.
            if alone.contains(&Meaning::Yes) {
                alone.retain(|meaning| *meaning != Meaning::Thanks);
            }
            assert!(alone.len() <= 1, "{key:?} means {alone:?}");
        }
    }

    #[test]
    fn a_word_that_is_no_slip_is_one_letter_from_a_key() {
        for word in NOT_SLIPS {
            let typed: Vec<char> = word.chars().collect();
            assert!(
                KEYS.alone.iter().any(|(key, _)| within_one_slip(&typed, key)),
                "{word} needs no exception"
            );
            assert!(KEYS.command(word).is_none());
        }
    }

    #[test]
    fn a_slip_is_one_letter() {
        let slip = |a: &str, b: &str| {
            within_one_slip(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        for near in [
            "status", "statu", "tatus", "sttatus", "statuss", "ststus", "sattus", "statsu", "xtatus",
            "statux",
        ] {
            assert!(slip(near, "status"), "{near}");
            assert!(slip("status", near), "{near}");
        }
        for far in ["stat", "status12", "satsut", "tsatsu", "tatusx", ""] {
            assert!(!slip(far, "status"), "{far}");
        }
        assert!(slip("", "") && slip("a", "") && slip("ab", "ba") && !slip("ab", "cd"));
    }
}
