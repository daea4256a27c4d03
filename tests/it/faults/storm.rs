//! One storm: people write, everything fails that can fail, in an order that the seed decides; then it is calm, everything
//! that is under way comes to its end, and it is counted.

use std::{collections::BTreeMap, fmt, sync::atomic::Ordering, time::Duration};

use prag::{ids::Dice, rehearsal::telegram::BotApi};
use sqlx::PgPool;
use tokio::time::{sleep, timeout};

use super::{
    chats::{self, Chats},
    crowd::{self, Crowd, SCRIPTS},
    doors::Doors,
    ground::Ground,
    network::{Network, Trouble},
    processes::{Processes, Settings},
    reckoning::{Lateness, Reckoning},
};
use crate::stage::house::catalogue;

/// How often something is looked at that nobody announces.
const LOOK: Duration = Duration::from_millis(20);
/// A lease that died with its process ends by itself after a minute; then the last waits of retries.
const DRAINED: Duration = Duration::from_secs(300);

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// People who write by SMS, and on Telegram; multiples of the number of scripts.
    pub people: usize,
    pub chats: usize,
    pub kills: usize,
    pub crashes: usize,
    /// How often PostgreSQL stays away until people are told that answers will be late.
    pub absences: usize,
    pub cuts: usize,
    pub crowdings: usize,
    pub throttlings: usize,
    pub silences: usize,
    pub lost_answers: usize,
    pub chat_troubles: usize,
    /// Processes side by side, at most.
    pub processes: u32,
}

/// What is done to the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Kill,
    Crash,
    Absence,
    Cut,
    Crowding,
    Network(Trouble),
    Chat,
    LostAnswer,
}

impl Plan {
    /// Every fault, as often as planned, in an order that the dice decide.
    fn faults(&self, dice: &mut Dice) -> Vec<Fault> {
        let mut faults: Vec<Fault> = [
            (Fault::Kill, self.kills),
            (Fault::Crash, self.crashes),
            (Fault::Absence, self.absences),
            (Fault::Cut, self.cuts),
            (Fault::Crowding, self.crowdings),
            (Fault::Network(Trouble::Throttled), self.throttlings),
            (Fault::Network(Trouble::Silent), self.silences),
            (Fault::Network(Trouble::SilentlyAccepted), self.silences),
            (Fault::Chat, self.chat_troubles),
            (Fault::LostAnswer, self.lost_answers),
        ]
        .into_iter()
        .flat_map(|(fault, times)| std::iter::repeat_n(fault, times))
        .collect();
        for at in (1..faults.len()).rev() {
            let bound = u32::try_from(at + 1).expect("a few");
            faults.swap(at, dice.below(bound) as usize);
        }
        faults
    }
}

/// What a storm came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How often each fault was injected.
    pub faults: BTreeMap<&'static str, usize>,
    pub reckoning: Reckoning,
    /// Arrivals that were thanked for, each once; refusals and repeats on the way there.
    pub thanked: usize,
    pub refused: usize,
    pub repeated: usize,
    /// Stimuli by state, and those that should have been handled.
    pub handled: usize,
    pub to_handle: usize,
    pub not_handled: usize,
    /// Texts that reached nobody, each of which may have been a stimulus more.
    pub may_be_news: usize,
    /// Cases opened, and those that should have been.
    pub cases: usize,
    pub cases_due: usize,
    /// Why texts failed for good, by line.
    pub failures: BTreeMap<String, usize>,
    /// Parcels, those whose fate is not known, and those reported delivered that are not known as such.
    pub parcels: usize,
    pub without_fate: usize,
    pub reports_forgotten: usize,
    /// Texts that were posted again to a network which knows them by their idempotency key.
    pub posted_again: usize,
}

