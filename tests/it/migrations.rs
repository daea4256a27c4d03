//! The papers of the schema: each migration is applied onto rows of the one before, released files stay as they are, and
//! what came out is named, explained and sealed as the house wants it (law 11). Not here: what the rows mean (`store`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use chrono::NaiveDateTime;
use prag::store::MIGRATIONS;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Executor, PgPool};

use crate::stage::database::TestDatabase;

/// Text columns that hold no words of a person although no CHECK says which codes there are, and what they hold.
const CODED: &[(&str, &str)] = &[
    ("alarms.about", "the name of a line in the settings, or of a loop"),
    ("alarms.kind", "a kind of alarm; new kinds need no migration"),
    ("announcements.channel", "a kind of network, as in contacts"),
    ("announcements.language", "a language, as in contacts"),
    ("announcements.script", "a script, as in contacts"),
    ("case_entries.kind", "a kind of entry; new kinds need no migration"),
    ("cases.topic", "a code of data/topics.csv"),
    ("consents.language", "a language, as in contacts"),
    ("consents.script", "a script, as in contacts"),
    ("contacts.line", "the name of a line in the settings"),
    ("events.municipality", "a code of data/municipalities.csv"),
    ("inbox.reason", "one of the program's fixed words"),
    ("outbox.failure", "one of the program's fixed codes"),
    ("outbox.line", "the name of a line in the settings"),
    ("paces.line", "the name of a line in the settings"),
    ("sightings.line", "the name of a line in the settings"),
    ("staff.municipalities", "codes of data/municipalities.csv"),
    ("staff.partner", "the code of an organisation"),
    ("staff.topics", "codes of data/topics.csv"),
    ("subscriptions.municipality", "a code of data/municipalities.csv"),
];

/// Columns of bytes that are neither `words` nor a keyed hash by name, and what they hold.
const SEALED: &[(&str, &str)] = &[
    ("contacts.address", "a number or chat id, sealed for sending"),
    ("inbox.key", "a keyed hash"),
    ("outbox.provider_id", "a keyed hash"),
    ("staff.name", "a colleague's name, sealed"),
];

/// Tables that are many things under a singular name.
const COLLECTIVE: [&str; 3] = ["inbox", "outbox", "staff"];

const HOW_TO_ADD: &str = "a migration that a release has is never changed: write the next one, give it rows in \
    tests/migrations/<its name>, and list it with `cd migrations && sha256sum <its name> >> \
    ../tests/migrations/checksums.txt`; one that no release has yet may be changed, and its line with it";

fn checkout(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The SQL files of a folder, by name.
fn sql(folder: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(checkout(folder)).expect("a folder of the checkout");
    let paths = entries.map(|entry| entry.expect("an entry of the checkout").path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("plain names").to_owned();
            (name, fs::read_to_string(path).expect("a text file"))
        })
        .collect()
}

/// One column of what Postgres knows about itself.
async fn names(database: &TestDatabase, query: &'static str) -> BTreeSet<String> {
    let found: Vec<String> =
        sqlx::query_scalar(query).fetch_all(&database.pool).await.expect("the catalogue");
    found.into_iter().collect()
}

/// How many rows each table of ours has.
async fn rows(pool: &PgPool) -> BTreeMap<String, i64> {
    let tables = "select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> '_sqlx_migrations'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.expect("the catalogue");
    let mut counted = BTreeMap::new();
    for table in tables {
        let count = AssertSqlSafe(format!("select count(*) from {table}"));
        let count = sqlx::query_scalar(count).fetch_one(pool).await.expect("a table can be read");
        counted.insert(table, count);
    }
    counted
}

