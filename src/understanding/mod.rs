//! What a free text says: language, topic, place, danger. Whole words and stems from `data/patterns.csv`, nothing
//! learned; deterministic, and every match can be named. Not here: always-on words (`commands`), answers to an
//! open question (`conversation::answer`).

mod language;
mod patterns;

use crate::{
    commands,
    places::{self, Place},
    text::{Language, Script, fold},
    topics::Topic,
};

pub use language::tongue_of;

/// What was read out of a text.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The language and script it is written in, if it shows.
    pub tongue: Option<(Language, Script)>,
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
            "Муж ме бије кад попије",
            "komšija mi prijeti da će nas pobiti",
            "bacali su nam kamenje sinoc",
            "gadaju nam kucu kamenjem",
            "пуцају на нас",
            "će me utepa",
            "kuća nam gori",
            "nemam đe da spavam",
            "nemamo kude da spijemo",
            "Немамо где да преноћимо са децом",
            "dijete mi je nestalo",
            "ne živi mi se više",
            "istukli su mi sina u selu",
            "s'kemi ku të flejmë sonte",
        ] {
            assert!(understand(text).danger, "{text}");
        }
        for text in [
            "hitno mi treba izvod rodjenih",
            "urgjent me duhet pasaporta",
            "mi smo iz Kamenice, krov prokisnjava",
            "potrebna nam je peć za zimu, drva imamo",
            "kuća nam je oštećena u bombardovanju",
            "niko nije u opasnosti, samo krov curi",
            "zid puca, treba nam cement",
            "bombone i pelene za bebu",
            "treba da se porađam u maju, ko je lekar",
            "hvala puno",
        ] {
            assert!(!understand(text).danger, "{text}");
        }
    }

    #[test]
    fn serbian_as_it_is_spoken_finds_its_topic() {
        for (text, code) in [
            ("hteli bismo da obiđemo kuću u selu", "ret.see"),
            ("treba mi izvod iz matične knjige umrlih za oca", "doc.marriage_death"),
            ("traži se invalidska penzija", "social.pension"),
            ("tapija je na dedu", "doc.property_paper"),
            ("Заузели су нам кућу", "prop.occupied"),
            ("kuća nam je spaljena", "house.rebuild"),
            ("ljekovi za pritisak", "health.medicine"),
            ("vakcina za dijete", "health.mother_child"),
            ("prevoz dece do škole", "edu.transport"),
            ("ogrjev za zimu", "house.winter"),
            ("tražim novac za lekove", "health.medicine"),
            ("čovek je tražio 200 evra da nas stavi na spisak", "feed.money"),
            ("da li je istina da dele pakete", "feed.rumour"),
        ] {
            assert_eq!(topic(text), Some(code), "{text}");
            assert!(!understand(text).danger, "{text}");
        }
        assert_eq!(topic("živimo pokraj groba"), None, "beside is no theft");
    }

    #[test]
    fn chatter_has_no_topic() {
        for text in ["hvala", "mirë jam", "ok", "👍", "", "12345"] {
            assert_eq!(topic(text), None, "{text}");
        }
    }
}
