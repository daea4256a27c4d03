//! Receipts: late, twice, out of order, ahead of their parcel, by our id and by the network's own.

use chrono::Duration;
use prag::{
    facts::Fact,
    ids::Dice,
    message::{self, Account, Arrival, Line, ParcelName, Portion},
    phrases::Phrase,
    rehearsal::sms::{Fate, Numbering},
    staff::Role,
    store::{inbox::Keeping, record::Written, sealed::slot, settling::Settled},
};

use crate::stage::{
    house::{House, LINE},
    words::{Need, Tongues},
};

const NUMBER: &str = "+38344123456";

impl House {
    /// The states of all parcels by SMS, in the order they were written.
    async fn parcels(&self) -> Vec<String> {
        sqlx::query_scalar("select state from outbox where line = 'kosova' order by seq")
            .fetch_all(&self.database.pool)
            .await
            .expect("the database is there")
    }

    /// The id we gave the parcel that was sent at this place.
    fn our_id(&self, at: usize) -> String {
        self.air.requests()[at]["id"].as_str().expect("an id").to_owned()
    }
}

#[tokio::test]
async fn what_is_known_never_becomes_less() {
    for numbering in [Numbering::Own, Numbering::Echoed] {
        let house = House::open().await;
        house.air.number_texts(numbering);
        let ana = house.sms(NUMBER, Tongues::SQ);
        ana.handset().texts_are(Fate::Unreported);
        ana.writes("Mirëdita, nuk kam letërnjoftim").await;
        ana.hears(&Phrase::WelcomeConsent).await;
        house.quiet().await;
        assert_eq!(house.parcels().await, ["sent"]);

        let ours = house.our_id(0);
        let id = match numbering {
            Numbering::Own => format!("mt-{}-1", house.clock.now().timestamp()),
            Numbering::Echoed => ours,
        };
        for (status, state) in
            [("sent", "sent"), ("failed", "failed"), ("sent", "failed"), ("delivered", "delivered")]
        {
            assert_eq!(house.post_receipt(&id, status).await, 200);
            house.quiet().await;
            assert_eq!(house.parcels().await, [state], "after {status}");
        }
        for status in ["sent", "failed", "delivered", "delivered"] {
            assert_eq!(house.post_receipt(&id, status).await, 200, "a repeat");
        }
        house.quiet().await;
        assert_eq!(house.parcels().await, ["delivered"]);
        // What came late is kept all the same, word for word; a repeat is the same report.
        let reports: Vec<(uuid::Uuid, String, Vec<u8>)> =
            sqlx::query_as("select id, fate, words from receipts order by reported_at, id")
                .fetch_all(&house.database.pool)
                .await
                .expect("the database is there");
        let words = reports.iter().map(|(id, fate, words)| {
            let words: message::Account =
                house.store.keys().open_value(slot("receipts.words", id), words).expect("it opens");
            assert_eq!(&words.status, fate);
            words.status
        });
        let mut words: Vec<String> = words.collect();
        words.sort();
        assert_eq!(words, ["delivered", "failed", "sent"]);
        assert_eq!(house.store.untold().await.expect("the database is there"), 0, "it arrived after all");
        house.close().await;
    }
}

#[tokio::test]
async fn a_text_is_delivered_when_all_its_parts_are() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    ana.handset().texts_are(Fate::Unreported);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    let parcel = ParcelName::from(house.our_id(0).as_str());
    let report = |part: &str, fate| {
        let portion = Some(Portion { id: part.to_owned(), of: 3 });
        let account = Some(Account { status: "as told".to_owned(), portion, ..Account::default() });
        let receipt = message::Receipt { parcel: parcel.clone(), fate, account };
        let arrival = Arrival::report(&Line(LINE.to_owned()), &format!("{part}:{fate:?}"), receipt);
        (arrival, Keeping::Waiting)
    };
    let (sent, delivered) = (message::Fate::Sent, message::Fate::Delivered);
    let dice = &mut Dice::from_seed(1);
    for (told, state) in [
        // The second part twice, which is no third one.
        (vec![report("b", sent), report("b", delivered)], "sent"),
        (vec![report("b", delivered), report("c", delivered)], "sent"),
        (vec![report("a", sent), report("a", delivered)], "delivered"),
    ] {
        house.store.keep(&told, house.clock.now(), dice).await.expect("the database is there");
        house.quiet().await;
        assert_eq!(house.parcels().await, [state]);
    }
    house.close().await;
}

