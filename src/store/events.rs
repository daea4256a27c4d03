//! Events, subscriptions, invitations and their answers as rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Tx, read,
    sealed::{Keys, slot},
};
use crate::{
    events::{Answer, Event, Kind, Stand},
    facts::{Count, Invited},
    ids::{AnnouncementId, ContactId, Dice, EventId, StaffId},
    message::{Channel, Content},
    places::Municipality,
    text::{Language, Script},
};

const WORDS: &str = "events.words";
/// Where the words of an announcement are sealed.
pub(super) const ANNOUNCEMENT: &str = "announcements.words";

struct Row {
    id: Uuid,
    kind: String,
    municipality: String,
    leader_id: Uuid,
    state: String,
    decided_by: Option<Uuid>,
    starts_at: DateTime<Utc>,
    seats: i32,
    words: Vec<u8>,
    taken: i64,
}

impl Row {
    fn open(self, keys: &Keys) -> Result<Event, Error> {
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == self.kind);
        let stand = match (self.state.as_str(), self.decided_by.map(StaffId)) {
            ("proposed", None) => Stand::Proposed,
            ("announced", Some(by)) => Stand::Announced { by },
            ("refused", Some(by)) => Stand::Refused { by },
            _ => return Err(Error::Unreadable { table: "events", column: "state" }),
        };
        Ok(Event {
            id: EventId(self.id),
            leader: StaffId(self.leader_id),
            kind: read(kind.ok_or(()), "events", "kind")?,
            municipality: read(self.municipality.parse(), "events", "municipality")?,
            starts_at: self.starts_at,
            seats: self.seats.unsigned_abs(),
            stand,
            wording: keys.open_value(slot(WORDS, &self.id), &self.words)?,
            taken_seats: u32::try_from(self.taken).unwrap_or(u32::MAX),
        })
    }
}

/// The events that are named and those that wait for an answer, locked in the order of their ids, because answers take
/// seats. One that only waits and cannot be read is left out: whoever was invited writes about other things too.
pub(super) async fn lock(
    tx: &mut Tx,
    keys: &Keys,
    named: &[Uuid],
    waiting: &[Uuid],
) -> Result<Vec<Event>, Error> {
    let ids = &[named, waiting].concat();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query!("select id from events where id = any($1) order by id for update", ids)
        .fetch_all(&mut **tx)
        .await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select id, kind, municipality, leader_id, state, decided_by, starts_at, seats, words,
                  (select coalesce(sum(people), 0) from invitations where event_id = events.id) as "taken!"
             from events where id = any($1)"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let opened = rows.into_iter().map(|row| (named.contains(&row.id), row.open(keys)));
    opened.filter(|(is_named, event)| *is_named || event.is_ok()).map(|(_, event)| event).collect()
}

/// An invitation without its event.
pub(super) struct Pending {
    pub(super) contact: ContactId,
    pub(super) event: Uuid,
    pub(super) before: Option<Answer>,
    pub(super) at: DateTime<Utc>,
}

impl Pending {
    pub(super) fn to(self, events: &[Event]) -> Option<Invited> {
        let event = events.iter().find(|event| event.id.0 == self.event)?.clone();
        Some(Invited { event, before: self.before, at: self.at })
    }
}

/// The newest unanswered invitation of each of these people to an event still ahead, and every invitation to these
/// events.
pub(super) async fn pending(
    tx: &mut Tx,
    of: &[Uuid],
    named: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<Pending>, Error> {
    let rows = sqlx::query!(
        r#"select contact_id as "contact_id!", event_id as "event_id!", answer, people as "people!",
                  invited_at as "invited_at!"
             from (select distinct on (i.contact_id) i.*
                     from invitations i join events e on e.id = i.event_id
                    where i.contact_id = any($1) and i.answer is null and e.starts_at > $3
                    order by i.contact_id, i.invited_at desc) as newest
            union all
           select contact_id, event_id, answer, people, invited_at
             from invitations where contact_id = any($1) and event_id = any($2)"#,
        of,
        named,
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let before = match row.answer.as_deref() {
                None => None,
                Some("yes") => Some(Answer::Yes { people: row.people.unsigned_abs() }),
                Some("no") => Some(Answer::No),
                Some("maybe") => Some(Answer::Maybe),
                Some(_) => return Err(Error::Unreadable { table: "invitations", column: "answer" }),
            };
            Ok(Pending {
                contact: ContactId(row.contact_id),
                event: row.event_id,
                before,
                at: row.invited_at,
            })
        })
        .collect()
}

