//! Law 1: kept before thanked. The process dies, the database goes away, a network never hears our answer: nothing that
//! was thanked for is lost, and nothing is handled twice.

use chrono::Duration;
use prag::{
    phrases::Phrase,
    rehearsal::{Fault, sms::NotReached, telegram::Method},
};

use crate::stage::{
    house::{House, Plan, SOON},
    words::Tongues,
};

const NUMBER: &str = "+38344123456";
const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";

async fn mortal() -> House {
    House::build(Plan { mortal: true, ..Plan::default() }).await
}

async fn count(house: &House, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&house.database.pool).await.expect("the database is there")
}

#[tokio::test]
async fn what_was_thanked_for_survives_the_process() {
    let mut house = mortal().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let zef = house.telegram_person("Zef", Tongues::SQ);
    // Nobody can decide anything while the contacts are locked; arrivals are kept all the same.
    let mut lock = house.database.pool.begin().await.unwrap();
    sqlx::query("lock table contacts in access exclusive mode").execute(&mut *lock).await.unwrap();
    ana.writes(WORDS).await;
    zef.writes(WORDS).await;
    assert!(house.bot.all_confirmed(SOON).await);
    house.kill_app().await;
    lock.rollback().await.unwrap();
    assert_eq!(count(&house, "select count(*) from inbox where state = 'waiting'").await, 2);
    assert_eq!(count(&house, "select count(*) from outbox").await, 0);

    house.start_app().await;
    ana.hears(&Phrase::WelcomeConsent).await;
    zef.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}

#[tokio::test]
async fn a_text_whose_sender_died_before_it_heard_the_answer_is_sent_again_and_arrives_once() {
    let mut house = mortal().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    house.air.answer_next(1, Fault::Hang { accepted: true });
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.kill_app().await;
    house.start_app().await;
    house.wake();
    assert_eq!(house.air.requests().len(), 1, "while the lease holds, nobody else sends");
    house.time_passes(Duration::seconds(61));
    assert!(house.air.asked(2, SOON).await);
    house.quiet().await;
    let requests = house.air.requests();
    assert_eq!(requests[0], requests[1], "the same parcel under the same id");
    assert_eq!(house.air.repeats(), 1);
    house.close().await;
}

#[tokio::test]
async fn killed_again_and_again_it_answers_everybody_once() {
    let mut house = mortal().await;
    let mut people = Vec::new();
    for round in 0..6 {
        for at in 0..4 {
            let ana = house.sms(&format!("+383441234{round}{at}"), Tongues::SQ);
            ana.writes(WORDS).await;
            people.push(ana);
        }
        // Once at once, once after some work was done.
        if round % 2 == 1 {
            house.air.asked(round * 3, SOON).await;
        }
        house.kill_app().await;
        house.start_app().await;
        house.time_passes(Duration::seconds(61));
    }
    for ana in &people {
        ana.hears(&Phrase::WelcomeConsent).await;
    }
    house.quiet().await;
    assert_eq!(count(&house, "select count(*) from contacts").await, 24);
    assert_eq!(count(&house, "select count(*) from outbox").await, 24);
    house.close().await;
}

/// A door through which nothing can be kept until it is mended; tries are counted.
async fn nothing_can_be_kept(house: &House) {
    sqlx::raw_sql(
        "create sequence refused;
         create function refuses() returns trigger language plpgsql as
             'begin perform nextval(''refused''); raise exception ''away''; end';
         create trigger away before insert on inbox for each statement execute function refuses();",
    )
    .execute(&house.database.pool)
    .await
    .unwrap();
}

async fn mended(house: &House) {
    sqlx::raw_sql("drop trigger away on inbox").execute(&house.database.pool).await.unwrap();
}

#[tokio::test]
async fn telegram_is_told_to_forget_an_update_only_when_it_is_kept() {
    let house = House::open().await;
    let ana = house.telegram_person("Ana", Tongues::SQ);
    assert!(house.bot.asked(Method::GetUpdates, 1, SOON).await);
    nothing_can_be_kept(&house).await;
    ana.writes(WORDS).await;
    house.until("select is_called from refused").await;
    assert_eq!(house.bot.waiting_updates(), 1, "not kept, so not confirmed");
    mended(&house).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    assert_eq!(count(&house, "select count(*) from inbox").await, 1);
    let again = house.bot.requests().into_iter().filter(|(method, _)| *method == Method::GetUpdates);
    let unconfirmed = again.filter(|(_, params)| params.get("offset").is_none_or(serde_json::Value::is_null));
    assert!(unconfirmed.count() >= 2, "the same updates were asked for again");
    house.close().await;
}

#[tokio::test]
async fn a_message_that_cannot_be_kept_is_not_thanked_for() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    nothing_can_be_kept(&house).await;
    assert_eq!(ana.handset().writes_as("in-1", WORDS).await, Ok(503));
    mended(&house).await;
    assert_eq!(ana.handset().writes_as("in-1", WORDS).await, Ok(200));
    ana.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}

#[tokio::test]
async fn what_was_thanked_for_while_the_database_was_away_is_answered_once_when_it_is_back() {
    let house = House::build(Plan { cable: true, ..Plan::default() }).await;
    let (ana, zef) = (house.sms(NUMBER, Tongues::SQ), house.telegram_person("Zef", Tongues::SQ));
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    let cable = house.cable.as_ref().expect("it was planned");
    cable.cut();
    zef.phone().says(WORDS);
    assert_eq!(ana.handset().writes_as("in-2", "Po").await, Ok(200));
    assert_eq!(house.bot.waiting_updates(), 1, "Telegram keeps what nobody asks for");
    assert_eq!(ana.handset().writes_as("in-2", "Po").await, Ok(200), "the network repeats");
    cable.mend();
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
    assert_eq!(ana.handset().writes_as("in-2", "Po").await, Ok(200), "the network repeats again");
    zef.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}

#[tokio::test]
async fn what_was_sent_when_the_database_went_away_is_not_sent_again_when_it_is_back() {
    let house = House::open().await;
    let zef = house.telegram_person("Zef", Tongues::SQ);
    sqlx::raw_sql(
        "create sequence refused;
         create function refuses() returns trigger language plpgsql as
             'begin perform nextval(''refused''); raise exception ''away'' using errcode = ''57P01''; end';
         create trigger away before update on outbox
             for each row when (new.state = 'sent') execute function refuses();",
    )
    .execute(&house.database.pool)
    .await
    .unwrap();
    zef.writes(WORDS).await;
    zef.hears(&Phrase::WelcomeConsent).await;
    house.until("select is_called from refused").await;
    house.time_passes(Duration::seconds(61)); // longer than a lease
    house.until("select last_value > 1 from refused").await;
    sqlx::raw_sql("drop trigger away on outbox").execute(&house.database.pool).await.unwrap();
    house.quiet().await;
    assert_eq!(count(&house, "select count(*) from outbox where state = 'sent'").await, 1);
    let sent = house.bot.requests().into_iter().filter(|(method, _)| *method == Method::SendMessage);
    assert_eq!(sent.count(), 1);
    house.close().await;
}

#[tokio::test]
async fn a_house_that_is_not_there_is_not_reached() {
    let mut house = mortal().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    house.kill_app().await;
    assert_eq!(ana.handset().writes_as("in-1", WORDS).await, Err(NotReached::Unreachable));
    house.start_app().await;
    assert_eq!(ana.handset().writes_as("in-1", WORDS).await, Ok(200));
    ana.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}
