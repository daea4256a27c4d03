//! Settings: the command line before the environment before `prag.toml` before defaults, checked once at the start.
//! The only room that reads the environment. Every error names the place and the key, says what is wrong there
//! (never the value of a secret) and what to do.
//! Not here: what the lines of the sealing keys mean (`store`), and whether a network answers (`doctor`).

mod address;
mod alarms;
mod error;
mod file;
mod office;
#[cfg(test)]
mod refusals;
mod sms;
mod sources;
mod spool;
mod telegram;
#[cfg(test)]
mod tests;

use std::{
    ffi::OsString,
    mem,
    net::{Ipv4Addr, SocketAddr, SocketAddrV4},
    path::{Path, PathBuf},
};

use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

use crate::{alarms::Thresholds, message::Line, office::Office};

pub use self::{
    error::{Error, Place},
    sms::SmsLine,
    spool::Spool,
    telegram::{Mode, Telegram},
};

use self::{
    file::{DatabaseTable, Table},
    sources::{Sources, Told},
};

const DATABASE: &str = "[database]";

const LISTEN: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 8080));
const INNER_LISTEN: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9187));

/// What the command line may say; it goes before everything else.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Flags {
    /// The settings file; without it PRAG_CONFIG, else prag.toml in the working directory if there is one
    #[arg(long, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// A directory for a database server of prag's own, instead of DATABASE_URL
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The address and port to listen on, such as 127.0.0.1:8080
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// All settings of one process.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data are (`DATABASE_URL`, `DATABASE_URL_FILE`, `PRAG_DATA`; `[database]` url, url_file, data).
    pub database: Database,
    /// Where PostgreSQL's programs are, for a server of our own and for backups (`PRAG_PG_BIN`; `[database]` pg_bin).
    pub pg_bin: Option<PathBuf>,
    /// Where the doors are (`PRAG_LISTEN`; listen).
    pub listen: SocketAddr,
    /// Where the inner door is, for health in detail and for figures (`PRAG_INNER_LISTEN`; inner_listen).
    pub inner_listen: InnerListen,
    /// The address under which others reach the doors, without a slash at the end (`PRAG_PUBLIC_URL`; public_url).
    pub public_url: Option<String>,
    /// The Telegram bot (`PRAG_TELEGRAM_...`; `[telegram]`).
    pub telegram: Option<Telegram>,
    /// The SMS lines, each with a name of its own (`PRAG_SMS_1_...`; `[[sms]]`).
    pub sms: Vec<SmsLine>,
    /// When and how people can be reached by voice (`PRAG_OFFICE_...`; `[office]`).
    pub office: Office,
    /// From where on silence is an alarm (`PRAG_ALARMS_...`; `[alarms]`).
    pub alarms: Thresholds,
    /// The sealing keys, one line each (`PRAG_KEYS`, `PRAG_KEYS_FILE`; `[keys]` file).
    pub keys: Option<SecretString>,
    /// Where arrivals wait while the database is away (`PRAG_SPOOL_...`; `[spool]`).
    pub spool: Spool,
    /// Whether Latin SMS are written in the plain letters that cost less (`PRAG_FOLD_SMS`; fold_sms).
    pub fold_sms: bool,
    /// The form of the log (`PRAG_LOG`; log).
    pub log: LogFormat,
    /// What is logged (`RUST_LOG`; rust_log).
    pub rust_log: String,
    /// What an operator should know although it stops nothing.
    pub warnings: Vec<String>,
}

/// Where the data are.
#[derive(Clone, Debug)]
pub enum Database {
    /// In a PostgreSQL server that others run; the address contains its password.
    Url(SecretString),
    /// In a directory, under a server that we run ourselves.
    Data(PathBuf),
}

/// Where the inner door is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerListen {
    /// Nothing was set: at the usual address, unless something else is there already.
    Usual(SocketAddr),
    /// There and nowhere else.
    At(SocketAddr),
    /// There is none.
    Off,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// The environment of this process, for `Config::load`.
#[must_use]
pub fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

impl Config {
    /// Reads and checks all settings.
    ///
    /// # Errors
    /// With one sentence for an operator when a setting is missing, unreadable, wrong or unknown.
    pub fn load(flags: &Flags, env: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        Self::load_from(Path::new(""), flags, env)
    }

