//! A listening socket that is gone, with every connection, when it is dropped: calls in flight are cut.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Any free port of this machine alone.
pub(super) const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// An open door; dropping it cancels the token it was opened with.
pub(super) struct Door {
    address: SocketAddr,
    _stop: DropGuard,
}

impl Door {
    pub(super) async fn open(
        address: SocketAddr,
        router: Router,
        stop: CancellationToken,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        tokio::spawn(stop.clone().run_until_cancelled_owned(serve(listener, router, stop.clone())));
        Ok(Self { address, _stop: stop.drop_guard() })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: others get the chance to close theirs.
            tokio::task::yield_now().await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
        tokio::spawn(stop.clone().run_until_cancelled_owned(connection));
    }
}

/// A client for calls between servers of this machine: no proxy, no redirects, no endless wait.
pub(super) fn client(limit: std::time::Duration) -> io::Result<reqwest::Client> {
    let plain = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    plain.timeout(limit).build().map_err(io::Error::other)
}
