//! Playing the script that pg_restore writes into a transaction of ours: SQL is run, rows are streamed. psql would do the
//! same, but not in one transaction with what comes after; and a script that is cut short must never be committed.

use anyhow::{Context, Result, bail};
use sqlx::{AssertSqlSafe, PgConnection};
use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// Bytes of rows that are sent at once.
const PAGE: usize = 64 * 1024;

/// Plays a script to its end.
pub(super) async fn play(into: &mut PgConnection, mut script: impl AsyncBufRead + Unpin) -> Result<()> {
    let (mut sql, mut line) = (Vec::new(), Vec::new());
    while read_line(&mut script, &mut line).await? {
        match kind(&line) {
            Kind::Sql => sql.extend_from_slice(&line),
            Kind::Foreign => {}
            Kind::Rows => {
                run(into, &mut sql).await?;
                copy(into, &line, &mut script).await?;
            }
        }
    }
    run(into, &mut sql).await
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Sql,
    /// The rows of a table follow.
    Rows,
    /// For psql, or for a newer server.
    Foreign,
}

fn kind(line: &[u8]) -> Kind {
    if line.starts_with(b"COPY ") && line.ends_with(b" FROM stdin;\n") {
        Kind::Rows
    } else if line.starts_with(b"\\") || line.starts_with(b"SET transaction_timeout ") {
        Kind::Foreign // \restrict is an order to psql; the timeout is new in 17, and no older server knows it
    } else {
        Kind::Sql
    }
}

async fn read_line(script: &mut (impl AsyncBufRead + Unpin), line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    Ok(script.read_until(b'\n', line).await.context("the backup cannot be read")? > 0)
}

async fn run(into: &mut PgConnection, sql: &mut Vec<u8>) -> Result<()> {
    let statements = String::from_utf8(std::mem::take(sql)).context("the backup is not text in UTF-8")?;
    sqlx::raw_sql(AssertSqlSafe(statements))
        .execute(into)
        .await
        .context("the database does not take the backup")?;
    Ok(())
}

async fn copy(
    into: &mut PgConnection,
    statement: &[u8],
    script: &mut (impl AsyncBufRead + Unpin),
) -> Result<()> {
    let statement = String::from_utf8_lossy(statement).into_owned();
    let refused = "the database does not take the rows of the backup";
    let mut rows = into.copy_in_raw(&statement).await.context(refused)?;
    let (mut page, mut line) = (Vec::with_capacity(PAGE), Vec::new());
    loop {
        if !read_line(script, &mut line).await? {
            rows.abort("the backup ends here").await.context(refused)?;
            bail!("the backup ends in the middle of a table");
        }
        let last = line == b"\\.\n";
        if !last {
            page.extend_from_slice(&line);
        }
        if last || page.len() >= PAGE {
            rows.send(page.as_slice()).await.context(refused)?;
            page.clear();
        }
        if last {
            rows.finish().await.context(refused)?;
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_known() {
        assert_eq!(kind(b"COPY public.inbox (seq, key) FROM stdin;\n"), Kind::Rows);
        assert_eq!(kind(b"\\restrict NfEfrUvmscMNyn0n3Av9ew0vvDYbknKF\n"), Kind::Foreign);
        assert_eq!(kind(b"SET transaction_timeout = 0;\n"), Kind::Foreign);
        for sql in ["SET lock_timeout = 0;\n", "-- COPY\n", "\n", "CREATE TABLE public.copy (\n", "COPYING\n"]
        {
            assert_eq!(kind(sql.as_bytes()), Kind::Sql, "{sql}");
        }
    }
}
