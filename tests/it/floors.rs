//! Law 10: a file uses only floors below its own, and the floors below the line are pure. Also the wishes about files:
//! how long, how deep, how named, how they open. Not here: reading Rust (`source`), what clippy keeps.

mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use source::{Source, Written};

/// Neighbours that may meet: who, whom, and why that is no knot.
const ALLOWED: &[(&str, &str, &str)] = &[
    // ground floor
    ("commands", "text", "a command is known by its folded spelling in a script"),
    ("message", "ids", "a parcel carries its number"),
    ("phrases", "ids", "case numbers and PINs are said"),
    ("phrases", "message", "the words of one person are said to another"),
    ("phrases", "places", "municipalities are said"),
    ("phrases", "topics", "topics are said, and each has its question"),
    ("worth", "phrases", "every sentence has its worth"),
    ("places", "text", "a name is known by its folded spelling in a script"),
    // first floor
    ("alarms", "health", "an alarm is about the health of the house"),
    ("conversation", "contacts", "a turn is taken with a person"),
    ("conversation", "events", "invitations are answered, and leaders announce, in conversation"),
    ("conversation", "understanding", "free text is heard"),
    ("referrals", "staff", "an offer goes to colleagues by role, place and topic"),
    ("staff", "cases", "an order says how a case is to be closed"),
    // second floor
    ("decide", "facts", "facts are what is decided"),
    // fourth floor
    ("delivery", "pulse", "a loop has a pulse"),
    ("keeping", "pulse", "a loop has a pulse"),
    ("polling", "keeping", "a door keeps what came before it asks for more"),
    ("polling", "pulse", "a loop has a pulse"),
    ("reception", "pulse", "a loop has a pulse"),
    ("vitals", "pulse", "how the loops are is part of how the house is"),
    ("watch", "pulse", "a loop has a pulse"),
    ("watch", "vitals", "the watch looks at how the house is"),
    // roof
    ("app", "inner", "wiring"),
    ("app", "serving", "wiring"),
    ("app", "web", "wiring"),
    ("backup", "config", "the database of the settings is copied"),
    ("backup", "opening", "the database is opened for it"),
    ("backup", "serve", "what would be served is copied"),
    ("cli", "backup", "a command"),
    ("cli", "config", "the flags are a layer of the settings"),
    ("cli", "demo", "a command"),
    ("cli", "doctor", "a command"),
    ("cli", "opening", "an errand visits the database"),
    ("cli", "serve", "a command"),
    ("demo", "app", "the demo is the real app"),
    ("demo", "config", "the demo's SMS line is one as in the settings"),
    ("demo", "opening", "the demo keeps its rows in a real database"),
    ("demo", "rehearsal", "the networks of the demo are played"),
    ("doctor", "app", "the door for Telegram is looked at"),
    ("doctor", "config", "the settings are looked at"),
    ("doctor", "opening", "the database is looked at"),
    ("doctor", "serve", "what would be served is looked at"),
    ("serve", "app", "a server is the app"),
    ("serve", "config", "a server follows its settings"),
    ("serve", "opening", "a server opens its database"),
];

/// Rooms that know nothing of one another, so that each can be replaced alone.
const STRANGERS: [&str; 5] = ["store", "catalogue", "channels", "cluster", "spool"];

/// The floors below the line, in the words of `lib.rs`.
const PURE: [&str; 3] = ["ground floor", "first floor", "second floor"];

/// What does not happen below the line; dice do in the room `ids` alone.
const OUTSIDE: &[&str] = &[
    "anyhow",
    "axum",
    "hyper",
    "reqwest",
    "sqlx",
    "teloxide",
    "tokio",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "rand",
];

/// Types whose `now` is the machine's.
const CLOCKS: [&str; 2] = ["Utc", "Local"];

/// Words that mean the outside wherever they stand.
const OUTSIDE_WORDS: [&str; 4] = ["async", "await", "Instant", "SystemTime"];

/// Production lines in one file.
const LONGEST: usize = 400;

/// Names that say nothing about the work done in a room.
const EMPTY_NAMES: [&str; 8] =
    ["util", "common", "helper", "manager", "service", "handler", "processor", "misc"];

/// The directory board, read.
struct Board {
    /// The floors from the ground up.
    floors: Vec<String>,
    /// The floor of each room.
    rooms: BTreeMap<String, usize>,
}

