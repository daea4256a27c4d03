//! From labelled messages to a model: which features are worth knowing, a line for every class, and what of it is kept.
//! Not here: how a line is found.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use prag::understanding::{Class, Feature, Intent, Model, Part, Scale, View, Vocabulary, Weight, features};

use crate::{
    reading::Message,
    report::digest,
    separation::{Line, separate},
};

/// Messages with a feature of a view, at least, that it is worth knowing.
const ENOUGH: [(View, usize); View::COUNT] = [
    (View::Letters, 14),
    (View::Words, 3),
    (View::Concepts, 2),
    (View::Pairs, 4),
    (View::Groups, 8),
    (View::Patterns, 2),
    (View::Signs, 2),
];
/// Weights below this share of the largest of their class are left out; an intent is worth more room than a topic.
const NEGLIGIBLE: f32 = 0.06;
const NEGLIGIBLE_FOR_AN_INTENT: f32 = 0.03;
/// The largest weight of a class, in steps.
const STEPS: f32 = 127.0;

/// Messages to learn from.
pub struct Lesson<'a> {
    messages: Vec<&'a Message>,
    features: Vec<Vec<Feature>>,
}

impl<'a> Lesson<'a> {
    pub fn new(messages: impl IntoIterator<Item = &'a Message>) -> Self {
        let messages: Vec<&Message> = messages.into_iter().collect();
        let features = messages.iter().map(|message| features(&message.text)).collect();
        Self { messages, features }
    }

    pub fn learn(&self) -> Model {
        let vocabulary = self.vocabulary();
        let seen = self.vectors(&vocabulary, |_| true);
        let worded = self.vectors(&vocabulary, |view| Class::urgent().regards(view));
        let classes: Vec<Class> = Class::all().collect();
        let lines = side_by_side(&classes, |class| {
            let yes: Vec<bool> = self.messages.iter().map(|message| is(message, *class)).collect();
            let vectors = if *class == Class::urgent() { &worded } else { &seen };
            // A class of which there is no example has no line, and is never meant.
            yes.contains(&true).then(|| separate(vectors, vocabulary.keys().len(), &yes))
        });
        keep(self.digest(), vocabulary, &lines)
    }

    fn vectors(&self, vocabulary: &Vocabulary, regards: impl Fn(View) -> bool) -> Vec<Vec<Part>> {
        let regarded = |features: &Vec<Feature>| -> Vec<Feature> {
            features.iter().filter(|feature| regards(feature.view)).copied().collect()
        };
        self.features.iter().map(|features| vocabulary.parts(&regarded(features))).collect()
    }

    fn digest(&self) -> u64 {
        digest(self.messages.iter().copied().zip(&self.features))
    }

    fn vocabulary(&self) -> Vocabulary {
        let mut messages_with: HashMap<u32, (View, usize)> = HashMap::new();
        for features in &self.features {
            let mut each: Vec<(u32, View)> =
                features.iter().map(|feature| (feature.key, feature.view)).collect();
            each.sort_unstable_by_key(|(key, _)| *key);
            each.dedup_by_key(|(key, _)| *key);
            for (key, view) in each {
                messages_with.entry(key).or_insert((view, 0)).1 += 1;
            }
        }
        let enough =
            |view: View| ENOUGH.iter().find(|(known, _)| *known == view).map_or(1, |(_, enough)| *enough);
        let mut known: Vec<(u32, usize)> = messages_with
            .into_iter()
            .filter(|(_, (view, with))| *with >= enough(*view))
            .map(|(key, (_, with))| (key, with))
            .collect();
        known.sort_unstable();
        let rarity = known.iter().map(|(_, with)| Vocabulary::rarity(*with, self.messages.len())).collect();
        Vocabulary::new(known.into_iter().map(|(key, _)| key).collect(), rarity)
    }
}

/// Whether a message is of a class.
fn is(message: &Message, class: Class) -> bool {
    let finest = message.subtopic.map_or(Class::bare(message.intent), Class::topic);
    class == Class::intent(message.intent)
        || class == finest
        || class == Class::urgent() && message.urgent
        || class == Class::silent() && message.silent
        || class == Class::second() && message.second_intent.is_some()
        || message.language.is_some_and(|language| class == Class::language(language))
}

/// What becomes of each, worked on by as many threads as there are cores; in the order given.
fn side_by_side<I: Sync, O: Send>(inputs: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((place, input)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|place| Some((place, inputs.get(place)?)))
        {
            done.push((place, work(input)));
        }
        done
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, O)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, output)| output).collect()
}

/// Keeps of the lines what tells, in small numbers.
fn keep(digest: u64, vocabulary: Vocabulary, lines: &[Option<Line>]) -> Model {
    /// The score of a class that no message is of.
    const NEVER: f32 = -10.0;
    let largest =
        |line: &Line| line.weights.iter().fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    let scale = |line: &Option<Line>| match line {
        Some(line) => Scale { bias: line.bias, step: largest(line) / STEPS },
        None => Scale { bias: NEVER, step: 0.0 },
    };
    let scales: Vec<Scale> = lines.iter().map(scale).collect();
    let (mut starts, mut weights) = (vec![0], Vec::new());
    for place in 0..vocabulary.keys().len() {
        for (class, (line, scale)) in (0_u8..).zip(lines.iter().zip(&scales)) {
            let Some(line) = line else { continue };
            let steps = (line.weights[place] / scale.step).round();
            let negligible =
                if usize::from(class) < Intent::COUNT { NEGLIGIBLE_FOR_AN_INTENT } else { NEGLIGIBLE };
            if steps.abs() >= negligible * STEPS {
                weights.push(Weight { class, steps: steps as i8 });
            }
        }
        starts.push(weights.len() as u32);
    }
    Model::new(digest, vocabulary, starts, weights, scales)
}
