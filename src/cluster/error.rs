//! Why there is no server: each variant displays as one sentence that ends in what to do.

use super::programs::OLDEST;
use std::{io, path::PathBuf};

const REMEDIES: &str = "install PostgreSQL (apt-get install -y postgresql), or name the directory of its programs \
    (PRAG_PG_BIN=/path/to/bin), or name a running server (DATABASE_URL=postgres://user:password@host/database)";

/// Why a cluster could not be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing on this machine can run a server.
    #[error("no PostgreSQL server programs (initdb, pg_ctl, postgres) on this machine: {}", REMEDIES)]
    NoPrograms,
    /// The directory that was named does not hold all three programs.
    #[error("initdb, pg_ctl and postgres are not all in {}: {}", .bin.display(), REMEDIES)]
    NotThere {
        /// The directory that was named.
        bin: PathBuf,
    },
    /// The only programs found are older than what the schema needs.
    #[error("PostgreSQL {version} in {} is too old, prag needs {} or newer: {}", .bin.display(), OLDEST, REMEDIES)]
    TooOld {
        /// Where the programs are.
        bin: PathBuf,
        /// What they say of themselves.
        version: String,
    },
    /// `postgres --version` did not answer with a version.
    #[error("{} does not tell its version: {}", .program.display(), REMEDIES)]
    Unversioned {
        /// The program that was asked.
        program: PathBuf,
    },
    /// The data were made by another major version than the one that would open them.
    #[error(
        "{} was made by PostgreSQL {data}, but the programs in {} are PostgreSQL {programs}: install PostgreSQL {data} \
         and name its programs (PRAG_PG_BIN=/path/to/bin), or choose another directory with --data", .dir.display(), .bin.display()
    )]
    OtherVersion {
        /// The data directory.
        dir: PathBuf,
        /// The major version that made it.
        data: String,
        /// Where the programs are.
        bin: PathBuf,
        /// Their major version.
        programs: u32,
    },
    /// Another process holds the directory.
    #[error("another prag is using {}; stop it or choose another with --data", .dir.display())]
    InUse {
        /// The directory both want.
        dir: PathBuf,
    },
    /// The directory belongs to another user.
    #[error("{} belongs to another user (uid {owner}); run prag as that user or choose another with --data", .dir.display())]
    NotOurs {
        /// The directory.
        dir: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// Running as root on a machine without an unprivileged account for the server.
    #[error(
        "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: run prag as an ordinary user"
    )]
    NoAccount,
    /// Root here may not act as another user, as in some containers.
    #[error(
        "running as root, PostgreSQL would run as user {user}, which is not allowed here ({source}): run prag as an ordinary user"
    )]
    NotLent {
        /// The account.
        user: String,
        /// What the system said.
        source: io::Error,
    },
    /// The account that the server runs as cannot reach the data or the programs.
    #[error(
        "running as root, PostgreSQL runs as user {user}, who may not enter {}: choose a place outside it, such as \
         --data /var/lib/prag for the data or PRAG_PG_BIN=/opt/postgresql/bin for the programs", .place.display()
    )]
    NotEnterable {
        /// The account.
        user: String,
        /// The first directory on the way that is closed to it.
        place: PathBuf,
    },
    /// A program of PostgreSQL ended with an error.
    #[error("{program} failed ({complaint}); what it said is in {}", .log.display())]
    Failed {
        /// The program.
        program: &'static str,
        /// The line in which it says why.
        complaint: String,
        /// Everything it said.
        log: PathBuf,
    },
    /// The server is recovering or stopping for longer than anybody should wait unasked.
    #[error("PostgreSQL in {} is still busy recovering or stopping; start prag again when {} says that it is done", .dir.display(), .log.display())]
    StillBusy {
        /// The directory.
        dir: PathBuf,
        /// The server's log.
        log: PathBuf,
    },
    /// A program of PostgreSQL could not be run at all.
    #[error("cannot run {program} from {}: {source}; name a working directory of programs (PRAG_PG_BIN=/path/to/bin)", .bin.display())]
    NotRun {
        /// The program.
        program: &'static str,
        /// Where it is.
        bin: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing on this machine can copy a database out or in.
    #[error(
        "no pg_dump and pg_restore on this machine: install those of PostgreSQL {server} \
         (apt-get install -y postgresql-client-{server}), or name the directory of the programs (PRAG_PG_BIN=/path/to/bin)"
    )]
    NoClients {
        /// The major version of the server.
        server: u32,
    },
    /// The newest of these programs are older than the server, which they would refuse.
    #[error(
        "pg_dump and pg_restore are of PostgreSQL {found}, the server is {server}: install newer ones \
         (apt-get install -y postgresql-client-{server}), or name the directory of newer programs (PRAG_PG_BIN=/path/to/bin)"
    )]
    OldClients {
        /// The major version of the programs.
        found: u32,
        /// The major version of the server.
        server: u32,
    },
    /// `pg_dump` or `pg_restore` ended with an error.
    #[error("{program} failed: {complaint}")]
    NotCopied {
        /// The program.
        program: &'static str,
        /// The line in which it says why.
        complaint: String,
    },
    /// A file or directory of the cluster could not be read or written.
    #[error("cannot use {}: {source}; mend that or choose another directory with --data", .path.display())]
    Unusable {
        /// What could not be used.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Names the path in an error of the file system.
pub(super) trait At<T> {
    /// Says what could not be used.
    fn at(self, path: impl Into<PathBuf>) -> Result<T, Error>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, Error> {
        self.map_err(|source| Error::Unusable { path: path.into(), source })
    }
}
