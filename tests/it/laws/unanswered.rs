//! Who is told of a message that cannot be handled: its sender once, in one honest sentence, and coordinators, with the
//! number under which an operator finds it; and whose fault it is not. Not here: that others go on (`poisoned`).

use chrono::{DateTime, Duration, Utc};
use prag::{
    ids::Dice,
    phrases::{Brief, Phrase},
    rehearsal::Line,
    staff::Role,
    store::sealed::{Keys, Slot},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::poisoned::{arrival, has_every_try};
use crate::program::{ended, prag};
use crate::stage::{
    house::{House, KEYS, keys},
    person::Person,
    words::{Need, Tongues},
};

const OTHER_KEYS: &str = "lost:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";

/// What is wrong with a row of the inbox.
#[derive(Clone, Copy)]
enum Spoilt {
    Changed,
    Newer,
    KeyLost,
}

/// Messages of these people come while no process runs, and are spoilt before one looks.
async fn spoilt(house: &mut House, how: Spoilt, people: &[&Person], id: &str) {
    house.stop_app().await;
    for person in people {
        let arrivals = [arrival(person, id, WORDS)];
        house.store.keep(&arrivals, house.clock.now(), &mut Dice::from_seed(1)).await.unwrap();
        spoil_newest(house, how).await;
    }
    house.start_app().await;
}

async fn spoil_newest(house: &House, how: Spoilt) {
    let newest = "select seq, key, words from inbox order by seq desc limit 1";
    let (seq, key, mut words): (i64, Vec<u8>, Vec<u8>) =
        sqlx::query_as(newest).fetch_one(&house.database.pool).await.unwrap();
    let slot = Slot { column: "inbox.words", row: &key };
    let dice = &mut Dice::from_seed(2);
    match how {
        Spoilt::Changed => words[40] ^= 1,
        Spoilt::Newer => words = keys().seal_value(slot, &json!({ "is": "dreamt", "of": "home" }), dice),
        Spoilt::KeyLost => {
            let plain: Value = keys().open_value(slot, &words).unwrap();
            words = Keys::parse(OTHER_KEYS).unwrap().seal_value(slot, &plain, dice);
        }
    }
    let write = sqlx::query("update inbox set words = $2 where seq = $1").bind(seq).bind(words);
    write.execute(&house.database.pool).await.unwrap();
}

async fn change(house: &House, how: &'static str) {
    assert_ne!(sqlx::query(how).execute(&house.database.pool).await.unwrap().rows_affected(), 0, "{how}");
}

/// What the doctor finds ill in the house.
fn doctor(house: &House) -> String {
    let mut doctor = prag(&["doctor"]);
    let (well, said) = ended(doctor.env("DATABASE_URL", &house.database.url).env("PRAG_KEYS", KEYS));
    assert!(!well, "no channel is configured for it, which is ill too: {said}");
    said
}

/// The numbers of what is set aside, as the alerts of a coordinator should name them.
async fn alerts(house: &House) -> Vec<Phrase> {
    let aside = house.store.list_aside().await.unwrap();
    aside
        .iter()
        .map(|one| Phrase::StaffSetAside { number: Brief::from(one.seq.to_string().as_str()) })
        .collect()
}

/// Somebody we know; of two, the one who was met first has the lower id.
async fn met(house: &House, number: &str) -> Person {
    house.time_passes(Duration::seconds(1));
    let person = house.sms(number, Tongues::SQ);
    person.writes(WORDS).await;
    person.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    person
}

#[tokio::test]
async fn whatever_is_wrong_with_a_message_its_sender_hears_one_sentence_and_a_coordinator_its_number() {
    for how in [Spoilt::Changed, Spoilt::Newer, Spoilt::KeyLost] {
        let mut house = House::open().await;
        let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
        let ana = met(&house, "+38344123400").await;
        spoilt(&mut house, how, &[&ana], "in-1").await;
        // Others are answered while it has its tries.
        let zef = met(&house, "+38344123401").await;
        has_every_try(&house).await;
        ana.hears(&Phrase::NotHandled).await;
        for alert in alerts(&house).await {
            coordinator.hears(&alert).await;
        }
        assert_eq!(zef.unheard(), [""; 0]);
        assert_eq!(house.store.set_aside().await.unwrap(), 1);
        house.forgive_aside(1);
        house.close().await;
    }
}

#[tokio::test]
async fn once_the_key_is_put_back_it_is_handled_as_if_nothing_had_been() {
    let mut house = House::open().await;
    let ana = met(&house, "+38344123400").await;
    spoilt(&mut house, Spoilt::KeyLost, &[&ana], "in-1").await;
    has_every_try(&house).await;
    ana.hears(&Phrase::NotHandled).await;
    let aside = house.store.list_aside().await.unwrap();
    assert_eq!((aside[0].kind, aside[0].reason.as_str()), ("its key is missing", "sealed"));

    // The words again, under the key that is there.
    let (key, words): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("select key, words from inbox where state = 'aside'")
            .fetch_one(&house.database.pool)
            .await
            .unwrap();
    let slot = Slot { column: "inbox.words", row: &key };
    let plain: Value = Keys::parse(OTHER_KEYS).unwrap().open_value(slot, &words).unwrap();
    sqlx::query("update inbox set words = $1 where state = 'aside'")
        .bind(keys().seal_value(slot, &plain, &mut Dice::from_seed(3)))
        .execute(&house.database.pool)
        .await
        .unwrap();
    assert_eq!(house.store.retry_aside(None, house.clock.now()).await.unwrap(), 1);
    house.wake();
    ana.hears(&Phrase::ConsentAgain).await;
    house.close().await;
}

#[tokio::test]
async fn a_person_hears_it_once_an_hour_and_coordinators_three_times() {
    let mut house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = met(&house, "+38344123400").await;
    let zef = met(&house, "+38344123401").await;
    for id in ["in-1", "in-2", "in-3"] {
        spoilt(&mut house, Spoilt::Changed, &[&ana, &zef], id).await;
    }
    has_every_try(&house).await;
    assert_eq!(house.store.set_aside().await.unwrap(), 6);
    for person in [&ana, &zef] {
        person.hears(&Phrase::NotHandled).await;
        assert_eq!(person.unheard(), [""; 0]);
    }
    assert_eq!(coordinator.hears_all().await.len(), 3);

    house.time_passes(Duration::hours(1));
    spoilt(&mut house, Spoilt::Changed, &[&ana], "in-4").await;
    has_every_try(&house).await;
    ana.hears(&Phrase::NotHandled).await;
    assert_eq!(coordinator.hears_all().await.len(), 1);
    house.forgive_aside(7);
    house.close().await;
}

#[tokio::test]
async fn who_said_stop_or_is_gone_or_cannot_be_known_hears_nothing() {
    let mut house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = met(&house, "+38344123400").await;
    ana.writes(ana.reads.stop()).await;
    ana.hears(&Phrase::StopDone).await;
    let zef = met(&house, "+38344123401").await;
    house.quiet().await;
    change(&house, "update contacts set gone_at = wrote_at where stopped_at is null and channel = 'sms'")
        .await;
    let stranger = house.sms("+38344123402", Tongues::SQ);
    spoilt(&mut house, Spoilt::Changed, &[&ana, &zef, &stranger], "in-1").await;
    has_every_try(&house).await;
    assert_eq!(coordinator.hears_all().await.len(), 3);
    house.forgive_aside(3);
    house.close().await;
}

#[tokio::test]
async fn who_cannot_be_helped_because_their_own_rows_cannot_be_read_hears_that_too() {
    let house = House::open().await;
    let (ana, zef) = (house.sms("+38344123400", Tongues::SQ), met(&house, "+38344123401").await);
    ana.asks_for(&Need::BIRTH).await;
    house.quiet().await;
    change(&house, "update cases set topic = 'dreams'").await;
    // As a newer version would have left it: of all who are here only Zef is asked something.
    let (id, sealed): (Uuid, Vec<u8>) =
        sqlx::query_as("select id, words from contacts where words is not null order by id limit 1")
            .fetch_one(&house.database.pool)
            .await
            .unwrap();
    let slot = Slot { column: "contacts.words", row: id.as_bytes() };
    let mut talk: Value = keys().open_value(slot, &sealed).unwrap();
    talk["stage"] = json!({ "is": "dreaming" });
    let write = sqlx::query("update contacts set words = $2 where id = $1").bind(id);
    write
        .bind(keys().seal_value(slot, &talk, &mut Dice::from_seed(4)))
        .execute(&house.database.pool)
        .await
        .unwrap();
    for person in [&ana, &zef] {
        person.writes("a ka diçka të re").await;
    }
    has_every_try(&house).await;
    for person in [&ana, &zef] {
        person.hears(&Phrase::NotHandled).await;
    }
    assert_eq!(house.store.set_aside().await.unwrap(), 2);
    house.forgive_aside(2);
    house.close().await;
}

#[tokio::test]
async fn a_time_that_cannot_run_out_is_for_colleagues_alone() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = house.sms("+38344123400", Tongues::SQ);
    ana.asks_for(&Need::BIRTH).await;
    house.quiet().await;
    coordinator.hears_all().await;
    change(&house, "update cases set topic = 'dreams'").await;
    house.time_passes(Duration::days(4));
    has_every_try(&house).await;
    let aside = house.store.list_aside().await.unwrap();
    assert_eq!((aside[0].kind, aside[0].reason.as_str()), ("timer", "unreadable"));
    for alert in alerts(&house).await {
        coordinator.hears(&alert).await;
    }
    house.forgive_aside(1);
    house.close().await;
}

