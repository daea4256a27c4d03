//! `prag doctor`: looks at everything Prag needs and says what to do. It changes nothing, but a private database that does
//! not run is started for the visit.

use std::{
    io::{self, Write},
    path::Path,
};

use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    alarms::Standing,
    app::TelegramDoor,
    catalogue::Catalogue,
    channels::{client::Client, telegram::Telegram},
    clock::{Chance, Clock},
    config::Config,
    health::{self, Rows},
    message::Line,
    opening::{self, Home},
    pulse::Pulses,
    serve,
    spool::{self, State},
    store::{MIGRATIONS, Store},
    vitals::Vitals,
};

/// Seconds by which two clocks may differ; signatures allow five minutes, promises a day.
const SKEW: i64 = 30;

/// What was found about one thing.
enum Finding {
    Well(String),
    Ill(String),
}
use Finding::{Ill, Well};

/// Examines everything and prints a line for each.
///
/// # Errors
/// When something is ill, with how many things are.
pub async fn examine(config: &Config) -> Result<()> {
    let mut findings: Vec<(&str, Finding)> = Vec::new();
    for warning in &config.warnings {
        findings.push(("settings", Ill(warning.clone())));
    }
    findings.push(("settings", Well("read and understood".to_owned())));
    findings.push(("locales", locales()));
    let home = serve::visit(config).await;
    let keys = serve::keys(config, &Chance::System);
    findings.push((
        "keys",
        match &keys {
            Ok(_) => Well("read".to_owned()),
            Err(error) => Ill(format!("{error:#}")),
        },
    ));
    match home {
        Ok(home) => {
            let (schema, found) = database(&home).await;
            findings.extend(found);
            if let (Schema::Current, Ok(keys)) = (schema, keys) {
                let store = Store::new(home.pool.clone(), keys.into());
                findings.extend(contents(&store, config).await);
            }
            home.close().await?;
        }
        Err(error) => findings.push(("database", Ill(format!("{error:#}")))),
    }
    findings.push(("spool", spooled(&config.spool.dir)));
    let client = Client::new()?;
    match serve::bot(config, &client)? {
        Some((bot, door)) => findings.push(("telegram", telegram(&bot, &door).await)),
        None => findings.push(("telegram", Well("not configured".to_owned()))),
    }
    for line in &config.sms {
        findings.push(("sms", gateway(line).await));
    }
    if config.telegram.is_none() && config.sms.is_empty() {
        findings.push((
            "channels",
            Ill("none is configured, so nobody can write; see prag.example.toml".to_owned()),
        ));
    }
    report(&findings)
}

fn report(findings: &[(&str, Finding)]) -> Result<()> {
    let mut out = io::stdout().lock();
    for (part, finding) in findings {
        match finding {
            Well(text) => writeln!(out, "well  {part:<10} {text}")?,
            Ill(text) => writeln!(out, "ILL   {part:<10} {text}")?,
        }
    }
    match findings.iter().filter(|(_, finding)| matches!(finding, Ill(_))).count() {
        0 => Ok(()),
        1 => bail!("one thing is ill"),
        n => bail!("{n} things are ill"),
    }
}

fn locales() -> Finding {
    let problems = Catalogue::verify();
    match problems.first() {
        None => Well("every sentence in Albanian, Serbian in both scripts, and English".to_owned()),
        Some(first) => Ill(format!("{} sentences are wrong; the first: {first}", problems.len())),
    }
}

/// Whether the rows can be read by this version.
enum Schema {
    Current,
    Behind,
}

