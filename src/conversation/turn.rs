//! The turn itself: danger first, then the always-on words, then the answer to the open question, then free text.
//! Nothing here knows of rows, ids or the clock.

use crate::{
    commands::{self, Command, YesNo},
    contacts::{Consent, Tongue},
    events::Answer,
    ids::CaseNumber,
    message::{Channel, Words},
    phrases::{Keyboard, Phrase},
    places::{self, Place},
    text::{Language, Script},
    topics::{Question, Topic},
    understanding::{Understanding, understand},
};

use super::{
    Conversation, Deed, Draft, Heard, Helped, Pending, Person, Stage, Turn, Whereabouts,
    answer::{leading_digit, people, yes_no},
    hiding::hide,
    questions::ask,
};

/// Misunderstandings in a row after which a human reads.
const PATIENCE: u8 = 2;

/// What follows when this person says this, as the conversation stands.
#[must_use]
pub fn turn(person: &Person, conversation: Conversation, heard: &Heard) -> Turn {
    let mut at = Talk { person: person.clone(), conversation, deeds: Vec::new() };
    match heard {
        Heard::Words(words) => at.hear(words),
        Heard::Edited(words) => at.hear_edited(words),
        Heard::Press(data) => at.feel(data),
        Heard::Picture => at.say(Phrase::PictureRefused),
    }
    Turn { conversation: at.conversation, deeds: at.deeds }
}

/// One turn being taken.
struct Talk {
    person: Person,
    conversation: Conversation,
    deeds: Vec<Deed>,
}

impl Talk {
    fn say(&mut self, phrase: Phrase) {
        self.deeds.push(Deed::Say(phrase, Keyboard::new()));
    }

    /// Moves to a question and asks it.
    fn go(&mut self, stage: Stage) {
        self.conversation.stage = stage;
        if let Some((phrase, keyboard)) = ask(&self.person, &self.conversation) {
            self.deeds.push(Deed::Say(phrase, keyboard));
        }
    }

    /// Nothing is open any more and nothing is left over.
    fn rest(&mut self) {
        self.conversation = Conversation::default();
    }

    fn draft(&mut self) -> &mut Draft {
        &mut self.conversation.draft
    }

    // ---- what was heard ----

    fn hear(&mut self, words: &Words) {
        let hidden = hide(words);
        if hidden.is_some() {
            self.say(Phrase::NumbersHidden);
        }
        let words = hidden.unwrap_or_else(|| words.clone());
        let understood = understand(words.as_str());
        self.listen_to_language(&understood);
        if understood.danger {
            return self.alarm(words);
        }
        if let Some(command) = commands::read(words.as_str()) {
            return self.obey(command, words);
        }
        let text = words.as_str();
        if commands::is_thanks(text) && yes_no(text, self.person.tongue).is_none_or(|_| self.nothing_asked())
        {
            return;
        }
        self.answer(words, &understood);
    }

    /// Whether an "ok" can only be thanks.
    fn nothing_asked(&self) -> bool {
        self.conversation.stage == Stage::Idle && self.person.pending.is_none()
    }

    /// A changed message adds to what was said, but answers no question a second time.
    fn hear_edited(&mut self, words: &Words) {
        let words = hide(words).unwrap_or_else(|| words.clone());
        let understood = understand(words.as_str());
        if understood.danger {
            self.listen_to_language(&understood);
            return self.alarm(words);
        }
        if !self.conversation.draft.is_empty() {
            self.draft().words.push(words);
        } else if let Some((number, _)) = self.person.open.first().copied() {
            self.deeds.push(Deed::AddWords(number, words));
        } else {
            self.hear(&words);
        }
    }

    fn feel(&mut self, data: &str) {
        let Some((word, rest)) = data.split_once(':') else { return };
        match word {
            "lang" => {
                if let Some(tongue) = read_tongue(rest) {
                    self.speak(tongue);
                    self.resume();
                }
            }
            "rsvp" => {
                if let Some((event, digit)) = rest.split_once(':')
                    && let Ok(event) = event.parse()
                {
                    self.rsvp(event, digit);
                }
            }
            "helped" => {
                if let Some((number, digit)) = rest.split_once(':')
                    && let Ok(number) = number.parse()
                {
                    self.helped(number, digit);
                }
            }
            _ if word == self.conversation.stage.word() => {
                let words = Words::from(rest);
                let understood = understand(rest);
                self.answer(words, &understood);
            }
            // A button of a question that is no longer open: ask what is open now.
            _ => self.ask_again(),
        }
    }

