//! Twilio's calls by signatures that its own library computed, and what is posted to it.

use axum::http::HeaderValue;
use proptest::prelude::*;

use super::*;
use crate::{
    channels::model::Model,
    ids::ParcelId,
    message::{Address, Channel},
};

const TOKEN: &str = "prag_test_auth_token_0123456789ab";
const DOORS: &str = "https://prag.example.org/hooks/twilio/sms";
const MESSAGE: &str = include_str!("../../../tests/payloads/twilio/message.form");

fn line(doors: &str, api_url: &str) -> Twilio {
    let values = [
        ("account_sid", "AC00000000000000000000000000000001"),
        ("auth_token", TOKEN),
        ("sender", "PRAG"),
        ("webhook_key", TOKEN),
        ("webhook_key_id", "k1"),
        ("api_url", api_url),
    ];
    Twilio::new(&Settings::of("zurich", Some(doors), &values), Client::new().expect("TLS"))
}

/// A call as it comes: where to, what is signed, what it says.
#[derive(Clone, Copy)]
struct Called<'a> {
    by_get: bool,
    doors: &'a str,
    below: &'a str,
    query: &'a str,
    content_type: &'a str,
    body: &'a str,
    signature: &'a str,
    signed_with: &'a str,
}

const POSTED: Called<'_> = Called {
    by_get: false,
    doors: DOORS,
    below: "",
    query: "",
    content_type: "application/x-www-form-urlencoded; charset=UTF-8",
    body: "",
    signature: "yMsSuO78YgD15iQ+970FYBdK8tQ=",
    signed_with: "",
};

fn heard(called: &Called<'_>) -> Heard {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (SIGNATURE, called.signature),
        (SIGNED_WITH, called.signed_with),
        (CONTENT_TYPE.as_str(), called.content_type),
    ] {
        if !value.is_empty() {
            headers.insert(name, HeaderValue::from_str(value).expect("a value"));
        }
    }
    let Called { below, query, body, .. } = *called;
    let method = if called.by_get { Method::GET } else { Method::POST };
    let call = Call { method: &method, below, query, headers: &headers, body: body.as_bytes() };
    line(called.doors, "http://127.0.0.1:1").hear(&call, DateTime::UNIX_EPOCH)
}

fn arrival(heard: Heard) -> Arrival {
    let Heard::Said(mut readings) = heard else { panic!("not let in") };
    match readings.pop() {
        Some(Reading::Arrival(arrival)) => arrival,
        other => panic!("{other:?}"),
    }
}

