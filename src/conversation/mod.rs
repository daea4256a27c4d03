//! One thing heard against one conversation, and the turn that follows. A conversation is plain data that can stop
//! and go on anywhere. Not here: opening cases and telling colleagues (`decide`), reading free text (`understanding`).

mod always;
pub mod announcing;
mod asides;
mod course;
mod hiding;
mod opening;
mod questions;
mod replies;
mod traffic;
mod turn;
mod wishes;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::{
    commands::StatusKey,
    contacts::{Consent, Tongue},
    events::Answer,
    ids::{CaseNumber, EventId},
    message::{Channel, Words},
    phrases::{Brief, Keyboard, Phrase},
    places::Municipality,
    text::Language,
    topics::Topic,
    understanding::Open,
};

pub use questions::{helped_question, language_question};
pub use traffic::{Answering, Traffic};
pub use turn::{read_tongue, turn};

/// What is being talked about with one person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// The question that is open.
    pub stage: Stage,
    /// What was said so far about a new need.
    pub draft: Draft,
    /// How often in a row we did not understand.
    pub misunderstood: u8,
    /// The open case that is being talked about; after a while of silence, none.
    #[serde(default)]
    pub about: Option<CaseNumber>,
    /// What is remembered of messages whatever they say.
    #[serde(default)]
    pub traffic: Traffic,
    /// How Prag works was the last that was said, with "in danger?" in it, and nothing else is open: a yes is a cry.
    #[serde(default)]
    pub helped: bool,
}

/// The question that is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stage {
    /// None.
    #[default]
    Idle,
    /// Which language?
    Language {
        /// What was open before, and is again afterwards.
        then: Box<Stage>,
    },
    /// May we keep this?
    Consent,
    /// What do you need?
    Need,
    /// Is it about this?
    Guess,
    /// Two things were told: a request for each?
    Two,
    /// Which municipality or village?
    Place,
    /// Which of these municipalities?
    PlaceAmong {
        /// The candidates, in the order of their digits.
        among: Vec<Municipality>,
    },
    /// The one question of the topic.
    Detail,
    /// The one question of what was told besides.
    DetailBesides,
    /// What to call you, and when is it safe?
    Called,
    /// Is this right? Telegram only.
    Confirm,
    /// May we call now?
    CallNow,
    /// Which request do you mean?
    WhichCase {
        /// The open ones, in the order of their digits.
        among: Vec<CaseNumber>,
    },
    /// What happened?
    Complaint,
    /// Invitations for which municipality?
    EventsPlace,
    /// The same, among these.
    EventsPlaceAmong {
        /// The candidates, in the order of their digits.
        among: Vec<Municipality>,
    },
    /// May we call to delete your data?
    Delete,
    /// A colleague drafts an event.
    Announcing {
        /// What is filled in.
        form: Box<announcing::Form>,
    },
}

impl Stage {
    /// Whether nobody answers it any more after a day.
    const fn lapses(&self) -> bool {
        matches!(self, Self::EventsPlace | Self::EventsPlaceAmong { .. } | Self::Delete | Self::CallNow)
    }

    /// Whether somebody who comes back after a day with another need does not answer it.
    const fn may_be_old(&self) -> bool {
        matches!(
            self,
            Self::Place
                | Self::PlaceAmong { .. }
                | Self::Detail
                | Self::DetailBesides
                | Self::Called
                | Self::Confirm
        )
    }

    /// The question that is open, for whoever reads the answer of somebody who speaks this language.
    const fn open(&self, language: Option<Language>) -> Option<Open> {
        Some(match self {
            Self::Idle => return None,
            Self::Language { .. } | Self::Need | Self::Two => Open::Menu,
            Self::Consent | Self::Guess => Open::Agree(language),
            Self::Place | Self::EventsPlace => Open::Place,
            Self::PlaceAmong { .. } | Self::EventsPlaceAmong { .. } | Self::WhichCase { .. } => Open::Among,
            Self::Confirm | Self::CallNow | Self::Delete => Open::YesNo(language),
            Self::Detail | Self::DetailBesides | Self::Called | Self::Complaint | Self::Announcing { .. } => {
                Open::Words
            }
        })
    }
}

/// Where a need is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// The municipality, if it was recognised.
    pub municipality: Option<Municipality>,
    /// As it was written.
    pub words: Words,
}

/// A second need, told in the words of the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Besides {
    /// What is needed.
    pub topic: Topic,
    /// They said that it is to be a request of its own.
    pub agreed: bool,
    /// The answer to its question.
    pub detail: Option<Words>,
}

/// A need that is being told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Everything written so far, in order.
    pub words: Vec<Words>,
    /// What is needed.
    pub topic: Option<Topic>,
    /// What may be needed, while it was not said whether it is.
    #[serde(default)]
    pub guess: Option<Topic>,
    /// Another need that was told in the same words.
    #[serde(default)]
    pub besides: Option<Box<Besides>>,
    /// How many the household has.
    #[serde(default)]
    pub household: Option<u8>,
    /// Somebody else may read the phone: nothing of it is said back.
    #[serde(default)]
    pub quiet: bool,
    /// Where.
    pub place: Option<Whereabouts>,
    /// The municipalities that the first words may mean, while nobody was asked which.
    #[serde(default)]
    pub among: Vec<Municipality>,
    /// The answer to the topic's question.
    pub detail: Option<Words>,
    /// What to call them and when.
    pub called: Option<Words>,
    /// They said that it is right.
    pub confirmed: bool,
}

impl Draft {
    /// Whether what was told is a complaint.
    #[must_use]
    pub fn complains(&self) -> bool {
        self.topic.is_some_and(|topic| topic.category() == Topic::known("feed"))
    }

