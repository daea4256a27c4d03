//! Silence is an alarm: coordinators hear once that something about the house is wrong, and once that it is over.

use chrono::{DateTime, Duration, Utc};
use prag::{
    alarms::{Alarm, CALM, EVERY, Kind, Thresholds, Verdict},
    clock::Chance,
    ids::Dice,
    phrases::Phrase,
    pulse::{Pulses, Rounds},
    staff::Role,
    store::Store,
    vitals::Vitals,
    watch::Watch,
};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::stage::{
    database::TestDatabase,
    house::{House, LINE, Plan, SOON, keys},
    person::Person,
    words::Tongues,
};

const NUMBER: &str = "+38344123456";
const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";

/// A house in which silence is an alarm, and its coordinator.
async fn watched(plan: Plan) -> (House, Person) {
    let house = House::build(Plan { alarms: true, ..plan }).await;
    let drita = house.colleague(Role::Coordinator, &[], &[]).await;
    looked(&house).await;
    (house, drita)
}

/// Time passes, and the watch has seen it.
async fn later(house: &House, time: Duration) {
    house.time_passes(time);
    looked(house).await;
}

/// Waits until the watch has looked at what the clock shows now.
async fn looked(house: &House) {
    let looking = async {
        loop {
            house.wake();
            let noted: Option<bool> = sqlx::query_scalar("select bool_and(noted_at = $1) from sightings")
                .bind(house.clock.now())
                .fetch_one(&house.database.pool)
                .await
                .expect("the database is there");
            if noted == Some(true) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    assert!(tokio::time::timeout(SOON, looking).await.is_ok(), "the watch does not look");
}

async fn count(house: &House, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&house.database.pool).await.expect("the database is there")
}

async fn detail(house: &House) -> (u16, Value) {
    let url = format!("http://{}/health/ready", house.inner_address());
    let answer = reqwest::get(url).await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

fn raised(what: Phrase) -> Phrase {
    Phrase::StaffAlarmRaised { what: Box::new(what) }
}

fn cleared(what: Phrase) -> Phrase {
    Phrase::StaffAlarmCleared { what: Box::new(what) }
}

#[tokio::test]
async fn a_line_that_falls_silent_is_told_once_and_once_that_it_is_back() {
    let (house, drita) = watched(Plan { webhook: true, ..Plan::default() }).await;
    let (ana, zef) = (house.sms(NUMBER, Tongues::SQ), house.telegram_person("Zef", Tongues::SQ));
    let silence = || Phrase::StaffAlarmSilence { line: LINE.into() };
    house.time_passes(Duration::hours(25));
    zef.writes(WORDS).await;
    zef.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    later(&house, EVERY).await;
    assert_eq!(drita.unheard(), [""; 0], "it may be over in a minute");
    later(&house, Duration::minutes(10)).await;
    drita.hears(&raised(silence())).await;
    for _ in 0..4 {
        later(&house, EVERY).await;
    }
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    later(&house, EVERY).await;
    later(&house, Duration::seconds(61)).await;
    drita.hears(&cleared(silence())).await;
    later(&house, Duration::minutes(30)).await;
    house.close().await;
}

#[tokio::test]
async fn a_network_that_takes_nothing_is_told_once_and_once_that_it_does_again() {
    let (house, drita) = watched(Plan { webhook: true, ..Plan::default() }).await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let unsent = || Phrase::StaffAlarmUnsent { line: LINE.into() };
    house.air.answer_next(8, prag::rehearsal::Fault::ServerError);
    ana.writes(WORDS).await;
    assert!(house.air.asked(1, SOON).await);
    house.quiet().await;
    later(&house, Duration::minutes(16)).await;
    house.quiet().await;
    later(&house, EVERY).await;
    drita.hears(&raised(unsent())).await;
    let (_, told) = detail(&house).await;
    assert_eq!(told["alarms"][0]["kind"], "unsent", "{told}");
    assert_eq!(told["health"]["rows"]["lines"][LINE]["unsent"]["count"], 1, "{told}");
    for _ in 0..8 {
        house.quiet().await;
        later(&house, Duration::minutes(40)).await;
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    later(&house, Duration::seconds(61)).await;
    drita.hears(&cleared(unsent())).await;
    house.close().await;
}

#[tokio::test]
async fn two_processes_that_see_the_same_tell_it_once_and_so_does_a_restart() {
    let (mut house, drita) = watched(Plan::default()).await;
    // Others have their own work, and hear nothing of this.
    house.colleague(Role::Caseworker, &[], &[]).await;
    house.start_app().await;
    sqlx::query(
        "insert into inbox (key, address_hash, words, state, reason, due_at, kept_at)
         values ('\\x01', '\\x01', '\\x01', 'aside', 'panic', $1, $1)",
    )
    .bind(house.clock.now())
    .execute(&house.database.pool)
    .await
    .unwrap();
    for _ in 0..3 {
        later(&house, EVERY).await;
    }
    drita.hears(&raised(Phrase::StaffAlarmAside)).await;
    house.quiet().await;
    house.stop_app().await;
    house.start_app().await;
    house.start_app().await;
    for _ in 0..3 {
        later(&house, EVERY).await;
    }
    house.quiet().await;
    assert_eq!(drita.unheard(), [""; 0], "once is enough");
    let seq = house.store.list_aside().await.unwrap()[0].seq;
    assert!(house.store.discard_aside(seq, "made up", house.clock.now()).await.unwrap());
    later(&house, EVERY).await;
    later(&house, Duration::seconds(61)).await;
    drita.hears(&cleared(Phrase::StaffAlarmAside)).await;
    later(&house, EVERY).await;
    house.quiet().await;
    assert_eq!(count(&house, "select count(*) from alarms").await, 1);
    assert_eq!(count(&house, "select count(*) from alarms where cleared_at is null").await, 0);
    house.close().await;
}

#[tokio::test]
async fn what_only_one_process_sees_stands_until_that_process_is_well_or_gone() {
    // The app looks too, but what falls over is a loop of another process, which it cannot see.
    let house = House::open().await;
    let drita = house.colleague(Role::Coordinator, &[], &[]).await;
    let pulses = Pulses::new(house.clock.clone());
    let vitals =
        Vitals::new(house.store.clone(), None, pulses.clone(), house.clock.clone(), Vec::new(), None);
    let (thresholds, office) = (Thresholds::default(), house.office.clone());
    let chance = Chance::seeded(7);
    let mut other = Watch::new(house.store.clone(), vitals, thresholds, office, house.clock.clone(), &chance);
    let stop = CancellationToken::new();
    stop.cancel();
    pulses.of("delivery vala").keep_going(stop, || async { panic!("it falls over") }).await;
    let fallen = || Phrase::StaffAlarmFallen { part: "delivery vala".into() };
    other.round().await.unwrap();
    house.wake();
    drita.hears(&raised(fallen())).await;
    for _ in 0..5 {
        later(&house, EVERY).await;
        other.round().await.unwrap();
    }
    assert_eq!(count(&house, "select count(*) from alarms where cleared_at is null").await, 1);
    drop(other);
    later(&house, CALM).await;
    drita.hears(&cleared(fallen())).await;
    house.close().await;
}

#[tokio::test]
async fn looks_that_race_tell_it_once() {
    let database = TestDatabase::new().await;
    let (one, other) = (Store::new(database.pool.clone(), keys()), Store::new(database.pool.clone(), keys()));
    let (mut dice, mut others) = (Dice::from_seed(1), Dice::from_seed(2));
    let now: DateTime<Utc> = "2026-03-10T09:00:00Z".parse().unwrap();
    let alarms = || -> Vec<Alarm> {
        ["kosova", "telegram", "vala"]
            .map(|line| Alarm { kind: Kind::Silence, about: line.to_owned() })
            .into()
    };
    let (begins, ends) = (
        Verdict { raised: alarms(), ..Verdict::default() },
        Verdict { cleared: alarms(), ..Verdict::default() },
    );
    // In the same moment, and in moments that follow.
    for (verdict, first, second, news) in [
        (&begins, now, now, 3),
        (&begins, now + EVERY, now + EVERY * 2, 3),
        (&ends, now + EVERY * 3, now + EVERY * 4, 3),
        (&ends, now + CALM * 3, now + CALM * 3, 6),
        (&begins, now + CALM * 4, now + CALM * 4 + EVERY, 9),
    ] {
        let (told, also) = tokio::join!(
            one.tell_alarms(verdict, first, &mut dice),
            other.tell_alarms(verdict, second, &mut others)
        );
        assert!(told.is_ok() && also.is_ok(), "{told:?} {also:?}");
        let kept: i64 =
            sqlx::query_scalar("select count(*) from inbox").fetch_one(&database.pool).await.unwrap();
        assert_eq!(kept, news);
    }
    let standing = one.alarms().await.unwrap();
    assert_eq!(standing.iter().map(|told| told.alarm.clone()).collect::<Vec<_>>(), alarms());
}

#[tokio::test]
async fn a_webhook_that_somebody_else_has_taken_is_told() {
    let (house, drita) = watched(Plan { webhook: true, ..Plan::default() }).await;
    house.set_webhook("http://127.0.0.1:1/telegram").await;
    later(&house, EVERY).await;
    later(&house, EVERY).await;
    drita.hears(&raised(Phrase::StaffAlarmWebhook)).await;
    house.set_webhook(&format!("http://{}/telegram", house.address())).await;
    later(&house, EVERY).await;
    later(&house, Duration::seconds(61)).await;
    drita.hears(&cleared(Phrase::StaffAlarmWebhook)).await;
    house.close().await;
}

#[tokio::test]
async fn a_bot_that_gets_no_answer_to_its_polling_is_told() {
    let (house, drita) = watched(Plan::default()).await;
    house.quiet().await;
    later(&house, Duration::minutes(6)).await;
    later(&house, Duration::minutes(1)).await;
    drita.hears(&raised(Phrase::StaffAlarmUnpolled)).await;
    house.bot.end_the_wait();
    let (_, told) = detail(&house).await;
    assert_eq!(told["alarms"][0]["kind"], "unpolled", "{told}");
    let well = async {
        let now = serde_json::to_value(house.clock.now()).unwrap();
        while detail(&house).await.1["health"]["loops"]["polling"]["well_at"] != now {}
    };
    assert!(tokio::time::timeout(SOON, well).await.is_ok(), "it polls");
    later(&house, EVERY).await;
    later(&house, Duration::seconds(61)).await;
    drita.hears(&cleared(Phrase::StaffAlarmUnpolled)).await;
    house.close().await;
}

#[tokio::test]
async fn the_inner_door_tells_every_part_in_detail() {
    let (house, _drita) = watched(Plan::default()).await;
    let (ana, came) = (house.sms(NUMBER, Tongues::SQ), house.clock.now());
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    later(&house, EVERY).await;
    let (status, told) = detail(&house).await;
    assert_eq!((status, &told["ready"]), (200, &Value::Bool(true)));
    let line = &told["health"]["rows"]["lines"][LINE];
    for part in ["last_arrival_at", "last_success_at"] {
        assert_eq!(line["seen"][part], serde_json::to_value(came).unwrap(), "{part} {told}");
    }
    for part in ["keeping", "polling", "reception", "watch", "delivery telegram"] {
        assert_eq!(told["health"]["loops"][part]["restarts"], 0, "{part} {told}");
    }
    let elsewhere = reqwest::get(format!("http://{}/metrics", house.address())).await.unwrap();
    assert_eq!(elsewhere.status(), 404, "figures are not for everybody");
    house.close().await;
}
