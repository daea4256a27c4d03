//! Colleagues as rows: the roster, one-time links, joining and leaving.

use super::{Error, Store, Tx, contacts, read, sealed::slot};
use crate::{
    contacts::Tongue,
    facts::Joining,
    ids::{ContactId, Dice, StaffId},
    message::Words,
    places::Municipality,
    staff::{Role, Roster, Staff},
    topics::Topic,
};
use chrono::{DateTime, Duration, Utc};
use sqlx::PgExecutor;

const NAME: &str = "staff.name";
/// How long a one-time link works.
const LINK_LIFE: Duration = Duration::days(7);

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// What for.
    pub role: Role,
    /// What colleagues call them.
    pub name: Words,
    /// The organisation they work for.
    pub partner: Option<String>,
    /// Where they work; none means everywhere.
    pub municipalities: Vec<Municipality>,
    /// What they work on; none means everything.
    pub topics: Vec<Topic>,
    /// The language they want to be written to in.
    pub tongue: Tongue,
    /// Made by the demo.
    pub demo: bool,
}

/// A colleague as the operator's list shows them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Who.
    pub id: StaffId,
    /// What for.
    pub role: Role,
    /// What colleagues call them.
    pub name: Words,
    /// When they joined; none while the link is unused.
    pub joined_at: Option<DateTime<Utc>>,
    /// When they left.
    pub left_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Makes a one-time link; only its hash is kept.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn invite(
        &self,
        invitee: &Invitee,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Result<(StaffId, String), Error> {
        let id = StaffId::draw(now, dice);
        let mut secret = [0; 16];
        dice.fill(&mut secret);
        let token = hex::encode(secret);
        let municipalities: Vec<String> = invitee.municipalities.iter().map(ToString::to_string).collect();
        let topics: Vec<String> = invitee.topics.iter().map(ToString::to_string).collect();
        let known = invitee.tongue.known();
        let token_hash = self.keys.token(&token);
        sqlx::query!(
            "insert into staff (id, role, name, partner, municipalities, topics, language, script, demo, invited_at,
                    token_hash, token_until)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            id.0,
            invitee.role.code(),
            self.keys.seal_value(slot(NAME, &id.0), &invitee.name, dice),
            invitee.partner,
            &municipalities,
            &topics,
            known.map(|(language, _)| language.code()),
            known.map(|(_, script)| script.code()),
            invitee.demo,
            now,
            token_hash.as_slice(),
            now + LINK_LIFE,
        )
        .execute(&self.pool)
        .await?;
        Ok((id, token))
    }

    /// Everybody, joined or not, newest first.
    ///
    /// # Errors
    /// When Postgres is away or a row cannot be read.
    pub async fn list_staff(&self) -> Result<Vec<Listed>, Error> {
        let rows = sqlx::query!("select id, role, name, joined_at, left_at from staff order by id desc")
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Listed {
                    id: StaffId(row.id),
                    role: read(row.role.parse(), "staff", "role")?,
                    name: self.keys.open_value(slot(NAME, &row.id), &row.name)?,
                    joined_at: row.joined_at,
                    left_at: row.left_at,
                })
            })
            .collect()
    }

    /// Somebody leaves: they are told nothing from now on, and their link no longer works.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn dismiss(&self, id: StaffId, now: DateTime<Utc>) -> Result<bool, Error> {
        let done = sqlx::query!(
            "update staff set left_at = coalesce(left_at, $2), token_hash = null, contact_id = null where id = $1",
            id.0,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Everybody who has joined and not left; beside them those whose rows cannot be read, and who are told nothing.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn roster(&self, executor: impl PgExecutor<'_>) -> Result<(Roster, Vec<StaffId>), Error> {
        let rows = sqlx::query!(
            r#"select id, role, contact_id as "contact_id!", municipalities, topics from staff
                where contact_id is not null and left_at is null order by id"#
        )
        .fetch_all(executor)
        .await?;
        let (mut roster, mut unread) = (Roster::default(), Vec::new());
        for row in rows {
            let municipalities = row.municipalities.iter().map(|code| code.parse()).collect::<Result<_, _>>();
            let topics = row.topics.iter().map(|code| code.parse()).collect::<Result<_, _>>();
            match (row.role.parse(), municipalities, topics) {
                (Ok(role), Ok(municipalities), Ok(topics)) => roster.0.push(Staff {
                    id: StaffId(row.id),
                    role,
                    contact: ContactId(row.contact_id),
                    municipalities,
                    topics,
                }),
                _ => unread.push(StaffId(row.id)),
            }
        }
        Ok((roster, unread))
    }

    /// Colleagues whose rows cannot be read, for whoever looks after the house.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn unread_colleagues(&self) -> Result<Vec<StaffId>, Error> {
        Ok(self.roster(&self.pool).await?.1)
    }
}

/// The unused link of this token, if it still works; locked, so that only one address uses it.
pub(super) async fn find_link(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Joining>, Error> {
    let row = sqlx::query!(
        "select id, role, language, script from staff
          where token_hash = $1 and token_until > $2 and left_at is null for update",
        token_hash,
        now
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Joining {
            staff: StaffId(row.id),
            role: read(row.role.parse(), "staff", "role")?,
            tongue: contacts::tongue(row.language.as_deref(), row.script.as_deref(), true)?,
        })
    })
    .transpose()
}

/// Writes that somebody joined; an address that belonged to a colleague before is theirs no more.
pub(super) async fn join(
    tx: &mut Tx,
    joined: &[(StaffId, ContactId)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (staff, contact) in joined {
        sqlx::query!(
            "update staff set contact_id = null, left_at = coalesce(left_at, $2) where contact_id = $1",
            contact.0,
            now
        )
        .execute(&mut **tx)
        .await?;
        sqlx::query!(
            "update staff set contact_id = $2, joined_at = $3, token_hash = null where id = $1",
            staff.0,
            contact.0,
            now
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
