//! Everything that can happen: networks hand over and accept, workers do one step at a time and die between any two, the
//! database dies under them, time passes. Trouble is bounded, everything else is not.

use stateright::{Model, Property};

use super::{
    rows::{Fate, Flaw, Rows, Standing},
    world::{Delivery, Door, Reception, Worker, World},
};

/// A network that writes, workers that work, and so much trouble.
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Who writes each message.
    pub writers: Vec<usize>,
    pub workers: usize,
    /// The workers are processes of one machine, and share the directory of the spool.
    pub one_disk: bool,
    /// People write again only when they have been thanked for what they wrote before.
    pub patient: bool,
    /// How many things may go wrong in one story.
    pub troubles: u8,
    pub flaw: Flaw,
}

/// What happens next; the first number is the worker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Post(usize, usize),
    Look(usize),
    Keep(usize),
    Spool(usize),
    Thank(usize),
    /// The first of the spool is kept, then forgotten.
    Drain(usize),
    Claim(usize, usize),
    Record(usize),
    MarkHandled(usize),
    NoteStumble(usize),
    Lease(usize, usize),
    Send(usize),
    Settle(usize),
    /// Time passes.
    StimulusRested(usize),
    ParcelRested(usize),
    LeaseEnded(usize),
    // ---- trouble ----
    PostTwice(usize, usize),
    /// The database is away from this worker, which spools; perhaps the insert got through.
    Away(usize),
    SpoolKept(usize),
    ThanksLost(usize),
    Stumble(usize),
    Refused(usize),
    AnswerLost(usize),
    GiveBack(usize),
    SettledUnheard(usize),
    LeaseEndedInHand(usize),
    Receipt(usize, Fate),
    Killed(usize),
    PostgresDied,
}

impl Step {
    const fn is_trouble(self) -> bool {
        !matches!(
            self,
            Self::Post(..)
                | Self::Look(_)
                | Self::Keep(_)
                | Self::Spool(_)
                | Self::Thank(_)
                | Self::Drain(_)
                | Self::Claim(..)
                | Self::Record(_)
                | Self::MarkHandled(_)
                | Self::NoteStumble(_)
                | Self::Lease(..)
                | Self::Send(_)
                | Self::Settle(_)
                | Self::StimulusRested(_)
                | Self::ParcelRested(_)
                | Self::LeaseEnded(_)
        )
    }
}

impl Protocol {
    /// Whether nothing is left that could happen without new trouble.
    pub fn at_rest(&self, world: &World) -> bool {
        self.steps(world).iter().all(|step| step.is_trouble())
    }

    fn steps(&self, world: &World) -> Vec<Step> {
        let mut steps = Vec::new();
        for (w, worker) in world.workers.iter().enumerate() {
            self.at_the_door(world, w, worker.door, &mut steps);
            if worker.draining.is_some()
                || worker.spool.first().is_some_and(|first| self.in_turn(world, *first))
            {
                steps.push(Step::Drain(w));
            }
            self.at_reception(world, w, worker.reception, &mut steps);
            self.at_delivery(world, w, worker.delivery, &mut steps);
            if *worker != (Worker { spool: worker.spool.clone(), ..Worker::default() }) {
                steps.push(Step::Killed(w));
            }
        }
        let resting =
            |at: &usize| world.rows.inbox[*at].resting && world.rows.inbox[*at].standing == Standing::Waiting;
        steps.extend((0..world.rows.inbox.len()).filter(resting).map(Step::StimulusRested));
        for (at, parcel) in world.rows.outbox.iter().enumerate() {
            if parcel.resting && parcel.fate == Fate::Ready {
                steps.push(Step::ParcelRested(at));
            }
            if let Some(holder) = parcel.lease
                && !parcel.over
                && self.flaw != Flaw::LeasesForEver
            {
                let in_hand = world.workers[holder].delivery.held() == Some((at, true));
                steps.push(if in_hand { Step::LeaseEndedInHand(at) } else { Step::LeaseEnded(at) });
            }
            if parcel.accepted > 0 {
                let more = [Fate::Failed, Fate::Delivered].into_iter().filter(|fate| *fate > parcel.fate);
                steps.extend(more.map(|fate| Step::Receipt(at, fate)));
            }
        }
        steps.push(Step::PostgresDied);
        steps
    }