#[tokio::test]
async fn a_decision_that_panics_stops_nobody_else_and_is_taken_when_it_can_be() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    // The program's calendar ends before the tenth working day, by which a complaint is to be answered.
    let ages = "+262142-12-17T09:00:00Z".parse::<DateTime<Utc>>().unwrap() - house.clock.now();
    house.time_passes(ages);
    let ana = house.sms("+38344123400", Tongues::SQ);
    ana.chooses_language().await;
    ana.writes(ana.reads.complaint()).await;
    ana.hears(&Phrase::ComplaintOpen).await;
    ana.writes("zyrtari bërtiti shumë").await;
    let zef = met(&house, "+38344123401").await;
    has_every_try(&house).await;
    ana.hears(&Phrase::NotHandled).await;
    let aside = house.store.list_aside().await.unwrap();
    assert_eq!((aside[0].kind, aside[0].reason.as_str(), aside.len()), ("message", "panic", 1));
    for alert in alerts(&house).await {
        coordinator.hears(&alert).await;
    }

    house.clock.turn(-ages);
    assert_eq!(house.store.retry_aside(Some(&[aside[0].seq]), house.clock.now()).await.unwrap(), 1);
    house.wake();
    let Line { text, .. } = ana.next().await;
    assert!(text.contains("PIN"), "the complaint has its number: {text}");
    assert_eq!(zef.unheard(), [""; 0]);
    house.close().await;
}

