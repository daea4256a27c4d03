//! Waking the loops when rows arrive: one LISTEN connection rings a bell for each table. A lost notification costs one
//! slow tick, never a message.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Store;

/// How long to wait before listening again after the connection was lost.
const AGAIN: Duration = Duration::from_secs(1);

/// A bell that rings when there is something to do.
#[derive(Clone, Debug)]
pub struct Bell(watch::Receiver<u64>);

impl Bell {
    /// Waits until the bell has rung since the last wait, or until `tick` has passed.
    pub async fn rung(&mut self, tick: Duration) {
        if let Ok(Err(_gone)) = tokio::time::timeout(tick, self.0.changed()).await {
            tokio::time::sleep(tick).await; // nobody rings any more; the slow tick goes on
        }
    }
}

/// The bells of the inbox and the outbox.
#[derive(Clone, Debug)]
pub struct Bells {
    /// Rings when something is kept.
    pub inbox: Bell,
    /// Rings when a parcel is written.
    pub outbox: Bell,
}

impl Store {
    /// Hangs up the bells and rings them until stopped.
    pub fn bells(&self, stop: CancellationToken) -> Bells {
        let (ring_inbox, inbox) = watch::channel(0);
        let (ring_outbox, outbox) = watch::channel(0);
        let pool = self.pool.clone();
        tokio::spawn(async move {
            let ring = |bell: &watch::Sender<u64>| bell.send_modify(|count| *count = count.wrapping_add(1));
            while !stop.is_cancelled() {
                let listening = async {
                    let mut listener = PgListener::connect_with(&pool).await?;
                    listener.listen_all(["inbox", "outbox"]).await?;
                    // What arrived before we listened, or while the connection was lost, is looked at now.
                    ring(&ring_inbox);
                    ring(&ring_outbox);
                    while let Some(notice) = listener.try_recv().await? {
                        ring(if notice.channel() == "inbox" { &ring_inbox } else { &ring_outbox });
                    }
                    Ok::<(), sqlx::Error>(())
                };
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = listening => {}
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(AGAIN) => {}
                }
            }
        });
        Bells { inbox: Bell(inbox), outbox: Bell(outbox) }
    }
}
