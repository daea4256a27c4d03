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

/// The same where a topic is weighed together with its intent.
const NEED_STEEPNESS: f32 = 4.0;
const INTENT_STEEPNESS: f32 = 3.0;

/// How often a need of this likelihood is right: so much, and so much more for each point of likelihood. This and the three bounds
/// below are from messages that were held out (`tests/corpus/said_back.txt`).
const HONEST: (f32, f32) = (0.22, 0.69);

/// How likely a need must be to be said back and gone on with.
const SURE: f32 = 0.7;
/// The same of a whole category ("papers"), where it is not sure which need of it is meant.
const SURE_CATEGORY: f32 = 0.9;
/// How likely a need must be for the question whether it is this one: every second time it is.
const LIKELY: f32 = 0.3;

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

/// How sure it is what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// So sure that it is said back and gone on with: a topic, or its category while no more is sure.
    Sure(Topic),
    /// The person is asked whether this is it.
    Likely(Topic),
    /// Nothing is needed, or it was not understood.
    Unknown,
}

impl Need {
    /// What is needed, where that is sure.
    #[must_use]
    pub fn sure(self) -> Option<Topic> {
        match self {
            Self::Sure(topic) => Some(topic),
            Self::Likely(_) | Self::Unknown => None,
        }
    }
}

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
    pub(super) need: Need,
    /// How likely that is, up to 1; 0 where nothing is needed.
    pub(super) need_confidence: f32,
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
    let (need, need_confidence) = if told.is_some() { (Need::Unknown, 0.0) } else { need(scores) };
    Judgement {
        intent,
        subtopic: if told.is_some() { None } else { topic(scores, intent) },
        second_intent: (scores.of(Class::second()) > SECOND).then(|| best(Some(intent))),
        urgent: scores.of(Class::urgent()) > URGENT,
        alarming: is_alarming(scores.of(Class::urgent())),
        silent: scores.of(Class::silent()) > SILENT,
        language: language.filter(|(score, _)| *score > LANGUAGE).map(|(_, language)| language),
        confidence: if told.is_some() { 1.0 } else { likely[intent as usize] },
        need,
        need_confidence,
    }
}

/// What is needed, and how sure that is. What is only likely is asked about by its name; so a complaint, whose own question is "what
/// happened?", is taken as one, and what must not be named is taken as it is, danger as a category that alarms nobody yet. Thanks
/// need nothing.
fn need(scores: &Scores) -> (Need, f32) {
    let wants = wants(scores);
    let Some((topic, likely)) = likeliest(&wants).filter(|(_, likely)| *likely >= LIKELY) else {
        return category(&wants);
    };
    let need = match Intent::of(topic) {
        Intent::Feedback if topic == Topic::known("feed.thanks") => Need::Unknown,
        Intent::Feedback => Need::Sure(topic),
        _ if likely >= SURE => Need::Sure(topic),
        Intent::Safety if topic.discreet() => Need::Sure(topic.category()),
        _ if topic.discreet() => Need::Sure(topic),
        _ => Need::Likely(topic),
    };
    (need, HONEST.0 + HONEST.1 * likely)
}

/// The likeliest topic and its likelihood, unless it is likelier that none is meant.
pub(super) fn topic_told(scores: &Scores) -> Option<(Topic, f32)> {
    likeliest(&wants(scores))
}

/// How likely it is that something of this kind is needed.
pub(super) fn share(scores: &Scores, intent: Intent) -> f32 {
    wants(scores).iter().filter(|(_, want)| want.intent == intent).map(|(likely, _)| likely).sum()
}

fn likeliest(wants: &[(f32, &Want)]) -> Option<(Topic, f32)> {
    let (likely, best) = wants.iter().max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    best.topic.map(|topic| (topic, *likely))
}

/// The category whose needs together are sure; of complaints and thanks it says too little which of them it is.
fn category(wants: &[(f32, &Want)]) -> (Need, f32) {
    let mut shares: Vec<(Topic, f32)> = Vec::new();
    for (likely, want) in wants {
        let Some(category) = want.topic.map(Topic::category) else { continue };
        match shares.iter_mut().find(|(known, _)| *known == category) {
            Some((_, share)) => *share += likely,
            None => shares.push((category, *likely)),
        }
    }
    let best = shares.into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    let Some((category, share)) = best else { return (Need::Unknown, 0.0) };
    let bare = wants.iter().filter(|(_, want)| want.topic.is_none() && want.intent == Intent::of(category));
    let share = share + bare.map(|(likely, _)| likely).sum::<f32>();
    if share >= SURE_CATEGORY && Intent::of(category) != Intent::Feedback {
        (Need::Sure(category), share)
    } else {
        (Need::Unknown, 0.0)
    }
}

/// Everything that can be wanted, each with its likelihood.
fn wants(scores: &Scores) -> Vec<(f32, &'static Want)> {
    let weighed = WANTS.iter().map(|want| {
        scores.of(want.class) * NEED_STEEPNESS + scores.of(Class::intent(want.intent)) * INTENT_STEEPNESS
    });
    likelihoods(weighed).into_iter().zip(WANTS.iter()).collect()
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
