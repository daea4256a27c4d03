//! A dialogue event: drafted by a leader, approved by a second person, sent to those who asked, answered by them.

use super::Story;
use crate::{
    contacts::Contact,
    conversation::{
        Conversation, Stage,
        announcing::{Filled, Form, Proposal},
    },
    events::{Answer, Event, Kind, NotDecided, Seated, Stand, Wording, seat},
    facts::{ConsentAnswer, Fact, Scope},
    ids::{EventId, StaffId},
    message::Words,
    phrases::{Brief, Choice, Keyboard, Phrase},
    places::Municipality,
    staff::{Press, Staff},
    text::{self, Language, Script},
};

/// How a second person decides.
type Decision = fn(Event, StaffId) -> Result<Event, NotDecided>;

impl Story<'_> {
    pub(super) fn begin_announcing(&mut self, to: &Contact, staff: &Staff, conversation: &mut Conversation) {
        if !staff.may_announce() {
            return self.say(to, Phrase::StaffNotAllowed, Keyboard::new(), None);
        }
        let form = Form::default();
        let (phrase, keyboard) = form.question();
        self.say(to, phrase, keyboard, None);
        conversation.stage = Stage::Announcing { form: Box::new(form) };
    }

    pub(super) fn fill_form(&mut self, to: &Contact, staff: &Staff, form: Form, text: &str) -> Conversation {
        match form.fill(text, &self.house.office, self.now) {
            Filled::Ask(form, phrase, keyboard) => {
                self.say(to, phrase, keyboard, None);
                let stage = Stage::Announcing { form: Box::new(form) };
                Conversation { stage, ..Conversation::default() }
            }
            Filled::Done(proposal) => {
                self.propose(to, staff, proposal);
                Conversation::default()
            }
        }
    }

    fn propose(&mut self, to: &Contact, staff: &Staff, proposal: Proposal) {
        let event = Event {
            id: EventId::draw(self.now, self.dice),
            leader: staff.id,
            kind: proposal.kind,
            municipality: proposal.municipality,
            starts_at: proposal.starts_at,
            seats: proposal.seats,
            stand: Stand::Proposed,
            wording: proposal.wording,
            taken_seats: 0,
        };
        let summary = self.summary(&event);
        let keyboard = vec![vec![
            Choice::new(Phrase::ButtonApprove, Press::Approve(event.id).data()),
            Choice::new(Phrase::ButtonRefuse, Press::Refuse(event.id).data()),
        ]];
        let approvers: Vec<StaffId> = self
            .house
            .roster
            .0
            .iter()
            .filter(|colleague| colleague.may_approve() && colleague.id != staff.id)
            .map(|colleague| colleague.id)
            .collect();
        for approver in approvers {
            let phrase = Phrase::EventApprovalAsked { summary: Box::new(summary.clone()) };
            self.tell(approver, phrase, keyboard.clone(), None);
        }
        self.say(to, summary, Keyboard::new(), None);
        self.say(to, Phrase::EventSubmitted, Keyboard::new(), None);
        self.facts.push(Fact::EventProposed { event });
    }

    pub(super) fn decide_event(&mut self, to: &Contact, staff: &Staff, decision: Decision) {
        let Some(event) = self.scene.event.clone().filter(|_| staff.may_approve()) else {
            return self.say(to, Phrase::StaffNotAllowed, Keyboard::new(), None);
        };
        let event = match decision(event, staff.id) {
            Ok(event) => event,
            Err(NotDecided::OwnEvent) => return self.say(to, Phrase::EventNotYourOwn, Keyboard::new(), None),
            Err(NotDecided::Before) => return self.say(to, Phrase::EventDecided, Keyboard::new(), None),
        };
        self.facts.push(Fact::EventDecided { event: event.clone() });
        let told = match event.stand {
            Stand::Announced { .. } => Phrase::EventApproved,
            Stand::Proposed | Stand::Refused { .. } => Phrase::EventRefused,
        };
        self.say(to, told.clone(), Keyboard::new(), None);
        self.tell(event.leader, told, Keyboard::new(), None);
        if event.open(self.now) {
            let invitations = self.invitations(&event);
            let keyboard = answers(event.id);
            self.facts.push(Fact::EventAnnounced { event, invitations, keyboard });
        }
    }

    pub(super) fn count_events(&mut self, to: &Contact, staff: &Staff) {
        if !staff.may_announce() {
            return self.say(to, Phrase::StaffNotAllowed, Keyboard::new(), None);
        }
        if self.scene.events.is_empty() {
            return self.say(to, Phrase::EventNone, Keyboard::new(), None);
        }
        for (event, count) in &self.scene.events {
            let phrase = Phrase::EventCount {
                event: Words::from(event.wording.venue.as_str()),
                day: self.house.office.today(event.starts_at),
                invited: count.invited,
                yes: count.yes,
                people: count.people,
                maybe: count.maybe,
                no: count.no,
                seats: event.seats,
            };
            self.say(to, phrase, Keyboard::new(), None);
        }
    }

    fn summary(&self, event: &Event) -> Phrase {
        Phrase::EventSummary {
            kind: Box::new(event.kind.name()),
            municipality: event.municipality,
            place: Brief::from(event.wording.venue.as_str()),
            day: self.house.office.today(event.starts_at),
            hour: event.starts_at.with_timezone(&self.house.office.zone).time(),
            seats: event.seats,
            albanian: Words::from(event.wording.albanian.as_str()),
            serbian: Words::from(event.wording.serbian.as_str()),
            english: Words::from(event.wording.english.as_deref().unwrap_or("–")),
        }
    }

    /// The invitation for each language and script a person may read.
    fn invitations(&self, event: &Event) -> Vec<(Language, Script, Phrase)> {
        [
            (Language::Albanian, Script::Latin),
            (Language::Serbian, Script::Latin),
            (Language::Serbian, Script::Cyrillic),
            (Language::English, Script::Latin),
        ]
        .into_iter()
        .map(|(language, script)| {
            let phrase = Phrase::EventInvite {
                event: Brief::from(words_for(&event.wording, event.kind, language, script).as_str()),
                day: self.house.office.today(event.starts_at),
                hour: event.starts_at.with_timezone(&self.house.office.zone).time(),
                place: Brief::from(venue_for(&event.wording.venue, script).as_str()),
            };
            (language, script, phrase)
        })
        .collect()
    }

    // ---- a person answers ----

    pub(super) fn subscribe(&mut self, contact: &mut Contact, municipality: Municipality) {
        contact.invitations_stopped_at = None;
        self.facts.push(Fact::Subscribed { contact: contact.id, municipality });
        self.consented(contact, Scope::Invitations, ConsentAnswer::Given);
    }

    pub(super) fn rsvp(&mut self, contact: &Contact, event: EventId, answer: Answer, words: Words) {
        let Some(invited) = self.scene.invited.clone().filter(|invited| invited.event.id == event) else {
            return self.say(contact, Phrase::EventOver, Keyboard::new(), None);
        };
        let phrase = match seat(&invited.event, invited.before, answer, self.now) {
            Seated::Over => Phrase::EventOver,
            Seated::Full => Phrase::EventFull,
            Seated::Noted => {
                self.facts.push(Fact::InvitationAnswered { event, contact: contact.id, answer });
                match answer {
                    Answer::Yes { people } => Phrase::EventYes { people },
                    Answer::No => Phrase::EventNo,
                    Answer::Maybe => Phrase::EventMaybe,
                }
            }
        };
        self.say(contact, phrase, Keyboard::new(), None);
        if !words.as_str().is_empty() {
            let day = self.house.office.today(invited.event.starts_at);
            self.tell(invited.event.leader, Phrase::StaffEventWords { day, words }, Keyboard::new(), None);
        }
    }
}

