//! Backup and restore by the real program: what comes back, what the copy tells, who is refused, what a killed one leaves.

mod broken;
mod refused;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use chrono::Duration;
use prag::{
    clock::Clock,
    cluster::Cluster,
    facts::{Loss, Stimulus},
    phrases::Phrase,
    staff::Role,
    store::{Store, inbox::Pick},
};
use sqlx::{AssertSqlSafe, PgPool};

use crate::{
    laws::silent::a_whole_day,
    program::{Ground, Staying, ended, prag},
    stage::{
        database::{TestDatabase, programs},
        house::{House, KEYS, keys},
        words::{Need, Tongues},
    },
};

/// `prag backup` or `prag restore`, told of a database and of the keys of every house.
fn told(ground: &Ground, url: &str, arguments: &[&str]) -> Command {
    let mut command = prag(arguments);
    command.env("DATABASE_URL", url).env("PRAG_KEYS", KEYS).current_dir(&ground.0);
    command
}

/// Backs up and says where the file is.
fn backed_up(ground: &Ground, url: &str) -> PathBuf {
    let file = ground.0.join("night.prag");
    let (well, said) = ended(&mut told(ground, url, &["backup", file.to_str().unwrap()]));
    assert!(well, "{said}");
    assert!(said.contains("read through") && said.contains("the keys are not in it"), "{said}");
    file
}

fn restored(ground: &Ground, url: &str, flags: &[&str]) -> (bool, String) {
    ended(told(ground, url, &["restore", "night.prag"]).args(flags))
}

/// An empty database, as `createdb` makes it, that nobody is connected to.
async fn fresh() -> TestDatabase {
    let database = TestDatabase::empty().await;
    database.pool.close().await;
    database
}

/// Every row of every table, every sequence and every index, each with where it stands.
async fn everything(pool: &PgPool) -> Vec<(String, String)> {
    let tables = "select tablename::text from pg_tables where schemaname = 'public' order by 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
    let mut found = Vec::new();
    for table in tables {
        let rows = format!("select row::text from \"{table}\" as row order by 1");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(pool).await.unwrap();
        found.extend(rows.into_iter().map(|row| (table.clone(), row)));
    }
    for around in [
        "select sequencename::text, coalesce(last_value::text, 'untouched') from pg_sequences order by 1",
        "select indexname::text, indexdef from pg_indexes where schemaname = 'public' order by 1",
        "select conname::text, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
          order by 1, 2",
        "select objoid::regclass::text || objsubid, description from pg_description
          where classoid = 'pg_class'::regclass and objoid::regclass::text not like 'pg_%' order by 1",
    ] {
        found.extend(sqlx::query_as::<_, (String, String)>(around).fetch_all(pool).await.unwrap());
    }
    found
}

fn assert_same(came_back: &[(String, String)], was: &[(String, String)]) {
    for (one, other) in came_back.iter().zip(was) {
        assert_eq!(one, other);
    }
    assert_eq!(came_back.len(), was.len());
}

