//! How the server is set up, as text. What initdb chose stays the base; an operator's `alter system` wins over both.

use super::Kind;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

const COMMON: &str = "
listen_addresses = ''
port = 5432
max_connections = 200
log_checkpoints = off
# Statements and details may hold what people wrote.
log_error_verbosity = terse
log_min_error_statement = panic
# A long query of a killed prag would hold up the next start.
client_connection_check_interval = '1s'
";
const SCRATCH: &str = "
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
";

pub(super) fn text(kind: Kind, socket: &Path) -> String {
    let (folder, socket) = (kind.folder(), socket.display());
    let head = "# Written by prag whenever it starts the server; changes made here do not last.";
    let base = format!("include '{folder}/postgresql.conf'\nunix_socket_directories = '{socket}'");
    let more = match kind {
        Kind::Durable => "",
        Kind::Scratch => SCRATCH,
    };
    format!("{head}\n{base}{COMMON}{more}")
}

/// The directory of the sockets: in ours, unless its path is too long for a socket (107 bytes) or would need quoting.
pub(super) fn socket_directory(dir: &Path) -> PathBuf {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    match dir.to_str() {
        Some(path) if path.len() <= 85 && path.chars().all(plain) => dir.join("sockets"),
        _ => {
            let name = Sha256::digest(dir.as_os_str().as_encoded_bytes());
            Path::new("/tmp").join(format!("prag-{}", hex::encode(&name[..8])))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_move_to_a_short_path_when_they_must() {
        assert_eq!(socket_directory(Path::new("/var/lib/prag")), Path::new("/var/lib/prag/sockets"));
        for dir in
            ["/tmp/it's, here".to_owned(), format!("/{}", "long/".repeat(20)), "/home/Gračanica".into()]
        {
            let socket = socket_directory(Path::new(&dir));
            assert!(socket.starts_with("/tmp") && socket.join(".s.PGSQL.5432").as_os_str().len() < 108);
            assert_eq!(socket, socket_directory(Path::new(&dir)), "the next start must find it again");
        }
        assert_ne!(socket_directory(Path::new("/a b")), socket_directory(Path::new("/a c")));
    }

    #[test]
    fn durable_data_are_always_synced() {
        assert!(!text(Kind::Durable, Path::new("/s")).contains("fsync"));
        assert!(text(Kind::Scratch, Path::new("/s")).contains("fsync = off"));
    }
}
