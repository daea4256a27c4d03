//! The Messages API. Who calls shows a token, signed with HS256, that holds a digest of the body; long texts come joined.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::{Url, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{LIFE, digits};
use crate::{
    channels::{
        Accepted, Call, Heard, Kind, Network, Reading, SendFailure, Sending, Text,
        client::{Client, EXCHANGE_LIMIT},
        failure::of_status,
        proof::{authorization, basic, same, timely},
        reading::{Mended, id, of_json, remark, sender, words},
        settings::{Form, Key, Settings},
    },
    message::{Account, Arrival, Body, Fate, Line, ParcelName, Receipt},
};

/// The Messages API, as settings name it.
pub const KIND: Kind = Kind {
    name: "vonage-messages",
    keys: &[
        Key::must("api_key", Form::Text),
        Key::must("api_secret", Form::Password),
        Key::must("signature_secret", Form::Password),
        Key::must("sender", Form::Text),
        Key::or("api_url", Form::Url, "https://api.nexmo.com"),
    ],
    needs_public_url: true,
    per_second: 1,
    open: |settings, client| Arc::new(VonageMessages::new(&settings, client)),
};

/// One number.
#[derive(Clone, Debug)]
pub(super) struct VonageMessages {
    line: Line,
    doors: String,
    key: String,
    secret: SecretString,
    signature_secret: SecretString,
    sender: String,
    messages: Url,
    client: Client,
}

impl Network for VonageMessages {
    fn hear(&self, call: &Call<'_>, now: DateTime<Utc>) -> Heard {
        if !self.authentic(call, now) {
            return Heard::NotLetIn;
        }
        let reading = match call.below {
            "" => of_json(call.body).map(|message| self.read_message(message)),
            "receipts" => of_json(call.body).map(|report| self.read_receipt(report)),
            _ => None,
        };
        Heard::one(reading.unwrap_or(Reading::Ignored("not in its form")))
    }

    fn send<'a>(&'a self, text: &'a Text<'a>, now: DateTime<Utc>) -> Sending<'a> {
        Box::pin(self.hand_over(text, now))
    }
}

impl VonageMessages {
    pub(super) fn new(settings: &Settings, client: Client) -> Self {
        let mut messages = settings.url("api_url");
        messages.set_path("/v1/messages");
        Self {
            line: settings.line.clone(),
            doors: settings.doors.clone().unwrap_or_default(),
            key: settings.text("api_key").to_owned(),
            secret: settings.secret("api_secret"),
            signature_secret: settings.secret("signature_secret"),
            sender: settings.text("sender").to_owned(),
            messages,
            client,
        }
    }
}

// ---- who may call ----

#[derive(Deserialize)]
struct Claims {
    iat: i64,
    api_key: String,
    /// Vonage calls it optional; without it the token would let any body in.
    payload_hash: String,
}

impl VonageMessages {
    fn authentic(&self, call: &Call<'_>, now: DateTime<Utc>) -> bool {
        let secret = self.signature_secret.expose_secret();
        let Some(token) = call.header(AUTHORIZATION.as_str()).strip_prefix("Bearer ") else { return false };
        // No other algorithm, and no end of its own: `iat` is the time of signing.
        let mut rules = Validation::new(Algorithm::HS256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        rules.validate_aud = false;
        let key = DecodingKey::from_secret(secret.as_bytes());
        let Ok(token) = jsonwebtoken::decode::<Claims>(token, &key, &rules) else { return false };
        let Claims { iat, api_key, payload_hash } = token.claims;
        let digest = hex::encode(Sha256::digest(call.body));
        !secret.is_empty()
            && timely(&iat.to_string(), now)
            && api_key == self.key
            && same(&payload_hash.to_ascii_lowercase(), &digest.into())
    }
}

// ---- reading ----

#[derive(Deserialize)]
struct Message {
    message_uuid: String,
    from: String,
    message_type: Option<String>,
    text: Option<Mended>,
}

#[derive(Deserialize)]
struct Report {
    message_uuid: String,
    status: String,
    client_ref: Option<String>,
    timestamp: Option<String>,
    error: Option<serde_json::Value>,
}

impl VonageMessages {
    fn read_message(&self, said: Message) -> Reading {
        let (Some(provider_id), Some(from)) = (id(&said.message_uuid), sender(&said.from)) else {
            return Reading::Ignored("no message");
        };
        let body = match (said.text, said.message_type.as_deref()) {
            (None, Some(kind)) if kind != "text" => Body::Picture,
            (text, _) => Body::Text { words: words(text.as_ref().map_or("", |text| &text.0)) },
        };
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, body))
    }

    // ---- receipts ----

    fn read_receipt(&self, said: Report) -> Reading {
        let Some(name) = id(said.client_ref.as_deref().unwrap_or(&said.message_uuid)) else {
            return Reading::Ignored("unknown parcel");
        };
        let fate = match said.status.as_str() {
            "submitted" => Fate::Sent,
            "delivered" | "read" => Fate::Delivered,
            "rejected" | "undeliverable" => Fate::Failed,
            _ => return Reading::Ignored("unknown status"),
        };
        let error = said.error.map(|error| remark(&error.to_string()));
        let at = said.timestamp.as_deref().map(remark);
        let account = Some(Account { status: remark(&said.status), error, at, portion: None });
        let receipt = Receipt { parcel: ParcelName::from(name.as_str()), fate, account };
        Reading::Arrival(Arrival::report(&self.line, &said.status, receipt))
    }
}

// ---- sending, with the failures of HTTP ----

impl VonageMessages {
    async fn hand_over(&self, text: &Text<'_>, now: DateTime<Utc>) -> Result<Accepted, SendFailure> {
        let life = text.useless_after.map_or(*LIFE.end(), |end| (end - now).num_seconds());
        let json = json!({
            "message_type": "text",
            "channel": "sms",
            "to": digits(&text.to.handle),
            "from": self.sender,
            "text": text.words.as_str(),
            "client_ref": text.id.to_string(),
            "webhook_url": format!("{}/receipts", self.doors),
            "webhook_version": "v1",
            "ttl": life.clamp(*LIFE.start(), *LIFE.end()),
            "sms": { "encoding_type": "auto" },
        });
        let headers = authorization(&basic(&self.key, &self.secret));
        let body = json.to_string().into_bytes();
        let answer = self.client.post(self.messages.clone(), headers, body, EXCHANGE_LIMIT).await?;
        if let Some(failure) = of_status(&answer, now) {
            return Err(failure);
        }
        #[derive(Deserialize)]
        struct Taken {
            message_uuid: String,
        }
        let taken = serde_json::from_slice::<Taken>(&answer.body).ok();
        Ok(Accepted { provider_id: taken.and_then(|taken| id(&taken.message_uuid)) })
    }
}
