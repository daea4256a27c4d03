//! The spool: sealed records on the local disk for as long as the database is away, in the order in which they came. A
//! record is durable when it has been handed over, and stays until whoever takes it says that it is kept elsewhere.
//! Not here: what is in a record and how it is sealed (`keeping`), when to write and when to take out (`keeping`).

mod aside;
mod frame;
mod log;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, VecDeque},
    fs::{DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

use self::log::Log;

/// The file whose lock is held by the process that takes the records out.
const TURN: &str = "turn";

/// Something to be kept, sealed by whoever hands it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it came.
    pub kept_at: DateTime<Utc>,
    /// What it is.
    pub sealed: Vec<u8>,
}

/// How much the spool takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of one process' file.
    pub bytes: u64,
    /// How long the oldest record may have waited when another is handed over.
    pub age: chrono::Duration,
}

/// Why the spool did not take records; then it took none of them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk is full or failing.
    #[error("the spool's files do not do as they should: {0}")]
    Disk(#[from] io::Error),
    /// There is no room left under the limit of bytes.
    #[error("the spool is full")]
    Full,
    /// The oldest record has waited longer than the limit of age.
    #[error("the oldest record of the spool waits too long already")]
    Old,
}

/// What lies in the spool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The records that wait.
    pub records: usize,
    /// Their bytes.
    pub bytes: u64,
    /// When the oldest of them came.
    pub oldest: Option<DateTime<Utc>>,
    /// The files with what could not be kept, for a human to look at.
    pub refused: usize,
}

impl State {
    fn of<'a>(places: impl Iterator<Item = &'a frame::Place>, refused: usize) -> Self {
        let nothing = Self { refused, ..Self::default() };
        places.fold(nothing, |sum, place| Self {
            records: sum.records + 1,
            bytes: sum.bytes + place.length(),
            oldest: Some(sum.oldest.map_or(place.kept_at, |oldest| oldest.min(place.kept_at))),
            ..sum
        })
    }
}

/// The oldest records, taken out but still there.
#[derive(Debug, Default)]
pub struct Taken {
    /// The records, in order.
    pub records: Vec<Record>,
    /// The file of each, and where it ends there.
    ends: Vec<(u32, u64)>,
}

impl Taken {
    /// Lets go of the first ones, and says how far their files are done with.
    fn let_go(&mut self, count: usize) -> Vec<(u32, u64)> {
        self.records.drain(..count);
        self.ends.drain(..count).collect()
    }
}

/// The spool of one process; copies share it.
#[derive(Clone, Debug)]
pub struct Spool {
    files: Arc<Mutex<Files>>,
    /// Known at any time, also while the disk is slow.
    state: Arc<Mutex<State>>,
    limits: Limits,
}

#[derive(Debug)]
struct Files {
    dir: PathBuf,
    limits: Limits,
    own: Log,
    /// Files of processes that are gone.
    adopted: Vec<Log>,
    /// Held while this process takes the records out for all that share the directory.
    turn: Option<File>,
}

impl Spool {
    /// Opens the spool in a directory, made if there is none: a file of its own, and those of processes that are gone.
    /// What was put aside is tried once more.
    ///
    /// # Errors
    /// When the directory or a file in it cannot be made, read or written.
    pub fn open(dir: &Path, limits: Limits) -> Result<Self, Error> {
        if !dir.exists() {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
            // As far as we may: not every directory above is ours to open.
            dir.ancestors()
                .skip(1)
                .filter_map(|above| File::open(above).ok())
                .try_for_each(|above| above.sync_all())?;
        }
        let mut own = Log::take(dir)?;
        let adopted = Log::orphans(dir)?;
        for path in aside::all(dir)? {
            if let Some(record) = aside::record(&path)? {
                own.append(&[record], u64::MAX)?;
                aside::take_away(&path)?;
            }
        }
        let files = Files { dir: dir.to_owned(), limits, own, adopted, turn: None };
        let state = files.state()?;
        Ok(Self { files: Arc::new(Mutex::new(files)), state: Arc::new(Mutex::new(state)), limits })
    }

    /// What lies in it.
    #[must_use]
    pub fn state(&self) -> State {
        *lock(&self.state)
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.state().records == 0
    }

    /// Whether more would be taken, as far as the limits go.
    #[must_use]
    pub fn has_room(&self, now: DateTime<Utc>) -> bool {
        let State { bytes, oldest, .. } = self.state();
        bytes < self.limits.bytes && oldest.is_none_or(|oldest| now - oldest <= self.limits.age)
    }

    /// Writes records behind all others, all or none; when this returns without an error they are durable.
    ///
    /// # Errors
    /// When a limit is reached, or the disk is full or failing.
    pub async fn append(&self, records: Vec<Record>, now: DateTime<Utc>) -> Result<(), Error> {
        self.with(move |files| files.append(&records, now)).await
    }

    /// Whether nothing waits here, nor in the files of the other processes that share the directory: what came to them
    /// goes before what comes to us, or somebody's messages would change places. A directory that cannot be read holds
    /// nobody up.
    pub async fn is_clear(&self) -> bool {
        self.with(Files::is_clear).await.unwrap_or(true)
    }

    /// The oldest records of all files, this many at most, in the order in which they came; they stay until they are
    /// forgotten. One process at a time takes them out for all: none while that is another.
    ///
    /// # Errors
    /// When the disk is failing.
    pub async fn first(&self, most: usize) -> Result<Taken, Error> {
        self.with(move |files| files.first(most)).await
    }

    /// The first of these records, this many, are kept elsewhere.
    ///
    /// # Errors
    /// When the disk is failing; then they may be taken out again.
    pub async fn forget(&self, taken: &mut Taken, count: usize) -> Result<(), Error> {
        let ends = taken.let_go(count);
        self.with(move |files| files.forget(&ends)).await
    }

