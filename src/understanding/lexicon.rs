//! Finding the rows of a word list in a text: a pattern is folded words in a row, `stem*` any word that begins so.
//! Not here: what a row means (`patterns`, `concepts`).

use std::collections::HashMap;

/// A list of patterns, each with what it means.
pub(super) struct Lexicon<T> {
    patterns: Vec<Pattern<T>>,
    /// The patterns whose first word is this one.
    whole: HashMap<String, Vec<usize>>,
    /// The patterns whose first word begins so.
    begun: HashMap<String, Vec<usize>>,
}

struct Pattern<T> {
    means: T,
    words: Vec<String>,
    letters: usize,
}

/// A pattern that stands in a text.
#[derive(Debug)]
pub(super) struct Found<'a, T> {
    /// The word of the text with which it begins.
    pub(super) at: usize,
    /// Letters that had to be right; longer patterns say more.
    pub(super) letters: usize,
    /// Its place in the list.
    pub(super) row: usize,
    /// What it means.
    pub(super) means: &'a T,
}

impl<T> Lexicon<T> {
    /// A list of these patterns.
    pub(super) fn new<P: AsRef<str>>(rows: impl IntoIterator<Item = (T, P)>) -> Self {
        let mut lexicon = Self { patterns: Vec::new(), whole: HashMap::new(), begun: HashMap::new() };
        for (row, (means, pattern)) in rows.into_iter().enumerate() {
            let words: Vec<String> = pattern.as_ref().split(' ').map(str::to_owned).collect();
            let (index, first) = match words[0].strip_suffix('*') {
                Some(stem) => (&mut lexicon.begun, stem),
                None => (&mut lexicon.whole, words[0].as_str()),
            };
            index.entry(first.to_owned()).or_default().push(row);
            let letters = words.iter().map(|word| word.trim_end_matches('*').len()).sum();
            lexicon.patterns.push(Pattern { means, words, letters });
        }
        lexicon
    }

    /// Every pattern in these words, from left to right.
    pub(super) fn find<'a>(&'a self, words: &'a [&'a str]) -> impl Iterator<Item = Found<'a, T>> + 'a {
        words.iter().enumerate().flat_map(move |(at, word)| {
            let beginnings = word.char_indices().map(|(from, c)| &word[..from + c.len_utf8()]);
            let begun = beginnings.filter_map(|stem| self.begun.get(stem));
            let rows = self.whole.get(*word).into_iter().chain(begun).flatten();
            rows.filter(move |row| self.patterns[**row].goes_on(&words[at..])).map(move |&row| {
                let Pattern { means, letters, .. } = &self.patterns[row];
                Found { at, letters: *letters, row, means }
            })
        })
    }

    /// Every word of every pattern, for whoever keeps their form.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().flat_map(|pattern| pattern.words.iter().map(String::as_str))
    }
}

impl<T> Pattern<T> {
    /// Whether the words after the first, which the index has found, are there too.
    fn goes_on(&self, words: &[&str]) -> bool {
        words.len() >= self.words.len()
            && words.iter().zip(&self.words).skip(1).all(|(word, pattern)| match pattern.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == pattern,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_stems_and_rows_of_both_are_found_where_they_stand() {
        let lexicon =
            Lexicon::new([(0, "roof"), (1, "leak*"), (2, "roof leak*"), (3, "leak* roof"), (4, "ro")]);
        let words = ["the", "roof", "leaking", "leak"];
        let found: Vec<_> = lexicon.find(&words).map(|f| (f.at, f.letters, *f.means)).collect();
        assert_eq!(found, [(1, 4, 0), (1, 8, 2), (2, 4, 1), (3, 4, 1)]);
        assert_eq!(lexicon.find(&[]).count(), 0);
    }

    #[test]
    fn a_stem_is_compared_by_letters_and_not_by_bytes() {
        let lexicon = Lexicon::new([((), "ab*")]);
        assert_eq!(lexicon.find(&["аб", "a", "ab", "abв", "日本"]).count(), 2);
    }
}
