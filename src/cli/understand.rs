//! `prag understand`: messages from standard input, one a line, and what Prag reads in each. Not here: the reading.

use std::{
    hint,
    io::{self, BufRead, ErrorKind, Write},
    time::Duration,
};

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use tokio::time::Instant;

use crate::{
    text::{Language, Script},
    topics::Topic,
    understanding::{Answer, Intent, Open, Understanding, explain, is_alarming, understand},
};

#[derive(Debug, Args)]
pub(super) struct UnderstandFlags {
    /// Say also which words counted, and for how much
    #[arg(long)]
    explain: bool,
    /// Read each message as what it is while this question is open
    #[arg(long, value_enum)]
    open: Option<Question>,
    /// Read the messages over and over, and say how many a second
    #[arg(long, conflicts_with = "explain")]
    bench: bool,
}

/// A question that may be open.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Question {
    /// What do you need? With a menu
    Menu,
    /// May we keep this? People also tell their need instead
    Consent,
    /// A yes or no and no more
    YesNo,
    /// Which of these?
    Among,
    /// Which municipality or village?
    Place,
    /// How many people?
    Household,
    /// Something that any words answer
    Words,
}

impl From<Question> for Open {
    fn from(question: Question) -> Self {
        match question {
            Question::Menu => Self::Menu,
            Question::Consent => Self::Agree(None),
            Question::YesNo => Self::YesNo(None),
            Question::Among => Self::Among,
            Question::Place => Self::Place,
            Question::Household => Self::People,
            Question::Words => Self::Words,
        }
    }
}

/// How long a bench lasts at least.
const BENCH: Duration = Duration::from_secs(2);
/// The words shown of those that counted.
const REASONS: usize = 6;

#[derive(Serialize)]
struct Read {
    language: Option<Language>,
    script: Option<Script>,
    intent: Intent,
    subtopic: Option<Topic>,
    urgent: bool,
    silent: bool,
    municipality: Option<String>,
    household_size: Option<u8>,
    case_number: Option<String>,
    second_intent: Option<Intent>,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Vec<Because>>,
}

#[derive(Serialize)]
struct Because {
    word: String,
    weight: f64,
    concepts: Vec<&'static str>,
}

/// Reads every line until there are no more.
pub(super) fn read_lines(flags: &UnderstandFlags) -> Result<()> {
    let lines = io::stdin().lock().split(b'\n').map(|line| Ok(text(&line?)));
    if flags.bench {
        return bench(&lines.collect::<io::Result<Vec<String>>>()?, flags.open.map(Open::from));
    }
    let mut out = io::stdout().lock();
    for line in lines {
        let text = line?;
        let mut read = Read::from(understand(&text, flags.open.map(Open::from)));
        read.because = flags.explain.then(|| because(&text, read.intent));
        match writeln!(out, "{}", serde_json::to_string(&read)?) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
}

/// A line as a text, whatever bytes it is of.
fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

fn because(text: &str, intent: Intent) -> Vec<Because> {
    let told = explain(text, intent).into_iter().filter(|reason| reason.weight > 0.0).take(REASONS);
    told.map(|reason| Because {
        word: reason.word,
        weight: rounded(reason.weight),
        concepts: reason.concepts,
    })
    .collect()
}

fn bench(messages: &[String], open: Option<Open>) -> Result<()> {
    let understand = |message: &str| understand(message, open);
    // The first reading waits until everything that was learned is in memory.
    let mut sure = messages.first().map_or(0.0, |first| f64::from(understand(first).confidence));
    let (rounds, micros) = timed(messages, |message| sure += f64::from(understand(message).confidence));
    let (_, alarm) = timed(messages, |message| {
        hint::black_box(is_alarming(message));
    });
    let sure = sure / (rounds * messages.len()).max(1) as f64;
    let rate = if micros > 0.0 { 1e6 / micros } else { 0.0 };
    writeln!(
        io::stdout(),
        "{rate:.0} messages/s, {micros:.0} microseconds each ({alarm:.0} for an alarm alone), confidence {sure:.2} in the mean"
    )?;
    Ok(())
}

/// How often the messages were gone through, and how many microseconds each took.
fn timed(messages: &[String], mut read: impl FnMut(&str)) -> (usize, f64) {
    let (mut rounds, began) = (0, Instant::now());
    while !messages.is_empty() && began.elapsed() < BENCH {
        for message in messages {
            read(message);
        }
        rounds += 1;
    }
    (rounds, began.elapsed().as_secs_f64() * 1e6 / (rounds * messages.len()).max(1) as f64)
}

/// In hundredths, which is as fine as it means anything.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

impl From<Understanding> for Read {
    fn from(read: Understanding) -> Self {
        Self {
            municipality: read.municipality().map(|municipality| municipality.to_string()),
            case_number: read.case_number.map(|number| number.to_string()),
            language: read.language,
            script: read.script,
            intent: read.intent,
            subtopic: read.subtopic,
            urgent: read.urgent,
            silent: read.silent,
            household_size: read.household_size,
            second_intent: read.second_intent,
            confidence: rounded(read.confidence),
            answer: read.answer.map(|(answer, _)| match answer {
                Answer::Yes => "yes".to_owned(),
                Answer::No => "no".to_owned(),
                Answer::Digit(digit) => digit.to_string(),
                Answer::People(people) => people.to_string(),
            }),
            because: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_there_and_what_is_absent_is_null() {
        let json = serde_json::to_string(&Read::from(understand("12", None))).unwrap();
        let keys = ["language", "script", "intent", "subtopic", "urgent", "silent", "municipality"];
        let keys = keys.into_iter().chain(["household_size", "case_number", "second_intent", "confidence"]);
        let places: Vec<usize> = keys.map(|key| json.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{json}");
        assert!(json.starts_with("{\"language\":null,\"script\":null,"), "{json}");
    }

    #[test]
    fn bytes_that_are_no_text_and_line_ends_of_windows_are_read() {
        assert_eq!(text(b"stop\r"), "stop");
        assert_eq!(text(b"st\xffop"), "st\u{fffd}op");
    }
}
