//! Answers to the question that is open.

use crate::{
    commands::{self, YesNo},
    contacts::{Consent, Tongue},
    ids::CaseNumber,
    message::Words,
    phrases::Phrase,
    places::{self, Place},
    text::{Language, Script},
    topics::Topic,
    understanding::Understanding,
};

use super::{
    Deed, Stage, Whereabouts,
    answer::{leading_digit, yes_no},
    questions::ask,
    turn::{PATIENCE, Talk, join},
};

impl Talk {
    pub(super) fn answer(&mut self, words: Words, understood: &Understanding) {
        match self.conversation.stage.clone() {
            Stage::Idle => self.free_text(words, understood),
            Stage::Language { then } => self.answer_language(words, *then, understood),
            Stage::Consent => self.answer_consent(words, understood),
            Stage::Need => self.answer_need(words, understood),
            Stage::Place => self.answer_place(words),
            Stage::PlaceAmong { among } => {
                let municipality = pick(&among, words.as_str()).or_else(|| known(&words));
                let place = self.draft().place.get_or_insert_default();
                place.municipality = municipality;
                self.draft().words.push(words);
                self.resume();
            }
            Stage::Detail if self.tells_of_danger(&words) => {
                self.alarm(words);
            }
            Stage::Detail => {
                self.draft().detail = Some(words);
                self.resume();
            }
            Stage::Called => {
                self.draft().called = Some(words);
                self.resume();
            }
            Stage::Confirm => self.answer_confirm(words),
            Stage::CallNow => self.answer_call_now(words, understood),
            Stage::WhichCase { among } => self.answer_which_case(&among, words),
            Stage::Complaint => self.answer_complaint(words),
            Stage::EventsPlace => self.answer_events_place(&words),
            Stage::EventsPlaceAmong { among } => {
                match pick(&among, words.as_str()).or_else(|| known(&words)) {
                    Some(place) => self.subscribe(place),
                    None => self.ask_events_place_again(),
                }
            }
            Stage::Delete => self.answer_delete(&words),
            Stage::Announcing { .. } => {} // colleagues' forms are filled in by `announcing`
        }
    }

    /// Some questions ask whether everybody is safe; the answer may be a bare digit.
    fn tells_of_danger(&self, words: &Words) -> bool {
        let alarming = match self.conversation.draft.topic.map(Topic::code) {
            Some("house.minor_repair") => YesNo::Yes, // is anyone in danger in the house now?
            Some("edu.problem" | "house.fire_flood") => YesNo::No, // is the child, is everyone safe?
            _ => return false,
        };
        let tongue = self.person.tongue;
        // "1 window" counts what is broken; "1" and "1 yes" are the answer.
        let rest = leading_digit(words.as_str()).map_or("", |(_, rest)| rest);
        let alone = rest.is_empty() || yes_no(rest, tongue) == Some(alarming);
        alone && yes_no(words.as_str(), tongue) == Some(alarming)
    }

    fn answer_language(&mut self, words: Words, then: Stage, understood: &Understanding) {
        const BY_DIGIT: [Tongue; 4] = [
            Tongue::Chosen(Language::Albanian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Cyrillic),
            Tongue::Chosen(Language::English, Script::Latin),
        ];
        let digit = leading_digit(words.as_str()).map(|(digit, _)| usize::from(digit));
        if let Some(tongue) = digit.and_then(|digit| BY_DIGIT.get(digit.wrapping_sub(1))) {
            self.speak(*tongue);
            self.go_on_in_language();
            if self.conversation.stage == Stage::Idle {
                self.say(Phrase::LanguageSet);
            }
        } else if self.person.tongue == Tongue::Unknown {
            self.draft().words.push(words);
            self.ask_again();
        } else {
            // Whoever goes on in words is understood; the words answer what was open before.
            self.conversation.stage = then;
            self.answer(words, understood);
        }
    }

