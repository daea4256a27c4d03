//! The one place that decides: a scene and a stimulus in, facts out. No I/O, no clock, no dice but those handed in.
//! Not here: the rules themselves, which live one floor below, each in its room.

mod alarms;
mod aside;
mod elapsed;
mod events;
mod intake;
mod orders;
mod parts;
mod status;
mod undelivered;

use chrono::{DateTime, Duration, Utc};

use crate::{
    cases::{Case, EntryKind},
    contacts::Contact,
    conversation::{Answering, Conversation, Traffic},
    facts::{Fact, House, Scene, Stimulus},
    ids::{CaseId, ContactId, Dice, EntryId, ParcelId, ReferralId, StaffId},
    message::{Address, Body, Channel, Line, Words},
    phrases::{Choice, Keyboard, Phrase},
    referrals::{self, Offer, Referral},
    staff::Press,
    text::{Language, Script},
    topics::Urgency,
    worth,
};

/// Telegram drops an unanswered button after 150 seconds (Bot API server, callback query expiry).
const BUTTON_LIFE: Duration = Duration::seconds(150);

/// Decides what a stimulus means.
#[must_use]
pub fn decide(
    scene: &Scene,
    house: &House,
    stimulus: &Stimulus,
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Vec<Fact> {
    let traffic = scene.conversation.traffic.clone();
    let mut story = Story { scene, house, now, dice, traffic, facts: Vec::new() };
    match stimulus {
        Stimulus::Came { from: Some(from), line, body } => story.came(from, line, body),
        Stimulus::Came { from: None, body: Body::Receipt(receipt), .. } => story.receipt(receipt),
        Stimulus::Came { from: None, .. } => {} // only delivery reports come from nobody
        Stimulus::Undelivered { loss, .. } => story.undelivered(*loss),
        Stimulus::Moved { to } => story.moved(to),
        Stimulus::Elapsed { what } => story.elapsed(what),
        Stimulus::Unanswered { sender, .. } => story.unanswered(sender.as_ref()),
        Stimulus::SetAside { seq } => story.set_aside(*seq),
        Stimulus::AlarmRaised { alarm } => story.alarm_raised(alarm),
        Stimulus::AlarmCleared { alarm } => story.alarm_cleared(alarm),
    }
    story.facts
}

/// The facts of one stimulus as they come to pass.
struct Story<'a> {
    scene: &'a Scene,
    house: &'a House,
    now: DateTime<Utc>,
    dice: &'a mut Dice,
    /// Apart from the talk, which others put an end to.
    traffic: Traffic,
    facts: Vec<Fact>,
}

