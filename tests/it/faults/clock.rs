//! The machine's clock jumps: a battery that is empty, a time server that is heard late. Whichever way the hands go, what
//! was kept is handled in its order, and what a dead process held is sent again soon after.

use chrono::Duration;
use prag::{phrases::Phrase, rehearsal::Fault};

use crate::stage::{
    house::{House, Plan, SOON},
    words::Tongues,
};

const NUMBER: &str = "+38344123456";
/// Longer than a lease, and not long enough for the office to close.
const A_WHILE: Duration = Duration::seconds(61);

async fn the_clock_jumps(by: Duration) {
    let mut house = House::build(Plan { mortal: true, ..Plan::default() }).await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;

    // Between two messages that wait: the first is kept before the jump, the second after it.
    let mut lock = house.database.pool.begin().await.expect("the database is there");
    sqlx::query("lock table contacts in access exclusive mode").execute(&mut *lock).await.expect("a lock");
    ana.writes("Po").await;
    house.time_passes(by);
    ana.writes("Pejë").await;
    lock.rollback().await.expect("the lock is let go");
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().expect("a topic") }).await;
    ana.hears_part("1").await;
    house.quiet().await;

    // In the middle of a lease whose process dies.
    let asked = house.air.requests().len();
    house.air.answer_next(1, Fault::Hang { accepted: false });
    ana.writes("ndihmë").await;
    assert!(house.air.asked(asked + 1, SOON).await);
    house.kill_app().await;
    house.time_passes(by);
    house.start_app().await;
    house.time_passes(A_WHILE);
    ana.hears(&Phrase::Help).await;
    house.quiet().await;

    // While a parcel waits to be tried again: set back by less than the longest wait, the clock has to make up for it.
    let asked = house.air.requests().len();
    house.air.answer_next(1, Fault::ServerError);
    ana.writes("ndihmë").await;
    assert!(house.air.asked(asked + 1, SOON).await);
    house.until("select exists (select from outbox where state = 'ready' and attempts > 0)").await;
    house.time_passes(by);
    house.time_passes(A_WHILE * 8);
    ana.hears(&Phrase::Help).await;
    ana.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn the_clock_is_set_back_by_a_day() {
    the_clock_jumps(-Duration::days(1)).await;
}

#[tokio::test]
async fn the_clock_is_set_forward_by_a_day() {
    the_clock_jumps(Duration::days(1)).await;
}

#[tokio::test]
async fn the_clock_is_set_back_by_minutes() {
    the_clock_jumps(-Duration::minutes(7)).await;
}
