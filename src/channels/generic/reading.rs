//! Reads messages and receipts, as JSON or as a form, tolerant of fields that the protocol does not know.
//! Not here: who may call (`Generic::authentic`), and whether a sender can be answered (`Address::answerable`).

use serde::Deserialize;
use serde_json::Value;

use super::Generic;
use crate::{
    channels::{
        Reading,
        reading::{Mended, fields, id, is_form, of_json, remark, sender, words},
    },
    message::{self, Account, Arrival, Body, Fate, ParcelName},
};

#[derive(Deserialize)]
struct Message {
    id: String,
    from: String,
    text: Option<Mended>,
}

#[derive(Deserialize)]
struct Receipt {
    id: String,
    status: String,
    /// A word, a code, an object: kept as it is.
    error: Option<Value>,
    at: Option<Value>,
}

impl Generic {
    /// Reads an authentic message; anything that is not called a form is taken for JSON.
    pub(super) fn read_arrival(&self, content_type: &str, body: &[u8]) -> Reading {
        let read = if is_form(content_type) { message_of_form(body) } else { of_json(body) };
        let Some(Message { id: told, from, text }) = read else { return Reading::Malformed };
        let (Some(provider_id), Some(from)) = (id(&told), sender(&from)) else { return Reading::Malformed };
        let words = words(text.as_ref().map_or("", |text| &text.0));
        Reading::Arrival(Arrival::of(&self.line, provider_id, from, Body::Text { words }))
    }

    /// Reads an authentic delivery receipt.
    pub(super) fn read_receipt(&self, body: &[u8]) -> Reading {
        let Some(Receipt { id: told, status, error, at }) = of_json(body) else { return Reading::Malformed };
        let Some(told) = id(&told) else { return Reading::Ignored("unknown parcel") };
        let parcel = ParcelName::from(told.as_str());
        let fate = match status.as_str() {
            "sent" => Fate::Sent,
            "delivered" => Fate::Delivered,
            "failed" => Fate::Failed,
            _ => return Reading::Ignored("unknown status"),
        };
        let account =
            Some(Account { status: status.clone(), error: said(error), at: said(at), portion: None });
        let receipt = message::Receipt { parcel, fate, account };
        Reading::Arrival(Arrival::report(&self.line, &status, receipt))
    }
}

/// What a network adds to a status.
fn said(value: Option<Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(remark(&text)),
        other => Some(remark(&other.to_string())),
    }
}