fn is_refused(called: &Called<'_>) -> bool {
    matches!(heard(called), Heard::NotLetIn)
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The signatures of the tests below were computed by Twilio's own library for Python, 9.13.0.
#[test]
fn a_signature_is_the_one_that_twilios_library_computes() {
    let form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]
    .map(|(name, value)| field(name, value));
    let sha1 = |said: &str| mac_sha1(&"12345".into(), said);
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    assert!(is_signed("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, &form, sha1));
    // A repeated name: once for each of its values, sorted.
    let repeated = [field("A", "2"), field("A", "1"), field("A", "1")];
    assert!(is_signed("UvP2DDxozOA7+vvnH41rHj1MlLU=", "https://e.org/", &repeated, sha1));
    assert!(!is_signed("Sfvnfzek36dad/Ycy5SkNggZGMY=", "https://e.org/", &repeated, sha1));
    let voice = fields(
        b"CallSid=CA00000000000000000000000000000001&AccountSid=AC00000000000000000000000000000001&From=%2B38344123456\
          &To=%2B41790000000&CallStatus=in-progress&Direction=inbound&ApiVersion=2010-04-01&msg=Gather+End\
          &Digits=20481977&FinishedOnKey=%23",
    )
    .expect("a form");
    let url = "https://prag.example.org/hooks/twilio/voice/code?lang=sq";
    assert!(is_signed("YdiXe/Fh27XYeg678y+FWd+pPO8=", url, &voice, |said| mac_sha1(&TOKEN.into(), said)));
}

#[test]
fn a_message_in_albanian_with_blank_fields_is_read() {
    let arrival = arrival(heard(&Called { body: MESSAGE, ..POSTED }));
    assert_eq!(arrival.provider_id, "SM00000000000000000000000000000001");
    assert_eq!(arrival.from.expect("somebody").handle, "+38344123456");
    let words = "Shtëpia ime është në Ferizaj; kam 3 fëmijë & s'kam çati".into();
    assert_eq!(arrival.body, Body::Text { words });
    // Also when our address is set with its port.
    let with_port = "https://prag.example.org:443/hooks/twilio/sms";
    assert!(!is_refused(&Called { body: MESSAGE, doors: with_port, ..POSTED }));
}

#[test]
fn the_newer_way_to_sign_is_known_by_its_key() {
    let newer = Called {
        body: MESSAGE,
        signature: "jx8o4UbpzI0jAdl7S3hddv71S0eOwZqp3KrxvLwFZ9o=",
        signed_with: "key=k1,algorithm=HMAC_SHA256",
        ..POSTED
    };
    assert!(!is_refused(&newer));
    for signed_with in ["key=k2,algorithm=HMAC_SHA256", "key=k1,algorithm=MD5", "key=k1", ""] {
        assert!(is_refused(&Called { signed_with, ..newer }), "{signed_with}");
    }
}

#[test]
fn a_call_by_get_and_one_with_json_are_signed_in_their_address() {
    let asked = Called {
        by_get: true,
        query: "MessageSid=SM1&From=%2B38344123456&Body=A%2010",
        content_type: "",
        signature: "DqwEiwDyTMW6Wm16zpVK1UNb7us=",
        ..POSTED
    };
    assert_eq!(arrival(heard(&asked)).body, Body::Text { words: "A 10".into() });
    let json = Called {
        doors: "https://prag.example.org/hooks/twilio",
        below: "json",
        query: "bodySHA256=d5729c000e5de6b3a10698fec78d482db85d744f1be820d1382b6bda1cfb7795",
        content_type: "application/json",
        body: r#"{"property":"value","boolean":true}"#,
        signature: "mdm565biOs+AcNyrNi06cv+LuEI=",
        ..POSTED
    };
    assert!(matches!(heard(&json), Heard::Said(said) if matches!(said[..], [Reading::Ignored(_)])));
    assert!(is_refused(&Called { body: r#"{"property":"value", "boolean":true}"#, ..json }));
}

#[test]
fn anything_else_is_not_let_in() {
    let good = Called { body: MESSAGE, ..POSTED };
    let other = MESSAGE.replace("Ferizaj", "Ferizai");
    let dropped = MESSAGE.replace("&ToZip=", "");
    let torn = &MESSAGE[..MESSAGE.len() - 9];
    for body in [other.as_str(), &dropped, torn, "", "Body=%EB"] {
        assert!(is_refused(&Called { body, ..good }), "{body}");
    }
    for signature in ["", "v9RmpufTHm7PHKZs0ewI748oOzo=", "yMsSuO78YgD15iQ+970FYBdK8tQ", "=", "é"] {
        let signature = if signature.is_ascii() { signature } else { "*" };
        assert!(is_refused(&Called { signature, ..good }), "{signature}");
    }
    assert!(is_refused(&Called { below: "receipts", ..good }));
    assert!(is_refused(&Called { query: "a=1", ..good }));
    assert!(is_refused(&Called { doors: "https://evil.example.org/hooks/twilio/sms", ..good }));
    assert!(is_refused(&Called { content_type: "text/plain", ..good }));
}

#[test]
fn a_report_tells_the_fate_of_the_parcel_in_its_address() {
    let report = Called {
        doors: "https://prag.example.org/hooks/twilio",
        below: "status",
        query: "uuid=0191e180-7d60-7000-aded-7d8b151cbd5b",
        body: "MessageSid=SM00000000000000000000000000000002&MessageStatus=undelivered&ErrorCode=30003&To=%2B38344123456\
               &From=PRAG&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01\
               &SmsSid=SM00000000000000000000000000000002&SmsStatus=undelivered",
        signature: "50YUNI7s9C03+Tta58yrYP3S1pE=",
        ..POSTED
    };
    // Rightly signed, at an address that we never gave.
    assert!(matches!(heard(&report), Heard::Said(said) if matches!(said[..], [Reading::Ignored(_)])));
    let said = |status: &str| Fields(vec![field("MessageStatus", status), field("ErrorCode", "30003")]);
    let line = line(DOORS, "http://127.0.0.1:1");
    let parcel = "0191e180-7d60-7000-aded-7d8b151cbd5b";
    for (status, expected) in [
        ("sent", Fate::Sent),
        ("partially_delivered", Fate::Sent),
        ("delivered", Fate::Delivered),
        ("read", Fate::Delivered),
        ("failed", Fate::Failed),
        ("undelivered", Fate::Failed),
        ("canceled", Fate::Failed),
    ] {
        let Reading::Arrival(arrival) = line.read_receipt(parcel, &said(status)) else { panic!("{status}") };
        let Body::Receipt(Receipt { parcel, fate, account }) = arrival.body else { panic!("{status}") };
        let error = account.and_then(|account| account.error);
        assert_eq!((fate, error.as_deref()), (expected, Some("30003")), "{status}");
        assert!(matches!(parcel, ParcelName::Ours(_)), "{status}");
    }
    for status in ["queued", "sending", "accepted", "scheduled", "receiving", ""] {
        assert!(matches!(line.read_receipt(parcel, &said(status)), Reading::Ignored(_)), "{status}");
    }
}

async fn sent(model: &Model, sender: &str) -> Result<Accepted, SendFailure> {
    let to = Address { channel: Channel::Sms, handle: "+41790000001".to_owned() };
    let words = "Кључ & 1 po".into();
    let id = ParcelId::from(uuid::Uuid::from_u128(7));
    let until = DateTime::from_timestamp(600, 0);
    let text = Text { id, to: &to, words: &words, useless_after: until };
    let line = Twilio { sender: sender.to_owned(), ..line(DOORS, model.url.as_str()) };
    line.send(&text, DateTime::UNIX_EPOCH).await
}

#[tokio::test]
async fn a_text_is_posted_as_a_form() {
    let model = Model::answering(201, r#"{"sid":"SM9","num_segments":"0"}"#).await;
    assert_eq!(sent(&model, "PRAG").await, Ok(Accepted { provider_id: Some("SM9".to_owned()) }));
    let request = model.asked_once();
    assert_eq!(request.path, "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json");
    assert_eq!(
        request.header("authorization"),
        "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpwcmFnX3Rlc3RfYXV0aF90b2tlbl8wMTIzNDU2Nzg5YWI="
    );
    let expected = [
        ("To", "+41790000001"),
        ("From", "PRAG"),
        ("Body", "Кључ & 1 po"),
        (
            "StatusCallback",
            "https://prag.example.org/hooks/twilio/sms/receipts/00000000000000000000000000000007",
        ),
        ("ValidityPeriod", "600"),
    ]
    .map(|(name, value)| field(name, value));
    assert_eq!(fields(&request.body), Some(expected.to_vec()));

    let model = Model::answering(201, r#"{"sid":"SM9"}"#).await;
    sent(&model, "MG0001").await.expect("accepted");
    let service = field("MessagingServiceSid", "MG0001");
    assert!(fields(&model.asked_once().body).expect("a form").contains(&service));
}

#[tokio::test]
async fn every_code_has_its_class() {
    for (status, code, class, word) in [
        (400, 21610, Class::Gone, "unsubscribed"),
        (400, 21211, Class::Rejected, "no_such_number"),
        (400, 21614, Class::Rejected, "no_such_number"),
        (400, 21617, Class::Rejected, "refused"),
        (400, 21606, Class::Misconfigured, "wrong_sender"),
        (401, 20003, Class::Misconfigured, "not_let_in"),
        (401, 20005, Class::Misconfigured, "account_closed"),
        (400, 30008, Class::Unreachable, "out_of_order"),
        (400, 1, Class::Rejected, "refused"),
    ] {
        let model = Model::answering(status, &format!(r#"{{"code":{code},"status":{status}}}"#)).await;
        let failure = sent(&model, "PRAG").await.expect_err("refused");
        assert_eq!((failure.class, failure.code), (class, word), "{code}");
    }
    let throttled = sent(&Model::answering(429, r#"{"code":20429}"#).await, "PRAG").await;
    assert!(matches!(throttled, Err(SendFailure { class: Class::Throttled { .. }, .. })));
    let down = sent(&Model::answering(503, "<html>").await, "PRAG").await.expect_err("down");
    assert_eq!(down.class, Class::Unreachable);
}

proptest! {
    #[test]
    fn no_call_makes_the_reader_panic(
        body in any::<String>(), query in any::<String>(), below in any::<String>(), form in any::<bool>(),
    ) {
        let content_type = if form { POSTED.content_type } else { "application/json" };
        let called = Called { body: &body, query: &query, below: &below, content_type, ..POSTED };
        prop_assert!(is_refused(&called));
    }
}
