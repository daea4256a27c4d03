//! Reception: takes a batch of stimuli out of the inbox, loads their scenes, decides each, renders what is said, records
//! everything and commits once. A batch that fails is taken apart; a stimulus that fails alone is set aside.

use std::{
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use uuid::Uuid;

use crate::{
    catalogue::{self, Catalogue},
    clock::{Chance, Clock},
    decide::decide,
    facts::{Fact, House, Scene, Stimulus},
    figures::{self, Handling},
    ids::{ContactId, Dice, StaffId},
    message::{Body, Button, Channel, Content, Line},
    office::Office,
    phrases::{Keyboard, Phrase},
    pulse::Rounds,
    staff::Roster,
    store::{
        self, Store, Tx,
        contacts::Reader,
        events::Rendering,
        inbox::{Claimed, Pick},
        record::Written,
        sealed::Broken,
    },
    text::{Language, Script},
};

/// Stimuli in one transaction.
const BATCH: i64 = 256;
/// How long a stimulus that fails alone waits for each of its further tries; after them a human has to look at it.
const AGAIN: [chrono::Duration; 2] = [chrono::Duration::seconds(5), chrono::Duration::seconds(10)];
/// How long a report about an unknown parcel is put off each time, and how long in all.
const EARLY: chrono::Duration = chrono::Duration::seconds(2);
const YOUNG: chrono::Duration = chrono::Duration::minutes(5);
/// While a person's language is unknown and there is no time to ask, we write in the one most people here read.
const FALLBACK: (Language, Script) = (Language::Albanian, Script::Latin);

/// The loop from inbox to outbox.
pub struct Reception {
    store: Store,
    catalogue: Arc<Catalogue>,
    office: Office,
    clock: Clock,
    dice: Dice,
    /// Colleagues whose rows could not be read the last time.
    unread: Vec<StaffId>,
}

/// What a batch came to, for the figures.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    stimuli: usize,
    pauses: usize,
}

/// Why a batch was not handled.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Postgres is away; the batch is innocent, and everything will do when it is back.
    #[error(transparent)]
    Outage(store::Error),
    /// The roster cannot be loaded; the batch is as innocent.
    #[error("the roster cannot be loaded: {0}")]
    Roster(store::Error),
    /// Something in the batch cannot be loaded or recorded.
    #[error(transparent)]
    Store(store::Error),
    /// Something in the batch makes loading, deciding, rendering or recording panic.
    #[error("handling a batch panicked")]
    Panicked,
}

impl From<store::Error> for Trouble {
    fn from(error: store::Error) -> Self {
        if error.is_outage() { Self::Outage(error) } else { Self::Store(error) }
    }
}

impl Trouble {
    /// A fixed word for the inbox; never anything that was written.
    const fn reason(&self) -> &'static str {
        match self {
            Self::Store(store::Error::Unreadable { .. } | store::Error::Sealed(Broken::Unknown(_))) => {
                "unreadable"
            }
            Self::Store(store::Error::Sealed(_)) => "sealed",
            Self::Store(_) | Self::Outage(_) | Self::Roster(_) => "database",
            Self::Panicked => "panic",
        }
    }

    /// Whether something in the batch is to blame, rather than the house.
    const fn is_of_batch(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Panicked)
    }
}

impl Reception {
    /// A reception for one process; several side by side share the inbox.
    #[must_use]
    pub fn new(
        store: Store,
        catalogue: Arc<Catalogue>,
        office: Office,
        clock: Clock,
        chance: &Chance,
    ) -> Self {
        Self { store, catalogue, office, clock, dice: chance.dice(), unread: Vec::new() }
    }

    async fn batch(&mut self) -> Result<usize, Trouble> {
        let mut seqs = Vec::new();
        match self.handle(Pick::Oldest(BATCH), &mut seqs).await {
            Ok(()) => return Ok(seqs.len()),
            // Before any stimulus was seen none of them is to blame, and none can be tried alone.
            Err(trouble) if seqs.is_empty() || !trouble.is_of_batch() => return Err(trouble),
            Err(trouble) => tracing::warn!(reason = trouble.reason(), "a batch failed and is taken apart"),
        }
        for seq in &seqs {
            self.handle_alone(*seq).await?;
        }
        Ok(seqs.len())
    }

