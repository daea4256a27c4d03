//! What a real Kannel 1.4.5 called (tests/payloads/kannel), what it is sent, and its answers.

use axum::http::{HeaderMap, Method};
use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::{
    channels::{model::Model, reading::unescaped},
    ids::ParcelId,
    message::{Address, Channel},
};

const TOKEN: &str = "T0k3n-of-the-line-7";
const PARCEL: &str = "0191e1807d607000aded7d8b151cbd5b";

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_768_469_400, 0).expect("a time")
}

fn line_at(url: &str, more: &[(&'static str, &str)]) -> Kannel {
    let mut values = vec![
        ("token", TOKEN),
        ("send_url", url),
        ("username", "prag"),
        ("password", "s3cret"),
        ("sender", "PRAG"),
    ];
    values.extend(more);
    let settings = Settings::of("desk", Some("https://prag.example.org/sms/desk"), &values);
    Kannel::new(&settings, Client::new().expect("TLS"))
}

fn heard(below: &str, query: &str) -> Heard {
    let headers = HeaderMap::new();
    let call = Call { method: &Method::GET, below, query, headers: &headers, body: b"" };
    line_at("http://127.0.0.1:1/cgi-bin/sendsms", &[]).hear(&call, noon())
}

fn reading(below: &str, query: &str) -> Reading {
    match heard(&format!("{TOKEN}{below}"), query) {
        Heard::Said(mut readings) if readings.len() == 1 => readings.remove(0),
        other => panic!("{other:?}"),
    }
}

fn ignored(below: &str, query: &str) -> &'static str {
    match reading(below, query) {
        Reading::Ignored(reason) => reason,
        other => panic!("{other:?}"),
    }
}

/// Id, sender and words.
fn message(query: &str) -> (String, String, String) {
    let Reading::Arrival(arrival) = reading("", query) else { panic!("{query}") };
    let Body::Text { words } = arrival.body else { panic!("not a text") };
    (arrival.provider_id, arrival.from.expect("a sender").handle, words.as_str().to_owned())
}

fn said_in(coding: &str, charset: &str, hex: &str) -> String {
    message(&format!("id=1&from=50505&coding={coding}&charset={charset}&hex={hex}")).2
}

#[test]
fn what_a_real_kannel_called_is_read() {
    for (query, id, from, text) in [
        (
            include_str!("../../../tests/payloads/kannel/albanian.query"),
            "160a99bd-c118-4fa2-9b86-878372fbee87 fake1 1795615948",
            "+38344123456",
            "Mirëdita, nuk kam   letërnjoftim",
        ),
        (
            include_str!("../../../tests/payloads/kannel/cyrillic.query"),
            "f813a233-e4f5-4ef8-af08-58008046b403 fake1 1795615996",
            "+38344123458",
            "Добар дан",
        ),
        (
            include_str!("../../../tests/payloads/kannel/joined.query"),
            "ac2e98b3-bb60-4859-81bd-373de98cc615 fake1 1795615948",
            "+38344123459",
            "Pershendetje pjesa e dyte",
        ),
    ] {
        assert_eq!(message(query), (id.to_owned(), from.to_owned(), text.to_owned()));
    }
    assert_eq!(ignored("", include_str!("../../../tests/payloads/kannel/binary.query")), "not a text");
}

#[test]
fn every_charset_is_read_whatever_kannel_calls_it() {
    for (coding, charset, hex, text) in [
        ("0", "UTF-8", "4bc3ab", "Kë"),
        ("0", "utf8", "4bc3ab", "Kë"),
        ("0", "GSM", "4bc3ab", "Kë"),
        ("0", "", "4bc3ab", "Kë"),
        ("0", "WINDOWS-1252", "8A6B6F6C61", "Škola"),
        ("0", "ISO-8859-1", "4BEB", "Kë"),
        ("2", "UTF-16BE", "004B00EBD83DDE00", "Kë😀"),
        ("2", "", "0416", "Ж"),
        ("2", "UTF-8", "d096", "Ж"),
        ("1", "8-BIT", "70c3ab0a", "pë\n"),
        ("1", "BINARY", "7065", "pe"),
        ("0", "UTF-8", "", ""),
    ] {
        assert_eq!(said_in(coding, charset, hex), text, "{coding} {charset}");
    }
}

#[test]
fn what_is_of_no_use_is_kept_as_rejected() {
    for (query, reason) in [
        ("", "no id"),
        ("from=50505&hex=41", "no id"),
        ("id=1&hex=41", "no sender"),
        ("id=1&from=&hex=41", "no sender"),
        ("id=1&from=50505&hex=4", "not hexadecimal"),
        ("id=1&from=50505&hex=4x", "not hexadecimal"),
        ("id=1&from=50505&hex=EB", "not UTF-8"),
        ("id=1&from=%EB&hex=41", "not UTF-8"),
        ("id=1&from=50505&coding=2&hex=0041EB", "not UTF-16"),
        ("id=1&from=50505&coding=1&hex=0605", "not a text"),
        ("id=1&from=50505&charset=KOI8-R&hex=41", "unknown charset"),
    ] {
        assert_eq!(ignored("", query), reason, "{query}");
    }
    assert_eq!(ignored("/elsewhere", "id=1&from=50505&hex=41"), "unknown door");
}

#[test]
fn without_the_word_nobody_is_let_in() {
    let good = "id=1&from=50505&hex=41";
    for below in
        ["", "receipts", "T0k3n-of-the-line", "T0k3n-of-the-line-8", "t0k3n-of-the-line-7", "x/receipts"]
    {
        assert!(matches!(heard(below, good), Heard::NotLetIn), "{below}");
    }
    assert!(matches!(heard(TOKEN, good), Heard::Said(_)));
}

#[test]
fn every_report_has_its_fate() {
    for (status, fate) in [
        ("1", Fate::Delivered),
        ("2", Fate::Failed),
        ("4", Fate::Sent),
        ("8", Fate::Sent),
        ("16", Fate::Failed),
    ] {
        let query = format!("parcel={PARCEL}&status={status}&reply=ACK%2F");
        let Reading::Arrival(arrival) = reading("/receipts", &query) else { panic!("{status}") };
        let parcel = ParcelName::Ours(PARCEL.parse().expect("an id"));
        let account = Some(Account { status: status.to_owned(), ..Account::default() });
        assert_eq!(arrival.body, Body::Receipt(Receipt { parcel, fate, account }), "{status}");
        assert_eq!((arrival.provider_id, arrival.from), (format!("{PARCEL}:{status}"), None));
    }
    for (query, reason) in [
        (format!("parcel={PARCEL}&status=32"), "unknown status"),
        (format!("parcel={PARCEL}"), "unknown status"),
        (format!("parcel={PARCEL}&status=%d"), "unknown status"),
        ("parcel=m1&status=1".to_owned(), "unknown parcel"),
        (String::new(), "unknown parcel"),
    ] {
        assert_eq!(ignored("/receipts", &query), reason, "{query}");
    }
}

#[test]
fn a_reason_repeats_nothing_of_the_text() {
    for (reply, expected) in [
        ("NACK/0x0000000b/Invalid Destination Address", Some("NACK/0x0000000b/Invalid Destination Address")),
        ("id:7 sub:001 dlvrd:000 stat:UNDELIV err:027 text:Kerkesa 569-0109", Some("UNDELIV 027")),
        ("id:7 stat:EXPIRED text:a err:stat:b", Some("EXPIRED ")),
        ("id:7 text:stat:secret", None),
        ("", None),
    ] {
        assert_eq!(reason(reply).as_deref(), expected, "{reply}");
    }
}

async fn sent(
    line: &Kannel,
    words: &str,
    useless_after: Option<DateTime<Utc>>,
) -> Result<Accepted, SendFailure> {
    let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
    let id: ParcelId = PARCEL.parse().expect("an id");
    line.send(&Text { id, to: &to, words: &words.into(), useless_after }, noon()).await
}

async fn asked(
    words: &str,
    more: &[(&'static str, &str)],
    useless_after: Option<DateTime<Utc>>,
) -> (String, String) {
    let model = Model::answering(202, "0: Accepted for delivery").await;
    let url = model.url.join("cgi-bin/sendsms").expect("an address");
    assert_eq!(
        sent(&line_at(url.as_str(), more), words, useless_after).await,
        Ok(Accepted { provider_id: None })
    );
    let request = model.asked_once();
    (request.path, request.query)
}

#[tokio::test]
async fn a_text_is_asked_for_with_a_report_to_a_secret_address() {
    let (path, query) = asked("Kerkesa PRG-2048 u pranua & 1 po", &[], None).await;
    assert_eq!(path, "/cgi-bin/sendsms");
    let expected = "username=prag&password=s3cret&from=PRAG&to=%2B38344123456&dlr-mask=27\
        &dlr-url=https%3A%2F%2Fprag.example.org%2Fsms%2Fdesk%2FT0k3n-of-the-line-7%2Freceipts%3Fparcel%3D\
        0191e1807d607000aded7d8b151cbd5b%26status%3D%25d%26reply%3D%25A&coding=0\
        &text=Kerkesa+PRG-2048+u+pranua+%26+1+po";
    assert_eq!(query, expected);
}

#[tokio::test]
async fn letters_outside_gsm_7_go_in_utf_16_without_a_charset() {
    // The vectors of the reference; the plus is a space.
    for (words, text) in [
        ("Mirëdita ç", "%00M%00i%00r%00%EB%00d%00i%00t%00a%00+%00%E7"),
        ("Kërkesa", "%00K%00%EB%00r%00k%00e%00s%00a"),
    ] {
        let (_, query) = asked(words, &[], None).await;
        assert!(query.ends_with(&format!("&coding=2&text={text}")) && !query.contains("charset"), "{query}");
    }
    let (_, query) = asked("Ђаковица 😀", &[], None).await;
    let bytes = unescaped(query.split_once("&text=").expect("a text").1.replace('+', " ").as_bytes());
    assert_eq!(of_utf16(&bytes).as_deref(), Some("Ђаковица 😀"));
}

#[tokio::test]
async fn a_route_and_an_end_are_told_when_there_are_any() {
    let (_, query) = asked("po", &[("smsc", "ipko")], Some(noon() + TimeDelta::minutes(90))).await;
    assert!(query.ends_with("&coding=0&smsc=ipko&validity=90&text=po"), "{query}");
    let (_, query) = asked("po", &[], Some(noon() - TimeDelta::minutes(90))).await;
    assert!(query.ends_with("&coding=0&validity=1&text=po"), "{query}");
}

#[tokio::test]
async fn every_answer_has_its_class() {
    for (status, body, class, code) in [
        (200, "<html>", Class::Misconfigured, "not_kannel"),
        (204, "", Class::Misconfigured, "not_kannel"),
        (400, "Missing receiver number, rejected", Class::Rejected, "refused"),
        (400, "Charset or body misformed, rejected", Class::Rejected, "refused"),
        (403, "Authorization failed for sendsms", Class::Misconfigured, "not_let_in"),
        (403, "Not routable. Do not try again.", Class::Rejected, "not_routable"),
        (404, "Unknown request.", Class::Misconfigured, "no_such_address"),
        (500, "", Class::Unreachable, "server_error"),
        (503, "Temporal failure, try again later.", Class::Unreachable, "server_error"),
    ] {
        let model = Model::answering(status, body).await;
        let expected = SendFailure::new(class, code, Some(status.to_string()));
        assert_eq!(
            sent(&line_at(model.url.as_str(), &[]), "po", None).await,
            Err(expected),
            "{status} {body}"
        );
    }
    for body in ["0: Accepted for delivery", "3: Queued for later delivery"] {
        let model = Model::answering(202, body).await;
        assert!(sent(&line_at(model.url.as_str(), &[]), "po", None).await.is_ok(), "{body}");
    }
    let failure = sent(&line_at("http://127.0.0.1:1/cgi-bin/sendsms", &[]), "po", None).await;
    let failure = failure.expect_err("nobody is there");
    assert_eq!(failure, SendFailure::new(Class::Away, "no_connection", None));
}

#[test]
fn no_secret_shows() {
    let shown = format!("{:?}", line_at("http://127.0.0.1:1", &[]));
    assert!(!shown.contains("T0k3n") && !shown.contains("s3cret"), "{shown}");
}

proptest! {
    #[test]
    fn no_query_makes_the_reader_panic(
        query in any::<String>(),
        coding in "[0-9]{0,2}",
        charset in prop_oneof![Just("UTF-16BE"), Just("8-BIT"), Just("WINDOWS-1252"), Just("")],
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let whole = format!("id=1&from=+38344123456&coding={coding}&charset={charset}&hex={}", hex::encode(bytes));
        for query in [&query, &whole] {
            for below in ["", "/receipts", "/elsewhere"] {
                if let Reading::Arrival(arrival) = reading(below, query) {
                    prop_assert!(!arrival.provider_id.is_empty());
                }
            }
        }
    }
}
