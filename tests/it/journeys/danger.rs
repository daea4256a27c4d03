//! Danger comes first: before consent, at night, after STOP; an alarm repeats until somebody takes it.

use chrono::Duration;
use prag::{phrases::Phrase, staff::Role};

use crate::stage::{
    house::House,
    person::Person,
    words::{Need, Tongues},
};

/// The case that a colleague's alarm names.
async fn alarmed(colleague: &Person) -> prag::ids::CaseNumber {
    let line = colleague.next().await;
    let number =
        line.text.split(|c: char| !c.is_ascii_digit() && c != '-').find_map(|word| word.parse().ok());
    let case = number.expect("an alarm names its case");
    assert_eq!(line.text, colleague.text(&Phrase::StaffAlarm { case }));
    case
}

/// Help is named at once, whatever is known of the person.
async fn hears_help(person: &Person) {
    let line = person.next().await;
    for number in ["192", "112", "194"] {
        assert!(line.text.contains(number), "{:?}", line.text);
    }
}

#[tokio::test]
async fn the_first_word_may_be_danger_in_any_variant_on_any_phone() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    for (at, reads) in Tongues::ALL.into_iter().enumerate() {
        for ana in [house.sms(&format!("+3834412345{at}"), reads), house.telegram_person("Ana", reads)] {
            ana.writes(reads.danger()).await;
            ana.hears(&Phrase::UrgentOpen).await;
            let case = alarmed(&coordinator).await;
            ana.answers("1", &Phrase::ButtonYes).await;
            ana.hears_part(&house.office.telephone).await;
            coordinator.hears(&Phrase::StaffCallWanted { case }).await;
            coordinator.writes(&format!("/take {case}")).await;
            coordinator.hears(&Phrase::StaffTaken { case }).await;
            ana.hears(&Phrase::StatusWorking { case, day: house.day(0) }).await; // no word of a call
            coordinator.writes(&format!("/case {case}")).await;
            coordinator.hears_part(reads.danger()).await;
            house.quiet().await;
            house.time_passes(Duration::seconds(10)); // a chat bears one message a second
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_single_word_without_a_language_is_answered_in_both() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    ana.writes("SOS").await;
    hears_help(&ana).await;
    hears_help(&ana).await;
    let case = alarmed(&coordinator).await;
    coordinator.presses(&Phrase::ButtonTake).await;
    coordinator.hears(&Phrase::StaffTaken { case }).await;
    house.quiet().await;
    ana.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn at_night_and_after_stop_help_is_named_and_the_alarm_repeats_until_it_is_taken() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms("+38344123456", Tongues::SR_LATN);
    let papers = ana.asks_for(&Need::BIRTH).await.number;
    caseworker.hears(&Phrase::StaffOffer { case: papers, day: house.day(3) }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case: papers }).await;
    ana.hears(&Phrase::Taken { case: papers, day: house.day(3) }).await;
    ana.writes(ana.reads.stop()).await;
    ana.hears(&Phrase::StopDone).await;

    house.time_is("2026-03-10T23:00:00Z");
    ana.writes(ana.reads.danger()).await;
    ana.hears(&Phrase::UrgentClosed { hour: house.office.opens }).await;
    let case = alarmed(&coordinator).await;
    house.quiet().await;
    house.time_passes(Duration::minutes(9));
    house.quiet().await;
    assert_eq!(coordinator.unheard(), [""; 0], "not yet");
    for _ in 0..8 {
        house.time_passes(Duration::minutes(10));
        assert_eq!(alarmed(&coordinator).await, case);
        assert_eq!(alarmed(&caseworker).await, case, "from the second round everybody is asked");
        house.quiet().await;
    }
    coordinator.presses(&Phrase::ButtonTake).await;
    coordinator.hears(&Phrase::StaffTaken { case }).await;
    // What they wrote since is answered, STOP or not.
    ana.hears(&Phrase::StatusWorking { case, day: house.day(0) }).await; // no word of a call
    house.time_passes(Duration::minutes(30));
    house.quiet().await;
    assert_eq!(coordinator.unheard(), [""; 0], "taken is taken");
    house.close().await;
}
