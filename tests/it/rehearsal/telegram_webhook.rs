//! The webhook: the secret, the order within a chat, the tries until it is taken.

use std::time::Duration;

use prag::rehearsal::telegram::BotApi;
use serde_json::{Value, json};

use super::{Gateway, Got, NOW, SOON, clock, http};

const TOKEN: &str = "4242:secret";

async fn server() -> BotApi {
    let address = "127.0.0.1:0".parse().expect("an address");
    BotApi::start_on(address, TOKEN, clock, Duration::from_millis(2)).await.expect("a free port")
}

async fn ask(api: &BotApi, method: &str, params: Value) -> Value {
    let url = format!("{}/bot{TOKEN}/{method}", api.url());
    let answer: Value =
        http().post(url).json(&params).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(answer["ok"], json!(true), "{answer}");
    answer["result"].clone()
}

fn text(got: &Got) -> String {
    got.json()["message"]["text"].as_str().expect("a message").to_owned()
}

#[tokio::test]
async fn the_webhook_gets_the_update_with_its_secret() {
    let (api, mut gateway) = (server().await, Gateway::open(&[]).await);
    let hook = json!({"url": format!("{}/telegram", gateway.url), "secret_token": "s-3_cret"});
    ask(&api, "setWebhook", hook).await;
    api.person("Ana", 77, "").says("hello");
    let got = gateway.next().await;
    assert_eq!((got.path.as_str(), text(&got).as_str()), ("/telegram", "hello"));
    assert_eq!(got.header("X-Telegram-Bot-Api-Secret-Token"), Some("s-3_cret"));
    assert_eq!(got.header("Content-Type"), Some("application/json"));
    assert_eq!(got.json()["update_id"], json!(NOW));
    assert!(api.all_confirmed(SOON).await, "a 2xx is a confirmation");
}

#[tokio::test]
async fn a_failing_webhook_is_tried_until_it_takes_the_update() {
    let (api, mut gateway) = (server().await, Gateway::open(&[500, 503, 302, 401]).await);
    let ana = api.person("Ana", 77, "");
    ana.says("first");
    ana.says("second");
    ask(&api, "setWebhook", json!({"url": gateway.url})).await;
    let mut texts = Vec::new();
    for _ in 0..6 {
        texts.push(text(&gateway.next().await));
    }
    assert_eq!(texts, ["first", "first", "first", "first", "first", "second"]);
    assert!(api.all_confirmed(SOON).await);
    let info = ask(&api, "getWebhookInfo", json!({})).await;
    assert_eq!(info["last_error_message"], json!("Wrong response from the webhook: 401 Unauthorized"));
    assert_eq!((&info["last_error_date"], &info["pending_update_count"]), (&json!(NOW), &json!(0)));
}

#[tokio::test]
async fn chats_do_not_wait_for_each_other() {
    let (api, mut gateway) = (server().await, Gateway::open(&[]).await);
    let refusing = Gateway::open(&[500; 10_000]).await;
    let (ana, ben) = (api.person("Ana", 1, ""), api.person("Ben", 2, ""));
    ask(&api, "setWebhook", json!({"url": refusing.url})).await;
    let mut refusing = refusing;
    ana.says("stuck");
    ana.says("behind");
    assert_eq!(text(&refusing.next().await), "stuck");
    ben.says("free");
    while text(&refusing.next().await) != "free" {}

    // Moved: both go on there, in their order.
    ask(&api, "setWebhook", json!({"url": gateway.url})).await;
    let mut texts = Vec::new();
    for _ in 0..3 {
        texts.push(text(&gateway.next().await));
    }
    let place = |wanted: &str| texts.iter().position(|text| text == wanted).expect("delivered");
    assert!(place("stuck") < place("behind") && place("free") < 3, "{texts:?}");
    assert!(api.all_confirmed(SOON).await);
    assert!(gateway.got.is_empty(), "once taken, never again");
}

#[tokio::test]
async fn what_the_webhook_never_took_can_be_polled() {
    let (api, mut refusing) = (server().await, Gateway::open(&[500; 10_000]).await);
    ask(&api, "setWebhook", json!({"url": refusing.url})).await;
    let id = api.person("Ana", 77, "").says("a");
    refusing.next().await;
    ask(&api, "deleteWebhook", json!({})).await;
    let updates = ask(&api, "getUpdates", json!({})).await;
    assert_eq!(updates[0]["update_id"].as_i64(), id);

    ask(&api, "setWebhook", json!({"url": "", "drop_pending_updates": true})).await;
    assert_eq!(api.waiting_updates(), 0);
}

#[tokio::test]
async fn a_repeated_update_is_delivered_again() {
    let (api, mut gateway) = (server().await, Gateway::open(&[]).await);
    ask(&api, "setWebhook", json!({"url": gateway.url})).await;
    let id = api.person("Ana", 77, "").says("a").expect("messages are wanted");
    let first = gateway.next().await.json();
    assert!(api.repeat_update(id));
    assert_eq!(gateway.next().await.json(), first);
}
