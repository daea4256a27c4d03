//! Sends messages, never with a parse mode: a text arrives as it was rendered, whatever signs are in it.
//! The table of failures stands at the end. Not here: when to try again (`delivery`).

use serde_json::{Value, json};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::{
    Telegram,
    calls::{Complaint, Refusal},
};
use crate::{
    channels::{Accepted, Class, SendFailure, client::EXCHANGE_LIMIT, failure::throttled},
    message::{Address, ButtonRow, Channel, Content, Parcel},
};

/// Telegram counts UTF-16 units.
const LONGEST_MESSAGE: usize = 4096;

/// Whether Telegram takes this text as one message.
#[must_use]
pub fn fits(text: &str) -> bool {
    !text.is_empty() && text.encode_utf16().count() <= LONGEST_MESSAGE
}

impl Telegram {
    /// Hands one parcel to Telegram, which knows no idempotency key: after a lost answer a message may come twice.
    pub(in crate::channels) async fn send(&self, parcel: &Parcel) -> Result<Accepted, SendFailure> {
        let (method, request) = request(parcel)?;
        match self.call::<Value>(method, &request, EXCHANGE_LIMIT).await {
            Ok(result) => {
                Ok(Accepted { provider_id: result["message_id"].as_i64().map(|id| id.to_string()) })
            }
            Err(refusal) => settled(refusal),
        }
    }
}

fn request(parcel: &Parcel) -> Result<(&'static str, Value), SendFailure> {
    match &parcel.content {
        Content::Text { words, buttons } => {
            let Some(chat) = chat(&parcel.to) else {
                return Err(SendFailure::new(Class::Rejected, "not_a_chat", None));
            };
            if !fits(words.as_str()) {
                return Err(SendFailure::new(Class::Rejected, "text_does_not_fit", None));
            }
            let mut request = json!({ "chat_id": chat, "text": words.as_str() });
            if !buttons.is_empty() {
                request["reply_markup"] = json!(keyboard(buttons));
            }
            Ok(("sendMessage", request))
        }
        Content::ButtonSeen { query } => Ok(("answerCallbackQuery", json!({ "callback_query_id": query }))),
    }
}

fn chat(to: &Address) -> Option<i64> {
    // A telephone number would parse as well, and be the chat of a stranger.
    if to.channel == Channel::Telegram { to.handle.parse().ok() } else { None }
}

fn keyboard(rows: &[ButtonRow]) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(
        rows.iter()
            .map(|row| row.iter().map(|button| InlineKeyboardButton::callback(&button.label, &button.data))),
    )
}

/// The table of failures; some complaints are as good as success.
fn settled(refusal: Refusal) -> Result<Accepted, SendFailure> {
    let complaint = match refusal {
        Refusal::Unheard(code) => return Err(SendFailure::new(Class::Unreachable, code, None)),
        Refusal::Told(complaint) => complaint,
    };
    let (class, code) = match classed(&complaint) {
        Verdict::AsGoodAsDone => return Ok(Accepted { provider_id: None }),
        Verdict::SlowDown => return Err(throttled(Some(complaint.wait()), complaint.error_code)),
        Verdict::Failed(class, code) => (class, code),
    };
    // Only the number: a description may repeat what was sent.
    Err(SendFailure::new(class, code, Some(complaint.error_code.to_string())))
}

