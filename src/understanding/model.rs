//! What was learned from the corpus: for each class (an intent, a topic, urgent, …) what every feature is worth, read from
//! `data/understanding.bin`, which `examples/learn` writes. Not here: learning, and what is made of the scores.

use std::sync::LazyLock;

use super::{
    features::{Feature, View},
    intent::Intent,
    vocabulary::{Part, Vocabulary},
};
use crate::{text::Language, topics::Topic};

/// Something the model has a score for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(usize);

/// How many topics there are.
static TOPICS: LazyLock<usize> = LazyLock::new(|| Topic::all().count());

/// The places of the classes, one kind after the other.
const TOPIC: usize = Intent::COUNT;

impl Class {
    /// This intent.
    #[must_use]
    pub fn intent(intent: Intent) -> Self {
        Self(intent as usize)
    }

    /// This topic, of all topics and bare intents.
    #[must_use]
    pub fn topic(topic: Topic) -> Self {
        let place = Topic::all().position(|known| known == topic);
        Self(TOPIC + place.expect("every topic is in the table"))
    }

    /// This intent without any topic, of all topics and bare intents.
    #[must_use]
    pub fn bare(intent: Intent) -> Self {
        Self(TOPIC + *TOPICS + intent as usize)
    }

    /// Danger to life or body.
    #[must_use]
    pub fn urgent() -> Self {
        Self(TOPIC + *TOPICS + Intent::COUNT)
    }

    /// Somebody else may read the phone.
    #[must_use]
    pub fn silent() -> Self {
        Self(Self::urgent().0 + 1)
    }

    /// Two things are asked for.
    #[must_use]
    pub fn second() -> Self {
        Self(Self::urgent().0 + 2)
    }

    /// This language.
    #[must_use]
    pub fn language(language: Language) -> Self {
        let place = Language::ALL.into_iter().position(|known| known == language);
        Self(Self::urgent().0 + 3 + place.expect("all languages are listed"))
    }

    /// How many there are.
    #[must_use]
    pub fn count() -> usize {
        Self::urgent().0 + 3 + Language::ALL.len()
    }

    /// Every class.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::count()).map(Self)
    }

    /// Whether a view counts for it. Of danger letters and signs tell next to nothing, and every message is asked for it.
    #[must_use]
    pub fn regards(self, view: View) -> bool {
        self != Self::urgent() || !matches!(view, View::Letters | View::Signs)
    }

    /// Its place among all classes.
    #[must_use]
    pub fn place(self) -> usize {
        self.0
    }
}

/// A score for every class; above nothing speaks for it.
#[derive(Clone, Debug)]
pub struct Scores(pub Vec<f32>);

impl Scores {
    /// The score of a class.
    #[must_use]
    pub fn of(&self, class: Class) -> f32 {
        self.0[class.0]
    }
}

/// What a class gives for a feature, in steps of the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The class.
    pub class: u8,
    /// How many steps.
    pub steps: i8,
}

/// What one class begins with, and how large its steps are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Its score for a message without any feature.
    pub bias: f32,
    /// What one step is worth.
    pub step: f32,
}

/// All that was learned.
pub struct Model {
    /// Tells from which corpus, words and features it was learned.
    pub digest: u64,
    /// The features it knows.
    pub vocabulary: Vocabulary,
    /// Where the weights of each feature begin, and at last where they end.
    pub starts: Vec<u32>,
    /// What the classes give for the features.
    pub weights: Vec<Weight>,
    /// What each class begins with.
    pub scales: Vec<Scale>,
    /// What is urgent gives for each feature, in steps: of the weights, those that every message needs.
    urgent: Vec<i8>,
}

static LEARNED: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::read(include_bytes!("../../data/understanding.bin")));

/// The first bytes of what is learned.
const MAGIC: &[u8; 8] = b"pragmind";

impl Model {
    /// What was learned.
    #[must_use]
    pub fn new(
        digest: u64,
        vocabulary: Vocabulary,
        starts: Vec<u32>,
        weights: Vec<Weight>,
        scales: Vec<Scale>,
    ) -> Self {
        let class = Class::urgent().0;
        let urgent = starts.windows(2).map(|ends| {
            let weights = &weights[ends[0] as usize..ends[1] as usize];
            weights.iter().find(|weight| usize::from(weight.class) == class).map_or(0, |weight| weight.steps)
        });
        Self { urgent: urgent.collect(), digest, vocabulary, starts, weights, scales }
    }

