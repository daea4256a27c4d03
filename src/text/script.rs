//! The two scripts, and Serbian Cyrillic into Latin, the direction that loses nothing.
//! Not here: Latin into Cyrillic (it cannot be done by rule), and folding for matching or for the wire.

use serde::{Deserialize, Serialize};

/// A script a person writes and reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Script {
    /// Latin letters.
    #[serde(rename = "Latn")]
    Latin,
    /// Cyrillic letters.
    #[serde(rename = "Cyrl")]
    Cyrillic,
}

impl Script {
    /// The ISO 15924 code, as stored and as in the names of the locales.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
        }
    }
}

/// The script of most letters in a text; nothing when it has letters of neither.
///
/// An equal share counts as Cyrillic: Latin words turn up in Cyrillic texts, hardly ever the other way round.
pub fn script_of(text: &str) -> Option<Script> {
    let latin = text.chars().filter(|&c| is_latin(c)).count();
    let cyrillic = text.chars().filter(|&c| is_cyrillic(c)).count();
    match (latin, cyrillic) {
        (0, 0) => None,
        (latin, cyrillic) if latin > cyrillic => Some(Script::Latin),
        _ => Some(Script::Cyrillic),
    }
}

fn is_latin(c: char) -> bool {
    let in_blocks = c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    in_blocks && c.is_alphabetic()
}

pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}') && c.is_alphabetic()
}

/// Serbian Cyrillic written in Latin letters; whatever is not Serbian Cyrillic stays as it is.
///
/// Safe on Fluent source: a placeable is copied as it stands, string literals included. Of a select expression the
/// selector is copied and the words of its variants are turned, so that plurals are not left behind in Cyrillic.
pub fn latin(cyrillic: &str) -> String {
    let chars: Vec<char> = cyrillic.chars().collect();
    let copied = placeables(&chars);
    let mut out = String::with_capacity(cyrillic.len());
    for (at, &c) in chars.iter().enumerate() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        match letter(lower) {
            Some(latin) if !copied[at] => push_cased(&mut out, latin, &chars, at),
            _ => out.push(c),
        }
    }
    out
}

/// The Latin spelling of a lower-case Serbian Cyrillic letter.
pub(super) fn letter(lower: char) -> Option<&'static str> {
    Some(match lower {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'ђ' => "đ",
        'е' => "e",
        'ж' => "ž",
        'з' => "z",
        'и' => "i",
        'ј' => "j",
        'к' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'ћ' => "ć",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "c",
        'ч' => "č",
        'џ' => "dž",
        'ш' => "š",
        _ => return None,
    })
}

/// Writes a lower-case spelling in the case of the letter that it stands for: lj, Lj, or LJ among capitals.
pub(super) fn push_cased(out: &mut String, lower: &str, chars: &[char], at: usize) {
    if !chars[at].is_uppercase() {
        out.push_str(lower);
        return;
    }
    for (index, c) in lower.chars().enumerate() {
        if index == 0 || among_capitals(chars, at) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
}

/// Whether the capital at `at` belongs to a word in capitals, or stands alone beside one.
fn among_capitals(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|left| chars[left]).filter(|c| c.is_alphabetic());
    let after = chars.get(at + 1).copied().filter(|c| c.is_alphabetic());
    match (before, after) {
        (_, Some(next)) => next.is_uppercase(),
        (Some(previous), None) => previous.is_uppercase(),
        (None, None) => {
            let following = chars[at + 1..].iter().copied();
            let preceding = chars[..at].iter().rev().copied();
            nearest_word_shouts(following).or_else(|| nearest_word_shouts(preceding)).unwrap_or(false)
        }
    }
}

/// Whether the first word met has two or more letters, all capitals; nothing when no word is met.
fn nearest_word_shouts(chars: impl Iterator<Item = char>) -> Option<bool> {
    let mut letters = chars.skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphabetic()).peekable();
    letters.peek()?;
    let (mut count, mut capitals) = (0, 0);
    for c in letters {
        count += 1;
        capitals += usize::from(c.is_uppercase());
    }
    Some(count >= 2 && count == capitals)
}

enum Inside {
    Expression,
    Variants,
}

