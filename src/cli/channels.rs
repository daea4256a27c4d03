//! `prag channels`: every way in and out, and when it was last seen at work. Not here: whether that is too long ago (`alarms`).

use std::io::{self, Write};

use anyhow::{Context, Result};

use super::visited;
use crate::{
    channels::telegram,
    clock::Clock,
    config::{Config, Flags, Mode},
    doctor::{ago, known_lines},
    message::Line,
    pulse::Pulses,
    vitals::Vitals,
};

pub(super) async fn channels(flags: Flags) -> Result<()> {
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
