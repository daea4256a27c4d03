//! The SMS lines, each all or nothing: `[[sms]]` tables and numbered groups of variables. A group that bears the
//! name of a table goes before it key by key, so that a secret can come from the environment alone.
//! Not here: the protocol of a line (`channels`).

use std::{collections::HashSet, fmt};

use reqwest::Url;
use secrecy::SecretString;

use crate::message::Line;

use super::{
    address,
    error::Error,
    file::{SmsTable, Table},
    sources::{Sources, Told},
};

/// Groups of variables are numbered from one up to here; gaps do not matter.
const LAST_GROUP: u32 = 99;

/// What a modem or a small gateway bears.
const PER_SECOND: u32 = 10;

/// Guessing a shorter secret would be within reach of a patient machine.
const SHORTEST_SECRET: usize = 16;

/// One SMS line.
#[derive(Clone)]
pub struct SmsLine {
    /// Its name, which is also in the address of its doors.
    pub name: Line,
    /// The protocol of its gateway.
    pub kind: SmsKind,
    /// The secret under which both sides sign.
    pub secret: SecretString,
    /// Where texts are posted.
    pub send_url: Url,
    /// The number or name that receivers see.
    pub sender: String,
    /// How many texts a second the gateway bears.
    pub per_second: u32,
}

impl fmt::Debug for SmsLine {
    /// Leaves out the secret, and the address because its query may hold a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsLine").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The protocols that a gateway may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsKind {
    /// Prag's own: signed JSON both ways.
    Generic,
}

/// A line as far as one source tells it.
struct Draft {
    /// What stands before the names of its variables; nothing for a table.
    prefix: Option<String>,
    name: Told,
    kind: Option<Told>,
    secret: Option<Told>,
    send_url: Option<Told>,
    sender: Option<Told>,
    per_second: Option<Told>,
}

/// Reads all lines.
pub(super) fn read(sources: &mut Sources<'_>, tables: Vec<Table<SmsTable>>) -> Result<Vec<SmsLine>, Error> {
    let mut drafts = Vec::new();
    for (index, Table(table)) in tables.into_iter().enumerate() {
        drafts.push(from_table(sources, index + 1, table)?);
    }
    refuse_namesakes(&drafts)?;
    let mut groups = Vec::new();
    for number in 1..=LAST_GROUP {
        groups.extend(from_variables(sources, number)?);
    }
    refuse_namesakes(&groups)?;
    for group in groups {
        match drafts.iter_mut().find(|table| table.name.as_str() == group.name.as_str()) {
            Some(table) => table.overlay(group),
            None => drafts.push(group),
        }
    }
    drafts.into_iter().map(|draft| draft.finish(sources)).collect()
}

fn from_table(sources: &Sources<'_>, number: usize, keys: SmsTable) -> Result<Draft, Error> {
    let table = format!("[[sms]] number {number}");
    let Some(name) = sources.key(&table, "name", keys.name)? else {
        return Err(Error::Incomplete { given: sources.table(&table), missing: "its `name`".to_owned() });
    };
    Ok(Draft {
        prefix: None,
        name,
        kind: sources.key(&table, "kind", keys.kind)?,
        secret: sources.secret_key(&table, ("secret", keys.secret), ("secret_file", keys.secret_file))?,
        send_url: sources.key(&table, "send_url", keys.send_url)?,
        sender: sources.key(&table, "sender", keys.sender)?,
        per_second: sources.key(&table, "per_second", keys.per_second)?,
    })
}

fn from_variables(sources: &Sources<'_>, number: u32) -> Result<Option<Draft>, Error> {
    let prefix = format!("PRAG_SMS_{number}_");
    let told = |name: &str| sources.variable(&format!("{prefix}{name}"));
    let (kind, send_url, sender, per_second) =
        (told("KIND")?, told("SEND_URL")?, told("SENDER")?, told("PER_SECOND")?);
    let secret = sources.secret_variable(&format!("{prefix}SECRET"))?;
    let Some(name) = told("NAME")? else {
        let given = [kind, secret, send_url, sender, per_second].into_iter().flatten().next();
        let missing = format!("{prefix}NAME");
        return given.map_or(Ok(None), |told| Err(Error::Incomplete { given: told.place, missing }));
    };
    Ok(Some(Draft { prefix: Some(prefix), name, kind, secret, send_url, sender, per_second }))
}

fn refuse_namesakes(drafts: &[Draft]) -> Result<(), Error> {
    let mut names = HashSet::new();
    drafts.iter().try_for_each(|draft| {
        draft.name.check(
            |name| names.insert(name.to_owned()),
            "is the name of another line too",
            "give every line a name of its own",
        )
    })
}

impl Draft {
    fn overlay(&mut self, group: Draft) {
        self.kind = group.kind.or(self.kind.take());
        self.secret = group.secret.or(self.secret.take());
        self.send_url = group.send_url.or(self.send_url.take());
        self.sender = group.sender.or(self.sender.take());
        self.per_second = group.per_second.or(self.per_second.take());
    }

    fn finish(self, sources: &mut Sources<'_>) -> Result<SmsLine, Error> {
        self.name.check(
            is_name,
            "is not a name for a line",
            "use 1 to 32 of the characters a-z 0-9 -, and not \"telegram\"",
        )?;
        if let Some(kind) = &self.kind {
            kind.check(|kind| kind == "generic", "is not a kind of line", "write \"generic\"")?;
        }
        let lacks = |missing: &str| {
            let missing = match &self.prefix {
                Some(prefix) => format!("{prefix}{}", missing.to_uppercase()),
                None => format!("its `{missing}`"),
            };
            Error::Incomplete { given: self.name.place.clone(), missing }
        };
        let secret = self.secret.ok_or_else(|| lacks("secret"))?;
        let send_url = self.send_url.ok_or_else(|| lacks("send_url"))?;
        let sender = self.sender.ok_or_else(|| lacks("sender"))?;
        let per_second = match self.per_second {
            Some(told) => told.read(
                |text| text.parse().ok().filter(|rate| (1..=1000).contains(rate)),
                "is not a number of texts a second",
                "write a whole number from 1 to 1000",
            )?,
            None => PER_SECOND,
        };
        let secret = sources.reveal(secret)?;
        if secret.as_str().len() < SHORTEST_SECRET {
            sources.warnings.push(format!(
                "{} is shorter than {SHORTEST_SECRET} characters and could be guessed: agree on a longer one",
                secret.place
            ));
        }
        Ok(SmsLine {
            name: Line(self.name.as_str().to_owned()),
            kind: SmsKind::Generic,
            secret: secret.secret(),
            send_url: address::server(sources, &send_url)?,
            sender: sender.as_str().to_owned(),
            per_second,
        })
    }
}

fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=32).contains(&text.len()) && text.bytes().all(plain) && Line(text.to_owned()) != Line::telegram()
}
