//! Messages that come in parts: the parts wait for each other, and what they say is a message of its own then. Not here: joining
//! them (`message::Parts`).

use chrono::{DateTime, Duration, Utc};

use super::Story;
use crate::{
    contacts::Contact,
    facts::{Elapsed, Fact},
    message::{Line, Part, Parts},
};

/// For so long the others are waited for. Parts come within seconds, or hours later with a network's repetition; whoever is in
/// danger waits for an answer meanwhile.
const PATIENCE: Duration = Duration::minutes(5);
/// So many messages of one person may be incomplete at a time.
const MOST: usize = 8;

impl Story<'_> {
    /// Keeps a part, or says what all of them say.
    pub(super) fn part(&mut self, contact: &Contact, line: &Line, part: Part) {
        let mut part = Some(part);
        for parts in &mut self.traffic.parts {
            let Some(next) = part.take() else { break };
            part = parts.take(line, next).err();
        }
        if let Some(part) = part {
            if self.traffic.parts.len() >= MOST {
                let oldest = self.traffic.parts.remove(0);
                self.joined(contact, &oldest);
            }
            let parts = Parts::begun(line, part, self.now);
            self.facts.push(Fact::TimerSet {
                key: format!("parts:{}", named(contact, &parts)),
                due_at: self.now + PATIENCE,
                elapsed: Elapsed::Parts {
                    from: contact.address.clone(),
                    line: line.clone(),
                    reference: parts.reference.clone(),
                    since: parts.since,
                },
            });
            self.traffic.parts.push(parts);
        }
        let whole: Vec<Parts> = self.traffic.parts.extract_if(.., |parts| parts.are_whole()).collect();
        for parts in &whole {
            self.joined(contact, parts);
        }
    }

    /// Nobody waits for the others any longer.
    pub(super) fn parts_lapsed(&mut self, line: &Line, reference: &str, since: DateTime<Utc>) {
        let Some(contact) = self.scene.contact.clone() else { return };
        let mut conversation = self.scene.conversation.clone();
        let lapsed =
            |parts: &Parts| (&parts.line, parts.reference.as_str(), parts.since) == (line, reference, since);
        let waiting = &mut conversation.traffic.parts;
        let Some(at) = waiting.iter().position(lapsed) else { return };
        let parts = waiting.remove(at);
        self.joined(&contact, &parts);
        self.facts.insert(0, Fact::Remembered { contact, conversation });
    }

    /// What they say is heard like any other message, after what came before it.
    fn joined(&mut self, contact: &Contact, parts: &Parts) {
        self.facts.push(Fact::PartsJoined {
            key: format!("joined:{}", named(contact, parts)),
            from: contact.address.clone(),
            line: parts.line.clone(),
            words: parts.joined(),
        });
    }
}

/// A name of these parts that no others have.
fn named(contact: &Contact, parts: &Parts) -> String {
    format!("{}:{}:{}:{}", contact.id, parts.line, parts.reference, parts.since.timestamp_micros())
}