    /// One stimulus by itself, so that its trouble is its own.
    async fn handle_alone(&mut self, seq: i64) -> Result<(), Trouble> {
        let mut seqs = Vec::new();
        let trouble = match self.handle(Pick::Only(seq), &mut seqs).await {
            Ok(()) => return Ok(()),
            Err(trouble) if seqs.is_empty() || !trouble.is_of_batch() => return Err(trouble),
            Err(trouble) => trouble,
        };
        let (now, reason) = (self.clock.now(), trouble.reason());
        let again_at = AGAIN.map(|wait| now + wait);
        if let Some(stumbled) = self.store.stumbled(seq, reason, &again_at, now, &mut self.dice).await? {
            figures::stimuli(if stumbled.aside { Handling::Aside } else { Handling::Stumbled }, 1);
            tracing::error!(
                seq,
                reason,
                attempts = stumbled.attempts,
                aside = stumbled.aside,
                "a stimulus failed alone"
            );
        }
        Ok(())
    }

    /// The one transaction: everything a batch causes, or nothing.
    async fn handle(&mut self, pick: Pick, seqs: &mut Vec<i64>) -> Result<(), Trouble> {
        let mut tx = self.store.begin().await?;
        // All that a panic could leave half done is rolled back, but for the dice, and half-thrown dice are still dice.
        let handled = AssertUnwindSafe(self.handle_in(&mut tx, pick, seqs)).catch_unwind().await;
        match handled.unwrap_or(Err(Trouble::Panicked)) {
            Ok(handled) => {
                tx.commit().await.map_err(store::Error::from)?;
                figures::stimuli(Handling::Handled, handled.stimuli);
                figures::paused(handled.pauses);
                self.store.wake_delivery();
                Ok(())
            }
            Err(trouble) => {
                // Now and not some time after: rows that are still locked would be passed over when taken one by one.
                // A connection that cannot roll back is lost, and its transaction with it.
                let _ = tx.rollback().await;
                Err(trouble)
            }
        }
    }

    /// Some may be left for later.
    async fn handle_in(&mut self, tx: &mut Tx, pick: Pick, seqs: &mut Vec<i64>) -> Result<Done, Trouble> {
        let now = self.clock.now();
        let claimed = self.store.claim(tx, pick, now).await?;
        seqs.extend(claimed.iter().map(|claimed| claimed.seq));
        if claimed.is_empty() {
            return Ok(Done::default());
        }
        let batch: Vec<(&Claimed, &Stimulus)> = claimed
            .iter()
            .map(|claimed| claimed.stimulus.as_ref().map(|stimulus| (claimed, stimulus)))
            .collect::<Result<_, _>>()
            .map_err(|broken| store::Error::from(*broken))?;
        let house = House { roster: self.roster(tx).await?, office: self.office.clone() };
        let scenes = self.store.scenes(tx, &batch, &house.roster, now).await?;
        let (batch, early) = apart(batch, scenes, now);
        let (facts, handled) = self.decide_all(&batch, &house, now);
        let pause = |fact: &&Fact| matches!(fact, Fact::Spoke { phrase: Phrase::Paused, .. });
        let done = Done { stimuli: handled.len(), pauses: facts.iter().filter(pause).count() };
        let written = self.render_all(tx, facts).await?;
        self.store.record(tx, &written, now, &mut self.dice).await?;
        self.store.handled(tx, &handled, now).await?;
        self.store.put_off(tx, &early, now + EARLY).await?;
        Ok(done)
    }

    /// Everybody who can be told; whoever cannot be read is named once in the log, and always in health.
    async fn roster(&mut self, tx: &mut Tx) -> Result<Roster, Trouble> {
        let loaded = self.store.roster(&mut **tx).await;
        let (roster, unread) = loaded.map_err(|error| match Trouble::from(error) {
            Trouble::Store(error) => Trouble::Roster(error),
            trouble => trouble,
        })?;
        if unread != self.unread {
            for colleague in &unread {
                tracing::error!(%colleague, "a colleague's row cannot be read: they are told nothing");
            }
            self.unread = unread;
        }
        Ok(roster)
    }

    /// Decides each stimulus against its scene. One that touches a case or event which an earlier one of the batch
    /// touches stays in the inbox for the next batch, because its scene is out of date.
    fn decide_all(
        &mut self,
        batch: &[(&Claimed, &Stimulus, Scene)],
        house: &House,
        now: DateTime<Utc>,
    ) -> (Vec<Fact>, Vec<i64>) {
        let (mut facts, mut handled) = (Vec::new(), Vec::with_capacity(batch.len()));
        let mut touched: HashSet<Uuid> = HashSet::new();
        for (claimed, stimulus, scene) in batch {
            let touches = touches(scene);
            if touches.iter().any(|id| touched.contains(id)) {
                continue;
            }
            touched.extend(touches);
            facts.extend(decide(scene, house, stimulus, now, &mut self.dice));
            handled.push(claimed.seq);
        }
        (facts, handled)
    }

