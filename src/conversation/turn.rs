//! The turn itself: danger first, then the always-on words, then the answer to the open question, then free text.
//! Nothing here knows of rows, ids or the clock.

use crate::{
    commands::{self, Command, YesNo},
    contacts::{Consent, Tongue},
    message::{Channel, Words},
    phrases::{Keyboard, Phrase},
    text::{Language, Script, script_of},
    topics::{Question, Topic},
    understanding::{
        Need, Open, Tell, Understanding,
        answer::{is_zero, leading_digit, yes_no, yes_no_rest},
        understand,
    },
};

use super::{
    Conversation, Deed, Draft, Heard, Pending, Person, Stage, Turn,
    hiding::{Phones, hide},
    questions::ask,
};

/// Misunderstandings in a row after which a human reads.
pub(super) const PATIENCE: u8 = 2;

/// What follows when this person says this, as the conversation stands.
#[must_use]
pub fn turn(person: &Person, conversation: Conversation, heard: &Heard) -> Turn {
    let mut at = Talk { person: person.clone(), conversation, deeds: Vec::new() };
    match heard {
        Heard::Words(words) => at.hear(words),
        Heard::Edited(words) => at.hear_edited(words),
        Heard::Press(data) => at.feel(data),
        Heard::Picture => at.say(Phrase::PictureRefused),
        Heard::Call => at.be_rung(),
    }
    Turn { conversation: at.conversation, deeds: at.deeds }
}

/// One turn being taken.
pub(super) struct Talk {
    pub(super) person: Person,
    pub(super) conversation: Conversation,
    pub(super) deeds: Vec<Deed>,
}

impl Talk {
    pub(super) fn say(&mut self, phrase: Phrase) {
        self.deeds.push(Deed::Say(phrase, Keyboard::new()));
    }

    /// Moves to a question and asks it.
    pub(super) fn go(&mut self, stage: Stage) {
        self.conversation.stage = stage;
        if let Some((phrase, keyboard)) = ask(&self.person, &self.conversation) {
            self.deeds.push(Deed::Say(phrase, keyboard));
        }
    }

    /// Nothing is open any more and nothing is left over.
    pub(super) fn rest(&mut self) {
        let about = self.conversation.about;
        self.conversation = Conversation { about, ..Conversation::default() };
    }

    pub(super) fn draft(&mut self) -> &mut Draft {
        &mut self.conversation.draft
    }

    // ---- what was heard ----

    pub(super) fn hear(&mut self, words: &Words) {
        let command = commands::read(words.as_str());
        let hidden = match command {
            Some(Command::Status(_)) => None, // its digits are a case number and a PIN, however mistyped
            _ => hide(words, self.awaits_phone()),
        };
        let hid = hidden.is_some();
        let words = hidden.unwrap_or_else(|| words.clone());
        let understood = self.understand(words.as_str(), command.is_some());
        self.listen_to_language(&understood);
        let helped = std::mem::take(&mut self.conversation.helped) && !self.person.returned;
        if sounds_like_danger(&understood) && !self.answers_the_alarm(&words) {
            return self.alarm(words);
        }
        if hid {
            self.say(Phrase::NumbersHidden);
        }
        if let Some(command) = command {
            return self.obey(command, words);
        }
        let text = words.as_str();
        // Many texts offer 0; only here it may mean something else.
        let offered = matches!(self.conversation.stage, Stage::WhichCase { .. } | Stage::Detail);
        if is_zero(text) && !offered {
            return self.want_human(words);
        }
        let agrees = yes_no(text, self.language()).is_some();
        if helped && self.cries(text, &understood) {
            return self.alarm(words);
        }
        if commands::is_thanks(text) && (!agrees || self.nothing_asked(text)) {
            // No answer; but an "ok" may answer a colleague's own question.
            if let (true, Some(number)) = (agrees, self.belongs_to(None)) {
                self.deeds.push(Deed::AddWords(number, words));
            }
            return;
        }
        if self.person.returned {
            self.let_go_of_the_old(&understood);
        }
        self.answer(words, &understood);
    }

    /// The language they write in, where it is known.
    pub(super) fn language(&self) -> Option<Language> {
        self.person.tongue.known().map(|(language, _)| language)
    }