impl Board {
    fn read(lib: &str) -> Result<Board, String> {
        let mut board = Board { floors: Vec::new(), rooms: BTreeMap::new() };
        for (number, line) in (1..).zip(lib.lines()) {
            if let Some(comment) = line.strip_prefix("// ") {
                // What follows the colon or comma is said to the reader.
                board.floors.push(comment.split([':', ',']).next().unwrap_or(comment).to_owned());
            } else if let Some((_, rest)) = line.split_once("mod ") {
                let floor = board.floors.len().checked_sub(1);
                let floor =
                    floor.ok_or(format!("src/lib.rs:{number}: a room above the first floor comment"))?;
                board.rooms.insert(rest.trim_end_matches(';').to_owned(), floor);
            }
        }
        Ok(board)
    }
}

/// Every file below `folder`, by its path from the root of the checkout.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).expect("a folder of the checkout") {
            let entry = entry.expect("an entry of the checkout");
            let path = format!("{folder}/{}", entry.file_name().to_str().expect("plain names"));
            if entry.file_type().expect("a file or a folder").is_dir() {
                folders.push(path);
            } else if path.ends_with(".rs") {
                found.push((path, fs::read_to_string(entry.path()).expect("a text file")));
            }
        }
    }
    found.sort();
    found
}

fn board() -> Board {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"));
    Board::read(&lib.expect("the directory board")).unwrap_or_else(|offence| panic!("{offence}"))
}

/// The modules a file of `src` stands for: none for `lib.rs` and `main.rs`.
fn modules(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix("/mod.rs").or_else(|| inner.strip_suffix(".rs")).unwrap_or(inner);
    match inner {
        "lib" | "main" => Vec::new(),
        _ => inner.split('/').map(str::to_owned).collect(),
    }
}

/// The room that a path written in this file leads to, if it leads to another room of the house.
fn room<'a>(file: &[String], path: &'a Written) -> Option<&'a str> {
    let climbs = path.parts.iter().take_while(|part| *part == "super").count();
    let leads_up = climbs > 0 && climbs >= file.len() + path.inside.len();
    let start = match path.parts[0].as_str() {
        "crate" => 1,
        "super" if leads_up => climbs,
        _ => return None,
    };
    let found = path.parts.get(start).map_or("", String::as_str);
    (file.first().map(String::as_str) != Some(found)).then_some(found)
}

/// Where this file meets another room: the line, and whom.
fn meetings<'a>(file: &[String], paths: &'a [Written]) -> BTreeSet<(usize, &'a str)> {
    paths.iter().filter_map(|path| Some((path.line, room(file, path)?))).collect()
}

/// What in this file is against the order of the floors.
fn offences(board: &Board, path: &str, text: &str) -> Vec<String> {
    let (source, file) = (Source::read(text), modules(path));
    let Some(own) = file.first() else { return Vec::new() };
    let Some(floor) = board.rooms.get(own) else {
        return vec![format!("{path}:1: there is no room {own} on the board in src/lib.rs")];
    };
    let paths = source.paths();
    let mut found = Vec::new();
    for (line, other) in meetings(&file, &paths) {
        let Some(level) = board.rooms.get(other) else {
            found.push(format!("{path}:{line}: there is no room {other:?} on the board in src/lib.rs"));
            continue;
        };
        let allowed = ALLOWED.iter().any(|(who, whom, _)| (*who, *whom) == (own, other));
        if level >= floor && !allowed {
            let (here, there) = (&board.floors[*floor], &board.floors[*level]);
            found.push(format!("{path}:{line}: {own} ({here}) uses {other} ({there})"));
        }
    }
    if PURE.contains(&board.floors[*floor].as_str()) {
        let stains = stains(own, &source, &paths).into_iter();
        found.extend(stains.map(|(line, what)| format!("{path}:{line}: {what} below the line; hand it in")));
    }
    found
}

/// What a pure file has from outside.
fn stains(room: &str, source: &Source, paths: &[Written]) -> BTreeSet<(usize, String)> {
    let outside = |path: &Written| {
        let written = path.parts.join("::") + "::";
        let root = OUTSIDE.iter().find(|root| written.starts_with(&format!("{root}::")));
        let clock = path.parts.windows(2).any(|two| CLOCKS.contains(&two[0].as_str()) && two[1] == "now");
        clock || root.is_some_and(|root| (*root, room) != ("rand", "ids"))
    };
    let words = source.tokens.iter().filter(|token| OUTSIDE_WORDS.contains(&token.text.as_str()));
    let words = words.map(|token| (token.line, token.text.clone()));
    let paths = paths.iter().filter(|path| outside(path)).map(|path| (path.line, path.parts.join("::")));
    words.chain(paths).collect()
}

