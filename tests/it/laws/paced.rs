//! The pace of a line is kept by all processes together, whatever the clock does. Times are handed in; what is counted
//! are parcels.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use prag::{
    clock::{Chance, Clock},
    delivery::Delivery,
    ids::{ContactId, Dice, ParcelId},
    message::{Channel, Content, Line, Parcel},
    pulse::Rounds,
    store::{Store, leases::Lease, settling::Settled},
};
use tokio_util::sync::CancellationToken;

use crate::stage::{
    database::TestDatabase,
    house::{LINE, keys},
    parcels::{is_announced, noon, spoken, written, written_to},
};

/// Parcels a second that the line bears.
const RATE: u32 = 5;
/// What may be booked ahead: ten seconds.
const AHEAD: usize = 50;

async fn lease(store: &Store, now: DateTime<Utc>, seed: u64) -> Lease {
    let leased = store.lease(&Line(LINE.to_owned()), RATE, now, &mut Dice::from_seed(seed)).await;
    leased.expect("the database is there")
}

async fn settle(store: &Store, lease: &Lease, now: DateTime<Utc>, settled: &Settled) {
    let outcomes: Vec<_> = lease.parcels.iter().map(|parcel| (parcel.id, settled.clone())).collect();
    let (line, dice) = (Line(LINE.to_owned()), &mut Dice::from_seed(1));
    store.settle(&line, lease.token(), &outcomes, now, dice).await.expect("the database is there");
}

const SENT: Settled = Settled::Sent { provider_id: None };

#[tokio::test]
async fn four_processes_share_the_rate_of_one_line_and_no_parcel_is_leased_twice() {
    let database = TestDatabase::new().await;
    let stores: Vec<Store> = (0..4).map(|_| Store::new(database.pool.clone(), keys())).collect();
    written(&stores[0], Channel::Sms, 200, 1).await;
    let (mut seen, mut now) = (HashSet::new(), noon());
    for step in 0..20 {
        let [one, two, three, four] = [0, 1, 2, 3].map(|at| lease(&stores[at], now, step * 4 + at as u64));
        let (one, two, three, four) = tokio::join!(one, two, three, four);
        let mut leased = 0;
        let mut booked = Vec::new();
        for (lease, store) in [one, two, three, four].iter().zip(&stores) {
            leased += lease.parcels.len();
            for parcel in &lease.parcels {
                assert!(seen.insert(parcel.id), "leased twice");
            }
            if !lease.parcels.is_empty() {
                booked.push((lease.begins_at, lease.ends_at));
            }
            settle(store, lease, now, &SENT).await;
        }
        booked.sort();
        assert!(booked.windows(2).all(|two| two[0].1 <= two[1].0), "each has a time of its own: {booked:?}");
        assert_eq!(leased, if step == 0 { AHEAD } else { RATE as usize }, "at second {step}");
        now += Duration::seconds(1);
    }
}

#[tokio::test]
async fn time_that_was_not_needed_is_given_back_with_the_parcels() {
    let database = TestDatabase::new().await;
    let store = Store::new(database.pool.clone(), keys());
    written(&store, Channel::Sms, 80, 1).await;
    let first = lease(&store, noon(), 1).await;
    assert_eq!((first.parcels.len(), lease(&store, noon(), 2).await.parcels.len()), (AHEAD, 0));
    let rest: Vec<ParcelId> = first.parcels[10..].iter().map(|parcel| parcel.id).collect();
    store.give_back(first.token(), &rest).await.expect("the database is there");
    assert_eq!(lease(&store, noon(), 3).await.parcels.len(), 0, "the line is booked all the same");
    let line = Line(LINE.to_owned());
    store.unbook(&line, RATE, rest.len()).await.expect("the database is there");
    let second = lease(&store, noon(), 4).await;
    assert_eq!(second.parcels.iter().map(|parcel| parcel.id).collect::<Vec<_>>(), rest, "and in their order");
    // Whoever gave them back holds them no more, and cannot settle them.
    settle(&store, &first, noon(), &SENT).await;
    let sent: i64 = sqlx::query_scalar("select count(*) from outbox where state = 'sent'")
        .fetch_one(&database.pool)
        .await
        .expect("the database is there");
    assert_eq!(sent, 10);
}

#[tokio::test]
async fn a_line_that_is_to_be_silent_is_silent_for_every_process_and_no_try_is_counted() {
    let database = TestDatabase::new().await;
    let stores = [Store::new(database.pool.clone(), keys()), Store::new(database.pool.clone(), keys())];
    written(&stores[0], Channel::Sms, 80, 1).await;
    let first = lease(&stores[0], noon(), 1).await;
    let paused = Settled::Paused { until: noon() + Duration::seconds(35), code: "throttled" };
    settle(&stores[0], &first, noon(), &paused).await;
    for seconds in [0, 20, 34] {
        let now = noon() + Duration::seconds(seconds);
        assert_eq!(lease(&stores[1], now, 2).await.parcels.len(), 0, "after {seconds} s");
        let resting = stores[1].resting(now).await.expect("the database is there");
        assert_eq!(resting, [(Line(LINE.to_owned()), noon() + Duration::seconds(35))]);
    }
    let again = lease(&stores[1], noon() + Duration::seconds(35), 3).await;
    assert_eq!(again.parcels.len(), AHEAD);
    assert!(again.parcels.iter().all(|parcel| parcel.attempts == 0));
    assert_eq!(stores[1].resting(noon() + Duration::seconds(35)).await.expect("the database is there"), []);
}

