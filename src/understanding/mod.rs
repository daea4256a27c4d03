//! What a free text says: language, intent, topic, place, danger. The words of `data/patterns.csv` and `data/concepts.csv`, and
//! what a linear model learned of them from the corpus; deterministic, and everything that counted can be named. Not here:
//! always-on words (`commands`), what is made of it (`conversation`), learning (`examples/learn`).

pub mod answer;
mod asks;
pub mod case_number;
mod concepts;
mod explanation;
mod features;
pub mod household;
mod intent;
mod judgement;
mod language;
mod lexicon;
mod model;
mod patterns;
mod vocabulary;

use crate::{
    commands::{self, Command},
    ids::CaseNumber,
    places::{self, Municipality, Place},
    text::{Language, Script, fold, script_of},
    topics::Topic,
};

pub use answer::{Answer, Open};
pub use explanation::{Reason, explain};
use features::wording;
pub use features::{Feature, View, features};
pub use intent::{Intent, UnknownIntent};
pub use judgement::Need;
pub use language::{Tell, tongue_of};
pub use model::{Class, Model, Scale, Scores, Weight};
pub use vocabulary::{Part, Vocabulary};

/// What is heard in a text by rules alone: quick, since every message that comes in is heard.
#[derive(Clone, Debug)]
pub struct Gist {
    /// The language and script it is written in, if small words or letters show it.
    pub tongue: Option<Tell>,
    /// What is needed, where a pattern says so.
    pub topic: Option<Topic>,
    /// Danger to life or body, where a pattern says so.
    pub danger: bool,
    /// The municipality it names.
    pub place: Place,
}

/// The gist of a text.
#[must_use]
pub fn gist(text: &str) -> Gist {
    let folded = fold(text);
    let said = patterns::read(&features::words(&folded));
    Gist {
        tongue: tongue_of(text),
        danger: said.danger
            // "URGENT he is here again" is a cry; "hitno mi treba izvod" is an errand, and its topic says so.
            || said.topic.is_none() && folded.contains(' ') && commands::begins_with_danger(text),
        topic: said.topic,
        place: places::find(text),
    }
}

/// Whether a text is so surely urgent that colleagues are called, by what was learned of messages that people write unasked: an
/// answer to a question may sound like it.
#[must_use]
pub fn is_alarming(text: &str) -> bool {
    judgement::is_alarming(Model::learned().urgency(&wording(text)))
}

/// What was read out of a text.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// What rules alone hear in it.
    pub gist: Gist,
    /// What it answers to the question that is open, and what else it says.
    pub answer: Option<(Answer, String)>,
    /// The language it is most likely written in.
    pub language: Option<Language>,
    /// The script of most of its letters.
    pub script: Option<Script>,
    /// What the person most likely wants.
    pub intent: Intent,
    /// The topic of that, where it says enough.
    pub subtopic: Option<Topic>,
    /// What is needed, and how sure that is.
    pub need: Need,
    /// How likely that is right, from 0 to 1; 0 where it was not asked for.
    pub need_confidence: f32,
    /// Another need that is told besides; the person is asked about it.
    pub besides: Option<Topic>,
    /// Most likely danger to life or body, or what cannot wait.
    pub urgent: bool,
    /// So surely urgent that colleagues are called.
    pub alarming: bool,
    /// Somebody else may read the phone.
    pub silent: bool,
    /// How many the household has.
    pub household_size: Option<u8>,
    /// The number of a case.
    pub case_number: Option<CaseNumber>,
    /// What is wanted besides.
    pub second_intent: Option<Intent>,
    /// How likely the intent is right, from 0 to 1; 0 where it was not asked for.
    pub confidence: f32,
    /// How many words it has.
    words: usize,
}

impl Understanding {
    /// The municipality, where exactly one is meant.
    #[must_use]
    pub fn municipality(&self) -> Option<Municipality> {
        match self.gist.place {
            Place::Known(municipality) => Some(municipality),
            Place::Ask(_) | Place::Unknown => None,
        }
    }

    /// The language and script to answer in; where small words do not show it, whole sentences do.
    #[must_use]
    pub fn tongue(&self) -> Option<Tell> {
        let learned = || Some(Tell { tongue: (self.language?, self.script?), certain: false });
        self.gist.tongue.or_else(|| learned().filter(|_| self.words >= TELLING))
    }

    /// Whether this answers the open question and says no more.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.answer.as_ref().is_some_and(|(_, rest)| rest.is_empty())
    }
}