fn none(offences: impl IntoIterator<Item = String>, remedy: &str) {
    let offences: Vec<_> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{remedy}:\n{}", offences.join("\n"));
}

#[test]
fn every_file_uses_only_floors_below_its_own() {
    let (board, files) = (board(), files("src"));
    none(
        files.iter().flat_map(|(path, text)| offences(&board, path, text)),
        "move what both need to a floor below, or name the pair and its reason in ALLOWED of tests/it/floors.rs",
    );
}

#[test]
fn the_board_names_the_floors_from_the_ground_up() {
    let floors = ["ground floor", "first floor", "second floor", "third floor", "fourth floor", "roof"];
    assert_eq!(board().floors, floors);
}

#[test]
fn neighbours_that_may_meet_do_meet_on_one_floor_and_never_in_a_circle() {
    let board = board();
    let met: BTreeSet<_> = files("src")
        .iter()
        .flat_map(|(path, text)| {
            let (file, paths) = (modules(path), Source::read(text).paths());
            let met = meetings(&file, &paths).into_iter();
            met.filter_map(|(_, other)| Some((file.first()?.clone(), other.to_owned()))).collect::<Vec<_>>()
        })
        .collect();
    for (who, whom, reason) in ALLOWED {
        assert_eq!(board.rooms.get(*who), board.rooms.get(*whom), "{who} and {whom} are no neighbours");
        assert!(met.contains(&((*who).into(), (*whom).into())), "{who} does not use {whom}: strike it out");
        assert!(!reason.is_empty());
        let strangers = [who, whom].iter().all(|room| STRANGERS.contains(room));
        assert!(!strangers, "{who} and {whom} are strangers");
    }
    // Whoever uses nobody any more can be taken away; a circle stays.
    let mut pairs: Vec<_> = ALLOWED.iter().map(|(who, whom, _)| (who, whom)).collect();
    while let Some(last) =
        pairs.iter().map(|(_, whom)| *whom).find(|whom| pairs.iter().all(|(who, _)| who != whom))
    {
        pairs.retain(|(_, whom)| *whom != last);
    }
    assert!(pairs.is_empty(), "a circle: {pairs:?}");
}

#[test]
fn strangers_live_on_one_floor() {
    let board = board();
    for room in STRANGERS {
        let floor = board.rooms.get(room).unwrap_or_else(|| panic!("{room} is gone; its keeper is here"));
        assert_eq!(board.floors[*floor], "third floor", "{room}");
    }
}

#[test]
fn a_transaction_and_the_carriers_never_meet_in_one_file() {
    let both = files("src").into_iter().filter(|(_, text)| {
        let source = Source::read(text);
        ["Tx", "Carriers"].iter().all(|word| source.tokens.iter().any(|token| token.text == *word))
    });
    none(both.map(|(path, _)| path), "no network call inside a transaction (law 3)");
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let all = ["src", "tests", "benches"].into_iter().flat_map(files);
    let silent = all.filter(|(_, text)| !text.starts_with("//! "));
    none(
        silent.map(|(path, _)| path),
        "open with one to five lines of `//!`: what it is for, and what is not here",
    );
}

#[test]
fn no_file_is_too_long() {
    let files = files("src");
    let only_tests: BTreeSet<_> = files.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    let long = files.iter().filter(|(path, _)| !only_tests.contains(path)).filter_map(|(path, text)| {
        let lines = Source::read(text).production_lines();
        (lines > LONGEST).then(|| format!("{path}: {lines}"))
    });
    none(long, &format!("at most {LONGEST} lines; comments, blank lines and tests do not count"));
}