    fn load_from(
        working: &Path,
        flags: &Flags,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let (mut sources, file) = Sources::open(working, flags.config.as_deref(), env)?;
        let sources = &mut sources;
        let listen = sources.setting("PRAG_LISTEN", "", "listen", file.listen)?;
        let listen = listen.as_ref().map(read_listen).transpose()?;
        let inner_listen = sources.setting("PRAG_INNER_LISTEN", "", "inner_listen", file.inner_listen)?;
        let public_url = sources.setting("PRAG_PUBLIC_URL", "", "public_url", file.public_url)?;
        let public_url = public_url.as_ref().map(address::public).transpose()?;
        let Table(mut database) = file.database;
        let pg_bin = sources.setting("PRAG_PG_BIN", DATABASE, "pg_bin", database.pg_bin.take())?;
        let database = read_database(sources, flags.data.as_deref(), database)?;
        let telegram = telegram::read(sources, file.telegram.map(|table| table.0), public_url.as_deref())?;
        let sms = sms::read(sources, file.sms, public_url.as_deref())?;
        let office = office::read(sources, file.office.0)?;
        let lines = telegram.iter().map(|_| Line::telegram()).chain(sms.iter().map(|line| line.name.clone()));
        let alarms = alarms::read(sources, file.alarms.0, &lines.collect::<Vec<_>>())?;
        let keys = sources.secret("PRAG_KEYS", "[keys]", ("", None), ("file", file.keys.0.file))?;
        let keys = keys.map(|told| sources.reveal(told)).transpose()?;
        let spool = spool::read(sources, file.spool.0, &database)?;
        let fold_sms = sources.setting("PRAG_FOLD_SMS", "", "fold_sms", file.fold_sms)?;
        let log = sources.setting("PRAG_LOG", "", "log", file.log)?;
        let rust_log = sources.setting("RUST_LOG", "", "rust_log", file.rust_log)?;
        Ok(Self {
            database,
            pg_bin: pg_bin.map(|told| told.path()),
            listen: flags.listen.or(listen).unwrap_or(LISTEN),
            inner_listen: inner_listen
                .as_ref()
                .map_or(Ok(InnerListen::Usual(INNER_LISTEN)), read_inner_listen)?,
            public_url,
            telegram,
            sms,
            office,
            alarms,
            keys: keys.map(Told::secret),
            spool,
            fold_sms: fold_sms.as_ref().map_or(Ok(true), read_truth)?,
            log: log.as_ref().map_or(Ok(LogFormat::default()), read_log_format)?,
            rust_log: rust_log.as_ref().map_or(Ok("info".to_owned()), read_log_filter)?,
            warnings: mem::take(&mut sources.warnings),
        })
    }
}

fn read_database(
    sources: &mut Sources<'_>,
    flag: Option<&Path>,
    table: DatabaseTable,
) -> Result<Database, Error> {
    if let Some(data) = flag {
        return Ok(Database::Data(data.to_owned()));
    }
    let mut url = sources.secret_variable("DATABASE_URL")?;
    let mut data = sources.variable("PRAG_DATA")?;
    if url.is_none() && data.is_none() {
        url = sources.secret_key(DATABASE, ("url", table.url), ("url_file", table.url_file))?;
        data = sources.key(DATABASE, "data", table.data)?;
    }
    match (url, data) {
        (Some(url), Some(data)) => Err(Error::Twice { one: url.place, other: data.place }),
        (None, Some(data)) => Ok(Database::Data(data.path())),
        (Some(url), None) => {
            let url = sources.reveal(url)?;
            url.check_hidden(
                |text| ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)),
                "is not the address of a PostgreSQL database",
                "write it as postgres://user:password@host/database",
            )?;
            Ok(Database::Url(url.secret()))
        }
        (None, None) => Err(Error::NoDatabase),
    }
}

fn read_listen(told: &Told) -> Result<SocketAddr, Error> {
    told.read(|text| text.parse().ok(), "is not an address and port", "write it as 127.0.0.1:8080")
}

fn read_inner_listen(told: &Told) -> Result<InnerListen, Error> {
    let address = |text: &str| match text {
        "off" => Some(InnerListen::Off),
        _ => text.parse().ok().map(InnerListen::At),
    };
    told.read(address, "is not an address and port", "write it as 127.0.0.1:9187, or \"off\"")
}

fn read_truth(told: &Told) -> Result<bool, Error> {
    told.read(|text| text.parse().ok(), "is neither yes nor no", "write true or false")
}

fn read_log_format(told: &Told) -> Result<LogFormat, Error> {
    let known = |text: &str| match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    };
    told.read(known, "is not a form of the log", "write \"text\" or \"json\"")
}

fn read_log_filter(told: &Told) -> Result<String, Error> {
    let filter = |text: &str| EnvFilter::try_new(text).is_ok().then(|| text.to_owned());
    told.read(filter, "is not a filter for the log", "write it as \"info\" or \"warn,prag=debug\"")
}
