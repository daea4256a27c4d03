//! What a free text says: language, topic, place, danger. Whole words and stems from `data/patterns.csv`, nothing
//! learned; deterministic, and every match can be named. Not here: always-on words (`commands`), answers to an
//! open question (`conversation::answer`).

mod language;
mod patterns;

use crate::{
    commands,
    places::{self, Place},
    text::fold,
    topics::Topic,
};

pub use language::{Tell, tongue_of};

/// What was read out of a text.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The language and script it is written in, if it shows.
    pub tongue: Option<Tell>,
    /// What is needed.
    pub topic: Option<Topic>,
    /// Danger to life or body.
    pub danger: bool,
    /// The municipality it names.
    pub place: Place,
}

/// Reads a text.
#[must_use]
pub fn understand(text: &str) -> Understanding {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let topic = patterns::topic(&words);
    Understanding {
        tongue: tongue_of(text),
        danger: patterns::danger(&words)
            // "URGENT he is here again" is a cry; "hitno mi treba izvod" is an errand, and its topic says so.
            || topic.is_none() && words.len() > 1 && commands::begins_with_danger(text),
        topic,
        place: places::find(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(text: &str) -> Option<&'static str> {
        understand(text).topic.map(Topic::code)
    }

    #[test]
    fn the_first_messages_of_the_twelve_conversations_are_understood() {
        for (text, code) in [
            ("Pershendetje, vajza 3 vjeq ska certifikate te lindjes cka me bo", "doc.birth"),
            (
                "U kthyem ne pranvere ne fshat te Klinës. Kulmi na pikon ne 2 dhoma, jemi 5 veta",
                "house.minor_repair",
            ),
            (
                "Dobar dan, mi smo iz sela kod Istoka a sad u Kraljevu. Hteli bi da vidimo kucu pre nego odlucimo",
                "ret.see",
            ),
            ("Добар дан. Њиву код Ораховца нам неко оре без питања", "prop.occupied"),
            (
                "Hello, I write for my aunt in Peja/Pec. She is 71 and alone. No money for her medicines",
                "health.medicine",
            ),
            ("treba mi izvod iz maticne za cerku u Nisu smo", "doc.birth"),
            ("roof is leaking 5 of us in vitomirica", "house.minor_repair"),
        ] {
            assert_eq!(topic(text), Some(code), "{text}");
            assert!(!understand(text).danger, "{text}");
        }
    }

    #[test]
    fn danger_is_heard_in_every_language_and_an_errand_is_not_danger() {
        for text in [
            "po na gjujne me gure ne shpi kam frike per femijt",
            "URGENT somebody is at my door again",
            "гађају нам кућу, гађају каменицама",
            "muz me tuce, tuce me stalno",
            "HITNO dolaze opet",
            "we have nowhere to sleep tonight",
            "s'kemi ku të flejmë sonte",
            "burri më rreh",
            "e ka rrahur djalin dhe me ka rrahur mua",
            "na kanë kërcënuar prapë",
            "po gjuajnë me armë",
            "shtëpia po digjet",
            "nuk dua te jetoj me",
            "jemi në rrezik",
            "muž me bije",
            "компшија ми прети",
            "pucaju ispred kuce",
            "kuća nam gori",
            "ne zelim da zivim vise",
            "my husband hurts me",
            "not ok he hits me",
            "nobody helps us we are in danger",
            "hitno puca na nas komsija",
        ] {
            assert!(understand(text).danger, "{text}");
        }
        for text in [
            "hitno mi treba izvod rodjenih",
            "urgjent me duhet pasaporta",
            "mi smo iz Kamenice, krov prokisnjava",
            "potrebna nam je peć za zimu, drva imamo",
            "hvala puno",
            "the roof, nobody in danger",
            "nobody is in danger",
            "nuk jemi ne rrezik",
            "niko nije u opasnosti",
            "na duhet bombol gazi",
            "kerkoj para per ilace",
            "tražim pare za lekove",
        ] {
            assert!(!understand(text).danger, "{text}");
        }
    }

    #[test]
    fn who_asks_for_money_complains_of_nobody() {
        for text in ["kerkoj para per ilace", "tražim pare za lekove", "kerkoje para per barna"] {
            assert_eq!(topic(text), Some("health.medicine"), "{text}");
        }
        for text in ["covek na terenu trazio pare", "zyrtari na kerkoi para", "he asked us for money"] {
            assert_eq!(topic(text), Some("feed.money"), "{text}");
        }
    }

    #[test]
    fn chatter_has_no_topic() {
        for text in ["hvala", "mirë jam", "ok", "👍", "", "12345"] {
            assert_eq!(topic(text), None, "{text}");
        }
    }
}
