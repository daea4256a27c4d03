//! Where PostgreSQL's server programs are on this machine and how old they are. Nothing is ever downloaded.

use super::error::Error;
use std::{
    fs,
    path::{self, Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest major version whose SQL the migrations may use.
pub(super) const OLDEST: u32 = 14;
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];
/// Directories in which packages put one folder per major version: what stands before and after the number.
const PACKAGED: [(&str, &str, &str); 2] = [("/usr/lib/postgresql", "", "bin"), ("/usr", "pgsql-", "bin")];

/// One complete, new enough set of server programs.
#[derive(Debug, Clone)]
pub struct Programs {
    pub(super) bin: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    /// Takes the programs in `explicit` if a directory is named; else the newest packaged ones, else those on the PATH.
    pub fn find(explicit: Option<&Path>) -> Result<Programs, Error> {
        match explicit {
            Some(bin) => first(vec![path::absolute(bin).unwrap_or_else(|_| bin.into())])?
                .ok_or_else(|| Error::NotThere { bin: bin.into() }),
            None => first(packaged().into_iter().chain(on_path()))?.ok_or(Error::NoPrograms),
        }
    }

    /// Another program of PostgreSQL, such as pgbench, if it stands beside these.
    #[must_use]
    pub fn beside(&self, program: &str) -> Option<PathBuf> {
        Some(self.bin.join(program)).filter(|path| path.is_file())
    }

    /// A command that inherits nothing: the server outlives us, and what configures prag (tokens, keys) is not its business.
    pub(super) fn command(&self, program: &str) -> Command {
        command(&self.bin.join(program))
    }
}

pub(super) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LC_ALL", "C") // what the programs say is shown and searched
        .stdin(Stdio::null());
    command
}

/// The first complete set that is new enough; if there are only older ones, the first of those is the error.
fn first(candidates: impl IntoIterator<Item = PathBuf>) -> Result<Option<Programs>, Error> {
    let mut refused = None;
    for bin in candidates {
        if !NEEDED.iter().all(|program| bin.join(program).is_file()) {
            continue;
        }
        match version(&bin, "postgres") {
            Ok((major, _)) if major >= OLDEST => return Ok(Some(Programs { bin, major })),
            Ok((_, version)) => refused = refused.or(Some(Error::TooOld { bin, version })),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    refused.map_or(Ok(None), Err)
}

pub(super) fn version(bin: &Path, name: &'static str) -> Result<(u32, String), Error> {
    let program = bin.join(name);
    let out = command(&program).arg("--version").output().map_err(|source| Error::NotRun {
        program: name,
        bin: bin.into(),
        source,
    })?;
    parse_version(&String::from_utf8_lossy(&out.stdout)).ok_or(Error::Unversioned { program })
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, also `17beta1` and `18devel`.
fn parse_version(said: &str) -> Option<(u32, String)> {
    let version = said.split_once("(PostgreSQL)")?.1.split_whitespace().next()?;
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    Some((version[..digits].parse().ok()?, version.to_owned()))
}

pub(super) fn packaged() -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = PACKAGED
        .iter()
        .flat_map(|(root, before, bin)| {
            fs::read_dir(root).into_iter().flatten().flatten().filter_map(move |entry| {
                let major = entry.file_name().to_str()?.strip_prefix(before)?.parse().ok()?;
                Some((major, entry.path().join(bin)))
            })
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, bin)| bin).collect()
}

pub(super) fn on_path() -> Vec<PathBuf> {
    // PATH tells about the machine, not about prag; config.rs has nothing to decide or to document here.
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).filter(|bin| bin.is_absolute()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_every_form_the_program_has() {
        let read = |said| parse_version(said).map(|(major, version)| (major, version.leak() as &str));
        assert_eq!(read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some((15, "15.18")));
        assert_eq!(read("postgres (PostgreSQL) 9.6.24\n"), Some((9, "9.6.24")));
        assert_eq!(read("postgres (PostgreSQL) 18beta1"), Some((18, "18beta1")));
        assert_eq!(read("postgres (PostgreSQL) devel"), None);
        assert_eq!(read("bash: postgres: command not found"), None);
    }

    #[test]
    fn a_machine_without_programs_offers_none() {
        let nowhere = ["/nonexistent/bin", "/proc/self", "/"].map(PathBuf::from);
        assert!(matches!(first(nowhere), Ok(None)));
    }
}
