//! `prag serve` as a process of its own whose database is away, wrong, or whose disk is full. Not here: what people hear
//! meanwhile (`journeys::spooled`).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use chrono::Utc;
use prag::{phrases::Phrase, rehearsal::sms::Network};
use sqlx::postgres::PgConnectOptions;

use crate::stage::{
    cable::Cable,
    database::TestDatabase,
    house::{LINE, SHORT_CODE},
    person::Person,
    words::Tongues,
};

const SECRET: &str = "a secret of the line";
const KEYS: &str = "test:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const WORDS: &str = "Mirëdita, nuk kam letërnjoftim";

/// What stays while processes come and go.
struct Ground {
    database: TestDatabase,
    cable: Cable,
    air: Network,
    dir: PathBuf,
}

impl Ground {
    /// An SMS network, and a database behind a line that is cut.
    async fn new(database: TestDatabase) -> Self {
        let server: PgConnectOptions = database.url.parse().expect("an address");
        let cable = Cable::to(&server).await;
        cable.cut();
        #[expect(clippy::disallowed_methods, reason = "the process under test reads the machine's clock")]
        let air = Network::start(SHORT_CODE, || Utc::now().timestamp()).await.expect("a free port");
        let name = format!("prag-outage-{}", server.get_database().expect("a database of its own"));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir(&dir).expect("a new directory");
        Self { database, cable, air, dir }
    }

    /// A command with the settings of this ground; a shell may set limits before it.
    fn prag(&self, shell: &str, command: &str) -> Command {
        let server: PgConnectOptions = self.database.url.parse().expect("an address");
        let through = self.cable.options(&server);
        let url = format!(
            "postgres://{}@127.0.0.1:{}/{}?sslmode=disable",
            through.get_username(),
            through.get_port(),
            through.get_database().expect("a database of its own"),
        );
        let mut prag = Command::new("sh");
        prag.args(["-c", &format!("{shell} exec \"$0\" {command}"), env!("CARGO_BIN_EXE_prag")])
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .env_remove("PRAG_CONFIG")
            .env("DATABASE_URL", url)
            .env("PRAG_KEYS", KEYS)
            .env("PRAG_SPOOL_DIR", self.dir.join("spool"))
            .env("PRAG_LISTEN", "127.0.0.1:0")
            .env("PRAG_SMS_1_NAME", LINE)
            .env("PRAG_SMS_1_SECRET", SECRET)
            .env("PRAG_SMS_1_SEND_URL", self.air.send_url())
            .env("PRAG_SMS_1_SENDER", SHORT_CODE)
            .env("PRAG_LOG", "json")
            .env("RUST_LOG", "info");
        prag
    }

    /// Serves, and tells the network where.
    fn serve(&self, shell: &str) -> Serving {
        let mut child = self.prag(shell, "serve").stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let told = |line: std::io::Result<String>| {
            let told: serde_json::Value = serde_json::from_str(&line.expect("text")).expect("JSON");
            Some(told["fields"]["address"].as_str()?.to_owned())
        };
        let address = lines.find_map(told).expect("it tells where it serves");
        self.air.connect(&format!("http://{address}"), LINE, SECRET);
        // What it says later is read and dropped, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Serving(child)
    }

    fn person(&self, number: &str) -> Person {
        Person::by_sms(self.air.phone(number), Tongues::SQ)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A process at work; killed when dropped.
struct Serving(Child);

impl Serving {
    fn told_to_stop(mut self) -> bool {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("it is sent").success());
        self.0.wait().expect("it ends").success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ended(mut command: Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().expect("it ends");
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_without_its_database_and_makes_the_tables_when_it_is_there() {
    let ground = Ground::new(TestDatabase::empty().await).await;
    let (ana, zef) = (ground.person("+38344123456"), ground.person("+38344123457"));
    let serving = ground.serve("");
    ana.writes(WORDS).await;
    let (well, said) = ended(ground.prag("", "doctor"));
    assert!(!well && said.contains("ILL   spool") && said.contains("waiting in"), "{said}");
    assert!(serving.told_to_stop(), "an orderly end, with the arrival on the disk");

    let serving = ground.serve("");
    zef.writes(WORDS).await;
    ground.cable.mend();
    ana.hears(&Phrase::WelcomeConsent).await;
    zef.hears(&Phrase::WelcomeConsent).await;
    assert!(serving.told_to_stop());
    let (_, said) = ended(ground.prag("", "doctor"));
    assert!(said.contains("well  spool") && said.contains("nothing waits"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nobody_is_thanked_and_what_was_thanked_for_is_whole() {
    let ground = Ground::new(TestDatabase::new().await).await;
    let (ana, zef) = (ground.person("+38344123456"), ground.person("+38344123457"));
    // No file of this process may be longer than four or eight KiB, by the shell's reckoning.
    let serving = ground.serve("trap '' XFSZ; ulimit -f 8;");
    let long = format!("{WORDS} {}", "a".repeat(3_000));
    let mut kept = 0;
    while ana.handset().writes_as(&format!("in-{kept}"), &long).await == Ok(200) {
        kept += 1;
        assert!(kept < 10, "the disk is never full");
    }
    assert!(kept > 0, "there was room for one");
    assert_eq!(ana.handset().writes_as(&format!("in-{kept}"), &long).await, Ok(503));
    assert_eq!(zef.handset().writes_as("short", WORDS).await, Ok(200), "the half-written one was cut");
    drop(serving); // killed

    let _serving = ground.serve("");
    ground.cable.mend();
    assert_eq!(ana.handset().writes_as(&format!("in-{kept}"), &long).await, Ok(200));
    ana.hears(&Phrase::WelcomeConsent).await;
    zef.hears(&Phrase::WelcomeConsent).await;
    let messages: i64 = sqlx::query_scalar(
        "select count(*) from inbox where address_hash in (select address_hash from contacts)",
    )
    .fetch_one(&ground.database.pool)
    .await
    .expect("the database is there");
    assert_eq!(messages, kept + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_there_but_not_ours_is_a_refusal_at_the_start() {
    let ground = Ground::new(TestDatabase::new().await).await;
    let refused = |url: String| {
        let mut serve = ground.prag("", "serve");
        serve.env("DATABASE_URL", url);
        ended(serve)
    };
    let (well, said) = refused(format!("{}&dbname=nobody", ground.database.url));
    assert!(!well && said.contains("the database server refuses"), "{said}");

    sqlx::raw_sql("update _sqlx_migrations set checksum = '\\x00'")
        .execute(&ground.database.pool)
        .await
        .unwrap();
    let (well, said) = refused(ground.database.url.clone());
    assert!(!well && said.contains("the database schema cannot be brought up to date"), "{said}");

    let mut serve = ground.prag("", "serve");
    serve.env("PRAG_SPOOL_DIR", "/proc/nobody");
    let (well, said) = ended(serve);
    assert!(!well && said.contains("PRAG_SPOOL_DIR"), "{said}");
}
