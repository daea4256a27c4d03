//! Law 11: whoever holds a copy of the database holds no words, names, numbers, chat ids, PINs or tokens.

use std::process::Command;

use prag::{phrases::Phrase, staff::Role};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgConnectOptions};

use super::silent::{Traces, a_whole_day};
use crate::stage::house::House;

/// Every value of every column of every table, with where it stands.
async fn everything(pool: &PgPool) -> Vec<(String, Vec<u8>)> {
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "select table_name::text, column_name::text, udt_name::text from information_schema.columns
          where table_schema = 'public' order by 1, 2",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut found = Vec::new();
    for (table, column, kind) in columns {
        let value = if kind == "bytea" {
            format!("\"{column}\"")
        } else {
            format!("convert_to(\"{column}\"::text, 'UTF8')")
        };
        let select = format!("select {value} from \"{table}\" where \"{column}\" is not null");
        let values: Vec<Vec<u8>> = sqlx::query_scalar(AssertSqlSafe(select)).fetch_all(pool).await.unwrap();
        found.extend(values.into_iter().map(|value| (format!("{table}.{column}"), value)));
    }
    found
}

fn holds(value: &[u8], part: &[u8]) -> bool {
    value.windows(part.len()).any(|window| window == part)
}

/// A dump of the whole database as text, if the program for it is installed.
fn dump(url: &str) -> Option<String> {
    let options: PgConnectOptions = url.parse().expect("an address");
    let host =
        options.get_socket().map_or(options.get_host().to_owned(), |socket| socket.display().to_string());
    let mut program = Command::new("pg_dump");
    program.args(["--host", &host, "--port", &options.get_port().to_string()]).args([
        "--username",
        options.get_username(),
        "--dbname",
        options.get_database()?,
    ]);
    let done = program.output().ok()?;
    // A dumper older than the server refuses to work.
    done.status.success().then(|| String::from_utf8(done.stdout).expect("a dump is text"))
}

#[tokio::test]
async fn a_copy_of_the_database_tells_nothing() {
    let house = House::open().await;
    let traces = a_whole_day(&house).await;
    let rows = everything(&house.database.pool).await;
    let tables: std::collections::HashSet<_> =
        rows.iter().filter_map(|(place, _)| place.split('.').next()).collect();
    for table in ["cases", "case_entries", "contacts", "events", "inbox", "outbox", "staff", "announcements"]
    {
        assert!(tables.contains(table), "the day left nothing in {table}");
    }
    for (place, value) in &rows {
        for trace in &traces.words {
            assert!(!holds(value, trace.as_bytes()), "{place} holds {trace:?} in plain");
            let utf16: Vec<u8> = trace.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(!holds(value, &utf16), "{place} holds {trace:?} in plain");
        }
        // Four digits stand in any time or random bytes by chance; alone in a column they are a PIN.
        assert!(!traces.pins.iter().any(|pin| value == pin.as_bytes()), "{place} holds a PIN");
    }
    let Some(dump) = dump(&house.database.url) else { return house.close().await };
    assert!(dump.contains("COPY public.inbox"), "the dump holds the rows");
    for trace in &traces.words {
        assert!(!dump.contains(trace.as_str()), "the dump holds {trace:?}");
        let bytes = hex::encode(trace.as_bytes());
        assert!(!dump.contains(&bytes), "the dump holds {trace:?} in hexadecimal");
    }
    house.close().await;
}

#[tokio::test]
async fn the_search_finds_what_is_there() {
    let house = House::open().await;
    let Traces { words, .. } = Traces::default();
    assert_eq!(words, [""; 0]);
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    coordinator.writes("/help").await;
    coordinator.hears(&Phrase::StaffHelp).await;
    sqlx::query("update staff set partner = 'Drita of Gjilan'").execute(&house.database.pool).await.unwrap();
    let rows = everything(&house.database.pool).await;
    let found: Vec<_> =
        rows.iter().filter(|(_, value)| holds(value, b"Drita")).map(|(place, _)| place).collect();
    assert_eq!(found, ["staff.partner"]);
    house.close().await;
}
