//! Messages that are lost for good: each is in front of a human, once, and nothing is sent to whom nothing reaches.

use chrono::Duration;
use prag::{
    ids::CaseNumber,
    phrases::Phrase,
    rehearsal::{
        Fault,
        sms::Fate,
        telegram::Method::{self, SendMessage},
    },
    staff::Role,
};

use crate::stage::{
    house::House,
    person::{Person, number},
    words::{Need, Tongues},
};

const NUMBER: &str = "+38344123456";

/// Somebody's case, in the hands of a caseworker.
async fn taken(house: &House, ana: &Person, caseworker: &Person) -> CaseNumber {
    let case = ana.asks_for(&Need::BIRTH).await.number;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    house.quiet().await;
    case
}

/// How often Telegram was asked to write to this chat.
fn asked_for(house: &House, ana: &Person) -> usize {
    let chat = ana.phone().chat_id();
    let to_ana = |(method, params): &(Method, serde_json::Value)| {
        *method == SendMessage && params["chat_id"].as_i64() == Some(chat)
    };
    house.bot.requests().iter().filter(|request| to_ana(request)).count()
}

async fn count(house: &House, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&house.database.pool).await.expect("the database is there")
}

async fn untold(house: &House) -> i64 {
    house.store.untold().await.expect("the database is there")
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

#[tokio::test]
async fn without_a_case_the_coordinators_are_told_and_of_danger_they_are_told_as_well() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &[]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let zef = house.sms("+38344123457", Tongues::EN);
    zef.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    zef.writes("Hello, I have no identity card").await;
    coordinator.hears(&Phrase::StaffUnreached).await;
    house.quiet().await;

    let ana = house.sms(NUMBER, Tongues::EN);
    ana.writes(ana.reads.danger()).await;
    ana.hears(&Phrase::UrgentOpen).await;
    let case = number(&caseworker.next().await.text).expect("an alarm names its case");
    coordinator.hears(&Phrase::StaffAlarm { case }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::StatusWorking { case, day: house.day(0) }).await;
    ana.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    caseworker.writes(&format!("/reply {case} we are on our way")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    coordinator.hears(&Phrase::StaffUndelivered { case }).await;
    ana.writes("help").await; // the answer is about no case, and yet hers
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    coordinator.hears(&Phrase::StaffUndelivered { case }).await;
    assert_eq!(untold(&house).await, 0);
    house.forgive_failed(3);
    house.close().await;
}

#[tokio::test]
async fn what_does_not_reach_a_colleague_reaches_the_coordinators() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms(NUMBER, Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    caseworker.phone().blocks_bot();
    house.quiet().await;
    let before = asked_for(&house, &caseworker);
    ana.writes("One more thing: my son needs a card too").await;
    house.quiet().await;
    let role = || Box::new(Role::Caseworker.name());
    coordinator.hears(&Phrase::StaffColleagueMissed { case, role: role() }).await;
    assert_eq!(asked_for(&house, &caseworker), before, "nothing was sent to a closed door");
    // A message to Ana fails: whoever has her case cannot be told, and that is told.
    ana.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    ana.writes("status").await;
    coordinator.hears(&Phrase::StaffColleagueMissed { case, role: role() }).await;
    house.quiet().await;
    assert_eq!(untold(&house).await, 0);
    ana.hears_all().await;
    house.forgive_failed(3);
    house.close().await;
}

#[tokio::test]
async fn reports_about_reports_do_not_go_round_and_wait_for_the_operator() {
    let house = House::open().await;
    let (one, other) = (
        house.colleague(Role::Coordinator, &[], &[]).await,
        house.colleague(Role::Coordinator, &[], &[]).await,
    );
    for coordinator in [&one, &other] {
        coordinator.phone().blocks_bot();
    }
    house.quiet().await;
    let zef = house.sms(NUMBER, Tongues::EN);
    zef.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    zef.writes("Hello, I have no identity card").await;
    house.quiet().await;
    // One message for Zef, a report to each coordinator, and a report about each report.
    assert_eq!(count(&house, "select count(*) from outbox where state = 'failed'").await, 5);
    let lost = house.store.list_untold().await.expect("the database is there");
    assert_eq!(lost.len(), 2);
    assert!(lost.iter().all(|lost| lost.failure == "gone" && lost.case.is_none()));
    let first = [lost[0].id];
    assert_eq!(house.store.see_to_untold(Some(&first)).await.expect("the database is there"), 1);
    assert_eq!(untold(&house).await, 1);
    assert_eq!(house.store.see_to_untold(None).await.expect("the database is there"), 1);
    assert_eq!(untold(&house).await, 0);
    house.forgive_failed(5);
    house.close().await;
}

#[tokio::test]
async fn where_nobody_works_yet_the_operator_is_shown() {
    let house = House::open().await;
    let zef = house.sms(NUMBER, Tongues::EN);
    zef.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    zef.writes("Hello, I have no identity card").await;
    house.quiet().await;
    assert_eq!(untold(&house).await, 1);
    house.forgive_failed(1);
    house.close().await;
}

#[tokio::test]
async fn what_is_of_no_use_any_more_is_never_sent() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.sms(NUMBER, Tongues::EN);
    let zef = house.sms("+38344123457", Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    house.air.answer_next(2, Fault::ServerError);
    caseworker.writes(&format!("/reply {case} Monday at ten")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    zef.writes("Hello, I have no identity card").await;
    house.quiet().await;
    let asked = house.air.requests().len();
    // A question is forgotten after three days; a human's words are waited for.
    house.time_passes(Duration::days(3));
    house.quiet().await;
    ana.hears(&Phrase::Reply { words: "Monday at ten".into() }).await;
    assert_eq!(house.air.requests().len(), asked + 1, "the question was not sent again");
    assert_eq!(count(&house, "select count(*) from outbox where failure = 'useless'").await, 1);
    assert_eq!(
        untold(&house).await,
        1,
        "of an outage the operator is told, not each coordinator for each message"
    );

    house.air.answer_next(1, Fault::ServerError);
    caseworker.writes(&format!("/reply {case} Tuesday then")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    house.quiet().await;
    house.time_passes(Duration::days(14));
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    house.quiet().await;
    house.forgive_failed(2);
    house.close().await;
}
