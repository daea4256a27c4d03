//! Alarms about the house itself: which stand, and the telling of those that are raised and cleared, once for however
//! many processes look and however often they start. Not here: when something is an alarm (`alarms`).

use chrono::{DateTime, Utc};

use super::{Error, Store, news, read};
use crate::{
    alarms::{Alarm, CALM, Standing, Verdict},
    ids::Dice,
};

/// What was told, by this process and not by another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Raised now.
    pub raised: Vec<Alarm>,
    /// Cleared now.
    pub cleared: Vec<Alarm>,
}

impl Store {
    /// The alarms that stand, oldest first.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn alarms(&self) -> Result<Vec<Standing>, Error> {
        let rows = sqlx::query!(
            "select kind, about, raised_at, seen_at from alarms where cleared_at is null order by seq"
        )
        .fetch_all(&self.pool)
        .await?;
        // A kind that is not known is a newer version's, which clears it too.
        let known = rows.into_iter().filter_map(|row| {
            let alarm = Alarm { kind: row.kind.parse().ok()?, about: row.about };
            Some(Standing { alarm, raised_at: row.raised_at, seen_at: row.seen_at })
        });
        Ok(known.collect())
    }

    /// Writes a verdict down, and keeps a stimulus for each alarm that is news, in one transaction.
    ///
    /// # Errors
    /// When Postgres is away; then nobody was told, and the next look tells it.
    pub async fn tell_alarms(
        &self,
        verdict: &Verdict,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<Told, Error> {
        let present: Vec<&Alarm> = verdict.raised.iter().chain(&verdict.held).collect();
        if present.is_empty() && verdict.cleared.is_empty() {
            return Ok(Told::default());
        }
        let mut tx = self.begin().await?;
        let (kinds, abouts) = columns(&present);
        let seen = sqlx::query!(
            "insert into alarms (kind, about, raised_at, seen_at)
             select kind, about, $3, $3 from unnest($1::text[], $2::text[]) as new (kind, about) order by kind, about
                 on conflict (kind, about) where cleared_at is null do update set seen_at = excluded.seen_at
             returning kind, about, raised_at",
            &kinds as &[&str],
            &abouts as &[&str],
            now,
        )
        .fetch_all(&mut *tx)
        .await?;
        let (kinds, abouts) = columns(&verdict.cleared.iter().collect::<Vec<_>>());
        // Another process may have seen it holding since we read.
        let over = sqlx::query!(
            "update alarms set cleared_at = $3 from unnest($1::text[], $2::text[]) as old (kind, about)
              where alarms.kind = old.kind and alarms.about = old.about and cleared_at is null
                and (seen_at <= $4 or seen_at >= $5)
             returning alarms.kind, alarms.about, raised_at",
            &kinds as &[&str],
            &abouts as &[&str],
            now,
            now - CALM,
            now + CALM,
        )
        .fetch_all(&mut *tx)
        .await?;
        // One that was raised by another process in this very moment is kept under the same key.
        let raised = seen.into_iter().filter(|row| row.raised_at == now);
        let raised = raised.map(|row| (row.kind, row.about, row.raised_at, true));
        let cleared = over.into_iter().map(|row| (row.kind, row.about, row.raised_at, false));
        let mut told = Told::default();
        let mut stimuli = Vec::new();
        for (kind, about, raised_at, is_raised) in raised.chain(cleared) {
            let alarm = Alarm { kind: read(kind.parse(), "alarms", "kind")?, about };
            stimuli.push((alarm.clone(), raised_at, is_raised));
            if is_raised { told.raised.push(alarm) } else { told.cleared.push(alarm) }
        }
        news::keep_alarms(&mut tx, &self.keys, &stimuli, now, dice).await?;
        tx.commit().await?;
        if !stimuli.is_empty() {
            self.wake_reception();
        }
        Ok(told)
    }
}

fn columns<'a>(alarms: &[&'a Alarm]) -> (Vec<&'a str>, Vec<&'a str>) {
    alarms.iter().map(|alarm| (alarm.kind.code(), alarm.about.as_str())).unzip()
}
