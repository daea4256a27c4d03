//! People whom nothing reaches any more, and chats that moved: what waits for them is given up, told once, or follows.

use chrono::Duration;
use prag::{
    ids::CaseNumber,
    phrases::Phrase,
    rehearsal::{
        Fault,
        telegram::Method::{self, SendMessage},
    },
    staff::Role,
};

use crate::stage::{
    house::House,
    person::Person,
    words::{Need, Tongues},
};

/// Somebody's case, in the hands of a caseworker.
pub(super) async fn taken(house: &House, ana: &Person, caseworker: &Person) -> CaseNumber {
    let case = ana.asks_for(&Need::BIRTH).await.number;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    house.quiet().await;
    case
}

/// How often Telegram was asked to write to this chat.
pub(super) fn asked_for(house: &House, ana: &Person) -> usize {
    let chat = ana.phone().chat_id();
    let to_ana = |(method, params): &(Method, serde_json::Value)| {
        *method == SendMessage && params["chat_id"].as_i64() == Some(chat)
    };
    house.bot.requests().iter().filter(|request| to_ana(request)).count()
}

pub(super) async fn count(house: &House, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&house.database.pool).await.expect("the database is there")
}

#[tokio::test]
async fn what_waits_for_somebody_who_blocks_the_bot_is_given_up_and_told_once() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    // Telegram wants silence, so that the answers wait.
    house.bot.answer_next(SendMessage, 1, Fault::TooManyRequests(60));
    caseworker.writes("/help").await;
    house.quiet().await;
    for _ in 0..3 {
        caseworker.writes(&format!("/reply {case} Monday at ten")).await;
        house.quiet().await;
    }
    let before = asked_for(&house, &ana);
    ana.phone().blocks_bot();
    house.quiet().await;
    assert_eq!(
        count(&house, "select count(*) from outbox where failure = 'gone' and state = 'failed'").await,
        3
    );
    assert_eq!(count(&house, "select count(*) from contacts where gone_at is not null").await, 1);
    house.time_passes(Duration::seconds(61));
    caseworker.hears(&Phrase::StaffHelp).await;
    for _ in 0..3 {
        caseworker.hears(&Phrase::StaffReplied { case }).await;
    }
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    house.quiet().await;
    assert_eq!(asked_for(&house, &ana), before, "nothing was sent to a closed door");

    ana.writes("status").await;
    ana.hears(&Phrase::StatusWorking { case, day: house.day(5) }).await;
    house.forgive_failed(3);
    house.close().await;
}

#[tokio::test]
async fn an_account_that_is_no_more_takes_what_waits_behind_with_it_and_is_told_once() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    house.bot.answer_next(SendMessage, 1, Fault::TooManyRequests(60));
    ana.writes("status").await;
    house.quiet().await;
    for _ in 0..2 {
        caseworker.writes(&format!("/reply {case} Monday at ten")).await;
        house.quiet().await;
    }
    let before = asked_for(&house, &ana);
    house.bot.answer_next(SendMessage, 1, Fault::Deactivated);
    house.time_passes(Duration::seconds(61));
    for _ in 0..2 {
        caseworker.hears(&Phrase::StaffReplied { case }).await;
    }
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    house.quiet().await;
    assert_eq!(asked_for(&house, &ana), before + 1);
    assert_eq!(count(&house, "select count(*) from contacts where gone_at is not null").await, 1);
    house.forgive_failed(3);
    house.close().await;
}

#[tokio::test]
async fn a_chat_that_moved_is_followed_with_everything_that_belongs_to_it() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    let there = house.telegram_person("Ana, elsewhere", Tongues::EN);
    house.bot.answer_next(SendMessage, 1, Fault::ChatMoved(there.phone().chat_id()));
    ana.writes("status").await;
    house.quiet().await;
    house.time_passes(Duration::seconds(10));
    let status = Phrase::StatusWorking { case, day: house.day(3) };
    there.hears(&status).await;
    there.writes("status").await; // known there: no PIN is asked for
    there.hears(&status).await;
    assert_eq!(count(&house, "select count(*) from contacts").await, 2, "Ana and the caseworker");
    house.close().await;
}

#[tokio::test]
async fn a_chat_that_became_a_group_or_somebody_elses_is_gone() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let zef = house.telegram_person("Zef", Tongues::EN);
    zef.writes("hello").await;
    house.quiet().await;
    zef.hears_all().await;
    for (at, to) in [-1_001_234_567_890, zef.phone().chat_id()].into_iter().enumerate() {
        let ana = house.telegram_person(&format!("Ana {at}"), Tongues::EN);
        let case = taken(&house, &ana, &caseworker).await;
        house.bot.answer_next(SendMessage, 1, Fault::ChatMoved(to));
        ana.writes("status").await;
        house.quiet().await;
        house.time_passes(Duration::seconds(10));
        caseworker.hears(&Phrase::StaffUndelivered { case }).await;
        house.quiet().await;
        assert_eq!(zef.unheard(), [""; 0], "nobody reads what is not theirs");
    }
    assert_eq!(count(&house, "select count(*) from contacts where gone_at is not null").await, 2);
    house.forgive_failed(2);
    house.close().await;
}
