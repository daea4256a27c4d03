//! Yes, no and thanks, as the whole of a message.
//! Not here: digits and buttons, and whether a question is open (conversation).

use super::keys::{KEYS, Meaning};
use super::undoubled;
use crate::text::{Language, Script, fold, script_of};

/// The answer to a question that can be answered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YesNo {
    /// Agreed.
    Yes,
    /// Not agreed.
    No,
}

/// Reads yes or no out of a whole message; `language` is that of the conversation, where it is known.
///
/// NE is the Serbian no, and a small word of another meaning to whoever speaks Albanian.
pub fn yes_no(text: &str, language: Option<Language>) -> Option<YesNo> {
    let key = fold(text);
    if key.is_empty() {
        return by_sign(text);
    }
    let words: Vec<&str> = key.split(' ').take(MOST_WORDS + 1).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let answer = |words: &[&str]| {
        let said = undoubled(words).join(" ");
        let albanian = language == Some(Language::Albanian) && script_of(text) != Some(Script::Cyrillic);
        if said == "ne" && albanian {
            None
        } else if KEYS.means(&said, Meaning::Yes) {
            Some(YesNo::Yes)
        } else if KEYS.means(&said, Meaning::No) {
            Some(YesNo::No)
        } else {
            None
        }
    };
    answer(&words).or_else(|| without_politeness(&words).and_then(answer))
}

/// Whether a whole message only thanks: it needs no answer. Ask for yes and no first while a question is open, for
/// "ok" and a thumb are both.
pub fn is_thanks(text: &str) -> bool {
    let key = fold(text);
    if key.is_empty() {
        return is_made_of(text, &KIND_SIGNS);
    }
    let words: Vec<&str> = key.split(' ').take(MOST_WORDS + 1).collect();
    if words.len() > MOST_WORDS {
        return false;
    }
    let thanks = |part: &[&str]| {
        let said = undoubled(part).join(" ");
        KEYS.means(&said, Meaning::Thanks) || KEYS.slipped(&said) == Some(Meaning::Thanks)
    };
    let agreed = |part: &[&str]| KEYS.means(&part.join(" "), Meaning::Yes);
    thanks(&words) || (1..words.len()).any(|len| agreed(&words[..len]) && thanks(&words[len..]))
}

/// No answer of this kind is longer.
const MOST_WORDS: usize = 10;

const KIND_SIGNS: [char; 29] = [
    '❤', '♥', '💙', '💚', '💛', '🧡', '💜', '🤍', '🖤', '💕', '💖', '💗', '💓', '💞', '🙏', '👍', '👌', '👏',
    '🤝', '🌹', '🌷', '🌸', '💐', '😊', '🙂', '☺', '🥰', '😘', '🤗',
];

fn by_sign(text: &str) -> Option<YesNo> {
    if is_made_of(text, &['👍', '👌', '✅', '✔']) {
        Some(YesNo::Yes)
    } else if is_made_of(text, &['👎', '❌', '✖']) {
        Some(YesNo::No)
    } else {
        None
    }
}

/// Whether a text has such signs and nothing else but their colours and full stops.
fn is_made_of(text: &str, signs: &[char]) -> bool {
    let dressing = |c: char| {
        c.is_whitespace()
            || matches!(c, '!' | '.' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
    };
    text.contains(signs) && text.chars().all(|c| signs.contains(&c) || dressing(c))
}

/// "da, molim", "po faleminderit": what was said before the politeness.
fn without_politeness<'a, 'w>(words: &'w [&'a str]) -> Option<&'w [&'a str]> {
    let polite = |len: &usize| {
        let tail = words[*len..].join(" ");
        KEYS.means(&tail, Meaning::Please) || KEYS.means(&tail, Meaning::Thanks)
    };
    (1..words.len()).find(polite).map(|len| &words[..len])
}

#[cfg(test)]
mod tests {
    use super::YesNo::{No, Yes};
    use super::*;

    #[test]
    fn yes_and_no_as_people_write_them() {
        for (text, answer) in [
            ("Po", Yes),
            ("po po po", Yes),
            ("Pooo", Yes),
            ("poo", Yes),
            ("Po, faleminderit", Yes),
            ("në rregull", Yes),
            ("DA", Yes),
            ("да, молим", Yes),
            ("da da", Yes),
            ("može", Yes),
            ("Ok hvala", Yes),
            ("yes please", Yes),
            ("I agree.", Yes),
            ("👍🏽", Yes),
            ("✅", Yes),
            ("jo", No),
            ("JOOO", No),
            ("jo flm", No),
            ("s'dua", No),
            ("ne", No),
            ("НЕ", No),
            ("ne hvala", No),
            ("no thank you", No),
            ("I don't agree", No),
            ("👎", No),
        ] {
            assert_eq!(yes_no(text, None), Some(answer), "{text}");
        }
    }

    #[test]
    fn ne_is_no_except_in_albanian() {
        assert_eq!(yes_no("Ne", Some(Language::Serbian)), Some(No));
        assert_eq!(yes_no("ne", Some(Language::English)), Some(No));
        for albanian in ["ne", "Në", "NE NE", "ne faleminderit"] {
            assert_eq!(yes_no(albanian, Some(Language::Albanian)), None, "{albanian}");
        }
        for unmistakable in ["не", "ne hvala", "ne želim", "neću"] {
            assert_eq!(yes_no(unmistakable, Some(Language::Albanian)), Some(No), "{unmistakable}");
        }
        assert_eq!(yes_no("në rregull", Some(Language::Albanian)), Some(Yes));
    }

    #[test]
    fn what_says_more_is_no_answer() {
        for text in [
            "",
            "1",
            "2",
            "po pres",
            "da li ste tu",
            "ne znam",
            "po shtepia",
            "pajtohm",
            "hvala",
            "molim",
            "❤",
            "!",
            "👍👎",
        ] {
            assert_eq!(yes_no(text, None), None, "{text}");
        }
    }

    #[test]
    fn thanks_and_nothing_else() {
        for text in [
            "flm",
            "FLM!!",
            "Faleminderit",
            "faleminderiit",
            "faleminderit shumë",
            "ok flm",
            "po faleminderit",
            "hvala",
            "ХВАЛА",
            "hvala hvala",
            "ok hvala",
            "Dobro, hvala puno",
            "fala",
            "thanks",
            "Thank you",
            "thankss",
            "ok",
            "❤️",
            "❤❤",
            "🙏🏼 !",
            "hvala ❤",
            "👍",
        ] {
            assert!(is_thanks(text), "{text}");
        }
        for text in [
            "",
            "!",
            "ne hvala",
            "jo faleminderit",
            "hvala, a kada dolazite",
            "po",
            "flm 2",
            "👎",
            "?",
            "1",
            "ne ok",
        ] {
            assert!(!is_thanks(text), "{text}");
        }
    }
}
