//! Names that are ordinary words too, and what must stand around them in free text before they count as places.
//! Not here: the names (names) and the choice among several places (reading).

use super::names::Named;

pub(super) struct Word {
    pub(super) key: String,
    /// Begins with a capital, in a text that is not all capitals.
    pub(super) capital: bool,
}

/// A name met in a text.
pub(super) struct Mention<'a> {
    pub(super) named: Named,
    pub(super) key: &'a str,
    pub(super) start: usize,
    pub(super) len: usize,
}

/// Also a stove, the east, a spring, mountains or a first name: counts after a word that leads to a place.
const NEED_A_WORD: [&str; 27] = [
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

const LEAD_TO_A_PLACE: [&str; 21] = [
    "u", "iz", "kod", "opstina", "opstini", "opstine", "opstinu", "grad", "gradu", "grada", "ne", "te",
    "nga", "prej", "komuna", "komunen", "komunes", "qyteti", "in", "from", "near",
];

const LINKED: [&str; 6] = ["komuna", "komunen", "komunes", "komune", "qyteti", "qytetin"];

/// Before "viti" only these leave no doubt.
const LEAD_TO_VITI: [&str; 5] = ["ne", "nga", "komuna", "komunen", "komunes"];

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

/// Whether the name of a municipality is meant as one, where it stands in free text.
pub(super) fn names_a_place(words: &[Word], mention: &Mention<'_>) -> bool {
    let before = mention.start.checked_sub(1).map_or("", |at| words[at].key.as_str());
    if mention.key == "viti" {
        return LEAD_TO_VITI.contains(&before) && !is_a_year(words, mention);
    }
    let led = LEAD_TO_A_PLACE.contains(&before) || linked_to_a_place(words, mention);
    if NEED_A_CAPITAL.contains(&mention.key) {
        return led || words[mention.start].capital;
    }
    led || !NEED_A_WORD.contains(&mention.key)
}

/// "komuna e Kastriotit": Albanian puts a linking word between.
fn linked_to_a_place(words: &[Word], mention: &Mention<'_>) -> bool {
    let [.., noun, link] = &words[..mention.start] else { return false };
    matches!(link.key.as_str(), "e" | "i" | "se" | "te") && LINKED.contains(&noun.key.as_str())
}

/// "viti 1999", "viti i kaluar": the year, not the municipality.
pub(super) fn is_a_year(words: &[Word], mention: &Mention<'_>) -> bool {
    mention.key == "viti"
        && after(words, mention).is_some_and(|next| {
            let number = next.len() == 4 && next.bytes().all(|digit| digit.is_ascii_digit());
            number || FOLLOW_A_YEAR.contains(&next)
        })
}

/// "na severu Srbije": the north of another country.
pub(super) fn leads_abroad(words: &[Word], mention: &Mention<'_>) -> bool {
    after(words, mention).is_some_and(|next| ABROAD.contains(&next))
}

fn after<'a>(words: &'a [Word], mention: &Mention<'_>) -> Option<&'a str> {
    words.get(mention.start + mention.len).map(|word| word.key.as_str())
}
