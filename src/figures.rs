//! Every figure that a collector of Prometheus can fetch. Labels are names of lines and loops from the settings and
//! words fixed in the program; the functions take nothing else, so that nothing of anybody can become one.
//! What happens is counted as it happens, for the whole process; what is so is read when it is asked for.
//! Not here: the door where they are fetched (`inner`), where the state of the house is read (`vitals`).

use std::{sync::OnceLock, time::Duration};

use chrono::{DateTime, Utc};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{
    alarms::Standing,
    health::{Health, Webhook},
    message::Line,
};

/// Seconds that a network may take over a parcel, as Prometheus sums them up.
const SEND_SECONDS: [f64; 9] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// What became of an arrival at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Kept, new or seen before.
    Kept,
    /// Kept, but of no use.
    Rejected,
    /// On the disk, until the database is back.
    Spooled,
    /// Not kept; its network will repeat it.
    NotKept,
}

/// What became of a stimulus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Handled, with everything it causes.
    Handled,
    /// Failed alone, and is tried again.
    Stumbled,
    /// Set aside for a human.
    Aside,
}

/// What became of a try to send a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// The network took it on.
    Sent,
    /// It is tried again.
    Again,
    /// It is given up.
    Failed,
}

/// What counts for this process.
static COUNTING: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count; figures from before are lost.
pub fn begin() {
    COUNTING.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let name = Matcher::Full("prag_send_seconds".to_owned());
        let recorder =
            builder.set_buckets_for_metric(name, &SEND_SECONDS).expect("there are buckets").build_recorder();
        let handle = recorder.handle();
        // Somebody else's recorder would have the counts; then ours has none to show.
        let _ = metrics::set_global_recorder(recorder);
        describe_counter!("prag_arrivals_total", "Authentic arrivals at the doors, by line and outcome.");
        describe_counter!("prag_refused_total", "Requests that were not authentic, by door.");
        describe_counter!(
            "prag_stimuli_total",
            "Stimuli that were handled, failed alone, or were set aside."
        );
        describe_counter!(
            "prag_parcels_total",
            "Tries to send a parcel, by line, outcome and code of failure."
        );
        describe_counter!(
            "prag_paused_total",
            "How often answers to somebody paused, who wrote too much or too often the same."
        );
        describe_histogram!("prag_send_seconds", "How long networks took over a parcel.");
        handle
    });
}

/// An arrival came to a door.
pub fn arrived(line: &Line, door: Door) {
    let outcome = match door {
        Door::Kept => "kept",
        Door::Rejected => "rejected",
        Door::Spooled => "spooled",
        Door::NotKept => "not_kept",
    };
    counter!("prag_arrivals_total", "line" => line.0.clone(), "outcome" => outcome).increment(1);
}

/// A door refused a request that was not authentic.
pub fn refused(door: &'static str) {
    counter!("prag_refused_total", "door" => door).increment(1);
}

/// So many stimuli came to this.
pub fn stimuli(handling: Handling, count: usize) {
    let outcome = match handling {
        Handling::Handled => "handled",
        Handling::Stumbled => "stumbled",
        Handling::Aside => "aside",
    };
    counter!("prag_stimuli_total", "outcome" => outcome).increment(count as u64);
}

/// So many people wrote so much, or so often the same, that answers to them pause.
pub fn paused(count: usize) {
    counter!("prag_paused_total").increment(count as u64);
}

/// A parcel was tried; the code is of the failure, if it is one.
pub fn parcel(line: &Line, sending: Sending, code: &'static str) {
    let outcome = match sending {
        Sending::Sent => "sent",
        Sending::Again => "again",
        Sending::Failed => "failed",
    };
    counter!("prag_parcels_total", "line" => line.0.clone(), "outcome" => outcome, "code" => code)
        .increment(1);
}

/// A network took this long over a parcel.
pub fn took(line: &Line, time: Duration) {
    histogram!("prag_send_seconds", "line" => line.0.clone()).record(time);
}

/// Sums up what was measured meanwhile; whoever fetches figures does it too.
pub fn sum_up() {
    if let Some(counting) = COUNTING.get() {
        counting.run_upkeep();
    }
}

/// All figures in Prometheus' text form: what was counted, and how the house is now.
#[must_use]
pub fn render(health: &Health, alarms: &[Standing]) -> String {
    let counted = COUNTING.get().map(PrometheusHandle::render).unwrap_or_default();
    // Freshly made, so that it shows no line, loop or alarm that is gone, and nothing that nobody knows now.
    let now = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&now, || state(health, alarms));
    counted + &now.handle().render()
}

