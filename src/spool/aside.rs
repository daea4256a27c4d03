//! What could not be taken out of the spool and kept, each in a file of its own beside it, so that a human sees it. A
//! file is named for what is in it: put aside twice, it is there once.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    Record,
    frame::{self, Found},
    log::contents,
};

/// How the files are called behind the name of what is in them.
const ENDING: &str = "refused";

/// Puts bytes of a spool aside; when this returns without an error they are durable.
pub(super) fn put(dir: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = hex::encode(&Sha256::digest(bytes)[..8]);
    let options = &mut OpenOptions::new();
    let path = dir.join(name).with_extension(ENDING);
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    File::open(dir)?.sync_all()
}

/// The files that were put aside.
pub(super) fn all(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in dir.read_dir()? {
        let path = entry?.path();
        all.extend(path.extension().is_some_and(|ending| ending == ENDING).then_some(path));
    }
    Ok(all)
}

/// The record in a file that was put aside, if it is a whole one and no other process was quicker.
pub(super) fn record(path: &Path) -> io::Result<Option<Record>> {
    let bytes = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => contents(&file?)?,
    };
    let Found { whole, damaged, end } = frame::read(&bytes);
    let alone = whole.len() == 1 && damaged.is_empty() && end == bytes.len();
    Ok(whole.first().filter(|_| alone).map(|place| frame::record(&bytes, place.kept_at)))
}

/// Takes a file away whose record lies in a spool again.
pub(super) fn take_away(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
