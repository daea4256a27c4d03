//! Learns from the development part of the corpus what `prag understand` knows, and writes it to `data/understanding.bin`:
//! `cargo run --release --example learn`. The figures it writes beside the corpus are of messages that were held out, each a
//! quarter of the development part; nothing here looks at the test part. The bounds from which a need is said back or asked about
//! are chosen by them (`said_back.txt`).

mod lesson;
#[path = "../../tests/corpus/reading.rs"]
mod reading;
#[path = "../../tests/corpus/report.rs"]
mod report;
#[path = "../../tests/corpus/saying.rs"]
mod saying;
mod separation;

use std::{fs, io::Write, path::Path};

use prag::understanding::understand_by;

use crate::{lesson::Lesson, reading::Message, report::Report, saying::Saying};

/// Parts of the development part, each held out once.
const PARTS: usize = 4;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    let messages: Vec<Message> = reading::messages().into_iter().filter(|message| !message.is_test).collect();
    let held_out_too = std::env::args().nth(1).is_none_or(|wish| wish != "--only");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if held_out_too {
        let (mut report, mut saying) = (Report::default(), Saying::default());
        for part in 0..PARTS {
            let (out_of_it, rest): (Vec<_>, Vec<_>) =
                messages.iter().enumerate().partition(|(place, _)| place % PARTS == part);
            let model = Lesson::new(rest.into_iter().map(|(_, message)| message)).learn();
            for (_, message) in out_of_it {
                let read = understand_by(&model, &message.text);
                report.add(message, &read);
                saying.add(message, &read);
            }
        }
        fs::write(root.join("tests/corpus/held_out.txt"), report.to_string())?;
        fs::write(root.join("tests/corpus/said_back.txt"), saying.to_string())?;
        writeln!(out, "{report}\n{saying}")?;
    }
    let model = Lesson::new(&messages).learn();
    let bytes = model.write();
    fs::write(root.join("data/understanding.bin"), &bytes)?;
    writeln!(
        out,
        "{} features, {} weights, {} bytes",
        model.vocabulary.keys().len(),
        model.weights.len(),
        bytes.len()
    )
}
