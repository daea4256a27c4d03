//! People who cannot be reached: the bot blocked, the network failing for a while.

use chrono::Duration;
use prag::{
    phrases::Phrase,
    rehearsal::{Fault, telegram::Method},
    staff::Role,
};

use super::gone::taken;
use crate::stage::{
    house::{House, SOON},
    words::Tongues,
};

async fn is_gone(house: &House) -> bool {
    sqlx::query_scalar("select exists (select from contacts where gone_at is not null)")
        .fetch_one(&house.database.pool)
        .await
        .expect("the database is there")
}

#[tokio::test]
async fn who_blocked_the_bot_is_gone_until_they_write_again() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::SR_LATN);
    let case = taken(&house, &ana, &caseworker).await;
    ana.phone().blocks_bot();
    house.quiet().await;
    assert!(is_gone(&house).await);
    caseworker.writes(&format!("/reply {case} Monday")).await;
    house.quiet().await;
    let told = caseworker.hears_all().await;
    assert!(
        told.contains(&caseworker.text(&Phrase::StaffReplyStopped { case }))
            || told.contains(&caseworker.text(&Phrase::StaffUndelivered { case })),
        "{told:?}"
    );
    ana.writes("Tu sam opet, hvala vam na pomoći").await;
    house.quiet().await;
    assert!(!is_gone(&house).await);
    assert!(!ana.hears_all().await.is_empty());
    caseworker.hears_all().await;
    house.close().await;
}

#[tokio::test]
async fn a_refusal_while_sending_tells_the_same() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.telegram_person("Ana", Tongues::EN);
    let case = taken(&house, &ana, &caseworker).await;
    // The bot never hears of the block, only of the refusal: as with a deleted account.
    ana.phone().blocks_bot();
    house.quiet().await;
    sqlx::query("update contacts set gone_at = null").execute(&house.database.pool).await.unwrap();
    caseworker.writes(&format!("/reply {case} Monday")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    house.quiet().await;
    assert!(is_gone(&house).await);
    house.forgive_failed(1);
    house.close().await;
}

#[tokio::test]
async fn a_network_that_fails_for_a_while_gets_each_text_in_the_end_and_in_order() {
    let house = House::open().await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    let zef = house.telegram_person("Zef", Tongues::SQ);
    house.air.answer_next(1, Fault::ServerError);
    house.air.answer_next(1, Fault::BadGatewayHtml);
    house.bot.answer_next(Method::SendMessage, 1, Fault::TooManyRequests(7));
    house.bot.answer_next(Method::SendMessage, 1, Fault::BadGatewayHtml);
    for person in [&ana, &zef] {
        person.writes("Mirëdita, nuk kam letërnjoftim").await;
    }
    assert!(house.air.asked(1, SOON).await && house.bot.asked(Method::SendMessage, 1, SOON).await);
    house.quiet().await;
    ana.writes("Po").await;
    zef.writes("Po").await;
    for _ in 0..4 {
        house.quiet().await;
        house.time_passes(Duration::seconds(30));
    }
    let topic = "doc.id".parse().unwrap();
    for person in [&ana, &zef] {
        person.hears(&Phrase::WelcomeConsent).await;
        person.hears(&Phrase::UnderstoodAskPlace { topic }).await;
    }
    assert_eq!(house.air.repeats(), 0, "no text was accepted twice");
    house.close().await;
}
