//! The database is away: what people write is thanked for, waits on the disk, and is answered in order when it is back.

use std::net::SocketAddr;

use chrono::{DateTime, Duration, Utc};
use prag::{
    ids::Dice,
    keeping::seal,
    message::{Address, Arrival, Body, Channel, Line},
    phrases::Phrase,
    rehearsal::telegram::Method,
    spool::Spool,
    store::{
        inbox::{Keeping, Late},
        sealed::Keys,
    },
};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::stage::{
    cable::Cable,
    house::{House, LIMITS, LINE, Plan, SOON, keys},
    words::{Need, Tongues},
};

const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";
const LONGER_THAN_A_BLINK: Duration = Duration::seconds(31);

async fn wired() -> House {
    House::build(Plan { cable: true, ..Plan::default() }).await
}

fn cable(house: &House) -> &Cable {
    house.cable.as_ref().expect("it was planned")
}

/// What health tells of the spool.
async fn spooled(house: &House) -> Value {
    let asked =
        reqwest::get(format!("http://{}/health/ready", house.inner_address())).await.expect("an answer");
    let told: Value = asked.json().await.expect("JSON");
    told["health"]["spool"].clone()
}

/// What a door answers to whoever asks whether to call there.
async fn ready(door: SocketAddr) -> u16 {
    reqwest::get(format!("http://{door}/health/ready")).await.expect("an answer").status().as_u16()
}

/// Waits until nothing is left on the disk.
async fn drained(house: &House) {
    let empty = async {
        while spooled(house).await["records"] != 0 {
            tokio::task::yield_now().await;
        }
    };
    assert!(tokio::time::timeout(SOON, empty).await.is_ok(), "never drained");
}

#[tokio::test]
async fn a_whole_intake_waits_in_order_and_opens_one_case() {
    let house = wired().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    ana.writes(Need::BIRTH.words(Tongues::SQ)).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    cable(&house).cut();
    let began = house.clock.now();
    for answer in ["1", Tongues::SQ.place(), Need::BIRTH.detail, Need::BIRTH.called] {
        ana.writes(answer).await;
        house.clock.turn(Duration::seconds(1));
    }
    let waiting = spooled(&house).await;
    assert_eq!((&waiting["records"], &waiting["refused"]), (&4.into(), &0.into()));
    assert_eq!(waiting["oldest_at"].as_str().map(|at| at.parse::<DateTime<Utc>>()), Some(Ok(began)));
    cable(&house).mend();
    drained(&house).await;
    house.quiet().await;
    let heard = ana.hears_all().await;
    assert_eq!(heard.last(), Some(&ana.text(&Phrase::NoPromise)), "{heard:#?}");
    let kept: Vec<DateTime<Utc>> = sqlx::query_scalar(
        "select kept_at from inbox where address_hash = (select address_hash from inbox where seq = 1)
          order by seq offset 1",
    )
    .fetch_all(&house.database.pool)
    .await
    .unwrap();
    let came: Vec<DateTime<Utc>> = (0..4).map(|second| began + Duration::seconds(second)).collect();
    assert_eq!(kept, came, "the inbox knows when they came, in the order in which they came");
    let cases: i64 =
        sqlx::query_scalar("select count(*) from cases").fetch_one(&house.database.pool).await.unwrap();
    assert_eq!(cases, 1);
    house.close().await;
}

