//! What people write, in each of the four variants they may write in.

use prag::{
    phrases::{Brief, Phrase},
    text::{Language, Script},
    topics::Topic,
};

/// One variant: a language in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongues {
    pub language: Language,
    pub script: Script,
}

impl Tongues {
    pub const SQ: Self = Self { language: Language::Albanian, script: Script::Latin };
    pub const SR_LATN: Self = Self { language: Language::Serbian, script: Script::Latin };
    pub const SR_CYRL: Self = Self { language: Language::Serbian, script: Script::Cyrillic };
    pub const EN: Self = Self { language: Language::English, script: Script::Latin };
    pub const ALL: [Self; 4] = [Self::SQ, Self::SR_LATN, Self::SR_CYRL, Self::EN];

    /// One of four words, in the order of `ALL`.
    fn of(self, words: [&'static str; 4]) -> &'static str {
        let at = Self::ALL.iter().position(|variant| *variant == self).expect("one of the four");
        words[at]
    }

    /// The digit that chooses it.
    pub fn digit(self) -> &'static str {
        self.of(["1", "2", "3", "4"])
    }

    /// The button that chooses it.
    pub fn button(self) -> Phrase {
        let words = Brief::from(self.of(["Shqip", "Srpski", "Српски", "English"]));
        Phrase::ButtonVerbatim { words }
    }

    /// Gjilan, as it is called in this language.
    pub fn place(self) -> &'static str {
        self.of(["Gjilan", "Gnjilane", "Гњилане", "Gjilan"])
    }

    /// The word that chooses it.
    pub fn own_name(self) -> &'static str {
        self.of(["SHQIP", "LATINICA", "ЋИРИЛИЦА", "ENGLISH"])
    }

    pub fn status(self) -> &'static str {
        self.of(["Statusi", "status", "статус", "STATUS"])
    }

    pub fn stop(self) -> &'static str {
        self.of(["NDAL", "Prekini", "ПРЕКИНИ", "unsubscribe"])
    }

    pub fn start(self) -> &'static str {
        self.of(["FILLO", "Nastavi", "НАСТАВИ", "resume"])
    }

    pub fn events(self) -> &'static str {
        self.of(["TAKIMI", "SUSRETI", "СУСРЕТИ", "MEETING"])
    }

    pub fn stop_invitations(self) -> &'static str {
        self.of(["STOP FTESA", "STOP POZIVI", "СТОП ПОЗИВИ", "STOP INVITES"])
    }

    pub fn complaint(self) -> &'static str {
        self.of(["ANKESA", "ŽALBA", "ЖАЛБА", "COMPLAINT"])
    }

    pub fn danger(self) -> &'static str {
        self.of([
            "po na gjujne me gure ne shtepi",
            "gađaju nas kamenjem, pomozite",
            "гађају нас камењем, помозите",
            "they throw stones at our house",
        ])
    }
}

/// A need, as it is told in each variant.
#[derive(Clone, Copy)]
pub struct Need {
    pub code: &'static str,
    pub said: [&'static str; 4],
    pub detail: &'static str,
    pub called: &'static str,
}

impl Need {
    pub fn words(&self, variant: Tongues) -> &'static str {
        variant.of(self.said)
    }

    pub fn topic(&self) -> Topic {
        Topic::known(self.code)
    }

    pub const BIRTH: Self = Self {
        code: "doc.birth",
        said: [
            "Mirëdita, me duhet certifikata e lindjes per vajzen",
            "Dobar dan, treba mi izvod iz matične knjige rođenih za ćerku",
            "Добар дан, треба ми извод из матичне књиге рођених за ћерку",
            "Hello, I need a birth certificate for my child",
        ],
        detail: "Hamburg 2016",
        called: "Mira, 044 987 654, 17h",
    };
    pub const MEDICINE: Self = Self {
        code: "health.medicine",
        said: [
            "Përshëndetje, nuk kam para per barna per nanen time",
            "Dobar dan, treba mi insulin, nemam novca za lekove",
            "Добар дан, треба ми инсулин, немам новца за лекове",
            "Hello, my mother needs medicine and we have no money",
        ],
        detail: "3 x 2",
        called: "Zana, 044 111 222, 9h",
    };
    pub const COURT: Self = Self {
        code: "legal.court",
        said: [
            "Kam nje ftese nga gjykata dhe nuk e di cka te bej",
            "Dobio sam poziv za sud i ne znam šta da radim",
            "Добио сам позив за суд и не знам шта да радим",
            "I have a letter from the court and do not know what to do",
        ],
        detail: "14.4.",
        called: "Petar, 063 555 123",
    };
    pub const ROOF: Self = Self {
        code: "house.minor_repair",
        said: [
            "Na pikon kulmi i shtepise dhe nuk kemi para",
            "Prokišnjava nam krov na kući, treba pomoć",
            "Прокишњава нам кров на кући, треба помоћ",
            "Our roof leaks and we need help with the house",
        ],
        detail: "2 x 3 m",
        called: "Mira, 044 987 654",
    };
}
