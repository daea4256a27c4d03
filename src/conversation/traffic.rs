//! What is remembered of messages whatever they say: parts that wait for others, a call, and how often the same came. A phone
//! that answers by itself would be answered for ever, at a price for each text; so there is a cap, far above what people do.
//! Not here: what becomes of words that get no answer (they are heard like any others).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{message::Parts, text::fold};

/// This many times the same within this time, each after the other, is the last that is answered.
const MOST_SAME: u8 = 5;
const SAME_WITHIN: Duration = Duration::minutes(30);
/// What may be said again and again: the answers to questions, a digit, a yes.
const LONGEST_ANSWER: usize = 3;
/// More than this many texts within this time is no person who types.
const MOST: u8 = 40;
const MOST_WITHIN: Duration = Duration::minutes(10);
/// For so long nothing is answered then.
const PAUSE: Duration = Duration::hours(1);

/// What is remembered of messages whatever they say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Traffic {
    /// When they rang and were answered, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rang_at: Option<DateTime<Utc>>,
    /// Messages of which parts are missing, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Parts>,
    /// How fast they write.
    #[serde(default)]
    pub pace: Pace,
}

/// How fast somebody writes, and how often the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Since when texts are counted, and how many came.
    since: Option<DateTime<Utc>>,
    texts: u8,
    /// The last text, when it came, and how often in a row.
    last: Option<([u8; 8], DateTime<Utc>)>,
    times: u8,
    /// The end of a pause.
    quiet_until: Option<DateTime<Utc>>,
}

/// Whether a text is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// As it deserves.
    Freely,
    /// To say that answers pause.
    ToSayPause,
    /// Not at all.
    Not,
}

impl Pace {
    /// Counts a text.
    pub fn heard(&mut self, text: &str, now: DateTime<Utc>) -> Answering {
        let same = self.is_same(text, now);
        let counted = self.since.is_some_and(|since| now - since < MOST_WITHIN);
        (self.since, self.texts) =
            if counted { (self.since, self.texts.saturating_add(1)) } else { (Some(now), 1) };
        self.times = if same { self.times.saturating_add(1) } else { 1 };
        if self.quiet_until.is_some_and(|end| now < end) {
            return Answering::Not;
        }
        if self.texts > MOST {
            self.quiet_until = Some(now + PAUSE);
            return Answering::ToSayPause;
        }
        match self.times {
            ..MOST_SAME => Answering::Freely,
            MOST_SAME => Answering::ToSayPause,
            _ => Answering::Not,
        }
    }

    /// Whether a text is the one before it; it is the last one from now on.
    fn is_same(&mut self, text: &str, now: DateTime<Utc>) -> bool {
        let folded = fold(text);
        // Orders of colleagues are asked again for what has changed meanwhile.
        let counts = folded.chars().count() > LONGEST_ANSWER && !text.trim_start().starts_with('/');
        let digest = counts.then(|| {
            let mut short = [0; 8];
            short.copy_from_slice(&Sha256::digest(folded)[..8]);
            short
        });
        let same = self.last.is_some_and(|(last, at)| Some(last) == digest && now - at < SAME_WITHIN);
        self.last = digest.map(|digest| (digest, now));
        same
    }
}

#[cfg(test)]
mod tests {
    use super::{Answering::*, *};

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(seconds)
    }

    #[test]
    fn the_same_again_and_again_is_answered_four_times() {
        let mut pace = Pace::default();
        let mut say = |text, seconds| pace.heard(text, at(seconds));
        for seconds in 0..4 {
            assert_eq!(say("I am driving, call you later!", seconds), Freely);
        }
        assert_eq!(say("i am driving. CALL you later", 4), ToSayPause, "however it is written");
        assert_eq!(say("I am driving, call you later!", 5), Not);
        assert_eq!(say("Sorry, my phone did that", 6), Freely, "anything else is answered");
        assert_eq!(say("I am driving, call you later!", 7), Freely);
    }

    #[test]
    fn after_half_an_hour_the_same_is_something_new() {
        let mut pace = Pace::default();
        for time in 0..20 {
            assert_eq!(pace.heard("STATUSI", at(time * 1800)), Freely);
        }
    }

    #[test]
    fn answers_and_orders_may_be_the_same() {
        for text in ["1", "Po", "/queue", " /queue"] {
            let mut pace = Pace::default();
            for time in 0..20 {
                assert_eq!(pace.heard(text, at(time)), Freely, "{text}");
            }
        }
    }

    #[test]
    fn a_flood_is_answered_no_more_for_an_hour() {
        let mut pace = Pace::default();
        let mut say = |seconds: i64| pace.heard(&format!("other words {seconds}"), at(seconds));
        for seconds in 0..40 {
            assert_eq!(say(seconds), Freely);
        }
        assert_eq!(say(40), ToSayPause);
        assert_eq!((say(41), say(3639)), (Not, Not));
        assert_eq!(say(3640), Freely);
    }

    #[test]
    fn who_types_is_answered() {
        let mut pace = Pace::default();
        for time in 0..200 {
            assert_eq!(pace.heard(&format!("message {time}"), at(time * 16)), Freely);
        }
    }
}
