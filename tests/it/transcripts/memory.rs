//! What the store would hold, in memory: the scene of each stimulus out of it, and the facts into it.
//! People and what is being talked about with them are kept as JSON, so that nothing lives on between two lines.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use prag::{
    cases::{Case, EntryKind, Standing, Tries},
    contacts::{Consent, Contact, Tongue},
    conversation::Conversation,
    events::{Answer, Event, Stand},
    facts::{Asked, Count, Elapsed, Entry, Fact, Invited, Scene, Sent, Stimulus, wants},
    ids::{CaseId, CaseNumber, ContactId, EventId, ParcelId, Pin},
    message::{Address, Line, ParcelName, Words},
    places::Municipality,
    referrals::{Offer, Referral},
    staff::{Role, Roster, Staff},
    worth,
};
use serde::{Deserialize, Serialize};

/// Days for which a closed case still matters to the person, as in the store.
const AFTERGLOW: Duration = Duration::days(30);

#[derive(Default)]
pub struct Memory {
    people: Vec<Kept>,
    cases: Vec<(Case, Pin)>,
    entries: Vec<(CaseId, EntryKind, DateTime<Utc>, Option<Words>)>,
    referrals: Vec<Referral>,
    mistakes: Vec<Mistake>,
    events: Vec<Event>,
    subscriptions: Vec<(ContactId, Municipality)>,
    invitations: Vec<Invitation>,
    parcels: Vec<Sent>,
    timers: Vec<(String, DateTime<Utc>, Option<Elapsed>)>,
}

struct Kept {
    contact: String,
    conversation: String,
}

struct Mistake {
    by: ContactId,
    case: Option<CaseId>,
    at: DateTime<Utc>,
}

#[derive(Clone)]
struct Invitation {
    to: EventId,
    whose: ContactId,
    answer: Option<Answer>,
    at: DateTime<Utc>,
}

/// A person as columns would hold them.
#[derive(Serialize, Deserialize)]
struct Row {
    id: ContactId,
    address: Address,
    line: Line,
    tongue: Tongue,
    consent: Consent,
    stopped_at: Option<DateTime<Utc>>,
    invitations_stopped_at: Option<DateTime<Utc>>,
    gone_at: Option<DateTime<Utc>>,
    wrote_at: DateTime<Utc>,
}

impl Kept {
    fn new(contact: &Contact, conversation: &Conversation) -> Self {
        let Contact {
            id,
            address,
            line,
            tongue,
            consent,
            stopped_at,
            invitations_stopped_at,
            gone_at,
            wrote_at,
        } = contact.clone();
        let row =
            Row { id, address, line, tongue, consent, stopped_at, invitations_stopped_at, gone_at, wrote_at };
        Self {
            contact: serde_json::to_string(&row).unwrap(),
            conversation: serde_json::to_string(conversation).unwrap(),
        }
    }

    fn contact(&self) -> Contact {
        let row: Row = serde_json::from_str(&self.contact).unwrap();
        let Row { id, address, line, tongue, consent, stopped_at, invitations_stopped_at, gone_at, wrote_at } =
            row;
        Contact { id, address, line, tongue, consent, stopped_at, invitations_stopped_at, gone_at, wrote_at }
    }

    fn conversation(&self) -> Conversation {
        serde_json::from_str(&self.conversation).unwrap()
    }
}

impl Memory {
    // ---- looking up ----

    pub fn person(&self, address: &Address) -> Option<Contact> {
        self.people.iter().map(Kept::contact).find(|contact| contact.address == *address)
    }

    pub fn contact(&self, id: ContactId) -> Contact {
        self.people.iter().map(Kept::contact).find(|contact| contact.id == id).expect("somebody we know")
    }

    pub fn conversation(&self, id: ContactId) -> Conversation {
        self.people.iter().find(|kept| kept.contact().id == id).map(Kept::conversation).unwrap_or_default()
    }

    pub fn case(&self, id: CaseId) -> &Case {
        self.cases.iter().map(|(case, _)| case).find(|case| case.id == id).expect("a case we know")
    }

    pub fn last_parcel(&self, to: ContactId) -> Option<ParcelId> {
        self.parcels.iter().rev().find(|sent| sent.to == to).map(|sent| sent.id)
    }