enum Verdict {
    AsGoodAsDone,
    SlowDown,
    Failed(Class, &'static str),
}

fn classed(complaint: &Complaint) -> Verdict {
    let description = complaint.description.to_lowercase();
    let says = |part: &str| description.contains(part);
    if let Some(chat) = complaint.parameters.migrate_to_chat_id {
        return Verdict::Failed(Class::Moved { handle: chat.to_string() }, "chat_moved");
    }
    match complaint.error_code {
        429 => Verdict::SlowDown,
        401 | 404 => Verdict::Failed(Class::Misconfigured, "token_unknown"),
        403 if says("blocked") => Verdict::Failed(Class::Gone, "blocked"),
        403 if says("deactivated") => Verdict::Failed(Class::Gone, "deactivated"),
        403 if says("kicked") => Verdict::Failed(Class::Gone, "kicked"),
        403 => Verdict::Failed(Class::Gone, "forbidden"),
        400 if says("chat not found") => Verdict::Failed(Class::Gone, "chat_not_found"),
        400 if says("message is not modified") || says("query is too old") => Verdict::AsGoodAsDone,
        500.. => Verdict::Failed(Class::Unreachable, "server_error"),
        _ => Verdict::Failed(Class::Rejected, "refused"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        channels::{model::Model, telegram::tests::bot},
        ids::ParcelId,
        message::{Button, Line},
    };

    fn parcel(content: Content) -> Parcel {
        Parcel {
            id: ParcelId::from(uuid::Uuid::from_u128(7)),
            line: Line::telegram(),
            to: Address { channel: Channel::Telegram, handle: "5000000007".to_owned() },
            content,
            useless_after: None,
            attempts: 0,
        }
    }

    fn text(words: &str) -> Content {
        Content::Text { words: words.into(), buttons: Vec::new() }
    }

    fn seen() -> Content {
        Content::ButtonSeen { query: "21474836477012345".to_owned() }
    }

    async fn sent(status: u16, answer: &str, content: Content) -> Result<Accepted, SendFailure> {
        bot(Model::answering(status, answer).await.url).send(&parcel(content)).await
    }

    fn accepted(id: Option<&str>) -> Result<Accepted, SendFailure> {
        Ok(Accepted { provider_id: id.map(str::to_owned) })
    }

    fn failed(class: Class, code: &'static str, provider: u16) -> Result<Accepted, SendFailure> {
        Err(SendFailure::new(class, code, Some(provider.to_string())))
    }

    const TAKEN: &str = r#"{"ok":true,"result":{"message_id":4711,"date":1768469400,"chat":{"id":5000000007,"type":"private"},"text":"Po"}}"#;

    #[tokio::test]
    async fn a_text_is_sent_as_it_is() {
        let model = Model::answering(200, TAKEN).await;
        let words = "Emri: <Arta & \"Blerim\"> *5* _3_\nЋао";
        assert_eq!(bot(model.url.clone()).send(&parcel(text(words))).await, accepted(Some("4711")));
        let request = model.asked_once();
        assert_eq!(request.path, "/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage");
        assert_eq!(request.header("content-type"), "application/json");
        assert_eq!(request.header("user-agent"), concat!("prag/", env!("CARGO_PKG_VERSION")));
        assert_eq!(request.json(), json!({ "chat_id": 5_000_000_007_i64, "text": words }));
    }

    #[tokio::test]
    async fn buttons_become_an_inline_keyboard() {
        let model = Model::answering(200, TAKEN).await;
        let button = |label: &str, data: &str| Button { label: label.to_owned(), data: data.to_owned() };
        let buttons =
            vec![vec![button("Po", "consent:yes"), button("Jo", "consent:no")], vec![button("0", "human")]];
        let content = Content::Text { words: "A pajtoheni?".into(), buttons };
        bot(model.url.clone()).send(&parcel(content)).await.expect("taken");
        let keyboard = &model.asked_once().json()["reply_markup"];
        assert_eq!(
            *keyboard,
            json!({ "inline_keyboard": [
                [{ "text": "Po", "callback_data": "consent:yes" }, { "text": "Jo", "callback_data": "consent:no" }],
                [{ "text": "0", "callback_data": "human" }],
            ] })
        );
    }

    #[tokio::test]
    async fn a_pressed_button_is_acknowledged() {
        let model = Model::answering(200, r#"{"ok":true,"result":true}"#).await;
        assert_eq!(bot(model.url.clone()).send(&parcel(seen())).await, accepted(None));
        let request = model.asked_once();
        assert!(request.path.ends_with("/answerCallbackQuery"));
        assert_eq!(request.json(), json!({ "callback_query_id": "21474836477012345" }));
    }

    #[tokio::test]
    async fn every_complaint_has_its_class() {
        let table = [
            (403, "Forbidden: bot was blocked by the user", failed(Class::Gone, "blocked", 403)),
            (403, "Forbidden: user is deactivated", failed(Class::Gone, "deactivated", 403)),
            (403, "Forbidden: bot was kicked from the supergroup chat", failed(Class::Gone, "kicked", 403)),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                failed(Class::Gone, "forbidden", 403),
            ),
            (400, "Bad Request: chat not found", failed(Class::Gone, "chat_not_found", 400)),
            (400, "Bad Request: BUTTON_DATA_INVALID", failed(Class::Rejected, "refused", 400)),
            (400, "Bad Request: message text is empty", failed(Class::Rejected, "refused", 400)),
            (413, "Request Entity Too Large", failed(Class::Rejected, "refused", 413)),
            (401, "Unauthorized", failed(Class::Misconfigured, "token_unknown", 401)),
            (404, "Not Found", failed(Class::Misconfigured, "token_unknown", 404)),
            (500, "Internal Server Error: restart", failed(Class::Unreachable, "server_error", 500)),
            (502, "Bad Gateway", failed(Class::Unreachable, "server_error", 502)),
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
                accepted(None),
            ),
        ];
        for (status, description, expected) in table {
            let answer = json!({ "ok": false, "error_code": status, "description": description }).to_string();
            assert_eq!(sent(status, &answer, text("Po")).await, expected, "{description}");
        }
    }

    #[tokio::test]
    async fn a_button_acknowledged_too_late_is_done_with() {
        let answer = r#"{"ok":false,"error_code":400,"description":"Bad Request: query is too old and response timeout expired or query ID is invalid"}"#;
        assert_eq!(sent(400, answer, seen()).await, accepted(None));
    }

    #[tokio::test]
    async fn telegram_says_how_long_to_wait() {
        let answer = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#;
        let after = Duration::from_secs(35);
        assert_eq!(sent(429, answer, text("Po")).await, failed(Class::Throttled { after }, "throttled", 429));
    }

    #[tokio::test]
    async fn a_chat_that_moved_tells_where_it_is_now() {
        let answer = r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}"#;
        let handle = "-1001234567890".to_owned();
        assert_eq!(sent(400, answer, text("Po")).await, failed(Class::Moved { handle }, "chat_moved", 400));
    }

