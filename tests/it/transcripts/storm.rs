//! Conversations that nobody would write: words, buttons, orders and time thrown together. Whatever comes, the manners
//! hold, and a need that was told is never lost without a trace.

use prag::{catalogue::Catalogue, ids::Dice};

use super::{
    player::Player,
    script::{Step, Transcript},
};

const WORDS: [&str; 72] = [
    "0",
    "1",
    "2",
    "3",
    "9",
    "1 jemi 2",
    "2 ne mogu",
    "da",
    "ne",
    "po",
    "jo",
    "yes",
    "no",
    "ok",
    "hvala",
    "flm",
    "👍",
    "STOP",
    "START",
    "STATUS",
    "STATUS 1234567 1234",
    "status {case} {pin}",
    "{case}",
    "HELP",
    "MENU",
    "BACK",
    "0.",
    "COMPLAINT",
    "ankesa",
    "DATA",
    "DELETE",
    "MEETING",
    "STOP FTESA",
    "GJUHA",
    "english",
    "ћирилица",
    "srpski",
    "thirrni",
    "pozovite me",
    "na pikon kulmi",
    "кров прокишњава",
    "the roof is leaking in Klina",
    "treba mi licna karta",
    "kam nevoje per barna",
    "nemam para za lekove",
    "an officer asked us for money",
    "po na gjujne me gure",
    "URGENT somebody is at my door",
    "he hits me",
    "SOS",
    "muz me tuce, jmbg 0101970912345",
    "Mitrovica",
    "na severu",
    "Peja a ka Gjakova",
    "Prizren",
    "Videjë",
    "fatime pas 5",
    "Ana, 044 123 456, after 5",
    "broj 1173456789",
    "a sta ce vam to",
    "what exactly",
    "blabla",
    "?",
    ".",
    "!!!",
    "😀",
    "nobody in danger",
    "1 po",
    "2 rooms are leaking",
    "hala ska ardhe",
    "nista",
    "Dragan\nposle 18",
];

const OTHERS: [&str; 19] = [
    "> (photo)",
    "> (changes it to) u stvari treba mi pasos",
    "> (changes it to) he hits me",
    "> (blocks Prag)",
    "> (unblocks Prag)",
    "~ 10 minutes",
    "~ 2 hours",
    "~ 2 days",
    "~ 5 weeks",
    "~ the last message does not arrive",
    "@caseworker > /take {case}",
    "@caseworker > /reply {case} da li ste dobro?",
    "@caseworker > /close {case}",
    "@caseworker > /refer {case}",
    "@caseworker > /unlock {case}",
    "@coordinator > /take {case}",
    "@officer > /take {case}",
    "@officer > /close {case}",
    "@caseworker > /queue",
];

fn draw<'a, T>(dice: &mut Dice, of: &'a [T]) -> &'a T {
    &of[dice.below(u32::try_from(of.len()).unwrap()) as usize]
}

#[test]
fn in_a_storm_of_words_the_manners_hold() {
    let catalogue = Catalogue::load().unwrap();
    let mut told = String::new();
    for seed in 0..30 {
        let mut dice = Dice::from_seed(seed);
        let channel = if seed % 2 == 0 { "sms" } else { "telegram" };
        let start = if seed % 3 == 0 { "9.3.2026 22:40" } else { "9.3.2026 10:00" };
        let head = format!("# Storm {seed}\nchannel: {channel}\nlanguage: en\nstarts: {start}\n");
        let transcript = Transcript::read(&head).unwrap();
        let mut player = Player::new(&seed.to_string(), &transcript.header, &catalogue).unwrap();
        let mut story = head;
        for line in 0..40 {
            let raw = match dice.below(10) {
                0 | 1 => (*draw(&mut dice, &OTHERS)).to_owned(),
                2 | 3 => match player.last_labels().as_slice() {
                    [] => continue,
                    labels => format!("> [{}]", draw(&mut dice, labels)),
                },
                _ => format!("> {}", draw(&mut dice, &WORDS)),
            };
            let mut step = Step::read(line, &raw).unwrap();
            step.rename(&player.last_opened());
            story += &format!("{raw}\n");
            let before = player.wrong.len();
            match player.step(&step) {
                Ok(lines) => story += &format!("{}\n", lines.join("\n")),
                Err(_) => continue, // nothing was sent yet that could be lost
            }
            if let Some(wrong) = player.wrong.get(before) {
                told += &format!("{wrong}\n{story}\n\n");
                break;
            }
        }
        if told.len() > 6000 {
            break;
        }
    }
    assert!(told.is_empty(), "{told}");
}
