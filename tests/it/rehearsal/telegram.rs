//! Methods: read by a strict client, refused where the real server refuses, faults on order.

use prag::rehearsal::telegram::{BotApi, Method, PressError};
use prag::rehearsal::{Fault, Line, Side};
use serde_json::{Value, json};
use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageReplyMarkupSetters, SendMessageSetters, SetWebhookSetters,
};
use teloxide::prelude::{Bot, ChatId, Requester};
use teloxide::types::{
    AllowedUpdate, BotCommand, ChatAction, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
    KeyboardMarkup, KeyboardRemove, MessageId, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use super::{NOW, SOON, clock, http};

const TOKEN: &str = "4242:secret";
const CHAT: ChatId = ChatId(77);

async fn server() -> BotApi {
    BotApi::start(TOKEN, clock).await.expect("a free port")
}

fn strict(api: &BotApi) -> Bot {
    Bot::with_client(TOKEN, http()).set_api_url(api.url().parse().expect("a URL"))
}

async fn ask(api: &BotApi, method: &str, params: Value) -> (u16, Value) {
    let url = format!("{}/bot{TOKEN}/{method}", api.url());
    let answer = http().post(url).json(&params).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

fn is(text: &str) -> impl FnMut(&Line) -> bool {
    move |line| line.text == text
}

#[tokio::test]
async fn a_strict_client_reads_every_answer() {
    let api = server().await;
    let bot = strict(&api);
    let ana = api.person("Ana", 77, "sr");

    let me = bot.get_me().await.expect("getMe");
    assert!(me.user.is_bot);
    assert_eq!((me.user.id.0, me.username()), (4242, "prag_rehearsal_bot"));

    let keys = [[InlineKeyboardButton::callback("Да", "yes")]];
    let asked = bot.send_message(CHAT, "Слажете се?").reply_markup(InlineKeyboardMarkup::new(keys));
    let sent = asked.await.expect("sendMessage");
    assert_eq!(sent.text(), Some("Слажете се?"));
    assert_eq!((sent.date.timestamp(), sent.chat.id), (NOW, CHAT));
    assert!(sent.chat.is_private() && sent.from.as_ref().is_some_and(|from| from.is_bot));
    assert_eq!(sent.reply_markup().map(|markup| markup.inline_keyboard.len()), Some(1));

    let pressed = ana.presses("Да").expect("the button is there");
    let updates = bot.get_updates().await.expect("getUpdates");
    let [update] = updates.as_slice() else { panic!("one update, not {}", updates.len()) };
    let UpdateKind::CallbackQuery(query) = &update.kind else { panic!("a query") };
    assert_eq!((query.data.as_deref(), query.from.id.0), (Some("yes"), 77));
    assert_eq!(query.regular_message().map(|message| message.id), Some(sent.id));
    assert_eq!(Some(query.id.0.as_str()), pressed.query());
    assert!(!pressed.was_answered());
    bot.answer_callback_query(query.id.clone()).text("Хвала").await.expect("answerCallbackQuery");
    let answer = pressed.hears_answer(SOON).await.expect("answered");
    assert_eq!((answer.text.as_deref(), answer.alert), (Some("Хвала"), false));

    let bare = bot.edit_message_reply_markup(CHAT, sent.id).await.expect("editMessageReplyMarkup");
    assert!(bare.reply_markup().is_none());
    let edited = bot.edit_message_text(CHAT, sent.id, "Хвала.").await.expect("editMessageText");
    assert_eq!((edited.text(), edited.edit_date().is_some()), (Some("Хвала."), true));
    bot.delete_message(CHAT, sent.id).await.expect("deleteMessage");
    assert_eq!(ana.chat(), []);

    bot.set_my_commands([BotCommand::new("help", "Помоћ")]).await.expect("setMyCommands");
    bot.send_chat_action(CHAT, ChatAction::Typing).await.expect("sendChatAction");

    let hook = "http://127.0.0.1:9/hook".parse().expect("a URL");
    let set = bot.set_webhook(hook).secret_token("s-1".to_owned());
    set.allowed_updates([AllowedUpdate::Message]).await.expect("setWebhook");
    let info = bot.get_webhook_info().await.expect("getWebhookInfo");
    assert_eq!(info.url.map(|url| url.to_string()).as_deref(), Some("http://127.0.0.1:9/hook"));
    assert_eq!(info.allowed_updates, Some(vec![AllowedUpdate::Message]));
    bot.delete_webhook().await.expect("deleteWebhook");
    assert_eq!(bot.get_webhook_info().await.expect("getWebhookInfo").url, None);
}

#[tokio::test]
async fn a_strict_client_reads_everything_people_do() {
    let api = server().await;
    let ana = api.person("Ana", 77, "sr");
    ana.says("/start abc");
    ana.says("Здраво 👋🏽");
    ana.edits("Здраво 👋🏽", "Здраво свима");
    ana.sends_photo();
    ana.blocks_bot();
    ana.unblocks_bot();

    let updates = strict(&api).get_updates().await.expect("getUpdates");
    let kinds: Vec<_> = updates.iter().map(|update| &update.kind).collect();
    let [
        UpdateKind::Message(start),
        UpdateKind::Message(hello),
        UpdateKind::EditedMessage(edited),
        UpdateKind::Message(photo),
        UpdateKind::MyChatMember(blocks),
        UpdateKind::MyChatMember(unblocks),
    ] = kinds.as_slice()
    else {
        panic!("{kinds:?}")
    };
    let entities = start.parse_entities().expect("a command");
    assert_eq!(entities.iter().map(|entity| entity.text()).collect::<Vec<_>>(), ["/start"]);
    let from = hello.from.as_ref().expect("people have names");
    assert_eq!(
        (from.id.0, from.is_bot, from.first_name.as_str(), from.language_code.as_deref()),
        (77, false, "Ana", Some("sr"))
    );
    assert_eq!((hello.text(), hello.entities().map(<[_]>::len)), (Some("Здраво 👋🏽"), Some(0)));
    assert_eq!((edited.id, edited.text()), (hello.id, Some("Здраво свима")));
    assert!(photo.photo().is_some_and(|sizes| !sizes.is_empty()));
    assert!(blocks.new_chat_member.kind.is_banned() && blocks.old_chat_member.kind.is_present());
    assert!(unblocks.old_chat_member.kind.is_banned() && unblocks.new_chat_member.kind.is_present());
    let lines: Vec<_> = ana.chat().into_iter().map(|line| (line.at_index, line.text)).collect();
    let expected = [(0, "/start abc"), (1, "Здраво свима"), (2, "[photo]")];
    assert_eq!(lines, expected.map(|(at, text)| (at, text.to_owned())));
}

#[tokio::test]
async fn what_the_real_server_refuses_is_refused() {
    let api = server().await;
    api.person("Ana", 77, "");
    let key =
        |button: Value| json!({"chat_id": 77, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}});
    let long = "ë".repeat(4097);
    let cases = [
        ("sendMessage", json!({"chat_id": 78, "text": "x"}), "chat not found"),
        ("sendMessage", json!({"chat_id": "@ana", "text": "x"}), "chat not found"),
        ("sendMessage", json!({"chat_id": 77}), "message text is empty"),
        ("sendMessage", json!({"chat_id": 77, "text": " \n"}), "message text is empty"),
        ("sendMessage", json!({"chat_id": 77, "text": long}), "message is too long"),
        ("sendMessage", json!({"chat_id": 77, "text": "👋".repeat(2049)}), "message is too long"),
        ("sendMessage", json!({"chat_id": 77, "text": "x", "parse_mode": "HTML"}), "unsupported parse_mode"),
        ("sendMessage", json!({"chat_id": 77, "text": "x", "reply_markup": [1]}), "object expected"),
        ("sendMessage", json!({"chat_id": 77, "text": "x", "reply_markup": {"inline": []}}), "no known kind"),
        ("sendMessage", key(json!({"text": "x", "callback_data": ""})), "BUTTON_DATA_INVALID"),
        ("sendMessage", key(json!({"text": "x", "callback_data": "ë".repeat(33)})), "BUTTON_DATA_INVALID"),
        ("sendMessage", key(json!({"text": "x", "callbackdata": "a"})), "unknown field"),
        ("sendMessage", key(json!({"text": "x"})), "Text buttons are unallowed"),
        ("sendMessage", key(json!({"text": "", "callback_data": "a"})), "Text must be non-empty"),
        ("sendMessage", key(json!({"text": "x", "url": "not a url"})), "BUTTON_URL_INVALID"),
        ("answerCallbackQuery", json!({"callback_query_id": "9"}), "query is too old"),
        (
            "editMessageText",
            json!({"chat_id": 77, "message_id": 9, "text": "x"}),
            "message to edit not found",
        ),
        ("editMessageText", json!({"chat_id": 77, "text": "x"}), "message identifier is not specified"),
        ("deleteMessage", json!({"chat_id": 77, "message_id": 9}), "message to delete not found"),
        (
            "setMyCommands",
            json!({"commands": [{"command": "Help", "description": "x"}]}),
            "BOT_COMMAND_INVALID",
        ),
        ("sendChatAction", json!({"chat_id": 77, "action": "sleeping"}), "wrong parameter action"),
        ("setWebhook", json!({"url": "ftp://x"}), "bad webhook"),
        ("setWebhook", json!({"url": "http://x", "secret_token": "ë"}), "unallowed characters"),
    ];
    for (method, params, why) in cases {
        let (status, body) = ask(&api, method, params.clone()).await;
        let description = body["description"].as_str().unwrap_or_default();
        assert!(description.starts_with("Bad Request: ") && description.contains(why), "{method}: {body}");
        assert_eq!((status, &body["ok"], &body["error_code"]), (400, &json!(false), &json!(400)));
    }
    let (status, _) = ask(&api, "sendMessage", json!({"chat_id": 77, "text": "ë".repeat(4096)})).await;
    assert_eq!(status, 200);
    let (status, _) =
        ask(&api, "sendMessage", key(json!({"text": "x", "callback_data": "ë".repeat(32)}))).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn an_edit_needs_an_own_message_and_a_change() {
    let api = server().await;
    let bot = strict(&api);
    let ana = api.person("Ana", 77, "");
    ana.says("mine");
    let refused = bot.edit_message_text(CHAT, MessageId(1), "yours").await.expect_err("not the bot's");
    assert!(matches!(refused, RequestError::Api(ApiError::MessageCantBeEdited)), "{refused}");
    let sent = bot.send_message(CHAT, "same").await.expect("sent");
    let refused = bot.edit_message_text(CHAT, sent.id, "same").await.expect_err("nothing new");
    assert!(matches!(refused, RequestError::Api(ApiError::MessageNotModified)), "{refused}");
    let keys = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("A", "a")]]);
    bot.edit_message_reply_markup(CHAT, sent.id).reply_markup(keys).await.expect("new keys");
    assert!(ana.presses("a").is_ok());
}

