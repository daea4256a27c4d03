//! STOP and START: no message that we begin, every answer that was asked for.

use chrono::Duration;
use prag::{phrases::Phrase, staff::Role};

use crate::stage::{
    house::House,
    person::Person,
    words::{Need, Tongues},
};

async fn stops_and_starts(house: &House, ana: &Person, caseworker: &Person) {
    let case = ana.asks_for(&Need::BIRTH).await.number;
    let day = house.day(3);
    caseworker.hears(&Phrase::StaffOffer { case, day }).await;
    ana.writes(ana.reads.stop()).await;
    ana.hears(&Phrase::StopDone).await;

    // News is not sent; the colleague learns why.
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    caseworker.hears(&Phrase::StaffReplyStopped { case }).await;
    caseworker.writes(&format!("/reply {case} Come on Monday")).await;
    caseworker.hears(&Phrase::StaffReplyStopped { case }).await;
    // Answers are.
    ana.writes(ana.reads.status()).await;
    ana.hears(&Phrase::StatusWorking { case, day }).await;

    ana.writes(ana.reads.start()).await;
    ana.hears(&Phrase::StartDone).await;
    caseworker.writes(&format!("/reply {case} Come on Tuesday")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    ana.hears(&Phrase::Reply { words: "Come on Tuesday".into() }).await;
}

#[tokio::test]
async fn nothing_is_begun_after_stop_until_start() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    for (at, reads) in Tongues::ALL.into_iter().enumerate() {
        stops_and_starts(&house, &house.sms(&format!("+3834412345{at}"), reads), &caseworker).await;
        house.time_passes(Duration::seconds(10)); // a chat bears one message a second
        stops_and_starts(&house, &house.telegram_person("Ana", reads), &caseworker).await;
        house.time_passes(Duration::seconds(10));
    }
    house.close().await;
}
