//! "Where does it stand?": from the known address without a PIN, from any other with number and PIN, and never a way
//! to learn whether a case exists.

use super::Story;
use crate::{
    cases::{EntryKind, Verdict, judge},
    commands::StatusKey,
    contacts::{Contact, Tongue},
    facts::{Fact, pair},
    phrases::{Keyboard, Phrase},
};

/// Cases told at once to a phone that has several.
const MOST: usize = 3;

impl Story<'_> {
    pub(super) fn tell_status(&mut self, contact: &mut Contact, key: Option<&StatusKey>) {
        let named = key.map(|key| pair(&key.digits));
        match named {
            None => {
                let told: Vec<_> =
                    self.scene.cases.iter().take(MOST).map(|case| (case.status(), case.id)).collect();
                if told.is_empty() {
                    return self.say(contact, Phrase::StatusNeedPin, Keyboard::new(), None);
                }
                for (phrase, case) in told {
                    self.say(contact, phrase, Keyboard::new(), Some(case));
                }
            }
            Some((number, _)) if number.is_some_and(|number| self.owns(number)) => {
                let case = self.scene.cases.iter().find(|case| Some(case.number) == number);
                if let Some((phrase, id)) = case.map(|case| (case.status(), case.id)) {
                    self.say(contact, phrase, Keyboard::new(), Some(id));
                }
            }
            Some((Some(_), None)) => self.say(contact, Phrase::StatusNeedPin, Keyboard::new(), None),
            Some(_) => self.judge_pair(contact),
        }
    }

    fn owns(&self, number: crate::ids::CaseNumber) -> bool {
        self.scene.cases.iter().any(|case| case.number == number)
    }

    fn judge_pair(&mut self, contact: &mut Contact) {
        let asked = self.scene.asked.as_ref();
        let verdict = judge(asked.map(|asked| (asked.case.locked, asked.pin_right)), self.scene.tries);
        if let (Verdict::Right, Some(asked)) = (verdict, asked) {
            // The right pair tells whose phone this is, and so the language; a wrong one must tell nothing.
            if let (Tongue::Unknown, Some((language, script))) = (contact.tongue, asked.owner.tongue.known())
            {
                contact.tongue = Tongue::Read(language, script);
            }
            let phrase = asked.case.status();
            return self.say(contact, phrase, Keyboard::new(), None);
        }
        self.facts.push(Fact::PairMistaken { contact: contact.id, case: asked.map(|asked| asked.case.id) });
        self.say(contact, Phrase::StatusNoMatch, Keyboard::new(), None);
        if let (Verdict::WrongAndLocks, Some(asked)) = (verdict, asked) {
            let mut case = asked.case.clone();
            case.locked = true;
            self.enter(case.id, EntryKind::Locked, None, None);
            self.tell_about(&case, &Phrase::StaffCaseLocked { case: case.number });
            self.facts.push(Fact::CaseMoved { case });
        }
    }
}
