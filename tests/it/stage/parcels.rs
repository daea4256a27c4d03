//! Parcels for many people at once, written without a word of talk.

use std::ops::Range;

use chrono::{DateTime, Duration, Utc};
use prag::{
    contacts::Contact,
    conversation::Conversation,
    facts::Fact,
    ids::{ContactId, Dice, ParcelId},
    message::{Address, Channel, Content, Line},
    phrases::Phrase,
    store::{Store, record::Written, sealed::slot},
};

use super::house::LINE;

/// When it all was written.
pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_136_800, 0).expect("a moment")
}

/// Something that is said to somebody.
pub fn spoken(to: ContactId, dice: &mut Dice) -> (Fact, Written) {
    let spoke = Fact::Spoke {
        parcel: ParcelId::draw(noon(), dice),
        to,
        phrase: Phrase::Menu,
        keyboard: Vec::new(),
        tongue: None,
        case: None,
        useless_after: noon() + Duration::days(3),
    };
    let content = Content::Text { words: "Po".into(), buttons: Vec::new() };
    (spoke, Written::Parcel { line: Line(LINE.to_owned()), content })
}

/// So many people, with so many parcels for each.
pub async fn written(store: &Store, channel: Channel, people: usize, parcels: usize) {
    written_to(store, channel, 0..people, parcels).await;
}

/// The same for these of the people one could think of.
pub async fn written_to(store: &Store, channel: Channel, people: Range<usize>, parcels: usize) {
    let (now, dice) = (noon(), &mut Dice::from_seed(people.start as u64));
    let mut facts = Vec::new();
    for at in people {
        let handle = match channel {
            Channel::Sms => format!("+383441{at:05}"),
            Channel::Telegram => format!("5000{at:06}"),
        };
        let line = Line(LINE.to_owned());
        let contact = Contact::met(ContactId::draw(now, dice), Address { channel, handle }, line, now);
        let to = contact.id;
        facts.push((Fact::Remembered { contact, conversation: Conversation::default() }, Written::Nothing));
        for _ in 0..parcels {
            facts.push(spoken(to, dice));
        }
    }
    let mut tx = store.begin().await.expect("the database is there");
    store.record(&mut tx, &facts, now, dice).await.expect("it is written");
    tx.commit().await.expect("the database is there");
}

/// Everything written so far is announced to many instead of being said to one.
pub async fn is_announced(store: &Store) {
    let (event, announcement) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    let content = Content::Text { words: "Takim".into(), buttons: Vec::new() };
    let words = store.keys().seal_value(
        slot("announcements.words", &announcement),
        &content,
        &mut Dice::from_seed(9),
    );
    let rows = "with leader as (insert into staff (id, role, name, invited_at) values ($1, 'leader', '', now())),
              event as (insert into events (id, kind, municipality, leader_id, state, starts_at, seats, words, proposed_at)
                  values ($1, 'dialogue', '04', $1, 'proposed', now(), 5, '', now())),
              announcement as (insert into announcements (id, event_id, channel, language, script, words)
                  values ($2, $1, 'sms', 'sq', 'Latn', $3))
         update outbox set announcement_id = $2, words = null";
    let update = sqlx::query(rows).bind(event).bind(announcement).bind(words);
    update.execute(store.pool()).await.expect("the database is there");
}
