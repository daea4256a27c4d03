//! A colleague's side: joining, orders and buttons. Who may do what is judged by `staff`, what a case allows by `cases`.

use super::{After, Story, offer_buttons};
use crate::{
    cases::{Case, EntryKind, NotFromHere, Standing},
    commands::{self, Command},
    contacts::{Contact, Tongue},
    conversation::{self, Conversation, Stage},
    facts::{Asked, Fact},
    ids::StaffId,
    message::{Body, Channel, Words},
    office::Office,
    phrases::{Keyboard, Phrase},
    referrals::{Offer, Referral},
    staff::{Order, Press, Role, Staff, read_order},
    text::{Language, Script},
    topics::Urgency,
};

/// How a case moves by its caseworker's hand.
type Step = fn(Case, StaffId, &Office, chrono::DateTime<chrono::Utc>) -> Result<Case, NotFromHere>;

impl Story<'_> {
    /// A one-time link was opened: this address is a colleague's from now on.
    pub(super) fn join(&mut self, mut contact: Contact) -> After {
        if let Some(joining) = &self.scene.joining {
            let role = joining.role;
            if contact.tongue == Tongue::Unknown || joining.tongue != Tongue::Unknown {
                contact.tongue = joining.tongue;
            }
            self.facts.push(Fact::StaffJoined { staff: joining.staff, contact: contact.id });
            self.say(&contact, Phrase::StaffWelcome { role: Box::new(role.name()) }, Keyboard::new(), None);
        }
        (contact, Conversation::default())
    }

    /// A colleague wrote or pressed something.
    pub(super) fn colleague(&mut self, mut contact: Contact, staff: &Staff, body: &Body) -> After {
        let mut conversation = self.scene.conversation.clone();
        match body {
            Body::Text { words } => {
                if let Some(order) = read_order(words.as_str()) {
                    conversation = Conversation::default();
                    self.carry_out(&contact, staff, order, &mut conversation);
                } else if let Some(Command::Language(chosen)) = commands::read(words.as_str()) {
                    self.colleague_speaks(&mut contact, chosen);
                } else if let Stage::Announcing { form } = conversation.stage.clone() {
                    conversation = self.fill_form(&contact, staff, *form, words.as_str());
                } else {
                    self.say(&contact, Phrase::StaffUnknownOrder, Keyboard::new(), None);
                }
            }
            Body::Button { data, .. } => {
                if let Some(press) = Press::read(data) {
                    self.carry_out(&contact, staff, Order::Press(press), &mut conversation);
                } else if let Stage::Announcing { form } = conversation.stage.clone() {
                    conversation = self.fill_form(&contact, staff, *form, data);
                } else if let Some(code) = data.strip_prefix("lang:") {
                    self.colleague_speaks(&mut contact, commands_language(code));
                }
            }
            Body::Picture => self.say(&contact, Phrase::PictureRefused, Keyboard::new(), None),
            Body::Part(_)
            | Body::Edited { .. }
            | Body::Call
            | Body::Blocked
            | Body::Unblocked
            | Body::Receipt(_) => {}
        }
        (contact, conversation)
    }

    fn colleague_speaks(&mut self, contact: &mut Contact, chosen: Option<(Language, Option<Script>)>) {
        match chosen {
            Some((language, script)) => {
                contact.tongue = Tongue::Chosen(language, script.unwrap_or(Script::Latin));
                self.say(contact, Phrase::LanguageSet, Keyboard::new(), None);
            }
            None => {
                let (phrase, keyboard) = conversation::language_question();
                self.say(contact, phrase, keyboard, None);
            }
        }
    }

    fn carry_out(&mut self, to: &Contact, staff: &Staff, order: Order, conversation: &mut Conversation) {
        match order {
            Order::Help => self.say(to, Phrase::StaffHelp, Keyboard::new(), None),
            Order::Unknown => self.say(to, Phrase::StaffUnknownOrder, Keyboard::new(), None),
            Order::Queue => self.queue(to, staff),
            Order::Open(_) => self.with_case(to, staff, |story, asked| story.show(to, staff, asked)),
            Order::Take(_) => self.with_case(to, staff, |story, asked| story.take(to, staff, asked)),
            Order::Call(_) => self.with_case(to, staff, |story, asked| story.number(to, staff, asked)),
            Order::Reply(_, words) => {
                self.with_case(to, staff, |story, asked| story.reply(to, staff, asked, words));
            }
            Order::Refer(_) => self.with_case(to, staff, |story, asked| {
                story.step(to, staff, asked, Case::referred, EntryKind::Stepped);
            }),
            Order::NeedYou(_) => self.with_case(to, staff, |story, asked| {
                story.step(to, staff, asked, Case::needs_person, EntryKind::Stepped);
            }),
            Order::Close(_) => self.with_case(to, staff, |story, asked| {
                story.step(to, staff, asked, Case::closed, EntryKind::Closed);
            }),
            Order::Unlock(_) => self.with_case(to, staff, |story, asked| story.unlock(to, staff, asked)),
            Order::Announce => self.begin_announcing(to, staff, conversation),
            Order::Events => self.count_events(to, staff),
            Order::Press(Press::Open(_)) => {
                self.with_case(to, staff, |story, asked| story.show(to, staff, asked));
            }
            Order::Press(Press::Take(_)) => {
                self.with_case(to, staff, |story, asked| story.take(to, staff, asked));
            }
            Order::Press(Press::Decline(_)) => {
                self.with_case(to, staff, |story, asked| story.decline(to, staff, asked));
            }
            Order::Press(Press::Approve(_)) => self.decide_event(to, staff, crate::events::Event::approved),
            Order::Press(Press::Refuse(_)) => self.decide_event(to, staff, crate::events::Event::refused),
        }
    }

    /// A case this colleague may read; for anybody else there is no such case.
    fn with_case(&mut self, to: &Contact, staff: &Staff, act: impl FnOnce(&mut Self, &Asked)) {
        match self.scene.asked.as_ref().filter(|asked| self.may_read(staff, asked)) {
            Some(asked) => act(self, asked),
            None => self.say(to, Phrase::StaffNoCase, Keyboard::new(), None),
        }
    }

    /// An offer that was made to a colleague opens the case to them, whatever they cover.
    fn may_read(&self, staff: &Staff, asked: &Asked) -> bool {
        let offered =
            self.scene.referral.as_ref().is_some_and(
                |referral| matches!(&referral.offer, Offer::Open { to } if to.contains(&staff.id)),
            );
        staff.may_read(&asked.case) || offered && staff.role != Role::Leader
    }

    fn queue(&mut self, to: &Contact, staff: &Staff) {
        let waiting: Vec<&Case> = self.scene.queue.iter().filter(|case| staff.may_read(case)).collect();
        if waiting.is_empty() {
            return self.say(to, Phrase::StaffQueueEmpty, Keyboard::new(), None);
        }
        let count = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        let lines: Vec<Phrase> = waiting.into_iter().map(queue_line).collect();
        self.say(to, Phrase::StaffQueue { count, lines }, Keyboard::new(), None);
    }

    // ---- one case ----

    fn show(&mut self, to: &Contact, staff: &Staff, asked: &Asked) {
        let case = &asked.case;
        let history: Vec<String> = self
            .scene
            .history
            .iter()
            .filter_map(|entry| {
                let words = entry.words.as_ref()?;
                let day = entry.at.with_timezone(&self.house.office.zone).format("%-d.%-m. %H:%M");
                let ours = [EntryKind::Stepped, EntryKind::Closed].map(EntryKind::code);
                let who = match entry.kind.as_str() {
                    kind if kind == EntryKind::Answered.code() => "<",
                    kind if ours.contains(&kind) => "·",
                    _ => ">",
                };
                Some(format!("{who} {day}  {}", words.as_str()))
            })
            .collect();
        let place = match (case.municipality, case.told.place.as_str()) {
            (Some(place), "") => place.name_en().to_owned(),
            (Some(place), told) => format!("{} ({told})", place.name_en()),
            (None, told) => told.to_owned(),
        };
        let phrase = Phrase::StaffCase {
            case: case.number,
            topic: case.topic,
            place: place.into(),
            urgency: Box::new(urgency(case.urgency)),
            step: Box::new(case.standing.step()),
            day: case.promised_on,
            called: case.told.called.clone(),
            history: history.join("\n").into(),
        };
        let offer = self.scene.referral.as_ref();
        let keyboard = match offer {
            Some(Referral { id, offer: Offer::Open { to }, .. }) if to.contains(&staff.id) => {
                offer_buttons(*id)
            }
            _ => Keyboard::new(),
        };
        self.enter(case.id, EntryKind::Read, Some(staff.id), None);
        self.say(to, phrase, keyboard, Some(case.id));
    }

    fn take(&mut self, to: &Contact, staff: &Staff, asked: &Asked) {
        let number = asked.case.number;
        let referral = self.scene.referral.clone();
        let Ok(case) = asked.case.clone().taken(staff.id, &self.house.office, self.now) else {
            return self.say(to, Phrase::StaffOfferGone { case: number }, Keyboard::new(), None);
        };
        // Taken by its number, by somebody it was not offered to: the offer is over for the others all the same.
        let over = referral.and_then(|offer| offer.clone().taken(staff.id).or_else(|_| offer.lapsed()).ok());
        if let Some(referral) = over {
            self.facts.push(Fact::OfferMoved { referral });
        }
        self.enter(case.id, EntryKind::Taken, Some(staff.id), None);
        self.say(to, Phrase::StaffTaken { case: number }, Keyboard::new(), Some(case.id));
        let news = match case.may_promise_call() {
            true => Phrase::Taken { case: number, day: case.promised_on },
            false => case.status(),
        };
        self.news(&asked.owner, &case, news, Keyboard::new());
        self.facts.push(Fact::CaseMoved { case });
    }

    fn decline(&mut self, to: &Contact, staff: &Staff, asked: &Asked) {
        let case = asked.case.clone();
        let waiting = case.standing == Standing::Received;
        let referral = self.scene.referral.clone().filter(|_| waiting);
        let declined = referral.and_then(|referral| referral.declined(staff.id).ok());
        let Some(referral) = declined else {
            return self.say(to, Phrase::StaffOfferGone { case: case.number }, Keyboard::new(), None);
        };
        let (lapsed, round) = (referral.offer == Offer::Lapsed, referral.round);
        self.facts.push(Fact::OfferMoved { referral });
        self.enter(case.id, EntryKind::Declined, Some(staff.id), None);
        self.say(to, Phrase::StaffDeclined { case: case.number }, Keyboard::new(), Some(case.id));
        // Asked again at once only while somebody can be asked who has not declined; else the offer's time runs out.
        let asked = self.audience(&case, round);
        let mut others = self.audience(&case, round + 1);
        others.retain(|staff| !asked.contains(staff));
        if lapsed && !others.is_empty() {
            self.offer_to(&case, round + 1, others);
        }
    }

    fn number(&mut self, to: &Contact, staff: &Staff, asked: &Asked) {
        let case = &asked.case;
        if case.standing.caseworker() != Some(staff.id) {
            return self.say(to, Phrase::StaffNotYours { case: case.number }, Keyboard::new(), None);
        }
        let phrase = match asked.owner.channel() {
            Channel::Sms => {
                let number = Words::from(asked.owner.address.handle.as_str());
                Phrase::StaffNumber { case: case.number, number }
            }
            Channel::Telegram => Phrase::StaffNoNumber { case: case.number },
        };
        self.enter(case.id, EntryKind::NumberShown, Some(staff.id), None);
        self.say(to, phrase, Keyboard::new(), Some(case.id));
    }

    fn reply(&mut self, to: &Contact, staff: &Staff, asked: &Asked, words: Words) {
        let number = asked.case.number;
        let Ok(case) = asked.case.clone().worked(staff.id, &self.house.office, self.now) else {
            return self.say(to, Phrase::StaffNotYours { case: number }, Keyboard::new(), None);
        };
        if !self.news(&asked.owner, &case, Phrase::Reply { words: words.clone() }, Keyboard::new()) {
            return; // nobody was answered, and the history must not say so
        }
        self.enter(case.id, EntryKind::Answered, Some(staff.id), Some(words));
        self.facts.push(Fact::CaseMoved { case });
        self.say(to, Phrase::StaffReplied { case: number }, Keyboard::new(), None);
    }

    /// The caseworker moves the case; a person who has to act or to judge is told.
    fn step(&mut self, to: &Contact, staff: &Staff, asked: &Asked, step: Step, kind: EntryKind) {
        let number = asked.case.number;
        let Ok(case) = step(asked.case.clone(), staff.id, &self.house.office, self.now) else {
            return self.say(to, Phrase::StaffNotYours { case: number }, Keyboard::new(), None);
        };
        self.enter(case.id, kind, Some(staff.id), Some(case.standing.code().into()));
        if kind == EntryKind::Closed {
            let (phrase, keyboard) = conversation::helped_question(number);
            self.news(&asked.owner, &case, phrase, keyboard);
            self.say(to, Phrase::StaffClosed { case: number }, Keyboard::new(), Some(case.id));
        } else {
            self.news(&asked.owner, &case, case.status(), Keyboard::new());
            let step = Box::new(case.standing.step());
            let phrase = Phrase::StaffStep { case: number, step, day: case.promised_on };
            self.say(to, phrase, Keyboard::new(), Some(case.id));
        }
        self.facts.push(Fact::CaseMoved { case });
    }

    fn unlock(&mut self, to: &Contact, staff: &Staff, asked: &Asked) {
        let mut case = asked.case.clone();
        case.locked = false;
        self.enter(case.id, EntryKind::Unlocked, Some(staff.id), None);
        self.say(to, Phrase::StaffUnlocked { case: case.number }, Keyboard::new(), Some(case.id));
        self.facts.push(Fact::CaseMoved { case });
    }

    /// News for the person, unless they asked for none; then the colleague learns that a call is the way.
    fn news(&mut self, owner: &Contact, case: &Case, phrase: Phrase, keyboard: Keyboard) -> bool {
        if owner.hears_news(self.now) {
            let keyboard = if owner.channel() == Channel::Telegram { keyboard } else { Keyboard::new() };
            self.say(owner, phrase, keyboard, Some(case.id));
            return true;
        }
        let why = match owner.gone_at {
            Some(_) => Phrase::StaffUndelivered { case: case.number },
            None => Phrase::StaffReplyStopped { case: case.number },
        };
        if let Some(caseworker) = case.standing.caseworker() {
            self.tell(caseworker, why, Keyboard::new(), Some(case.id));
        }
        false
    }
}

fn queue_line(case: &Case) -> Phrase {
    Phrase::StaffQueueLine {
        case: case.number,
        topic: case.topic,
        urgency: Box::new(urgency(case.urgency)),
        step: Box::new(case.standing.step()),
        day: case.promised_on,
    }
}

const fn urgency(urgency: Urgency) -> Phrase {
    match urgency {
        Urgency::U1 => Phrase::UrgencyNow,
        Urgency::U2 => Phrase::UrgencyUrgent,
        Urgency::U3 => Phrase::UrgencyNormal,
        Urgency::U4 => Phrase::UrgencyPlan,
    }
}

fn commands_language(code: &str) -> Option<(Language, Option<Script>)> {
    match conversation::read_tongue(code) {
        Some(Tongue::Chosen(language, script)) => Some((language, Some(script))),
        _ => None,
    }
}
