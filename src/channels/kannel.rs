//! SMS by Kannel, the gateway through which operators' short codes and racks of modems are reached. It cannot sign: who calls is
//! known by a secret word in the path, and reports come back to an address behind it. Its configuration is docs/kannel.conf.
//! Not here: cutting a text into parts and joining them, which Kannel does.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

use super::{
    Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
    client::{Answer, Client, EXCHANGE_LIMIT},
    failure::of_status,
    reading::{fields, id, of_utf16, of_windows_1252, remark, said, sender, words},
    settings::{Form, Key, Settings},
};
use crate::{
    message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt},
    text::{Encoding, segments},
};

/// Kannel, as settings name it.
pub const KIND: Kind = Kind {
    name: "kannel",
    keys: &[
        // The word in the path by which Kannel is known.
        Key::must("token", Form::Agreed),
        // The `sendsms-url` of smsbox.
        Key::must("send_url", Form::Url),
        // The `username` of a group `sendsms-user`.
        Key::must("username", Form::Text),
        // Its `password`.
        Key::must("password", Form::Password),
        // The number or name that receivers see.
        Key::must("sender", Form::Text),
        // The `smsc-id` through which texts leave, when Kannel is not to choose.
        Key::may("smsc", Form::Text),
    ],
    needs_public_url: true,
    per_second: 10,
    open: |settings, client| Arc::new(Kannel::new(&settings, client)),
};

/// Delivered, not delivered, accepted and refused by the SMSC; "queued in Kannel" would tell nothing new.
const WANTED_REPORTS: &str = "27";

/// One line through Kannel.
#[derive(Clone, Debug)]
pub struct Kannel {
    line: Line,
    token: SecretString,
    send_url: Url,
    username: String,
    password: SecretString,
    sender: String,
    smsc: Option<String>,
    /// Where reports are told.
    receipts: SecretString,
    client: Client,
}

impl Network for Kannel {
    fn hear(&self, call: &Call<'_>, _: DateTime<Utc>) -> Heard {
        let Some(door) = call.behind(&self.token) else { return Heard::NotLetIn };
        let reading = fields(call.query.as_bytes()).ok_or("not UTF-8").and_then(|fields| match door {
            "" => self.read_message(&fields),
            "receipts" => self.read_receipt(&fields),
            _ => Err("unknown door"),
        });
        Heard::one(reading.map_or_else(Reading::Ignored, Reading::Arrival))
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Kannel {
    /// The line of these settings.
    #[must_use]
    pub fn new(settings: &Settings, client: Client) -> Self {
        let receipts = format!("{}/receipts", settings.doors_behind("token"));
        Self {
            line: settings.line.clone(),
            token: settings.secret("token"),
            send_url: settings.url("send_url"),
            username: settings.text("username").to_owned(),
            password: settings.secret("password"),
            sender: settings.text("sender").to_owned(),
            smsc: settings.given("smsc").map(str::to_owned),
            receipts: receipts.into(),
            client,
        }
    }

    // ---- reading ----

    /// Kannel has no id that outlives a second Kannel, so the gateway and the time go along.
    fn read_message(&self, fields: &[(String, String)]) -> Result<Arrival, &'static str> {
        let told = said(fields, "id");
        let provider_id = id(told).map(|id| format!("{id} {} {}", said(fields, "smsc"), said(fields, "at")));
        let bytes = hex::decode(said(fields, "hex")).map_err(|_| "not hexadecimal")?;
        let text = text_of(said(fields, "coding"), said(fields, "charset"), &bytes)?;
        let provider_id = provider_id.and_then(|id| self::id(&id)).ok_or("no id")?;
        let from = sender(said(fields, "from")).ok_or("no sender")?;
        Ok(Arrival::of(&self.line, provider_id, from, Body::Text { words: words(&text) }))
    }

    /// There is one report of each kind, however many parts Kannel makes of a text.
    fn read_receipt(&self, fields: &[(String, String)]) -> Result<Arrival, &'static str> {
        let parcel = said(fields, "parcel").parse().map_err(|_| "unknown parcel")?;
        let status = said(fields, "status");
        let fate = match status {
            "1" => Fate::Delivered,
            "2" | "16" => Fate::Failed,
            "4" | "8" => Fate::Sent,
            _ => return Err("unknown status"),
        };
        let error = (fate == Fate::Failed).then(|| reason(said(fields, "reply"))).flatten();
        let account = Some(Account { status: status.to_owned(), error, at: None, portion: None });
        let receipt = Receipt { parcel: ParcelName::Ours(parcel), fate, account };
        Ok(Arrival::report(&self.line, status, receipt))
    }

