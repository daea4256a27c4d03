//! One list of people, word by word: the writer, relatives one by one, and several with their number.
//! Not here: whether those who are listed live together (told).

use super::kinds::Kinds;
use super::numbers::counts_people;
use super::words::{Text, Word};

/// A list of people, as far as it goes.
pub(super) struct List {
    pub(super) start: usize,
    /// Behind the last who is told.
    pub(super) end: usize,
    pub(super) people: u8,
    /// Something joins them that is more than a comma.
    pub(super) joined: bool,
    /// It ends with a word that joins, and who is joined is not known.
    pub(super) open: bool,
    kin: u8,
    writer: bool,
    /// The writer is one of a number, "nas dvoje".
    us: bool,
}

/// A list begins with one of these, or a number.
const PEOPLE: Kinds = Kinds(
    Kinds::SELF.0
        | Kinds::PRONOUN.0
        | Kinds::ONE.0
        | Kinds::MANY.0
        | Kinds::PAIR.0
        | Kinds::MAYBE_ONE.0
        | Kinds::ABOUT.0
        | Kinds::WE.0,
);

/// No list has more of one kind.
const MOST: u8 = 16;

impl List {
    /// The list that begins here, `with_the_writer` where only the others are told; nothing without the writer and a relative,
    /// or where there are several of whom the number is not told.
    pub(super) fn read(text: &Text, start: usize, with_the_writer: bool) -> Option<Self> {
        let first = text.words.get(start)?;
        if !first.is(PEOPLE) && first.number.is_none() {
            return None;
        }
        let mut list = Self {
            start,
            end: start,
            people: u8::from(with_the_writer),
            joined: false,
            open: false,
            kin: 0,
            writer: with_the_writer,
            us: false,
        };
        let mut at = start;
        while let Some(word) = text.words.get(at).filter(|word| !word.stop || at == start) {
            let Some(next) = list.person(text, at)?.or_else(|| list.between(text, at, word)) else { break };
            at = next;
        }
        (list.writer && list.kin > 0).then_some(list)
    }

    /// Whether it tells relatives beside "us two".
    pub(super) const fn told_with_us(&self) -> bool {
        self.us && self.people > 2
    }

    /// Takes who is told here, and says where the list goes on; nothing inside where nobody is told, nothing at all where the list
    /// leaves open how many they are.
    fn person(&mut self, text: &Text, at: usize) -> Option<Option<usize>> {
        let word = &text.words[at];
        let next = text.joined(at + 1);
        if let Some((n, len)) = several(text, at).filter(|_| !self.is_one_here(text, at)) {
            self.take(n, at + len);
            let more = text.joined(at + len).is_some_and(|word| word.is(Kinds::MANY))
                && text.words[at + len - 1].is(Kinds::ABOUT);
            return Some(Some(behind(text, at + len + usize::from(more))));
        }
        if let Some(n) = us(text, at).filter(|_| !self.writer) {
            (self.people, self.writer, self.us) = (self.people.saturating_add(n), true, true);
            (self.end, self.open) = (at + 2, false);
            return Some(Some(at + 2));
        }
        if self.is_the_writer(text, at) {
            (self.people, self.writer) = (self.people.saturating_add(1), true);
            (self.end, self.open) = (at + 1, false);
            return Some(Some(at + 1 + usize::from(is_a_name(text, at + 1))));
        }
        if word.is(Kinds::PAIR) {
            self.take(if word.said.starts_with("tr") { 3 } else { 2 }, at + 1);
            return Some(Some(behind(text, at + 1)));
        }
        let one = word.is(Kinds::ONE) && !self.begins_a_sentence(text, at);
        if self.is_one_here(text, at) || one && !belongs(word, next) {
            self.take(1, at + 1);
            return Some(Some(behind(text, at + 1)));
        }
        if self.is_a_pronoun(text, at) {
            // "sin, ja i on": he was told already.
            if self.kin == 0 || text.words[self.start].is(Kinds::SELF) {
                self.take(1, at + 1);
            }
            return Some(Some(at + 1));
        }
        if word.is(Kinds::MANY) && !word.is(Kinds::ONE) {
            // How many is not said, unless each is told by age.
            let (n, end) = ages(text, at + 1)?;
            self.take(n, end);
            return Some(Some(end));
        }
        Some(None)
    }