fn message_of_form(body: &[u8]) -> Option<Message> {
    fields(body)?;
    let mut message: Message = serde_urlencoded::from_bytes(body).ok()?;
    // Gateways forget to escape the plus of a number, which makes it a space.
    if let Some(digits) = message.from.strip_prefix(' ').filter(|rest| is_digits(rest)) {
        message.from = format!("+{digits}");
    }
    Some(message)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{channels::generic::tests::ear, message::Channel};

    const FORM: &str = "application/x-www-form-urlencoded";

    fn arrival(reading: Reading) -> Arrival {
        match reading {
            Reading::Arrival(arrival) => arrival,
            other => panic!("{other:?}"),
        }
    }

    /// Id, sender and words.
    type Told = (String, String, String);

    /// What a message in JSON is read as.
    fn json(body: &str) -> Told {
        message(ear().read_arrival("application/json", body.as_bytes()))
    }

    /// What a message in a form is read as.
    fn form(body: &str) -> Told {
        message(ear().read_arrival(FORM, body.as_bytes()))
    }

    fn message(reading: Reading) -> Told {
        let arrival = arrival(reading);
        assert_eq!(arrival.line, ear().line);
        let from = arrival.from.expect("a sender");
        assert_eq!(from.channel, Channel::Sms);
        let Body::Text { words } = arrival.body else { panic!("not a text") };
        (arrival.provider_id, from.handle, words.as_str().to_owned())
    }

    fn told(id: &str, from: &str, text: &str) -> Told {
        (id.to_owned(), from.to_owned(), text.to_owned())
    }

    /// Every payload, its type, and what it is read as; `None` is malformed.
    fn table() -> Vec<(&'static str, &'static str, Option<Told>)> {
        let json = "application/json";
        let cyrillic = "Добар дан, вратили смо се у Ђаковицу.\nТреба ми лична карта";
        vec![
            (
                "albanian.json",
                json,
                Some(told("in-0001", "+38344123456", "Përshëndetje, s'kam letërnjoftim")),
            ),
            (
                "cyrillic.json",
                "application/json; charset=utf-8",
                Some(told("in-0002", "+38349123456", cyrillic)),
            ),
            ("escaped.json", json, Some(told("in-0003", "+38344123456", "S'kam dokumente & banesë"))),
            ("unknown_fields.json", json, Some(told("in-0004", "+41791234567", "STATUSI 417-2608"))),
            ("without_time.json", json, Some(told("in-0005", "+38344123456", "po"))),
            ("empty_text.json", json, Some(told("in-0006", "+38344123456", ""))),
            ("short_code.json", json, Some(told("in-0007", "50505", "Keni kredi 0.20 EUR"))),
            ("name_as_sender.json", json, Some(told("in-0008", "IPKO", "Oferta e javes"))),
            (
                "half_an_emoji.json",
                json,
                Some(told("in-0009", "+38344123456", "faleminderit \u{FFFD}\u{FFFD}\u{FFFD}")),
            ),
            (
                "albanian.form",
                FORM,
                Some(told("in-0010", "+38344123456", "Shtëpia ime & 1 dhomë = 50% e djegur")),
            ),
            (
                "cyrillic.form",
                "application/x-www-form-urlencoded; charset=UTF-8",
                Some(told("in-0011", "+38349123456", "СТАТУС")),
            ),
            ("plus_not_escaped.form", FORM, Some(told("in-0012", "+38344123456", "po"))),
            ("latin1.form", FORM, None),
            ("without_id.json", json, None),
            ("without_sender.form", FORM, None),
            ("torn.json", json, None),
        ]
    }

    #[test]
    fn every_payload_is_read_as_the_table_says() {
        for (name, content_type, expected) in table() {
            let path = format!("{}/tests/payloads/generic/{name}", env!("CARGO_MANIFEST_DIR"));
            let body = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            match (ear().read_arrival(content_type, body.trim_ascii_end()), expected) {
                (Reading::Malformed, None) => {}
                (reading, Some(expected)) => assert_eq!(message(reading), expected, "{name}"),
                (reading, None) => panic!("{name}: {reading:?}"),
            }
        }
    }

    #[test]
    fn no_payload_is_forgotten() {
        let folder = format!("{}/tests/payloads/generic", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the payloads")
            .map(|file| file.expect("a file").file_name().into_string().expect("a plain name"))
            .collect();
        let mut named: Vec<&str> = table().iter().map(|(name, ..)| *name).collect();
        files.sort();
        named.sort_unstable();
        assert_eq!(files, named);
    }

    #[test]
    fn a_number_has_one_spelling() {
        let sender = |from: &str| json(&format!(r#"{{"id":"1","from":"{from}","text":""}}"#)).1;
        for from in [
            "+383 44 123 456",
            "+383-44-123456",
            " +38344123456 ",
            "+383 (44) 123.456",
            "+383/44123456",
            "38344123456",
            "044/123-456",
        ] {
            assert_eq!(sender(from), "+38344123456", "{from}");
        }
        for from in ["50505", "+", "+383x", "Banka Kombëtare", "５０５０５"] {
            assert_eq!(sender(from), from, "{from}");
        }
        assert_eq!(form("id=1&from=+38344123456&text=po").1, "+38344123456");
        assert_eq!(form("id=1&from=38344123456&text=po").1, "+38344123456");
        assert_eq!(form("id=1&from=+Vala&text=po").1, "Vala");
    }

    #[test]
    fn texts_of_any_length_and_letters_are_safe() {
        let text = |text: &str| {
            json(&serde_json::json!({ "id": "1", "from": "+38344123456", "text": text }).to_string()).2
        };
        assert_eq!(text("a\0b"), "a\u{FFFD}b");
        assert_eq!(text("\u{202E}\u{200B}\r\n\t🏚"), "\u{202E}\u{200B}\r\n\t🏚");
        assert_eq!(text(&"ж".repeat(20_000)), "ж".repeat(10_000));
        assert_eq!(form("id=1&from=%2B38344123456&text=a%00b%ZZ%").2, "a\u{FFFD}b%ZZ%");
        assert_eq!(
            json(r#"{"id":"1\u0000","from":"a\u0000","text":null}"#),
            told("1\u{FFFD}", "a\u{FFFD}", "")
        );
        assert_eq!(json(r#"{"id":"1","from":"a"}"#).2, "");
    }

    #[test]
    fn what_has_no_id_or_sender_is_malformed() {
        let long = format!(r#"{{"id":"{}","from":"+38344123456","text":""}}"#, "1".repeat(256));
        for body in [
            "",
            "{}",
            "[]",
            "null",
            "7",
            r#"{"id":"1","text":"a"}"#,
            r#"{"from":"+38344123456","text":"a"}"#,
            r#"{"id":"","from":"+38344123456","text":"a"}"#,
            r#"{"id":"1","from":"  ","text":"a"}"#,
            r#"{"id":1,"from":"+38344123456","text":"a"}"#,
            r#"{"id":"1","from":"+38344123456","text":["a"]}"#,
            r#"{"id":"1","id":"2","from":"+38344123456","text":"a"}"#,
            "id=1&from=%2B38344123456&text=a",
            long.as_str(),
        ] {
            let reading = ear().read_arrival("application/json", body.as_bytes());
            assert!(matches!(reading, Reading::Malformed), "{body}");
        }
        for body in
            ["", "id=1", "from=a&text=b", "id=&from=a", r#"{"id":"1","from":"+38344123456","text":"a"}"#]
        {
            assert!(matches!(ear().read_arrival(FORM, body.as_bytes()), Reading::Malformed), "{body}");
        }
        let latin1 = b"{\"id\":\"1\",\"from\":\"a\",\"text\":\"K\xEBrkes\xEB\"}";
        assert!(matches!(ear().read_arrival("application/json", latin1), Reading::Malformed));
        assert!(matches!(ear().read_arrival(FORM, b"id=1&from=a&text=K\xEBrkes\xEB"), Reading::Malformed));
    }

    #[test]
    fn a_receipt_tells_the_fate_of_a_parcel() {
        for (status, fate) in [("sent", Fate::Sent), ("delivered", Fate::Delivered), ("failed", Fate::Failed)]
        {
            for id in ["0191e1807d607000aded7d8b151cbd5b", "0191e180-7d60-7000-aded-7d8b151cbd5b"] {
                let body = format!(
                    r#"{{"id":"{id}","status":"{status}","at":"2026-01-15T09:30:00Z","error":null}}"#
                );
                let arrival = arrival(ear().read_receipt(body.as_bytes()));
                let parcel = uuid::Uuid::from_u128(0x0191_e180_7d60_7000_aded_7d8b_151c_bd5b);
                let parcel = ParcelName::Ours(crate::ids::ParcelId(parcel));
                let at = Some("2026-01-15T09:30:00Z".to_owned());
                let account = Some(Account { status: status.to_owned(), at, ..Account::default() });
                assert_eq!(arrival.body, Body::Receipt(message::Receipt { parcel, fate, account }));
                assert_eq!(arrival.provider_id, format!("0191e1807d607000aded7d8b151cbd5b:{status}"));
                assert_eq!(arrival.from, None);
                assert_eq!(arrival.line, ear().line);
            }
        }
    }

    #[test]
    fn a_receipt_may_name_the_networks_own_id() {
        let body = br#"{"id":"sms-1","status":"sent","error":{"code":27,"why":"+38344123456 is absent"}}"#;
        let read = arrival(ear().read_receipt(body));
        let parcel = ParcelName::Theirs("sms-1".to_owned());
        let error = Some(r#"{"code":27,"why":"+38344123456 is absent"}"#.to_owned());
        assert!(!format!("{read:?}").contains("38344"), "what a network says may name a number");
        let account = Some(Account { status: "sent".to_owned(), error, ..Account::default() });
        assert_eq!(read.body, Body::Receipt(message::Receipt { parcel, fate: Fate::Sent, account }));
        assert_eq!(read.provider_id, "their sms-1:sent");
    }

    #[test]
    fn other_receipts_are_of_no_use() {
        let reason = |body: &str| match ear().read_receipt(body.as_bytes()) {
            Reading::Ignored(reason) => reason,
            Reading::Malformed => "malformed",
            Reading::Arrival(_) => "arrival",
        };
        assert_eq!(reason(r#"{"id":"","status":"sent"}"#), "unknown parcel");
        assert_eq!(reason(r#"{"id":"0191e1807d607000aded7d8b151cbd5b","status":"SENT"}"#), "unknown status");
        assert_eq!(
            reason(r#"{"id":"0191e1807d607000aded7d8b151cbd5b","status":"queued"}"#),
            "unknown status"
        );
        for body in [
            "",
            "{}",
            "[1]",
            r#"{"id":"a"}"#,
            r#"{"status":"sent"}"#,
            r#"{"id":1,"status":"sent"}"#,
            "id=a&status=sent",
        ] {
            assert_eq!(reason(body), "malformed", "{body}");
        }
        assert!(matches!(ear().read_receipt(b"{\"id\":\"\xFF\",\"status\":\"sent\"}"), Reading::Malformed));
    }

    fn escape() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z0-9+ %&=]{0,12}",
            any::<u8>().prop_map(|byte| format!("%{byte:02X}")),
            any::<u16>().prop_map(|unit| format!("\\u{unit:04x}")),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_readers_panic(body in prop::collection::vec(any::<u8>(), 0..200), kind in any::<String>()) {
            let _ = ear().read_receipt(&body);
            for content_type in ["application/json", FORM, &kind] {
                let _ = ear().read_arrival(content_type, &body);
            }
        }

        #[test]
        fn whatever_is_read_can_be_stored(parts in prop::collection::vec(escape(), 0..8)) {
            let text = parts.concat();
            for (content_type, body) in [
                ("application/json", format!(r#"{{"id":"1{text}","from":"+{text}","text":"{text}"}}"#)),
                (FORM, format!("id=1{text}&from=%2B{text}&text={text}")),
            ] {
                if let Reading::Arrival(arrival) = ear().read_arrival(content_type, body.as_bytes()) {
                    let (id, from, words) = message(Reading::Arrival(arrival));
                    prop_assert!(![&id, &from, &words].into_iter().any(|text| text.contains('\0')));
                    prop_assert!(!id.is_empty() && !from.is_empty());
                }
            }
        }
    }
}