/// Marks the characters that belong to Fluent's machinery and not to the sentence.
fn placeables(chars: &[char]) -> Vec<bool> {
    let mut copied = vec![false; chars.len()];
    let mut open: Vec<Inside> = Vec::new();
    let mut outermost = 0;
    let mut quoted = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        match (open.last(), c) {
            (Some(Inside::Expression), '\\') if quoted => {
                copied[at] = true;
                at += 1;
                if let Some(escaped) = copied.get_mut(at) {
                    *escaped = true;
                }
            }
            (Some(Inside::Expression), _) if quoted => {
                copied[at] = true;
                quoted = c != '"' && c != '\n';
            }
            // A brace in a comment opens nothing, and must not keep all that follows from being read.
            (None, '#') if at == 0 || chars[at - 1] == '\n' => {
                at += chars[at..].iter().take_while(|&&c| c != '\n').count();
            }
            (_, '{') => {
                copied[at] = true;
                if open.is_empty() {
                    outermost = at;
                }
                open.push(Inside::Expression);
            }
            (Some(_), '}') => {
                copied[at] = true;
                open.pop();
            }
            (Some(Inside::Expression), _) => {
                copied[at] = true;
                quoted = c == '"';
                if c == '>' && at > 0 && chars[at - 1] == '-' {
                    open.pop();
                    open.push(Inside::Variants);
                }
            }
            _ => {}
        }
        at += 1;
    }
    // A brace that never closes is an ordinary character of an ordinary text.
    if !open.is_empty() {
        copied[outermost..].fill(false);
    }
    copied
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_letter_has_its_spelling() {
        assert_eq!(latin("абвгдђежзијклљмнњопрстћуфхцчџш"), "abvgdđežzijklljmnnjoprstćufhcčdžš");
        assert_eq!(
            latin("Ђорђе, Џемиља, Љубица и Његош: пођите у Ћићевац"),
            "Đorđe, Džemilja, Ljubica i Njegoš: pođite u Ćićevac"
        );
    }

    #[test]
    fn digraphs_follow_the_case_around_them() {
        for (cyrillic, expected) in [
            ("ЉУБАВ", "LJUBAV"),
            ("Љубав", "Ljubav"),
            ("љубав", "ljubav"),
            ("КОЊ", "KONJ"),
            ("Њ", "Nj"),
            ("Њ КАРТА", "NJ KARTA"),
            ("Њ. Петровић", "Nj. Petrović"),
            ("ОДЕЉЕЊЕ Љ", "ODELJENJE LJ"),
            ("Одељење Љ", "Odeljenje Lj"),
            ("А Њ Б", "A Nj B"),
            ("ЏЏ", "DŽDŽ"),
            ("ПОШАЉИТЕ Њој", "POŠALJITE Njoj"),
            ("ЊЕГА Љиљана", "NJEGA Ljiljana"),
        ] {
            assert_eq!(latin(cyrillic), expected);
        }
    }

    #[test]
    fn other_writing_passes_untouched() {
        for text in
            ["PIN", "STATUS 417-2608", "https://example.org/a?b=c", "Pejë, çka po bën", "ыщ 😀 你好", ""]
        {
            assert_eq!(latin(text), text);
        }
        assert_eq!(latin("Пошаљите STATUS или ПИН на Telegram."), "Pošaljite STATUS ili PIN na Telegram.");
    }

    #[test]
    fn placeables_pass_untouched() {
        for (fluent, expected) in [
            ("Број { $case }, ПИН { $pin }.", "Broj { $case }, PIN { $pin }."),
            ("{ DATETIME($дан) } дан", "{ DATETIME($дан) } dan"),
            ("1 Srpski 2 { \"Српски\" }", "1 Srpski 2 { \"Српски\" }"),
            ("{ \"}\" } затвара { \"{\" } отвара", "{ \"}\" } zatvara { \"{\" } otvara"),
            ("{ \"\\\"Ж}\" } Ж", "{ \"\\\"Ж}\" } Ž"),
            ("{ { \"Ж\" } }Ж", "{ { \"Ж\" } }Ž"),
            ("Љ{ $име }", "Lj{ $име }"),
            ("затворено } овде", "zatvoreno } ovde"),
            ("{ није затворено", "{ nije zatvoreno"),
            ("{ \"није затворено", "{ \"nije zatvoreno"),
            ("# реч {\nкључ = реч { \"реч\" }", "# reč {\nključ = reč { \"реч\" }"),
        ] {
            assert_eq!(latin(fluent), expected);
        }
    }

    #[test]
    fn variants_of_a_select_are_sentences_too() {
        assert_eq!(
            latin("{ $n ->\n    [one] { $n } особа\n   *[other] { $n } { \"Ж\" } особе\n} долази"),
            "{ $n ->\n    [one] { $n } osoba\n   *[other] { $n } { \"Ж\" } osobe\n} dolazi"
        );
        assert_eq!(
            latin("{ $a -> *[x] { $b -> *[y] Ж } Ш } Ч { $Ж }"),
            "{ $a -> *[x] { $b -> *[y] Ž } Š } Č { $Ж }"
        );
    }

    #[test]
    fn script_is_that_of_most_letters() {
        for (text, script) in [
            ("добар дан", Some(Script::Cyrillic)),
            ("Ку је мој STATUS", Some(Script::Cyrillic)),
            ("Pošaljite ЉУ", Some(Script::Latin)),
            ("ëçšđžćč", Some(Script::Latin)),
            ("ad да", Some(Script::Cyrillic)),
            ("418-2204 😀 ×÷", None),
            ("", None),
            ("Καλημέρα", None),
        ] {
            assert_eq!(script_of(text), script);
        }
    }

    #[test]
    fn scripts_are_stored_by_code() {
        for script in [Script::Latin, Script::Cyrillic] {
            assert_eq!(serde_json::to_string(&script).unwrap(), format!("\"{}\"", script.code()));
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_turned(text in any::<String>()) {
            let _ = (latin(&text), script_of(&text));
        }

        #[test]
        fn braces_and_quotes_never_lose_a_character(text in "[Жж{}\"\\\\>$ \n-]{0,30}") {
            let turned: String =
                latin(&text).chars().map(|c| if c == 'Ž' { 'Ж' } else if c == 'ž' { 'ж' } else { c }).collect();
            prop_assert_eq!(turned, text);
        }

        #[test]
        fn no_serbian_letter_is_left(text in "[а-шђјљњћџА-ШЂЈЉЊЋЏ ]{0,40}") {
            let turned = latin(&text.replace(['й', 'щ', 'Й'], "и"));
            prop_assert!(!turned.chars().any(is_cyrillic));
        }
    }
}
