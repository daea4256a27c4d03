//! The words that work at any moment, and what each does to what is being talked about.
//! Not here: reading them (`commands`).

use crate::{
    commands::Command,
    contacts::{Consent, Tongue},
    message::{Channel, Words},
    phrases::Phrase,
    text::{Language, Script},
    topics::Topic,
};

use super::{Deed, Draft, Pending, Stage, turn::Talk};

impl Talk {
    pub(super) fn obey(&mut self, command: Command, words: Words) {
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
    pub(super) fn script_for(&self, language: Language, words: &Words) -> Script {
        match (crate::text::script_of(words.as_str()), self.person.tongue.known()) {
            (Some(Script::Cyrillic), _) => Script::Cyrillic,
            (_, Some((known, script))) if known == language => script,
            _ => Script::Latin,
        }
    }

    /// STOP in the middle of a need leaves what was told with a human, if it may be kept.
    pub(super) fn stop(&mut self) {
        self.person.stopped = true;
        self.deeds.push(Deed::Stop);
        self.say(Phrase::StopDone);
        let draft = std::mem::take(self.draft());
        if self.person.consent == Consent::Given && !draft.is_empty() {
            self.deeds.push(Deed::HandOver(draft));
        }
        self.rest();
    }

    pub(super) fn start(&mut self) {
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

    pub(super) fn want_human(&mut self, words: Words) {
        if let Some((number, _)) = self.person.open.first().copied() {
            self.deeds.push(Deed::CallMe(number));
            return;
        }
        self.draft().topic = Some(Topic::known("other.talk"));
        self.draft().words.push(words);
        self.resume();
    }

    pub(super) fn events(&mut self) {
        if let Some(Pending::Invitation(_)) = self.person.pending {
            // Somebody with an invitation in hand most likely means that one; the place question follows anyway.
            self.conversation.stage = Stage::Idle;
        }
        self.go(Stage::EventsPlace);
    }

    /// One question back.
    pub(super) fn back(&mut self) {
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

    pub(super) fn menu(&mut self) {
        *self.draft() = Draft { words: std::mem::take(&mut self.draft().words), ..Draft::default() };
        self.resume_or_menu();
    }

    pub(super) fn resume_or_menu(&mut self) {
        let next = self.next();
        self.go(next);
    }
}