/// Reads a text as what it is while this question is open: "6" is a household where its size was asked for, "Peja" a place, "1" a
/// choice of a menu, "po" a yes. Without a question everything is read; with one, what was learned is asked only where people tell
/// whole needs instead of answering.
#[must_use]
pub fn understand(text: &str, open: Option<Open>) -> Understanding {
    read(Model::learned(), text, open)
}

/// Reads a text by what this model has learned, with no question open.
#[must_use]
pub fn understand_by(model: &Model, text: &str) -> Understanding {
    read(model, text, None)
}

fn read(model: &Model, text: &str, open: Option<Open>) -> Understanding {
    let answer = open.and_then(|open| answer::answer(text, open));
    let script = script_of(text);
    let mut gist = gist(text);
    if open == Some(Open::Place) {
        gist.place = places::read_answer(text);
    }
    let told = commanded(text);
    let household_size = match &answer {
        Some((Answer::People(people), _)) => Some(*people),
        _ => household::size(text),
    };
    let mut understood = Understanding {
        language: gist.tongue.map(|tell| tell.tongue.0),
        script,
        intent: told.unwrap_or(Intent::Other),
        subtopic: None,
        need: gist.topic.map_or(Need::Unknown, Need::Sure),
        need_confidence: 0.0,
        besides: None,
        urgent: gist.danger,
        alarming: false,
        silent: false,
        household_size,
        case_number: case_number::find(text),
        second_intent: None,
        confidence: if told.is_some() { 1.0 } else { 0.0 },
        answer: answer.map(|(answer, rest)| (answer, rest.to_owned())),
        words: text.split_whitespace().count(),
        gist,
    };
    if open.is_none_or(Open::hears_needs) && !understood.is_answer() {
        understood.judge(model, text, told);
    }
    understood
}

/// A message of fewer words is known by its words or not at all.
const SENTENCE: usize = 2;
/// From so many words on, what was learned tells the language of 19 in 20 messages whose small words do not.
const TELLING: usize = 3;

impl Understanding {
    /// What was learned of whole messages says more than rules do.
    fn judge(&mut self, model: &Model, text: &str, told: Option<Intent>) {
        let scores = model.scores(&features(text));
        let judged = judgement::judge(&scores, told);
        // Digits and signs alone are of no language.
        self.language = judged.language.filter(|_| self.script.is_some());
        self.intent = judged.intent;
        self.subtopic = judged.subtopic;
        self.urgent = judged.urgent;
        self.alarming = judged.alarming;
        self.silent = judged.silent;
        self.second_intent = judged.second_intent;
        self.confidence = judged.confidence;
        if self.words >= SENTENCE {
            (self.need, self.need_confidence) = (judged.need, judged.need_confidence);
        }
        if told.is_none()
            && let Some([first, second]) = asks::two(model, text, &scores)
        {
            (self.need, self.besides) = (Need::Sure(first), Some(second));
        }
    }
}