    // ---- sending ----

    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let answer = self.client.get(self.address_of(text, now), EXCHANGE_LIMIT).await?;
        match failure(&answer, now) {
            None => Ok(Accepted { provider_id: None }),
            Some(failure) => Err(failure),
        }
    }

    /// Everything stands in the address: smsbox takes no form.
    fn address_of(&self, text: &Text<'_>, now: DateTime<Utc>) -> Url {
        let report = format!("{}?parcel={}&status=%d&reply=%A", self.receipts.expose_secret(), text.id);
        let (coding, bytes) = match segments(text.words.as_str()).encoding {
            Encoding::Gsm7 => ("0", text.words.as_str().as_bytes().to_vec()),
            // A Kannel without iconv refuses a charset, and needs none for this one.
            Encoding::Ucs2 => ("2", text.words.as_str().encode_utf16().flat_map(u16::to_be_bytes).collect()),
        };
        let mut address = self.send_url.clone();
        let mut query = address.query_pairs_mut();
        query
            .append_pair("username", &self.username)
            .append_pair("password", self.password.expose_secret())
            .append_pair("from", &self.sender)
            .append_pair("to", &text.to.handle)
            .append_pair("dlr-mask", WANTED_REPORTS)
            .append_pair("dlr-url", &report)
            .append_pair("coding", coding);
        if let Some(smsc) = &self.smsc {
            query.append_pair("smsc", smsc);
        }
        if let Some(end) = text.useless_after {
            query.append_pair("validity", &(end - now).num_minutes().max(1).to_string());
        }
        drop(query);
        let told =
            format!("{}&text={}", address.query().unwrap_or(""), byte_serialize(&bytes).collect::<String>());
        address.set_query(Some(&told));
        address
    }
}

/// What the bytes of a message say. Kannel hands seven-bit texts over in UTF-8, whatever it calls them.
fn text_of(coding: &str, charset: &str, bytes: &[u8]) -> Result<String, &'static str> {
    let utf8 = || std::str::from_utf8(bytes).map(str::to_owned);
    match (coding, charset.to_ascii_uppercase().as_str()) {
        (_, "UTF-16BE" | "UTF-16" | "UCS-2" | "ISO-10646-UCS-2") | ("2", "") => {
            of_utf16(bytes).ok_or("not UTF-16")
        }
        (_, "WINDOWS-1252" | "CP1252" | "ISO-8859-1" | "LATIN1") => Ok(of_windows_1252(bytes)),
        (_, "8-BIT" | "BINARY") | ("1", "") => match utf8() {
            // Some SMSCs call a text binary; ring tones and settings have control characters.
            Ok(text) if !text.chars().any(|c| c.is_control() && !c.is_whitespace()) => Ok(text),
            _ => Err("not a text"),
        },
        (_, "UTF-8" | "UTF8" | "GSM" | "ASCII" | "US-ASCII" | "") => utf8().map_err(|_| "not UTF-8"),
        _ => Err("unknown charset"),
    }
}

/// Why the SMSC failed, without its `text:`, which repeats what was written.
fn reason(reply: &str) -> Option<String> {
    if reply.starts_with("NACK/") {
        return Some(remark(reply));
    }
    let reply = reply.split(" text:").next().unwrap_or_default();
    let told = |name| Some(reply.split_once(name)?.1.split_whitespace().next()?.to_owned());
    let state = told("stat:")?;
    Some(remark(&[state, told("err:").unwrap_or_default()].join(" ")))
}

/// Why Kannel did not take a text on; none when it did.
fn failure(answer: &Answer, now: DateTime<Utc>) -> Option<SendFailure> {
    let said = String::from_utf8_lossy(&answer.body);
    let (class, code) = match answer.status {
        StatusCode::ACCEPTED => return None,
        StatusCode::FORBIDDEN if said.starts_with("Not routable") => (Class::Rejected, "not_routable"),
        // Whoever answers so is not smsbox.
        success if success.is_success() => (Class::Misconfigured, "not_kannel"),
        _ => return of_status(answer, now),
    };
    Some(SendFailure::new(class, code, Some(answer.status.as_u16().to_string())))
}

#[cfg(test)]
mod tests;
