//! What networks tell about messages, and what follows when one is lost: a human has to know. Whose case it is about is
//! told; without a case, or when it was meant for a colleague, the coordinators. What nobody can be told of waits for the
//! operator. Not here: trying again (`delivery`), giving up what waits behind it (`store`).

use super::Story;
use crate::{
    cases::{Case, EntryKind},
    facts::{Fact, Loss, Sent},
    ids::StaffId,
    message::{Address, Fate, Receipt},
    phrases::{Keyboard, Phrase},
    staff::{Role, Staff},
    topics::Urgency,
};

impl Story<'_> {
    pub(super) fn receipt(&mut self, receipt: &Receipt) {
        let Some(sent) = &self.scene.sent else { return };
        let account = receipt.account.clone();
        let fate = match receipt.portion() {
            Some(portion) if receipt.fate == Fate::Delivered && !sent.is_whole_with(portion) => Fate::Sent,
            _ => receipt.fate,
        };
        self.facts.push(Fact::Reported { parcel: sent.id, fate: receipt.fate, account });
        // Receipts come late, twice and out of order; what is known never becomes less.
        if sent.fate.is_none_or(|known| fate > known) {
            self.facts.push(Fact::ParcelMoved { parcel: sent.id, fate });
            if fate == Fate::Failed {
                self.lost(sent, Loss::Refused);
            }
        }
    }

    pub(super) fn undelivered(&mut self, loss: Loss) {
        if loss == Loss::Gone {
            self.gone();
        }
        if let Some(sent) = &self.scene.sent {
            self.lost(sent, loss);
        }
    }

    fn gone(&mut self) {
        if let Some(mut contact) = self.scene.contact.clone() {
            contact.gone_at = contact.gone_at.or(Some(self.now));
            let conversation = self.scene.conversation.clone();
            self.facts.push(Fact::Remembered { contact, conversation });
        }
    }

    /// The network reaches somebody elsewhere. A place where we never answer, such as a group, is nowhere; and at one
    /// where somebody else is known, their messages would be read by another.
    pub(super) fn moved(&mut self, to: &Address) {
        let Some(contact) = &self.scene.contact else { return };
        let free = self.scene.there.is_none_or(|there| there == contact.id);
        if to.answerable() && free {
            self.facts.push(Fact::ContactMoved { contact: contact.id, to: to.clone() });
        } else {
            self.gone();
        }
    }

    /// Somebody waits for words that will not arrive.
    fn lost(&mut self, sent: &Sent, loss: Loss) {
        let told = match self.house.roster.at(sent.to) {
            Some(colleague) => self.lost_for_colleague(sent, loss, colleague),
            None => self.lost_for_person(sent, loss),
        };
        if !told {
            self.facts.push(Fact::LeftUntold { parcel: sent.id });
        }
    }

    /// Whether somebody was told, or nobody has to be.
    fn lost_for_colleague(&mut self, sent: &Sent, loss: Loss, colleague: &Staff) -> bool {
        if loss == Loss::Late {
            return true; // an offer, whose own time has run out: others were asked
        }
        if sent.reports_loss {
            return false; // telling about what tells would go round in a circle
        }
        let role = Box::new(colleague.role.name());
        let case = self.scene.asked.as_ref().map(|asked| asked.case.clone());
        let complaint = case.as_ref().is_some_and(Case::is_complaint);
        let told: Vec<StaffId> = self
            .house
            .roster
            .in_role(if complaint { Role::Complaints } else { Role::Coordinator })
            .map(|staff| staff.id)
            .filter(|staff| *staff != colleague.id)
            .collect();
        let phrase = match &case {
            Some(case) => Phrase::StaffColleagueMissed { case: case.number, role },
            None => Phrase::StaffColleagueUnreached { role },
        };
        self.tell_all(&told, &phrase, case.as_ref())
    }

    fn lost_for_person(&mut self, sent: &Sent, loss: Loss) -> bool {
        let cases = self.cases_waiting(sent, loss);
        if cases.is_empty() {
            // After a long outage of a network this would be hundreds of messages that name nobody.
            let coordinators = self.coordinators();
            return loss != Loss::Late && self.tell_all(&coordinators, &Phrase::StaffUnreached, None);
        }
        let mut told = true;
        for case in cases {
            self.enter(case.id, EntryKind::Undelivered, None, None);
            let phrase = Phrase::StaffUndelivered { case: case.number };
            let concerned = self.concerned(&case);
            told &= self.tell_all(&concerned, &phrase, Some(&case));
        }
        told
    }

    /// The case the message was about, else the most urgent one of this person; all of them when nothing reaches the
    /// person any more.
    fn cases_waiting(&self, sent: &Sent, loss: Loss) -> Vec<Case> {
        let asked =
            self.scene.asked.as_ref().filter(|asked| asked.owner.id == sent.to).map(|asked| &asked.case);
        let open = || self.scene.cases.iter().filter(|case| case.standing.open());
        let others = open().filter(|case| asked.is_none_or(|asked| asked.id != case.id));
        match (loss, asked) {
            (Loss::Gone, _) => asked.into_iter().chain(others).cloned().collect(),
            (_, Some(asked)) => vec![asked.clone()],
            (_, None) => open().min_by_key(|case| case.urgency).into_iter().cloned().collect(),
        }
    }

    /// Who has a case, or else who should; when somebody may be in danger, every coordinator as well.
    fn concerned(&self, case: &Case) -> Vec<StaffId> {
        let known = |staff: &StaffId| self.house.roster.who(*staff).is_some();
        let mut concerned: Vec<StaffId> = case.standing.caseworker().filter(known).into_iter().collect();
        if concerned.is_empty() {
            concerned = self.audience(case, 1);
        }
        if !case.is_complaint() && (concerned.is_empty() || case.urgency == Urgency::U1) {
            concerned.extend(self.coordinators());
            concerned.sort_unstable();
            concerned.dedup();
        }
        concerned
    }

    fn coordinators(&self) -> Vec<StaffId> {
        self.house.roster.in_role(Role::Coordinator).map(|staff| staff.id).collect()
    }

    /// Whether there was anybody to tell.
    fn tell_all(&mut self, told: &[StaffId], phrase: &Phrase, case: Option<&Case>) -> bool {
        for staff in told {
            self.tell(*staff, phrase.clone(), Keyboard::new(), case.map(|case| case.id));
        }
        !told.is_empty()
    }
}