    /// The last message decides the language, unless one was chosen; an answer to a question does not.
    fn listen_to_language(&mut self, understood: &Understanding) {
        let free_text = matches!(
            self.conversation.stage,
            Stage::Idle | Stage::Language | Stage::Need | Stage::Consent | Stage::CallNow
        );
        match (self.person.tongue, understood.tongue) {
            (Tongue::Unknown, Some((language, script))) => self.speak(Tongue::Read(language, script)),
            (Tongue::Read(was, in_script), Some((language, script)))
                if free_text && (was, in_script) != (language, script) =>
            {
                self.speak(Tongue::Read(language, script));
            }
            _ => {}
        }
    }

    fn speak(&mut self, tongue: Tongue) {
        self.person.tongue = tongue;
        self.deeds.push(Deed::Speak(tongue));
    }

    // ---- danger ----

    /// Numbers that help come before everything else, in both official languages while theirs is unknown.
    fn alarm(&mut self, words: Words) {
        let mut said = std::mem::take(&mut self.draft().words);
        said.push(words);
        self.rest();
        let phrase = if self.person.answered_now {
            self.conversation.stage = Stage::CallNow;
            Phrase::UrgentOpen
        } else {
            Phrase::UrgentClosed { hour: self.person.opens }
        };
        if self.person.tongue == Tongue::Unknown {
            self.deeds.push(Deed::SayIn(phrase.clone(), Language::Albanian, Script::Latin));
            self.deeds.push(Deed::SayIn(phrase, Language::Serbian, Script::Latin));
        } else if self.person.answered_now {
            self.ask_again();
        } else {
            self.say(phrase);
        }
        self.deeds.push(Deed::Alarm(join(&said)));
    }

    // ---- always-on words ----

    fn obey(&mut self, command: Command, words: Words) {
        match command {
            Command::Urgent => self.alarm(words),
            Command::Help => self.say(Phrase::Help),
            Command::Status(key) => self.deeds.push(Deed::TellStatus(key)),
            Command::Stop => self.stop(),
            Command::StopInvitations => {
                self.deeds.push(Deed::StopInvitations);
                self.say(Phrase::StopInvitationsDone);
            }
            Command::Start => self.start(),
            Command::Human => self.want_human(words),
            Command::Language(None) => self.go(Stage::Language),
            Command::Language(Some((language, script))) => {
                let script = script.unwrap_or_else(|| self.script_for(language, &words));
                self.speak(Tongue::Chosen(language, script));
                self.say(Phrase::LanguageSet);
                self.resume();
            }
            Command::Complaint => self.go(Stage::Complaint),
            Command::Data => self.say(Phrase::DataKept),
            Command::Delete => self.go(Stage::Delete),
            Command::Events => self.events(),
            Command::Back => self.back(),
            Command::Menu => self.menu(),
        }
    }

    /// The script of a chosen language: as written now, else as known before.
    fn script_for(&self, language: Language, words: &Words) -> Script {
        match (crate::text::script_of(words.as_str()), self.person.tongue.known()) {
            (Some(Script::Cyrillic), _) => Script::Cyrillic,
            (_, Some((known, script))) if known == language => script,
            _ => Script::Latin,
        }
    }

    /// STOP in the middle of a need leaves what was told with a human, if it may be kept.
    fn stop(&mut self) {
        self.person.stopped = true;
        self.deeds.push(Deed::Stop);
        self.say(Phrase::StopDone);
        let draft = std::mem::take(self.draft());
        if self.person.consent == Consent::Given && !draft.is_empty() {
            self.deeds.push(Deed::OpenCase(draft));
        }
        self.rest();
    }

    fn start(&mut self) {
        if self.person.stopped {
            self.person.stopped = false;
            self.deeds.push(Deed::Start);
            return self.say(Phrase::StartDone);
        }
        // The first word of a new chat, and of somebody who does not know how to begin.
        if self.person.tongue == Tongue::Unknown || self.person.channel == Channel::Telegram {
            return match self.person.tongue {
                Tongue::Chosen(..) => self.resume_or_menu(),
                _ => self.go(Stage::Language),
            };
        }
        self.resume_or_menu();
    }

    fn want_human(&mut self, words: Words) {
        if let Some((number, _)) = self.person.open.first().copied() {
            self.deeds.push(Deed::CallMe(number));
            return;
        }
        self.draft().topic = Some(Topic::known("other.talk"));
        self.draft().words.push(words);
        self.resume();
    }

    fn events(&mut self) {
        if let Some(Pending::Invitation(_)) = self.person.pending {
            // Somebody with an invitation in hand most likely means that one; the place question follows anyway.
            self.conversation.stage = Stage::Idle;
        }
        self.go(Stage::EventsPlace);
    }

    /// One question back.
    fn back(&mut self) {
        let draft = self.draft();
        if draft.called.take().is_none() && draft.detail.take().is_none() && draft.place.take().is_none() {
            draft.topic = None;
        }
        draft.confirmed = false;
        if self.conversation.draft.is_empty() {
            self.rest();
            return self.say(Phrase::Help);
        }
        self.resume();
    }

