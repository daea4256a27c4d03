//! A household told one by one: the writer and who lives with them. Not here: a total that is stated.

use std::{collections::HashMap, sync::LazyLock};

use super::Word;
use super::numbers::number;

/// The writer.
const SELF: [&str; 6] = ["ja", "jas", "une", "un", "me", "i"];

/// One person each, in the cases in which they are listed.
const ONE: &str = "zena zenu zenom supruga suprugu suprugom suprug muz muza muzem muzom covek covekom sin sina sinom cerka cerku \
    cerkom kcerka kcerku kcerkom kcer kci cura curu majka majku majkom mama mamu mamom mater mati otac oca ocem tata tatu tatom tatko \
    baba babu babom baka baku bakom deda dedu dedom dedo brat brata bratom sestra sestru sestrom snaja snaju snajom snaha snahu svekrva \
    svekrvu svekrvom svekar svekra svekrom tast tastom tasta punac punica tetka tetku tetkom stric strica stricem ujak unuk unuka unukom \
    unuku beba bebu bebom dete dijete detetom djetetom mala mali zet stara starica zenata bata \
    burri burrin gruaja gruan gruja grueja bashkeshorti bashkshorti bashkeshortja bashkshortja nana nanen nena nenen mamaja babai babin \
    babi plaka plaken plaku djali djalin cika ciken vajza vajzen vllau vellau vllaun motra motren nusja nusen vjehrra vjehrren vjehrri \
    vjehrrin gjyshi gjyshin gjyshja gjyshen foshnja foshnje bebja beben nipi mbesa \
    husband wife man son daughter mother father mum mom dad brother sister grandma grandmother granny grandpa grandfather baby child \
    uncle aunt";

/// Several, of whom the number must be told.
const MANY: &str = "dece djece deca djeca deteta djeteta sina sinova sinovi sinova cerke cerki kceri kcerke kceri cerka unuka unuke unuci \
    unucica unucici unucadi brata braca brace sestre sestara maloletne maloletnih male malih bebe \
    femije femij femijet fmi fmij fmit kalamaj kalamajt thmi djem djemt djemte vajza vajzat cika cikat nipa nipat mbesa motra vellezer \
    vllazen pleq \
    kids kid children childs sons daughters boys boy girls girl babies brothers sisters grandchildren orphans";

/// Words that belong to the person who is told after them.
const ABOUT: &str = "moj moja moje mog moju mojom njegov njegova njegovom njen njena nasa nasu stari stara bolestan bolesna bolesnom \
    trudna muzevljeva muzevljevom maloletna maloletne maloletnih mala male malih nas moi im ime jem jeme tim tem teme e i te se \
    vogel vjeter smure my his her the a our in law unmarried blind disabled ill old sick small little young pregnant big minor";

/// Words that join.
const AND: &str = "i a e dhe edhe and plus sa s so sas me with te takodje jos";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    One,
    Many,
    About,
    And,
}

static PARTS: LazyLock<HashMap<&str, Vec<Part>>> = LazyLock::new(|| {
    let mut parts: HashMap<&str, Vec<Part>> = HashMap::new();
    for (part, list) in [(Part::One, ONE), (Part::Many, MANY), (Part::About, ABOUT), (Part::And, AND)] {
        list.split_ascii_whitespace().for_each(|word| parts.entry(word).or_default().push(part));
    }
    parts
});

fn is(part: Part, word: &str) -> bool {
    PARTS.get(word).is_some_and(|parts| parts.contains(&part))
}

/// How many a household is that is told one by one, with the writer among them.
pub(super) fn told(words: &[Word]) -> Option<u8> {
    (0..words.len())
        .find_map(|start| list(words, start, false).or_else(|| list(words, after_with(words, start)?, true)))
}

/// "I live with", "sama sa", "jam vetëm me": where the list of the others begins.
fn after_with(words: &[Word], start: usize) -> Option<usize> {
    const LIVING: [&str; 26] = [
        "zivim",
        "zivimo",
        "zivem",
        "jetoj",
        "jetojm",
        "jetojme",
        "rroj",
        "rri",
        "rrim",
        "banoj",
        "live",
        "living",
        "vet",
        "vetem",
        "sam",
        "sama",
        "alone",
        "udovica",
        "udovac",
        "samohrana",
        "widow",
        "widower",
        "ve",
        "veja",
        "vetme",
        "single",
    ];
    let with = |word: &Word| matches!(word.said.as_str(), "me" | "sa" | "s" | "so" | "sas" | "with" | "of");
    let live = words[start].said.as_str();
    let before = start.checked_sub(1).map_or("", |at| words[at].said.as_str());
    if !LIVING.contains(&live) || live == "sam" && !matches!(before, "sam" | "zivim" | "sama") {
        return None;
    }
    let reach = if matches!(live, "sama" | "sam" | "alone" | "vet" | "vetem") { 3 } else { 5 };
    let near =
        (start + 1..words.len().min(start + reach)).take_while(|&at| !words[at].stop && !words[at].comma);
    near.into_iter().find(|&at| with(&words[at])).map(|at| at + 1).filter(|&at| at < words.len())
}

/// Who as a rule lives with the writer.
const COUPLE: &str = "muz suprug zena supruga burri gruaja gruja gruan wife husband svekrva majka baba nana";

/// With one other only: what says that the two live together.
const TOGETHER: &str = "sami same samo dvoje dve dvije zivimo zivim zive kuci kucu sobi vratili vracamo dosli ostali jedini \
    vetem vet veta krejt dy shpi jetojm jetojme rrim banojm alone live lives living two room home only here povratnici";

/// A list that begins here: the writer once, one relative at least, and a number for each plural.
fn list(words: &[Word], start: usize, with_the_writer: bool) -> Option<u8> {
    let (mut at, mut kin) = (start, 0);
    let (mut people, mut writer) = (u8::from(with_the_writer), with_the_writer);
    while at < words.len() {
        let word = words[at].said.as_str();
        if words[at].stop && at > start {
            break;
        }
        let next =
            words.get(at + 1).filter(|next| !next.stop && !next.comma).map_or("", |next| next.said.as_str());
        let over =
            words.get(at + 2).filter(|next| !next.stop && !next.comma).map_or("", |next| next.said.as_str());
        let counted = number(word).filter(|&n| n < 16);
        if let Some(n) = counted.filter(|&n| {
            is(Part::Many, next)
                || is(Part::About, next) && is(Part::Many, over)
                || n == 1 && is(Part::One, next)
        }) {
            people = people.saturating_add(n);
            kin += 1;
            at += if is(Part::Many, next) || n == 1 { 2 } else { 3 };
        } else if let Some(n) = counted.filter(|_| with_the_writer && next.is_empty() && kin == 0) {
            people = people.saturating_add(n);
            kin += 1;
            at += 1;
        } else if SELF.contains(&word)
            && !writer
            && (word != "i" || words[at].english)
            && (word != "me" || words[at].english)
        {
            (people, writer) = (people.saturating_add(1), true);
            at += 1;
        } else if is(Part::One, word) {
            people = people.saturating_add(1);
            kin += 1;
            at += 1;
        } else if is(Part::And, word) && at > start || is(Part::About, word) {
            at += 1;
        } else {
            break;
        }
    }
    let together =
        || words.iter().any(|word| TOGETHER.split_ascii_whitespace().any(|other| other == word.said));
    let spouse = || {
        words[start..at].iter().any(|word| COUPLE.split_ascii_whitespace().any(|other| other == word.said))
    };
    let together = || spouse() || together();
    (writer && kin > 0 && (people > 2 || people == 2 && (with_the_writer || together()))).then_some(people)
}