#[tokio::test]
async fn a_chat_hears_a_burst_and_then_one_message_a_second_in_order() {
    let database = TestDatabase::new().await;
    let store = Store::new(database.pool.clone(), keys());
    written(&store, Channel::Telegram, 1, 40).await;
    let mut by_second = Vec::new();
    let mut order = Vec::new();
    for second in 0..20 {
        let now = noon() + Duration::seconds(second);
        let before = order.len();
        loop {
            // So fast a line that it is the chat alone that is waited for.
            let leased = store.lease(&Line(LINE.to_owned()), 1000, now, &mut Dice::from_seed(1)).await;
            let leased = leased.expect("the database is there");
            let Some(parcel) = leased.parcels.first() else { break };
            order.push(parcel.id);
            settle(&store, &leased, now, &SENT).await;
        }
        by_second.push(order.len() - before);
    }
    assert_eq!(by_second[0], 21, "a short burst is borne");
    assert!(by_second[1..].iter().all(|sent| *sent == 1), "{by_second:?}");
    let written: Vec<uuid::Uuid> = sqlx::query_scalar("select id from outbox order by seq limit 40")
        .fetch_all(&database.pool)
        .await
        .expect("the database is there");
    assert_eq!(order.iter().map(|id| id.0).collect::<Vec<_>>(), written);
}

#[tokio::test]
async fn what_is_said_to_one_person_does_not_wait_for_what_is_announced_to_many() {
    let database = TestDatabase::new().await;
    let store = Store::new(database.pool.clone(), keys());
    written(&store, Channel::Sms, 200, 1).await;
    is_announced(&store).await;
    written_to(&store, Channel::Sms, 200..210, 2).await;
    // The last of those who are invited is answered, too.
    let invited = "select contact_id from outbox where announcement_id is not null order by seq desc limit 1";
    let invited = sqlx::query_scalar(invited).fetch_one(&database.pool).await.expect("somebody is invited");
    let facts = [spoken(ContactId(invited), &mut Dice::from_seed(8))];
    let mut tx = store.begin().await.expect("the database is there");
    store.record(&mut tx, &facts, noon(), &mut Dice::from_seed(8)).await.expect("it is written");
    tx.commit().await.expect("the database is there");

    let said = |lease: &Lease| {
        let po = |parcel: &Parcel| matches!(&parcel.content, Content::Text { words, .. } if words.as_str() == "Po");
        lease.parcels.iter().map(po).collect::<Vec<bool>>()
    };
    let first = lease(&store, noon(), 1).await;
    let announced = |said: usize| [vec![true; said], vec![false; AHEAD - said]].concat();
    assert_eq!(said(&first), announced(11), "before everything that is announced");
    settle(&store, &first, noon(), &SENT).await;
    let second = lease(&store, noon() + Duration::seconds(10), 2).await;
    assert_eq!(said(&second), announced(10), "and each person's talk in its order");
}

#[tokio::test]
async fn a_clock_that_is_turned_back_silences_neither_a_line_nor_a_chat() {
    let database = TestDatabase::new().await;
    let store = Store::new(database.pool.clone(), keys());
    written(&store, Channel::Telegram, 60, 2).await;
    let later = noon() + Duration::hours(1);
    let first = lease(&store, later, 1).await;
    settle(&store, &first, later, &SENT).await;
    let second = lease(&store, noon(), 2).await;
    assert_eq!((first.parcels.len(), second.parcels.len()), (AHEAD, AHEAD));
    assert_eq!(second.begins_at, noon());
    settle(&store, &second, noon(), &SENT).await;
    assert_eq!(lease(&store, noon(), 3).await.parcels.len(), 0, "and its pace is kept from then on");
}

#[tokio::test]
async fn told_to_stop_delivery_begins_nothing_and_gives_back_what_it_holds() {
    let database = TestDatabase::new().await;
    let store = Store::new(database.pool.clone(), keys());
    written(&store, Channel::Sms, 5, 1).await;
    let stop = CancellationToken::new();
    stop.cancel();
    let (clock, chance, line) = (Clock::at(noon()), Chance::seeded(1), Line(LINE.to_owned()));
    let mut delivery = Delivery::new(store.clone(), Arc::default(), line, clock, &chance, stop);
    assert_eq!(delivery.round().await.expect("the database is there"), 5);
    let again = lease(&store, noon(), 9).await;
    assert_eq!(again.parcels.len(), 5, "nobody waits for the end of a lease");
    assert!(again.parcels.iter().all(|parcel| parcel.attempts == 0));
}
