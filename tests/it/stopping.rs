//! Stopping the program: told once it finishes what is in hand within its budget, told twice it stops at once, and either
//! way the next start goes on where it stood. Real processes on a real database, under an SMS network that hangs.

use std::{process::Stdio, time::Duration};

use prag::{
    clock::Clock,
    phrases::Phrase,
    rehearsal::{Fault, sms::Network},
    serve::BUDGET,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStderr, Command},
};

use crate::program::Ground as Directory;
use crate::stage::{
    database::TestDatabase,
    door::messages,
    house::{House, KEYS, LINE, SECRET, SHORT_CODE, SOON},
    person::Person,
    words::Tongues,
};

const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";
/// The exit code of a program that did not finish what was in hand.
const CUT_SHORT: Option<i32> = Some(3);

/// An SMS network at the time of the machine.
async fn network() -> Network {
    let seconds = || Clock::System.now().timestamp();
    Network::start(SHORT_CODE, seconds).await.expect("a free port")
}

/// People with phones in this network.
fn people(air: &Network, count: usize) -> Vec<Person> {
    let number = |at| format!("+383441234{at:02}");
    (0..count).map(|at| Person::by_sms(air.phone(&number(at)), Tongues::SQ)).collect()
}

/// A program that serves this network, once its doors are open; these variables say on which database.
async fn serve(air: &Network, on: &[(&str, &str)]) -> Serving {
    let mut program = Command::new(env!("CARGO_BIN_EXE_prag"));
    program.args(["serve", "--listen", "127.0.0.1:0"]).env_remove("DATABASE_URL").env_remove("PRAG_CONFIG");
    program.envs(on.iter().copied()).env("PRAG_KEYS", KEYS).env("PRAG_LOG", "json");
    for (key, value) in [("NAME", LINE), ("SECRET", SECRET), ("SENDER", "Prag"), ("PER_SECOND", "500")] {
        program.env(format!("PRAG_SMS_1_{key}"), value);
    }
    program.env("PRAG_SMS_1_SEND_URL", air.send_url());
    program.stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = program.spawn().expect("the program starts");
    let said = BufReader::new(child.stderr.take().expect("it was piped")).lines();
    let mut serving = Serving { child, said };
    let up = serving.says("prag serves").await;
    let address = up["fields"]["address"].as_str().expect("where it listens").to_owned();
    air.connect(&format!("http://{address}"), LINE, SECRET);
    serving
}

/// What programs run on, one after the other.
struct Ground {
    database: TestDatabase,
    air: Network,
}

impl Ground {
    async fn new() -> Self {
        Self { database: TestDatabase::new().await, air: network().await }
    }

    async fn serve(&self) -> Serving {
        serve(&self.air, &[("DATABASE_URL", &self.database.url)]).await
    }

    async fn ask<T>(&self, what: &'static str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        sqlx::query_scalar(what).fetch_one(&self.database.pool).await.expect("the database is there")
    }

    /// Asks the database again and again until it says yes.
    async fn until(&self, yes: &'static str) {
        let asking = async {
            while !self.ask::<bool>(yes).await {
                tokio::task::yield_now().await;
            }
        };
        assert!(tokio::time::timeout(SOON, asking).await.is_ok(), "never came true: {yes}");
    }

    /// Everybody hears exactly one answer, and nothing is left to do.
    async fn everybody_was_answered_once(&self, people: &[Person]) {
        for person in people {
            person.hears(&Phrase::WelcomeConsent).await;
        }
        let nothing_open = "select not exists (select from outbox where state = 'ready')
                        and not exists (select from inbox where state = 'waiting')";
        self.until(nothing_open).await;
        let asked = i64::try_from(people.len()).expect("a handful");
        assert_eq!(self.ask::<i64>("select count(*) from contacts").await, asked);
        assert_eq!(self.ask::<i64>("select count(*) from outbox").await, asked);
        assert_eq!(self.air.repeats(), 0, "no text was accepted twice");
        for person in people {
            assert_eq!(person.unheard(), [""; 0]);
        }
    }
}

/// `prag serve` in a process of its own.
struct Serving {
    child: Child,
    said: Lines<BufReader<ChildStderr>>,
}

impl Serving {
    /// Waits for this line of the log.
    async fn says(&mut self, what: &str) -> serde_json::Value {
        loop {
            let line = self.said.next_line().await.expect("a log").expect("it still runs");
            let line: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
            if line["fields"]["message"] == what {
                return line;
            }
        }
    }

