//! `prag serve`: production, from settings to a running app and back. Told to stop, it stops in order; told again, at
//! once. Not here: the order of stopping (`app`).

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use secrecy::ExposeSecret;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    app::{self, CutShort, Parts, TelegramDoor},
    catalogue::Catalogue,
    channels::{
        SmsLine,
        client::Client,
        telegram::{self, Telegram},
    },
    clock::{Chance, Clock},
    config::{Config, Database, InnerListen, Mode},
    keeping::PATIENCE,
    opening::{self, Closed, Home},
    store::{Store, sealed::Keys},
};

/// What it takes at most from being told to stop to the end; whoever kills a server that does not end waits so long.
pub const BUDGET: Duration = app::BUDGET.saturating_add(opening::CLOSING);

/// The database of the settings, a private one started.
///
/// # Errors
/// With the remedy.
pub async fn home(config: &Config) -> Result<Home> {
    match &config.database {
        Database::Url(url) => Home::named(url),
        Database::Data(dir) => Home::in_directory(dir, config.pg_bin.clone()).await,
    }
}

/// Opens the database of the settings for a short errand, beside a `prag serve` that may be running.
///
/// # Errors
/// With the remedy.
pub async fn visit(config: &Config) -> Result<Home> {
    match &config.database {
        Database::Url(url) => Home::at(url).await,
        Database::Data(dir) => Home::visiting(dir, config.pg_bin.clone()).await,
    }
}

/// The keys of the settings; a private data directory has its own when none are set.
///
/// # Errors
/// When there are none, or they are no keys.
pub fn keys(config: &Config, chance: &Chance) -> Result<Keys> {
    match (&config.keys, &config.database) {
        (Some(text), _) => Ok(Keys::parse(text.expose_secret())?),
        (None, Database::Data(dir)) => opening::keys_in(dir, &mut chance.dice()),
        (None, Database::Url(_)) => bail!(
            "there are no keys to seal with; make a file with `prag keys new > FILE`, keep a copy of it apart from the \
             database, and name it in PRAG_KEYS_FILE"
        ),
    }
}

/// The bot of the settings, and how its updates reach us.
///
/// # Errors
/// When the public address cannot be an address.
pub fn bot(config: &Config, client: &Client) -> Result<Option<(Telegram, TelegramDoor)>> {
    let Some(settings) = &config.telegram else { return Ok(None) };
    let (door, webhook_secret) = match &settings.mode {
        Mode::Polling => (TelegramDoor::Polling, None),
        Mode::Webhook { public_url, secret } => {
            let url = format!("{public_url}/telegram").parse().context("public_url is not an address")?;
            (TelegramDoor::Webhook { url }, Some(secret.clone()))
        }
    };
    let bot = telegram::Settings {
        token: settings.token.clone(),
        api_url: settings.api_url.clone(),
        webhook_secret,
    };
    Ok(Some((Telegram::new(bot, client.clone()), door)))
}

/// The SMS lines of the settings.
#[must_use]
pub fn lines(config: &Config, client: &Client) -> Vec<SmsLine> {
    let open = |line: &crate::config::SmsLine| {
        SmsLine::open(line.kind, line.settings.clone(), line.per_second, client.clone())
            .reaching(line.reaches.clone())
    };
    config.sms.iter().map(open).collect()
}

/// Serves until told to stop.
///
/// # Errors
/// With the remedy, when something is in the way at the start; with `CutShort` when not everything was finished at the end.
pub async fn serve(config: Config) -> Result<()> {
    let (clock, chance) = (Clock::System, Chance::System);
    let listener = opening::listen(config.listen, opening::DOORS).await?;
    let inner = inner_door(config.inner_listen).await?;
    let home = home(&config).await?;
    let keys = keys(&config, &chance)?;
    let store = Store::new(home.pool.clone(), Arc::new(keys));
    let spool = opening::spool(&config.spool.dir, config.spool.limits).await?;
    let opening = match opening::open(&store).await {
        Ok(()) => None,
        Err(Closed::Away) => {
            tracing::warn!("no database server answers: arrivals wait in the spool until it does");
            Some(AbortOnDropHandle::new(tokio::spawn(opening::open_at_last(store.clone()))))
        }
        Err(wrong) => return Err(wrong.into()),
    };
    let client = Client::new().context("no HTTP client can be made")?;
    let telegram = bot(&config, &client)?;
    if let (Some((bot, TelegramDoor::Webhook { url })), Some(settings)) = (&telegram, &config.telegram)
        && let Mode::Webhook { secret, .. } = &settings.mode
    {
        bot.set_webhook(url, secret)
            .await
            .context("Telegram does not take the webhook; see `prag doctor`")?;
    }
    let sms = lines(&config, &client);
    if telegram.is_none() && sms.is_empty() {
        tracing::warn!("no channel is configured: nobody can write; see prag.example.toml");
    }
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let mut signals = Signals::hear()?;
    let running = app::start(Parts {
        store,
        spool,
        patience: PATIENCE,
        catalogue: Arc::new(Catalogue::load()?.with_folding(config.fold_sms)),
        office: config.office.clone(),
        telegram,
        sms,
        listener,
        inner,
        thresholds: config.alarms,
        clock,
        chance,
    })?;
    let inner = running.inner_address().map(tracing::field::display);
    tracing::info!(address = %running.address(), inner, "prag serves");
    signals.told_to_stop().await;
    tracing::info!("prag stops");
    drop(opening);
    let stopped = tokio::select! {
        stopped = running.stop() => stopped,
        () = signals.told_to_stop() => Err(CutShort),
    };
    home.close().await?;
    Ok(stopped?)
}

/// What tells a server to stop; heard from the beginning, so that the second time is not missed.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn hear() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn told_to_stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The socket of the inner door. One that nobody asked for stands in nobody's way: a second process beside this one, or
/// an exporter that has the port since before, must not keep people from being served.
async fn inner_door(wish: InnerListen) -> Result<Option<TcpListener>> {
    match wish {
        InnerListen::Off => Ok(None),
        InnerListen::At(address) => Ok(Some(opening::listen(address, opening::INNER_DOOR).await?)),
        InnerListen::Usual(address) => match opening::listen(address, opening::INNER_DOOR).await {
            Ok(listener) => Ok(Some(listener)),
            Err(error) => {
                tracing::warn!("no inner door, so no figures: {error:#}");
                Ok(None)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_inner_door_stands_where_it_was_asked_for_and_else_in_nobodys_way() {
        let taken = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = taken.local_addr().expect("bound");
        assert!(inner_door(InnerListen::Off).await.expect("nothing to do").is_none());
        assert!(inner_door(InnerListen::Usual(address)).await.expect("a warning").is_none());
        let refused = inner_door(InnerListen::At(address)).await.expect_err("in use").to_string();
        assert!(refused.contains("is in use") && refused.contains("PRAG_INNER_LISTEN=off"), "{refused}");
        let any = InnerListen::Usual("127.0.0.1:0".parse().expect("an address"));
        assert!(inner_door(any).await.expect("a free port").is_some());
    }
}
