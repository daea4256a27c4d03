//! Opening the house: the database, the keys, the socket. Everything that can be in the way is one clear sentence with its
//! remedy. Not here: wiring (`app`), reading settings (`config`).

use std::{
    fs,
    io::{ErrorKind, Write},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};

use crate::{
    cluster::{self, Cluster, Kind, Programs},
    ids::Dice,
    spool::{Limits, Spool},
    store::{self, Store, sealed::Keys},
};

/// The database in a private cluster.
const DATABASE: &str = "prag";
/// Connections of one process: reception, delivery, doors and health each need one or two at a time.
const CONNECTIONS: u32 = 12;
/// How long a loop waits for a connection before it says that the database is away.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before a database that was away is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// How long when somebody has to do something first.
const AGAIN_AFTER_WRONG: Duration = Duration::from_secs(30);
/// The oldest PostgreSQL that Prag works with.
const OLDEST: i32 = 14;

/// A database that is open, private or somebody else's.
pub struct Home {
    /// Connections to it.
    pub pool: PgPool,
    cluster: Option<Cluster>,
}

impl Home {
    /// A private cluster in this directory, made if there is none.
    ///
    /// # Errors
    /// With the remedy: no PostgreSQL programs, too old, another Prag in the directory.
    pub async fn in_directory(dir: &Path, programs: Option<PathBuf>) -> Result<Self> {
        Self::of_cluster(dir, programs, |dir, programs| Cluster::start(dir, Kind::Durable, programs)).await
    }

    /// The same for a short errand, beside a Prag that may be running in the directory.
    ///
    /// # Errors
    /// With the remedy: no PostgreSQL programs, too old.
    pub async fn visiting(dir: &Path, programs: Option<PathBuf>) -> Result<Self> {
        Self::of_cluster(dir, programs, Cluster::visit).await
    }

    async fn of_cluster(
        dir: &Path,
        programs: Option<PathBuf>,
        enter: fn(&Path, &Programs) -> Result<Cluster, cluster::Error>,
    ) -> Result<Self> {
        let dir = dir.to_owned();
        let cluster = tokio::task::spawn_blocking(move || {
            let programs = Programs::find(programs.as_deref())?;
            enter(&dir, &programs)
        })
        .await
        .context("the thread that starts PostgreSQL ended early")??;
        let maintenance =
            PgPoolOptions::new().max_connections(1).connect_with(cluster.options("postgres")).await?;
        let there = sqlx::query_scalar!(
            r#"select exists (select from pg_database where datname = $1) as "there!""#,
            DATABASE
        )
        .fetch_one(&maintenance)
        .await?;
        if !there {
            sqlx::raw_sql("create database prag").execute(&maintenance).await?;
        }
        maintenance.close().await;
        let pool = pool().connect_with(cluster.options(DATABASE)).await?;
        Ok(Self { pool, cluster: Some(cluster) })
    }

    /// Somebody else's server, whether it answers or not.
    ///
    /// # Errors
    /// With the remedy, when its address cannot be read.
    pub fn named(url: &SecretString) -> Result<Self> {
        let Ok(options) = url.expose_secret().parse() else {
            bail!("DATABASE_URL cannot be read; write it as postgres://user:password@host/database");
        };
        Ok(Self { pool: pool().connect_lazy_with(options), cluster: None })
    }

    /// Somebody else's server, for an errand that cannot be done without it.
    ///
    /// # Errors
    /// With the remedy: not reached, refused, too old.
    pub async fn at(url: &SecretString) -> Result<Self> {
        let home = Self::named(url)?;
        greet(&home.pool).await?;
        Ok(home)
    }

    /// Closes the connections, and stops the cluster if it is ours.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn close(self) -> Result<()> {
        // One that hangs is not waited for; the server rolls back what it was doing.
        let _ = timeout(PATIENCE, self.pool.close()).await;
        if let Some(cluster) = self.cluster {
            tokio::task::spawn_blocking(move || cluster.stop())
                .await
                .context("the thread that stops PostgreSQL ended early")??;
        }
        Ok(())
    }
}

/// Why a database cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub enum Closed {
    /// It may come back by itself.
    #[error("no database server answers at DATABASE_URL; start it, or correct host and port")]
    Away,
    /// Somebody has to do something.
    #[error("{0:#}")]
    Wrong(anyhow::Error),
}

