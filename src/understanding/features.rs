//! A message as the model sees it: which features it has, how often, and at which word. A feature is a hash; the views it comes
//! from are weighed apart, so that many letters do not drown few concepts. Not here: what a feature is worth (`model`).

use std::sync::LazyLock;

use super::{
    case_number,
    concepts::{CONCEPTS, Concept},
    language::{Tell, tongue_of},
    patterns::PATTERNS,
};
use crate::text::{Table, fold, script_of};

/// A side from which a message is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Two to five letters in a row within a word.
    Letters,
    /// Words, and two of them in a row.
    Words,
    /// Concepts and their groups, and where in the message.
    Concepts,
    /// Two concepts close to each other, in their order.
    Pairs,
    /// A concept and the group of another about it, in any order: what was seen of a roof and `time` serves the window too.
    Groups,
    /// Patterns of topics and of danger.
    Patterns,
    /// Signs, letters with marks, words of a language, length.
    Signs,
}

impl View {
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// One feature where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The view it belongs to.
    pub view: View,
    /// Its name, hashed.
    pub key: u32,
    /// The word at which it stands.
    pub at: usize,
}

/// No more of a message is read: a text has at most ten parts.
const MOST_WORDS: usize = 300;
/// Letters in a row, from and to.
const SHORTEST: usize = 2;
const LONGEST: usize = 5;
/// Words of which a concept counts as said at once.
const OPENING: usize = 6;
/// Words between two concepts that belong together.
const NEAR: usize = 4;
/// Words between a concept and a group that belong together.
const ABOUT: usize = 8;
/// Letters that tell a language, and are lost in folding.
const MARKED: [&str; 8] = ["ë", "ç", "č", "ć", "š", "ž", "đ", "ђ"];

/// Small words of languages that Prag does not speak, German and Turkish before others.
static FOREIGN: LazyLock<Table<()>> = LazyLock::new(|| {
    let mut words = Table::default();
    let listed = "ich und nicht bitte wie was wann wo der die das ein eine ist sie wir mich mir haben habe konnen kann \
        fur mit deutsch danke hallo hilfe brauche wohnung arbeit kein keine guten tag sprechen anrufen bir \
        icin var yok nasil merhaba lutfen turkce istiyorum evet hayir tesekkur ederim benim cosa grazie \
        bonjour merci francais";
    listed.split(' ').for_each(|word| *words.entry(word) = ());
    words
});

/// The words of a message, folded.
pub fn words(folded: &str) -> Vec<&str> {
    folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect()
}

/// Every feature of a message.
#[must_use]
pub fn features(text: &str) -> Vec<Feature> {
    let folded = fold(text);
    let words = words(&folded);
    let mut found = Found(Vec::with_capacity(folded.len() * 6));
    let spoken = spoken(&words);
    found.wording(&words, &spoken);
    for (at, word) in words.iter().enumerate() {
        found.letters(word, at);
    }
    found.signs(text, &words, &spoken);
    found.0
}

/// The features of what is worded, without letters and signs: all that is asked of danger ([`Class::regards`]).
///
/// [`Class::regards`]: super::Class::regards
pub(super) fn wording(text: &str) -> Vec<Feature> {
    let folded = fold(text);
    let words = words(&folded);
    let mut found = Found(Vec::with_capacity(words.len() * 8));
    found.wording(&words, &spoken(&words));
    found.0
}

struct Found(Vec<Feature>);

impl Found {
    fn add(&mut self, view: View, parts: &[&str], at: usize) {
        self.0.push(Feature { view, key: Hash::of(view, parts), at });
    }

    fn wording(&mut self, words: &[&str], spoken: &[Spoken]) {
        self.words(words);
        self.concepts(words.len(), spoken);
        self.patterns(words);
    }

    fn letters(&mut self, word: &str, at: usize) {
        let padded: Vec<u8> = [b" ", word.as_bytes(), b" "].concat();
        for from in 0..padded.len() {
            // Every row from here goes on from the shorter one.
            let mut hash = Hash::new(View::Letters);
            for (len, letter) in (1..=LONGEST).zip(&padded[from..]) {
                hash.byte(*letter);
                if len >= SHORTEST {
                    self.0.push(Feature { view: View::Letters, key: hash.ended(), at });
                }
            }
        }
    }

    fn words(&mut self, words: &[&str]) {
        let shapes: Vec<&str> = words.iter().map(|word| shape(word)).collect();
        for (at, word) in shapes.iter().enumerate() {
            self.add(View::Words, &[word], at);
            if let Some(next) = shapes.get(at + 1) {
                self.add(View::Words, &[word, next], at);
            }
        }
    }

