//! Answers to the question that is open.

use crate::{
    commands::{self, YesNo},
    contacts::{Consent, Tongue},
    ids::CaseNumber,
    message::Words,
    phrases::Phrase,
    places::{self, Place},
    text::{Language, Script, fold},
    topics::Topic,
    understanding::{
        Answer, Need, Understanding,
        answer::{leading_digit, yes_no, yes_no_rest},
    },
};

use super::{
    Besides, Deed, Stage, Whereabouts,
    questions::{ask, asks_where},
    turn::{PATIENCE, Talk, join},
};

impl Talk {
    pub(super) fn answer(&mut self, words: Words, understood: &Understanding) {
        match self.conversation.stage.clone() {
            Stage::Idle => self.free_text(words, understood),
            Stage::Language { then } => self.answer_language(words, *then, understood),
            Stage::Consent => self.answer_consent(words, understood),
            Stage::Need => self.answer_need(words, understood),
            Stage::Guess => self.answer_guess(words, understood),
            Stage::Two => self.answer_two(words, understood),
            Stage::Place => self.answer_place(words),
            Stage::PlaceAmong { among } => self.answer_place_among(&among, words),
            Stage::Detail | Stage::DetailBesides if self.tells_of_danger(&words) => self.alarm(words),
            Stage::Detail => self.answer_detail(words, understood),
            Stage::DetailBesides => self.answer_detail_besides(words, understood),
            Stage::Called => self.answer_called(words),
            Stage::Confirm => self.answer_confirm(words, understood),
            Stage::CallNow => self.answer_call_now(words, understood),
            Stage::WhichCase { among } => self.answer_which_case(&among, words),
            Stage::Complaint => self.answer_complaint(words),
            Stage::EventsPlace => self.answer_events_place(words, &understood.gist.place),
            Stage::EventsPlaceAmong { among } => {
                match pick(&among, words.as_str()).or_else(|| known(&words)) {
                    Some(place) => self.subscribe(place),
                    None => self.ask_events_place_again(words),
                }
            }
            Stage::Delete => self.answer_delete(words, understood),
            Stage::Announcing { .. } => {} // colleagues' forms are filled in by `announcing`
        }
    }

    /// Some questions ask whether everybody is safe; the answer may be a bare digit.
    fn tells_of_danger(&self, words: &Words) -> bool {
        let alarming = match self.asked().map(Topic::code) {
            Some("house.minor_repair") => YesNo::Yes, // is anyone in danger in the house now?
            Some("edu.problem" | "house.fire_flood") => YesNo::No, // is the child, is everyone safe?
            _ => return false,
        };
        let language = self.language();
        // "1 window" counts what is broken; "1" and "1 yes" are the answer.
        let rest = leading_digit(words.as_str()).map_or("", |(_, rest)| rest);
        let alone = rest.is_empty() || yes_no(rest, language) == Some(alarming);
        alone && yes_no(words.as_str(), language) == Some(alarming)
    }

    fn answer_language(&mut self, words: Words, then: Stage, understood: &Understanding) {
        const BY_DIGIT: [Tongue; 4] = [
            Tongue::Chosen(Language::Albanian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Cyrillic),
            Tongue::Chosen(Language::English, Script::Latin),
        ];
        let chosen = leading_digit(words.as_str())
            .and_then(|(digit, rest)| Some((*BY_DIGIT.get(usize::from(digit).wrapping_sub(1))?, rest)));
        if let Some((tongue, rest)) = chosen {
            self.conversation.misunderstood = 0;
            self.speak(tongue);
            self.take_in_rest(rest);
            self.go_on_in_language();
            if self.conversation.stage == Stage::Idle {
                self.say(Phrase::LanguageSet);
            }
        } else if self.person.tongue != Tongue::Unknown {
            // Whoever goes on in words is understood; the words answer what was open before.
            self.conversation.stage = then;
            let understood = self.understand(words.as_str(), false);
            self.answer(words, &understood);
        } else {
            self.take_in(words, understood);
            if self.is_patient() {
                return self.ask_again();
            }
            // In both languages from now on, and to a human.
            self.conversation.misunderstood = 0;
            self.draft().topic = Some(Topic::known("other.unclear"));
            self.go(Stage::Consent);
        }
    }

