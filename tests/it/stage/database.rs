//! A database of its own for each test that needs one, copied from a migrated template: on a scratch cluster that all
//! test processes share, or on the server of `DATABASE_URL`, where it is dropped again (the template stays for the next run).

use prag::{
    cluster::{Cluster, Kind, Programs},
    store::MIGRATIONS,
};
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{os::unix::fs::MetadataExt, path::PathBuf, sync::OnceLock, thread};

/// Held while a template is made, by whichever process comes first.
const TEMPLATE_LOCK: i64 = 0x70_72_61_67;
/// Checkouts with different migrations work side by side.
const CHECKOUT: &[u8] = env!("CARGO_MANIFEST_DIR").as_bytes();
const NO_CREATEDB: &str = "the user of DATABASE_URL may not create databases, and every test needs one of its own: \
    run `alter role <that user> createdb` as a superuser, or unset DATABASE_URL to test on a private server";

/// A migrated, empty database that no other test sees.
pub struct TestDatabase {
    /// Connections of the test itself.
    pub pool: PgPool,
    /// For an app under test that opens its own.
    pub url: String,
    /// What to drop in the end, and how to connect for that.
    borrowed: Option<(String, PgConnectOptions)>,
}

/// Where the databases are made.
#[derive(Clone)]
struct Host {
    admin: PgConnectOptions,
    url: String,
    borrowed: bool,
}

impl TestDatabase {
    /// Makes the database; panics with a sentence that says what is missing.
    pub async fn new() -> TestDatabase {
        let host = tokio::task::spawn_blocking(Host::find).await.expect("no server for the tests");
        Self::on(&host).await
    }

    /// Makes a database without a single table, for tests of the migrations themselves.
    pub async fn empty() -> TestDatabase {
        let host = tokio::task::spawn_blocking(Host::find).await.expect("no server for the tests");
        let admin = host.join().await;
        Self::copied("template0", &host, admin).await
    }

    async fn on(host: &Host) -> TestDatabase {
        let mut admin = host.join().await;
        let template = template(host, &mut admin).await.expect("the migrations run");
        Self::copied(&template, host, admin).await
    }

    async fn copied(template: &str, host: &Host, mut admin: PgConnection) -> TestDatabase {
        let name = copy(template, &mut admin).await.expect("the template can be copied");
        admin.close().await.expect("a clean goodbye");

        let options = host.admin.clone().database(&name);
        let pool = PgPoolOptions::new().max_connections(5).connect_with(options).await.expect("a connection");
        // A later parameter wins over the name in the path.
        let url = format!("{}{}dbname={name}", host.url, if host.url.contains('?') { '&' } else { '?' });
        let borrowed = host.borrowed.then(|| (name, host.admin.clone()));
        TestDatabase { pool, url, borrowed }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((name, admin)) = self.borrowed.take() else { return };
        // The runtime of the test cannot be waited for from here; a small one on another thread can.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut admin = PgConnection::connect_with(&admin).await?;
                drop_database(&name, &mut admin).await?;
                admin.close().await
            })
        });
        let dropped = dropping.join().expect("the dropping thread");
        if !thread::panicking() {
            dropped.expect("the test's database is dropped");
        }
    }
}

impl Host {
    /// The server of `DATABASE_URL` if that is set, else the scratch server.
    fn find() -> Host {
        match told("DATABASE_URL") {
            Some(url) => Host {
                admin: url.parse().expect("DATABASE_URL is a postgres:// address"),
                url,
                borrowed: true,
            },
            None => Host::scratch(),
        }
    }

    /// A connection that may make databases.
    async fn join(&self) -> PgConnection {
        let mut admin =
            PgConnection::connect_with(&self.admin).await.expect("the server for the tests answers");
        let able = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user";
        let able: bool = sqlx::query_scalar(able).fetch_one(&mut admin).await.expect("the user has a role");
        assert!(able, "{NO_CREATEDB}");
        admin
    }

    /// The scratch server of this checkout and user, joined once per process.
    fn scratch() -> Host {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        let cluster = CLUSTER.get_or_init(|| {
            Cluster::start(&scratch_directory(), Kind::Scratch, &programs())
                .unwrap_or_else(|error| panic!("{error}"))
        });
        let admin = cluster.options("postgres");
        Host { url: admin.to_url_lossy().into(), admin, borrowed: false }
    }
}