#[tokio::test]
async fn json_form_and_query_are_one_and_case_does_not_matter() {
    let api = server().await;
    let ana = api.person("Ana", 77, "");
    let base = format!("{}/bot{TOKEN}", api.url());
    let keys = json!({"inline_keyboard": [[{"text": "B", "callback_data": "b"}]]}).to_string();
    let asked = [
        http().post(format!("{base}/SendMessage")).json(&json!({"chat_id": 77, "text": "A"})),
        http().post(format!("{base}/sendmessage")).form(&[
            ("chat_id", "77"),
            ("text", "B"),
            ("reply_markup", &keys),
        ]),
        http().get(format!("{base}/SENDMESSAGE")).query(&[("chat_id", "77"), ("text", "C")]),
    ];
    for request in asked {
        assert_eq!(request.send().await.expect("an answer").status(), 200);
    }
    let lines: Vec<_> = ana.chat().into_iter().map(|line| (line.text, line.buttons.len())).collect();
    assert_eq!(lines, [("A", 0), ("B", 1), ("C", 0)].map(|(text, rows)| (text.to_owned(), rows)));
    let methods: Vec<_> = api.requests().into_iter().map(|(method, _)| method).collect();
    assert_eq!(methods, [Method::SendMessage; 3]);
    assert_eq!(api.requests()[0].1, json!({"chat_id": 77, "text": "A"}));

    let (status, body) = ask(&api, "sendSmoke", json!({})).await;
    assert_eq!((status, &body["description"]), (404, &json!("Not Found: method not found")));
    let wrong = http().get(format!("{}/bot1:other/getMe", api.url())).send().await.expect("an answer");
    assert_eq!(wrong.status(), 401);
    let body: Value = wrong.json().await.expect("JSON");
    assert_eq!(body, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));
}

