//! Law 12: every sentence exists in every language and script, asks for the same blanks, and fits its SMS.
//! Not here: whether a sentence is good; that takes a reader.

mod ftl;

use std::collections::{BTreeMap, BTreeSet};

use prag::{
    catalogue::{Catalogue, Reader},
    commands::{self, YesNo, yes_no},
    message::Channel,
    phrases::{Blank, Phrase},
    places::{Municipality, Place, read_answer},
    text::{Encoding, Script, fold, segments},
    topics::Topic,
};

use ftl::{Form, Locale, each_form, locales, sentences};

/// The phrase with every topic that may be named, every municipality, every weekday and some counts in its blanks, each with
/// each; among them is the longest there can be in each language.
fn variations(phrase: &Phrase) -> Vec<Phrase> {
    let (mut all, mut filled) = (vec![json(phrase)], BTreeSet::new());
    for (_, blank) in phrase.blanks() {
        let (was, values): (_, Vec<_>) = match blank {
            Blank::Topic(topic) => (
                json(&topic),
                Topic::all().filter(|topic| !topic.discreet()).map(|topic| json(&topic)).collect(),
            ),
            Blank::Place(place) => (json(&place), Municipality::all().map(|place| json(&place)).collect()),
            Blank::Day(day) => (json(&day), day.iter_days().take(7).map(|day| json(&day)).collect()),
            Blank::Count(count) => {
                (format!(":{count}"), (1..=count).map(|count| format!(":{count}")).collect())
            }
            Blank::Hour(_) | Blank::Phrase(_) | Blank::Lines(_) | Blank::Options(_) | Blank::Verbatim(_) => {
                continue;
            }
        };
        // Two blanks with the same value are filled alike.
        if filled.insert(was.clone()) {
            assert!(all[0].contains(&was), "{} has no {was}", phrase.key());
            all = all.iter().flat_map(|json| values.iter().map(|is| json.replace(&was, is))).collect();
        }
    }
    all.iter().map(|json| serde_json::from_str(json).expect("written by the same type")).collect()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data")
}

/// Everything a person can receive, rendered: calls `look` with locale, key and text.
fn each_text_for_people(channel: Channel, mut look: impl FnMut(&Locale, &str, &str)) {
    let catalogue = Catalogue::load().unwrap_or_else(|error| panic!("{error}"));
    for locale in locales() {
        let reader = Reader { language: locale.language, script: locale.script, channel };
        for phrase in Phrase::specimens().iter().filter(|phrase| !phrase.for_staff()).flat_map(variations) {
            look(&locale, &phrase.key(), &catalogue.render(&phrase, reader));
        }
    }
}

#[test]
fn every_locale_has_exactly_the_keys_that_are_used() {
    let phrases = Phrase::specimens().into_iter().map(|phrase| phrase.key());
    let labels = Topic::all().map(Topic::label_key);
    let weekdays = (1..=7).map(|day| format!("weekday-{day}"));
    let used: BTreeSet<_> = phrases.chain(labels).chain(weekdays).collect();
    for locale in locales() {
        let written: BTreeSet<_> = sentences(&locale).into_keys().collect();
        let missing: Vec<_> = used.difference(&written).collect();
        let unused: Vec<_> = written.difference(&used).collect();
        assert!(missing.is_empty() && unused.is_empty(), "{}: {missing:?} {unused:?}", locale.name);
    }
}

#[test]
fn every_form_has_exactly_the_blanks_of_its_phrase() {
    let phrases: BTreeMap<_, _> =
        Phrase::specimens().into_iter().map(|phrase| (phrase.key(), phrase.blanks())).collect();
    each_form(|locale, key, name, form| {
        let blanks = phrases.get(key).map(Vec::as_slice).unwrap_or_default();
        let names: BTreeSet<_> = blanks.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(form.blanks, names, "{}: {key} {name}", locale.name);
        for (counted, forms, default) in &form.choices {
            let is_count =
                blanks.iter().any(|(name, blank)| name == counted && matches!(blank, Blank::Count(_)));
            assert!(is_count, "{}: {key} {name}: {counted} is no count", locale.name);
            assert_eq!(forms, locale.plurals, "{}: {key} {name}: the plural forms", locale.name);
            assert_eq!(default, "other", "{}: {key} {name}: the default", locale.name);
        }
    });
}

#[test]
fn every_locale_has_the_same_short_forms_with_the_same_digits() {
    // Telephone numbers, choices and examples stand in any order, but they are the same.
    let digits = |form: &Form| {
        let mut found: Vec<_> = form.words.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect();
        found.retain(|number| !number.is_empty());
        found.sort();
        found
    };
    let [english, others @ ..] = locales();
    let english = sentences(&english);
    for locale in others {
        for (key, forms) in sentences(&locale) {
            assert!(forms.keys().eq(english[&key].keys()), "{}: {key} has other forms", locale.name);
            for (name, form) in forms {
                assert_eq!(digits(&form), digits(&english[&key][&name]), "{}: {key} {name}", locale.name);
            }
        }
    }
}

