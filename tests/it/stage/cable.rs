//! The line between the app and its database, which a test can cut: every connection drops, and none comes about until
//! it is mended. (The test's own connections do not go through it.)

use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinHandle,
};

/// A line that works until it is cut.
pub struct Cable {
    port: u16,
    whole: Arc<watch::Sender<bool>>,
    carrying: JoinHandle<()>,
}

impl Cable {
    /// A line to the server of these options.
    pub async fn to(server: &PgConnectOptions) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let whole = Arc::new(watch::Sender::new(true));
        let (server, state) = (server.clone(), Arc::clone(&whole));
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, server.clone(), state.subscribe()));
            }
        });
        Self { port, whole, carrying }
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
        self.whole.send_replace(false);
    }

    /// Lets connections come about again.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut near: TcpStream, server: PgConnectOptions, mut whole: watch::Receiver<bool>) {
    if !*whole.borrow_and_update() {
        return;
    }
    let cut = async move {
        let _ = whole.wait_for(|whole| !whole).await;
    };
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
        () = cut => {}
        _ = carried => {}
    }
}
