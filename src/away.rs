//! Away: who writes while the database is away hears, once in each outage, that the message is safe and the answer late;
//! who writes of danger hears the emergency numbers at once. Sent beside the outbox, which is away too, and as well as can
//! be: nothing is repeated, nothing remembered. Not here: what was written (`keeping` has it), every other text (`delivery`).

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{
    sync::{Mutex, mpsc},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    catalogue::{Catalogue, Reader},
    channels::Carriers,
    clock::{Chance, Clock},
    commands::{self, Command},
    ids::{Dice, ParcelId},
    message::{Address, Arrival, Body, Channel, Content, Line, Parcel, Part},
    phrases::Phrase,
    spool::Spool,
    text::{Language, Script},
    understanding::{gist, is_alarming, tongue_of},
};

/// Who may wait to be heard here.
pub const EARS: usize = 1024;
/// How many people are remembered in one outage; beyond that nobody else is told.
const PEOPLE: usize = 10_000;
/// A database that comes back sooner is not worth a text: the answer itself comes.
const GRACE: chrono::Duration = chrono::Duration::seconds(30);
/// How long to sleep when nobody writes.
const TICK: Duration = Duration::from_secs(1);
/// Who writes so that no language shows is told in both official ones.
const BOTH: [(Language, Script); 2] =
    [(Language::Albanian, Script::Latin), (Language::Serbian, Script::Latin)];

/// The loop that tells people.
#[derive(Clone, Debug)]
pub struct Away {
    spool: Spool,
    carriers: Arc<Carriers>,
    catalogue: Arc<Catalogue>,
    clock: Clock,
    chance: Chance,
    came: Arc<Mutex<mpsc::Receiver<Arrival>>>,
}

impl Away {
    /// Tells those whose arrivals are heard on `came`.
    #[must_use]
    pub fn new(
        spool: Spool,
        carriers: Arc<Carriers>,
        catalogue: Arc<Catalogue>,
        clock: Clock,
        chance: Chance,
        came: mpsc::Receiver<Arrival>,
    ) -> Self {
        Self { spool, carriers, catalogue, clock, chance, came: Arc::new(Mutex::new(came)) }
    }

    /// Tells people until stopped.
    pub async fn run(self, stop: CancellationToken) {
        let (mut came, mut dice) = (self.came.lock().await, self.chance.dice());
        let mut outage = Outage::default();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                Some(arrival) = came.recv() => outage.hears(&arrival, self.clock.now()),
                () = sleep(TICK) => {}
            }
            if self.spool.is_empty() {
                outage = Outage::default(); // it is over, and whoever waited is answered
            }
            while let Some(note) = outage.due(self.clock.now()) {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = self.send(note, &mut dice) => {}
                }
            }
        }
    }

    async fn send(&self, note: Note, dice: &mut Dice) {
        let Some(carrier) = self.carriers.carrier(&note.line) else { return };
        let now = self.clock.now();
        let words = note.text(&self.catalogue).into();
        let parcel = Parcel {
            id: ParcelId::draw(now, dice),
            line: note.line.clone(),
            to: note.to,
            content: Content::Text { words, buttons: Vec::new() },
            useless_after: None,
            attempts: 0,
        };
        if let Err(failure) = carrier.send(&parcel, now).await {
            tracing::debug!(line = %note.line, code = failure.code, "nobody could be told that the answer is late");
        }
        sleep(Duration::from_secs(1) / self.carriers.rate(&note.line).per_second.max(1)).await;
    }
}

/// What is said to somebody; the later outranks the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// The message is safe.
    Late,
    /// The emergency numbers.
    Danger,
    /// Nothing: they wrote STOP.
    Nothing,
}

impl Said {
    /// What follows from a body; nothing for what nobody wrote.
    fn to(body: &Body) -> Option<Self> {
        let words = match body {
            Body::Text { words } | Body::Edited { words } | Body::Part(Part { words, .. }) => words.as_str(),
            Body::Button { .. } | Body::Picture | Body::Call => return Some(Self::Late),
            Body::Blocked | Body::Unblocked | Body::Receipt(_) => return None,
        };
        Some(match commands::read(words) {
            Some(Command::Stop | Command::StopInvitations) => Self::Nothing,
            Some(Command::Urgent) => Self::Danger,
            _ if gist(words).danger || is_alarming(words) => Self::Danger,
            _ => Self::Late,
        })
    }
}

/// One text to one person.
#[derive(Clone, PartialEq, Eq)]
struct Note {
    line: Line,
    to: Address,
    said: Said,
    tongue: Option<(Language, Script)>,
}

impl Note {
    fn text(&self, catalogue: &Catalogue) -> String {
        let phrase = if self.said == Said::Danger { Phrase::UrgentAway } else { Phrase::Away };
        let channel = self.to.channel;
        let render = |(language, script)| catalogue.render(&phrase, Reader { language, script, channel });
        match (self.tongue, channel) {
            (Some(tongue), _) => render(tongue),
            (None, Channel::Sms) => BOTH.map(render).join(" / "),
            (None, Channel::Telegram) => BOTH.map(render).join("\n"),
        }
    }
}