impl Story<'_> {
    fn came(&mut self, from: &Address, line: &Line, body: &Body) {
        if !from.answerable() {
            return; // short codes and alphabetic senders are kept, never answered
        }
        let mut contact = match &self.scene.contact {
            Some(known) => known.clone(),
            None => {
                let id = ContactId::draw(self.now, self.dice);
                Contact::met(id, from.clone(), line.clone(), self.now)
            }
        };
        contact.line = line.clone();
        match body {
            Body::Blocked => contact.gone_at = contact.gone_at.or(Some(self.now)),
            // Whoever rings has written nothing: yesterday's question is as old as before. A part is not yet a message.
            Body::Unblocked | Body::Call | Body::Part(_) => contact.gone_at = None,
            _ => {
                contact.wrote_at = self.now;
                contact.gone_at = None;
            }
        }
        if let Body::Button { query, .. } = body {
            self.facts.push(Fact::ButtonSeen {
                parcel: ParcelId::draw(self.now, self.dice),
                to: contact.id,
                query: query.clone(),
                useless_after: self.now + BUTTON_LIFE,
            });
        }
        let answering = match body {
            Body::Text { words } if contact.channel() == Channel::Sms => {
                self.traffic.pace.heard(words.as_str(), self.now)
            }
            _ => Answering::Freely,
        };
        let (contact, conversation) = if matches!(body, Body::Blocked | Body::Unblocked) {
            (contact, self.scene.conversation.clone())
        } else if let Body::Part(part) = body {
            self.part(&contact, line, part.clone());
            (contact, self.scene.conversation.clone())
        } else if let Some(staff) = self.house.roster.at(contact.id).cloned() {
            self.colleague(contact, &staff, body)
        } else if self.scene.joining.is_some() {
            self.join(contact)
        } else {
            self.person(contact, body)
        };
        self.hush(&contact, answering);
        let conversation = Conversation { traffic: std::mem::take(&mut self.traffic), ..conversation };
        // First, because everything else refers to the person, who may be new.
        self.facts.insert(0, Fact::Remembered { contact, conversation });
    }

    /// What was heard counts all the same; only the answers pause.
    fn hush(&mut self, contact: &Contact, answering: Answering) {
        if answering == Answering::Freely {
            return;
        }
        self.facts.retain(|fact| !matches!(fact, Fact::Spoke { to, .. } if *to == contact.id));
        if answering == Answering::ToSayPause {
            self.say(contact, Phrase::Paused, Keyboard::new(), None);
        }
    }

    // ---- saying ----

    /// Says something in the person's language; in both official languages, a text each, while theirs is unknown.
    fn say(&mut self, to: &Contact, phrase: Phrase, keyboard: Keyboard, case: Option<CaseId>) {
        const ALBANIAN: (Language, Script) = (Language::Albanian, Script::Latin);
        const SERBIAN: (Language, Script) = (Language::Serbian, Script::Latin);
        match (to.tongue.known(), &phrase) {
            (Some(_), _) => self.speak(to.id, phrase, keyboard, None, case),
            // The one text that is the same in every language.
            (None, Phrase::LanguageChoice) => self.speak(to.id, phrase, keyboard, Some(ALBANIAN), case),
            (None, _) => {
                self.speak(to.id, phrase.clone(), keyboard.clone(), Some(ALBANIAN), case);
                self.speak(to.id, phrase, keyboard, Some(SERBIAN), case);
            }
        }
    }

    fn speak(
        &mut self,
        to: ContactId,
        phrase: Phrase,
        keyboard: Keyboard,
        tongue: Option<(Language, Script)>,
        case: Option<CaseId>,
    ) {
        let parcel = ParcelId::draw(self.now, self.dice);
        let useless_after = self.now + worth::of_use(&phrase);
        self.facts.push(Fact::Spoke { parcel, to, phrase, keyboard, tongue, case, useless_after });
    }

    /// Tells a colleague, if they are still here.
    fn tell(&mut self, staff: StaffId, phrase: Phrase, keyboard: Keyboard, case: Option<CaseId>) {
        if let Some(colleague) = self.house.roster.who(staff) {
            self.speak(colleague.contact, phrase, keyboard, None, case);
        }
    }

    /// Tells the caseworker of a case, or, while nobody has it, whoever it was offered to.
    fn tell_about(&mut self, case: &Case, phrase: &Phrase) {
        let told = match case.standing.caseworker() {
            Some(caseworker) => vec![caseworker],
            None => self.audience(case, 1),
        };
        for staff in told {
            self.tell(staff, phrase.clone(), Keyboard::new(), Some(case.id));
        }
    }

    // ---- cases ----

    fn enter(&mut self, case: CaseId, kind: EntryKind, by: Option<StaffId>, words: Option<Words>) {
        let id = EntryId::draw(self.now, self.dice);
        self.facts.push(Fact::Entered { id, case, kind, by, words });
    }

    fn audience(&self, case: &Case, round: u32) -> Vec<StaffId> {
        referrals::audience(&self.house.roster, case.topic, case.municipality, case.urgency, round)
    }

    /// Offers a case to whom it concerns, and sets the time after which others are asked.
    fn offer(&mut self, case: &Case, round: u32) {
        let to = self.audience(case, round);
        self.offer_to(case, round, to);
    }

    fn offer_to(&mut self, case: &Case, round: u32, to: Vec<StaffId>) {
        let id = ReferralId::draw(self.now, self.dice);
        let referral = Referral { id, case: case.id, round, offer: Offer::Open { to: to.clone() } };
        let lapses_at = referrals::lapses_at(case.urgency, self.now);
        self.facts.push(Fact::Offered { referral });
        self.enter(case.id, EntryKind::Offered, None, None);
        for staff in to {
            let phrase = if case.urgency == Urgency::U1 {
                Phrase::StaffAlarm { case: case.number }
            } else {
                Phrase::StaffOffer { case: case.number, day: case.promised_on }
            };
            self.tell(staff, phrase, offer_buttons(id), Some(case.id));
            // When its time is over, others have been asked.
            if let Some(Fact::Spoke { useless_after, .. }) = self.facts.last_mut() {
                *useless_after = lapses_at;
            }
        }
        self.facts.push(Fact::TimerSet {
            key: format!("offer:{id}"),
            due_at: lapses_at,
            elapsed: crate::facts::Elapsed::Offer { referral: id },
        });
    }
}

fn offer_buttons(id: ReferralId) -> Keyboard {
    vec![vec![
        Choice::new(Phrase::ButtonTake, Press::Take(id).data()),
        Choice::new(Phrase::ButtonOpen, Press::Open(id).data()),
        Choice::new(Phrase::ButtonDecline, Press::Decline(id).data()),
    ]]
}

/// A person and what is being talked about with them, after a stimulus.
type After = (Contact, Conversation);
