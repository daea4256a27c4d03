//! The contract of the conversation: every file of `tests/transcripts`, played through `decide` without a database.
//! `PRAG_UPDATE_TRANSCRIPTS=1 cargo test transcripts` writes what Prag says now into the files, for a reader to judge.

mod manners;
mod memory;
mod player;
mod script;
mod storm;
mod telling;

use std::{fs, path::Path};

use prag::catalogue::Catalogue;

/// How many unchanged lines stand around a difference.
const AROUND: usize = 3;

#[test]
fn every_transcript_plays_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let update = std::env::var_os("PRAG_UPDATE_TRANSCRIPTS").is_some();
    let catalogue = Catalogue::load().unwrap();
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    assert!(files.len() >= 12, "the twelve conversations");
    let mut report = String::new();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let was = fs::read_to_string(&path).unwrap();
        match player::play(&name, &was, &catalogue) {
            Err(why) => report += &format!("\n{name}: cannot be read: {why}\n"),
            Ok((is, wrong)) => {
                wrong.iter().for_each(|wrong| report += &format!("\n{name}: {wrong}\n"));
                if was != is {
                    if update {
                        fs::write(&path, &is).unwrap();
                    } else {
                        report += &format!("\n{name}: - as written, + as played\n{}", difference(&was, &is));
                    }
                }
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// The lines that differ, with a few around them.
fn difference(was: &str, is: &str) -> String {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.lines().collect(), is.lines().collect());
    // The longest common run of lines, by the lengths of what is left of both.
    let mut left = vec![vec![0_usize; is.len() + 1]; was.len() + 1];
    for i in (0..was.len()).rev() {
        for j in (0..is.len()).rev() {
            left[i][j] =
                if was[i] == is[j] { left[i + 1][j + 1] + 1 } else { left[i + 1][j].max(left[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < was.len() || j < is.len() {
        if i < was.len() && j < is.len() && was[i] == is[j] {
            lines.push((' ', was[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == is.len() || (i < was.len() && left[i + 1][j] >= left[i][j + 1]) {
            lines.push(('-', was[i]));
            i += 1;
        } else {
            lines.push(('+', is[j]));
            j += 1;
        }
    }
    let near = |at: usize| {
        lines[at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len())]
            .iter()
            .any(|(mark, _)| *mark != ' ')
    };
    let shown = (0..lines.len()).filter(|at| near(*at));
    shown.map(|at| format!("  {} {}\n", lines[at].0, lines[at].1)).collect()
}

#[test]
fn a_transcript_that_says_something_else_is_noticed() {
    let catalogue = Catalogue::load().unwrap();
    let text = "# A wish\nchannel: sms\nlanguage: en\nstarts: 9.3.2026 10:00\n\n> please help, the roof is leaking\n< Nothing.\n";
    let (played, wrong) = player::play("wish", text, &catalogue).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
    let shown = difference(text, &played);
    assert!(shown.contains("  - < Nothing.\n") && shown.contains("  + < This is Prag"), "{shown}");
    assert_eq!(player::play("wish", &played, &catalogue).unwrap().0, played, "playing again changes nothing");
}
