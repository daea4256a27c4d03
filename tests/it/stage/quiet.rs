//! Knowing when nothing is under way any more, without sleeping: the test's database rings a bell for every change.

use sqlx::PgPool;

use super::house::{House, SOON};

/// The channel on which rows ring.
pub const BELL: &str = "stage";

/// A report that overtook the news of its parcel waits two seconds of the app's clock; nothing else waits so shortly.
const OVERTAKEN: chrono::Duration = chrono::Duration::seconds(2);

/// What the database and the networks hold at one moment.
#[derive(Debug, PartialEq, Eq)]
struct Hands {
    requests: usize,
    receipts: usize,
}

/// Lets every change of the inbox and the outbox ring.
pub async fn hang_bell(pool: &PgPool) {
    sqlx::raw_sql(
        "create function stage_rings() returns trigger language plpgsql as
             'begin perform pg_notify(''stage'', ''''); return null; end';
         create trigger stage_hears after insert or update on inbox
             for each statement execute function stage_rings();
         create trigger stage_hears after insert or update on outbox
             for each statement execute function stage_rings();",
    )
    .execute(pool)
    .await
    .expect("the bell hangs");
}

impl House {
    /// Waits until every update is confirmed, every stimulus that is due is handled, every parcel that is due is
    /// settled and every receipt is answered.
    pub async fn quiet(&self) {
        assert!(
            tokio::time::timeout(SOON, self.until_quiet()).await.is_ok(),
            "still at work: {:?}",
            self.waiting().await
        );
    }

    async fn until_quiet(&self) {
        let mut bell = self.bell.lock().await;
        loop {
            assert!(self.bot.all_confirmed(SOON).await, "Telegram's updates are not confirmed");
            assert!(self.air.all_reported(SOON).await, "receipts are not answered");
            let before = self.hands();
            let (stimuli, overtaken, parcels) = self.waiting().await;
            // What left a network between the two looks has rung the bell.
            let still = before == self.hands() && self.bot.waiting_updates() == 0;
            if still && self.air.all_reported(std::time::Duration::ZERO).await && stimuli + parcels == 0 {
                if overtaken == 0 {
                    return;
                }
                self.time_passes(OVERTAKEN);
            } else if stimuli + parcels == 0 {
                continue;
            }
            bell.recv().await.expect("the database is there");
        }
    }

    fn hands(&self) -> Hands {
        Hands { requests: self.air.requests().len(), receipts: self.air.receipts().len() }
    }

    /// Stimuli that are due and not behind one that has stumbled, stimuli that will be due in a moment, parcels that are
    /// due and neither behind one that is not nor on a line that the network wants silent.
    async fn waiting(&self) -> (i64, i64, i64) {
        sqlx::query_as(
            "select count(*) filter (where due_at <= $1 and not exists (select from inbox earlier
                             where earlier.address_hash = stimulus.address_hash and earlier.seq < stimulus.seq
                               and earlier.state = 'waiting' and earlier.attempts > 0 and earlier.due_at > $1)),
                    count(*) filter (where due_at > $1),
                    (select count(*) from outbox parcel where state = 'ready' and due_at <= $1
                        and not exists (select from outbox earlier
                             where earlier.contact_id = parcel.contact_id and earlier.seq < parcel.seq
                               and earlier.state = 'ready' and earlier.due_at > $1
                               and (earlier.announcement_id is null or parcel.announcement_id is not null))
                        and not exists (select from paces where paces.line = parcel.line and paused_until > $1))
               from inbox stimulus where state = 'waiting' and due_at <= $2",
        )
        .bind(self.clock.now())
        .bind(self.clock.now() + OVERTAKEN)
        .fetch_one(&self.database.pool)
        .await
        .expect("the database is there")
    }
}