/// Files that hold only tests, as their parent declares them.
fn test_files(path: &str, text: &str) -> Vec<String> {
    let source = Source::read(text);
    let folder = modules(path).iter().fold("src".to_owned(), |folder, part| folder + "/" + part);
    let tested = source.declared().into_iter().filter(|(_, tested)| *tested);
    tested.flat_map(|(name, _)| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")]).collect()
}

#[test]
fn no_room_is_deep_or_named_for_nothing() {
    let rooms = files("src").into_iter().map(|(path, _)| path).filter(|path| {
        let modules = modules(path);
        let empty =
            |word: &str| EMPTY_NAMES.contains(&word) || EMPTY_NAMES.contains(&word.trim_end_matches('s'));
        let folders = path.matches('/').count() - 1;
        folders > 2 || modules.iter().flat_map(|name| name.split('_')).any(empty)
    });
    none(rooms, "at most two folders below src, and a room is named for the work done in it");
}

/// The keeper, kept.
mod tests {
    use super::*;

    const BOARD: &str = "//! A board.\n\n// ground floor: words\npub mod ids;\npub mod text;\n\n\
        // first floor, pure\npub mod cases;\n\n// third floor\npub mod channels;\npub mod store;\n";

    fn found(path: &str, text: &str) -> Vec<String> {
        offences(&Board::read(BOARD).unwrap(), path, text)
    }

    fn caught(path: &str, line: &str) {
        let first = format!("{path}:3: ");
        let text = format!("//! A file.\n\n{line}\n");
        let found = found(path, &text);
        assert!(found.len() == 1 && found[0].starts_with(&first), "{line}: {found:?}");
    }

    #[test]
    fn climbing_is_caught_however_it_is_written() {
        for line in [
            "use crate::store::Store;",
            "use crate::{ids::CaseId, store::Store};",
            "use crate::{ids, store};",
            "use {crate::store, std::fmt};",
            "pub(crate) use crate::store as memory;",
            "use super::store::Store;",
            "fn a() { crate::store::open() }",
            "fn a() { if b { super::store::open() } }",
            "fn a(at: &crate::store::Store) {}",
            "mod inner { use super::super::store::Store; }",
            "macro_rules! a { () => { $crate::store::open() } }",
            "use crate::*;",
            "use crate::nowhere::Thing;",
        ] {
            caught("src/cases.rs", line);
        }
        caught("src/cases/mod.rs", "use super::store::Store;");
        caught("src/cases/closing.rs", "use super::super::store::Store;");
        caught("src/cases/closing/words.rs", "use super::super::super::{store::Store, ids};");
        caught("src/store/mod.rs", "use crate::channels::Carriers;");
        caught("src/ids.rs", "use crate::text::fold;");
    }

    #[test]
    fn the_outside_is_caught_below_the_line() {
        for line in [
            "async fn a() {}",
            "use std::{fmt, fs};",
            "use std::{io::{self, Read as _}};",
            "fn a() { std::env::var(b) }",
            "use tokio::time::sleep;",
            "use sqlx;",
            "fn a() -> anyhow::Result<()> { b }",
            "fn a() { Utc::now() }",
            "fn a() { chrono::Utc::now() }",
            "fn a(at: Instant) {}",
            "use rand::Rng;",
            "fn a() { ::std::net::TcpStream::connect(b) }",
        ] {
            let text = format!("//! A file.\n\n{line}\n");
            assert!(!found("src/cases.rs", &text).is_empty(), "{line}");
            assert!(found("src/store/mod.rs", &text).is_empty(), "{line}");
        }
        assert!(found("src/ids.rs", "use rand::rngs::StdRng;").is_empty());
    }

    #[test]
    fn what_is_in_order_is_left_alone() {
        for line in [
            "use crate::{ids::CaseId, text::{self, fold}};",
            "use super::ids::CaseId;",
            "use self::closing::Closed;",
            "use crate::cases::Case;",
            "mod tests { use super::*; }",
            "mod inner { use super::Case; }",
            "pub(crate) fn store(store: u8) {}",
            "// use crate::store::Store;",
            "/// [`crate::store`]\nconst A: &str = \"crate::store::Store\";",
            "use std::fmt; fn a(now: DateTime<Utc>) { fs::b(now) }",
        ] {
            assert_eq!(found("src/cases.rs", &format!("//! A file.\n\n{line}\n")), [""; 0], "{line}");
        }
        assert_eq!(found("src/cases/closing.rs", "use super::Case; use crate::cases::Note;"), [""; 0]);
        assert_eq!(found("src/lib.rs", "pub mod store;"), [""; 0]);
    }

    #[test]
    fn a_room_that_is_not_on_the_board_is_caught() {
        assert_eq!(
            found("src/attic.rs", ""),
            ["src/attic.rs:1: there is no room attic on the board in src/lib.rs"]
        );
        assert!(Board::read("pub mod ids;\n// ground floor: words\n").is_err());
    }
}