    /// The first of these records can be kept nowhere: it is put aside for a human.
    ///
    /// # Errors
    /// When the disk is failing; then it stays where it is.
    pub async fn put_first_aside(&self, taken: &mut Taken) -> Result<(), Error> {
        let mut frame = Vec::new();
        if let Some(first) = taken.records.first() {
            frame::write(first, 0, &mut frame);
        }
        let ends = taken.let_go(1);
        self.with(move |files| {
            aside::put(&files.dir, &frame)?;
            files.forget(&ends)
        })
        .await
    }

    /// Lets another process take the records out: this one cannot.
    pub async fn step_back(&self) {
        let stepped = self.with(|files| {
            files.turn = None;
            Ok(())
        });
        let _ = stepped.await;
    }

    /// Lets go of files that are empty, and adopts those of processes that are gone.
    ///
    /// # Errors
    /// When the disk is failing.
    pub async fn adopt(&self) -> Result<(), Error> {
        self.with(|files| {
            files.catch_up()?;
            files.adopted.retain(|log| !log.is_empty());
            files.adopted.extend(Log::orphans(&files.dir)?);
            Ok(())
        })
        .await
    }

    /// Works on the files in a thread that may wait for the disk.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Files) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let spool = self.clone();
        let working = tokio::task::spawn_blocking(move || {
            let mut files = lock(&spool.files);
            let done = work(&mut files);
            *lock(&spool.state) = files.state()?;
            done
        });
        working.await.unwrap_or_else(|_| Err(io::Error::other("the thread of the spool ended early").into()))
    }
}

impl Files {
    fn logs(&self) -> impl Iterator<Item = &Log> {
        self.adopted.iter().chain([&self.own])
    }

    /// Sees what another process has taken out of our files.
    fn catch_up(&mut self) -> io::Result<()> {
        self.adopted.iter_mut().chain([&mut self.own]).try_for_each(Log::catch_up)
    }

    /// The files of the other processes.
    fn others(&self) -> io::Result<Vec<u32>> {
        let numbers = log::numbers(&self.dir)?.into_iter();
        Ok(numbers.filter(|number| self.logs().all(|log| log.number != *number)).collect())
    }

    fn is_clear(&mut self) -> Result<bool, Error> {
        self.catch_up()?;
        if self.logs().any(|log| !log.is_empty()) {
            return Ok(false);
        }
        for number in self.others()? {
            if log::waits(&self.dir, number)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether it is ours to take records out.
    fn takes_out(&mut self) -> io::Result<bool> {
        if self.turn.is_none() {
            let turn = File::options().create(true).truncate(false).write(true).open(self.dir.join(TURN))?;
            self.turn = log::locked(&turn)?.then_some(turn);
        }
        Ok(self.turn.is_some())
    }

    fn first(&mut self, most: usize) -> Result<Taken, Error> {
        let mut taken = Taken::default();
        if !self.takes_out()? {
            return Ok(taken);
        }
        self.catch_up()?;
        let mut sources: Vec<(u32, VecDeque<(Record, u64)>)> = Vec::new();
        for log in self.logs() {
            let records =
                log.places().take(most).map(|place| Ok((log.record(place)?, place.at() + place.length())));
            sources.push((log.number, records.collect::<io::Result<_>>()?));
        }
        for number in self.others()? {
            sources.push((number, log::glance(&self.dir, number)?.into()));
        }
        // The order of each file stays, whatever its clock did; of several the oldest front is next.
        while taken.records.len() < most {
            let fronts = sources.iter_mut().filter(|(_, records)| !records.is_empty());
            let next = fronts.min_by_key(|(_, records)| records.front().map(|(record, _)| record.kept_at));
            let Some((number, records)) = next else { break };
            if let Some((record, end)) = records.pop_front() {
                taken.records.push(record);
                taken.ends.push((*number, end));
                // What is beyond a glance may be older than what lies in the other files.
                if records.is_empty() {
                    break;
                }
            }
        }
        if taken.records.is_empty() {
            self.turn = None;
        }
        Ok(taken)
    }

    fn forget(&mut self, ends: &[(u32, u64)]) -> Result<(), Error> {
        let last: BTreeMap<u32, u64> = ends.iter().copied().collect();
        for (number, end) in last {
            log::move_on(&self.dir, number, end)?;
        }
        Ok(self.catch_up()?)
    }

    fn state(&self) -> io::Result<State> {
        Ok(State::of(self.logs().flat_map(Log::places), aside::all(&self.dir)?.len()))
    }

    fn append(&mut self, records: &[Record], now: DateTime<Utc>) -> Result<(), Error> {
        self.catch_up()?;
        let oldest = State::of(self.logs().flat_map(Log::places), 0).oldest;
        if oldest.is_some_and(|oldest| now - oldest > self.limits.age) {
            return Err(Error::Old);
        }
        self.own.append(records, self.limits.bytes)
    }
}

/// Looks at the spool of a directory from outside, whoever holds its files.
///
/// # Errors
/// When it cannot be read.
pub fn look(dir: &Path) -> io::Result<State> {
    if !dir.exists() {
        return Ok(State::default());
    }
    let mut places = Vec::new();
    for number in log::numbers(dir)? {
        let (front, found) =
            (log::front(dir, number), frame::read(&log::contents(&log::seen(dir, number)?)?));
        places.extend(found.whole.into_iter().filter(|place| place.at() >= front));
    }
    Ok(State::of(places.iter(), aside::all(dir)?.len()))
}

/// A panic elsewhere leaves nothing half done here: the files are written before they are counted.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