#[tokio::test]
async fn who_writes_while_it_is_away_hears_once_that_the_message_is_safe() {
    let house = House::build(Plan { cable: true, webhook: true, ..Plan::default() }).await;
    let (ana, zef) = (house.sms("+38344123456", Tongues::SQ), house.telegram_person("Zef", Tongues::SR_CYRL));
    let (stopper, digit) = (house.sms("+38344123457", Tongues::SQ), house.sms("+38344123458", Tongues::SQ));
    cable(&house).cut();
    ana.writes(WORDS).await;
    assert_eq!(ana.handset().writes_as("again", WORDS).await, Ok(200));
    zef.writes("Добар дан, немам личну карту").await;
    stopper.writes(WORDS).await;
    stopper.writes("STOP").await;
    digit.writes("1").await;
    house.time_passes(LONGER_THAN_A_BLINK);
    ana.hears(&Phrase::Away).await;
    zef.hears(&Phrase::Away).await;
    let both = digit.next().await.text;
    assert!(both.starts_with(&digit.text(&Phrase::Away)) && both.contains("Vasa poruka"), "{both}");
    ana.writes("A jeni aty").await;
    house.time_passes(Duration::hours(1));
    let by_bot = house.bot.requests().into_iter().filter(|(method, _)| *method == Method::SendMessage);
    assert_eq!((house.air.requests().len(), by_bot.count()), (2, 1), "once each, and never after STOP");
    cable(&house).mend();
    drained(&house).await;
    house.quiet().await;
    for person in [&ana, &zef, &stopper, &digit] {
        assert!(!person.hears_all().await.is_empty(), "{} is answered in the end", person.name());
    }

    // The next outage is another one.
    cable(&house).cut();
    ana.writes("Faleminderit shumë për ndihmën tuaj").await;
    house.time_passes(LONGER_THAN_A_BLINK);
    ana.hears(&Phrase::Away).await;
    cable(&house).mend();
    drained(&house).await;
    house.quiet().await;
    ana.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn who_writes_of_danger_hears_the_emergency_numbers_at_once() {
    let house = wired().await;
    let people = [
        (house.sms("+38344123456", Tongues::SQ), Tongues::SQ.danger()),
        (house.sms("+38344123457", Tongues::SR_CYRL), Tongues::SR_CYRL.danger()),
        (house.sms("+38344123458", Tongues::SR_LATN), Tongues::SR_LATN.danger()),
        (house.sms("+38344123459", Tongues::EN), Tongues::EN.danger()),
    ];
    cable(&house).cut();
    for (person, words) in &people {
        person.writes(words).await;
        person.hears(&Phrase::UrgentAway).await;
    }
    house.time_passes(LONGER_THAN_A_BLINK);
    cable(&house).mend();
    drained(&house).await;
    for (person, _) in &people {
        person.hears(&Phrase::UrgentOpen).await;
    }
    house.quiet().await;
    for (person, _) in &people {
        person.hears_all().await;
    }
    house.close().await;
}

#[tokio::test]
async fn a_database_that_comes_back_at_once_is_not_worth_a_word() {
    let house = wired().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    cable(&house).cut();
    ana.writes(WORDS).await;
    cable(&house).mend();
    ana.hears(&Phrase::WelcomeConsent).await;
    house.time_passes(LONGER_THAN_A_BLINK);
    house.close().await;
}

#[tokio::test]
async fn nobody_waits_at_the_door_for_a_database_that_hangs() {
    let house = wired().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    cable(&house).jam();
    let begun = tokio::time::Instant::now();
    ana.writes("1").await;
    ana.writes(Tongues::SQ.place()).await;
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "a network gives up after ten seconds");
    assert_eq!(spooled(&house).await["records"], 2);
    cable(&house).mend();
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
    house.quiet().await;
    ana.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn the_process_ends_and_starts_again_while_the_database_is_away() {
    let mut house = House::build(Plan { cable: true, mortal: true, ..Plan::default() }).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    cable(&house).cut();
    ana.writes(WORDS).await;
    house.kill_app().await;
    house.start_app().await;
    ana.writes("1").await;
    assert_eq!(spooled(&house).await["records"], 2);
    cable(&house).mend();
    ana.hears(&Phrase::WelcomeConsent).await;
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
    house.close().await;
}

#[tokio::test]
async fn what_one_process_left_behind_is_answered_by_the_other() {
    let mut house = House::build(Plan { cable: true, mortal: true, ..Plan::default() }).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    cable(&house).cut();
    ana.writes(WORDS).await;
    house.start_app().await;
    ana.writes("1").await;
    assert_eq!(spooled(&house).await["records"], 1, "each has its own file");
    house.kill_first_app().await;
    cable(&house).mend();
    house.until("select count(*) = 2 from inbox").await;
    house.quiet().await;
    assert!(ana.hears_all().await.contains(&ana.text(&Phrase::WelcomeConsent)));
    house.close().await;
}

#[tokio::test]
async fn in_a_storm_of_outages_everybody_is_kept_once_and_in_order() {
    let house = wired().await;
    let people: Vec<_> = (0..8).map(|who| house.sms(&format!("+3834412345{who}"), Tongues::SQ)).collect();
    let ids = |who: usize, round: usize| (0..6).map(move |at| format!("in-{who}-{round}-{at}"));
    for round in 0..4 {
        // While the last outage is still being drained, and everybody writes, the next one begins.
        if round == 2 {
            cable(&house).jam()
        } else {
            cable(&house).cut()
        }
        let mut writing = JoinSet::new();
        for (who, person) in people.iter().enumerate() {
            let handset = person.handset().clone();
            writing.spawn(async move {
                for id in ids(who, round) {
                    // The network repeats until it is thanked, and only then comes what was written next.
                    while handset.writes_as(&id, WORDS).await != Ok(200) {}
                }
            });
        }
        while spooled(&house).await["records"].as_u64() < Some(20) {}
        cable(&house).mend();
        writing.join_all().await;
    }
    drained(&house).await;
    for (who, person) in people.iter().enumerate() {
        let expected: Vec<Vec<u8>> =
            (0..4).flat_map(|round| ids(who, round)).map(|id| keys().arrival(LINE, &id).to_vec()).collect();
        let from = Address { channel: Channel::Sms, handle: person.name() };
        let kept: Vec<Vec<u8>> =
            sqlx::query_scalar("select key from inbox where address_hash = $1 order by seq")
                .bind(keys().address(&from).as_slice())
                .fetch_all(&house.database.pool)
                .await
                .unwrap();
        assert_eq!(kept, expected, "{who}");
    }
    // What was being sent when the line was cut is sent again when its lease has ended.
    house.time_passes(Duration::seconds(61));
    house.quiet().await;
    for person in &people {
        assert!(!person.hears_all().await.is_empty());
    }
    house.close().await;
}

#[tokio::test]
async fn beyond_its_limits_the_network_has_to_repeat() {
    let house = wired().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    cable(&house).cut();
    assert_eq!(ready(house.address()).await, 200, "a load balancer goes on bringing what comes in");
    assert_eq!(ready(house.inner_address()).await, 503, "and whoever watches the house knows");
    let long = format!("{WORDS} {}", "a".repeat(3000));
    let mut kept = 0;
    while ana.handset().writes_as(&format!("in-{kept}"), &long).await == Ok(200) {
        kept += 1;
        assert!(kept * 3000 < LIMITS.bytes, "it is never full");
    }
    assert_eq!(ana.handset().writes_as(&format!("in-{kept}"), &long).await, Ok(503));
    assert_eq!(spooled(&house).await["records"], kept);
    assert_eq!(ana.handset().writes_as("short", "Po").await, Ok(200), "there is room for a short one");
    house.time_passes(LIMITS.age + Duration::seconds(1));
    assert_eq!(ana.handset().writes_as("late", "Po").await, Ok(503), "who would look at it in time?");
    assert_eq!(ready(house.address()).await, 503);
    cable(&house).mend();
    drained(&house).await;
    assert_eq!(ana.handset().writes_as(&format!("in-{kept}"), &long).await, Ok(200));
    house.quiet().await;
    let messages: i64 = sqlx::query_scalar(
        "select count(*) from inbox where address_hash in (select address_hash from contacts)",
    )
    .fetch_one(&house.database.pool)
    .await
    .unwrap();
    assert_eq!(u64::try_from(messages), Ok(kept + 2), "all that was thanked for, once");
    ana.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn what_the_database_never_takes_is_put_aside_for_a_human_and_the_others_go_on() {
    let mut house = House::build(Plan { cable: true, mortal: true, ..Plan::default() }).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    sqlx::raw_sql(
        "create function refuses() returns trigger language plpgsql as
             'begin raise exception ''no'' using errcode = ''22000''; end';
         create trigger refuses before insert on inbox for each row when (new.state = 'rejected')
             execute function refuses();",
    )
    .execute(&house.database.pool)
    .await
    .unwrap();
    cable(&house).cut();
    assert_eq!(house.post_message("in-1", "+38344123456", WORDS).await, 200);
    assert_eq!(house.post_message("in-2", "50505", "Fitove një çmim").await, 200);
    assert_eq!(house.post_message("in-3", "+38344123456", "1").await, 200);
    cable(&house).mend();
    ana.hears(&Phrase::WelcomeConsent).await;
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
    drained(&house).await;
    assert_eq!(spooled(&house).await["refused"], 1, "a human sees it");
    house.quiet().await;

    // Once the reason is gone, the next start tries it again; it comes with the reason it was rejected for.
    sqlx::raw_sql("drop trigger refuses on inbox").execute(&house.database.pool).await.unwrap();
    house.kill_app().await;
    house.start_app().await;
    drained(&house).await;
    assert_eq!(spooled(&house).await["refused"], 0);
    let rejected = ("rejected".to_owned(), Some("not answerable".to_owned()));
    assert_eq!(house.kept().await.last(), Some(&rejected));
    house.close().await;
}

#[tokio::test]
async fn what_no_key_opens_is_put_aside_and_the_others_go_on() {
    let mut house = House::empty(Plan::default()).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    let spool = Spool::open(&house.spool, LIMITS).unwrap();
    let came = Late {
        arrival: Arrival {
            line: Line(LINE.to_owned()),
            provider_id: "in-1".to_owned(),
            from: Some(Address { channel: Channel::Sms, handle: ana.name() }),
            body: Body::Text { words: WORDS.into() },
        },
        keeping: Keeping::Waiting,
        kept_at: house.clock.now(),
    };
    let lost = Keys::parse(&Keys::new_line("lost", &mut Dice::from_seed(1))).unwrap();
    let sealed = |keys: &Keys| seal(keys, &came, &mut Dice::from_seed(2));
    spool.append(vec![sealed(&lost), sealed(&keys())], house.clock.now()).await.unwrap();
    drop(spool);
    house.start_app().await;
    ana.hears(&Phrase::WelcomeConsent).await;
    drained(&house).await;
    assert_eq!(spooled(&house).await["refused"], 1);
    house.close().await;
}
