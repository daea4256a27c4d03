//! Everything that can have happened because of a stimulus. Beside it: what can reach Prag (`stimulus`), what has to be
//! looked up for it (`wants`), and what is known when it is decided (`scene`).
//! Not here: deciding (`decide`), how facts become rows (`store::record`).

mod scene;
mod stimulus;
mod wants;

pub use scene::{Asked, Count, Entry, House, Invited, Joining, Lately, Scene, Sent};
pub use stimulus::{Elapsed, Loss, Stimulus};
pub use wants::{Wants, pair, wants};

use chrono::{DateTime, Utc};

use crate::{
    cases::{Case, EntryKind},
    contacts::{Contact, Tongue},
    conversation::Conversation,
    events::{Answer, Event},
    ids::{CaseId, ContactId, EntryId, EventId, ParcelId, Pin, StaffId},
    message::{Account, Address, Fate, Line, Words},
    phrases::{Keyboard, Phrase},
    places::Municipality,
    referrals::Referral,
    text::{Language, Script},
};

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To keep what they write for a request.
    Keep,
    /// To be invited to events.
    Invitations,
}

/// What was said to the question of consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentAnswer {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
}

/// Something that happened. Only `decide` states facts, only `store::record` writes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A person is known like this from now on.
    Remembered {
        /// The person.
        contact: Contact,
        /// What is being talked about.
        conversation: Conversation,
    },
    /// A question of consent was answered.
    ConsentAnswered {
        /// By whom.
        contact: ContactId,
        /// For what.
        scope: Scope,
        /// How.
        answer: ConsentAnswer,
        /// The language and script of the question.
        tongue: Tongue,
    },
    /// A case was opened.
    CaseOpened {
        /// The case.
        case: Case,
        /// Its PIN.
        pin: Pin,
    },
    /// A case stands elsewhere now.
    CaseMoved {
        /// The case as it stands.
        case: Case,
    },
    /// A line was added to a case's history.
    Entered {
        /// The line.
        id: EntryId,
        /// The case.
        case: CaseId,
        /// What happened.
        kind: EntryKind,
        /// Which colleague did it.
        by: Option<StaffId>,
        /// The words that belong to it.
        words: Option<Words>,
    },
    /// A case was offered to colleagues.
    Offered {
        /// The offer.
        referral: Referral,
    },
    /// An offer was taken, declined or lapsed.
    OfferMoved {
        /// The offer as it stands.
        referral: Referral,
    },
    /// A wrong pair of number and PIN was tried.
    PairMistaken {
        /// From whom.
        contact: ContactId,
        /// For this case, if there is one of that number.
        case: Option<CaseId>,
    },
    /// Somebody joined by a one-time link.
    StaffJoined {
        /// Who.
        staff: StaffId,
        /// Reachable as.
        contact: ContactId,
    },
    /// A leader proposed an event.
    EventProposed {
        /// The event.
        event: Event,
    },
    /// A second person decided about an event.
    EventDecided {
        /// The event as it stands.
        event: Event,
    },
    /// Everybody who asked for events there is invited.
    EventAnnounced {
        /// The event.
        event: Event,
        /// The invitation for each language and script.
        invitations: Vec<(Language, Script, Phrase)>,
        /// The buttons under it.
        keyboard: Keyboard,
    },
    /// What came in parts is a message now, to be handled like any other.
    PartsJoined {
        /// Kept once under this key.
        key: String,
        /// Whose.
        from: Address,
        /// Through which line it came.
        line: Line,
        /// What it says; where a part is missing, that is marked.
        words: Words,
    },
    /// Invitations were asked for.
    Subscribed {
        /// By whom.
        contact: ContactId,
        /// For which municipality.
        municipality: Municipality,
    },
    /// An invitation was answered.
    InvitationAnswered {
        /// To which event.
        event: EventId,
        /// By whom.
        contact: ContactId,
        /// How.
        answer: Answer,
    },
    /// Something was said. Saying is a fact like any other; delivery does the sending.
    Spoke {
        /// The parcel that will carry it.
        parcel: ParcelId,
        /// To whom.
        to: ContactId,
        /// What.
        phrase: Phrase,
        /// The buttons under it.
        keyboard: Keyboard,
        /// In this language, while theirs is unknown.
        tongue: Option<(Language, Script)>,
        /// About which case.
        case: Option<CaseId>,
        /// After this it is of no use.
        useless_after: DateTime<Utc>,
    },
    /// A pressed button was seen.
    ButtonSeen {
        /// The parcel that will say so.
        parcel: ParcelId,
        /// Whose.
        to: ContactId,
        /// The id under which Telegram awaits it.
        query: String,
        /// After this it is of no use.
        useless_after: DateTime<Utc>,
    },
    /// Somebody is reached elsewhere from now on.
    ContactMoved {
        /// Who.
        contact: ContactId,
        /// Where.
        to: Address,
    },
    /// A parcel was lost, and there is no colleague who could be told.
    LeftUntold {
        /// Which.
        parcel: ParcelId,
    },
    /// The network told something about a parcel.
    Reported {
        /// Which.
        parcel: ParcelId,
        /// What became of it, as we read it.
        fate: Fate,
        /// Word for word.
        account: Option<Account>,
    },
    /// The network told a parcel's fate.
    ParcelMoved {
        /// Which.
        parcel: ParcelId,
        /// What became of it.
        fate: Fate,
    },
    /// A time was set to run out.
    TimerSet {
        /// Set once under this key.
        key: String,
        /// When it runs out.
        due_at: DateTime<Utc>,
        /// What it is for.
        elapsed: Elapsed,
    },
}
