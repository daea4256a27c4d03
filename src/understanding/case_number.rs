//! The case number in a free text: seven digits that check out, grouped in any way, with the letters that stand for digits.
//! Not here: the check digit (`ids`), and STATUS with a number and PIN behind it (`commands`).

use crate::ids::CaseNumber;

/// Finds the first case number in a text; the digits of a telephone, a date or a sum are none.
#[must_use]
pub fn find(text: &str) -> Option<CaseNumber> {
    if !text.bytes().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    rows(text).iter().find_map(|row| row.number())
}

/// Groups of digits with nothing between them but what parts the digits of one number.
#[derive(Default)]
struct Row {
    groups: Vec<String>,
    /// What stands between the groups.
    signs: Vec<char>,
    /// More digits stand before or behind, parted by a sign that parts no case number.
    longer: bool,
    /// The first or last digit is part of a word that is more than a label.
    glued: bool,
    /// The words before, the nearest first.
    before: Vec<String>,
    /// The word behind.
    after: String,
}

/// Digits in the PIN that may follow.
const PIN: usize = 4;

/// Words before digits that say what else they number, in any case.
const SOMETHING_ELSE: [&str; 37] = [
    "tel",
    "telefon",
    "phone",
    "viber",
    "whatsapp",
    "mob",
    "mobil",
    "celular",
    "fax",
    "parcel",
    "ngastr",
    "katastar",
    "kadast",
    "jmbg",
    "personal",
    "iban",
    "llogari",
    "konto",
    "račun",
    "racun",
    "рачун",
    "fatur",
    "invoice",
    "porosi",
    "narudžb",
    "narudzb",
    "наруџб",
    "шаси",
    "šasi",
    "sasij",
    "shasi",
    "chassis",
    "meter",
    "brojil",
    "бројил",
    "njehsor",
    "тел",
];

/// Words for a number, before which such a word may stand as well: "personal number".
const NUMBER: [&str; 12] =
    ["nr", "br", "no", "numri", "numrin", "numer", "broj", "broja", "бр", "број", "number", "num"];

/// Words behind digits that say what they measure.
const MEASURES: [&str; 12] =
    ["euro", "eur", "evra", "eura", "€", "евра", "еура", "dinara", "динара", "din", "kg", "km"];

impl Row {
    fn number(&self) -> Option<CaseNumber> {
        if self.longer || self.glued || self.is_a_date() || self.is_a_sum() {
            return None;
        }
        if numbers_something_else(&self.before) || MEASURES.contains(&self.after.as_str()) {
            return None;
        }
        let (mut digits, mut rest) = (String::new(), self.groups.as_slice());
        while let [group, more @ ..] = rest
            && digits.len() < 7
        {
            digits.push_str(group);
            rest = more;
        }
        // Who is impatient writes it again and again.
        let again =
            self.groups.chunks(self.groups.len() - rest.len()).all(|groups| groups.concat() == digits);
        let ends = rest.is_empty() || again || matches!(rest, [pin] if pin.len() == PIN);
        if ends { digits.parse().ok() } else { None }
    }

    /// 12.3.2025, 12.3 2025
    fn is_a_date(&self) -> bool {
        let lengths: Vec<usize> = self.groups.iter().map(String::len).collect();
        matches!(lengths[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2]) && self.signs.contains(&'.')
    }

    /// 1.200.000
    fn is_a_sum(&self) -> bool {
        let lengths: Vec<usize> = self.groups.iter().map(String::len).collect();
        matches!(lengths[..], [1, 3, 3]) && self.signs.iter().all(|&sign| sign == '.')
    }
}

fn numbers_something_else(before: &[String]) -> bool {
    let other = |word: &String| {
        SOMETHING_ELSE
            .iter()
            .any(|other| if other.len() < 4 { word == other } else { word.starts_with(other) })
    };
    match before {
        [number, word, ..] if NUMBER.contains(&number.as_str()) => other(word),
        [word, ..] => other(word),
        [] => false,
    }
}

/// The rows of digits in a text, each as long as it goes.
fn rows(text: &str) -> Vec<Row> {
    let chars: Vec<char> = text.chars().collect();
    let (mut rows, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let Some(end) = group(&chars, at) else {
            at += 1;
            continue;
        };
        let mut row = Row {
            longer: goes_on_before(&chars, at),
            glued: letters_before(&chars, at) == 1,
            ..Row::default()
        };
        row.before = words_before(&chars, at);
        let mut next = Some((at, end));
        while let Some((start, end)) = next {
            row.groups.push(chars[start..end].iter().filter_map(|&c| digit(c)).collect());
            at = end;
            next = parted(&chars, end).and_then(|(sign, start)| {
                // "310 4418. 12 metara", "310 4418 - 4 muaj": a sentence ends where the number is whole.
                let whole = row.groups.iter().map(String::len).sum::<usize>() == 7;
                if whole && (sign == '.' && start - end > 1 || sign != ' ' && start - end > 2) {
                    return None;
                }
                let spelt_out = row.groups.iter().all(|group| group.len() == 1);
                let end =
                    group(&chars, start).or_else(|| spelt_out.then(|| letter(&chars, start)).flatten())?;
                row.signs.push(sign);
                Some((start, end))
            });
        }
        row.glued |= chars.get(at).is_some_and(|c| c.is_alphabetic())
            && !chars.get(at + 1).is_some_and(|c| c.is_alphabetic());
        row.after = word_after(&chars, at);
        rows.push(row);
    }
    rows
}

