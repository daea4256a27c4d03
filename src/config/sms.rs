//! The SMS lines, each all or nothing: `[[sms]]` tables and numbered groups of variables. A group that bears the
//! name of a table goes before it key by key, so that a secret can come from the environment alone.
//! Not here: which keys a kind of network has, and what they mean to it (`channels`).

use std::{
    collections::{BTreeMap, HashSet},
    fmt, mem,
};

use reqwest::Url;

use crate::{
    channels::{
        KINDS, Kind, generic, kind,
        settings::{Form, Key, Need, Settings},
    },
    message::Line,
};

use super::{
    address,
    error::Error,
    file::{SmsTable, Table},
    sources::{Sources, Told},
};

/// Groups of variables are numbered from one up to here; gaps do not matter.
const LAST_GROUP: u32 = 99;

/// Guessing a shorter secret would be within reach of a patient machine.
const SHORTEST_SECRET: usize = 16;

/// One SMS line.
#[derive(Clone)]
pub struct SmsLine {
    /// Its name, which is also in the address of its doors.
    pub name: Line,
    /// The kind of its network.
    pub kind: &'static Kind,
    /// How many texts a second its network bears.
    pub per_second: u32,
    /// How the numbers begin that it can reach; every number when nothing is said.
    pub reaches: Vec<String>,
    /// What the network asks for.
    pub settings: Settings,
}

impl SmsLine {
    /// Where its network is spoken to, and the key that says so, unless that goes without saying.
    #[must_use]
    pub fn server(&self) -> Option<(&'static str, Url)> {
        let key = self.kind.keys.iter().find(|key| matches!(key.form, Form::Url))?;
        Some((key.name, self.settings.given(key.name)?.parse().ok()?))
    }
}

impl fmt::Debug for SmsLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsLine")
            .field("name", &self.name)
            .field("kind", &self.kind.name)
            .finish_non_exhaustive()
    }
}

/// A line as far as one source tells it.
struct Draft {
    /// What stands before the names of its variables; nothing for a table.
    prefix: Option<String>,
    name: Told,
    kind: Option<Told>,
    per_second: Option<Told>,
    reaches: Option<Told>,
    /// What else was told, by key.
    told: BTreeMap<String, Told>,
}

/// Whether a key of the settings file holds a secret itself.
pub(super) fn is_secret(key: &str) -> bool {
    keys().any(|known| known.name == key && known.form.is_secret())
}

/// Reads all lines; `public_url` is where networks reach us.
pub(super) fn read(
    sources: &mut Sources<'_>,
    tables: Vec<Table<SmsTable>>,
    public_url: Option<&str>,
) -> Result<Vec<SmsLine>, Error> {
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
    drafts.into_iter().map(|draft| draft.finish(sources, public_url)).collect()
}

/// Every key that some kind asks for, once.
fn keys() -> impl Iterator<Item = &'static Key> {
    let mut seen = HashSet::new();
    KINDS.iter().flat_map(|kind| kind.keys).filter(move |key| seen.insert(key.name))
}

fn from_table(sources: &Sources<'_>, number: usize, keys: SmsTable) -> Result<Draft, Error> {
    let SmsTable { name, kind, per_second, reaches, mut rest } = keys;
    let table = format!("[[sms]] number {number}");
    let Some(name) = sources.key(&table, "name", name)? else {
        return Err(Error::Incomplete { given: sources.table(&table), missing: "its `name`".to_owned() });
    };
    let kind = sources.key(&table, "kind", kind)?;
    let per_second = sources.key(&table, "per_second", per_second)?;
    let reaches = sources.key(&table, "reaches", reaches)?;
    let mut told = BTreeMap::new();
    for key in self::keys() {
        let file = format!("{}_file", key.name);
        let value = rest.remove(key.name);
        let one = if key.form.is_secret() {
            sources.secret_key(&table, (key.name, value), (&file, rest.remove(&file)))?
        } else {
            sources.key(&table, key.name, value)?
        };
        told.extend(one.map(|one| (key.name.to_owned(), one)));
    }
    for (key, value) in rest {
        // Of no kind: told as one that this kind does not have.
        told.extend(sources.key(&table, &key, Some(value))?.map(|one| (key, one)));
    }
    Ok(Draft { prefix: None, name, kind, per_second, reaches, told })
}

