//! Telerivet, which makes Android phones and numbers of many countries one network. It signs nothing: whoever calls shows the
//! secret of the webhook. It takes nothing but 200 for "received", and repeats for a day what got anything else.
//! Not here: its own answering machine, which stays off.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{
    Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
    client::{Client, EXCHANGE_LIMIT},
    failure::of_status,
    proof::{authorization, basic, same, shows_basic},
    reading::{fields, id, of_json, remark, sender, words},
    settings::{Form, Key, Settings},
};
use crate::message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt};

/// The user of webhooks that show their secret as HTTP Basic.
const USER: &str = "telerivet";

/// The door for what became of a text; behind it stands our id, for a text has no other name before its answer is heard.
const STATUS: &str = "status";

/// Telerivet, as settings name it.
pub const KIND: Kind = Kind {
    name: "telerivet",
    keys: &[
        // The secret of the webhook; reports of what became of texts show it, too.
        Key::must("secret", Form::Agreed),
        // Where texts are posted: the address has the id of the project in it.
        Key::must("send_url", Form::Url),
        Key::must("api_key", Form::Password),
        // Through which phone or number, when the project has several.
        Key::may("route", Form::Text),
        // What a telephone call is: whether it rang unanswered, Telerivet does not say.
        Key::or("calls", Form::OneOf(&["ignore", "missed"]), "ignore"),
    ],
    needs_public_url: true,
    per_second: 1,
    open: |settings, client| Arc::new(Telerivet::new(&settings, client)),
};

/// One project.
#[derive(Clone, Debug)]
struct Telerivet {
    line: Line,
    secret: SecretString,
    send_url: Url,
    credentials: SecretString,
    route: Option<String>,
    hears_calls: bool,
    doors: String,
    client: Client,
}

