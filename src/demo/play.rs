//! The play: three conversations, a referral, an answer and an event, through the real doors. People wait for what they
//! expect to hear; what does not come in time is said at the end.

use std::time::Duration;

use chrono::{DateTime, Datelike, Utc};

use super::directory::phone;
use crate::{
    ids::{CaseNumber, Dice},
    rehearsal::{
        Line, Side,
        sms::{Handset, Network},
        telegram::{BotApi, Phone},
    },
};

/// How long anybody waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The people of one play: new numbers every time, because whoever wrote yesterday is known today.
pub struct Cast {
    /// Writes by SMS, in Albanian.
    pub fatime: Handset,
    /// Writes on Telegram, in Serbian Cyrillic.
    pub mirjana: Phone,
    /// Asks from another phone, in English.
    pub cousin: Handset,
}

impl Cast {
    /// Draws new numbers.
    #[must_use]
    pub fn draw(bot_api: &BotApi, network: &Network, dice: &mut Dice) -> Self {
        let mut digits = || 100_000 + dice.below(900_000);
        Self {
            fatime: network.phone(&format!("+38344{}", digits())),
            mirjana: bot_api.person("Mirjana", 8_000_000_000 + i64::from(digits()), "sr"),
            cousin: network.phone(&format!("+4179{}", 1_000_000 + digits())),
        }
    }
}

/// What did not arrive.
#[derive(Debug, thiserror::Error)]
#[error("{who} waited {} seconds for {what}", PATIENCE.as_secs())]
pub struct Missing {
    who: &'static str,
    what: &'static str,
}

/// Somebody who can be waited with.
trait Hears {
    async fn next(&self) -> Option<Line>;
}

impl Hears for Handset {
    async fn next(&self) -> Option<Line> {
        self.hears(|line| line.from == Side::Bot, PATIENCE).await
    }
}

impl Hears for Phone {
    async fn next(&self) -> Option<Line> {
        self.hears(|line| line.from == Side::Bot, PATIENCE).await
    }
}

async fn hear(who: &'static str, what: &'static str, ear: &impl Hears) -> Result<String, Missing> {
    ear.next().await.map(|line| line.text).ok_or(Missing { who, what })
}

/// A text was not taken at the door.
impl From<crate::rehearsal::sms::NotReached> for Missing {
    fn from(_: crate::rehearsal::sms::NotReached) -> Self {
        Self { who: "the SMS network", what: "the door to take a text" }
    }
}

async fn writes(handset: &Handset, text: &str) -> Result<(), Missing> {
    match handset.writes(text).await? {
        200..=299 => Ok(()),
        _ => Err(Missing { who: "the SMS network", what: "the door to take a text" }),
    }
}

/// Presses the newest button with these words, or whose data begins with them.
fn presses(phone: &Phone, who: &'static str, button: &str) -> Result<(), Missing> {
    let data = phone.chat().into_iter().rev().flat_map(|line| line.buttons).flatten().find_map(|shown| {
        shown
            .data
            .filter(|data| shown.label == button || data.starts_with(&format!("{button}:")) || data == button)
    });
    let data = data.ok_or(Missing { who, what: "a button to press" })?;
    phone.presses(&data).map(|_| ()).map_err(|_| Missing { who, what: "a button to press" })
}

/// An SMS in Albanian becomes a case with a documentation referral; the case's number and PIN come back.
///
/// # Errors
/// When something that should be heard is not.
pub async fn by_sms(cast: &Cast, bot_api: &BotApi) -> Result<(CaseNumber, String), Missing> {
    let (fatime, teuta) = (&cast.fatime, phone(bot_api, "Teuta"));
    writes(fatime, "Pershendetje, vajza 3 vjeq ska certifikate te lindjes cka me bo").await?;
    hear("Fatime", "the question of consent", fatime).await?;
    for (answer, what) in [
        ("1", "what was understood, and the question of the place"),
        ("Fushe Kosove, lagjja 28", "the question of the topic"),
        ("3 ne gjermani", "the question of the name"),
        ("fatime pas 5", "her case number"),
    ] {
        writes(fatime, answer).await?;
        let heard = hear("Fatime", what, fatime).await?;
        if answer == "fatime pas 5" {
            hear("Fatime", "the no-promise sentence", fatime).await?;
            let found = number_and_pin(&heard);
            hear("Teuta", "the offer of the case", &teuta).await?;
            presses(&teuta, "Teuta", "take")?;
            hear("Teuta", "that the case is hers", &teuta).await?;
            hear("Fatime", "that somebody took her request", fatime).await?;
            return found.ok_or(Missing { who: "Fatime", what: "a case number and a PIN" });
        }
    }
    Err(Missing { who: "Fatime", what: "her case number" })
}

