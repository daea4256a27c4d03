//! How each open question is asked, with its buttons; the data of every button a person can press.

use crate::{
    contacts::Tongue,
    ids::CaseNumber,
    message::{Channel, Words},
    phrases::{Brief, Choice, Keyboard, Options, Phrase},
    places::{self, Municipality, Place},
    text::{Language, Script},
    topics::Topic,
};

use super::{Conversation, Draft, Person, Stage};

impl Stage {
    /// The word that a button of this question begins with, so that an old button is known for what it is.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Language { .. } => "lang",
            Self::Consent => "consent",
            Self::Need => "need",
            Self::Guess => "guess",
            Self::Two => "two",
            Self::Place | Self::PlaceAmong { .. } => "place",
            Self::Detail | Self::DetailBesides => "detail",
            Self::Called => "called",
            Self::Confirm => "confirm",
            Self::CallNow => "call",
            Self::WhichCase { .. } => "case",
            Self::Complaint => "complaint",
            Self::EventsPlace | Self::EventsPlaceAmong { .. } => "events",
            Self::Delete => "delete",
            Self::Announcing { .. } => "event",
        }
    }
}

/// Asks the open question; nothing when none is open.
pub(super) fn ask(person: &Person, conversation: &Conversation) -> Option<(Phrase, Keyboard)> {
    let Conversation { stage, draft, .. } = conversation;
    let word = stage.word();
    let button = |label: Phrase, answer: u8| Choice::new(label, format!("{word}:{answer}"));
    let (phrase, keyboard) = match stage {
        Stage::Idle | Stage::Announcing { .. } => return None,
        Stage::Language { .. } => (Phrase::LanguageChoice, languages()),
        Stage::Consent => {
            (Phrase::WelcomeConsent, vec![vec![button(Phrase::ButtonAgree, 1), button(Phrase::ButtonNo, 2)]])
        }
        Stage::Need => (Phrase::Menu, menu()),
        Stage::Place => (Phrase::AskPlace, Vec::new()),
        Stage::PlaceAmong { among } | Stage::EventsPlaceAmong { among } => {
            (which(among), places(word, among))
        }
        Stage::Guess => {
            let topic = draft.guess.unwrap_or_else(unclear);
            if asks_where(person, draft) {
                return Some((Phrase::AskWhetherWhere { topic }, Vec::new()));
            }
            (
                Phrase::AskWhether { topic },
                vec![vec![button(Phrase::ButtonYes, 1), button(Phrase::ButtonNo, 2)]],
            )
        }
        Stage::Two => two(draft),
        Stage::Detail => (detail(draft, draft.topic), Vec::new()),
        Stage::DetailBesides => {
            (detail(draft, draft.besides.as_ref().map(|besides| besides.topic)), Vec::new())
        }
        Stage::Called => (Phrase::AskContact, Vec::new()),
        Stage::Confirm => (
            confirm(person, draft),
            vec![vec![button(Phrase::ButtonSend, 1), button(Phrase::ButtonChange, 2)]],
        ),
        Stage::CallNow => (
            Phrase::UrgentOpen,
            vec![vec![button(Phrase::ButtonYes, 1), button(Phrase::ButtonOnlyMessages, 2)]],
        ),
        Stage::WhichCase { among } => {
            let options: Vec<String> =
                among.iter().enumerate().map(|(at, number)| format!("{} {number}", at + 1)).collect();
            let mut keyboard: Keyboard = among
                .iter()
                .enumerate()
                .map(|(at, number)| {
                    let words = Brief::from(number.to_string().as_str());
                    vec![Choice::new(Phrase::ButtonVerbatim { words }, format!("{word}:{}", at + 1))]
                })
                .collect();
            keyboard.push(vec![button(Phrase::ButtonNew, 0)]);
            (Phrase::WhichCase { options: Brief::from(options.join(" ").as_str()) }, keyboard)
        }
        Stage::Complaint => (Phrase::ComplaintOpen, Vec::new()),
        Stage::EventsPlace => (Phrase::EventsAskPlace, Vec::new()),
        Stage::Delete => {
            (Phrase::DeleteAsk, vec![vec![button(Phrase::ButtonYes, 1), button(Phrase::ButtonNo, 2)]])
        }
    };
    let keyboard = if person.channel == Channel::Telegram { keyboard } else { Vec::new() };
    Some((phrase, keyboard))
}

/// Whether the place is asked for along with what is likely needed: four questions by SMS are the most.
pub(super) fn asks_where(person: &Person, draft: &Draft) -> bool {
    person.channel == Channel::Sms && draft.place.is_none() && draft.among.is_empty()
}

fn unclear() -> Topic {
    Topic::known("other.unclear")
}

/// The question of a topic, without how many they are where that was told.
fn detail(draft: &Draft, topic: Option<Topic>) -> Phrase {
    let topic = topic.unwrap_or_else(unclear);
    match draft.household.is_some() && topic.counts_people() {
        true => Phrase::AskDetailBesides { topic },
        false => Phrase::AskDetail { topic },
    }
}

