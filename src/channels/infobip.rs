//! Infobip, an aggregator of the region. How it signs is not published, so whoever calls shows a word in the address, and a
//! name and password where the operator set them. Ours is the id of a text, so that a repetition is one text there.
//! Not here: letters, which are folded before they come here, and parts, which it joins, cuts and counts itself.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
    client::{Client, EXCHANGE_LIMIT},
    failure::of_status,
    proof::{authorization, same, shows_basic},
    reading::{Mended, id, of_json, remark, sender, words},
    settings::{Form, Key, Settings},
};
use crate::message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt};

/// The door for what became of texts, below the secret.
const RECEIPTS: &str = "receipts";

/// How long one receiver is left alone who got too many texts in an hour.
const FLOODED: Duration = Duration::from_secs(60 * 60);

/// For how many hours at most it tries to deliver a text.
const LONGEST_VALIDITY: i64 = 48;

/// Infobip, as settings name it.
pub const KIND: Kind = Kind {
    name: "infobip",
    keys: &[
        // The word in the addresses that it calls.
        Key::must("secret", Form::Agreed),
        // The name and password it shows beside, when messages come in.
        Key::may("caller", Form::Text),
        Key::may("caller_password", Form::Agreed),
        // Where texts are posted; every account has an address of its own.
        Key::must("send_url", Form::Url),
        Key::must("api_key", Form::Password),
        // The number or name that receivers see.
        Key::must("sender", Form::Text),
    ],
    needs_public_url: true,
    per_second: 10,
    open: |settings, client| Arc::new(Infobip::new(&settings, client)),
};

/// One number or name at Infobip.
#[derive(Clone, Debug)]
struct Infobip {
    line: Line,
    secret: SecretString,
    caller: Option<(String, SecretString)>,
    send_url: Url,
    credentials: SecretString,
    sender: String,
    doors: String,
    client: Client,
}

impl Network for Infobip {
    fn hear(&self, call: &Call<'_>, _now: DateTime<Utc>) -> Heard {
        let (shown, receipts) = match call.below.rsplit_once('/') {
            Some((shown, RECEIPTS)) => (shown, true),
            _ => (call.below, false),
        };
        let known = same(shown, &self.secret);
        // Reports come to the address that goes along with a text, and show nothing else.
        let caller = self.caller.as_ref().filter(|_| !receipts);
        if !known || caller.is_some_and(|(user, password)| !shows_basic(call, user, password)) {
            return Heard::NotLetIn;
        }
        let Some(Results { results }) = of_json(call.body) else {
            return Heard::one(Reading::Ignored("not results"));
        };
        let read = |result| if receipts { self.read_report(result) } else { self.read_message(result) };
        Heard::Said(results.into_iter().map(read).collect())
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Infobip {
    fn new(settings: &Settings, client: Client) -> Self {
        let secret = settings.secret("secret");
        let caller = settings.given("caller").map(|user| {
            // A name without a password lets nobody in.
            (user.to_owned(), settings.given("caller_password").unwrap_or_default().into())
        });
        Self {
            line: settings.line.clone(),
            doors: settings.doors.clone().unwrap_or_default(),
            secret,
            caller,
            send_url: settings.url("send_url"),
            credentials: format!("App {}", settings.text("api_key")).into(),
            sender: settings.text("sender").to_owned(),
            client,
        }
    }
}

// ---- reading ----

/// Several messages or reports in one call; a bad one spoils no other.
#[derive(Deserialize)]
struct Results {
    results: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    #[serde(default)]
    message_id: String,
    #[serde(default)]
    from: String,
    text: Option<Mended>,
    /// The parts of an MMS.
    message: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    #[serde(default)]
    message_id: String,
    status: Status,
    error: Option<Status>,
    done_at: Option<String>,
}

/// What became of a text, or why.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(default)]
    group_name: String,
    #[serde(default)]
    id: i64,
    #[serde(default)]
    name: String,
}

impl Infobip {
    fn read_message(&self, result: Value) -> Reading {
        let Ok(message) = serde_json::from_value::<Message>(result) else {
            return Reading::Ignored("not a message");
        };
        let Some(provider_id) = id(&message.message_id) else { return Reading::Ignored("no id") };
        let Some(from) = sender(&message.from) else { return Reading::Ignored("no sender") };
        let body = match (message.text, message.message) {
            (None, Some(_)) => Body::Picture,
            (text, _) => Body::Text { words: words(text.as_ref().map_or("", |text| &text.0)) },
        };
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, body))
    }

    // ---- receipts ----

    fn read_report(&self, result: Value) -> Reading {
        let Ok(report) = serde_json::from_value::<Report>(result) else {
            return Reading::Ignored("not a report");
        };
        let Some(told) = id(&report.message_id) else { return Reading::Ignored("unknown parcel") };
        let fate = match (report.status.group_name.as_str(), report.status.id) {
            ("PENDING", 3 | 7) | ("DELIVERED", 2) => Fate::Sent,
            ("DELIVERED", 5) => Fate::Delivered,
            // A repetition of a text that it has.
            ("REJECTED", 23) => return Reading::Ignored("a repetition"),
            ("UNDELIVERABLE" | "EXPIRED" | "REJECTED", _) => Fate::Failed,
            ("PENDING" | "ACCEPTED", _) => return Reading::Ignored("not sent yet"),
            _ => return Reading::Ignored("unknown status"),
        };
        let error = report.error.filter(|error| error.id != 0);
        let account = Account {
            status: remark(&report.status.name),
            error: error.map(|error| remark(&format!("{} {}", error.id, error.name))),
            at: report.done_at.as_deref().map(remark),
            portion: None,
        };
        let parcel = ParcelName::from(told.as_str());
        let receipt = Receipt { parcel, fate, account: Some(account) };
        Reading::Arrival(Arrival::report(&self.line, &report.status.id.to_string(), receipt))
    }
}

