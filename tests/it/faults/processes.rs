//! The real `prag serve`, several of it on one database, to be killed and started again as a service manager does.

use std::{net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};

use prag::{ids::Dice, store::sealed::Keys};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::sleep,
};

use super::doors::{Doors, LINE, SECRET};

/// How often a process that starts is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What every process is told.
#[derive(Clone)]
pub struct Settings {
    pub database: String,
    pub send_url: String,
    pub bot_api: String,
    pub bot_token: String,
    /// Where arrivals wait while the database is away; one directory for all processes of the machine.
    pub spool: PathBuf,
}

/// The processes that stand, each with its door.
pub struct Processes {
    settings: Settings,
    doors: Doors,
    standing: Vec<(Child, SocketAddr)>,
}

impl Processes {
    pub const fn new(settings: Settings, doors: Doors) -> Self {
        Self { settings, doors, standing: Vec::new() }
    }

    /// Starts processes until so many stand; one that ends while it starts is begun anew.
    pub async fn raise(&mut self, count: usize) {
        while self.standing.len() < count {
            let (child, door) = self.start().await;
            self.doors.open(door);
            self.standing.push((child, door));
        }
    }

    async fn start(&self) -> (Child, SocketAddr) {
        loop {
            let (mut child, door) = self.spawn().await;
            loop {
                if TcpStream::connect(door).await.is_ok() {
                    return (child, door);
                }
                if child.try_wait().expect("it is ours").is_some() {
                    break;
                }
                sleep(LOOK).await;
            }
            sleep(LOOK).await;
        }
    }

    async fn spawn(&self) -> (Child, SocketAddr) {
        // Free a moment ago, and nobody else is told.
        let socket = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let door = socket.local_addr().expect("bound");
        drop(socket);
        let child = Command::new(env!("CARGO_BIN_EXE_prag"))
            .arg("serve")
            .env_clear()
            .env("RUST_LOG", "off")
            .env("DATABASE_URL", &self.settings.database)
            .env("PRAG_KEYS", Keys::new_line("faults", &mut Dice::from_seed(1)))
            .env("PRAG_LISTEN", door.to_string())
            .env("PRAG_SMS_1_NAME", LINE)
            .env("PRAG_SMS_1_SECRET", SECRET)
            .env("PRAG_SMS_1_SEND_URL", &self.settings.send_url)
            .env("PRAG_SMS_1_SENDER", "50505")
            .env("PRAG_SMS_1_PER_SECOND", "1000")
            .env("PRAG_INNER_LISTEN", "off")
            // What is counted is people's; and a crowd fills the spool while PostgreSQL stays away.
            .env("PRAG_ALARMS_UNHANDLED_MINUTES", "0")
            .env("PRAG_ALARMS_UNSENT_MINUTES", "0")
            .env("PRAG_ALARMS_UNPOLLED_MINUTES", "0")
            .env("PRAG_SPOOL_MAX_MIB", "1")
            .env("PRAG_SPOOL_DIR", &self.settings.spool)
            .env("PRAG_TELEGRAM_TOKEN", &self.settings.bot_token)
            .env("PRAG_TELEGRAM_API_URL", &self.settings.bot_api)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program runs");
        (child, door)
    }

    /// `kill -9` for one of them, in the middle of whatever it does.
    pub async fn kill_one(&mut self, dice: &mut Dice) {
        let count = u32::try_from(self.standing.len()).expect("a few");
        let (mut child, door) = self.standing.swap_remove(dice.below(count) as usize);
        child.kill().await.expect("it can be killed");
        self.doors.close(door);
    }

    /// SIGTERM for all of them; every one has to end in order.
    pub async fn stop(&mut self) {
        for (child, door) in &self.standing {
            self.doors.close(*door);
            let id = child.id().expect("it runs").to_string();
            assert!(Command::new("kill").arg(id).status().await.expect("kill is there").success());
        }
        for (mut child, _) in self.standing.drain(..) {
            assert!(child.wait().await.expect("it is ours").success(), "prag serve did not stop in order");
        }
    }
}
