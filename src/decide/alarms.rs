//! Telling coordinators that something about the house itself is wrong, and that it is over.

use super::Story;
use crate::{
    alarms::{Alarm, Kind},
    ids::StaffId,
    phrases::{Keyboard, Phrase},
    staff::Role,
};

impl Story<'_> {
    pub(super) fn alarm_raised(&mut self, alarm: &Alarm) {
        self.tell_coordinators(&Phrase::StaffAlarmRaised { what: Box::new(what(alarm)) });
    }

    pub(super) fn alarm_cleared(&mut self, alarm: &Alarm) {
        self.tell_coordinators(&Phrase::StaffAlarmCleared { what: Box::new(what(alarm)) });
    }

    fn tell_coordinators(&mut self, phrase: &Phrase) {
        let coordinators: Vec<StaffId> =
            self.house.roster.in_role(Role::Coordinator).map(|colleague| colleague.id).collect();
        for coordinator in coordinators {
            self.tell(coordinator, phrase.clone(), Keyboard::new(), None);
        }
    }
}

fn what(alarm: &Alarm) -> Phrase {
    let about = alarm.about.as_str();
    match alarm.kind {
        Kind::Silence => Phrase::StaffAlarmSilence { line: about.into() },
        Kind::Unhandled => Phrase::StaffAlarmUnhandled,
        Kind::Unsent => Phrase::StaffAlarmUnsent { line: about.into() },
        Kind::Unpolled => Phrase::StaffAlarmUnpolled,
        Kind::Webhook => Phrase::StaffAlarmWebhook,
        Kind::Aside => Phrase::StaffAlarmAside,
        Kind::Fallen => Phrase::StaffAlarmFallen { part: about.into() },
    }
}