// ---- sending ----

impl Infobip {
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let mut message = json!({
            "sender": self.sender,
            // Its numbers have no plus.
            "destinations": [{ "to": text.to.handle.trim_start_matches('+'), "messageId": text.id.to_string() }],
            "content": { "text": text.words.as_str() },
            "webhooks": {
                "delivery": { "url": self.receipts(), "intermediateReport": true },
                "contentType": "application/json",
            },
        });
        if let Some(then) = text.useless_after {
            let hours = ((then - now).num_minutes() / 60 + 1).clamp(1, LONGEST_VALIDITY);
            message["options"] = json!({ "validityPeriod": { "amount": hours, "timeUnit": "HOURS" } });
        }
        let body = json!({ "messages": [message] }).to_string().into_bytes();
        let headers = authorization(&self.credentials);
        let answer = self.client.post(self.send_url.clone(), headers, body, EXCHANGE_LIMIT).await?;
        match of_status(&answer, now).or_else(|| refusal(&answer.body)) {
            Some(failure) => Err(failure),
            None => Ok(Accepted { provider_id: Some(text.id.to_string()) }),
        }
    }

    /// Where it tells what became of a text; nobody can guess the address.
    fn receipts(&self) -> String {
        let Ok(mut doors) = self.doors.parse::<Url>() else { return String::new() };
        if let Ok(mut path) = doors.path_segments_mut() {
            path.push(self.secret.expose_secret()).push(RECEIPTS);
        }
        doors.into()
    }
}

// ---- the table of failures ----

