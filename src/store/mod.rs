//! Postgres: one file for each noun, batches everywhere, nothing decided.
//! Not here: what the rows mean to a conversation (`decide`), texts (`catalogue`), networks (`channels`).

pub mod alarms;
pub mod aside;
pub mod cases;
pub mod contacts;
pub mod events;
pub mod inbox;
pub mod leases;
pub mod losses;
mod news;
pub mod outbox;
mod receipts;
pub mod record;
pub mod referrals;
pub mod restored;
pub mod scenes;
pub mod sealed;
pub mod settling;
pub mod shift;
pub mod sightings;
pub mod staff;
pub mod waking;

use std::{borrow::Cow, sync::Arc, time::Duration};

use sqlx::{
    Connection, PgConnection, PgPool, Postgres, Transaction,
    migrate::{MigrateError, Migrator},
};
use tokio::{sync::watch, time::timeout};

use self::sealed::{Broken, Keys};

/// Every migration, embedded; one copy for the program and the tests.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a single question may take, such as whether anybody is there.
const MOMENT: Duration = Duration::from_secs(5);

/// A transaction; it never meets a carrier in one signature.
pub type Tx = Transaction<'static, Postgres>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Postgres said no, or is away.
    #[error("the database does not answer as it should")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("a migration failed")]
    Migration(#[from] MigrateError),
    /// A sealed value does not open.
    #[error(transparent)]
    Sealed(#[from] Broken),
    /// A row holds something that no version of Prag wrote.
    #[error("{table}.{column} holds a value that cannot be read")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
}

impl Error {
    /// Whether Postgres is away, out of means or crossed by somebody else's work, so that what was asked will do later.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
        match self.cause() {
            Some(Io(_) | PoolClosed | PoolTimedOut | Protocol(_) | Tls(_) | WorkerCrashed) => true,
            // SQLSTATE classes 08 connection, 40 rollback (a deadlock), 53 insufficient resources, 57 operator
            // intervention; 25006 is a server that only reads, after a failover
            Some(Database(error)) => among(error.code(), &["08", "25006", "40", "53", "57"]),
            _ => false,
        }
    }

    /// Whether Postgres will never take what it was given, whatever else it takes.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        use sqlx::Error::{Database, Encode};
        match self.cause() {
            Some(Encode(_)) => true,
            // SQLSTATE classes 22 data exception, 23 integrity constraint, 54 program limit exceeded
            Some(Database(error)) => among(error.code(), &["22", "23", "54"]),
            _ => false,
        }
    }

    fn cause(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Database(error)
            | Self::Migration(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                Some(error)
            }
            _ => None,
        }
    }
}

/// Whether a SQLSTATE begins with one of these.
fn among(code: Option<Cow<'_, str>>, classes: &[&str]) -> bool {
    code.is_some_and(|code| classes.iter().any(|class| code.starts_with(class)))
}

/// The house's memory.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    keys: Arc<Keys>,
    ropes: waking::Ropes,
    migrated: Arc<watch::Sender<bool>>,
    seen: sightings::Seen,
}

impl Store {
    /// A store over a pool of connections and the keys of the deployment.
    #[must_use]
    pub fn new(pool: PgPool, keys: Arc<Keys>) -> Self {
        let migrated = Arc::new(watch::Sender::new(false));
        Self { pool, keys, ropes: waking::Ropes::new(), migrated, seen: sightings::Seen::default() }
    }

    /// The pool, for listening and for health.
    #[must_use]
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The keys, for reading doors that compare hashes.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails or one that ran before was changed.
    pub async fn migrate(&self) -> Result<(), Error> {
        MIGRATIONS.run(&self.pool).await?;
        self.migrated.send_replace(true);
        Ok(())
    }

    /// Whether Postgres answers within a moment, on a connection of its own: one of the pool that hangs is lost to the
    /// pool until the network gives it up.
    pub async fn answers(&self) -> bool {
        let asked = async { PgConnection::connect_with(&self.pool.connect_options()).await?.ping().await };
        matches!(timeout(MOMENT, asked).await, Ok(Ok(())))
    }

    /// Asks Postgres for nothing but an answer, on a connection of the pool.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query!(r#"select 1 as "one!""#).fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Whether the schema was brought up to date, so that there is something to work on.
    #[must_use]
    pub fn is_migrated(&self) -> bool {
        *self.migrated.borrow()
    }

    /// Waits until the schema was brought up to date.
    pub async fn migrated(&self) {
        let mut migrated = self.migrated.subscribe();
        let _ = migrated.wait_for(|migrated| *migrated).await; // the sender lives as long as we do
    }

    /// Begins the one transaction of a batch.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn begin(&self) -> Result<Tx, Error> {
        Ok(self.pool.begin().await?)
    }
}

/// Turns a coded column into its value, or names the column.
fn read<T, E>(value: Result<T, E>, table: &'static str, column: &'static str) -> Result<T, Error> {
    value.map_err(|_| Error::Unreadable { table, column })
}
