//! What each method does to the world, and what it refuses. Texts are plain: `parse_mode` is refused.
//! Not here: `getUpdates`, which waits (`polling`), and HTTP (`counter`).

use serde_json::{Value, json};

use super::super::chat::Side;
use super::markup::{Keys, Markup};
use super::method::Method;
use super::params::{Params, Refusal};
use super::person::Person;
use super::world::{Answer, Webhook, World};

type Result<T = Value> = std::result::Result<T, Refusal>;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(super) fn carry_out(world: &mut World, method: Method, params: &Params) -> Result {
    match method {
        Method::GetMe => Ok(me(world)),
        Method::GetUpdates => unreachable!("getUpdates waits, and is answered by `polling`"),
        Method::SetWebhook => set_webhook(world, params),
        Method::DeleteWebhook => Ok(delete_webhook(world, params)),
        Method::GetWebhookInfo => Ok(webhook_info(world)),
        Method::SendMessage => send_message(world, params),
        Method::AnswerCallbackQuery => answer_callback_query(world, params),
        Method::EditMessageReplyMarkup => edit_reply_markup(world, params),
        Method::EditMessageText => edit_text(world, params),
        Method::DeleteMessage => delete_message(world, params),
        Method::SetMyCommands => set_my_commands(params),
        Method::SendChatAction => send_chat_action(world, params),
    }
}

fn me(world: &World) -> Value {
    let mut me = world.bot();
    for ability in [
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    ] {
        me[ability] = json!(false);
    }
    me
}

fn set_webhook(world: &mut World, params: &Params) -> Result {
    let url = params.text("url").unwrap_or_default();
    if url.is_empty() {
        return Ok(delete_webhook(world, params));
    }
    // The real server wants https; this one lives on the same machine as the bot.
    let url = reqwest::Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| Refusal::bad("bad webhook: invalid url"))?;
    let secret = params.text("secret_token").filter(|secret| !secret.is_empty()).map(str::to_owned);
    if let Some(secret) = &secret {
        if secret.len() > 256 {
            return Err(Refusal::bad("secret token is too long"));
        }
        if !secret.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
    }
    if let Some(allowed) = params.words("allowed_updates")? {
        world.queue.allowed = Some(allowed);
    }
    if params.truth("drop_pending_updates") {
        world.queue.forget_waiting();
    }
    let wanted = params.integer("max_connections").unwrap_or(40).clamp(1, 100);
    let max_connections = usize::try_from(wanted).unwrap_or(40);
    world.webhook = Some(Webhook { url, secret, max_connections, last_error: None });
    Ok(json!(true))
}

fn delete_webhook(world: &mut World, params: &Params) -> Value {
    world.webhook = None;
    if params.truth("drop_pending_updates") {
        world.queue.forget_waiting();
    }
    json!(true)
}

fn webhook_info(world: &World) -> Value {
    let mut info = json!({
        "url": world.webhook.as_ref().map_or("", |webhook| webhook.url.as_str()),
        "has_custom_certificate": false,
        "pending_update_count": world.queue.waiting(),
    });
    if let Some(webhook) = &world.webhook {
        info["max_connections"] = json!(webhook.max_connections);
        if let Some((at, message)) = &webhook.last_error {
            info["last_error_date"] = json!(at);
            info["last_error_message"] = json!(message);
        }
    }
    if let Some(allowed) = world.queue.allowed.as_ref().filter(|allowed| !allowed.is_empty()) {
        info["allowed_updates"] = json!(allowed);
    }
    info
}

fn send_message(world: &mut World, params: &Params) -> Result {
    let text = text_of(params)?;
    let markup = params.structure("reply_markup")?.map(Markup::read).transpose()?;
    let now = world.now();
    let person = world.reachable(params.integer("chat_id"))?;
    let (chat, message) = (person.id, person.receives(text, markup, now));
    Ok(world.rendered(chat, message))
}

