//! Where settings come from and what goes before what: the environment before the settings file; a secret directly
//! or from a file of its own, never both. An empty variable counts as none. Paths in the settings file count from
//! the directory of that file.
//! Not here: which settings there are, and what their values mean.

use std::{ffi::OsString, fs, io, os::unix::fs::PermissionsExt, path::Path, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::text::clip;

use super::{
    error::{Error, Place},
    file::{File, Scalar},
};

/// The environment, handed in so that nothing but the first caller depends on the process.
pub(super) type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// The layers below the command line.
pub(super) struct Sources<'a> {
    env: Environment<'a>,
    file: PathBuf,
    /// What an operator should know although it stops nothing.
    pub(super) warnings: Vec<String>,
}

/// A setting as it was given, and where.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) place: Place,
    value: SecretString,
    /// Where the value counts from if it is a path.
    base: PathBuf,
    /// Whether the value is the path of a file with the secret in it.
    names_file: bool,
}

impl<'a> Sources<'a> {
    /// Finds and reads the settings file: the one named, else `prag.toml` in `dir` if it is there.
    pub(super) fn open(
        dir: &Path,
        named: Option<&Path>,
        env: Environment<'a>,
    ) -> Result<(Self, File), Error> {
        let mut sources = Self { env, file: dir.join("prag.toml"), warnings: Vec::new() };
        let mut named_by = None;
        if let Some(path) = named {
            (sources.file, named_by) = (path.to_owned(), Some(Place::named("--config")));
        } else if let Some(told) = sources.variable("PRAG_CONFIG")? {
            (sources.file, named_by) = (told.path(), Some(told.place));
        }
        let text = match fs::read_to_string(&sources.file) {
            Ok(text) => SecretString::from(text),
            Err(source) if source.kind() == io::ErrorKind::NotFound && named_by.is_none() => {
                return Ok((sources, File::default()));
            }
            Err(source) => {
                let file = sources.file.display();
                let place = match named_by {
                    Some(named_by) => Place::named(&format!("{file} (named by {named_by})")),
                    None => Place::named(&file.to_string()),
                };
                return Err(Error::Unreadable { place, source });
            }
        };
        let file = File::read(text.expose_secret(), &sources.file)?;
        if file.holds_secrets() && is_open_to_others(&sources.file) {
            sources.warnings.push(format!(
                "{} holds secrets and every user of this machine may read it: chmod o= it, or move them to files",
                sources.file.display()
            ));
        }
        Ok((sources, file))
    }

    /// A variable of the environment.
    pub(super) fn variable(&self, name: &str) -> Result<Option<Told>, Error> {
        let Some(value) = (self.env)(name).filter(|value| !value.is_empty()) else { return Ok(None) };
        let place = Place::named(name);
        match value.into_string() {
            Ok(text) => Ok(Some(Told { place, value: text.into(), base: PathBuf::new(), names_file: false })),
            Err(_) => Err(Error::Unfit {
                place,
                found: None,
                wrong: "is not text in UTF-8",
                remedy: "set it again, or put a secret into a file and name that file",
            }),
        }
    }

