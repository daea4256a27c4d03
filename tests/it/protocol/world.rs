//! What is in the hands of workers and networks around the rows, and what becomes of it with each step. Not here: which
//! steps there are (`steps`).

use super::{
    rows::{Fate, Flaw, Parcel, Rows, Stimulus},
    steps::{Protocol, Step},
};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// What is committed.
    pub rows: Rows,
    /// Which messages were answered 2xx; their network forgets them.
    pub thanked: Vec<bool>,
    pub workers: Vec<Worker>,
    pub troubles: u8,
    /// A parcel was accepted although an earlier one to the same person was neither accepted nor given up.
    pub overtaken: bool,
}

/// One process: a door, a spool, a reception and a delivery, each with one thing in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Worker {
    pub door: Door,
    /// On the disk, which outlives the process.
    pub spool: Vec<usize>,
    /// The first of the spool, between its two steps.
    pub draining: Option<usize>,
    pub reception: Reception,
    pub delivery: Delivery,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Door {
    #[default]
    Free,
    /// The request is read.
    Holds(usize),
    /// The request is read, and there was no such row. (A flaw.)
    Looked(usize),
    /// The arrival is durable, the answer not given.
    Kept(usize),
    /// The answer is given, the arrival not durable. (A flaw.)
    Owes(usize),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reception {
    #[default]
    Free,
    /// Its transaction is open and the row locked.
    Claimed(usize),
    /// It rolled back, and will note so.
    Failed(usize),
    /// Half is committed. (A flaw.)
    Recorded(usize),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delivery {
    #[default]
    Free,
    /// About to be sent.
    Leased { parcel: usize, in_time: bool },
    /// The network said something, or nothing.
    Answered { parcel: usize, in_time: bool, accepted: bool },
}

impl Delivery {
    /// The parcel in hand, and whether its lease holds.
    pub fn held(self) -> Option<(usize, bool)> {
        match self {
            Self::Free => None,
            Self::Leased { parcel, in_time } | Self::Answered { parcel, in_time, .. } => {
                Some((parcel, in_time))
            }
        }
    }
}

impl World {
    /// The network takes the parcel and sends it on.
    fn accept(&mut self, parcel: usize) {
        let (before, rest) = self.rows.outbox.split_at_mut(parcel);
        let this = &mut rest[0];
        let unheard = |earlier: &Parcel| {
            earlier.person == this.person && earlier.accepted == 0 && earlier.fate != Fate::Failed
        };
        self.overtaken |= this.accepted == 0 && before.iter().any(unheard);
        this.accepted += 1;
    }

    /// What a delivery knew is forgotten.
    fn forget(&mut self, w: usize) {
        if let Delivery::Answered { parcel, accepted: true, .. } = self.workers[w].delivery {
            self.rows.outbox[parcel].excused += 1;
        }
    }

    fn answered(&mut self, w: usize, accepted: bool) {
        if let Some((parcel, in_time)) = self.workers[w].delivery.held() {
            self.workers[w].delivery = Delivery::Answered { parcel, in_time, accepted };
        }
    }

    pub fn end_lease(&mut self, at: usize) {
        let parcel = &mut self.rows.outbox[at];
        parcel.over = true;
        for worker in &mut self.workers {
            if let Delivery::Leased { parcel, in_time } | Delivery::Answered { parcel, in_time, .. } =
                &mut worker.delivery
                && *parcel == at
            {
                *in_time = false;
            }
        }
    }

    /// Transactions in hand vanish. Whoever sends goes on, and settles when the database is back.
    pub fn postgres_dies(&mut self, flaw: Flaw) {
        for worker in &mut self.workers {
            worker.reception = Reception::Free;
            if !matches!(worker.door, Door::Kept(_)) {
                worker.door = Door::Free;
            }
            if flaw == Flaw::ForgetsWhatWasSent && matches!(worker.delivery, Delivery::Answered { .. }) {
                worker.delivery = Delivery::Free;
            }
        }
    }

    /// The process ends where it stands; its disk does not.
    pub fn kill(&mut self, w: usize) {
        self.forget(w);
        let spool = std::mem::take(&mut self.workers[w].spool);
        self.workers[w] = Worker { spool, ..Worker::default() };
    }

    pub fn drain(&mut self, protocol: &Protocol, w: usize) {
        let worker = &mut self.workers[w];
        let forgets_first = protocol.flaw == Flaw::ForgetsThenKeeps;
        let (message, keeps) = match worker.draining {
            None => (worker.spool[0], !forgets_first),
            Some(message) => (message, forgets_first),
        };
        worker.draining = worker.draining.is_none().then_some(message);
        if keeps {
            self.rows.keep(Stimulus::Message(message), protocol.writers[message]);
        } else {
            worker.spool.remove(0);
        }
    }

    pub fn take_at_door(&mut self, protocol: &Protocol, w: usize, step: Step) {
        let door = self.workers[w].door;
        let (Door::Holds(m) | Door::Looked(m) | Door::Kept(m) | Door::Owes(m)) = door else { return };
        let what = Stimulus::Message(m);
        self.workers[w].door = match (step, door) {
            (Step::Look(_), _) if self.rows.holds(what) => Door::Kept(m),
            (Step::Look(_), _) => Door::Looked(m),
            (Step::Keep(_), Door::Looked(_)) => {
                self.rows.insert(what, protocol.writers[m]);
                Door::Kept(m)
            }
            (Step::Keep(_), _) => {
                self.rows.keep(what, protocol.writers[m]);
                if door == Door::Owes(m) { Door::Free } else { Door::Kept(m) }
            }
            (Step::Spool(_) | Step::Away(_), _) => {
                self.workers[w].spool.push(m);
                Door::Kept(m)
            }
            // The insert hung, and was committed.
            (Step::SpoolKept(_), _) => {
                self.rows.keep(what, protocol.writers[m]);
                self.workers[w].spool.push(m);
                Door::Kept(m)
            }
            (Step::Thank(_), _) => {
                self.thanked[m] = true;
                if door == Door::Holds(m) { Door::Owes(m) } else { Door::Free }
            }
            _ => Door::Free, // the answer did not come through
        };
    }

    pub fn take_at_reception(&mut self, flaw: Flaw, w: usize, step: Step) {
        let reception = self.workers[w].reception;
        let (Reception::Claimed(at) | Reception::Failed(at) | Reception::Recorded(at)) = reception else {
            return;
        };
        self.workers[w].reception = match step {
            Step::Record(_) => {
                self.rows.record(at);
                if flaw == Flaw::HandledApart {
                    Reception::Recorded(at)
                } else {
                    self.rows.handled(at);
                    Reception::Free
                }
            }
            Step::Stumble(_) => Reception::Failed(at),
            Step::NoteStumble(_) => {
                self.rows.stumbled(at);
                Reception::Free
            }
            _ => {
                self.rows.handled(at);
                Reception::Free
            }
        };
    }

    pub fn take_at_delivery(&mut self, flaw: Flaw, w: usize, step: Step) {
        let Some((parcel, _)) = self.workers[w].delivery.held() else { return };
        match step {
            Step::Send(_) => {
                self.accept(parcel);
                self.answered(w, true);
            }
            Step::Refused(_) => self.answered(w, false),
            Step::AnswerLost(_) => {
                self.accept(parcel);
                self.rows.outbox[parcel].excused += 1;
                self.answered(w, false);
            }
            Step::GiveBack(_) => {
                self.rows.give_back(parcel, w);
                self.workers[w].delivery = Delivery::Free;
            }
            _ => {
                let accepted = matches!(self.workers[w].delivery, Delivery::Answered { accepted: true, .. });
                self.rows.settle(parcel, w, accepted, flaw);
                // Whoever does not hear that it is settled settles it again, and sends nothing before.
                self.workers[w].delivery = match step {
                    Step::SettledUnheard(_) => Delivery::Answered { parcel, in_time: false, accepted },
                    _ => Delivery::Free,
                };
            }
        }
    }
}
