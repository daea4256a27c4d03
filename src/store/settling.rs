//! Settling: what became of parcels that a lease held, written down by its holder alone. Not here: leasing them (`leases`), what
//! follows from a failure (`delivery`), what networks report later (`outbox`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx,
    news::{self, Lost, Moved},
    outbox,
};
use crate::{
    facts::Loss,
    ids::{Dice, ParcelId},
    message::{Address, Line},
};

/// What became of sending a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The network accepted it, perhaps under an id of its own.
    Sent {
        /// The network's id.
        provider_id: Option<String>,
    },
    /// It is tried again.
    Again {
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// Its line is down, and it is tried on another one that reaches the same number.
    Rerouted {
        /// Which.
        line: Line,
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// The network wants to hear nothing from the whole line for a while; this was no try.
    Paused {
        /// Until then.
        until: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// The receiver is reached elsewhere from now on, and it is tried again there.
    Moved {
        /// Where.
        to: Address,
        /// Not before this.
        at: DateTime<Utc>,
        /// The code of the failure.
        code: &'static str,
    },
    /// It will not be tried again.
    Failed {
        /// The code of the failure.
        code: &'static str,
        /// How it was lost.
        loss: Loss,
    },
    /// It will not be tried again, and nobody misses it.
    Missed {
        /// The code of the failure.
        code: &'static str,
    },
}

impl Settled {
    const fn state(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Again { .. } | Self::Rerouted { .. } | Self::Paused { .. } | Self::Moved { .. } => "ready",
            Self::Failed { .. } | Self::Missed { .. } => "failed",
        }
    }

    const fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Again { at, .. } | Self::Rerouted { at, .. } | Self::Moved { at, .. } => Some(*at),
            Self::Paused { until, .. } => Some(*until),
            Self::Sent { .. } | Self::Failed { .. } | Self::Missed { .. } => None,
        }
    }

    const fn tries(&self) -> i32 {
        if let Self::Paused { .. } = self { 0 } else { 1 }
    }

    const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Sent { .. } => None,
            Self::Again { code, .. }
            | Self::Rerouted { code, .. }
            | Self::Paused { code, .. }
            | Self::Moved { code, .. }
            | Self::Failed { code, .. }
            | Self::Missed { code } => Some(*code),
        }
    }
}

impl Store {
    /// Settles parcels of a lease. A parcel whose lease was lost meanwhile is left to whoever holds it now.
    ///
    /// # Errors
    /// When Postgres is away; the lease then ends by itself and the parcels are sent again.
    pub async fn settle(
        &self,
        line: &Line,
        token: Uuid,
        outcomes: &[(ParcelId, Settled)],
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        let ids: Vec<Uuid> = outcomes.iter().map(|(id, _)| id.0).collect();
        let states: Vec<&str> = outcomes.iter().map(|(_, settled)| settled.state()).collect();
        let due: Vec<Option<DateTime<Utc>>> = outcomes.iter().map(|(_, settled)| settled.due()).collect();
        let tries: Vec<i32> = outcomes.iter().map(|(_, settled)| settled.tries()).collect();
        let providers: Vec<Option<Vec<u8>>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Sent { provider_id: Some(id) } => Some(self.keys.provider(&line.0, id).to_vec()),
                _ => None,
            })
            .collect();
        let reroutes: Vec<Option<&str>> = outcomes
            .iter()
            .map(|(_, settled)| match settled {
                Settled::Rerouted { line, .. } => Some(line.0.as_str()),
                _ => None,
            })
            .collect();
        let failures: Vec<Option<&str>> = outcomes.iter().map(|(_, settled)| settled.code()).collect();
        let rows = sqlx::query!(
            r#"update outbox set state = new.state, attempts = attempts + new.tries,
                      due_at = coalesce(new.due_at, outbox.due_at),
                      line = coalesce(new.line, outbox.line),
                      provider_id = coalesce(new.provider_id, outbox.provider_id), failure = new.failure,
                      lease = null, leased_until = null,
                      settled_at = case when new.state = 'ready' then null else $8::timestamptz end
                 from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::bytea[], $6::text[], $9::text[])
                   as new (id, state, due_at, tries, provider_id, failure, line), contacts
                where outbox.id = new.id and outbox.lease = $7 and outbox.state = 'ready'
                  and contacts.id = outbox.contact_id
               returning outbox.id, outbox.state, contacts.id as contact_id, contacts.address_hash"#,
            &ids,
            &states as &[&str],
            &due as &[Option<DateTime<Utc>>],
            &tries,
            &providers as &[Option<Vec<u8>>],
            &failures as &[Option<&str>],
            token,
            now,
            &reroutes as &[Option<&str>],
        )
        .fetch_all(&mut *tx)
        .await?;
        if rows.len() < outcomes.len() {
            outbox::name_overtaken(&mut tx, &ids, &providers).await?;
        }
        let (mut lost, mut moved) = (Vec::new(), Vec::new());
        let (mut gone, mut last) = (Vec::new(), Vec::new());
        for row in rows {
            let parcel = ParcelId(row.id);
            match outcomes.iter().find(|(id, _)| *id == parcel).map(|(_, settled)| settled) {
                Some(Settled::Failed { loss: Loss::Gone, .. }) => {
                    gone.push(row.contact_id);
                    last.push(row.id);
                }
                Some(Settled::Failed { loss, .. }) => {
                    let receiver = row.address_hash;
                    lost.push(Lost { parcel, line: line.clone(), receiver, loss: *loss });
                }
                Some(Settled::Moved { to, .. }) => {
                    moved.push(Moved { parcel, receiver: row.address_hash, to });
                }
                _ => {}
            }
        }
        pause(&mut tx, line, outcomes).await?;
        lost.extend(outbox::sweep(&mut tx, &gone, &last, now).await?);
        news::keep_lost(&mut tx, &self.keys, &lost, now, dice).await?;
        news::keep_moved(&mut tx, &self.keys, &moved, now, dice).await?;
        tx.commit().await?;
        if !(lost.is_empty() && moved.is_empty()) {
            self.wake_reception();
        }
        if reroutes.iter().any(Option::is_some) {
            self.wake_delivery();
        }
        Ok(())
    }
}

/// Lets the whole line rest, whichever process sends through it.
async fn pause(tx: &mut Tx, line: &Line, outcomes: &[(ParcelId, Settled)]) -> Result<(), Error> {
    let until = outcomes.iter().filter_map(|(_, settled)| match settled {
        Settled::Paused { until, .. } => Some(*until),
        _ => None,
    });
    if let Some(until) = until.max() {
        sqlx::query!(
            "update paces set paused_until = greatest(paused_until, $2) where line = $1",
            line.0,
            until,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
