//! The spool as its owner and its disk treat it: order, limits, torn ends, full disks, files of the dead.

use std::{fs, os::unix::fs::PermissionsExt};

use super::*;

const LIMITS: Limits = Limits { bytes: 1000, age: chrono::Duration::hours(72) };

/// A directory of one test.
struct Shelf(PathBuf);

impl Shelf {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("prag-spool-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Self(dir.join("deep").join("spool"))
    }

    fn open(&self) -> Spool {
        Spool::open(&self.0, LIMITS).expect("a spool")
    }

    fn file(&self, number: u32) -> PathBuf {
        self.0.join(format!("{number}.log"))
    }

    fn change(&self, number: u32, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.file(number)).expect("it is there");
        change(&mut bytes);
        fs::write(self.file(number), bytes).expect("written");
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let _ = self.0.ancestors().nth(2).map(fs::remove_dir_all);
    }
}

fn at(hour: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Duration::hours(hour)
}

fn record(hour: i64, sealed: &str) -> Record {
    Record { kept_at: at(hour), sealed: sealed.into() }
}

async fn drained(spool: &Spool) -> Vec<String> {
    let mut all = Vec::new();
    while !spool.is_empty() {
        let mut taken = spool.first(2).await.expect("readable");
        all.extend(taken.records.iter().map(|one| String::from_utf8_lossy(&one.sealed).into_owned()));
        let count = taken.records.len();
        spool.forget(&mut taken, count).await.expect("forgotten");
    }
    all
}

#[tokio::test]
async fn what_is_handed_over_comes_out_in_order_also_after_the_process_ended() {
    let shelf = Shelf::new("order");
    let spool = shelf.open();
    spool.append(vec![record(1, "a"), record(2, "b")], at(2)).await.expect("room");
    spool.append(vec![record(3, "c")], at(3)).await.expect("room");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&shelf.0), mode(&shelf.file(1))), (0o700, 0o600));
    drop(spool);
    let spool = shelf.open();
    let length = fs::metadata(shelf.file(1)).expect("it is there").len();
    let waiting = State { records: 3, bytes: length, oldest: Some(at(1)), refused: 0 };
    assert_eq!((spool.state(), look(&shelf.0).expect("readable")), (waiting, waiting));
    spool.append(vec![record(4, "d")], at(4)).await.expect("room");
    assert_eq!(drained(&spool).await, ["a", "b", "c", "d"]);
    assert_eq!(fs::metadata(shelf.file(1)).expect("it stays").len(), 0);
    assert_eq!(look(&shelf.0).expect("readable"), State::default());
}

#[tokio::test]
async fn what_was_taken_out_and_not_forgotten_comes_out_again() {
    let shelf = Shelf::new("again");
    let spool = shelf.open();
    spool.append(vec![record(1, "a"), record(1, "b")], at(1)).await.expect("room");
    let mut taken = spool.first(9).await.expect("readable");
    spool.forget(&mut taken, 1).await.expect("forgotten");
    assert_eq!(taken.records, [record(1, "b")]);
    assert_eq!(spool.state().records, 1);
    drop(spool);
    // How far it had come is not written down durably. Whoever keeps them knows them by their keys, so the first may come
    // twice, and the second must come.
    fs::remove_file(shelf.0.join("1.front")).expect("it was there");
    assert_eq!(drained(&shelf.open()).await, ["a", "b"]);
}

#[tokio::test]
async fn one_process_takes_everything_out_in_the_order_in_which_it_came_to_any() {
    let shelf = Shelf::new("shared");
    let (first, second) = (shelf.open(), shelf.open());
    for (spool, hour, sealed) in
        [(&first, 1, "a"), (&second, 2, "b"), (&first, 3, "c"), (&second, 4, "d"), (&second, 5, "e")]
    {
        spool.append(vec![record(hour, sealed)], at(hour)).await.expect("room");
    }
    assert!(!first.is_clear().await && !second.is_clear().await);
    let mut taken = first.first(2).await.expect("readable");
    assert_eq!(taken.records, [record(1, "a"), record(2, "b")]);
    assert_eq!(second.first(2).await.expect("readable").records, [], "it is the turn of the first");
    first.forget(&mut taken, 2).await.expect("forgotten");
    first.step_back().await;
    let mut rest = second.first(9).await.expect("readable");
    while !rest.records.is_empty() {
        taken.records.extend(rest.records.iter().cloned());
        let count = rest.records.len();
        second.forget(&mut rest, count).await.expect("forgotten");
        rest = second.first(9).await.expect("readable");
    }
    assert_eq!(taken.records, [record(3, "c"), record(4, "d"), record(5, "e")]);
    assert!(first.is_clear().await && second.is_clear().await);
    assert_eq!(look(&shelf.0).expect("readable"), State::default());
    first.append(vec![record(6, "f")], at(6)).await.expect("room");
    assert!(!second.is_clear().await, "what came to the first goes before what comes to the second");
    assert_eq!(drained(&first).await, ["f"]);
}

