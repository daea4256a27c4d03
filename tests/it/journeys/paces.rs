//! A network that wants silence, is slow, knows us no more, or is asked by two processes: everything is sent once and in order.

use chrono::Duration;
use prag::{
    message::Channel,
    phrases::Phrase,
    rehearsal::{Fault, telegram::Method::SendMessage},
    staff::Role,
};

use crate::stage::{
    house::{House, LINE, Plan, SOON},
    parcels::{noon, written},
    words::{Need, Tongues},
};

#[tokio::test]
async fn telegram_wants_silence_and_nobody_is_written_to_until_it_is_over() {
    let house = House::open().await;
    let people = ["Ana", "Zef", "Mira"].map(|name| house.telegram_person(name, Tongues::SQ));
    house.bot.answer_next(SendMessage, 1, Fault::TooManyRequests(35));
    people[0].writes("Mirëdita, nuk kam letërnjoftim").await;
    house.quiet().await;
    let asked = || house.bot.requests().iter().filter(|(method, _)| *method == SendMessage).count();
    assert_eq!(asked(), 1);
    for person in &people[1..] {
        person.writes("Mirëdita, nuk kam letërnjoftim").await;
    }
    house.quiet().await;
    house.time_passes(Duration::seconds(34));
    house.quiet().await;
    assert_eq!(asked(), 1, "not even to others");
    house.time_passes(Duration::seconds(1));
    for person in &people {
        person.hears(&Phrase::WelcomeConsent).await;
    }
    house.quiet().await;
    let tries: Vec<i32> = sqlx::query_scalar("select attempts from outbox order by seq")
        .fetch_all(&house.database.pool)
        .await
        .expect("the database is there");
    assert_eq!(tries, [1, 1, 1], "being too fast is no try");
    house.close().await;
}

#[tokio::test]
async fn what_was_not_begun_when_the_network_wants_silence_leaves_in_order_afterwards_and_once() {
    let house = House::open().await;
    house.clock.turn(noon() - house.clock.now());
    house.air.answer_next(1, Fault::TooManyRequests(30));
    written(&house.store, Channel::Sms, 40, 2).await;
    house.wake();
    assert!(house.air.asked(1, SOON).await);
    house.quiet().await;
    let held = "select count(*) from outbox where lease is not null";
    let held: i64 = sqlx::query_scalar(held).fetch_one(&house.database.pool).await.expect("an answer");
    assert_eq!(held, 0, "nobody waits for the end of a lease");
    house.time_passes(Duration::seconds(30));
    house.quiet().await;
    assert_eq!((house.air.requests().len(), house.air.repeats()), (81, 0));
    house.close().await;
}

#[tokio::test]
async fn two_processes_send_every_parcel_once_and_each_person_theirs_in_order() {
    let mut house = House::open().await;
    house.start_app().await;
    house.clock.turn(noon() - house.clock.now());
    house.air.answer_next(5, Fault::ServerError);
    written(&house.store, Channel::Sms, 40, 4).await;
    for _ in 0..4 {
        house.wake();
        house.quiet().await;
        house.time_passes(Duration::seconds(30));
    }
    let requests = house.air.requests();
    assert_eq!((requests.len(), house.air.repeats()), (165, 0));
    let accepted: Vec<(String, String)> = house
        .air
        .people()
        .into_iter()
        .flat_map(|number| {
            let mut ids: Vec<String> = Vec::new();
            for request in requests.iter().filter(|request| request["to"] == *number) {
                let id = request["id"].as_str().expect("an id").to_owned();
                ids.retain(|known| *known != id); // refused before
                ids.push(id);
            }
            ids.into_iter().map(move |id| (number.clone(), id))
        })
        .collect();
    let order: Vec<uuid::Uuid> = sqlx::query_scalar("select id from outbox order by seq")
        .fetch_all(&house.database.pool)
        .await
        .expect("an answer");
    let place = |id: &str| order.iter().position(|known| known.simple().to_string() == id);
    for two in accepted.windows(2).filter(|two| two[0].0 == two[1].0) {
        assert!(place(&two[0].1) < place(&two[1].1), "a person hears what was said later first");
    }
    house.close().await;
}

#[tokio::test]
async fn one_slow_answer_holds_up_nobody_else() {
    let mut house = House::build(Plan { mortal: true, ..Plan::default() }).await;
    let [ana, zef] = ["Ana", "Zef"].map(|name| house.telegram_person(name, Tongues::SQ));
    house.bot.answer_next(SendMessage, 1, Fault::Hang { accepted: false });
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    assert!(house.bot.asked(SendMessage, 1, SOON).await);
    zef.writes("Mirëdita, nuk kam letërnjoftim").await;
    let hears = zef.hears(&Phrase::WelcomeConsent);
    let heard = tokio::time::timeout(std::time::Duration::from_secs(15), hears).await;
    assert!(heard.is_ok(), "half of the time that a send may take");
    house.until("select count(*) = 1 from outbox where state = 'sent'").await;
    house.kill_app().await;
    house.start_app().await;
    house.time_passes(Duration::seconds(61));
    ana.hears(&Phrase::WelcomeConsent).await;
    house.close().await;
}

#[tokio::test]
async fn a_token_that_was_revoked_is_tried_slowly_is_shown_and_nothing_is_lost_over_it() {
    let house = House::open().await;
    let ana = house.telegram_person("Ana", Tongues::SQ);
    house.bot.answer_next(SendMessage, 1, Fault::NotLetIn);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    house.quiet().await;
    let held_up = house.store.held_up().await.expect("the database is there");
    assert_eq!(
        held_up.iter().map(|held| (held.failure.as_str(), held.parcels)).collect::<Vec<_>>(),
        [("token_unknown", 1)]
    );
    house.time_passes(Duration::minutes(3));
    house.quiet().await;
    assert_eq!(ana.unheard(), [""; 0], "a human needs longer");
    house.time_passes(Duration::minutes(3));
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    assert_eq!(house.store.held_up().await.expect("the database is there"), []);
    house.close().await;
}

#[tokio::test]
async fn an_offer_that_could_not_be_sent_in_its_time_is_not_sent_after_it() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.sms("+38344123456", Tongues::EN);
    house.bot.answer_next(SendMessage, 1, Fault::ServerError);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    house.quiet().await;
    house.time_passes(Duration::hours(24));
    house.quiet().await;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.office.working_day(house.clock.now(), 2) }).await;
    assert_eq!(caseworker.unheard(), [""; 0], "the second offer, and not the first");
    house.forgive_failed(1);
    house.close().await;
}

#[tokio::test]
async fn another_line_stands_in_for_one_that_lets_us_in_no_more_and_everything_keeps_its_order() {
    const SPARE: &str = "spare";
    let mut house = House::empty(Plan::default()).await;
    house.lines.push(house.line(SPARE));
    house.start_app().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    house.air.answer_next(3, Fault::NotLetIn);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    for tries in 1..3 {
        assert!(house.air.asked(tries, SOON).await);
        house.quiet().await;
        house.time_passes(Duration::hours(1));
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    // What comes next is tried on the line they wrote to, which is in order again.
    ana.writes("po").await;
    house.quiet().await;
    ana.hears_all().await;
    let lines: Vec<String> = sqlx::query_scalar("select line from outbox order by seq")
        .fetch_all(&house.database.pool)
        .await
        .expect("the database is there");
    assert_eq!(lines[..2], [SPARE, LINE]);
    house.close().await;
}
