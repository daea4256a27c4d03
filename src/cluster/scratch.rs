//! How several processes share one throw-away server, and how it goes away after them.
//! Every process holds a shared lock on `use`; a lock dies with its process, however that ended.

use super::{
    error::{At, Error},
    programs,
};
use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::Path,
    process::Stdio,
};

const SWEEP: &str = include_str!("sweep.sh");

/// Counts this process among the users of `dir` for as long as the file is open.
pub(super) fn join(dir: &Path) -> Result<File, Error> {
    let path = dir.join("use");
    loop {
        fs::create_dir_all(dir).at(dir)?;
        let file = match lock_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue, // swept since the line above
            opened => opened.at(&path)?,
        };
        file.lock_shared().at(&path)?;
        // Whoever waited for the sweep now holds a lock on a file that is gone.
        let same =
            fs::metadata(&path).is_ok_and(|found| Some(found.ino()) == file.metadata().ok().map(|m| m.ino()));
        if same {
            return Ok(file);
        }
    }
}

/// Waits until no other process is starting the server; ours is the turn for as long as the file is open.
pub(super) fn take_turn(dir: &Path) -> Result<File, Error> {
    let path = dir.join("turn");
    let file = lock_file(&path).at(&path)?;
    file.lock().at(&path)?;
    Ok(file)
}

/// Leaves one process behind that stops the server and deletes `dir` when nobody has used it for a few seconds.
pub(super) fn leave_sweeper(dir: &Path, socket: &Path) -> Result<(), Error> {
    let path = dir.join("sweeper");
    let badge = lock_file(&path).at(&path)?;
    match badge.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(()), // the one sweeper is there
        Err(TryLockError::Error(source)) => return Err(Error::Unusable { path, source }),
    }
    let spawned = programs::command(Path::new("/bin/sh"))
        .args(["-c", SWEEP, "sweeper"])
        .arg(socket)
        .current_dir(dir)
        .stdin(Stdio::from(badge)) // the lock lives as long as the sweeper
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0) // Ctrl-C is not meant for it
        .spawn();
    spawned.at("/bin/sh").map(drop)
}

fn lock_file(path: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(path)
}
