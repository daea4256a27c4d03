//! Wishes that have an always-on word, said in somebody's own words: "where is my request", "let somebody call me". Not here: the
//! words (`always`), needs (`course`), and STOP: whoever seems to want it is told the word, for a wrong one would silence us.

use crate::{
    message::Words,
    phrases::Phrase,
    understanding::{Intent, Need, Understanding},
};

use super::{Deed, turn::Talk};

/// How likely a wish must be: of the messages held out that are read so surely, 96 of 100 are right (`tests/corpus/README.md`).
const CLEAR: f32 = 0.9;

impl Talk {
    /// Does what is wished, where that is clear.
    pub(super) fn wish(&mut self, words: &Words, understood: &Understanding) -> bool {
        if understood.confidence < CLEAR || understood.need != Need::Unknown {
            return false;
        }
        match understood.intent {
            Intent::Agent => self.want_human(words.clone()),
            Intent::Help | Intent::Stop => self.explain(),
            Intent::Language => self.ask_language(),
            Intent::Status => return self.tell_status(words),
            _ => return false,
        }
        true
    }

    /// How Prag works; a yes to its "in danger?" is a cry while nothing else is open.
    pub(super) fn explain(&mut self) {
        self.say(Phrase::Help);
        self.conversation.helped = self.conversation.stage == super::Stage::Idle;
    }

    /// Where it stands; what was written goes to the case it belongs to, for a human reads more in it. Where that is not clear, it
    /// is asked.
    fn tell_status(&mut self, words: &Words) -> bool {
        match (self.belongs_to(None), self.person.open.is_empty()) {
            (Some(number), _) => self.deeds.push(Deed::AddWords(number, words.clone())),
            (None, true) => {}
            (None, false) => return false,
        }
        self.deeds.push(Deed::TellStatus(None));
        true
    }
}