/// A request for each of two needs? They are named where both may be.
fn two(draft: &Draft) -> (Phrase, Keyboard) {
    let first = draft.topic.unwrap_or_else(unclear);
    let second = draft.besides.as_ref().map_or(first, |besides| besides.topic);
    let button = |label, answer: u8| vec![Choice::new(label, format!("two:{answer}"))];
    if draft.may_name(first) && draft.may_name(second) {
        let only = |topic| Phrase::ButtonOnly { topic };
        let rows = vec![button(Phrase::ButtonBoth, 3), button(only(first), 1), button(only(second), 2)];
        (Phrase::AskTwo { first, second }, rows)
    } else {
        (Phrase::AskTwoQuietly, vec![button(Phrase::ButtonYes, 1), button(Phrase::ButtonOne, 2)])
    }
}

/// Which language? With the four by their own names.
#[must_use]
pub fn language_question() -> (Phrase, Keyboard) {
    (Phrase::LanguageChoice, languages())
}

/// Did the help arrive? Of a complaint: are you satisfied with the answer?
#[must_use]
pub fn helped_question(case: CaseNumber) -> (Phrase, Keyboard) {
    let button = |label, digit: u8| Choice::new(label, format!("helped:{}:{digit}", case.value()));
    let answers = [(Phrase::ButtonYes, 1), (Phrase::ButtonPartly, 2), (Phrase::ButtonNo, 3)];
    let row = answers.map(|(label, digit)| button(label, digit)).to_vec();
    let question = match case.is_of_complaint() {
        true => Phrase::ComplaintClosedAsk { case },
        false => Phrase::ClosedAsk { case },
    };
    (question, vec![row])
}

/// The four languages, each by its own name.
fn languages() -> Keyboard {
    [("Shqip", "sq"), ("Srpski", "sr-Latn"), ("Српски", "sr-Cyrl"), ("English", "en")]
        .chunks(2)
        .map(|row| {
            row.iter()
                .map(|(name, code)| {
                    let words = Brief::from(*name);
                    Choice::new(Phrase::ButtonVerbatim { words }, format!("lang:{code}"))
                })
                .collect()
        })
        .collect()
}

/// The menu of needs, two in a row, then a human.
fn menu() -> Keyboard {
    let categories: Vec<Topic> = (1..=9).filter_map(Topic::on_menu).collect();
    let mut rows: Keyboard = categories
        .chunks(2)
        .map(|row| {
            row.iter()
                .map(|topic| {
                    let digit = topic.menu_digit().unwrap_or_default();
                    Choice::new(Phrase::ButtonTopic { topic: *topic }, format!("need:{digit}"))
                })
                .collect()
        })
        .collect();
    rows.push(vec![Choice::new(Phrase::ButtonCallMe, "need:0")]);
    rows
}

/// The two Mitrovicas and the four municipalities of the north have questions of their own.
fn which(among: &[Municipality]) -> Phrase {
    let offered = |answer| places::read_answer(answer) == Place::Ask(among.to_vec());
    if offered("Mitrovica") {
        Phrase::AskMitrovica
    } else if offered("na severu") {
        Phrase::AskNorth
    } else {
        Phrase::AskAmong { options: Options(among.to_vec()) }
    }
}

fn places(word: &str, among: &[Municipality]) -> Keyboard {
    among
        .iter()
        .enumerate()
        .map(|(at, place)| {
            vec![Choice::new(Phrase::ButtonPlace { place: *place }, format!("{word}:{}", at + 1))]
        })
        .collect()
}

/// Everything that was written down; a discreet topic is not named, and a place is shown as written or by its name.
fn confirm(person: &Person, draft: &Draft) -> Phrase {
    let topic = draft.topic.unwrap_or_else(unclear);
    let besides = draft.besides.as_ref().map(|besides| besides.topic);
    let written = |words: Option<&Words>| words.map_or("", Words::as_str).trim().to_owned();
    let mut place = written(draft.place.as_ref().map(|place| &place.words));
    if place.is_empty() {
        let known = draft.place.as_ref().and_then(|place| place.municipality);
        place = known.map_or("–", |municipality| name(municipality, person.tongue)).to_owned();
    }
    let called = written(draft.called.as_ref());
    let called = if called.is_empty() { "–" } else { called.as_str() };
    let (place, called) = (Brief::from(place.as_str()), Brief::from(called));
    match besides {
        _ if !draft.may_name(topic) => Phrase::ConfirmQuietly { place, called },
        Some(second) if draft.may_name(second) => Phrase::ConfirmTwo { first: topic, second, place, called },
        _ => Phrase::Confirm { topic, place, called },
    }
}

/// A municipality as its reader calls it.
fn name(municipality: Municipality, tongue: Tongue) -> &'static str {
    match tongue.known() {
        Some((Language::Albanian, _)) => municipality.name_sq(),
        Some((Language::Serbian, Script::Cyrillic)) => municipality.name_sr_cyrl(),
        Some((Language::Serbian, Script::Latin)) => municipality.name_sr_latn(),
        Some((Language::English, _)) | None => municipality.name_en(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_place_is_asked_by_the_names_that_were_written() {
        for (answer, key) in [
            ("Mitrovica", "ask-mitrovica"),
            ("na severu", "ask-north"),
            ("Peja a ka Gjakova", "ask-among"),
            ("Prizren, Dragaš ili Suva Reka", "ask-among"),
        ] {
            let Place::Ask(among) = places::read_answer(answer) else { panic!("{answer} is asked about") };
            assert_eq!(which(&among).key(), key, "{answer}");
        }
    }
}
