//! What is said of a stimulus that could not be handled: one honest sentence to whoever waits for an answer, and a word
//! to coordinators. Not here: setting it aside (`reception`, `store::aside`).

use super::Story;
use crate::{
    contacts::Contact,
    facts::Fact,
    ids::{ContactId, StaffId},
    message::{Address, Line},
    phrases::{Brief, Keyboard, Phrase},
    staff::Role,
};

/// Alerts of this kind within an hour; more would say nothing new, and `prag inbox aside` shows them all.
const ALERTS: u32 = 3;

impl Story<'_> {
    /// At most one sentence an hour, and none to whoever wants or gets no messages. A stranger whose words do not open
    /// cannot be reached: colleagues know.
    pub(super) fn unanswered(&mut self, sender: Option<&(Address, Line)>) {
        let told_lately = self.scene.lately.is_none_or(|lately| lately.of_turn > 0);
        let (contact, new) = match (&self.scene.contact, sender) {
            (Some(known), _) => (known.clone(), false),
            (None, Some((from, line))) => {
                let id = ContactId::draw(self.now, self.dice);
                (Contact::met(id, from.clone(), line.clone(), self.now), true)
            }
            (None, None) => return,
        };
        if told_lately || !contact.address.answerable() || !contact.hears_news(self.now) {
            return;
        }
        if new {
            let conversation = self.scene.conversation.clone();
            self.facts.push(Fact::Remembered { contact: contact.clone(), conversation });
        }
        self.say(&contact, Phrase::NotHandled, Keyboard::new(), None);
    }

    /// Tells every coordinator under which number an operator finds it.
    pub(super) fn set_aside(&mut self, seq: i64) {
        if self.scene.lately.is_none_or(|lately| lately.of_all >= ALERTS) {
            return;
        }
        let coordinators: Vec<StaffId> =
            self.house.roster.in_role(Role::Coordinator).map(|one| one.id).collect();
        for coordinator in coordinators {
            let number = Brief::from(seq.to_string().as_str());
            self.tell(coordinator, Phrase::StaffSetAside { number }, Keyboard::new(), None);
        }
    }
}
