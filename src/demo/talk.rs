//! The terminal phone: choose who you are, write, and see what both sides see. Works on a running demo, and, by playing
//! the network itself, on any running Prag that has a line for it. Not here: the play.

use std::{
    collections::HashMap,
    fs,
    io::{ErrorKind, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, BufReader, stdin},
    task::JoinHandle,
};

use super::{
    directory::COLLEAGUES,
    screen::{Column, Screen},
};
use crate::{
    channels::generic,
    clock::{Chance, Clock},
    config::SmsLine,
    opening,
    rehearsal::{
        control::{Client, Control, On, Someone},
        sms::Network,
        telegram::BotApi,
    },
};

/// How long one look at a phone is held open.
const HOLD: Duration = Duration::from_secs(25);

/// How to find a running demo.
#[derive(Serialize, Deserialize)]
struct Key {
    url: String,
    bearer: String,
}

fn key_file(data: &Path) -> PathBuf {
    data.join("talk.json")
}

/// Leaves word where the running demo can be found; only its owner can read it.
///
/// # Errors
/// When the data directory cannot be written.
pub fn write_key(data: &Path, url: &str, bearer: &str) -> Result<()> {
    let key = serde_json::to_vec(&Key { url: url.to_owned(), bearer: bearer.to_owned() })?;
    forget_key(data);
    let file = key_file(data);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)
        .and_then(|mut new| new.write_all(&key))
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// Takes the word away; that it was not there is fine too.
pub fn forget_key(data: &Path) {
    let _ = fs::remove_file(key_file(data));
}

/// Talks to the demo that runs in this data directory.
///
/// # Errors
/// When none runs there.
pub async fn talk_in(data: &Path) -> Result<()> {
    let text = match fs::read(key_file(data)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "no demo runs in {}; start one with `prag demo`, or play a line of a running server with `prag talk --line NAME`",
            data.display()
        ),
        Err(error) => return Err(error).context("the running demo cannot be found"),
    };
    let key: Key = serde_json::from_slice(&text).context("the word left by the demo cannot be read")?;
    talk(&key.url, &key.bearer, Screen::terminal()).await
}

/// Lets whoever sits at the keyboard be people, until the keyboard is closed or they leave.
///
/// # Errors
/// When the model networks go away.
pub async fn talk(url: &str, bearer: &str, screen: Screen) -> Result<()> {
    let client = Client::new(url, bearer)?;
    let mut phone = Terminal { client, screen, people: Vec::new(), me: None, watching: HashMap::new() };
    phone.meet().await?;
    phone.help();
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match phone.read(line.trim()).await {
            Ok(Next::Stay) => {}
            Ok(Next::Leave) => break,
            Err(error) => phone.screen.note(&format!("{error:#}")),
        }
    }
    Ok(())
}

enum Next {
    Stay,
    Leave,
}

struct Terminal {
    client: Client,
    screen: Screen,
    people: Vec<Someone>,
    me: Option<usize>,
    watching: HashMap<String, JoinHandle<()>>,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        for watched in self.watching.values() {
            watched.abort();
        }
    }
}

impl Terminal {
    fn help(&self) {
        self.screen
            .note(":sms +38344123456   be somebody with a phone      :chat NAME   be somebody on Telegram");
        self.screen.note(":who              everybody      :be 2    be one of them      :quit    leave");
        self.screen.note("Anything else is written as whoever you are; [Label] presses a button.");
    }

    /// Everybody who is there; their phones are watched from now on.
    async fn meet(&mut self) -> Result<()> {
        self.people = self.client.people().await?;
        for someone in &self.people {
            let key = format!("{:?}:{}", someone.network, someone.id);
            if !self.watching.contains_key(&key) {
                let shown = watch(self.client.clone(), self.screen.clone(), someone.clone()).await;
                self.watching.insert(key, shown);
            }
        }
        Ok(())
    }

