//! The control door: another process is a person of either network.

use std::time::Duration;

use prag::rehearsal::control::{Client, Control, Error, On};
use prag::rehearsal::sms::{Network, sign};
use prag::rehearsal::telegram::BotApi;
use prag::rehearsal::{Shown, Side};
use serde_json::json;

use super::{Gateway, NOW, SOON, clock, http};

const TOKEN: &str = "4242:secret";
const NUMBER: &str = "+38344123456";

async fn networks() -> (BotApi, Network) {
    let bot_api = BotApi::start(TOKEN, clock).await.expect("a free port");
    (bot_api, Network::start("50505", clock).await.expect("a free port"))
}

async fn open(bot_api: &BotApi, network: &Network) -> (Control, Client) {
    let control = Control::start(bot_api.clone(), network.clone(), "b3arer").await.expect("a free port");
    let client = Client::new(&control.url(), "b3arer").expect("an address");
    (control, client)
}

fn refused<T>(result: Result<T, Error>) -> Option<u16> {
    match result {
        Err(Error::Refused { status, .. }) => Some(status),
        _ => None,
    }
}

fn seen(lines: &[Shown]) -> Vec<(usize, Side, &str)> {
    lines.iter().map(|shown| (shown.seq, shown.line.from, shown.line.text.as_str())).collect()
}

#[tokio::test]
async fn a_telegram_chat_through_the_door() {
    let (bot_api, network) = networks().await;
    let (_control, client) = open(&bot_api, &network).await;
    assert_eq!(refused(client.says(On::Telegram, "77", "hello").await), Some(404), "nobody yet");
    client.enters(On::Telegram, "77", "Ana", "sr").await.expect("entered");
    client.says(On::Telegram, "77", "hello").await.expect("said");
    assert_eq!(bot_api.waiting_updates(), 1);

    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.lines(On::Telegram, "77", 1, SOON).await }
    });
    let keys = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
    let message = json!({"chat_id": 77, "text": "Agree?", "reply_markup": keys});
    let url = format!("{}/bot{TOKEN}/sendMessage", bot_api.url());
    assert_eq!(http().post(url).json(&message).send().await.expect("an answer").status(), 200);
    let lines = waiting.await.expect("no panic").expect("lines");
    assert_eq!(seen(&lines), [(2, Side::Bot, "Agree?")]);
    let button = &lines[0].line.buttons[0][0];
    assert_eq!((button.label.as_str(), button.data.as_deref()), ("Yes", Some("y")));

    client.presses(On::Telegram, "77", "Yes").await.expect("pressed");
    assert_eq!(bot_api.waiting_updates(), 2);
    assert_eq!(refused(client.presses(On::Telegram, "77", "No").await), Some(409));
    let all = client.lines(On::Telegram, "77", 0, Duration::ZERO).await.expect("lines");
    assert_eq!(seen(&all), [(1, Side::Person, "hello"), (2, Side::Bot, "Agree?")]);
    assert_eq!(client.lines(On::Telegram, "77", 2, Duration::ZERO).await.expect("lines"), []);
}

#[tokio::test]
async fn an_sms_conversation_through_the_door() {
    let (bot_api, network) = networks().await;
    let (_control, client) = open(&bot_api, &network).await;
    assert_eq!(refused(client.says(On::Sms, NUMBER, "early").await), Some(502), "no gateway yet");
    let mut gateway = Gateway::open(&[200, 503]).await;
    network.connect(&gateway.url, "kosova", "s3cret");
    client.says(On::Sms, NUMBER, "Ndihmë").await.expect("said");
    assert_eq!(gateway.next().await.json()["from"], json!(NUMBER), "the plus came through");
    match client.says(On::Sms, NUMBER, "again").await {
        Err(Error::Refused { status: 502, reason }) => assert_eq!(reason, "the gateway answered 503"),
        other => panic!("{other:?}"),
    }
    let body = json!({"id": "p-1", "to": NUMBER, "from": "Prag", "text": "Po"}).to_string();
    let sent = http()
        .post(network.send_url())
        .header("Content-Type", "application/json")
        .header("X-Prag-Timestamp", NOW)
        .header("X-Prag-Signature", sign("s3cret", NOW, body.as_bytes()))
        .body(body);
    assert_eq!(sent.send().await.expect("an answer").status(), 200);
    let lines = client.lines(On::Sms, NUMBER, 2, SOON).await.expect("lines");
    assert_eq!(seen(&lines).last(), Some(&(4, Side::Bot, "Po")));
    assert_eq!(refused(client.presses(On::Sms, NUMBER, "Po").await), Some(409));
    let people = client.people().await.expect("people");
    assert_eq!(people.iter().map(|someone| someone.id.as_str()).collect::<Vec<_>>(), [NUMBER]);
}

#[tokio::test]
async fn the_door_opens_to_its_bearer_alone_and_closes_when_dropped() {
    let (bot_api, network) = networks().await;
    let (control, client) = open(&bot_api, &network).await;
    for bearer in ["", "b3area", "b3arer1"] {
        let stranger = Client::new(&control.url(), bearer).expect("an address");
        assert_eq!(refused(stranger.people().await), Some(401), "{bearer:?}");
    }
    let without = http().get(format!("{}/people", control.url())).send().await.expect("an answer");
    assert_eq!(without.status(), 401);
    assert_eq!(client.people().await.expect("people").len(), 0);
    drop(control);
    assert!(matches!(client.people().await, Err(Error::Away(_))));
    assert!(matches!(Client::new("nowhere", "b"), Err(Error::Address)));
}
