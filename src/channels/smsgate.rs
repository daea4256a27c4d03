//! SMSGate, the Android app that makes a phone with a SIM card a network. It signs what it posts, and joins and cuts long
//! texts itself. It tells of messages and of what became of ours; of telephone calls it does not tell.
//! Not here: registering its webhooks, which the operator does once (docs/networks.md).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    Accepted, Call, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
    client::{Client, EXCHANGE_LIMIT},
    failure::{of_status, throttled},
    proof::{authorization, basic, lowercase_hex, timely},
    reading::{Mended, id, of_json, remark, sender, words},
    settings::{Form, Key, Settings},
};
use crate::{
    message::{Account, Arrival, Body, Fate, Line, ParcelName, Portion, Receipt},
    text,
};

/// The header with the time of signing, in Unix seconds.
const TIMESTAMP: &str = "x-timestamp";

/// The header with the signature, in lowercase hex.
const SIGNATURE: &str = "x-signature";

/// It refuses to forget a text sooner than this.
const SHORTEST_LIFE_SECONDS: i64 = 5;

/// SMSGate, as settings name it.
pub const KIND: Kind = Kind {
    name: "smsgate",
    keys: &[
        // The signing key of its webhooks.
        Key::must("secret", Form::Agreed),
        // Where texts are posted: the phone itself, the app's cloud, or a server of one's own.
        Key::must("send_url", Form::Url),
        // Who we are there.
        Key::must("user", Form::Text),
        Key::must("password", Form::Password),
        // Which phone, when the account has several.
        Key::may("device", Form::Text),
        // Which of its SIM cards.
        Key::may("sim", Form::Whole(1..=8)),
    ],
    needs_public_url: false,
    // Android and carriers stop a phone that sends faster for long.
    per_second: 1,
    open: |settings, client| Arc::new(SmsGate::new(&settings, client)),
};

/// One phone.
#[derive(Clone, Debug)]
struct SmsGate {
    line: Line,
    secret: SecretString,
    send_url: Url,
    credentials: SecretString,
    device: Option<String>,
    sim: Option<u32>,
    client: Client,
}

impl Network for SmsGate {
    fn hear(&self, call: &Call<'_>, now: DateTime<Utc>) -> Heard {
        if !self.authentic(call, now) {
            return Heard::NotLetIn;
        }
        match of_json::<Event>(call.body) {
            // Signs of life hold nothing to keep.
            Some(Event { event, .. }) if matches!(event.as_str(), "system:ping" | "app:started") => {
                Heard::Said(Vec::new())
            }
            Some(event) => Heard::one(self.read(event)),
            None => Heard::one(Reading::Ignored("not an event")),
        }
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl SmsGate {
    fn new(settings: &Settings, client: Client) -> Self {
        Self {
            line: settings.line.clone(),
            secret: settings.secret("secret"),
            send_url: settings.url("send_url"),
            credentials: basic(settings.text("user"), &settings.secret("password")),
            device: settings.given("device").map(str::to_owned),
            sim: settings.given("sim").and_then(|sim| sim.parse().ok()),
            client,
        }
    }
}

// ---- who may call ----

impl SmsGate {
    /// The signature is over the body as it came, and the timestamp behind it.
    fn authentic(&self, call: &Call<'_>, now: DateTime<Utc>) -> bool {
        let key = self.secret.expose_secret().as_bytes();
        let timestamp = call.header(TIMESTAMP);
        let Some(shown) = lowercase_hex(call.header(SIGNATURE)) else { return false };
        if key.is_empty() || !timely(timestamp, now) {
            return false;
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        mac.update(call.body);
        mac.update(timestamp.as_bytes());
        // `verify_slice` compares in constant time.
        mac.verify_slice(&shown).is_ok()
    }
}

// ---- reading ----

/// One event; its id is the same in every repetition.
#[derive(Deserialize)]
struct Event {
    event: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    payload: Payload,
}

/// What the events have to say, each its part of it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Payload {
    message_id: Option<String>,
    message: Option<Mended>,
    sender: Option<String>,
    /// The name of `sender` in older versions.
    phone_number: Option<String>,
    reason: Option<String>,
    sent_at: Option<String>,
    delivered_at: Option<String>,
    failed_at: Option<String>,
    cancelled_at: Option<String>,
}

impl SmsGate {
    fn read(&self, event: Event) -> Reading {
        let Event { event, id: told, payload } = event;
        // The id of the message inside is a short hash that two messages may share.
        let Some(provider_id) = id(&told) else { return Reading::Ignored("no id") };
        match event.as_str() {
            "sms:received" => {
                let words = words(payload.message.as_ref().map_or("", |text| &text.0));
                self.arrival(provider_id, &payload, Body::Text { words })
            }
            "mms:received" => self.arrival(provider_id, &payload, Body::Picture),
            "sms:sent" => self.receipt(provider_id, Fate::Sent, event, payload.sent_at.clone(), payload),
            "sms:delivered" => {
                self.receipt(provider_id, Fate::Delivered, event, payload.delivered_at.clone(), payload)
            }
            "sms:failed" => {
                self.receipt(provider_id, Fate::Failed, event, payload.failed_at.clone(), payload)
            }
            "sms:cancelled" => {
                self.receipt(provider_id, Fate::Failed, event, payload.cancelled_at.clone(), payload)
            }
            _ => Reading::Ignored("unknown event"),
        }
    }

    fn arrival(&self, provider_id: String, payload: &Payload, body: Body) -> Reading {
        let said = payload.sender.as_deref().or(payload.phone_number.as_deref()).unwrap_or_default();
        let Some(from) = sender(said) else { return Reading::Ignored("no sender") };
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, body))
    }

