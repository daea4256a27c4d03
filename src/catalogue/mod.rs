//! The catalogue: every phrase in its reader's language, script and form, from the locales compiled in.
//! Serbian is written once, in Cyrillic; its Latin form is derived when the catalogue is loaded.
//! Not here: what is said to whom (`decide`), how long a text a network carries (`delivery`).

mod problem;
mod variant;

use std::fmt;

use chrono::{Datelike, NaiveDate};
use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

pub use problem::{Error, Flaw, Problem};
use variant::{File, Variant};

use crate::{
    message::Channel,
    phrases::{Blank, Phrase},
    text::{Language, Script, sms_latin},
    topics::Topic,
};

/// Who reads a text, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// Their language.
    pub language: Language,
    /// Their script; it matters for Serbian alone.
    pub script: Script,
    /// The kind of network, which decides the form.
    pub channel: Channel,
}

type Bundle = FluentBundle<FluentResource>;

/// Every sentence, ready to be rendered; loaded once.
pub struct Catalogue {
    bundles: [Bundle; Variant::ALL.len()],
    folding: bool,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("folding", &self.folding).finish_non_exhaustive()
    }
}

impl Catalogue {
    /// Reads the locales and renders every phrase in each of them, so that rendering cannot go wrong later.
    ///
    /// # Errors
    /// When a sentence is missing, written twice, or has a blank that its phrase cannot fill.
    pub fn load() -> Result<Self, Error> {
        Self::read(Variant::files).map_err(Error)
    }

    /// Everything wrong with the locales, for the doctor; nothing if the catalogue loads.
    #[must_use]
    pub fn verify() -> Vec<Problem> {
        Self::read(Variant::files).err().unwrap_or_default()
    }

    /// Whether Latin SMS are written in the letters of GSM-7 alone (`ë` as `e`), for less than half the price.
    #[must_use]
    pub fn with_folding(self, folding: bool) -> Self {
        Self { folding, ..self }
    }

    /// The phrase as this reader reads it. It cannot go wrong: loading has rendered every phrase in every variant.
    #[must_use]
    pub fn render(&self, phrase: &Phrase, reader: Reader) -> String {
        let text = self.say(phrase, reader).expect("loading has rendered every phrase in every variant");
        match (reader.channel, Variant::of(reader)) {
            (Channel::Telegram, _) | (_, Variant::SerbianCyrillic) => text,
            (Channel::Sms, _) if self.folding => sms_latin(&text),
            (Channel::Sms, _) => text,
        }
    }

    fn read(files: impl Fn(Variant) -> Vec<File>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let bundles = Variant::ALL.map(|variant| bundle(variant, files(variant), &mut problems));
        let catalogue = Self { bundles, folding: true };
        problems.extend(Variant::ALL.into_iter().flat_map(|variant| catalogue.problems(variant)));
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }

    fn problems(&self, variant: Variant) -> Vec<Problem> {
        let (language, script) = variant.reader();
        let words = Topic::all().map(Topic::label_key).chain((1..=7).map(weekday_key));
        let telegram = Reader { language, script, channel: Channel::Telegram };
        let mut problems: Vec<_> = words.filter_map(|key| self.word(&key, telegram).err()).collect();
        for phrase in Phrase::specimens() {
            for channel in [Channel::Telegram, Channel::Sms] {
                if let Err(problem) = self.say(&phrase, Reader { channel, ..telegram })
                    && !problems.contains(&problem)
                {
                    problems.push(problem);
                }
            }
        }
        problems
    }

    fn say(&self, phrase: &Phrase, reader: Reader) -> Result<String, Problem> {
        let mut blanks = FluentArgs::new();
        for (name, blank) in phrase.blanks() {
            blanks.set(name, self.fill(blank, reader)?);
        }
        self.sentence(&phrase.key(), &blanks, reader)
    }

