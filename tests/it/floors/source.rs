//! A Rust file as far as the keepers need it: its words without comments and strings, which of them only tests see, and
//! every path that is written in it, use trees unfolded. Not here: what any of that should be like.

use std::{iter::Peekable, ops::Range, str::Chars};

/// A word or a sign, where it stands.
#[derive(Debug)]
pub struct Token {
    /// Counted from one.
    pub line: usize,
    /// The word, `::`, or one character of punctuation.
    pub text: String,
    /// Under `#[cfg(test)]`.
    pub tested: bool,
}

/// A path as it is written, or one leaf of a use tree.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it begins.
    pub line: usize,
    /// Its parts; a glob is `*`.
    pub parts: Vec<String>,
    /// The modules it is written in, inside the file.
    pub inside: Vec<String>,
}

/// The words of a file.
pub struct Source {
    /// In order.
    pub tokens: Vec<Token>,
}

impl Source {
    /// Reads a file.
    pub fn read(text: &str) -> Source {
        let mut tokens = Lexer { chars: text.chars().peekable(), line: 1, tokens: Vec::new() }.run();
        for range in tested(&tokens) {
            tokens[range].iter_mut().for_each(|token| token.tested = true);
        }
        Source { tokens }
    }

    /// Lines with code on them that is not for tests.
    pub fn production_lines(&self) -> usize {
        let mut lines: Vec<_> = self.tokens.iter().filter(|token| !token.tested).map(|t| t.line).collect();
        lines.dedup();
        lines.len()
    }

    /// Modules that are written as `mod name;`, with whether only tests see them.
    pub fn declared(&self) -> Vec<(&str, bool)> {
        let found = self.tokens.windows(3).filter(|w| w[0].text == "mod" && w[2].text == ";");
        found.map(|w| (w[1].text.as_str(), w[1].tested)).collect()
    }

    /// Every path of at least two parts, and every leaf of every use tree.
    pub fn paths(&self) -> Vec<Written> {
        let mut found = Vec::new();
        let mut blocks: Vec<Option<String>> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.text(at) {
                "mod" if self.text(at + 2) == "{" => {
                    blocks.push(Some(self.text(at + 1).to_owned()));
                    at += 3;
                }
                "{" => {
                    blocks.push(None);
                    at += 1;
                }
                "}" => {
                    blocks.pop();
                    at += 1;
                }
                "use" => {
                    let inside: Vec<_> = blocks.iter().flatten().cloned().collect();
                    at = self.tree(at + 1, &[], &inside, &mut found);
                }
                text if is_word(text) => {
                    let (next, parts) = self.path(at);
                    if parts.len() > 1 {
                        let inside = blocks.iter().flatten().cloned().collect();
                        found.push(Written { line: self.tokens[at].line, parts, inside });
                    }
                    at = next;
                }
                _ => at += 1,
            }
        }
        found
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    /// The words joined by `::` from here, and where they end.
    fn path(&self, mut at: usize) -> (usize, Vec<String>) {
        let mut parts = vec![self.text(at).to_owned()];
        while self.text(at + 1) == "::" && is_word(self.text(at + 2)) {
            at += 2;
            parts.push(self.text(at).to_owned());
        }
        (at + 1, parts)
    }

    /// One branch of a use tree: up to its `,`, `}` or `;`.
    fn tree(&self, mut at: usize, trunk: &[String], inside: &[String], found: &mut Vec<Written>) -> usize {
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        let mut parts = trunk.to_vec();
        loop {
            match self.text(at) {
                "{" => {
                    at += 1;
                    while !matches!(self.text(at), "}" | "") {
                        at = self.tree(at, &parts, inside, found);
                        at += usize::from(self.text(at) == ",");
                    }
                    return at + 1;
                }
                // `use<'a>` bounds a type; it is no tree.
                "<" => return at,
                "," | "}" | ";" | "" => break,
                "as" => at += 2,
                "::" => at += 1,
                part => {
                    parts.push(part.to_owned());
                    at += 1;
                }
            }
        }
        found.push(Written { line, parts, inside: inside.to_vec() });
        at
    }
}

/// What each `#[cfg(test)]` covers: to the end of the item after it.
fn tested(tokens: &[Token]) -> Vec<Range<usize>> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let marks = tokens.windows(MARK.len()).enumerate();
    let marks = marks.filter(|(_, w)| w.iter().map(|token| token.text.as_str()).eq(MARK));
    marks.map(|(start, _)| start..end_of_item(tokens, start + MARK.len())).collect()
}

fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

