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

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    use crate::{
        contacts::{Contact, Tongue},
        decide::decide,
        facts::{Fact, House, Lately, Scene, Stimulus},
        ids::{ContactId, Dice, StaffId},
        message::{Address, Body, Channel, Line},
        phrases::Phrase,
        staff::{Role, Roster, Staff},
        text::{Language, Script},
    };

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn sender(handle: &str) -> (Address, Line) {
        (Address { channel: Channel::Sms, handle: handle.to_owned() }, Line("desk".to_owned()))
    }

    fn ana() -> Contact {
        let (address, line) = sender("+38344123456");
        let tongue = Tongue::Chosen(Language::English, Script::Latin);
        Contact { tongue, ..Contact::met(ContactId(Uuid::from_u128(7)), address, line, NOW) }
    }

    fn scene(contact: Option<Contact>, of_turn: u32, of_all: u32) -> Scene {
        Scene { contact, lately: Some(Lately { of_turn, of_all }), ..Scene::default() }
    }

    /// What is said, and whether somebody new is remembered for it.
    fn said(scene: &Scene, stimulus: &Stimulus) -> (Vec<Phrase>, bool) {
        let staff = |n, role| Staff {
            id: StaffId(Uuid::from_u128(n)),
            role,
            contact: ContactId(Uuid::from_u128(n)),
            municipalities: Vec::new(),
            topics: Vec::new(),
        };
        let roster = Roster(vec![staff(1, Role::Coordinator), staff(2, Role::Caseworker)]);
        let house = House { roster, ..House::default() };
        let facts = decide(scene, &house, stimulus, NOW, &mut Dice::from_seed(1));
        let remembered = matches!(facts.first(), Some(Fact::Remembered { .. }));
        let phrases = facts.into_iter().filter_map(|fact| match fact {
            Fact::Spoke { phrase, .. } => Some(phrase),
            _ => None,
        });
        (phrases.collect(), remembered)
    }

    #[test]
    fn a_known_sender_hears_one_sentence_unless_they_heard_it_lately_or_want_none() {
        let unanswered = Stimulus::Unanswered { seq: 4711, sender: None };
        let heard = |scene: &Scene| said(scene, &unanswered).0;
        assert_eq!(heard(&scene(Some(ana()), 0, 9)), [Phrase::NotHandled]);
        assert_eq!(heard(&scene(Some(ana()), 1, 1)), []);
        assert_eq!(heard(&scene(Some(Contact { gone_at: Some(NOW), ..ana() }), 0, 0)), []);
        assert_eq!(heard(&scene(Some(Contact { stopped_at: Some(NOW), ..ana() }), 0, 0)), []);
        assert_eq!(
            heard(&Scene { contact: Some(ana()), ..Scene::default() }),
            [],
            "it was tried again since"
        );
        assert_eq!(heard(&scene(None, 0, 0)), [], "nobody knows who it was");
    }

    #[test]
    fn a_stranger_is_met_to_be_told_in_both_languages_if_they_can_be_answered() {
        let from = |handle| Stimulus::Unanswered { seq: 4711, sender: Some(sender(handle)) };
        let both = vec![Phrase::NotHandled; 2];
        assert_eq!(said(&scene(None, 0, 0), &from("+38344123456")), (both, true));
        assert_eq!(said(&scene(None, 0, 0), &from("IPKO")), (Vec::new(), false));
    }

    #[test]
    fn coordinators_hear_the_number_three_times_an_hour() {
        let set_aside = Stimulus::SetAside { seq: 4711 };
        let alert = Phrase::StaffSetAside { number: "4711".into() };
        assert_eq!(said(&scene(None, 0, 2), &set_aside), (vec![alert], false));
        assert_eq!(said(&scene(None, 0, 3), &set_aside).0, []);
        assert_eq!(said(&Scene::default(), &set_aside).0, [], "it was tried again since");
    }

    fn news(stimulus: Option<&Stimulus>) -> Vec<Stimulus> {
        Stimulus::news_of_setting_aside(1, stimulus)
    }

    #[test]
    fn news_goes_to_who_waits_and_to_colleagues_and_never_round() {
        let ((from, line), colleagues) = (sender("+38344123456"), [Stimulus::SetAside { seq: 1 }]);
        let came = |from: Option<Address>, body| Stimulus::Came { from, line: line.clone(), body };
        let for_sender = Stimulus::Unanswered { seq: 1, sender: Some((from.clone(), line.clone())) };
        let picture = came(Some(from.clone()), Body::Picture);
        assert_eq!(news(Some(&picture)), [for_sender.clone(), colleagues[0].clone()]);
        assert_eq!(news(Some(&came(Some(from), Body::Blocked))), colleagues);
        assert_eq!(news(Some(&came(None, Body::Picture))), colleagues);
        let unknown = Stimulus::Unanswered { seq: 1, sender: None };
        assert_eq!(news(None), [unknown, colleagues[0].clone()]);
        assert_eq!(news(Some(&for_sender)), []);
        assert_eq!(news(Some(&colleagues[0])), []);
    }
}
