//! Colleagues: one-time links, offers declined and repeated, orders, and what is not theirs to read.

use chrono::Duration;
use prag::{phrases::Phrase, staff::Role, topics::Urgency};

use crate::stage::{
    house::House,
    words::{Need, Tongues},
};

const NUMBER: &str = "+38344123456";

#[tokio::test]
async fn a_link_works_once_and_for_a_week() {
    let house = House::open().await;
    let link = house.invite(Role::Caseworker, &[], &[]).await;
    let late = house.invite(Role::Coordinator, &[], &[]).await;
    let join = |link: &str| format!("/start join-{link}");
    let mut wrong = link.clone();
    wrong.replace_range(0..1, if link.starts_with('0') { "1" } else { "0" });

    let first = house.telegram_person("Drita", Tongues::EN);
    first.writes(&join(&link)).await;
    first.hears(&Phrase::StaffWelcome { role: Box::new(Role::Caseworker.name()) }).await;
    first.writes("/queue").await;
    first.hears(&Phrase::StaffQueueEmpty).await;

    house.time_passes(Duration::days(7));
    let second = house.telegram_person("Zef", Tongues::EN);
    for link in [&link, &late, &wrong] {
        second.writes(&join(link)).await;
        house.quiet().await;
        let told = second.hears_all().await;
        let welcome = second.text(&Phrase::StaffWelcome { role: Box::new(Role::Coordinator.name()) });
        assert!(!told.is_empty() && !told.contains(&welcome), "{told:?}");
    }
    second.writes("/queue").await;
    house.quiet().await;
    let told = second.hears_all().await;
    assert!(!told.contains(&second.text(&Phrase::StaffQueueEmpty)), "{told:?}");
    let joined: i64 = sqlx::query_scalar("select count(*) from staff where joined_at is not null")
        .fetch_one(&house.database.pool)
        .await
        .unwrap();
    assert_eq!(joined, 1);
    house.close().await;
}

#[tokio::test]
async fn two_who_open_one_link_at_once_are_one_colleague() {
    let house = House::open().await;
    let link = house.invite(Role::Caseworker, &[], &[]).await;
    let people = [house.telegram_person("Drita", Tongues::EN), house.telegram_person("Zef", Tongues::EN)];
    for person in &people {
        person.phone().says(&format!("/start join-{link}"));
    }
    house.quiet().await;
    let welcome = people[0].text(&Phrase::StaffWelcome { role: Box::new(Role::Caseworker.name()) });
    let mut welcomed = 0;
    for person in &people {
        welcomed += person.hears_all().await.iter().filter(|text| **text == welcome).count();
    }
    assert_eq!(welcomed, 1);
    house.close().await;
}

#[tokio::test]
async fn what_one_declines_goes_to_the_next_round() {
    let house = House::open().await;
    let one = house.colleague(Role::Caseworker, &["04"], &["legal"]).await;
    let two = house.colleague(Role::Caseworker, &[], &["legal"]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms(NUMBER, Tongues::SR_LATN);
    let case = ana.asks_for(&Need::COURT).await.number;
    assert_eq!(Need::COURT.topic().urgency(), Urgency::U2);
    let offer = Phrase::StaffOffer { case, day: house.day(1) };
    one.hears(&offer).await;
    two.hears(&offer).await;
    one.presses(&Phrase::ButtonDecline).await;
    one.hears(&Phrase::StaffDeclined { case }).await;
    one.presses(&Phrase::ButtonDecline).await;
    one.hears(&Phrase::StaffOfferGone { case }).await;
    two.presses(&Phrase::ButtonOpen).await;
    two.hears_part(&case.to_string()).await;
    two.presses(&Phrase::ButtonDecline).await;
    two.hears(&Phrase::StaffDeclined { case }).await;
    // Everybody declined: the next round asks at once whoever was not asked yet.
    coordinator.hears(&offer).await;
    house.quiet().await;
    // Nobody answers for four hours: once more, to everybody.
    house.time_passes(Duration::hours(4));
    one.hears(&offer).await;
    two.hears(&offer).await;
    coordinator.hears(&offer).await;
    coordinator.presses(&Phrase::ButtonTake).await;
    coordinator.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: house.day(1) }).await;
    two.presses(&Phrase::ButtonTake).await;
    two.hears(&Phrase::StaffOfferGone { case }).await;
    house.time_passes(Duration::hours(24));
    house.quiet().await;
    house.close().await;
}

#[tokio::test]
async fn two_who_take_at_once_are_not_both_told_that_it_is_theirs() {
    let house = House::open().await;
    let colleagues = [
        house.colleague(Role::Caseworker, &[], &["doc"]).await,
        house.colleague(Role::Caseworker, &[], &["doc"]).await,
    ];
    let ana = house.sms(NUMBER, Tongues::EN);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    for colleague in &colleagues {
        colleague.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    }
    for colleague in &colleagues {
        colleague.phone().presses(&colleague.text(&Phrase::ButtonTake)).expect("the button is there");
    }
    house.quiet().await;
    let (mut taken, mut gone) = (0, 0);
    for colleague in &colleagues {
        for text in colleague.hears_all().await {
            taken += usize::from(text == colleague.text(&Phrase::StaffTaken { case }));
            gone += usize::from(text == colleague.text(&Phrase::StaffOfferGone { case }));
        }
    }
    assert_eq!((taken, gone), (1, 1));
    ana.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    house.close().await;
}