    fn fill(&self, blank: Blank, reader: Reader) -> Result<FluentValue<'static>, Problem> {
        Ok(match blank {
            Blank::Count(count) => count.into(),
            Blank::Day(day) => self.day(day, reader)?.into(),
            Blank::Hour(hour) => hour.format("%-H:%M").to_string().into(),
            Blank::Place(place) => Variant::of(reader).place(place).into(),
            Blank::Topic(topic) => self.word(&topic.label_key(), reader)?.into(),
            Blank::Phrase(phrase) => self.say(&phrase, reader)?.into(),
            Blank::Lines(phrases) => {
                let lines: Result<Vec<_>, _> =
                    phrases.iter().map(|phrase| self.say(phrase, reader)).collect();
                lines?.join("\n").into()
            }
            Blank::Options(phrases) => {
                let options: Result<Vec<_>, _> = phrases
                    .iter()
                    .enumerate()
                    .map(|(at, phrase)| Ok(format!("{} {}", at + 1, self.say(phrase, reader)?)))
                    .collect();
                options?.join(" ").into()
            }
            Blank::Verbatim(words) => words.into(),
        })
    }

    fn day(&self, day: NaiveDate, reader: Reader) -> Result<String, Problem> {
        let weekday = self.word(&weekday_key(day.weekday().number_from_monday()), reader)?;
        Ok(format!("{}.{}. ({weekday})", day.day(), day.month()))
    }

    /// A sentence without blanks.
    fn word(&self, key: &str, reader: Reader) -> Result<String, Problem> {
        self.sentence(key, &FluentArgs::new(), reader)
    }

    fn sentence(&self, key: &str, blanks: &FluentArgs<'_>, reader: Reader) -> Result<String, Problem> {
        let variant = Variant::of(reader);
        let bundle = &self.bundles[variant as usize];
        let problem = |flaw| Problem { locale: variant.tag(), key: key.to_owned(), flaw };
        let message = bundle.get_message(key).ok_or_else(|| problem(Flaw::Missing))?;
        let short = match reader.channel {
            Channel::Telegram => None,
            Channel::Sms => message.get_attribute("sms").map(|sms| sms.value()),
        };
        let pattern = short.or_else(|| message.value()).ok_or_else(|| problem(Flaw::Missing))?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(blanks), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(problem(Flaw::Blank(error.to_string()))),
        }
    }
}

fn weekday_key(number_from_monday: u32) -> String {
    format!("weekday-{number_from_monday}")
}

