//! `getUpdates`: the wait, the offset, the filter, the one caller; repeats and jumps.

use prag::rehearsal::telegram::{BotApi, Method, Phone};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{NOW, SOON, clock, http};

const TOKEN: &str = "4242:secret";

async fn server() -> (BotApi, Phone) {
    let api = BotApi::start(TOKEN, clock).await.expect("a free port");
    let ana = api.person("Ana", 77, "");
    (api, ana)
}

async fn poll(api: &BotApi, params: Value) -> (u16, Value) {
    let url = format!("{}/bot{TOKEN}/getUpdates", api.url());
    let answer = http().post(url).json(&params).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

async fn ids(api: &BotApi, params: Value) -> Vec<i64> {
    let (status, body) = poll(api, params).await;
    assert_eq!(status, 200, "{body}");
    let updates = body["result"].as_array().expect("a list");
    updates.iter().map(|update| update["update_id"].as_i64().expect("an id")).collect()
}

/// Returns when the call is on the server.
async fn waiting_poll(api: &BotApi, times: usize) -> JoinHandle<(u16, Value)> {
    let api_there = api.clone();
    let waiting = tokio::spawn(async move { poll(&api_there, json!({"timeout": 50})).await });
    assert!(api.asked(Method::GetUpdates, times, SOON).await);
    waiting
}

#[tokio::test]
async fn a_long_poll_wakes_when_somebody_writes() {
    let (api, ana) = server().await;
    let waiting = waiting_poll(&api, 1).await;
    assert!(!waiting.is_finished());
    ana.says("hello");
    let (status, body) = tokio::time::timeout(SOON, waiting).await.expect("woken").expect("no panic");
    assert_eq!((status, &body["result"][0]["message"]["text"]), (200, &json!("hello")));
}

#[tokio::test]
async fn a_poll_comes_back_empty_when_its_time_is_up() {
    let (api, _ana) = server().await;
    let before = tokio::time::Instant::now();
    assert_eq!(ids(&api, json!({})).await, [0_i64; 0]);
    assert_eq!(ids(&api, json!({"timeout": 1})).await, [0_i64; 0]);
    assert!(before.elapsed() >= std::time::Duration::from_secs(1));
}

#[tokio::test]
async fn the_offset_confirms_what_lies_below() {
    let (api, ana) = server().await;
    for text in ["a", "b", "c", "d"] {
        ana.says(text);
    }
    assert_eq!(ids(&api, json!({})).await, [NOW, NOW + 1, NOW + 2, NOW + 3]);
    assert_eq!(ids(&api, json!({"limit": 2})).await, [NOW, NOW + 1], "nothing is confirmed by reading");
    assert_eq!(ids(&api, json!({"offset": NOW + 1})).await, [NOW + 1, NOW + 2, NOW + 3]);
    assert_eq!(ids(&api, json!({"offset": 0})).await, [NOW + 1, NOW + 2, NOW + 3]);
    assert_eq!(ids(&api, json!({"offset": -1})).await, [NOW + 3], "the older are forgotten");
    assert_eq!(ids(&api, json!({})).await, [NOW + 3]);
    assert_eq!(api.waiting_updates(), 1);
    assert_eq!(ids(&api, json!({"offset": NOW + 4})).await, [0_i64; 0]);
    assert!(api.all_confirmed(SOON).await);
}

#[tokio::test]
async fn an_update_can_be_repeated_and_ids_can_jump() {
    let (api, ana) = server().await;
    let first = ana.says("a").expect("messages are wanted");
    assert_eq!(ids(&api, json!({"offset": first + 1})).await, [0_i64; 0]);
    assert!(api.repeat_update(first) && !api.repeat_update(first + 5));
    assert_eq!(ids(&api, json!({"offset": first + 1})).await, [first], "confirmed, and here again");
    assert_eq!(ids(&api, json!({"offset": first + 1})).await, [0_i64; 0], "repeated once");

    api.jump_update_id(5);
    assert_eq!(ana.says("b"), Some(5));
    assert_eq!(ids(&api, json!({})).await, [5]);
    assert_eq!(ids(&api, json!({"offset": first + 1})).await, [0_i64; 0], "an old offset confirms it unseen");
    assert_eq!(api.waiting_updates(), 0);
}

#[tokio::test]
async fn unwanted_kinds_are_not_even_made() {
    let (api, ana) = server().await;
    poll(&api, json!({"allowed_updates": ["message"]})).await;
    assert_eq!(ana.blocks_bot(), None);
    let id = ana.says("a");
    assert_eq!(ids(&api, json!({})).await, Vec::from_iter(id), "the filter stays");
    poll(&api, json!({"allowed_updates": []})).await;
    assert!(ana.blocks_bot().is_some());
}

#[tokio::test]
async fn a_second_poll_ends_the_first_and_a_webhook_ends_both() {
    let (api, ana) = server().await;
    let first = waiting_poll(&api, 1).await;
    let second = waiting_poll(&api, 2).await;
    let (status, body) = first.await.expect("no panic");
    let why =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!((status, &body["description"]), (409, &json!(why)));

    let hook = json!({"url": "http://127.0.0.1:9/"});
    let url = format!("{}/bot{TOKEN}/setWebhook", api.url());
    assert_eq!(http().post(&url).json(&hook).send().await.expect("an answer").status(), 200);
    let (status, body) = second.await.expect("no panic");
    assert_eq!((status, &body["description"]), (409, &json!("Conflict: terminated by setWebhook request")));
    let (status, body) = poll(&api, json!({})).await;
    assert_eq!(status, 409);
    assert!(body["description"].as_str().is_some_and(|why| why.contains("while webhook is active")));

    assert_eq!(http().post(&url).json(&json!({"url": ""})).send().await.expect("an answer").status(), 200);
    let id = ana.says("a");
    assert_eq!(ids(&api, json!({})).await, Vec::from_iter(id));
}