#[tokio::test]
async fn each_migration_is_applied_onto_rows_of_the_one_before() {
    let database = TestDatabase::empty().await;
    let pool = &database.pool;
    let mut samples = sql("tests/migrations");
    let mut before = BTreeMap::new();
    for migration in MIGRATIONS.iter() {
        let version = migration.version;
        MIGRATIONS.run_to(version, pool).await.unwrap_or_else(|error| panic!("{version}: {error}"));
        let name = format!("{version}_{}.sql", migration.description.replace(' ', "_"));
        let sample = samples.remove(&name).unwrap_or_else(|| panic!("tests/migrations/{name} is missing"));
        pool.execute(AssertSqlSafe(sample))
            .await
            .unwrap_or_else(|error| panic!("tests/migrations/{name}: {error}"));
        let after = rows(pool).await;
        for (table, count) in before {
            assert!(after.get(&table) >= Some(&count), "{name} loses rows of {table}");
        }
        before = after;
    }
    assert!(samples.is_empty(), "samples without a migration: {:?}", samples.keys());
    let empty: Vec<_> = before.iter().filter(|(_, count)| **count == 0).map(|(table, _)| table).collect();
    assert!(empty.is_empty(), "no sample has rows for {empty:?}");
    MIGRATIONS.run(pool).await.expect("nothing is left to do");
}

#[test]
fn released_migrations_stay_as_they_are() {
    let list = fs::read_to_string(checkout("tests/migrations/checksums.txt")).expect("the list of checksums");
    let listed: Vec<(&str, &str)> = list
        .lines()
        .map(|line| {
            line.split_once("  ").unwrap_or_else(|| panic!("checksums.txt: {line:?} is no line of sha256sum"))
        })
        .collect();
    let files = sql("migrations");
    for (sum, name) in &listed {
        let file = files.get(*name).unwrap_or_else(|| panic!("migrations/{name} is gone; {HOW_TO_ADD}"));
        assert_eq!(hex::encode(Sha256::digest(file)), *sum, "migrations/{name} was changed; {HOW_TO_ADD}");
    }
    for name in files.keys() {
        assert!(
            listed.iter().any(|(_, listed)| listed == name),
            "migrations/{name} is not listed; {HOW_TO_ADD}"
        );
    }
    // New ones come last: a database that has the others applies them in this order.
    assert!(
        listed.is_sorted_by(|(_, one), (_, next)| one < next),
        "checksums.txt is not in order of versions"
    );
}

#[test]
fn a_migration_is_named_for_its_time_and_what_it_adds() {
    let files = sql("migrations");
    assert_eq!(files.len(), MIGRATIONS.iter().count(), "what is embedded is what is in the folder");
    for name in files.keys() {
        let (version, what) =
            name.strip_suffix(".sql").and_then(|stem| stem.split_once('_')).expect("two parts");
        let time = NaiveDateTime::parse_from_str(version, "%Y%m%d%H%M%S");
        assert!(version.len() == 14 && time.is_ok(), "{name} does not begin with YYYYMMDDHHMMSS");
        assert!(what.chars().all(|c| c == '_' || c.is_ascii_lowercase()), "{name} does not say what it adds");
        assert!(files[name].starts_with("-- "), "{name} does not open with its thought");
    }
}

#[tokio::test]
async fn every_table_and_column_is_explained() {
    let database = TestDatabase::new().await;
    let silent = "
        select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
            and relname <> '_sqlx_migrations' and obj_description(oid, 'pg_class') is null
        union all
        select relname || '.' || attname from pg_class join pg_attribute on attrelid = pg_class.oid
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
            and relname <> '_sqlx_migrations' and attnum > 0 and not attisdropped and attname <> 'id'
            and col_description(attrelid, attnum) is null";
    let silent = names(&database, silent).await;
    assert!(silent.is_empty(), "say in a `comment on` what these mean to a caseworker: {silent:?}");
}

/// A column of ours.
#[derive(sqlx::FromRow)]
struct Column {
    table: String,
    column: String,
    kind: String,
    listed: bool,
}

impl Column {
    fn name(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }
}

/// Every column with its type, and whether a CHECK lists its values or their form.
async fn columns(database: &TestDatabase) -> Vec<Column> {
    let query = r#"
        select c.table_name::text as "table", column_name::text as "column",
            case data_type when 'ARRAY' then substr(udt_name, 2) || '[]' else data_type::text end as kind,
            exists (
                select from pg_constraint
                where conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and contype = 'c'
                    and conkey = array[c.ordinal_position]::int2[]
                    and pg_get_constraintdef(oid) ~ ('\m' || column_name || '\M.{0,3} (=|~) ')
            ) as listed
        from information_schema.columns c
        where c.table_schema = 'public' and c.table_name <> '_sqlx_migrations'"#;
    sqlx::query_as(query).fetch_all(&database.pool).await.expect("the catalogue")
}

