//! Names that are ordinary words too, and what must stand around them in free text before they count as places.
//! Not here: the names (names) and the choice among several places (reading).

use std::sync::LazyLock;

use super::names::{NORTH_MITROVICA as NORTH_BANK, Named, SOUTH_MITROVICA as SOUTH_BANK};
use super::reading::Mention;
use super::spelling::Text;
use crate::text::Table;

/// Also a stove, the east, a spring, mountains or a first name: counts after a word that leads to a place.
const NEED_A_WORD: [&str; 31] = [
    "klin",
    "istokut",
    "pej",
    "kamenicama",
    "pec",
    "pech",
    "peci",
    "pechi",
    "istok",
    "istoku",
    "istoka",
    "burim",
    "burimi",
    "burimit",
    "sharr",
    "sharri",
    "sharrit",
    "besiane",
    "besiana",
    "besianes",
    "artane",
    "artana",
    "artanes",
    "dardane",
    "dardana",
    "dardanes",
    "kastriot",
    "kastrioti",
    "kastriotit",
    "albanik",
    "ipek",
];

/// Also a nail, or any of many villages: counts after such a word or with a capital.
const NEED_A_CAPITAL: [&str; 9] =
    ["klina", "kline", "klini", "klinu", "kamenica", "kamenice", "kamenici", "kamenicu", "kamenic"];

const LEAD_TO_A_PLACE: [&str; 24] = [
    "n", "y", "at", "u", "iz", "kod", "opstina", "opstini", "opstine", "opstinu", "grad", "gradu", "grada",
    "ne", "te", "nga", "prej", "komuna", "komunen", "komunes", "qyteti", "in", "from", "near",
];

const LINKED: [&str; 6] = ["komuna", "komunen", "komunes", "komune", "qyteti", "qytetin"];

/// Before "viti" only these leave no doubt.
const LEAD_TO_VITI: [&str; 6] = ["n", "ne", "nga", "komuna", "komunen", "komunes"];

/// After "viti" these make it the year.
const FOLLOW_A_YEAR: [&str; 4] = ["i", "qe", "kaluar", "tjeter"];

/// After "the north" these make it the north of another country.
const ABROAD: [&str; 12] = [
    "srbije",
    "crne",
    "makedonije",
    "albanije",
    "italije",
    "nemacke",
    "serbise",
    "shqiperise",
    "maqedonise",
    "gjermanise",
    "italise",
    "of",
];

/// Words that say that the next one is a village.
const VILLAGE: [&str; 18] = [
    "selo", "sela", "selu", "selom", "seoce", "fshati", "fshatin", "fshat", "fshatit", "katun", "katuni",
    "katunin", "village", "mahala", "mahali", "lagja", "lagjen", "lagje",
];

/// After a name these make it a place.
const FOLLOW_A_PLACE: [&str; 6] = ["opstina", "opstinu", "opstini", "grad", "village", "municipality"];

/// The town in the north, where a capital says that no part of another is meant.
const NORTH_MITROVICA: [&str; 8] =
    ["severna", "severnoj", "severnu", "severne", "sjeverna", "sjevernoj", "sjevernu", "sjeverne"];

/// First names, so that a capital says nothing.
const NAMES_OF_PEOPLE: [&str; 10] = [
    "albaniku",
    "burim",
    "burimi",
    "besiana",
    "besiane",
    "dardana",
    "artana",
    "kastriot",
    "kastrioti",
    "albanik",
];

