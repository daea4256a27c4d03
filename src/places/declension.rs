//! Which endings a name takes in Albanian and Serbian. A name is kept by its stem; a word of a text is that name when what
//! follows the stem is one of its endings. Not here: the names.

use super::spelling::sound;

/// The endings that one kind of name takes behind its stem.
pub(super) type Endings = &'static [&'static str];

/// The longest ending.
pub(super) const LONGEST: usize = 4;

/// A word that is never declined.
pub(super) const FIXED: Endings = &[""];

/// Gračanica, Graçanica: Gračanici; Graçanicës, and Graçanic as it is spoken.
const IN_A: Endings = &["", "a", "e", "i", "u", "o", "om", "en", "es", "ene", "ese"];

/// As [`IN_A`], where the bare stem is too short to be told from another word.
const IN_A_SHORT: Endings = &["a", "e", "i", "u", "om", "en", "es", "ene", "ese"];

/// Gračanice in Albanian, Sevce, Polje, Matičane: Sevcu, Sevcima, Matičana.
const IN_E: Endings = &[
    "", "e", "a", "i", "u", "em", "om", "ma", "ama", "ima", "en", "es", "ene", "ese", "ja", "jen", "jes",
    "it", "in",
];

/// As [`IN_E`], where the bare stem is too short to be told from another word.
const IN_E_SHORT: Endings =
    &["e", "a", "i", "u", "em", "om", "ama", "ima", "en", "es", "ene", "ese", "ja", "jen", "jes"];

/// Bariljevo: Bariljevu.
const IN_O: Endings = &["o", "a", "u", "om", "em", "e", "es", "en"];

/// Besi: Besisë, Besinë; Drajčići: Drajčićima.
const IN_I: Endings =
    &["i", "ia", "iu", "in", "it", "ine", "ise", "is", "ina", "ja", "jes", "jen", "a", "e", "u", "ima"];

/// Prizren, Prekaz, Gjocaj: Prekazit, Gjocajt, Prekaza.
const IN_CONSONANT: Endings =
    &["", "i", "it", "in", "u", "ut", "un", "a", "om", "em", "e", "t", "ve", "ise", "es", "en", "iu"];

/// Orahovac, Lešak: Orahovca, Leška; the stem has lost its second a.
const IN_AC: Endings = &["a", "u", "em", "om"];

/// Reka: Reci; the stem has changed its last letter.
const SOFT: Endings = &["i"];

/// Velika, Veliki, Veliko before a noun.
const ADJECTIVE: Endings =
    &["", "a", "e", "i", "o", "u", "oj", "og", "oga", "eg", "om", "em", "ome", "im", "ih"];

/// What links a noun and its adjective in Albanian.
const LINK: Endings = &["", "e"];
const LINKS: [&str; 5] = ["e", "i", "te", "se", "t"];

/// How a word of a name is declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stem {
    pub(super) stem: String,
    pub(super) endings: Endings,
}

impl Stem {
    /// A word that stands in a text just so.
    pub(super) fn fixed(key: &str) -> Self {
        Self { stem: key.to_owned(), endings: FIXED }
    }

    /// Whether a word of a text is this one in some case.
    pub(super) fn is(&self, key: &str) -> bool {
        if self.endings == LINK {
            return LINKS.contains(&key);
        }
        let Some(ending) = key.strip_prefix(self.stem.as_str()).filter(|ending| ending.len() <= LONGEST)
        else {
            return false;
        };
        let ending = letters(ending);
        self.endings.iter().any(|known| letters(known) == ending)
    }
}

/// The few letters of an ending as one number, which is compared in one step.
fn letters(ending: &str) -> u32 {
    ending.bytes().fold(0, |all, letter| all << 8 | u32::from(letter))
}

/// The stems of a noun, one or two; `among` others in a name, where the bare stem says enough.
fn noun(key: &str, among: bool) -> Vec<Stem> {
    let (stem, last) = key.split_at(key.len().saturating_sub(1));
    let short = stem.len() < 3 && !among;
    let of = |stem: &str, endings| Stem { stem: stem.to_owned(), endings };
    if key == "do" {
        return vec![of("dol", &["", "a", "u", "om"]), of("do", FIXED)];
    }
    let mut stems = match last {
        "a" => vec![of(stem, if short { IN_A_SHORT } else { IN_A })],
        "e" => vec![of(stem, if short { IN_E_SHORT } else { IN_E })],
        "o" => vec![of(stem, IN_O)],
        "i" => vec![of(stem, IN_I)],
        _ => vec![of(key, IN_CONSONANT)],
    };
    // The a of the ending is fleeting.
    if let Some(bare) =
        key.strip_suffix("ac").or_else(|| key.strip_suffix("ak")).filter(|bare| bare.len() > 2)
    {
        stems.push(of(&format!("{bare}{last}"), IN_AC));
    }
    if last == "a" {
        let soft = [("k", "c"), ("g", "z"), ("h", "s")];
        stems.extend(
            soft.iter()
                .filter_map(|(hard, soft)| Some(of(&(stem.strip_suffix(hard)?.to_owned() + soft), SOFT))),
        );
    }
    stems
}

/// The forms of an Albanian name, which may be linked to its adjective, or not, as it is spoken.
pub(super) fn albanian(folded: &str) -> Vec<Vec<Stem>> {
    let keys: Vec<String> = folded.split(' ').map(sound).collect();
    let Some((first, rest)) = keys.split_first() else { return Vec::new() };
    let fixed = |keys: &[String]| keys.iter().map(|key| Stem::fixed(key)).collect::<Vec<_>>();
    let mut forms = Vec::new();
    for stem in noun(first, !rest.is_empty()) {
        match rest {
            [] => forms.push(vec![stem]),
            [link, rest @ ..] if LINKS.contains(&link.as_str()) => {
                let link = Stem { stem: String::new(), endings: LINK };
                forms.push([vec![stem.clone(), link], fixed(rest)].concat());
                forms.push([vec![stem], fixed(rest)].concat());
            }
            [middle @ .., last] => forms.extend(
                noun(last, true)
                    .into_iter()
                    .map(|last| [vec![stem.clone()], fixed(middle), vec![last]].concat()),
            ),
        }
    }
    forms
}

/// The forms of a Serbian name, in which adjectives come first.
pub(super) fn serbian(folded: &str) -> Vec<Vec<Stem>> {
    let keys: Vec<String> = folded.split(' ').map(sound).collect();
    let Some((last, adjectives)) = keys.split_last() else { return Vec::new() };
    let before: Vec<Stem> = adjectives.iter().map(|key| adjective(key)).collect();
    noun(last, !before.is_empty()).into_iter().map(|stem| [before.clone(), vec![stem]].concat()).collect()
}

/// The stem of a Serbian adjective before its noun.
fn adjective(key: &str) -> Stem {
    let stem = key.strip_suffix(['a', 'e', 'i', 'o']).unwrap_or(key);
    Stem { stem: stem.to_owned(), endings: ADJECTIVE }
}