    pub fn last_opened(&self) -> Option<(CaseNumber, Pin)> {
        self.cases.last().map(|(case, pin)| (case.number, *pin))
    }

    /// Whether these words are kept somewhere for a human to read.
    pub fn holds(&self, words: &str) -> bool {
        let has = |text: &str| text.contains(words);
        self.entries.iter().any(|(.., kept)| kept.as_ref().is_some_and(|kept| has(kept.as_str())))
            || self
                .cases
                .iter()
                .any(|(case, _)| has(case.told.called.as_str()) || has(case.told.place.as_str()))
            || self.people.iter().any(|kept| has(&kept.conversation))
    }

    /// Everybody who is invited to this event by now.
    pub fn invited(&self, event: EventId) -> Vec<Contact> {
        let whose = self.invitations.iter().filter(|invitation| invitation.to == event);
        whose.map(|invitation| self.contact(invitation.whose)).collect()
    }

    /// Takes out the next time that runs out by then.
    pub fn next_due(&mut self, by: DateTime<Utc>) -> Option<(DateTime<Utc>, Elapsed)> {
        let timer = self
            .timers
            .iter_mut()
            .filter(|(_, due, what)| what.is_some() && *due <= by)
            .min_by_key(|timer| timer.1)?;
        Some((timer.1, timer.2.take()?))
    }

    // ---- the scene, as `store::scenes` loads it ----

    pub fn scene(&self, stimulus: &Stimulus, roster: &Roster, now: DateTime<Utc>) -> Scene {
        let wants = wants(stimulus);
        let sent = wants
            .parcel
            .and_then(|(_, name)| self.parcels.iter().find(|sent| ParcelName::Ours(sent.id) == name))
            .cloned();
        let contact = match stimulus {
            Stimulus::Came { from: Some(from), .. }
            | Stimulus::Elapsed { what: Elapsed::Parts { from, .. } } => self.person(from),
            Stimulus::Undelivered { .. } => sent.as_ref().map(|sent| self.contact(sent.to)),
            _ => None,
        };
        let id = contact.as_ref().map(|contact| contact.id);
        let by_button = wants.referral.and_then(|id| self.referrals.iter().find(|r| r.id == id));
        let by_number =
            wants.number.and_then(|number| self.cases.iter().find(|(case, _)| case.number == number));
        let named = by_number
            .map(|(case, _)| case.id)
            .or(by_button.map(|referral| referral.case))
            .or(sent.as_ref().and_then(|sent| sent.case));
        let asked = named.map(|id| self.case(id).clone()).map(|case| Asked {
            owner: self.contact(case.contact),
            pin_right: matches!((by_number, wants.pin), (Some((_, known)), Some(pin)) if *known == pin),
            case,
        });
        let open = |referral: &&Referral| {
            Some(referral.case) == named && matches!(referral.offer, Offer::Open { .. })
        };
        let colleague = id.and_then(|id| roster.at(id));
        let named_event = wants.event.and_then(|id| self.event(id));
        Scene {
            conversation: id.map(|id| self.conversation(id)).unwrap_or_default(),
            cases: id.map(|id| self.cases_of(id, now)).unwrap_or_default(),
            tries: self.tries(id, named, now),
            referral: by_button.or_else(|| self.referrals.iter().find(open)).cloned(),
            history: named
                .filter(|_| wants.history && colleague.is_some())
                .map(|id| self.history(id))
                .unwrap_or_default(),
            queue: colleague.filter(|_| wants.queue).map(|staff| self.queue(staff)).unwrap_or_default(),
            invited: id.and_then(|id| self.invitation(id, wants.event, now)),
            event: named_event,
            events: colleague
                .filter(|_| wants.events)
                .map(|staff| self.ahead(staff, now))
                .unwrap_or_default(),
            contact,
            asked,
            sent,
            joining: None,
            lately: None,
            there: wants.address.and_then(|address| self.person(&address)).map(|contact| contact.id),
        }
    }

