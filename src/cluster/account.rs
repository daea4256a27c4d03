//! Who runs the server: PostgreSQL refuses to run as root, so root lends it an unprivileged account.
//! Everyone else runs it as themselves.

use super::error::{At, Error};
use std::{
    fs::{self, Metadata},
    io,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

/// The user behind this process, as the kernel checks it.
pub(super) fn effective_uid() -> io::Result<u32> {
    // Not the owner of /proc/self: that is root for a program that its user may run but not read.
    fs::read_to_string("/proc/self/status")?
        .lines()
        .find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().nth(1)?.parse().ok())
        .ok_or_else(|| io::Error::other("/proc/self/status names no user"))
}

/// An unprivileged account, lent by root.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) name: String,
    uid: u32,
    gid: u32,
}

impl Account {
    /// The account for the cluster in `data`: none unless we are root; whoever owns the data already; else postgres or nobody.
    pub(super) fn choose(data: &Path) -> Result<Option<Account>, Error> {
        if effective_uid().at("/proc/self/status")? != 0 {
            return Ok(None);
        }
        let accounts = accounts(&fs::read_to_string("/etc/passwd").at("/etc/passwd")?);
        // The owner stays the same when a user postgres appears later, with the package.
        if let Some(found) = fs::metadata(data).ok().filter(|found| found.uid() != 0) {
            let (uid, gid) = (found.uid(), found.gid());
            let name =
                accounts.into_iter().find(|a| a.uid == uid).map_or_else(|| uid.to_string(), |a| a.name);
            return Ok(Some(Account { name, uid, gid }));
        }
        let wanted = |name: &str| accounts.iter().position(|a| a.name == name && a.uid != 0);
        let chosen = wanted("postgres").or_else(|| wanted("nobody")).ok_or(Error::NoAccount)?;
        Ok(accounts.into_iter().nth(chosen))
    }

    /// Makes `command` run as this account.
    pub(super) fn run(&self, command: &mut Command) {
        command.gid(self.gid).uid(self.uid); // this also clears the supplementary groups of root
    }

    pub(super) fn give(&self, path: &Path) -> Result<(), Error> {
        chown(path, Some(self.uid), Some(self.gid))
            .map_err(|source| Error::NotLent { user: self.name.clone(), source })
    }

    pub(super) fn owns(&self, found: &Metadata) -> bool {
        found.uid() == self.uid
    }

    pub(super) fn may_enter(&self, found: &Metadata) -> bool {
        let execute = match (found.uid() == self.uid, found.gid() == self.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        found.mode() & execute != 0
    }
}

fn accounts(passwd: &str) -> Vec<Account> {
    let account = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let _password = fields.next()?;
        Some(Account { name, uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    };
    passwd.lines().filter_map(account).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_and_broken_lines_skipped() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\n\n+\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/:\n";
        let read: Vec<_> = accounts(passwd).into_iter().map(|a| (a.name, a.uid, a.gid)).collect();
        assert_eq!(
            read,
            [("root".into(), 0, 0), ("nobody".into(), 65534, 65534), ("postgres".into(), 101, 104)]
        );
    }
}
