//! A person's side: the turn of their conversation becomes facts. Not here: the questions (`conversation`).

use chrono::{Duration, NaiveDate};

use super::{After, Story};
use crate::{
    cases::{Case, EntryKind, Standing, Told},
    contacts::{Consent, Contact},
    conversation::{self, Deed, Draft, Heard, Helped, Pending, Person, Whereabouts},
    events::Answer,
    facts::{ConsentAnswer, Fact, Scope},
    ids::{CaseId, CaseNumber, Pin},
    message::{Body, Words},
    phrases::{Brief, Keyboard, Phrase},
    places::{self, Municipality, Place},
    topics::{Topic, Urgency},
};

/// After so long a silence it is no longer the same talk.
const TALK: Duration = Duration::hours(1);

/// After so long a silence a question may have been forgotten.
const RETURNED: Duration = Duration::hours(24);

/// Within so long after an answered call, further calls of the same phone are not answered.
const BETWEEN_CALLS: Duration = Duration::minutes(10);

/// For so long whatever somebody writes after an alarm belongs to it.
const FRESH: Duration = Duration::hours(24);

impl Story<'_> {
    /// Somebody wrote; their conversation takes its turn.
    pub(super) fn person(&mut self, mut contact: Contact, body: &Body) -> After {
        let Some(heard) = heard(body) else { return (contact, self.scene.conversation.clone()) };
        if heard == Heard::Call {
            return self.rung(contact);
        }
        let view = self.view(&contact);
        let mut conversation = self.scene.conversation.clone();
        if self.silence() > TALK {
            conversation.about = None; // a phone may have passed to another hand by now
        }
        let turn = conversation::turn(&view, conversation, &heard);
        for deed in turn.deeds {
            self.done(&mut contact, deed);
        }
        (contact, turn.conversation)
    }

    /// Somebody rang, who may have no money for an SMS: where does it stand, or call me. Whoever rings again and again is
    /// answered once.
    fn rung(&mut self, mut contact: Contact) -> After {
        let conversation = self.scene.conversation.clone();
        if self.traffic.rang_at.is_some_and(|before| self.now - before < BETWEEN_CALLS) {
            return (contact, conversation);
        }
        self.traffic.rang_at = Some(self.now);
        if !self.scene.cases.is_empty() {
            self.tell_status(&mut contact, None);
            return (contact, conversation);
        }
        let turn = conversation::turn(&self.view(&contact), conversation, &Heard::Call);
        for deed in turn.deeds {
            self.done(&mut contact, deed);
        }
        (contact, turn.conversation)
    }

    /// For how long they had not written.
    fn silence(&self) -> Duration {
        self.scene.contact.as_ref().map_or(Duration::zero(), |before| self.now - before.wrote_at)
    }

    fn view(&self, contact: &Contact) -> Person {
        let pending = self.pending();
        Person {
            channel: contact.channel(),
            tongue: contact.tongue,
            consent: contact.consent,
            stopped: contact.stopped_at.is_some(),
            returned: self.silence() > RETURNED,
            alarm: self.open_alarm().filter(|case| self.now - case.opened_at < FRESH).map(|case| case.number),
            open: self.open_cases().map(|case| (case.number, case.topic)).collect(),
            pending,
            answered_now: self.house.office.answers_now(self.now),
            opens: self.house.office.opens,
            telephone: Brief::from(self.house.office.telephone.as_str()),
        }
    }

    /// What was asked last of what is not answered; an answered invitation only while nothing else is asked.
    fn pending(&self) -> Option<Pending> {
        let closed = self.scene.cases.iter().filter_map(|case| match case.standing {
            Standing::Closed { on, .. } => Some((on, Pending::Helped(case.number, case.topic))),
            _ => None,
        });
        let helped = closed.max_by_key(|(on, _)| *on);
        let invited = self.scene.invited.as_ref().filter(|invited| invited.event.open(self.now));
        let Some(invited) = invited else { return helped.map(|(_, helped)| helped) };
        let event = invited.event.id;
        let invitation = match invited.before {
            None => Pending::Invitation(event),
            Some(Answer::Maybe) => Pending::Undecided(event),
            Some(Answer::Yes { .. } | Answer::No) => Pending::Answered(event),
        };
        let invited_on = self.house.office.today(invited.at);
        Some(match helped {
            Some((on, helped)) if on > invited_on || invitation == Pending::Answered(event) => helped,
            _ => invitation,
        })
    }

    fn open_cases(&self) -> impl Iterator<Item = &Case> {
        self.scene.cases.iter().filter(|case| case.standing.open())
    }

    fn own_case(&self, number: CaseNumber) -> Option<Case> {
        self.scene.cases.iter().find(|case| case.number == number).cloned()
    }

    fn done(&mut self, contact: &mut Contact, deed: Deed) {
        match deed {
            Deed::Say(phrase, keyboard) => self.say(contact, phrase, keyboard, None),
            Deed::Speak(tongue) => contact.tongue = tongue,
            Deed::Agree => {
                contact.consent = Consent::Given;
                self.consented(contact, Scope::Keep, ConsentAnswer::Given);
            }
            Deed::Refuse => {
                contact.consent = Consent::Refused;
                self.consented(contact, Scope::Keep, ConsentAnswer::Refused);
            }
            Deed::OpenCases(drafts) => {
                let mut last = None;
                for draft in drafts {
                    let (case, pin) = self.open_case(contact, draft);
                    let received = Phrase::Received { case: case.number, pin, day: case.promised_on };
                    self.say(contact, received, Keyboard::new(), Some(case.id));
                    last = Some(case.id);
                }
                self.say(contact, Phrase::NoPromise, Keyboard::new(), last);
            }
            Deed::HandOver(draft) => {
                self.open_case(contact, draft);
            }
            Deed::AddWords(number, words) => self.add_words(number, words),
            Deed::Alarm(draft) => self.alarm(contact, draft),
            Deed::CallNow(words) => {
                self.about_call(EntryKind::CallWanted, words, |case| Phrase::StaffCallWanted { case });
            }
            Deed::NoCall(words) => {
                self.about_call(EntryKind::Wrote, no_call(&words), |case| Phrase::StaffNoCall { case })
            }
            Deed::CallMe(number) => self.call_me(contact, number),
            Deed::Complain(topic, words) => self.complain(contact, topic, words),
            Deed::TellStatus(key) => self.tell_status(contact, key.as_ref()),
            Deed::Stop => contact.stopped_at = Some(self.now),
            Deed::StopInvitations => {
                contact.invitations_stopped_at = Some(self.now);
                self.consented(contact, Scope::Invitations, ConsentAnswer::Withdrawn);
            }
            Deed::Start => contact.stopped_at = None,
            Deed::Subscribe(municipality) => self.subscribe(contact, municipality),
            Deed::Rsvp(event, answer, words) => self.rsvp(contact, event, answer, words),
            Deed::Help(number, helped, words) => self.helped(contact, number, helped, words),
            Deed::Erase(words) => self.erase(contact, words),
        }
    }

    pub(super) fn consented(&mut self, contact: &Contact, scope: Scope, answer: ConsentAnswer) {
        let tongue = contact.tongue;
        self.facts.push(Fact::ConsentAnswered { contact: contact.id, scope, answer, tongue });
    }

    // ---- opening ----

    fn new_case(
        &mut self,
        contact: &Contact,
        number: CaseNumber,
        topic: Topic,
        urgency: Urgency,
        place: (Option<Municipality>, Words),
        called: Words,
    ) -> Case {
        Case {
            id: CaseId::draw(self.now, self.dice),
            number,
            contact: contact.id,
            topic,
            municipality: place.0,
            urgency,
            standing: Standing::Received,
            promised_on: self.promise(urgency),
            locked: false,
            told: Told { called, place: place.1 },
            opened_at: self.now,
        }
    }

    /// The day by which a human speaks with the person; never today when today's hours are over.
    fn promise(&self, urgency: Urgency) -> NaiveDate {
        let office = &self.house.office;
        let over = self.now.with_timezone(&office.zone).time() >= office.closes && !office.on_call;
        let days = match urgency.working_days() {
            0 if over && office.works_on(office.today(self.now)) => 1,
            days => days,
        };
        office.working_day(self.now, days)
    }

    /// States the case, its first words and its first offer.
    fn opened(&mut self, case: &Case, pin: Pin, words: impl IntoIterator<Item = Words>) {
        self.facts.push(Fact::CaseOpened { case: case.clone(), pin });
        self.enter(case.id, EntryKind::Opened, None, None);
        for words in words.into_iter().filter(|words| !words.as_str().is_empty()) {
            self.enter(case.id, EntryKind::Wrote, None, Some(words));
        }
        self.offer(case, 1);
    }

    fn open_case(&mut self, contact: &Contact, draft: Draft) -> (Case, Pin) {
        let number = CaseNumber::draw(self.dice);
        let pin = Pin::draw(self.dice);
        let topic = draft.topic.unwrap_or_else(|| Topic::known("other.unclear"));
        let place = draft.place.map_or((None, Words::default()), |place| (place.municipality, place.words));
        let called = draft.called.unwrap_or_default();
        let case = self.new_case(contact, number, topic, topic.urgency(), place, called);
        self.opened(&case, pin, draft.words.into_iter().chain(draft.detail));
        (case, pin)
    }

    /// A complaint is a case of its own number range that only complaints officers see.
    fn complain(&mut self, contact: &Contact, topic: Topic, words: Words) {
        let number = CaseNumber::draw_for_complaint(self.dice);
        let pin = Pin::draw(self.dice);
        let nowhere = (None, Words::default());
        let mut case = self.new_case(contact, number, topic, topic.urgency(), nowhere, Words::default());
        case.promised_on = self.house.office.working_day(self.now, 10); // CHS commitment 5, our published promise
        self.opened(&case, pin, [words]);
        let received = Phrase::ComplaintReceived { case: number, pin, day: case.promised_on };
        self.say(contact, received, Keyboard::new(), Some(case.id));
    }

    // ---- danger ----

    fn open_alarm(&self) -> Option<Case> {
        self.open_cases().find(|case| case.topic == Topic::known("safe.now")).cloned()
    }

    /// Vital interest: what was written is kept and shown to colleagues at once, whatever was agreed so far.
    fn alarm(&mut self, contact: &Contact, draft: Draft) {
        let said = draft.words.into_iter().chain(draft.detail);
        if let Some(case) = self.open_alarm() {
            let place = draft.place.map(|place| place.words).filter(|place| !place.as_str().is_empty());
            for words in place.into_iter().chain(said) {
                self.enter(case.id, EntryKind::Wrote, None, Some(words));
            }
            match case.standing {
                Standing::Received => self.offer(&case, 2),
                _ => self.tell_about(&case, &Phrase::StaffAlarm { case: case.number }),
            }
            return;
        }
        let said: Vec<Words> = said.collect();
        let (place, called) = self.whereabouts(draft.place, draft.called, &said);
        let number = CaseNumber::draw(self.dice);
        let pin = Pin::draw(self.dice);
        let case = self.new_case(contact, number, Topic::known("safe.now"), Urgency::U1, place, called);
        self.opened(&case, pin, said);
    }

    /// Where somebody in danger is and what to call them: as told now, else as told in their newest case.
    fn whereabouts(
        &self,
        place: Option<Whereabouts>,
        called: Option<Words>,
        said: &[Words],
    ) -> ((Option<Municipality>, Words), Words) {
        let named = said.iter().rev().find_map(|words| match places::find(words.as_str()) {
            Place::Known(municipality) => Some(municipality),
            Place::Ask(_) | Place::Unknown => None,
        });
        let before = self.scene.cases.first();
        let place = match (named, place) {
            (Some(municipality), None) => (Some(municipality), Words::default()),
            (named, Some(place)) => (named.or(place.municipality), place.words),
            (None, None) => {
                before.map_or_else(Default::default, |case| (case.municipality, case.told.place.clone()))
            }
        };
        let called = called.or_else(|| before.map(|case| case.told.called.clone()));
        (place, called.unwrap_or_default())
    }

    /// Whether to call is for colleagues to know at once, for a call at the wrong moment is a danger of its own.
    fn about_call(&mut self, kind: EntryKind, words: Words, phrase: fn(CaseNumber) -> Phrase) {
        if let Some(case) = self.open_alarm() {
            let words = (!words.as_str().is_empty()).then_some(words);
            self.enter(case.id, kind, None, words);
            self.tell_about(&case, &phrase(case.number));
        }
    }

    // ---- an open case ----

    fn add_words(&mut self, number: CaseNumber, words: Words) {
        if let Some(case) = self.own_case(number) {
            self.enter(case.id, EntryKind::Wrote, None, Some(words));
            if case.standing.caseworker().is_some() || case.urgency == Urgency::U1 {
                self.tell_about(&case, &Phrase::StaffNewWords { case: case.number });
            }
        }
    }

    fn call_me(&mut self, contact: &Contact, number: CaseNumber) {
        if let Some(case) = self.own_case(number) {
            self.enter(case.id, EntryKind::CallWanted, None, None);
            self.tell_about(&case, &Phrase::StaffCallWanted { case: case.number });
            let day = self.house.office.working_day(self.now, 1);
            self.say(contact, Phrase::WeCall { day }, Keyboard::new(), Some(case.id));
        }
    }

    fn helped(&mut self, contact: &Contact, number: CaseNumber, helped: Helped, words: Words) {
        let Some(case) = self.own_case(number) else { return };
        let words = (!words.as_str().is_empty()).then_some(words);
        match helped {
            Helped::Yes => {
                let Ok(settled) = case.settled() else { return };
                self.enter(settled.id, EntryKind::Confirmed, None, words);
                self.tell_about(&settled, &Phrase::StaffConfirmed { case: number });
                self.say(contact, Phrase::ClosedThanks, Keyboard::new(), Some(settled.id));
                self.facts.push(Fact::CaseMoved { case: settled });
            }
            Helped::NotYet => {
                let Ok(open) = case.reopened(&self.house.office, self.now) else { return };
                self.enter(open.id, EntryKind::Reopened, None, words);
                self.tell_about(&open, &Phrase::StaffReopened { case: number });
                let told = Phrase::Reopened { case: number, day: open.promised_on };
                self.say(contact, told, Keyboard::new(), Some(open.id));
                self.facts.push(Fact::CaseMoved { case: open });
            }
        }
    }

    /// Being forgotten is done by a human who has made sure who asks; until then the wish stands as a case.
    fn erase(&mut self, contact: &Contact, words: Words) {
        let number = CaseNumber::draw(self.dice);
        let pin = Pin::draw(self.dice);
        let topic = Topic::known("other.talk");
        let nowhere = (None, Words::default());
        let case = self.new_case(contact, number, topic, Urgency::U3, nowhere, Words::default());
        self.opened(&case, pin, ["DELETE".into(), words]);
        self.tell_about(&case, &Phrase::StaffDeleteWanted { case: number });
        self.say(contact, Phrase::DeleteNoted { day: case.promised_on }, Keyboard::new(), Some(case.id));
    }
}

/// What the history shows of a wish for no call, with what else was written.
fn no_call(words: &Words) -> Words {
    match words.as_str() {
        "" => "no call, only messages".into(),
        words => format!("no call, only messages: {words}").into(),
    }
}

fn heard(body: &Body) -> Option<Heard> {
    Some(match body {
        Body::Text { words } => Heard::Words(words.clone()),
        Body::Edited { words } => Heard::Edited(words.clone()),
        Body::Button { data, .. } => Heard::Press(data.clone()),
        Body::Picture => Heard::Picture,
        Body::Call => Heard::Call,
        Body::Part(_) | Body::Blocked | Body::Unblocked | Body::Receipt(_) => return None,
    })
}