fn state(health: &Health, alarms: &[Standing]) {
    describe_gauge!("prag_database_up", "Whether the database answers.");
    gauge!("prag_database_up").set(truth(health.rows.is_some()));
    describe_gauge!("prag_loop_down", "Whether a loop fell over and has not begun anew.");
    describe_counter!("prag_loop_restarts_total", "How often a loop panicked and was begun anew.");
    describe_gauge!("prag_loop_well_timestamp_seconds", "When a loop last finished a round without trouble.");
    for (name, one) in &health.loops {
        gauge!("prag_loop_down", "loop" => name.clone()).set(truth(one.down));
        counter!("prag_loop_restarts_total", "loop" => name.clone()).absolute(u64::from(one.restarts));
        moment(one.well_at, |at| gauge!("prag_loop_well_timestamp_seconds", "loop" => name.clone()).set(at));
    }
    describe_gauge!("prag_alarm", "Alarms that stand, by kind and what they are about.");
    for Standing { alarm, .. } in alarms {
        gauge!("prag_alarm", "kind" => alarm.kind.code(), "about" => alarm.about.clone()).set(1.0);
    }
    if let Webhook::Told { ours, pending, last_error_at } = health.webhook {
        describe_gauge!("prag_webhook_ours", "Whether Telegram's webhook leads to us.");
        gauge!("prag_webhook_ours").set(truth(ours));
        describe_gauge!("prag_webhook_pending", "Updates that wait at Telegram for our webhook.");
        gauge!("prag_webhook_pending").set(count(pending));
        describe_gauge!(
            "prag_webhook_error_timestamp_seconds",
            "When Telegram last could not reach our webhook."
        );
        moment(last_error_at, |at| gauge!("prag_webhook_error_timestamp_seconds").set(at));
    }
    if let Some(spool) = &health.spool {
        describe_gauge!("prag_spool_records", "Arrivals on the disk that wait for the database.");
        gauge!("prag_spool_records").set(count(spool.records));
        describe_gauge!("prag_spool_bytes", "Their bytes.");
        gauge!("prag_spool_bytes").set(count(spool.bytes));
        describe_gauge!("prag_spool_oldest_seconds", "How long the oldest of them waits.");
        gauge!("prag_spool_oldest_seconds").set(age(health, spool.oldest_at));
        describe_gauge!("prag_spool_refused", "Arrivals on the disk that the database can never keep.");
        gauge!("prag_spool_refused").set(count(spool.refused));
    }
    let Some(rows) = &health.rows else { return };
    let age = |since| age(health, since);
    describe_gauge!("prag_inbox_unhandled", "Stimuli that are due and not handled.");
    gauge!("prag_inbox_unhandled").set(count(rows.unhandled.count));
    describe_gauge!("prag_inbox_oldest_seconds", "How long the oldest of them waits.");
    gauge!("prag_inbox_oldest_seconds").set(age(rows.unhandled.oldest_at));
    describe_gauge!("prag_inbox_aside", "Stimuli that were set aside for a human.");
    gauge!("prag_inbox_aside").set(count(rows.aside));
    describe_gauge!("prag_outbox_stranded", "Parcels for lines that stand in the settings no more.");
    gauge!("prag_outbox_stranded").set(count(rows.stranded));
    describe_gauge!("prag_outbox_lost", "Messages that were lost with no colleague who could be told.");
    gauge!("prag_outbox_lost").set(count(rows.lost));
    describe_gauge!("prag_outbox_held_up", "Messages that cannot leave before somebody mends something.");
    gauge!("prag_outbox_held_up").set(count(rows.held_up));
    describe_gauge!("prag_colleagues_unread", "Colleagues whose row cannot be read.");
    gauge!("prag_colleagues_unread").set(count(rows.unread_colleagues));
    describe_gauge!("prag_outbox_unsent", "Parcels that have not left, by line.");
    describe_gauge!("prag_outbox_oldest_seconds", "How long the oldest of them waits.");
    describe_gauge!("prag_line_arrival_timestamp_seconds", "When something last came in through a line.");
    describe_gauge!(
        "prag_line_success_timestamp_seconds",
        "When the network of a line last took a parcel on."
    );
    describe_gauge!("prag_line_poll_timestamp_seconds", "When a line last answered our asking for messages.");
    for (name, line) in &rows.lines {
        gauge!("prag_outbox_unsent", "line" => name.clone()).set(count(line.unsent.count));
        gauge!("prag_outbox_oldest_seconds", "line" => name.clone()).set(age(line.unsent.oldest_at));
        let seen = &line.seen;
        moment(seen.last_arrival_at, |at| {
            gauge!("prag_line_arrival_timestamp_seconds", "line" => name.clone()).set(at);
        });
        moment(seen.last_success_at, |at| {
            gauge!("prag_line_success_timestamp_seconds", "line" => name.clone()).set(at);
        });
        moment(seen.last_poll_at, |at| {
            gauge!("prag_line_poll_timestamp_seconds", "line" => name.clone()).set(at);
        });
    }
}

fn age(health: &Health, since: Option<DateTime<Utc>>) -> f64 {
    since.map_or(0.0, |since| seconds((health.at - since).abs()))
}

fn truth(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

fn count(count: u64) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

fn seconds(time: chrono::Duration) -> f64 {
    time.to_std().unwrap_or_default().as_secs_f64()
}

/// A moment that is not known has no figure.
fn moment(at: Option<DateTime<Utc>>, set: impl FnOnce(f64)) {
    if let Some(at) = at {
        set(seconds(at - DateTime::UNIX_EPOCH));
    }
}