#[tokio::test]
async fn a_blocked_bot_is_refused_until_it_is_let_in_again() {
    let api = server().await;
    let bot = strict(&api);
    let ana = api.person("Ana", 77, "");
    ana.blocks_bot();
    assert_eq!(ana.blocks_bot(), None, "blocked once is blocked");
    let refused = bot.send_message(CHAT, "x").await.expect_err("blocked");
    assert!(matches!(refused, RequestError::Api(ApiError::BotBlocked)), "{refused}");
    let (status, body) = ask(&api, "sendChatAction", json!({"chat_id": 77, "action": "typing"})).await;
    let why = "Forbidden: bot was blocked by the user";
    assert_eq!((status, &body["description"]), (403, &json!(why)));
    ana.says("sorry");
    bot.send_message(CHAT, "welcome back").await.expect("let in");
    let updates = bot.get_updates().await.expect("getUpdates");
    let kinds: Vec<_> = updates.iter().map(|u| matches!(u.kind, UpdateKind::MyChatMember(_))).collect();
    assert_eq!(kinds, [true, true, false], "blocked, let in, wrote");
}

#[tokio::test]
async fn faults_come_in_order_and_then_pass() {
    let api = server().await;
    api.person("Ana", 77, "");
    api.answer_next(Method::SendMessage, 1, Fault::TooManyRequests(35));
    let refused = strict(&api).send_message(CHAT, "x").await.expect_err("too many");
    assert!(matches!(refused, RequestError::RetryAfter(after) if after.seconds() == 35), "{refused}");

    api.answer_next(Method::SendMessage, 2, Fault::ServerError);
    api.answer_next(Method::SendMessage, 1, Fault::TooManyRequests(1));
    let message = json!({"chat_id": 77, "text": "x"});
    for code in [500, 500, 429] {
        let (status, body) = ask(&api, "sendMessage", message.clone()).await;
        assert_eq!((status, &body["error_code"]), (code, &json!(code)));
    }
    for (fault, code, moved) in [
        (Fault::Refused, 400, None),
        (Fault::NotLetIn, 401, None),
        (Fault::Deactivated, 403, None),
        (Fault::ChatMoved(-1_001_234_567_890), 400, Some(-1_001_234_567_890_i64)),
    ] {
        api.answer_next(Method::SendMessage, 1, fault);
        let (status, body) = ask(&api, "sendMessage", message.clone()).await;
        assert_eq!((status, body["parameters"]["migrate_to_chat_id"].as_i64()), (code, moved), "{fault:?}");
    }
    api.answer_next(Method::SendMessage, 1, Fault::BadGatewayHtml);
    let url = format!("{}/bot{TOKEN}/sendMessage", api.url());
    let page = http().post(url).json(&message).send().await.expect("an answer");
    assert_eq!((page.status().as_u16(), page.headers()["content-type"].as_bytes()), (502, &b"text/html"[..]));
    assert_eq!(ask(&api, "getMe", json!({})).await.0, 200, "other methods are not touched");
    assert_eq!(ask(&api, "sendMessage", message).await.0, 200);
    assert_eq!(api.phone(77).expect("Ana").chat().len(), 1, "what failed was not done");
}

