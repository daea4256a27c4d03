//! One straight line between the messages of a class and all others: a support vector machine with squared hinge loss, by
//! coordinate descent in the dual (Hsieh, Chang, Lin, Keerthi, Sundararajan: "A Dual Coordinate Descent Method for Large-scale
//! Linear SVM", 2008). Deterministic. Not here: what the features are.

use prag::understanding::Part;

/// How much an error counts against a simple line.
const COST: f32 = 0.3;
/// Rounds at most, and how little the last may change.
const ROUNDS: usize = 60;
const STILL: f32 = 0.1;

/// A line: a weight for each feature, and one for all.
pub struct Line {
    pub weights: Vec<f32>,
    pub bias: f32,
}

/// Separates messages: `yes` says which are of the class.
pub fn separate(messages: &[Vec<Part>], features: usize, yes: &[bool]) -> Line {
    let slack = 0.5 / COST;
    let mut line = Line { weights: vec![0.0; features], bias: 0.0 };
    let mut pulls = vec![0.0_f32; messages.len()];
    // One more for the bias, which is a feature that every message has.
    let squares: Vec<f32> = messages
        .iter()
        .map(|parts| 1.0 + parts.iter().map(|(_, value)| value * value).sum::<f32>())
        .collect();
    let mut order: Vec<usize> = (0..messages.len()).collect();
    let mut shuffle = Shuffle(1);
    for _ in 0..ROUNDS {
        shuffle.mix(&mut order);
        let (mut most, mut least) = (f32::NEG_INFINITY, f32::INFINITY);
        for &at in &order {
            let side = if yes[at] { 1.0 } else { -1.0 };
            let gradient = side * line.score(&messages[at]) - 1.0 + slack * pulls[at];
            let projected = if pulls[at] == 0.0 { gradient.min(0.0) } else { gradient };
            (most, least) = (most.max(projected), least.min(projected));
            if projected.abs() < 1e-12 {
                continue;
            }
            let pull = (pulls[at] - gradient / (squares[at] + slack)).max(0.0);
            let step = (pull - pulls[at]) * side;
            pulls[at] = pull;
            line.bias += step;
            for (place, value) in &messages[at] {
                line.weights[*place as usize] += step * value;
            }
        }
        if most - least < STILL {
            break;
        }
    }
    line
}

impl Line {
    fn score(&self, parts: &[Part]) -> f32 {
        self.bias + parts.iter().map(|(place, value)| self.weights[*place as usize] * value).sum::<f32>()
    }
}

/// The same order every time, and yet no order: a linear congruential generator.
struct Shuffle(u64);

impl Shuffle {
    fn mix(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(last, (self.0 >> 33) as usize % (last + 1));
        }
    }
}
