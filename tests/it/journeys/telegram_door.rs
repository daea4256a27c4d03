//! Telegram's webhook: the secret, repeats, and a whole way through it.

use prag::{phrases::Phrase, rehearsal::telegram::Method, staff::Role};
use serde_json::{Value, json};

use crate::stage::{
    door::{JSON, Knock},
    house::{House, Plan, SOON, WEBHOOK_SECRET},
    words::{Need, Tongues},
};

const SHOWN: &str = "x-telegram-bot-api-secret-token";

fn update(id: i64, chat: i64, kind: &str, text: &str) -> Value {
    json!({ "update_id": id, "message": {
        "message_id": 1, "date": 1_773_133_200, "text": text,
        "chat": { "id": chat, "type": kind, "first_name": "Ana" },
        "from": { "id": chat, "is_bot": false, "first_name": "Ana" },
    }})
}

fn knock(secret: Option<&str>, body: impl Into<Vec<u8>>) -> Knock {
    let headers = vec![("content-type", JSON.to_owned())];
    Knock { path: "/telegram".to_owned(), headers, body: body.into() }.with(SHOWN, secret)
}

async fn open() -> House {
    House::build(Plan { webhook: true, ..Plan::default() }).await
}

#[tokio::test]
async fn only_who_shows_the_secret_is_let_in() {
    let house = open().await;
    let body = update(7, 4_000_000_001, "private", "Mirëdita").to_string();
    for secret in [None, Some(""), Some("a-secret-of-the-webhooK"), Some("a-secret")] {
        assert_eq!(house.knock(knock(secret, body.as_str())).await, 401, "{secret:?}");
    }
    assert_eq!(house.kept().await, []);
    for malformed in ["", "{}", "[]", "null", r#"{"update_id":"7"}"#, r#"{"message":{}}"#] {
        assert_eq!(house.knock(knock(Some(WEBHOOK_SECRET), malformed)).await, 400, "{malformed}");
    }
    let large = update(8, 4_000_000_001, "private", &"a".repeat(64 * 1024)).to_string();
    assert_eq!(house.knock(knock(Some(WEBHOOK_SECRET), large)).await, 413);
    assert_eq!(house.kept().await, []);
    house.close().await;
}

#[tokio::test]
async fn without_a_webhook_nobody_is_let_in() {
    let house = House::open().await;
    let body = update(7, 4_000_000_001, "private", "Mirëdita").to_string();
    for secret in [None, Some(""), Some(WEBHOOK_SECRET)] {
        assert_eq!(house.knock(knock(secret, body.as_str())).await, 401, "{secret:?}");
    }
    assert_eq!(house.kept().await, []);
    house.close().await;
}

#[tokio::test]
async fn a_repeated_update_is_handled_once_and_a_useless_one_is_kept() {
    let house = open().await;
    let ana = house.telegram_person("Ana", Tongues::SQ);
    let chat = ana.phone().chat_id();
    let body = update(7, chat, "private", "Mirëdita, kam nevojë për ndihmë").to_string();
    for _ in 0..3 {
        assert_eq!(house.knock(knock(Some(WEBHOOK_SECRET), body.as_str())).await, 200);
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    let group = update(8, -100_123, "group", "Mirëdita").to_string();
    assert_eq!(house.knock(knock(Some(WEBHOOK_SECRET), group)).await, 200);
    assert_eq!(house.knock(knock(Some(WEBHOOK_SECRET), r#"{"update_id":9,"poll":{}}"#)).await, 200);
    house.quiet().await;
    let kept: Vec<(String, Option<String>)> = [
        ("handled", None),
        ("rejected", Some("not a private chat")),
        ("rejected", Some("unknown kind of update")),
    ]
    .into_iter()
    .map(|(state, reason)| (state.to_owned(), reason.map(str::to_owned)))
    .collect();
    assert_eq!(house.kept().await, kept);
    house.close().await;
}

#[tokio::test]
async fn a_request_goes_all_the_way_through_the_webhook() {
    let house = open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::SR_CYRL);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    house.close().await;
}

#[tokio::test]
async fn after_a_quiet_week_update_ids_begin_anew_where_they_were_and_everybody_is_heard() {
    for webhook in [true, false] {
        let house = House::build(Plan { webhook, ..Plan::default() }).await;
        let first = house.clock.now().timestamp();
        let ana = house.telegram_person("Ana", Tongues::SQ);
        ana.writes("Mirëdita, nuk kam letërnjoftim").await;
        ana.hears(&Phrase::WelcomeConsent).await;
        house.quiet().await;
        if !webhook {
            assert!(house.bot.asked(Method::GetUpdates, 2, SOON).await);
            house.bot.end_the_wait();
            assert!(house.bot.asked(Method::GetUpdates, 3, SOON).await);
        }
        house.time_passes(chrono::Duration::days(8));
        house.bot.jump_update_id(first);
        ana.writes("Po").await;
        ana.hears(&Phrase::UnderstoodAskPlace { topic: "doc.id".parse().unwrap() }).await;
        house.close().await;
    }
}
