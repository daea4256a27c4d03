//! Twilio: numbers of many countries, of which Kosovo is none that is known, so for people in Switzerland, Germany and further
//! on. It joins long texts itself, and signs what it posts together with the address that it posts to.
//! Not here: its voice calls.

use std::{collections::BTreeSet, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{
    Method, Url,
    header::{CONTENT_TYPE, HeaderMap},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text, Thanks,
    client::{Answer, Client, EXCHANGE_LIMIT},
    failure::{of_status, throttled},
    proof::{authorization, basic, same},
    reading::{fields, id, is_form, remark, sender, words},
    settings::{Form, Key, Settings},
};
use crate::message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt};

const SIGNATURE: &str = "x-twilio-signature";
/// Names another key and algorithm than the usual ones.
const SIGNED_WITH: &str = "x-twilio-webhooks-signature-settings";

/// Twilio refuses to try for longer, in seconds.
const LONGEST_LIFE: i64 = 36_000;

/// Twilio, as settings name it.
pub const KIND: Kind = Kind {
    name: "twilio",
    keys: &[
        Key::must("account_sid", Form::Text),
        Key::must("auth_token", Form::Password),
        // A number, a name, or the SID of a messaging service.
        Key::must("sender", Form::Text),
        // The newer way to sign: a key of its own, and its id.
        Key::may("webhook_key", Form::Password),
        Key::may("webhook_key_id", Form::Text),
        Key::or("api_url", Form::Url, "https://api.twilio.com"),
    ],
    needs_public_url: true,
    // What a long code of most countries bears.
    per_second: 1,
    open: |settings, client| Arc::new(Twilio::new(&settings, client)),
};

/// One number or messaging service.
#[derive(Clone, Debug)]
struct Twilio {
    line: Line,
    /// The address of the line's doors, as Twilio calls it: never taken from the call itself.
    doors: String,
    account: String,
    token: SecretString,
    webhook_key: Option<(String, SecretString)>,
    sender: String,
    messages: Url,
    client: Client,
}

impl Network for Twilio {
    fn hear(&self, call: &Call<'_>, _now: DateTime<Utc>) -> Heard {
        let asked = fields(call.query.as_bytes()).unwrap_or_default();
        let is_a_form = is_form(call.header(CONTENT_TYPE.as_str()));
        let signed = match (is_a_form, call.body) {
            (true, body) => fields(body),
            (false, b"") => Some(Vec::new()),
            // Of any other body its digest is signed, as a part of the address.
            (false, body) => {
                let digest = hex::encode(Sha256::digest(body));
                asked.contains(&("bodySHA256".to_owned(), digest)).then(Vec::new)
            }
        };
        let Some(signed) = signed.filter(|signed| self.authentic(call, signed)) else {
            return Heard::NotLetIn;
        };
        let said = Fields(if call.method == Method::GET { asked } else { signed });
        if said.get("AccountSid").is_some_and(|account| account != self.account) {
            return Heard::one(Reading::Ignored("another account"));
        }
        Heard::one(match (call.below, call.below.strip_prefix("receipts/")) {
            ("", _) => self.read_message(&said),
            (_, Some(parcel)) => self.read_receipt(parcel, &said),
            _ => Reading::Ignored("no such door"),
        })
    }

    fn thanks(&self) -> Thanks {
        // Without an answer in its own language it would call that a fault.
        Thanks {
            content_type: Some("text/xml"),
            body: "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>",
        }
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Twilio {
    fn new(settings: &Settings, client: Client) -> Self {
        let account = settings.text("account_sid").to_owned();
        let mut messages = settings.url("api_url");
        messages.set_path(&format!("/2010-04-01/Accounts/{account}/Messages.json"));
        let key = settings.given("webhook_key").map(SecretString::from);
        Self {
            line: settings.line.clone(),
            doors: settings.doors.clone().unwrap_or_default(),
            account,
            token: settings.secret("auth_token"),
            webhook_key: settings.given("webhook_key_id").map(str::to_owned).zip(key),
            sender: settings.text("sender").to_owned(),
            messages,
            client,
        }
    }
}

// ---- who may call ----

impl Twilio {
    fn authentic(&self, call: &Call<'_>, signed: &[(String, String)]) -> bool {
        let below = if call.below.is_empty() { String::new() } else { format!("/{}", call.below) };
        let query = if call.query.is_empty() { String::new() } else { format!("?{}", call.query) };
        let url = format!("{}{below}{query}", self.doors);
        let shown = call.header(SIGNATURE);
        match call.header(SIGNED_WITH) {
            "" => is_signed(shown, &url, signed, |said| mac_sha1(&self.token, said)),
            named => self.webhook_key.as_ref().is_some_and(|(id, key)| {
                let ours = format!("key={id},algorithm=HMAC_SHA256");
                named == ours && is_signed(shown, &url, signed, |said| mac_sha256(key, said))
            }),
        }
    }
}

/// Whether this is the signature of a call to `url`, which Twilio writes with the port or without.
fn is_signed(shown: &str, url: &str, fields: &[(String, String)], mac: impl Fn(&str) -> Vec<u8>) -> bool {
    let posted = posted(fields);
    with_and_without_port(url)
        .iter()
        .any(|url| same(shown, &STANDARD.encode(mac(&format!("{url}{posted}"))).into()))
}

/// Each name once for each of its values, in the order of bytes, as Twilio's own library has it.
fn posted(fields: &[(String, String)]) -> String {
    let sorted: BTreeSet<&(String, String)> = fields.iter().collect();
    sorted.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect()
}

/// The address without the port that goes without saying, and with it.
fn with_and_without_port(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://") else { return Vec::new() };
    let port = if scheme == "https" { ":443" } else { ":80" };
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = host.strip_suffix(port).unwrap_or(host);
    let port = if host.contains(':') { "" } else { port };
    vec![format!("{scheme}://{host}{path}"), format!("{scheme}://{host}{port}{path}")]
}

fn mac_sha1(key: &SecretString, said: &str) -> Vec<u8> {
    let key = key.expose_secret().as_bytes();
    let mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.chain_update(said).finalize().into_bytes().to_vec()
}

fn mac_sha256(key: &SecretString, said: &str) -> Vec<u8> {
    let key = key.expose_secret().as_bytes();
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.chain_update(said).finalize().into_bytes().to_vec()
}

// ---- reading ----

/// What a call says; blank fields are as good as missing ones.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        values.find(|value| !value.is_empty())
    }
}

