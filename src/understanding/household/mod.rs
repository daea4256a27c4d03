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
const WE_ARE: [&str; 6] = ["jemi", "jena", "jem", "jami", "smo", "sme"];

/// Between "we are" and its number.
const FILLING: &[&str] = &[
    "te", "ne", "krejt", "gjithsej", "je", "ima", "sad", "sada", "ukupno", "bilo", "se", "svega", "samo",
    "ovde", "now", "only", "just", "all", "total", "vec", "veq", "smo", "su",
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

/// Counted, these are no household; stems end in a star.
const NO_HOUSEHOLD: &str = "familje* familja porodice families nasledn* trasheg* trashig* heir* ucenik* ucenic* djak* djac* nxen* pupil* \
    student* zena zene grave gra women woman girls boys devojcic* mladi* momaka drzavljan* radnik* punetor* puntor* workers domacinstv* \
    households kuca kuce kuc house houses shpi shtepi vellezer* vllazen* brata brac* brothers sestara sestre sister* komsij* neighbour* \
    neighbor* gost* guest* god godin* vjet* years vjec* muaj* mesec* months dana dite days sat sata sati hours minut* put puta krava lopa \
    cows soba dhoma rooms evra euro hektar* ari metar* metra km drug* shok* friends boraca mjeshter* apartment* dete dece djece deca \
    femij* fmi kids children cika djem vajza sina sons daughters cerke unuka stanar* povratnik* zainteresovan* interesum* vinogradar* \
    srba srpkinj* albanac* albanaca serbs albanians jeeps goats doma muskarac* ekip* prijatelj* staraca starac* pensioner* vozac*";

fn is_no_household(word: &str) -> bool {
    NO_HOUSEHOLD.split_ascii_whitespace().any(|other| match other.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == other,
    })
}

/// Somebody who comes along is no household: what a clause with one of these counts are guests.
const COMING: &str = "dolazim dolazimo dolaze dodjemo doci dodju vijm vijme vij vijne come coming takim takimin takimi sastanak skup \
    radionica radionicu radionici panel kombi kombiju bus autobus svadbe more gradilistu meeting workshop trip puta odeljenju razredu klas klase potpis nenshkrime \
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
    let we_are = we_are
        || matches!(before, "are" | "r" | "were" | "re") && matches!(earlier, "we" | "us")
        || FILLING.contains(&before) && matches!(earlier, "are" | "re") && third == "we"
        || next == "we" && over == "are";
    let in_all = matches!(
        before,
        "so" | "pra" | "znaci" | "dakle" | "gjithsej" | "ukupno" | "altogether" | "all" | "svega" | "krejt"
    );
    let filled = FILLING.contains(&before);
    let us = matches!(before, "nas" | "us" | "we")
        || filled && (earlier == "nas" || FILLING.contains(&earlier) && third == "nas");
    let ours = clause.iter().any(|word| OURS.contains(&word.said.as_str()));
    let family = FAMILY.contains(&before)
        || matches!(
            before,
            "od" | "of" | "me" | "prej" | "ima" | "has" | "with" | "ka" | "kemi" | "jone" | "ime" | "je"
        ) && FAMILY.contains(&earlier);
    let yes = if SOULS.contains(&next) {
        let strangers = NOT_OURS.contains(&before) || THEY.contains(&over);
        let ours = ours || !matches!(next, "people" | "ljudi") || words.iter().any(|word| word.said == "we");
        family || us || we_are || ours && !strangers && !is_no_household(over)
    } else if in_all && next.is_empty() {
        true
    } else if family || us || we_are {
        let others =
            [earlier, third].into_iter().any(|word| word != "ne" && is_no_household(word)) && !family;
        !excluded && !others && (next != "od" || before == "od")
    } else if next == "nas"
        || next == "of" && over == "us"
        || matches!(next, "smo" | "sme" | "jena" | "jemi" | "jem")
    {
        (next == "of" || !NOT_OURS.contains(&before)) && (!is_no_household(over) || over.starts_with("shpi"))
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
    const ALONE: [&str; 9] = ["myself", "sam", "sama", "vet", "vetem", "vetum", "alone", "samica", "samcit"];
    words.iter().enumerate().find_map(|(at, word)| {
        let near = &words[at + 1..words.len().min(at + 4)];
        let alone = LIVE.contains(&word.said.as_str())
            && near.iter().take_while(|word| !word.stop).any(|word| ALONE.contains(&word.said.as_str()));
        alone.then_some(1)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stated_total_is_read() {
        for (text, n) in [
            ("jemi 6 veta", 6),
            ("jena kater n shpi", 4),
            ("shtat frym jena, kulmi pikon", 7),
            ("familje 5 anetare rahovec", 5),
            ("nas petoro, jel reseno nesto", 5),
            ("Нас четворо живимо од помоћи", 4),
            ("nas je sedmoro u kući", 7),
            ("porodica od 5 članova", 5),
            ("petočlana porodica", 5),
            ("osam dusa smo u tudjoj kuci", 8),
            ("we are 5, returned to Istog", 5),
            ("three of us stay by sister", 3),
            ("family of 4 in a tent", 4),
            ("5 of us in vitomirica", 5),
        ] {
            assert_eq!(size(text), Some(n), "{text}");
        }
    }

    #[test]
    fn a_list_with_the_writer_in_it_is_counted() {
        for (text, n) in [
            ("ја, жена и троје деце", 5),
            ("ja zena i 2 dece, zima je", 4),
            ("une burri e dy vajza", 4),
            ("Me, my wife and two kids", 4),
            ("a widow with three children", 4),
            ("samohrana majka sa troje dece", 4),
            ("živim sa majkom i bratom", 3),
        ] {
            assert_eq!(size(text), Some(n), "{text}");
        }
    }

    #[test]
    fn who_lives_alone_is_one() {
        for text in ["Živim sam, nepokretan", "jetoj vet n Nashec", "i am 70 and live alone"] {
            assert_eq!(size(text), Some(1), "{text}");
        }
    }

    #[test]
    fn what_else_is_counted_is_no_household() {
        for text in [
            "",
            "imam 5 krava",
            "jena 7 trashigimtar",
            "nas je devet naslednika",
            "we are 9 heirs",
            "dy dhoma e nji kuzhin",
            "pet kućica su postavili",
            "troje dece nema knjige",
            "jemi 30 familje n fshat",
        ] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            let _ = size(&text);
        }

        #[test]
        fn a_total_is_read_in_both_scripts(n in 2_u8..=12) {
            prop_assert_eq!(size(&format!("nas je {n} u kući")), Some(n));
            prop_assert_eq!(size(&format!("нас је {n} у кући")), Some(n));
        }
    }
}