impl Outcome {
    /// Whether every promise was kept.
    pub fn is_well(&self) -> bool {
        let Reckoning { lost, doubled, disordered, .. } = self.reckoning;
        lost + doubled + disordered + self.not_handled + self.without_fate + self.reports_forgotten == 0
            && (self.to_handle..=self.to_handle + self.may_be_news).contains(&self.handled)
            && self.cases == self.cases_due
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (fault, times) in &self.faults {
            writeln!(f, "{times:>7} × {fault}")?;
        }
        writeln!(
            f,
            "arrivals thanked for {}, refused on the way {}, brought again {}",
            self.thanked, self.refused, self.repeated
        )?;
        writeln!(
            f,
            "stimuli handled {} of {} (and up to {} that a text reached nobody), not handled {}",
            self.handled, self.to_handle, self.may_be_news, self.not_handled
        )?;
        writeln!(f, "{}", self.reckoning)?;
        writeln!(f, "cases opened {} of {}", self.cases, self.cases_due)?;
        for (why, times) in &self.failures {
            writeln!(f, "{times:>7} texts failed for good, {why}")?;
        }
        writeln!(
            f,
            "parcels {}, without a known fate {}, reports forgotten {}, posted again under their key {}",
            self.parcels, self.without_fate, self.reports_forgotten, self.posted_again
        )
    }
}

/// The whole scene.
struct Storm {
    ground: Ground,
    doors: Doors,
    network: Network,
    api: BotApi,
    processes: Processes,
    dice: Dice,
    faults: BTreeMap<&'static str, usize>,
}

/// What the same words are answered on a calm day.
#[derive(Debug)]
struct Calm {
    by_sms: Vec<Vec<String>>,
    by_chat: Vec<Vec<String>>,
    cases_by_sms: usize,
    cases_by_chat: usize,
    /// Messages, all together.
    messages: usize,
}

/// Lets the storm pass and counts.
pub async fn pass(plan: Plan) -> Outcome {
    let mut storm = Storm::gather(&plan).await;
    let calm = storm.calm_day().await;
    let (crowd, mut chats) = storm.rage(&plan).await;
    let progress = std::sync::Arc::clone(&crowd.progress);
    crowd.done().await;
    while chats.somebody_writes(&mut storm.dice) {}
    storm.most_is_said(&calm, &plan).await;
    storm.network.calm();
    storm.processes.raise(2).await;
    let look = storm.ground.look().await;
    storm.drained(&look, &[&chats]).await;
    storm.processes.stop().await;

    let mut outcome = Outcome {
        thanked: progress.thanked.load(Ordering::SeqCst) + chats.messages(),
        refused: progress.refused.load(Ordering::SeqCst),
        repeated: progress.repeated.load(Ordering::SeqCst),
        posted_again: storm.network.repeats(),
        faults: storm.faults.clone(),
        ..Outcome::default()
    };
    outcome.faults.extend(storm.network.troubles());
    outcome.faults.extend(chats.troubles.clone());
    let lateness = Lateness::of(&catalogue());
    for person in SCRIPTS.len()..SCRIPTS.len() + plan.people {
        let heard = storm.network.heard(&crowd::number(person));
        let heard = outcome.reckoning.without_lateness(&lateness, heard);
        outcome.reckoning.count(&calm.by_sms[person % SCRIPTS.len()], &heard);
    }
    for person in 0..chats.count() {
        let (due, heard) = (&calm.by_chat[person % SCRIPTS.len()], chats.heard(person));
        let heard = outcome.reckoning.without_lateness(&lateness, heard);
        if chats.is_gone(person) {
            outcome.reckoning.count_gone(due, &heard);
        } else {
            outcome.reckoning.count_shown(due, &heard);
        }
    }
    storm.count_rows(&look, &plan, &calm, &chats, &lateness, &mut outcome).await;
    look.close().await;
    storm.ground.clear().await;
    outcome
}

impl Storm {
    async fn gather(plan: &Plan) -> Self {
        let ground = Ground::lay(&plan.seed.to_string()).await;
        let doors = Doors::default();
        let network = Network::open(&doors).await;
        let clock = || prag::clock::Clock::System.now().timestamp();
        let api = BotApi::start(chats::TOKEN, clock).await.expect("a free port");
        let settings = Settings {
            database: ground.url(),
            send_url: network.url(),
            bot_api: api.url(),
            bot_token: chats::TOKEN.to_owned(),
            spool: ground.spool(),
        };
        let processes = Processes::new(settings, doors.clone());
        let dice = Dice::from_seed(plan.seed);
        Self { ground, doors, network, api, processes, dice, faults: BTreeMap::new() }
    }