impl Twilio {
    fn read_message(&self, said: &Fields) -> Reading {
        let (Some(sid), Some(from)) =
            (said.get("MessageSid").and_then(id), said.get("From").and_then(sender))
        else {
            return Reading::Ignored("no message");
        };
        let body = match (said.get("Body"), said.get("NumMedia")) {
            (None, Some(media)) if media != "0" => Body::Picture,
            (text, _) => Body::Text { words: words(text.unwrap_or("")) },
        };
        Reading::Arrival(Arrival::of(&self.line, sid, from, body))
    }

    // ---- receipts ----

    /// Which parcel it is about stands in the address that we gave along with it, which is signed.
    fn read_receipt(&self, parcel: &str, said: &Fields) -> Reading {
        let (Some(parcel), Some(status)) = (id(parcel), said.get("MessageStatus")) else {
            return Reading::Ignored("no report");
        };
        let fate = match status {
            "sent" | "partially_delivered" => Fate::Sent,
            "delivered" | "read" => Fate::Delivered,
            "failed" | "undelivered" | "canceled" => Fate::Failed,
            "accepted" | "scheduled" | "queued" | "sending" => return Reading::Ignored("under way"),
            _ => return Reading::Ignored("unknown status"),
        };
        let error = said.get("ErrorCode").map(remark);
        let account = Some(Account { status: remark(status), error, at: None, portion: None });
        let receipt = Receipt { parcel: ParcelName::from(parcel.as_str()), fate, account };
        Reading::Arrival(Arrival::report(&self.line, status, receipt))
    }
}

// ---- sending ----

impl Twilio {
    /// Twilio has no idempotency key: what it took on and did not answer for may be sent twice.
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let report = format!("{}/receipts/{}", self.doors, text.id);
        let from = if self.sender.starts_with("MG") { "MessagingServiceSid" } else { "From" };
        let life = text.useless_after.map(|end| (end - now).num_seconds().clamp(1, LONGEST_LIFE));
        let life = life.unwrap_or(LONGEST_LIFE).to_string();
        let fields = [
            ("To", text.to.handle.as_str()),
            (from, &self.sender),
            ("Body", text.words.as_str()),
            ("StatusCallback", &report),
            ("ValidityPeriod", &life),
        ];
        let headers: HeaderMap = authorization(&basic(&self.account, &self.token));
        let answer = self.client.post_form(self.messages.clone(), headers, &fields, EXCHANGE_LIMIT).await?;
        settled(&answer, now)
    }
}

// ---- the table of failures ----

#[derive(Deserialize)]
struct Taken {
    sid: String,
}

#[derive(Deserialize)]
struct Refused {
    code: u32,
}

fn settled(answer: &Answer, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
    let Some(failure) = of_status(answer, now) else {
        let taken = serde_json::from_slice::<Taken>(&answer.body).ok();
        return Ok(Accepted { provider_id: taken.and_then(|taken| id(&taken.sid)) });
    };
    let Ok(Refused { code }) = serde_json::from_slice(&answer.body) else { return Err(failure) };
    let (class, word) = match code {
        // They wrote STOP to Twilio itself.
        21610 => (Class::Gone, "unsubscribed"),
        21211 | 21214 | 21217 | 21612 | 21614 | 30004 | 30005 | 30006 | 63024 | 63033 => {
            (Class::Rejected, "no_such_number")
        }
        21602 | 21617 | 30007 | 63016 => (Class::Rejected, "refused"),
        21603 | 21606 | 21703 | 21704 | 21709 | 30018 | 30024 => (Class::Misconfigured, "wrong_sender"),
        20003 => (Class::Misconfigured, "not_let_in"),
        20005 | 30002 | 30010 => (Class::Misconfigured, "account_closed"),
        20429 | 21611 | 30001 | 30017 | 63017 | 63018 => return Err(throttled(None, 429)),
        30003 | 30008 | 30410 => (Class::Unreachable, "out_of_order"),
        _ => return Err(failure),
    };
    Err(SendFailure::new(class, word, Some(code.to_string())))
}

#[cfg(test)]
mod tests;
