//! Why the settings were refused: each variant displays as one sentence that ends in what to do.
//! No variant ever holds the value of a secret, and none has a source that could print one.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Where a setting stands, as an operator would look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// On the command line, or in the environment.
    pub(super) fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// In the settings file; `table` is empty above all tables.
    pub(super) fn key(file: &Path, table: &str, key: &str) -> Self {
        let table = if table.is_empty() { String::new() } else { format!(" under {table}") };
        Self(format!("`{key}`{table} in {}", file.display()))
    }

    /// A whole table of the settings file.
    pub(super) fn table(file: &Path, table: &str) -> Self {
        Self(format!("{table} in {}", file.display()))
    }

    /// In a file of its own. Its path does not show: whoever mistakes the two sets the secret in its place.
    pub(super) fn within(named_by: &Self) -> Self {
        Self(format!("the file that {named_by} names"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why no settings came about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that was named, or the settings file that lies there, cannot be read.
    #[error("cannot read {place}: {source}; correct the path or who may read it")]
    Unreadable {
        /// The file.
        place: Place,
        /// What the system says.
        source: io::Error,
    },
    /// The settings file is not TOML, or has a key that means nothing.
    #[error("{}, line {line}{}: {wrong}; correct that line, as in prag.example.toml", .file.display(), in_key(.key))]
    Malformed {
        /// The settings file.
        file: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// The key on that line, where it has one.
        key: Option<String>,
        /// What is wrong there; tells names and kinds, no value.
        wrong: String,
    },
    /// A setting has a value that cannot be used.
    #[error("{place}{} {wrong}; {remedy}", is_found(.found))]
    Unfit {
        /// The setting.
        place: Place,
        /// The value, unless it is or may hold a secret.
        found: Option<String>,
        /// What is wrong with it.
        wrong: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// The same thing is set in two ways that exclude each other.
    #[error("{one} and {other} are both set, and only one of them can hold; take one of them away")]
    Twice {
        /// One way.
        one: Place,
        /// The other way.
        other: Place,
    },
    /// Settings that belong together are not all there.
    #[error("{given} is set, but {missing} is not; set both or neither")]
    Incomplete {
        /// What is there.
        given: Place,
        /// The name of what is not.
        missing: String,
    },
    /// A line has a key that its kind of network does not know.
    #[error("{place} means nothing to a line of the kind \"{kind}\", which knows {}; take it out, or correct the kind", listed(.known))]
    Stranger {
        /// Where the key stands.
        place: Place,
        /// The kind of the line.
        kind: &'static str,
        /// The keys that it knows.
        known: Vec<&'static str>,
    },
    /// A webhook lacks something that polling can do without.
    #[error(
        "{mode} asks for a webhook, which also needs {missing}; set that too, or set the mode to \"polling\""
    )]
    NoWebhook {
        /// What asks for the webhook.
        mode: Place,
        /// What it needs.
        missing: String,
    },
    /// Nothing says where the data are.
    #[error(
        "no database is named; set DATABASE_URL=postgres://user:password@host/database (or DATABASE_URL_FILE, or \
         `url` under [database] in prag.toml), or name a directory for a server of prag's own with --data DIR"
    )]
    NoDatabase,
}

fn listed(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

fn in_key(key: &Option<String>) -> String {
    key.as_ref().map(|key| format!(" (`{key}`)")).unwrap_or_default()
}

fn is_found(found: &Option<String>) -> String {
    found.as_ref().map(|found| format!(" = {found:?}")).unwrap_or_default()
}
