//! Postgres: one file for each noun, batches everywhere, nothing decided.
//! Not here: what the rows mean to a conversation (`decide`), texts (`catalogue`), networks (`channels`).

pub mod alarms;
pub mod aside;
pub mod cases;
pub mod contacts;
pub mod events;
pub mod inbox;
pub mod outbox;
pub mod record;
pub mod referrals;
pub mod scenes;
pub mod sealed;
pub mod shift;
pub mod sightings;
pub mod staff;
pub mod waking;

use std::sync::Arc;

use sqlx::{PgPool, Postgres, Transaction, migrate::Migrator};

use self::sealed::{Broken, Keys};

/// Every migration, embedded; one copy for the program and the tests.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

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
    Migration(#[from] sqlx::migrate::MigrateError),
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
        match self {
            Self::Database(Io(_) | PoolClosed | PoolTimedOut | Protocol(_) | Tls(_) | WorkerCrashed) => true,
            // SQLSTATE classes 08 connection, 40 rollback (a deadlock), 53 insufficient resources, 57 operator
            // intervention; 25006 is a server that only reads, after a failover
            Self::Database(Database(error)) => error.code().is_some_and(|code| {
                ["08", "25006", "40", "53", "57"].iter().any(|class| code.starts_with(class))
            }),
            _ => false,
        }
    }
}

/// The house's memory.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    keys: Arc<Keys>,
    ropes: waking::Ropes,
    seen: sightings::Seen,
}

impl Store {
    /// A store over a pool of connections and the keys of the deployment.
    #[must_use]
    pub fn new(pool: PgPool, keys: Arc<Keys>) -> Self {
        Self { pool, keys, ropes: waking::Ropes::new(), seen: sightings::Seen::default() }
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
        Ok(MIGRATIONS.run(&self.pool).await?)
    }

    /// Asks Postgres for nothing but an answer.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn answers(&self) -> Result<(), Error> {
        sqlx::query!(r#"select 1 as "one!""#).fetch_one(&self.pool).await?;
        Ok(())
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
