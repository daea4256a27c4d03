//! A complaint is read by the complaints officer and by nobody else.

use prag::{phrases::Phrase, staff::Role};

use crate::stage::{
    house::House,
    person::{Person, numbers},
    words::Tongues,
};

async fn complains(house: &House, ana: &Person, officer: &Person, others: &[Person]) {
    ana.chooses_language().await;
    ana.writes(ana.reads.complaint()).await;
    ana.hears(&Phrase::ComplaintOpen).await;
    let words = "Zyrtari kërkoi para · Службеник је тражио новац";
    ana.writes(words).await;
    let told = ana.next().await.text;
    let opened = numbers(&told).expect("a number and a PIN");
    let (case, pin) = (opened.number, opened.pin);
    assert_eq!(told, ana.text(&Phrase::ComplaintReceived { case, pin, day: house.day(10) }));

    officer.hears(&Phrase::StaffOffer { case, day: house.day(10) }).await;
    officer.presses(&Phrase::ButtonTake).await;
    officer.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::StatusWorking { case, day: house.day(10) }).await;
    officer.writes(&format!("/case {case}")).await;
    officer.hears_part(words).await;
    for colleague in others {
        for order in ["case", "take", "call", "close", "unlock", "reply"] {
            colleague.writes(&format!("/{order} {case} x")).await;
            colleague.hears(&Phrase::StaffNoCase).await;
        }
        colleague.writes("/queue").await;
        colleague.hears(&Phrase::StaffQueueEmpty).await;
    }
}

#[tokio::test]
async fn a_complaint_is_seen_by_its_officer_alone() {
    let house = House::open().await;
    let officer = house.colleague(Role::Complaints, &[], &[]).await;
    let others = [
        house.colleague(Role::Caseworker, &[], &[]).await,
        house.colleague(Role::Coordinator, &[], &[]).await,
        house.colleague(Role::Leader, &[], &[]).await,
    ];
    complains(&house, &house.sms("+38344123456", Tongues::SQ), &officer, &others).await;
    complains(&house, &house.telegram_person("Ana", Tongues::SR_CYRL), &officer, &others).await;
    house.close().await;
}