fn from_variables(sources: &Sources<'_>, number: u32) -> Result<Option<Draft>, Error> {
    let prefix = format!("PRAG_SMS_{number}_");
    let variable = |key: &str| format!("{prefix}{}", key.to_uppercase());
    let common = |key: &str| sources.variable(&variable(key));
    let (kind, per_second, reaches) = (common("kind")?, common("per_second")?, common("reaches")?);
    let mut told = BTreeMap::new();
    for key in keys() {
        let name = variable(key.name);
        let one =
            if key.form.is_secret() { sources.secret_variable(&name)? } else { sources.variable(&name)? };
        told.extend(one.map(|one| (key.name.to_owned(), one)));
    }
    let Some(name) = sources.variable(&variable("name"))? else {
        let given = [kind, per_second, reaches].into_iter().flatten().chain(told.into_values()).next();
        let missing = variable("name");
        return given.map_or(Ok(None), |told| Err(Error::Incomplete { given: told.place, missing }));
    };
    Ok(Some(Draft { prefix: Some(prefix), name, kind, per_second, reaches, told }))
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
        self.per_second = group.per_second.or(self.per_second.take());
        self.reaches = group.reaches.or(self.reaches.take());
        self.told.extend(group.told);
    }

    fn finish(mut self, sources: &mut Sources<'_>, public_url: Option<&str>) -> Result<SmsLine, Error> {
        self.name.check(
            is_name,
            "is not a name for a line",
            "use 1 to 32 of the characters a-z 0-9 -, and not \"telegram\"",
        )?;
        let kind = match &self.kind {
            Some(told) => {
                told.read(kind, "is not a kind of line", "write one of those in docs/networks.md")?
            }
            None => &generic::KIND,
        };
        let per_second = match &self.per_second {
            Some(told) => told.read(
                |text| text.parse().ok().filter(|rate| (1..=1000).contains(rate)),
                "is not a number of texts a second",
                "write a whole number from 1 to 1000",
            )?,
            None => kind.per_second,
        };
        let reaches = match &self.reaches {
            Some(told) => told.read(
                starts_of_numbers,
                "does not say how numbers begin",
                "write beginnings as +383, with blanks between them",
            )?,
            None => Vec::new(),
        };
        let name = self.name.as_str().to_owned();
        let mut values = BTreeMap::new();
        for key in kind.keys {
            let value = match (self.told.remove(key.name), key.need) {
                (Some(told), _) => checked(sources, told, &key.form)?.secret(),
                (None, Need::Else(default)) => default.into(),
                (None, Need::May) => continue,
                (None, Need::Must) => return Err(self.lacks(key.name)),
            };
            values.insert(key.name, value);
        }
        if let Some(told) = mem::take(&mut self.told).into_values().next() {
            let known = ["name", "kind", "per_second", "reaches"]
                .into_iter()
                .chain(kind.keys.iter().map(|key| key.name));
            return Err(Error::Stranger { place: told.place, kind: kind.name, known: known.collect() });
        }
        if kind.needs_public_url && public_url.is_none() {
            return Err(Error::Incomplete { given: self.name.place, missing: "PRAG_PUBLIC_URL".to_owned() });
        }
        let doors = public_url.map(|url| format!("{url}/sms/{name}"));
        let name = Line(name);
        let settings = Settings { line: name.clone(), doors, values };
        Ok(SmsLine { name, kind, per_second, reaches, settings })
    }

    fn lacks(&self, missing: &str) -> Error {
        let missing = match &self.prefix {
            Some(prefix) => format!("{prefix}{}", missing.to_uppercase()),
            None => format!("its `{missing}`"),
        };
        Error::Incomplete { given: self.name.place.clone(), missing }
    }
}

/// The value, when it looks as it should.
fn checked(sources: &mut Sources<'_>, told: Told, form: &Form) -> Result<Told, Error> {
    match form {
        Form::Password => return sources.reveal(told),
        Form::Agreed => {
            let secret = sources.reveal(told)?;
            if secret.as_str().len() < SHORTEST_SECRET {
                sources.warnings.push(format!(
                    "{} is shorter than {SHORTEST_SECRET} characters and could be guessed: agree on a longer one",
                    secret.place
                ));
            }
            return Ok(secret);
        }
        Form::Url => drop(address::server(sources, &told)?),
        Form::Text => {}
        Form::Whole(range) => told.check(
            |text| text.parse().is_ok_and(|number| range.contains(&number)),
            "is not a number that can stand here",
            "write a whole number, as docs/networks.md says",
        )?,
        Form::OneOf(words) => told.check(
            |text| words.contains(&text),
            "is not one of the words that can stand here",
            "write one of those in docs/networks.md",
        )?,
    }
    Ok(told)
}

fn starts_of_numbers(text: &str) -> Option<Vec<String>> {
    let is_start = |start: &str| {
        let digits = start.strip_prefix('+').unwrap_or_default();
        (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    text.split_whitespace().map(|start| is_start(start).then(|| start.to_owned())).collect()
}

fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=32).contains(&text.len()) && text.bytes().all(plain) && Line(text.to_owned()) != Line::telegram()
}