/// Who wrote in one outage, and who of them has to be told.
#[derive(Default)]
struct Outage {
    began: Option<DateTime<Utc>>,
    heard: HashMap<Address, Said>,
    /// In the order in which they wrote.
    late: VecDeque<Note>,
    danger: VecDeque<Note>,
}

impl Outage {
    fn hears(&mut self, arrival: &Arrival, now: DateTime<Utc>) {
        self.began.get_or_insert(now);
        let Some(from) = arrival.from.as_ref().filter(|from| from.answerable()) else { return };
        let Some(said) = Said::to(&arrival.body) else { return };
        let before = self.heard.get(from);
        if before.is_some_and(|before| *before >= said) || before.is_none() && self.heard.len() >= PEOPLE {
            return;
        }
        self.heard.insert(from.clone(), said);
        self.late.retain(|note| note.to != *from);
        let tongue = match &arrival.body {
            Body::Text { words } | Body::Edited { words } => {
                tongue_of(words.as_str()).map(|tell| tell.tongue)
            }
            _ => None,
        };
        let note = Note { line: arrival.line.clone(), to: from.clone(), said, tongue };
        match said {
            Said::Late => self.late.push_back(note),
            Said::Danger => self.danger.push_back(note),
            Said::Nothing => {}
        }
    }

    /// The next who has to be told now: of danger at once, others when the outage lasts.
    fn due(&mut self, now: DateTime<Utc>) -> Option<Note> {
        let lasts = self.began.is_some_and(|began| now - began >= GRACE);
        self.danger.pop_front().or_else(|| if lasts { self.late.pop_front() } else { None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segments;

    fn from(who: usize) -> Address {
        Address { channel: Channel::Sms, handle: format!("+383440{who:05}") }
    }

    fn arrival(who: usize, body: Body) -> Arrival {
        let (line, provider_id) = (Line("desk".to_owned()), "1".to_owned());
        Arrival { line, provider_id, from: Some(from(who)), body }
    }

    fn wrote(who: usize, words: &str) -> Arrival {
        arrival(who, Body::Text { words: words.into() })
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::seconds(second)
    }

    fn told(outage: &mut Outage, now: DateTime<Utc>) -> Vec<(Address, Said)> {
        std::iter::from_fn(|| outage.due(now)).map(|note| (note.to, note.said)).collect()
    }

    #[test]
    fn each_hears_once_when_the_outage_lasts_and_of_danger_at_once() {
        let mut outage = Outage::default();
        outage.hears(&wrote(1, "Mirëdita"), at(0));
        outage.hears(&wrote(2, "po na gjujne me gure ne shpi"), at(1));
        outage.hears(&wrote(1, "a jeni aty"), at(2));
        assert_eq!(told(&mut outage, at(29)), [(from(2), Said::Danger)]);
        outage.hears(&wrote(2, "ndihme"), at(30));
        assert_eq!(told(&mut outage, at(30)), [(from(1), Said::Late)]);
        // Somebody who knows that the answer is late may yet be in danger.
        outage.hears(&wrote(1, "URGJENT"), at(31));
        outage.hears(&wrote(1, "URGJENT"), at(32));
        assert_eq!(told(&mut outage, at(33)), [(from(1), Said::Danger)]);
    }

    #[test]
    fn nobody_hears_who_wrote_stop_or_wrote_nothing_or_cannot_be_answered() {
        let mut outage = Outage::default();
        outage.hears(&wrote(1, "hello"), at(0));
        for silent in ["STOP", "NDAL", "ПРЕКИНИ"] {
            outage.hears(&wrote(1, silent), at(0));
        }
        outage.hears(&wrote(1, "hello again"), at(0));
        outage.hears(&arrival(2, Body::Blocked), at(0));
        let mut from_a_name = wrote(3, "Fitove");
        from_a_name.from = Some(Address { channel: Channel::Sms, handle: "50505".to_owned() });
        outage.hears(&from_a_name, at(0));
        outage.hears(&Arrival { from: None, ..wrote(4, "") }, at(0));
        assert_eq!(told(&mut outage, at(60)), []);
        outage.hears(&arrival(5, Body::Picture), at(60));
        assert_eq!(told(&mut outage, at(60)), [(from(5), Said::Late)]);
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory() {
        let mut outage = Outage::default();
        for who in 0..=PEOPLE {
            outage.hears(&arrival(who, Body::Picture), at(0));
        }
        assert_eq!((outage.heard.len(), outage.late.len()), (PEOPLE, PEOPLE));
        outage.hears(&wrote(0, "URGENT"), at(0));
        assert_eq!(outage.danger.len(), 1, "who is known may still be in danger");
    }

    #[test]
    fn who_shows_no_language_reads_both_in_one_text() {
        let catalogue = Catalogue::load().expect("complete locales");
        for said in [Said::Late, Said::Danger] {
            let note = Note { line: Line("desk".to_owned()), to: from(1), said, tongue: None };
            let text = note.text(&catalogue);
            assert_eq!(segments(&text).parts, 1, "{text}");
            assert!(text.contains(" / "), "{text}");
            let chat = Address { channel: Channel::Telegram, handle: "5".to_owned() };
            let text = Note { to: chat, ..note }.text(&catalogue);
            assert!(text.lines().count() <= 6, "{text}");
        }
    }
}
