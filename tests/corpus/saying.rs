//! How often what the conversation says back is right, how often it must ask, and whether a need is as likely as it is said to be:
//! what the bounds in `src/understanding/judgement.rs` are chosen by. For the tests and for `examples/learn`.

use std::{collections::BTreeMap, fmt};

use prag::understanding::{Intent, Need, Understanding};

use crate::{reading::Message, report::Share};

/// What is done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// A need is said back and gone on with.
    Said,
    /// The same of what is not named: a complaint, and what others must not read.
    Quiet,
    /// A category is, since it is not sure which need of it is meant.
    SaidCategory,
    /// "Is it about this?"
    Asked,
    /// "You wrote about two things."
    AskedTwo,
    /// "What do you need?", though one is told.
    Menu,
    /// The same, and none is told.
    Nothing,
}

/// Of one thing that is done: how often, and how often it is right.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    /// Right in what is named.
    pub right: Share,
    /// Right in its kind, so that the right colleague reads it.
    pub kind: Share,
}

/// Over many messages.
#[derive(Default)]
pub struct Saying {
    done: BTreeMap<Done, Outcome>,
    /// By tenths of likelihood.
    bands: BTreeMap<u8, Share>,
    all: usize,
}

impl Saying {
    pub fn add(&mut self, message: &Message, read: &Understanding) {
        self.all += 1;
        let told = message.subtopic.is_some() || Intent::ALL[..12].contains(&message.intent);
        let (done, right, kind) = match (read.need, read.besides) {
            (Need::Sure(first), Some(second)) => {
                let both = [Some(Intent::of(first)), Some(Intent::of(second))];
                let two = message.second_intent.is_some();
                let right =
                    two && both.contains(&Some(message.intent)) && both.contains(&message.second_intent);
                (Done::AskedTwo, right, two)
            }
            (Need::Sure(topic), None) if topic.is_category() => {
                let right = Intent::of(topic) == message.intent;
                (Done::SaidCategory, right, right)
            }
            (Need::Sure(topic) | Need::Likely(topic), _) => {
                let quiet = topic.discreet() || Intent::of(topic) == Intent::Feedback;
                let done = match read.need {
                    Need::Likely(_) => Done::Asked,
                    _ if quiet => Done::Quiet,
                    _ => Done::Said,
                };
                (done, message.subtopic == Some(topic), message.intent == Intent::of(topic))
            }
            (Need::Unknown, _) => (if told { Done::Menu } else { Done::Nothing }, !told, !told),
        };
        let outcome = self.done.entry(done).or_default();
        outcome.right.add(right);
        outcome.kind.add(kind);
        if matches!(done, Done::Said | Done::Quiet | Done::Asked) && read.need_confidence > 0.0 {
            let tenth = (read.need_confidence * 10.0).clamp(0.0, 9.0) as u8;
            self.bands.entry(tenth).or_default().add(right);
        }
    }

    /// What is done so.
    pub fn of(&self, done: Done) -> Outcome {
        self.done.get(&done).copied().unwrap_or_default()
    }

    /// How many of the needs were right whose likelihood begins with this tenth.
    pub fn bands(&self) -> impl Iterator<Item = (u8, Share)> {
        self.bands.iter().map(|(tenth, share)| (*tenth, *share))
    }
}

impl fmt::Display for Saying {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "what is done                messages   in 100    right   right in kind")?;
        for (done, words) in [
            (Done::Said, "a need is said back"),
            (Done::Quiet, "a need is taken quietly"),
            (Done::SaidCategory, "a category is said back"),
            (Done::Asked, "it is asked: about this?"),
            (Done::AskedTwo, "it is asked: two things?"),
            (Done::Menu, "what do you need? (told)"),
            (Done::Nothing, "what do you need?"),
        ] {
            let Outcome { right, kind } = self.of(done);
            let share = 100.0 * right.all as f64 / self.all.max(1) as f64;
            writeln!(
                out,
                "{words:<26}  {:>8}   {share:>6.1}   {:>6.1}   {:>6.1}",
                right.all,
                right.percent(),
                kind.percent()
            )?;
        }
        writeln!(out, "\nlikelihood   messages    right")?;
        for (tenth, share) in self.bands() {
            writeln!(out, "0.{tenth} and more   {:>8}   {:>6.1}", share.all, share.percent())?;
        }
        Ok(())
    }
}
