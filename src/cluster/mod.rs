//! A private PostgreSQL server made from installed programs (Linux): durable for `prag demo` and `prag serve --data`,
//! throw-away for the tests. It listens on a socket of its own directory only. The programs that copy any database out are
//! here too (`clients`). No SQL and no migration here.

mod account;
mod clients;
mod error;
mod postmaster;
mod programs;
mod scratch;
mod server;
mod settings;

pub use clients::Clients;
pub use error::Error;
pub use programs::Programs;

use error::At;
use server::Server;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::ErrorKind,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a server may take to stop in order.
pub const HALTING: Duration = Duration::from_secs(120);

/// What a cluster is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every acknowledged row survives; one process at a time uses it.
    Durable,
    /// Fast and forgetful; shared by all processes that start it, stopped and deleted seconds after the last has ended.
    Scratch,
}

impl Kind {
    /// Two names, so that no durable data are ever opened without fsync.
    fn folder(self) -> &'static str {
        match self {
            Kind::Durable => "data",
            Kind::Scratch => "scratch",
        }
    }
}

/// A running server and the right to use it.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    up: bool,
    /// The lock that keeps others out (durable) or the server alive (scratch) for as long as it is open.
    _hold: File,
}

impl Cluster {
    /// Starts the server of `dir`, or takes over the one that a killed process left running there. Blocks the
    /// thread, for a second or two when the cluster has to be made. Its one role is `prag`, its one database `postgres`.
    pub fn start(dir: &Path, kind: Kind, programs: &Programs) -> Result<Cluster, Error> {
        let dir = claim(dir)?;
        let server = Server::of(programs, &dir, kind)?;
        let hold = match kind {
            Kind::Durable => {
                let hold = lock(&dir)?;
                server.boot()?;
                hold
            }
            Kind::Scratch => {
                let hold = scratch::join(&dir)?;
                let _turn = scratch::take_turn(&dir)?;
                scratch::leave_sweeper(&dir, &server.socket)?;
                server.boot()?;
                hold
            }
        };
        Ok(Cluster { server, up: true, _hold: hold })
    }

    /// The durable server of `dir`, for a short errand: started as by `start`, or, while another process runs it, used
    /// without the right to stop it.
    pub fn visit(dir: &Path, programs: &Programs) -> Result<Cluster, Error> {
        match Self::start(dir, Kind::Durable, programs) {
            Err(Error::InUse { .. }) => {}
            started => return started,
        }
        let dir = claim(dir)?;
        let path = dir.join("lock");
        let hold = File::open(&path).at(&path)?;
        Ok(Cluster { server: Server::of(programs, &dir, Kind::Durable)?, up: false, _hold: hold })
    }

    /// How to connect to one of its databases.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.server.socket)
            .port(5432)
            .username("prag")
            .database(database)
            .ssl_mode(PgSslMode::Disable)
    }

    /// Stops a durable server in order, disconnecting whoever is left (blocks); a scratch server is left to its other users.
    pub fn stop(mut self) -> Result<(), Error> {
        self.release()
    }

    fn release(&mut self) -> Result<(), Error> {
        if !std::mem::take(&mut self.up) {
            return Ok(());
        }
        match self.server.kind {
            Kind::Durable => self.server.halt(),
            Kind::Scratch => Ok(()),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.release() {
            tracing::warn!(%error, "the database server was not stopped; the next start takes it over");
        }
    }
}

/// Where a cluster lives when nobody says: /var/lib/prag for root, else prag's own folder among the user's data.
pub fn default_dir() -> PathBuf {
    let root = account::effective_uid().is_ok_and(|uid| uid == 0);
    // Where users keep their data is told by the machine, not configured in prag.
    default_dir_for(root, std::env::var_os("XDG_DATA_HOME"), std::env::home_dir())
}

fn default_dir_for(root: bool, data_home: Option<OsString>, home: Option<PathBuf>) -> PathBuf {
    if root {
        return "/var/lib/prag".into();
    }
    let data_home = data_home.map(PathBuf::from).filter(|path| path.is_absolute());
    let data_home = data_home.or_else(|| Some(home?.join(".local/share")));
    data_home.map_or_else(|| ".prag".into(), |path| path.join("prag"))
}

/// Makes the directory if need be and sees that it is ours.
fn claim(dir: &Path) -> Result<PathBuf, Error> {
    let us = account::effective_uid().at("/proc/self/status")?;
    loop {
        fs::create_dir_all(dir).at(dir)?;
        match dir.canonicalize().and_then(|dir| Ok((fs::metadata(&dir)?.uid(), dir))) {
            Ok((owner, dir)) if owner == us => return Ok(dir),
            Ok((owner, dir)) => return Err(Error::NotOurs { dir, owner }),
            Err(error) if error.kind() == ErrorKind::NotFound => {} // a sweeper was here since the line above
            Err(source) => return Err(Error::Unusable { path: dir.into(), source }),
        }
    }
}

fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).at(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse { dir: dir.into() }),
        Err(TryLockError::Error(source)) => Err(Error::Unusable { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_live_where_the_machine_keeps_them() {
        let home = || Some(PathBuf::from("/home/arta"));
        assert_eq!(default_dir_for(true, Some("/srv".into()), home()), Path::new("/var/lib/prag"));
        assert_eq!(default_dir_for(false, Some("/srv".into()), home()), Path::new("/srv/prag"));
        assert_eq!(default_dir_for(false, None, home()), Path::new("/home/arta/.local/share/prag"));
        assert_eq!(
            default_dir_for(false, Some("relative".into()), home()),
            Path::new("/home/arta/.local/share/prag")
        );
        assert_eq!(default_dir_for(false, None, None), Path::new(".prag"));
    }
}
