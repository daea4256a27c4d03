//! What happens when nobody does anything.

use super::Story;
use crate::{
    cases::EntryKind,
    facts::{Elapsed, Fact},
    topics::Urgency,
};

/// After this many rounds an offer that is no alarm rests in the queue and is not repeated.
const ROUNDS: u32 = 5;

impl Story<'_> {
    pub(super) fn elapsed(&mut self, what: &Elapsed) {
        match what {
            Elapsed::Offer { .. } => self.offer_lapsed(),
            Elapsed::Parts { line, reference, since, .. } => self.parts_lapsed(line, reference, *since),
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
}