/// Verbs and other words that are spelt as the form of a name, or nearly so; free text never means the place by them.
const ORDINARY: [&str; 68] = [
    "zuri",
    "had",
    "shajn",
    "dilni",
    "svedskoj",
    "cerci",
    "brez",
    "shitme",
    "pritshin",
    "pritshim",
    "varrosi",
    "rripin",
    "bostani",
    "capar",
    "balance",
    "vistina",
    "vistinu",
    "vitrina",
    "vitrine",
    "vitrinu",
    "stankovic",
    "stojkovic",
    "ljiljana",
    "ljiljanu",
    "ljiljane",
    "ljiljani",
    "verica",
    "verice",
    "brushes",
    "zub",
    "gorancu",
    "goranca",
    "goranci",
    "goranaca",
    "gorancima",
    "shterpe",
    "pejton",
    "oriz",
    "orizi",
    "lubenica",
    "lubenice",
    "lubenicu",
    "morali",
    "moralo",
    "mesin",
    "strance",
    "placic",
    "sremskoj",
    "graca",
    "gracu",
    "seniku",
    "zuji",
    "dragane",
    "zatre",
    "device",
    "devices",
    "bujari",
    "bujarit",
    "mires",
    "krstace",
    "krstaca",
    "maticne",
    "maticni",
    "maticnoj",
    "rudar",
    "rudara",
    "rudari",
    "parties",
];

static ORDINARY_WORDS: LazyLock<Table<()>> = LazyLock::new(|| {
    let mut words = Table::default();
    ORDINARY.into_iter().for_each(|word| *words.entry(word) = ());
    words
});

/// Whether the name of a town is an ordinary word or a first name too.
pub(super) fn is_a_word(name: &str) -> bool {
    [NEED_A_WORD.as_slice(), &NEED_A_CAPITAL, &NAMES_OF_PEOPLE, &NORTH_MITROVICA]
        .iter()
        .any(|list| list.contains(&name))
}

/// Whether a name is meant as one, where it stands in free text.
pub(super) fn names_a_place(text: &Text, mention: &Mention) -> bool {
    if is_ordinary(text, mention) {
        return false;
    }
    match mention.named {
        Named::Gora => is_the_region(text, mention),
        Named::North => (mention.len > 1 || beside_mitrovica(text, mention)) && !leads_abroad(text, mention),
        Named::South => mention.len > 1 || beside_mitrovica(text, mention),
        Named::One(_) | Named::Village { .. } => {
            (mention.len > 1 || is_no_word(text, mention)) && !stands_abroad(text, mention)
        }
        Named::Mitrovica | Named::Elsewhere => true,
    }
}

/// "istog dana", "na brodu": forms of "the same" and "ship" in Serbian.
fn is_another_word(text: &Text, mention: &Mention) -> bool {
    const SAME: [&str; 9] =
        ["dana", "dvorista", "telefona", "meseca", "sela", "casa", "dela", "oca", "razloga"];
    let word = &text.words[mention.start];
    match word.said.as_str() {
        "istog" => !word.capital && SAME.contains(&text.next(mention.start + 1)),
        "brodu" | "brod" => !word.capital && text.before(mention.start) == "na",
        _ => false,
    }
}

fn is_ordinary(text: &Text, mention: &Mention) -> bool {
    match &text.words[mention.start..mention.start + mention.len] {
        [word] => is_another_word(text, mention) || ORDINARY_WORDS.get(&word.said).is_some(),
        // "od Vranja do sela"
        [vranja, to] => vranja.said == "vranja" && to.said == "do",
        _ => false,
    }
}

/// "Kamenica kod Valjeva", "kamenica in bosnia": a place of the same name in another country.
fn stands_abroad(text: &Text, mention: &Mention) -> bool {
    const LANDS: [&str; 12] = [
        "srbiji",
        "bosni",
        "bosnia",
        "serbia",
        "serbi",
        "valjeva",
        "nisa",
        "cacka",
        "kraljeva",
        "crnoj",
        "makedoniji",
        "hrvatskoj",
    ];
    let end = mention.start + mention.len;
    matches!(text.next(end), "u" | "in" | "ne" | "kod" | "near") && LANDS.contains(&text.next(end + 1))
}

/// Gora, where a capital says so: "iz Gore", not "u gori"; Opoja means nothing else.
fn is_the_region(text: &Text, mention: &Mention) -> bool {
    let name = &text.words[mention.start + mention.len - 1];
    name.said.starts_with("opo") || (name.capital || text.english) && (mention.len > 1 || led(text, mention))
}

