//! Vonage's calls by signatures that its own library or plain hashing computed, and what is posted to it.

use axum::http::{HeaderMap, HeaderValue, Method};
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::{
    messages::VonageMessages,
    sms::{VonageSms, asked_wait, sign},
};
use crate::{
    channels::{
        Accepted, Call, Class, Heard, Network, Reading, SendFailure, Text, client::Client, model::Model,
        reading::fields, settings::Settings,
    },
    ids::ParcelId,
    message::{Address, Arrival, Body, Channel, Fate, Portion, Receipt},
};

const SECRET: &str = "prag_signature_secret_32bytes_min!!";
const DOORS: &str = "https://prag.example.org/sms/bern";
const SIGNED_AT: i64 = 1_768_469_400;
const QUERY: &str = "api-key=abcd1234&keyword=SA&message-timestamp=2026-01-15+09%3A30%3A00&messageId=0B00000127FDBC63\
    &msisdn=38344123456&nonce=aaaaaaaa-bbbb-cccc-dddd-0123456789ab&text=Sa+dokumente+%3D+3+%26+pagesa\
    &timestamp=1768469400&to=41790000000&type=text";
const BASE: &str = "&api-key=abcd1234&keyword=SA&message-timestamp=2026-01-15 09:30:00&messageId=0B00000127FDBC63\
    &msisdn=38344123456&nonce=aaaaaaaa-bbbb-cccc-dddd-0123456789ab&text=Sa dokumente _ 3 _ pagesa\
    &timestamp=1768469400&to=41790000000&type=text";
const SHA256: &str = "34d00c1fec816f6e24024e63fe76874bf634adfe413e397027556cd891116725";
const SIGNATURES: [(&str, &str); 5] = [
    ("md5hash", "c765fde697f2d7fca2dc9364559a3293"),
    ("md5", "2ffe6ee76bf1c5616c44c4aeabdc6cc1"),
    ("sha1", "2e7344e28f8e8834d2a90d76141cfd0860e0a38e"),
    ("sha256", SHA256),
    (
        "sha512",
        "780d6c2f49877ef387d8d250242c147678eaef8d505c63d7974dcf5dbea1ac890b5dfc8a52793ea1b5524e45621d5bef4f9d515138ad68c6\
         3b1c608ebc5a5a64",
    ),
];
const MESSAGE: &str = include_str!("../../../tests/payloads/vonage/message.json");
const TOKEN: &str = include_str!("../../../tests/payloads/vonage/message.jwt");

fn at(seconds_later: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(SIGNED_AT + seconds_later, 0).expect("a time")
}

fn settings(signature: &str, secret: &str, api_url: &str) -> Settings {
    let values = [
        ("api_key", "abcd1234"),
        ("api_secret", "hush"),
        ("signature_secret", secret),
        ("signature", signature),
        ("sender", "PRAG"),
        ("api_url", api_url),
    ];
    Settings::of("bern", Some(DOORS), &values)
}

fn sms(signature: &str, secret: &str, api_url: &str) -> VonageSms {
    VonageSms::new(&settings(signature, secret, api_url), Client::new().expect("TLS"))
}

fn messages(secret: &str, api_url: &str) -> VonageMessages {
    VonageMessages::new(&settings("sha256", secret, api_url), Client::new().expect("TLS"))
}

fn asked(line: &VonageSms, below: &str, query: &str, now: DateTime<Utc>) -> Heard {
    let headers = HeaderMap::new();
    line.hear(&Call { method: &Method::GET, below, query, headers: &headers, body: b"" }, now)
}

