//! The course of an intake: what is asked next, and what is said back before.

use crate::{
    contacts::{Consent, Tongue},
    message::{Channel, Words},
    phrases::Phrase,
    topics::{Question, Topic},
    understanding::{Need, Understanding},
};

use super::{
    Besides, Deed, Stage,
    questions::ask,
    turn::{PATIENCE, Talk},
};

/// So many words tell something; fewer are a greeting.
const FEW_WORDS: usize = 4;

impl Talk {
    // ---- what was told ----

    /// Keeps what was written with the need that is being told, and what was understood of it where that is not known yet.
    pub(super) fn take_in(&mut self, words: Words, understood: &Understanding) {
        let draft = &mut self.conversation.draft;
        if !words.as_str().is_empty() {
            draft.words.push(words);
        }
        draft.quiet |= understood.silent;
        draft.household = draft.household.or(understood.household_size);
        if draft.topic.is_none() {
            self.take_in_need(understood);
        }
        if self.conversation.draft.place.is_none() {
            self.keep_place(&understood.gist.place);
        }
    }

    /// A likely need is asked about by its name, where that may be said; elsewhere it is taken as its category.
    fn take_in_need(&mut self, understood: &Understanding) {
        let draft = &mut self.conversation.draft;
        match understood.need {
            Need::Sure(topic) => {
                draft.topic = Some(topic);
                draft.guess = None;
                let besides = |topic| Box::new(Besides { topic, agreed: false, detail: None });
                draft.besides = understood.besides.map(besides);
            }
            Need::Likely(topic) if draft.may_name(topic) => draft.guess = Some(topic),
            Need::Likely(topic) => draft.topic = Some(topic.category()),
            Need::Unknown => {}
        }
    }

    /// Keeps what was written besides an answer ("1 jemi 5 veta ne Peje").
    pub(super) fn take_in_rest(&mut self, rest: &str) {
        if !rest.is_empty() {
            let understood = self.understand_rest(rest);
            self.take_in(rest.into(), &understood);
        }
    }

    // ---- what is asked next ----

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
                self.deeds.push(Deed::OpenCases(draft.requests()));
            }
            Stage::Place
            | Stage::PlaceAmong { .. }
            | Stage::Detail
            | Stage::DetailBesides
            | Stage::Called
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
        let draft = &self.conversation.draft;
        let Some(topic) = draft.topic else { return self.go(next) };
        let named = draft.may_name(topic) && topic.category() != Topic::known("other");
        let place = draft.place.as_ref().and_then(|place| place.municipality);
        let said = match (&next, place) {
            (Stage::Place, _) => {
                self.conversation.stage = next;
                return self.say(match named {
                    true => Phrase::UnderstoodAskPlace { topic },
                    false => Phrase::UnderstoodQuietly,
                });
            }
            _ if self.has_spoken() || !named => None,
            (Stage::Detail | Stage::DetailBesides | Stage::Called, Some(place)) => {
                Some(Phrase::UnderstoodAt { topic, place })
            }
            (Stage::PlaceAmong { .. } | Stage::Detail | Stage::DetailBesides | Stage::Called, _) => {
                Some(Phrase::Understood { topic })
            }
            _ => None,
        };
        if let Some(said) = said {
            self.say(said);
        }
        self.go(next);
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
        // Whoever was not understood twice reads both languages until they show theirs.
        let given_up = draft.topic == Some(Topic::known("other.unclear"));
        if self.person.tongue == Tongue::Unknown && !given_up {
            return Stage::Language { then: Box::default() };
        }
        if draft.complains() {
            return Stage::Complaint; // one may complain without a name, and without being asked for anything
        }
        if self.person.consent != Consent::Given {
            return Stage::Consent;
        }
        let Some(topic) = draft.topic else {
            return if draft.guess.is_some() { Stage::Guess } else { Stage::Need };
        };
        let besides = draft.besides.as_ref();
        if besides.is_some_and(|besides| !besides.agreed) {
            return Stage::Two;
        }
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
        if besides.is_some_and(|besides| besides.detail.is_none() && self.asks_detail(besides.topic)) {
            return Stage::DetailBesides;
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
        if self.is_patient() {
            return self.say(Phrase::NotUnderstood);
        }
        self.hand_over();
    }

    /// Whether it may be asked once more; the next time a human reads.
    pub(super) fn is_patient(&mut self) -> bool {
        self.conversation.misunderstood = self.conversation.misunderstood.saturating_add(1);
        self.conversation.misunderstood < PATIENCE
    }

    /// A human reads what was written so far, and is told whom to call.
    pub(super) fn hand_over(&mut self) {
        if !self.has_spoken() {
            self.say(Phrase::Handover);
        }
        let draft = self.draft();
        draft.topic.get_or_insert_with(|| Topic::known("other.unclear"));
        draft.leave_to_a_human();
        self.resume();
    }
}
