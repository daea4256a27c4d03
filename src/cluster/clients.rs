//! PostgreSQL's own programs that copy a database out and read the copy. A password reaches them in their environment,
//! never on a command line. Not here: where the copy lies and what is done with it (`backup`).

use super::{
    error::Error,
    programs::{command, on_path, packaged, version},
    server::complaint,
};
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use std::{
    ffi::OsString,
    fs::File,
    io,
    path::{self, Path, PathBuf},
    process::{ExitStatus, Stdio},
};
use tokio::{
    io::{AsyncReadExt, BufReader},
    process::{Child, ChildStdout, Command},
    task::JoinHandle,
};

const NEEDED: [&str; 2] = ["pg_dump", "pg_restore"];
/// What libpq is told by the machine or by whoever runs us, as sqlx is.
const INHERITED: [&str; 3] = ["HOME", "PGPASSFILE", "PGPASSWORD"];
/// Where Debian keeps the authorities that everybody trusts; sqlx brings the same ones along.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A pair of `pg_dump` and `pg_restore`, not older than the server.
#[derive(Debug, Clone)]
pub struct Clients {
    bin: PathBuf,
}

/// A copy being written out as a script of SQL.
#[derive(Debug)]
pub struct Script {
    /// The script, to be read to its end before `ended`.
    pub text: BufReader<ChildStdout>,
    child: Child,
    said: JoinHandle<String>,
}

impl Clients {
    /// Takes the programs in `explicit` if a directory is named; else those of the server's version, else of the next
    /// newer one: older ones refuse the server, and the newer they are, the more they say that it does not understand.
    pub fn find(explicit: Option<&Path>, server: u32) -> Result<Clients, Error> {
        let places = match explicit {
            Some(bin) => vec![path::absolute(bin).unwrap_or_else(|_| bin.into())],
            None => packaged().into_iter().chain(on_path()).collect(),
        };
        let pairs = places.into_iter().filter(|bin| NEEDED.iter().all(|program| bin.join(program).is_file()));
        choose(pairs.filter_map(|bin| Some((version(&bin, "pg_dump").ok()?.0, bin))), server)
    }

    /// Copies a whole database, as it is at this moment, into an open file.
    pub async fn dump(&self, database: &PgConnectOptions, into: File) -> Result<(), Error> {
        let mut dump = self.command("pg_dump");
        dump.envs(address(database));
        dump.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"]);
        // Beside a migration that takes too long it is better to fail aloud than to wait for ever.
        dump.arg("--lock-wait-timeout=60s");
        self.run(dump.stdout(into), "pg_dump").await.map(drop)
    }

    /// The table of contents of a copy.
    pub async fn list(&self, copy: &Path) -> Result<String, Error> {
        let mut list = self.command("pg_restore");
        list.arg("--list").arg(copy).stdout(Stdio::piped());
        self.run(&mut list, "pg_restore").await
    }

    /// Writes a copy out as SQL, from its start to its end.
    pub fn script(&self, copy: &Path) -> Result<Script, Error> {
        let mut restore = self.command("pg_restore");
        restore.args(["--file=-", "--no-owner", "--no-privileges"]).arg(copy).stdout(Stdio::piped());
        let (mut child, said) = self.start(&mut restore, "pg_restore")?;
        let text = child
            .stdout
            .take()
            .ok_or_else(|| self.not_run("pg_restore", io::ErrorKind::BrokenPipe.into()))?;
        Ok(Script { text: BufReader::new(text), child, said })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = command(&self.bin.join(program));
        command.envs(INHERITED.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        let mut command = Command::from(command);
        command.kill_on_drop(true);
        command
    }

    /// Runs to the end and tells what was printed to a pipe.
    async fn run(&self, command: &mut Command, program: &'static str) -> Result<String, Error> {
        let (mut child, said) = self.start(command, program)?;
        let mut printed = String::new();
        if let Some(mut out) = child.stdout.take() {
            out.read_to_string(&mut printed).await.map_err(|source| self.not_run(program, source))?;
        }
        let status = child.wait().await.map_err(|source| self.not_run(program, source))?;
        judge(program, status, &said.await.unwrap_or_default()).map(|()| printed)
    }

    fn start(
        &self,
        command: &mut Command,
        program: &'static str,
    ) -> Result<(Child, JoinHandle<String>), Error> {
        let mut child =
            command.stderr(Stdio::piped()).spawn().map_err(|source| self.not_run(program, source))?;
        let stderr = child.stderr.take();
        let said = tokio::spawn(async move {
            let mut said = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.read_to_end(&mut said).await; // what was heard so far is what there is to say
            }
            String::from_utf8_lossy(&said).into_owned()
        });
        Ok((child, said))
    }

    fn not_run(&self, program: &'static str, source: io::Error) -> Error {
        Error::NotRun { program, bin: self.bin.clone(), source }
    }
}

