//! Arrivals per second through the real SMS door, as a ratio to what pgbench reaches on the same cluster in the same run.
//! `prag serve` runs as in production, in a process of its own, over a durable cluster that only this run uses.
//! Not here: assertions about time. A round counts only when every arrival in it has its reply in the outbox.

mod crowd;
mod figures;
mod ground;
mod house;

use anyhow::Result;

use crate::{
    crowd::Crowd,
    figures::{median, quantile, say},
    ground::Ground,
    house::House,
};

/// Rounds of each kind; the medians are told.
const ROUNDS: usize = 5;
/// Arrivals in a round.
const ARRIVALS: usize = 6_000;

#[tokio::main]
async fn main() -> Result<()> {
    let ground = Ground::lay().await?;
    let house = House::open(&ground.url("prag")).await?;
    let idle = house.memory()?;
    let mut crowd = Crowd::default();

    say("warming up")?;
    ground.pgbench().await?;
    crowd.write(&house, &ground, ARRIVALS, 0).await?;

    let (mut peer, mut first, mut mixed, mut waits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let before = ground.pgbench().await?;
        let strangers = crowd.write(&house, &ground, ARRIVALS, 0).await?;
        let between = ground.pgbench().await?;
        let both = crowd.write(&house, &ground, ARRIVALS / 2, ARRIVALS / 2).await?;
        say(&format!(
            "round {round}: pgbench {before:.0}/s, first messages {:.0}/s, pgbench {between:.0}/s, mixed {:.0}/s",
            strangers.per_second, both.per_second
        ))?;
        peer.extend([before, between]);
        first.push(strangers.per_second);
        mixed.push(both.per_second);
        waits.extend(strangers.waits.into_iter().chain(both.waits));
    }
    let load = house.memory()?;
    house.close().await?;
    let starts = house::start_times()?;

    let (peer, first, mixed) = (median(&mut peer), median(&mut first), median(&mut mixed));
    let p50 = quantile(&mut waits, 0.50).as_secs_f64() * 1e3;
    let p99 = quantile(&mut waits, 0.99).as_secs_f64() * 1e3;
    say(&format!(
        "
| what | ratio | here |
|---|---|---|
| pgbench, five statements in a transaction, 32 clients | 1.0 | {peer:.0}/s |
| first messages of strangers, until the reply is in the outbox | {:.2} | {first:.0}/s |
| first and second messages, half and half | {:.2} | {mixed:.0}/s |

| what | target | here |
|---|---|---|
| request to 200, median and p99, 32 connections | | {p50:.1} ms, {p99:.1} ms |
| resident memory when idle | below 40 MB | {:.1} MB |
| resident memory under load, highest | below 120 MB | {:.1} MB |
| start of the binary (`prag --version`) | | {:.1} ms |
| start of `prag serve` until it answers, schema in place | | {:.0} ms |",
        first / peer,
        mixed / peer,
        idle.resident,
        load.highest,
        starts.as_secs_f64() * 1e3,
        ground.reopening().await?.as_secs_f64() * 1e3,
    ))?;
    ground.clear().await
}