    /// What a text says while this question is open. An always-on word, thanks and signs without a letter say what they say; what
    /// was learned of whole messages is asked where whole messages are told, and by whoever was away for a day.
    pub(super) fn understand(&self, text: &str, command: bool) -> Understanding {
        let open = self.conversation.stage.open(self.language());
        let bare = script_of(text).is_none() || commands::is_thanks(text);
        let asked = self.asked().filter(|_| open == Some(Open::Words));
        let open = match open {
            _ if command => Some(Open::Words),
            _ if self.person.returned && self.conversation.stage.lapses() && !bare => None,
            _ if asked.is_some_and(Topic::counts_people) => Some(Open::People),
            _ if asked.is_some_and(|topic| topic.question() == Question::General) => Some(Open::Menu),
            None if bare => Some(Open::Words),
            Some(open) if self.person.returned && self.conversation.stage.may_be_old() && !bare => match open
            {
                Open::YesNo(language) => Some(Open::Agree(language)),
                _ => Some(Open::Menu),
            },
            open => open,
        };
        understand(text, open)
    }

    /// The topic whose question is open.
    pub(super) fn asked(&self) -> Option<Topic> {
        let draft = &self.conversation.draft;
        match self.conversation.stage {
            Stage::Detail => draft.topic,
            Stage::DetailBesides => draft.besides.as_ref().map(|besides| besides.topic),
            _ => None,
        }
    }

    /// What is said besides an answer; three words or more may be a need of their own.
    pub(super) fn understand_rest(&self, rest: &str) -> Understanding {
        let whole = rest.split_whitespace().nth(2).is_some();
        understand(rest, if whole { None } else { Some(Open::Words) })
    }

    /// Whether this is a yes to "in danger?", which the help that was just said asks in passing; "ok" only thanks for it, and no
    /// digit was offered.
    fn cries(&self, text: &str, understood: &Understanding) -> bool {
        let yes = yes_no_rest(text, self.language()).is_some_and(|(yes_no, _)| yes_no == YesNo::Yes);
        self.conversation.stage == Stage::Idle
            && yes
            && leading_digit(text).is_none()
            && understood.need == Need::Unknown
            && !commands::is_thanks(text)
    }

    /// Whoever comes back after a day with something else does not answer yesterday's question: what was told goes to
    /// a human as far as it was told.
    fn let_go_of_the_old(&mut self, understood: &Understanding) {
        let draft = &self.conversation.draft;
        let other = match (draft.topic, understood.need.sure()) {
            (Some(was), Some(is)) => was.category() != is.category(),
            _ => false,
        };
        let over = match self.conversation.stage {
            ref stage if stage.lapses() => true,
            ref stage => stage.may_be_old() && other,
        };
        if over {
            self.leave_to_a_human();
            self.rest();
        }
    }

    /// What was told so far goes to a human as it is, if it may be kept.
    pub(super) fn leave_to_a_human(&mut self) {
        let draft = std::mem::take(self.draft());
        if self.person.consent == Consent::Given && !draft.is_empty() {
            self.deeds.extend(draft.requests().into_iter().map(Deed::HandOver));
        }
    }

    /// Whether we asked which number to call, or, by Telegram, said "if you have not given us your number yet": somebody
    /// abroad writes it in any form.
    fn awaits_phone(&self) -> Phones {
        let told = self.person.channel == Channel::Telegram && !self.person.open.is_empty();
        match self.conversation.stage {
            Stage::Called | Stage::Confirm => Phones::Asked,
            Stage::Idle if told => Phones::Asked,
            _ => Phones::NotAsked,
        }
    }

    /// "1 he has a knife, hurry": the alarm is raised already, and this says whether to call.
    fn answers_the_alarm(&self, words: &Words) -> bool {
        self.conversation.stage == Stage::CallNow && yes_no(words.as_str(), self.language()).is_some()
    }

    /// Whether an "ok" can only be thanks: nothing is asked, or only what a polite word must not decide. "Did the help
    /// arrive?" is answered by "po faleminderit", but not by "ok".
    fn nothing_asked(&self, text: &str) -> bool {
        let polite = || commands::is_thanks(text.split_whitespace().next().unwrap_or(text));
        self.conversation.stage == Stage::Idle
            && match self.person.pending {
                None | Some(Pending::Undecided(_) | Pending::Answered(_)) => true,
                Some(Pending::Helped(..)) => polite(),
                Some(Pending::Invitation(_)) => false,
            }
    }

