//! SMS by Jasmin, a gateway between SMPP and HTTP. It cannot sign: who calls is known by a secret word in the path, and reports come
//! back to an address behind it that ends with the parcel's id. It takes nothing but its own word for "received".
//! Not here: cutting a text into parts and joining them, which Jasmin does.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url, header::CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};

use super::{
    Accepted, Call, Class, Heard, Kind, Network, Reading, SendFailure, Sending, Text, Thanks,
    client::{Answer, Client, EXCHANGE_LIMIT},
    failure::{of_status, throttled},
    reading::{id, is_form, of_utf16, of_windows_1252, remark, sender, unescaped, words},
    settings::{Form, Key, Settings},
};
use crate::{
    message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt},
    text::{Encoding, segments},
};

/// Jasmin, as settings name it.
pub const KIND: Kind = Kind {
    name: "jasmin",
    keys: &[
        // The word in the path by which Jasmin is known.
        Key::must("token", Form::Agreed),
        // Its `/send`.
        Key::must("send_url", Form::Url),
        // A user of Jasmin.
        Key::must("username", Form::Text),
        // The user's password.
        Key::must("password", Form::Password),
        // The number or name that receivers see.
        Key::must("sender", Form::Text),
        // What the operator means by "the default alphabet".
        Key::or("alphabet", Form::OneOf(&["gsm", "latin1"]), "gsm"),
    ],
    needs_public_url: true,
    per_second: 10,
    open: |settings, client| Arc::new(Jasmin::new(&settings, client)),
};

/// One line through Jasmin.
#[derive(Clone, Debug)]
pub struct Jasmin {
    line: Line,
    token: SecretString,
    send_url: Url,
    username: String,
    password: SecretString,
    sender: String,
    latin1: bool,
    /// Where reports are told, before the parcel's id.
    receipts: SecretString,
    client: Client,
}

impl Network for Jasmin {
    fn hear(&self, call: &Call<'_>, _: DateTime<Utc>) -> Heard {
        let Some(door) = call.behind(&self.token) else { return Heard::NotLetIn };
        let form =
            if is_form(call.header(CONTENT_TYPE.as_str())) { call.body } else { call.query.as_bytes() };
        let reading = match door.strip_prefix("receipts/") {
            Some(parcel) => self.read_receipt(parcel, form),
            None if door.is_empty() => self.read_message(form),
            None => Err("unknown door"),
        };
        Heard::one(reading.map_or_else(Reading::Ignored, Reading::Arrival))
    }

    fn thanks(&self) -> Thanks {
        Thanks { content_type: Some("text/plain"), body: "ACK/Jasmin" }
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl Jasmin {
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
            latin1: settings.text("alphabet") == "latin1",
            receipts: receipts.into(),
            client,
        }
    }

    // ---- reading ----