#[tokio::test]
async fn a_hanging_request_is_done_or_not_as_ordered() {
    let api = server().await;
    let ana = api.person("Ana", 77, "");
    api.answer_next(Method::SendMessage, 1, Fault::Hang { accepted: false });
    api.answer_next(Method::SendMessage, 1, Fault::Hang { accepted: true });
    let mut hanging = Vec::new();
    for (times, text) in [(1, "lost"), (2, "arrived")] {
        let bot = strict(&api);
        hanging.push(tokio::spawn(async move { bot.send_message(CHAT, text).await }));
        assert!(api.asked(Method::SendMessage, times, SOON).await);
    }
    assert!(ana.hears(is("arrived"), SOON).await.is_some());
    assert_eq!(ask(&api, "sendMessage", json!({"chat_id": 77, "text": "after"})).await.0, 200);
    let texts: Vec<_> = ana.chat().into_iter().map(|line| line.text).collect();
    assert_eq!(texts, ["arrived", "after"]);
    assert!(hanging.iter().all(|request| !request.is_finished()));

    drop(api);
    for request in hanging {
        let cut = request.await.expect("no panic").expect_err("no answer ever came");
        assert!(matches!(cut, RequestError::Network(_)), "{cut}");
    }
}

#[tokio::test]
async fn hearing_misses_nothing_and_hears_nothing_twice() {
    let api = server().await;
    let bot = strict(&api);
    let ana = api.person("Ana", 77, "");
    ana.says("one");
    for text in ["one", "two", "one"] {
        bot.send_message(CHAT, text).await.expect("sent");
    }
    assert_eq!(ana.hears(is("two"), SOON).await.map(|line| line.at_index), Some(2));
    assert_eq!(ana.hears(is("one"), SOON).await.map(|line| (line.from, line.at_index)), Some((Side::Bot, 1)));
    assert_eq!(ana.unheard().len(), 1);
    assert_eq!(ana.hears(is("one"), SOON).await.map(|line| line.at_index), Some(3));
    assert_eq!(ana.hears(|_| true, std::time::Duration::ZERO).await, None, "own words are not heard");

    let waiting = tokio::spawn({
        let ana = ana.clone();
        async move { ana.hears(is("later"), SOON).await }
    });
    bot.edit_message_text(CHAT, MessageId(2), "later").await.expect("edited");
    let heard = waiting.await.expect("no panic").expect("an edited text is a new line");
    assert_eq!(heard.at_index, 1);
    let debug = format!("{heard:?} {:?}", ana.chat());
    assert!(!debug.contains("later") && !debug.contains("two"), "{debug}");
}

