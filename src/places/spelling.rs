//! The words of a text as names are compared: one key for the Albanian, Serbian and English spelling of a name, in either
//! script, with or without accents. Not here: endings of case (declension) and slips of the finger (slips).

use std::{borrow::Cow, sync::LazyLock};

use crate::text::{Table, fold};

/// A word of a text.
pub(super) struct Word {
    /// Folded, as every other room compares words.
    pub(super) said: String,
    /// How a name would sound; see [`sound`].
    pub(super) key: String,
    /// Begins with a capital, in a text that is not all capitals.
    pub(super) capital: bool,
    /// Opens a sentence, where a capital says nothing.
    pub(super) opens: bool,
    /// A comma or another sign stands before it.
    pub(super) apart: bool,
}

/// A text, word by word.
pub(super) struct Text {
    pub(super) words: Vec<Word>,
    /// No name is an ordinary word, as it may be in Albanian or Serbian.
    pub(super) english: bool,
}

/// Words that are English and nothing else.
const ENGLISH: [&str; 51] = [
    "the", "and", "is", "my", "we", "for", "of", "with", "not", "have", "you", "are", "from", "what", "who",
    "our", "how", "can", "get", "need", "please", "house", "when", "they", "was", "but", "this", "that",
    "want", "your", "out", "has", "had", "been", "were", "will", "which", "buy", "his", "her", "him", "them",
    "there", "after", "road", "help", "where", "doctor", "see", "he", "she",
];

static ENGLISH_WORDS: LazyLock<Table<()>> = LazyLock::new(|| {
    let mut words = Table::default();
    ENGLISH.into_iter().for_each(|word| *words.entry(word) = ());
    words
});

impl Text {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Self {
        let words = words(text);
        let english = words.iter().filter(|word| ENGLISH_WORDS.get(&word.said).is_some()).count();
        let english = english * 8 >= words.len() && english > 0 || english > 3;
        Self { words, english }
    }

    /// How the word before another is said.
    pub(super) fn before(&self, start: usize) -> &str {
        start.checked_sub(1).map_or("", |at| self.words[at].said.as_str())
    }

    /// How the word at a place is said, where the text goes on without a sign.
    pub(super) fn next(&self, at: usize) -> &str {
        self.words.get(at).filter(|word| !word.apart).map_or("", |word| word.said.as_str())
    }

    /// Whether the words from one place to another stand by themselves between signs.
    pub(super) fn is_alone(&self, start: usize, len: usize) -> bool {
        self.words[start].apart && self.words.get(start + len).is_none_or(|next| next.apart)
    }
}

/// The words of a text from left to right.
fn words(text: &str) -> Vec<Word> {
    let shouted = !text.chars().any(char::is_lowercase);
    let (mut words, mut opens, mut apart) = (Vec::new(), true, true);
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || is_sign(c)) {
        let sign = piece.chars().next_back().filter(|&c| is_sign(c));
        let capital = !shouted && piece.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        for said in fold(&one_script(piece)).split(' ').filter(|said| !said.is_empty()) {
            let said = letters_for_digits(said);
            words.push(Word { key: sound(&said), said, capital, opens, apart });
            (opens, apart) = (false, false);
        }
        opens |= piece.contains('\n') || sign.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | '"'));
        // A hyphen joins; a dash with blanks around it parts.
        apart |= piece.contains('\n') || sign.is_some_and(|c| c != '\'' && (c != '-' || piece == "-"));
    }
    words
}

fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '„' | '“' | '”' | '«' | '»' | '–' | '—' | '…' | '’')
}

/// A folded word as it sounds: "sh" as "s", "q" and "ch" as "c", "gj" and "đ" as "d", "lj" and "ll" as "l", nothing double.
pub(super) fn sound(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    let mut letters = folded.chars().peekable();
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let plain = match (letter, next) {
            ('x', Some('h')) | ('g' | 'd', Some('j')) => 'd',
            ('x', _) => 'd',
            ('q', _) => 'c',
            ('w', _) => 'v',
            ('y', _) => 'i',
            _ => letter,
        };
        if matches!((letter, next), ('s' | 'z' | 'c' | 'x', Some('h')) | ('l' | 'n' | 'd' | 'g', Some('j'))) {
            letters.next();
            while letters.next_if_eq(&'j').is_some() {}
        }
        if last != plain || plain.is_ascii_digit() {
            key.push(plain);
        }
        last = plain;
        if letter == 'x' {
            key.push('z');
            last = 'z';
        }
    }
    key
}

/// Latin letters that slipped into a Cyrillic word because they look the same, as the Cyrillic they stand for.
fn one_script(piece: &str) -> Cow<'_, str> {
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{45f}');
    if piece.is_ascii() || !piece.chars().any(cyrillic) || !piece.chars().any(|c| c.is_ascii_alphabetic()) {
        return Cow::Borrowed(piece);
    }
    let alike = |c| match c {
        'a' => 'а',
        'e' => 'е',
        'o' => 'о',
        'p' => 'р',
        'c' => 'с',
        'x' => 'х',
        'y' => 'у',
        'j' => 'ј',
        'A' => 'А',
        'B' => 'В',
        'E' => 'Е',
        'H' => 'Н',
        'J' => 'Ј',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'C' => 'С',
        'T' => 'Т',
        'X' => 'Х',
        other => other,
    };
    piece.chars().map(alike).collect()
}

/// "v1t1na": digits between letters stand for the letters they look like.
fn letters_for_digits(said: &str) -> String {
    let letters = said.bytes().filter(u8::is_ascii_alphabetic).count();
    let begins = said.starts_with(|c: char| c.is_ascii_alphabetic());
    if !begins || letters == said.len() || letters < 3 || 2 * letters < said.len() {
        return said.to_owned();
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        other => other,
    };
    said.chars().map(letter).collect()
}