impl Network for Telerivet {
    fn hear(&self, call: &Call<'_>, _now: DateTime<Utc>) -> Heard {
        let form = Posted(fields(call.body));
        let shown = form.0.iter().flatten().filter(|(name, _)| name == "secret");
        let known = shown.into_iter().any(|(_, secret)| same(secret, &self.secret));
        if !known && !shows_basic(call, USER, &self.secret) {
            return Heard::NotLetIn;
        }
        Heard::one(self.read(call.below, &form))
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Telerivet {
    fn new(settings: &Settings, client: Client) -> Self {
        Self {
            line: settings.line.clone(),
            secret: settings.secret("secret"),
            send_url: settings.url("send_url"),
            credentials: basic(settings.text("api_key"), &SecretString::default()),
            route: settings.given("route").map(str::to_owned),
            hears_calls: settings.given("calls") == Some("missed"),
            doors: settings.doors.clone().unwrap_or_default(),
            client,
        }
    }
}

// ---- reading ----

/// The fields of a form, if it was one.
struct Posted(Option<Vec<(String, String)>>);

impl Posted {
    /// A field; a missing one is empty.
    fn field(&self, name: &str) -> &str {
        let found = self.0.iter().flatten().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

impl Telerivet {
    fn read(&self, below: &str, form: &Posted) -> Reading {
        if form.0.is_none() {
            return Reading::Ignored("not a form");
        }
        match form.field("event") {
            "incoming_message" | "incoming_call" => self.read_message(form),
            "send_status" => self.read_status(below, form),
            _ => Reading::Ignored("unknown event"),
        }
    }

    fn read_message(&self, form: &Posted) -> Reading {
        let Some(provider_id) = id(form.field("id")) else { return Reading::Ignored("no id") };
        let Some(from) = sender(form.field("from_number")) else { return Reading::Ignored("no sender") };
        let call = form.field("event") == "incoming_call";
        let body = match form.field("message_type") {
            kind if call || kind == "call" => {
                if !self.hears_calls {
                    return Reading::Ignored("a call");
                }
                Body::Call
            }
            "" | "sms" => Body::Text { words: words(form.field("content")) },
            "mms" => Body::Picture,
            _ => return Reading::Ignored("not a message"),
        };
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, body))
    }

    // ---- receipts ----

    fn read_status(&self, below: &str, form: &Posted) -> Reading {
        let theirs = id(form.field("id"));
        let ours = below.strip_prefix(STATUS).map(|rest| rest.trim_matches('/'));
        let ours = ours.map(ParcelName::from).filter(|name| matches!(name, ParcelName::Ours(_)));
        let Some(parcel) = ours.or_else(|| theirs.map(ParcelName::Theirs)) else {
            return Reading::Ignored("unknown parcel");
        };
        let status = form.field("status");
        let fate = match status {
            "sent" => Fate::Sent,
            "delivered" | "read" => Fate::Delivered,
            "failed" | "not_delivered" | "cancelled" => Fate::Failed,
            // It tries again by itself.
            "queued" | "failed_queued" => return Reading::Ignored("not sent yet"),
            _ => return Reading::Ignored("unknown status"),
        };
        let error = Some(form.field("error_message")).filter(|error| !error.is_empty()).map(remark);
        let account = Some(Account { status: status.to_owned(), error, at: None, portion: None });
        let receipt = Receipt { parcel, fate, account };
        Reading::Arrival(Arrival::report(&self.line, status, receipt))
    }
}

// ---- sending, and the table of failures ----

impl Telerivet {
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let mut json = json!({
            "content": text.words.as_str(),
            "to_number": text.to.handle,
            "message_type": "sms",
            "status_url": format!("{}/{STATUS}/{}", self.doors, text.id),
            "status_secret": self.secret.expose_secret(),
        });
        if let Some(route) = &self.route {
            json["route_id"] = route.as_str().into();
        }
        let (body, headers) = (json.to_string().into_bytes(), authorization(&self.credentials));
        let answer = self.client.post(self.send_url.clone(), headers, body, EXCHANGE_LIMIT).await?;
        if answer.status.as_u16() == 402 {
            return Err(SendFailure::new(Class::Misconfigured, "no_credit", Some("402".to_owned())));
        }
        match of_status(&answer, now) {
            Some(failure) => Err(failure),
            None => Ok(Accepted {
                provider_id: of_json::<Value>(&answer.body).and_then(|answer| id(answer["id"].as_str()?)),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{HeaderMap, Method};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        channels::model::Model,
        ids::ParcelId,
        message::{Address, Channel},
    };

    const SECRET: &str = "s3cret";
    const BASIC: &str = "Basic dGVsZXJpdmV0OnMzY3JldA==";
    const OURS: u128 = 0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b;

    fn line_with(url: &Url, more: &[(&'static str, &str)]) -> Telerivet {
        let mut values = vec![("secret", SECRET), ("send_url", url.as_str()), ("api_key", "YOUR_API_KEY")];
        values.extend(more);
        let settings = Settings::of("phones", Some("https://prag.example.org/sms/phones"), &values);
        Telerivet::new(&settings, Client::new().expect("TLS"))
    }

    fn ear() -> Telerivet {
        line_with(&"http://127.0.0.1:1".parse().expect("an address"), &[])
    }

    fn heard(below: &str, authorization: &str, body: &[u8]) -> Heard {
        let headers = HeaderMap::from_iter(
            authorization.parse().ok().map(|value| (reqwest::header::AUTHORIZATION, value)),
        );
        let call = Call { method: &Method::POST, below, query: "", headers: &headers, body };
        ear().hear(&call, DateTime::UNIX_EPOCH)
    }

    fn read(below: &str, body: &str) -> Reading {
        match heard(below, BASIC, body.as_bytes()) {
            Heard::Said(readings) => readings.into_iter().next().expect("one thing is said"),
            Heard::NotLetIn => panic!("not let in"),
        }
    }

    fn payload(name: &str) -> String {
        let path = format!("{}/tests/payloads/telerivet/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        text.trim_end().to_owned()
    }

    fn arrival(reading: Reading) -> Arrival {
        match reading {
            Reading::Arrival(arrival) => arrival,
            other => panic!("{other:?}"),
        }
    }

    fn ignored(reading: &Reading) -> &'static str {
        match reading {
            Reading::Ignored(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_secret_lets_in_by_form_or_basic_and_nothing_else_does() {
        let let_in = |authorization: &str, body: &str| {
            !matches!(heard("", authorization, body.as_bytes()), Heard::NotLetIn)
        };
        assert!(let_in("", "secret=s3cret") && let_in(BASIC, "") && let_in(BASIC, "%FF"));
        for (authorization, body) in [
            ("", ""),
            ("", "secret="),
            ("", "secret=s3creT"),
            ("", "secret=s3cret%20"),
            ("", "Secret=s3cret"),
            ("", "secret=s3cret&x=%FF"),
            ("Basic", ""),
            ("Basic dGVsZXJpdmV0OnMzY3JldB==", ""),
            ("Bearer s3cret", ""),
        ] {
            assert!(!let_in(authorization, body), "{authorization} {body}");
        }
    }

    #[test]
    fn every_message_is_read() {
        for (file, from, said) in [
            ("albanian.form", "+38344123456", "Shtëpia ime & dokumentet"),
            ("cyrillic.form", "+38349123456", "Треба ми помоћ око куће"),
            ("short_code.form", "50505", "Oferta e javes"),
        ] {
            let arrival = arrival(read("", &payload(file)));
            assert_eq!(arrival.from.map(|from| from.handle).as_deref(), Some(from), "{file}");
            assert_eq!(arrival.body, Body::Text { words: said.into() }, "{file}");
            assert!(arrival.provider_id.starts_with("SM"), "{file}");
        }
    }

    #[test]
    fn what_is_authentic_and_of_no_use_is_said_so() {
        for (body, reason) in [
            ("event=incoming_message&from_number=%2B38344123456", "no id"),
            ("event=incoming_message&id=SM1&from_number=", "no sender"),
            ("event=incoming_message&id=SM1&from_number=1&message_type=ussd", "not a message"),
            ("event=default", "unknown event"),
            ("", "unknown event"),
            ("event=%FF", "not a form"),
            ("event=send_status&status=sent", "unknown parcel"),
            ("event=send_status&id=SM1&status=", "unknown status"),
        ] {
            assert_eq!(ignored(&read("", body)), reason, "{body}");
        }
    }

    #[test]
    fn a_call_is_a_missed_one_where_the_operator_says_so() {
        let deaf = line_with(&"http://127.0.0.1:1".parse().expect("an address"), &[]);
        let keen = line_with(&"http://127.0.0.1:1".parse().expect("an address"), &[("calls", "missed")]);
        for file in ["call.form", "call_event.form"] {
            let form = Posted(fields(payload(file).as_bytes()));
            assert_eq!(ignored(&deaf.read("", &form)), "a call", "{file}");
            let arrival = arrival(keen.read("", &form));
            assert_eq!(arrival.body, Body::Call, "{file}");
            assert_eq!(arrival.from.map(|from| from.handle).as_deref(), Some("+38344123456"));
        }
    }

    #[test]
    fn every_status_has_its_fate() {
        let ours = ParcelId(uuid::Uuid::from_u128(OURS));
        for (status, fate) in [
            ("sent", Fate::Sent),
            ("delivered", Fate::Delivered),
            ("read", Fate::Delivered),
            ("failed", Fate::Failed),
            ("not_delivered", Fate::Failed),
            ("cancelled", Fate::Failed),
        ] {
            let body = format!("event=send_status&id=SM9&status={status}&error_message=x");
            let names = [
                (format!("status/{ours}"), ParcelName::Ours(ours)),
                ("status".to_owned(), ParcelName::Theirs("SM9".to_owned())),
                ("status/unknown".to_owned(), ParcelName::Theirs("SM9".to_owned())),
            ];
            for (below, expected) in names {
                let Body::Receipt(Receipt { parcel, fate: told, .. }) = arrival(read(&below, &body)).body
                else {
                    panic!("a report")
                };
                assert_eq!((parcel, told), (expected, fate), "{below} {status}");
            }
        }
        for status in ["queued", "failed_queued"] {
            let reading = read("status", &format!("event=send_status&id=SM9&status={status}"));
            assert_eq!(ignored(&reading), "not sent yet");
        }
    }

    async fn sent(model: &Model, more: &[(&'static str, &str)]) -> Result<Accepted, SendFailure> {
        let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
        let (id, words) = (ParcelId(uuid::Uuid::from_u128(OURS)), "Кључ & 1 po\n2 jo".into());
        let text = Text { id, to: &to, words: &words, useless_after: None };
        let url = model.url.join("v1/projects/PJ1/messages/send").expect("an address");
        line_with(&url, more).send(&text, DateTime::UNIX_EPOCH).await
    }

    #[tokio::test]
    async fn a_text_is_posted_with_the_door_for_its_fate() {
        let model = Model::answering(200, r#"{"id":"SM1","status":"queued"}"#).await;
        let accepted = sent(&model, &[("route", "PN7")]).await;
        assert_eq!(accepted, Ok(Accepted { provider_id: Some("SM1".to_owned()) }));
        let request = model.asked_once();
        assert_eq!(request.path, "/v1/projects/PJ1/messages/send");
        assert_eq!(request.header("authorization"), "Basic WU9VUl9BUElfS0VZOg==");
        let expected = json!({
            "content": "Кључ & 1 po\n2 jo", "to_number": "+38344123456", "message_type": "sms",
            "status_url": "https://prag.example.org/sms/phones/status/0191e1807d607000aded7d8b151cbd5b",
            "status_secret": "s3cret", "route_id": "PN7",
        });
        assert_eq!(request.json(), expected);
    }

    #[tokio::test]
    async fn every_answer_has_its_class() {
        for (status, class) in [
            (400, Class::Rejected),
            (401, Class::Misconfigured),
            (402, Class::Misconfigured),
            (403, Class::Misconfigured),
            (404, Class::Misconfigured),
            (429, Class::Throttled { after: Duration::from_secs(30) }),
            (500, Class::Unreachable),
        ] {
            let failure = sent(&Model::answering(status, "{}").await, &[]).await.expect_err("a failure");
            assert_eq!(failure.class, class, "{status}");
        }
        let nameless = sent(&Model::answering(200, "OK").await, &[]).await;
        assert_eq!(nameless, Ok(Accepted { provider_id: None }));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_ear_panic(body in prop::collection::vec(any::<u8>(), 0..200), below in any::<String>()) {
            prop_assert!(matches!(heard(&below, "", &body), Heard::NotLetIn));
            let _ = heard(&below, BASIC, &body);
        }
    }
}
