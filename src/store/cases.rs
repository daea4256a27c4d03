//! Cases as rows, their history, and the wrong pairs that were tried on them.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    Error, Tx, read,
    sealed::{Keys, slot},
};
use crate::{
    cases::{Case, EntryKind, Standing, Told, Tries},
    facts::Entry,
    ids::{CaseId, CaseNumber, ContactId, Dice, EntryId, Pin, StaffId},
    message::Words,
    staff::{Role, Staff},
};

const WORDS: &str = "cases.words";
const ENTRY: &str = "case_entries.words";
/// Days for which a closed case still answers to STATUS and to "did the help arrive?".
const AFTERGLOW: Duration = Duration::days(30);
/// Lines of a case's history that are shown at once, the newest.
const HISTORY: i64 = 30;
/// Cases of a queue that are shown at once, the most urgent.
const QUEUE: i64 = 30;

struct Row {
    id: Uuid,
    number: i32,
    contact_id: Uuid,
    topic: String,
    municipality: Option<String>,
    urgency: String,
    standing: String,
    caseworker_id: Option<Uuid>,
    promised_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    locked: bool,
    words: Vec<u8>,
    opened_at: DateTime<Utc>,
}

impl Row {
    fn open(self, keys: &Keys) -> Result<Case, Error> {
        let told: Told = keys.open_value(slot(WORDS, &self.id), &self.words)?;
        let municipality = self.municipality.as_deref().map(str::parse).transpose();
        Ok(Case {
            id: CaseId(self.id),
            number: read(u32::try_from(self.number), "cases", "number")
                .and_then(|number| read(CaseNumber::try_from(number), "cases", "number"))?,
            contact: ContactId(self.contact_id),
            topic: read(self.topic.parse(), "cases", "topic")?,
            municipality: read(municipality, "cases", "municipality")?,
            urgency: read(self.urgency.parse(), "cases", "urgency")?,
            standing: standing(&self.standing, self.caseworker_id, self.closed_on)?,
            promised_on: self.promised_on,
            locked: self.locked,
            told,
            opened_at: self.opened_at,
        })
    }
}

fn standing(code: &str, by: Option<Uuid>, on: Option<NaiveDate>) -> Result<Standing, Error> {
    let by = by.map(StaffId);
    Ok(match (code, by, on) {
        ("received", None, _) => Standing::Received,
        ("working", Some(by), _) => Standing::Working { by },
        ("referred", Some(by), _) => Standing::Referred { by },
        ("need_you", Some(by), _) => Standing::NeedYou { by },
        ("closed", Some(by), Some(on)) => Standing::Closed { by, on },
        ("settled", Some(by), Some(on)) => Standing::Settled { by, on },
        _ => return Err(Error::Unreadable { table: "cases", column: "standing" }),
    })
}

/// The cases of these people that still matter to them, and these cases besides; newest first, each locked in the
/// order of ids, so that two processes never wait for one another.
pub(super) async fn lock(
    tx: &mut Tx,
    keys: &Keys,
    of: &[Uuid],
    and: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<Case>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, number, contact_id, topic, municipality, urgency, standing, caseworker_id, promised_on,
                closed_on, locked, words, opened_at
           from cases
          where id = any($1)
             or contact_id = any($2)
                and (standing not in ('closed', 'settled') or closed_on >= ($3::timestamptz)::date)
          order by id for update",
        and,
        of,
        now - AFTERGLOW,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut cases = rows.into_iter().map(|row| row.open(keys)).collect::<Result<Vec<_>, _>>()?;
    cases.sort_by_key(|case| std::cmp::Reverse(case.opened_at));
    Ok(cases)
}

/// The ids behind case numbers, with the hash of each PIN.
pub(super) async fn by_number(tx: &mut Tx, numbers: &[i32]) -> Result<Vec<(u32, CaseId, Vec<u8>)>, Error> {
    let rows = sqlx::query!("select number, id, pin_hash from cases where number = any($1)", numbers)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.number.unsigned_abs(), CaseId(row.id), row.pin_hash)).collect())
}