    #[tokio::test]
    async fn what_is_not_telegrams_word_ends_no_conversation() {
        for (status, page, code) in [
            (403, "<html>blocked by policy</html>", "unreadable_answer"),
            (200, "<html>sign in to this network</html>", "unreadable_answer"),
            (302, "", "unreadable_answer"),
            (502, "<html>Bad Gateway</html>", "server_error"),
        ] {
            let failure = sent(status, page, text("Po")).await.expect_err("no answer of Telegram");
            assert_eq!(failure, SendFailure::new(Class::Unreachable, code, None), "{status}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_taken_is_not_even_offered() {
        let model = Model::answering(200, TAKEN).await;
        let bot = bot(model.url.clone());
        for words in [String::new(), "ë".repeat(4097), "👋".repeat(2049)] {
            let failure = bot.send(&parcel(text(&words))).await.expect_err("does not fit");
            assert_eq!(failure, SendFailure::new(Class::Rejected, "text_does_not_fit", None));
        }
        for (channel, handle) in
            [(Channel::Sms, "+38344123456"), (Channel::Telegram, "arta_k"), (Channel::Telegram, "")]
        {
            let to = Address { channel, handle: handle.to_owned() };
            let failure = bot.send(&Parcel { to, ..parcel(text("Po")) }).await.expect_err("not a chat");
            assert_eq!(failure, SendFailure::new(Class::Rejected, "not_a_chat", None));
        }
        assert!(model.asked().is_empty());
    }

    #[test]
    fn length_is_counted_as_telegram_counts() {
        assert!(fits("a") && fits(&"ë".repeat(4096)) && fits(&"👋".repeat(2048)));
        assert!(!fits("") && !fits(&"a".repeat(4097)) && !fits(&"👋".repeat(2049)));
    }
}