fn posted(
    line: &dyn Network,
    below: &str,
    headers: &[(&'static str, &str)],
    body: &str,
    now: DateTime<Utc>,
) -> Heard {
    let value = |value: &str| HeaderValue::from_str(value).expect("a value");
    let headers = headers.iter().map(|(name, text)| (name.parse().expect("a name"), value(text)));
    let headers = HeaderMap::from_iter(headers);
    line.hear(
        &Call { method: &Method::POST, below, query: "", headers: &headers, body: body.as_bytes() },
        now,
    )
}

fn reading(heard: Heard) -> Reading {
    match heard {
        Heard::Said(mut readings) if readings.len() == 1 => readings.remove(0),
        other => panic!("{other:?}"),
    }
}

fn arrival(heard: Heard) -> Arrival {
    match reading(heard) {
        Reading::Arrival(arrival) => arrival,
        other => panic!("{other:?}"),
    }
}

fn is_refused(heard: &Heard) -> bool {
    matches!(heard, Heard::NotLetIn)
}

#[test]
fn a_signature_is_the_one_that_others_compute() {
    for (way, signature) in SIGNATURES {
        assert_eq!(sign(way, &SECRET.into(), BASE), signature, "{way}");
    }
}

#[test]
fn a_message_is_read_however_it_is_signed_and_brought() {
    for (way, signature) in SIGNATURES {
        let line = sms(way, SECRET, "http://127.0.0.1:1");
        for signature in [signature.to_owned(), signature.to_uppercase()] {
            let arrival = arrival(asked(&line, "", &format!("{QUERY}&sig={signature}"), at(299)));
            assert_eq!(arrival.provider_id, "0B00000127FDBC63");
            assert_eq!(arrival.from.expect("somebody").handle, "+38344123456");
            assert_eq!(arrival.body, Body::Text { words: "Sa dokumente = 3 & pagesa".into() });
        }
    }
    let line = sms("sha256", SECRET, "http://127.0.0.1:1");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert!(!is_refused(&posted(&line, "", &form, &format!("{QUERY}&sig={SHA256}"), at(0))));
    let said = fields(format!("{QUERY}&sig={SHA256}").as_bytes()).expect("a query");
    let json: serde_json::Map<String, serde_json::Value> =
        said.into_iter().map(|(name, value)| (name, value.into())).collect();
    let json = serde_json::Value::from(json).to_string();
    assert!(!is_refused(&posted(&line, "", &[("content-type", "application/json")], &json, at(0))));
}

#[test]
fn any_other_message_is_not_let_in() {
    let line = sms("sha256", SECRET, "http://127.0.0.1:1");
    let good = format!("{QUERY}&sig={SHA256}");
    for (query, now) in [
        (good.replace("pagesa", "pagesë"), at(0)),
        (good.replace("pagesa", "pages%EB"), at(0)),
        (good.replace("&type=text", ""), at(0)),
        (format!("{good}&more=1"), at(0)),
        (QUERY.to_owned(), at(0)),
        (format!("{QUERY}&sig="), at(0)),
        (good.clone(), at(301)),
        (good.clone(), at(-301)),
        (String::new(), at(0)),
    ] {
        assert!(is_refused(&asked(&line, "", &query, now)), "{query}");
    }
    assert!(is_refused(&asked(&sms("md5", SECRET, "http://127.0.0.1:1"), "", &good, at(0))));
    assert!(is_refused(&asked(&sms("sha256", "another", "http://127.0.0.1:1"), "", &good, at(0))));
    let open = format!("{QUERY}&sig={}", sign("sha256", &"".into(), BASE));
    assert!(is_refused(&asked(&sms("sha256", "", "http://127.0.0.1:1"), "", &open, at(0))));
}

/// A report, rightly signed.
fn report(fields: &str) -> Reading {
    let line = sms("sha256", SECRET, "http://127.0.0.1:1");
    let mut base: Vec<&str> = fields.split('&').collect();
    base.push("timestamp=1768469400");
    base.sort_unstable();
    let signed: String = base.iter().map(|field| format!("&{field}")).collect();
    let sig = sign("sha256", &SECRET.into(), &signed);
    reading(asked(&line, "receipts", &format!("{}&sig={sig}", base.join("&")), at(0)))
}

#[test]
fn each_part_of_a_text_is_reported_by_itself() {
    const PARCEL: &str = "0191e1807d607000aded7d8b151cbd5b";
    let told = |reference: &str, status: &str| match report(&format!(
        "client-ref={reference}&err-code=0&messageId=0B1&status={status}"
    )) {
        Reading::Arrival(Arrival { body: Body::Receipt(receipt), .. }) => Some(receipt),
        Reading::Ignored(_) => None,
        other => panic!("{other:?}"),
    };
    for (status, expected) in [
        ("delivered", Some(Fate::Delivered)),
        ("accepted", Some(Fate::Sent)),
        ("buffered", Some(Fate::Sent)),
        ("expired", Some(Fate::Failed)),
        ("undelivered", Some(Fate::Failed)),
        ("failed", Some(Fate::Failed)),
        ("rejected", Some(Fate::Failed)),
        ("unknown", None),
    ] {
        let told = told(PARCEL, status);
        assert_eq!(told.as_ref().map(|told| told.fate), expected, "{status}");
        assert_eq!(told.as_ref().and_then(Receipt::portion), None);
    }
    for (status, fate) in [("delivered", Fate::Delivered), ("failed", Fate::Failed)] {
        let told = told(&format!("{PARCEL}.2"), status).expect("a report");
        assert_eq!(told.fate, fate);
        assert_eq!(told.portion(), Some(&Portion { id: "0B1".to_owned(), of: 2 }));
    }
}

#[test]
fn a_token_lets_in_the_body_that_it_was_made_for() {
    let line = messages(SECRET, "http://127.0.0.1:1");
    let bearer = format!("Bearer {}", TOKEN.trim());
    let heard = |bearer: &str, body: &str, now| posted(&line, "", &[("authorization", bearer)], body, now);
    let arrival = arrival(heard(&bearer, MESSAGE.trim(), at(0)));
    assert_eq!(arrival.provider_id, "aaaaaaaa-bbbb-cccc-dddd-0123456789ab");
    assert_eq!(arrival.from.expect("somebody").handle, "+38344123456");
    assert_eq!(arrival.body, Body::Text { words: "Mirëdita".into() });

    let body = MESSAGE.trim();
    // {"alg":"none","typ":"JWT"} and {"alg":"RS256","typ":"JWT"} in front of the same claims.
    let (_, claims) = bearer.split_once('.').expect("a token");
    let none = format!("Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}");
    let rs256 = format!("Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.{claims}");
    let unsigned = format!("{}.", none.rsplit_once('.').expect("a signature").0);
    for other in ["", "Bearer ", TOKEN.trim(), &none, &unsigned, &rs256, &bearer[..bearer.len() - 2]] {
        assert!(is_refused(&heard(other, body, at(0))), "{other}");
    }
    assert!(is_refused(&heard(&bearer, &body.replace("Mir", "mir"), at(0))));
    assert!(is_refused(&heard(&bearer, &body[..body.len() - 1], at(0))));
    assert!(is_refused(&heard(&bearer, body, at(301))) && is_refused(&heard(&bearer, body, at(-301))));
    let other = messages("another", "http://127.0.0.1:1");
    assert!(is_refused(&posted(&other, "", &[("authorization", &bearer)], body, at(0))));
}

async fn sent(line: &dyn Network, words: &str) -> Result<Accepted, SendFailure> {
    let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
    let words = words.into();
    let id = ParcelId::from(uuid::Uuid::from_u128(7));
    line.send(&Text { id, to: &to, words: &words, useless_after: Some(at(600)) }, at(0)).await
}

#[tokio::test]
async fn texts_are_posted_as_each_product_has_them() {
    let answer = r#"{"message-count":"1","messages":[{"to":"38344123456","message-id":"0C1","status":"0"}]}"#;
    let model = Model::answering(200, answer).await;
    let line = sms("sha256", SECRET, model.url.as_str());
    assert_eq!(sent(&line, "Кључ").await, Ok(Accepted { provider_id: Some("0C1".to_owned()) }));
    let request = model.asked_once();
    assert_eq!(request.path, "/sms/json");
    let said = fields(&request.body).expect("a form");
    let said = |name: &str| said.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    for (name, value) in [
        ("to", "38344123456"),
        ("from", "PRAG"),
        ("text", "Кључ"),
        ("type", "unicode"),
        ("client-ref", "00000000000000000000000000000007"),
        ("callback", "https://prag.example.org/sms/bern/receipts"),
        ("ttl", "600000"),
    ] {
        assert_eq!(said(name), value, "{name}");
    }

    let model = Model::answering(202, r#"{"message_uuid":"u-1"}"#).await;
    let line = messages(SECRET, model.url.as_str());
    assert_eq!(sent(&line, "Po").await, Ok(Accepted { provider_id: Some("u-1".to_owned()) }));
    let request = model.asked_once();
    assert_eq!(
        (request.path.as_str(), request.header("authorization")),
        ("/v1/messages", "Basic YWJjZDEyMzQ6aHVzaA==")
    );
    assert_eq!(request.json()["client_ref"], "00000000000000000000000000000007");
    assert_eq!(request.json()["ttl"], 600);
}

#[tokio::test]
async fn it_refuses_with_200_and_a_status() {
    for (status, class, word) in [
        ("5", Class::Unreachable, "out_of_order"),
        ("6", Class::Rejected, "no_such_number"),
        ("3", Class::Rejected, "refused"),
        ("15", Class::Misconfigured, "wrong_sender"),
        ("9", Class::Misconfigured, "no_credit"),
        ("4", Class::Misconfigured, "not_let_in"),
        ("29", Class::Misconfigured, "account_closed"),
        ("77", Class::Rejected, "refused"),
    ] {
        let answer = format!(r#"{{"messages":[{{"status":"0","message-id":"1"}},{{"status":"{status}"}}]}}"#);
        let model = Model::answering(200, &answer).await;
        let failure = sent(&sms("md5", SECRET, model.url.as_str()), "Po").await.expect_err("refused");
        assert_eq!((failure.class, failure.code), (class, word), "{status}");
    }
    let page = Model::answering(200, "<html>").await;
    let failure = sent(&sms("md5", SECRET, page.url.as_str()), "Po").await.expect_err("a page");
    assert_eq!(failure.class, Class::Unreachable);
    let wait = asked_wait("Throughput Rate Exceeded - please wait [ 250 ] and retry");
    assert_eq!(wait, Some(std::time::Duration::from_millis(250)));
    assert_eq!(asked_wait("please wait"), None);
}

proptest! {
    #[test]
    fn no_call_makes_the_readers_panic(body in any::<String>(), query in any::<String>(), token in "[ -~]{0,80}") {
        let line = sms("sha256", SECRET, "http://127.0.0.1:1");
        prop_assert!(is_refused(&asked(&line, "", &query, at(0))));
        prop_assert!(is_refused(&posted(&line, "", &[], &body, at(0))));
        let line = messages(SECRET, "http://127.0.0.1:1");
        let bearer = format!("Bearer {token}");
        prop_assert!(is_refused(&posted(&line, "", &[("authorization", &bearer)], &body, at(0))));
    }
}