    /// A key of the settings file.
    pub(super) fn key(&self, table: &str, key: &str, scalar: Option<Scalar>) -> Result<Option<Told>, Error> {
        let Some(Scalar(value)) = scalar else { return Ok(None) };
        let place = Place::key(&self.file, table, key);
        if value.expose_secret().is_empty() {
            let remedy = "give it a value, or take the line out";
            return Err(Error::Unfit { place, found: None, wrong: "is empty", remedy });
        }
        let base = self.file.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Some(Told { place, value, base, names_file: false }))
    }

    /// The place of a whole table.
    pub(super) fn table(&self, table: &str) -> Place {
        Place::table(&self.file, table)
    }

    /// A setting from the environment, else from the settings file.
    pub(super) fn setting(
        &self,
        variable: &str,
        table: &str,
        key: &'static str,
        scalar: Option<Scalar>,
    ) -> Result<Option<Told>, Error> {
        let told = self.variable(variable)?;
        if told.is_some() { Ok(told) } else { self.key(table, key, scalar) }
    }

    /// A secret from the environment, else from the settings file; not yet out of its own file.
    pub(super) fn secret(
        &self,
        variable: &str,
        table: &str,
        inline: (&'static str, Option<Scalar>),
        file: (&'static str, Option<Scalar>),
    ) -> Result<Option<Told>, Error> {
        let told = self.secret_variable(variable)?;
        if told.is_some() { Ok(told) } else { self.secret_key(table, inline, file) }
    }

    /// A secret of the environment: the variable itself, or the file that `{variable}_FILE` names.
    pub(super) fn secret_variable(&self, name: &str) -> Result<Option<Told>, Error> {
        let file = self.variable(&format!("{name}_FILE"))?;
        only_one(self.variable(name)?, file.map(Told::naming_file))
    }

    /// A secret of the settings file: a key itself, or the file that another key names.
    pub(super) fn secret_key(
        &self,
        table: &str,
        (key, scalar): (&str, Option<Scalar>),
        (file_key, file_scalar): (&str, Option<Scalar>),
    ) -> Result<Option<Told>, Error> {
        let file = self.key(table, file_key, file_scalar)?;
        only_one(self.key(table, key, scalar)?, file.map(Told::naming_file))
    }

    /// The secret itself, out of its file where it has one; one newline at the end is not part of it.
    pub(super) fn reveal(&mut self, told: Told) -> Result<Told, Error> {
        if !told.names_file {
            return Ok(told);
        }
        let file = told.path();
        let place = Place::within(&told.place);
        let text = match fs::read_to_string(&file) {
            Ok(text) => SecretString::from(text),
            Err(source) => return Err(Error::Unreadable { place, source }),
        };
        if is_open_to_others(&file) {
            self.warnings.push(format!(
                "{place} holds a secret and every user of this machine may read it: chmod o= it"
            ));
        }
        let secret = text.expose_secret();
        let secret = secret.strip_suffix('\n').unwrap_or(secret);
        let secret = secret.strip_suffix('\r').unwrap_or(secret);
        if secret.is_empty() {
            let remedy = "write the secret into it";
            return Err(Error::Unfit { place, found: None, wrong: "is empty", remedy });
        }
        Ok(Told { place, value: secret.into(), base: PathBuf::new(), names_file: false })
    }
}

impl Told {
    fn naming_file(self) -> Self {
        Self { names_file: true, ..self }
    }

    /// The value as a path; in the settings file it counts from the directory of that file.
    pub(super) fn path(&self) -> PathBuf {
        self.base.join(self.as_str())
    }

    /// The value as a secret.
    pub(super) fn secret(self) -> SecretString {
        self.value
    }

    /// The value as it was written.
    pub(super) fn as_str(&self) -> &str {
        self.value.expose_secret()
    }

    /// What the value means; an error shows the value.
    pub(super) fn read<T>(
        &self,
        meaning: impl FnOnce(&str) -> Option<T>,
        wrong: &'static str,
        remedy: &'static str,
    ) -> Result<T, Error> {
        meaning(self.as_str())
            .ok_or_else(|| self.unfit(Some(clip(self.as_str(), 60).to_owned()), wrong, remedy))
    }

    /// Whether the value is right; an error shows it.
    pub(super) fn check(
        &self,
        right: impl FnOnce(&str) -> bool,
        wrong: &'static str,
        remedy: &'static str,
    ) -> Result<(), Error> {
        self.read(|text| right(text).then_some(()), wrong, remedy)
    }

    /// Whether the value is right; an error does not show it.
    pub(super) fn check_hidden(
        &self,
        right: impl FnOnce(&str) -> bool,
        wrong: &'static str,
        remedy: &'static str,
    ) -> Result<(), Error> {
        if right(self.as_str()) { Ok(()) } else { Err(self.unfit(None, wrong, remedy)) }
    }

    fn unfit(&self, found: Option<String>, wrong: &'static str, remedy: &'static str) -> Error {
        Error::Unfit { place: self.place.clone(), found, wrong, remedy }
    }
}

/// The one of two that is set.
fn only_one(one: Option<Told>, other: Option<Told>) -> Result<Option<Told>, Error> {
    match (one, other) {
        (Some(one), Some(other)) => Err(Error::Twice { one: one.place, other: other.place }),
        (one, other) => Ok(one.or(other)),
    }
}

/// The name of a secret's variable, with the other way to give it.
pub(super) fn or_file(variable: &str) -> String {
    format!("{variable} (or {variable}_FILE)")
}

fn is_open_to_others(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}
