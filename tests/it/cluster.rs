//! The private server: found again after every way of ending, refused with one sentence where it cannot run.

use crate::stage::database::programs;
use prag::cluster::{Cluster, Error, Kind, Programs};
use sqlx::{Connection, Executor, PgConnection};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

/// A directory that is deleted with its test.
struct Ground(PathBuf);

impl Ground {
    fn new(name: &str) -> Ground {
        let path = std::env::temp_dir().join(format!("prag-cluster-{}-{name}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Ground(path.canonicalize().unwrap())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // a sweeper may have been quicker
    }
}

fn start(dir: &Path) -> Result<Cluster, Error> {
    Cluster::start(dir, Kind::Durable, &programs())
}

fn refusal(dir: &Path) -> String {
    start(dir).expect_err("the start should be refused").to_string()
}

fn root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

async fn run(cluster: &Cluster, sql: &'static str) -> u64 {
    let mut connection = PgConnection::connect_with(&cluster.options("postgres")).await.unwrap();
    connection.execute(sql).await.unwrap().rows_affected()
}

fn server_of(data: &Path) -> u32 {
    fs::read_to_string(data.join("postmaster.pid")).unwrap().lines().next().unwrap().parse().unwrap()
}

/// A server and its children, as /proc tells.
fn processes_of(server: u32) -> Vec<u32> {
    let parent = |pid: &u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let numbers =
        fs::read_dir("/proc").unwrap().flatten().filter_map(|e| e.file_name().to_str()?.parse().ok());
    numbers.filter(|pid| *pid == server || parent(pid) == Some(server)).collect()
}

/// Some may be gone already: the first death ends the others.
fn signal(name: &str, targets: impl IntoIterator<Item = String>) {
    // The shell's own kill: the program is not on every machine.
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -s \"$@\" 2>/dev/null", "sh", name, "--"]).args(targets).status().unwrap();
}

/// The same test in a process of its own: there it finds the directory in its environment and calls `stay`.
struct Other(Child);

const DIRECTORY: &str = "PRAG_TEST_OTHER";

impl Other {
    fn begin(test: &str, dir: &Path) -> Other {
        // Whoever runs the tests in the background may have INT ignored, which a process inherits.
        let mut command = Command::new("env");
        command.arg("--default-signal=INT").arg(std::env::current_exe().unwrap());
        command.args(["--exact", &format!("cluster::{test}"), "--nocapture"]).env(DIRECTORY, dir);
        Other(command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap())
    }

    fn wait_until_up(&mut self) {
        let said = BufReader::new(self.0.stdout.take().unwrap());
        assert!(
            said.lines().any(|line| line.unwrap() == "up"),
            "the other process could not start the server"
        );
    }

    /// Ends it as Ctrl-C in a terminal does (INT, to the whole process group) or as a crash does (KILL, to it alone).
    fn end(mut self, name: &str) {
        let id = self.0.id();
        signal(name, [if name == "INT" { format!("-{id}") } else { id.to_string() }]);
        assert!(!self.0.wait().unwrap().success());
    }
}

/// In the other process: start the server and keep it until we are killed or our parent is gone.
fn stay(kind: Kind) -> bool {
    let Some(dir) = std::env::var_os(DIRECTORY) else { return false };
    let _cluster = Cluster::start(Path::new(&dir), kind, &programs()).unwrap();
    std::io::stdout().write_all(b"\nup\n").unwrap();
    let _ = std::io::stdin().read(&mut [0]);
    true
}

#[tokio::test]
async fn rows_survive_a_stop_and_a_killed_server() {
    let ground = Ground::new("rows");
    // A path that is too long for a socket and that shells and settings files would misread.
    let dir = ground.0.join(format!("Gračanica's \"data\", {}", "long ".repeat(20)));
    let cluster = start(&dir).unwrap();
    let sentence = format!("another prag is using {}; stop it or choose another with --data", dir.display());
    assert_eq!(refusal(&dir), sentence);

    run(&cluster, "create table kept (id bigint)").await;
    run(&cluster, "insert into kept values (1)").await;
    cluster.stop().unwrap();

    let cluster = start(&dir).unwrap();
    run(&cluster, "insert into kept values (2)").await;
    let server = server_of(&dir.join("data"));
    signal("KILL", processes_of(server).iter().map(u32::to_string));
    cluster.stop().expect("a server that is gone counts as stopped");

    let cluster = start(&dir).unwrap();
    assert_ne!(server_of(&dir.join("data")), server);
    assert_eq!(run(&cluster, "select from kept").await, 2);
    // The way words are searched in Serbian and Albanian.
    let lowered = "select 1 where lower('ЖЂЋЁËÇŠ') = 'жђћёëçš' and 'Žalba' ilike 'žALBA'";
    assert_eq!(run(&cluster, lowered).await, 1);
}

