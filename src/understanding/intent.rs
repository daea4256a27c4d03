//! What a person wants of us, the twenty ways that `tests/corpus/README.md` tells apart, and the topics that belong to each.
//! Not here: finding out.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::topics::Topic;

/// What a person wants of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Intent {
    /// Papers of persons and of property.
    Documentation,
    /// A doctor, medicine, aids.
    Health,
    /// A lawyer or a court; property that is occupied, inherited, sold or damaged.
    Legal,
    /// A roof, its repair, its stove.
    Housing,
    /// Work, a grant, animals and machines.
    Livelihood,
    /// School and kindergarten.
    Education,
    /// Assistance, pension, food, care.
    Social,
    /// The way back.
    Return,
    /// What a village needs.
    Community,
    /// Language in offices, discrimination, taking part.
    Rights,
    /// Danger, violence, explosives, the missing.
    Safety,
    /// Praise and complaint, a decision appealed, a rumour asked about.
    Feedback,
    /// Where does my request stand?
    Status,
    /// Meetings and invitations.
    Events,
    /// A human, please.
    Agent,
    /// What is this and how does it work?
    Help,
    /// Another language or script.
    Language,
    /// No more messages.
    Stop,
    /// What do you know of me; delete it.
    MyData,
    /// Greetings, thanks, chatter.
    Other,
}

impl Intent {
    /// How many there are.
    pub const COUNT: usize = 20;

    /// Every intent, in the order of the README.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Documentation,
        Self::Health,
        Self::Legal,
        Self::Housing,
        Self::Livelihood,
        Self::Education,
        Self::Social,
        Self::Return,
        Self::Community,
        Self::Rights,
        Self::Safety,
        Self::Feedback,
        Self::Status,
        Self::Events,
        Self::Agent,
        Self::Help,
        Self::Language,
        Self::Stop,
        Self::MyData,
        Self::Other,
    ];

    /// The word for it in the corpus and in what is printed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Health => "health",
            Self::Legal => "legal",
            Self::Housing => "housing",
            Self::Livelihood => "livelihood",
            Self::Education => "education",
            Self::Social => "social",
            Self::Return => "return",
            Self::Community => "community",
            Self::Rights => "rights",
            Self::Safety => "safety",
            Self::Feedback => "feedback",
            Self::Status => "status",
            Self::Events => "events",
            Self::Agent => "agent",
            Self::Help => "help",
            Self::Language => "language",
            Self::Stop => "stop",
            Self::MyData => "mydata",
            Self::Other => "other",
        }
    }

    /// The intent of who needs this.
    #[must_use]
    pub fn of(topic: Topic) -> Self {
        match topic.category().code() {
            "doc" => Self::Documentation,
            "health" => Self::Health,
            "legal" | "prop" => Self::Legal,
            "house" => Self::Housing,
            "work" => Self::Livelihood,
            "edu" => Self::Education,
            "social" => Self::Social,
            "ret" => Self::Return,
            "comm" => Self::Community,
            "right" => Self::Rights,
            "safe" => Self::Safety,
            "feed" => Self::Feedback,
            _ => Self::Other,
        }
    }
}

/// No such intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such intent")]
pub struct UnknownIntent;

impl FromStr for Intent {
    type Err = UnknownIntent;

    fn from_str(code: &str) -> Result<Self, UnknownIntent> {
        Self::ALL.into_iter().find(|intent| intent.code() == code).ok_or(UnknownIntent)
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_intent_is_read_back_and_every_category_has_one() {
        for (place, intent) in Intent::ALL.into_iter().enumerate() {
            assert_eq!(intent.code().parse(), Ok(intent));
            assert_eq!(serde_json::to_value(intent).unwrap(), intent.code());
            assert_eq!(intent as usize, place);
        }
        assert_eq!("weather".parse::<Intent>(), Err(UnknownIntent));
        for topic in Topic::all().filter(|topic| topic.category().code() != "other") {
            assert_ne!(Intent::of(topic), Intent::Other, "{topic}");
        }
    }
}