/// Brings the schema of a database up to date, so that the loops can begin.
///
/// # Errors
/// When it is away, or not one that Prag can work on.
pub async fn open(store: &Store) -> Result<(), Closed> {
    greet(store.pool()).await?;
    store.migrate().await.map_err(|error| {
        if error.is_outage() {
            return Closed::Away;
        }
        Closed::Wrong(anyhow::Error::from(error).context("the database schema cannot be brought up to date"))
    })
}

/// Tries to open a database that was away, until it is open.
pub async fn open_at_last(store: Store) {
    loop {
        match open(&store).await {
            Ok(()) => return tracing::info!("the database is there, and everything begins"),
            Err(Closed::Away) => sleep(AGAIN).await,
            Err(wrong) => {
                tracing::error!(%wrong, "the database is there, but cannot be worked on; arrivals wait in the spool");
                sleep(AGAIN_AFTER_WRONG).await;
            }
        }
    }
}

/// Whether a server answers and is new enough.
async fn greet(pool: &PgPool) -> Result<(), Closed> {
    let version = match timeout(PATIENCE * 2, version_of(pool)).await {
        Ok(Ok(version)) => version,
        Ok(Err(error)) => return Err(closed(error)),
        Err(_) => return Err(Closed::Away),
    };
    if version < OLDEST {
        return Err(Closed::Wrong(anyhow!(
            "the database server is PostgreSQL {version}; Prag needs {OLDEST} or newer: upgrade the server"
        )));
    }
    Ok(())
}

fn closed(error: sqlx::Error) -> Closed {
    let error = store::Error::from(error);
    match &error {
        _ if error.is_outage() => Closed::Away,
        store::Error::Database(sqlx::Error::Database(refusal)) => Closed::Wrong(anyhow!(
            "the database server refuses: {}; check user, password and database in DATABASE_URL",
            refusal.message()
        )),
        _ => Closed::Wrong(anyhow::Error::from(error).context("the database cannot be used")),
    }
}

/// The major version of a server.
///
/// # Errors
/// When it does not answer.
pub async fn server_version(pool: &PgPool) -> Result<i32> {
    version_of(pool).await.context("the database does not tell its version")
}

async fn version_of(pool: &PgPool) -> Result<i32, sqlx::Error> {
    let number = sqlx::query_scalar!(r#"select current_setting('server_version_num')::int as "number!""#)
        .fetch_one(pool)
        .await?;
    Ok(number / 10_000)
}

fn pool() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE)
}

/// The spool in a directory.
///
/// # Errors
/// With the remedy, when nothing can be written there.
pub async fn spool(dir: &Path, limits: Limits) -> Result<Spool> {
    let dir = dir.to_owned();
    tokio::task::spawn_blocking(move || {
        Spool::open(&dir, limits).with_context(|| {
            format!(
                "arrivals cannot wait in {} while the database is away; name a directory that prag may write to in \
                 PRAG_SPOOL_DIR",
                dir.display()
            )
        })
    })
    .await
    .context("the thread that opens the spool ended early")?
}

/// The key file of a private data directory.
#[must_use]
pub fn key_file(dir: &Path) -> PathBuf {
    dir.join("keys")
}

/// The keys in a data directory, made if there are none; only their owner can read them.
///
/// # Errors
/// When they cannot be read or written, or are no keys.
pub fn keys_in(dir: &Path, dice: &mut Dice) -> Result<Keys> {
    let file = key_file(dir);
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
    match made {
        Ok(mut new) => {
            // Written whole before anything is sealed: a half-written key file would be found at the next start.
            writeln!(new, "{}", Keys::new_line("first", dice))
                .and_then(|()| new.sync_all())
                .with_context(|| format!("{} cannot be written", file.display()))?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(|| format!("{} cannot be made", file.display())),
    }
    let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    Keys::parse(&text).with_context(|| file.display().to_string())
}

/// A socket to listen on.
///
/// # Errors
/// With the remedy when the port is taken or not ours to take.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "{address} is in use; stop what listens there, or choose another address with --listen HOST:PORT"
        ),
        Err(error) => Err(error).with_context(|| {
            format!("nothing can listen on {address}; choose another address with --listen HOST:PORT")
        }),
    }
}

/// A secret of 128 bits, as text.
#[must_use]
pub fn secret(dice: &mut Dice) -> String {
    let mut bytes = [0; 16];
    dice.fill(&mut bytes);
    hex::encode(bytes)
}
