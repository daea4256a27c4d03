//! What becomes of a server that outlived, or died before, the process that started it: read from its pid file and /proc.
//! Not `pg_ctl status`, which takes a dead and unburied server for a running one.

use super::error::{At, Error};
use std::{fs, io::ErrorKind, os::unix::net::UnixStream, path::Path};

/// What the server of a data directory is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It takes connections on our socket.
    Answering,
    /// It is recovering, starting or stopping.
    Busy,
    /// It is ours and ready, but its socket was deleted.
    Unreachable,
    /// There is none, or none that we can tell from a stranger.
    Absent,
}

/// Whether the process named in the pid file is the server of this directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Ours,
    Unseen,
    Gone,
}

pub(super) fn state(data: &Path, socket: &Path) -> State {
    let Some((pid, ready)) = pid_file(data) else { return State::Absent };
    let holder = holder(data, pid);
    let connects = || UnixStream::connect(socket.join(".s.PGSQL.5432")).is_ok();
    match (holder, ready) {
        (Holder::Gone, _) => State::Absent,
        (_, true) if connects() => State::Answering,
        (Holder::Ours, true) => State::Unreachable,
        (Holder::Ours, false) => State::Busy,
        // PostgreSQL itself decides whether it is in the way.
        (Holder::Unseen, _) => State::Absent,
    }
}

/// Removes the pid file of a server that is certainly gone. A new server would refuse to start while a dead one is not
/// buried or its number has passed to another process; what is left of the old one is still found by its shared memory.
pub(super) fn forget_the_dead(data: &Path) -> Result<(), Error> {
    match pid_file(data) {
        Some((pid, _)) if holder(data, pid) == Holder::Gone => {
            let path = data.join("postmaster.pid");
            match fs::remove_file(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                removed => removed.at(path),
            }
        }
        _ => Ok(()),
    }
}

/// The process number on the first line and whether the eighth says `ready`.
fn pid_file(data: &Path) -> Option<(u32, bool)> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    Some((pid, lines.nth(6).is_some_and(|status| status.trim() == "ready")))
}

fn holder(data: &Path, pid: u32) -> Holder {
    let process = Path::new("/proc").join(pid.to_string());
    let Ok(stat) = fs::read_to_string(process.join("stat")) else { return Holder::Gone };
    // "17 (postgres) S 1 ...": the name may hold anything, parentheses too.
    let buried = stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['Z', 'X']));
    match fs::read_link(process.join("cwd")) {
        _ if buried => Holder::Gone,
        Ok(cwd) if cwd == data => Holder::Ours,
        Ok(_) => Holder::Gone,
        Err(_) => Holder::Unseen, // another user's, or we are root without the right to look
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio, id};

    fn data_with(test: &str, pid: u32) -> std::path::PathBuf {
        let data = std::env::temp_dir().join(format!("prag-postmaster-{test}-{}", id()));
        fs::create_dir_all(&data).unwrap();
        fs::write(
            data.join("postmaster.pid"),
            format!("{pid}\n{}\n1\n5432\n/s\n\n1 2\nready   \n", data.display()),
        )
        .unwrap();
        data
    }

    #[test]
    fn a_server_that_died_and_was_not_buried_is_gone() {
        let mut child = Command::new("sleep").arg("1000").stdout(Stdio::null()).spawn().unwrap();
        let data = data_with("zombie", child.id());
        child.kill().unwrap();
        // Dead, it stays unburied until it is waited for.
        let stat = || fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        while !stat().contains(") Z") {
            std::thread::yield_now();
        }
        assert_eq!(state(&data, &data), State::Absent);
        forget_the_dead(&data).unwrap();
        assert!(!data.join("postmaster.pid").exists());
        child.wait().unwrap();
        fs::remove_dir_all(data).unwrap();
    }

    #[test]
    fn a_number_that_passed_to_another_process_is_not_the_server() {
        let data = data_with("stranger", id());
        assert_eq!(state(&data, &data), State::Absent);
        forget_the_dead(&data).unwrap();
        assert!(!data.join("postmaster.pid").exists());
        fs::remove_dir_all(data).unwrap();
    }

    #[test]
    fn a_live_server_keeps_its_pid_file() {
        let data = data_with("alive", 0);
        let mut child = Command::new("sleep").arg("1000").current_dir(&data).spawn().unwrap();
        let text = fs::read_to_string(data.join("postmaster.pid")).unwrap();
        fs::write(data.join("postmaster.pid"), text.replacen('0', &child.id().to_string(), 1)).unwrap();
        let data = data.canonicalize().unwrap();
        forget_the_dead(&data).unwrap();
        assert!(data.join("postmaster.pid").exists());
        assert_eq!(state(&data, &data), State::Unreachable, "ready, but nothing listens");
        child.kill().unwrap();
        child.wait().unwrap();
        fs::remove_dir_all(data).unwrap();
    }
}
