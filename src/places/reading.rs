//! Which municipality a text means: the answer to "which municipality or village?", and a mention in free text.
//! Not here: the choice among several that are named (choice), and asking.

use super::Municipality;
use super::choice;
use super::doubt::{is_a_year, names_a_place};
use super::names::{Found, NAMES, Named};
use super::spelling::Text;

/// What a text says about the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// One municipality.
    Known(Municipality),
    /// Two to four that may be meant, in the order to offer them.
    Ask(Vec<Municipality>),
    /// None that we know.
    Unknown,
}

/// A name met in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) named: Named,
    pub(super) start: usize,
    pub(super) len: usize,
    /// The name is an ordinary word too.
    pub(super) word: bool,
}

/// Reads the answer to the question for municipality or village: any known name in it counts.
pub fn read_answer(text: &str) -> Place {
    let text = Text::read(text);
    let named = mentions(&text, |mention| match mention.named {
        // The other readings of these words are too common for anything but the whole answer.
        Named::Gora => {
            mention.len == text.words.len()
                || text.words[mention.start].said.starts_with("opo")
                || mention.len == 2
        }
        _ => !is_a_year(&text, mention),
    });
    choice::settle(&named)
}

/// Finds a municipality in free text, where a name that is also an ordinary word counts only in the place of a place.
pub fn find(text: &str) -> Place {
    let text = Text::read(text);
    let named = mentions(&text, |mention| names_a_place(&text, mention));
    choice::meant(&text, &named)
}

