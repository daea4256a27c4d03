//! A trial of a line: one text to one number, and what its network reports of it. The number becomes nobody's contact, and the
//! text no row. Not here: texts that people wait for (`delivery`).

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{
    channels::{Accepted, SendFailure, SmsLine, Text},
    clock::Clock,
    ids::{Dice, ParcelId},
    message::{Address, Receipt, Words},
    store::{self, Store},
};

/// After this the text of a trial is of no use.
const OF_USE: chrono::Duration = chrono::Duration::minutes(10);
/// How often is looked for reports.
const LOOK: Duration = Duration::from_millis(250);

/// A text that its network took on.
#[derive(Debug)]
pub struct Trial {
    id: ParcelId,
    accepted: Accepted,
    told: usize,
}

/// Hands one text over.
///
/// # Errors
/// When the network did not take it on.
pub async fn hand_over(
    line: &SmsLine,
    to: &Address,
    words: &Words,
    clock: &Clock,
    dice: &mut Dice,
) -> Result<Trial, SendFailure> {
    let now = clock.now();
    let id = ParcelId::draw(now, dice);
    let text = Text { id, to, words, useless_after: Some(now + OF_USE) };
    let accepted = line.network.send(&text, now).await?;
    Ok(Trial { id, accepted, told: 0 })
}

impl Trial {
    /// Waits for the next report that came to the doors of a running `prag serve`; none when it did not come in time.
    ///
    /// # Errors
    /// When the database is away, or holds what does not open.
    pub async fn next_report(
        &mut self,
        store: &Store,
        line: &SmsLine,
        until: Instant,
    ) -> Result<Option<Receipt>, store::Error> {
        loop {
            let theirs = self.accepted.provider_id.as_deref();
            let reports = store.reports_kept(&line.line, self.id, theirs).await?;
            if let Some(report) = reports.into_iter().nth(self.told) {
                self.told += 1;
                return Ok(Some(report));
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            sleep(LOOK).await;
        }
    }
}
