//! Loading scenes: everything a batch of stimuli has to know, one round trip for each kind of thing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx, aside, cases, contacts, events, inbox::Claimed, outbox, receipts, referrals,
    sealed::Broken, staff,
};
use crate::{
    cases::Case,
    contacts::Contact,
    conversation::Conversation,
    facts::{Asked, Lately, Scene, Sent, Stimulus, Wants, wants},
    ids::{CaseId, ContactId},
    message::{Line, ParcelName},
    staff::Roster,
};

/// What was found for a whole batch, before it is handed out.
#[derive(Default)]
struct Found {
    people: HashMap<Vec<u8>, (Contact, Result<Conversation, Broken>)>,
    numbers: Vec<(u32, CaseId, Vec<u8>)>,
    referrals: Vec<crate::referrals::Referral>,
    sent: HashMap<(Line, ParcelName), Sent>,
    cases: Vec<Case>,
    owners: HashMap<ContactId, Contact>,
    lately: HashMap<i64, Lately>,
}

impl Store {
    /// Loads the scene of each stimulus, in the same order.
    ///
    /// # Errors
    /// When Postgres is away or a row cannot be read.
    pub async fn scenes(
        &self,
        tx: &mut Tx,
        batch: &[(&Claimed, &Stimulus)],
        roster: &Roster,
        now: DateTime<Utc>,
    ) -> Result<Vec<Scene>, Error> {
        let wanted: Vec<Wants> = batch.iter().map(|(_, stimulus)| wants(stimulus)).collect();
        let found = self.find(tx, batch, &wanted, now).await?;
        let mut scenes = Vec::with_capacity(batch.len());
        for ((claimed, _), wants) in batch.iter().zip(&wanted) {
            scenes.push(self.stage(tx, claimed, wants, &found, roster, now).await?);
        }
        self.add_events(tx, &wanted, &mut scenes, now).await?;
        Ok(scenes)
    }

    async fn find(
        &self,
        tx: &mut Tx,
        batch: &[(&Claimed, &Stimulus)],
        wanted: &[Wants],
        now: DateTime<Utc>,
    ) -> Result<Found, Error> {
        let mut found = Found::default();
        let elsewhere = wanted.iter().filter_map(|wants| wants.address.as_ref());
        let elsewhere = elsewhere.map(|address| self.keys.address(address).to_vec());
        let hashes: Vec<Vec<u8>> =
            batch.iter().map(|(claimed, _)| claimed.address_hash.clone()).chain(elsewhere).collect();
        for (hash, contact, conversation) in contacts::by_address(tx, &self.keys, &hashes).await? {
            found.people.insert(hash, (contact, conversation));
        }
        let numbers: Vec<i32> = wanted
            .iter()
            .filter_map(|wants| wants.number)
            .filter_map(|number| i32::try_from(number.value()).ok())
            .collect();
        if !numbers.is_empty() {
            found.numbers = cases::by_number(tx, &numbers).await?;
        }
        let parcels: Vec<_> = wanted.iter().filter_map(|wants| wants.parcel.clone()).collect();
        if !parcels.is_empty() {
            found.sent = outbox::find(tx, &self.keys, &parcels).await?;
            let in_parts =
                wanted.iter().filter(|wants| wants.parts).filter_map(|wants| wants.parcel.as_ref());
            let in_parts = in_parts.filter_map(|name| found.sent.get(name)).map(|sent| sent.id.0).collect();
            receipts::fill_in_parts(tx, &self.keys, in_parts, &mut found.sent).await?;
        }
        let aside: Vec<i64> = wanted.iter().filter_map(|wants| wants.aside).collect();
        if !aside.is_empty() {
            found.lately = aside::lately(tx, &aside).await?;
        }
        let offers: Vec<Uuid> = wanted.iter().filter_map(|wants| wants.referral).map(|id| id.0).collect();
        let named: Vec<Uuid> = found.numbers.iter().map(|(_, id, _)| id.0).collect();
        if !(offers.is_empty() && named.is_empty()) {
            found.referrals = referrals::find(tx, &offers, &named).await?;
        }
        let asked: Vec<Uuid> = named
            .into_iter()
            .chain(found.referrals.iter().map(|referral| referral.case.0))
            .chain(found.sent.values().filter_map(|sent| sent.case).map(|id| id.0))
            .collect();
        let people = batch
            .iter()
            .zip(wanted)
            .filter(|(_, wants)| wants.affairs())
            .filter_map(|((claimed, _), _)| found.people.get(&claimed.address_hash))
            .map(|(contact, _)| contact.id.0);
        let receivers =
            wanted.iter().filter(|wants| wants.receiver).filter_map(|wants| wants.parcel.as_ref());
        let receivers = receivers.filter_map(|name| found.sent.get(name)).map(|sent| sent.to.0);
        let of: Vec<Uuid> = people.chain(receivers).collect();
        found.cases = cases::lock(tx, &self.keys, &of, &asked, now).await?;
        let owners: Vec<Uuid> =
            found.cases.iter().filter(|case| asked.contains(&case.id.0)).map(|case| case.contact.0).collect();
        if !owners.is_empty() {
            for (contact, _) in contacts::by_id(tx, &self.keys, &owners).await? {
                found.owners.insert(contact.id, contact);
            }
        }
        Ok(found)
    }

