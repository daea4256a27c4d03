//! The watch: looks at the house every few seconds and has colleagues told when something falls silent, and when it is
//! over. Not here: what is bad (`alarms`), who is told and how (`decide`).

use chrono::{DateTime, Utc};

use crate::{
    alarms::{Brewing, EVERY, Thresholds, judge},
    clock::{Chance, Clock},
    figures,
    ids::Dice,
    office::Office,
    pulse::Rounds,
    store::{self, Store},
    vitals::Vitals,
};

/// The loop that looks.
pub struct Watch {
    store: Store,
    vitals: Vitals,
    thresholds: Thresholds,
    office: Office,
    clock: Clock,
    dice: Dice,
    looked_at: Option<DateTime<Utc>>,
    brewing: Brewing,
}

impl Watch {
    /// The watch of one process; of several each looks, and what they see is told once.
    #[must_use]
    pub fn new(
        store: Store,
        vitals: Vitals,
        thresholds: Thresholds,
        office: Office,
        clock: Clock,
        chance: &Chance,
    ) -> Self {
        let dice = chance.dice();
        Self { store, vitals, thresholds, office, clock, dice, looked_at: None, brewing: Brewing::new() }
    }

    async fn look(&mut self, now: DateTime<Utc>) -> Result<(), store::Error> {
        figures::sum_up();
        self.vitals.note(now).await?;
        self.vitals.ask_telegram().await;
        let standing = self.store.alarms().await?;
        let health = self.vitals.read_at(now).await;
        let verdict = judge(&health, &self.thresholds, &self.office, &standing, &self.brewing);
        let told = self.store.tell_alarms(&verdict, now, &mut self.dice).await?;
        self.brewing = verdict.brewing;
        for alarm in told.raised {
            tracing::error!(alarm = alarm.kind.code(), about = alarm.about, "an alarm is raised");
        }
        for alarm in told.cleared {
            tracing::info!(alarm = alarm.kind.code(), about = alarm.about, "an alarm is cleared");
        }
        Ok(())
    }
}

impl Rounds for Watch {
    type Error = store::Error;

    /// Looks when it is time to, also when the clock was turned back; there is never more to do at once.
    async fn round(&mut self) -> Result<usize, store::Error> {
        let now = self.clock.now();
        if self.looked_at.is_none_or(|last| (now - last).abs() >= EVERY) {
            self.look(now).await?;
            self.looked_at = Some(now);
        }
        Ok(0)
    }
}