    pub(super) fn answer_consent(&mut self, words: Words, understood: &Understanding) {
        match &understood.answer {
            Some((Answer::Yes, rest)) => {
                self.person.consent = Consent::Given;
                self.conversation.misunderstood = 0;
                self.deeds.push(Deed::Agree);
                self.take_in_rest(rest);
                self.resume();
            }
            Some((Answer::No, _)) => {
                self.deeds.push(Deed::Refuse);
                self.say(Phrase::ConsentNo { tel: self.person.telephone.clone() });
                self.rest();
            }
            _ => {
                self.take_in(words, understood);
                let phrase = if self.is_patient() {
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

    /// A digit chooses, unless the words behind it say more: "3 vjeç, pa certifikatë" is not work, "5 veta" no pension.
    fn answer_need(&mut self, words: Words, understood: &Understanding) {
        let says_more = understood.need.sure().is_some() || understood.household_size.is_some();
        let digit = leading_digit(words.as_str())
            .filter(|(_, rest)| rest.is_empty() || !says_more)
            .and_then(|(digit, rest)| Some((Topic::on_menu(digit)?, rest)));
        if let Some((category, rest)) = digit {
            if category.menu_digit() == Some(0) {
                return self.want_human(words);
            }
            self.draft().topic = Some(category);
            if !rest.is_empty() {
                self.take_in(words, understood);
            }
            self.conversation.misunderstood = 0;
            return self.resume();
        }
        if !self.wish(&words, understood) {
            self.take_in(words, understood);
            self.go_on_with_what_was_told();
        }
    }

    /// After a need was told in words: on with it, or the question whether this is it, or what it is.
    fn go_on_with_what_was_told(&mut self) {
        match (self.conversation.draft.topic, self.conversation.draft.guess) {
            (Some(_), _) => {
                self.conversation.misunderstood = 0;
                self.say_understood();
            }
            (None, Some(_)) => self.resume(),
            (None, None) => self.misunderstood(),
        }
    }

    /// "No" is a misunderstanding; whatever else is written instead may tell it better.
    fn answer_guess(&mut self, words: Words, understood: &Understanding) {
        let asked = self.draft().guess.take();
        let where_too = asks_where(&self.person, &self.conversation.draft);
        match &understood.answer {
            Some((Answer::Yes, rest)) => {
                self.conversation.misunderstood = 0;
                self.draft().topic = asked;
                self.take_in_rest(rest);
                self.resume();
            }
            Some((Answer::No, rest)) => {
                let more = self.understand_rest(rest);
                self.take_in(rest.as_str().into(), &more);
                self.draft().guess = self.draft().guess.filter(|guess| Some(*guess) != asked);
                match (self.is_patient(), self.conversation.draft.topic) {
                    (_, Some(_)) => self.go_on_with_what_was_told(),
                    (true, None) => self.resume(),
                    (false, None) => self.hand_over(),
                }
            }
            _ if where_too && is_place(words.as_str(), understood) => {
                self.conversation.misunderstood = 0;
                self.draft().topic = asked;
                self.answer_place(words);
            }
            _ => {
                self.take_in(words, understood);
                if self.conversation.draft.topic.is_some() {
                    return self.go_on_with_what_was_told();
                }
                self.draft().guess = self.draft().guess.or(asked);
                if self.is_patient() { self.ask_again() } else { self.hand_over() }
            }
        }
    }

    /// A request for each, or for one; whoever says neither has one with all the words, and a human reads them.
    fn answer_two(&mut self, words: Words, understood: &Understanding) {
        let draft = &self.conversation.draft;
        let Some(besides) = draft.besides.clone() else { return self.resume() };
        let named = draft.topic.is_some_and(|first| draft.may_name(first) && draft.may_name(besides.topic));
        let by_word = || match yes_no_rest(words.as_str(), self.language()) {
            _ if means_both(words.as_str()) => Some((Chosen::Both, "")),
            Some((YesNo::Yes, rest)) => Some((Chosen::Both, rest)),
            Some((YesNo::No, rest)) => Some((Chosen::First, rest)),
            None => None,
        };
        let chosen = match (&understood.answer, named) {
            (Some((Answer::Digit(1), rest)), true) => Some((Chosen::First, rest.as_str())),
            (Some((Answer::Digit(2), rest)), true) => Some((Chosen::Second, rest.as_str())),
            (Some((Answer::Digit(3), rest)), true) => Some((Chosen::Both, rest.as_str())),
            _ => by_word(),
        };
        let Some((chosen, rest)) = chosen else {
            self.take_in(words.clone(), understood);
            if self.is_patient() {
                return self.ask_again();
            }
            self.draft().besides = None;
            return self.resume();
        };
        self.conversation.misunderstood = 0;
        let draft = self.draft();
        match chosen {
            Chosen::Both => draft.besides = Some(Box::new(Besides { agreed: true, ..*besides })),
            Chosen::First => draft.besides = None,
            Chosen::Second => (draft.topic, draft.besides) = (Some(besides.topic), None),
        }
        self.take_in_rest(rest);
        self.resume();
    }

    /// "No" to what we said back means that we were wrong, "yes" that we were right; anything else is the place.
    fn answer_place(&mut self, mut words: Words) {
        let by_word = leading_digit(words.as_str()).is_none();
        match yes_no_rest(words.as_str(), self.language()).filter(|_| by_word) {
            Some((YesNo::No, rest)) => {
                let rest = rest.to_owned();
                let draft = self.draft();
                (draft.topic, draft.guess, draft.besides) = (None, None, None);
                self.take_in_rest(&rest);
                return match self.conversation.draft.topic {
                    Some(_) => self.go_on_with_what_was_told(),
                    None => self.resume(),
                };
            }
            Some((YesNo::Yes, "")) => return self.ask_again(),
            Some((YesNo::Yes, rest)) => words = rest.into(),
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
    fn answer_detail(&mut self, words: Words, understood: &Understanding) {
        let draft = self.draft();
        let told = understood.need.sure().or(understood.gist.topic);
        if let (Some(category), Some(topic)) = (draft.topic, told)
            && category.is_category()
            && topic.category() == category
        {
            draft.topic = Some(topic);
        }
        draft.household = draft.household.or(understood.household_size);
        draft.detail = Some(words);
        self.resume();
    }

    fn answer_detail_besides(&mut self, words: Words, understood: &Understanding) {
        let draft = self.draft();
        draft.household = draft.household.or(understood.household_size);
        if let Some(besides) = &mut draft.besides {
            besides.detail = Some(words);
        }
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

    /// Whoever answers neither is asked once more; then a human reads it as it is.
    pub(super) fn answer_confirm(&mut self, words: Words, understood: &Understanding) {
        match &understood.answer {
            Some((Answer::Yes, rest)) => {
                self.take_in_rest(rest);
                self.draft().confirmed = true;
                self.resume();
            }
            Some((Answer::No, rest)) => {
                self.take_in_rest(rest);
                self.menu();
            }
            _ => {
                self.draft().words.push(words);
                if self.is_patient() {
                    return self.ask_again();
                }
                self.draft().confirmed = true;
                self.resume();
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
}

/// Whether this is where they are and no need: a place that is known, or so few words that they name one.
fn is_place(text: &str, understood: &Understanding) -> bool {
    let words = text.split_whitespace().count();
    match understood.gist.place {
        Place::Known(_) | Place::Ask(_) => understood.need.sure().is_none() || words == 1,
        Place::Unknown => words <= 3 && understood.need == Need::Unknown && !text.contains('?'),
    }
}

/// Of two needs.
#[derive(Clone, Copy)]
enum Chosen {
    First,
    Second,
    Both,
}

/// "Both", as people write it instead of the digit.
fn means_both(text: &str) -> bool {
    const BOTH: [&str; 8] = ["te dyja", "te dyjat", "te dy", "dyjat", "oba", "obe", "oboje", "both"];
    BOTH.contains(&fold(text).as_str())
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
