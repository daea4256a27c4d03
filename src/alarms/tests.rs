//! The rule by itself: what is an alarm, what is none, and that nothing is told twice.

use proptest::prelude::*;

use super::*;
use crate::health::{Loop, Queue, Sighting, Spooled};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// A Tuesday, ten in the morning at the office.
fn opening() -> DateTime<Utc> {
    at("2026-03-10T09:00:00Z")
}

fn alarm(kind: Kind, about: &str) -> Alarm {
    Alarm { kind, about: about.to_owned() }
}

/// A house in which everything is well, with one line that was just seen at work.
fn well(now: DateTime<Utc>) -> Health {
    let seen = Sighting {
        watched_at: Some(opening()),
        last_arrival_at: Some(now),
        last_success_at: Some(now),
        last_poll_at: Some(now),
    };
    let line = Line { polled: true, seen, ..Line::default() };
    let lines = [("vala".to_owned(), line)].into();
    Health {
        at: now,
        loops: [("reception".to_owned(), Loop::default())].into(),
        rows: Some(Rows { lines, ..Rows::default() }),
        spool: Some(Spooled::default()),
        webhook: Webhook::Told { ours: true, pending: 0, last_error_at: None },
    }
}

fn rows(health: &mut Health) -> &mut Rows {
    health.rows.as_mut().expect("the database is there")
}

fn line(health: &mut Health) -> &mut Line {
    rows(health).lines.get_mut("vala").expect("it is there")
}

/// What was told, as the store remembers it, and what was heard.
#[derive(Default)]
struct Book {
    standing: Vec<Standing>,
    brewing: Brewing,
    heard: Vec<(bool, Alarm, DateTime<Utc>)>,
}

impl Book {
    fn look(&mut self, health: &Health) -> Verdict {
        let (now, office) = (health.at, Office::default());
        let verdict = judge(health, &Thresholds::default(), &office, &self.standing, &self.brewing);
        for alarm in &verdict.raised {
            self.heard.push((true, alarm.clone(), now));
            self.standing.push(Standing { alarm: alarm.clone(), raised_at: now, seen_at: now });
        }
        for told in self.standing.iter_mut().filter(|told| verdict.held.contains(&told.alarm)) {
            told.seen_at = now;
        }
        for alarm in &verdict.cleared {
            self.heard.push((false, alarm.clone(), now));
        }
        self.standing.retain(|told| !verdict.cleared.contains(&told.alarm));
        self.brewing = verdict.brewing.clone();
        verdict
    }

    /// Looks for a while at a house that is changed for each look.
    fn watch(&mut self, from: DateTime<Utc>, time: Duration, change: impl Fn(&mut Health)) {
        let mut now = from;
        while now <= from + time {
            let mut health = well(now);
            change(&mut health);
            self.look(&health);
            now += EVERY;
        }
    }

    fn heard(&self) -> Vec<(bool, Alarm)> {
        self.heard.iter().map(|(raised, alarm, _)| (*raised, alarm.clone())).collect()
    }
}

#[test]
fn a_house_that_is_well_alarms_nobody() {
    let mut book = Book::default();
    book.watch(opening(), Duration::hours(1), |_| {});
    assert_eq!(book.heard(), []);
    assert!(well(opening()).is_ready());
}

#[test]
fn every_kind_of_trouble_is_raised_once_and_cleared_once() {
    let begun = opening();
    let old = |health: &mut Health| health.at - Duration::days(2);
    type Trouble<'a> = (Kind, &'a str, &'a dyn Fn(&mut Health));
    let troubles: [Trouble<'_>; 10] = [
        (Kind::Silence, "vala", &|health| {
            let seen = Some(old(health));
            line(health).seen = Sighting { watched_at: seen, last_arrival_at: seen, ..line(health).seen };
        }),
        (Kind::Unhandled, "", &|health| {
            rows(health).unhandled = Queue { count: 1, oldest_at: Some(old(health)) };
        }),
        (Kind::Unsent, "vala", &|health| {
            let oldest_at = Some(old(health));
            line(health).unsent = Queue { count: 1, oldest_at };
            line(health).seen.last_success_at = oldest_at;
        }),
        (Kind::Unpolled, "vala", &|health| {
            let seen = Some(old(health));
            line(health).seen.last_poll_at = seen;
            line(health).seen.watched_at = seen;
        }),
        (Kind::Webhook, "", &|health| {
            health.webhook = Webhook::Told { ours: false, pending: 0, last_error_at: None };
        }),
        (Kind::Webhook, "", &|health| {
            health.webhook = Webhook::Told { ours: true, pending: 20, last_error_at: None };
        }),
        (Kind::Webhook, "", &|health| {
            let last_error_at = Some(health.at - Duration::minutes(9));
            health.webhook = Webhook::Told { ours: true, pending: 0, last_error_at };
        }),
        (Kind::Aside, "", &|health| rows(health).aside = 1),
        (Kind::Fallen, "reception", &|health| {
            let one = Loop { restarts: 1, fell_at: Some(health.at), ..Loop::default() };
            health.loops.insert("reception".to_owned(), one);
        }),
        (Kind::Fallen, "reception", &|health| {
            let one = Loop { restarts: 1, fell_at: None, down: true, ..Loop::default() };
            health.loops.insert("reception".to_owned(), one);
        }),
    ];
    for (kind, about, trouble) in troubles {
        let mut book = Book::default();
        book.watch(begun, Duration::minutes(30), trouble);
        assert_eq!(book.heard(), [(true, alarm(kind, about))]);
        let told_after = book.heard[0].2 - begun;
        assert!(
            told_after >= kind.patience() && told_after < kind.patience() + EVERY,
            "{kind:?} {told_after}"
        );
        book.watch(begun + Duration::minutes(31), Duration::minutes(30), |_| {});
        assert_eq!(book.heard(), [(true, alarm(kind, about)), (false, alarm(kind, about))]);
    }
}