/// What may take one part more than its budget, and why.
const LONGER: [(&str, &str, &str); 1] = [(
    "sr-Cyrl",
    "event-invite",
    "at their longest, event and place are 70 letters of the leader's own words",
)];

#[test]
fn every_sms_is_within_its_parts() {
    let mut over = BTreeSet::new();
    let mut longer = BTreeSet::new();
    each_text_for_people(Channel::Sms, |locale, key, text| {
        let budget = if locale.script == Script::Cyrillic { 2 } else { 1 };
        let parts = segments(text).parts;
        if parts > budget && key != "reply" {
            let excused = LONGER.iter().find(|(name, longer, _)| (*name, *longer) == (locale.name, key));
            match excused {
                Some(_) if parts == budget + 1 => _ = longer.insert((locale.name, key.to_owned())),
                _ => _ = over.insert(format!("{} {key}: {parts} parts: {text}", locale.name)),
            }
        }
    });
    assert!(over.is_empty(), "{over:#?}");
    assert_eq!(longer.len(), LONGER.len(), "an exception that is not needed any more");
}

#[test]
fn every_latin_sms_is_in_the_cheap_alphabet_and_on_one_line() {
    each_text_for_people(Channel::Sms, |locale, key, text| {
        assert!(!text.contains('\n'), "{}: {key}: {text}", locale.name);
        // The one text that mixes languages shows a script by writing it.
        if locale.script == Script::Latin && key != "language-choice" {
            assert_eq!(segments(text).encoding, Encoding::Gsm7, "{}: {key}: {text}", locale.name);
        }
    });
}

#[test]
fn every_telegram_text_is_at_most_five_lines() {
    each_text_for_people(Channel::Telegram, |locale, key, text| {
        assert!(text.lines().count() <= 5, "{}: {key}: {text}", locale.name);
    });
}

#[test]
fn latin_serbian_has_no_cyrillic_letter_and_the_choice_of_language_is_the_same_for_all() {
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52f}');
    let mut choices = BTreeSet::new();
    each_form(|locale, key, name, form| {
        if key == "language-choice" {
            choices.insert((name.to_owned(), form.words.clone()));
        } else if locale.script == Script::Latin {
            assert!(!form.words.contains(cyrillic), "{}: {key} {name}: {}", locale.name, form.words);
        }
    });
    assert_eq!(choices.len(), 2, "{choices:#?}");
}

/// Words that tell others what a person went through, or sound like a machine; beginnings, after folding.
const FORBIDDEN: &str = "returnee displaced refugee minorit vulnerab beneficiar victim error fail
    zhvendosur refugjat pakic cenuesh viktim perfitues gabim pavlefshem deshto
    raseljen povratni izbegli manjin ranjiv korisni zrtv gresk neispravn nevazec neuspe http www";
/// The same as whole words, and the names of states.
const FORBIDDEN_WORDS: &str =
    "invalid idp kosovo kosove kosova kosovu serbia serbi serbine srbija srbiji srbije
    albania albaniji shqiperi montenegro";

#[test]
fn no_text_says_what_it_must_not() {
    let plain = |c: char| c.is_alphanumeric() || " \n.,:;?'\"()/-·•_".contains(c);
    each_form(|locale, key, name, form| {
        let place = format!("{}: {key} {name}: {}", locale.name, form.words);
        assert!(form.words.chars().all(plain), "a mark that is not plain: {place}");
        assert!(!form.words.contains("  "), "two spaces: {place}");
        for word in fold(&form.words).split(' ') {
            let forbidden = FORBIDDEN.split_whitespace().any(|begin| word.starts_with(begin));
            assert!(
                !forbidden && !FORBIDDEN_WORDS.split_whitespace().any(|whole| word == whole),
                "{word:?}: {place}"
            );
        }
    });
}

#[test]
fn serbian_addresses_a_person_with_a_capital() {
    each_form(|locale, key, name, form| {
        if locale.name == "sr-Cyrl" {
            let words: Vec<_> =
                form.words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
            for (at, word) in words.iter().enumerate() {
                // "How many of you" means the family, not the one who reads.
                let many =
                    words[..at].iter().rev().take(3).any(|before| *before == "Колико" || *before == "колико");
                let small = word.starts_with("ваш") || *word == "вам" || (*word == "вас" && !many);
                assert!(!small, "{key} {name}: {}", form.words);
            }
        }
    });
}