    fn cases_of(&self, id: ContactId, now: DateTime<Utc>) -> Vec<Case> {
        let still = |case: &Case| match case.standing {
            Standing::Closed { on, .. } | Standing::Settled { on, .. } => {
                on >= (now - AFTERGLOW).date_naive()
            }
            _ => true,
        };
        let mut cases: Vec<Case> = self
            .cases
            .iter()
            .map(|(case, _)| case.clone())
            .filter(|case| case.contact == id && still(case))
            .collect();
        cases.sort_by_key(|case| std::cmp::Reverse(case.opened_at));
        cases
    }

    /// A colleague who unlocks a case forgives what was tried on it before.
    fn tries(&self, by: Option<ContactId>, case: Option<CaseId>, now: DateTime<Utc>) -> Tries {
        let forgiven = |mistake: &Mistake| {
            self.entries.iter().any(|(of, kind, at, _)| {
                Some(*of) == mistake.case && *kind == EntryKind::Unlocked && *at > mistake.at
            })
        };
        let lately =
            |hours| self.mistakes.iter().filter(move |m| m.at > now - Duration::hours(hours) && !forgiven(m));
        let count = |n: usize| u32::try_from(n).unwrap();
        Tries {
            by_address: count(lately(24).filter(|mistake| Some(mistake.by) == by).count()),
            overall: count(lately(1).count()),
            for_case: count(lately(24).filter(|mistake| case.is_some() && mistake.case == case).count()),
        }
    }

    fn history(&self, id: CaseId) -> Vec<Entry> {
        let lines = self.entries.iter().filter(|(case, _, _, words)| *case == id && words.is_some());
        lines
            .map(|(_, kind, at, words)| Entry { at: *at, kind: kind.code().to_owned(), words: words.clone() })
            .collect()
    }

    fn queue(&self, staff: &Staff) -> Vec<Case> {
        let mut queue: Vec<Case> = self
            .cases
            .iter()
            .map(|(case, _)| case.clone())
            .filter(|case| case.standing.open() && case.is_complaint() == (staff.role == Role::Complaints))
            .filter(|case| match case.standing {
                Standing::Received => {
                    matches!(staff.role, Role::Coordinator | Role::Complaints)
                        || staff.covers(case.topic, case.municipality)
                }
                standing => standing.caseworker() == Some(staff.id),
            })
            .collect();
        queue.sort_by_key(|case| (case.urgency, case.promised_on, case.id));
        queue
    }

    fn event(&self, id: EventId) -> Option<Event> {
        let mut event = self.events.iter().find(|event| event.id == id)?.clone();
        let answers = self.invitations.iter().filter(|invitation| invitation.to == id);
        event.taken_seats = answers.filter_map(|invitation| invitation.answer).map(Answer::seats).sum();
        Some(event)
    }

    /// The invitation that is named, or else the newest to an event still ahead.
    fn invitation(&self, id: ContactId, named: Option<EventId>, now: DateTime<Utc>) -> Option<Invited> {
        let mine = || self.invitations.iter().filter(|invitation| invitation.whose == id);
        let ahead =
            |invitation: &&Invitation| self.event(invitation.to).is_some_and(|event| event.starts_at > now);
        let found = mine()
            .find(|invitation| Some(invitation.to) == named)
            .or_else(|| mine().filter(ahead).max_by_key(|invitation| invitation.at))?;
        Some(Invited { event: self.event(found.to)?, before: found.answer, at: found.at })
    }

    fn ahead(&self, staff: &Staff, now: DateTime<Utc>) -> Vec<(Event, Count)> {
        let mine = |event: &&Event| staff.may_approve() || event.leader == staff.id;
        let ahead = |event: &&Event| matches!(event.stand, Stand::Announced { .. }) && event.starts_at > now;
        let mut events: Vec<_> =
            self.events.iter().filter(mine).filter(ahead).filter_map(|e| self.event(e.id)).collect();
        events.sort_by_key(|event| event.starts_at);
        let count = |event: &Event| {
            let mut count = Count { people: event.taken_seats, ..Count::default() };
            for invitation in self.invitations.iter().filter(|invitation| invitation.to == event.id) {
                count.invited += 1;
                match invitation.answer {
                    Some(Answer::Yes { .. }) => count.yes += 1,
                    Some(Answer::No) => count.no += 1,
                    Some(Answer::Maybe) => count.maybe += 1,
                    None => {}
                }
            }
            count
        };
        events.into_iter().map(|event| (event.clone(), count(&event))).collect()
    }

