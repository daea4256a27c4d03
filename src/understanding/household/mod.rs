//! How many the writer's household is: a total that is stated, a list of all of them, or one who lives alone.
//! Not here: heirs, pupils, guests and cows, and the household of anybody else.

mod alone;
mod cue;
mod kinds;
mod list;
mod numbers;
mod told;
mod total;
mod words;

use words::Text;

/// Reads how many people live in the writer's household, if the text says.
#[must_use]
pub fn size(text: &str) -> Option<u8> {
    let text = Text::read(text);
    told::told_with_us(&text)
        .or_else(|| total::stated(&text, true))
        .or_else(|| alone::parent(&text))
        .or_else(|| told::told(&text))
        .or_else(|| total::stated(&text, false))
        .or_else(|| alone::alone(&text))
        .or_else(|| alone::couple(&text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_a_total_and_a_list_the_total_counts() {
        for (text, n) in [
            ("Jemi katër: une, nusja dhe dy binjaket 5 muajshe", 4),
            ("nas petoro, ja, žena i troje dece", 5),
            ("We are six (me, husb, his mother and 3 boys) in ONE garage", 6),
            ("живим са мајком, две жене смо, а нас је у кући двоје", 2),
        ] {
            assert_eq!(size(text), Some(n), "{text}");
        }
    }

    #[test]
    fn what_else_is_counted_is_no_household() {
        for text in [
            "",
            "imam 5 krava",
            "jena 7 trashigimtar",
            "nas je devet naslednika",
            "we are 9 heirs",
            "dy dhoma e nji kuzhin",
            "pet kućica su postavili",
            "troje dece nema knjige",
            "jemi 30 familje n fshat",
            "dolazimo nas petoro na sastanak",
            "brat ima petoro u kući",
            "kids sleep 3 on a sofa",
            "they are two sisters",
            "jena 3 hekurpunues",
            "U \"Trepči\" smo radili muž i ja",
            "room 7, building 5",
            "vratili se 3. marta",
        ] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>()) {
            let _ = size(&text);
        }

        #[test]
        fn words_in_any_order_can_be_read(text in "((ja|me|i|my wife|žena|dy|2|petoro|fmi|kids|me|sa|with|nas|we are|jena|,|\\.|7|shpi|u kući) ){0,12}") {
            let _ = size(&text);
        }

        #[test]
        fn a_total_is_read_in_both_scripts(n in 2_u8..=12) {
            prop_assert_eq!(size(&format!("nas je {n} u kući")), Some(n));
            prop_assert_eq!(size(&format!("нас је {n} у кући")), Some(n));
        }
    }
}
