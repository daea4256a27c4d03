//! What the scores of a message amount to: the likeliest intent and topic, and how sure that is. The bounds were chosen on
//! messages that the model had not learned from (`examples/learn` shows them). Not here: the scores.

use std::sync::LazyLock;

use super::{
    intent::Intent,
    model::{Class, Scores},
};
use crate::{text::Language, topics::Topic};

/// How much steeper likelihood is than the scores of intents, and of topics.
const STEEPNESS: f32 = 3.0;
const TOPIC_STEEPNESS: f32 = 5.0;

/// The scores from which something is said to be so.
const URGENT: f32 = -0.4;
/// Higher than for `urgent`, since colleagues are called: right in more than four of five messages that were held out.
const ALARMING: f32 = -0.05;
const SILENT: f32 = -0.35;
const SECOND: f32 = -0.4;
const LANGUAGE: f32 = -0.6;

/// A topic, or an intent without one.
struct Want {
    intent: Intent,
    topic: Option<Topic>,
    class: Class,
}

/// Everything that can be wanted.
static WANTS: LazyLock<Vec<Want>> = LazyLock::new(|| {
    let topics = Topic::all().filter(|topic| !topic.is_category() && topic.category().code() != "other");
    let topics = topics.map(|topic| (Intent::of(topic), Some(topic), Class::topic(topic)));
    let bare = Intent::ALL.into_iter().map(|intent| (intent, None, Class::bare(intent)));
    topics.chain(bare).map(|(intent, topic, class)| Want { intent, topic, class }).collect()
});

/// What was judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judgement {
    pub(super) intent: Intent,
    pub(super) subtopic: Option<Topic>,
    pub(super) second_intent: Option<Intent>,
    pub(super) urgent: bool,
    pub(super) alarming: bool,
    pub(super) silent: bool,
    pub(super) language: Option<Language>,
    /// How likely the intent is, up to 1.
    pub(super) confidence: f32,
}

/// Judges by scores; `told` is an intent that is known already.
pub(super) fn judge(scores: &Scores, told: Option<Intent>) -> Judgement {
    let likely = intents(scores);
    let best = |but: Option<Intent>| {
        let others = Intent::ALL.into_iter().filter(|intent| Some(*intent) != but);
        others.max_by(|a, b| likely[*a as usize].total_cmp(&likely[*b as usize])).unwrap_or(Intent::Other)
    };
    let intent = told.unwrap_or_else(|| best(None));
    let language = Language::ALL.into_iter().map(|language| (scores.of(Class::language(language)), language));
    let language = language.max_by(|(a, _), (b, _)| a.total_cmp(b));
    Judgement {
        intent,
        subtopic: if told.is_some() { None } else { topic(scores, intent) },
        second_intent: (scores.of(Class::second()) > SECOND).then(|| best(Some(intent))),
        urgent: scores.of(Class::urgent()) > URGENT,
        alarming: is_alarming(scores.of(Class::urgent())),
        silent: scores.of(Class::silent()) > SILENT,
        language: language.filter(|(score, _)| *score > LANGUAGE).map(|(_, language)| language),
        confidence: if told.is_some() { 1.0 } else { likely[intent as usize] },
    }
}

/// Whether colleagues are called at this score of what is urgent.
pub(super) fn is_alarming(urgent: f32) -> bool {
    urgent > ALARMING
}

/// How likely each intent is: by itself, and by its topics together.
fn intents(scores: &Scores) -> [f32; Intent::COUNT] {
    let alone = likelihoods(Intent::ALL.map(|intent| scores.of(Class::intent(intent)) * STEEPNESS));
    let shares = likelihoods(WANTS.iter().map(|want| scores.of(want.class) * TOPIC_STEEPNESS));
    let mut likely = [0.0; Intent::COUNT];
    for (share, alone) in likely.iter_mut().zip(alone) {
        *share = alone / 2.0;
    }
    for (want, share) in WANTS.iter().zip(shares) {
        likely[want.intent as usize] += share / 2.0;
    }
    likely
}

/// The likeliest topic of an intent, unless it is likelier that none is meant.
fn topic(scores: &Scores, intent: Intent) -> Option<Topic> {
    let wants = WANTS.iter().filter(|want| want.intent == intent);
    wants.max_by(|a, b| scores.of(a.class).total_cmp(&scores.of(b.class)))?.topic
}

/// Scores as shares of one.
fn likelihoods(scores: impl IntoIterator<Item = f32>) -> Vec<f32> {
    let scores: Vec<f32> = scores.into_iter().collect();
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f32 = raised.iter().sum();
    raised.into_iter().map(|share| share / sum).collect()
}