    // ---- the facts, as `store::record` writes them ----

    pub fn remember(&mut self, contact: &Contact, conversation: &Conversation) {
        let kept = Kept::new(contact, conversation);
        match self.people.iter_mut().find(|known| known.contact().id == contact.id) {
            Some(known) => *known = kept,
            None => self.people.push(kept),
        }
    }

    pub fn record(&mut self, fact: &Fact, now: DateTime<Utc>) {
        match fact {
            Fact::Remembered { contact, conversation } => self.remember(contact, conversation),
            Fact::CaseOpened { case, pin } => self.cases.push((case.clone(), *pin)),
            Fact::CaseMoved { case } => {
                let known = self.cases.iter_mut().find(|(known, _)| known.id == case.id);
                known.expect("a case that was opened").0 = case.clone();
            }
            Fact::Entered { case, kind, words, .. } => self.entries.push((*case, *kind, now, words.clone())),
            Fact::Offered { referral } => {
                // A case is offered once at a time.
                for other in self.referrals.iter_mut().filter(|other| other.case == referral.case) {
                    if matches!(other.offer, Offer::Open { .. }) {
                        other.offer = Offer::Lapsed;
                    }
                }
                self.referrals.push(referral.clone());
            }
            Fact::OfferMoved { referral } => {
                let known = self.referrals.iter_mut().find(|known| known.id == referral.id);
                *known.expect("an offer that was made") = referral.clone();
            }
            Fact::PairMistaken { contact, case } => {
                self.mistakes.push(Mistake { by: *contact, case: *case, at: now });
            }
            Fact::EventProposed { event } => self.events.push(event.clone()),
            Fact::EventDecided { event } => {
                let known = self.events.iter_mut().find(|known| known.id == event.id);
                known.expect("an event that was proposed").stand = event.stand;
            }
            Fact::EventAnnounced { event, .. } => self.invite(event, now),
            Fact::Subscribed { contact, municipality } => {
                if !self.subscriptions.contains(&(*contact, *municipality)) {
                    self.subscriptions.push((*contact, *municipality));
                }
            }
            Fact::InvitationAnswered { event, contact, answer } => {
                let mut all = self.invitations.iter_mut();
                let known = all.find(|known| known.to == *event && known.whose == *contact);
                known.expect("somebody who was invited").answer = Some(*answer);
            }
            Fact::Spoke { parcel, to, phrase, case, .. } => {
                let reports_loss = worth::reports_loss(phrase);
                let on_phone = BTreeSet::new();
                self.parcels.push(Sent {
                    id: *parcel,
                    to: *to,
                    case: *case,
                    fate: None,
                    reports_loss,
                    on_phone,
                });
            }
            Fact::ParcelMoved { parcel, fate } => {
                let known = self.parcels.iter_mut().find(|sent| sent.id == *parcel);
                known.expect("a parcel that was written").fate = Some(*fate);
            }
            Fact::TimerSet { key, due_at, elapsed } => {
                if self.timers.iter().all(|(known, ..)| known != key) {
                    self.timers.push((key.clone(), *due_at, Some(elapsed.clone())));
                }
            }
            Fact::ContactMoved { contact, to } => {
                let (mut moved, conversation) = (self.contact(*contact), self.conversation(*contact));
                moved.address = to.clone();
                self.remember(&moved, &conversation);
            }
            Fact::ConsentAnswered { .. }
            | Fact::StaffJoined { .. }
            | Fact::PartsJoined { .. }
            | Fact::ButtonSeen { .. }
            | Fact::LeftUntold { .. }
            | Fact::Reported { .. } => {}
        }
    }

    fn invite(&mut self, event: &Event, now: DateTime<Utc>) {
        for (whose, municipality) in self.subscriptions.clone() {
            let contact = self.contact(whose);
            let wanted = contact.stopped_at.is_none()
                && contact.invitations_stopped_at.is_none()
                && contact.gone_at.is_none();
            if municipality == event.municipality && wanted {
                self.invitations.push(Invitation { to: event.id, whose, answer: None, at: now });
            }
        }
    }
}