/// The intent of a message that is an always-on word and nothing else.
fn commanded(text: &str) -> Option<Intent> {
    Some(match commands::read(text)? {
        Command::Help | Command::Start | Command::Back | Command::Menu => Intent::Help,
        Command::Status(_) => Intent::Status,
        Command::Stop | Command::StopInvitations => Intent::Stop,
        Command::Human => Intent::Agent,
        Command::Language(_) => Intent::Language,
        Command::Data | Command::Delete => Intent::MyData,
        Command::Complaint => Intent::Feedback,
        Command::Events => Intent::Events,
        // A cry and the bare word for haste are told apart by what else was learned.
        Command::Urgent => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(text: &str) -> Option<&'static str> {
        gist(text).topic.map(Topic::code)
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
            assert!(!gist(text).danger, "{text}");
        }
    }

    #[test]
    fn a_text_is_read_as_what_it_is_while_a_question_is_open() {
        let answer = |text, open| understand(text, Some(open)).answer;
        assert_eq!(understand("6", Some(Open::People)).household_size, Some(6));
        assert_eq!(understand("6", Some(Open::Menu)).household_size, None);
        let municipality = |open| understand("Peja", Some(open)).municipality().map(|place| place.name_sq());
        assert_eq!(municipality(Open::Place), Some("Pejë"));
        assert_eq!(answer("1", Open::Menu), Some((Answer::Digit(1), String::new())));
        for (text, language) in
            [("po", Language::Albanian), ("da", Language::Serbian), ("yes", Language::English)]
        {
            let yes = Some((Answer::Yes, String::new()));
            assert_eq!(answer(text, Open::Agree(Some(language))), yes, "{text}");
            assert_eq!(answer(text, Open::Words), None, "{text}");
        }
        let said = "200 euro, yesterday in Klina he said";
        assert!(understand(said, None).confidence > 0.0);
        let answered = understand(said, Some(Open::Words));
        assert!(!answered.alarming && answered.confidence == 0.0, "an answer is no whole message");
    }

    #[test]
    fn a_need_is_sure_likely_or_unknown_and_two_are_two() {
        let need = |text| understand(text, Some(Open::Agree(None))).need;
        assert_eq!(need("treba mi licna karta"), Need::Sure(Topic::known("doc.id")));
        assert_eq!(need("dobio sam papir iz suda, opstina Klina"), Need::Likely(Topic::known("legal.court")));
        assert_eq!(need("mirdita a jeni mire"), Need::Unknown);
        let both = understand("treba mi licna karta i ogrev za zimu", None);
        assert_eq!(both.need, Need::Sure(Topic::known("doc.id")));
        assert_eq!(both.besides, Some(Topic::known("house.winter")));
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
            "po m'rreh burri cdo nate",
            "na kan kercnu prap",
            "e ka rrah gruan",
            "po hedhin gure, na gjujne dritaret",
            "ka thanë ka me na vra",
            "ka pushk, kam frik me dal prej shpis",
            "skena ku me fjet me femij",
            "kemi mbet në rrugë me fëmijë",
            "nuk po e gjej djalin qysh mbramë",
            "shpia po na kallet",
            "s'dua më të jetoj",
            "kam gjet ni granat ne oborr",
        ] {
            assert!(gist(text).danger, "{text}");
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
            "the roof, nobody in danger",
            "nobody is in danger",
            "nuk jemi ne rrezik",
            "niko nije u opasnosti",
            "na duhet bombol gazi",
            "kerkoj para per ilace",
            "tražim pare za lekove",
            "na e kan djeg shpin ne luft, duhet me ndertu",
            "s'kemi ku me gjujt berllogun",
            "a mundeni me m'tregu si me aplikue per dru",
            "kemi humb letrat ne luftë",
            "dua të flas me dikë, ku të flet njeriu",
            "djali ka nevoj per ilaqe",
        ] {
            assert!(!gist(text).danger, "{text}");
        }
    }

    #[test]
    fn an_always_on_word_is_no_alarm_but_the_cry() {
        let words = include_str!("../../data/commands.csv").lines().skip(1);
        for word in words.filter_map(|row| row.splitn(3, ',').nth(2)) {
            let cry = commands::read(word) == Some(Command::Urgent);
            assert!(cry || !is_alarming(word), "{word}");
        }
        assert!(is_alarming("gjuajn gure ne shpi cdo nate, kam frike per femijt"));
    }

    #[test]
    fn an_alarm_is_what_a_whole_reading_calls_one() {
        for text in [
            "gjuajn gure ne shpi cdo nate, kam frike per femijt",
            "a man with a gun stands at our door now!",
            "Упомоћ, муж ме бије, деца плачу",
            "treba mi izvod iz maticne knjige rodjenih",
            "",
        ] {
            assert_eq!(is_alarming(text), understand(text, None).alarming, "{text}");
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
    fn needs_are_understood_as_they_are_said_in_kosovo() {
        for (text, code) in [
            ("me duhen ilaqe per zemer", "health.medicine"),
            ("dua ta regjistroj femijen ne shkolle", "edu.enrol"),
            ("me ka humb letnjoftimi", "doc.id"),
            ("femija nuk eshte regjistruar askund", "doc.birth"),
            ("na e kan djeg shpin ne luft, duhet me ndertu", "house.rebuild"),
            ("s'kam shpi hiq", "house"),
            ("a mundeni me m'tregu si me aplikue per dru", "house.winter"),
            ("jemi kthyer nga Gjermania para nje muaji", "ret.repatriated"),
            ("nuk kemi ujë qe tri jave", "comm.water"),
            ("më erdhi letër nga përmbaruesi", "legal.court"),
            ("duhet çerdhe", "edu.enrol"),
            ("kerkova para nje viti pasaporten", "doc.id"),
            ("zyrtari kerkoi para per liste", "feed.money"),
            ("i kemi pesë lopë", "work.animals_seed"),
            ("babai eshte i smurë", "health.doctor"),
        ] {
            assert_eq!(topic(text), Some(code), "{text}");
            assert!(!gist(text).danger, "{text}");
        }
        assert_eq!(topic("a mund te me tregoni"), None);
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
            assert!(!gist(text).danger, "{text}");
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