/// "Veri t'Mitrovices", "Mitrovicën veriore": a word that says which of the two stands near the town.
fn beside_mitrovica(text: &Text, mention: &Mention) -> bool {
    let near = mention.start.saturating_sub(3)..text.words.len().min(mention.start + 4);
    text.words[near].iter().any(|word| word.key.starts_with("mitrovic"))
}

fn led(text: &Text, mention: &Mention) -> bool {
    let before = text.before(mention.start);
    LEAD_TO_A_PLACE.contains(&before) || linked_to_a_place(text, mention)
}

/// Whether a name of one word is no ordinary word here.
fn is_no_word(text: &Text, mention: &Mention) -> bool {
    let before = text.before(mention.start);
    let word = &text.words[mention.start];
    let name = word.said.as_str();
    let next = text.next(mention.start + 1);
    let alone = text.is_alone(mention.start, 1);
    if name == "viti" && !text.english {
        let named = word.capital && !word.opens && !matches!(next, "te" | "t" | "ri");
        return (named || alone || LEAD_TO_VITI.contains(&before) || FOLLOW_A_PLACE.contains(&next))
            && !is_a_year(text, mention);
    }
    if NAMES_OF_PEOPLE.contains(&name) {
        return led(text, mention) || alone;
    }
    if NORTH_MITROVICA.contains(&name) {
        return word.capital
            && (alone
                || !word.opens
                    && led(text, mention)
                    && (next.is_empty() || !text.words[mention.start + 1].capital));
    }
    if NEED_A_CAPITAL.contains(&name) {
        return word.capital || alone || led(text, mention) || text.english || VILLAGE.contains(&before);
    }
    if NEED_A_WORD.contains(&name) {
        return word.capital && (!word.opens || alone)
            || led(text, mention)
            || FOLLOW_A_PLACE.contains(&next)
            || text.english;
    }
    if mention.word {
        let named = word.capital && (!word.opens || alone) || is_a_quarter(text, mention);
        let placed = text.english && (led(text, mention) || alone);
        return named || placed || VILLAGE.contains(&before) || FOLLOW_A_PLACE.contains(&next);
    }
    mention.named.is_of_town()
        || word.key.len() > 3
        || word.capital && !word.opens
        || led(text, mention)
        || alone
}

/// "Mitrovica, Tavnik": a quarter of the town that is named as well.
fn is_a_quarter(text: &Text, mention: &Mention) -> bool {
    let of_mitrovica = match mention.named {
        Named::Village { any, .. } => any.has(NORTH_BANK) || any.has(SOUTH_BANK),
        _ => false,
    };
    let near = mention.start.saturating_sub(2)..text.words.len().min(mention.start + 3);
    of_mitrovica && text.words[near].iter().any(|word| word.key.starts_with("mitrovic"))
}

/// "komuna e Kastriotit": Albanian puts a linking word between.
fn linked_to_a_place(text: &Text, mention: &Mention) -> bool {
    let [.., noun, link] = &text.words[..mention.start] else { return false };
    matches!(link.said.as_str(), "e" | "i" | "se" | "te") && LINKED.contains(&noun.said.as_str())
}

/// "viti 1999", "viti i kaluar": the year, not the municipality.
pub(super) fn is_a_year(text: &Text, mention: &Mention) -> bool {
    text.words[mention.start].said == "viti"
        && after(text, mention).is_some_and(|next| {
            let number = next.len() == 4 && next.bytes().all(|digit| digit.is_ascii_digit());
            number || FOLLOW_A_YEAR.contains(&next)
        })
}

/// "na severu Srbije": the north of another country.
pub(super) fn leads_abroad(text: &Text, mention: &Mention) -> bool {
    after(text, mention).is_some_and(|next| ABROAD.contains(&next))
}

fn after<'a>(text: &'a Text, mention: &Mention) -> Option<&'a str> {
    text.words.get(mention.start + mention.len).map(|word| word.said.as_str())
}
