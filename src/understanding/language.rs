//! Which of the three languages a short text is in, by its letters and its small words, or by the always-on word it is.

use std::{collections::HashMap, sync::LazyLock};

use crate::text::{Language, Script, fold, script_of};

/// The always-on words, folded, that stand in the table for one language alone: GJUHA, but not STOP.
static COMMANDS: LazyLock<HashMap<String, Option<Language>>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for record in csv::Reader::from_reader(include_str!("../../data/commands.csv").as_bytes()).records() {
        let record = record.expect("data/commands.csv is well formed, a test reads it");
        let language: Language = record[1].parse().expect("a language, a test reads the table");
        let only = words.entry(fold(&record[2])).or_insert(Some(language));
        if *only != Some(language) {
            *only = None;
        }
    }
    words
});

/// Small words that stand in one of the languages and hardly in the others, folded.
const ALBANIAN: &[&str] = &[
    "dhe",
    "eshte",
    "jam",
    "jemi",
    "kam",
    "kemi",
    "ska",
    "skam",
    "skemi",
    "nuk",
    "per",
    "nje",
    "ne",
    "te",
    "me",
    "qe",
    "cka",
    "shka",
    "mu",
    "mua",
    "duhet",
    "shtepi",
    "shtepia",
    "shpi",
    "fshat",
    "fshatin",
    "femije",
    "femijt",
    "femijet",
    "vajza",
    "djali",
    "burri",
    "gruaja",
    "nga",
    "prej",
    "tek",
    "mirdita",
    "pershendetje",
    "tungjatjeta",
    "faleminderit",
    "flm",
    "ndihme",
    "ndihma",
    "po",
    "jo",
    "mire",
    "si",
    "ku",
    "kur",
    "veta",
    "komuna",
    "na",
    "ma",
    "hala",
    "sot",
    "tash",
    "tani",
    "ju",
    "lutem",
    "kulmi",
    "a",
    "se",
    "e",
    "i",
    "leternjoftim",
    "letra",
    "para",
    "pas",
    "vjet",
    "vjec",
    "vjeq",
    "keni",
    "kane",
    "kan",
];
const SERBIAN: &[&str] = &[
    "je", "sam", "smo", "su", "ste", "nemam", "nemamo", "imam", "imamo", "treba", "mi", "za", "iz", "u",
    "na", "sa", "se", "da", "ne", "li", "kako", "gde", "gdje", "kada", "sta", "sto", "kuca", "kucu", "kuce",
    "selo", "sela", "dete", "deca", "dece", "cerka", "cerku", "sin", "sina", "muz", "zena", "dobar", "dan",
    "hvala", "molim", "pomoc", "od", "do", "kod", "nas", "nam", "vas", "vam", "moj", "moja", "mog", "nase",
    "i", "a", "me", "muz", "tuce", "bije", "preti", "to", "ko", "ali", "sad", "sada", "jos", "hteo", "htela",
    "hteli", "zelim", "bi", "papiri", "posao", "posle", "neko", "njivu", "krov", "izvod", "zdravo", "bih",
    "bismo", "opstina", "opstini",
];
const ENGLISH: &[&str] = &[
    "the", "is", "are", "am", "we", "my", "our", "i", "you", "have", "has", "need", "needs", "help", "for",
    "of", "in", "to", "and", "no", "not", "please", "hello", "hi", "house", "from", "with", "what", "where",
    "when", "how", "can", "it", "this", "that", "she", "he", "her", "his", "me", "child", "children",
    "village", "thank", "thanks", "roof", "somebody", "someone", "yes", "do", "did", "your", "will", "want",
];

/// A language as it was read out of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tell {
    /// The language and script.
    pub tongue: (Language, Script),
    /// More than one small word speaks for it: enough to leave a language that was read before.
    pub certain: bool,
}

/// A letter of its own or two small words more than in any other language.
const CERTAIN: usize = 3;

/// The language and script of a text, if its letters or small words show it.
///
/// Cyrillic is Serbian here; `ë` is Albanian, `č ć š ž đ` are Serbian; otherwise the language with most small words
/// wins. Where that tells nothing, a whole message that is an always-on word tells its language.
#[must_use]
pub fn tongue_of(text: &str) -> Option<Tell> {
    if script_of(text)? == Script::Cyrillic {
        return Some(Tell { tongue: (Language::Serbian, Script::Cyrillic), certain: true });
    }
    let folded = fold(text);
    let count = |list: &[&str]| folded.split(' ').filter(|word| list.contains(word)).count() * 2;
    let letters = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
    let mut scores = [
        (count(ALBANIAN) + 3 * letters("ëË") + letters("çÇ"), Language::Albanian),
        (count(SERBIAN) + 3 * letters("čćšžđČĆŠŽĐ"), Language::Serbian),
        (count(ENGLISH), Language::English),
    ];
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [(first, language), (second, _), _] = scores;
    let command = COMMANDS.get(&folded).copied().flatten();
    let language = if first > second { Some(language) } else { command };
    let certain = first >= second + CERTAIN || command.is_some();
    language.map(|language| Tell { tongue: (language, Script::Latin), certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tongue(text: &str) -> Option<(Language, Script)> {
        tongue_of(text).map(|tell| tell.tongue)
    }

    #[test]
    fn one_small_word_is_not_enough_to_change_a_language() {
        for text in ["hajde tani", "the end", "Ana je"] {
            assert!(tongue_of(text).is_some_and(|tell| !tell.certain), "{text}");
        }
        for text in ["Where is the office", "Хвала", "čekam", "a ka ndihmë për mua", "statusi"] {
            assert!(tongue_of(text).is_some_and(|tell| tell.certain), "{text}");
        }
    }

    #[test]
    fn short_texts_without_accents_are_placed() {
        for (text, language) in [
            ("po na gjujne me gure ne shpi kam frike per femijt", Language::Albanian),
            ("Pershendetje, vajza 3 vjeq ska certifikate te lindjes cka me bo", Language::Albanian),
            ("treba mi izvod iz maticne za cerku u Nisu smo", Language::Serbian),
            ("covek na terenu trazio 200 evra da nas stavi na spisak za kucu", Language::Serbian),
            ("roof is leaking 5 of us in vitomirica", Language::English),
            ("čšž", Language::Serbian),
            ("ndihmë", Language::Albanian),
        ] {
            assert_eq!(tongue(text), Some((language, Script::Latin)), "{text}");
        }
        assert_eq!(tongue("Њиву нам неко оре"), Some((Language::Serbian, Script::Cyrillic)));
    }

    #[test]
    fn an_always_on_word_tells_the_language_it_is_of() {
        for (text, language) in [
            ("zalba", Language::Serbian),
            ("GJUHA", Language::Albanian),
            ("takimi", Language::Albanian),
            ("delete my data", Language::English),
            ("Stanje", Language::Serbian),
        ] {
            assert_eq!(tongue(text), Some((language, Script::Latin)), "{text}");
        }
    }

    #[test]
    fn digits_and_names_tell_nothing() {
        for text in ["1", "044 123 456", "Prizren", "", "STOP", "STATUS", "👍"] {
            assert_eq!(tongue_of(text), None, "{text}");
        }
    }
}
