//! The rows of inbox and outbox and the statements on them, as `src/store/{inbox,outbox,leases}.rs` have them: each is one
//! commit.

/// Times a stimulus may fail, and a parcel be refused; fewer than in the house, and enough to come to the end.
const STUMBLES: u8 = 2;
const TRIES: u8 = 2;

/// What could be wrong with the protocol. The house is `Sound`; each of the others is a house that somebody built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// As it is.
    Sound,
    /// Looking for a repeat before writing, instead of a unique key.
    LooksThenKeeps,
    /// The network is thanked before the arrival is durable.
    ThanksThenKeeps,
    /// What waited in the spool is forgotten before it is kept.
    ForgetsThenKeeps,
    /// Any waiting stimulus is taken, not only the oldest of its address.
    ClaimsOutOfTurn,
    /// One that failed and rests does not hold up the later ones of its address.
    StumblesLetPass,
    /// What was decided is recorded in one transaction, and `handled` in another.
    HandledApart,
    /// Any ready parcel is leased, not only the oldest of its person.
    LeasesOutOfTurn,
    /// Whoever sent a parcel settles it, with or without its lease.
    SettlesWithoutToken,
    /// Settling does not look whether the fate is known already.
    SettlesOverReceipts,
    /// What was sent is forgotten when the database is away at that moment.
    ForgetsWhatWasSent,
    /// A lease holds until it is settled.
    LeasesForEver,
    /// A parcel that failed for good is only marked.
    FailsInSilence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stimulus {
    /// What somebody wrote, by the network's own id.
    Message(usize),
    /// The news that this parcel will not arrive.
    Undelivered(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    Waiting,
    Handled,
    Aside,
}

/// A row of the inbox; its place is its `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    pub what: Stimulus,
    pub person: usize,
    pub standing: Standing,
    pub stumbles: u8,
    /// Not due yet.
    pub resting: bool,
    /// How often what it causes was recorded.
    pub effects: u8,
}

/// In the order of their ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    Ready,
    Sent,
    Failed,
    Delivered,
}

/// A row of the outbox; its place is its `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parcel {
    pub person: usize,
    pub fate: Fate,
    /// The best that the fate ever was.
    pub known: Fate,
    pub tries: u8,
    pub resting: bool,
    /// The token; a worker has one lease at a time, so its number will do.
    pub lease: Option<usize>,
    /// `leased_until` has passed.
    pub over: bool,
    /// How often the network accepted it.
    pub accepted: u8,
    /// How often it may be repeated: an answer was lost, its sender killed, or a lease ended in somebody's hand.
    pub excused: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rows {
    pub inbox: Vec<Row>,
    pub outbox: Vec<Parcel>,
}

impl Rows {
    pub fn holds(&self, what: Stimulus) -> bool {
        self.inbox.iter().any(|row| row.what == what)
    }

    /// `insert ... on conflict (key) do nothing`.
    pub fn keep(&mut self, what: Stimulus, person: usize) {
        if !self.holds(what) {
            self.insert(what, person);
        }
    }

    pub fn insert(&mut self, what: Stimulus, person: usize) {
        let standing = Standing::Waiting;
        self.inbox.push(Row { what, person, standing, stumbles: 0, resting: false, effects: 0 });
    }

    /// Whether `claim` finds it: due, and the oldest of its address that waits.
    pub fn claimable(&self, at: usize, flaw: Flaw) -> bool {
        let row = &self.inbox[at];
        let blocks = |earlier: &Row| {
            earlier.person == row.person
                && earlier.standing == Standing::Waiting
                && (flaw != Flaw::StumblesLetPass || !earlier.resting)
        };
        row.standing == Standing::Waiting
            && !row.resting
            && (flaw == Flaw::ClaimsOutOfTurn || !self.inbox[..at].iter().any(blocks))
    }

    /// `record`: everything that handling causes, which for a message is a reply.
    pub fn record(&mut self, at: usize) {
        let row = &mut self.inbox[at];
        row.effects += 1;
        if let Stimulus::Message(_) = row.what {
            self.outbox.push(Parcel {
                person: row.person,
                fate: Fate::Ready,
                known: Fate::Ready,
                tries: 0,
                resting: false,
                lease: None,
                over: false,
                accepted: 0,
                excused: 0,
            });
        }
    }

    pub fn handled(&mut self, at: usize) {
        self.inbox[at].standing = Standing::Handled;
    }

    /// `stumbled`: later again, or set aside; nothing if somebody else has handled it since.
    pub fn stumbled(&mut self, at: usize) {
        let row = &mut self.inbox[at];
        if row.standing == Standing::Waiting {
            row.stumbles += 1;
            row.resting = row.stumbles < STUMBLES;
            if !row.resting {
                row.standing = Standing::Aside;
            }
        }
    }

    /// Whether `lease` finds it: due, nobody's, and the oldest of its person that is ready.
    pub fn leasable(&self, at: usize, flaw: Flaw) -> bool {
        let parcel = &self.outbox[at];
        let blocks = |earlier: &Parcel| earlier.person == parcel.person && earlier.fate == Fate::Ready;
        parcel.fate == Fate::Ready
            && !parcel.resting
            && (parcel.lease.is_none() || parcel.over)
            && (flaw == Flaw::LeasesOutOfTurn || !self.outbox[..at].iter().any(blocks))
    }

    pub fn lease(&mut self, at: usize, token: usize) {
        let parcel = &mut self.outbox[at];
        (parcel.lease, parcel.over) = (Some(token), false);
    }

    /// `give_back`: by whoever holds the lease.
    pub fn give_back(&mut self, at: usize, token: usize) {
        let parcel = &mut self.outbox[at];
        if parcel.lease == Some(token) && parcel.fate == Fate::Ready {
            (parcel.lease, parcel.over) = (None, false);
        }
    }

    /// `settle`: by whoever holds the lease, as long as nothing better is known; with the news of a failure in one commit.
    pub fn settle(&mut self, at: usize, token: usize, accepted: bool, flaw: Flaw) {
        let parcel = &mut self.outbox[at];
        let ours = parcel.lease == Some(token) || flaw == Flaw::SettlesWithoutToken;
        let open = parcel.fate == Fate::Ready;
        // A receipt takes the lease away, so who looks at neither looks at nothing.
        if !((ours && open) || flaw == Flaw::SettlesOverReceipts) {
            return;
        }
        (parcel.lease, parcel.over) = (None, false);
        if accepted {
            self.becomes(at, Fate::Sent);
        } else {
            parcel.tries += 1;
            parcel.resting = parcel.tries < TRIES;
            if !parcel.resting {
                self.becomes(at, Fate::Failed);
                self.tell(at, flaw);
            }
        }
    }

    /// `move_on`: what a receipt tells, if it is more than is known.
    pub fn move_on(&mut self, at: usize, fate: Fate, flaw: Flaw) {
        if fate > self.outbox[at].fate {
            (self.outbox[at].lease, self.outbox[at].over) = (None, false);
            self.becomes(at, fate);
            if fate == Fate::Failed {
                self.tell(at, flaw);
            }
        }
    }

    fn becomes(&mut self, at: usize, fate: Fate) {
        let parcel = &mut self.outbox[at];
        (parcel.fate, parcel.known) = (fate, parcel.known.max(fate));
    }

    fn tell(&mut self, at: usize, flaw: Flaw) {
        if flaw != Flaw::FailsInSilence {
            self.keep(Stimulus::Undelivered(at), self.outbox[at].person);
        }
    }
}
