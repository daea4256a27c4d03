//! Several processes, one bot: one of them polls, and when it dies another goes on.

use prag::phrases::Phrase;

use crate::stage::{
    house::{House, Plan},
    words::Tongues,
};

#[tokio::test]
async fn of_four_processes_one_polls_and_when_it_dies_another_goes_on() {
    let mut house = House::build(Plan { mortal: true, ..Plan::default() }).await;
    for _ in 0..3 {
        house.start_app().await;
    }
    let ana = house.telegram_person("Ana", Tongues::SQ);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    ana.hears(&Phrase::WelcomeConsent).await;
    // Whichever of the first three polls, it is dead before the end.
    for _ in 0..3 {
        house.quiet().await; // nothing is held by whoever dies now
        house.kill_first_app().await;
        ana.writes("ndihmë").await;
        ana.hears(&Phrase::Help).await;
    }
    assert_eq!(house.bot.conflicts(), 0, "nobody polled beside somebody else");
    house.close().await;
}
