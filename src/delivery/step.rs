//! What follows from a failure: again later, or never. Pure; the waits go on for as long as the parcel is of use.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    channels::{Class, SendFailure},
    facts::Loss,
    ids::Dice,
    message::{Address, Content, Line, Parcel},
    store::{leases::Unreadable, sealed::Broken, settling::Settled},
};

/// How long to wait between tries: the first wait, each next one twice as long, up to the longest.
#[derive(Clone, Copy)]
struct Waits {
    first: Duration,
    longest: Duration,
}

/// A network that was out of reach may be there again in a moment.
const UNREACHABLE: Waits = Waits { first: Duration::from_secs(5), longest: Duration::from_secs(30 * 60) };
/// Settings are mended by a human.
const MISCONFIGURED: Waits =
    Waits { first: Duration::from_secs(5 * 60), longest: Duration::from_secs(60 * 60) };

/// From this try on, another line stands in for one that is away: about half a minute.
const TRIES_BEFORE_ANOTHER_LINE: u32 = 3;

impl Waits {
    /// The wait after so many tries, give or take a fifth, so that parcels which failed together do not come back
    /// together.
    fn after(self, attempts: u32, dice: &mut Dice) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempts.min(16))).min(self.longest);
        doubled * (80 + dice.below(41)) / 100
    }
}

/// Whether a parcel is of no use any more.
pub(super) fn too_late(parcel: &Parcel, now: DateTime<Utc>) -> bool {
    parcel.useless_after.is_some_and(|end| end <= now)
}

/// What becomes of a parcel that was not sent because it is of no use any more.
pub(super) fn given_up(parcel: &Parcel, code: &'static str) -> Settled {
    lost(parcel, code, Loss::Late)
}