/// The announced events of a leader that are still ahead, with their counts; of everybody, for a coordinator.
pub(super) async fn ahead(
    tx: &mut Tx,
    keys: &Keys,
    leader: Option<StaffId>,
    now: DateTime<Utc>,
) -> Result<Vec<(Event, Count)>, Error> {
    let rows = sqlx::query!(
        r#"select e.id, e.kind, e.municipality, e.leader_id, e.state, e.decided_by, e.starts_at, e.seats, e.words,
                  count(i.contact_id) as "invited!",
                  count(*) filter (where i.answer = 'yes') as "yes!",
                  coalesce(sum(i.people), 0) as "people!",
                  count(*) filter (where i.answer = 'maybe') as "maybe!",
                  count(*) filter (where i.answer = 'no') as "no!"
             from events e left join invitations i on i.event_id = e.id
            where ($1::uuid is null or e.leader_id = $1) and e.state = 'announced' and e.starts_at > $2
            group by e.id order by e.starts_at limit 10"#,
        leader.map(|id| id.0),
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rows.into_iter()
        .map(|row| {
            let count = Count {
                invited: number(row.invited),
                yes: number(row.yes),
                people: number(row.people),
                maybe: number(row.maybe),
                no: number(row.no),
            };
            let row = Row {
                id: row.id,
                kind: row.kind,
                municipality: row.municipality,
                leader_id: row.leader_id,
                state: row.state,
                decided_by: row.decided_by,
                starts_at: row.starts_at,
                seats: row.seats,
                words: row.words,
                taken: row.people,
            };
            Ok((row.open(keys)?, count))
        })
        .collect()
}

/// Writes proposed events; rare, one statement each.
pub(super) async fn propose(
    tx: &mut Tx,
    keys: &Keys,
    events: &[&Event],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    for event in events {
        sqlx::query!(
            "insert into events (id, kind, municipality, leader_id, state, starts_at, seats, words, proposed_at)
             values ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8)",
            event.id.0,
            event.kind.code(),
            event.municipality.to_string(),
            event.leader.0,
            event.starts_at,
            i32::try_from(event.seats).unwrap_or(i32::MAX),
            keys.seal_value(slot(WORDS, &event.id.0), &event.wording, dice),
            now,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Writes decisions about events; rare, one statement each.
pub(super) async fn settle(tx: &mut Tx, events: &[&Event]) -> Result<(), Error> {
    for event in events {
        let by = match event.stand {
            Stand::Proposed => None,
            Stand::Announced { by } | Stand::Refused { by } => Some(by.0),
        };
        sqlx::query!(
            "update events set state = $2, decided_by = $3 where id = $1",
            event.id.0,
            event.stand.code(),
            by
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// An invitation rendered for one kind of network, language and script.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// The kind of network.
    pub channel: Channel,
    /// The language.
    pub language: Language,
    /// The script.
    pub script: Script,
    /// What is sent.
    pub content: Content,
}

/// Invites everybody who asked for meetings there and wants messages: one statement for any number of people.
pub(super) async fn announce(
    tx: &mut Tx,
    keys: &Keys,
    event: &Event,
    renderings: &[Rendering],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    for rendering in renderings {
        let id = AnnouncementId::draw(now, dice);
        sqlx::query!(
            "insert into announcements (id, event_id, channel, language, script, words) values ($1, $2, $3, $4, $5, $6)",
            id.0,
            event.id.0,
            rendering.channel.code(),
            rendering.language.code(),
            rendering.script.code(),
            keys.seal_value(slot(ANNOUNCEMENT, &id.0), &rendering.content, dice),
        )
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query!(
        "with invited as (
             insert into invitations (event_id, contact_id, invited_at)
             select $1, c.id, $3
               from subscriptions s join contacts c on c.id = s.contact_id
              where s.municipality = $2 and c.stopped_at is null and c.invitations_stopped_at is null
                and c.gone_at is null
                 on conflict do nothing
             returning contact_id)
         insert into outbox (id, contact_id, line, announcement_id, due_at, useless_after, written_at)
         select gen_random_uuid(), c.id, c.line, a.id, 'epoch', $4, $3
           from invited i join contacts c on c.id = i.contact_id
           join announcements a on a.event_id = $1 and a.channel = c.channel
            and a.language = coalesce(c.language, 'sq') and a.script = coalesce(c.script, 'Latn')",
        event.id.0,
        event.municipality.to_string(),
        now,
        event.starts_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes who asked for invitations.
pub(super) async fn subscribe(
    tx: &mut Tx,
    subscriptions: &[(ContactId, Municipality)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if subscriptions.is_empty() {
        return Ok(());
    }
    let contacts: Vec<Uuid> = subscriptions.iter().map(|(contact, _)| contact.0).collect();
    let places: Vec<String> = subscriptions.iter().map(|(_, place)| place.to_string()).collect();
    sqlx::query!(
        "insert into subscriptions (contact_id, municipality, subscribed_at)
         select contact_id, municipality, $3 from unnest($1::uuid[], $2::text[]) as new (contact_id, municipality)
             on conflict do nothing",
        &contacts,
        &places,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes answers to invitations.
pub(super) async fn answer(
    tx: &mut Tx,
    answers: &[(EventId, ContactId, Answer)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if answers.is_empty() {
        return Ok(());
    }
    let events: Vec<Uuid> = answers.iter().map(|(event, ..)| event.0).collect();
    let contacts: Vec<Uuid> = answers.iter().map(|(_, contact, _)| contact.0).collect();
    let said: Vec<&str> = answers.iter().map(|(.., answer)| answer.code()).collect();
    let people: Vec<i32> =
        answers.iter().map(|(.., answer)| i32::try_from(answer.seats()).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "update invitations set answer = new.answer, people = new.people, answered_at = $5
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[]) as new (event_id, contact_id, answer, people)
          where invitations.event_id = new.event_id and invitations.contact_id = new.contact_id",
        &events,
        &contacts,
        &said as &[&str],
        &people,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
