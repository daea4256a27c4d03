//! Numbers of people in words and digits, in every language: one table. Not here: what they count.

use std::{collections::HashMap, sync::LazyLock};

/// Each number with its words, folded: cardinal and collective, as they are spoken.
const WORDS: [(u8, &str); 15] = [
    (1, "nje nji ni jedan jedna jedno one"),
    (2, "dy dyja dva dve dvije dvoje dvojica dvoica dvojici two"),
    (3, "tre tri trija troje trojica troica trojici three"),
    (4, "kater katr katert cetiri cetvoro cetvero cetvorica cetvorka four"),
    (5, "pese pes pet petoro petero petorica five"),
    (6, "gjashte gjasht gjasht sest sestoro sestero sestorica six"),
    (7, "shtate shtat sedam sedmoro sedmero sedmorica seven"),
    (8, "tete tet teten osam osmoro osmero osmorica osmina eight"),
    (9, "nente nente nant nante nand nande devet devetoro devetero devetorica nine"),
    (10, "dhjete dhjet dhet dhete deset desetoro desetero desetorica ten"),
    (11, "njembedhjete njimdhjet jedanaest jedanaestoro eleven"),
    (12, "dymbedhjete dymdhjet dvanaest dvanaestoro dvanajestoro dvanajes twelve"),
    (13, "trembedhjete trembdhjet trinaest trinaestoro thirteen"),
    (14, "katermbedhjete katermdhjet cetrnaest cetrnaestoro fourteen"),
    (15, "pesembedhjete pesmdhjet petnaest petnaestoro fifteen"),
];

static BY_WORD: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|&(n, words)| words.split(' ').map(move |word| (word, n))).collect()
});

/// No household that anybody tells of is larger.
const MOST: u8 = 25;

/// The number that a folded word says.
pub(super) fn number(word: &str) -> Option<u8> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.parse().ok().filter(|n| (1..=MOST).contains(n));
    }
    BY_WORD.get(word).copied()
}

/// A number that in Serbian only people are counted with: "petoro", "trojica".
pub(super) fn counts_people(word: &str) -> bool {
    number(word).is_some() && ["oje", "oro", "ero"].iter().any(|ending| word.ends_with(ending))
}

/// "petočlana", "šestoglava porodica": the number at the head of a word.
pub(super) fn number_of_members(word: &str) -> Option<u8> {
    let head = ["clan", "glav"]
        .iter()
        .find_map(|tail| word.find(tail).filter(|&at| at > 0).map(|at| &word[..at]))?;
    let spoken = match head {
        "dvo" => "dva",
        "tro" => "tri",
        "sedmo" => "sedam",
        "osmo" => "osam",
        other => other,
    };
    number(spoken).or_else(|| number(spoken.strip_suffix('o')?))
}
