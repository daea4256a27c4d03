//! The SMS door, exactly as the protocol says.

use prag::{phrases::Phrase, rehearsal::sms::sign};
use serde_json::json;
use tokio::task::JoinSet;

use crate::stage::{
    door::{FORM, JSON, Knock, message, messages, receipts},
    house::{House, SECRET},
    words::Tongues,
};

const NUMBER: &str = "+38344123456";
const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";

fn rejected(reason: &str) -> (String, Option<String>) {
    ("rejected".to_owned(), Some(reason.to_owned()))
}

fn handled() -> (String, Option<String>) {
    ("handled".to_owned(), None)
}

#[tokio::test]
async fn what_is_not_signed_whole_and_timely_is_refused_and_leaves_no_row() {
    let house = House::open().await;
    let now = house.clock.now().timestamp();
    let body = message("in-1", NUMBER, WORDS).to_string();
    let receipt =
        json!({ "id": "mt-1", "status": "sent", "at": "2026-03-10T09:00:00Z", "error": null }).to_string();
    for (path, body) in [(messages(), &body), (receipts(), &receipt)] {
        let good = Knock::signed(&path, now, JSON, body.as_str());
        let (stamp, signature) = ("x-prag-timestamp", "x-prag-signature");
        let other = sign("another secret", now, body.as_bytes());
        let shouted = sign(SECRET, now, body.as_bytes()).to_uppercase();
        let cut = sign(SECRET, now, body.as_bytes())[..62].to_owned();
        let mut wrong = vec![
            good.clone().with(stamp, None).with(signature, None),
            good.clone().with(stamp, None),
            good.clone().with(signature, None),
            good.clone().with(signature, Some("")),
            good.clone().with(signature, Some(&other)),
            good.clone().with(signature, Some(&shouted)),
            good.clone().with(signature, Some(&cut)),
            good.clone().with(stamp, Some(&(now + 1).to_string())),
            good.clone().with(stamp, Some("yesterday")),
            Knock { body: body.replace("2026", "2027").into(), ..good.clone() },
            Knock { path: path.replace("kosova", "nowhere"), ..good.clone() },
        ];
        for at in [now - 301, now + 301] {
            wrong.push(Knock::signed(&path, at, JSON, body.as_str()));
        }
        for (at, knock) in wrong.into_iter().enumerate() {
            assert_eq!(house.knock(knock).await, 401, "{path}, request {at}");
        }
    }
    assert_eq!(house.kept().await, [], "nothing that is not authentic is kept");

    let ana = house.sms(NUMBER, Tongues::SQ);
    for (id, at) in [("in-2", now - 300), ("in-3", now + 300)] {
        let body = message(id, NUMBER, WORDS).to_string();
        assert_eq!(house.knock(Knock::signed(&messages(), at, JSON, body)).await, 200);
        house.quiet().await;
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    ana.hears(&Phrase::ConsentAgain).await;
    house.close().await;
}

#[tokio::test]
async fn what_is_too_large_or_malformed_is_refused_and_leaves_no_row() {
    let house = House::open().await;
    let now = house.clock.now().timestamp();
    let empty = message("in-1", NUMBER, "").to_string().len();
    let of_size = |size: usize| message("in-1", NUMBER, &"a".repeat(size - empty)).to_string();
    let too_large = Knock::signed(&messages(), now, JSON, of_size(64 * 1024 + 1));
    assert_eq!(house.knock(too_large.clone()).await, 413);
    assert_eq!(house.knock(too_large.with("x-prag-signature", None)).await, 413);
    let report = json!({ "id": "1", "status": "sent", "error": "e".repeat(64 * 1024) }).to_string();
    assert_eq!(house.knock(Knock::signed(&receipts(), now, JSON, report)).await, 413);

    let with_bytes = [&br#"{"id":"1","from":"+38344123456","text":""#[..], &[0xFF, 0xFE], br#""}"#].concat();
    let malformed: [(&str, Vec<u8>); 10] = [
        (JSON, b"".to_vec()),
        (JSON, b"not json".to_vec()),
        (JSON, b"[]".to_vec()),
        (JSON, message("", NUMBER, WORDS).to_string().into()),
        (JSON, message("1", "", WORDS).to_string().into()),
        (JSON, json!({ "from": NUMBER, "text": WORDS }).to_string().into()),
        (JSON, json!({ "id": "1", "text": WORDS }).to_string().into()),
        (JSON, with_bytes),
        (FORM, b"from=%2B38344123456&text=a".to_vec()),
        (FORM, b"id=1&from=%2B38344123456&text=%FF".to_vec()),
    ];
    for (at, (kind, body)) in malformed.into_iter().enumerate() {
        assert_eq!(house.knock(Knock::signed(&messages(), now, kind, body)).await, 400, "request {at}");
    }
    for body in ["", "{}", "[]", r#"{"id":"1"}"#] {
        assert_eq!(house.knock(Knock::signed(&receipts(), now, JSON, body)).await, 400, "{body}");
    }
    assert_eq!(house.kept().await, []);

    let ana = house.sms(NUMBER, Tongues::SQ);
    assert_eq!(house.knock(Knock::signed(&messages(), now, JSON, of_size(64 * 1024))).await, 200);
    ana.hears(&Phrase::LanguageChoice).await;
    house.close().await;
}

#[tokio::test]
async fn senders_that_cannot_be_answered_are_kept_and_never_answered() {
    let house = House::open().await;
    let senders = ["50505", "IPKO", "+3834412", "383 44 12", "Посетилац", "+38344123456789012"];
    for (at, from) in senders.iter().enumerate() {
        assert_eq!(house.post_message(&format!("in-{at}"), from, WORDS).await, 200, "{from}");
    }
    assert_eq!(house.post_receipt("mt-1", "queued").await, 200);
    assert_eq!(house.post_receipt("mt-1", "queued").await, 200, "again");
    house.quiet().await;
    let mut kept: Vec<_> = senders.iter().map(|_| rejected("not answerable")).collect();
    kept.push(rejected("unknown status"));
    assert_eq!(house.kept().await, kept);
    assert_eq!(house.air.requests(), [json!(null); 0], "nobody is answered");
    let people: i64 =
        sqlx::query_scalar("select count(*) from contacts").fetch_one(&house.database.pool).await.unwrap();
    assert_eq!(people, 0);
    house.close().await;
}

#[tokio::test]
async fn one_person_is_known_in_every_spelling_of_their_number() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    let spellings =
        [NUMBER.to_owned(), NUMBER.replace('+', ""), NUMBER.replace('+', "00"), NUMBER.replace("+383", "0")];
    for (at, from) in spellings.iter().enumerate() {
        let words = if at == 0 { "Mirëdita, nuk kam letërnjoftim" } else { "ndihmë" };
        assert_eq!(house.post_message(&format!("in-{at}"), from, words).await, 200, "{from}");
        ana.hears(if at == 0 { &Phrase::WelcomeConsent } else { &Phrase::Help }).await;
    }
    let people: i64 =
        sqlx::query_scalar("select count(*) from contacts").fetch_one(&house.database.pool).await.unwrap();
    assert_eq!(people, 1);
    house.close().await;
}

#[tokio::test]
async fn a_repeat_is_thanked_and_handled_once() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    for _ in 0..3 {
        assert_eq!(house.post_message("in-1", NUMBER, WORDS).await, 200);
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    assert_eq!(house.post_message("in-1", NUMBER, WORDS).await, 200, "long after it was handled");

    let now = house.clock.now().timestamp();
    let body = message("in-2", NUMBER, "Po").to_string();
    let knock = Knock::signed(&messages(), now, JSON, body);
    assert_eq!(at_once(&house, &knock, 20).await, [200; 20]);
    ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
    house.quiet().await;
    let messages: i64 = sqlx::query_scalar(
        "select count(*) from inbox where state = 'handled' and key in
            (select key from inbox group by key having count(*) = 1)",
    )
    .fetch_one(&house.database.pool)
    .await
    .unwrap();
    let receipts = house.air.receipts().len();
    assert_eq!(messages, 2 + i64::try_from(receipts).unwrap());
    house.close().await;
}

/// The same request many times at once.
async fn at_once(house: &House, knock: &Knock, times: usize) -> Vec<u16> {
    let url = format!("http://{}{}", house.address(), knock.path);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut knocks = JoinSet::new();
    for _ in 0..times {
        let mut request = client.post(&url).body(knock.body.clone());
        for (name, value) in &knock.headers {
            request = request.header(*name, value);
        }
        knocks.spawn(async move { request.send().await.expect("an answer").status().as_u16() });
    }
    knocks.join_all().await
}

#[tokio::test]
async fn a_form_is_as_good_as_json() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SR_CYRL);
    let form = "id=in-1&from=%2B38344123456&to=50505&text=%D0%94%D0%BE%D0%B1%D0%B0%D1%80+%D0%B4%D0%B0%D0%BD%2C+\
                %D1%82%D1%80%D0%B5%D0%B1%D0%B0+%D0%BC%D0%B8+%D0%BF%D0%BE%D0%BC%D0%BE%D1%9B&at=2026-03-10T09%3A00%3A00Z";
    let now = house.clock.now().timestamp();
    assert_eq!(house.knock(Knock::signed(&messages(), now, FORM, form)).await, 200);
    ana.hears(&Phrase::WelcomeConsent).await;
    assert_eq!(house.post_message("in-1", NUMBER, "Добар дан, треба ми помоћ").await, 200, "known by its id");
    house.quiet().await;
    assert_eq!(house.kept().await[0], handled());
    house.close().await;
}

