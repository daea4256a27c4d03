//! Where arrivals wait while the database is away, and how many; a place that outlives the process is found without
//! being told. Not here: whether anything can be written there (`serve`), what lies there (`doctor`).

use std::path::PathBuf;

use crate::spool::Limits;

use super::{
    Database,
    error::Error,
    file::SpoolTable,
    sources::{Sources, Told},
};

const TABLE: &str = "[spool]";
/// Where it is when nothing tells.
const USUAL: &str = "/var/lib/prag/spool";
const MEBIBYTE: u64 = 1 << 20;

/// The spool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spool {
    /// The directory.
    pub dir: PathBuf,
    /// How much it takes.
    pub limits: Limits,
}

/// Reads the spool; a private data directory has it inside.
pub(super) fn read(sources: &Sources<'_>, table: SpoolTable, database: &Database) -> Result<Spool, Error> {
    let dir = match sources.setting("PRAG_SPOOL_DIR", TABLE, "dir", table.dir)? {
        Some(told) => told.path(),
        None => usual(sources, database)?,
    };
    let most = sources.setting("PRAG_SPOOL_MAX_MIB", TABLE, "max_mib", table.max_mib)?;
    let hours = sources.setting("PRAG_SPOOL_MAX_HOURS", TABLE, "max_hours", table.max_hours)?;
    let bytes = most.as_ref().map_or(Ok(64), |told| read_number(told, 1 << 20))? * MEBIBYTE;
    let hours = hours.as_ref().map_or(Ok(72), |told| read_number(told, 1 << 20))?;
    let age = chrono::Duration::hours(i64::try_from(hours).unwrap_or(i64::MAX));
    Ok(Spool { dir, limits: Limits { bytes, age } })
}

/// Inside the data directory, else where systemd or the user's session keeps state, else where servers keep theirs.
fn usual(sources: &Sources<'_>, database: &Database) -> Result<PathBuf, Error> {
    if let Database::Data(data) = database {
        return Ok(data.join("spool"));
    }
    if let Some(state) = sources.variable("STATE_DIRECTORY")? {
        return Ok(state.path().join("spool"));
    }
    let state = sources.variable("XDG_STATE_HOME")?;
    Ok(state.map_or_else(|| PathBuf::from(USUAL), |state| state.path().join("prag/spool")))
}

fn read_number(told: &Told, most: u64) -> Result<u64, Error> {
    let number = |text: &str| text.parse().ok().filter(|number| (1..=most).contains(number));
    told.read(number, "is not a whole number above zero", "write it as 64, without a unit")
}