async fn database(home: &Home) -> (Schema, Vec<(&'static str, Finding)>) {
    let mut findings = Vec::new();
    findings.push((
        "database",
        match opening::server_version(&home.pool).await {
            Ok(version) => Well(format!("PostgreSQL {version}")),
            Err(error) => Ill(format!("{error:#}")),
        },
    ));
    let applied = sqlx::query_scalar::<_, i64>("select version from _sqlx_migrations where success")
        .fetch_all(&home.pool)
        .await
        .unwrap_or_default();
    let missing = MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count();
    findings.push((
        "migrations",
        match missing {
            0 => Well(format!("all {} applied", applied.len())),
            n => Ill(format!("{n} are not applied; `prag serve` applies them when it starts")),
        },
    ));
    let theirs = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(&home.pool).await;
    findings.push((
        "clock",
        match theirs.map(|theirs| (theirs - Clock::System.now()).num_seconds().abs()) {
            Ok(apart) if apart <= SKEW => Well(format!("{apart} s apart from the database's")),
            Ok(apart) => Ill(format!("{apart} s apart from the database's; set both by NTP")),
            Err(_) => Ill("the database does not tell the time".to_owned()),
        },
    ));
    (if missing == 0 { Schema::Current } else { Schema::Behind }, findings)
}

/// What lies in the database that an operator has to know: sealed under a missing key, set aside, without a way out.
async fn contents(store: &Store, config: &Config) -> Vec<(&'static str, Finding)> {
    let mut findings = Vec::new();
    match store.list_staff().await {
        Ok(staff) => {
            let joined = staff.iter().filter(|one| one.joined_at.is_some() && one.left_at.is_none()).count();
            findings.push((
                "staff",
                if joined == 0 {
                    Ill("nobody has joined; `prag staff invite --role coordinator` makes a link".to_owned())
                } else {
                    Well(format!("{joined} joined"))
                },
            ));
        }
        Err(error) => findings.push(("keys", Ill(format!("{error}")))),
    }
    if let Ok(unread) = store.unread_colleagues().await {
        findings.extend(unread.into_iter().map(|colleague| {
            let remedy = "`prag staff dismiss` it and invite them anew";
            (
                "staff",
                Ill(format!("the row of {colleague} cannot be read, so they are told nothing; {remedy}")),
            )
        }));
    }
    if let Ok(untold) = store.untold().await
        && untold > 0
    {
        findings.push((
            "outbox",
            Ill(format!(
                "{untold} messages were lost and no colleague could be told; `prag outbox lost` shows them"
            )),
        ));
    }
    for held in store.held_up().await.unwrap_or_default() {
        let (n, line, code) = (held.parcels, held.line, held.failure);
        findings.push((
            "outbox",
            Ill(format!("{n} messages cannot leave through {line} and are tried again: {code}")),
        ));
    }
    for (line, until) in store.resting(Clock::System.now()).await.unwrap_or_default() {
        let until = until.format("%Y-%m-%d %H:%M:%S UTC");
        findings
            .push(("outbox", Ill(format!("{line} rests until {until}, because its network asked for it"))));
    }
    let lines = known_lines(config);
    let vitals = Vitals::new(store.clone(), None, Pulses::new(Clock::System), Clock::System, lines, None);
    let (health, alarms) = vitals.read_with_alarms().await;
    if let Some(rows) = &health.rows {
        findings.push(("inbox", inbox(rows, health.at, config)));
        if rows.stranded > 0 {
            findings.push((
                "outbox",
                Ill(format!(
                    "{} parcels wait for a line that is not configured any more; put it back",
                    rows.stranded
                )),
            ));
        }
        findings.extend(rows.lines.iter().map(|(name, line)| ("line", seen(name, line, health.at))));
    }
    for Standing { alarm, raised_at, .. } in alarms {
        let (kind, about) = (alarm.kind.code(), alarm.about);
        let since = ago(health.at, Some(raised_at));
        findings
            .push(("alarm", Ill(format!("{kind} {about}: raised {since}; docs/alarms.md says what to do"))));
    }
    findings
}

/// What lies on the disk and not in the database.
fn spooled(dir: &Path) -> Finding {
    let place = dir.display();
    match spool::look(dir) {
        Err(error) => Ill(format!("{place} cannot be read: {error}; PRAG_SPOOL_DIR names another directory")),
        Ok(State { refused, .. }) if refused > 0 => Ill(format!(
            "could not be kept: {refused} (*.refused in {place}); perhaps a key is missing, or this version is too old. \
             `prag serve` tries them again when it starts; who deletes such a file discards what somebody wrote"
        )),
        Ok(State { records, oldest: Some(oldest), .. }) => Ill(format!(
            "waiting in {place} since {}: {records}; a `prag serve` keeps them as soon as the database answers",
            oldest.to_rfc3339_opts(SecondsFormat::Secs, true)
        )),
        Ok(_) => Well(format!("nothing waits in {place}")),
    }
}

/// The lines of the settings.
pub(crate) fn known_lines(config: &Config) -> Vec<Line> {
    let telegram = config.telegram.iter().map(|_| Line::telegram());
    telegram.chain(config.sms.iter().map(|line| line.name.clone())).collect()
}

fn inbox(rows: &Rows, now: DateTime<Utc>, config: &Config) -> Finding {
    let overdue = rows.unhandled.oldest_at.zip(config.alarms.unhandled);
    if rows.aside > 0 {
        Ill(format!("{} stimuli were set aside; `prag inbox aside` says why", rows.aside))
    } else if overdue.is_some_and(|(oldest, most)| now - oldest >= most) {
        let (count, since) = (rows.unhandled.count, ago(now, rows.unhandled.oldest_at));
        Ill(format!("{count} stimuli are not handled, the oldest came {since}; is `prag serve` running?"))
    } else {
        Well("nothing set aside".to_owned())
    }
}

/// When a line was last seen at work; whether that is too long ago is for the alarms to say.
fn seen(name: &str, line: &health::Line, now: DateTime<Utc>) -> Finding {
    let (arrival, success) = (ago(now, line.seen.last_arrival_at), ago(now, line.seen.last_success_at));
    let unsent = line.unsent.count;
    Well(format!("{name}: last arrival {arrival}, last parcel taken {success}, {unsent} waiting"))
}

/// How long ago something was, as one says it.
pub(crate) fn ago(now: DateTime<Utc>, at: Option<DateTime<Utc>>) -> String {
    match at.map(|at| (now - at).num_minutes().max(0)) {
        None => "never".to_owned(),
        Some(minutes @ 0..120) => format!("{minutes} min ago"),
        Some(minutes @ 120..2880) => format!("{} h ago", minutes / 60),
        Some(minutes) => format!("{} days ago", minutes / 1440),
    }
}

async fn telegram(bot: &Telegram, door: &TelegramDoor) -> Finding {
    let name = match bot.me().await {
        Ok(me) => me.username,
        Err(failure) => {
            return Ill(format!(
                "{failure}; check the token with @BotFather, and the way out to api.telegram.org"
            ));
        }
    };
    let Ok(webhook) = bot.webhook_info().await else {
        return Ill(format!("@{name} answers, but does not tell its webhook; try again"));
    };
    match door {
        TelegramDoor::Webhook { url } if webhook.url != url.as_str() => {
            Ill(format!("@{name} has another webhook than {url}; `prag serve` sets it when it starts"))
        }
        TelegramDoor::Polling if !webhook.url.is_empty() => Ill(format!(
            "@{name} has a webhook although it is to be polled; `prag serve` takes it down when it starts"
        )),
        _ => match webhook.last_error_message {
            Some(error) => Ill(format!("@{name}: Telegram could not call us lately: {error}")),
            None => Well(format!("@{name}, {} updates waiting", webhook.pending_update_count)),
        },
    }
}

/// Whether the gateway's door is there; nothing is sent to it.
async fn gateway(line: &crate::config::SmsLine) -> Finding {
    let Some((key, url)) = line.server() else {
        return Well(format!("{}: its network is reached at an address of its own", line.name));
    };
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Ill(format!("{}: {key} has no host; write it as https://host/path", line.name));
    };
    let knock = tokio::net::TcpStream::connect((host, port));
    match tokio::time::timeout(std::time::Duration::from_secs(5), knock).await {
        Ok(Ok(_)) => Well(format!("{}: the gateway's door is open", line.name)),
        _ => Ill(format!(
            "{}: nobody answers at {host}:{port}; start the gateway, or correct {key}",
            line.name
        )),
    }
}