#[tokio::test]
async fn texts_of_any_length_and_any_bytes_are_safe() {
    let house = House::open().await;
    let texts = [
        String::new(),
        " ".to_owned(),
        "\0\0\0".to_owned(),
        "a\0b".to_owned(),
        "\u{202E}\u{FEFF}\u{200D}".to_owned(),
        "👩‍👩‍👧‍👦".repeat(900),
        "e\u{301}".repeat(5000),
        "\r\n\t\u{1}\u{7F}".to_owned(),
        "'; drop table inbox; --".to_owned(),
        "{ $case } %s %n <b>".to_owned(),
        "١٢٣ ४५६".to_owned(),
        "1".repeat(30_000),
        "0".to_owned(),
        "STATUS 9999999 9999".to_owned(),
        "/reply 1234567 x".to_owned(),
        "/start join-0123456789abcdef0123456789abcdef".to_owned(),
        "ЉЊЂЏ".repeat(2000),
    ];
    let mut people = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let ana = house.sms(&format!("+383441000{at:02}"), Tongues::SQ);
        assert_eq!(house.post_message(&format!("in-{at}"), &ana.name(), text).await, 200, "{at}");
        // And once more in the middle of a conversation.
        assert_eq!(house.post_message(&format!("in-{at}-again"), &ana.name(), text).await, 200, "{at}");
        people.push(ana);
    }
    let half = format!(r#"{{"id":"half","from":"{NUMBER}","to":"50505","text":"Mir\ud83d"}}"#);
    let now = house.clock.now().timestamp();
    assert_eq!(house.knock(Knock::signed(&messages(), now, JSON, half)).await, 200);
    people.push(house.sms(NUMBER, Tongues::SQ));
    house.quiet().await;
    for ana in &people {
        let heard = ana.hears_all().await;
        assert!(heard.iter().all(|text| !text.is_empty()), "{}", ana.name());
    }
    let kept = house.kept().await;
    assert!(kept.iter().all(|row| *row == handled()), "{kept:?}");
    house.close().await;
}

#[tokio::test]
async fn health_names_every_loop_and_says_that_it_stands() {
    let house = House::open().await;
    let asked = reqwest::get(format!("http://{}/health/ready", house.address())).await.unwrap();
    assert_eq!(asked.status(), 200);
    let told: serde_json::Value = asked.json().await.unwrap();
    let stands = json!({ "down": false });
    let loops =
        ["away", "delivery kosova", "delivery telegram", "keeping", "polling", "reception", "spool", "watch"];
    let expected: serde_json::Map<_, _> =
        loops.map(|name| (name.to_owned(), stands.clone())).into_iter().collect();
    // Everybody may ask here, so it says no more than that.
    assert_eq!(told, json!({ "ready": true, "database": "ok", "loops": expected }));
    house.close().await;
}
