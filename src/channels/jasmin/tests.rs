//! What Jasmin calls, what it is sent, and its answers.

use axum::http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;

use super::*;
use crate::{
    channels::model::Model,
    ids::ParcelId,
    message::{Address, Channel},
};

const TOKEN: &str = "T0k3n-of-the-line-7";
const PARCEL: &str = "0191e1807d607000aded7d8b151cbd5b";

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_768_469_400, 0).expect("a time")
}

fn line_at(url: &str, alphabet: &str) -> Jasmin {
    let values = [
        ("token", TOKEN),
        ("send_url", url),
        ("username", "prag"),
        ("password", "s3cret"),
        ("sender", "PRAG"),
        ("alphabet", alphabet),
    ];
    let settings = Settings::of("desk", Some("https://prag.example.org/sms/desk"), &values);
    Jasmin::new(&settings, Client::new().expect("TLS"))
}

fn heard(below: &str, form: &[u8], alphabet: &str) -> Heard {
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind)]);
    let call = Call { method: &Method::POST, below, query: "", headers: &headers, body: form };
    line_at("http://127.0.0.1:1/send", alphabet).hear(&call, noon())
}

fn reading(below: &str, form: &[u8], alphabet: &str) -> Reading {
    match heard(&format!("{TOKEN}{below}"), form, alphabet) {
        Heard::Said(mut readings) if readings.len() == 1 => readings.remove(0),
        other => panic!("{other:?}"),
    }
}

fn ignored(below: &str, form: &str) -> &'static str {
    match reading(below, form.as_bytes(), "gsm") {
        Reading::Ignored(reason) => reason,
        other => panic!("{other:?}"),
    }
}

fn text(form: &str, alphabet: &str) -> String {
    let Reading::Arrival(arrival) = reading("", form.as_bytes(), alphabet) else { panic!("{form}") };
    let Body::Text { words } = arrival.body else { panic!("not a text") };
    words.as_str().to_owned()
}

#[test]
fn a_message_is_read_from_a_form_or_a_query() {
    let form = include_str!("../../../tests/payloads/jasmin/ucs2.form");
    let headers = HeaderMap::new();
    let below = TOKEN;
    let get = Call { method: &Method::GET, below, query: form, headers: &headers, body: b"" };
    let get = line_at("http://127.0.0.1:1/send", "gsm").hear(&get, noon());
    for heard in [heard(TOKEN, form.as_bytes(), "gsm"), get] {
        let Heard::Said(readings) = heard else { panic!("not let in") };
        let [Reading::Arrival(arrival)] = &readings[..] else { panic!("{readings:?}") };
        assert_eq!(arrival.provider_id, "16fd2706-8baf-433b-82eb-8c7fada847da");
        assert_eq!(arrival.from.as_ref().map(|from| from.handle.as_str()), Some("+38344123456"));
        assert_eq!(arrival.body, Body::Text { words: "Kërkesë".into() });
    }
}

#[test]
fn every_coding_is_read() {
    for (rest, alphabet, expected) in [
        ("coding=0&content=%05v%05nement", "gsm", "événement"),
        ("coding=0&content=%00A", "gsm", "@A"),
        ("coding=0&binary=1b654100", "gsm", "€A@"),
        ("coding=0&binary=4beb", "latin1", "Kë"),
        ("coding=1&binary=706f", "gsm", "po"),
        ("coding=3&content=K%EB+po", "gsm", "Kë po"),
        ("coding=6&binary=b4d1", "gsm", "Дб"),
        ("coding=6&binary=a2f020", "gsm", "Ђ№ "),
        ("coding=8&content=%00K%00%EB", "gsm", "Kë"),
        ("content=po", "gsm", "po"),
        ("", "gsm", ""),
    ] {
        assert_eq!(text(&format!("id=1&from=50505&{rest}"), alphabet), expected, "{rest}");
    }
}

#[test]
fn what_is_of_no_use_is_kept_as_rejected() {
    for (form, reason) in [
        ("", "no id"),
        ("from=50505&content=a", "no id"),
        ("id=1&content=a", "no sender"),
        ("id=1&from=%EB&content=a", "not UTF-8"),
        ("id=1&from=50505&binary=4", "not hexadecimal"),
        ("id=1&from=50505&coding=8&binary=004beb", "not UTF-16"),
        ("id=1&from=50505&coding=0&binary=eb", "not GSM-7"),
        ("id=1&from=50505&coding=0&binary=1b", "not GSM-7"),
        ("id=1&from=50505&coding=1&binary=eb", "not ASCII"),
        ("id=1&from=50505&coding=4&binary=0605", "not a text"),
    ] {
        assert_eq!(ignored("", form), reason, "{form}");
    }
    assert_eq!(ignored("/elsewhere", "id=1&from=50505"), "unknown door");
}

