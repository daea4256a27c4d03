//! A restore: into a fresh database, in one transaction with the newer migrations, the trial of the keys, and the settling
//! of what was on its way. Either all of that is there afterwards, or nothing.

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context, Result, bail, ensure};
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, PgConnection, migrate::MigrateError};

use super::{MIGRATIONS_TABLE, Waiting, is_ours, script};
use crate::{
    clock::{Chance, Clock},
    cluster::Clients,
    config::{Config, Database},
    opening::{self, Home},
    serve,
    store::{MIGRATIONS, Store, Tx, restored::Fit, sealed::Keys},
};

/// Tables that a `prag serve` fills to which nobody ever wrote.
const OF_THE_HOUSE: [&str; 4] = [MIGRATIONS_TABLE, "alarms", "paces", "sightings"];

/// Makes the fresh database of the settings the one that was backed up into a file, and says what was done.
///
/// # Errors
/// With the remedy; then nothing was restored.
pub async fn restore(config: &Config, file: &Path, waiting: Waiting) -> Result<String> {
    let file = std::path::absolute(file).context("FILE is no path")?;
    ensure!(fs::metadata(&file).is_ok_and(|found| found.is_file()), "there is no file {}", file.display());
    let keys = keys(config)?;
    let home = serve::home(config).await?;
    let restored = restore_into(&home, config, &file, keys, waiting).await;
    let closed = home.close().await;
    let said = restored?;
    closed?;
    Ok(said)
}

async fn restore_into(
    home: &Home,
    config: &Config,
    file: &Path,
    keys: Keys,
    waiting: Waiting,
) -> Result<String> {
    let server = opening::server_version(&home.pool).await?;
    let clients = Clients::find(config.pg_bin.as_deref(), server.unsigned_abs())?;
    is_ours(&clients.list(file).await?, file)?;
    let store = Store::new(home.pool.clone(), Arc::new(keys));
    let mut tx = store.begin().await?;
    make_room(&mut tx, config).await?;

    let mut script = clients.script(file)?;
    let played = script::play(&mut tx, &mut script.text).await;
    // Why the script ended early is known to whoever wrote it.
    script.ended().await?;
    played?;
    sqlx::raw_sql("reset all").execute(&mut *tx).await?; // the script has settings of its own
    match MIGRATIONS.run(&mut *tx).await {
        Err(MigrateError::VersionMissing(_)) => {
            bail!("the backup was made by a newer Prag; restore it with that one")
        }
        migrated => migrated.context("the restored schema cannot be brought up to date")?,
    }
    fit(store.try_keys(&mut tx).await?)?;
    let said = settle(&store, &mut tx, waiting).await?;
    tx.commit().await.context("the database does not keep what was restored")?;
    Ok(format!("restored {}; {said}", file.display()))
}

/// The keys of the settings. None are made: new ones would open nothing.
fn keys(config: &Config) -> Result<Keys> {
    match (&config.keys, &config.database) {
        (Some(text), _) => Ok(Keys::parse(text.expose_secret())?),
        (None, Database::Url(_)) => serve::keys(config, &Chance::System),
        (None, Database::Data(dir)) => {
            let file = opening::key_file(dir);
            let text = fs::read_to_string(&file).with_context(|| {
                format!(
                    "there are no keys; copy the key file of the backup to {}, or name it in PRAG_KEYS_FILE",
                    file.display()
                )
            })?;
            Keys::parse(&text).with_context(|| file.display().to_string())
        }
    }
}

/// Sees that the database is nobody's and empty, and takes empty tables of Prag's out of the way.
async fn make_room(tx: &mut PgConnection, config: &Config) -> Result<()> {
    let fresh = match &config.database {
        Database::Data(dir) => {
            format!("move {} away, or choose another directory with --data", dir.display())
        }
        Database::Url(_) => "make a fresh one (createdb NAME), and name it in DATABASE_URL".to_owned(),
    };
    let tables = sqlx::query_scalar!(
        r#"select quote_ident(tablename) as "name!" from pg_tables where schemaname = 'public' order by 1"#
    );
    let tables = tables.fetch_all(&mut *tx).await?;
    if tables.is_empty() {
        return Ok(());
    }
    ensure!(is_prags(tx, &tables).await?, "the database holds tables that are not Prag's; {fresh}");
    let all = tables.iter().map(|table| format!("public.{table}")).collect::<Vec<_>>().join(", ");
    // Whoever serves it would otherwise keep an arrival in a table that is about to go.
    let lock = AssertSqlSafe(format!("lock table {all} in access exclusive mode"));
    sqlx::raw_sql(lock).execute(&mut *tx).await?;
    for table in tables.iter().filter(|table| !OF_THE_HOUSE.contains(&table.as_str())) {
        let used = AssertSqlSafe(format!("select exists (select from public.{table})"));
        ensure!(
            !sqlx::query_scalar::<_, bool>(used).fetch_one(&mut *tx).await?,
            "the database is in use, {table} has rows: nothing was restored; {fresh}"
        );
    }
    sqlx::raw_sql(AssertSqlSafe(format!("drop table {all} cascade"))).execute(&mut *tx).await?;
    Ok(())
}

/// Whether every migration that was applied here is one of ours.
async fn is_prags(tx: &mut PgConnection, tables: &[String]) -> Result<bool> {
    if !tables.iter().any(|table| table == MIGRATIONS_TABLE) {
        return Ok(false);
    }
    let applied: Vec<i64> =
        sqlx::query_scalar!("select version from _sqlx_migrations").fetch_all(&mut *tx).await?;
    Ok(applied.into_iter().all(|version| MIGRATIONS.version_exists(version)))
}

fn fit(keys: Fit) -> Result<()> {
    match keys {
        Fit::Well => Ok(()),
        Fit::Missing(ids) => bail!(
            "the key file lacks keys that sealed this backup, with the ids {}; put their lines back, below the others: \
             nothing was restored. (The id of a key: printf %s NAME | sha256sum | cut -c 1-8)",
            ids.join(", ")
        ),
        Fit::Others => bail!(
            "the keys have the names of those that sealed this backup, but do not open it; find the key file of that \
             time: nothing was restored"
        ),
        Fit::OtherLookUp => bail!(
            "the last line of the key file is not the one under which people are found again; put the oldest key last: \
             nothing was restored"
        ),
    }
}

async fn settle(store: &Store, tx: &mut Tx, waiting: Waiting) -> Result<String> {
    Ok(match waiting {
        Waiting::Send => match store.ready(tx).await? {
            0 => "no message waits".to_owned(),
            n => format!("{n} messages wait and are sent when `prag serve` starts"),
        },
        Waiting::Settle => {
            let now = Clock::System.now();
            match store.settle_restored(tx, now, &mut Chance::System.dice()).await? {
                0 => "no message was on its way".to_owned(),
                n => format!(
                    "{n} messages were on their way and may have been sent since: they are not sent again, and colleagues \
                     are told; see `prag outbox lost` too"
                ),
            }
        }
    })
}
