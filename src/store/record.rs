//! The one match from facts to rows. Pages are filled first, then written, one statement for each kind.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx,
    cases::{self, NewEntry},
    contacts,
    events::{self, Rendering},
    news::{self, Joined},
    outbox::{self, NewParcel},
    receipts, referrals, staff,
};
use crate::{
    facts::Fact,
    ids::Dice,
    message::{Content, Line},
    worth,
};

/// What a fact says, rendered for its receivers; most facts say nothing.
#[derive(Clone, Debug, Default)]
pub enum Written {
    /// The fact says nothing.
    #[default]
    Nothing,
    /// A parcel for one person.
    Parcel {
        /// The line it leaves through.
        line: Line,
        /// What it says.
        content: Content,
    },
    /// An invitation for everybody who asked.
    Announcement(Vec<Rendering>),
}

impl Store {
    /// Writes what happened.
    ///
    /// # Errors
    /// When Postgres is away, or a row clashes with one that is there; then nothing of the batch is written.
    pub async fn record(
        &self,
        tx: &mut Tx,
        facts: &[(Fact, Written)],
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<(), Error> {
        let keys = &self.keys;
        let (mut people, mut consents, mut joined) = (Vec::new(), Vec::new(), Vec::new());
        let (mut opened, mut moved, mut entries, mut mistakes) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut offered, mut offers_moved) = (Vec::new(), Vec::new());
        let (mut proposed, mut decided, mut announced) = (Vec::new(), Vec::new(), Vec::new());
        let (mut subscribed, mut answers) = (Vec::new(), Vec::new());
        let (mut parcels, mut fates, mut timers) = (Vec::new(), Vec::new(), Vec::new());
        let (mut relocated, mut untold, mut reports) = (Vec::new(), Vec::new(), Vec::new());
        let mut joined_parts = Vec::new();
        for (fact, written) in facts {
            match fact {
                Fact::Remembered { contact, conversation } => people.push((contact, conversation)),
                Fact::ConsentAnswered { contact, scope, answer, tongue } => {
                    consents.push((*contact, *scope, *answer, *tongue));
                }
                Fact::CaseOpened { case, pin } => opened.push((case, *pin)),
                Fact::CaseMoved { case } => moved.push(case),
                Fact::Entered { id, case, kind, by, words } => entries.push(NewEntry {
                    id: *id,
                    case: *case,
                    kind: *kind,
                    by: *by,
                    words: words.as_ref(),
                }),
                Fact::Offered { referral } => offered.push(referral),
                Fact::OfferMoved { referral } => offers_moved.push(referral),
                Fact::PairMistaken { contact, case } => mistakes.push((*contact, *case)),
                Fact::StaffJoined { staff, contact } => joined.push((*staff, *contact)),
                Fact::EventProposed { event } => proposed.push(event),
                Fact::EventDecided { event } => decided.push(event),
                Fact::EventAnnounced { event, .. } => announced.push((event, written)),
                Fact::Subscribed { contact, municipality } => subscribed.push((*contact, *municipality)),
                Fact::InvitationAnswered { event, contact, answer } => {
                    answers.push((*event, *contact, *answer));
                }
                Fact::Spoke { parcel, to, phrase, case, useless_after, .. } => {
                    if let Written::Parcel { line, content } = written {
                        parcels.push(NewParcel {
                            id: *parcel,
                            to: *to,
                            line,
                            case: *case,
                            content,
                            useless_after: *useless_after,
                            reports_loss: worth::reports_loss(phrase),
                        });
                    }
                }
                Fact::ButtonSeen { parcel, to, useless_after, .. } => {
                    if let Written::Parcel { line, content } = written {
                        parcels.push(NewParcel {
                            id: *parcel,
                            to: *to,
                            line,
                            case: None,
                            content,
                            useless_after: *useless_after,
                            reports_loss: false,
                        });
                    }
                }
                Fact::PartsJoined { key, from, line, words } => {
                    joined_parts.push(Joined { key, from, line, words });
                }
                Fact::ContactMoved { contact, to } => relocated.push((*contact, to)),
                Fact::LeftUntold { parcel } => untold.push(parcel.0),
                Fact::Reported { parcel, fate, account } => {
                    reports.push((*parcel, *fate, account.as_ref()));
                }
                Fact::ParcelMoved { parcel, fate } => fates.push((*parcel, *fate)),
                Fact::TimerSet { key, due_at, elapsed } => timers.push((key.as_str(), *due_at, elapsed)),
            }
        }
        contacts::remember(tx, keys, &people, dice).await?;
        contacts::log_consents(tx, &consents, now).await?;
        staff::join(tx, &joined, now).await?;
        cases::open(tx, keys, &opened, dice).await?;
        cases::move_on(tx, &moved).await?;
        cases::enter(tx, keys, &entries, now, dice).await?;
        cases::note_mistakes(tx, &mistakes, now).await?;
        referrals::write(tx, &offers_moved, &offered, now).await?;
        events::propose(tx, keys, &proposed, now, dice).await?;
        events::settle(tx, &decided).await?;
        events::subscribe(tx, &subscribed, now).await?;
        events::answer(tx, &answers, now).await?;
        contacts::relocate(tx, keys, &relocated, dice).await?;
        let gone: Vec<Uuid> =
            people.iter().filter(|(who, _)| who.gone_at.is_some()).map(|(who, _)| who.id.0).collect();
        let lost = outbox::sweep(tx, &gone, &[], now).await?;
        news::keep_lost(tx, keys, &lost, now, dice).await?;
        outbox::write(tx, keys, &parcels, now, dice).await?;
        outbox::leave_untold(tx, &untold, now).await?;
        receipts::keep(tx, keys, &reports, now, dice).await?;
        for (event, written) in announced {
            if let Written::Announcement(renderings) = written {
                events::announce(tx, keys, event, renderings, now, dice).await?;
            }
        }
        outbox::move_on(tx, &fates, now).await?;
        news::keep_joined(tx, keys, &joined_parts, now, dice).await?;
        news::set_timers(tx, keys, &timers, now, dice).await
    }
}
