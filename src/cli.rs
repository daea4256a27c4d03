//! The command line: what can be asked, with an example for each. Not here: doing it.

mod backup;
mod channels;
mod inbox;
mod outbox;
mod sms;
mod understand;

use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{
    channels::client::Client,
    clock::{Chance, Clock},
    cluster,
    config::{Config, Flags, LogFormat, environment},
    contacts::Tongue,
    demo, doctor,
    ids::StaffId,
    message::Words,
    opening::Home,
    places::Municipality,
    serve,
    staff::Role,
    store::{Store, sealed::Keys, staff::Invitee},
    topics::Topic,
};

/// A chat-bot and SMS intake gateway: the first step towards help, in Albanian, Serbian and English.
#[derive(Debug, Parser)]
#[command(name = "prag", version, after_help = "Example: prag demo")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set up everything on this machine and play the main job, then stay up with a phone to try by hand
    #[command(after_help = "Example: prag demo --once --data /tmp/prag-demo")]
    Demo(DemoFlags),
    /// Be somebody who writes to a running demo, or play the SMS network of a running server
    #[command(after_help = "Examples: prag talk\n          prag talk --line desk --config prag.toml")]
    Talk(TalkFlags),
    /// Serve: production
    #[command(
        after_help = "Example: DATABASE_URL=postgres://prag@db/prag PRAG_KEYS_FILE=/etc/prag/keys prag serve --listen 127.0.0.1:8080\n\n\
            SIGTERM or Ctrl-C stops it in order, a second one at once. Exit codes: 0 stopped in order, 1 could not serve,\n\
            3 stopped before everything in hand was finished (nothing is lost; the next start goes on with it)."
    )]
    Serve(Flags),
    /// Read messages from standard input, one a line, and print what is understood of each, as JSON
    #[command(
        after_help = "Example: echo 'vajza ska certifikate te lindjes, jemi ne Peje' | prag understand --explain"
    )]
    Understand(understand::UnderstandFlags),
    /// Check everything that is needed, and say what to do
    #[command(after_help = "Example: prag doctor --config /etc/prag/prag.toml")]
    Doctor(Flags),
    /// Invite, list and dismiss colleagues
    #[command(
        subcommand,
        after_help = "Example: prag staff invite --role caseworker --municipality 17 --topic legal"
    )]
    Staff(StaffCommand),
    /// See what could not be handled, have it tried again, or discard it
    #[command(subcommand, after_help = "Example: prag inbox aside")]
    Inbox(inbox::InboxCommand),
    /// Copy the database into a file, also beside a running server
    #[command(
        after_help = "Example: prag backup /var/backups/prag/$(date +%F).prag --config /etc/prag/prag.toml"
    )]
    Backup(backup::BackupFlags),
    /// Make a fresh database of a backup, all of it or nothing
    #[command(
        after_help = "Example: prag restore /var/backups/prag/2026-11-25.prag --data /var/lib/prag-new"
    )]
    Restore(backup::RestoreFlags),
    /// See what was lost with no colleague who could be told
    #[command(subcommand, after_help = "Example: prag outbox lost")]
    Outbox(outbox::OutboxCommand),
    /// List every way in and out: its kind, its rate, when it was last seen at work, what waits; or try one
    #[command(
        after_help = "Examples: prag channels --config /etc/prag/prag.toml\n          prag channels test desk +38344123456"
    )]
    Channels(channels::ChannelsFlags),
    /// Show what a text costs as an SMS: letters, units, parts, and its form in plain letters
    #[command(after_help = "Examples: prag sms 'Kërkesa juaj u pranua'\n          prag sms < text.txt")]
    Sms(sms::SmsFlags),
    /// Make keys to seal with
    #[command(subcommand, after_help = "Example: prag keys new > /etc/prag/keys")]
    Keys(KeysCommand),
}

