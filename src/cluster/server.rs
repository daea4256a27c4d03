//! One directory with one server in it: made, found running, started, stopped. Whoever calls holds the directory's lock.
//!
//! The directory stays ours (keys may lie beside the data); only `data`, the sockets and the log belong to the server's account.

use super::{
    HALTING, Kind,
    account::Account,
    error::{At, Error},
    postmaster::{self, State},
    programs::Programs,
    settings,
};
use std::{
    fs::{self, File, Permissions},
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

/// How often a server is asked again while it recovers or stops, and for how long in all: five minutes.
const PAUSE: Duration = Duration::from_millis(100);
const BUSY_PAUSES: u32 = 3_000;
/// A socket that is gone stays gone for as many looks.
const UNREACHED_LOOKS: u32 = 10;
/// Processes of a killed server may hold its memory for a moment longer, and a new one then refuses to start.
const REFUSED_STARTS: u32 = 20;
const LONG_LOG: u64 = 1 << 20;

#[derive(Debug)]
pub(super) struct Server {
    programs: Programs,
    dir: PathBuf,
    pub(super) kind: Kind,
    pub(super) socket: PathBuf,
    account: Option<Account>,
}

impl Server {
    /// Describes the server of `dir` (canonical); nothing is touched yet.
    pub(super) fn of(programs: &Programs, dir: &Path, kind: Kind) -> Result<Server, Error> {
        let account = Account::choose(&dir.join(kind.folder()))?;
        let socket = settings::socket_directory(dir);
        Ok(Server { programs: programs.clone(), dir: dir.into(), kind, socket, account })
    }

    /// Makes the cluster if there is none, and returns when its server answers.
    pub(super) fn boot(&self) -> Result<(), Error> {
        let data = self.data();
        if !data.join("PG_VERSION").exists() {
            self.make()?;
        }
        self.sweep_half_made()?;
        let made_by = fs::read_to_string(data.join("PG_VERSION")).at(data.join("PG_VERSION"))?;
        if made_by.trim() != self.programs.major.to_string() {
            return Err(Error::OtherVersion {
                dir: data,
                data: made_by.trim().to_owned(),
                bin: self.programs.bin.clone(),
                programs: self.programs.major,
            });
        }
        let (mut busy, mut refused, mut unreached) = (0, 0, 0);
        loop {
            match postmaster::state(&data, &self.socket) {
                State::Answering => return Ok(()),
                State::Busy if busy == BUSY_PAUSES => {
                    return Err(Error::StillBusy { dir: data, log: self.dir.join("server.log") });
                }
                State::Busy => busy += 1,
                // A live server is not halted for one connection that did not come about.
                State::Unreachable if unreached < UNREACHED_LOOKS => unreached += 1,
                State::Unreachable => self.halt()?,
                State::Absent => match self.launch() {
                    Ok(()) => continue,
                    Err(error @ Error::Failed { .. }) if refused < REFUSED_STARTS => {
                        tracing::debug!(%error, "the database server does not start yet");
                        refused += 1;
                    }
                    Err(error) => return Err(error),
                },
            }
            thread::sleep(PAUSE);
        }
    }

    /// Stops the server in order: its clients are disconnected, everything committed is on disk.
    pub(super) fn halt(&self) -> Result<(), Error> {
        let gone = || postmaster::state(&self.data(), &self.socket) == State::Absent;
        if gone() {
            return Ok(()); // pg_ctl would wait for a dead server that is not buried
        }
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "-w", "-m", "fast", "-D", self.kind.folder()]);
        stop.args(["-t", &HALTING.as_secs().to_string()]);
        match self.run(stop, "pg_ctl") {
            Err(_) if gone() => {}
            ended => ended?,
        }
        let _ = fs::remove_dir(&self.socket); // in /tmp, it would be litter
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.dir.join(self.kind.folder())
    }

    /// Runs initdb in a directory of its own and renames that when it is complete: a killed initdb leaves no half cluster.
    fn make(&self) -> Result<(), Error> {
        self.open_directory()?;
        // A name that no killed start has used: its initdb may live on for a moment and write there.
        let last = self.half_made()?.into_iter().map(|(number, _)| number).max();
        let name = format!("{}.new.{}", self.kind.folder(), last.unwrap_or(0) + 1);
        let new = self.dir.join(&name);
        fs::DirBuilder::new().mode(0o700).create(&new).at(&new)?;
        self.give(&new)?;
        let mut initdb = self.command("initdb");
        // Not the locale C: lower() and ILIKE would leave Cyrillic and ë, ç, š alone.
        initdb.args(["-U", "prag", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]);
        initdb.arg(match self.kind {
            Kind::Durable => "--data-checksums",
            Kind::Scratch => "--no-sync",
        });
        initdb.args(["-D", &name]);
        if let Err(error) = self.run(initdb, "initdb") {
            let _ = fs::remove_dir_all(&new); // the next start would do it
            return Err(error);
        }
        fs::rename(&new, self.data()).at(&new)?;
        // After a power cut the name must not be the half-made one again: that would be swept.
        File::open(&self.dir).and_then(|dir| dir.sync_all()).at(&self.dir)
    }

    fn half_made(&self) -> Result<Vec<(u32, PathBuf)>, Error> {
        let before = format!("{}.new.", self.kind.folder());
        let numbered = |entry: fs::DirEntry| {
            Some((entry.file_name().to_str()?.strip_prefix(&before)?.parse().ok()?, entry.path()))
        };
        Ok(fs::read_dir(&self.dir).at(&self.dir)?.flatten().filter_map(numbered).collect())
    }

    fn sweep_half_made(&self) -> Result<(), Error> {
        for (_, path) in self.half_made()? {
            if let Err(error) = fs::remove_dir_all(&path) {
                tracing::debug!(%error, path = %path.display(), "a half-made cluster stays until the next start");
            }
        }
        Ok(())
    }

    fn launch(&self) -> Result<(), Error> {
        postmaster::forget_the_dead(&self.data())?;
        self.open_directory()?;
        self.open_sockets()?;
        self.write_settings()?;
        let (log, old) = self.open_log()?;
        let mut start = self.command("pg_ctl");
        start.args(["start", "-w", "-t", "60", "-o", "-c config_file=server.conf"]);
        start.args(["-l", "server.log", "-D", self.kind.folder()]);
        self.run(start, "pg_ctl").map_err(|error| match error {
            Error::Failed { program, complaint: said, .. } => {
                let all = fs::read(&log).unwrap_or_default();
                let new = all.get(old..).map(String::from_utf8_lossy);
                let complaint = new.and_then(|new| complaint(&new)).unwrap_or(said);
                Error::Failed { program, complaint, log }
            }
            other => other,
        })
    }

    /// Lets the account pass through our directory, not list it.
    fn open_directory(&self) -> Result<(), Error> {
        let Some(account) = &self.account else { return Ok(()) };
        let found = fs::metadata(&self.dir).at(&self.dir)?;
        if account.may_enter(&found) {
            return Ok(());
        }
        fs::set_permissions(&self.dir, Permissions::from_mode(found.mode() & 0o7777 | 0o001)).at(&self.dir)
    }

    fn open_sockets(&self) -> Result<(), Error> {
        match fs::DirBuilder::new().mode(0o700).create(&self.socket) {
            Ok(()) => return self.give(&self.socket),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(source) => return Err(Error::Unusable { path: self.socket.clone(), source }),
        }
        // It may stand in /tmp, where anybody could have made it.
        let found = fs::symlink_metadata(&self.socket).at(&self.socket)?;
        let ours = found.uid() == fs::metadata(&self.dir).at(&self.dir)?.uid();
        if !found.is_dir() || !(ours || self.account.as_ref().is_some_and(|account| account.owns(&found))) {
            return Err(Error::NotOurs { dir: self.socket.clone(), owner: found.uid() });
        }
        if ours { self.give(&self.socket) } else { Ok(()) }
    }

    fn write_settings(&self) -> Result<(), Error> {
        let (path, new) = (self.dir.join("server.conf"), self.dir.join("server.conf.new"));
        let write = || {
            fs::write(&new, settings::text(self.kind, &self.socket))?;
            fs::set_permissions(&new, Permissions::from_mode(0o644))?;
            fs::rename(&new, &path)
        };
        write().at(&path)
    }

    /// The log that the server will add to, and how long it is by now; a long one is put aside.
    fn open_log(&self) -> Result<(PathBuf, usize), Error> {
        let log = self.dir.join("server.log");
        let open = || {
            if fs::metadata(&log).is_ok_and(|found| found.len() > LONG_LOG) {
                fs::rename(&log, self.dir.join("server.log.before"))?;
            }
            let file = File::options().create(true).append(true).open(&log)?;
            Ok((file.metadata()?.len() as usize, file))
        };
        let (length, _) = open().at(&log)?;
        self.give(&log)?;
        Ok((log, length))
    }

    fn give(&self, path: &Path) -> Result<(), Error> {
        self.account.as_ref().map_or(Ok(()), |account| account.give(path))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.programs.command(program);
        // Every path is given relative to this, so that none has to survive the shell inside pg_ctl.
        command.current_dir(&self.dir);
        if let Some(account) = &self.account {
            account.run(&mut command);
        }
        command
    }

    fn run(&self, mut command: Command, program: &'static str) -> Result<(), Error> {
        // A file, not a pipe: the server inherits it from pg_ctl, and reading a pipe to its end would wait for the server.
        let log = self.dir.join("setup.log");
        let said = File::create(&log).at(&log)?;
        let status = command
            .stdout(said.try_clone().at(&log)?)
            .stderr(said)
            .status()
            .map_err(|source| self.explain(program, source))?;
        if status.success() {
            return Ok(());
        }
        let said = fs::read_to_string(&log).at(&log)?;
        let complaint = complaint(&said).unwrap_or_else(|| status.to_string());
        Err(Error::Failed { program, complaint, log })
    }

    fn explain(&self, program: &'static str, source: std::io::Error) -> Error {
        let bin = &self.programs.bin;
        if let Some(account) = &self.account {
            let closed = |place: &&Path| fs::metadata(place).is_ok_and(|found| !account.may_enter(&found));
            let on_the_way: Vec<_> = self.dir.ancestors().chain(bin.ancestors()).collect();
            // The outermost one: what to stay clear of.
            if let Some(place) =
                on_the_way.into_iter().filter(closed).min_by_key(|place| place.components().count())
            {
                return Error::NotEnterable { user: account.name.clone(), place: place.into() };
            }
            if matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::InvalidInput) {
                return Error::NotLent { user: account.name.clone(), source };
            }
        }
        Error::NotRun { program, bin: bin.clone(), source }
    }
}

/// The line in which a program of PostgreSQL says why it ended.
pub(super) fn complaint(said: &str) -> Option<String> {
    let lines = || said.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let grave = lines().find_map(|line| {
        ["FATAL:", "PANIC:", "error:"].iter().find_map(|mark| Some(line.split_once(mark)?.1.trim()))
    });
    grave.or_else(|| lines().next()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_complaint_is_the_gravest_line() {
        let log = "2026-11-22 UTC [7] LOG:  starting\n2026-11-22 UTC [7] FATAL:  no space left\n2026-11-22 UTC [7] LOG:  shut down\n";
        assert_eq!(complaint(log).as_deref(), Some("no space left"));
        assert_eq!(
            complaint("initdb: error: invalid locale\ninitdb: removing x\n").as_deref(),
            Some("invalid locale")
        );
        assert_eq!(complaint("\nsomething odd\n\n").as_deref(), Some("something odd"));
        assert_eq!(complaint("\n"), None);
    }
}