/// A Telegram chat in Serbian Cyrillic becomes a case with a legal referral; the caseworker reads it and answers.
///
/// # Errors
/// When something that should be heard is not.
pub async fn by_telegram(cast: &Cast, bot_api: &BotApi) -> Result<CaseNumber, Missing> {
    let (mirjana, jelena) = (&cast.mirjana, phone(bot_api, "Jelena"));
    mirjana.says("/start");
    hear("Mirjana", "the choice of languages", mirjana).await?;
    presses(mirjana, "Mirjana", "Српски")?;
    hear("Mirjana", "the question of consent", mirjana).await?;
    presses(mirjana, "Mirjana", "consent:1")?;
    hear("Mirjana", "what she needs", mirjana).await?;
    mirjana.says("Добар дан. Њиву код Ораховца нам неко оре без питања");
    hear("Mirjana", "what was understood", mirjana).await?;
    hear("Mirjana", "the question of the topic", mirjana).await?;
    mirjana.says("1 али стари");
    hear("Mirjana", "the question of the name", mirjana).await?;
    mirjana.says("Мирјана пре подне");
    hear("Mirjana", "everything back", mirjana).await?;
    presses(mirjana, "Mirjana", "confirm")?;
    let heard = hear("Mirjana", "her case number", mirjana).await?;
    let (number, _) =
        number_and_pin(&heard).ok_or(Missing { who: "Mirjana", what: "a case number and a PIN" })?;
    hear("Mirjana", "the no-promise sentence", mirjana).await?;
    hear("Jelena", "the offer of the case", &jelena).await?;
    presses(&jelena, "Jelena", "open")?;
    hear("Jelena", "the case in full", &jelena).await?;
    presses(&jelena, "Jelena", "take")?;
    hear("Jelena", "that the case is hers", &jelena).await?;
    hear("Mirjana", "that somebody took her request", mirjana).await?;
    jelena.says(&format!("/reply {number} Добар дан. Сутра у 10 ч Вас зовем око њиве."));
    hear("Jelena", "that her reply went out", &jelena).await?;
    hear("Mirjana", "the reply", mirjana).await?;
    Ok(number)
}

/// The status of the SMS case, asked in English from another phone with number and PIN.
///
/// # Errors
/// When something that should be heard is not.
pub async fn from_another_phone(cast: &Cast, number: CaseNumber, pin: &str) -> Result<(), Missing> {
    writes(&cast.cousin, "ENGLISH").await?;
    hear("her cousin", "that Prag writes English", &cast.cousin).await?;
    writes(&cast.cousin, &format!("status {number} {pin}")).await?;
    hear("her cousin", "where the case stands", &cast.cousin).await?;
    Ok(())
}

/// A leader announces a meeting, a second person approves it, people are invited and answer, the leader sees the count.
///
/// # Errors
/// When something that should be heard is not.
pub async fn event(cast: &Cast, bot_api: &BotApi, now: DateTime<Utc>) -> Result<(), Missing> {
    let (milan, sara) = (phone(bot_api, "Milan"), phone(bot_api, "Sara"));
    writes(&cast.fatime, "TAKIMI").await?;
    hear("Fatime", "the question of where", &cast.fatime).await?;
    writes(&cast.fatime, "Gjilan").await?;
    hear("Fatime", "that she will be invited", &cast.fatime).await?;
    cast.mirjana.says("СУСРЕТ");
    hear("Mirjana", "the question of where", &cast.mirjana).await?;
    cast.mirjana.says("Гњилане");
    hear("Mirjana", "that she will be invited", &cast.mirjana).await?;

    milan.says("/announce");
    hear("Milan", "what kind of meeting", &milan).await?;
    presses(&milan, "Milan", "event:1")?;
    let day = now + chrono::Duration::days(10);
    let when = format!("{}.{}.{} 11:00", day.day(), day.month(), day.year());
    for answer in ["Gnjilane", "Dom kulture", when.as_str(), "40", "takim me fqinjë", "сусрет са комшијама"]
    {
        hear("Milan", "the next question", &milan).await?;
        milan.says(answer);
    }
    hear("Milan", "the next question", &milan).await?;
    milan.says("meeting with neighbours");
    hear("Milan", "the summary", &milan).await?;
    hear("Milan", "that a second person will look at it", &milan).await?;
    hear("Sara", "the question of approval", &sara).await?;
    presses(&sara, "Sara", "approve")?;
    hear("Sara", "that it is announced", &sara).await?;
    hear("Milan", "that it is announced", &milan).await?;

    hear("Fatime", "the invitation", &cast.fatime).await?;
    writes(&cast.fatime, "1 jemi 2").await?;
    hear("Fatime", "that two seats are kept", &cast.fatime).await?;
    hear("Mirjana", "the invitation", &cast.mirjana).await?;
    presses(&cast.mirjana, "Mirjana", "Да")?;
    hear("Mirjana", "that a seat is kept", &cast.mirjana).await?;
    milan.says("/events");
    hear("Milan", "the count", &milan).await?;
    Ok(())
}

/// The case number and the PIN in a text.
fn number_and_pin(text: &str) -> Option<(CaseNumber, String)> {
    let words = || text.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    let number = words().find_map(|word| (word.len() == 8).then(|| word.parse().ok())?)?;
    let pin = words().find(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
    Some((number, pin.to_owned()))
}
