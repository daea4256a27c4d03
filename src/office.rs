//! The office behind the door: its hours, its working days, its telephone.
//! Not here: who works there (`staff`), what the clock says (handed in).

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

/// When and how people can be reached by voice.
#[derive(Clone, Debug)]
pub struct Office {
    /// The time zone of every date that is told.
    pub zone: Tz,
    /// When somebody is there.
    pub opens: NaiveTime,
    /// When nobody is there any more.
    pub closes: NaiveTime,
    /// Days off that return every year, as (month, day).
    pub holidays: Vec<(u32, u32)>,
    /// Whether alarms are answered by voice outside these hours too.
    pub on_call: bool,
    /// The telephone number that is told to people.
    pub telephone: String,
}

impl Default for Office {
    fn default() -> Self {
        Self {
            zone: chrono_tz::Europe::Belgrade, // the tz database's name for the time in Kosovo
            opens: NaiveTime::from_hms_opt(8, 0, 0).expect("a time of day"),
            closes: NaiveTime::from_hms_opt(16, 0, 0).expect("a time of day"),
            holidays: vec![(1, 1), (1, 7), (2, 17), (5, 1), (5, 9), (11, 28), (12, 25)],
            on_call: false,
            telephone: "038 000 000".to_owned(),
        }
    }
}

impl Office {
    /// The calendar day at the office.
    #[must_use]
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// Whether somebody works on this day.
    #[must_use]
    pub fn works_on(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !self.holidays.contains(&(day.month(), day.day()))
    }

    /// Whether an alarm is answered by voice now.
    #[must_use]
    pub fn answers_now(&self, now: DateTime<Utc>) -> bool {
        self.on_call || self.is_open(now)
    }

    /// Whether somebody is there now.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        let local = now.with_timezone(&self.zone);
        self.works_on(local.date_naive()) && (self.opens..self.closes).contains(&local.time())
    }

    /// How much of the time between two moments lies on days that are worked, by day and by night.
    #[must_use]
    pub fn time_on_working_days(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
        let (mut day, last) = (self.today(from), self.today(to));
        let mut time = Duration::zero();
        while day <= last {
            let next = day.checked_add_days(Days::new(1)).expect("a day within the calendar's 260,000 years");
            if self.works_on(day) {
                let begins = self.moment(day, NaiveTime::MIN).max(from);
                let ends = self.moment(next, NaiveTime::MIN).min(to);
                time += (ends - begins).max(Duration::zero());
            }
            day = next;
        }
        time
    }

    /// The day that lies `n` working days ahead; zero is today if today is worked, else the next working day.
    #[must_use]
    pub fn working_day(&self, now: DateTime<Utc>, n: u32) -> NaiveDate {
        let mut day = self.today(now);
        let mut left = n;
        loop {
            if self.works_on(day) {
                if left == 0 {
                    return day;
                }
                left -= 1;
            }
            day = day.checked_add_days(Days::new(1)).expect("a day within the calendar's 260,000 years");
        }
    }

    /// The moment of a local day and hour; in the hour that the clocks skip, the moment after it.
    #[must_use]
    pub fn moment(&self, day: NaiveDate, hour: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(hour);
        local
            .and_local_timezone(self.zone)
            .earliest()
            .or_else(|| (local + Duration::hours(1)).and_local_timezone(self.zone).earliest())
            .map_or_else(|| local.and_utc(), |moment| moment.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_friday_evening_promise_of_three_days_is_the_next_wednesday() {
        let office = Office::default();
        // 2026-03-13 is a Friday; its own day counts as the zeroth.
        assert_eq!(office.working_day(at("2026-03-13T20:00:00Z"), 3), "2026-03-18".parse().expect("a day"));
        // Saturday counts from Monday.
        assert_eq!(office.working_day(at("2026-03-14T09:00:00Z"), 0), "2026-03-16".parse().expect("a day"));
    }

    #[test]
    fn hours_are_local_in_winter_and_summer() {
        let office = Office::default();
        assert!(office.answers_now(at("2026-01-12T07:30:00Z")));
        assert!(!office.answers_now(at("2026-07-13T14:30:00Z")));
        assert!(!office.answers_now(at("2026-01-01T10:00:00Z")), "a holiday");
        assert!(Office { on_call: true, ..office }.answers_now(at("2026-01-01T23:00:00Z")));
    }

    #[test]
    fn days_off_do_not_count_as_time_on_working_days() {
        let office = Office::default();
        let between = |from, to| office.time_on_working_days(at(from), at(to)).num_minutes();
        assert_eq!(between("2026-03-11T09:00:00Z", "2026-03-12T10:30:00Z"), 25 * 60 + 30);
        // From Friday three in the afternoon over the weekend to Monday three: nine hours and fifteen.
        assert_eq!(between("2026-03-13T14:00:00Z", "2026-03-16T14:00:00Z"), 24 * 60);
        assert_eq!(between("2026-03-14T09:00:00Z", "2026-03-15T09:00:00Z"), 0);
        assert_eq!(
            between("2026-03-12T10:00:00Z", "2026-03-11T10:00:00Z"),
            0,
            "a clock that was turned back"
        );
        // The whole weekend in which the clocks change.
        assert_eq!(between("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z"), 0);
    }

    #[test]
    fn the_skipped_hour_of_spring_still_has_a_moment() {
        let office = Office::default();
        let skipped =
            office.moment("2026-03-29".parse().expect("a day"), "02:30:00".parse().expect("a time"));
        assert_eq!(skipped, at("2026-03-29T01:30:00Z"));
    }
}