/// The names in a text from left to right, the longest at each word, none of them overlapping.
fn mentions(text: &Text, counts: impl Fn(&Mention) -> bool) -> Vec<Mention> {
    let words = &text.words;
    let mut mentions = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let mut best: Option<(Found, Mention)> = None;
        let mut is_name = false;
        for found in NAMES.at(&words[start..]) {
            is_name = true;
            let mention = Mention { named: found.named, start, len: found.len, word: found.word };
            if !counts(&mention) {
                continue;
            }
            best = match best {
                Some((other, _)) if (other.len, other.plain) > (found.len, found.plain) => best,
                Some((other, known)) if (other.len, other.plain) == (found.len, found.plain) => {
                    Some((other, Mention { named: known.named.or(found.named), ..known }))
                }
                _ => Some((found, mention)),
            };
        }
        if !is_name
            && let Some(named) = NAMES.nearly(&words[start])
            && (named.is_of_town() || words[start].capital && !words[start].opens || text.is_alone(start, 1))
        {
            let mention = Mention { named, start, len: 1, word: false };
            mentions.extend(counts(&mention).then_some(mention));
        }
        start += best.map_or(1, |(found, _)| found.len);
        mentions.extend(best.map(|(_, mention)| mention));
    }
    mentions
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(code: u8) -> Place {
        Place::Known(Municipality::try_from(code).unwrap())
    }

    fn ask(codes: &[u8]) -> Place {
        Place::Ask(codes.iter().map(|&code| Municipality::try_from(code).unwrap()).collect())
    }

    #[test]
    fn answers_in_many_spellings() {
        for (answer, code) in [
            ("Fushe Kosove, lagjja 28", 9),
            ("fush kosov", 9),
            ("fushkosove", 9),
            ("Kosovo Polje", 9),
            ("u Kosovom Polju", 9),
            ("косово поље", 9),
            ("KOSOVOPOLJE", 9),
            ("K. Polje", 9),
            ("Zac kod Istoka", 6),
            ("istok", 6),
            ("Истоку", 6),
            ("Burim", 6),
            ("Peja", 17),
            ("Peja/Pec", 17),
            ("pejes", 17),
            ("Пећ", 17),
            ("peci", 17),
            ("ne Peje, fshati Vitomirice", 17),
            ("Gračanica", 35),
            ("GRAÇANICË", 35),
            ("Грачаници", 35),
            ("iz gracanice", 35),
            ("Graqanica", 35),
            ("graçanic", 35),
            ("Đakovica", 2),
            ("Djakovica", 2),
            ("Dakovica", 2),
            ("ђаковице", 2),
            ("gjakov", 2),
            ("Gjakovës", 2),
            ("prishtin", 19),
            ("Prištini", 19),
            ("Prishtinën", 19),
            ("priština 😀", 19),
            ("Drenas", 3),
            ("Obilić", 15),
            ("Kastriot", 15),
            ("hani i elezit", 31),
            ("Han Elezit", 31),
            ("Elez-Han", 31),
            ("Djeneral Janković", 31),
            ("suvareka", 24),
            ("u Suvoj Reci", 24),
            ("Theranda", 24),
            ("Zubin Potok", 28),
            ("zubinpotok", 28),
            ("Зубином Потоку", 28),
            ("Viti", 26),
            ("komuna Viti", 26),
            ("Kosovska Vitina", 26),
            ("klina", 8),
            ("te Klinës", 8),
            ("Kosovska Kamenica", 10),
            ("Gora", 5),
            ("iz Gore", 5),
            ("fshat ne Opoje", 5),
            ("Dragaš", 5),
            ("MAMUŞA", 32),
            ("Priştine", 19),
            ("vushtri", 27),
            ("Штрпце", 23),
            ("shterpc", 23),
            ("Ferizaj", 25),
            ("iz Uroševca", 25),
            ("novo brdo", 14),
            ("novobrdo", 14),
            ("Videjë", 8),
            ("n Hoçë t'Madhe", 16),
            ("Велика Хоча", 16),
            ("Goraždevcu", 17),
            ("Lešku", 12),
            ("lagjja 29", 9),
        ] {
            assert_eq!(read_answer(answer), known(code), "{answer}");
        }
    }

    #[test]
    fn which_mitrovica_is_asked_unless_said() {
        for answer in [
            "Mitrovica",
            "mitrovicë",
            "Митровица",
            "u Kosovskoj Mitrovici",
            "K. Mitrovica",
            "Mitrovica e Kosoves",
        ] {
            assert_eq!(read_answer(answer), ask(&[38, 11]), "{answer}");
            assert_eq!(find(answer), ask(&[38, 11]), "{answer}");
        }
        for (answer, code) in [
            ("Mitrovica e Veriut", 38),
            ("Severna Mitrovica", 38),
            ("Северној Митровици", 38),
            ("sjeverna mitrovica", 38),
            ("North Mitrovica", 38),
            ("Mitrovica, sever", 38),
            ("na severu, u Mitrovici", 38),
            ("kosovska mitrovica sever", 38),
            ("Mitrovica e Jugut", 11),
            ("Južna Mitrovica", 11),
            ("јужни део Митровице", 11),
            ("jug Mitrovice", 11),
            ("u Mitrovici, na jugu", 11),
            ("selo kod Mitrovice, opština Zvečan", 29),
        ] {
            assert_eq!(read_answer(answer), known(code), "{answer}");
        }
        assert_eq!(read_answer("Sremska Mitrovica"), Place::Unknown);
        assert_eq!(find("sad smo u Sremskoj Mitrovici"), Place::Unknown);
    }

    #[test]
    fn the_north_is_four_municipalities() {
        for answer in ["sever", "на северу", "ne veri", "veri", "north", "the north", "Severno Kosovo"]
        {
            assert_eq!(read_answer(answer), ask(&[38, 12, 28, 29]), "{answer}");
        }
        assert_eq!(read_answer("na severu, Leposavić"), known(12));
        assert_eq!(read_answer("na jugu"), Place::Unknown);
        assert_eq!(find("imam kuću na severu Kosova"), ask(&[38, 12, 28, 29]));
        assert_eq!(find("živim na severu Srbije"), Place::Unknown);
        assert_eq!(find("dritarja nga veriu... veri"), ask(&[38, 12, 28, 29]));
        assert_eq!(find("soba gleda na sever"), Place::Unknown);
    }

    #[test]
    fn two_places_are_asked_and_many_are_none() {
        assert_eq!(read_answer("Kamenica kod Zvečana"), ask(&[10, 29]));
        assert_eq!(read_answer("Prizren, ne, Gračanica"), ask(&[20, 35]));
        assert_eq!(find("Klina i Gračanica"), ask(&[8, 35]));
        assert_eq!(find("iz Prizrena smo, sad u Gračanici, opet Prizren"), known(20));
        assert_eq!(find("call center job in Klina or Kamenica"), ask(&[8, 10]));
        assert_eq!(find("Prizren, Peja, Gjilan, Ferizaj, Klina"), Place::Unknown);
    }

    #[test]
    fn answers_without_a_place() {
        for answer in ["", "1", "ne znam", "selo", "😀", "u Kraljevu", "viti 1999", "gori kuća", "Novi Pazar"]
        {
            assert_eq!(read_answer(answer), Place::Unknown, "{answer}");
        }
    }

    #[test]
    fn places_in_free_text() {
        for (text, code) in [
            ("U kthyem ne pranvere ne fshat te Klinës. Kulmi na pikon", 8),
            ("Dobar dan, mi smo iz sela kod Istoka a sad u Kraljevu", 6),
            ("Добар дан. Њиву код Ораховца нам неко оре без питања", 16),
            ("I write for my aunt in Peja/Pec. She came back", 17),
            ("imam kucu u Peci", 17),
            ("iz Peći smo", 17),
            ("kuca u opštini Peć", 17),
            ("shtepia ne Viti eshte djegur", 26),
            ("jam nga viti", 26),
            ("vitia", 26),
            ("njiva u klini", 8),
            ("tražim posao, Klina", 8),
            ("IMAM NJIVU KOD KLINE", 8),
            ("kulmi ne Kamenice", 10),
            ("selo blizu, Kamenica", 10),
            ("Jam nga Burimi", 6),
            ("banoj ne Besiane", 18),
            ("fshat në komunën e Kastriotit", 15),
            ("kuca u Opolju", 5),
            ("zovem iz Obilića", 15),
            ("zyra e punsimit Viti nuk m'regjistron", 26),
            ("komshije u Slivovu kod Uroševca", 25),
            ("te nana n Gllogoc t'Lipjanit", 13),
            ("I moved from Gjilan to Viti, note it", 26),
            ("kthim n Siqevë", 8),
            ("who comes to brother in zhur", 20),
            ("market in Mitrovica, Tavnik", 11),
        ] {
            assert_eq!(find(text), known(code), "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_not_places() {
        for text in [
            "treba mi peć za zimu",
            "peći i drva",
            "ПЕЋ ЈЕ ПУКЛА",
            "prozor gleda na istok",
            "na istoku nema puta",
            "u vitin 1999 na dogj shtepia",
            "ne viti 1999 na dogj shtepia",
            "nga viti i kaluar s'kam pension",
            "viti shkollor",
            "ekseri i klinu visi o klinu",
            "TREBA MI KLINA ZA KROV",
            "u gori je drvo, gora je lepa",
            "gori kuca u gori",
            "quhem Burim, djali Besiana",
            "Kastriot Berisha",
            "vozim kamenice za put",
            "a me dilni per mbrapa",
            "kćerka mi je u Švedskoj",
            "nije hitno, ne žuri se",
            "predali smo istog dana",
            "posao na brodu",
            "je l vistina",
            "tražim gospođu Ljiljanu",
            "balance of the account",
            "nema struje dva dana",
        ] {
            assert_eq!(find(text), Place::Unknown, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            let _ = (read_answer(&text), find(&text));
        }

        #[test]
        fn an_offer_has_two_to_four_different_places(
            picks in proptest::collection::vec(0_usize..38, 0..7),
        ) {
            let all: Vec<Municipality> = Municipality::all().collect();
            let text = picks.iter().map(|&pick| all[pick].name_sr_cyrl()).collect::<Vec<_>>().join(", ");
            match read_answer(&text) {
                Place::Ask(mut offered) => {
                    prop_assert!((2..=4).contains(&offered.len()));
                    offered.sort();
                    offered.dedup();
                    prop_assert!(offered.len() >= 2);
                }
                Place::Known(place) => prop_assert!(text.contains(place.name_sr_cyrl())),
                Place::Unknown => prop_assert!(picks.is_empty() || picks.len() > 4),
            }
        }
    }
}