    // ---- receipts ----

    fn receipt(
        &self,
        provider_id: String,
        fate: Fate,
        status: String,
        at: Option<String>,
        payload: Payload,
    ) -> Reading {
        let Some(told) = payload.message_id.as_deref().and_then(id) else {
            return Reading::Ignored("unknown parcel");
        };
        let (parcel, of) = read_name(&told);
        // The event is all that tells one part from another.
        let portion = (of > 1 && fate == Fate::Delivered).then(|| Portion { id: provider_id.clone(), of });
        let error = payload.reason.as_deref().map(remark);
        let account = Some(Account { status, error, at: at.as_deref().map(remark), portion });
        let receipt = Receipt { parcel, fate, account };
        Reading::Arrival(Arrival::report(&self.line, &provider_id, receipt))
    }
}

/// What a text is called there: reports of arrival come once for each part, and nothing but this name says of how many.
fn name(text: &Text<'_>) -> String {
    format!("{}-{}", text.id, text::segments(text.words.as_str()).parts)
}

/// Our parcel behind its name there, and its parts.
fn read_name(name: &str) -> (ParcelName, u16) {
    match name.rsplit_once('-').map(|(id, parts)| (ParcelName::from(id), parts.parse())) {
        Some((ours @ ParcelName::Ours(_), Ok(parts))) => (ours, parts),
        _ => (ParcelName::from(name), 1),
    }
}

// ---- sending, and the table of failures ----

impl SmsGate {
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let id = name(text);
        let mut json = json!({
            "id": id,
            "textMessage": { "text": text.words.as_str() },
            "phoneNumbers": [text.to.handle],
            "withDeliveryReport": true,
        });
        let life = text.useless_after.map(|then| (then - now).num_seconds().max(SHORTEST_LIFE_SECONDS));
        for (key, value) in [
            ("ttl", life.map(Value::from)),
            ("deviceId", self.device.clone().map(Value::from)),
            ("simNumber", self.sim.map(Value::from)),
        ] {
            if let Some(value) = value {
                json[key] = value;
            }
        }
        let body = json.to_string().into_bytes();
        let headers = authorization(&self.credentials);
        let answer = self.client.post(self.send_url.clone(), headers, body, EXCHANGE_LIMIT).await?;
        match answer.status.as_u16() {
            // It has a text of this name already: ours, of a try whose answer we did not hear.
            409 => Ok(Accepted { provider_id: Some(id) }),
            503 if full(&answer.body) => Err(throttled(None, 503)),
            _ => of_status(&answer, now).map_or(Ok(Accepted { provider_id: Some(id) }), Err),
        }
    }
}

