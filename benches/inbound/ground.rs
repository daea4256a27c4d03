//! The cluster of this run, and pgbench on it: the five statements that a gateway cannot do without, one transaction for
//! each arrival, prepared, 32 clients.

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use prag::cluster::{Cluster, Kind, Programs};
use sqlx::{ConnectOptions, PgPool, postgres::PgPoolOptions};
use tokio::{process::Command, time::Instant};

use crate::house::House;

const SECONDS: &str = "3";

/// A durable cluster with one database for Prag and one for pgbench.
pub struct Ground {
    cluster: Cluster,
    dir: PathBuf,
    pgbench: PathBuf,
    /// Prag's database, for looking on.
    pub prag: PgPool,
}

impl Ground {
    /// Makes the cluster; fsync and synchronous commit are on.
    pub async fn lay() -> Result<Self> {
        let dir = std::env::temp_dir().join(format!("prag-bench-{}", std::process::id()));
        let programs = Programs::find(None)?;
        let pgbench = programs.beside("pgbench").unwrap_or_else(|| "pgbench".into());
        let place = dir.clone();
        let cluster =
            tokio::task::spawn_blocking(move || Cluster::start(&place, Kind::Durable, &programs)).await??;
        let admin = PgPool::connect_with(cluster.options("postgres")).await?;
        sqlx::raw_sql("create database prag").execute(&admin).await?;
        sqlx::raw_sql("create database peer").execute(&admin).await?;
        let safe: String =
            sqlx::query_scalar("select current_setting('fsync') || current_setting('synchronous_commit')")
                .fetch_one(&admin)
                .await?;
        ensure!(safe == "onon", "the cluster is not durable");
        let peer = PgPool::connect_with(cluster.options("peer")).await?;
        sqlx::raw_sql(include_str!("peer.sql")).execute(&peer).await?;
        sqlx::raw_sql("vacuum analyze").execute(&peer).await?;
        peer.close().await;
        admin.close().await;
        std::fs::write(dir.join("five_statements.sql"), include_str!("five_statements.sql"))?;
        let prag = PgPoolOptions::new().max_connections(1).connect_lazy_with(cluster.options("prag"));
        Ok(Self { cluster, dir, pgbench, prag })
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        self.cluster.options(database).to_url_lossy().into()
    }

    /// Transactions per second.
    pub async fn pgbench(&self) -> Result<f64> {
        let options = self.cluster.options("peer");
        let socket = options.get_socket().context("the cluster has a socket")?;
        let done = Command::new(&self.pgbench)
            .args(["-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", SECONDS, "-f"])
            .arg(self.dir.join("five_statements.sql"))
            .args(["-p", "5432", "-U", "prag", "-h"])
            .arg(socket)
            .arg("peer")
            .stderr(Stdio::piped())
            .output()
            .await
            .context("pgbench is not there; it comes with PostgreSQL's packages")?;
        let said = String::from_utf8_lossy(&done.stdout);
        let tps = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        tps.with_context(|| format!("pgbench failed: {}", String::from_utf8_lossy(&done.stderr)))
    }

    /// Parcels that were ever written, and stimuli that nobody handled.
    pub async fn counts(&self) -> Result<(i64, i64)> {
        let counts = "select (select count(*) from outbox),
                             (select count(*) from inbox where state = 'aside')";
        Ok(sqlx::query_as(counts).fetch_one(&self.prag).await?)
    }

    /// Whether everything that came has been handled.
    pub async fn quiet(&self) -> Result<bool> {
        let waiting = "select not exists (select from inbox where state = 'waiting' and due_at <= now())";
        Ok(sqlx::query_scalar(waiting).fetch_one(&self.prag).await?)
    }

    /// How long `prag serve` takes from its start until it answers.
    pub async fn reopening(&self) -> Result<Duration> {
        let began = Instant::now();
        let house = House::open(&self.url("prag")).await?;
        let took = house.opened - began;
        house.close().await?;
        Ok(took)
    }

    /// Stops the cluster and deletes it.
    pub async fn clear(self) -> Result<()> {
        self.prag.close().await;
        tokio::task::spawn_blocking(move || self.cluster.stop()).await??;
        Ok(std::fs::remove_dir_all(&self.dir)?)
    }
}
