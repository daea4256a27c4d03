//! Why a message was understood as it was: the words that spoke for its intent, and the concepts they were taken for. Not here:
//! understanding it.

use super::{
    concepts::CONCEPTS,
    features::{features, words},
    intent::Intent,
    model::{Class, Model},
};
use crate::text::fold;

/// A word that counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The word, folded.
    pub word: String,
    /// How much it spoke for the intent; below nothing, against it.
    pub weight: f32,
    /// What it was taken for, alone or with the words after it.
    pub concepts: Vec<&'static str>,
}

/// What each word of a message adds to the score of an intent, those that add most first.
#[must_use]
pub fn explain(text: &str, intent: Intent) -> Vec<Reason> {
    let (model, folded, features) = (Model::learned(), fold(text), features(text));
    let words = words(&folded);
    let reason = |word: &&str| Reason { word: (*word).to_owned(), weight: 0.0, concepts: Vec::new() };
    let mut reasons: Vec<Reason> = words.iter().map(reason).collect();
    CONCEPTS.find(&words, |found| reasons[found.at].concepts.push(found.means.name));
    for reason in &mut reasons {
        reason.concepts.sort_unstable();
        reason.concepts.dedup();
    }
    for (place, value) in model.vocabulary.parts(&features) {
        let key = model.vocabulary.keys()[place as usize];
        let where_it_stands = || features.iter().filter(|feature| feature.key == key);
        let share = value * model.worth(place, Class::intent(intent)) / where_it_stands().count() as f32;
        for feature in where_it_stands() {
            if let Some(reason) = reasons.get_mut(feature.at) {
                reason.weight += share;
            }
        }
    }
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_says_what_is_wanted_counts_most() {
        let reasons = explain("dobar dan, treba mi lekar", Intent::Health);
        assert_eq!(reasons.len(), 5);
        assert_eq!(reasons[0].word, "lekar");
        assert!(!reasons[0].concepts.is_empty());
        assert!(explain("👍", Intent::Other).is_empty());
    }
}
