//! The line between the app and its database, which a test can cut: every connection drops, and none comes about until
//! it is mended; or jam: connections stay, and nothing comes through. (The test's own connections do not go through it.)

use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinHandle,
};

/// How the line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    Jammed,
    Cut,
}

/// A line that works until it is cut.
pub struct Cable {
    port: u16,
    state: Arc<watch::Sender<State>>,
    carrying: JoinHandle<()>,
}

impl Cable {
    /// A line to the server of these options.
    pub async fn to(server: &PgConnectOptions) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let state = Arc::new(watch::Sender::new(State::Whole));
        let (server, seen) = (server.clone(), Arc::clone(&state));
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, server.clone(), seen.subscribe()));
            }
        });
        Self { port, state, carrying }
    }

    /// How the app connects through it.
    pub fn options(&self, server: &PgConnectOptions) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .host("127.0.0.1")
            .port(self.port)
            .username(server.get_username())
            .database(server.get_database().expect("a database of its own"))
            .ssl_mode(sqlx::postgres::PgSslMode::Disable)
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets nothing through any more; connections stay, and new ones come about.
    pub fn jam(&self) {
        self.state.send_replace(State::Jammed);
    }

    /// Lets connections come about again; those that were jammed drop.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut near: TcpStream, server: PgConnectOptions, mut state: watch::Receiver<State>) {
    let begun = *state.borrow_and_update();
    let is_not_whole = |state: &State| *state != State::Whole;
    if begun == State::Jammed {
        let _ = state.wait_for(|state| *state != State::Jammed).await;
        return;
    }
    if begun == State::Cut {
        return;
    }
    let carried = async {
        match server.get_socket() {
            Some(folder) => {
                let file = folder.join(format!(".s.PGSQL.{}", server.get_port()));
                let mut far = UnixStream::connect(file).await?;
                copy_bidirectional(&mut near, &mut far).await
            }
            None => {
                let mut far = TcpStream::connect((server.get_host(), server.get_port())).await?;
                copy_bidirectional(&mut near, &mut far).await
            }
        }
    };
    tokio::select! {
        _ = state.wait_for(is_not_whole) => {}
        _ = carried => return,
    }
    // `near` is ours again, and stays open for as long as the line is jammed.
    let _ = state.wait_for(|state| *state != State::Jammed).await;
}