    /// A changed message adds to what was said, but answers no question a second time.
    pub(super) fn hear_edited(&mut self, words: &Words) {
        let words = hide(words, self.awaits_phone()).unwrap_or_else(|| words.clone());
        let understood = self.understand(words.as_str(), commands::read(words.as_str()).is_some());
        if sounds_like_danger(&understood) {
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

    pub(super) fn feel(&mut self, data: &str) {
        let Some((word, rest)) = data.split_once(':') else { return };
        match word {
            "lang" => {
                if let Some(tongue) = read_tongue(rest) {
                    self.speak(tongue);
                    self.go_on_in_language();
                    if self.conversation.stage == Stage::Idle {
                        self.say(Phrase::LanguageSet);
                    }
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
                let understood = self.understand(rest, false);
                self.answer(Words::from(rest), &understood);
            }
            _ => self.feel_old(word, rest),
        }
    }

    /// A button of a question that is no longer open: some still say what is wanted, others ask what is open now.
    fn feel_old(&mut self, word: &str, rest: &str) {
        let idle = self.conversation.stage == Stage::Idle;
        let words = Words::from(rest);
        match word {
            "need" if rest == "0" => self.want_human(words),
            "need" if idle => {
                self.press(Stage::Need, words);
            }
            "consent" if rest == "1" && self.person.consent != Consent::Given => {
                self.press(Stage::Consent, words);
            }
            "call" if idle && self.person.alarm.is_some() => {
                self.press(Stage::CallNow, words);
            }
            _ => self.ask_again(),
        }
    }

    /// A button answers the question it was under.
    fn press(&mut self, stage: Stage, words: Words) {
        self.conversation.stage = stage;
        let understood = self.understand(words.as_str(), false);
        self.answer(words, &understood);
    }

    /// The open question once more; without one, what a call may have meant, which any word answers: 0 is a call everywhere.
    fn be_rung(&mut self) {
        match ask(&self.person, &self.conversation) {
            Some((phrase, keyboard)) => self.deeds.push(Deed::Say(phrase, keyboard)),
            None => self.say(Phrase::MissedCall),
        }
    }

    /// The last message decides the language, unless one was chosen; an answer to a question does not.
    pub(super) fn listen_to_language(&mut self, understood: &Understanding) {
        let free_text = matches!(
            self.conversation.stage,
            Stage::Idle
                | Stage::Language { .. }
                | Stage::Need
                | Stage::Guess
                | Stage::Consent
                | Stage::CallNow
        );
        let Some(Tell { tongue: (language, script), certain }) = understood.tongue() else { return };
        let changes = match self.person.tongue {
            Tongue::Unknown => true,
            Tongue::Read(was, _) if was != language => free_text && certain,
            Tongue::Read(_, in_script) => free_text && in_script != script,
            Tongue::Chosen(..) => false,
        };
        if changes {
            self.speak(Tongue::Read(language, script));
        }
    }

    pub(super) fn speak(&mut self, tongue: Tongue) {
        self.person.tongue = tongue;
        self.deeds.push(Deed::Speak(tongue));
    }

    // ---- danger ----

    /// Numbers that help come before everything else. What was told of another need goes along: where they are, and
    /// what to call them.
    pub(super) fn alarm(&mut self, words: Words) {
        let mut draft = std::mem::take(self.draft());
        draft.words.extend(draft.besides.take().and_then(|besides| besides.detail));
        draft.words.push(words);
        self.rest();
        if self.person.answered_now {
            self.go(Stage::CallNow);
        } else {
            self.say(Phrase::UrgentClosed { hour: self.person.opens });
        }
        self.deeds.push(Deed::Alarm(draft));
    }
}

/// A pattern says so, or what was learned of whole messages.
fn sounds_like_danger(understood: &Understanding) -> bool {
    understood.gist.danger || understood.alarming
}

pub(super) fn join(said: &[Words]) -> Words {
    said.iter().map(Words::as_str).collect::<Vec<_>>().join("\n").into()
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
