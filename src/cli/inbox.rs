//! `prag inbox`: what was set aside, for the operator. Nothing of what people wrote is shown.

use std::io::{self, Write};

use anyhow::{Result, ensure};
use clap::{Args, Subcommand};

use super::visited;
use crate::{clock::Clock, config::Flags};

#[derive(Debug, Subcommand)]
pub(super) enum InboxCommand {
    /// Show what was set aside after it failed alone, and why
    #[command(after_help = "Example: prag inbox aside")]
    Aside(Flags),
    /// Let it be tried again, once the reason is gone
    #[command(after_help = "Examples: prag inbox retry 4711 4712\n          prag inbox retry --all")]
    Retry(RetryFlags),
    /// Discard one for good: it is never handled, and stays in the database as discarded
    #[command(after_help = "Example: prag inbox discard 4711 --reason \"the key of 2026 is lost\"")]
    Discard {
        /// Its number, as `prag inbox aside` shows it
        number: i64,
        /// Why, in words that name nobody
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Debug, Args)]
pub(super) struct RetryFlags {
    /// The numbers that `prag inbox aside` shows
    #[arg(required_unless_present = "all")]
    numbers: Vec<i64>,
    /// Everything that was set aside
    #[arg(long, conflicts_with = "numbers")]
    all: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) async fn inbox(command: InboxCommand) -> Result<()> {
    let flags = match &command {
        InboxCommand::Aside(flags)
        | InboxCommand::Retry(RetryFlags { flags, .. })
        | InboxCommand::Discard { flags, .. } => flags,
    };
    let (home, store, _) = visited(flags).await?;
    let (now, mut out) = (Clock::System.now(), io::stdout());
    match command {
        InboxCommand::Aside(_) => {
            let aside = store.list_aside().await?;
            if aside.is_empty() {
                writeln!(out, "nothing is set aside")?;
            }
            for one in aside {
                writeln!(
                    out,
                    "{:>8}  kept {}  {:<18}  {:<10}  failed {} times",
                    one.seq,
                    one.kept_at.format("%Y-%m-%d %H:%M"),
                    one.kind,
                    one.reason,
                    one.attempts
                )?;
            }
        }
        InboxCommand::Retry(RetryFlags { numbers, all, .. }) => {
            let tried = store.retry_aside((!all).then_some(&numbers), now).await?;
            ensure!(tried > 0, "nothing of that is set aside; see `prag inbox aside`");
            writeln!(out, "{tried} tried again; see `prag inbox aside` in a minute")?;
        }
        InboxCommand::Discard { number, reason, .. } => {
            ensure!(!reason.trim().is_empty(), "say why, in words that name nobody");
            let discarded = store.discard_aside(number, &reason, now).await?;
            ensure!(discarded, "nothing of that number is set aside; see `prag inbox aside`");
            writeln!(out, "discarded")?;
        }
    }
    home.close().await
}