/// Whether this can stand in a word.
fn is_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<Token> {
        while let Some(c) = self.next() {
            match c {
                '/' if self.chars.peek() == Some(&'/') => while self.next_if(|c| c != '\n').is_some() {},
                '/' if self.chars.peek() == Some(&'*') => self.block_comment(),
                '"' => self.string(),
                '\'' => self.quote(),
                ':' if self.next_if(|c| c == ':').is_some() => self.push("::".to_owned()),
                c if c.is_whitespace() => {}
                c if is_part(c) => self.word(c),
                c => self.push(c.to_string()),
            }
        }
        self.tokens
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn next_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        self.chars.peek().copied().filter(|c| wanted(*c))?;
        self.next()
    }

    fn push(&mut self, text: String) {
        self.tokens.push(Token { line: self.line, text, tested: false });
    }

    fn word(&mut self, first: char) {
        let mut word = first.to_string();
        while let Some(c) = self.next_if(is_part) {
            word.push(c);
        }
        match (word.as_str(), self.chars.peek()) {
            ("b" | "c", Some('"')) => {
                self.next();
                self.string();
            }
            ("b", Some('\'')) => {
                self.next();
                self.quote();
            }
            ("r" | "br" | "cr", Some('"' | '#')) => self.raw(),
            _ => self.push(word),
        }
    }

    fn block_comment(&mut self) {
        let (mut depth, mut before) = (0, '/');
        while let Some(c) = self.next() {
            let both = (before, c);
            depth += i32::from(both == ('/', '*')) - i32::from(both == ('*', '/'));
            if depth == 0 {
                return;
            }
            // `/*/` opens once, and `*/*` does not open again.
            before = if matches!(both, ('/', '*') | ('*', '/')) { ' ' } else { c };
        }
    }

    /// After the opening quote. The place of a string is kept: its lines are production too.
    fn string(&mut self) {
        self.push("\"".to_owned());
        while let Some(c) = self.next() {
            match c {
                '\\' => drop(self.next()),
                '"' => return self.push("\"".to_owned()),
                _ => {}
            }
        }
    }

    /// `r"..."`, `r#"..."#`, or the word `r#name`.
    fn raw(&mut self) {
        let mut fence = 0;
        while self.next_if(|c| c == '#').is_some() {
            fence += 1;
        }
        if self.next_if(|c| c == '"').is_none() {
            return;
        }
        self.push("\"".to_owned());
        while let Some(c) = self.next() {
            if c == '"' && (0..fence).all(|_| self.next_if(|c| c == '#').is_some()) {
                return self.push("\"".to_owned());
            }
        }
    }

    /// A character, or a lifetime.
    fn quote(&mut self) {
        let first = self.next();
        if first == Some('\\') {
            self.next();
            while self.next_if(|c| c != '\'').is_some() {}
            self.next();
        } else if self.next_if(|c| c == '\'').is_none() && first.is_some_and(is_part) {
            while self.next_if(is_part).is_some() {}
        }
    }
}

mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(usize, String)> {
        let paths = Source::read(text).paths();
        paths.into_iter().map(|path| (path.line, path.parts.join("::"))).collect()
    }

    #[test]
    fn use_trees_are_unfolded_leaf_by_leaf() {
        let found =
            paths("use crate::{\n    ids::CaseId,\n    text::{self, fold as folded},\n};\nuse std::*;");
        let expected =
            [(2, "crate::ids::CaseId"), (3, "crate::text::self"), (3, "crate::text::fold"), (5, "std::*")];
        assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
    }

    #[test]
    fn only_code_is_read() {
        let text = r####"
            // crate::a::b
            /* /* crate::a */ crate::a::b */
            const A: &str = "crate::a::\"b";
            const B: &str = r#"crate::a::"b"#;
            const C: (char, u8) = ('"', b'\'');
            fn f<'a>(a: &'a str) -> impl Sized + use<'a> { crate::c::d::<u8>(a) }
        "####;
        assert_eq!(paths(text), [(7, "crate::c::d".to_owned())]);
    }

    #[test]
    fn tests_are_told_from_production() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n#[cfg(test)]\nmod other;\nmod third;\nfn c() {}\n";
        let source = Source::read(text);
        assert_eq!(source.production_lines(), 3);
        assert_eq!(source.declared(), [("other", true), ("third", false)]);
        let tested = |word| source.tokens.iter().find(|token| token.text == word).map(|token| token.tested);
        assert_eq!(["a", "b", "c"].map(tested), [Some(false), Some(true), Some(false)]);
    }
}
