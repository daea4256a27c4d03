//! "Where does it stand?" from other phones, and phones with several requests or several people.

use prag::{
    ids::{CaseNumber, Pin},
    phrases::{Brief, Phrase},
    staff::Role,
};

use crate::stage::{
    house::House,
    person::Opened,
    words::{Need, Tongues},
};

const NUMBER: &str = "+38344123456";
const OTHER: &str = "+38349222333";

fn ask(number: CaseNumber, pin: Pin) -> String {
    format!("STATUS {number} {}", pin.digits())
}

fn wrong(pin: Pin) -> Pin {
    wrong_by(pin, 1)
}

fn wrong_by(pin: Pin, by: u16) -> Pin {
    let digits: u16 = pin.digits().parse().expect("digits");
    Pin::read(&format!("{:04}", (digits + by) % 10_000)).expect("a PIN")
}

#[tokio::test]
async fn a_pair_opens_the_status_from_any_phone_and_nothing_else() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let Opened { number: case, pin } = ana.asks_for(&Need::BIRTH).await;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;

    let by_sms = house.sms(OTHER, Tongues::EN);
    by_sms.writes("my request").await;
    by_sms.hears(&Phrase::StatusNeedPin).await;
    by_sms.writes(&ask(case, pin)).await;
    by_sms.hears(&Phrase::StatusReceived { case, day: house.day(3) }).await;
    let by_telegram = house.telegram_person("Petar", Tongues::SR_CYRL);
    by_telegram.writes("Добар дан, треба ми помоћ").await;
    by_telegram.hears(&Phrase::WelcomeConsent).await;
    by_telegram.writes(&format!("статус {case} {}", pin.digits())).await;
    by_telegram.hears(&Phrase::StatusReceived { case, day: house.day(3) }).await;

    // Wrong PIN, unknown number, number alone: no way to learn whether a case exists.
    let unknown: CaseNumber = another(case);
    for pair in
        [ask(case, wrong(pin)), ask(unknown, pin), format!("STATUS {case}1234"), "STATUS 12".to_owned()]
    {
        by_sms.writes(&pair).await;
        by_sms.hears(&Phrase::StatusNoMatch).await;
    }
    for alone in [case, unknown] {
        by_sms.writes(&format!("STATUS {alone}")).await;
        by_sms.hears(&Phrase::StatusNeedPin).await;
    }
    house.close().await;
}

fn another(case: CaseNumber) -> CaseNumber {
    let mut dice = prag::ids::Dice::from_seed(77);
    let other = CaseNumber::draw(&mut dice);
    assert_ne!(other, case);
    other
}

#[tokio::test]
async fn five_wrong_pins_lock_the_case_for_phones_until_a_colleague_unlocks_it() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let Opened { number: case, pin } = ana.asks_for(&Need::BIRTH).await;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;

    let stranger = house.sms(OTHER, Tongues::EN);
    stranger.writes("my request").await;
    stranger.hears(&Phrase::StatusNeedPin).await;
    for by in 1..=5 {
        stranger.writes(&ask(case, wrong_by(pin, by))).await;
        stranger.hears(&Phrase::StatusNoMatch).await;
    }
    caseworker.hears(&Phrase::StaffCaseLocked { case }).await;
    stranger.writes(&ask(case, pin)).await;
    stranger.hears(&Phrase::StatusNoMatch).await;
    let second = house.sms("+38349222444", Tongues::EN);
    second.writes("my request").await;
    second.hears(&Phrase::StatusNeedPin).await;
    second.writes(&ask(case, pin)).await;
    second.hears(&Phrase::StatusNoMatch).await;
    ana.writes(ana.reads.status()).await;
    ana.hears(&Phrase::StatusReceived { case, day: house.day(3) }).await;

    caseworker.writes(&format!("/unlock {case}")).await;
    caseworker.hears(&Phrase::StaffUnlocked { case }).await;
    second.writes(&ask(case, pin)).await;
    second.hears(&Phrase::StatusReceived { case, day: house.day(3) }).await;
    stranger.writes(&ask(case, pin)).await;
    stranger.hears(&Phrase::StatusNoMatch).await; // this phone tried too often today
    house.time_passes(chrono::Duration::hours(25));
    stranger.writes(&ask(case, pin)).await;
    let day = house.office.working_day(house.clock.now() - chrono::Duration::hours(25), 3);
    stranger.hears(&Phrase::StatusReceived { case, day }).await;
    caseworker.hears(&Phrase::StaffOffer { case, day }).await; // nobody took it within a day
    house.close().await;
}