    async fn read(&mut self, line: &str) -> Result<Next> {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("", _) => {}
            (":quit" | ":q", _) => return Ok(Next::Leave),
            (":who", _) => self.who().await?,
            (":help", _) => self.help(),
            (":be", which) => self.be(which).await?,
            (":sms", number) => self.enter(On::Sms, number.trim(), number.trim()).await?,
            (":chat", name) => self.enter(On::Telegram, &chat_of(name.trim()), name.trim()).await?,
            _ => self.write(line).await?,
        }
        Ok(Next::Stay)
    }

    async fn who(&mut self) -> Result<()> {
        self.meet().await?;
        for (at, someone) in self.people.iter().enumerate() {
            let me = if self.me == Some(at) { "  (you)" } else { "" };
            self.screen.note(&format!("{:>3}  {}{me}", at + 1, title(someone)));
        }
        Ok(())
    }

    async fn be(&mut self, which: &str) -> Result<()> {
        self.meet().await?;
        let at = which.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match at.and_then(|at| self.people.get(at)) {
            Some(someone) => {
                self.screen.note(&format!("you are {}", title(someone)));
                self.me = at;
            }
            None => self.screen.note("there is nobody of that number; :who shows everybody"),
        }
        Ok(())
    }

    async fn enter(&mut self, on: On, id: &str, name: &str) -> Result<()> {
        if id.is_empty() {
            self.screen.note("write it with a number or a name, `:sms +38344123456` or `:chat Ana`");
            return Ok(());
        }
        self.client.enters(on, id, name, "").await?;
        self.meet().await?;
        self.me = self.people.iter().position(|someone| someone.network == on && someone.id == id);
        self.screen.note(&format!("you are {name}; write"));
        Ok(())
    }

    async fn write(&self, line: &str) -> Result<()> {
        let Some(someone) = self.me.and_then(|at| self.people.get(at)) else {
            self.screen.note("first be somebody: `:sms +38344123456`, `:chat Ana`, or `:who` and `:be 1`");
            return Ok(());
        };
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(label) => self.client.presses(someone.network, &someone.id, label).await?,
            None => self.client.says(someone.network, &someone.id, line).await?,
        }
        Ok(())
    }
}

/// Shows what comes up on somebody's phone from now on.
async fn watch(client: Client, screen: Screen, someone: Someone) -> JoinHandle<()> {
    let seen =
        client.lines(someone.network, &someone.id, 0, Duration::ZERO).await.map_or(0, |lines| lines.len());
    tokio::spawn(async move {
        let (mut seen, column, name) = (seen, column(&someone), title(&someone));
        while let Ok(shown) = client.lines(someone.network, &someone.id, seen, HOLD).await {
            for shown in shown {
                screen.line(column, &name, &shown.line);
                seen = shown.seq;
            }
        }
    })
}

fn column(someone: &Someone) -> Column {
    let colleague = COLLEAGUES.iter().any(|one| one.chat.to_string() == someone.id);
    if colleague { Column::Right } else { Column::Left }
}

fn title(someone: &Someone) -> String {
    match someone.network {
        On::Sms => someone.id.clone(),
        On::Telegram => someone.name.clone(),
    }
}

/// A made-up chat id for a name, the same each time.
fn chat_of(name: &str) -> String {
    let sum = name.bytes().fold(7_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 900_000_000);
    (9_000_000_000 + sum).to_string()
}

/// Plays the SMS network of a line of a running server, and lets whoever sits at the keyboard be its people.
///
/// # Errors
/// When the line's send_url is not an address of this machine that can be listened on.
pub async fn play_network(line: &SmsLine, server: SocketAddr) -> Result<()> {
    if line.kind.name != generic::KIND.name {
        bail!(
            "{} is a line of the kind \"{}\"; only \"generic\" can be played by hand",
            line.name,
            line.kind.name
        );
    }
    let send_url = line.settings.url("send_url");
    let (host, port) = (send_url.host_str().unwrap_or_default(), send_url.port_or_known_default());
    let here = match (host.parse::<IpAddr>(), port) {
        (Ok(ip), Some(port)) if ip.is_loopback() => SocketAddr::new(ip, port),
        (_, Some(port)) if host == "localhost" => SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        _ => bail!(
            "the send_url of {} is not on this machine; set it to http://127.0.0.1:8181/send to talk by hand",
            line.name
        ),
    };
    let seconds = || Clock::System.now().timestamp();
    let network = Network::start_on(here, line.settings.text("sender"), seconds)
        .await
        .with_context(|| format!("nothing can listen on {here}, the send_url of {}", line.name))?;
    network.connect(&format!("http://{server}"), &line.name.0, line.settings.text("secret"));
    let bot_api = BotApi::start("0:none", seconds).await?;
    let bearer = opening::secret(&mut Chance::System.dice());
    let control = Control::start(bot_api, network, &bearer).await?;
    talk(&control.url(), &bearer, Screen::terminal()).await
}
