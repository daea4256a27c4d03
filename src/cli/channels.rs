//! `prag channels`: every way in and out, when it was last seen at work, and a text to try it by. Not here: whether that is too
//! long ago (`alarms`), how it is tried (`trial`).

use std::{
    io::{self, Write},
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::{Args, Subcommand};
use tokio::time::Instant;

use super::{read_language, visited};
use crate::{
    catalogue::{Catalogue, Reader},
    channels::{SmsLine, client::Client, numbers, telegram},
    clock::{Chance, Clock},
    config::{Config, Flags, Mode},
    contacts::Tongue,
    doctor::{ago, known_lines},
    message::{Address, Channel, Fate, Line, Words},
    phrases::Phrase,
    pulse::Pulses,
    serve,
    store::Store,
    trial,
    vitals::Vitals,
};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ChannelsFlags {
    #[command(subcommand)]
    command: Option<ChannelsCommand>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum ChannelsCommand {
    /// Send one text through a line, and wait for what its network reports of it
    #[command(after_help = "Example: prag channels test desk +38344123456 --config /etc/prag/prag.toml")]
    Test(TestFlags),
}

#[derive(Debug, Args)]
struct TestFlags {
    /// The name of an `[[sms]]` line
    line: String,
    /// The number of a phone at hand
    number: String,
    /// The language and script of the text: sq, sr-Latn, sr-Cyrl or en
    #[arg(long, default_value = "en", value_parser = read_language)]
    language: Tongue,
    /// For how many seconds a report is waited for
    #[arg(long, default_value_t = 120, value_name = "SECONDS")]
    wait: u64,
    #[command(flatten)]
    flags: Flags,
}

pub(super) async fn channels(asked: ChannelsFlags) -> Result<()> {
    match asked.command {
        Some(ChannelsCommand::Test(flags)) => test(flags).await,
        None => list(asked.flags).await,
    }
}

async fn list(flags: Flags) -> Result<()> {
    let (home, store, config) = visited(&flags).await?;
    let vitals =
        Vitals::new(store, None, Pulses::new(Clock::System), Clock::System, known_lines(&config), None);
    let health = vitals.read().await;
    let rows = health.rows.context("the database does not answer; see `prag doctor`")?;
    let mut out = io::stdout();
    if rows.lines.is_empty() {
        writeln!(out, "no channel is configured: nobody can write; see prag.example.toml")?;
    }
    for (name, line) in &rows.lines {
        let (kind, per_second, way_in) = described(&config, name);
        let arrival = ago(health.at, line.seen.last_arrival_at);
        let success = ago(health.at, line.seen.last_success_at);
        writeln!(out, "{name}: {kind}, at most {per_second} a second, {way_in}")?;
        writeln!(
            out,
            "    last arrival {arrival}, last text taken {success}, {} waiting",
            line.unsent.count
        )?;
    }
    if rows.stranded > 0 {
        writeln!(
            out,
            "{} texts wait for a line that is not configured any more; put it back",
            rows.stranded
        )?;
    }
    home.close().await
}

/// The kind of a line, its rate, and how what is written there reaches us.
fn described(config: &Config, name: &str) -> (&'static str, u32, String) {
    let public_url = config.public_url.as_deref().unwrap_or("the public address");
    if let Some(line) = config.sms.iter().find(|line| line.name.0 == name) {
        return (line.kind.name, line.per_second, format!("called at {public_url}/sms/{name}"));
    }
    let polled = config.telegram.as_ref().is_some_and(|bot| matches!(bot.mode, Mode::Polling));
    let way_in =
        if polled { "polled".to_owned() } else { format!("called at {public_url}/{}", Line::telegram()) };
    ("telegram", telegram::PER_SECOND, way_in)
}

async fn test(asked: TestFlags) -> Result<()> {
    let config = Config::load(&asked.flags, &super::environment)?;
    let line = line_of(&config, &asked.line)?;
    let to = address(&asked.number)?;
    let (language, script) = asked.language.known().context("a language is needed")?;
    let reader = Reader { language, script, channel: Channel::Sms };
    let words = Catalogue::load()?.with_folding(config.fold_sms).render(&Phrase::Trial, reader);
    let (home, store, _) = visited(&asked.flags).await?;
    let tried = play(&store, &line, &to, &words.into(), Duration::from_secs(asked.wait)).await;
    home.close().await?;
    tried
}

/// Sends the text, and tells every report until the last one.
async fn play(store: &Store, line: &SmsLine, to: &Address, words: &Words, patience: Duration) -> Result<()> {
    let handed = trial::hand_over(line, to, words, &Clock::System, &mut Chance::System.dice()).await;
    let mut trial = handed.map_err(|failure| {
        let theirs = failure.provider_code.map(|code| format!(" ({code})")).unwrap_or_default();
        anyhow!(
            "the network of {} did not take the text: {}{theirs}; docs/alarms.md says what that means, under `unsent`",
            line.line,
            failure.code
        )
    })?;
    let (begun, mut out) = (Instant::now(), io::stdout());
    let seconds = patience.as_secs();
    writeln!(out, "the network of {} took the text; waiting for its report, {seconds} s at most", line.line)?;
    while let Some(report) = trial.next_report(store, line, begun + patience).await? {
        let account = report.account.clone().unwrap_or_default();
        let error = account.error.map(|error| format!(", {error}")).unwrap_or_default();
        let after = begun.elapsed().as_secs();
        writeln!(out, "after {after} s: {} (\"{}\"{error})", report.fate.code(), account.status)?;
        match report.fate {
            Fate::Sent => {}
            Fate::Delivered => return Ok(()),
            Fate::Failed => bail!("the network says that the text did not arrive"),
        }
    }
    bail!(
        "no report of an arrival within {seconds} s. Is the text on the phone? Then reports do not reach us: see that `prag serve` runs and \
         what docs/networks.md says for this kind. Some operators report nothing at all"
    )
}

fn line_of(config: &Config, name: &str) -> Result<SmsLine> {
    let lines = serve::lines(config, &Client::new()?);
    let names: Vec<&str> = config.sms.iter().map(|line| line.name.0.as_str()).collect();
    ensure!(!names.is_empty(), "the settings have no [[sms]] line; to try the bot, write to it");
    let found = lines.into_iter().find(|line| line.line.0 == name);
    found.with_context(|| format!("no [[sms]] line is named {name}; there are: {}", names.join(", ")))
}

fn address(number: &str) -> Result<Address> {
    let handle = numbers::e164(number, phonenumber::country::Id::XK);
    let to = handle.map(|handle| Address { channel: Channel::Sms, handle }).filter(Address::answerable);
    to.context("this is no number that can be written to; write it like +38344123456")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_as_people_write_it_and_nothing_else_is() {
        for number in ["+38344123456", "0038344123456", "044 123 456", "38344123456"] {
            assert_eq!(address(number).expect("a number").handle, "+38344123456", "{number}");
        }
        for other in ["", "50900", "Vala", "+1", "12"] {
            assert!(address(other).is_err(), "{other}");
        }
    }
}