/// The words in capitals, neighbours together: what a text asks its reader to write.
fn capitals(words: &str) -> Vec<String> {
    let mut runs = Vec::new();
    for phrase in words.split(|c: char| !c.is_alphabetic() && c != ' ') {
        let mut run: Vec<&str> = Vec::new();
        for word in phrase.split(' ').chain([""]) {
            if word.chars().count() > 1 && word.chars().all(char::is_uppercase) {
                run.push(word);
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run).join(" "));
            }
        }
    }
    runs.retain(|run| run != "PIN" && run != "ПИН");
    runs
}

#[test]
fn every_word_a_text_asks_for_is_understood_in_its_language() {
    let keys = include_str!("../../../data/commands.csv");
    let mut meant = BTreeMap::new();
    let mut found = 0;
    each_form(|locale, key, name, form| {
        // The placeholders of a colleague's orders are no words to be written.
        if key == "staff-help" {
            return;
        }
        let mut meanings = BTreeSet::new();
        for word in capitals(&form.words) {
            found += 1;
            let place = format!("{}: {key} {name}: {word}", locale.name);
            let row = format!(",{},{word}", locale.language.code());
            assert!(keys.lines().any(|line| line.ends_with(&row)), "not a key of this language: {place}");
            let command = commands::read(&word).map(|command| format!("{command:?}"));
            let no = yes_no(&word, Some(locale.language)) == Some(YesNo::No);
            let meaning = command.or_else(|| no.then(|| "No".to_owned()));
            meanings.insert(meaning.unwrap_or_else(|| panic!("not understood: {place}")));
        }
        let english = meant.entry((key.to_owned(), name.to_owned())).or_insert_with(|| meanings.clone());
        assert_eq!(*english, meanings, "{}: {key} {name} asks for something else", locale.name);
    });
    assert!(found > 100, "the texts name their words in capitals, {found}");
}

#[test]
fn whatever_we_begin_says_who_writes_and_not_about_what() {
    let begun = |phrase: &Phrase| {
        let key = phrase.key();
        key.starts_with("status-") && !matches!(phrase, Phrase::StatusNeedPin | Phrase::StatusNoMatch)
            || ["taken", "reply", "closed-ask", "complaint-closed-ask", "event-invite"]
                .contains(&key.as_str())
    };
    let catalogue = Catalogue::load().expect("complete locales");
    let specimens: Vec<_> = Phrase::specimens().into_iter().filter(begun).collect();
    assert_eq!(specimens.len(), 10);
    for (phrase, locale) in specimens.iter().flat_map(|phrase| locales().map(|locale| (phrase, locale))) {
        for channel in [Channel::Telegram, Channel::Sms] {
            let reader = Reader { language: locale.language, script: locale.script, channel };
            let text = catalogue.render(phrase, reader);
            assert!(text.starts_with("Prag") || text.starts_with("Праг"), "{}: {text}", locale.name);
        }
        assert!(
            !phrase.blanks().iter().any(|(_, blank)| matches!(blank, Blank::Topic(_))),
            "{}",
            phrase.key()
        );
    }
}

#[test]
fn the_digits_of_places_are_in_the_order_in_which_they_are_read() {
    let Place::Ask(mitrovicas) = read_answer("Mitrovica") else { panic!("Mitrovica is asked about") };
    assert_eq!(
        mitrovicas.iter().map(|place| place.name_sq()).collect::<Vec<_>>(),
        ["Mitrovicë e Veriut", "Mitrovicë e Jugut"]
    );
    let Place::Ask(north) = read_answer("na severu") else { panic!("the north is asked about") };
    for locale in locales() {
        let among = &sentences(&locale)["ask-mitrovica"]["sms"].words;
        let words = fold(among);
        let first = words.find(['1']).expect("a first digit");
        let north_first = ["1 north 2 south", "1 e veriut 2 e jugut", "1 severna 2 juzna"];
        assert!(north_first.contains(&&words[first..]), "{}: {among}", locale.name);
        let question = fold(&sentences(&locale)["ask-north"]["sms"].words);
        for (at, place) in north.iter().enumerate() {
            let names =
                [place.name_sq(), place.name_sr_cyrl()].map(|name| format!("{} {}", at + 1, fold(name)));
            let english = at == 0 && question.contains("1 north mitrovica");
            assert!(
                english || names.iter().any(|name| question.contains(name)),
                "{}: {question}",
                locale.name
            );
        }
    }
}

#[test]
fn danger_is_answered_with_the_police_first() {
    let mut answered = 0;
    each_form(|locale, key, name, form| {
        if key.starts_with("urgent-") || key == "consent-no" {
            let numbers: Vec<_> =
                ["192", "112", "194"].iter().filter_map(|number| form.words.find(number)).collect();
            let asked = if ["urgent-open", "urgent-closed", "urgent-away"].contains(&key) { 3 } else { 1 };
            assert!(numbers.len() == asked && numbers.is_sorted(), "{}: {key} {name}", locale.name);
            answered += 1;
        }
    });
    assert!(answered >= 4 * 5);
}
