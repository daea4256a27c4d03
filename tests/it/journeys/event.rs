//! A meeting: announced by a leader, approved by a second person, answered by those who asked for invitations.

use chrono::{Duration, NaiveTime};
use prag::{
    phrases::{Brief, Phrase},
    places::Municipality,
    staff::Role,
};

use crate::stage::{house::House, person::Person, words::Tongues};

const SQ: &str = "takim me fqinjë";
const SR: &str = "susret sa komšijama";
const SR_CYRL: &str = "сусрет са комшијама";
const EN: &str = "meeting with neighbours";
const VENUE: &str = "Shtëpia e Kulturës";

fn gjilan() -> Municipality {
    "04".parse().expect("Gjilan")
}

async fn subscribes(person: &Person) {
    person.chooses_language().await;
    person.writes(person.reads.events()).await;
    person.hears(&Phrase::EventsAskPlace).await;
    person.writes(person.reads.place()).await;
    person.hears(&Phrase::EventsSubscribed { place: gjilan() }).await;
}

/// Fills in the form; the leader hears the summary and that a second person looks.
async fn announces(leader: &Person, seats: &str) {
    leader.writes("/announce").await;
    leader.hears(&Phrase::EventAskKind).await;
    leader.presses(&Phrase::EventKindDialogue).await;
    for (question, answer) in [
        (Phrase::EventAskMunicipality, "Gjilan"),
        (Phrase::EventAskVenue, VENUE),
        (Phrase::EventAskWhen, "20.3. 11:00"),
        (Phrase::EventAskSeats, seats),
        (Phrase::EventAskAlbanian, SQ),
        (Phrase::EventAskSerbian, SR_CYRL),
        (Phrase::EventAskEnglish, EN),
    ] {
        leader.hears(&question).await;
        leader.writes(answer).await;
    }
    leader.hears_part(SQ).await;
    leader.hears(&Phrase::EventSubmitted).await;
}

/// The invitation has the leader's words in the reader's language and script, and the day and hour.
async fn is_invited(person: &Person) {
    let words = match person.reads {
        Tongues::SQ => SQ,
        Tongues::SR_LATN => SR,
        Tongues::SR_CYRL => SR_CYRL,
        _ => EN,
    };
    let line = person.next().await;
    // The place is the leader's own word, so that a reader of Cyrillic may see it in either script.
    let text = |venue: &str| {
        person.text(&Phrase::EventInvite {
            event: Brief::from(words),
            day: chrono::NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day"),
            hour: NaiveTime::from_hms_opt(11, 0, 0).expect("an hour"),
            place: Brief::from(venue),
        })
    };
    let head = text("\u{1}");
    let (before, _) = head.split_once('\u{1}').expect("the place stands in an invitation");
    assert!(line.text.starts_with(before), "{:?} is not {before:?}", line.text);
    if person.reads != Tongues::SR_CYRL {
        assert_eq!(line.text, text(VENUE));
    }
}

#[tokio::test]
async fn a_meeting_from_announcement_to_count() {
    let house = House::open().await;
    let leader = house.colleague(Role::Leader, &[], &[]).await;
    let coordinator = house.colleague(Role::Coordinator, &[], &[]).await;
    let mut people = Vec::new();
    for (at, reads) in Tongues::ALL.into_iter().enumerate() {
        people.push(house.sms(&format!("+3834412345{at}"), reads));
        people.push(house.telegram_person("Ana", reads));
    }
    for person in &people {
        subscribes(person).await;
    }
    let stopped = house.sms("+38344999999", Tongues::SQ);
    subscribes(&stopped).await;
    stopped.writes(stopped.reads.stop_invitations()).await;
    stopped.hears(&Phrase::StopInvitationsDone).await;

    announces(&leader, "5").await;
    coordinator.hears_part(SQ).await;
    coordinator.presses(&Phrase::ButtonApprove).await;
    coordinator.hears(&Phrase::EventApproved).await;
    leader.hears(&Phrase::EventApproved).await;
    for person in &people {
        is_invited(person).await;
    }
    house.quiet().await;
    coordinator.presses(&Phrase::ButtonApprove).await;
    coordinator.hears(&Phrase::EventDecided).await;
    house.quiet().await;
    assert_eq!(people.iter().flat_map(Person::unheard).count() + stopped.unheard().len(), 0);

    // [sq sms, sq telegram, sr-Latn sms, sr-Latn telegram, sr-Cyrl sms, sr-Cyrl telegram, en sms, en telegram]
    people[0].writes("1 jemi 2").await;
    people[0].hears(&Phrase::EventYes { people: 2 }).await;
    people[1].presses(&Phrase::ButtonYes).await;
    people[1].hears(&Phrase::EventYes { people: 1 }).await;
    people[2].writes("1 dolazimo 3").await;
    people[2].hears(&Phrase::EventFull).await;
    people[2].writes("1 dolazimo 2").await;
    people[2].hears(&Phrase::EventYes { people: 2 }).await;
    people[3].presses(&Phrase::ButtonYes).await;
    people[3].hears(&Phrase::EventFull).await;
    people[4].writes("2").await;
    people[4].hears(&Phrase::EventNo).await;
    people[5].presses(&Phrase::ButtonMaybe).await;
    people[5].hears(&Phrase::EventMaybe).await;
    // A changed mind frees the seat for somebody else.
    people[1].presses(&Phrase::ButtonNo).await;
    people[1].hears(&Phrase::EventNo).await;
    people[3].presses(&Phrase::ButtonYes).await;
    people[3].hears(&Phrase::EventYes { people: 1 }).await;
    people[6].writes("no").await;
    people[6].hears(&Phrase::EventNo).await;

    leader.writes("/events").await;
    let count = Phrase::EventCount {
        event: VENUE.into(),
        day: chrono::NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day"),
        invited: 8,
        yes: 3,
        people: 5,
        maybe: 1,
        no: 3,
        seats: 5,
    };
    leader.hears(&count).await;

    house.time_passes(Duration::days(11));
    people[7].presses(&Phrase::ButtonYes).await;
    people[7].hears(&Phrase::EventOver).await;
    leader.writes("/events").await;
    leader.hears(&Phrase::EventNone).await;
    house.close().await;
}

#[tokio::test]
async fn nobody_approves_their_own_meeting_and_a_refused_one_invites_nobody() {
    let house = House::open().await;
    let one = house.colleague(Role::Coordinator, &[], &[]).await;
    let two = house.colleague(Role::Coordinator, &[], &[]).await;
    let caseworker = house.colleague(Role::Caseworker, &[], &[]).await;
    let ana = house.sms("+38344123456", Tongues::SQ);
    subscribes(&ana).await;
    announces(&one, "10").await;
    two.hears_part(SQ).await;
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from events").fetch_one(&house.database.pool).await.unwrap();
    let approve = format!("approve:{}", id.simple());

    // No button for one's own, and one that was forged does not help.
    assert!(one.phone().presses(&approve).is_err());
    house.forge_press(&one, &approve).await;
    one.hears(&Phrase::EventNotYourOwn).await;
    house.forge_press(&caseworker, &approve).await;
    caseworker.hears(&Phrase::StaffNotAllowed).await;
    two.presses(&Phrase::ButtonRefuse).await;
    two.hears(&Phrase::EventRefused).await;
    one.hears(&Phrase::EventRefused).await;
    house.forge_press(&two, &approve).await;
    two.hears(&Phrase::EventDecided).await;
    house.quiet().await;
    assert_eq!(ana.unheard(), [""; 0]);
    house.close().await;
}
