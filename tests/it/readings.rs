//! How well municipality, household and case number are read out of the corpus, for each variety and both parts of it.
//! Not here: whether the labels are well formed (`corpus`), and intents and topics.

use std::{collections::BTreeMap, fs, path::Path};

use prag::{
    places::{self, Place},
    understanding::{case_number, household},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
struct Labelled {
    text: String,
    municipality: Option<String>,
    household_size: Option<u8>,
    case_number: Option<String>,
}

/// Right, wrongly said, and left out or said wrongly.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Tally {
    fn count(&mut self, label: Option<&String>, read: Option<&String>) {
        if label.is_some() && label == read {
            self.right += 1;
            return;
        }
        self.wrong += u32::from(read.is_some());
        self.missed += u32::from(label.is_some());
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    fn precision(self) -> f64 {
        100.0 * f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(self) -> f64 {
        100.0 * f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }

    fn f1(self) -> f64 {
        let all = 2 * self.right + self.wrong + self.missed;
        200.0 * f64::from(self.right) / f64::from(all.max(1))
    }
}

const VARIETIES: [&str; 4] = ["en", "sq", "sr-Cyrl", "sr-Latn"];

/// The F1 that may not be lost on the test part, all varieties together.
const FLOORS: [(&str, f64); 3] = [("municipality", 96.4), ("household", 81.0), ("case number", 99.8)];

/// Figures by part (is it the test part), key and variety.
fn figures() -> BTreeMap<(bool, &'static str, &'static str), Tally> {
    let mut figures: BTreeMap<_, Tally> = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for variety in VARIETIES {
        let lines =
            fs::read_to_string(folder.join(format!("{variety}.jsonl"))).expect("a file of the corpus");
        for line in lines.lines() {
            let message: Labelled = serde_json::from_str(line).expect("a labelled message");
            let test = Sha256::digest(message.text.as_bytes())[0] < 64;
            let mut count = |key, label: Option<String>, read: Option<String>| {
                figures.entry((test, key, variety)).or_default().count(label.as_ref(), read.as_ref());
            };
            let place = match places::find(&message.text) {
                Place::Known(place) => Some(place.to_string()),
                Place::Ask(_) | Place::Unknown => None,
            };
            count("municipality", message.municipality, place);
            let size = household::size(&message.text);
            count(
                "household",
                message.household_size.map(|size| size.to_string()),
                size.map(|size| size.to_string()),
            );
            let number = case_number::find(&message.text).map(|number| number.to_string());
            count("case number", message.case_number, number);
        }
    }
    figures
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the figures are what the test is for: cargo test readings -- --nocapture"
)]
fn what_people_write_is_read_as_well_as_before() {
    let figures = figures();
    let mut below = Vec::new();
    for (key, floor) in FLOORS {
        for test in [false, true] {
            let part = if test { "test" } else { "development" };
            let mut all = Tally::default();
            for variety in VARIETIES {
                let tally = figures[&(test, key, variety)];
                all.add(tally);
                let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
                println!(
                    "{key:12} {part:11} {variety:7} precision {precision:5.1} recall {recall:5.1} F1 {f1:5.1}"
                );
            }
            println!("{key:12} {part:11} all     F1 {:5.1}", all.f1());
            if test && all.f1() < floor {
                below.push(format!("{key}: {:.1} is below {floor}", all.f1()));
            }
        }
    }
    assert!(below.is_empty(), "{below:#?}");
}
