//! Serbian Latin into Cyrillic, for what a colleague types in Latin letters to readers of Cyrillic. It takes full
//! letters (č, ć, š, ž, đ): what was typed bare stays bare. Words that no rule can spell are in
//! `data/cyrillic_exceptions.csv`: beginnings of words (`injekc*`), and whole words exactly as written (`UNHCR`).
//! Not here: Cyrillic into Latin (script), the direction that loses nothing and that Prag's own texts take.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::letter as spelling;

const TABLE: &str = include_str!("../../data/cyrillic_exceptions.csv");

const ALPHABET: &str = "абвгдђежзијклљмнњопрстћуфхцчџш";

/// Stand behind a number and are read the same everywhere.
const UNITS: [&str; 11] = ["h", "km", "m", "cm", "mm", "kg", "l", "ha", "kB", "MB", "GB"];

/// Roman numerals that are no words; from nine on, an X keeps them Latin.
const NUMERALS: [&str; 5] = ["II", "III", "IV", "VII", "VIII"];

const ENDS_OF_HOSTS: [&str; 8] = ["com", "org", "net", "info", "eu", "int", "rs", "me"];

/// Serbian Latin written in Cyrillic. What stays as it is: Cyrillic, words with digits inside or with letters that
/// Serbian does not have, addresses of every kind, orders to a bot, Roman numerals, units behind a number, markup,
/// and whatever stands in braces.
pub fn cyrillic(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len() * 2);
    let mut before = Before::default();
    let mut rest = latin;
    while let Some(first) = rest.chars().next() {
        let word = word_at(rest);
        let kept = markup(rest).or_else(|| address(rest)).or_else(|| order(&out, rest));
        let (length, spelled) = if let Some(length) = kept {
            before.number = false;
            (length, None)
        } else if let Some((length, spelled)) = EXCEPTIONS.whole(rest) {
            before = Before { number: false, shout: shouts(&rest[..length]) };
            (length, Some(spelled.to_owned()))
        } else if word.is_empty() {
            before.number &= first.is_whitespace();
            (first.len_utf8(), None)
        } else {
            let stays = is_sign(word, &before, &rest[word.len()..]);
            let spelled = if stays { None } else { spell(word, &EXCEPTIONS.beginnings) };
            before = Before { number: word.chars().all(char::is_numeric), shout: shouts(word) };
            (word.len(), spelled)
        };
        out.push_str(spelled.as_deref().unwrap_or(&rest[..length]));
        rest = &rest[length..];
    }
    out
}

/// What was said by the words so far.
#[derive(Default)]
struct Before {
    /// Only spaces since a number.
    number: bool,
    /// The last word was in capitals.
    shout: bool,
}

/// The letters and digits that a text begins with.
fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || is_combining_mark(c)));
    &text[..end.unwrap_or(text.len())]
}

fn shouts(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether a word is a sign that is read the same in both scripts: a unit or a numeral.
fn is_sign(word: &str, before: &Before, after: &str) -> bool {
    // VI is a numeral (VI razred), and the word "you" among capitals (DA LI STE VI TU).
    let next = word_at(after.trim_start_matches(|c: char| !c.is_alphanumeric()));
    before.number && UNITS.contains(&word)
        || NUMERALS.contains(&word)
        || word == "VI" && !before.shout && !shouts(next)
}

/// How much of the beginning is a placeholder in braces, a tag or an entity.
fn markup(text: &str) -> Option<usize> {
    let inner = text.get(1..)?;
    let closed_by = |end| inner.find([end, '\n']).filter(|&at| inner[at..].starts_with(end));
    match text.as_bytes()[0] {
        b'{' => closing_brace(text),
        b'<' if inner.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => Some(closed_by('>')? + 2),
        b'&' => {
            let end = closed_by(';')?;
            let name = inner[..end].strip_prefix('#').unwrap_or(&inner[..end]);
            (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())).then_some(end + 2)
        }
        _ => None,
    }
}

