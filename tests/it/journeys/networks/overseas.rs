//! The rows of Twilio and Vonage, signed here by plain hashing.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    Becomes, NUMBER, PASSWORD, Refused, Rejected, Row, SECRET, TOO_LARGE, WORDS, hex_hmac, knock, spoilt,
};
use crate::stage::door::{FORM, JSON, Knock};

const ACCOUNT: &str = "AC00000000000000000000000000000001";

pub fn rows() -> [Row; 3] {
    [
        Row {
            kind: "twilio",
            settings: &[("account_sid", ACCOUNT), ("auth_token", SECRET), ("sender", "Prag")],
            good: |_| twilio(SECRET, &message()),
            bad: |_| {
                let good = twilio(SECRET, &message());
                let mut changed = good.clone();
                changed.body[20] ^= 1;
                let other = message().map(|(name, value)| (name, value.replace(ACCOUNT, "AC2")));
                let other: Vec<(&str, &str)> =
                    other.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let torn = Knock { body: good.body[..good.body.len() / 2].to_vec(), ..good.clone() };
                vec![
                    ("wrong secret", twilio("another", &message()), Refused(401)),
                    ("no signature", good.clone().with("x-twilio-signature", None), Refused(401)),
                    ("one byte changed", changed, Refused(401)),
                    ("torn", torn, Refused(401)),
                    ("not UTF-8", Knock { body: spoilt(&good.body), ..good.clone() }, Refused(401)),
                    ("too large", Knock { body: vec![b'a'; TOO_LARGE], ..good }, Refused(413)),
                    ("another account", twilio(SECRET, &other), Rejected("another account")),
                ]
            },
        },
        Row {
            kind: "vonage-messages",
            settings: &[
                ("api_key", "k1"),
                ("api_secret", PASSWORD),
                ("signature_secret", SECRET),
                ("sender", "Prag"),
            ],
            good: |now| vonage_messages(now, SECRET, vonage_body().as_bytes()),
            bad: |now| {
                let body = vonage_body();
                let signed = |body: &[u8]| vonage_messages(now, SECRET, body);
                let good = signed(body.as_bytes());
                let mut bad: Vec<(&str, Knock, Becomes)> = vec![
                    ("wrong secret", vonage_messages(now, "another", body.as_bytes()), Refused(401)),
                    ("old", vonage_messages(now - 301, SECRET, body.as_bytes()), Refused(401)),
                    ("no token", good.clone().with("authorization", None), Refused(401)),
                    ("not UTF-8", signed(&spoilt(body.as_bytes())), Rejected("not in its form")),
                    ("torn", signed(&body.as_bytes()[..body.len() / 2]), Rejected("not in its form")),
                ];
                bad.extend(super::for_every_kind(&good));
                bad
            },
        },
        Row {
            kind: "vonage-sms",
            settings: &[
                ("api_key", "k1"),
                ("api_secret", PASSWORD),
                ("signature_secret", SECRET),
                ("signature", "sha256"),
                ("sender", "Prag"),
            ],
            good: |now| vonage_sms(now, SECRET, "k1"),
            bad: |now| {
                let good = vonage_sms(now, SECRET, "k1");
                let torn = Knock { body: good.body[..good.body.len() / 2].to_vec(), ..good.clone() };
                let mut bad = vec![
                    ("wrong secret", vonage_sms(now, "another", "k1"), Refused(401)),
                    ("old", vonage_sms(now - 301, SECRET, "k1"), Refused(401)),
                    ("torn", torn, Refused(401)),
                    ("not UTF-8", Knock { body: spoilt(&good.body), ..good.clone() }, Refused(401)),
                    ("another account", vonage_sms(now, SECRET, "k2"), Rejected("another account")),
                ];
                bad.extend(super::for_every_kind(&good));
                bad
            },
        },
    ]
}

fn message() -> [(&'static str, &'static str); 4] {
    [("AccountSid", ACCOUNT), ("Body", WORDS), ("From", NUMBER), ("MessageSid", "SM1")]
}

fn form(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).expect("a form")
}

/// The fields come sorted by name.
fn twilio(secret: &str, fields: &[(&str, &str)]) -> Knock {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(b"https://prag.example.org/sms/twilio");
    fields.iter().for_each(|(name, value)| mac.update(format!("{name}{value}").as_bytes()));
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let headers = vec![("content-type", FORM.to_owned()), ("x-twilio-signature", signature)];
    knock("/sms/twilio", headers, form(fields).as_bytes())
}

fn vonage_body() -> String {
    json!({ "message_uuid": "u-1", "from": &NUMBER[1..], "channel": "sms", "message_type": "text", "text": WORDS })
        .to_string()
}

fn vonage_messages(now: i64, secret: &str, body: &[u8]) -> Knock {
    let digest = hex::encode(Sha256::digest(body));
    let claims = json!({ "iat": now, "jti": "j", "iss": "Vonage", "payload_hash": digest, "api_key": "k1" });
    let encoded = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let signed = format!("{}.{}", encoded(&json!({ "alg": "HS256", "typ": "JWT" })), encoded(&claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(signed.as_bytes());
    let token = format!("Bearer {signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    knock("/sms/vonage-messages", vec![("content-type", JSON.to_owned()), ("authorization", token)], body)
}

fn vonage_sms(now: i64, secret: &str, account: &str) -> Knock {
    vonage_sms_of(now, secret, &[("api-key", account), ("messageId", "0B1"), ("text", WORDS)])
}

/// A part of a long message.
pub fn vonage_part(now: i64, id: &str, part: &str, words: &str) -> Knock {
    let fields = [
        ("api-key", "k1"),
        ("concat", "true"),
        ("concat-part", part),
        ("concat-ref", "88"),
        ("concat-total", "3"),
        ("messageId", id),
        ("text", words),
    ];
    vonage_sms_of(now, SECRET, &fields)
}

fn vonage_sms_of(now: i64, secret: &str, fields: &[(&str, &str)]) -> Knock {
    let at = now.to_string();
    let mut fields = fields.to_vec();
    fields.extend([("msisdn", &NUMBER[1..]), ("timestamp", at.as_str()), ("to", "41790000000")]);
    fields.sort_unstable();
    let said: String = fields.iter().map(|(name, value)| format!("&{name}={value}")).collect();
    let signature = hex_hmac(secret, &[said.as_bytes()]);
    fields.push(("sig", &signature));
    knock("/sms/vonage-sms", vec![("content-type", FORM.to_owned())], form(&fields).as_bytes())
}
