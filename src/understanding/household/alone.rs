//! The smallest households: who lives alone, one parent with the children, and old couples. Not here: totals and lists.

use super::kinds::Kinds;
use super::words::{Text, Word};

/// One parent and the children that live there: "a widow with three children", "sama sa dvoje dece", "single mum, 2 kids".
pub(super) fn parent(text: &Text) -> Option<u8> {
    const JOINS: [&str; 14] =
        ["sa", "s", "so", "sas", "me", "with", "i", "of", "and", "na", "majka", "nene", "nane", "mother"];
    (1..text.len()).find_map(|at| {
        let word = &text.words[at];
        let n = word.number.filter(|&n| n < 13)?;
        let before = &text.words[at.saturating_sub(5)..at];
        let alone = before.iter().position(|word| word.is(Kinds::ONE_PARENT))?;
        if before[alone + 1..].iter().chain([word]).any(|word| word.stop) {
            return None;
        }
        let last = &text.words[at - 1];
        let joined = last.says(&JOINS)
            || is_parent(last)
            || last.says(&["divorced", "razvedena", "razveden", "shkurorzume"])
            || word.comma && before.iter().any(is_parent);
        let next = text.joined(at + 1);
        let over = next.and(text.joined(at + 2));
        let child = |word: Option<&Word>| {
            word.is_some_and(|word| {
                word.is(Kinds::MANY) && !word.is(Kinds::SIBLINGS) || n == 1 && word.is(Kinds::ONE)
            })
        };
        let children = child(next) || next.is_some_and(|word| word.is(Kinds::ABOUT)) && child(over);
        // "widow with three", "samohrana majka troje"
        let bare = next.is_none() && before.iter().any(is_parent) && last.says(&JOINS);
        (joined && (children || bare)).then(|| n.saturating_add(1))
    })
}

fn is_parent(word: &Word) -> bool {
    const PARENTS: [&str; 29] = [
        "samohrana",
        "samohran",
        "razvedena",
        "razveden",
        "divorced",
        "ndame",
        "ndare",
        "mother",
        "mum",
        "mom",
        "father",
        "dad",
        "parent",
        "majka",
        "otac",
        "roditelj",
        "nene",
        "nane",
        "nena",
        "nana",
        "baba",
        "udovica",
        "udovac",
        "widow",
        "widower",
        "veje",
        "ve",
        "veja",
        "vdovica",
    ];
    word.says(&PARENTS)
}

/// Who lives alone and says so.
pub(super) fn alone(text: &Text) -> Option<u8> {
    (0..text.len()).find_map(|at| lives_alone(text, at).then_some(1))
}

fn lives_alone(text: &Text, at: usize) -> bool {
    const I_AM: [&str; 4] = ["jam", "jom", "sam", "am"];
    const LONELY: [&str; 7] = ["vet", "vetem", "alone", "sam", "sama", "vetum", "single"];
    let word = &text.words[at];
    let near = |reach: usize| {
        text.words[at + 1..text.len().min(at + 1 + reach)].iter().take_while(|word| !word.stop)
    };
    let joined = text.words[at + 1..text.len().min(at + 5)].iter().take_while(|word| !word.parted());
    let with = joined.clone().any(|word| text.is_with(word) || word.says(&["moving"]));
    let denied = text.back(at, 1).is_some_and(|word| word.is(Kinds::NOT) && !word.says(&["ne", "s"]))
        || text
            .back(at, 1)
            .is_some_and(|word| word.is(Kinds::ONE) || word.is(Kinds::PAIR) || word.is(Kinds::PRONOUN))
        || text.back(at, 1).is_some_and(|word| word.says(&["ne", "gde", "who", "when", "kad", "kur"]))
        || text.back(at, 2).is_some_and(|word| word.says(&["when", "kad", "parents", "kur"]));
    if with || denied {
        return false;
    }
    if word.is(Kinds::I_LIVE) && !word.says(&["zivimo", "jetojme"]) {
        let after = joined.take(3).any(|word| word.is(Kinds::ALONE) && !word.says(&["samo", "vetmun"]));
        let before = text.joined(at).is_some() && text.back(at, 1).is_some_and(|word| word.says(&LONELY));
        return after || before;
    }
    if word.says(&I_AM) {
        let next = text.joined(at + 1).is_some_and(|word| word.says(&LONELY));
        let before = text.joined(at).is_some() && at > 0 && text.words[at - 1].says(&LONELY);
        let home = text.phrase(at).iter().any(|word| {
            word.is(Kinds::HOME) && !word.is(Kinds::OURS) || word.says(&["ko", "kao", "un", "shpi", "kuci"])
        });
        let whole = before
            && text.phrase(at).len() == 2
            && text.words.get(at + 1).is_some_and(|age| age.said.starts_with(|c: char| c.is_ascii_digit()));
        let somewhere =
            next && text.joined(at + 2).is_some_and(|word| word.is(Kinds::IN) && !word.says(&["at"]));
        return (next || before) && home || whole || somewhere && !text.english;
    }
    let am = at == 0 || text.words[at.saturating_sub(4)..at].iter().any(|word| word.says(&["m", "am"]));
    text.english && word.says(&["alone"]) && am && near(3).any(|word| word.is(Kinds::HOME))
        || text.english
            && am
            && word.says(&["man", "woman"])
            && near(1).any(|word| word.says(&["alone"]))
            && near(2).any(|word| word.says(&["here", "in"]))
}