#[tokio::test]
async fn keyboards_stand_until_they_are_replaced() {
    let api = server().await;
    let bot = strict(&api);
    let ana = api.person("Ana", 77, "");
    let keyboard = |labels: [&str; 2]| KeyboardMarkup::new([labels.map(KeyboardButton::new)]);
    bot.send_message(CHAT, "first").reply_markup(keyboard(["Po", "Jo"])).await.expect("sent");
    ana.presses("Po").expect("it stands");
    assert_eq!(ana.chat().last().map(|line| (line.from, line.text.as_str())), Some((Side::Person, "Po")));
    bot.send_message(CHAT, "second").reply_markup(keyboard(["Da", "Ne"])).await.expect("sent");
    assert_eq!(ana.presses("Po").err(), Some(PressError::NoSuchButton));
    bot.send_message(CHAT, "third").reply_markup(KeyboardRemove::new()).await.expect("sent");
    assert_eq!(ana.presses("Da").err(), Some(PressError::NoSuchButton));

    let page = InlineKeyboardButton::url("Page", "https://example.org".parse().expect("a URL"));
    for data in ["older", "newer"] {
        let keys = [[InlineKeyboardButton::callback("Again", data), page.clone()]];
        bot.send_message(CHAT, data).reply_markup(InlineKeyboardMarkup::new(keys)).await.expect("sent");
    }
    assert_eq!(ana.presses("Page").err(), Some(PressError::LeadsElsewhere));
    ana.presses("Again").expect("there are two");
    ana.presses("older").expect("by its data");
    let updates = bot.get_updates().await.expect("getUpdates");
    let data = updates.iter().filter_map(|update| match &update.kind {
        UpdateKind::CallbackQuery(query) => query.data.as_deref(),
        _ => None,
    });
    assert_eq!(data.collect::<Vec<_>>(), ["newer", "older"]);
}
