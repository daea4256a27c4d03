//! A person with a phone of either kind, who writes, answers questions and hears what comes, in order.

use prag::{
    catalogue::Reader,
    ids::{CaseNumber, Pin},
    message::Channel,
    phrases::Phrase,
    rehearsal::{Line, sms::Handset, telegram::Phone},
};

use super::{
    house::{SOON, catalogue},
    words::{Need, Tongues},
};

/// Who writes, reading one variant.
#[derive(Clone)]
pub struct Person {
    pub device: Device,
    pub reads: Tongues,
}

/// The phone in somebody's hand.
#[derive(Clone)]
pub enum Device {
    Sms(Handset),
    Telegram(Phone),
}

/// A case as its owner knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    pub number: CaseNumber,
    pub pin: Pin,
}

impl Person {
    pub fn by_sms(handset: Handset, reads: Tongues) -> Self {
        Self { device: Device::Sms(handset), reads }
    }

    pub fn by_telegram(phone: Phone, reads: Tongues) -> Self {
        Self { device: Device::Telegram(phone), reads }
    }

    pub fn channel(&self) -> Channel {
        match self.device {
            Device::Sms(_) => Channel::Sms,
            Device::Telegram(_) => Channel::Telegram,
        }
    }

    /// Number or chat id.
    pub fn name(&self) -> String {
        match &self.device {
            Device::Sms(handset) => handset.number().to_owned(),
            Device::Telegram(phone) => phone.chat_id().to_string(),
        }
    }

    pub fn handset(&self) -> &Handset {
        match &self.device {
            Device::Sms(handset) => handset,
            Device::Telegram(_) => panic!("not an SMS phone"),
        }
    }

    pub fn phone(&self) -> &Phone {
        match &self.device {
            Device::Telegram(phone) => phone,
            Device::Sms(_) => panic!("not a Telegram phone"),
        }
    }

    /// The phrase as this person reads it on this phone.
    pub fn text(&self, phrase: &Phrase) -> String {
        let reader =
            Reader { language: self.reads.language, script: self.reads.script, channel: self.channel() };
        catalogue().render(phrase, reader)
    }

    // ---- writing ----

    /// Writes a message.
    pub async fn writes(&self, text: &str) {
        match &self.device {
            Device::Sms(handset) => assert_eq!(handset.writes(text).await, Ok(200), "{text}"),
            Device::Telegram(phone) => {
                phone.says(text).expect("the bot asks for messages");
            }
        }
    }

    /// Presses the button with this label, and waits until it stops spinning.
    pub async fn presses(&self, label: &Phrase) {
        let label = self.text(label);
        let pressed = self.phone().presses(&label).unwrap_or_else(|error| panic!("{label}: {error}"));
        pressed.hears_answer(SOON).await.expect("the button stops spinning");
    }

    /// Answers a closed question the way this phone does: a digit, or a button.
    pub async fn answers(&self, digit: &str, label: &Phrase) {
        match self.channel() {
            Channel::Sms => self.writes(digit).await,
            Channel::Telegram => self.presses(label).await,
        }
    }

    // ---- hearing ----

    /// The next message, whatever it is.
    pub async fn next(&self) -> Line {
        let next = match &self.device {
            Device::Sms(handset) => handset.hears(|_| true, SOON).await,
            Device::Telegram(phone) => phone.hears(|_| true, SOON).await,
        };
        next.unwrap_or_else(|| panic!("{} heard nothing", self.name()))
    }

    /// The next message is exactly this sentence, in this person's language, script and form.
    pub async fn hears(&self, phrase: &Phrase) -> Line {
        let line = self.next().await;
        assert_eq!(line.text, self.text(phrase), "{} expected {}", self.name(), phrase.key());
        line
    }

    /// The next message has these words in it.
    pub async fn hears_part(&self, part: &str) -> String {
        let line = self.next().await;
        assert!(line.text.contains(part), "{:?} has no {part:?}", line.text);
        line.text
    }

