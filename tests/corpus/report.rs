//! How well messages are understood: figures for each variety and a table of confusion; and the digest by which is known what a
//! model was learned from. For the tests and for `examples/learn`.

use std::{collections::BTreeMap, fmt};

use prag::understanding::{Feature, Intent, Understanding};

use crate::reading::{Message, VARIETIES};

/// What a model was learned from: every label, and every feature of every message.
pub fn digest<'a>(lesson: impl IntoIterator<Item = (&'a Message, &'a Vec<Feature>)>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |number: u64| hash = (hash ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    for (message, features) in lesson {
        let subtopic = message.subtopic.map_or("", |topic| topic.code());
        let second = message.second_intent.map_or("", Intent::code);
        let language = message.language.map_or("", |language| language.code());
        for label in [message.intent.code(), subtopic, second, language] {
            label.bytes().for_each(|byte| mix(u64::from(byte)));
            mix(0x100);
        }
        mix(u64::from(message.urgent) * 2 + u64::from(message.silent));
        features.iter().for_each(|feature| mix(u64::from(feature.key)));
    }
    hash
}

/// Right of all.
#[derive(Clone, Copy, Default)]
pub struct Share {
    pub right: usize,
    pub all: usize,
}

impl Share {
    pub fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// In per cent; of nothing, all.
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { 100.0 * self.right as f64 / self.all as f64 }
    }
}

/// Found of what is there, and there of what is found.
#[derive(Clone, Copy, Default)]
pub struct Finding {
    pub recall: Share,
    pub precision: Share,
}

impl Finding {
    fn add(&mut self, is: bool, said: bool, right: bool) {
        if is {
            self.recall.add(said && right);
        }
        if said {
            self.precision.add(is && right);
        }
    }
}

/// The figures of one variety.
#[derive(Clone, Default)]
pub struct Figures {
    pub intent: Share,
    pub subtopic: Finding,
    pub language: Share,
    pub script: Share,
    pub urgent: Finding,
    /// What colleagues are called for, by a pattern or by what was learned, of what is urgent.
    pub alarm: Finding,
    pub silent: Finding,
    pub second_intent: Finding,
}

impl Figures {
    fn add(&mut self, message: &Message, read: &Understanding) {
        self.intent.add(message.intent == read.intent);
        self.language.add(message.language == read.language);
        self.script.add(message.script == read.script);
        self.urgent.add(message.urgent, read.urgent, true);
        self.alarm.add(message.urgent, read.gist.danger || read.alarming, true);
        self.silent.add(message.silent, read.silent, true);
        let same = message.subtopic == read.subtopic;
        self.subtopic.add(message.subtopic.is_some(), read.subtopic.is_some(), same);
        let same = message.second_intent == read.second_intent;
        self.second_intent.add(message.second_intent.is_some(), read.second_intent.is_some(), same);
    }
}

/// The figures of a part of the corpus.
#[derive(Default)]
pub struct Report {
    varieties: BTreeMap<&'static str, Figures>,
    all: Figures,
    /// How often one intent was taken for another.
    confusion: BTreeMap<(Intent, Intent), usize>,
}

impl Report {
    pub fn add(&mut self, message: &Message, read: &Understanding) {
        self.all.add(message, read);
        self.varieties.entry(message.variety).or_default().add(message, read);
        *self.confusion.entry((message.intent, read.intent)).or_default() += 1;
    }

    /// The figures of a variety, or of all.
    pub fn of(&self, variety: &str) -> Figures {
        if variety == "all" {
            self.all.clone()
        } else {
            self.varieties.get(variety).cloned().unwrap_or_default()
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "variety  messages  intent  language  script   urgent R/P    alarm R/P     silent R/P    subtopic R/P  second R/P"
        )?;
        for variety in VARIETIES.into_iter().chain(["all"]) {
            let Figures { intent, subtopic, language, script, urgent, alarm, silent, second_intent } =
                self.of(variety);
            write!(out, "{variety:<8} {:>8}  {:>6.1}", intent.all, intent.percent())?;
            write!(out, "  {:>8.1}  {:>6.1}", language.percent(), script.percent())?;
            for finding in [urgent, alarm, silent, subtopic, second_intent] {
                write!(out, "   {:>5.1}/{:>5.1}", finding.recall.percent(), finding.precision.percent())?;
            }
            writeln!(out)?;
        }
        write!(out, "\nis \\ taken for")?;
        for intent in Intent::ALL {
            write!(out, " {:>4.4}", intent.code())?;
        }
        writeln!(out)?;
        for is in Intent::ALL {
            write!(out, "{:<14}", is.code())?;
            for taken in Intent::ALL {
                write!(out, " {:>4}", self.confusion.get(&(is, taken)).unwrap_or(&0))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
