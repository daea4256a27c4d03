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
    understanding::Gist,
};

use super::{
    Deed, Stage, Whereabouts,
    answer::{leading_digit, yes_no},
    questions::ask,
    turn::{PATIENCE, Talk, join},
};

impl Talk {
    pub(super) fn answer(&mut self, words: Words, understood: &Gist) {
        match self.conversation.stage.clone() {
            Stage::Idle => self.free_text(words, understood),
            Stage::Language { then } => self.answer_language(words, *then, understood),
            Stage::Consent => self.answer_consent(words, understood),
            Stage::Need => self.answer_need(words, understood),
            Stage::Place => self.answer_place(words),
            Stage::PlaceAmong { among } => self.answer_place_among(&among, words),
            Stage::Detail if self.tells_of_danger(&words) => {
                self.alarm(words);
            }
            Stage::Detail => self.answer_detail(words, understood),
            Stage::Called => self.answer_called(words),
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

    fn answer_language(&mut self, words: Words, then: Stage, understood: &Gist) {
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

    pub(super) fn answer_consent(&mut self, words: Words, understood: &Gist) {
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

    /// A digit chooses, unless the words behind it say more: "3 vjeç, pa certifikatë" is not work.
    fn answer_need(&mut self, words: Words, understood: &Gist) {
        let digit = leading_digit(words.as_str())
            .filter(|(_, rest)| rest.is_empty() || understood.topic.is_none())
            .and_then(|(digit, rest)| Some((Topic::on_menu(digit)?, rest)));
        if let Some((category, rest)) = digit {
            if category.menu_digit() == Some(0) {
                return self.want_human(words);
            }
            self.draft().topic = Some(category);
            if !rest.is_empty() {
                self.draft().words.push(words);
            }
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

    /// "No" to what we said back means that we were wrong, "yes" that we were right; anything else is the place.
    fn answer_place(&mut self, words: Words) {
        let language = self.person.tongue.known().map(|(language, _)| language);
        match commands::yes_no(words.as_str(), language) {
            Some(YesNo::No) => {
                self.draft().topic = None;
                return self.resume();
            }
            Some(YesNo::Yes) => return self.ask_again(),
            None => {}
        }
        let (municipality, among) = match places::read_answer(words.as_str()) {
            Place::Known(municipality) => (Some(municipality), None),
            Place::Ask(among) => (None, Some(among)),
            Place::Unknown => (None, None),
        };
        self.draft().place = Some(Whereabouts { municipality, words });
        match among {
            Some(among) => self.go(Stage::PlaceAmong { among }),
            None => self.resume(),
        }
    }

    fn answer_place_among(&mut self, among: &[places::Municipality], words: Words) {
        let municipality = pick(among, words.as_str()).or_else(|| known(&words));
        let draft = self.draft();
        draft.among.clear();
        draft.place.get_or_insert_default().municipality = municipality;
        if leading_digit(words.as_str()).is_none_or(|(_, rest)| !rest.is_empty()) {
            draft.words.push(words);
        }
        self.resume();
    }

    /// The answer to "in a few words" may tell which need of its category it is.
    fn answer_detail(&mut self, words: Words, understood: &Gist) {
        let draft = self.draft();
        if let (Some(category), Some(topic)) = (draft.topic, understood.topic)
            && category.is_category()
            && topic.category() == category
        {
            draft.topic = Some(topic);
        }
        draft.detail = Some(words);
        self.resume();
    }

    /// A bare "ok" is no name; it is asked for once more.
    fn answer_called(&mut self, words: Words) {
        let bare = commands::yes_no(words.as_str(), None) == Some(YesNo::Yes);
        if bare && self.conversation.misunderstood == 0 {
            self.conversation.misunderstood = 1;
            return self.ask_again();
        }
        self.draft().called = Some(words);
        self.resume();
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

    pub(super) fn answer_call_now(&mut self, words: Words, understood: &Gist) {
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

    fn answer_which_case(&mut self, among: &[CaseNumber], words: Words) {
        let text = words.as_str();
        let digit = leading_digit(text);
        let by_digit = digit.and_then(|(digit, rest)| {
            Some((*among.get(usize::from(digit).wrapping_sub(1))?, Words::from(rest)))
        });
        let by_number = || among.iter().find(|number| text.parse() == Ok(**number));
        let named = by_digit.or_else(|| by_number().map(|number| (*number, Words::default())));
        if named.is_none() && digit.is_some_and(|(digit, _)| digit == 0) {
            return self.resume();
        }
        let (number, rest) = match named {
            Some(named) => named,
            None if self.conversation.misunderstood + 1 >= PATIENCE => (among[0], words),
            None => {
                self.conversation.misunderstood += 1;
                self.draft().words.push(words);
                return self.ask_again();
            }
        };
        let mut said = std::mem::take(&mut self.draft().words);
        said.extend(Some(rest).filter(|rest| !rest.as_str().is_empty()));
        self.rest();
        self.add_words(number, join(&said));
    }

    /// A complaint that we read out of somebody's words has begun already; theirs to say that it is none.
    fn answer_complaint(&mut self, words: Words) {
        let begun = self.conversation.draft.complains();
        if yes_no(words.as_str(), self.person.tongue) == Some(YesNo::No) {
            return if begun { self.menu() } else { self.back() };
        }
        let mut topic = Topic::known("feed.service");
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
