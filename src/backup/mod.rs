//! Backup and restore: a copy of the database in one file, and a fresh database made of it. PostgreSQL's own programs
//! write and read the copy. The keys are never in it, and neither are the settings.

mod making;
mod restoring;
mod script;

use std::path::Path;

use anyhow::{Result, ensure};

pub use self::{making::back_up, restoring::restore};

/// What becomes of the parcels that were on their way when the backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Nobody knows whether they were sent since: they fail, and colleagues are told about their cases.
    Settle,
    /// Nothing was sent since: they are sent.
    Send,
}

/// The table that every database of Prag has: what was migrated.
const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

/// Whether the table of contents of a copy is one of Prag.
fn is_ours(contents: &str, file: &Path) -> Result<()> {
    ensure!(
        contents.lines().any(|line| line.contains(&format!("TABLE DATA public {MIGRATIONS_TABLE} "))),
        "{} is no backup of Prag: it has no table {MIGRATIONS_TABLE}",
        file.display()
    );
    Ok(())
}