    pub(super) fn answer_consent(&mut self, words: Words, understood: &Understanding) {
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => {
                self.person.consent = Consent::Given;
                self.conversation.misunderstood = 0;
                self.deeds.push(Deed::Agree);
                self.resume();
            }
            Some(YesNo::No) => {
                self.deeds.push(Deed::Refuse);
                self.say(Phrase::ConsentNo { tel: self.person.telephone.clone() });
                self.rest();
            }
            None => {
                let draft = self.draft();
                draft.words.push(words);
                draft.topic = draft.topic.or(understood.topic);
                self.conversation.misunderstood = self.conversation.misunderstood.saturating_add(1);
                let phrase = if self.conversation.misunderstood < PATIENCE {
                    Phrase::ConsentAgain
                } else {
                    Phrase::ConsentOrCall { tel: self.person.telephone.clone() }
                };
                if let Some((_, keyboard)) = ask(&self.person, &self.conversation) {
                    self.deeds.push(Deed::Say(phrase, keyboard));
                }
            }
        }
    }

    pub(super) fn answer_need(&mut self, words: Words, understood: &Understanding) {
        let digit = leading_digit(words.as_str()).and_then(|(digit, _)| Topic::on_menu(digit));
        if let Some(category) = digit {
            if category.menu_digit() == Some(0) {
                return self.want_human(words);
            }
            self.draft().topic = Some(category);
            self.draft().words.push(words);
            self.conversation.misunderstood = 0;
            return self.resume();
        }
        self.draft().words.push(words);
        match understood.topic {
            Some(topic) => {
                self.conversation.misunderstood = 0;
                self.draft().topic = Some(topic);
                self.keep_place(&understood.place);
                self.say_understood();
            }
            None => self.misunderstood(),
        }
    }

    /// "No" to what we said back means that we were wrong; anything else is the place.
    pub(super) fn answer_place(&mut self, words: Words) {
        let language = self.person.tongue.known().map(|(language, _)| language);
        if commands::yes_no(words.as_str(), language) == Some(YesNo::No) {
            self.draft().topic = None;
            return self.resume();
        }
        let (municipality, among) = match places::read_answer(words.as_str()) {
            Place::Known(municipality) => (Some(municipality), None),
            Place::Ask(among) => (None, Some(among.to_vec())),
            Place::Unknown => (None, None),
        };
        self.draft().place = Some(Whereabouts { municipality, words });
        match among {
            Some(among) => self.go(Stage::PlaceAmong { among }),
            None => self.resume(),
        }
    }

    pub(super) fn answer_confirm(&mut self, words: Words) {
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => {
                self.draft().confirmed = true;
                self.resume();
            }
            Some(YesNo::No) => self.menu(),
            None => {
                self.draft().words.push(words);
                self.ask_again();
            }
        }
    }

    pub(super) fn answer_call_now(&mut self, words: Words, understood: &Understanding) {
        let rest = leading_digit(words.as_str()).map_or("", |(_, rest)| rest).into();
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => {
                self.deeds.push(Deed::CallNow(rest));
                self.say(Phrase::UrgentCalling { tel: self.person.telephone.clone() });
                self.rest();
            }
            Some(YesNo::No) => {
                self.deeds.push(Deed::NoCall(rest));
                self.say(Phrase::UrgentNoCall);
                self.rest();
            }
            None => {
                self.conversation.stage = Stage::Idle;
                self.free_text(words, understood);
            }
        }
    }

    pub(super) fn answer_which_case(&mut self, among: &[CaseNumber], words: Words) {
        let text = words.as_str();
        let named = leading_digit(text)
            .and_then(|(digit, _)| among.get(usize::from(digit).wrapping_sub(1)))
            .or_else(|| among.iter().find(|number| text.parse() == Ok(**number)))
            .copied();
        let said = join(&self.conversation.draft.words);
        match (named, leading_digit(text)) {
            (Some(number), _) => {
                self.rest();
                self.add_words(number, said);
            }
            (None, Some((0, _))) => self.resume(),
            _ if self.conversation.misunderstood + 1 >= PATIENCE => {
                let newest = among[0];
                let said = format!("{}\n{text}", said.as_str());
                self.rest();
                self.add_words(newest, said.into());
            }
            _ => {
                self.conversation.misunderstood += 1;
                self.draft().words.push(words);
                self.ask_again();
            }
        }
    }

    /// A complaint that we read out of somebody's words has begun already; theirs to say that it is none.
    fn answer_complaint(&mut self, words: Words) {
        let mut topic = Topic::known("feed.service");
        let mut said = Vec::new();
        if self.conversation.draft.complains() {
            if yes_no(words.as_str(), self.person.tongue) == Some(YesNo::No) {
                return self.menu();
            }
            let draft = std::mem::take(self.draft());
            topic = draft.topic.unwrap_or(topic);
            said = draft.words;
        }
        said.push(words);
        self.deeds.push(Deed::Complain(topic, join(&said)));
        self.come_back();
    }

    fn answer_events_place(&mut self, words: &Words) {
        match places::read_answer(words.as_str()) {
            Place::Known(place) => self.subscribe(place),
            Place::Ask(among) => self.go(Stage::EventsPlaceAmong { among: among.to_vec() }),
            Place::Unknown => self.ask_events_place_again(),
        }
    }

    fn ask_events_place_again(&mut self) {
        self.conversation.misunderstood += 1;
        if self.conversation.misunderstood < PATIENCE {
            return self.go(Stage::EventsPlace);
        }
        self.say(Phrase::NotUnderstood);
        self.come_back();
    }

    fn subscribe(&mut self, place: places::Municipality) {
        self.deeds.push(Deed::Subscribe(place));
        self.say(Phrase::EventsSubscribed { place });
        self.come_back();
    }

    fn answer_delete(&mut self, words: &Words) {
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => {
                self.deeds.push(Deed::Erase);
                self.rest();
            }
            None if self.conversation.misunderstood + 1 < PATIENCE => {
                self.conversation.misunderstood += 1;
                self.ask_again();
            }
            _ => {
                self.say(Phrase::DeleteNot);
                self.come_back();
            }
        }
    }
}

fn pick(among: &[places::Municipality], text: &str) -> Option<places::Municipality> {
    let (digit, _) = leading_digit(text)?;
    among.get(usize::from(digit).wrapping_sub(1)).copied()
}

fn known(words: &Words) -> Option<places::Municipality> {
    match places::read_answer(words.as_str()) {
        Place::Known(municipality) => Some(municipality),
        Place::Ask(_) | Place::Unknown => None,
    }
}
