//! How many the writer's household is: a total that is stated, a list of all of them, or one who lives alone.
//! Not here: heirs, pupils, guests and cows, and the household of anybody else.

mod kin;
mod numbers;

use crate::text::fold;

use numbers::{counts_people, number, number_of_members};

/// A word, and what stood before it.
struct Word {
    said: String,
    /// A comma stands before it.
    comma: bool,
    /// A sentence ended before it.
    stop: bool,
    /// The text is English.
    english: bool,
}

/// Reads how many people live in the writer's household, if the text says.
#[must_use]
pub fn size(text: &str) -> Option<u8> {
    let words = words(text);
    stated(&words).or_else(|| parent(&words)).or_else(|| kin::told(&words)).or_else(|| alone(&words))
}

fn words(text: &str) -> Vec<Word> {
    let (mut words, mut comma, mut stop) = (Vec::new(), false, true);
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\u{301}') {
        for said in fold(piece).split(' ').filter(|said| !said.is_empty()) {
            words.push(Word { said: said.to_owned(), comma, stop, english: false });
            (comma, stop) = (false, false);
        }
        match piece.chars().next_back() {
            Some(',' | ';' | ':' | '(' | '-' | '–' | '—') => comma = true,
            Some('.' | '!' | '?' | '\n') => stop = true,
            _ => {}
        }
    }
    let english = words.iter().filter(|word| ENGLISH.contains(&word.said.as_str())).count() * 6 > words.len();
    words.iter_mut().for_each(|word| word.english = english);
    words
}

const ENGLISH: [&str; 26] = [
    "the", "and", "is", "my", "we", "of", "with", "not", "have", "you", "are", "from", "what", "who", "our",
    "how", "can", "need", "house", "wife", "husband", "kids", "was", "here", "for", "in",
];

/// "We are", after which a number is a total.
const WE_ARE: [&str; 9] = ["jemi", "jena", "jem", "jami", "smo", "sme", "are", "r", "were"];

/// Between "we are" and its number.
const FILLING: [&str; 24] = [
    "te", "ne", "krejt", "gjithsej", "je", "ima", "sad", "sada", "ukupno", "bilo", "se", "i", "svega",
    "samo", "ovde", "now", "only", "just", "all", "total", "vec", "veq", "smo", "su",
];

/// People as they are counted in a household.
const SOULS: [&str; 38] = [
    "veta",
    "vet",
    "vete",
    "anetar",
    "anetare",
    "anetaresh",
    "anetarsh",
    "anetaret",
    "frym",
    "fryme",
    "shpirt",
    "shpirta",
    "goj",
    "goje",
    "persona",
    "person",
    "robt",
    "rob",
    "njerez",
    "dusa",
    "duse",
    "dusi",
    "clana",
    "clanova",
    "clan",
    "clanovi",
    "osoba",
    "osobe",
    "ljudi",
    "usta",
    "persons",
    "people",
    "members",
    "souls",
    "heads",
    "memb",
    "pers",
    "person",
];

/// What a household is called, before its number.
const FAMILY: [&str; 16] = [
    "familje",
    "familja",
    "familjen",
    "familjes",
    "fam",
    "porodica",
    "porodice",
    "porodicu",
    "porodici",
    "obitelj",
    "family",
    "domacinstvo",
    "domacinstva",
    "household",
    "familija",
    "familiju",
];

/// Counted, these are no household.
const NO_HOUSEHOLD: &str = "familje familjesh familja porodica porodice families family nasledn trasheg trashig heir ucenik ucenic djak \
    nxen pupil student zena zene grave gra women woman girls boys devojcica mladi momaka drzavljana radnika radnik punetor puntor workers \
    domacinstv household kuca kuce kucа house houses shpi shtepi vellezer vllazen brata brothers sestara sister komsija komsije neighbour \
    gostiju guest god godin vjet years vjec muaj mesec months dana dite days sat sata sati hours minut put puta krava lopa cows soba dhoma \
    rooms evra euro hektar ari metar metra km krom komsij friends drugar decak clanova boraca mjeshter apartment stan dete dece djece \
    femije fmi kids children cika djem vajza sina sons daughters cerke unuka";