    /// Some people write on a calm day: what they hear is what everybody else should hear.
    async fn calm_day(&mut self) -> Calm {
        self.processes.raise(1).await;
        let look = self.ground.look().await;
        Crowd::write(0..SCRIPTS.len(), &self.doors, &mut self.dice).done().await;
        self.drained(&look, &[]).await;
        let cases_by_sms = count(&look, "select count(*) from cases").await;
        let mut chats = Chats::of(&self.api, SCRIPTS.len(), 0);
        while chats.somebody_writes(&mut self.dice) {}
        self.drained(&look, &[&chats]).await;
        let cases_by_chat = count(&look, "select count(*) from cases").await - cases_by_sms;
        look.close().await;
        let calm = Calm {
            by_sms: (0..SCRIPTS.len()).map(|person| self.network.heard(&crowd::number(person))).collect(),
            by_chat: (0..SCRIPTS.len()).map(|person| chats.heard(person)).collect(),
            cases_by_sms,
            cases_by_chat,
            messages: crowd::messages(0..SCRIPTS.len()) + chats.messages(),
        };
        for (script, heard) in SCRIPTS.iter().zip(calm.by_sms.iter().chain(&calm.by_chat)) {
            assert!(heard.len() >= script.len(), "every message is answered: {heard:#?}");
        }
        assert!(cases_by_sms > 0 && cases_by_chat > 0, "needs become cases: {calm:#?}");
        // The poll that waits is answered with nothing, as after a quiet week, and then the ids begin anew.
        self.api.end_the_wait();
        chats.quiet_week(1_000);
        self.faults.append(&mut chats.troubles);
        calm
    }

    async fn rage(&mut self, plan: &Plan) -> (Crowd, Chats) {
        let everybody = SCRIPTS.len()..SCRIPTS.len() + plan.people;
        let mut messages = crowd::messages(everybody.clone());
        let mut chats = Chats::of(&self.api, plan.chats, 1_000);
        self.network.storm(Dice::from_seed(plan.seed));
        let crowd = Crowd::write(everybody, &self.doors, &mut self.dice);
        let faults = plan.faults(&mut self.dice);
        let mut left = faults.len();
        for fault in faults {
            let share = u32::try_from(messages / left * 2 + 1).unwrap_or(u32::MAX);
            let some = self.dice.below(share) as usize;
            messages -= some.min(messages);
            left -= 1;
            self.people_write(&crowd, some, &mut chats).await;
            self.inject(fault, plan, &crowd, &mut chats).await;
        }
        (crowd, chats)
    }

    /// Waits until so many more messages were thanked for.
    async fn people_write(&mut self, crowd: &Crowd, some: usize, chats: &mut Chats) {
        for _ in 0..=self.dice.below(8) {
            chats.somebody_writes(&mut self.dice);
        }
        let until = crowd.progress.thanked.load(Ordering::SeqCst) + some;
        while crowd.progress.thanked.load(Ordering::SeqCst) < until && !crowd.is_done() {
            sleep(LOOK).await;
        }
    }

    /// Waits until so many knocked in vain, or were thanked for all the same.
    async fn people_knock(&mut self, crowd: &Crowd, some: usize) {
        let knocked = || {
            let progress = &crowd.progress;
            progress.refused.load(Ordering::SeqCst) + progress.thanked.load(Ordering::SeqCst)
        };
        let until = knocked() + some;
        while knocked() < until && !crowd.is_done() {
            sleep(LOOK).await;
        }
    }

    /// Waits until somebody was told that the answer will be late, while people write.
    async fn people_are_told(&mut self, crowd: &Crowd) {
        let taken = self.network.taken();
        while self.network.taken() == taken && !crowd.is_done() {
            sleep(LOOK).await;
        }
    }