    /// What nobody has heard yet.
    pub fn unheard(&self) -> Vec<String> {
        let unheard = match &self.device {
            Device::Sms(handset) => handset.unheard(),
            Device::Telegram(phone) => phone.unheard(),
        };
        unheard.into_iter().map(|line| line.text).collect()
    }

    /// Everything that came and nobody has heard yet counts as heard.
    pub async fn hears_all(&self) -> Vec<String> {
        let mut heard = Vec::new();
        for _ in self.unheard() {
            heard.push(self.next().await.text);
        }
        heard
    }

    /// Chooses a language before anything else; the question of consent follows and waits.
    pub async fn chooses_language(&self) {
        self.writes(self.reads.own_name()).await;
        self.hears(&Phrase::LanguageSet).await;
        self.hears(&Phrase::WelcomeConsent).await;
    }

    // ---- an intake ----

    /// Tells a need and answers what is asked, until the request has a number.
    pub async fn asks_for(&self, need: &Need) -> Opened {
        self.writes(need.words(self.reads)).await;
        self.answers_questions(need).await
    }

    /// Answers what is asked, until the request has a number; by SMS at most four questions.
    pub async fn answers_questions(&self, need: &Need) -> Opened {
        let topic = need.topic();
        let mut asked = 0;
        for _ in 0..12 {
            let line = self.next().await;
            let is = |phrase: &Phrase| line.text == self.text(phrase);
            if let Some(opened) = self.reads_number(&line.text) {
                assert!(asked <= 4 || self.channel() == Channel::Telegram, "{asked} questions by SMS");
                self.hears(&Phrase::NoPromise).await;
                return opened;
            }
            asked += 1;
            if is(&Phrase::LanguageChoice) {
                self.answers(self.reads.digit(), &self.reads.button()).await;
            } else if is(&Phrase::WelcomeConsent) {
                self.answers("1", &Phrase::ButtonAgree).await;
            } else if is(&Phrase::UnderstoodAskPlace { topic })
                || is(&Phrase::UnderstoodQuietly)
                || is(&Phrase::AskWhetherWhere { topic })
                || is(&Phrase::AskPlace)
            {
                self.writes(self.reads.place()).await;
            } else if is(&Phrase::AskWhether { topic }) {
                self.answers("1", &Phrase::ButtonYes).await;
            } else if is(&Phrase::AskDetail { topic }) {
                self.writes(need.detail).await;
            } else if is(&Phrase::AskContact) {
                self.writes(need.called).await;
            } else if is(&Phrase::Understood { topic }) {
                asked -= 1;
            } else if line.buttons.iter().flatten().any(|b| b.label == self.text(&Phrase::ButtonSend)) {
                self.presses(&Phrase::ButtonSend).await;
            } else {
                panic!("{} does not know what to answer: {:?}", self.name(), line.text);
            }
        }
        panic!("the questions never end");
    }

    /// The case number and PIN, if this text tells them as it should.
    fn reads_number(&self, text: &str) -> Option<Opened> {
        let opened = numbers(text)?;
        let day = self.text(&Phrase::Received { case: opened.number, pin: opened.pin, day: far() });
        // Everything but the day is as the catalogue has it.
        let same = common_prefix(&day, text) > text.len() / 3;
        same.then_some(opened)
    }
}

/// The first seven-digit number.
pub fn number(text: &str) -> Option<CaseNumber> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-').find_map(|word| word.parse().ok())
}

/// A seven-digit number and a four-digit one, in this order.
pub fn numbers(text: &str) -> Option<Opened> {
    let number = number(text)?;
    let mut runs = text.split(|c: char| !c.is_ascii_digit() && c != '-');
    let pin = runs.find_map(|word| (word.len() == 4).then(|| Pin::read(word)).flatten())?;
    Some(Opened { number, pin })
}

fn far() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2030, 1, 1).expect("a day")
}

fn common_prefix(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}