#[test]
fn what_is_over_before_patience_ends_is_never_told() {
    let mut book = Book::default();
    let waiting = |health: &mut Health| {
        rows(health).unhandled = Queue { count: 9, oldest_at: Some(health.at - Duration::days(1)) };
    };
    for minutes in [0, 10, 20] {
        book.watch(opening() + Duration::minutes(minutes), Duration::zero(), waiting);
        book.watch(opening() + Duration::minutes(minutes) + EVERY, Duration::minutes(5), |_| {});
    }
    book.watch(opening() + Duration::minutes(30), Duration::zero(), waiting);
    assert_eq!(book.heard(), []);
    assert_eq!(book.brewing.len(), 1);
}

#[test]
fn a_weekend_is_no_silence_and_nobody_is_woken_at_night() {
    let friday = at("2026-03-13T14:00:00Z");
    let silent = |health: &mut Health| {
        line(health).seen.last_arrival_at = Some(friday);
        line(health).seen.watched_at = Some(friday);
        line(health).seen.last_success_at = Some(health.at);
    };
    let mut book = Book::default();
    book.watch(at("2026-03-14T08:00:00Z"), Duration::hours(8), silent);
    book.watch(at("2026-03-16T13:00:00Z"), Duration::minutes(59), silent);
    assert_eq!(book.heard(), []);
    book.watch(at("2026-03-16T14:00:00Z"), Duration::minutes(30), silent);
    assert_eq!(book.heard(), [(true, alarm(Kind::Silence, "vala"))]);
    // It stands through the night.
    book.watch(at("2026-03-16T14:30:15Z"), Duration::hours(12), silent);
    assert_eq!(book.heard().len(), 1);

    let tuesday = at("2026-03-10T17:00:00Z");
    let since_evening = |health: &mut Health| {
        line(health).seen.last_arrival_at = Some(tuesday);
        line(health).seen.watched_at = Some(tuesday);
    };
    let mut book = Book::default();
    book.watch(at("2026-03-11T17:00:00Z"), Duration::hours(12), since_evening);
    assert_eq!(book.heard(), [], "the office is closed");
    book.watch(at("2026-03-12T07:00:00Z"), Duration::minutes(15), since_evening);
    assert_eq!(book.heard().len(), 1);
}

#[test]
fn a_long_queue_that_moves_is_no_trouble() {
    let mut book = Book::default();
    book.watch(opening(), Duration::hours(1), |health| {
        let oldest_at = Some(opening() - Duration::hours(2));
        line(health).unsent = Queue { count: 90_000, oldest_at };
        line(health).seen.last_success_at = Some(health.at - Duration::seconds(3));
    });
    assert_eq!(book.heard(), []);
}

#[test]
fn what_nobody_knows_neither_raises_nor_clears() {
    let unknown = |health: &mut Health| health.webhook = Webhook::Unknown;
    let foreign = |health: &mut Health| {
        health.webhook = Webhook::Told { ours: false, pending: 0, last_error_at: None };
    };
    let mut book = Book::default();
    book.watch(opening(), Duration::minutes(5), unknown);
    assert_eq!(book.heard(), []);
    book.watch(opening() + Duration::minutes(6), Duration::minutes(5), foreign);
    book.watch(opening() + Duration::minutes(12), Duration::minutes(5), unknown);
    book.watch(opening() + Duration::minutes(18), Duration::minutes(5), |health| health.rows = None);
    assert_eq!(book.heard(), [(true, alarm(Kind::Webhook, ""))]);
    // The bot is polled now: there is no webhook to be ill.
    book.watch(opening() + Duration::minutes(24), Duration::minutes(5), |health| {
        health.webhook = Webhook::Unused;
    });
    assert_eq!(book.heard().len(), 2);
}

