//! An operator tries a line: `prag channels test`.

use std::time::Duration;

use prag::{
    channels::Class,
    ids::Dice,
    message::{self, Address, Channel},
    rehearsal::{
        Fault,
        sms::{Fate, Numbering},
    },
    trial,
};
use tokio::time::Instant;

use crate::stage::house::{House, LINE};

const NUMBER: &str = "+38344123456";

fn phone() -> Address {
    Address { channel: Channel::Sms, handle: NUMBER.to_owned() }
}

#[tokio::test]
async fn a_line_is_tried_to_the_end_and_leaves_nobody_behind() {
    for numbering in [Numbering::Own, Numbering::Echoed] {
        let house = House::open().await;
        house.air.number_texts(numbering);
        let phone_at_hand = house.air.phone(NUMBER);
        let (line, dice) = (house.line(LINE), &mut Dice::from_seed(1));
        let handed = trial::hand_over(&line, &phone(), &"a test".into(), &house.clock, dice).await;
        let mut trial = handed.expect("it is taken");
        let soon = Instant::now() + Duration::from_secs(20);
        for fate in [message::Fate::Sent, message::Fate::Delivered] {
            let report = trial.next_report(&house.store, &line, soon).await.expect("the database is there");
            assert_eq!(report.map(|report| report.fate), Some(fate));
        }
        let rows: i64 =
            sqlx::query_scalar("select (select count(*) from contacts) + (select count(*) from outbox)")
                .fetch_one(&house.database.pool)
                .await
                .expect("the database is there");
        assert_eq!(rows, 0);
        drop(phone_at_hand);
        house.close().await;
    }
}

#[tokio::test]
async fn who_is_silent_is_not_waited_for_longer_than_asked() {
    let house = House::open().await;
    house.air.phone(NUMBER).texts_are(Fate::Unreported);
    let (line, dice) = (house.line(LINE), &mut Dice::from_seed(1));
    let handed = trial::hand_over(&line, &phone(), &"a test".into(), &house.clock, dice).await;
    let mut trial = handed.expect("it is taken");
    let report = trial.next_report(&house.store, &line, Instant::now()).await.expect("the database is there");
    assert_eq!(report, None);
    house.close().await;
}

#[tokio::test]
async fn a_network_that_does_not_take_it_is_told_at_once() {
    let house = House::open().await;
    house.air.answer_next(1, Fault::NotLetIn);
    let (line, dice) = (house.line(LINE), &mut Dice::from_seed(1));
    let handed = trial::hand_over(&line, &phone(), &"a test".into(), &house.clock, dice).await;
    assert_eq!(handed.expect_err("nobody lets us in").class, Class::Misconfigured);
    house.close().await;
}