    /// What waits on the disk of this worker, and of those that share it.
    fn on_the_disk<'a>(&self, world: &'a World, w: usize) -> impl Iterator<Item = usize> + 'a {
        let one_disk = self.one_disk;
        let near = world.workers.iter().enumerate().filter(move |(other, _)| one_disk || *other == w);
        near.flat_map(|(_, worker)| worker.spool.iter().copied())
    }

    /// Whether no other worker of the same disk is to go first; the messages are numbered as they were written.
    fn in_turn(&self, world: &World, message: usize) -> bool {
        !self.one_disk
            || world.workers.iter().filter_map(|worker| worker.spool.first()).all(|other| *other >= message)
    }

    fn at_the_door(&self, world: &World, w: usize, door: Door, steps: &mut Vec<Step>) {
        match door {
            Door::Free => {
                for message in 0..self.writers.len() {
                    let in_hand = world.workers.iter().any(|worker| {
                        matches!(worker.door, Door::Holds(m) | Door::Looked(m) | Door::Kept(m) | Door::Owes(m) if m == message)
                    });
                    let again = world.thanked[message] || in_hand;
                    let early = |before: usize| {
                        self.writers[before] == self.writers[message] && !world.thanked[before]
                    };
                    if self.patient && (0..message).any(early) {
                        continue;
                    }
                    steps.push(if again { Step::PostTwice(w, message) } else { Step::Post(w, message) });
                }
            }
            Door::Holds(_) if self.flaw == Flaw::LooksThenKeeps => steps.push(Step::Look(w)),
            Door::Holds(_) if self.flaw == Flaw::ThanksThenKeeps => steps.push(Step::Thank(w)),
            Door::Looked(_) | Door::Owes(_) => steps.push(Step::Keep(w)),
            // Nobody's messages change places: while something waits on the disk, the next goes behind it.
            Door::Holds(_) if self.on_the_disk(world, w).next().is_some() => steps.push(Step::Spool(w)),
            Door::Holds(_) => steps.extend([Step::Keep(w), Step::Away(w), Step::SpoolKept(w)]),
            Door::Kept(_) => steps.extend([Step::Thank(w), Step::ThanksLost(w)]),
        }
    }

    fn at_reception(&self, world: &World, w: usize, reception: Reception, steps: &mut Vec<Step>) {
        let locked =
            |at: usize| world.workers.iter().any(|worker| worker.reception == Reception::Claimed(at));
        match reception {
            Reception::Free => {
                let free = |at: &usize| world.rows.claimable(*at, self.flaw) && !locked(*at);
                steps.extend((0..world.rows.inbox.len()).filter(free).map(|at| Step::Claim(w, at)));
            }
            Reception::Claimed(_) => steps.extend([Step::Record(w), Step::Stumble(w)]),
            // An update waits for whoever has the row locked.
            Reception::Failed(at) if !locked(at) => steps.push(Step::NoteStumble(w)),
            Reception::Failed(_) => {}
            Reception::Recorded(_) => steps.push(Step::MarkHandled(w)),
        }
    }

    fn at_delivery(&self, world: &World, w: usize, delivery: Delivery, steps: &mut Vec<Step>) {
        match delivery {
            Delivery::Free => {
                let ready = |at: &usize| world.rows.leasable(*at, self.flaw);
                steps.extend((0..world.rows.outbox.len()).filter(ready).map(|at| Step::Lease(w, at)));
            }
            Delivery::Leased { .. } => {
                steps.extend([Step::Send(w), Step::Refused(w), Step::AnswerLost(w), Step::GiveBack(w)]);
            }
            Delivery::Answered { .. } => steps.extend([Step::Settle(w), Step::SettledUnheard(w)]),
        }
    }
}

impl Model for Protocol {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            rows: Rows::default(),
            thanked: vec![false; self.writers.len()],
            workers: vec![Worker::default(); self.workers],
            troubles: self.troubles,
            overtaken: false,
        }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        steps.extend(self.steps(world).into_iter().filter(|step| world.troubles > 0 || !step.is_trouble()));
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut next = world.clone();
        next.troubles -= u8::from(step.is_trouble());
        match step {
            Step::Post(w, message) | Step::PostTwice(w, message) => {
                next.workers[w].door = Door::Holds(message)
            }
            Step::Look(w)
            | Step::Keep(w)
            | Step::Spool(w)
            | Step::Away(w)
            | Step::SpoolKept(w)
            | Step::Thank(w)
            | Step::ThanksLost(w) => next.take_at_door(self, w, step),
            Step::Drain(w) => next.drain(self, w),
            Step::Claim(w, at) => next.workers[w].reception = Reception::Claimed(at),
            Step::Record(w) | Step::MarkHandled(w) | Step::NoteStumble(w) | Step::Stumble(w) => {
                next.take_at_reception(self.flaw, w, step);
            }
            Step::Lease(w, parcel) => {
                next.rows.lease(parcel, w);
                next.workers[w].delivery = Delivery::Leased { parcel, in_time: true };
            }
            Step::Send(w)
            | Step::Settle(w)
            | Step::Refused(w)
            | Step::AnswerLost(w)
            | Step::GiveBack(w)
            | Step::SettledUnheard(w) => {
                next.take_at_delivery(self.flaw, w, step);
            }
            Step::StimulusRested(at) => next.rows.inbox[at].resting = false,
            Step::ParcelRested(at) => next.rows.outbox[at].resting = false,
            Step::LeaseEnded(at) => next.end_lease(at),
            Step::LeaseEndedInHand(at) => {
                next.end_lease(at);
                next.rows.outbox[at].excused += 1;
            }
            Step::Receipt(at, fate) => next.rows.move_on(at, fate, self.flaw),
            Step::Killed(w) => next.kill(w),
            Step::PostgresDied => next.postgres_dies(self.flaw),
        }
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        super::sentences()
    }
}
