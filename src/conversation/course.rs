//! The course of an intake: what is asked next, and what is said back before.

use crate::{
    contacts::{Consent, Tongue},
    message::Channel,
    phrases::Phrase,
    topics::{Question, Topic},
};

use super::{
    Deed, Stage,
    questions::ask,
    turn::{PATIENCE, Talk},
};

/// So many words tell something; fewer are a greeting.
const FEW_WORDS: usize = 4;

impl Talk {
    /// Asks the next thing that is not known yet, or opens the case when everything is.
    pub(super) fn resume(&mut self) {
        let was = self.conversation.stage.clone();
        if self.conversation.draft.is_empty() && was != Stage::Consent {
            return self.ask_again();
        }
        match self.next() {
            Stage::Idle => {
                let draft = std::mem::take(self.draft());
                self.rest();
                self.deeds.push(Deed::OpenCase(draft));
            }
            Stage::Place | Stage::PlaceAmong { .. } | Stage::Detail | Stage::Called
                if matches!(was, Stage::Idle | Stage::Consent | Stage::WhichCase { .. }) =>
            {
                self.say_understood();
            }
            next => self.go(next),
        }
    }

    /// Says back what was understood, together with the next question.
    pub(super) fn say_understood(&mut self) {
        let next = self.next();
        let human = self.draft().topic.is_some_and(|topic| topic.category() == Topic::known("other"));
        match (self.draft().topic, &next) {
            (Some(topic), Stage::Place) if topic.discreet() => {
                self.conversation.stage = next;
                self.say(Phrase::UnderstoodQuietly);
            }
            (Some(topic), Stage::Place) => {
                self.conversation.stage = next;
                self.say(Phrase::UnderstoodAskPlace { topic });
            }
            _ if self.has_spoken() => self.go(next),
            (Some(topic), Stage::PlaceAmong { .. } | Stage::Detail | Stage::Called)
                if !topic.discreet() && !human =>
            {
                self.say(Phrase::Understood { topic });
                self.go(next);
            }
            _ => self.go(next),
        }
    }

    /// Whether something is said already in this turn: two messages are the most.
    fn has_spoken(&self) -> bool {
        self.deeds.iter().any(|deed| matches!(deed, Deed::Say(..)))
    }

    pub(super) fn ask_again(&mut self) {
        if let Some((phrase, keyboard)) = ask(&self.person, &self.conversation) {
            self.deeds.push(Deed::Say(phrase, keyboard));
        }
    }

    /// The first thing that is not known yet.
    pub(super) fn next(&self) -> Stage {
        let draft = &self.conversation.draft;
        if self.person.tongue == Tongue::Unknown {
            return Stage::Language { then: Box::default() };
        }
        if draft.complains() {
            return Stage::Complaint; // one may complain without a name, and without being asked for anything
        }
        if self.person.consent != Consent::Given {
            return Stage::Consent;
        }
        let Some(topic) = draft.topic else { return Stage::Need };
        let for_human = topic.category() == Topic::known("other");
        if draft.place.is_none() && !for_human {
            return match draft.among.as_slice() {
                [] => Stage::Place,
                among => Stage::PlaceAmong { among: among.to_vec() },
            };
        }
        if draft.detail.is_none() && self.asks_detail(topic) {
            return Stage::Detail;
        }
        if draft.called.is_none() {
            return Stage::Called;
        }
        if !draft.confirmed && !for_human && self.person.channel == Channel::Telegram {
            return Stage::Confirm;
        }
        Stage::Idle
    }

    /// Whether the question of a topic is asked. "In a few words" is not, by SMS, of somebody who wrote a few words:
    /// with the menu that would be a fifth question.
    fn asks_detail(&self, topic: Topic) -> bool {
        let wrote = || {
            let said = &self.conversation.draft.words;
            said.iter().any(|words| words.as_str().split_whitespace().count() >= FEW_WORDS)
        };
        match topic.question() {
            Question::None => false,
            Question::Own => true,
            Question::General => self.person.channel != Channel::Sms || !wrote(),
        }
    }

    pub(super) fn misunderstood(&mut self) {
        self.conversation.misunderstood += 1;
        if self.conversation.misunderstood < PATIENCE {
            return self.say(Phrase::NotUnderstood);
        }
        if !self.has_spoken() {
            self.say(Phrase::Handover);
        }
        self.draft().topic = Some(Topic::known("other.unclear"));
        self.resume();
    }
}