    /// The place behind a word that joins people, or belongs to the next of them.
    fn between(&mut self, text: &Text, at: usize, word: &Word) -> Option<usize> {
        let begins = at == self.start;
        if (word.is(Kinds::AND) || text.is_with(word)) && !begins {
            (self.open, self.joined) = (word.is(Kinds::AND), true);
            return Some(at + 1);
        }
        // "my husband and I have two kids"
        let have = word.says(&["have", "imamo", "kena", "kemi"]) && self.writer && self.kin > 0;
        if have && several(text, at + 1).is_some() {
            return Some(at + 1);
        }
        let unknown = word.kinds.0 == 0 && word.number.is_none() && self.open && !word.parted();
        let about =
            word.is(Kinds::ABOUT) || unknown && text.joined(at + 1).is_some_and(|next| next.is(Kinds::ONE));
        about.then_some(at + 1)
    }

    const fn take(&mut self, n: u8, end: usize) {
        self.people = self.people.saturating_add(n);
        self.kin += 1;
        (self.end, self.open) = (end, false);
    }

    fn is_the_writer(&self, text: &Text, at: usize) -> bool {
        let word = &text.words[at];
        let clause = word.comma && self.kin > 0 && text.joined(at + 1).is_some_and(begins_a_clause);
        if !word.is(Kinds::SELF) || self.writer || clause {
            return false;
        }
        match word.said.as_str() {
            "i" | "me" => text.english,
            "ja" => !text.albanian,
            "mu" => at > 0 && text.is_with(&text.words[at - 1]) || joins(text, at + 1),
            _ => true,
        }
    }

    /// "ja i on", "me and him": one who was named before, beside a word that joins.
    fn is_a_pronoun(&self, text: &Text, at: usize) -> bool {
        let word = &text.words[at];
        let last = at.checked_sub(1).filter(|_| at > self.start).map(|at| &text.words[at]);
        let joined = last.is_some_and(|last| last.is(Kinds::AND) || text.is_with(last));
        let ends = text
            .joined(at + 1)
            .is_none_or(|next| next.is(Kinds::AND) || next.is(Kinds::IN) || next.is(Kinds::TOGETHER));
        word.is(Kinds::PRONOUN)
            && !(text.english && word.says(&["on"]))
            && (joined || joins(text, at + 1))
            && ends
    }

    /// "ja, mala i svekrva", "stara i ja", "the old one": a word that means one of the family where nothing else stands beside it.
    fn is_one_here(&self, text: &Text, at: usize) -> bool {
        let word = &text.words[at];
        let begins = at == self.start || word.comma || text.words[at - 1].is(Kinds::AND);
        let ends = text.joined(at + 1).is_none_or(|next| {
            [Kinds::AND, Kinds::IN, Kinds::GOING_ON].iter().any(|&kind| next.is(kind))
                || next.says(&["od", "of"])
        });
        word.is(Kinds::MAYBE_ONE) && begins && ends
            || word.says(&["one"])
                && at > self.start
                && text.words[at - 1].says(&["old", "little", "small", "young", "sick", "ill", "blind"])
    }

    /// "ja i svekrva, svekrva spava", "..., mother is in Italy": a sentence about one of them.
    fn begins_a_sentence(&self, text: &Text, at: usize) -> bool {
        const IS: [&str; 12] =
            ["is", "je", "osht", "eshte", "was", "has", "ima", "ka", "died", "umro", "umrla", "vdiq"];
        let word = &text.words[at];
        let told = text.words[self.start..at].iter().any(|other| other.said == word.said);
        let complete = self.writer && !self.open;
        let verb = |next: &Word| next.kinds.0 == 0 && !next.said.starts_with(|c: char| c.is_ascii_digit());
        let says = |next: &Word| {
            next.says(&IS)
                || complete && (verb(next) && !is_a_name(text, at + 1) || next.says(&["nas", "me", "ma"]))
        };
        // "..., his mother is in Italy"
        let comma =
            word.comma || at > self.start && text.words[at - 1].comma && text.words[at - 1].is(Kinds::ABOUT);
        comma && at > self.start && (told || text.joined(at + 1).is_some_and(says))
    }
}

