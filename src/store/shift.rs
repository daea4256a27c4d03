//! A shift: work that one process does at a time, held by an advisory lock on a connection of its own.

use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::{Error, MOMENT, Store};

/// The advisory lock of whoever asks Telegram for updates; the number is arbitrary and stands nowhere else.
const POLLER: i64 = 0x7072_6167_706f_6c6c;

/// The right to ask Telegram for updates, for as long as its connection lives.
#[derive(Debug)]
pub struct Shift(PgConnection);

impl Store {
    /// Takes the shift, if nobody else has it and Postgres does not hang.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn take_shift(&self) -> Result<Option<Shift>, Error> {
        let taking = async {
            let mut connection = PgConnection::connect_with(&self.pool.connect_options()).await?;
            let held = sqlx::query_scalar!(r#"select pg_try_advisory_lock($1) as "held!""#, POLLER)
                .fetch_one(&mut connection)
                .await?;
            Ok(held.then_some(Shift(connection)))
        };
        timeout(MOMENT, taking).await.unwrap_or(Ok(None))
    }
}

impl Shift {
    /// Whether the shift is still ours: a lost connection means that somebody else may have it by now.
    pub async fn held(&mut self) -> bool {
        matches!(timeout(MOMENT, self.0.ping()).await, Ok(Ok(())))
    }
}