#[test]
fn the_server_outlives_a_killed_prag_and_a_killed_start_leaves_no_half() {
    if stay(Kind::Durable) {
        return;
    }
    let test = "the_server_outlives_a_killed_prag_and_a_killed_start_leaves_no_half";
    let ground = Ground::new("killed");
    let dir = &ground.0;
    let half = dir.join("data.new.1");

    let mut other = Other::begin(test, dir);
    while !half.join("PG_VERSION").exists() {
        assert!(
            other.0.try_wait().unwrap().is_none() && !dir.join("data").exists(),
            "the start was too quick to kill"
        );
        thread::yield_now();
    }
    other.end("KILL");

    let mut other = Other::begin(test, dir);
    other.wait_until_up();
    let server = server_of(&dir.join("data"));
    other.end("KILL");

    let mut other = Other::begin(test, dir);
    other.wait_until_up();
    assert_eq!(server_of(&dir.join("data")), server, "it was taken over");
    other.end("INT");

    let cluster = start(dir).unwrap();
    assert_eq!(server_of(&dir.join("data")), server, "Ctrl-C is for prag alone");
    assert!(!half.exists());
    cluster.stop().unwrap();
    assert!(!dir.join("data/postmaster.pid").exists());
}

#[test]
fn a_scratch_server_is_shared_and_goes_away_after_its_last_user() {
    if stay(Kind::Scratch) {
        return;
    }
    let ground = Ground::new("scratch");
    let dir = &ground.0;
    let mut others: Vec<Other> = (0..3)
        .map(|_| Other::begin("a_scratch_server_is_shared_and_goes_away_after_its_last_user", dir))
        .collect();
    others.iter_mut().for_each(Other::wait_until_up);
    let server = server_of(&dir.join("scratch"));
    let sweeper = File::open(dir.join("sweeper")).unwrap();
    others.into_iter().for_each(|other| other.end("KILL"));
    // The sweeper holds this lock for as long as it works.
    sweeper.lock().unwrap();
    assert!(!dir.exists());
    assert!(fs::metadata(format!("/proc/{server}/cwd")).is_err(), "its server still runs");
}

/// A directory with three programs that answer `version`.
fn fake_programs(ground: &Ground, version: &str) -> PathBuf {
    let bin = ground.0.join("bin");
    // Written by another process: a file that is open for writing anywhere cannot be run.
    let script = "mkdir \"$1\" && cd \"$1\" && for p in initdb pg_ctl postgres; do \
        printf '#!/bin/sh\\necho \"postgres (PostgreSQL) %s\"\\n' \"$2\" > $p && chmod 755 $p; done";
    let status = Command::new("sh").args(["-c", script, "sh"]).arg(&bin).arg(version).status().unwrap();
    assert!(status.success());
    bin
}

const REMEDIES: [&str; 3] =
    ["apt-get install -y postgresql", "PRAG_PG_BIN=/path/to/bin", "DATABASE_URL=postgres://"];

fn assert_one_sentence(sentence: &str, parts: &[&str]) {
    assert!(!sentence.contains('\n'));
    for part in parts {
        assert!(sentence.contains(part), "{part:?} is missing in: {sentence}");
    }
}

#[test]
fn a_server_that_is_too_old_is_refused() {
    let ground = Ground::new("old");
    let bin = fake_programs(&ground, "12.1");
    let sentence = Programs::find(Some(&bin)).unwrap_err().to_string();
    assert_one_sentence(&sentence, &["PostgreSQL 12.1", "too old", "14 or newer"]);
    assert_one_sentence(&sentence, &REMEDIES);
}

#[test]
fn missing_programs_name_the_three_remedies() {
    let ground = Ground::new("missing");
    assert_one_sentence(&Programs::find(Some(&ground.0)).unwrap_err().to_string(), &REMEDIES);
    assert_one_sentence(&Error::NoPrograms.to_string(), &REMEDIES);
}

#[test]
fn data_of_another_major_version_are_not_touched() {
    let ground = Ground::new("version");
    let data = ground.0.join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    assert_one_sentence(&refusal(&ground.0), &["was made by PostgreSQL 9,", "PRAG_PG_BIN", "--data"]);
    assert_eq!(fs::read_dir(&data).unwrap().count(), 1);
}

#[test]
fn a_directory_of_another_user_is_refused() {
    let ground = Ground::new("foreign");
    let dir = if root() {
        chown(&ground.0, Some(65534), None).unwrap();
        ground.0.as_path()
    } else {
        Path::new("/usr")
    };
    assert_one_sentence(&refusal(dir), &["belongs to another user", "--data"]);
}

/// Root lends the server another account, which must get in; everyone else runs it as themselves.
#[test]
fn a_closed_directory_is_refused_to_root_only() {
    let ground = Ground::new("closed");
    fs::set_permissions(&ground.0, fs::Permissions::from_mode(0o700)).unwrap();
    let started = start(&ground.0.join("inside"));
    if root() {
        let closed = ground.0.display().to_string();
        assert_one_sentence(
            &started.unwrap_err().to_string(),
            &[&closed, "may not enter", "--data /var/lib/prag"],
        );
    } else {
        started.unwrap().stop().unwrap();
    }
}