#[test]
fn without_the_word_nobody_is_let_in_and_with_it_jasmin_is_thanked_in_its_own() {
    for below in ["", "receipts/1", "T0k3n-of-the-line-8", "t0k3n-of-the-line-7", "x/receipts"] {
        assert!(matches!(heard(below, b"id=1&from=50505", "gsm"), Heard::NotLetIn), "{below}");
    }
    assert_eq!(line_at("http://127.0.0.1:1", "gsm").thanks().body, "ACK/Jasmin");
    let shown = format!("{:?}", line_at("http://127.0.0.1:1", "gsm"));
    assert!(!shown.contains("T0k3n") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn every_report_has_its_fate() {
    for (status, fate) in [
        ("ESME_ROK", Fate::Sent),
        ("ACCEPTD", Fate::Sent),
        ("ENROUTE", Fate::Sent),
        ("UNKNOWN", Fate::Sent),
        ("DELIVRD", Fate::Delivered),
        ("EXPIRED", Fate::Failed),
        ("UNDELIV", Fate::Failed),
        ("REJECTD", Fate::Failed),
        ("DELETED", Fate::Failed),
        ("ESME_RTHROTTLED", Fate::Failed),
        ("ESME_RINVDSTADR", Fate::Failed),
    ] {
        let form =
            format!("id=x&level=2&message_status={status}&dlvrd=001&err=027&donedate=2601150930&text=PIN");
        let Reading::Arrival(arrival) = reading(&format!("/receipts/{PARCEL}"), form.as_bytes(), "gsm")
        else {
            panic!("{status}")
        };
        let parcel = ParcelName::Ours(PARCEL.parse().expect("an id"));
        let (error, at) = (Some("027".to_owned()), Some("2601150930".to_owned()));
        let account = Some(Account { status: status.to_owned(), error, at, portion: None });
        assert_eq!(arrival.body, Body::Receipt(Receipt { parcel, fate, account }), "{status}");
        assert_eq!((arrival.provider_id, arrival.from), (format!("{PARCEL}:{status}"), None));
    }
    assert_eq!(ignored(&format!("/receipts/{PARCEL}"), "message_status=SENT"), "unknown status");
    assert_eq!(ignored("/receipts/m1", "message_status=DELIVRD"), "unknown parcel");
}

async fn sent(line: &Jasmin, words: &str) -> Result<Accepted, SendFailure> {
    let to = Address { channel: Channel::Sms, handle: "+38344123456".to_owned() };
    let id: ParcelId = PARCEL.parse().expect("an id");
    let useless_after = Some(noon() + chrono::TimeDelta::minutes(90));
    line.send(&Text { id, to: &to, words: &words.into(), useless_after }, noon()).await
}

#[tokio::test]
async fn a_text_is_asked_for_with_a_report_to_a_secret_address() {
    for (words, told) in [
        ("Kërkesa", "coding=8&hex-content=004b00eb0072006b006500730061"),
        ("po & 2 jo", "coding=0&content=po+%26+2+jo"),
    ] {
        let model = Model::answering(200, "Success \"07033084-5cfd-4812-90a4-e4d24ffb6e3d\"").await;
        let url = model.url.join("send").expect("an address");
        let accepted = sent(&line_at(url.as_str(), "gsm"), words).await;
        let provider_id = Some("07033084-5cfd-4812-90a4-e4d24ffb6e3d".to_owned());
        assert_eq!(accepted, Ok(Accepted { provider_id }));
        let request = model.asked_once();
        let expected = format!(
            "username=prag&password=s3cret&to=38344123456&from=PRAG&{told}&dlr=yes&dlr-level=3&dlr-method=POST\
             &dlr-url=https%3A%2F%2Fprag.example.org%2Fsms%2Fdesk%2FT0k3n-of-the-line-7%2Freceipts%2F{PARCEL}\
             &validity-period=90"
        );
        assert_eq!((request.path.as_str(), request.query), ("/send", expected));
    }
}

#[tokio::test]
async fn every_answer_has_its_class() {
    for (status, body, class, code) in [
        (200, "<html>", Class::Misconfigured, "not_jasmin"),
        (204, "", Class::Misconfigured, "not_jasmin"),
        (400, "Error \"Mandatory argument [to] is not found.\"", Class::Rejected, "refused"),
        (403, "Error \"Authentication failure for username:prag\"", Class::Misconfigured, "not_let_in"),
        (
            403,
            "Error \"User throughput exceeded\"",
            Class::Throttled { after: crate::channels::failure::ORDINARY_WAIT },
            "throttled",
        ),
        (412, "Error \"No route found\"", Class::Misconfigured, "no_route"),
        (500, "Error \"Cannot send submit_sm\"", Class::Unreachable, "server_error"),
        (503, "Error \"\"", Class::Unreachable, "server_error"),
    ] {
        let model = Model::answering(status, body).await;
        let expected = SendFailure::new(class, code, Some(status.to_string()));
        assert_eq!(sent(&line_at(model.url.as_str(), "gsm"), "po").await, Err(expected), "{status} {body}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(
        form in prop::collection::vec(any::<u8>(), 0..200),
        coding in "[0-9]{0,2}",
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let whole = format!("id=1&from=38344123456&coding={coding}&binary={}", hex::encode(bytes));
        for form in [&form[..], whole.as_bytes()] {
            for below in ["", "/receipts/1", "/elsewhere"] {
                let _ = reading(below, form, "gsm");
            }
        }
    }
}
