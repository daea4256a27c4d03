//! Law 9 for figures: a collector finds every figure in the form it reads, and nothing of anybody. And the inner door
//! says so when a loop lies on the floor.

use axum::{body::Body, http::Request};
use prag::{clock::Clock, inner, pulse::Pulses, store::Store, vitals::Vitals};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::silent::a_whole_day;
use crate::stage::{
    database::TestDatabase,
    house::{House, LINE, keys},
};

/// A name, labels, and a number.
type Series<'a> = (&'a str, Vec<(&'a str, &'a str)>, f64);

/// One line of Prometheus' text form, if it is one.
fn read(line: &str) -> Option<Series<'_>> {
    let (series, number) = line.rsplit_once(' ')?;
    let (name, labels) = match series.split_once('{') {
        Some((name, labels)) => (name, labels.strip_suffix('}')?),
        None => (series, ""),
    };
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    let labels = labels.split(',').filter(|label| !label.is_empty());
    let labels: Option<Vec<(&str, &str)>> = labels
        .map(|label| {
            let (key, value) = label.split_once('=')?;
            Some((key, value.strip_prefix('"')?.strip_suffix('"')?)).filter(|(key, _)| key.chars().all(plain))
        })
        .collect();
    Some((name, labels?, number.parse().ok()?)).filter(|(name, ..)| name.chars().all(plain))
}

async fn figures(house: &House) -> String {
    let answer = reqwest::get(format!("http://{}/metrics", house.inner_address())).await.unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    answer.text().await.unwrap()
}

#[tokio::test]
async fn a_day_leaves_nothing_of_anybody_in_the_figures_and_all_can_be_read() {
    let house = House::open().await;
    let traces = a_whole_day(&house).await;
    house.quiet().await;
    let text = figures(&house).await;
    house.close().await;
    for trace in &traces.words {
        let told = text.lines().find(|line| line.contains(trace.as_str()));
        assert_eq!(told, None, "{trace:?} stands in the figures");
    }
    let series: Vec<Series<'_>> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| read(line).unwrap_or_else(|| panic!("{line:?} is no line of a collector")))
        .collect();
    let value = |name: &str, labels: &[(&str, &str)]| {
        let same =
            |found: &&Series<'_>| found.0 == name && labels.iter().all(|label| found.1.contains(label));
        series.iter().find(same).unwrap_or_else(|| panic!("no {name} {labels:?} in {text}")).2
    };
    // Other tests of this process are counted too.
    for (name, labels) in [
        ("prag_arrivals_total", &[("line", LINE), ("outcome", "kept")][..]),
        ("prag_arrivals_total", &[("line", "telegram"), ("outcome", "kept")]),
        ("prag_refused_total", &[("door", "sms")]),
        ("prag_refused_total", &[("door", "telegram")]),
        ("prag_stimuli_total", &[("outcome", "handled")]),
        ("prag_parcels_total", &[("line", LINE), ("outcome", "sent"), ("code", "")]),
        ("prag_parcels_total", &[("line", LINE), ("outcome", "again")]),
        ("prag_send_seconds_count", &[("line", "telegram")]),
    ] {
        assert!(value(name, labels) >= 1.0, "{name} {labels:?}");
    }
    assert_eq!(value("prag_database_up", &[]), 1.0);
    assert_eq!(value("prag_loop_down", &[("loop", "reception")]), 0.0);
    assert_eq!(value("prag_inbox_unhandled", &[]), 0.0);
    assert_eq!(value("prag_outbox_unsent", &[("line", LINE)]), 0.0);
    let keys = ["line", "outcome", "code", "door", "loop", "kind", "about", "le"];
    for (name, labels, _) in &series {
        assert!(labels.iter().all(|(key, _)| keys.contains(key)), "{name} {labels:?}");
    }
    let mut named: Vec<_> = text.lines().filter(|line| line.starts_with("# TYPE ")).collect();
    let all = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), all, "each figure is introduced once");
}

#[tokio::test]
async fn the_inner_door_is_not_ready_while_a_loop_is_down_or_the_database_away() {
    let database = TestDatabase::new().await;
    let clock = Clock::at("2026-03-10T09:00:00Z".parse().unwrap());
    let pulses = Pulses::new(clock.clone());
    let store = Store::new(database.pool.clone(), keys());
    let routes = inner::routes(Vitals::new(store, None, pulses.clone(), clock, Vec::new(), None));
    let ask = |path: &'static str| {
        let asked = routes.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        async {
            let answer = asked.await.unwrap();
            let status = answer.status().as_u16();
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        }
    };
    pulses.of("reception").well();
    assert_eq!(ask("/health/ready").await.0, 200);

    // It panics while everything stops, so that nobody sets it on its feet again.
    let stop = CancellationToken::new();
    stop.cancel();
    pulses.of("polling").keep_going(stop, || async { panic!("it falls over") }).await;
    let (status, told) = ask("/health/ready").await;
    assert!(status == 503 && told.contains(r#""polling":{"down":true"#), "{told}");
    let (_, told) = ask("/metrics").await;
    assert!(told.contains(r#"prag_loop_down{loop="polling"} 1"#), "{told}");
    assert!(told.contains(r#"prag_loop_restarts_total{loop="polling"} 1"#), "{told}");

    // A database that hangs is as good as away.
    let mut lock = database.pool.begin().await.unwrap();
    sqlx::query("lock table inbox in access exclusive mode").execute(&mut *lock).await.unwrap();
    let (status, told) = ask("/health/ready").await;
    assert!(status == 503 && told.contains(r#""rows":null"#), "{told}");
    lock.rollback().await.unwrap();
    assert!(ask("/metrics").await.1.contains("prag_inbox_unhandled 0"));

    database.pool.close().await;
    let (status, told) = ask("/health/ready").await;
    assert!(status == 503 && told.contains(r#""rows":null"#), "{told}");
    let (_, told) = ask("/metrics").await;
    assert!(told.contains("prag_database_up 0") && !told.contains("prag_inbox"), "{told}");
}
