//! Law 2: one stimulus that cannot be handled does not hold up the others of its batch.

use chrono::Duration;
use prag::{
    ids::Dice,
    message::{Address, Arrival, Body, Channel, Line},
    phrases::Phrase,
    store::inbox::Keeping,
};

use crate::stage::{
    house::{House, LINE, Plan},
    person::Person,
    words::Tongues,
};

/// A text that waits before anybody looks.
pub fn arrival(from: &Person, id: &str, words: &str) -> (Arrival, Keeping) {
    let arrival = Arrival {
        line: Line(LINE.to_owned()),
        provider_id: format!("{id}-{}", from.name()),
        from: Some(Address { channel: Channel::Sms, handle: from.name() }),
        body: Body::Text { words: words.into() },
    };
    (arrival, Keeping::Waiting)
}

/// Whatever stumbles has all its tries, and is set aside if none goes well.
pub async fn has_every_try(house: &House) {
    let stumbles = "select exists (select from inbox where state = 'waiting' and attempts > 0)";
    house.quiet().await;
    while sqlx::query_scalar::<_, bool>(stumbles).fetch_one(&house.database.pool).await.unwrap() {
        house.time_passes(Duration::seconds(10));
        house.quiet().await;
    }
}

#[tokio::test]
async fn ten_are_answered_and_the_eleventh_is_set_aside_for_a_human() {
    let mut house = House::empty(Plan::default()).await;
    let people: Vec<_> = (0..11).map(|at| house.sms(&format!("+383441234{at:02}"), Tongues::SQ)).collect();
    let arrivals: Vec<_> =
        people.iter().map(|ana| arrival(ana, "in-1", "Mirëdita, nuk kam letërnjoftim")).collect();
    // All eleven wait before anybody looks, so that they are one batch.
    house.store.keep(&arrivals, house.clock.now(), &mut Dice::from_seed(1)).await.unwrap();
    sqlx::query("update inbox set words = set_byte(words, 40, get_byte(words, 40) # 1) where seq = 6")
        .execute(&house.database.pool)
        .await
        .unwrap();
    house.start_app().await;
    for (at, ana) in people.iter().enumerate().filter(|(at, _)| *at != 5) {
        let heard = ana.hears(&Phrase::WelcomeConsent).await;
        assert_eq!(heard.at_index, 0, "person {at} hears nothing else");
    }
    house.quiet().await;
    // It gets its chances, a while apart, and then a human.
    for state in ["waiting", "waiting", "aside"] {
        house.until("select not exists (select from inbox where state = 'waiting' and attempts = 0)").await;
        let (now, reason): (String, String) = sqlx::query_as("select state, reason from inbox where seq = 6")
            .fetch_one(&house.database.pool)
            .await
            .unwrap();
        assert_eq!((now.as_str(), reason.as_str()), (state, "sealed"));
        house.time_passes(Duration::seconds(10));
        house.quiet().await;
    }
    assert_eq!(house.store.set_aside().await.unwrap(), 1);
    assert_eq!(people[5].unheard(), [""; 0]);
    house.forgive_aside(1);
    house.close().await;
}

#[tokio::test]
async fn what_was_written_later_waits_for_a_message_that_stumbles_and_goes_on_when_it_is_set_aside() {
    let mut house = House::empty(Plan::default()).await;
    let ana = house.sms("+38344123400", Tongues::SQ);
    let arrivals = [arrival(&ana, "in-1", "Mirëdita"), arrival(&ana, "in-2", "nuk kam letërnjoftim")];
    house.store.keep(&arrivals, house.clock.now(), &mut Dice::from_seed(1)).await.unwrap();
    sqlx::query("update inbox set words = set_byte(words, 40, get_byte(words, 40) # 1) where seq = 1")
        .execute(&house.database.pool)
        .await
        .unwrap();
    house.start_app().await;
    for attempts in 1..=2 {
        house.until("select attempts > 0 and due_at > kept_at from inbox where seq = 1").await;
        // Whoever is answered now shows that reception has looked since.
        let other = house.sms(&format!("+3834412345{attempts}"), Tongues::SQ);
        other.writes("Mirëdita, nuk kam letërnjoftim").await;
        other.hears(&Phrase::WelcomeConsent).await;
        let states: Vec<(String, i32)> =
            sqlx::query_as("select state, attempts from inbox order by seq limit 2")
                .fetch_all(&house.database.pool)
                .await
                .unwrap();
        assert_eq!(states, [("waiting".to_owned(), attempts), ("waiting".to_owned(), 0)]);
        house.time_passes(Duration::seconds(10));
        house
            .until(match attempts {
                1 => "select attempts = 2 from inbox where seq = 1",
                _ => "select state = 'aside' from inbox where seq = 1",
            })
            .await;
    }
    ana.hears(&Phrase::WelcomeConsent).await;
    ana.hears(&Phrase::NotHandled).await;
    house.forgive_aside(1);
    house.close().await;
}

#[tokio::test]
async fn what_was_set_aside_is_shown_without_its_words_tried_again_or_discarded() {
    let mut house = House::empty(Plan::default()).await;
    let (ana, zef) = (house.sms("+38344123400", Tongues::SQ), house.sms("+38344123401", Tongues::SQ));
    let arrivals = [&ana, &zef].map(|person| arrival(person, "in-1", "Mirëdita, nuk kam letërnjoftim"));
    house.store.keep(&arrivals, house.clock.now(), &mut Dice::from_seed(1)).await.unwrap();
    let spoil = "update inbox set words = set_byte(words, 40, get_byte(words, 40) # 1) where seq in (1, 2)";
    sqlx::query(spoil).execute(&house.database.pool).await.unwrap();
    house.start_app().await;
    has_every_try(&house).await;
    let aside = house.store.list_aside().await.unwrap();
    let shown: Vec<_> =
        aside.iter().map(|one| (one.seq, one.kind, one.reason.as_str(), one.attempts)).collect();
    assert_eq!(shown, [(1, "changed or moved", "sealed", 3), (2, "changed or moved", "sealed", 3)]);

    let now = house.clock.now();
    assert!(house.store.discard_aside(2, "spoilt on the disk", now).await.unwrap());
    assert!(!house.store.discard_aside(2, "again", now).await.unwrap(), "it is discarded already");
    assert_eq!(house.store.retry_aside(Some(&[2]), now).await.unwrap(), 0, "and stays so");
    sqlx::query(spoil).execute(&house.database.pool).await.unwrap(); // twice spoilt is whole again
    assert_eq!(house.store.list_aside().await.unwrap()[0].kind, "message");
    assert_eq!(house.store.retry_aside(None, now).await.unwrap(), 1);
    house.wake();
    ana.hears(&Phrase::WelcomeConsent).await;
    assert_eq!(zef.unheard(), [""; 0]);
    house.close().await;
}