/// A number of relatives, and of how many words it is: "dvoje dece", "2 small kids", "1 child".
fn several(text: &Text, at: usize) -> Option<(u8, usize)> {
    let word = &text.words[at];
    let both = word.says(&["both", "oba", "obe", "oboje"]).then_some(2);
    let n = word.number.or(both).filter(|&n| n < MOST)?;
    // "ni ja ni žena": in Serbian no number.
    if word.says(&["ni"]) && !text.albanian {
        return None;
    }
    let is = |steps: usize, kind: Kinds| {
        (1..=steps).all(|step| text.joined(at + step).is_some()) && text.words[at + steps].is(kind)
    };
    let relatives = |steps: usize| is(steps, Kinds::MANY) || n == 1 && is(steps, Kinds::ONE);
    // "ja, žena i dvoje"
    let last = text.joined(at).is_some()
        && at > 1
        && text.words[at - 1].is(Kinds::AND)
        && text.joined(at + 1).is_none();
    if last && counts_people(&word.said) {
        return Some((n, 1));
    }
    let len = (1..=3).find(|&steps| relatives(steps) && (1..steps).all(|step| is(step, Kinds::ABOUT)))?;
    Some((n, len + 1))
}

/// "nas dvoje", "ne dy", "us two": the writer and others.
fn us(text: &Text, at: usize) -> Option<u8> {
    let us = text.words[at].says(&["nas", "us", "we"]) || text.albanian && text.words[at].says(&["ne", "na"]);
    let beside = joins(text, at + 2) || at > 0 && joins(text, at - 1);
    text.joined(at + 1)?.number.filter(|&n| us && beside && (2..MOST).contains(&n))
}

/// "mother's", "sestrin": the next one is meant.
fn belongs(word: &Word, next: Option<&Word>) -> bool {
    word.is(Kinds::ABOUT) && next.is_some_and(|next| next.is(Kinds::ONE))
}

fn joins(text: &Text, at: usize) -> bool {
    text.joined(at).is_some_and(|word| word.is(Kinds::AND))
}

/// "ja Radomir i", "baba Stojanka i ja"
fn is_a_name(text: &Text, at: usize) -> bool {
    text.joined(at).is_some_and(|word| word.kinds.0 == 0 && word.number.is_none()) && joins(text, at + 1)
}

/// "..., I ask": a word that is none of a list, behind the writer.
fn begins_a_clause(next: &Word) -> bool {
    const LISTED: [Kinds; 8] = [
        Kinds::AND,
        Kinds::ABOUT,
        Kinds::ONE,
        Kinds::MANY,
        Kinds::FILLING,
        Kinds::WE_ARE,
        Kinds::IN,
        Kinds::GOING_ON,
    ];
    next.number.is_none() && LISTED.iter().all(|&kind| !next.is(kind))
}

/// Behind what is told of one who was named: "mother 83", "baby of 12 days", "brother who is deaf".
fn behind(text: &Text, at: usize) -> usize {
    let has_digits = |word: &Word| word.said.starts_with(|c: char| c.is_ascii_digit());
    let mut at = at;
    if text.joined(at).is_some_and(|word| word.says(&["who", "that", "koji", "koja", "sto", "qe", "which"])) {
        let end = (at..text.len().min(at + 9)).find(|&at| text.words[at].parted());
        return end.filter(|&end| !text.words[end].stop).unwrap_or(at);
    }
    if is_a_name(text, at) {
        return at + 1;
    }
    let of = text.joined(at).is_some_and(|word| word.says(&["od", "prej", "of", "me"]));
    if of && text.joined(at + 1).is_some_and(has_digits) {
        at += 1;
    }
    if text.words.get(at).is_some_and(|word| !word.stop && has_digits(word)) {
        let next = text.joined(at + 1);
        if next.is_none_or(|next| !next.is(Kinds::MANY) && !next.is(Kinds::ABOUT)) {
            at += 1;
            while text.joined(at).is_some_and(|word| word.is(Kinds::THINGS) || word.says(&["old"])) {
                at += 1;
            }
        }
    }
    at
}

/// "kids 7 and 12", "deca (9 i 12)": how many ages are told, and the place behind them.
fn ages(text: &Text, start: usize) -> Option<(u8, usize)> {
    let (mut at, mut ages) = (start, 0);
    while let Some(word) = text.words.get(at).filter(|word| !word.stop) {
        if word.said.starts_with(|c: char| c.is_ascii_digit()) && word.number.is_some() {
            ages += 1;
        } else if !(word.is(Kinds::AND) && ages > 0) {
            break;
        }
        at += 1;
    }
    (ages > 1).then_some((ages, at))
}