/// The newest lines of a case's history, oldest first.
pub(super) async fn history(tx: &mut Tx, keys: &Keys, case: CaseId) -> Result<Vec<Entry>, Error> {
    let rows = sqlx::query!(
        "select id, kind, words, entered_at from case_entries
          where case_id = $1 and words is not null order by seq desc limit $2",
        case.0,
        HISTORY,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .rev()
        .map(|row| {
            let words = match &row.words {
                Some(sealed) => Some(keys.open_value::<Words>(slot(ENTRY, &row.id), sealed)?),
                None => None,
            };
            Ok(Entry { at: row.entered_at, kind: row.kind, words })
        })
        .collect()
}

/// The open cases that a colleague may see, most urgent first: their own, and those nobody has.
pub(super) async fn queue(tx: &mut Tx, keys: &Keys, staff: &Staff) -> Result<Vec<Case>, Error> {
    let everything = matches!(staff.role, Role::Coordinator | Role::Complaints);
    let municipalities: Vec<String> = staff.municipalities.iter().map(ToString::to_string).collect();
    let topics: Vec<String> = staff.topics.iter().map(ToString::to_string).collect();
    let rows = sqlx::query_as!(
        Row,
        "select id, number, contact_id, topic, municipality, urgency, standing, caseworker_id, promised_on,
                closed_on, locked, words, opened_at
           from cases
          where standing not in ('closed', 'settled')
            and (topic like 'feed.%') = $1
            and (caseworker_id = $2
                 or standing = 'received'
                    and ($3 or (cardinality($4::text[]) = 0 or municipality = any($4))
                               and (cardinality($5::text[]) = 0
                                    or topic = any($5) or split_part(topic, '.', 1) = any($5))))
          order by urgency, promised_on, id limit $6",
        staff.role == Role::Complaints,
        staff.id.0,
        everything,
        &municipalities,
        &topics,
        QUEUE,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(|row| row.open(keys)).collect()
}

/// Wrong pairs lately, by this person, for this case, and overall.
pub(super) async fn tries(
    tx: &mut Tx,
    contact: Option<ContactId>,
    case: Option<CaseId>,
    now: DateTime<Utc>,
) -> Result<Tries, Error> {
    let row = sqlx::query!(
        r#"select
             (select count(*) from mistaken_pairs where contact_id = $1 and tried_at > $3) as "by_address!",
             (select count(*) from mistaken_pairs where case_id = $2 and tried_at > $3) as "for_case!",
             (select count(*) from mistaken_pairs where tried_at > $4) as "overall!""#,
        contact.map(|id| id.0),
        case.map(|id| id.0),
        now - Duration::hours(24),
        now - Duration::hours(1),
    )
    .fetch_one(&mut **tx)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Tries {
        by_address: count(row.by_address),
        overall: count(row.overall),
        for_case: count(row.for_case),
    })
}

/// Writes new cases.
pub(super) async fn open(
    tx: &mut Tx,
    keys: &Keys,
    cases: &[(&Case, Pin)],
    dice: &mut Dice,
) -> Result<(), Error> {
    if cases.is_empty() {
        return Ok(());
    }
    let all = || cases.iter().map(|(case, _)| *case);
    let ids: Vec<Uuid> = all().map(|case| case.id.0).collect();
    let numbers: Vec<i32> = all().map(number).collect();
    let contacts: Vec<Uuid> = all().map(|case| case.contact.0).collect();
    let pins: Vec<Vec<u8>> = cases.iter().map(|(case, pin)| keys.pin(case.id, *pin).to_vec()).collect();
    let topics: Vec<&str> = all().map(|case| case.topic.code()).collect();
    let places: Vec<Option<String>> =
        all().map(|case| case.municipality.map(|place| place.to_string())).collect();
    let urgencies: Vec<&str> = all().map(|case| case.urgency.code()).collect();
    let promised: Vec<NaiveDate> = all().map(|case| case.promised_on).collect();
    let words: Vec<Vec<u8>> =
        all().map(|case| keys.seal_value(slot(WORDS, &case.id.0), &case.told, dice)).collect();
    let opened: Vec<DateTime<Utc>> = all().map(|case| case.opened_at).collect();
    sqlx::query!(
        "insert into cases (id, number, contact_id, pin_hash, topic, municipality, urgency, standing, promised_on,
                words, opened_at)
         select id, number, contact_id, pin_hash, topic, municipality, urgency, 'received', promised_on, words, opened_at
           from unnest($1::uuid[], $2::int[], $3::uuid[], $4::bytea[], $5::text[], $6::text[], $7::text[],
                $8::date[], $9::bytea[], $10::timestamptz[])
             as new (id, number, contact_id, pin_hash, topic, municipality, urgency, promised_on, words, opened_at)",
        &ids,
        &numbers,
        &contacts,
        &pins,
        &topics as &[&str],
        &places as &[Option<String>],
        &urgencies as &[&str],
        &promised,
        &words,
        &opened,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes where cases stand now.
pub(super) async fn move_on(tx: &mut Tx, cases: &[&Case]) -> Result<(), Error> {
    if cases.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id.0).collect();
    let standings: Vec<&str> = cases.iter().map(|case| case.standing.code()).collect();
    let by: Vec<Option<Uuid>> = cases.iter().map(|case| case.standing.caseworker().map(|id| id.0)).collect();
    let promised: Vec<NaiveDate> = cases.iter().map(|case| case.promised_on).collect();
    let closed: Vec<Option<NaiveDate>> = cases
        .iter()
        .map(|case| match case.standing {
            Standing::Closed { on, .. } | Standing::Settled { on, .. } => Some(on),
            _ => None,
        })
        .collect();
    let locked: Vec<bool> = cases.iter().map(|case| case.locked).collect();
    sqlx::query!(
        "update cases set standing = moved.standing, caseworker_id = moved.caseworker_id,
                promised_on = moved.promised_on, closed_on = moved.closed_on, locked = moved.locked
           from unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::date[], $6::bool[])
             as moved (id, standing, caseworker_id, promised_on, closed_on, locked)
          where cases.id = moved.id",
        &ids,
        &standings as &[&str],
        &by as &[Option<Uuid>],
        &promised,
        &closed as &[Option<NaiveDate>],
        &locked,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A line for a case's history.
pub(super) struct NewEntry<'a> {
    pub(super) id: EntryId,
    pub(super) case: CaseId,
    pub(super) kind: EntryKind,
    pub(super) by: Option<StaffId>,
    pub(super) words: Option<&'a Words>,
}

/// Writes lines of history.
pub(super) async fn enter(
    tx: &mut Tx,
    keys: &Keys,
    entries: &[NewEntry<'_>],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id.0).collect();
    let cases: Vec<Uuid> = entries.iter().map(|entry| entry.case.0).collect();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.code()).collect();
    let by: Vec<Option<Uuid>> = entries.iter().map(|entry| entry.by.map(|id| id.0)).collect();
    let words: Vec<Option<Vec<u8>>> = entries
        .iter()
        .map(|entry| entry.words.map(|words| keys.seal_value(slot(ENTRY, &entry.id.0), words, dice)))
        .collect();
    sqlx::query!(
        "insert into case_entries (id, case_id, kind, staff_id, words, entered_at)
         select id, case_id, kind, staff_id, words, $6
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[]) with ordinality
             as new (id, case_id, kind, staff_id, words, place)
          order by place",
        &ids,
        &cases,
        &kinds as &[&str],
        &by as &[Option<Uuid>],
        &words as &[Option<Vec<u8>>],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes wrong pairs.
pub(super) async fn note_mistakes(
    tx: &mut Tx,
    mistakes: &[(ContactId, Option<CaseId>)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if mistakes.is_empty() {
        return Ok(());
    }
    let contacts: Vec<Uuid> = mistakes.iter().map(|(contact, _)| contact.0).collect();
    let cases: Vec<Option<Uuid>> = mistakes.iter().map(|(_, case)| case.map(|id| id.0)).collect();
    sqlx::query!(
        "insert into mistaken_pairs (contact_id, case_id, tried_at)
         select contact_id, case_id, $3 from unnest($1::uuid[], $2::uuid[]) as new (contact_id, case_id)",
        &contacts,
        &cases as &[Option<Uuid>],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn number(case: &Case) -> i32 {
    i32::try_from(case.number.value()).expect("seven digits")
}
