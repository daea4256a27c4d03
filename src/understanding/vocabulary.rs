//! The features that are worth knowing, and a message as a vector over them: rare features count more, repetition counts little,
//! every view has the length one. Not here: finding features, and what follows from them.

use super::features::{Feature, View};

/// The features that are known, by their keys in rising order.
pub struct Vocabulary {
    keys: Vec<u32>,
    /// How rare each is, in steps of [`RARITY_STEP`].
    rarity: Vec<u8>,
    /// Where the keys begin whose first two bytes are the place here.
    starts: Vec<u32>,
}

/// What one step of rarity stands for, a natural logarithm.
const RARITY_STEP: f32 = 0.05;

/// A known feature of a message: its place in the vocabulary, and how much of the message it makes up.
pub type Part = (u32, f32);

impl Vocabulary {
    /// A vocabulary of keys in rising order, each with its rarity.
    #[must_use]
    pub fn new(keys: Vec<u32>, rarity: Vec<u8>) -> Self {
        let starts =
            (0..=1_u32 << 16).map(|top| keys.partition_point(|key| key >> 16 < top) as u32).collect();
        Self { keys, rarity, starts }
    }

    /// The rarity of a feature that `with` of `all` messages have.
    #[must_use]
    pub fn rarity(with: usize, all: usize) -> u8 {
        let logarithm = ((1 + all) as f32 / (1 + with) as f32).ln() + 1.0;
        (logarithm / RARITY_STEP).round().clamp(1.0, 255.0) as u8
    }

    /// The keys, in rising order.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The rarity of each.
    #[must_use]
    pub fn rarities(&self) -> &[u8] {
        &self.rarity
    }

    /// The place of a key, if it is known.
    #[must_use]
    pub fn place(&self, key: u32) -> Option<u32> {
        let top = (key >> 16) as usize;
        let (from, to) = (self.starts[top], self.starts[top + 1]);
        let near = &self.keys[from as usize..to as usize];
        near.iter().position(|known| *known == key).map(|step| from + step as u32)
    }

    /// The parts of a message, each once.
    #[must_use]
    pub fn parts(&self, features: &[Feature]) -> Vec<Part> {
        let known = features.iter().filter_map(|feature| Some((self.place(feature.key)?, feature.view)));
        let mut known: Vec<(u32, View)> = known.collect();
        known.sort_unstable_by_key(|(place, _)| *place);
        let mut lengths = [0.0_f32; View::COUNT];
        let counted = known.chunk_by(|(place, _), (next, _)| place == next).map(|same| {
            let (place, view) = same[0];
            let often = if same.len() == 1 { 1.0 } else { 1.0 + (same.len() as f32).ln() };
            let value = often * f32::from(self.rarity[place as usize]) * RARITY_STEP;
            lengths[view as usize] += value * value;
            (place, view, value)
        });
        let counted: Vec<_> = counted.collect();
        let lengths = lengths.map(|squares| squares.sqrt().max(f32::MIN_POSITIVE));
        counted.into_iter().map(|(place, view, value)| (place, value / lengths[view as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(view: View, key: u32) -> Feature {
        Feature { view, key, at: 0 }
    }

    #[test]
    fn every_view_has_the_length_one_and_what_is_unknown_counts_for_nothing() {
        let vocabulary = Vocabulary::new(vec![3, 70_000, u32::MAX], vec![20, 20, 60]);
        let parts = vocabulary.parts(&[
            feature(View::Words, 3),
            feature(View::Words, 70_000),
            feature(View::Concepts, u32::MAX),
            feature(View::Concepts, u32::MAX),
            feature(View::Concepts, 4),
        ]);
        let half = 0.5_f32.sqrt();
        let expected = [(0, half), (1, half), (2, 1.0)];
        assert_eq!(parts.len(), expected.len());
        for ((place, value), (wanted, length)) in parts.into_iter().zip(expected) {
            assert_eq!(place, wanted);
            assert!((value - length).abs() < 1e-6, "{value}");
        }
        assert!(vocabulary.parts(&[]).is_empty());
    }

    #[test]
    fn the_rarer_a_feature_the_more_it_counts() {
        assert!(Vocabulary::rarity(1, 1000) > Vocabulary::rarity(10, 1000));
        assert_eq!(Vocabulary::rarity(1000, 1000), 20);
    }
}
