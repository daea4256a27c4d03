//! The pulse of every loop: when it last finished a round, and how often it had to be set on its feet again. A loop
//! that panics begins anew after a pause; the others do not notice, and health does.
//! Not here: what the loops do, and who is told when one stays silent.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::time::sleep;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use crate::{clock::Clock, store::waking::Bell};

#[cfg(not(panic = "unwind"))]
compile_error!(
    "a loop that panics begins anew, and a stimulus that makes it panic is found: panics have to unwind"
);

/// How long a loop sleeps at most when nobody rings; timers and retries come due in this grain.
const TICK: Duration = Duration::from_secs(1);
/// The pause before a loop that panicked begins anew; twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A loop that held out so long without a panic starts its pauses from the first again.
const HEALED: chrono::Duration = chrono::Duration::minutes(5);

/// What is known of one loop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beat {
    /// When it last finished a round without trouble.
    pub well_at: Option<DateTime<Utc>>,
    /// When it last met trouble: a database that is away, a panic.
    pub troubled_at: Option<DateTime<Utc>>,
    /// When it last panicked.
    pub fell_at: Option<DateTime<Utc>>,
    /// How often it panicked and was begun anew.
    pub restarts: u32,
    /// It fell over and has not begun anew yet.
    pub down: bool,
}

/// The pulses of every loop of this process.
#[derive(Clone, Debug)]
pub struct Pulses {
    beats: Arc<Mutex<BTreeMap<String, Beat>>>,
    clock: Clock,
}

impl Pulses {
    /// Nothing beats yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { beats: Arc::default(), clock }
    }

    /// The pulse of the loop of this name, which shows from now on.
    pub fn of(&self, name: impl Into<String>) -> Pulse {
        let pulse = Pulse { name: name.into(), pulses: self.clone() };
        pulse.change(|_, _| {});
        pulse
    }

    /// Every loop by its name.
    #[must_use]
    pub fn beats(&self) -> BTreeMap<String, Beat> {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The pulse of one loop.
#[derive(Clone, Debug)]
pub struct Pulse {
    name: String,
    pulses: Pulses,
}

impl Pulse {
    fn change(&self, change: impl FnOnce(&mut Beat, DateTime<Utc>)) {
        let mut beats = self.pulses.beats.lock().unwrap_or_else(PoisonError::into_inner);
        change(beats.entry(self.name.clone()).or_default(), self.pulses.clock.now());
    }

    /// A round went well.
    pub fn well(&self) {
        self.change(|beat, now| beat.well_at = Some(now));
    }

    /// A round met trouble, and is tried again.
    pub fn troubled(&self) {
        self.change(|beat, now| beat.troubled_at = Some(now));
    }

    /// Keeps a loop going until it ends by itself: one that panics is begun anew, after a pause.
    pub async fn keep_going<F>(self, stop: CancellationToken, mut begin: impl FnMut() -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut pause = FIRST_PAUSE;
        loop {
            let begun = self.pulses.clock.now();
            // Who ends the keeping ends the loop with it.
            let Err(fallen) = AbortOnDropHandle::new(tokio::spawn(begin())).await else { return };
            if !fallen.is_panic() {
                return; // the runtime is going down
            }
            if self.pulses.clock.now() - begun > HEALED {
                pause = FIRST_PAUSE;
            }
            self.change(|beat, now| {
                (beat.troubled_at, beat.fell_at, beat.down) = (Some(now), Some(now), true);
                beat.restarts = beat.restarts.saturating_add(1);
            });
            // Not the panic's words: they may repeat what somebody wrote.
            tracing::error!(of = %self.name, pause = pause.as_secs(), "a loop panicked and begins anew");
            tokio::select! {
                () = sleep(pause) => {}
                () = stop.cancelled() => return,
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
            self.change(|beat, _| beat.down = false);
        }
    }

    /// Works round by round until stopped; a round in hand is finished first. Between rounds with nothing to do it
    /// waits for the bell, after trouble for the slow tick.
    pub async fn work(&self, rounds: &mut impl Rounds, mut bell: Bell, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match rounds.round().await {
                Ok(done) => {
                    self.well();
                    if done == 0 {
                        tokio::select! {
                            () = bell.rung(TICK) => {}
                            () = stop.cancelled() => {}
                        }
                    }
                }
                Err(error) => {
                    self.troubled();
                    tracing::error!(of = %self.name, %error, "a loop cannot work; trying again");
                    tokio::select! {
                        () = sleep(TICK) => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
        }
    }
}

/// Work that is done in rounds.
pub trait Rounds {
    /// Why a round could not be done.
    type Error: fmt::Display + Send;

    /// Does one round and says how much was in it; nothing means that there is nothing to do.
    fn round(&mut self) -> impl Future<Output = Result<usize, Self::Error>> + Send;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_panics_begins_anew_and_says_so() {
        let pulses = Pulses::new(Clock::at(DateTime::UNIX_EPOCH));
        let begun = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&begun);
        pulses
            .of("reception")
            .keep_going(CancellationToken::new(), move || {
                let counted = Arc::clone(&counted);
                async move { assert!(counted.fetch_add(1, Ordering::SeqCst) == 2, "it falls over twice") }
            })
            .await;
        assert_eq!(begun.load(Ordering::SeqCst), 3);
        let beat = pulses.beats()["reception"];
        assert_eq!((beat.restarts, beat.down), (2, false));
        assert_eq!(beat.troubled_at, Some(DateTime::UNIX_EPOCH));
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_is_down_is_not_begun_anew_after_stopping() {
        let pulses = Pulses::new(Clock::at(DateTime::UNIX_EPOCH));
        let stop = CancellationToken::new();
        stop.cancel();
        pulses.of("polling").keep_going(stop, || async { panic!("it falls over") }).await;
        assert_eq!(pulses.beats()["polling"].restarts, 1);
        assert!(pulses.beats()["polling"].down);
    }

    #[tokio::test]
    async fn who_ends_the_keeping_ends_the_loop_with_it() {
        let (alive, gone) = tokio::sync::oneshot::channel::<()>();
        let mut alive = Some(alive);
        let keeping = Pulses::new(Clock::at(DateTime::UNIX_EPOCH)).of("reception").keep_going(
            CancellationToken::new(),
            move || {
                let held = alive.take();
                async move {
                    std::future::pending::<()>().await;
                    drop(held);
                }
            },
        );
        assert!(tokio::time::timeout(Duration::ZERO, keeping).await.is_err());
        let gone = tokio::time::timeout(Duration::from_secs(30), gone).await;
        assert!(gone.expect("the loop went").is_err());
    }
}
