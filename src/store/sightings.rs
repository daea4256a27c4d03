//! When each line was last seen at work: noted in memory where it happens, which costs a lock and a look-up, and written
//! down by the watch in one statement. A row for each arrival would cost a write for each; the inbox cannot tell, because
//! the line of an arrival is sealed with it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

use super::{Error, Store};
use crate::{
    health::Sighting,
    message::{Arrival, Line},
};

/// What this process has seen; all copies of a store share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(Arc<Mutex<HashMap<Line, Sighting>>>);

impl Seen {
    fn note(&self, line: &Line, note: impl FnOnce(&mut Sighting)) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get_mut(line) {
            Some(sighting) => note(sighting),
            None => note(seen.entry(line.clone()).or_default()),
        }
    }

    fn all(&self) -> HashMap<Line, Sighting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn arrived(&self, arrival: &Arrival, at: DateTime<Utc>) {
        // What waited in the spool is kept late, and came when it came.
        self.note(&arrival.line, |sighting| {
            sighting.last_arrival_at = sighting.last_arrival_at.max(Some(at));
        });
    }
}

impl Store {
    /// Notes that the network of a line took a parcel on.
    pub fn saw_success(&self, line: &Line, now: DateTime<Utc>) {
        self.seen.note(line, |sighting| sighting.last_success_at = Some(now));
    }

    /// Notes that a line answered our asking for messages.
    pub fn saw_poll(&self, line: &Line, at: DateTime<Utc>) {
        self.seen.note(line, |sighting| sighting.last_poll_at = Some(at));
    }

    /// Writes down what this process has seen of these lines; what another saw later stays.
    ///
    /// # Errors
    /// When Postgres is away; then it is written down the next time.
    pub async fn note_sightings(&self, lines: &[Line], now: DateTime<Utc>) -> Result<(), Error> {
        let seen = self.seen.all();
        let of = |moment: fn(&Sighting) -> Option<DateTime<Utc>>| -> Vec<Option<DateTime<Utc>>> {
            lines.iter().map(|line| seen.get(line).and_then(moment)).collect()
        };
        let names: Vec<&str> = lines.iter().map(|line| line.0.as_str()).collect();
        let (arrivals, successes, polls) = (
            of(|sighting| sighting.last_arrival_at),
            of(|sighting| sighting.last_success_at),
            of(|sighting| sighting.last_poll_at),
        );
        sqlx::query!(
            "insert into sightings (line, watched_at, noted_at, last_arrival_at, last_success_at, last_poll_at)
             select line, $5, $5, arrival, success, poll
               from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
                 as new (line, arrival, success, poll)
              order by line
                 on conflict (line) do update
                set noted_at = excluded.noted_at,
                    last_arrival_at = greatest(sightings.last_arrival_at, excluded.last_arrival_at),
                    last_success_at = greatest(sightings.last_success_at, excluded.last_success_at),
                    last_poll_at = greatest(sightings.last_poll_at, excluded.last_poll_at)",
            &names as &[&str],
            &arrivals as &[Option<DateTime<Utc>>],
            &successes as &[Option<DateTime<Utc>>],
            &polls as &[Option<DateTime<Utc>>],
            now,
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// When each line was last seen at work, by this process or, as far as it is written down, by another.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn sightings(&self) -> Result<BTreeMap<String, Sighting>, Error> {
        let rows = sqlx::query!(
            "select line, watched_at, last_arrival_at, last_success_at, last_poll_at from sightings"
        )
        .fetch_all(&self.pool)
        .await?;
        let mut sightings: BTreeMap<String, Sighting> = BTreeMap::new();
        for row in rows {
            let sighting = sightings.entry(row.line).or_default();
            sighting.watched_at = Some(row.watched_at);
            sighting.last_arrival_at = row.last_arrival_at;
            sighting.last_success_at = row.last_success_at;
            sighting.last_poll_at = row.last_poll_at;
        }
        for (line, seen) in self.seen.all() {
            let sighting = sightings.entry(line.0).or_default();
            sighting.last_arrival_at = sighting.last_arrival_at.max(seen.last_arrival_at);
            sighting.last_success_at = sighting.last_success_at.max(seen.last_success_at);
            sighting.last_poll_at = sighting.last_poll_at.max(seen.last_poll_at);
        }
        Ok(sightings)
    }
}
