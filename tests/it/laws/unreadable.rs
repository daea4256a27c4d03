//! A parcel that does not open holds up nobody else: it waits for its key, or a colleague is told.

use chrono::Duration;
use prag::{phrases::Phrase, rehearsal::Fault, staff::Role};

use crate::stage::{
    house::{House, SOON},
    person::Person,
    words::Tongues,
};

/// Ana's answer waits to be tried again, and meanwhile it is changed in this way; whoever writes afterwards is answered.
async fn changed(house: &House, how: &'static str) -> Person {
    let ana = house.sms("+38344123456", Tongues::SQ);
    house.air.answer_next(1, Fault::ServerError);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    assert!(house.air.asked(1, SOON).await);
    house.until("select exists (select from outbox where state = 'ready' and attempts > 0)").await;
    sqlx::query(how).execute(&house.database.pool).await.expect("the database is there");
    house.time_passes(Duration::minutes(1));
    let zef = house.sms("+38344123457", Tongues::SQ);
    zef.writes("Mirëdita, nuk kam pasaportë").await;
    zef.hears(&Phrase::WelcomeConsent).await;
    house.until("select exists (select from outbox where failure = 'unreadable')").await;
    ana
}

#[tokio::test]
async fn what_was_changed_is_lost_and_a_colleague_is_told() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    changed(&house, "update outbox set words = set_byte(words, length(words) - 1, 255 - get_byte(words, length(words) - 1)) where attempts > 0").await;
    coordinator.hears(&Phrase::StaffUnreached).await;
    house.forgive_failed(1);
    house.close().await;
}

#[tokio::test]
async fn what_needs_a_key_that_is_missing_waits_for_it() {
    let house = House::open().await;
    let turned = "update outbox set words = set_byte(words, 1, 255 - get_byte(words, 1)) where attempts > 0";
    let ana = changed(&house, turned).await;
    house.until("select exists (select from outbox where state = 'ready' and failure = 'unreadable')").await;
    assert_eq!(house.store.held_up().await.expect("the database is there").len(), 1, "an operator sees it");
    sqlx::query(turned).execute(&house.database.pool).await.expect("the database is there");
    house.time_passes(Duration::hours(2));
    ana.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}
