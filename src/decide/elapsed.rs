//! What happens when nobody does anything, and when the network gives up.

use super::Story;
use crate::{
    cases::EntryKind,
    facts::{Elapsed, Fact},
    message::Fate,
    phrases::{Keyboard, Phrase},
    topics::Urgency,
};

/// After this many rounds an offer that is no alarm rests in the queue and is not repeated.
const ROUNDS: u32 = 5;

impl Story<'_> {
    pub(super) fn elapsed(&mut self, what: Elapsed) {
        match what {
            Elapsed::Offer { .. } => self.offer_lapsed(),
        }
    }

    /// Nobody took it: the next round asks coordinators too; an alarm never stops asking.
    fn offer_lapsed(&mut self) {
        let (Some(referral), Some(asked)) = (&self.scene.referral, &self.scene.asked) else { return };
        let (case, round) = (asked.case.clone(), referral.round);
        let Ok(referral) = referral.clone().lapsed() else { return };
        self.facts.push(Fact::OfferMoved { referral });
        self.enter(case.id, EntryKind::Lapsed, None, None);
        if case.standing.caseworker().is_none() && (case.urgency == Urgency::U1 || round < ROUNDS) {
            self.offer(&case, round + 1);
        }
    }

    pub(super) fn receipt(&mut self, fate: Fate) {
        if let Some(sent) = &self.scene.sent {
            // Receipts come late, twice and out of order; what is known never becomes less.
            if sent.fate.is_none_or(|known| fate > known) {
                self.facts.push(Fact::ParcelMoved { parcel: sent.id, fate });
                if fate == Fate::Failed {
                    self.tell_undelivered();
                }
            }
        }
    }

    pub(super) fn undelivered(&mut self, gone: bool) {
        if gone && let Some(contact) = &self.scene.contact {
            let mut contact = contact.clone();
            contact.gone_at = contact.gone_at.or(Some(self.now));
            let conversation = self.scene.conversation.clone();
            self.facts.push(Fact::Remembered { contact, conversation });
        }
        self.tell_undelivered();
    }

    /// Somebody waits for words that did not arrive: a human has to know.
    fn tell_undelivered(&mut self) {
        let Some(asked) = &self.scene.asked else { return };
        let to_person = self.scene.sent.as_ref().is_some_and(|sent| sent.to == asked.owner.id);
        if !to_person {
            return; // a notice to a colleague; the offer's own time runs out instead
        }
        let case = asked.case.clone();
        self.enter(case.id, EntryKind::Undelivered, None, None);
        let phrase = Phrase::StaffUndelivered { case: case.number };
        match case.standing.caseworker() {
            Some(caseworker) => self.tell(caseworker, phrase, Keyboard::new(), Some(case.id)),
            None => self.tell_about(&case, &phrase),
        }
    }
}