impl Script {
    /// Whether the script that was read is all of it.
    pub async fn ended(mut self) -> Result<(), Error> {
        drop(self.text);
        let status = self.child.wait().await;
        let said = self.said.await.unwrap_or_default();
        let status = status
            .map_err(|source| Error::NotCopied { program: "pg_restore", complaint: source.to_string() })?;
        judge("pg_restore", status, &said)
    }
}

fn judge(program: &'static str, status: ExitStatus, said: &str) -> Result<(), Error> {
    if status.success() {
        return Ok(());
    }
    let complaint = complaint(said).unwrap_or_else(|| status.to_string());
    Err(Error::NotCopied { program, complaint })
}

fn choose(pairs: impl Iterator<Item = (u32, PathBuf)>, server: u32) -> Result<Clients, Error> {
    let (fit, old): (Vec<_>, Vec<_>) = pairs.partition(|(major, _)| *major >= server);
    match (fit.into_iter().min_by_key(|(major, _)| *major), old.into_iter().map(|(major, _)| major).max()) {
        (Some((_, bin)), _) => Ok(Clients { bin }),
        (None, Some(found)) => Err(Error::OldClients { found, server }),
        (None, None) => Err(Error::NoClients { server }),
    }
}

/// How libpq connects where sqlx does, as variables of its environment.
fn address(database: &PgConnectOptions) -> Vec<(&'static str, OsString)> {
    let url = database.to_url_lossy();
    let host =
        database.get_socket().map_or_else(|| database.get_host().into(), |socket| socket.clone().into());
    let mut address: Vec<(&str, OsString)> = vec![
        ("PGHOST", host),
        ("PGPORT", database.get_port().to_string().into()),
        ("PGUSER", database.get_username().into()),
        ("PGDATABASE", database.get_database().unwrap_or(database.get_username()).into()),
        ("PGAPPNAME", "prag backup".into()),
        ("PGCONNECT_TIMEOUT", "10".into()),
    ];
    if let Some(password) = url.password() {
        let written = format!("password={password}");
        let read = url::form_urlencoded::parse(written.as_bytes()).map(|(_, password)| password.into_owned());
        address.extend(read.map(|password| ("PGPASSWORD", password.into())));
    }
    if let Some(options) = database.get_options() {
        address.push(("PGOPTIONS", options.into()));
    }
    let told = |key: &str| {
        let (_, value) = url.query_pairs().find(|(name, _)| name == key)?;
        Some(value.strip_prefix("file: ").unwrap_or(&value).to_owned()) // sqlx writes so of the path of a certificate
    };
    let mode = told("sslmode");
    let root = told("sslrootcert");
    if root.is_none() && mode.as_deref().is_some_and(|mode| mode.starts_with("verify")) {
        address.push(("PGSSLROOTCERT", AUTHORITIES.into()));
    }
    let tls = [
        ("PGSSLMODE", mode),
        ("PGSSLROOTCERT", root),
        ("PGSSLCERT", told("sslcert")),
        ("PGSSLKEY", told("sslkey")),
    ];
    address.extend(tls.into_iter().filter_map(|(name, value)| Some((name, value?.into()))));
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn told(url: &str) -> HashMap<&'static str, String> {
        let options: PgConnectOptions = url.parse().unwrap();
        address(&options).into_iter().map(|(name, value)| (name, value.into_string().unwrap())).collect()
    }

    #[test]
    fn libpq_is_told_what_the_address_says() {
        let far =
            told("postgres://pr%40g:p%25+%2B%20%2F%C3%AB@db.example.org:6432/cases?sslmode=verify-full");
        for (name, value) in [
            ("PGHOST", "db.example.org"),
            ("PGPORT", "6432"),
            ("PGDATABASE", "cases"),
            ("PGPASSWORD", "p%++ /ë"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", AUTHORITIES),
        ] {
            assert_eq!(far[name], value, "{name}");
        }
        let near = told("postgres://prag@localhost/prag?host=/run/postgresql&sslrootcert=/etc/prag/root.crt");
        assert_eq!((&*near["PGHOST"], &*near["PGSSLROOTCERT"]), ("/run/postgresql", "/etc/prag/root.crt"));
        assert!(!near.contains_key("PGPASSWORD"));
    }

    #[test]
    fn the_pair_nearest_to_the_server_is_taken_and_never_an_older_one() {
        let installed = || [14, 17, 16].into_iter().map(|major| (major, PathBuf::from(format!("/{major}"))));
        let chosen = |server| choose(installed(), server).map(|clients| clients.bin);
        assert_eq!(chosen(14).unwrap(), Path::new("/14"));
        assert_eq!(chosen(15).unwrap(), Path::new("/16"));
        assert!(matches!(chosen(18), Err(Error::OldClients { found: 17, server: 18 })));
        let none = choose(std::iter::empty(), 15).unwrap_err().to_string();
        assert!(
            none.contains("apt-get install -y postgresql-client-15") && none.contains("PRAG_PG_BIN"),
            "{none}"
        );
    }
}