#[tokio::test]
async fn with_two_requests_open_new_words_go_where_the_person_says() {
    let house = House::open().await;
    let papers = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let health = house.colleague(Role::Caseworker, &[], &["health"]).await;
    for ana in [house.sms(NUMBER, Tongues::EN), house.telegram_person("Ana", Tongues::EN)] {
        let first = ana.asks_for(&Need::BIRTH).await.number;
        papers.hears(&Phrase::StaffOffer { case: first, day: house.day(3) }).await;
        papers.presses(&Phrase::ButtonTake).await;
        papers.hears(&Phrase::StaffTaken { case: first }).await;
        ana.hears(&Phrase::Taken { case: first, day: house.day(3) }).await;

        // Something quite different: is it new?
        house.time_passes(chrono::Duration::minutes(1));
        ana.writes(Need::MEDICINE.words(ana.reads)).await;
        let options = Brief::from(format!("1 {first}").as_str());
        ana.hears(&Phrase::WhichCase { options }).await;
        ana.answers("0", &Phrase::ButtonNew).await;
        let second = ana.answers_questions(&Need::MEDICINE).await.number;
        health.hears(&Phrase::StaffOffer { case: second, day: house.day(1) }).await;
        health.presses(&Phrase::ButtonTake).await;
        health.hears(&Phrase::StaffTaken { case: second }).await;
        ana.hears(&Phrase::Taken { case: second, day: house.day(1) }).await;

        // Two are open, newest first; the second line is the first request.
        ana.writes("She is better today, thank you for asking").await;
        let options = Brief::from(format!("1 {second} 2 {first}").as_str());
        ana.hears(&Phrase::WhichCase { options }).await;
        let label = Phrase::ButtonVerbatim { words: Brief::from(first.to_string().as_str()) };
        ana.answers("2", &label).await;
        ana.hears(&Phrase::WordsAdded { case: first }).await;
        papers.hears(&Phrase::StaffNewWords { case: first }).await;
        papers.writes(&format!("/case {first}")).await;
        papers.hears_part("She is better today").await;

        ana.writes("status").await;
        ana.hears(&Phrase::StatusWorking { case: second, day: house.day(1) }).await;
        ana.hears(&Phrase::StatusWorking { case: first, day: house.day(3) }).await;
        house.time_passes(chrono::Duration::minutes(1));
    }
    house.close().await;
}

#[tokio::test]
async fn two_people_on_one_phone_have_a_request_each() {
    let house = House::open().await;
    let papers = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let roofs = house.colleague(Role::Caseworker, &[], &["house"]).await;
    let phone = house.sms(NUMBER, Tongues::SQ);
    let first = phone.asks_for(&Need { called: "Mira, 17h", ..Need::BIRTH }).await;
    phone.writes(Need::ROOF.words(phone.reads)).await;
    phone.hears(&Phrase::WhichCase { options: Brief::from(format!("1 {}", first.number).as_str()) }).await;
    phone.writes("0").await;
    let second = phone.answers_questions(&Need { called: "Agim, 9h", ..Need::ROOF }).await;
    papers.hears(&Phrase::StaffOffer { case: first.number, day: house.day(3) }).await;
    roofs.hears(&Phrase::StaffOffer { case: second.number, day: house.day(3) }).await;
    roofs.writes(&format!("/case {}", second.number)).await;
    let shown = roofs.next().await.text;
    assert!(shown.contains("Agim") && !shown.contains("Mira"), "{shown}");

    // Each pair opens its own request, from somewhere else too.
    let elsewhere = house.sms(OTHER, Tongues::EN);
    elsewhere.writes("my request").await;
    elsewhere.hears(&Phrase::StatusNeedPin).await;
    for Opened { number: case, pin } in [first, second] {
        elsewhere.writes(&ask(case, pin)).await;
        elsewhere.hears(&Phrase::StatusReceived { case, day: house.day(3) }).await;
    }
    elsewhere.writes(&ask(first.number, second.pin)).await;
    elsewhere.hears(&Phrase::StatusNoMatch).await;
    house.close().await;
}