#[tokio::test]
async fn news_that_cannot_be_told_has_no_news_of_its_own() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let (ana, zef) = (met(&house, "+38344123400").await, met(&house, "+38344123401").await);
    // No moment that the program knows: loading her scene panics, whatever the stimulus is.
    let first = "update contacts set wrote_at = 'infinity'
        where id = (select id from contacts where channel = 'sms' order by id limit 1)";
    change(&house, first).await;
    ana.writes("nuk kam letërnjoftim").await;
    zef.writes("nuk kam letërnjoftim").await;
    zef.hears(&Phrase::ConsentAgain).await;
    has_every_try(&house).await;
    let aside = house.store.list_aside().await.unwrap();
    let shown: Vec<_> = aside.iter().map(|one| (one.kind, one.reason.as_str())).collect();
    assert_eq!(shown, [("message", "panic"), ("news of another", "panic")]);
    coordinator.hears(&alerts(&house).await[0]).await;
    assert_eq!(coordinator.unheard(), [""; 0]);
    assert!(doctor(&house).contains("ILL   inbox      2 stimuli were set aside"));
    // Discarded, with the reason a human gave.
    let now = house.clock.now();
    for one in &aside {
        assert!(house.store.discard_aside(one.seq, "she was called instead", now).await.unwrap());
    }
    let kept: Vec<String> = sqlx::query_scalar("select reason from inbox where state = 'discarded'")
        .fetch_all(&house.database.pool)
        .await
        .unwrap();
    assert_eq!(kept, ["she was called instead"; 2]);
    house.close().await;
}

#[tokio::test]
async fn a_colleague_who_cannot_be_read_is_no_fault_of_those_who_write() {
    let house = House::open().await;
    let drita = house.colleague(Role::Caseworker, &[], &[]).await;
    house.time_passes(Duration::seconds(1));
    house.colleague(Role::Caseworker, &[], &[]).await;
    let broken = "update staff set topics = '{dreams}'
        where id = (select id from staff order by id desc limit 1)";
    change(&house, broken).await;
    let ana = house.sms("+38344123400", Tongues::SQ);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    drita.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    house.quiet().await;
    assert_eq!(house.store.set_aside().await.unwrap(), 0);
    let unread = house.store.unread_colleagues().await.unwrap();
    assert_eq!(unread.len(), 1);
    assert!(doctor(&house).contains(&format!("ILL   staff      the row of {} cannot be read", unread[0])));
    let asked = reqwest::get(format!("http://{}/health/ready", house.inner_address())).await.unwrap();
    assert_eq!(asked.status(), 200);
    assert_eq!(asked.json::<Value>().await.unwrap()["health"]["rows"]["unread_colleagues"], 1);
    house.close().await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read_is_no_fault_of_those_who_were_invited() {
    let house = House::open().await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let ana = met(&house, "+38344123400").await;
    let zef = house.telegram_person("Zef", Tongues::SQ);
    zef.chooses_language().await;
    house.quiet().await;
    change(
        &house,
        "with torn as (
             insert into events (id, kind, municipality, leader_id, state, starts_at, seats, words, proposed_at)
             select '01900000-0000-7000-8005-000000000001', 'visit', '17', id, 'proposed', invited_at + interval '9 days',
                    8, 'torn', invited_at from staff
             returning id, proposed_at)
         insert into invitations (event_id, contact_id, invited_at)
         select torn.id, contacts.id, torn.proposed_at from torn, contacts",
    )
    .await;
    ana.writes("nuk kam letërnjoftim").await;
    ana.hears(&Phrase::ConsentAgain).await;
    // Who asks for it by name asks for something that cannot be had.
    house.forge_press(&zef, "rsvp:01900000000070008005000000000001:yes").await;
    has_every_try(&house).await;
    zef.hears(&Phrase::NotHandled).await;
    assert_eq!(house.store.list_aside().await.unwrap()[0].kind, "button");
    coordinator.hears(&alerts(&house).await[0]).await;
    house.forgive_aside(1);
    house.close().await;
}