#[test]
fn a_line_that_was_taken_out_of_the_settings_is_over() {
    let mut book = Book::default();
    book.watch(opening(), Duration::minutes(5), |health| {
        line(health).seen.last_poll_at = Some(opening() - Duration::days(1));
        line(health).seen.watched_at = None;
    });
    assert_eq!(book.heard(), [(true, alarm(Kind::Unpolled, "vala"))]);
    book.watch(opening() + Duration::minutes(6), Duration::minutes(2), |health| rows(health).lines.clear());
    assert_eq!(book.heard().len(), 2);
}

#[test]
fn a_clock_that_is_turned_back_neither_raises_early_nor_keeps_an_alarm_for_ever() {
    let mut book = Book::default();
    let waiting = |health: &mut Health| {
        rows(health).unhandled = Queue { count: 1, oldest_at: Some(health.at - Duration::hours(1)) };
    };
    let mut ahead = well(opening() + Duration::days(3));
    waiting(&mut ahead);
    book.look(&ahead);
    let mut back = well(opening());
    waiting(&mut back);
    book.look(&back);
    assert_eq!(book.heard(), [], "it was seen once by each clock");
    ahead.at += EVERY;
    book.look(&ahead);
    assert_eq!(book.heard().len(), 1);
    book.look(&well(opening()));
    assert_eq!(book.heard().len(), 2);
}

#[test]
fn what_is_turned_off_is_never_wrong() {
    let mut health = well(opening());
    health.loops.insert("reception".to_owned(), Loop { down: true, restarts: 9, ..Loop::default() });
    health.webhook = Webhook::Told { ours: false, pending: 900, last_error_at: Some(opening()) };
    rows(&mut health).aside = 9;
    rows(&mut health).unhandled = Queue { count: 1, oldest_at: Some(DateTime::UNIX_EPOCH) };
    line(&mut health).seen = Sighting::default();
    line(&mut health).unsent = Queue { count: 1, oldest_at: Some(DateTime::UNIX_EPOCH) };
    let quiet = Thresholds { quiet_lines: vec!["vala".to_owned()], ..Thresholds::default() };
    let silent = |thresholds: &Thresholds| {
        let mut kinds = levels(&health, thresholds, &Office::default()).into_iter();
        kinds.any(|(alarm, _)| alarm.kind == Kind::Silence)
    };
    assert!(silent(&Thresholds::default()) && !silent(&quiet));
    assert_eq!(levels(&health, &Thresholds::OFF, &Office::default()), []);
    assert_eq!(levels(&health, &Thresholds::default(), &Office::default()).len(), 7, "one of each kind");
}

#[test]
fn every_kind_is_known_by_its_word() {
    for kind in Kind::ALL {
        assert_eq!(kind.code().parse(), Ok(kind));
    }
    assert_eq!("noise".parse::<Kind>(), Err(UnknownKind));
}

/// How long the oldest stimulus waits, in seconds, at each look.
fn waits() -> impl Strategy<Value = Vec<i64>> {
    // Now and then something far out, mostly around the threshold of two minutes and its half.
    prop::collection::vec(prop_oneof![4 => 40..150_i64, 1 => 0..600_i64], 1..200)
}

proptest! {
    #[test]
    fn raising_and_clearing_take_turns_and_take_their_time(waits in waits()) {
        let mut book = Book::default();
        let mut now = opening();
        let mut good_since = None;
        for wait in waits {
            let mut health = well(now);
            rows(&mut health).unhandled = Queue { count: 1, oldest_at: Some(now - Duration::seconds(wait)) };
            let verdict = book.look(&health);
            good_since = if wait < 60 { good_since.or(Some(now)) } else { None };
            if !verdict.cleared.is_empty() {
                // The last look at which it held was one look before it was good.
                let calm = good_since.map(|since| now - since + EVERY);
                prop_assert!(calm.is_some_and(|calm| calm >= CALM), "cleared after {calm:?}");
            }
            if !verdict.raised.is_empty() {
                prop_assert!(wait >= 120);
            }
            now += EVERY;
        }
        for pair in book.heard.windows(2) {
            prop_assert_ne!(pair[0].0, pair[1].0, "raised and cleared take turns");
        }
        prop_assert!(book.heard.first().is_none_or(|(raised, ..)| *raised));
    }

    #[test]
    fn between_the_thresholds_nothing_changes(waits in prop::collection::vec(60..120_i64, 1..100), raised in any::<bool>()) {
        let mut book = Book::default();
        if raised {
            book.watch(opening(), Duration::minutes(1), |health| {
                rows(health).unhandled.oldest_at = Some(health.at - Duration::hours(1));
            });
        }
        let before = book.heard();
        prop_assert_eq!(before.len(), usize::from(raised));
        let mut now = opening() + Duration::minutes(1) + EVERY;
        for wait in waits {
            let mut health = well(now);
            rows(&mut health).unhandled = Queue { count: 1, oldest_at: Some(now - Duration::seconds(wait)) };
            book.look(&health);
            now += EVERY;
        }
        prop_assert_eq!(book.heard(), before);
    }
}
