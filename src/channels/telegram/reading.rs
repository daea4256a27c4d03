//! Reads updates. Field by field and not through `teloxide::types::Update`: when a message holds a single thing newer
//! than that crate (a kind of formatting, say) the typed reading yields an empty message, and a person's words would
//! be lost. Not here: what the words mean; photos and voices are never fetched.

use serde_json::Value;

use crate::{
    channels::{
        Reading,
        reading::{storable, words},
    },
    message::{Address, Arrival, Body, Channel, Line},
};

/// Kinds of message that carry no words we could keep.
const PICTURES: [&str; 17] = [
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
];

/// Reads the body of a webhook request.
#[must_use]
pub fn read(body: &[u8]) -> Reading {
    serde_json::from_slice(body).map_or(Reading::Malformed, |update| read_update(&update))
}

/// Reads one update of a polled batch.
#[must_use]
pub fn read_update(update: &Value) -> Reading {
    let Some(provider_id) = name_of_update(update) else { return Reading::Malformed };
    match private(update) {
        Ok((from, body)) => {
            Reading::Arrival(Arrival { line: Line::telegram(), provider_id, from: Some(from), body })
        }
        Err(reason) => Reading::Ignored(reason),
    }
}

/// The name of an update, the same at every repetition: its id, and the moment of what it tells, because after a quiet week
/// the ids begin anew anywhere (Bot API, `Update`), also where they have been.
#[must_use]
pub fn name_of_update(update: &Value) -> Option<String> {
    let id = update["update_id"].as_i64()?;
    let moment = ["message", "edited_message", "my_chat_member"].iter().find_map(|kind| {
        let told = update.get(kind)?;
        told["edit_date"].as_i64().or_else(|| told["date"].as_i64())
    });
    // A pressed button tells no moment, but has an id of its own.
    let pressed = update["callback_query"]["id"].as_str();
    Some(match (moment, pressed) {
        (Some(moment), _) => format!("{id} at {moment}"),
        (None, Some(query)) => format!("{id} by {query}"),
        (None, None) => id.to_string(),
    })
}

/// Who did what in a private chat; or why the update is of no use.
fn private(update: &Value) -> Result<(Address, Body), &'static str> {
    let (chat, body) = if let Some(message) = update.get("message") {
        (&message["chat"], written(message))
    } else if let Some(message) = update.get("edited_message") {
        (&message["chat"], edited(message))
    } else if let Some(query) = update.get("callback_query") {
        (&query["message"]["chat"], pressed(query))
    } else if let Some(change) = update.get("my_chat_member") {
        (&change["chat"], let_in_or_out(change))
    } else if update.get("channel_post").or(update.get("edited_channel_post")).is_some() {
        return Err("channel post");
    } else {
        return Err("unknown kind of update");
    };
    if chat["type"] != "private" {
        return Err("not a private chat");
    }
    let handle = chat["id"].as_i64().ok_or("chat without an id")?.to_string();
    Ok((Address { channel: Channel::Telegram, handle }, body?))
}

fn written(message: &Value) -> Result<Body, &'static str> {
    if let Some(text) = text(message) {
        return Ok(Body::Text { words: words(text) });
    }
    let picture = PICTURES.iter().any(|kind| message.get(kind).is_some());
    if picture { Ok(Body::Picture) } else { Err("message about the chat itself") }
}

fn edited(message: &Value) -> Result<Body, &'static str> {
    // A shared live location is "edited" every few seconds.
    text(message).map(|text| Body::Edited { words: words(text) }).ok_or("edited without words")
}

fn text(message: &Value) -> Option<&str> {
    message["text"].as_str().or_else(|| message["caption"].as_str().filter(|caption| !caption.is_empty()))
}

fn pressed(query: &Value) -> Result<Body, &'static str> {
    match (query["data"].as_str(), query["id"].as_str()) {
        (Some(data), Some(id)) => Ok(Body::Button { data: storable(data), query: storable(id) }),
        _ => Err("button without data"),
    }
}

