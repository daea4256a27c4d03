//! `prag outbox`: messages that were lost with no colleague told, for the operator. Nothing of what they say is shown.

use std::io::{self, Write};

use anyhow::{Result, ensure};
use clap::{Args, Subcommand};

use super::visited;
use crate::{config::Flags, ids::ParcelId};

#[derive(Debug, Subcommand)]
pub(super) enum OutboxCommand {
    /// Show what was lost for good with no colleague who could be told
    #[command(after_help = "Example: prag outbox lost")]
    Lost(Flags),
    /// Note that you have seen to it, so that it is shown no more
    #[command(
        after_help = "Examples: prag outbox seen 019ab2c4d5e67f8091a2b3c4d5e6f708\n          prag outbox seen --all"
    )]
    Seen(SeenFlags),
}

#[derive(Debug, Args)]
pub(super) struct SeenFlags {
    /// The ids that `prag outbox lost` shows
    #[arg(required_unless_present = "all")]
    ids: Vec<ParcelId>,
    /// Everything that is shown
    #[arg(long, conflicts_with = "ids")]
    all: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) async fn outbox(command: OutboxCommand) -> Result<()> {
    let flags = match &command {
        OutboxCommand::Lost(flags) | OutboxCommand::Seen(SeenFlags { flags, .. }) => flags,
    };
    let (home, store, _) = visited(flags).await?;
    let mut out = io::stdout();
    match command {
        OutboxCommand::Lost(_) => {
            let lost = store.list_untold().await?;
            if lost.is_empty() {
                writeln!(out, "nothing was lost without a colleague being told")?;
            }
            for one in lost {
                let about = one.case.map_or_else(|| "no case".to_owned(), |number| number.to_string());
                writeln!(
                    out,
                    "{}  written {}  {:<12}  {about:<12}  {}",
                    one.id,
                    one.written_at.format("%Y-%m-%d %H:%M"),
                    one.line.0,
                    one.failure
                )?;
            }
        }
        OutboxCommand::Seen(SeenFlags { ids, all, .. }) => {
            let seen = store.see_to_untold((!all).then_some(&ids)).await?;
            ensure!(seen > 0, "nothing of that was lost; see `prag outbox lost`");
            writeln!(out, "{seen} seen to")?;
        }
    }
    home.close().await
}