    /// Renders everything that is said, once, for its receiver.
    async fn render_all(&self, tx: &mut Tx, facts: Vec<Fact>) -> Result<Vec<(Fact, Written)>, Trouble> {
        let mut readers: HashMap<ContactId, Reader> = HashMap::new();
        for fact in &facts {
            if let Fact::Remembered { contact, .. } = fact {
                readers.insert(contact.id, Reader::from(contact));
            }
        }
        let strangers: Vec<ContactId> = facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Spoke { to, .. } if !readers.contains_key(to) => Some(*to),
                _ => None,
            })
            .collect();
        if !strangers.is_empty() {
            for reader in self.store.readers(tx, &strangers).await? {
                readers.insert(reader.id, reader);
            }
        }
        let written = facts.into_iter().map(|fact| {
            let written = self.render(&fact, &readers);
            (fact, written)
        });
        Ok(written.collect())
    }

    fn render(&self, fact: &Fact, readers: &HashMap<ContactId, Reader>) -> Written {
        match fact {
            Fact::Spoke { to, phrase, keyboard, tongue, .. } => {
                let Some(reader) = readers.get(to) else { return Written::Nothing };
                let tongue = tongue.or_else(|| reader.tongue.known()).unwrap_or(FALLBACK);
                let content = self.content(phrase, keyboard, tongue, reader.channel);
                Written::Parcel { line: reader.line.clone(), content }
            }
            Fact::ButtonSeen { query, .. } => Written::Parcel {
                line: Line::telegram(),
                content: Content::ButtonSeen { query: query.clone() },
            },
            Fact::EventAnnounced { invitations, keyboard, .. } => {
                let renderings = invitations.iter().flat_map(|(language, script, phrase)| {
                    [Channel::Telegram, Channel::Sms].map(|channel| Rendering {
                        channel,
                        language: *language,
                        script: *script,
                        content: self.content(phrase, keyboard, (*language, *script), channel),
                    })
                });
                Written::Announcement(renderings.collect())
            }
            _ => Written::Nothing,
        }
    }

    fn content(
        &self,
        phrase: &Phrase,
        keyboard: &Keyboard,
        (language, script): (Language, Script),
        channel: Channel,
    ) -> Content {
        let reader = catalogue::Reader { language, script, channel };
        let buttons = match channel {
            Channel::Sms => Vec::new(),
            Channel::Telegram => keyboard
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|choice| Button {
                            label: self.catalogue.render(&choice.label, reader),
                            data: choice.data.clone(),
                        })
                        .collect()
                })
                .collect(),
        };
        Content::Text { words: self.catalogue.render(phrase, reader).into(), buttons }
    }
}

impl Rounds for Reception {
    type Error = Trouble;

    /// Handles one batch and says how many stimuli it held; when Postgres is away, nothing is lost.
    async fn round(&mut self) -> Result<usize, Trouble> {
        self.batch().await
    }
}

/// A report may overtake the news that its parcel was accepted: while it is young, one about a parcel that nobody knows
/// yet is put off.
fn apart<'a>(
    batch: Vec<(&'a Claimed, &'a Stimulus)>,
    scenes: Vec<Scene>,
    now: DateTime<Utc>,
) -> (Vec<(&'a Claimed, &'a Stimulus, Scene)>, Vec<i64>) {
    let mut early = Vec::new();
    let mut timely = Vec::with_capacity(batch.len());
    for ((claimed, stimulus), scene) in batch.into_iter().zip(scenes) {
        let report = matches!(stimulus, Stimulus::Came { body: Body::Receipt(_), .. });
        if report && scene.sent.is_none() && now - claimed.kept_at < YOUNG {
            early.push(claimed.seq);
        } else {
            timely.push((claimed, stimulus, scene));
        }
    }
    (timely, early)
}

/// The cases, events, links and parcels that deciding on this scene may change.
fn touches(scene: &Scene) -> Vec<Uuid> {
    let cases = scene.cases.iter().map(|case| case.id.0);
    let asked = scene.asked.iter().map(|asked| asked.case.id.0);
    let event = scene.event.iter().map(|event| event.id.0);
    let invited = scene.invited.iter().map(|invited| invited.event.id.0);
    let joining = scene.joining.iter().map(|joining| joining.staff.0);
    // Two reports about one parcel come in different turns when one says our id and the other the network's.
    let sent = scene.sent.iter().map(|sent| sent.id.0);
    let mut ids: Vec<Uuid> =
        cases.chain(asked).chain(event).chain(invited).chain(joining).chain(sent).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
