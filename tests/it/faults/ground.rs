//! A durable PostgreSQL server of the harness' own, which it crashes, fills up and cuts off.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use prag::cluster::{Cluster, Kind};
use sqlx::{
    Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::sleep;

use crate::stage::database::programs;

/// How often something is looked at that nobody announces.
const LOOK: Duration = Duration::from_millis(20);

/// The server and its database.
pub struct Ground {
    dir: PathBuf,
    /// None while it is down.
    cluster: Option<Cluster>,
    options: PgConnectOptions,
    /// Connections that only take up room.
    crowding: Vec<PgConnection>,
}

impl Ground {
    /// Makes and starts it, with room for few connections.
    pub async fn lay(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("prag-faults-{}-{name}", std::process::id()));
        let cluster = start(&dir).await;
        let admin = PgPool::connect_with(cluster.options("postgres")).await.expect("it answers");
        admin.execute("create database prag").await.expect("it obeys");
        admin.execute("alter system set max_connections = 60").await.expect("it obeys");
        admin.close().await;
        let options = cluster.options("prag");
        let mut ground = Self { dir, cluster: Some(cluster), options, crowding: Vec::new() };
        ground.crash().await;
        ground.restart().await;
        ground
    }

    /// Its address for a process.
    pub fn url(&self) -> String {
        sqlx::ConnectOptions::to_url_lossy(&self.options).into()
    }

    /// A directory beside the server.
    pub fn spool(&self) -> PathBuf {
        self.dir.join("spool")
    }

    /// One connection of the harness.
    pub async fn look(&self) -> PgPool {
        PgPoolOptions::new().max_connections(1).connect_with(self.options.clone()).await.expect("it answers")
    }

    /// Ends the server at once, as `pg_ctl stop -m immediate` does: what was not committed is gone.
    pub async fn crash(&mut self) {
        self.crowding.clear();
        let file = self.dir.join("data/postmaster.pid");
        let pid = fs::read_to_string(&file).expect("it runs").lines().next().expect("a number").to_owned();
        let told = Command::new("kill").args(["-QUIT", &pid]).status().expect("kill is there");
        assert!(told.success(), "the server did not hear");
        while file.exists() && Path::new("/proc").join(&pid).join("cwd").exists() {
            sleep(LOOK).await;
        }
    }

    /// Starts it again; it recovers what was committed.
    pub async fn restart(&mut self) {
        let (dead, dir) = (self.cluster.take(), self.dir.clone());
        tokio::task::spawn_blocking(move || drop(dead)).await.expect("it is let go");
        self.cluster = Some(start(&dir).await);
    }

    /// Ends the connections that are in the middle of a transaction, and says how many those were.
    pub async fn cut(&self) -> i64 {
        let cut = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = 'prag' and pid <> pg_backend_pid() and xact_start is not null) as cut";
        self.ask(cut).await.unwrap_or(0)
    }

    /// Takes every connection that the server has, the processes' own too.
    pub async fn crowd(&mut self) {
        let all = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = 'prag' and pid <> pg_backend_pid()) as cut";
        let _ = self.ask(all).await;
        while let Ok(connection) = PgConnection::connect_with(&self.options).await {
            self.crowding.push(connection);
        }
    }

    /// Gives the connections back.
    pub async fn disperse(&mut self) {
        for connection in self.crowding.drain(..) {
            let _ = connection.close().await;
        }
    }

    async fn ask(&self, question: &'static str) -> Result<i64, sqlx::Error> {
        let mut connection = PgConnection::connect_with(&self.options).await?;
        let answer = sqlx::query_scalar(question).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(answer)
    }

    /// Stops the server in order and deletes everything.
    pub async fn clear(mut self) {
        let (cluster, dir) = (self.cluster.take().expect("it runs"), self.dir.clone());
        let stopped = tokio::task::spawn_blocking(move || cluster.stop()).await.expect("it is stopped");
        stopped.expect("it stops in order");
        fs::remove_dir_all(dir).expect("nobody uses it");
    }
}

impl Drop for Ground {
    /// After a failed run nothing is left running.
    fn drop(&mut self) {
        if let Some(cluster) = self.cluster.take() {
            let _ = cluster.stop();
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

async fn start(dir: &Path) -> Cluster {
    let dir = dir.to_owned();
    let starting = move || Cluster::start(&dir, Kind::Durable, &programs());
    let started = tokio::task::spawn_blocking(starting).await.expect("it is started");
    started.unwrap_or_else(|error| panic!("{error}"))
}
