//! From a stranger's first message to "did the help arrive?", over both channels, in all four variants.

use prag::{message::Channel, phrases::Phrase, staff::Role};

use crate::stage::{
    house::House,
    person::Person,
    words::{Need, Tongues},
};

async fn whole_journey(variant: Tongues, need: Need, channel: Channel) {
    let house = House::open().await;
    let category = need.topic().category().code();
    let caseworker = house.colleague(Role::Caseworker, &["04"], &[category]).await;
    let ana = match channel {
        Channel::Sms => house.sms("+38344987654", variant),
        Channel::Telegram => house.telegram_person("Ana", variant),
    };
    from_first_word_to_help(&house, &ana, &caseworker, need).await;
    house.close().await;
}

async fn from_first_word_to_help(house: &House, ana: &Person, caseworker: &Person, need: Need) {
    let case = ana.asks_for(&need).await.number;
    let within = house.day(need.topic().urgency().working_days());

    caseworker.hears(&Phrase::StaffOffer { case, day: within }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: within }).await;

    caseworker.writes(&format!("/case {case}")).await;
    let read = caseworker.hears_part(&case.to_string()).await;
    assert!(read.contains(need.words(ana.reads)) && read.contains(need.called), "{read}");

    ana.writes(ana.reads.status()).await;
    ana.hears(&Phrase::StatusWorking { case, day: within }).await;

    caseworker.writes(&format!("/reply {case} Nesër në ora 10 · Сутра у 10")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    ana.hears(&Phrase::Reply { words: "Nesër në ora 10 · Сутра у 10".into() }).await;

    ana.writes("045 765 432").await;
    ana.hears(&Phrase::WordsAdded { case }).await;
    caseworker.hears(&Phrase::StaffNewWords { case }).await;

    caseworker.writes(&format!("/close {case}")).await;
    caseworker.hears(&Phrase::StaffClosed { case }).await;
    ana.hears(&Phrase::ClosedAsk { case }).await;
    ana.answers("1", &Phrase::ButtonYes).await;
    ana.hears(&Phrase::ClosedThanks).await;
    caseworker.hears(&Phrase::StaffConfirmed { case }).await;

    ana.writes(ana.reads.status()).await;
    ana.hears(&Phrase::StatusClosed { case, day: house.office.today(house.clock.now()) }).await;
}

macro_rules! journeys {
    ($($name:ident: $variant:ident, $need:ident, $channel:ident;)+) => {$(
        #[tokio::test]
        async fn $name() {
            whole_journey(Tongues::$variant, Need::$need, Channel::$channel).await;
        }
    )+};
}

journeys! {
    documents_in_albanian_by_sms: SQ, BIRTH, Sms;
    documents_in_serbian_by_telegram: SR_LATN, BIRTH, Telegram;
    documents_in_cyrillic_by_sms: SR_CYRL, BIRTH, Sms;
    documents_in_english_by_telegram: EN, BIRTH, Telegram;
    health_in_albanian_by_telegram: SQ, MEDICINE, Telegram;
    health_in_serbian_by_sms: SR_LATN, MEDICINE, Sms;
    health_in_cyrillic_by_telegram: SR_CYRL, MEDICINE, Telegram;
    health_in_english_by_sms: EN, MEDICINE, Sms;
    law_in_albanian_by_sms: SQ, COURT, Sms;
    law_in_serbian_by_telegram: SR_LATN, COURT, Telegram;
    law_in_cyrillic_by_telegram: SR_CYRL, COURT, Telegram;
    law_in_english_by_sms: EN, COURT, Sms;
    a_roof_in_serbian_by_sms: SR_LATN, ROOF, Sms;
    a_roof_in_albanian_by_telegram: SQ, ROOF, Telegram;
}