#[derive(Debug, Args)]
struct DemoFlags {
    /// Where its data lives
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where its doors stand; a free port with --once when none is named
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Play, wait until everything has arrived, and end
    #[arg(long)]
    once: bool,
}

#[derive(Debug, Args)]
struct TalkFlags {
    /// The data directory of the running demo
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The settings file of the running server, for --line
    #[arg(long, value_name = "PATH")]
    config: Option<PathBuf>,
    /// Play the network of this SMS line of a running server, at the address of its send_url
    #[arg(long, value_name = "NAME", conflicts_with = "data")]
    line: Option<String>,
}

#[derive(Debug, Subcommand)]
enum StaffCommand {
    /// Make a one-time link by which a colleague joins
    #[command(
        after_help = "Example: prag staff invite --role caseworker --municipality 17 --topic legal --language sr-Cyrl"
    )]
    Invite(InviteFlags),
    /// Show everybody
    #[command(after_help = "Example: prag staff list")]
    List(Flags),
    /// Dismiss somebody: they are told nothing any more
    #[command(after_help = "Example: prag staff dismiss 019ab2c4d5e67f8091a2b3c4d5e6f708")]
    Dismiss {
        /// Their id, as `prag staff list` shows it
        id: StaffId,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Debug, Args)]
struct InviteFlags {
    /// caseworker, coordinator, leader or complaints
    #[arg(long)]
    role: Role,
    /// A municipality by its two-digit code; several are named one by one, none means everywhere
    #[arg(long = "municipality", value_name = "CODE")]
    municipalities: Vec<Municipality>,
    /// A topic or whole category; several are named one by one, none means everything
    #[arg(long = "topic", value_name = "CODE")]
    topics: Vec<Topic>,
    /// What colleagues call them
    #[arg(long, default_value = "")]
    name: String,
    /// The organisation they work for
    #[arg(long)]
    partner: Option<String>,
    /// The language they work in: sq, sr-Latn, sr-Cyrl or en
    #[arg(long, default_value = "en", value_parser = read_language)]
    language: Tongue,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Print a new key, as a line for the key file
    #[command(after_help = "Example: (prag keys new --name 2027; cat keys) > keys.new && mv keys.new keys")]
    New {
        /// The key's name, different from every other in the file
        #[arg(long, default_value = "first")]
        name: String,
    },
}

fn read_language(code: &str) -> Result<Tongue, &'static str> {
    crate::conversation::read_tongue(code).ok_or("the languages are sq, sr-Latn, sr-Cyrl and en")
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// With one clear sentence and its remedy.
    pub async fn run(self) -> Result<()> {
        match self.command {
            Command::Demo(flags) => {
                log("warn", LogFormat::Text);
                demo::run(flags.wish()).await
            }
            Command::Talk(flags) => talk(flags).await,
            Command::Serve(flags) => {
                let config = Config::load(&flags, &environment)?;
                log(&config.rust_log, config.log);
                serve::serve(config).await
            }
            Command::Understand(flags) => understand::read_lines(&flags),
            Command::Doctor(flags) => doctor::examine(&Config::load(&flags, &environment)?).await,
            Command::Staff(command) => staff(command).await,
            Command::Inbox(command) => inbox::inbox(command).await,
            Command::Backup(asked) => backup::back_up(asked).await,
            Command::Restore(asked) => backup::restore(asked).await,
            Command::Outbox(command) => outbox::outbox(command).await,
            Command::Channels(asked) => channels::channels(asked).await,
            Command::Sms(asked) => sms::sms(asked),
            Command::Keys(KeysCommand::New { name }) => {
                ensure!(
                    !name.contains(':') && !name.trim().is_empty(),
                    "a key's name is a word without a colon"
                );
                let line = Keys::new_line(&name, &mut Chance::System.dice());
                Ok(writeln!(io::stdout(), "{line}")?)
            }
        }
    }
}