fn answers(event: EventId) -> Keyboard {
    let button = |label, digit: u8| Choice::new(label, format!("rsvp:{event}:{digit}"));
    vec![vec![button(Phrase::ButtonYes, 1), button(Phrase::ButtonNo, 2), button(Phrase::ButtonMaybe, 3)]]
}

/// The leader's words in the reader's language; without English words, the kind of meeting in plain English.
fn words_for(wording: &Wording, kind: Kind, language: Language, script: Script) -> String {
    match language {
        Language::Albanian => wording.albanian.clone(),
        Language::Serbian => match script {
            Script::Latin => text::latin(&wording.serbian),
            Script::Cyrillic => text::cyrillic(&wording.serbian),
        },
        Language::English => wording.english.clone().unwrap_or_else(|| {
            match kind {
                Kind::Dialogue => "meeting with neighbours",
                Kind::Visit => "go-and-see visit",
                Kind::Information => "information meeting",
                Kind::Training => "training",
            }
            .to_owned()
        }),
    }
}

/// A venue may be named in any language: Cyrillic is written in Latin for those who read Latin, and never the other way,
/// which would spoil an Albanian name.
fn venue_for(venue: &str, script: Script) -> String {
    match script {
        Script::Latin => text::latin(venue),
        Script::Cyrillic => venue.to_owned(),
    }
}
