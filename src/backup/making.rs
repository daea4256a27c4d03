//! A backup: written beside its name, synced, read through, and only then given its name. Whatever is called FILE is whole.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::{self, Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use tokio::io::AsyncReadExt;

use super::{MIGRATIONS_TABLE, is_ours};
use crate::{
    cluster::Clients,
    config::{Config, Database},
    opening::{self, Home},
    serve,
};

/// Copies the database of the settings into a file, beside a `prag serve` that may be running, and says what was done.
///
/// # Errors
/// With the remedy; then no file of this name is there.
pub async fn back_up(config: &Config, file: &Path) -> Result<String> {
    let file = path::absolute(file).context("FILE is no path")?;
    let mut partial = Partial::begin(&file)?;
    if let Database::Data(dir) = &config.database {
        // A visit would make a new one, and its backup every night would be a backup of nothing.
        ensure!(
            dir.join("data").join("PG_VERSION").exists(),
            "there is no database in {}; name the directory of `prag serve` with --data",
            dir.display()
        );
    }
    let home = serve::visit(config).await?;
    let copied = copy(config, &home, &mut partial).await;
    let closed = home.close().await;
    let size = copied?;
    closed?;
    partial.finish(&file)?;
    let keys = match (&config.keys, &config.database) {
        (None, Database::Data(dir)) => format!("{}", opening::key_file(dir).display()),
        _ => "the key file".to_owned(),
    };
    Ok(format!(
        "backed up to {}, {} KB, and read through; the keys are not in it: keep a copy of {keys} somewhere else",
        file.display(),
        size.div_ceil(1024)
    ))
}

async fn copy(config: &Config, home: &Home, partial: &mut Partial) -> Result<u64> {
    let there = sqlx::query_scalar!(
        r#"select to_regclass('public.' || $1) is not null as "there!""#,
        MIGRATIONS_TABLE
    );
    ensure!(
        there.fetch_one(&home.pool).await.context("the database does not answer")?,
        "the database holds nothing of Prag; correct DATABASE_URL, or start `prag serve` once"
    );
    let server = opening::server_version(&home.pool).await?;
    let clients = Clients::find(config.pg_bin.as_deref(), server.unsigned_abs())?;
    clients.dump(&home.pool.connect_options(), partial.file.try_clone()?).await?;
    partial.file.sync_all().with_context(|| partial.unwritable())?;
    is_ours(&clients.list(&partial.path).await?, &partial.path)?;
    // The table of contents stands in front; only whoever reads to the end knows that the rows are there too.
    let mut script = clients.script(&partial.path)?;
    let mut page = vec![0; 64 * 1024];
    while script.text.read(&mut page).await? > 0 {}
    script.ended().await?;
    Ok(partial.file.metadata()?.len())
}

/// A backup under way, locked for as long as anybody writes to it; gone when it is dropped unfinished.
struct Partial {
    path: PathBuf,
    file: File,
    finished: bool,
}

impl Partial {
    fn begin(file: &Path) -> Result<Self> {
        refuse_existing(file)?;
        let mut name = OsString::from(file);
        name.push(".partial");
        let path = PathBuf::from(name);
        let opened = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let opened =
            opened.with_context(|| format!("{} cannot be written; choose another FILE", path.display()))?;
        // The program that writes shares the lock: one that outlived its prag is not disturbed.
        match opened.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another backup is writing {}; wait for it", path.display())
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("{}", path.display()));
            }
        }
        opened.set_len(0)?;
        Ok(Self { path, file: opened, finished: false })
    }

    fn unwritable(&self) -> String {
        format!("{} cannot be written", self.path.display())
    }

    fn finish(mut self, file: &Path) -> Result<()> {
        refuse_existing(file)?;
        fs::rename(&self.path, file).with_context(|| format!("{} cannot be named", file.display()))?;
        self.finished = true;
        let folder = file.parent().unwrap_or(Path::new("/"));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .with_context(|| format!("{} cannot be synced", folder.display()))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.path); // the next backup of this name empties what is left
        }
    }
}

fn refuse_existing(file: &Path) -> Result<()> {
    let there = fs::symlink_metadata(file).is_ok();
    ensure!(!there, "{} is there already; choose another FILE, or move that one away", file.display());
    Ok(())
}