/// PostgreSQL's programs as the person who runs the tests has them.
pub fn programs() -> Programs {
    let named = told("PRAG_PG_BIN").map(PathBuf::from);
    Programs::find(named.as_deref()).unwrap_or_else(|error| panic!("{error}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the person who runs the tests says where; config.rs is under test"
)]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Another user, checkout or choice of programs has another server.
fn scratch_directory() -> PathBuf {
    let user = std::fs::metadata("/proc/self").expect("this process").uid();
    let programs = told("PRAG_PG_BIN").unwrap_or_default();
    std::env::temp_dir().join(format!("prag-test-{user}-{}", digest([CHECKOUT, programs.as_bytes()])))
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sum = Sha256::new();
    parts.into_iter().for_each(|part| sum.update(part));
    hex::encode(&sum.finalize()[..6])
}

/// The name of the migrated template, which is made if there is none for these migrations yet.
async fn template(host: &Host, admin: &mut PgConnection) -> Result<String, sqlx::Error> {
    let ours = format!("prag_template_{}_", digest([CHECKOUT, host.admin.get_username().as_bytes()]));
    let template = format!("{ours}{}", digest(MIGRATIONS.iter().map(|migration| &*migration.checksum)));
    sqlx::query("select pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await?;
    let ready = "select exists (select from pg_database where datname = $1 and datistemplate)";
    let ready: bool = sqlx::query_scalar(ready).bind(&template).fetch_one(&mut *admin).await?;
    if !ready {
        // Those of older migrations, and one whose making was cut short.
        let old = "select datname from pg_database where starts_with(datname, $1)";
        let old: Vec<String> = sqlx::query_scalar(old).bind(&ours).fetch_all(&mut *admin).await?;
        for name in old {
            admin.execute(AssertSqlSafe(format!("alter database {name} is_template false"))).await?;
            drop_database(&name, admin).await?;
        }
        admin.execute(AssertSqlSafe(format!("create database {template}"))).await?;
        let mut inside = PgConnection::connect_with(&host.admin.clone().database(&template)).await?;
        MIGRATIONS.run(&mut inside).await?;
        inside.close().await?;
        let seal = format!("alter database {template} is_template true allow_connections false");
        admin.execute(AssertSqlSafe(seal)).await?;
    }
    sqlx::query("select pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await?;
    Ok(template)
}

async fn copy(template: &str, admin: &mut PgConnection) -> Result<String, sqlx::Error> {
    let name = "select 'prag_test_' || replace(gen_random_uuid()::text, '-', '')";
    let name: String = sqlx::query_scalar(name).fetch_one(&mut *admin).await?;
    // Without fsync, copying files is quicker than logging pages; version 14 knows no other way.
    let strategy = "select current_setting('server_version_num')::int >= 150000";
    let strategy: bool = sqlx::query_scalar(strategy).fetch_one(&mut *admin).await?;
    let strategy = if strategy { " strategy file_copy" } else { "" };
    admin.execute(AssertSqlSafe(format!("create database {name} template {template}{strategy}"))).await?;
    Ok(name)
}

async fn drop_database(name: &str, admin: &mut PgConnection) -> Result<(), sqlx::Error> {
    admin.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await.map(drop)
}

mod tests {
    use super::*;

    #[tokio::test]
    async fn every_test_has_a_migrated_database_of_its_own() {
        let (one, other) = tokio::join!(TestDatabase::new(), TestDatabase::new());
        one.pool.execute("create table mine (id bigint)").await.unwrap();
        let found: Option<String> =
            sqlx::query_scalar("select to_regclass('mine')::text").fetch_one(&other.pool).await.unwrap();
        assert_eq!(found, None);
        let applied: i64 =
            sqlx::query_scalar("select count(*) from _sqlx_migrations").fetch_one(&other.pool).await.unwrap();
        assert_eq!(applied, MIGRATIONS.iter().count() as i64);
        let mut app = PgConnection::connect(&one.url).await.unwrap();
        app.execute("insert into mine values (1)").await.expect("the address leads to the same database");
    }

    /// The scratch server as if somebody had named it in DATABASE_URL, with a role that has `right`.
    async fn lent(right: &str) -> Host {
        let host = tokio::task::spawn_blocking(Host::scratch).await.unwrap();
        let mut admin = PgConnection::connect_with(&host.admin).await.unwrap();
        let role = "select 'role_' || replace(gen_random_uuid()::text, '-', '')";
        let role: String = sqlx::query_scalar(role).fetch_one(&mut admin).await.unwrap();
        admin.execute(AssertSqlSafe(format!("create role {role} login {right}"))).await.unwrap();
        let admin = host.admin.username(&role);
        Host { url: admin.to_url_lossy().into(), admin, borrowed: true }
    }

    #[tokio::test]
    async fn nothing_but_the_template_stays_on_a_server_that_is_not_ours() {
        let host = lent("createdb").await;
        let database = TestDatabase::on(&host).await;
        let name = database.pool.connect_options().get_database().unwrap().to_owned();
        drop(database);
        let mut admin = PgConnection::connect_with(&host.admin).await.unwrap();
        let left =
            "select datname from pg_database where datdba = current_user::regrole and not datistemplate";
        let left: Vec<String> = sqlx::query_scalar(left).fetch_all(&mut admin).await.unwrap();
        assert!(left.is_empty(), "{name} was dropped, {left:?} were not");
    }

    #[tokio::test]
    #[should_panic(expected = "the user of DATABASE_URL may not create databases")]
    async fn a_user_without_the_right_to_make_databases_is_told_so() {
        TestDatabase::on(&lent("nocreatedb").await).await;
    }
}