fn is_no_household(word: &str) -> bool {
    NO_HOUSEHOLD
        .split_ascii_whitespace()
        .any(|other| if other.len() < 5 { word == other } else { word.starts_with(other) })
}

/// Somebody who comes along is no household: what a clause with one of these counts are guests.
const COMING: &str = "dolazim dolazimo dolaze dodjemo doci dodju vijm vijme vij vijne come coming takim takimin takimi sastanak skup \
    radionica radionicu radionici panel kombi kombiju autobus meeting workshop trip puta odeljenju razredu klas klase potpis nenshkrime \
    zadruga zadrugu udruzenje cooperative team ekip naslednici trashegimtaret";

fn stated(words: &[Word]) -> Option<u8> {
    (0..words.len()).find_map(|at| total(words, at))
}

/// The number here, where it is a total.
fn total(words: &[Word], at: usize) -> Option<u8> {
    let word = words[at].said.as_str();

    let near = |index: usize| {
        words.get(index).filter(|word| !word.stop && !word.comma).map_or("", |word| word.said.as_str())
    };
    if let Some(n) = number_of_members(word) {
        return Some(n);
    }
    let n = number(word).filter(|&n| n > 1)?;
    let (next, over) = (near(at + 1), near(at + 2));
    let back = |steps: usize| match at.checked_sub(steps) {
        Some(index) if !words[index + 1..=at].iter().any(|word| word.stop) => words[index].said.as_str(),
        _ => "",
    };
    let (before, earlier, third) = (back(1), back(2), back(3));
    let clause = clause(words, at);
    if clause.iter().any(|word| COMING.split_ascii_whitespace().any(|other| other == word.said)) {
        return None;
    }
    let excluded = is_no_household(next) || !PLACED.contains(&next) && is_no_household(over);
    let we_are = WE_ARE.contains(&before) || FILLING.contains(&before) && WE_ARE.contains(&earlier);
    let filled = FILLING.contains(&before);
    let us = matches!(before, "nas" | "us")
        || filled && (earlier == "nas" || FILLING.contains(&earlier) && third == "nas");
    let ours = clause.iter().any(|word| OURS.contains(&word.said.as_str()));
    let family = FAMILY.contains(&before)
        || matches!(
            before,
            "od" | "of" | "me" | "prej" | "ima" | "has" | "with" | "ka" | "kemi" | "jone" | "ime" | "je"
        ) && FAMILY.contains(&earlier);
    let yes = if SOULS.contains(&next) {
        let strangers = NOT_OURS.contains(&before) || THEY.contains(&over);
        let ours = ours || !matches!(next, "people" | "ljudi");
        family || us || we_are || ours && !strangers && !is_no_household(over)
    } else if family || us || we_are {
        !excluded && (next != "od" || before == "od")
    } else if next == "nas"
        || next == "of" && over == "us"
        || matches!(next, "smo" | "sme" | "jena" | "jemi" | "jem")
    {
        !NOT_OURS.contains(&before) && (!is_no_household(over) || over.starts_with("shpi"))
    } else {
        counts_people(word)
            && !excluded
            && (next.is_empty() || AT_HOME.contains(&next))
            && (words[at].stop || words[at].comma || AT_HOME.contains(&before))
    };
    yes.then_some(n)
}

/// Behind a number of people: where they live, or what goes on, and not what they are.
const PLACED: [&str; 28] = [
    "n", "ne", "u", "na", "in", "at", "te", "me", "pa", "krejt", "and", "edhe", "dhe", "i", "a", "here",
    "ketu", "ktu", "tash", "kod", "bez", "on", "by", "from", "with", "sa", "s", "bashke",
];

/// Of others.
const THEY: [&str; 12] =
    ["jan", "jane", "ishin", "erdhen", "su", "came", "ka", "kan", "hoce", "were", "die", "dolaze"];