#[tokio::test]
async fn a_torn_end_is_cut_and_the_next_record_follows_the_last_whole_one() {
    let shelf = Shelf::new("torn");
    let spool = shelf.open();
    spool.append(vec![record(1, "whole"), record(1, "torn")], at(1)).await.expect("room");
    drop(spool);
    shelf.change(1, |bytes| bytes.truncate(bytes.len() - 1));
    let spool = shelf.open();
    spool.append(vec![record(2, "next")], at(2)).await.expect("room");
    drop(spool);
    let spool = shelf.open();
    assert_eq!(spool.state().refused, 0, "it was never thanked for");
    assert_eq!(drained(&spool).await, ["whole", "next"]);
}

#[tokio::test]
async fn a_damaged_record_is_put_aside_once_and_the_others_go_on() {
    let shelf = Shelf::new("damaged");
    let spool = shelf.open();
    spool.append(vec![record(1, "a"), record(1, "b"), record(1, "c")], at(1)).await.expect("room");
    drop(spool);
    shelf.change(1, |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
    });
    for _ in 0..2 {
        let spool = shelf.open();
        assert_eq!((spool.state().records, spool.state().refused), (2, 1));
    }
    assert_eq!(drained(&shelf.open()).await, ["a", "c"]);
    assert_eq!(look(&shelf.0).expect("readable").refused, 1);
}

#[tokio::test]
async fn what_can_be_kept_nowhere_is_put_aside_and_tried_again_at_the_next_start() {
    let shelf = Shelf::new("aside");
    let spool = shelf.open();
    spool.append(vec![record(1, "poison"), record(2, "b")], at(2)).await.expect("room");
    let mut taken = spool.first(9).await.expect("readable");
    spool.put_first_aside(&mut taken).await.expect("put aside");
    assert_eq!(taken.records, [record(2, "b")]);
    let left = spool.state();
    assert_eq!((left.records, left.oldest, left.refused), (1, Some(at(2)), 1));
    assert_eq!(drained(&spool).await, ["b"]);
    drop(spool);
    let spool = shelf.open();
    assert_eq!((spool.state().records, spool.state().oldest, spool.state().refused), (1, Some(at(1)), 0));
    assert_eq!(drained(&spool).await, ["poison"]);
}

#[tokio::test]
async fn nothing_is_taken_beyond_the_limits_and_it_takes_again_when_there_is_room() {
    let shelf = Shelf::new("limits");
    let spool = shelf.open();
    let long = "x".repeat(400);
    spool.append(vec![record(1, &long)], at(1)).await.expect("room");
    let both = vec![record(1, &long), record(1, &long)];
    assert!(matches!(spool.append(both, at(1)).await, Err(Error::Full)));
    assert_eq!(spool.state().records, 1, "all or none");
    spool.append(vec![record(1, &long)], at(73)).await.expect("room, and not too old");
    let late = at(73) + chrono::Duration::milliseconds(1);
    assert!(matches!(spool.append(vec![record(73, "")], late).await, Err(Error::Old)));
    assert_eq!(drained(&spool).await.len(), 2);
    spool.append(vec![record(73, &long)], late).await.expect("room again");
}

#[test]
fn on_a_full_disk_nothing_counts_as_taken() {
    let shelf = Shelf::new("full");
    fs::create_dir_all(&shelf.0).expect("a directory");
    let full = || fs::OpenOptions::new().read(true).write(true).open("/dev/full").expect("a full device");
    let mut log = Log::read(&shelf.0, 1, full()).expect("an empty file");
    for _ in 0..2 {
        assert!(matches!(log.append(&[record(1, "a")], 1000), Err(Error::Disk(_))));
        assert!(log.is_empty());
    }
}

#[tokio::test]
async fn each_process_has_its_file_and_those_of_the_dead_are_adopted() {
    let shelf = Shelf::new("adoption");
    let (first, second) = (shelf.open(), shelf.open());
    first.append(vec![record(1, "a"), record(2, "b")], at(2)).await.expect("room");
    second.append(vec![record(3, "c")], at(3)).await.expect("room");
    assert_eq!((first.state().records, second.state().records), (2, 1));
    second.adopt().await.expect("nothing to adopt");
    assert_eq!(second.state().records, 1, "the first lives");
    drop(first);
    second.adopt().await.expect("adopted");
    assert_eq!((second.state().records, second.state().oldest), (3, Some(at(1))));
    second.append(vec![record(4, "d")], at(4)).await.expect("room");
    assert_eq!(drained(&second).await, ["a", "b", "c", "d"]);
    second.adopt().await.expect("let go");
    // The file of the dead is free for the next process, and what it holds is its own.
    let third = shelf.open();
    third.append(vec![record(5, "e")], at(5)).await.expect("room");
    second.adopt().await.expect("nothing to adopt");
    assert_eq!((second.state().records, third.state().records), (0, 1));
    // Whoever starts after all have died finds everything.
    second.append(vec![record(6, "f")], at(6)).await.expect("room");
    drop((second, third));
    let mut all = drained(&shelf.open()).await;
    all.sort();
    assert_eq!(all, ["e", "f"]);
}