/// Whether too much waits for the phone already.
fn full(answer: &[u8]) -> bool {
    of_json::<Value>(answer).is_some_and(|answer| answer["error"] == "QueueLimitExceeded")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{HeaderMap, Method};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        channels::{Class, model::Model},
        ids::ParcelId,
        message::{Address, Channel},
    };

    const AT: i64 = 1_768_469_400;
    const KEY: &str = "Yx3kP9aQ";
    const S1: &str = "4152d89a4c569fb09a2e2d94c98b7285c3833c50e878ac061ab810d511c30f1a";
    const S2: &str = "ab6875b2ed548763388456a784db9c501305c989d6e3fb303a37d1522e0133f0";
    const S2_WRONG_ORDER: &str = "5f91b582754d56608d3eee71d126b5460abad4f7bc1c50300e0e2e2ced15046b";

    fn line(url: &Url, more: &[(&'static str, &str)]) -> SmsGate {
        let mut values =
            vec![("secret", KEY), ("send_url", url.as_str()), ("user", "sms"), ("password", "hunter22")];
        values.extend(more);
        SmsGate::new(&Settings::of("phone", None, &values), Client::new().expect("TLS"))
    }

    fn ear() -> SmsGate {
        line(&"http://127.0.0.1:1/messages".parse().expect("an address"), &[])
    }

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(AT, 0).expect("a time")
    }

    fn payload(name: &str) -> Vec<u8> {
        let path = format!("{}/tests/payloads/smsgate/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")).trim_ascii_end().to_vec()
    }

    fn heard(timestamp: &str, signature: &str, body: &[u8], now: DateTime<Utc>) -> Heard {
        let headers = [(TIMESTAMP, timestamp), (SIGNATURE, signature)]
            .into_iter()
            .filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)));
        let headers = HeaderMap::from_iter(headers);
        ear().hear(&Call { method: &Method::POST, below: "", query: "", headers: &headers, body }, now)
    }

    fn let_in(timestamp: &str, signature: &str, body: &[u8], seconds_later: i64) -> bool {
        let now = noon() + chrono::TimeDelta::seconds(seconds_later);
        !matches!(heard(timestamp, signature, body, now), Heard::NotLetIn)
    }

    /// What an authentic body is read as.
    fn read(body: &[u8]) -> Reading {
        ear().read(of_json(body).expect("an event"))
    }

    fn arrival(reading: Reading) -> Arrival {
        match reading {
            Reading::Arrival(arrival) => arrival,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_phone_signed_is_authentic_for_five_minutes_both_ways() {
        let (s1, s2, at) = (payload("albanian.json"), payload("escaped.json"), AT.to_string());
        assert!(let_in(&at, S1, &s1, 0) && let_in(&at, S2, &s2, 0));
        for (later, expected) in [(300, true), (-300, true), (301, false), (-301, false)] {
            assert_eq!(let_in(&at, S1, &s1, later), expected, "{later}");
        }
    }

    #[test]
    fn anything_else_is_not_authentic() {
        let (s2, at) = (payload("escaped.json"), AT.to_string());
        for signature in ["", "zz", S1, S2_WRONG_ORDER, &S2[..62], &S2.to_uppercase(), &S2.repeat(2)] {
            assert!(!let_in(&at, signature, &s2, 0), "{signature}");
        }
        for timestamp in ["", "1768469401", "+1768469400", "99999999999999999999"] {
            assert!(!let_in(timestamp, S2, &s2, 0), "{timestamp}");
        }
        let mut changed = s2.clone();
        changed[100] ^= 1;
        assert!(!let_in(&at, S2, &changed, 0) && !let_in(&at, S2, b"", 0));
    }

    #[test]
    fn every_message_is_read() {
        for (file, id, from, said) in [
            ("albanian.json", "Ey6ECgOkVVFjz3CL48B8C", "+38344123456", "Shtëpia ime është në Ferizaj"),
            ("escaped.json", "Zt7Qm2WvKc1Rj5Np8Lx0D", "+38344123456", "S'kam dokumente & banesë"),
            ("cyrillic.json", "Qc0yW8Zr2LmN5vXk1TbHd", "+38349123456", "Треба ми помоћ око куће"),
            ("short_code.json", "Hn4VbT7sQe2Yk9ZxW1cLm", "IPKO", "Oferta e javes"),
        ] {
            let arrival = arrival(read(&payload(file)));
            assert_eq!(arrival.provider_id, id);
            assert_eq!(arrival.from.map(|from| from.handle).as_deref(), Some(from), "{file}");
            assert_eq!(arrival.body, Body::Text { words: said.into() }, "{file}");
        }
        let picture = arrival(read(&payload("mms.json")));
        assert_eq!((picture.body, picture.from.is_some()), (Body::Picture, true));
    }

    #[test]
    fn what_is_authentic_and_of_no_use_is_said_so() {
        let reason = |body: &str| match read(body.as_bytes()) {
            Reading::Ignored(reason) => reason,
            other => panic!("{body}: {other:?}"),
        };
        assert_eq!(reason(r#"{"event":"sms:received","payload":{"sender":"+38344123456"}}"#), "no id");
        assert_eq!(reason(r#"{"event":"sms:received","id":"1","payload":{"sender":" "}}"#), "no sender");
        assert_eq!(reason(r#"{"event":"sms:sent","id":"1","payload":{}}"#), "unknown parcel");
        assert_eq!(reason(r#"{"event":"sms:data-received","id":"1","payload":{}}"#), "unknown event");
    }

    #[test]
    fn every_report_has_its_fate() {
        for (event, parts, fate) in [
            ("sms:sent", 1, Fate::Sent),
            ("sms:sent", 3, Fate::Sent),
            ("sms:delivered", 1, Fate::Delivered),
            ("sms:delivered", 3, Fate::Delivered),
            ("sms:failed", 1, Fate::Failed),
            ("sms:failed", 3, Fate::Failed),
            ("sms:cancelled", 1, Fate::Failed),
        ] {
            let name = format!("0191e1807d607000aded7d8b151cbd5b-{parts}");
            let body = json!({ "event": event, "id": "e1", "payload": { "messageId": name, "reason": "x" } });
            let arrival = arrival(read(body.to_string().as_bytes()));
            let Body::Receipt(receipt) = arrival.body else { panic!("a report") };
            let ours = ParcelId(uuid::Uuid::from_u128(0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b));
            let portion = (event == "sms:delivered" && parts > 1).then(|| Portion { id: "e1".into(), of: 3 });
            assert_eq!(receipt.portion(), portion.as_ref(), "{event} {parts}: a part tells of itself alone");
            assert_eq!((receipt.parcel, receipt.fate), (ParcelName::Ours(ours), fate), "{event} {parts}");
            assert_eq!((arrival.provider_id, arrival.from), (format!("{ours}:e1"), None));
        }
        let foreign = read(br#"{"event":"sms:sent","id":"e1","payload":{"messageId":"by-hand"}}"#);
        let Body::Receipt(Receipt { parcel, .. }) = arrival(foreign).body else { panic!("a report") };
        assert_eq!(parcel, ParcelName::Theirs("by-hand".to_owned()));
    }

    async fn sent(model: &Model, more: &[(&'static str, &str)]) -> Result<Accepted, SendFailure> {
        let id = ParcelId(uuid::Uuid::from_u128(0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b));
        let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
        let words = "Prag: Кључ & 1 po\n2 jo, faleminderit shumë për durimin dhe besimin tuaj.".into();
        let useless_after = Some(noon() + chrono::TimeDelta::hours(1));
        let text = Text { id, to: &to, words: &words, useless_after };
        let url = model.url.join("3rdparty/v1/messages").expect("an address");
        line(&url, more).send(&text, noon()).await
    }

    #[tokio::test]
    async fn a_text_is_posted_under_our_name_with_its_parts() {
        let model = Model::answering(202, r#"{"id":"x","state":"Pending"}"#).await;
        let accepted = sent(&model, &[("device", "phone-1"), ("sim", "2")]).await;
        let name = "0191e1807d607000aded7d8b151cbd5b-2";
        assert_eq!(accepted, Ok(Accepted { provider_id: Some(name.to_owned()) }));
        let request = model.asked_once();
        assert_eq!(request.path, "/3rdparty/v1/messages");
        assert_eq!(request.header("authorization"), "Basic c21zOmh1bnRlcjIy");
        let expected = json!({
            "id": name, "phoneNumbers": ["+38344123456"], "withDeliveryReport": true, "ttl": 3600,
            "textMessage": { "text": "Prag: Кључ & 1 po\n2 jo, faleminderit shumë për durimin dhe besimin tuaj." },
            "deviceId": "phone-1", "simNumber": 2,
        });
        assert_eq!(request.json(), expected);
        assert!(name.len() <= 36, "it takes no longer id");
    }

    #[tokio::test]
    async fn every_answer_has_its_class() {
        let full = r#"{"error":"QueueLimitExceeded","message":"queue limits exceeded: 1"}"#;
        for (status, body, class) in [
            (400, "", Class::Rejected),
            (401, "", Class::Misconfigured),
            (403, "", Class::Misconfigured),
            (404, "", Class::Misconfigured),
            (429, "", Class::Throttled { after: Duration::from_secs(30) }),
            (500, "", Class::Unreachable),
            (503, "", Class::Unreachable),
            (503, full, Class::Throttled { after: Duration::from_secs(30) }),
        ] {
            let failure = sent(&Model::answering(status, body).await, &[]).await.expect_err("a failure");
            assert_eq!(failure.class, class, "{status} {body}");
        }
        for status in [200, 202, 409] {
            assert!(sent(&Model::answering(status, "").await, &[]).await.is_ok(), "{status}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_ear_panic_or_believe(body in prop::collection::vec(any::<u8>(), 0..200), signature in "[0-9a-f]{64}") {
            prop_assert!(matches!(heard(&AT.to_string(), &signature, &body, noon()), Heard::NotLetIn));
        }

        #[test]
        fn no_event_makes_the_reader_panic(event in "(sms:(received|sent|delivered|failed)|x)", id in any::<String>(), said in any::<String>()) {
            let body = json!({ "event": event, "id": id, "payload": { "sender": said, "message": said, "messageId": id } });
            let _ = read(body.to_string().as_bytes());
        }
    }
}
