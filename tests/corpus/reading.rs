//! The corpus, read: every message with its labels, and the part it belongs to. For the tests and for `examples/learn`.

use std::{fs, path::Path};

use prag::{
    text::{Language, Script, script_of},
    topics::Topic,
    understanding::Intent,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The files, one for each variety.
pub const VARIETIES: [&str; 4] = ["sq", "sr-Latn", "sr-Cyrl", "en"];

/// A message with its labels.
pub struct Message {
    /// The file it is from.
    pub variety: &'static str,
    pub text: String,
    pub intent: Intent,
    pub subtopic: Option<Topic>,
    pub urgent: bool,
    pub silent: bool,
    pub second_intent: Option<Intent>,
    pub language: Option<Language>,
    pub script: Option<Script>,
    /// Nothing may be learned from it.
    pub is_test: bool,
}

/// Every message of the corpus, file by file.
pub fn messages() -> Vec<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let file = |variety| {
        let lines =
            fs::read_to_string(folder.join(format!("{variety}.jsonl"))).expect("a file of the corpus");
        lines.lines().map(|line| read(variety, line)).collect::<Vec<_>>()
    };
    VARIETIES.into_iter().flat_map(file).collect()
}

fn read(variety: &'static str, json: &str) -> Message {
    let line: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{variety}: {error}: {json}"));
    let code = |key: &str| line[key].as_str();
    let intent =
        |code: &str| code.parse::<Intent>().unwrap_or_else(|error| panic!("{variety}: {error}: {code}"));
    let text = code("text").expect("a text").to_owned();
    let (language, script) = match variety {
        "sr-Cyrl" => ("sr", "Cyrl"),
        "sr-Latn" => ("sr", "Latn"),
        other => (other, "Latn"),
    };
    // What is absent is as in the name of the file; null is none.
    let named = |key: &str, of_the_file| if line.get(key).is_some() { code(key) } else { Some(of_the_file) };
    let script = if script_of(&text).is_some() { named("script", script) } else { None };
    Message {
        variety,
        intent: intent(code("intent").expect("an intent")),
        subtopic: code("subtopic").map(Topic::known),
        urgent: line["urgent"] == true,
        silent: line["silent"] == true,
        second_intent: code("second_intent").map(intent),
        language: named("language", language).map(|code| code.parse().expect("a language")),
        script: [Script::Latin, Script::Cyrillic].into_iter().find(|known| Some(known.code()) == script),
        is_test: Sha256::digest(text.as_bytes())[0] < 64,
        text,
    }
}