    async fn stage(
        &self,
        tx: &mut Tx,
        claimed: &Claimed,
        wants: &Wants,
        found: &Found,
        roster: &Roster,
        now: DateTime<Utc>,
    ) -> Result<Scene, Error> {
        let (contact, conversation) = match found.people.get(&claimed.address_hash).cloned() {
            Some((contact, conversation)) if wants.affairs() => (Some(contact), conversation?),
            Some((contact, _)) => (Some(contact), Conversation::default()),
            None => (None, Conversation::default()),
        };
        let person = contact.as_ref().map(|contact| contact.id);
        let sent = wants.parcel.as_ref().and_then(|name| found.sent.get(name).cloned());
        let by_button = wants.referral.and_then(|id| found.referrals.iter().find(|r| r.id == id));
        let by_number =
            wants.number.and_then(|number| found.numbers.iter().find(|(known, ..)| *known == number.value()));
        let named = by_number
            .map(|(_, id, _)| *id)
            .or(by_button.map(|referral| referral.case))
            .or(sent.as_ref().and_then(|sent| sent.case));
        let pin_right = match (by_number, wants.pin) {
            (Some((_, id, hash)), Some(pin)) => {
                bool::from(subtle::ConstantTimeEq::ct_eq(self.keys.pin(*id, pin).as_slice(), hash.as_slice()))
            }
            _ => false,
        };
        let asked = named.and_then(|id| found.cases.iter().find(|case| case.id == id)).and_then(|case| {
            let owner = found.owners.get(&case.contact)?.clone();
            Some(Asked { case: case.clone(), owner, pin_right })
        });
        let referral = by_button
            .or_else(|| found.referrals.iter().find(|r| Some(r.case) == named && r.offer.code() == "open"))
            .cloned();
        let there =
            wants.address.as_ref().and_then(|address| found.people.get(&self.keys.address(address)[..]));
        let owner = person.or(sent.as_ref().filter(|_| wants.receiver).map(|sent| sent.to));
        let mut scene = Scene {
            there: there.map(|(contact, _)| contact.id),
            cases: found.cases.iter().filter(|case| Some(case.contact) == owner).cloned().collect(),
            contact,
            conversation,
            asked,
            referral,
            sent,
            lately: wants.aside.and_then(|seq| found.lately.get(&seq).copied()),
            ..Scene::default()
        };
        if wants.pin.is_some() || wants.number.is_some() {
            let case = scene.asked.as_ref().map(|asked| asked.case.id);
            scene.tries = cases::tries(tx, person, case, now).await?;
        }
        if let Some(token) = &wants.token {
            scene.joining = staff::find_link(tx, &self.keys.token(token), now).await?;
        }
        // What follows only colleagues ask for, one by one.
        if let Some(colleague) = person.and_then(|id| roster.at(id)) {
            if wants.queue {
                scene.queue = cases::queue(tx, &self.keys, colleague).await?;
            }
            if wants.history
                && let Some(asked) = &scene.asked
            {
                scene.history = cases::history(tx, &self.keys, asked.case.id).await?;
            }
            if wants.events {
                let leader = (!colleague.may_approve()).then_some(colleague.id);
                scene.events = events::ahead(tx, &self.keys, leader, now).await?;
            }
        }
        Ok(scene)
    }

    async fn add_events(
        &self,
        tx: &mut Tx,
        wanted: &[Wants],
        scenes: &mut [Scene],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let people: Vec<Uuid> = scenes
            .iter()
            .zip(wanted)
            .filter(|(_, wants)| wants.affairs())
            .filter_map(|(scene, _)| scene.contact.as_ref())
            .map(|contact| contact.id.0)
            .collect();
        let named: Vec<Uuid> = wanted.iter().filter_map(|wants| wants.event).map(|id| id.0).collect();
        if people.is_empty() {
            return Ok(());
        }
        let pending = events::pending(tx, &people, &named, now).await?;
        let waiting: Vec<Uuid> = pending.iter().map(|pending| pending.event).collect();
        let events = events::lock(tx, &self.keys, &named, &waiting).await?;
        for (scene, wants) in scenes.iter_mut().zip(wanted) {
            scene.event = wants.event.and_then(|id| events.iter().find(|event| event.id == id)).cloned();
        }
        for pending in pending {
            let Some(at) = scenes.iter().position(|scene| {
                scene.contact.as_ref().is_some_and(|contact| contact.id == pending.contact)
            }) else {
                continue;
            };
            // An invitation that is named outweighs the newest one.
            let is_named = wanted[at].event.is_some_and(|id| id.0 == pending.event);
            if scenes[at].invited.is_none() || is_named {
                scenes[at].invited = pending.to(&events);
            }
        }
        Ok(())
    }
}
