//! Messages that a network brings in parts, through its real door.

use chrono::Duration;
use prag::{conversation::Conversation, store::sealed::slot};

use super::{lines, overseas::vonage_part};
use crate::stage::house::{House, Plan};

/// What was handled as a message, in order.
async fn said(house: &House) -> Vec<String> {
    let rows: Vec<(uuid::Uuid, Vec<u8>)> = sqlx::query_as("select id, words from contacts")
        .fetch_all(&house.database.pool)
        .await
        .expect("the database is there");
    let talks = rows.iter().map(|(id, sealed)| -> Conversation {
        house.store.keys().open_value(slot("contacts.words", id), sealed).expect("it opens")
    });
    talks.flat_map(|talk| talk.draft.words).map(|words| words.as_str().to_owned()).collect()
}

#[tokio::test]
async fn parts_out_of_order_and_told_twice_are_one_message() {
    let house = House::build(Plan { lines: Some(lines), ..Plan::default() }).await;
    let now = house.clock.now().timestamp();
    let parts = [("b", "2", "leternjoftim, e kemi humbur "), ("c", "3", "ne lufte"), ("a", "1", "Nuk kam ")];
    for (id, part, words) in parts.into_iter().chain([parts[0]]) {
        assert_eq!(house.knock(vonage_part(now, id, part, words)).await, 200);
        house.quiet().await;
    }
    assert_eq!(said(&house).await, ["Nuk kam leternjoftim, e kemi humbur ne lufte"]);
    assert_eq!(house.counter().taken().len(), 1, "one message, one answer");
    house.time_passes(Duration::minutes(6));
    house.quiet().await;
    assert_eq!(house.counter().taken().len(), 1, "nobody waits any more");
    house.close().await;
}

#[tokio::test]
async fn a_missing_part_is_marked_after_five_minutes_and_comes_later_by_itself() {
    let house = House::build(Plan { lines: Some(lines), ..Plan::default() }).await;
    let now = house.clock.now().timestamp();
    for (id, part, words) in [("a", "1", "Nuk kam "), ("c", "3", "ne lufte")] {
        assert_eq!(house.knock(vonage_part(now, id, part, words)).await, 200);
    }
    house.quiet().await;
    assert_eq!(said(&house).await, [""; 0], "they wait");
    house.time_passes(Duration::minutes(5));
    house.quiet().await;
    assert_eq!(said(&house).await, ["Nuk kam […] ne lufte"]);
    let now = house.clock.now().timestamp();
    assert_eq!(house.knock(vonage_part(now, "b", "2", "leternjoftim")).await, 200);
    house.quiet().await;
    house.time_passes(Duration::minutes(5));
    house.quiet().await;
    assert_eq!(said(&house).await, ["Nuk kam […] ne lufte", "[…] leternjoftim […]"]);
    house.close().await;
}
