//! Laws 5 and 6: two processes on one database; nothing is said twice, and everybody hears their answers in order.

use std::collections::HashSet;

use prag::phrases::Phrase;
use tokio::task::JoinSet;

use crate::stage::{
    house::{House, Plan},
    person::Person,
    words::Tongues,
};

const PEOPLE: usize = 20;
const MESSAGES: usize = 10;

/// The variant that a person asks for at this place; everybody asks in an order of their own.
fn asks_for(person: usize, at: usize) -> Tongues {
    Tongues::ALL[(person + at * (1 + 2 * (person % 2))) % 4]
}

#[tokio::test]
async fn two_processes_answer_two_hundred_messages_once_and_in_order() {
    let mut house = House::build(Plan { mortal: true, ..Plan::default() }).await;
    house.start_app().await;
    let people: Vec<Person> =
        (0..PEOPLE).map(|at| house.sms(&format!("+383441234{at:02}"), Tongues::SQ)).collect();
    let mut writing = JoinSet::new();
    for (who, person) in people.iter().cloned().enumerate() {
        writing.spawn(async move {
            for at in 0..MESSAGES {
                person.writes(asks_for(who, at).own_name()).await;
            }
        });
    }
    writing.join_all().await;
    house.quiet().await;
    for (who, person) in people.iter().enumerate() {
        let expected: Vec<String> = (0..MESSAGES)
            .map(|at| Person { reads: asks_for(who, at), ..person.clone() })
            .flat_map(|reader| [Phrase::LanguageSet, Phrase::WelcomeConsent].map(|said| reader.text(&said)))
            .collect();
        assert_eq!(person.hears_all().await, expected, "{}", person.name());
    }
    let requests = house.air.requests();
    let ids: HashSet<_> = requests.iter().map(|request| request["id"].as_str()).collect();
    assert_eq!((requests.len(), ids.len()), (2 * PEOPLE * MESSAGES, 2 * PEOPLE * MESSAGES));
    house.close().await;
}
