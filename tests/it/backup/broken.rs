//! Copying that breaks in the middle: programs that fail, a disk that ends, a prag that is killed. No half of anything stays.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use prag::rehearsal::sms::Fate;
use sqlx::{Connection, PgConnection};

use super::{backed_up, fresh, told};
use crate::{
    program::{Ground, ended},
    stage::{
        database::{TestDatabase, programs},
        house::House,
        words::Tongues,
    },
};

/// Half of what the real program prints.
const HALF: &str = "$real \"$@\" >whole; head -c $(($(wc -c <whole) / 2)) whole; rm whole";

/// A directory of programs in which this one plays another part; `$real` is the one that it plays.
pub(super) fn staged(ground: &Ground, program: &str, part: &str) -> PathBuf {
    let bin = ground.0.join("bin");
    let real = programs().beside("pg_dump").expect("it came with the server");
    // Written by another process: a file that is open for writing anywhere cannot be run.
    let script = "rm -rf \"$1\" && mkdir \"$1\" && ln -s \"$2\"/pg_dump \"$2\"/pg_restore \"$1\" && rm \"$1/$3\" &&
        printf '#!/bin/sh\\nreal=%s\\ncase \"$1\" in --version|--list) exec $real \"$@\";; esac\\n%s\\n' \"$2/$3\" \"$4\" >\"$1/$3\" &&
        chmod 755 \"$1/$3\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).arg(&bin).arg(real.parent().unwrap()).args([program, part]);
    assert!(shell.status().unwrap().success());
    bin
}

/// Everything in a process group of its own, so that what a killed prag leaves behind can be ended too.
struct Group(Child);

impl Group {
    fn of(command: &mut Command) -> Self {
        Self(command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Kills prag alone, when this file says that half of the work is done.
    fn kill_at(&mut self, half: &Path) {
        while !half.exists() {
            assert!(self.0.try_wait().unwrap().is_none(), "it ended early");
            thread::yield_now();
        }
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    fn end(self) {
        drop(self);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let all = format!("kill -s KILL -- -{} 2>/dev/null", self.0.id());
        let _ = Command::new("sh").args(["-c", &all]).status();
    }
}

async fn a_database() -> (House, String) {
    let house = House::open().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    ana.handset().texts_are(Fate::Delivered);
    ana.chooses_language().await;
    house.quiet().await;
    let url = house.database.url.clone();
    (house, url)
}

fn files(ground: &Ground) -> Vec<String> {
    let names =
        fs::read_dir(&ground.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("night")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_that_breaks_has_no_name() {
    let (ground, (house, url)) = (Ground::new("breaks"), a_database().await);
    for (part, says) in [
        (
            format!("{HALF}; echo \"pg_dump: error: the disk is full\" >&2; exit 1"),
            "pg_dump failed: the disk is full",
        ),
        // It says that all is well, and half is missing.
        (HALF.to_owned(), "pg_restore failed"),
        ("exit 0".to_owned(), "pg_restore failed"),
    ] {
        let bin = staged(&ground, "pg_dump", &part);
        let (well, said) = ended(told(&ground, &url, &["backup", "night.prag"]).env("PRAG_PG_BIN", bin));
        assert!(!well && said.contains(says), "{said}");
        assert_eq!(files(&ground), [""; 0], "{says}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_killed_backup_has_no_name_and_the_next_one_goes_well() {
    let (ground, (house, url)) = (Ground::new("killed"), a_database().await);
    let bin = staged(&ground, "pg_dump", &format!("{HALF}; touch half; exec sleep 1000"));
    let mut killed = Group::of(told(&ground, &url, &["backup", "night.prag"]).env("PRAG_PG_BIN", bin));
    killed.kill_at(&ground.0.join("half"));
    assert_eq!(files(&ground), ["night.prag.partial"]);
    let (well, said) = ended(&mut told(&ground, &url, &["backup", "night.prag"]));
    assert!(!well && said.contains("another backup is writing"), "pg_dump outlived its prag: {said}");
    killed.end();
    // The lock goes when the last of the killed processes is gone.
    fs::File::open(ground.0.join("night.prag.partial")).unwrap().lock().unwrap();
    backed_up(&ground, &url);
    assert_eq!(files(&ground), ["night.prag"]);
    house.close().await;
}

/// Whether the database is as empty as it was made, once nobody is connected any more.
async fn stays_empty(database: &TestDatabase) -> bool {
    let mut looking = PgConnection::connect(&database.url).await.unwrap();
    let alone = "select count(*) = 0 from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid()";
    while !sqlx::query_scalar::<_, bool>(alone).fetch_one(&mut looking).await.unwrap() {
        tokio::task::yield_now().await;
    }
    let empty = "select not exists (select from pg_tables where schemaname = 'public')";
    let empty = sqlx::query_scalar(empty).fetch_one(&mut looking).await.unwrap();
    looking.close().await.unwrap();
    empty
}

#[tokio::test]
async fn a_restore_that_breaks_or_is_killed_leaves_the_database_empty() {
    let (ground, (house, url)) = (Ground::new("restore"), a_database().await);
    backed_up(&ground, &url);
    let database = fresh().await;
    for (part, says) in [
        (
            format!("{HALF}; echo \"pg_restore: error: input ends\" >&2; exit 1"),
            "pg_restore failed: input ends",
        ),
        // It says that all is well, and stops before the first table is at its end.
        ("$real \"$@\" | sed \"/^[\\\\][.]/,\\$ d\"".to_owned(), "the backup ends in the middle of a table"),
        ("$real \"$@\"; exit 1".to_owned(), "pg_restore failed"),
    ] {
        let bin = staged(&ground, "pg_restore", &part);
        let (well, said) =
            ended(told(&ground, &database.url, &["restore", "night.prag"]).env("PRAG_PG_BIN", bin));
        assert!(!well && said.contains(says), "{said}");
        assert!(stays_empty(&database).await, "{says}");
    }
    for part in [
        format!("{HALF}; touch half; exec sleep 1000"),
        "$real \"$@\"; touch half; exec sleep 1000".to_owned(),
    ] {
        let bin = staged(&ground, "pg_restore", &part);
        let _ = fs::remove_file(ground.0.join("half"));
        let mut killed =
            Group::of(told(&ground, &database.url, &["restore", "night.prag"]).env("PRAG_PG_BIN", bin));
        killed.kill_at(&ground.0.join("half"));
        assert!(stays_empty(&database).await, "{part}");
    }
    let (well, said) = super::restored(&ground, &database.url, &[]);
    assert!(well, "{said}");
    house.close().await;
}