#[tokio::test]
async fn a_receipt_may_be_ahead_of_the_news_that_its_parcel_was_accepted() {
    let house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    ana.handset().texts_are(Fate::Unreported);
    let early = format!("mt-{}-1", house.clock.now().timestamp());
    assert_eq!(house.post_receipt(&early, "delivered").await, 200);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    house.time_passes(Duration::seconds(2));
    house.quiet().await;
    assert_eq!(house.parcels().await, ["delivered"]);
    house.close().await;
}

#[tokio::test]
async fn a_receipt_by_our_id_may_overtake_the_settling_and_later_ones_use_the_networks_id() {
    let mut house = House::open().await;
    let ana = house.sms(NUMBER, Tongues::SQ);
    ana.handset().texts_are(Fate::Unreported);
    ana.writes("Mirëdita, nuk kam letërnjoftim").await;
    ana.hears(&Phrase::WelcomeConsent).await;
    house.quiet().await;
    house.stop_app().await;
    // The moment after the text was handed over, before its answer was heard.
    sqlx::query("update outbox set state = 'ready', provider_id = null, settled_at = null")
        .execute(&house.database.pool)
        .await
        .expect("the database is there");
    let (line, now, dice) = (Line(LINE.to_owned()), house.clock.now(), &mut Dice::from_seed(1));
    let lease = house.store.lease(&line, 10, now, dice).await.expect("the database is there");
    let id = lease.parcels[0].id;
    // Told twice at once, the lesser last.
    let told = |fate| (Fact::ParcelMoved { parcel: id, fate }, Written::Nothing);
    for fates in
        [vec![told(message::Fate::Delivered), told(message::Fate::Sent)], vec![told(message::Fate::Failed)]]
    {
        let mut tx = house.store.begin().await.expect("the database is there");
        house.store.record(&mut tx, &fates, now, dice).await.expect("it is written");
        tx.commit().await.expect("the database is there");
        assert_eq!(house.parcels().await, ["delivered"]);
    }
    let sent = Settled::Sent { provider_id: Some("mt-1".to_owned()) };
    house.store.settle(&line, lease.token(), &[(id, sent)], now, dice).await.expect("the database is there");
    assert_eq!(house.parcels().await, ["delivered"]);
    let named: bool = sqlx::query_scalar("select provider_id is not null from outbox")
        .fetch_one(&house.database.pool)
        .await
        .expect("the database is there");
    assert!(named, "a later receipt finds it by the network's id");
    house.close().await;
}

#[tokio::test]
async fn a_receipt_for_nobody_is_forgotten_in_the_end() {
    let house = House::open().await;
    assert_eq!(house.post_receipt("mt-of-somebody-else", "failed").await, 200);
    for _ in 0..2 {
        house.time_passes(Duration::minutes(5));
        house.quiet().await;
    }
    assert_eq!(house.kept().await, [("handled".to_owned(), None)]);
    house.close().await;
}

#[tokio::test]
async fn colleagues_are_told_when_words_about_a_case_do_not_arrive() {
    let house = House::open().await;
    let caseworker = house.colleague(Role::Caseworker, &[], &["doc"]).await;
    let ana = house.sms(NUMBER, Tongues::EN);
    let case = ana.asks_for(&Need::BIRTH).await.number;
    caseworker.hears(&Phrase::StaffOffer { case, day: house.day(3) }).await;
    caseworker.presses(&Phrase::ButtonTake).await;
    caseworker.hears(&Phrase::StaffTaken { case }).await;
    ana.hears(&Phrase::Taken { case, day: house.day(3) }).await;
    house.quiet().await;

    ana.handset().texts_are(Fate::Failed("absent subscriber".to_owned()));
    caseworker.writes(&format!("/reply {case} Please come on Monday")).await;
    caseworker.hears(&Phrase::StaffReplied { case }).await;
    caseworker.hears(&Phrase::StaffUndelivered { case }).await;
    assert_eq!(ana.unheard(), [""; 0]);
    house.forgive_failed(1);
    house.close().await;
}