    /// `binary` is the text as it came; `content` the same bytes behind percent signs.
    fn read_message(&self, form: &[u8]) -> Result<Arrival, &'static str> {
        let bytes = match bytes_of(form, "binary") {
            Some(hex) => hex::decode(hex).map_err(|_| "not hexadecimal")?,
            None => bytes_of(form, "content").unwrap_or_default(),
        };
        let text = self.text_of(&said(form, "coding")?, &bytes)?;
        let provider_id = id(&said(form, "id")?).ok_or("no id")?;
        let from = sender(&said(form, "from")?).ok_or("no sender")?;
        Ok(Arrival::of(&self.line, provider_id, from, Body::Text { words: words(&text) }))
    }

    /// What the bytes say, by the `data_coding` of SMPP.
    fn text_of(&self, coding: &str, bytes: &[u8]) -> Result<String, &'static str> {
        match coding {
            "8" => of_utf16(bytes).ok_or("not UTF-16"),
            "3" => Ok(of_windows_1252(bytes)),
            "0" | "" if self.latin1 => Ok(of_windows_1252(bytes)),
            "0" | "" => of_gsm7(bytes).ok_or("not GSM-7"),
            "1" => String::from_utf8(bytes.to_vec()).map_err(|_| "not ASCII"),
            "6" => Ok(of_iso_8859_5(bytes)),
            _ => Err("not a text"),
        }
    }

    /// The status tells, not `dlvrd`, which is "001" for a text that was only accepted. `text` repeats what was written.
    fn read_receipt(&self, parcel: &str, form: &[u8]) -> Result<Arrival, &'static str> {
        let parcel = parcel.parse().map_err(|_| "unknown parcel")?;
        let status = said(form, "message_status")?;
        let fate = match status.as_str() {
            "ESME_ROK" | "ACCEPTD" | "ENROUTE" | "UNKNOWN" => Fate::Sent,
            "DELIVRD" => Fate::Delivered,
            "EXPIRED" | "UNDELIV" | "REJECTD" | "DELETED" => Fate::Failed,
            refused if refused.starts_with("ESME_R") && refused.len() <= 32 => Fate::Failed,
            _ => return Err("unknown status"),
        };
        let told = |name| said(form, name).map(|told| Some(remark(&told)).filter(|told| !told.is_empty()));
        let account = Some(Account {
            error: told("err")?,
            at: told("donedate")?,
            status: status.clone(),
            portion: None,
        });
        let receipt = Receipt { parcel: ParcelName::Ours(parcel), fate, account };
        Ok(Arrival::report(&self.line, &status, receipt))
    }

    // ---- sending ----

    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let answer = self.client.get(self.address_of(text, now), EXCHANGE_LIMIT).await?;
        accepted(&answer, now)
    }

    fn address_of(&self, text: &Text<'_>, now: DateTime<Utc>) -> Url {
        let words = text.words.as_str();
        let report = format!("{}/{}", self.receipts.expose_secret(), text.id);
        let mut address = self.send_url.clone();
        let mut query = address.query_pairs_mut();
        query
            .append_pair("username", &self.username)
            .append_pair("password", self.password.expose_secret())
            // SMPP numbers have no plus.
            .append_pair("to", text.to.handle.trim_start_matches('+'))
            .append_pair("from", &self.sender);
        match segments(words).encoding {
            Encoding::Gsm7 => query.append_pair("coding", "0").append_pair("content", words),
            Encoding::Ucs2 => {
                let bytes: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
                query.append_pair("coding", "8").append_pair("hex-content", &hex::encode(bytes))
            }
        };
        query
            .append_pair("dlr", "yes")
            .append_pair("dlr-level", "3")
            .append_pair("dlr-method", "POST")
            .append_pair("dlr-url", &report);
        if let Some(end) = text.useless_after {
            query.append_pair("validity-period", &(end - now).num_minutes().max(1).to_string());
        }
        drop(query);
        address
    }
}

/// The bytes of a field: texts in UTF-16 are no UTF-8, and must not be mended into it.
fn bytes_of(form: &[u8], name: &str) -> Option<Vec<u8>> {
    form.split(|byte| *byte == b'&').find_map(|field| {
        let value = field.strip_prefix(name.as_bytes())?.strip_prefix(b"=")?;
        let spaced: Vec<u8> = value.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        Some(unescaped(&spaced))
    })
}

/// A field in UTF-8; a missing one is empty.
fn said(form: &[u8], name: &str) -> Result<String, &'static str> {
    String::from_utf8(bytes_of(form, name).unwrap_or_default()).map_err(|_| "not UTF-8")
}

/// The text behind GSM-7 with one septet in each byte.
fn of_gsm7(bytes: &[u8]) -> Option<String> {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
        ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    let mut text = String::with_capacity(bytes.len());
    let mut septets = bytes.iter();
    while let Some(septet) = septets.next() {
        text.push(match septet {
            0x1B => match septets.next()? {
                0x0A => '\u{c}',
                0x14 => '^',
                0x28 => '{',
                0x29 => '}',
                0x2F => '\\',
                0x3C => '[',
                0x3D => '~',
                0x3E => ']',
                0x40 => '|',
                0x65 => '€',
                _ => char::REPLACEMENT_CHARACTER,
            },
            plain => BASIC.chars().nth(usize::from(*plain))?,
        });
    }
    Some(text)
}

/// The text behind ISO 8859-5.
fn of_iso_8859_5(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0xF0 => '№',
        0xFD => '§',
        0xA1..=0xAC | 0xAE..=0xFF => {
            char::from_u32(0x0400 + u32::from(byte - 0xA0)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        plain => char::from(plain),
    };
    bytes.iter().map(letter).collect()
}

/// Whether Jasmin took a text on.
fn accepted(answer: &Answer, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
    let said = String::from_utf8_lossy(&answer.body);
    let status = answer.status.as_u16();
    let failed = |class, code| SendFailure::new(class, code, Some(status.to_string()));
    match answer.status {
        StatusCode::FORBIDDEN if said.contains("throughput exceeded") => return Err(throttled(None, status)),
        StatusCode::PRECONDITION_FAILED => return Err(failed(Class::Misconfigured, "no_route")),
        _ => of_status(answer, now).map_or(Ok(()), Err)?,
    }
    let told = said.trim().strip_prefix("Success \"");
    // Whoever answers otherwise is not Jasmin.
    let told = told.ok_or_else(|| failed(Class::Misconfigured, "not_jasmin"))?;
    Ok(Accepted { provider_id: id(told.trim_end_matches('"')) })
}

#[cfg(test)]
mod tests;
