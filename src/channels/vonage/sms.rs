//! The SMS API. Who calls signs all fields; it answers 200 also when it refuses. A text of several parts comes part by part, in
//! any order, and a report for each part goes out the same way.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use reqwest::{
    Method, Url,
    header::{CONTENT_TYPE, HeaderMap},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::{LIFE, digits};
use crate::{
    channels::{
        Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
        client::{Answer, Client, EXCHANGE_LIMIT},
        failure::{of_status, throttled},
        proof::{same, timely},
        reading::{fields, id, is_form, of_json, remark, sender, words},
        settings::{Form, Key, Settings},
    },
    message::{Account, Arrival, Body, Fate, Line, ParcelName, Part, Portion, Receipt},
    text::{Encoding, segments},
};

/// The SMS API, as settings name it.
pub const KIND: Kind = Kind {
    name: "vonage-sms",
    keys: &[
        Key::must("api_key", Form::Text),
        Key::must("api_secret", Form::Password),
        Key::must("signature_secret", Form::Password),
        Key::or("signature", Form::OneOf(&["md5hash", "md5", "sha1", "sha256", "sha512"]), "sha256"),
        Key::must("sender", Form::Text),
        Key::or("api_url", Form::Url, "https://rest.nexmo.com"),
    ],
    needs_public_url: true,
    per_second: 1,
    open: |settings, client| Arc::new(VonageSms::new(&settings, client)),
};

/// One number.
#[derive(Clone, Debug)]
pub(super) struct VonageSms {
    line: Line,
    doors: String,
    key: String,
    secret: SecretString,
    signature_secret: SecretString,
    signature: String,
    sender: String,
    messages: Url,
    client: Client,
}

impl Network for VonageSms {
    fn hear(&self, call: &Call<'_>, now: DateTime<Utc>) -> Heard {
        let Some(said) = Fields::of(call).filter(|said| self.authentic(said, now)) else {
            return Heard::NotLetIn;
        };
        Heard::one(match call.below {
            "" => self.read_message(&said),
            "receipts" => self.read_receipt(&said),
            _ => Reading::Ignored("no such door"),
        })
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl VonageSms {
    pub(super) fn new(settings: &Settings, client: Client) -> Self {
        let mut messages = settings.url("api_url");
        messages.set_path("/sms/json");
        Self {
            line: settings.line.clone(),
            doors: settings.doors.clone().unwrap_or_default(),
            key: settings.text("api_key").to_owned(),
            secret: settings.secret("api_secret"),
            signature_secret: settings.secret("signature_secret"),
            signature: settings.text("signature").to_owned(),
            sender: settings.text("sender").to_owned(),
            messages,
            client,
        }
    }
}

// ---- who may call ----

impl VonageSms {
    fn authentic(&self, said: &Fields, now: DateTime<Utc>) -> bool {
        let expected = sign(&self.signature, &self.signature_secret, &said.signed());
        !self.signature_secret.expose_secret().is_empty()
            && timely(said.get("timestamp").unwrap_or(""), now)
            && same(&said.get("sig").unwrap_or("").to_ascii_lowercase(), &expected.into())
    }
}

/// A signature in hex. The oldest way is no HMAC: the secret stands behind what is signed.
pub(super) fn sign(way: &str, secret: &SecretString, said: &str) -> String {
    match way {
        "md5hash" => {
            hex::encode(Md5::new().chain_update(said).chain_update(secret.expose_secret()).finalize())
        }
        "md5" => mac::<Hmac<Md5>>(secret, said),
        "sha1" => mac::<Hmac<Sha1>>(secret, said),
        "sha512" => mac::<Hmac<Sha512>>(secret, said),
        _ => mac::<Hmac<Sha256>>(secret, said),
    }
}

fn mac<M: Mac + KeyInit>(secret: &SecretString, said: &str) -> String {
    let key = secret.expose_secret().as_bytes();
    let mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    hex::encode(mac.chain_update(said).finalize().into_bytes())
}

// ---- reading ----

/// What a call says, in a query, a form or JSON, as the account is set.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(call: &Call<'_>) -> Option<Self> {
        if call.method == Method::GET {
            return fields(call.query.as_bytes()).map(Self);
        }
        if is_form(call.header(CONTENT_TYPE.as_str())) {
            return fields(call.body).map(Self);
        }
        let said: Map<String, Value> = of_json(call.body)?;
        let plain = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        Some(Self(said.into_iter().map(|(name, value)| (name, plain(value))).collect()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        values.find(|value| !value.is_empty())
    }

    /// What the parts of a text have in common, which part this is, and of how many; none for a text of one.
    fn part(&self) -> Option<(String, u8, u8)> {
        let number = |name| self.get(name).and_then(|digits| digits.parse::<u8>().ok());
        let (reference, part, of) =
            (self.get("concat-ref")?, number("concat-part")?, number("concat-total")?);
        let several = self.get("concat") == Some("true") && of > 1 && (1..=of).contains(&part);
        // Carriers count references for each number that is written to.
        several.then(|| (remark(&format!("{} {reference}", self.get("to").unwrap_or(""))), part, of))
    }

    /// What is signed: `&name=value` by name, with `_` for `&` and `=` in values.
    pub(super) fn signed(&self) -> String {
        let mut sorted: Vec<&(String, String)> = self.0.iter().filter(|(name, _)| name != "sig").collect();
        sorted.sort();
        sorted
            .into_iter()
            .map(|(name, value)| format!("&{name}={}", value.replace(['&', '='], "_")))
            .collect()
    }
}

impl VonageSms {
    fn read_message(&self, said: &Fields) -> Reading {
        if said.get("api-key").is_some_and(|key| key != self.key) {
            return Reading::Ignored("another account");
        }
        let (Some(provider_id), Some(from)) =
            (said.get("messageId").and_then(id), said.get("msisdn").and_then(sender))
        else {
            return Reading::Ignored("no message");
        };
        let words = words(said.get("text").unwrap_or(""));
        let body = match (said.get("type"), said.part()) {
            (Some("binary"), _) => Body::Picture,
            (_, Some((reference, number, of))) => Body::Part(Part { words, reference, number, of }),
            (_, None) => Body::Text { words },
        };
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, body))
    }