impl DemoFlags {
    fn wish(self) -> demo::Wish {
        let port = if self.once { 0 } else { 8180 };
        demo::Wish {
            data: self.data.unwrap_or_else(demo_dir),
            listen: self.listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
            programs: environment("PRAG_PG_BIN").map(PathBuf::from),
            once: self.once,
        }
    }
}

fn demo_dir() -> PathBuf {
    cluster::default_dir().join("demo")
}

async fn talk(flags: TalkFlags) -> Result<()> {
    match flags.line {
        None => demo::talk::talk_in(&flags.data.unwrap_or_else(demo_dir)).await,
        Some(name) => {
            let config = Config::load(&Flags { config: flags.config, ..Flags::default() }, &environment)?;
            let line = config
                .sms
                .iter()
                .find(|line| line.name.0 == name)
                .with_context(|| format!("the settings have no [[sms]] line named {name}"))?;
            demo::talk::play_network(line, config.listen).await
        }
    }
}

/// Opens the database of the settings for a short errand.
async fn visited(flags: &Flags) -> Result<(Home, Store, Config)> {
    let config = Config::load(flags, &environment)?;
    let home = serve::visit(&config).await?;
    let store = Store::new(home.pool.clone(), Arc::new(serve::keys(&config, &Chance::System)?));
    store.migrate().await?;
    Ok((home, store, config))
}

async fn staff(command: StaffCommand) -> Result<()> {
    let flags = match &command {
        StaffCommand::Invite(invite) => &invite.flags,
        StaffCommand::List(flags) | StaffCommand::Dismiss { flags, .. } => flags,
    };
    let (home, store, config) = visited(flags).await?;
    let (clock, chance) = (Clock::System, Chance::System);
    let mut out = io::stdout();
    match command {
        StaffCommand::Invite(invite) => {
            let link = invite_somebody(&store, &config, invite, &clock, &chance).await?;
            writeln!(out, "{link}")?;
        }
        StaffCommand::List(_) => {
            for one in store.list_staff().await? {
                let state = match (one.joined_at, one.left_at) {
                    (_, Some(_)) => "left",
                    (Some(_), None) => "joined",
                    (None, None) => "invited",
                };
                writeln!(out, "{}  {:<12} {:<8} {}", one.id, one.role.code(), state, one.name.as_str())?;
            }
        }
        StaffCommand::Dismiss { id, .. } => {
            ensure!(
                store.dismiss(id, clock.now()).await?,
                "there is nobody of this id; see `prag staff list`"
            );
            writeln!(out, "dismissed")?;
        }
    }
    home.close().await
}

/// Makes the link, and says how it is used: as an address if the bot is known, else as the words to send to it.
async fn invite_somebody(
    store: &Store,
    config: &Config,
    invite: InviteFlags,
    clock: &Clock,
    chance: &Chance,
) -> Result<String> {
    let invitee = Invitee {
        role: invite.role,
        name: Words::from(invite.name),
        partner: invite.partner,
        municipalities: invite.municipalities,
        topics: invite.topics,
        tongue: invite.language,
        demo: false,
    };
    let (_, token) = store.invite(&invitee, clock.now(), &mut chance.dice()).await?;
    let bot = serve::bot(config, &Client::new()?)?;
    let name = match &bot {
        Some((bot, _)) => bot.me().await.ok().map(|me| me.username),
        None => None,
    };
    Ok(match name {
        Some(name) => format!("https://t.me/{name}?start=join-{token}"),
        None => format!("/start join-{token}"),
    })
}

/// Logs to standard error, so that what a command prints can be piped. A panic is told by its place alone: its message
/// may hold what somebody wrote.
pub fn log(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let to_stderr = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match format {
        LogFormat::Text => to_stderr.init(),
        LogFormat::Json => to_stderr.json().init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound_and_every_command_has_an_example() {
        fn examples(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{}", command.get_name());
            command.get_subcommands().for_each(examples);
        }
        Cli::command().debug_assert();
        examples(&Cli::command());
    }
}