/// The copy as SQL, uncompressed.
fn spelled_out(file: &Path) -> String {
    let program = programs().beside("pg_restore").expect("it came with the server");
    let out = Command::new(program).arg("--file=-").arg(file).output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

#[tokio::test]
async fn a_day_comes_back_row_by_row_and_its_copy_tells_nothing() {
    let (ground, mut house) = (Ground::new("day"), House::open().await);
    let traces = a_whole_day(&house).await;
    house.stop_app().await;
    let file = backed_up(&ground, &house.database.url);
    let was = everything(&house.database.pool).await;
    for table in
        ["cases", "case_entries", "contacts", "consents", "events", "inbox", "outbox", "staff", "referrals"]
    {
        assert!(was.iter().any(|(place, _)| place == table), "the day left nothing in {table}");
    }

    let copy = spelled_out(&file);
    assert!(copy.contains("COPY public.inbox"), "the copy holds the rows");
    for trace in &traces.words {
        let bytes = hex::encode(trace.as_bytes());
        assert!(!copy.contains(trace.as_str()) && !copy.contains(&bytes), "the copy holds {trace:?}");
    }
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");

    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(well && said.contains("no message was on its way"), "{said}");
    let pool = PgPool::connect(&database.url).await.unwrap();
    assert_same(&everything(&pool).await, &was);
    house.close().await;
}

#[tokio::test]
async fn a_password_and_the_keys_are_on_nobodys_command_line() {
    let (ground, house) = (Ground::new("password"), House::open().await);
    let bin = broken::staged(&ground, "pg_dump", "echo \"$@\" >arguments; env >variables; exec $real \"$@\"");
    let url = format!("{}&password=shpirt%20i%20qet%C3%AB", house.database.url);
    let (well, said) = ended(told(&ground, &url, &["backup", "night.prag"]).env("PRAG_PG_BIN", bin));
    assert!(well, "{said}");
    let read = |name: &str| fs::read_to_string(ground.0.join(name)).unwrap();
    let (arguments, variables) = (read("arguments"), read("variables"));
    assert!(variables.contains("PGPASSWORD=shpirt i qetë\n"));
    assert!(!arguments.contains("shpirt") && arguments.contains("--no-password"), "{arguments}");
    let key = KEYS.split(':').nth(1).unwrap();
    assert!(!arguments.contains(key) && !variables.contains(key), "the keys are not the copier's business");
    house.close().await;
}

/// What `prag staff list` says, which opens every name.
fn colleagues(data: &str) -> String {
    let (well, said) = ended(&mut prag(&["staff", "list", "--data", data]));
    assert!(well && said.lines().count() > 3, "{said}");
    said
}

#[tokio::test]
async fn a_private_cluster_is_copied_beside_its_prag_and_made_anew_elsewhere() {
    let ground = Ground::new("private");
    let (here, there) = (ground.data(), ground.0.join("there"));
    let file = ground.0.join("night.prag").to_str().unwrap().to_owned();
    let staying = Staying::up(&here);
    let (well, said) = ended(&mut prag(&["backup", &file, "--data", &here]));
    assert!(well && said.contains(&format!("{here}/keys")), "{said}");
    assert!(staying.interrupted());

    let restore =
        || ended(&mut prag(&["restore", &file, "--data", there.to_str().unwrap(), "--send-waiting"]));
    let (well, said) = restore();
    assert!(!well && said.contains("copy the key file") && said.contains("there/keys"), "{said}");
    assert!(!there.join("keys").exists(), "no key is made that opens nothing");
    fs::create_dir(&there).unwrap();
    fs::copy(ground.0.join("data/keys"), there.join("keys")).unwrap();
    let (well, said) = restore();
    assert!(well, "{said}");

    let contents = async |dir: &Path| {
        let cluster = Cluster::visit(dir, &programs()).unwrap();
        let pool = PgPool::connect_with(cluster.options("prag")).await.unwrap();
        let mut everything = everything(&pool).await;
        pool.close().await;
        cluster.stop().unwrap();
        // After the copy was made the demo went on watching itself.
        everything.retain(|(place, _)| place != "sightings");
        everything
    };
    let (was, came_back) = (contents(Path::new(&here)).await, contents(&there).await);
    assert_same(&came_back, &was);
    assert_eq!(colleagues(there.to_str().unwrap()), colleagues(&here));
}

/// A house in which a colleague answered somebody, and whose backup was made before the answer counted as sent.
async fn an_answer_on_its_way(ground: &Ground) -> (House, crate::stage::person::Person, Phrase) {
    let mut house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &[]).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    house.quiet().await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.writes(&format!("/reply {case} ejani nesër")).await;
    house.quiet().await;
    ana.hears_all().await;
    caseworker.hears_all().await;
    house.stop_app().await;
    let of_the_answer = "id = (select id from outbox where line = 'kosova' order by seq desc limit 1)";
    for (state, copied) in [("ready", true), ("delivered", false)] {
        let moved =
            format!("update outbox set state = '{state}' where {of_the_answer} and case_id is not null");
        let moved = sqlx::query(AssertSqlSafe(moved)).execute(&house.database.pool).await.unwrap();
        assert_eq!(moved.rows_affected(), 1);
        if copied {
            backed_up(ground, &house.database.url);
        }
    }
    (house, caseworker, Phrase::StaffUndelivered { case })
}