fn let_in_or_out(change: &Value) -> Result<Body, &'static str> {
    match change["new_chat_member"]["status"].as_str() {
        Some("kicked") => Ok(Body::Blocked),
        Some("member") => Ok(Body::Unblocked),
        _ => Err("unknown membership"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const PERSON: &str = "5000000007";

    fn payload(name: &str) -> Vec<u8> {
        let path = format!("{}/tests/payloads/telegram/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn text(words: &str) -> Result<Body, &'static str> {
        Ok(Body::Text { words: words.into() })
    }

    /// Every payload, its update id, and what it is read as.
    fn table() -> Vec<(&'static str, i64, Result<Body, &'static str>)> {
        let button =
            |data: &str| Body::Button { data: data.to_owned(), query: "21474836477012345".to_owned() };
        vec![
            (
                "private_text_albanian",
                817_200_101,
                text("Mirëdita, sapo u ktheva nga Gjermania. S'kam letërnjoftim ç'të bëj?"),
            ),
            (
                "private_text_cyrillic",
                817_200_102,
                text("Добар дан, вратили смо се у Ђаковицу, треба ми извод из матичне књиге"),
            ),
            ("private_text_english", 817_200_103, text("What happened to 417-2608? 👋🏽")),
            ("private_text_new_formatting", 817_200_104, text("Takimi: e hënë në 10")),
            ("private_reply_with_quote", 817_200_105, text("po, kjo")),
            ("start_with_payload", 817_200_106, text("/start q7XbW2m0aLr9Zt4KcVd1Ng")),
            ("edited_text", 817_200_107, Ok(Body::Edited { words: "Živim u Klini, ne u Istoku".into() })),
            ("edited_live_location", 817_200_108, Err("edited without words")),
            ("photo_with_caption", 817_200_109, text("Kjo është shtëpia ime në Rahovec")),
            ("photo_without_caption", 817_200_110, Ok(Body::Picture)),
            ("voice", 817_200_111, Ok(Body::Picture)),
            ("contact", 817_200_112, Ok(Body::Picture)),
            ("document", 817_200_113, Ok(Body::Picture)),
            ("sticker", 817_200_114, Ok(Body::Picture)),
            ("location", 817_200_115, Ok(Body::Picture)),
            ("forwarded_text", 817_200_116, text("Prijave za pomoć primaju se do petka.")),
            ("callback", 817_200_117, Ok(button("consent:yes"))),
            ("callback_under_an_old_message", 817_200_118, Ok(button("rsvp:2"))),
            ("callback_without_message", 817_200_119, Err("not a private chat")),
            ("blocked", 817_200_120, Ok(Body::Blocked)),
            ("unblocked", 817_200_121, Ok(Body::Unblocked)),
            ("group_message", 817_200_122, Err("not a private chat")),
            ("added_to_group", 817_200_123, Err("not a private chat")),
            ("channel_post", 817_200_124, Err("channel post")),
            ("pinned_message", 817_200_125, Err("message about the chat itself")),
            ("unknown_kind", 817_200_126, Err("unknown kind of update")),
        ]
    }

    #[test]
    fn a_repetition_has_the_same_name_and_a_later_update_of_the_same_id_another() {
        let at = |date: i64| json!({ "update_id": 7, "message": { "date": date, "text": "a" } });
        assert_eq!(name_of_update(&at(1)).as_deref(), Some("7 at 1"));
        assert_ne!(name_of_update(&at(1)), name_of_update(&at(2)));
        let edited = json!({ "update_id": 7, "edited_message": { "date": 1, "edit_date": 5 } });
        assert_eq!(name_of_update(&edited).as_deref(), Some("7 at 5"));
        let pressed = json!({ "update_id": 7, "callback_query": { "id": "99", "message": { "date": 1 } } });
        assert_eq!(name_of_update(&pressed).as_deref(), Some("7 by 99"));
        assert_eq!(name_of_update(&json!({ "update_id": 7, "poll": {} })).as_deref(), Some("7"));
        assert_eq!(name_of_update(&json!({ "message": { "date": 1 } })), None);
    }

    #[test]
    fn every_payload_is_read_as_the_table_says() {
        for (name, id, expected) in table() {
            match (read(&payload(name)), expected) {
                (Reading::Arrival(arrival), Ok(body)) => {
                    assert_eq!(arrival.body, body, "{name}");
                    let named = arrival.provider_id.split(' ').next();
                    assert_eq!(named, Some(id.to_string().as_str()), "{name}");
                    assert_eq!(arrival.line, Line::telegram(), "{name}");
                    assert_eq!(arrival.from.expect("a sender").handle, PERSON, "{name}");
                }
                (Reading::Ignored(reason), Err(expected)) => assert_eq!(reason, expected, "{name}"),
                (reading, _) => panic!("{name}: {reading:?}"),
            }
        }
    }

    #[test]
    fn no_payload_is_forgotten() {
        let folder = format!("{}/tests/payloads/telegram", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the payloads")
            .map(|file| file.expect("a file").file_name().into_string().expect("a plain name"))
            .collect();
        let mut named: Vec<String> = table().iter().map(|(name, ..)| format!("{name}.json")).collect();
        files.sort();
        named.sort();
        assert_eq!(files, named);
    }

    #[test]
    fn the_typed_reading_would_lose_words_that_this_one_keeps() {
        use teloxide::types::{Update, UpdateKind};
        let update: Update =
            serde_json::from_slice(&payload("private_text_new_formatting")).expect("an update");
        let UpdateKind::Message(message) = update.kind else { panic!("another kind") };
        assert_eq!(
            message.text(),
            None,
            "teloxide knows this formatting by now: take a newer one for the payload"
        );
    }

    #[test]
    fn a_polled_update_reads_like_a_delivered_one() {
        for (name, ..) in table() {
            let body = payload(name);
            let update: Value = serde_json::from_slice(&body).expect("JSON");
            assert_eq!(format!("{:?}", read_update(&update)), format!("{:?}", read(&body)), "{name}");
        }
    }

    #[test]
    fn what_telegram_never_sends_is_malformed() {
        for body in [
            "",
            "{not json",
            "[]",
            "null",
            "7",
            r#"{"message":{}}"#,
            r#"{"update_id":"7"}"#,
            "{\"update_id\":1",
        ] {
            assert!(matches!(read(body.as_bytes()), Reading::Malformed), "{body}");
        }
        assert!(matches!(read(b"\xff\xfe{}"), Reading::Malformed));
    }

    #[test]
    fn an_update_with_odd_parts_is_ignored_and_not_offered_again() {
        for body in [
            r#"{"update_id":1,"message":null}"#,
            r#"{"update_id":1,"message":{"chat":7,"text":"a"}}"#,
            r#"{"update_id":1,"message":{"chat":{"type":"private","id":"7"},"text":"a"}}"#,
            r#"{"update_id":1,"message":{"chat":{"type":"private","id":7},"text":["a"]}}"#,
            r#"{"update_id":1,"callback_query":{"id":"1","message":{"chat":{"type":"private","id":7}}}}"#,
            r#"{"update_id":1,"my_chat_member":{"chat":{"type":"private","id":7},"new_chat_member":{"status":"left"}}}"#,
        ] {
            assert!(matches!(read(body.as_bytes()), Reading::Ignored(_)), "{body}");
        }
    }

    #[test]
    fn nothing_that_postgres_refuses_gets_through() {
        let body = r#"{"update_id":1,"callback_query":{"id":"1\u0000","data":"a\u0000","message":{"chat":{"type":"private","id":7}}}}"#;
        let Reading::Arrival(arrival) = read(body.as_bytes()) else { panic!("not read") };
        assert_eq!(
            arrival.body,
            Body::Button { data: "a\u{FFFD}".to_owned(), query: "1\u{FFFD}".to_owned() }
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let key = prop::sample::select(vec![
            "id", "type", "chat", "text", "caption", "data", "message", "status", "photo",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            Just(Value::from("private")),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key.clone(), inner), 0..6).prop_map(|fields| fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(!matches!(read(&body), Reading::Arrival(_)));
        }

        #[test]
        fn no_json_makes_the_reader_panic(
            kind in prop::sample::select(vec!["message", "edited_message", "callback_query", "my_chat_member", "poll"]),
            value in any_json(),
        ) {
            let update = serde_json::json!({ "update_id": 7, kind: value });
            prop_assert!(!matches!(read_update(&update), Reading::Malformed));
        }
    }
}