/// The length up to the brace that closes the first; a brace that never closes is an ordinary character.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// How much of the beginning is a web address, an e-mail address or a user name.
fn address(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c == '@' || c.is_alphanumeric()) {
        return None;
    }
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '(' | ')' | '"' | '{' | '}' | '«' | '»' | '„' | '“' | '”')
    };
    let piece = text.split(ends).next()?.trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '\'', '’']);
    let lower = piece.to_ascii_lowercase();
    let host = piece.split(['/', ':', '?']).next()?;
    let known_host = host.rsplit_once('.').is_some_and(|(name, end)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        ENDS_OF_HOSTS.contains(&end) && name.chars().all(plain)
    });
    let is_address = piece.contains('@') && piece.len() > 1
        || piece.contains("://")
        || lower.starts_with("http")
        || lower.starts_with("www.")
        || known_host;
    is_address.then_some(piece.len())
}

/// How much of the beginning is an order to a bot, such as /start.
fn order(before: &str, text: &str) -> Option<usize> {
    let begins = before.chars().next_back().is_none_or(char::is_whitespace);
    let name = word_at(text.strip_prefix('/').filter(|_| begins)?);
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (plain && !name.is_empty()).then_some(name.len() + 1)
}

/// The word in Cyrillic, its beginning by the longest of the exceptions that it begins with, the rest by the rule;
/// nothing when it has a character that Serbian Latin does not have.
fn spell(word: &str, exceptions: &[Beginning]) -> Option<String> {
    let chars: Vec<char> = word.nfkc().collect();
    let lower = chars.iter().map(|&c| serbian(c)).collect::<Option<Vec<char>>>()?;
    let beginnings = exceptions.iter().filter(|beginning| lower.starts_with(&beginning.latin));
    let longest = beginnings.max_by_key(|beginning| beginning.latin.len());
    let mut known = longest.into_iter().flat_map(|beginning| beginning.cyrillic.iter().copied());
    let mut out = String::with_capacity(word.len() * 2);
    let mut at = 0;
    while at < lower.len() {
        let Spelled { letter, width } = match known.next() {
            Some(spelled) => spelled,
            None => by_rule(&lower[at..])?,
        };
        if chars[at].is_uppercase() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        at += width;
    }
    Some(out)
}

/// The lower-case letter of Serbian Latin that a character is.
fn serbian(c: char) -> Option<char> {
    let mut lower = c.to_lowercase();
    let lower = match lower.next().filter(|_| lower.len() == 0)? {
        'ð' => 'đ', // eth, whose capital cannot be told from that of đ
        lower => lower,
    };
    ALPHABET.chars().filter_map(spelling).any(|latin| latin.contains(lower)).then_some(lower)
}

/// A Cyrillic letter and how many Latin ones it stands for.
#[derive(Clone, Copy)]
struct Spelled {
    letter: char,
    width: usize,
}

/// The next letter when nothing is known of the word: lj, nj and dž are one letter wherever they meet.
fn by_rule(lower: &[char]) -> Option<Spelled> {
    [2, 1].into_iter().find_map(|width| {
        let latin: String = lower.get(..width)?.iter().collect();
        let letter = ALPHABET.chars().find(|&c| spelling(c) == Some(latin.as_str()))?;
        Some(Spelled { letter, width })
    })
}

static EXCEPTIONS: LazyLock<Exceptions> = LazyLock::new(|| Exceptions::read(TABLE));

struct Exceptions {
    beginnings: Vec<Beginning>,
    wholes: Vec<Line>,
}

struct Beginning {
    latin: Vec<char>,
    cyrillic: Vec<Spelled>,
}

#[derive(Deserialize)]
struct Line {
    latin: String,
    cyrillic: String,
}

impl Exceptions {
    fn read(table: &str) -> Self {
        let mut exceptions = Self { beginnings: Vec::new(), wholes: Vec::new() };
        for line in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let line: Line = line.expect("a test reads the table");
            match (line.latin.strip_suffix('*'), line.cyrillic.strip_suffix('*')) {
                (Some(latin), Some(cyrillic)) => exceptions.beginnings.push(Beginning::new(latin, cyrillic)),
                _ => exceptions.wholes.push(line),
            }
        }
        exceptions
    }

    /// The whole word, or run of words, that a text begins with: its length and its spelling.
    fn whole(&self, text: &str) -> Option<(usize, &str)> {
        let whole = self.wholes.iter().find(|line| {
            text.strip_prefix(line.latin.as_str()).is_some_and(|after| word_at(after).is_empty())
        })?;
        Some((whole.latin.len(), &whole.cyrillic))
    }
}