fn bundle(variant: Variant, files: Vec<File>, problems: &mut Vec<Problem>) -> Bundle {
    let locale = variant.tag();
    let mut bundle = Bundle::new_concurrent(vec![variant.langid()]);
    // Isolating marks would be seen as boxes on old phones, and one of them makes an SMS cost twice.
    bundle.set_use_isolating(false);
    for (name, source) in files {
        let resource = FluentResource::try_new(source.into_owned()).unwrap_or_else(|(resource, errors)| {
            problems.extend(errors.into_iter().map(|error| {
                let line = resource.source()[..error.pos.start].matches('\n').count() + 1;
                let flaw = Flaw::Unreadable { line, why: error.kind.to_string() };
                Problem { locale, key: name.to_owned(), flaw }
            }));
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.into_iter().map(|error| match error {
                fluent::FluentError::Overriding { id, .. } => Problem { locale, key: id, flaw: Flaw::Twice },
                other => Problem { locale, key: name.to_owned(), flaw: Flaw::Blank(other.to_string()) },
            }));
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::places::Municipality;

    const SQ: Reader =
        Reader { language: Language::Albanian, script: Script::Latin, channel: Channel::Telegram };
    const SR_CYRL: Reader =
        Reader { language: Language::Serbian, script: Script::Cyrillic, channel: Channel::Telegram };
    const SR_LATN: Reader = Reader { script: Script::Latin, ..SR_CYRL };
    const EN: Reader = Reader { language: Language::English, ..SQ };

    fn by_sms(reader: Reader) -> Reader {
        Reader { channel: Channel::Sms, ..reader }
    }

    fn catalogue() -> Catalogue {
        Catalogue::load().unwrap_or_else(|error| panic!("{error}"))
    }

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
    }

    fn broken(in_variant: Variant, was: &str, is: &str) -> Vec<Problem> {
        let files = |variant: Variant| {
            let mut files = variant.files();
            if variant == in_variant {
                assert!(files.iter().any(|(_, source)| source.contains(was)), "{was}");
                files.iter_mut().for_each(|(_, source)| *source = source.replace(was, is).into());
            }
            files
        };
        Catalogue::read(files).err().unwrap_or_default()
    }

    #[test]
    fn many_threads_may_render() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&catalogue());
    }

    #[test]
    fn a_phrase_is_read_in_four_ways() {
        let catalogue = catalogue();
        let phrase = Phrase::WeCall { day: day(3, 12) };
        for (reader, text) in [
            (SQ, "Faleminderit. Ju therrasim deri me 12.3. (e enjte)."),
            (SR_CYRL, "Хвала. Позваћемо Вас до 12.3. (четвртак)."),
            (SR_LATN, "Hvala. Pozvacemo Vas do 12.3. (cetvrtak)."),
            (EN, "Thank you. We call you by 12.3. (Thursday)."),
        ] {
            assert_eq!(catalogue.render(&phrase, by_sms(reader)), text);
        }
    }

    #[test]
    fn folding_is_for_latin_sms_alone_and_can_be_left_off() {
        let catalogue = catalogue();
        let phrase = Phrase::AskPlace;
        assert_eq!(catalogue.render(&phrase, SR_LATN), "Koja opština ili selo?");
        assert_eq!(catalogue.render(&phrase, by_sms(SR_LATN)), "Koja opstina ili selo?");
        assert_eq!(catalogue.render(&phrase, by_sms(SR_CYRL)), "Која општина или село?");
        let unfolded = catalogue.with_folding(false);
        assert_eq!(unfolded.render(&phrase, by_sms(SR_LATN)), "Koja opština ili selo?");
    }

    #[test]
    fn counts_choose_the_form_of_their_language() {
        let catalogue = catalogue();
        let first_line = |people, reader| {
            let text = catalogue.render(&Phrase::EventYes { people }, reader);
            text.split(". ").nth(1).expect("a second sentence").to_owned()
        };
        for (people, text) in
            [(1, "долази 1 особа"), (3, "долазе 3 особе"), (5, "долази 5 особа"), (21, "долази 21 особа")]
        {
            assert_eq!(first_line(people, SR_CYRL), format!("Записали смо: {text}"));
        }
        assert_eq!(first_line(22, SR_LATN), "Zapisali smo: dolaze 22 osobe");
        assert_eq!(first_line(1, SQ), "E shënuam: vjen 1 person");
        assert_eq!(first_line(21, SQ), "E shënuam: vijnë 21 veta");
        assert_eq!(first_line(1, EN), "We wrote down 1 person");
    }

    #[test]
    fn blanks_are_in_the_readers_language_and_words_are_left_alone() {
        let catalogue = catalogue();
        let invitation = Phrase::EventInvite {
            event: "takim me fqinjë".into(),
            day: day(3, 14),
            hour: NaiveTime::from_hms_opt(8, 5, 0).expect("a time"),
            place: "Школа".into(),
        };
        let text = catalogue.render(&invitation, SR_LATN);
        assert!(
            text.starts_with("Prag Vas poziva: takim me fqinjë\n14.3. (subota) u 8:05\nШкола\n"),
            "{text}"
        );
        let role = Box::new(Phrase::RoleCaseworker);
        let welcome = catalogue.render(&Phrase::StaffWelcome { role }, SR_LATN);
        assert!(welcome.contains("Vaša uloga: voditelj slučaja."), "{welcome}");
        let place: Municipality = "17".parse().expect("a municipality");
        let subscribed = Phrase::ButtonPlace { place };
        assert_eq!(catalogue.render(&subscribed, SR_CYRL), "Пећ");
        assert_eq!(catalogue.render(&subscribed, SR_LATN), "Peć");
        assert_eq!(catalogue.render(&subscribed, EN), "Pejë/Peć");
    }

    #[test]
    fn a_flaw_is_named_by_key_and_locale() {
        assert_eq!(Catalogue::verify(), []);
        let missing = broken(Variant::Albanian, "\nweekday-7 =", "\nweekday-8 =");
        assert_eq!(missing, [Problem { locale: "sq", key: "weekday-7".to_owned(), flaw: Flaw::Missing }]);
        let twice = broken(Variant::English, "\nbutton-no =", "\nbutton-yes =");
        assert!(twice.contains(&Problem { locale: "en", key: "button-yes".to_owned(), flaw: Flaw::Twice }));
        let blank = broken(Variant::SerbianLatin, "reply = Prag: { $words }", "reply = Prag: { $word }");
        let told: Vec<_> = blank.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("locale sr-Latn: reply: a blank that cannot be filled"), "{told:?}");
        let unreadable = broken(Variant::SerbianCyrillic, "\nmenu =", "\nmenu ");
        assert!(
            unreadable
                .iter()
                .any(|problem| matches!(problem.flaw, Flaw::Unreadable { line, .. } if line > 1))
        );
        assert!(Error(unreadable).to_string().contains(" more"));
    }
}
