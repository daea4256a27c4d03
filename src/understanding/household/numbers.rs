//! Numbers of people in words and digits, in every language: one table. Not here: what they count.

use std::sync::LazyLock;

use crate::text::Table;

/// Each number with its words, folded: cardinal and collective, declined and as they are spoken.
const WORDS: [(u8, &str); 15] = [
    (1, "nje nji njo ni jedan jedna jedno jednog jednu jednim jednom one"),
    (
        2,
        "dy dyja dyve dva dve dvije dvoje dvoga dvojica dvoica dvojice dvojicu dvojici dvama dvema dvamina two",
    ),
    (3, "tre tri trija treve troje troga trojica troica trojice trojicu trojici trojca trima trimina three"),
    (
        4,
        "kater katr katert katra katerve cetiri cetri cetir cetvoro cetvro cetvero cetvorica cetvorice cetvoricu cetvorka cetvorma \
         cetirmina four",
    ),
    (5, "pese pes peset peseve pet petoro petro petero petorica petorice petoricu petorma petmina five"),
    (
        6,
        "ses gjashte gjasht gjashta gjashteve sest sestoro sestro sestero sesto sestorica sestorice sestoricu sesmina six",
    ),
    (7, "shtate shtat shtata shtateve sedam sedmoro sedmero sedmorica sedmorice sedmoricu sedmina seven"),
    (8, "tete tet teten teteve osam osmoro osmero osmorica osmorice osmoricu osmina eight"),
    (
        9,
        "nente nent nenten nante nant nanden nande nand nenteve devet devetoro devetero devetorica devetorice nine",
    ),
    (10, "dhjete dhjet dhet dhete dhjeteve deset desetoro desetero desetorica desetorice desetak ten"),
    (11, "njembedhjete njimdhjet njimbdhjet jedanaest jedanaestoro jedanajes eleven"),
    (12, "dymbedhjete dymdhet dymdhjet dymbdhjet dvanaest dvanaestoro dvanajestoro dvanajes twelve"),
    (13, "trembedhjete trembdhjet tremdhjet trinaest trinaestoro trinajes thirteen"),
    (14, "katermbedhjete katermdhjet katermbdhjet cetrnaest cetrnaestoro cetrnajes fourteen"),
    (15, "pesembedhjete pesmdhjet pesmbdhjet petnaest petnaestoro petnajes fifteen"),
];

static BY_WORD: LazyLock<Table<u8>> = LazyLock::new(|| {
    let mut table = Table::default();
    for (n, words) in WORDS {
        words.split_ascii_whitespace().for_each(|word| *table.entry(word) = n);
    }
    table
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
    number(word).is_some() && ["oje", "oro", "ero", "mina"].iter().any(|ending| word.ends_with(ending))
}

/// "petočlana", "šestoglava porodica": the number at the head of a word.
pub(super) fn number_of_members(word: &str) -> Option<u8> {
    const SHORTEST: usize = 7;
    if word.len() < SHORTEST {
        return None;
    }
    let tail = word
        .as_bytes()
        .windows(4)
        .position(|letters| letters == b"clan" || letters == b"glav" || letters == b"anet")?;
    let head = word.get(..tail)?;
    let spoken = match head {
        "dvo" => "dva",
        "tro" => "tri",
        "sedmo" => "sedam",
        "osmo" => "osam",
        other => other,
    };
    number(spoken).or_else(|| number(spoken.strip_suffix('o')?))
}