impl Beginning {
    fn new(latin: &str, cyrillic: &str) -> Self {
        let latin: Vec<char> = latin.chars().flat_map(char::to_lowercase).collect();
        let mut at = 0;
        let mut spell = |letter| {
            let typed_as_dj = letter == 'ђ' && latin[at] == 'd';
            let width =
                if typed_as_dj { 2 } else { spelling(letter).map_or(1, |latin| latin.chars().count()) };
            at += width;
            Spelled { letter, width }
        };
        let cyrillic = cyrillic.chars().flat_map(char::to_lowercase).map(&mut spell).collect();
        Self { latin, cyrillic }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::latin;
    use super::*;

    #[test]
    fn every_sentence_about_a_topic_comes_back() {
        let source = include_str!("../../locales/sr-Cyrl/topics.ftl");
        let sentences: Vec<&str> =
            source.lines().filter_map(|line| line.split_once(" = ")).map(|(_, value)| value).collect();
        assert!(sentences.len() > 100);
        for sentence in sentences {
            assert_eq!(cyrillic(&latin(sentence)), sentence);
        }
    }

    #[test]
    fn every_exception_is_obeyed_and_none_is_idle() {
        for line in csv::Reader::from_reader(TABLE.as_bytes()).deserialize::<Line>() {
            let Line { latin, cyrillic: spelled } = line.unwrap();
            let (written, expected) = (latin.trim_end_matches('*'), spelled.trim_end_matches('*'));
            assert_eq!(latin.ends_with('*'), spelled.ends_with('*'), "{latin}");
            assert_eq!(cyrillic(written), expected);
            let others: String = TABLE.split_inclusive('\n').filter(|row| !row.starts_with(&latin)).collect();
            assert_ne!(spell_words(written, &Exceptions::read(&others)), expected, "{latin} is idle");
            if latin.ends_with('*') {
                let (shouted, titled) = (written.to_uppercase() + "IMA", first_capital(written) + "ima");
                assert_eq!(cyrillic(&shouted), expected.to_uppercase() + "ИМА");
                assert_eq!(cyrillic(&titled), first_capital(expected) + "има");
            }
        }
    }

    fn spell_words(text: &str, exceptions: &Exceptions) -> String {
        let words = text.split_inclusive(|c: char| !c.is_alphanumeric());
        words.map(|word| spell(word, &exceptions.beginnings).unwrap_or_else(|| word.to_owned())).collect()
    }

    fn first_capital(word: &str) -> String {
        let mut chars = word.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
    }

    #[test]
    fn an_invitation_is_turned() {
        for (typed, expected) in [
            (
                "Poštovane komšije, dođite u subotu, 14. marta, u 17.30 h u Dom kulture u Lapljem Selu!",
                "Поштоване комшије, дођите у суботу, 14. марта, у 17.30 h у Дом културе у Лапљем Селу!",
            ),
            ("LJUBAV, Ljubav, ljubav; NJEGOŠ i Njegoš", "ЉУБАВ, Љубав, љубав; ЊЕГОШ и Његош"),
            ("DŽEMILA, Džemila, džem, ǅemila, ǆem, ǈubav", "ЏЕМИЛА, Џемила, џем, Џемила, џем, Љубав"),
            ("Đorđe, ĐORĐE, Djordje, DJORDJE, Ðorđe", "Ђорђе, ЂОРЂЕ, Ђорђе, ЂОРЂЕ, Ђорђе"),
            ("Dođite, dodjite i DODJITE u Djakovicu", "Дођите, дођите и ДОЂИТЕ у Ђаковицу"),
            ("dos\u{30c}li smo s\u{30c}etnjom", "дошли смо шетњом"),
            ("INJEKCIJA, injekcije, nadživela, Tanjugu", "ИНЈЕКЦИЈА, инјекције, надживела, Танјугу"),
            ("kanjon, konjski, odžak, konjanik", "кањон, коњски, оџак, коњаник"),
            (
                "SMS, PIN, OEBS-a, STATUS, STOP, NVO, EU, UN, Prag",
                "СМС, ПИН, ОЕБС-а, СТАТУС, СТОП, НВО, ЕУ, УН, Праг",
            ),
            (
                "UNHCR-a, IOM/DRC, Viber, na Viberu, QR, WhatsApp-om",
                "UNHCR-а, IOM/DRC, Viber, на Виберу, QR, WhatsApp-ом",
            ),
        ] {
            assert_eq!(cyrillic(typed), expected);
        }
    }

    #[test]
    fn d_and_j_of_the_ijekavian_stay_two_letters() {
        for (typed, expected) in [
            ("djeca i djevojke, djed, djelo", "дјеца и дјевојке, дјед, дјело"),
            (
                "odjava, odjednom, podjednako, podjela, dodjela",
                "одјава, одједном, подједнако, подјела, додјела",
            ),
            ("vidjeti, sudjelovati, predjelo, nadjačati", "видјети, судјеловати, предјело, надјачати"),
            ("Medjedja, ovdje, gdje, svugdje", "Медједја, овдје, гдје, свугдје"),
        ] {
            assert_eq!(cyrillic(typed), expected);
        }
    }

    #[test]
    fn signs_addresses_and_markup_stay() {
        let pieces = "https://example.org/dodjite?a=b www.primer.rs/poziv unhcr.org t.me/prag_bot @prag_bot \
            /start ana.peric@example.org A4 18h Covid19 Wi-Fi Gjakovë Zürich İzmir new year {ime} {a{b}} <b> </b> \
            &quot; &#39; II XIV Добар";
        let with_a_latin_letter = "дaн";
        for text in pieces.split(' ').chain([pieces, with_a_latin_letter, ""]) {
            assert_eq!(cyrillic(text), text);
        }
        for (typed, expected) in [
            ("Pišite na ana@example.org.", "Пишите на ana@example.org."),
            ("(vidi https://example.org)", "(види https://example.org)"),
            (
                "Zdravo { $ime }, <b>dobro</b> došli &amp; hvala",
                "Здраво { $ime }, <b>добро</b> дошли &amp; хвала",
            ),
            ("{ nije zatvoreno", "{ није затворено"),
            ("5 < 6 osoba & gosti", "5 < 6 особа & гости"),
            (
                "12.maja,subota u 11 h, 3 km, 10-ak ljudi, h i m",
                "12.маја,субота у 11 h, 3 km, 10-ак људи, х и м",
            ),
            ("III sprat, VI razred, IV i V", "III спрат, VI разред, IV и В"),
            ("DA LI STE VI TU? VI STE.", "ДА ЛИ СТЕ ВИ ТУ? ВИ СТЕ."),
            ("Susret @ Dom, da/ne, / ili /šta", "Сусрет @ Дом, да/не, / или /шта"),
        ] {
            assert_eq!(cyrillic(typed), expected);
        }
    }

    proptest! {
        #[test]
        fn cyrillic_without_exceptions_comes_back(
            text in "([А-ИК-ШЂЈЉЊЋЏ]?[а-ик-шђјљњћџ]{1,9}[,.!]? ){0,8}|([А-ИК-ШЂЈЉЊЋЏ]{6,9} ){0,4}"
        ) {
            let written = text.to_lowercase();
            prop_assume!(!["нј", "лј", "дж", "хттп"].iter().any(|seam| written.contains(seam)));
            let typed: Vec<Vec<char>> = latin(&written).split(' ').map(|word| word.chars().collect()).collect();
            let excepted = |word: &Vec<char>| EXCEPTIONS.beginnings.iter().any(|known| word.starts_with(&known.latin));
            prop_assume!(!typed.iter().any(excepted));
            prop_assert_eq!(cyrillic(&latin(&text)), text);
        }

        #[test]
        fn any_text_can_be_turned_and_once_is_enough(text in any::<String>()) {
            let turned = cyrillic(&text);
            prop_assert_eq!(cyrillic(&turned), turned);
        }

        #[test]
        fn any_typing_can_be_turned_and_once_is_enough(text in "[ahIVXnjNJdž0-9 .,:/@{}<>&;ïю\u{30c}-]{0,24}") {
            let turned = cyrillic(&text);
            prop_assert_eq!(cyrillic(&turned), turned);
        }
    }
}