    fn menu(&mut self) {
        *self.draft() = Draft { words: std::mem::take(&mut self.draft().words), ..Draft::default() };
        self.resume_or_menu();
    }

    fn resume_or_menu(&mut self) {
        let next = self.next();
        self.go(next);
    }

    // ---- the open question ----

    fn answer(&mut self, words: Words, understood: &Understanding) {
        match self.conversation.stage.clone() {
            Stage::Idle => self.free_text(words, understood),
            Stage::Language => self.answer_language(words),
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
            Stage::Complaint => {
                self.deeds.push(Deed::Complain(words));
                self.rest();
            }
            Stage::EventsPlace => self.answer_events_place(&words),
            Stage::EventsPlaceAmong { among } => {
                match pick(&among, words.as_str()).or_else(|| known(&words)) {
                    Some(place) => self.subscribe(place),
                    None => self.misunderstood(),
                }
            }
            Stage::Delete => self.answer_delete(&words),
            Stage::Announcing { .. } => {} // colleagues' forms are filled in by `announcing`
        }
    }

    fn answer_language(&mut self, words: Words) {
        const BY_DIGIT: [Tongue; 4] = [
            Tongue::Chosen(Language::Albanian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Latin),
            Tongue::Chosen(Language::Serbian, Script::Cyrillic),
            Tongue::Chosen(Language::English, Script::Latin),
        ];
        let digit = leading_digit(words.as_str()).map(|(digit, _)| usize::from(digit));
        if let Some(tongue) = digit.and_then(|digit| BY_DIGIT.get(digit.wrapping_sub(1))) {
            self.speak(*tongue);
        } else {
            self.draft().words.push(words);
        }
        self.resume();
    }