    async fn inject(&mut self, fault: Fault, plan: &Plan, crowd: &Crowd, chats: &mut Chats) {
        let name = match fault {
            Fault::Kill => {
                let side_by_side = 1 + self.dice.below(plan.processes);
                self.processes.kill_one(&mut self.dice).await;
                self.processes.raise(side_by_side as usize).await;
                "a process is killed with -9"
            }
            Fault::Crash => {
                self.ground.crash().await;
                let some = 20 + self.dice.below(100) as usize;
                self.people_knock(crowd, some).await;
                self.ground.restart().await;
                // A process that was starting meanwhile gave up, as its service manager expects it to.
                self.processes.raise(1).await;
                "PostgreSQL is stopped with -m immediate"
            }
            Fault::Absence => {
                self.ground.crash().await;
                self.people_are_told(crowd).await;
                self.ground.restart().await;
                self.processes.raise(1).await;
                "PostgreSQL stays away until people are told that answers will be late"
            }
            Fault::Cut => {
                self.ground.cut().await;
                "connections are cut in the middle of transactions"
            }
            Fault::Crowding => {
                self.ground.crowd().await;
                let some = 20 + self.dice.below(100) as usize;
                self.people_knock(crowd, some).await;
                self.ground.disperse().await;
                "PostgreSQL has no connection left"
            }
            Fault::Network(trouble) => return self.network.order(trouble, 1),
            Fault::Chat => return chats.trouble(&mut self.dice),
            Fault::LostAnswer => return chats.lose_an_answer(),
        };
        *self.faults.entry(name).or_default() += 1;
    }

    /// Waits until nine of ten replies are with the network, so that it is calm only for the last of them.
    async fn most_is_said(&self, calm: &Calm, plan: &Plan) {
        let due: usize = calm.by_sms.iter().map(Vec::len).sum::<usize>() * (plan.people / SCRIPTS.len());
        let said = async {
            while self.network.taken() < due / 10 * 9 {
                sleep(LOOK).await;
            }
        };
        let _ = timeout(DRAINED, said).await;
    }

    /// Waits until everything that came is handled, everything that is said has been settled, and every report was taken.
    async fn drained(&self, look: &PgPool, chats: &[&Chats]) {
        let under_way = "select (select count(*) from inbox where state = 'waiting' and due_at <= now() + interval '10 s')
                              + (select count(*) from outbox where state = 'ready')";
        let draining = async {
            loop {
                let spooled = prag::spool::look(&self.ground.spool()).expect("it can be read").records;
                let outside = self.network.has_reported() && chats.iter().all(|chats| chats.is_confirmed());
                let outside = outside && spooled == 0;
                if outside && count(look, under_way).await == 0 && self.network.has_reported() {
                    return;
                }
                sleep(LOOK).await;
            }
        };
        // What is left is counted, and told with everything else.
        let _ = timeout(DRAINED, draining).await;
    }

    async fn count_rows(
        &self,
        look: &PgPool,
        plan: &Plan,
        calm: &Calm,
        chats: &Chats,
        lateness: &Lateness,
        outcome: &mut Outcome,
    ) {
        // That somebody blocked the bot is told by Telegram; that a text did not reach them may have been news before that.
        outcome.to_handle = calm.messages + outcome.thanked + 2 * self.network.reported() + chats.blocks();
        outcome.may_be_news = count(look, "select count(*) from outbox where state = 'failed'").await;
        outcome.handled = count(look, "select count(*) from inbox where state = 'handled'").await;
        let not_handled = "select count(*) from inbox
                            where state not in ('handled', 'waiting') or state = 'waiting' and due_at <= now()";
        outcome.not_handled = count(look, not_handled).await;
        let scripts = SCRIPTS.len();
        outcome.cases_due =
            calm.cases_by_sms * (1 + plan.people / scripts) + calm.cases_by_chat * (1 + plan.chats / scripts);
        outcome.cases = count(look, "select count(*) from cases").await;
        outcome.parcels = count(look, "select count(*) from outbox").await;
        let without = "select count(*) from outbox where state not in ('sent', 'delivered', 'failed')";
        outcome.without_fate = count(look, without).await;
        let delivered = count(look, "select count(*) from outbox where state = 'delivered'").await;
        outcome.reports_forgotten = self.network.reported_but(lateness).abs_diff(delivered);
        let failures = "select line || ': ' || coalesce(failure, 'gone') as why, count(*) from outbox
                         where state = 'failed' group by why";
        let failures: Vec<(String, i64)> =
            sqlx::query_as(failures).fetch_all(look).await.expect("it is there");
        outcome
            .failures
            .extend(failures.into_iter().map(|(why, times)| (why, usize::try_from(times).expect("a count"))));
    }
}

async fn count(look: &PgPool, question: &'static str) -> usize {
    let count: i64 = sqlx::query_scalar(question).fetch_one(look).await.expect("the database is there");
    usize::try_from(count).expect("counts are not negative")
}