/// What an answer says of the one text, where its status in HTTP is success.
fn refusal(answer: &[u8]) -> Option<SendFailure> {
    let answer: Value = of_json(answer)?;
    let status: Status = serde_json::from_value(answer["messages"][0]["status"].clone()).ok()?;
    let (class, code) = match (status.group_name.as_str(), status.id) {
        // The text of a try whose answer we did not hear.
        ("REJECTED", 23) => return None,
        ("REJECTED", 12 | 17) => (Class::Misconfigured, "no_credit"),
        ("REJECTED", 20) => (Class::Throttled { after: FLOODED }, "throttled"),
        ("REJECTED", 21 | 100) => (Class::Unreachable, "server_error"),
        ("REJECTED" | "UNDELIVERABLE" | "EXPIRED", _) => (Class::Rejected, "refused"),
        _ => return None,
    };
    Some(SendFailure::new(class, code, Some(status.id.to_string())))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, Method};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        channels::model::Model,
        ids::ParcelId,
        message::{Address, Channel},
    };

    const SECRET: &str = "T0k3n-in-the-address";
    const BASIC: &str = "Basic cHJhZzpzM2NyZXQ=";
    const OURS: u128 = 0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b;

    fn line(url: &Url, more: &[(&'static str, &str)]) -> Infobip {
        let mut values =
            vec![("secret", SECRET), ("send_url", url.as_str()), ("api_key", "key"), ("sender", "PRAG")];
        values.extend(more);
        let settings = Settings::of("region", Some("https://prag.example.org/sms/region"), &values);
        Infobip::new(&settings, Client::new().expect("TLS"))
    }

    fn ear(more: &[(&'static str, &str)]) -> Infobip {
        line(&"http://127.0.0.1:1".parse().expect("an address"), more)
    }

    fn heard(ear: &Infobip, below: &str, authorization: &str, body: &[u8]) -> Heard {
        let headers = HeaderMap::from_iter(
            authorization.parse().ok().map(|value| (reqwest::header::AUTHORIZATION, value)),
        );
        let call = Call { method: &Method::POST, below, query: "", headers: &headers, body };
        ear.hear(&call, DateTime::UNIX_EPOCH)
    }

    fn read(below: &str, body: &[u8]) -> Vec<Reading> {
        match heard(&ear(&[]), below, "", body) {
            Heard::Said(readings) => readings,
            Heard::NotLetIn => panic!("not let in"),
        }
    }

    fn payload(name: &str) -> Vec<u8> {
        let path = format!("{}/tests/payloads/infobip/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn the_word_in_the_address_lets_in_and_nothing_else_does() {
        let receipts = format!("{SECRET}/receipts");
        let (plain, guarded) = (ear(&[]), ear(&[("caller", "prag"), ("caller_password", "s3cret")]));
        let without_password = ear(&[("caller", "prag")]);
        for (ear, below, authorization, expected) in [
            (&plain, SECRET, "", true),
            (&plain, &receipts, "", true),
            (&guarded, SECRET, BASIC, true),
            (&guarded, &receipts, "", true),
            (&plain, "", "", false),
            (&plain, "receipts", "", false),
            (&plain, &SECRET[1..], "", false),
            (&plain, &SECRET.to_lowercase(), "", false),
            (&plain, "wrong/receipts", "", false),
            (&plain, "wrong", BASIC, false),
            (&guarded, SECRET, "", false),
            (&guarded, SECRET, "Basic cHJhZzpzM2NyZXR=", false),
            (&without_password, SECRET, "Basic cHJhZzo=", false),
        ] {
            let let_in = !matches!(heard(ear, below, authorization, b"{}"), Heard::NotLetIn);
            assert_eq!(let_in, expected, "{below} {authorization}");
        }
    }

    #[test]
    fn a_batch_is_read_one_by_one_and_a_bad_one_spoils_no_other() {
        let readings = read(SECRET, &payload("batch.json"));
        let told: Vec<_> = readings
            .into_iter()
            .map(|reading| match reading {
                Reading::Arrival(Arrival { provider_id, from: Some(from), body, .. }) => {
                    let said = match body {
                        Body::Text { words } => words.as_str().to_owned(),
                        other => format!("{other:?}"),
                    };
                    (provider_id, from.handle, said)
                }
                Reading::Ignored(reason) => (String::new(), String::new(), reason.to_owned()),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            ("817790313235066447", "+38344123456", "Shtëpia ime është në Ferizaj"),
            ("817790313235066448", "+38349123456", "Треба ми помоћ око куће"),
            ("", "", "no id"),
            ("817790313235066450", "IPKO", "Oferta e javes"),
            ("817790313235066451", "+38344123456", "Picture"),
        ];
        let expected = expected.map(|(id, from, said)| (id.to_owned(), from.to_owned(), said.to_owned()));
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_authentic_and_of_no_use_is_said_so() {
        for (below, body, reason) in [
            ("", "", "not results"),
            ("", r#"{"results":"#, "not results"),
            ("", r#"{"results":[7]}"#, "not a message"),
            ("", r#"{"results":[{"messageId":"1"}]}"#, "no sender"),
            ("/receipts", r#"{"results":[{"messageId":"1"}]}"#, "not a report"),
            ("/receipts", r#"{"results":[{"status":{"groupName":"PENDING","id":3}}]}"#, "unknown parcel"),
        ] {
            let readings = read(&format!("{SECRET}{below}"), body.as_bytes());
            assert!(
                matches!(readings[..], [Reading::Ignored(told)] if told == reason),
                "{body}: {readings:?}"
            );
        }
        assert!(read(SECRET, br#"{"results":[],"messageCount":0}"#).is_empty());
    }

    #[test]
    fn every_status_has_its_fate() {
        let fate = |group: &str, id: i64| {
            let status = json!({ "groupName": group, "id": id, "name": "X" });
            let error = json!({ "id": 6, "name": "EC_ABSENT_SUBSCRIBER", "permanent": false });
            let name = ParcelId(uuid::Uuid::from_u128(OURS)).to_string();
            let body = json!({ "results": [{ "messageId": name, "status": status, "error": error }] });
            let readings = read(&format!("{SECRET}/receipts"), body.to_string().as_bytes());
            match readings.into_iter().next().expect("one report") {
                Reading::Arrival(Arrival {
                    body: Body::Receipt(Receipt { parcel, fate, .. }),
                    provider_id,
                    ..
                }) => {
                    assert_eq!(parcel, ParcelName::Ours(ParcelId(uuid::Uuid::from_u128(OURS))));
                    assert_eq!(provider_id, format!("{name}:{id}"));
                    Ok(fate)
                }
                Reading::Ignored(reason) => Err(reason),
                other => panic!("{other:?}"),
            }
        };
        for (group, ids, expected) in [
            ("ACCEPTED", &[0][..], Err("not sent yet")),
            ("PENDING", &[26], Err("not sent yet")),
            ("PENDING", &[3, 7], Ok(Fate::Sent)),
            ("DELIVERED", &[2], Ok(Fate::Sent)),
            ("DELIVERED", &[5], Ok(Fate::Delivered)),
            ("UNDELIVERABLE", &[4, 9, 31], Ok(Fate::Failed)),
            ("EXPIRED", &[15, 29, 87], Ok(Fate::Failed)),
            (
                "REJECTED",
                &[6, 8, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 51, 52, 87, 100],
                Ok(Fate::Failed),
            ),
            ("REJECTED", &[23], Err("a repetition")),
            ("OTHER", &[1], Err("unknown status")),
        ] {
            for id in ids {
                assert_eq!(fate(group, *id), expected, "{group} {id}");
            }
        }
    }

    async fn sent(model: &Model) -> Result<Accepted, SendFailure> {
        let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
        let (id, words) = (ParcelId(uuid::Uuid::from_u128(OURS)), "Кључ & 1 po\n2 jo".into());
        let useless_after = Some(DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(90));
        let text = Text { id, to: &to, words: &words, useless_after };
        let url = model.url.join("sms/3/messages").expect("an address");
        line(&url, &[]).send(&text, DateTime::UNIX_EPOCH).await
    }

    #[tokio::test]
    async fn a_text_is_posted_under_our_id() {
        let model =
            Model::answering(200, r#"{"messages":[{"status":{"groupName":"PENDING","id":26}}]}"#).await;
        let ours = "0191e1807d607000aded7d8b151cbd5b";
        assert_eq!(sent(&model).await, Ok(Accepted { provider_id: Some(ours.to_owned()) }));
        let request = model.asked_once();
        assert_eq!((request.path.as_str(), request.header("authorization")), ("/sms/3/messages", "App key"));
        let expected = json!({ "messages": [{
            "sender": "PRAG",
            "destinations": [{ "to": "38344123456", "messageId": ours }],
            "content": { "text": "Кључ & 1 po\n2 jo" },
            "options": { "validityPeriod": { "amount": 2, "timeUnit": "HOURS" } },
            "webhooks": {
                "delivery": {
                    "url": "https://prag.example.org/sms/region/T0k3n-in-the-address/receipts",
                    "intermediateReport": true,
                },
                "contentType": "application/json",
            },
        }] });
        assert_eq!(request.json(), expected);
    }

    #[tokio::test]
    async fn every_answer_has_its_class() {
        let status = |group: &str, id: i64| {
            json!({ "messages": [{ "status": { "groupName": group, "id": id } }] }).to_string()
        };
        for (http, body, class) in [
            (400, String::new(), Class::Rejected),
            (401, String::new(), Class::Misconfigured),
            (429, String::new(), Class::Throttled { after: Duration::from_secs(30) }),
            (500, String::new(), Class::Unreachable),
            (200, status("REJECTED", 12), Class::Misconfigured),
            (200, status("REJECTED", 17), Class::Misconfigured),
            (200, status("REJECTED", 20), Class::Throttled { after: FLOODED }),
            (200, status("REJECTED", 21), Class::Unreachable),
            (200, status("REJECTED", 100), Class::Unreachable),
            (200, status("REJECTED", 6), Class::Rejected),
            (200, status("UNDELIVERABLE", 9), Class::Rejected),
            (200, status("EXPIRED", 15), Class::Rejected),
        ] {
            let failure = sent(&Model::answering(http, &body).await).await.expect_err("a failure");
            assert_eq!(failure.class, class, "{http} {body}");
        }
        for body in [status("REJECTED", 23), status("PENDING", 26), status("DELIVERED", 5), "OK".to_owned()] {
            assert!(sent(&Model::answering(200, &body).await).await.is_ok(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_ear_panic(body in prop::collection::vec(any::<u8>(), 0..200), below in any::<String>()) {
            prop_assert!(matches!(heard(&ear(&[]), &below, "", &body), Heard::NotLetIn));
            let _ = read(SECRET, &body);
            let _ = read(&format!("{SECRET}/receipts"), &body);
        }
    }
}
