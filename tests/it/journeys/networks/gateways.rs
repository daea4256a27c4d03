//! Kannel and Jasmin at the real doors, without their programs: who is let in, what is kept, and how each is thanked.

use prag::channels::{Kind, SmsLine, client::Client, jasmin, kannel, settings::Settings};

use crate::stage::{
    door::{FORM, Knock},
    house::{House, Plan},
};

/// The kinds that are tried here.
pub const KINDS: [&str; 2] = ["kannel", "jasmin"];

const TOKEN: &str = "T0k3n-of-the-line-7";

/// A line that only hears: nothing answers where it sends.
fn line(kind: &Kind) -> SmsLine {
    let values = [
        ("token", TOKEN),
        ("send_url", "http://127.0.0.1:1/send"),
        ("username", "prag"),
        ("password", "hush"),
        ("sender", "50505"),
        ("alphabet", "gsm"),
    ];
    let settings = Settings::of(kind.name, Some("https://prag.example.org/sms/x"), &values);
    SmsLine::open(kind, settings, 500, Client::new().expect("TLS"))
}

/// What is posted to a door, with the answer.
async fn post(house: &House, path: &str, body: impl Into<Vec<u8>>) -> u16 {
    let headers = vec![("content-type", FORM.to_owned())];
    house.knock(Knock { path: path.to_owned(), headers, body: body.into() }).await
}

#[tokio::test]
async fn only_whoever_knows_the_word_is_let_in_and_rubbish_is_thanked_for() {
    let mut house = House::empty(Plan::default()).await;
    house.lines = vec![line(&kannel::KIND), line(&jasmin::KIND)];
    house.start_app().await;

    let said = "id=1&from=50505&coding=0&charset=UTF-8&hex=706f";
    for name in KINDS {
        for door in ["", "/T0k3n-of-the-line-8", "/receipts", "/receipts/T0k3n-of-the-line-7"] {
            assert_eq!(post(&house, &format!("/sms/{name}{door}?{said}"), said).await, 401, "{name}{door}");
        }
        let path = format!("/sms/{name}/{TOKEN}");
        assert_eq!(post(&house, &path, "a".repeat(64 * 1024 + 1)).await, 413, "{name}");
    }
    assert_eq!(house.kept().await, [], "nothing that is not authentic is kept");

    // What is authentic and of no use: a number without a text's bytes, half a letter, another encoding, an unknown parcel.
    let (kannel, jasmin) = (format!("/sms/kannel/{TOKEN}"), format!("/sms/jasmin/{TOKEN}"));
    for (path, body) in [
        (format!("{kannel}?id=1&from=%2B38344123456&hex=4"), ""),
        (format!("{kannel}?id=1&from=%EB&hex=41"), ""),
        (format!("{kannel}/receipts?parcel=7&status=1"), ""),
        (jasmin.clone(), "id=1&from=%2B38344123456&coding=8&binary=00"),
        (jasmin.clone(), "id=1&fr"),
        (format!("{jasmin}/receipts/7"), "message_status=DELIVRD"),
    ] {
        assert_eq!(post(&house, &path, body).await, 200, "{path} {body}");
    }
    // A short code is kept and never answered; a repeat is thanked again.
    for _ in 0..2 {
        assert_eq!(post(&house, &format!("{kannel}?{said}"), "").await, 200);
    }
    let kept = house.kept().await;
    assert!(kept.len() == 7 && kept.iter().all(|(state, _)| state == "rejected"), "{kept:?}");

    let url = format!("http://{}{jasmin}", house.address());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let thanked =
        client.post(url).header("content-type", FORM).body("id=2&from=50505&content=po").send().await;
    assert_eq!(thanked.expect("an answer").text().await.expect("a text"), "ACK/Jasmin");
    house.close().await;
}