/// "two old people", "dy pleq jemi", "man and wife": a couple.
pub(super) fn couple(text: &Text) -> Option<u8> {
    const WORDS: [(&str, &str); 8] = [
        ("man", "woman"),
        ("man", "wife"),
        ("muz", "zena"),
        ("burr", "grua"),
        ("nane", "bir"),
        ("starac", "starica"),
        ("baka", "deka"),
        ("penzioner", "zena"),
    ];
    (0..text.len()).find_map(|at| {
        let word = &text.words[at];
        let old = word.number == Some(2)
            && text.joined(at + 1).is_some_and(|next| {
                next.is(Kinds::OLD)
                    || next.says(&["pleqt"]) && text.back(at, 1).is_some_and(|word| word.says(&["na", "ne"]))
            })
            && !text.words[at.saturating_sub(1)..at].iter().any(|word| word.says(&["the", "other", "za"]));
        let pair = WORDS.iter().any(|&(one, other)| {
            word.said == one
                && text.joined(at + 1).is_some_and(|word| word.is(Kinds::AND))
                && text.joined(at + 2).is_some_and(|word| word.said == other)
        });
        // "we are two sisters in one house", "rrojm tri motra bashk"
        let together = || {
            text.phrase(at).iter().any(|word| {
                word.is(Kinds::TOGETHER)
                    || word.is(Kinds::WE_LIVE)
                    || word.says(&["together", "bashk", "zajedno", "bashke"])
            })
        };
        let siblings = word.number.filter(|&n| {
            (2..4).contains(&n)
                && text.joined(at + 1).is_some_and(|word| word.is(Kinds::SIBLINGS))
                && (text.back(at, 1).is_some_and(|word| {
                    word.is(Kinds::WE_ARE)
                        || word.says(&["nas"])
                        || word.is(Kinds::WE_LIVE)
                        || word.says(&["are", "re"])
                            && text.back(at, 2).is_some_and(|word| word.says(&["we"]))
                }) || text.joined(at + 2).is_some_and(|word| word.is(Kinds::WE_LIVE)))
                && together()
        });
        siblings.or((old || pair).then_some(2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lives_alone_is_one() {
        for text in [
            "Živim sam, nepokretan",
            "jetoj vet n Nashec",
            "Jam 81 vjet, rri vetem, kush do me me larë",
            "sama sam ko prst u Sušiću",
            "i am 70 and live alone",
        ] {
            assert_eq!(alone(&Text::read(text)), Some(1), "{text}");
        }
        for text in [
            "my parents live alone",
            "ne mogu da živim, rešio sam",
            "ne živim sam",
            "children alone in the house",
        ] {
            assert_eq!(alone(&Text::read(text)), None, "{text}");
        }
    }

    #[test]
    fn one_parent_is_counted_with_the_children() {
        for (text, n) in [
            ("a widow with three children", 4),
            ("samohrana majka sa troje dece", 4),
            ("single mother, two kids", 3),
            ("e veja me dy vajza", 3),
        ] {
            assert_eq!(parent(&Text::read(text)), Some(n), "{text}");
        }
        assert_eq!(parent(&Text::read("she is alone with two brothers")), None);
    }

    #[test]
    fn a_couple_is_two_and_sisters_that_live_together_as_many_as_they_are() {
        for (text, n) in [
            ("jemi dy pleq n shpi", 2),
            ("we are old man and woman", 2),
            ("rrojm tri motra bashk", 3),
            ("we are two sisters in one house", 2),
        ] {
            assert_eq!(couple(&Text::read(text)), Some(n), "{text}");
        }
    }
}