/// The end of a group of digits, and of letters that stand for digits, of which one at least is a digit.
fn group(chars: &[char], start: usize) -> Option<usize> {
    let first = chars.get(start)?;
    let mut run = chars[start..].iter().take_while(|&&c| digit(c).is_some()).count();
    let begins = start == 0 || digit(chars[start - 1]).is_none();
    // "417-2605Zvečan": letters at the edge of a word belong to the word.
    if chars.get(start + run).is_some_and(|c| c.is_alphabetic()) {
        run = chars[start..start + run].iter().rposition(char::is_ascii_digit)? + 1;
    }
    let is_number = chars[start..start + run].iter().any(char::is_ascii_digit);
    let in_a_word = !first.is_ascii_digit() && letters_before(chars, start) > 0;
    (begins && is_number && !in_a_word).then_some(start + run)
}

/// A single letter for a digit, among digits that are written one by one.
fn letter(chars: &[char], at: usize) -> Option<usize> {
    digit(*chars.get(at)?)?;
    chars.get(at + 1).is_none_or(|c| !c.is_alphanumeric()).then_some(at + 1)
}

/// The digit that is written, or that a letter stands for.
fn digit(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'o' | 'O' | 'о' | 'О' => '0',
        'l' | 'I' | '|' | 'і' | 'І' => '1',
        'з' | 'З' => '3',
        _ => return None,
    })
}

/// What parts two groups of one number: a blank or a sign, with blanks around it.
fn parted(chars: &[char], end: usize) -> Option<(char, usize)> {
    let rest = &chars[end..];
    let parting = |c: &char| matches!(c, ' ' | '\u{a0}' | '-' | '/' | '.' | '–' | '—' | '‑' | '_');
    let len = rest.iter().take_while(|c| parting(c)).count();
    let signs: Vec<char> = rest[..len].iter().copied().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
    match (len, &signs[..]) {
        (1..=3, []) => Some((' ', end + len)),
        (1..=3, [sign]) => Some((*sign, end + len)),
        _ => None,
    }
}

/// "+383 44", "(044) 555": the digits began before.
fn goes_on_before(chars: &[char], at: usize) -> bool {
    let before: Vec<char> = chars[..at].iter().rev().copied().skip_while(|&c| c == ' ').take(3).collect();
    match before[..] {
        ['+', ..] => at > 0 && chars[at - 1] == '+',
        [')', last, first] => last.is_ascii_digit() && first.is_ascii_digit(),
        _ => false,
    }
}

fn letters_before(chars: &[char], at: usize) -> usize {
    chars[..at].iter().rev().take_while(|c| c.is_alphabetic()).count()
}

/// The last words of the sentence before a place.
fn words_before(chars: &[char], at: usize) -> Vec<String> {
    let sentence = chars[..at].iter().rev().take_while(|c| !matches!(c, '\n' | ',' | '!' | '?' | ';'));
    let backwards: String = sentence.take(60).collect();
    let words = backwards.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    words.map(|word| word.chars().rev().flat_map(char::to_lowercase).collect()).collect()
}

fn word_after(chars: &[char], at: usize) -> String {
    let rest = chars[at..].iter().skip_while(|c| c.is_whitespace());
    rest.take_while(|c| c.is_alphanumeric() || **c == '€').flat_map(|c| c.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::Dice;

    fn found(text: &str) -> Option<String> {
        find(text).map(|number| number.to_string())
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for text in [
            "310-4418",
            "3104418",
            "rasti:310.44.18 ??",
            "шта је са 310 44 18 бре",
            "dosja 310/4418, a ka gja",
            "3 1 0 4 4 1 8",
            "br.310 - 4418 jel rešeno",
            "310 4418 7741",
            "nr3104418",
            "3lO-44l8",
            "З1О-4418",
            "310 4418. 12 metara drva",
            "310 4418 - 4 months of silence",
            "310-4418 310-4418 310-4418",
        ] {
            assert_eq!(found(text).as_deref(), Some("310-4418"), "{text}");
        }
        assert_eq!(found("5 O 1 - 6 7 5 l").as_deref(), Some("501-6751"));
        assert_eq!(found("nije 310-4419 nego 310-4418").as_deref(), Some("310-4418"));
    }

    #[test]
    fn other_digits_are_no_case() {
        for text in [
            "",
            "310-4419",
            "310 4418 77",
            "+3104418",
            "(044) 310 4418",
            "044 310 4418",
            "tel 3104418",
            "telefoni nr 310 4418",
            "3104418 euro",
            "A3104418",
            "31044185",
            "O O O l l l l",
            "pozovite 044 123 456",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn every_number_that_prag_gives_is_found() {
        let mut dice = Dice::from_seed(7);
        for _ in 0..200 {
            let number = CaseNumber::draw(&mut dice);
            assert_eq!(find(&format!("Zdravo, {number} dokle je")), Some(number));
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            let _ = find(&text);
        }

        #[test]
        fn near_numbers_can_be_read(text in "[0-9OolIЗзО +().,/–-]{0,24}") {
            let _ = find(&text);
        }
    }
}
