//! The state of the SMS network: handsets, accepted texts, the line to the gateway, and its ids.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::super::Clock;
use super::super::chat::{Chat, Side};
use super::super::fault::Faults;
use super::wire::Outgoing;

/// What becomes of the texts to a handset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They arrive, and receipts say first sent, then delivered.
    Delivered,
    /// They never arrive; receipts say first sent, then failed, with this error.
    Failed(String),
    /// They arrive, and no receipt ever comes.
    Unreported,
}

/// Which id the network gives a text when it accepts it, and names in receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// Its own, as real providers do.
    Own,
    /// The sender's.
    Echoed,
}

/// A receipt as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The network's id of the text.
    pub id: String,
    /// `sent`, `delivered` or `failed`.
    pub status: &'static str,
    /// What the gateway answered in the end.
    pub answered: u16,
}

/// Where the gateway is, and the secret shared with it.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) base: String,
    pub(super) channel: String,
    pub(super) secret: String,
}

pub(super) struct Pocket {
    pub(super) chat: Chat,
    pub(super) fate: Fate,
}

/// A text that was accepted, or had been before.
pub(super) struct Accepted {
    pub(super) id: String,
    /// None for a repeat: its receipts are on their way already.
    pub(super) fate: Option<Fate>,
}

pub(super) struct Air {
    pub(super) clock: Clock,
    pub(super) short_code: String,
    pub(super) connection: Option<Connection>,
    pub(super) numbering: Numbering,
    pub(super) pockets: BTreeMap<String, Pocket>,
    pub(super) asked: Vec<Value>,
    pub(super) refused: Vec<u16>,
    pub(super) repeats: usize,
    pub(super) faults: Faults<()>,
    pub(super) receipts: Vec<Receipt>,
    /// Texts whose receipts are not all taken yet.
    pub(super) unreported: usize,
    /// Arrivals the person has written, by id: a repeat is not a new line on the screen.
    arrivals: BTreeMap<String, i64>,
    parcels: HashMap<String, String>,
    written: usize,
    started: i64,
}

impl Air {
    pub(super) fn new(short_code: &str, clock: Clock) -> Self {
        // Ids carry the time of the start, so that a second network does not repeat the first one's.
        let started = clock();
        Self {
            clock,
            short_code: short_code.to_owned(),
            connection: None,
            numbering: Numbering::Own,
            pockets: BTreeMap::new(),
            asked: Vec::new(),
            refused: Vec::new(),
            repeats: 0,
            faults: Faults::none(),
            receipts: Vec::new(),
            unreported: 0,
            arrivals: BTreeMap::new(),
            parcels: HashMap::new(),
            written: 0,
            started,
        }
    }

    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    pub(super) fn pocket(&mut self, number: &str) -> &mut Pocket {
        let empty = || Pocket { chat: Chat::default(), fate: Fate::Delivered };
        self.pockets.entry(number.to_owned()).or_insert_with(empty)
    }

    pub(super) fn next_arrival(&mut self) -> String {
        self.written += 1;
        format!("mo-{}-{}", self.started, self.written)
    }

    /// The time the arrival was first written.
    pub(super) fn write(&mut self, number: &str, id: &str, text: &str) -> i64 {
        if let Some(at) = self.arrivals.get(id) {
            return *at;
        }
        let now = self.now();
        self.arrivals.insert(id.to_owned(), now);
        self.pocket(number).chat.append(Side::Person, text.to_owned(), Vec::new());
        now
    }

    pub(super) fn accept(&mut self, text: Outgoing) -> Accepted {
        if let Some(id) = self.parcels.get(&text.id) {
            self.repeats += 1;
            return Accepted { id: id.clone(), fate: None };
        }
        let id = match self.numbering {
            Numbering::Own => format!("mt-{}-{}", self.started, self.parcels.len() + 1),
            Numbering::Echoed => text.id.clone(),
        };
        self.parcels.insert(text.id, id.clone());
        let pocket = self.pocket(&text.to);
        let fate = pocket.fate.clone();
        if !matches!(fate, Fate::Failed(_)) {
            pocket.chat.append(Side::Bot, text.text, Vec::new());
        }
        if fate != Fate::Unreported {
            self.unreported += 1;
        }
        Accepted { id, fate: Some(fate) }
    }
}
