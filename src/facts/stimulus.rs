//! Everything that can reach Prag. It is kept as it is here, so what an older version kept stays readable.
//! Not here: what has to be looked up for it (`wants`), what it leads to (`decide`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    alarms::Alarm,
    ids::{ParcelId, ReferralId},
    message::{Address, Body, Line},
};

/// Something that reached Prag and is handled once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stimulus {
    /// Something came through a door.
    Came {
        /// Who sent it; nobody for a delivery report.
        from: Option<Address>,
        /// The line it came through.
        line: Line,
        /// What came.
        body: Body,
    },
    /// A parcel could not be delivered, and will not be tried again.
    Undelivered {
        /// Which.
        parcel: ParcelId,
        /// The line it could not leave through.
        line: Line,
        /// How it was lost.
        #[serde(alias = "gone", deserialize_with = "read_loss")]
        loss: Loss,
    },
    /// The network reaches somebody elsewhere from now on.
    Moved {
        /// Where.
        to: Address,
    },
    /// A time ran out.
    Elapsed {
        /// Which.
        what: Elapsed,
    },
    /// A stimulus was set aside, and whoever sent it waits for an answer.
    Unanswered {
        /// Its place in the inbox.
        seq: i64,
        /// Who sent it and through which line; nobody knows when it does not open.
        sender: Option<(Address, Line)>,
    },
    /// A stimulus was set aside, and only a human can see why.
    SetAside {
        /// Its place in the inbox, by which it is named.
        seq: i64,
    },
    /// Something about the house itself is wrong.
    AlarmRaised {
        /// What.
        alarm: Alarm,
    },
    /// It is over.
    AlarmCleared {
        /// What it was.
        alarm: Alarm,
    },
}

impl Stimulus {
    /// The news of setting aside what stands at `seq`: for its sender, if one waits for an answer, and for colleagues.
    /// What does not open may be a message of whoever's turn it takes. Such news has no further news, or it would go round.
    #[must_use]
    pub fn news_of_setting_aside(seq: i64, stimulus: Option<&Self>) -> Vec<Self> {
        let for_colleagues = Self::SetAside { seq };
        match stimulus {
            Some(Self::Came { from: Some(from), line, body }) if body.awaits_answer() => {
                vec![Self::Unanswered { seq, sender: Some((from.clone(), line.clone())) }, for_colleagues]
            }
            None => vec![Self::Unanswered { seq, sender: None }, for_colleagues],
            Some(Self::Unanswered { .. } | Self::SetAside { .. }) => Vec::new(),
            Some(
                Self::Came { .. }
                | Self::Undelivered { .. }
                | Self::Moved { .. }
                | Self::Elapsed { .. }
                | Self::AlarmRaised { .. }
                | Self::AlarmCleared { .. },
            ) => vec![for_colleagues],
        }
    }
}

/// How a message was lost for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// The network will never take it.
    Refused,
    /// It was of no use any more before the network took it.
    Late,
    /// Nothing will reach this address any more.
    Gone,
}

/// Before there were three ways, it was told whether the address was gone.
fn read_loss<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Loss, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Loss(Loss),
        Gone(bool),
    }
    Ok(match Told::deserialize(deserializer)? {
        Told::Loss(loss) => loss,
        Told::Gone(true) => Loss::Gone,
        Told::Gone(false) => Loss::Refused,
    })
}

/// A time that ran out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Elapsed {
    /// Nobody took an offer.
    Offer {
        /// Which.
        referral: ReferralId,
    },
    /// Parts of a message have not come.
    Parts {
        /// Whose.
        from: Address,
        /// Through which line the others came.
        line: Line,
        /// What they have in common.
        reference: String,
        /// When the first of them was handled.
        since: DateTime<Utc>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_was_kept_before_there_were_three_ways_is_read() {
        let read = |how: &str| {
            let parcel = "0191e1807d607000aded7d8b151cbd5b";
            let kept = format!(r#"{{"is":"undelivered","parcel":"{parcel}","line":"telegram",{how}}}"#);
            match serde_json::from_str(&kept) {
                Ok(Stimulus::Undelivered { loss, .. }) => loss,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((read(r#""gone":true"#), read(r#""gone":false"#)), (Loss::Gone, Loss::Refused));
        assert_eq!(read(r#""loss":"late""#), Loss::Late);
    }
}