    fn concepts(&mut self, count: usize, spoken: &[Spoken]) {
        let said = said(spoken);
        for (place, (at, concept)) in said.iter().enumerate() {
            self.add(View::Concepts, &[concept.name], *at);
            self.add(View::Concepts, &["group", concept.group], *at);
            if at * 2 < count {
                self.add(View::Concepts, &["half", concept.name], *at);
            }
            if *at < OPENING {
                self.add(View::Concepts, &["opening", concept.name], *at);
            }
            let about = said[place + 1..].iter().take_while(|(other, _)| other - at <= ABOUT);
            for (then, other) in about.filter(|(_, other)| other.place != concept.place) {
                if then - at <= NEAR {
                    self.add(View::Pairs, &[concept.name, other.name], *at);
                }
                self.add(View::Groups, &[concept.group, other.name], *at);
                self.add(View::Groups, &[other.group, concept.name], *at);
            }
        }
    }

    fn patterns(&mut self, words: &[&str]) {
        let mut heaviest = None;
        PATTERNS.find(words, |found| {
            let (code, category) = found.means.codes();
            self.add(View::Patterns, &[code], found.at);
            self.add(View::Patterns, &["category", category], found.at);
            heaviest = heaviest.max(Some((found.letters, std::cmp::Reverse(found.row), code, found.at)));
        });
        if let Some((.., code, at)) = heaviest {
            self.add(View::Patterns, &["heaviest", code], at);
        }
    }

    fn signs(&mut self, text: &str, words: &[&str], spoken: &[Spoken]) {
        let count = words.len();
        let length = if count < 4 { count } else { 4 + count.ilog2() as usize };
        let lengths = ["0", "1", "2", "3", "", "", "4", "8", "16", "32", "64", "128", "256"];
        self.add(View::Signs, &["length", lengths[length]], 0);
        for sign in ["?", "!", "\"", "“", "„", ":"] {
            if text.contains(sign) {
                self.add(View::Signs, &[sign], 0);
            }
        }
        if case_number::find(text).is_some() {
            self.add(View::Signs, &["case number"], 0);
        }
        for (at, concept) in spoken {
            self.add(View::Signs, &["speaks", concept.language], *at);
        }
        let lower = text.to_lowercase();
        for letter in MARKED.into_iter().filter(|letter| lower.contains(letter)) {
            self.add(View::Signs, &["letter", letter], 0);
        }
        for at in words.iter().enumerate().filter(|(_, word)| FOREIGN.get(word).is_some()).map(|(at, _)| at) {
            self.add(View::Signs, &["speaks", "other"], at);
        }
        if let Some(Tell { tongue: (language, _), .. }) = tongue_of(text) {
            self.add(View::Signs, &["tongue", language.code()], 0);
        }
        if let Some(script) = script_of(text) {
            self.add(View::Signs, &["script", script.code()], 0);
        }
        if text.chars().any(|c| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')) {
            self.add(View::Signs, &["picture"], 0);
        }
    }
}

/// A concept, at the word with which it begins.
type Spoken = (usize, Concept);

/// The concepts in these words, as often as words of any language tell them.
fn spoken(words: &[&str]) -> Vec<Spoken> {
    let mut spoken = Vec::with_capacity(words.len() * 2);
    CONCEPTS.find(words, |found| spoken.push((found.at, *found.means)));
    spoken
}

/// Each once at a word, in the order of words and names.
fn said(spoken: &[Spoken]) -> Vec<Spoken> {
    let mut said = spoken.to_vec();
    said.sort_unstable_by_key(|(at, concept)| (*at, concept.place));
    said.dedup_by_key(|(at, concept)| (*at, concept.place));
    said
}

/// A number by how long it is; any other word as it stands.
fn shape(word: &str) -> &str {
    const NUMBERS: [&str; 8] = ["", "#", "##", "###", "####", "#####", "######", "#######"];
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        NUMBERS.get(word.len()).copied().unwrap_or("########")
    } else {
        word
    }
}

/// FNV-1a, folded to half its width; the parts are kept apart by a byte that no text has.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;

    fn new(view: View) -> Self {
        let mut hash = Self(Self::BASIS);
        hash.byte(view as u8);
        hash
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(Self::PRIME);
    }

    /// The key, after the end of a part.
    fn ended(mut self) -> u32 {
        self.byte(0xff);
        (self.0 ^ self.0 >> 32) as u32
    }

    fn of(view: View, parts: &[&str]) -> u32 {
        let mut hash = Self::new(view);
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                hash.byte(0xff);
            }
            part.bytes().for_each(|byte| hash.byte(byte));
        }
        hash.ended()
    }
}