#[tokio::test]
async fn what_a_person_wrote_can_only_stand_in_sealed_columns() {
    let database = TestDatabase::new().await;
    let columns = columns(&database).await;
    let (mut coded, mut sealed) = (BTreeSet::new(), BTreeSet::new());
    for column in &columns {
        let name = column.name();
        match column.kind.as_str() {
            "bigint" | "integer" | "boolean" | "date" | "timestamp with time zone" | "uuid" | "uuid[]" => {}
            "bytea" if column.column == "words" || column.column.ends_with("_hash") => {}
            "bytea" => drop(sealed.insert(name)),
            "text" | "text[]" if column.column != "words" && column.listed => {}
            "text" | "text[]" if column.column != "words" => drop(coded.insert(name)),
            kind => panic!("{name} is {kind}: words are sealed bytes; codes are text with a CHECK"),
        }
    }
    let differ = |found: BTreeSet<String>, list: &[(&str, &str)]| -> Vec<String> {
        let said = list.iter().map(|(name, _)| (*name).to_owned()).collect();
        found.symmetric_difference(&said).cloned().collect()
    };
    let (coded, sealed) = (differ(coded, CODED), differ(sealed, SEALED));
    assert!(coded.is_empty(), "CODED and the text columns without a CHECK differ by {coded:?}");
    assert!(sealed.is_empty(), "SEALED and the bytes that are not named words differ by {sealed:?}");
    assert!(columns.iter().any(|column| column.column == "words"), "the walk has seen the columns");
}

#[tokio::test]
async fn tables_are_plural_columns_singular_and_times_say_so() {
    let database = TestDatabase::new().await;
    for column in columns(&database).await {
        let (name, kind) = (column.name(), column.kind.as_str());
        let plural = column.table.ends_with('s') || COLLECTIVE.contains(&column.table.as_str());
        assert!(plural, "{name}: tables are plural");
        let many = kind.ends_with("[]") || kind == "integer" || column.column == "words";
        let singular = !column.column.ends_with('s') || column.column.ends_with("ss");
        assert!(singular || many, "{name}: columns are singular, but for arrays and counts");
        let is_moment = kind == "timestamp with time zone";
        let moment = ["_at", "_until", "_after"].iter().any(|end| column.column.ends_with(end));
        assert_eq!(
            is_moment, moment,
            "{name} is {kind}: `..._at timestamptz` is a moment, and nothing else is"
        );
        assert_eq!(kind == "date", column.column.ends_with("_on"), "{name} is {kind}: `..._on` is a day");
        let reference = column.column.ends_with("_id") && column.column != "provider_id";
        assert!(!reference || kind == "uuid", "{name} is {kind}: `..._id` points to a row");
    }
}

#[tokio::test]
async fn every_constraint_and_index_has_a_name_somebody_gave_it() {
    let database = TestDatabase::new().await;
    // Primary keys and identities are named after their table, which says all there is; NOT NULL is said by the column.
    let given = "
        select conrelid::regclass || ' ' || conname from pg_constraint
        where connamespace = 'public'::regnamespace and contype not in ('p', 'n', 't')
        union all
        select indrelid::regclass || ' ' || indexrelid::regclass from pg_index join pg_class on pg_class.oid = indexrelid
        where relnamespace = 'public'::regnamespace and not indisprimary
        union all
        select tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal";
    let given = names(&database, given).await;
    assert!(given.len() > 20, "the walk has seen the constraints");
    for name in given.iter().filter(|name| !name.starts_with("_sqlx_migrations")) {
        let (table, name) = name.split_once(' ').expect("two parts");
        let own = name.strip_prefix(table).and_then(|rest| rest.strip_prefix('_'));
        let own = own.unwrap_or_else(|| panic!("{name} does not begin with its table, {table}"));
        let stem = own.trim_end_matches(|c: char| c.is_ascii_digit());
        // What Postgres calls things when nobody does: the columns, then what it is.
        let nameless = ["_check", "_fkey", "_key", "_idx", "_excl"].iter().any(|end| stem.ends_with(end));
        assert!(
            !nameless && stem != "check",
            "{name} on {table}: `constraint` and `index` take a name that says what for"
        );
    }
}
