//! The corpus is labelled as its README says: known keys and codes, a subtopic that fits its intent, case numbers that check
//! out. Not here: how well anything is understood.

use std::{collections::HashSet, fs, path::Path};

use prag::{ids::CaseNumber, places::Municipality, topics::Topic};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    text: String,
    intent: String,
    subtopic: Option<String>,
    #[serde(default, rename = "urgent")]
    _urgent: bool,
    #[serde(default, rename = "silent")]
    _silent: bool,
    municipality: Option<String>,
    household_size: Option<u32>,
    case_number: Option<String>,
    second_intent: Option<String>,
    #[serde(default)]
    language: serde_json::Value,
    #[serde(default)]
    script: serde_json::Value,
    hard: Option<String>,
}

/// Every intent, with the categories of topic that belong to it.
const INTENTS: [(&str, &[&str]); 20] = [
    ("documentation", &["doc"]),
    ("health", &["health"]),
    ("legal", &["legal", "prop"]),
    ("housing", &["house"]),
    ("livelihood", &["work"]),
    ("education", &["edu"]),
    ("social", &["social"]),
    ("return", &["ret"]),
    ("community", &["comm"]),
    ("rights", &["right"]),
    ("safety", &["safe"]),
    ("feedback", &["feed"]),
    ("status", &[]),
    ("events", &[]),
    ("agent", &[]),
    ("help", &[]),
    ("language", &[]),
    ("stop", &[]),
    ("mydata", &[]),
    ("other", &[]),
];

const HARD: [&str; 13] = [
    "two_asks",
    "negation",
    "quote",
    "irony",
    "false_alarm",
    "trap_place",
    "trap_number",
    "trap_household",
    "trap_word",
    "noise",
    "dialect",
    "typo",
    "mixed",
];

fn intent(name: &str) -> Result<&'static [&'static str], String> {
    let known = INTENTS.iter().find(|(known, _)| *known == name);
    known.map(|(_, categories)| *categories).ok_or(format!("no intent {name}"))
}

fn check(message: &Labelled) -> Result<(), String> {
    let categories = intent(&message.intent)?;
    if let Some(code) = &message.subtopic {
        code.parse::<Topic>().map_err(|_| format!("no topic {code}"))?;
        let fits = code.split_once('.').is_some_and(|(category, _)| categories.contains(&category));
        fits.then_some(()).ok_or(format!("{code} is not of {}", message.intent))?;
    }
    if let Some(second) = &message.second_intent {
        intent(second)?;
        (*second != message.intent).then_some(()).ok_or("twice the same intent")?;
    }
    if let Some(code) = &message.municipality {
        let known = code.len() == 2 && code.parse::<Municipality>().is_ok();
        known.then_some(()).ok_or(format!("no municipality {code}"))?;
    }
    if let Some(number) = &message.case_number {
        let plain =
            number.replace('-', "").parse::<CaseNumber>().map_err(|_| format!("no number {number}"))?;
        (plain.to_string() == *number).then_some(()).ok_or(format!("{number} is not written 417-2608"))?;
    }
    if message.household_size == Some(0) || message.text.trim() != message.text || message.text.is_empty() {
        return Err("a household of nobody, or blanks around the text".to_owned());
    }
    for (value, known) in
        [(&message.language, ["sq", "sr", "en"].as_slice()), (&message.script, &["Latn", "Cyrl"])]
    {
        let right = value.is_null() || value.as_str().is_some_and(|code| known.contains(&code));
        right.then_some(()).ok_or(format!("no language or script {value}"))?;
    }
    if let Some(kind) = &message.hard
        && !HARD.contains(&kind.as_str())
    {
        return Err(format!("nothing is hard like {kind}"));
    }
    Ok(())
}

#[test]
fn every_message_is_labelled_as_the_readme_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut texts, mut wrong) = (HashSet::new(), Vec::new());
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|kind| kind != "jsonl") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (line, json) in (1..).zip(fs::read_to_string(&path).expect("a text").lines()) {
            let told = serde_json::from_str::<Labelled>(json).map_err(|error| error.to_string()).and_then(
                |message| {
                    check(&message)?;
                    texts
                        .insert((name.clone(), message.text.clone()))
                        .then_some(())
                        .ok_or("the text stands here twice".to_owned())
                },
            );
            wrong.extend(told.err().map(|why| format!("{name}:{line}: {why}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(texts.len() >= 600, "{} messages", texts.len());
}