    fn answer_consent(&mut self, words: Words, understood: &Understanding) {
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
                if let Some((_, keyboard)) = ask(&self.person, &self.conversation) {
                    self.deeds.push(Deed::Say(Phrase::ConsentAgain, keyboard));
                }
            }
        }
    }

    fn answer_need(&mut self, words: Words, understood: &Understanding) {
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
    fn answer_place(&mut self, words: Words) {
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

    fn answer_confirm(&mut self, words: Words) {
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

    fn answer_call_now(&mut self, words: Words, understood: &Understanding) {
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => {
                self.deeds.push(Deed::CallNow);
                self.say(Phrase::UrgentCalling { tel: self.person.telephone.clone() });
                self.rest();
            }
            Some(YesNo::No) => {
                self.deeds.push(Deed::NoCall);
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

    fn answer_events_place(&mut self, words: &Words) {
        match places::read_answer(words.as_str()) {
            Place::Known(place) => self.subscribe(place),
            Place::Ask(among) => self.go(Stage::EventsPlaceAmong { among: among.to_vec() }),
            Place::Unknown if self.conversation.misunderstood + 1 >= PATIENCE => {
                self.rest();
                self.say(Phrase::Help);
            }
            Place::Unknown => {
                self.conversation.misunderstood += 1;
                self.say(Phrase::AskPlace);
            }
        }
    }

    fn subscribe(&mut self, place: places::Municipality) {
        self.deeds.push(Deed::Subscribe(place));
        self.say(Phrase::EventsSubscribed { place });
        self.rest();
    }

    fn answer_delete(&mut self, words: &Words) {
        match yes_no(words.as_str(), self.person.tongue) {
            Some(YesNo::Yes) => self.deeds.push(Deed::Erase),
            _ => self.say(Phrase::DeleteNot),
        }
        self.rest();
    }

    // ---- free text ----

    /// Nothing is open: the answer to something we asked unasked, words for an open case, or a new need.
    fn free_text(&mut self, words: Words, understood: &Understanding) {
        let text = words.as_str();
        let short = leading_digit(text).is_some() || yes_no(text, self.person.tongue).is_some();
        match self.person.pending {
            Some(Pending::Invitation(event)) if short => return self.rsvp(event, text),
            Some(Pending::Helped(number)) if short => return self.helped(number, text),
            _ => {}
        }
        let new_topic = understood.topic.is_some_and(|topic| {
            self.person.open.iter().all(|(_, open)| open.category() != topic.category())
        });
        match self.person.open.as_slice() {
            [] => self.new_need(words, understood),
            [(number, _)] if !new_topic => {
                let number = *number;
                self.add_words(number, words);
            }
            open => {
                let among = open.iter().take(5).map(|(number, _)| *number).collect();
                self.begin_draft(words, understood);
                self.go(Stage::WhichCase { among });
            }
        }
    }

    fn begin_draft(&mut self, words: Words, understood: &Understanding) {
        self.conversation.misunderstood = 0;
        let mut draft = Draft { words: vec![words], topic: understood.topic, ..Draft::default() };
        std::mem::swap(self.draft(), &mut draft);
        self.keep_place(&understood.place);
    }

    fn new_need(&mut self, words: Words, understood: &Understanding) {
        self.begin_draft(words, understood);
        self.resume();
    }

    /// A place named in free text is taken as said, with the words that named it kept where they stand.
    fn keep_place(&mut self, place: &Place) {
        if let Place::Known(municipality) = place {
            let municipality = Some(*municipality);
            self.draft().place = Some(Whereabouts { municipality, words: Words::default() });
        }
    }

    fn add_words(&mut self, number: CaseNumber, words: Words) {
        self.deeds.push(Deed::AddWords(number, words));
        self.say(Phrase::WordsAdded { case: number });
    }

    fn misunderstood(&mut self) {
        self.conversation.misunderstood += 1;
        if self.conversation.misunderstood < PATIENCE {
            return self.say(Phrase::NotUnderstood);
        }
        self.say(Phrase::Handover);
        self.draft().topic = Some(Topic::known("other.unclear"));
        self.resume();
    }

    // ---- answers to what we asked unasked ----

    fn rsvp(&mut self, event: crate::ids::EventId, text: &str) {
        let answer = match leading_digit(text) {
            Some((1, rest)) => Answer::Yes { people: people(rest) },
            Some((3, _)) => Answer::Maybe,
            _ => match yes_no(text, self.person.tongue) {
                Some(YesNo::Yes) => Answer::Yes { people: people(text) },
                Some(YesNo::No) => Answer::No,
                None => return self.say(Phrase::NotUnderstood),
            },
        };
        self.deeds.push(Deed::Rsvp(event, answer));
    }

    fn helped(&mut self, number: CaseNumber, text: &str) {
        let helped = match (leading_digit(text), yes_no(text, self.person.tongue)) {
            (_, Some(YesNo::Yes)) => Helped::Yes,
            (Some((2 | 3, _)), _) | (_, Some(YesNo::No)) => Helped::NotYet,
            _ => return self.say(Phrase::NotUnderstood),
        };
        let rest = leading_digit(text).map_or("", |(_, rest)| rest);
        self.deeds.push(Deed::Help(number, helped, rest.into()));
    }

    // ---- going on ----

    /// Asks the next thing that is not known yet, or opens the case when everything is.
    fn resume(&mut self) {
        let was = self.conversation.stage.clone();
        if self.conversation.draft.is_empty() && !matches!(was, Stage::Language | Stage::Consent) {
            return self.ask_again();
        }
        match self.next() {
            Stage::Idle => {
                let draft = std::mem::take(self.draft());
                self.rest();
                self.deeds.push(Deed::OpenCase(draft));
            }
            Stage::Place | Stage::Detail | Stage::Called
                if matches!(
                    was,
                    Stage::Idle | Stage::Language | Stage::Consent | Stage::WhichCase { .. }
                ) =>
            {
                self.say_understood();
            }
            next => self.go(next),
        }
    }

    /// Says back what was understood, together with the next question.
    fn say_understood(&mut self) {
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
            (Some(topic), Stage::Detail | Stage::Called) if !topic.discreet() && !human => {
                self.say(Phrase::Understood { topic });
                self.go(next);
            }
            _ => self.go(next),
        }
    }

    fn ask_again(&mut self) {
        if let Some((phrase, keyboard)) = ask(&self.person, &self.conversation) {
            self.deeds.push(Deed::Say(phrase, keyboard));
        }
    }

    /// The first thing that is not known yet.
    fn next(&self) -> Stage {
        let draft = &self.conversation.draft;
        if self.person.tongue == Tongue::Unknown {
            return Stage::Language;
        }
        if self.person.consent != Consent::Given {
            return Stage::Consent;
        }
        let Some(topic) = draft.topic else { return Stage::Need };
        let for_human = topic.category() == Topic::known("other");
        if draft.place.is_none() && !for_human {
            return Stage::Place;
        }
        if draft.detail.is_none() && topic.question() != Question::None {
            return Stage::Detail;
        }
        if draft.called.is_none() {
            return Stage::Called;
        }
        if !draft.confirmed && self.person.channel == Channel::Telegram {
            return Stage::Confirm;
        }
        Stage::Idle
    }
}

fn join(said: &[Words]) -> Words {
    said.iter().map(Words::as_str).collect::<Vec<_>>().join("\n").into()
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

/// The language and script behind a button `lang:…`.
#[must_use]
pub fn read_tongue(code: &str) -> Option<Tongue> {
    Some(match code {
        "sq" => Tongue::Chosen(Language::Albanian, Script::Latin),
        "sr-Latn" => Tongue::Chosen(Language::Serbian, Script::Latin),
        "sr-Cyrl" => Tongue::Chosen(Language::Serbian, Script::Cyrillic),
        "en" => Tongue::Chosen(Language::English, Script::Latin),
        _ => return None,
    })
}