#[tokio::test]
async fn nobody_reads_what_is_of_another_topic_or_place() {
    let house = House::open().await;
    let here = house.colleague(Role::Caseworker, &["04"], &["doc"]).await;
    let elsewhere = house.colleague(Role::Caseworker, &["17"], &["doc"]).await;
    let of_law = house.colleague(Role::Caseworker, &["04"], &["legal"]).await;
    let leader = house.colleague(Role::Leader, &[], &[]).await;
    let officer = house.colleague(Role::Complaints, &[], &[]).await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    here.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    for colleague in [&elsewhere, &of_law, &leader, &officer] {
        for order in ["case", "take", "call", "reply", "refer", "needyou", "close", "unlock"] {
            colleague.writes(&format!("/{order} {case} x")).await;
            colleague.hears(&Phrase::StaffNoCase).await;
        }
        colleague.writes("/queue").await;
        colleague.hears(&Phrase::StaffQueueEmpty).await;
    }
    house.close().await;
}

#[tokio::test]
async fn every_order_does_what_it_says() {
    let house = House::open().await;
    let drita = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let zef = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let by_sms = house.sms(NUMBER, Tongues::SQ);
    let case = by_sms.asks_for(&Need::BIRTH).await.number;
    for colleague in [&drita, &zef] {
        colleague.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    }
    drita.writes("/queue").await;
    drita.hears_part(&case.to_string()).await;
    // Before it is taken nobody answers, calls or closes.
    for order in ["call", "reply", "refer", "needyou", "close"] {
        drita.writes(&format!("/{order} {case} x")).await;
        drita.hears(&Phrase::StaffNotYours { case }).await;
    }
    drita.writes(&format!("/take {case}")).await;
    drita.hears(&Phrase::StaffTaken { case }).await;
    by_sms.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    for order in ["call", "reply", "close"] {
        zef.writes(&format!("/{order} {case} x")).await;
        zef.hears(&Phrase::StaffNotYours { case }).await;
    }
    drita.writes(&format!("/call {case}")).await;
    drita.hears(&Phrase::StaffNumber { case, number: NUMBER.into() }).await;

    drita.writes(&format!("/refer {case}")).await;
    drita.hears(&Phrase::StaffStep { case, step: Box::new(Phrase::StepReferred), day: house.day(10) }).await;
    by_sms.hears(&Phrase::StatusReferred { case, day: house.day(10) }).await;
    drita.writes(&format!("/needyou {case}")).await;
    drita.hears(&Phrase::StaffStep { case, step: Box::new(Phrase::StepNeedYou), day: house.day(5) }).await;
    by_sms.hears(&Phrase::StatusNeedYou { case }).await;
    by_sms.writes("0").await;
    house.quiet().await;
    assert!(!by_sms.hears_all().await.is_empty(), "0 is answered");
    drita.hears_all().await;

    drita.writes(&format!("/close {case}")).await;
    drita.hears(&Phrase::StaffClosed { case }).await;
    by_sms.hears(&Phrase::ClosedAsk { case }).await;
    by_sms.writes("3").await;
    by_sms.hears(&Phrase::Reopened { case, day: house.day(5) }).await;
    drita.hears(&Phrase::StaffReopened { case }).await;

    let by_telegram = house.telegram_person("Ana", Tongues::EN);
    let other = by_telegram.asks_for(&Need::BIRTH).await.number;
    for colleague in [&drita, &zef] {
        colleague.hears(&Phrase::StaffOffer { case: other, day: house.day(3) }).await;
    }
    zef.presses(&Phrase::ButtonTake).await;
    zef.hears(&Phrase::StaffTaken { case: other }).await;
    by_telegram.hears(&Phrase::Taken { case: other, day: house.day(3) }).await;
    zef.writes(&format!("/call {other}")).await;
    zef.hears(&Phrase::StaffNoNumber { case: other }).await;
    for (order, phrase) in [
        ("/help", Phrase::StaffHelp),
        ("/nonsense", Phrase::StaffUnknownOrder),
        ("good morning", Phrase::StaffUnknownOrder),
        ("/announce", Phrase::StaffNotAllowed),
        ("/events", Phrase::StaffNotAllowed),
        ("/case 0000000", Phrase::StaffNoCase),
    ] {
        zef.writes(order).await;
        let line = zef.next().await;
        let either = [zef.text(&phrase), zef.text(&Phrase::StaffUnknownOrder)];
        assert!(either.contains(&line.text), "{order}: {}", line.text);
    }
    house.close().await;
}