/// Beside a number, these say that other people are counted.
const NOT_OURS: [&str; 17] = [
    "per", "grupa", "grupi", "grup", "ka", "imaju", "kan", "bilo", "for", "before", "door", "druga", "other",
    "the", "tjeter", "jan", "to",
];

/// Beside a number of people, these say that it is those who live in one place.
const AT_HOME: [&str; 14] = [
    "u", "nas", "smo", "zivimo", "sedimo", "spavamo", "ovde", "kod", "bez", "na", "svi", "ukupno", "dosli",
    "vratili",
];

/// Words of somebody who speaks of themselves.
const OURS: [&str; 24] = [
    "jemi", "jena", "jem", "na", "ne", "kena", "kemi", "familja", "familje", "shpi", "shtepi", "mi", "nas",
    "smo", "nam", "kuci", "porodica", "we", "us", "our", "family", "house", "need", "une",
];

/// The words of the sentence around one of them.
fn clause(words: &[Word], at: usize) -> &[Word] {
    let start = (0..=at).rev().find(|&start| words[start].stop).unwrap_or(0);
    let end = (at + 1..words.len()).find(|&end| words[end].stop).unwrap_or(words.len());
    &words[start..end]
}

/// One parent and the children that live there: "a widow with three children", "sama sa dvoje dece".
fn parent(words: &[Word]) -> Option<u8> {
    const ONE_PARENT: [&str; 26] = [
        "udovica",
        "udovac",
        "samohrana",
        "samohran",
        "samohranoj",
        "samohranu",
        "sama",
        "sam",
        "razvedena",
        "razveo",
        "razvela",
        "vdovica",
        "ve",
        "veje",
        "vejushe",
        "vetme",
        "vetem",
        "vetmuar",
        "widow",
        "widower",
        "alone",
        "single",
        "divorced",
        "ostala",
        "ostavio",
        "samica",
    ];
    const WITH: [&str; 12] = ["sa", "s", "so", "sas", "me", "with", "i", "of", "and", "na", "majka", "nene"];
    const CHILDREN: [&str; 26] = [
        "dece",
        "djece",
        "deca",
        "djeca",
        "deteta",
        "djeteta",
        "maloletne",
        "maloletnih",
        "male",
        "malih",
        "femije",
        "femij",
        "fmi",
        "fmij",
        "kalamaj",
        "thmi",
        "jetim",
        "jetima",
        "kids",
        "children",
        "childs",
        "child",
        "small",
        "little",
        "sina",
        "cerke",
    ];
    (1..words.len()).find_map(|at| {
        let n = number(&words[at].said)?;
        let child = words.get(at + 1).filter(|word| !word.stop && CHILDREN.contains(&word.said.as_str()))?;
        let _ = child;
        let before = &words[at.saturating_sub(5)..at];
        let with = WITH.contains(&words[at - 1].said.as_str())
            || words[at].said != "1" && words[at - 1].said == "majka";
        let alone = before.iter().any(|word| ONE_PARENT.contains(&word.said.as_str()));
        (with && alone).then(|| n.saturating_add(1))
    })
}

/// Who lives alone and says so.
fn alone(words: &[Word]) -> Option<u8> {
    const LIVE: [&str; 12] = [
        "zivim", "zivem", "jetoj", "rroj", "banoj", "rri", "live", "living", "stanujem", "zivejem",
        "zivujem", "zivam",
    ];
    const ALONE: [&str; 8] = ["sam", "sama", "vet", "vetem", "vetum", "alone", "samica", "samcit"];
    words.iter().enumerate().find_map(|(at, word)| {
        let near = &words[at + 1..words.len().min(at + 4)];
        let alone = LIVE.contains(&word.said.as_str())
            && near.iter().take_while(|word| !word.stop).any(|word| ALONE.contains(&word.said.as_str()))
            && !near.iter().any(|word| matches!(word.said.as_str(), "me" | "sa" | "s" | "with"));
        alone.then_some(1)
    })
}