fn answer_callback_query(world: &mut World, params: &Params) -> Result {
    let text = params.text("text").filter(|text| !text.is_empty()).map(str::to_owned);
    if text.as_ref().is_some_and(|text| text.encode_utf16().count() > 200) {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let query = params.text("callback_query_id").and_then(|id| world.queries.get_mut(id));
    let Some(query) = query else {
        return Err(Refusal::bad("query is too old and response timeout expired or query ID is invalid"));
    };
    *query = Some(Answer { text, alert: params.truth("show_alert") });
    Ok(json!(true))
}

fn edit_reply_markup(world: &mut World, params: &Params) -> Result {
    let keys = inline_keys(params)?;
    let (person, message) = editable(world, params)?;
    if same_keys(&person.messages[&message].keys, &keys) {
        return Err(not_modified());
    }
    person.set_keys(message, keys);
    let chat = person.id;
    Ok(world.rendered(chat, message))
}

fn edit_text(world: &mut World, params: &Params) -> Result {
    let text = text_of(params)?;
    let keys = inline_keys(params)?;
    let now = world.now();
    let (person, message) = editable(world, params)?;
    let same_text = person.text_of(message) == Some(text.as_str());
    if same_text && same_keys(&person.messages[&message].keys, &keys) {
        return Err(not_modified());
    }
    person.rewrite(message, text, keys, now);
    let chat = person.id;
    Ok(world.rendered(chat, message))
}

fn delete_message(world: &mut World, params: &Params) -> Result {
    let message = params.integer("message_id");
    let message = message.ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
    if !world.reachable(params.integer("chat_id"))?.delete(message) {
        return Err(Refusal::bad("message to delete not found"));
    }
    Ok(json!(true))
}

/// Commands are checked; the list itself is found among the requests.
fn set_my_commands(params: &Params) -> Result {
    let commands = params.structure("commands")?.unwrap_or_default();
    let Some(commands) = commands.as_array().filter(|commands| commands.len() <= 100) else {
        return Err(Refusal::bad("can't parse commands"));
    };
    for command in commands {
        let name = command["command"].as_str().unwrap_or_default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(plain) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.encode_utf16().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    Ok(json!(true))
}

fn send_chat_action(world: &mut World, params: &Params) -> Result {
    if !params.text("action").is_some_and(|action| ACTIONS.contains(&action)) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    world.reachable(params.integer("chat_id"))?;
    Ok(json!(true))
}

fn text_of(params: &Params) -> Result<String> {
    if params.text("parse_mode").is_some_and(|mode| !mode.is_empty()) {
        return Err(Refusal::bad("unsupported parse_mode"));
    }
    let text = params.text("text").unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if text.encode_utf16().count() > 4096 {
        return Err(Refusal::bad("message is too long"));
    }
    Ok(text.to_owned())
}

fn inline_keys(params: &Params) -> Result<Keys> {
    match params.structure("reply_markup")?.map(Markup::read).transpose()? {
        None => Ok(Keys::None),
        Some(Markup::Inline(rows)) => Ok(Keys::inline(rows)),
        Some(_) => Err(Refusal::bad("inline keyboard expected")),
    }
}

fn editable<'w>(world: &'w mut World, params: &Params) -> Result<(&'w mut Person, i64)> {
    let message = params.integer("message_id");
    let message = message.ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
    let person = world.reachable(params.integer("chat_id"))?;
    match person.messages.get(&message) {
        None => Err(Refusal::bad("message to edit not found")),
        Some(kept) if kept.from == Side::Person || matches!(kept.keys, Keys::Reply(_)) => {
            Err(Refusal::bad("message can't be edited"))
        }
        Some(_) => Ok((person, message)),
    }
}

fn same_keys(one: &Keys, other: &Keys) -> bool {
    match (one, other) {
        (Keys::Inline(one), Keys::Inline(other)) => one == other,
        (Keys::None, Keys::None) => true,
        _ => false,
    }
}

fn not_modified() -> Refusal {
    Refusal::bad(
        "message is not modified: specified new message content and reply markup are exactly the same as a \
         current content and reply markup of the message",
    )
}
