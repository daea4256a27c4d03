//! The Telegram bot's settings, all or nothing: without a token there is no bot, and then nothing else of it.
//! Not here: talking to Telegram (`channels`), and asking whether it knows the token (`doctor`).

use reqwest::Url;
use secrecy::SecretString;

use super::{
    address,
    error::Error,
    file::TelegramTable,
    sources::{Sources, Told, or_file},
};

const TABLE: &str = "[telegram]";

/// The bot.
#[derive(Clone, Debug)]
pub struct Telegram {
    /// The token from @BotFather, under which the bot speaks.
    pub token: SecretString,
    /// The Bot API server; Telegram's own unless another is run in its place.
    pub api_url: Url,
    /// How updates reach us.
    pub mode: Mode,
}

/// How Telegram's updates reach us.
#[derive(Clone, Debug)]
pub enum Mode {
    /// We ask for them; works from anywhere, with no public address.
    Polling,
    /// Telegram posts them to our public address.
    Webhook {
        /// The public address of this server, as in `Config::public_url`.
        public_url: String,
        /// What Telegram shows with each request to be known.
        secret: SecretString,
    },
}

/// Reads the group; `public_url` has been read before.
pub(super) fn read(
    sources: &mut Sources<'_>,
    table: Option<TelegramTable>,
    public_url: Option<&str>,
) -> Result<Option<Telegram>, Error> {
    let begun = table.as_ref().map(|_| sources.table(TABLE));
    let table = table.unwrap_or_default();
    let token = sources.secret(
        "PRAG_TELEGRAM_TOKEN",
        TABLE,
        ("token", table.token),
        ("token_file", table.token_file),
    )?;
    let api_url = sources.setting("PRAG_TELEGRAM_API_URL", TABLE, "api_url", table.api_url)?;
    let mode = sources.setting("PRAG_TELEGRAM_MODE", TABLE, "mode", table.mode)?;
    let webhook_secret = sources.secret(
        "PRAG_TELEGRAM_WEBHOOK_SECRET",
        TABLE,
        ("webhook_secret", table.webhook_secret),
        ("webhook_secret_file", table.webhook_secret_file),
    )?;
    let Some(token) = token else {
        let rest = [api_url, mode, webhook_secret].into_iter().flatten().map(|told| told.place);
        return match begun.into_iter().chain(rest).next() {
            Some(given) => Err(Error::Incomplete { given, missing: or_file("PRAG_TELEGRAM_TOKEN") }),
            None => Ok(None),
        };
    };
    let token = sources.reveal(token)?;
    token.check_hidden(
        is_token,
        "is not a bot token",
        "copy the whole of it, digits, a colon and letters, from @BotFather",
    )?;
    let api_url = match api_url {
        Some(told) => address::server(sources, &told)?,
        None => Url::parse("https://api.telegram.org").expect("a web address"),
    };
    let mode = read_mode(sources, mode, webhook_secret, public_url)?;
    Ok(Some(Telegram { token: token.secret(), api_url, mode }))
}

fn read_mode(
    sources: &mut Sources<'_>,
    mode: Option<Told>,
    secret: Option<Told>,
    public_url: Option<&str>,
) -> Result<Mode, Error> {
    let wants_webhook = |mode: &Told| {
        let known = |text: &str| ["polling", "webhook"].contains(&text).then_some(text == "webhook");
        mode.read(known, "is not a way to receive updates", "write \"polling\" or \"webhook\"")
    };
    let webhook = match mode {
        Some(told) => wants_webhook(&told)?.then_some(told.place),
        None => None,
    };
    let Some(mode) = webhook else {
        if let Some(secret) = secret {
            sources.warnings.push(format!("{} has no effect while the mode is polling", secret.place));
        }
        return Ok(Mode::Polling);
    };
    let Some(public_url) = public_url else {
        return Err(Error::NoWebhook { mode, missing: "PRAG_PUBLIC_URL".to_owned() });
    };
    let Some(secret) = secret else {
        return Err(Error::NoWebhook { mode, missing: or_file("PRAG_TELEGRAM_WEBHOOK_SECRET") });
    };
    let secret = sources.reveal(secret)?;
    secret.check_hidden(
        is_webhook_secret,
        "is not a secret that Telegram takes",
        "use 1 to 256 of the characters A-Z a-z 0-9 _ -",
    )?;
    Ok(Mode::Webhook { public_url: public_url.to_owned(), secret: secret.secret() })
}

fn is_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(bot, key)| {
        !bot.is_empty()
            && bot.bytes().all(|b| b.is_ascii_digit())
            && !key.is_empty()
            && key.bytes().all(is_plain)
    })
}

fn is_webhook_secret(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(is_plain)
}

fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'-'
}
