//! `prag serve` in a process of its own, so that its memory is its own; and the gateway to which it sends, which takes
//! everything. The line delivers at its ordinary pace beside the rounds.

use std::{fs, net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use axum::Router;
use prag::{ids::Dice, store::sealed::Keys};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{Instant, sleep},
};

const PRAG: &str = env!("CARGO_BIN_EXE_prag");
/// The secret of the line.
pub const SECRET: &str = "agreed between both sides";

/// A running `prag serve`.
pub struct House {
    child: Child,
    /// Where its doors stand.
    pub door: SocketAddr,
    /// When it first answered.
    pub opened: Instant,
}

/// Megabytes of a process.
pub struct Memory {
    /// Resident now.
    pub resident: f64,
    /// Resident at most since it began.
    pub highest: f64,
}

impl House {
    /// Starts it over this database and waits until it answers.
    pub async fn open(database: &str) -> Result<Self> {
        let gateway = TcpListener::bind("127.0.0.1:0").await?;
        let send_url = format!("http://{}/", gateway.local_addr()?);
        tokio::spawn(async { axum::serve(gateway, Router::new().fallback(|| async { "taken" })).await });
        // Free a moment ago, and nobody else is told.
        let door = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let child = Command::new(PRAG)
            .arg("serve")
            .env_clear()
            .env("RUST_LOG", "warn")
            .env("DATABASE_URL", database)
            .env("PRAG_KEYS", Keys::new_line("bench", &mut Dice::from_seed(1)))
            .env("PRAG_SPOOL_DIR", spool())
            .env("PRAG_LISTEN", door.to_string())
            .env("PRAG_INNER_LISTEN", "127.0.0.1:0")
            .env("PRAG_SMS_1_NAME", "bench")
            .env("PRAG_SMS_1_SECRET", SECRET)
            .env("PRAG_SMS_1_SEND_URL", send_url)
            .env("PRAG_SMS_1_SENDER", "50505")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut house = Self { child, door, opened: Instant::now() };
        while !house.answers().await {
            ensure!(house.child.try_wait()?.is_none(), "prag serve ended early");
            sleep(Duration::from_millis(1)).await;
        }
        house.opened = Instant::now();
        Ok(house)
    }

    async fn answers(&self) -> bool {
        let asked = async {
            let mut socket = TcpStream::connect(self.door).await?;
            socket.write_all(b"GET /health/live HTTP/1.1\r\nhost: prag\r\nconnection: close\r\n\r\n").await?;
            let mut answer = String::new();
            socket.read_to_string(&mut answer).await.map(|_| answer)
        };
        asked.await.is_ok_and(|answer: String| answer.starts_with("HTTP/1.1 200"))
    }

    /// What the process has in memory.
    pub fn memory(&self) -> Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id().context("it runs")?))?;
        let megabytes = |name: &str| {
            let kilobytes =
                status.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next());
            Ok::<_, anyhow::Error>(kilobytes.context("the kernel tells")?.parse::<f64>()? / 1024.0)
        };
        Ok(Memory { resident: megabytes("VmRSS:")?, highest: megabytes("VmHWM:")? })
    }

    /// Stops it in order.
    pub async fn close(mut self) -> Result<()> {
        let id = self.child.id().context("it runs")?;
        let told = Command::new("kill").arg(id.to_string()).status().await?;
        ensure!(told.success() && self.child.wait().await?.success(), "prag serve did not stop in order");
        Ok(fs::remove_dir_all(spool())?)
    }
}

/// Where arrivals wait; the database is never away here, so none does.
fn spool() -> PathBuf {
    std::env::temp_dir().join(format!("prag-bench-spool-{}", std::process::id()))
}

/// How long the binary takes to say its version: the median of several.
pub fn start_times() -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..21 {
        let began = Instant::now();
        let done = std::process::Command::new(PRAG).arg("--version").output()?;
        times.push(began.elapsed());
        ensure!(done.status.success(), "prag --version failed");
    }
    Ok(crate::figures::quantile(&mut times, 0.5))
}