    /// Nothing more is asked about what is needed: a human will.
    fn leave_to_a_human(&mut self) {
        self.guess = None;
        self.besides = self.besides.take().filter(|besides| besides.agreed);
        if let Some(besides) = &mut self.besides {
            besides.detail.get_or_insert_default();
        }
    }

    /// Whether this may be said back, on a phone that others may read.
    fn may_name(&self, topic: Topic) -> bool {
        !self.quiet && !topic.discreet()
    }

    /// The requests that it makes: one, or two where they agreed to that. Each has all the words, for they were told together.
    #[must_use]
    pub fn requests(mut self) -> Vec<Self> {
        match self.besides.take().map(|besides| *besides) {
            Some(Besides { topic, agreed: true, detail }) => {
                let other = Self { topic: Some(topic), detail, ..self.clone() };
                vec![self, other]
            }
            _ => vec![self],
        }
    }

    /// Whether nothing was said yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.topic.is_none()
    }
}

/// What the turn needs to know of the person and the hour.
#[derive(Clone, Debug)]
pub struct Person {
    /// The kind of network.
    pub channel: Channel,
    /// The language we write in.
    pub tongue: Tongue,
    /// Whether we may keep what they write.
    pub consent: Consent,
    /// Whether they said STOP.
    pub stopped: bool,
    /// Their open cases, newest first, with their topics.
    pub open: Vec<(CaseNumber, Topic)>,
    /// They come back after a day of silence or more.
    pub returned: bool,
    /// Their case of danger that is still fresh: until it is over, whatever they write belongs there.
    pub alarm: Option<CaseNumber>,
    /// What we asked them unasked, the newest.
    pub pending: Option<Pending>,
    /// Whether an alarm is answered by voice now.
    pub answered_now: bool,
    /// When the office opens.
    pub opens: NaiveTime,
    /// The office's telephone number.
    pub telephone: Brief<16>,
}

/// A question that we started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Will you come?
    Invitation(EventId),
    /// The same, after a "maybe": when they know, they write 1 or 2.
    Undecided(EventId),
    /// The same, after a yes or no: only digits change it.
    Answered(EventId),
    /// Did the help arrive? In this case, of this topic.
    Helped(CaseNumber, Topic),
}

/// What was heard.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A written message.
    Words(Words),
    /// A message changed after it was sent.
    Edited(Words),
    /// A button.
    Press(String),
    /// A photo, voice message or file.
    Picture,
    /// They rang.
    Call,
}

/// Whether the help arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Helped {
    /// Yes.
    Yes,
    /// Partly or not at all.
    NotYet,
}

/// What follows from what was heard, apart from the conversation itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Something is said in the person's language, or in both official ones while theirs is unknown.
    Say(Phrase, Keyboard),
    /// The language we write in from now on.
    Speak(Tongue),
    /// They agreed that we keep what they write.
    Agree,
    /// They did not; what they wrote is forgotten.
    Refuse,
    /// A need is complete, or two that were told together.
    OpenCases(Vec<Draft>),
    /// What was told of a need goes to a human as it is; nothing is said.
    HandOver(Draft),
    /// Words for an open case.
    AddWords(CaseNumber, Words),
    /// Danger, with everything that was told so far.
    Alarm(Draft),
    /// They want a call about the alarm, now; with what else was written.
    CallNow(Words),
    /// They want no call about the alarm; with what else was written.
    NoCall(Words),
    /// They want a call about an open case.
    CallMe(CaseNumber),
    /// A complaint, and what it is about.
    Complain(Topic, Words),
    /// Tell where a case stands.
    TellStatus(Option<StatusKey>),
    /// No messages that we start.
    Stop,
    /// No invitations.
    StopInvitations,
    /// Messages again.
    Start,
    /// Invitations for a municipality.
    Subscribe(Municipality),
    /// An answer to an invitation, with what else was written.
    Rsvp(EventId, Answer, Words),
    /// An answer to "did the help arrive?", with what else was written.
    Help(CaseNumber, Helped, Words),
    /// They want to be forgotten; with what else was written.
    Erase(Words),
}

/// A turn: the conversation as it stands now, and what follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// The conversation as it stands now.
    pub conversation: Conversation,
    /// What follows, in order.
    pub deeds: Vec<Deed>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_of_an_earlier_version_goes_on() {
        let was = r#"{"stage":{"is":"detail"},"draft":{"words":["krov"],"topic":"house.minor_repair","place":null,"detail":null,"called":null,"confirmed":false},"misunderstood":1}"#;
        let is: Conversation = serde_json::from_str(was).unwrap();
        assert_eq!(is.stage, Stage::Detail);
        assert!(is.draft.besides.is_none() && !is.draft.quiet && !is.helped);
        assert_eq!(is.draft.requests().len(), 1);
    }

    #[test]
    fn two_needs_are_two_requests_only_when_that_was_agreed() {
        let topic = Topic::known("house.winter");
        let besides = |agreed| Some(Box::new(Besides { topic, agreed, detail: Some("petoro".into()) }));
        let draft = |agreed| Draft {
            words: vec!["ogrev i licna karta".into()],
            topic: Some(Topic::known("doc.id")),
            besides: besides(agreed),
            called: Some("Mira".into()),
            ..Draft::default()
        };
        assert_eq!(draft(false).requests().len(), 1);
        let both = draft(true).requests();
        assert_eq!(
            both.iter().map(|one| one.topic.map(Topic::code)).collect::<Vec<_>>(),
            [Some("doc.id"), Some("house.winter")]
        );
        assert!(both.iter().all(|one| one.words == draft(true).words && one.called == Some("Mira".into())));
        assert_eq!(both[1].detail, Some("petoro".into()));
    }
}