    // ---- receipts ----

    /// There is one for each part, and only the reference that we gave along says how many parts there are.
    fn read_receipt(&self, said: &Fields) -> Reading {
        let (Some(reference), Some(status)) = (said.get("client-ref"), said.get("status")) else {
            return Reading::Ignored("no report");
        };
        let (parcel, of) = reference.split_once('.').unwrap_or((reference, "1"));
        let (Some(parcel), Ok(of)) = (id(parcel), of.parse()) else {
            return Reading::Ignored("unknown parcel");
        };
        let fate = match status {
            "delivered" => Fate::Delivered,
            "accepted" | "buffered" => Fate::Sent,
            "expired" | "undelivered" | "failed" | "rejected" => Fate::Failed,
            _ => return Reading::Ignored("unknown status"),
        };
        let part = said.get("messageId").map(remark).unwrap_or_default();
        let error = said.get("err-code").map(remark);
        let at = said.get("message-timestamp").map(remark);
        let portion = (of > 1).then(|| Portion { id: part.clone(), of });
        let account = Some(Account { status: remark(status), error, at, portion });
        let receipt = Receipt { parcel: ParcelName::from(parcel.as_str()), fate, account };
        Reading::Arrival(Arrival::report(&self.line, &format!("{part}:{status}"), receipt))
    }
}

// ---- sending ----

impl VonageSms {
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let cost = segments(text.words.as_str());
        let reference = match cost.parts {
            1 => text.id.to_string(),
            parts => format!("{}.{parts}", text.id),
        };
        let life = text.useless_after.map_or(*LIFE.end(), |end| (end - now).num_seconds());
        let life = (life.clamp(*LIFE.start(), *LIFE.end()) * 1000).to_string();
        let report = format!("{}/receipts", self.doors);
        let fields = [
            ("api_key", self.key.as_str()),
            ("api_secret", self.secret.expose_secret()),
            ("from", &self.sender),
            ("to", digits(&text.to.handle)),
            ("text", text.words.as_str()),
            ("type", if cost.encoding == Encoding::Ucs2 { "unicode" } else { "text" }),
            ("status-report-req", "1"),
            ("callback", &report),
            ("client-ref", &reference),
            ("ttl", &life),
        ];
        let (url, headers) = (self.messages.clone(), HeaderMap::new());
        settled(&self.client.post_form(url, headers, &fields, EXCHANGE_LIMIT).await?, now)
    }
}

// ---- the table of failures ----

#[derive(Deserialize)]
struct Told {
    messages: Vec<PartTaken>,
}

#[derive(Deserialize)]
struct PartTaken {
    status: String,
    #[serde(rename = "message-id")]
    id: Option<String>,
    #[serde(rename = "error-text")]
    error: Option<String>,
}

/// The first part that was refused speaks for all: they are never sent again one by one.
fn settled(answer: &Answer, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
    if let Some(failure) = of_status(answer, now) {
        return Err(failure);
    }
    let told: Told = serde_json::from_slice(&answer.body)
        .map_err(|_| SendFailure::new(Class::Unreachable, "not_its_answer", None))?;
    let Some(refused) = told.messages.iter().find(|part| part.status != "0") else {
        let first = told.messages.first().and_then(|part| id(part.id.as_deref()?));
        return Ok(Accepted { provider_id: first });
    };
    let (class, word) = match refused.status.as_str() {
        "1" => return Err(throttled(refused.error.as_deref().and_then(asked_wait), 1)),
        "5" | "10" => (Class::Unreachable, "out_of_order"),
        "6" | "7" | "33" => (Class::Rejected, "no_such_number"),
        "2" | "3" | "12" | "22" | "23" => (Class::Rejected, "refused"),
        "15" => (Class::Misconfigured, "wrong_sender"),
        "9" => (Class::Misconfigured, "no_credit"),
        "4" | "14" | "32" => (Class::Misconfigured, "not_let_in"),
        "8" | "11" | "29" => (Class::Misconfigured, "account_closed"),
        _ => (Class::Rejected, "refused"),
    };
    Err(SendFailure::new(class, word, Some(remark(&refused.status))))
}

/// `Throughput Rate Exceeded - please wait [ 250 ] and retry`, in milliseconds.
pub(super) fn asked_wait(said: &str) -> Option<Duration> {
    let (_, behind) = said.split_once('[')?;
    let (asked, _) = behind.split_once(']')?;
    asked.trim().parse().ok().map(Duration::from_millis)
}
