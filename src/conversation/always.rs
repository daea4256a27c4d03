//! The words that work at any moment, and what each does to what is being talked about.
//! Not here: reading them (`commands`).

use crate::{
    commands::Command,
    contacts::{Consent, Tongue},
    message::{Channel, Words},
    phrases::Phrase,
    text::{Language, Script},
    topics::{Question, Topic},
    understanding::answer::is_zero,
};

use super::{
    Deed, Stage,
    turn::{Talk, join},
};

impl Talk {
    pub(super) fn obey(&mut self, command: Command, words: Words) {
        match command {
            Command::Urgent => self.alarm(words),
            Command::Help => self.explain(),
            Command::Status(key) => self.deeds.push(Deed::TellStatus(key)),
            Command::Stop => self.stop(),
            Command::StopInvitations => {
                self.deeds.push(Deed::StopInvitations);
                self.say(Phrase::StopInvitationsDone);
            }
            Command::Start => self.start(),
            Command::Human => self.want_human(words),
            Command::Language(None) => self.ask_language(),
            Command::Language(Some((language, script))) => {
                let script = script.unwrap_or_else(|| self.script_for(language, &words));
                self.speak(Tongue::Chosen(language, script));
                self.say(Phrase::LanguageSet);
                self.go_on_in_language();
            }
            Command::Complaint => self.aside(Stage::Complaint),
            Command::Data => self.say(Phrase::DataKept),
            Command::Delete => self.aside(Stage::Delete),
            Command::Events => self.aside(Stage::EventsPlace),
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
        self.leave_which_case();
        self.leave_to_a_human();
        self.rest();
    }

    fn start(&mut self) {
        if self.person.stopped {
            self.person.stopped = false;
            self.deeds.push(Deed::Start);
            return self.say(Phrase::StartDone);
        }
        // The first word of a new chat, and of somebody who does not know how to begin.
        match (self.person.tongue, self.person.channel) {
            (Tongue::Unknown, _) | (Tongue::Read(..), Channel::Telegram) => self.ask_language(),
            _ => self.resume_or_menu(),
        }
    }

    /// A need that is being told goes to a human as far as it was told; without one, the newest case does.
    pub(super) fn want_human(&mut self, words: Words) {
        self.leave_which_case();
        let known = self.person.alarm.or_else(|| self.person.open.first().map(|(number, _)| *number));
        if let (true, Some(number)) = (self.conversation.draft.is_empty(), known) {
            self.rest();
            return self.deeds.push(Deed::CallMe(number));
        }
        let words = if is_zero(words.as_str()) { Words::default() } else { words };
        let draft = &mut self.conversation.draft;
        let topic = *draft.topic.get_or_insert_with(|| Topic::known("other.talk"));
        draft.leave_to_a_human();
        draft.place.get_or_insert_default();
        if topic.question() != Question::None {
            draft.detail.get_or_insert_default();
        }
        match self.conversation.stage {
            Stage::Called => draft.called = Some(words),
            Stage::Confirm => draft.confirmed = true,
            _ => draft.words.push(words),
        }
        if self.conversation.stage != Stage::Consent {
            self.conversation.stage = Stage::Need;
        }
        self.resume();
    }

    /// Words that wait for "which request?" go to the newest when something else comes between.
    fn leave_which_case(&mut self) {
        if let Stage::WhichCase { among } = &self.conversation.stage
            && let Some(newest) = among.first().copied()
        {
            let said = join(&self.conversation.draft.words);
            self.rest();
            self.deeds.push(Deed::AddWords(newest, said));
        }
    }

    // ---- asides: questions that interrupt a need and come back to it ----

    fn aside(&mut self, stage: Stage) {
        self.leave_which_case();
        self.conversation.misunderstood = 0;
        self.go(stage);
    }

    /// The aside is over: on with the need that was being told, if there is one.
    pub(super) fn come_back(&mut self) {
        if self.conversation.draft.is_empty() {
            return self.rest();
        }
        self.conversation.misunderstood = 0;
        self.conversation.stage = Stage::Need;
        self.resume();
    }

    /// Asks for the language; whatever was asked before is asked again afterwards.
    pub(super) fn ask_language(&mut self) {
        let then = match std::mem::take(&mut self.conversation.stage) {
            Stage::Language { then } => then,
            stage => Box::new(stage),
        };
        self.go(Stage::Language { then });
    }

    /// The language is known now: on with the question that was open.
    pub(super) fn go_on_in_language(&mut self) {
        if let Stage::Language { then } = &mut self.conversation.stage {
            self.conversation.stage = std::mem::take(then);
        }
        let met = self.person.consent != Consent::Unasked || !self.person.open.is_empty();
        match (&self.conversation.stage, self.conversation.draft.is_empty()) {
            (Stage::Idle, false) => self.resume(),
            (Stage::Idle, true) if !met => self.go(Stage::Consent),
            _ => self.ask_again(),
        }
    }

    // ---- going back ----

    /// One question back.
    pub(super) fn back(&mut self) {
        match self.conversation.stage {
            Stage::Complaint | Stage::EventsPlace | Stage::EventsPlaceAmong { .. } | Stage::Delete => {
                self.come_back();
                if self.deeds.is_empty() {
                    self.explain();
                }
                return;
            }
            Stage::CallNow | Stage::WhichCase { .. } => return self.ask_again(),
            _ => {}
        }
        let draft = self.draft();
        let besides = draft.besides.as_mut().and_then(|besides| besides.detail.take());
        if draft.called.take().is_none()
            && besides.is_none()
            && draft.detail.take().is_none()
            && draft.place.take().is_none()
        {
            (draft.topic, draft.guess, draft.besides) = (None, None, None);
        }
        draft.confirmed = false;
        if self.conversation.draft.is_empty() {
            self.rest();
            return self.explain();
        }
        self.conversation.stage = Stage::Need;
        self.resume();
    }

    pub(super) fn menu(&mut self) {
        let told = std::mem::take(self.draft());
        let besides = told.besides.and_then(|besides| besides.detail);
        let draft = self.draft();
        draft.words = told.words.into_iter().chain(told.detail).chain(besides).collect();
        (draft.quiet, draft.household) = (told.quiet, told.household);
        self.resume_or_menu();
    }

    fn resume_or_menu(&mut self) {
        let next = self.next();
        self.go(next);
    }
}
