//! `prag backup` and `prag restore`: what can be asked. Not here: doing it (`backup`).

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Result;
use clap::Args;

use crate::{
    backup::{self, Waiting},
    config::{Config, Flags, environment},
};

#[derive(Debug, Args)]
pub(super) struct BackupFlags {
    /// The file to make; what has this name is always whole
    file: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Args)]
pub(super) struct RestoreFlags {
    /// A file that `prag backup` made
    file: PathBuf,
    /// Send what was on its way: only if Prag was stopped before the backup and has not run since
    #[arg(long)]
    send_waiting: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) async fn back_up(asked: BackupFlags) -> Result<()> {
    let done = backup::back_up(&Config::load(&asked.flags, &environment)?, &asked.file).await?;
    Ok(writeln!(io::stdout(), "{done}")?)
}

pub(super) async fn restore(asked: RestoreFlags) -> Result<()> {
    let waiting = if asked.send_waiting { Waiting::Send } else { Waiting::Settle };
    let done = backup::restore(&Config::load(&asked.flags, &environment)?, &asked.file, waiting).await?;
    Ok(writeln!(io::stdout(), "{done}")?)
}
