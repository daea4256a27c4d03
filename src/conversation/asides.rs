//! Answers to what interrupts a need: danger, a complaint, invitations, being forgotten. Not here: the course of a need
//! (`replies`), and what follows when it goes on (`always`).

use crate::{
    commands::{self, YesNo},
    message::Words,
    phrases::Phrase,
    places::{Municipality, Place},
    topics::Topic,
    understanding::{Answer, Understanding, understand},
};

use super::{
    Deed, Stage,
    turn::{Talk, join},
};

impl Talk {
    pub(super) fn answer_call_now(&mut self, words: Words, understood: &Understanding) {
        match &understood.answer {
            Some((Answer::Yes, rest)) => {
                self.deeds.push(Deed::CallNow(rest.as_str().into()));
                self.say(Phrase::UrgentCalling { tel: self.person.telephone.clone() });
                self.rest();
            }
            Some((Answer::No, rest)) => {
                self.deeds.push(Deed::NoCall(rest.as_str().into()));
                self.say(Phrase::UrgentNoCall);
                self.rest();
            }
            _ => {
                self.conversation.stage = Stage::Idle;
                self.free_text(words, understood);
            }
        }
    }

    /// A complaint that we read out of somebody's words has begun already; theirs to say that it is none.
    pub(super) fn answer_complaint(&mut self, words: Words) {
        let begun = self.conversation.draft.complains();
        // No digit was offered: "2 zyrtarë kërkuan para" is no "no".
        if commands::yes_no(words.as_str(), self.language()) == Some(YesNo::No) {
            return if begun { self.menu() } else { self.back() };
        }
        // What was learned tells money asked for from rudeness; of danger it is not asked, for it hears a threat in both.
        let told = understand(words.as_str(), None).need.sure();
        let mut topic = told
            .filter(|told| told.category() == Topic::known("feed"))
            .unwrap_or_else(|| Topic::known("feed.service"));
        let mut said = Vec::new();
        if begun {
            let draft = std::mem::take(self.draft());
            topic = draft.topic.unwrap_or(topic);
            said = draft.words;
        }
        said.push(words);
        self.deeds.push(Deed::Complain(topic, join(&said)));
        self.come_back();
    }

    pub(super) fn answer_events_place(&mut self, words: Words, place: &Place) {
        match place {
            Place::Known(place) => self.subscribe(*place),
            Place::Ask(among) => self.go(Stage::EventsPlaceAmong { among: among.clone() }),
            Place::Unknown => self.ask_events_place_again(words),
        }
    }

    pub(super) fn ask_events_place_again(&mut self, words: Words) {
        if self.is_patient() {
            return self.go(Stage::EventsPlace);
        }
        self.give_up_aside(words);
    }

    /// An aside that was not understood twice: a human talks about it.
    fn give_up_aside(&mut self, words: Words) {
        self.conversation.misunderstood = 0;
        self.conversation.stage = Stage::Idle;
        self.want_human(words);
    }

    pub(super) fn subscribe(&mut self, place: Municipality) {
        self.deeds.push(Deed::Subscribe(place));
        self.say(Phrase::EventsSubscribed { place });
        self.come_back();
    }

    pub(super) fn answer_delete(&mut self, words: Words, understood: &Understanding) {
        match &understood.answer {
            Some((Answer::Yes, rest)) => {
                self.deeds.push(Deed::Erase(rest.as_str().into()));
                self.rest();
            }
            Some((Answer::No, _)) => {
                self.say(Phrase::DeleteNot);
                self.come_back();
            }
            _ if self.is_patient() => self.ask_again(),
            _ => self.give_up_aside(words),
        }
    }
}