    async fn told_to_stop(&self) {
        let id = self.child.id().expect("it still runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("it is told").success());
    }

    /// The exit code, if it ends in time.
    async fn ended(mut self, within: Duration) -> Option<i32> {
        let ended = async {
            while let Ok(Some(_)) = self.said.next_line().await {}
            self.child.wait().await.expect("it was a child")
        };
        tokio::time::timeout(within, ended).await.expect("it ends within its budget").code()
    }
}

#[tokio::test]
async fn told_to_stop_in_the_middle_it_finishes_what_is_in_hand_and_the_next_start_the_rest() {
    let ground = Ground::new().await;
    let mut serving = ground.serve().await;
    let people = people(&ground.air, 40);
    // The first answer hangs until the program gives it up.
    ground.air.answer_next(1, Fault::Hang { accepted: false });
    assert_eq!(people[0].handset().writes_as("in-0", WORDS).await, Ok(200));
    assert!(ground.air.asked(1, SOON).await);
    let mut unthanked = Vec::new();
    for (at, person) in people.iter().enumerate().skip(1) {
        if at == 20 {
            serving.told_to_stop().await;
        }
        if person.handset().writes_as(&format!("in-{at}"), WORDS).await != Ok(200) {
            unthanked.push((at, person));
        }
    }
    serving.says("prag stops").await;
    assert_eq!(serving.ended(BUDGET).await, Some(0));

    let serving = ground.serve().await;
    for (at, person) in unthanked {
        assert_eq!(person.handset().writes_as(&format!("in-{at}"), WORDS).await, Ok(200));
    }
    ground.everybody_was_answered_once(&people).await;
    serving.told_to_stop().await;
    assert_eq!(serving.ended(BUDGET).await, Some(0));
}

#[tokio::test]
async fn told_twice_it_stops_at_once_and_loses_nothing() {
    let ground = Ground::new().await;
    let mut serving = ground.serve().await;
    let people = people(&ground.air, 3);
    ground.air.answer_next(1, Fault::Hang { accepted: false });
    // Nothing but the text that hangs is under way: what a network accepted and we did not settle would be repeated.
    for (at, person) in people.iter().enumerate() {
        assert_eq!(person.handset().writes_as(&format!("in-{at}"), WORDS).await, Ok(200));
        assert!(ground.air.asked(1, SOON).await);
    }
    let one_hangs =
        "select count(*) = 3 and count(*) filter (where state = 'ready' and lease is not null) = 1
        from outbox";
    ground.until(one_hangs).await;
    serving.told_to_stop().await;
    serving.says("prag stops").await;
    serving.told_to_stop().await;
    // Much sooner than the network that hangs would be given up.
    assert_eq!(serving.ended(Duration::from_secs(20)).await, CUT_SHORT);

    // The lease of what was being sent has ended when the next start looks.
    sqlx::query("update outbox set leased_until = now() where state = 'ready'")
        .execute(&ground.database.pool)
        .await
        .expect("the database is there");
    let serving = ground.serve().await;
    ground.everybody_was_answered_once(&people).await;
    serving.told_to_stop().await;
    assert_eq!(serving.ended(BUDGET).await, Some(0));
}

#[tokio::test]
async fn told_twice_it_still_stops_the_server_it_runs_itself() {
    let (air, directory) = (network().await, Directory::new("stopping"));
    let mut serving = serve(&air, &[("PRAG_DATA", &directory.data())]).await;
    air.answer_next(1, Fault::Hang { accepted: false });
    people(&air, 1)[0].writes(WORDS).await;
    assert!(air.asked(1, SOON).await);
    serving.told_to_stop().await;
    serving.says("prag stops").await;
    serving.told_to_stop().await;
    assert_eq!(serving.ended(Duration::from_secs(20)).await, CUT_SHORT);
    let (data, pid) = (directory.path().join("data/data"), "postmaster.pid");
    assert!(data.join("PG_VERSION").exists() && !data.join(pid).exists(), "the server was stopped in order");
}

#[tokio::test]
async fn a_request_that_never_ends_holds_nobody_up() {
    let house = House::open().await;
    let mut slow = TcpStream::connect(house.address()).await.expect("the door is open");
    let half = format!("POST {} HTTP/1.1\r\nhost: prag\r\ncontent-length: 100\r\n\r\n{{", messages());
    slow.write_all(half.as_bytes()).await.expect("it is taken");
    let ana = house.sms("+38344123456", Tongues::SQ);
    ana.writes(WORDS).await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.close().await; // in order, or it fails
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn operators_are_told_how_long_stopping_takes() {
    let readme = include_str!("../../README.md");
    let told = format!("ends within {} seconds", BUDGET.as_secs());
    assert!(readme.contains(&told), "README.md does not say: {told}");
    let patience = readme.split_once("TimeoutStopSec=").expect("how long systemd is to wait").1;
    let seconds: u64 =
        patience.split(|c: char| !c.is_ascii_digit()).next().expect("a number").parse().expect("one");
    assert!(seconds > BUDGET.as_secs(), "systemd would kill what is still stopping");
}
