//! Every kind of network through the real doors: what it really sends is kept and answered; what is not authentic leaves no row;
//! what is authentic and of no use is kept as rejected. A kind is a row of `table`.
//! Not here: what each network says in detail (`channels`), the generic protocol to its last byte (`sms_door`), those that are
//! called by an address alone (`gateways`), messages in parts (`parts`).

mod gateways;
mod overseas;
mod parts;

use chrono::Duration;
use hmac::{Hmac, KeyInit, Mac};
use prag::{
    catalogue::Reader,
    channels::{KINDS, SmsLine, client::Client, settings::Settings},
    message::Channel,
    phrases::Phrase,
};
use serde_json::json;
use sha2::Sha256;

use crate::{
    laws::silent::Book,
    stage::{
        door::{FORM, JSON, Knock},
        house::{House, Plan, catalogue},
        words::Tongues,
    },
};

const SECRET: &str = "a-secret-of-every-line";
const PASSWORD: &str = "a-password-at-the-network";
const NUMBER: &str = "+38344987652";
const WORDS: &str = "Miredita, nuk kam leternjoftim";
const TOO_LARGE: usize = 64 * 1024 + 1;

/// What has to become of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    /// The status of a refusal, and no row.
    Refused(u16),
    /// A row that says why it is of no use, and thanks.
    Rejected(&'static str),
}
use Becomes::{Refused, Rejected};

