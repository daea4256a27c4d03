//! One file of the spool, which one process holds by its lock: written at the end, taken from the front, cut to nothing
//! when it is empty and never deleted, so that nobody can lock a file that is not there any more.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::Path,
};

use super::{
    Error, Record, aside,
    frame::{self, Place},
};

/// How the files are called behind their number.
const ENDING: &str = ".log";
/// Beside each of them stands where its oldest record begins: eight bytes, little-endian, moved on by whoever empties the
/// spool for all processes. It need not be durable: what is taken out twice is known by its key.
const FRONT: &str = ".front";
/// More processes than this do not share a directory.
const MOST: u32 = 1000;

/// A file whose lock is ours.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) number: u32,
    file: File,
    front: File,
    places: VecDeque<Place>,
    end: u64,
    /// Something may lie behind `end` that was not written to its end.
    torn: bool,
}

impl Log {
    /// The first file of the directory that nobody holds, or a new one.
    pub(super) fn take(dir: &Path) -> io::Result<Self> {
        for number in 1..=MOST {
            let path = dir.join(format!("{number}{ENDING}"));
            let new = !path.exists();
            let options = &mut OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
            let file = options.open(&path)?;
            if new {
                File::open(dir)?.sync_all()?;
            }
            if locked(&file)? {
                return Self::read(dir, number, file);
            }
        }
        Err(io::Error::other("every file of the spool is held by another process"))
    }

    /// Files of processes that are gone, with something in them.
    pub(super) fn orphans(dir: &Path) -> io::Result<Vec<Self>> {
        let mut found = Vec::new();
        for number in numbers(dir)? {
            let file =
                OpenOptions::new().read(true).write(true).open(dir.join(format!("{number}{ENDING}")))?;
            if file.metadata()?.len() > 0 && locked(&file)? {
                let log = Self::read(dir, number, file)?;
                found.extend((!log.is_empty()).then_some(log));
            }
        }
        Ok(found)
    }

    pub(super) fn read(dir: &Path, number: u32, file: File) -> io::Result<Self> {
        let bytes = contents(&file)?;
        let found = frame::read(&bytes);
        for damaged in found.damaged {
            tracing::error!(bytes = damaged.len(), "a part of the spool is damaged and was put aside");
            aside::put(dir, &bytes[damaged])?;
        }
        let options = &mut OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let front = options.open(dir.join(format!("{number}{FRONT}")))?;
        let (places, end) = (VecDeque::from(found.whole), found.end as u64);
        let mut log = Self { number, file, front, places, end, torn: false };
        if found.end < bytes.len() {
            // It was never thanked for: thanks come after the last byte.
            tracing::warn!(bytes = bytes.len() - found.end, "the spool's torn end was cut");
            log.cut()?;
        }
        log.catch_up()?;
        Ok(log)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Writes records behind the others, all or none; when this returns without an error they are durable.
    pub(super) fn append(&mut self, records: &[Record], most: u64) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let places: Vec<Place> =
            records.iter().map(|record| frame::write(record, self.end, &mut bytes)).collect();
        if self.end + bytes.len() as u64 > most || records.iter().any(|one| one.sealed.len() > frame::LONGEST)
        {
            return Err(Error::Full);
        }
        if self.torn {
            self.cut()?;
        }
        let written = self.file.write_all_at(&bytes, self.end).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.torn = true;
            let _ = self.cut(); // else before the next are written
            return Err(error.into());
        }
        self.end += bytes.len() as u64;
        self.places.extend(places);
        Ok(())
    }

    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.end)?;
        self.torn = false;
        Ok(())
    }

    /// The record at a place, as it lies in the file.
    pub(super) fn record(&self, place: &Place) -> io::Result<Record> {
        let mut bytes = vec![0; usize::try_from(place.length()).map_err(io::Error::other)?];
        self.file.read_exact_at(&mut bytes, place.at())?;
        Ok(frame::record(&bytes, place.kept_at))
    }

    /// Sees what has been taken out meanwhile. When that is everything, the file is made empty.
    pub(super) fn catch_up(&mut self) -> io::Result<()> {
        let front = read_front(&self.front);
        while self.places.front().is_some_and(|place| place.at() < front) {
            self.places.pop_front();
        }
        if self.places.is_empty() && (self.end > 0 || front > 0) {
            self.end = 0;
            self.torn = true;
            self.cut()?;
            self.file.sync_data()?;
            self.front.write_all_at(&[0; 8], 0)?;
        }
        Ok(())
    }
}

fn read_front(front: &File) -> u64 {
    let mut at = [0; 8];
    // A file that nobody has taken anything from has none.
    let _ = front.read_exact_at(&mut at, 0);
    u64::from_le_bytes(at)
}

/// Where the oldest record begins in the file of this number.
pub(super) fn front(dir: &Path, number: u32) -> u64 {
    File::open(dir.join(format!("{number}{FRONT}"))).map_or(0, |front| read_front(&front))
}

/// Notes that everything before this is kept elsewhere; the holder of the file will see.
pub(super) fn move_on(dir: &Path, number: u32, to: u64) -> io::Result<()> {
    let front = OpenOptions::new().write(true).open(dir.join(format!("{number}{FRONT}")))?;
    front.write_all_at(&to.to_le_bytes(), 0)
}

/// How much is read at once of somebody else's file; the longest record fits.
const GLANCE: usize = 2 * frame::LONGEST;

/// The oldest records of somebody else's file, and where each ends; some of them, at least one if there is any.
pub(super) fn glance(dir: &Path, number: u32) -> io::Result<Vec<(Record, u64)>> {
    let (front, file) = (front(dir, number), seen(dir, number)?);
    let length = file.metadata()?.len().saturating_sub(front).min(GLANCE as u64);
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    if file.read_exact_at(&mut bytes, front).is_err() {
        return Ok(Vec::new()); // it was emptied at this moment
    }
    let found = frame::read(&bytes);
    for damaged in found.damaged {
        tracing::error!(bytes = damaged.len(), "a part of the spool is damaged and was put aside");
        aside::put(dir, &bytes[damaged])?;
    }
    let record = |place: &Place| {
        let (from, end) = (place.at() as usize, (place.at() + place.length()) as usize);
        (frame::record(&bytes[from..end], place.kept_at), front + end as u64)
    };
    Ok(found.whole.iter().map(record).collect())
}

/// Whether something waits in somebody else's file.
pub(super) fn waits(dir: &Path, number: u32) -> io::Result<bool> {
    Ok(seen(dir, number)?.metadata()?.len() > front(dir, number))
}

pub(super) fn locked(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// What lies in the file; not more than its length, for a device may go on for ever.
pub(super) fn contents(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(file.metadata()?.len()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The numbers of the files that are there.
pub(super) fn numbers(dir: &Path) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for entry in dir.read_dir()? {
        let name = entry?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.strip_suffix(ENDING)?.parse::<u32>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// The file of this number, to be looked at.
pub(super) fn seen(dir: &Path, number: u32) -> io::Result<File> {
    File::open(dir.join(format!("{number}{ENDING}")))
}