async fn states(pool: &PgPool) -> (i64, i64, i64) {
    sqlx::query_as(
        "select count(*) filter (where state = 'ready'), count(*) filter (where failure = 'restored'),
                (select count(*) from inbox where state = 'waiting' and due_at <= now()) from outbox",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn what_was_on_its_way_is_told_to_colleagues_and_not_sent_twice() {
    let ground = Ground::new("way-told");
    let (mut house, caseworker, undelivered) = an_answer_on_its_way(&ground).await;
    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(well && said.contains("1 messages were on their way"), "{said}");
    let pool = PgPool::connect(&database.url).await.unwrap();
    let (ready, failed, news) = states(&pool).await;
    assert_eq!((ready, failed), (0, 1));
    assert!(news >= 1);

    // The app goes on with the restored database, at the time of the restore.
    let before = house.air.requests().len();
    house.database.url.clone_from(&database.url);
    let ahead = Clock::System.now() - house.clock.now() + Duration::minutes(1);
    house.clock.turn(ahead.max(Duration::zero()));
    // Nobody is there any more for the timers of the database that was lost.
    sqlx::query("delete from inbox where state = 'waiting'").execute(&house.database.pool).await.unwrap();
    house.start_app().await;
    caseworker.hears(&undelivered).await;
    assert_eq!(house.air.requests().len(), before, "nothing is sent a second time");
    house.close().await;
}

#[tokio::test]
async fn an_invitation_on_its_way_is_given_up_as_too_late() {
    let (ground, mut house) = (Ground::new("way-invited"), House::open().await);
    a_whole_day(&house).await;
    house.stop_app().await;
    let (invitation, answer) =
        ("announcement_id is not null", "case_id is not null and announcement_id is null");
    for (state, copied) in [("ready", true), ("delivered", false)] {
        for one in [invitation, answer] {
            let moved = format!(
                "update outbox set state = '{state}', settled_at = null
                  where id = (select id from outbox where {one} order by seq limit 1)"
            );
            let moved = sqlx::query(AssertSqlSafe(moved)).execute(&house.database.pool).await.unwrap();
            assert_eq!(moved.rows_affected(), 1, "{one}");
        }
        if copied {
            backed_up(&ground, &house.database.url);
        }
    }
    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &[]);
    assert!(well && said.contains("2 messages were on their way"), "{said}");

    let store = Store::new(PgPool::connect(&database.url).await.unwrap(), keys());
    let mut tx = store.begin().await.unwrap();
    let claimed = store.claim(&mut tx, Pick::Oldest(256), Clock::System.now()).await.unwrap();
    let mut losses: Vec<Loss> = claimed
        .into_iter()
        .filter_map(|claimed| match claimed.stimulus.unwrap() {
            Stimulus::Undelivered { loss, .. } => Some(loss),
            _ => None,
        })
        .collect();
    losses.sort_by_key(|loss| *loss == Loss::Late);
    assert_eq!(losses, [Loss::Refused, Loss::Late], "thousands of invitations are no news one by one");
    tx.rollback().await.unwrap();
    house.close().await;
}

#[tokio::test]
async fn what_was_on_its_way_in_a_stopped_house_is_sent_by_the_next() {
    let ground = Ground::new("way-sent");
    let (house, ..) = an_answer_on_its_way(&ground).await;
    let database = fresh().await;
    let (well, said) = restored(&ground, &database.url, &["--send-waiting"]);
    assert!(well && said.contains("1 messages wait and are sent"), "{said}");
    let pool = PgPool::connect(&database.url).await.unwrap();
    let (ready, failed, _) = states(&pool).await;
    assert_eq!((ready, failed), (1, 0));
    house.close().await;
}
