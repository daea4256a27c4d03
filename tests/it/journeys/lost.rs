//! Messages that are lost for good: each is in front of a human, once, and what is of no use any more is not sent.

use chrono::Duration;
use prag::{
    phrases::Phrase,
    rehearsal::{Fault, sms::Fate, telegram::Method::SendMessage},
    staff::Role,
};

use super::gone::{asked_for, count, taken};
use crate::stage::{house::House, person::number, words::Tongues};

const NUMBER: &str = "+38344123456";

async fn untold(house: &House) -> i64 {
    house.store.untold().await.expect("the database is there")
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
async fn whatever_waits_for_a_colleague_who_is_gone_is_told_once_for_each_case() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let people = [house.sms(NUMBER, Tongues::EN), house.sms("+38344123457", Tongues::EN)];
    let mut cases = Vec::new();
    for ana in &people {
        cases.push(taken(&house, ana, &caseworker).await);
    }
    house.bot.answer_next(SendMessage, 1, Fault::TooManyRequests(60));
    for ana in &people {
        for words in ["My son needs a card too", "And my daughter"] {
            ana.writes(words).await;
            house.quiet().await;
        }
        ana.hears_all().await;
    }
    house.bot.answer_next(SendMessage, 1, Fault::Deactivated);
    house.time_passes(Duration::seconds(61));
    while !cases.is_empty() {
        let told = coordinator.next().await.text;
        let role = Box::new(Role::Caseworker.name());
        let case = number(&told).expect("the case it is about");
        assert!(cases.contains(&case));
        cases.retain(|known| *known != case);
        assert_eq!(told, coordinator.text(&Phrase::StaffColleagueMissed { case, role }));
    }
    house.quiet().await;
    house.forgive_failed(4);
    house.close().await;
}

#[tokio::test]
async fn what_is_lost_about_a_complaint_is_told_to_its_officer_or_to_nobody() {
    let house = House::open().await;
    let officer = house.colleague(Role::Complaints, &[], &[]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms(NUMBER, Tongues::EN);
    ana.chooses_language().await;
    ana.writes(ana.reads.complaint()).await;
    ana.hears(&Phrase::ComplaintOpen).await;
    ana.writes("An official asked for money").await;
    house.quiet().await;
    ana.hears_all().await;
    let case = number(&officer.next().await.text).expect("an offer names its case");
    officer.presses(&Phrase::ButtonTake).await;
    officer.hears(&Phrase::StaffTaken { case }).await;
    house.quiet().await;
    ana.hears_all().await;

    ana.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    officer.writes(&format!("/reply {case} Thank you")).await;
    officer.hears(&Phrase::StaffReplied { case }).await;
    officer.hears(&Phrase::StaffUndelivered { case }).await;
    officer.phone().blocks_bot();
    house.quiet().await;
    ana.writes("status").await;
    house.quiet().await;
    assert_eq!(untold(&house).await, 1, "the report to the officer");
    assert_eq!(coordinator.unheard(), [""; 0], "complaints are nobody else's");
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
    // Their welcome is not only heard but settled: a block in between would be news of one that was lost.
    house.quiet().await;
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