/// One kind of network.
struct Row {
    kind: &'static str,
    /// What an operator sets beside `send_url`.
    settings: &'static [(&'static str, &'static str)],
    /// A message as the network posts it now.
    good: fn(i64) -> Knock,
    /// What must not get through, each with a name.
    bad: fn(i64) -> Vec<(&'static str, Knock, Becomes)>,
}

fn table() -> Vec<Row> {
    let mut rows = vec![
        Row {
            kind: "generic",
            settings: &[("secret", SECRET), ("sender", "Prag")],
            good: |now| generic(now, SECRET, generic_body().as_bytes()),
            bad: |now| {
                let good = generic(now, SECRET, generic_body().as_bytes());
                let signed = |body: &[u8]| generic(now, SECRET, body);
                let mut bad = vec![
                    ("wrong secret", generic(now, "another", &good.body), Refused(401)),
                    ("old", generic(now - 301, SECRET, &good.body), Refused(401)),
                    ("no signature", good.clone().with("x-prag-signature", None), Refused(401)),
                    ("no timestamp", good.clone().with("x-prag-timestamp", None), Refused(401)),
                    ("not UTF-8", signed(&spoilt(&good.body)), Refused(400)),
                    ("torn", signed(torn(&good.body)), Refused(400)),
                ];
                bad.extend(for_every_kind(&good));
                bad
            },
        },
        Row {
            kind: "smsgate",
            settings: &[("secret", SECRET), ("user", "sms"), ("password", PASSWORD)],
            good: |now| smsgate(now, SECRET, smsgate_body().as_bytes()),
            bad: |now| {
                let good = smsgate(now, SECRET, smsgate_body().as_bytes());
                let signed = |body: &[u8]| smsgate(now, SECRET, body);
                let mut bad = vec![
                    ("wrong secret", smsgate(now, "another", &good.body), Refused(401)),
                    ("old", smsgate(now - 301, SECRET, &good.body), Refused(401)),
                    ("no signature", good.clone().with("x-signature", None), Refused(401)),
                    ("no timestamp", good.clone().with("x-timestamp", None), Refused(401)),
                    ("not UTF-8", signed(&spoilt(&good.body)), Rejected("not an event")),
                    ("torn", signed(torn(&good.body)), Rejected("not an event")),
                ];
                bad.extend(for_every_kind(&good));
                bad
            },
        },
        Row {
            kind: "telerivet",
            settings: &[("secret", SECRET), ("api_key", PASSWORD)],
            good: |_| telerivet(&telerivet_body()),
            bad: |_| {
                let body = telerivet_body();
                vec![
                    ("wrong secret", telerivet(&body.replace(SECRET, "another")), Refused(401)),
                    ("one byte changed", telerivet(&body.replace("a-secret", "a-secreu")), Refused(401)),
                    ("no secret", telerivet(&body.replace("secret=", "x=")), Refused(401)),
                    ("torn before the secret", telerivet("event=incoming_message&id=SM2&sec"), Refused(401)),
                    ("too large", telerivet(&(body.clone() + &"a".repeat(TOO_LARGE))), Refused(413)),
                    (
                        "not UTF-8",
                        telerivet(&body.replace("Miredita", "%FF")).with(
                            "authorization",
                            Some("Basic dGVsZXJpdmV0OmEtc2VjcmV0LW9mLWV2ZXJ5LWxpbmU="),
                        ),
                        Rejected("not a form"),
                    ),
                    (
                        "torn",
                        telerivet(&format!("secret={SECRET}&event=incoming_mess")),
                        Rejected("unknown event"),
                    ),
                ]
            },
        },
        Row {
            kind: "infobip",
            settings: &[("secret", SECRET), ("api_key", PASSWORD), ("sender", "Prag")],
            good: |_| infobip(SECRET, infobip_body().as_bytes()),
            bad: |_| {
                let body = infobip_body();
                vec![
                    ("wrong secret", infobip("another", body.as_bytes()), Refused(401)),
                    ("one byte changed", infobip(&SECRET.replace('y', "z"), body.as_bytes()), Refused(401)),
                    ("no secret", infobip("", body.as_bytes()), Refused(401)),
                    ("too large", infobip(SECRET, &vec![b' '; TOO_LARGE]), Refused(413)),
                    ("not UTF-8", infobip(SECRET, &spoilt(body.as_bytes())), Rejected("not results")),
                    ("torn", infobip(SECRET, torn(body.as_bytes())), Rejected("not results")),
                ]
            },
        },
    ];
    rows.extend(overseas::rows());
    rows
}

/// What is refused of every kind that signs the body.
fn for_every_kind(good: &Knock) -> [(&'static str, Knock, Becomes); 2] {
    let mut changed = good.clone();
    changed.body[20] ^= 1;
    let large = Knock { body: vec![b' '; TOO_LARGE], ..good.clone() };
    [("one byte changed", changed, Refused(401)), ("too large", large, Refused(413))]
}

/// The same in a letter that no UTF-8 has.
fn spoilt(body: &[u8]) -> Vec<u8> {
    let at = body.windows(4).position(|four| four == b"Mire").expect("the words");
    [&body[..at], b"\xFF", &body[at + 1..]].concat()
}

/// The first half.
fn torn(body: &[u8]) -> &[u8] {
    &body[..body.len() / 2]
}

fn hex_hmac(secret: &str, parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    parts.iter().for_each(|part| mac.update(part));
    hex::encode(mac.finalize().into_bytes())
}

fn knock(path: &str, headers: Vec<(&'static str, String)>, body: &[u8]) -> Knock {
    Knock { path: path.to_owned(), headers, body: body.to_vec() }
}

fn generic_body() -> String {
    json!({ "id": "g-1", "from": NUMBER, "text": WORDS }).to_string()
}

fn generic(now: i64, secret: &str, body: &[u8]) -> Knock {
    let signature = hex_hmac(secret, &[now.to_string().as_bytes(), b".", body]);
    let headers = vec![
        ("content-type", JSON.to_owned()),
        ("x-prag-timestamp", now.to_string()),
        ("x-prag-signature", signature),
    ];
    knock("/sms/generic", headers, body)
}

fn smsgate_body() -> String {
    let payload = json!({ "messageId": "5f3c1a2b", "message": WORDS, "sender": NUMBER, "simNumber": 1 });
    json!({ "deviceId": "d", "event": "sms:received", "id": "Ey6ECg", "payload": payload, "webhookId": "w" })
        .to_string()
}

fn smsgate(now: i64, secret: &str, body: &[u8]) -> Knock {
    let signature = hex_hmac(secret, &[body, now.to_string().as_bytes()]);
    let headers =
        vec![("content-type", JSON.to_owned()), ("x-timestamp", now.to_string()), ("x-signature", signature)];
    knock("/sms/smsgate", headers, body)
}

fn telerivet_body() -> String {
    let (number, words) = (NUMBER.replace('+', "%2B"), WORDS.replace(' ', "+"));
    format!(
        "event=incoming_message&id=SM1&message_type=sms&from_number={number}&content={words}&secret={SECRET}"
    )
}

fn telerivet(body: &str) -> Knock {
    knock("/sms/telerivet", vec![("content-type", FORM.to_owned())], body.as_bytes())
}

fn infobip_body() -> String {
    let result =
        json!({ "messageId": "817790313235066447", "from": &NUMBER[1..], "text": WORDS, "smsCount": 1 });
    json!({ "results": [result], "messageCount": 1, "pendingMessageCount": 0 }).to_string()
}

fn infobip(secret: &str, body: &[u8]) -> Knock {
    knock(
        format!("/sms/infobip/{secret}").trim_end_matches('/'),
        vec![("content-type", JSON.to_owned())],
        body,
    )
}

/// A line of every kind, each with the name of its kind.
fn lines(counter: &str) -> Vec<SmsLine> {
    table()
        .into_iter()
        .map(|row| {
            let kind = KINDS.iter().find(|kind| kind.name == row.kind).expect("a kind");
            let mut values = row.settings.to_vec();
            values.extend([("send_url", counter), ("api_url", counter)]);
            let doors = format!("https://prag.example.org/sms/{}", row.kind);
            let settings = Settings::of(row.kind, Some(&doors), &values);
            SmsLine::open(kind, settings, 500, Client::new().expect("a client"))
        })
        .collect()
}

#[test]
fn every_kind_has_a_row() {
    let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let rows: Vec<&str> = table().iter().map(|row| row.kind).collect();
    for kind in kinds {
        assert!(rows.contains(&kind) || gateways::KINDS.contains(&kind), "{kind}");
    }
}

#[tokio::test]
async fn every_network_gets_in_as_itself_alone_and_its_people_are_answered() {
    let book = Book::default();
    let _other = book.second_ear();
    let listening = book.listen();
    for row in table() {
        let house = House::build(Plan { lines: Some(lines), ..Plan::default() }).await;
        let (now, kind) = (house.clock.now().timestamp(), row.kind);
        let mut rejected = Vec::new();
        for (what, knock, becomes) in (row.bad)(now) {
            let status = house.knock(knock).await;
            match becomes {
                Refused(refusal) => assert_eq!(status, refusal, "{kind}: {what}"),
                Rejected(reason) => {
                    assert_eq!(status, 200, "{kind}: {what}");
                    rejected.push(("rejected".to_owned(), Some(reason.to_owned())));
                }
            }
            assert_eq!(house.kept().await, rejected, "{kind}: {what}");
        }
        house.quiet().await;
        assert_eq!(house.counter().taken().len(), 0, "{kind}: nobody is answered");

        for _ in 0..2 {
            assert_eq!(house.knock((row.good)(now)).await, 200, "{kind}");
            house.quiet().await;
        }
        let mut kept = rejected;
        kept.push(("handled".to_owned(), None));
        assert_eq!(house.kept().await, kept, "{kind}: once, however often it is told");
        let taken = house.counter().taken();
        assert_eq!(taken.len(), 1, "{kind}: {taken:?}");
        assert!(taken[0].contains(&NUMBER[1..]), "{kind}: {taken:?}");
        let address: String = sqlx::query_scalar("select channel from contacts")
            .fetch_one(&house.database.pool)
            .await
            .expect("one person");
        assert_eq!(address, Channel::Sms.code(), "{kind}");
        house.close().await;
    }
    drop(listening);
    let book = book.text();
    assert!(!book.is_empty(), "the logs of the app are heard");
    for trace in [SECRET, PASSWORD, &NUMBER[1..], "leternjoftim"] {
        let told = book.lines().find(|line| line.contains(trace));
        assert_eq!(told, None, "{trace:?} stands in the logs");
    }
}

/// A line whose telephone calls are missed ones.
fn rung(counter: &str) -> Vec<SmsLine> {
    let kind = KINDS.iter().find(|kind| kind.name == "telerivet").expect("a kind");
    let values = [("secret", SECRET), ("api_key", PASSWORD), ("send_url", counter), ("calls", "missed")];
    let settings = Settings::of("telerivet", Some("https://prag.example.org/sms/telerivet"), &values);
    vec![SmsLine::open(kind, settings, 500, Client::new().expect("a client"))]
}

#[tokio::test]
async fn a_missed_call_is_answered_by_sms_once_in_ten_minutes() {
    let house = House::build(Plan { lines: Some(rung), ..Plan::default() }).await;
    let rings = async |id: &str| {
        let number = NUMBER.replace('+', "%2B");
        let form = format!("event=incoming_call&id={id}&from_number={number}&secret={SECRET}");
        assert_eq!(house.knock(telerivet(&form)).await, 200);
        house.quiet().await;
        house.counter().taken().len()
    };
    assert_eq!(rings("C1").await, 2, "in both official languages, while theirs is unknown");
    assert_eq!(rings("C1").await, 2, "the same call, told again");
    assert_eq!(rings("C2").await, 2, "again at once");
    house.time_passes(Duration::minutes(11));
    assert_eq!(rings("C3").await, 4);
    let taken = house.counter().taken();
    for (language, reads) in [("sq", Tongues::SQ), ("sr", Tongues::SR_LATN)] {
        let reader = Reader { language: reads.language, script: reads.script, channel: Channel::Sms };
        let text = catalogue().render(&Phrase::MissedCall, reader);
        assert_eq!(taken.iter().filter(|body| body.contains(&text)).count(), 2, "{language}: {taken:?}");
    }
    house.close().await;
}