    /// The model that is compiled in.
    ///
    /// # Panics
    /// When `data/understanding.bin` is not what `examples/learn` writes; a test reads it.
    #[must_use]
    pub fn learned() -> &'static Self {
        LEARNED.as_ref().expect("data/understanding.bin is whole, a test reads it")
    }

    /// The scores of a message.
    #[must_use]
    pub fn scores(&self, features: &[Feature]) -> Scores {
        self.weigh(&self.vocabulary.parts(features))
    }

    /// The scores of a message by its parts.
    #[must_use]
    pub fn weigh(&self, parts: &[Part]) -> Scores {
        let mut steps = vec![0.0_f32; self.scales.len()];
        for (place, value) in parts {
            for weight in self.of(*place) {
                steps[usize::from(weight.class)] += value * f32::from(weight.steps);
            }
        }
        let scaled = steps.iter().zip(&self.scales).map(|(steps, scale)| steps * scale.step + scale.bias);
        Scores(scaled.collect())
    }

    /// The score of what is urgent, for the features of what is worded.
    #[must_use]
    pub fn urgency(&self, wording: &[Feature]) -> f32 {
        let parts = self.vocabulary.parts(wording);
        let steps: f32 =
            parts.iter().map(|(place, value)| value * f32::from(self.urgent[*place as usize])).sum();
        let Scale { bias, step } = self.scales[Class::urgent().0];
        steps * step + bias
    }

    /// What one class gives for a feature.
    #[must_use]
    pub fn worth(&self, place: u32, class: Class) -> f32 {
        let weight = self.of(place).iter().find(|weight| usize::from(weight.class) == class.0);
        weight.map_or(0.0, |weight| f32::from(weight.steps) * self.scales[class.0].step)
    }

    fn of(&self, place: u32) -> &[Weight] {
        let place = place as usize;
        &self.weights[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The model as it is written down.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes();
        let mut out = Vec::from(MAGIC);
        out.extend(self.digest.to_le_bytes());
        for size in [self.vocabulary.keys().len(), self.weights.len(), self.scales.len()] {
            out.extend(number(size));
        }
        out.extend(self.vocabulary.keys().iter().flat_map(|key| key.to_le_bytes()));
        out.extend(self.vocabulary.rarities());
        out.extend(self.starts.windows(2).map(|ends| u8::try_from(ends[1] - ends[0]).unwrap_or(u8::MAX)));
        out.extend(self.weights.iter().flat_map(|weight| [weight.class, weight.steps.cast_unsigned()]));
        for scale in &self.scales {
            out.extend(scale.bias.to_le_bytes());
            out.extend(scale.step.to_le_bytes());
        }
        out
    }

    /// The model as it was written down; nothing when that is not a model.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        (rest.take(MAGIC.len())? == MAGIC).then_some(())?;
        let digest = u64::from_le_bytes(rest.take(8)?.try_into().ok()?);
        let sizes = [rest.number()?, rest.number()?, rest.number()?];
        let [features, weights, classes] = sizes.map(|size| size as usize);
        let keys: Option<Vec<u32>> = (0..features).map(|_| rest.number()).collect();
        let rarity = rest.take(features)?.to_vec();
        let mut starts = vec![0_u32];
        for count in rest.take(features)? {
            starts.push(starts[starts.len() - 1] + u32::from(*count));
        }
        (starts[features] as usize == weights && classes == Class::count()).then_some(())?;
        let pairs = rest.take(weights.checked_mul(2)?)?.chunks_exact(2);
        let weights = pairs.map(|pair| Weight { class: pair[0], steps: pair[1].cast_signed() }).collect();
        let scale = |rest: &mut Rest<'_>| {
            Some(Scale { bias: f32::from_bits(rest.number()?), step: f32::from_bits(rest.number()?) })
        };
        let scales: Option<Vec<Scale>> = (0..classes).map(|_| scale(&mut rest)).collect();
        let vocabulary = Vocabulary::new(keys?, rarity);
        rest.0.is_empty().then_some(())?;
        Some(Self::new(digest, vocabulary, starts, weights, scales?))
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}