/// What becomes of a parcel that the network did not take.
/// `instead` is the line that could stand in, if there is one.
pub(super) fn next(
    failure: &SendFailure,
    parcel: &Parcel,
    instead: Option<Line>,
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Settled {
    let code = failure.code;
    let is_down = matches!(failure.class, Class::Away | Class::Misconfigured);
    let tries = parcel.attempts + 1;
    if let Some(line) = instead.filter(|_| is_down && tries >= TRIES_BEFORE_ANOTHER_LINE) {
        // At once the first time; when that one is down as well, no faster than a single line would be tried.
        let wait =
            if tries == TRIES_BEFORE_ANOTHER_LINE { Duration::ZERO } else { UNREACHABLE.after(tries, dice) };
        return Settled::Rerouted { line, at: now + wait, code };
    }
    let mut later = |waits: Waits| now + waits.after(parcel.attempts, dice);
    let again = |at| match parcel.useless_after {
        Some(end) if end <= at => given_up(parcel, code),
        _ => Settled::Again { at, code },
    };
    match &failure.class {
        Class::Throttled { after } => Settled::Paused { until: now + *after, code },
        Class::Away | Class::Unreachable => again(later(UNREACHABLE)),
        Class::Misconfigured => again(later(MISCONFIGURED)),
        Class::Rejected => lost(parcel, code, Loss::Refused),
        Class::Gone => lost(parcel, code, Loss::Gone),
        Class::Moved { handle } => {
            let to = Address { channel: parcel.to.channel, handle: handle.clone() };
            // A private chat that became a group is nobody's any more: groups are never written to.
            match to.answerable() && to != parcel.to {
                true => Settled::Moved { to, at: later(UNREACHABLE), code },
                false => lost(parcel, code, Loss::Gone),
            }
        }
    }
}

/// What becomes of a parcel that does not open: an operator may put the missing key back, or the newer version; what was
/// changed stays so, and a colleague has to know.
pub(super) fn unreadable(parcel: &Unreadable, now: DateTime<Utc>) -> Settled {
    let (at, code) = (now + MISCONFIGURED.longest, "unreadable");
    match parcel.broken {
        Broken::UnknownKey(_) | Broken::Unknown(_) if at < parcel.useless_after => {
            Settled::Again { at, code }
        }
        Broken::UnknownKey(_) | Broken::Unknown(_) => Settled::Failed { code, loss: Loss::Late },
        Broken::Changed(_) => Settled::Failed { code, loss: Loss::Refused },
    }
}

fn lost(parcel: &Parcel, code: &'static str, loss: Loss) -> Settled {
    match parcel.content {
        Content::ButtonSeen { .. } => Settled::Missed { code },
        Content::Text { .. } => Settled::Failed { code, loss },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::ParcelId,
        message::{Channel, Line},
    };

    const HOUR: i64 = 3600;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a time")
    }

    fn parcel(attempts: u32) -> Parcel {
        Parcel {
            id: ParcelId(uuid::Uuid::from_u128(7)),
            line: Line::telegram(),
            to: Address { channel: Channel::Telegram, handle: "5000000007".to_owned() },
            content: Content::Text { words: "Po".into(), buttons: Vec::new() },
            useless_after: Some(at(14 * 24 * HOUR)),
            attempts,
        }
    }

    fn step(class: Class, parcel: &Parcel, now: i64) -> Settled {
        next(&SendFailure::new(class, "code", None), parcel, None, at(now), &mut Dice::from_seed(1))
    }

    fn moved(handle: &str) -> Class {
        Class::Moved { handle: handle.to_owned() }
    }

    /// When a parcel that always fails in this way is tried, in seconds after it was written.
    fn tries(class: &Class) -> (Vec<i64>, Settled) {
        let (mut tries, mut now) = (Vec::new(), 0);
        let dice = &mut Dice::from_seed(1);
        loop {
            let attempts = u32::try_from(tries.len()).expect("few");
            tries.push(now);
            let failure = SendFailure::new(class.clone(), "code", None);
            match next(&failure, &parcel(attempts), None, at(now), dice) {
                Settled::Again { at, .. } => now = at.timestamp(),
                end => return (tries, end),
            }
        }
    }

    #[test]
    fn a_network_out_of_reach_is_tried_at_once_and_then_for_as_long_as_the_parcel_is_of_use() {
        let (tries, end) = tries(&Class::Unreachable);
        assert!(tries[1] <= 6 && tries[4] <= 90, "{:?}", &tries[..5]);
        let waits: Vec<i64> = tries.windows(2).map(|two| two[1] - two[0]).collect();
        assert!(waits.iter().all(|wait| (4..=36 * 60).contains(wait)), "{waits:?}");
        assert!(*tries.last().expect("a try") > 13 * 24 * HOUR);
        assert_eq!(end, Settled::Failed { code: "code", loss: Loss::Late });
    }

    #[test]
    fn another_line_stands_in_for_one_that_is_down_but_not_for_one_that_may_have_taken_it_on() {
        let tried = |class: Class, attempts: u32| {
            let failure = SendFailure::new(class, "code", None);
            let other = Some(Line("other".to_owned()));
            match next(&failure, &parcel(attempts), other, at(0), &mut Dice::from_seed(1)) {
                Settled::Rerouted { line, at, .. } => Some((line.0, at.timestamp())),
                Settled::Again { .. } => None,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!([0, 1].map(|attempts| tried(Class::Away, attempts)), [None, None]);
        assert_eq!(tried(Class::Away, 2), Some(("other".to_owned(), 0)));
        assert_eq!(tried(Class::Misconfigured, 2), Some(("other".to_owned(), 0)));
        assert!(tried(Class::Away, 3).is_some_and(|(_, at)| at >= 60), "both are down");
        assert_eq!(tried(Class::Unreachable, 9), None);
    }

    #[test]
    fn wrong_settings_are_tried_as_slowly_as_humans_mend_them() {
        let (tries, _) = tries(&Class::Misconfigured);
        let waits: Vec<i64> = tries.windows(2).map(|two| two[1] - two[0]).collect();
        assert!(waits.iter().all(|wait| (4 * 60..=72 * 60).contains(wait)), "{waits:?}");
    }

    #[test]
    fn being_too_fast_is_no_try_and_stops_the_line() {
        let after = Duration::from_secs(35);
        let paused = Settled::Paused { until: at(45), code: "code" };
        assert_eq!(step(Class::Throttled { after }, &parcel(500), 10), paused);
    }

    #[test]
    fn what_will_never_be_taken_is_given_up_at_once() {
        let failed = |loss| Settled::Failed { code: "code", loss };
        assert_eq!(step(Class::Rejected, &parcel(0), 0), failed(Loss::Refused));
        assert_eq!(step(Class::Gone, &parcel(0), 0), failed(Loss::Gone));
    }

    #[test]
    fn a_chat_that_moved_is_followed_but_never_into_a_group_and_never_on_the_spot() {
        let gone = Settled::Failed { code: "code", loss: Loss::Gone };
        assert!(
            matches!(step(moved("6000000008"), &parcel(0), 0), Settled::Moved { to, .. } if to.handle == "6000000008")
        );
        assert_eq!(step(moved("-1001234567890"), &parcel(0), 0), gone);
        assert_eq!(step(moved("5000000007"), &parcel(0), 0), gone);
    }

    #[test]
    fn an_acknowledgement_is_missed_by_nobody() {
        let seen = Content::ButtonSeen { query: "7".to_owned() };
        let seen = Parcel { content: seen, useless_after: Some(at(150)), ..parcel(9) };
        for class in [Class::Rejected, Class::Gone, Class::Unreachable] {
            assert_eq!(step(class, &seen, 100), Settled::Missed { code: "code" });
        }
        assert!(too_late(&seen, at(150)) && !too_late(&seen, at(149)));
        assert_eq!(given_up(&seen, "useless"), Settled::Missed { code: "useless" });
    }
}
