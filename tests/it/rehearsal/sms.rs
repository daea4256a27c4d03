//! The SMS network: signatures computed elsewhere, one text once, receipts until they are taken.

use prag::rehearsal::sms::{Fate, Network, NotReached, Numbering, Receipt, sign};
use prag::rehearsal::{Fault, Line, Side};
use serde_json::{Value, json};

use super::{Gateway, NOW, SOON, clock, http};

const SECRET: &str = "s3cret";
const NUMBER: &str = "+38344123456";
const TEXT: &str = r#"{"id":"p-1","to":"+38344123456","from":"Prag","text":"Përshëndetje"}"#;
/// `printf '1764000000.%s' "$TEXT" | openssl dgst -sha256 -hmac s3cret`
const TEXT_SIGNATURE: &str = "f1650271441df0239d2a692bd8183987941acd66f44f78ce4db3daa09d48586b";

async fn network(gateway: &Gateway) -> Network {
    let network = Network::start("50505", clock).await.expect("a free port");
    network.connect(&gateway.url, "kosova", SECRET);
    network
}

async fn post(network: &Network, at: i64, signature: &str, body: &str) -> (u16, Value) {
    let request = http()
        .post(network.send_url())
        .header("Content-Type", "application/json")
        .header("X-Prag-Timestamp", at)
        .header("X-Prag-Signature", signature)
        .body(body.to_owned());
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

async fn send(network: &Network, id: &str, text: &str) -> (u16, Value) {
    let body = json!({"id": id, "to": NUMBER, "from": "Prag", "text": text}).to_string();
    post(network, NOW, &sign(SECRET, NOW, body.as_bytes()), &body).await
}

fn receipt(id: &str, status: &'static str, answered: u16) -> Receipt {
    Receipt { id: id.to_owned(), status, answered }
}

fn any(_: &Line) -> bool {
    true
}

#[test]
fn signatures_are_those_of_other_tools() {
    assert_eq!(sign(SECRET, NOW, TEXT.as_bytes()), TEXT_SIGNATURE);
}

#[tokio::test]
async fn an_arrival_is_posted_as_the_protocol_says() {
    let mut gateway = Gateway::open(&[200, 401]).await;
    let ana = network(&gateway).await.phone(NUMBER);
    assert_eq!(ana.writes("Ndihmë").await, Ok(200));
    let got = gateway.next().await;
    assert_eq!(got.path, "/sms/kosova");
    let body = r#"{"id":"mo-1764000000-1","from":"+38344123456","to":"50505","text":"Ndihmë","at":"2025-11-24T16:00:00Z"}"#;
    assert_eq!(String::from_utf8_lossy(&got.body), body);
    assert_eq!(got.header("X-Prag-Timestamp"), Some("1764000000"));
    let by_openssl = "279cb3b713446f314051681439cac61a151eaf1a61a5c7e518e5fedb12a33026";
    assert_eq!(got.header("X-Prag-Signature"), Some(by_openssl));
    assert_eq!(ana.writes("again").await, Ok(401), "the gateway's answer is handed on");
    assert_eq!(gateway.next().await.json()["id"], json!("mo-1764000000-2"));
}

#[tokio::test]
async fn an_arrival_can_come_twice_and_is_written_once() {
    let mut gateway = Gateway::open(&[]).await;
    let ana = network(&gateway).await.phone(NUMBER);
    for _ in 0..2 {
        assert_eq!(ana.writes_as("dup-1", "Ndihmë").await, Ok(200));
    }
    let (first, second) = (gateway.next().await, gateway.next().await);
    assert_eq!((first.json()["id"].as_str(), first.body), (Some("dup-1"), second.body));
    let lines: Vec<_> = ana.chat().into_iter().map(|line| (line.from, line.text)).collect();
    assert_eq!(lines, [(Side::Person, "Ndihmë".to_owned())]);
}

#[tokio::test]
async fn nobody_there_is_told() {
    let network = Network::start("50505", clock).await.expect("a free port");
    let ana = network.phone(NUMBER);
    assert_eq!(ana.writes("a").await, Err(NotReached::NotConnected));
    assert_eq!(send(&network, "p-1", "early").await.0, 503);
    let closed = Network::start("50505", clock).await.expect("a free port");
    let nobody = closed.send_url();
    drop(closed);
    network.connect(&nobody, "kosova", SECRET);
    assert_eq!(ana.writes("a").await, Err(NotReached::Unreachable));
}

#[tokio::test]
async fn only_signed_whole_and_timely_texts_are_accepted() {
    let gateway = Gateway::open(&[]).await;
    let network = network(&gateway).await;
    let refused = [
        (401, NOW, sign("other", NOW, TEXT.as_bytes()), TEXT.to_owned()),
        (401, NOW, TEXT_SIGNATURE.to_owned(), TEXT.replace("detje", "detja")),
        (401, NOW + 1, TEXT_SIGNATURE.to_owned(), TEXT.to_owned()),
        (401, NOW - 301, sign(SECRET, NOW - 301, TEXT.as_bytes()), TEXT.to_owned()),
        (401, NOW + 301, sign(SECRET, NOW + 301, TEXT.as_bytes()), TEXT.to_owned()),
        (401, NOW, TEXT_SIGNATURE.to_uppercase(), TEXT.to_owned()),
        (401, NOW, TEXT_SIGNATURE[..62].to_owned(), TEXT.to_owned()),
    ];
    let malformed = ["[]", r#"{"id":"1"}"#, &TEXT.replace("\"id\"", "\"ID\""), &TEXT.replace("+383", "383")];
    let malformed = malformed.map(|body| (400, NOW, sign(SECRET, NOW, body.as_bytes()), body.to_owned()));
    for (status, at, signature, body) in refused.into_iter().chain(malformed) {
        assert_eq!(post(&network, at, &signature, &body).await.0, status, "{body} at {at}");
    }
    assert_eq!(network.phone(NUMBER).inbox(), [""; 0]);
    assert_eq!(network.refused().len(), 11);

    for at in [NOW - 300, NOW, NOW + 300] {
        assert_eq!(post(&network, at, &sign(SECRET, at, TEXT.as_bytes()), TEXT).await.0, 200);
    }
    assert_eq!(network.phone(NUMBER).inbox(), ["Përshëndetje"]);
    assert_eq!(network.requests().len(), 14);
}

#[tokio::test]
async fn a_repeated_text_is_accepted_counted_and_shown_once() {
    let gateway = Gateway::open(&[]).await;
    let network = network(&gateway).await;
    let ana = network.phone(NUMBER);
    let first = send(&network, "p-1", "a").await;
    assert_eq!(first, (200, json!({"id": "mt-1764000000-1"})));
    assert_eq!(send(&network, "p-1", "a").await, first, "the same id again");
    assert_eq!(send(&network, "p-2", "b").await.1, json!({"id": "mt-1764000000-2"}));
    assert_eq!((ana.inbox(), network.repeats()), (vec!["a".to_owned(), "b".to_owned()], 1));
    assert!(network.all_reported(SOON).await);
    assert_eq!(network.receipts().len(), 4, "a repeat has no receipts of its own");
    network.number_texts(Numbering::Echoed);
    assert_eq!(send(&network, "p-3", "c").await.1, json!({"id": "p-3"}));
}

#[tokio::test]
async fn receipts_say_sent_and_then_how_it_ended() {
    let mut gateway = Gateway::open(&[]).await;
    let network = network(&gateway).await;
    let ana = network.phone(NUMBER);
    send(&network, "p-1", "a").await;
    let got = gateway.next().await;
    assert_eq!(got.path, "/sms/kosova/receipts");
    let body = r#"{"id":"mt-1764000000-1","status":"sent","at":"2025-11-24T16:00:00Z","error":null}"#;
    assert_eq!(String::from_utf8_lossy(&got.body), body);
    let by_openssl = "aeb0df5892a8d897a98b5c83ac332a198651e8b0895f32a66c4e4d8bc70c5543";
    assert_eq!(got.header("X-Prag-Signature"), Some(by_openssl));
    assert_eq!(gateway.next().await.json()["status"], json!("delivered"));

    ana.texts_are(Fate::Failed("absent subscriber".to_owned()));
    send(&network, "p-2", "b").await;
    assert_eq!(gateway.next().await.json()["status"], json!("sent"));
    let failed = gateway.next().await.json();
    let id = "mt-1764000000-2";
    let expected =
        json!({"id": id, "status": "failed", "at": "2025-11-24T16:00:00Z", "error": "absent subscriber"});
    assert_eq!(failed, expected);
    ana.texts_are(Fate::Unreported);
    send(&network, "p-3", "c").await;
    assert_eq!(ana.inbox(), ["a", "c"], "what failed did not arrive");
    assert!(network.all_reported(SOON).await);
    assert!(gateway.got.is_empty());
}

#[tokio::test]
async fn receipts_are_posted_until_they_are_taken_or_refused() {
    let gateway = Gateway::open(&[503, 200, 429, 200, 401]).await;
    let network = network(&gateway).await;
    send(&network, "p-1", "a").await;
    assert!(network.all_reported(SOON).await);
    let id = "mt-1764000000-1";
    assert_eq!(network.receipts(), [receipt(id, "sent", 200), receipt(id, "delivered", 200)]);
    send(&network, "p-2", "b").await;
    assert!(network.all_reported(SOON).await);
    let id = "mt-1764000000-2";
    assert_eq!(network.receipts()[2..], [receipt(id, "sent", 401), receipt(id, "delivered", 200)]);
    assert_eq!(gateway.got.len(), 6);
}

#[tokio::test]
async fn faults_come_in_order_and_then_pass() {
    let gateway = Gateway::open(&[]).await;
    let network = network(&gateway).await;
    let ana = network.phone(NUMBER);
    network.answer_next(1, Fault::ServerError);
    network.answer_next(1, Fault::BadGatewayHtml);
    assert_eq!(send(&network, "p-1", "a").await.0, 500);
    assert_eq!(send(&network, "p-1", "a").await.0, 502);
    for (fault, status) in [(Fault::Refused, 400), (Fault::NotLetIn, 401), (Fault::ChatMoved(7), 400)] {
        network.answer_next(1, fault);
        assert_eq!(send(&network, "p-1", "a").await.0, status, "{fault:?}");
    }
    network.answer_next(1, Fault::TooManyRequests(7));
    let limited = http().post(network.send_url()).send().await.expect("an answer");
    assert_eq!((limited.status().as_u16(), limited.headers()["retry-after"].as_bytes()), (429, &b"7"[..]));

    network.answer_next(1, Fault::Hang { accepted: true });
    let hanging = tokio::spawn({
        let network = network.clone();
        async move { send(&network, "p-1", "a").await }
    });
    assert_eq!(ana.hears(any, SOON).await.map(|line| line.text).as_deref(), Some("a"));
    assert!(!hanging.is_finished(), "accepted, and no answer");
    hanging.abort();
    assert_eq!(send(&network, "p-1", "a").await, (200, json!({"id": "mt-1764000000-1"})));
    assert_eq!((network.repeats(), ana.inbox().len(), ana.unheard().len()), (1, 1, 0));
    assert!(network.asked(8, SOON).await);
}
