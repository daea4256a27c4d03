//! People as rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Error, Store, Tx, read,
    sealed::{Broken, Keys, slot},
};
use crate::{
    contacts::{Consent, Contact, Tongue},
    conversation::Conversation,
    facts::{ConsentAnswer, Scope},
    ids::{ContactId, Dice},
    message::{Address, Channel, Line},
};

pub(super) const ADDRESS: &str = "contacts.address";
const WORDS: &str = "contacts.words";

pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) line: String,
    pub(super) address: Vec<u8>,
    pub(super) language: Option<String>,
    pub(super) script: Option<String>,
    pub(super) language_chosen: bool,
    pub(super) consent: String,
    pub(super) stopped_at: Option<DateTime<Utc>>,
    pub(super) invitations_stopped_at: Option<DateTime<Utc>>,
    pub(super) gone_at: Option<DateTime<Utc>>,
    pub(super) wrote_at: DateTime<Utc>,
    pub(super) words: Option<Vec<u8>>,
}

impl Row {
    /// The person, and what is being talked about with them, which may not open although they are known.
    pub(super) fn open(self, keys: &Keys) -> Result<(Contact, Result<Conversation, Broken>), Error> {
        let address: Address = keys.open_value(slot(ADDRESS, &self.id), &self.address)?;
        let conversation = match &self.words {
            Some(sealed) => keys.open_value(slot(WORDS, &self.id), sealed),
            None => Ok(Conversation::default()),
        };
        let contact = Contact {
            id: ContactId(self.id),
            address,
            line: Line(self.line),
            tongue: tongue(self.language.as_deref(), self.script.as_deref(), self.language_chosen)?,
            consent: match self.consent.as_str() {
                "unasked" => Consent::Unasked,
                "given" => Consent::Given,
                "refused" => Consent::Refused,
                _ => return Err(Error::Unreadable { table: "contacts", column: "consent" }),
            },
            stopped_at: self.stopped_at,
            invitations_stopped_at: self.invitations_stopped_at,
            gone_at: self.gone_at,
            wrote_at: self.wrote_at,
        };
        Ok((contact, conversation))
    }
}

/// A language and script out of their columns.
pub(super) fn tongue(language: Option<&str>, script: Option<&str>, chosen: bool) -> Result<Tongue, Error> {
    let (Some(language), Some(script)) = (language, script) else { return Ok(Tongue::Unknown) };
    let language = read(language.parse(), "contacts", "language")?;
    let script = match script {
        "Latn" => crate::text::Script::Latin,
        "Cyrl" => crate::text::Script::Cyrillic,
        _ => return Err(Error::Unreadable { table: "contacts", column: "script" }),
    };
    Ok(if chosen { Tongue::Chosen(language, script) } else { Tongue::Read(language, script) })
}

/// The people behind these addresses.
pub(super) async fn by_address(
    tx: &mut Tx,
    keys: &Keys,
    hashes: &[Vec<u8>],
) -> Result<Vec<(Vec<u8>, Contact, Result<Conversation, Broken>)>, Error> {
    let rows = sqlx::query!(
        "select address_hash, id, line, address, language, script, language_chosen, consent, stopped_at,
                invitations_stopped_at, gone_at, wrote_at, words
           from contacts where address_hash = any($1)",
        hashes
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|r| {
            let row = Row {
                id: r.id,
                line: r.line,
                address: r.address,
                language: r.language,
                script: r.script,
                language_chosen: r.language_chosen,
                consent: r.consent,
                stopped_at: r.stopped_at,
                invitations_stopped_at: r.invitations_stopped_at,
                gone_at: r.gone_at,
                wrote_at: r.wrote_at,
                words: r.words,
            };
            let (contact, conversation) = row.open(keys)?;
            Ok((r.address_hash, contact, conversation))
        })
        .collect()
}

/// The people of these ids.
pub(super) async fn by_id(
    tx: &mut Tx,
    keys: &Keys,
    ids: &[Uuid],
) -> Result<Vec<(Contact, Result<Conversation, Broken>)>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, line, address, language, script, language_chosen, consent, stopped_at,
                invitations_stopped_at, gone_at, wrote_at, words
           from contacts where id = any($1)",
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(|row| row.open(keys)).collect()
}

/// How somebody is written to.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub id: ContactId,
    /// Through which kind of network.
    pub channel: Channel,
    /// Through which line.
    pub line: Line,
    /// In which language and script.
    pub tongue: Tongue,
}

impl From<&Contact> for Reader {
    fn from(contact: &Contact) -> Self {
        Self {
            id: contact.id,
            channel: contact.channel(),
            line: contact.line.clone(),
            tongue: contact.tongue,
        }
    }
}

impl Store {
    /// How these people are written to.
    ///
    /// # Errors
    /// When Postgres is away or a row cannot be read.
    pub async fn readers(&self, tx: &mut Tx, ids: &[ContactId]) -> Result<Vec<Reader>, Error> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = sqlx::query!(
            "select id, channel, line, language, script, language_chosen from contacts where id = any($1)",
            &ids
        )
        .fetch_all(&mut **tx)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Reader {
                    id: ContactId(row.id),
                    channel: match row.channel.as_str() {
                        "telegram" => Channel::Telegram,
                        "sms" => Channel::Sms,
                        _ => return Err(Error::Unreadable { table: "contacts", column: "channel" }),
                    },
                    line: Line(row.line),
                    tongue: tongue(row.language.as_deref(), row.script.as_deref(), row.language_chosen)?,
                })
            })
            .collect()
    }
}

/// Writes everybody who is to be remembered, new or known.
pub(super) async fn remember(
    tx: &mut Tx,
    keys: &Keys,
    people: &[(&Contact, &Conversation)],
    dice: &mut Dice,
) -> Result<(), Error> {
    if people.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = people.iter().map(|(contact, _)| contact.id.0).collect();
    let channels: Vec<&str> = people.iter().map(|(contact, _)| contact.channel().code()).collect();
    let lines: Vec<&str> = people.iter().map(|(contact, _)| contact.line.0.as_str()).collect();
    let hashes: Vec<Vec<u8>> =
        people.iter().map(|(contact, _)| keys.address(&contact.address).to_vec()).collect();
    let addresses: Vec<Vec<u8>> = people
        .iter()
        .map(|(contact, _)| keys.seal_value(slot(ADDRESS, &contact.id.0), &contact.address, dice))
        .collect();
    let known: Vec<_> = people.iter().map(|(contact, _)| contact.tongue.known()).collect();
    let languages: Vec<Option<&str>> = known.iter().map(|known| known.map(|(l, _)| l.code())).collect();
    let scripts: Vec<Option<&str>> = known.iter().map(|known| known.map(|(_, s)| s.code())).collect();
    let chosen: Vec<bool> =
        people.iter().map(|(contact, _)| matches!(contact.tongue, Tongue::Chosen(..))).collect();
    let consents: Vec<&str> = people
        .iter()
        .map(|(contact, _)| match contact.consent {
            Consent::Unasked => "unasked",
            Consent::Given => "given",
            Consent::Refused => "refused",
        })
        .collect();
    let stopped: Vec<_> = people.iter().map(|(contact, _)| contact.stopped_at).collect();
    let no_invitations: Vec<_> = people.iter().map(|(contact, _)| contact.invitations_stopped_at).collect();
    let gone: Vec<_> = people.iter().map(|(contact, _)| contact.gone_at).collect();
    let wrote: Vec<_> = people.iter().map(|(contact, _)| contact.wrote_at).collect();
    let words: Vec<Option<Vec<u8>>> = people
        .iter()
        .map(|(contact, conversation)| {
            let open = **conversation != Conversation::default();
            open.then(|| keys.seal_value(slot(WORDS, &contact.id.0), conversation, dice))
        })
        .collect();
    sqlx::query!(
        "insert into contacts (id, channel, line, address_hash, address, language, script, language_chosen, consent,
                stopped_at, invitations_stopped_at, gone_at, wrote_at, words)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::text[], $7::text[],
                $8::bool[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
                $13::timestamptz[], $14::bytea[])
             on conflict (id) do update set
                line = excluded.line, language = excluded.language, script = excluded.script,
                language_chosen = excluded.language_chosen, consent = excluded.consent,
                stopped_at = excluded.stopped_at, invitations_stopped_at = excluded.invitations_stopped_at,
                gone_at = excluded.gone_at, wrote_at = excluded.wrote_at, words = excluded.words",
        &ids,
        &channels as &[&str],
        &lines as &[&str],
        &hashes,
        &addresses,
        &languages as &[Option<&str>],
        &scripts as &[Option<&str>],
        &chosen,
        &consents as &[&str],
        &stopped as &[Option<DateTime<Utc>>],
        &no_invitations as &[Option<DateTime<Utc>>],
        &gone as &[Option<DateTime<Utc>>],
        &wrote,
        &words as &[Option<Vec<u8>>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes where people are reached from now on.
pub(super) async fn relocate(
    tx: &mut Tx,
    keys: &Keys,
    moved: &[(ContactId, &Address)],
    dice: &mut Dice,
) -> Result<(), Error> {
    if moved.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = moved.iter().map(|(contact, _)| contact.0).collect();
    let hashes: Vec<Vec<u8>> = moved.iter().map(|(_, to)| keys.address(to).to_vec()).collect();
    let addresses: Vec<Vec<u8>> =
        moved.iter().map(|(contact, to)| keys.seal_value(slot(ADDRESS, &contact.0), *to, dice)).collect();
    sqlx::query!(
        "update contacts set address_hash = new.address_hash, address = new.address
           from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as new (id, address_hash, address)
          where contacts.id = new.id",
        &ids,
        &hashes,
        &addresses,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes the answers to questions of consent.
pub(super) async fn log_consents(
    tx: &mut Tx,
    answers: &[(ContactId, Scope, ConsentAnswer, Tongue)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if answers.is_empty() {
        return Ok(());
    }
    let contacts: Vec<Uuid> = answers.iter().map(|(contact, ..)| contact.0).collect();
    let scopes: Vec<&str> = answers
        .iter()
        .map(|(_, scope, ..)| match scope {
            Scope::Keep => "keep",
            Scope::Invitations => "invitations",
        })
        .collect();
    let given: Vec<&str> = answers
        .iter()
        .map(|(_, _, answer, _)| match answer {
            ConsentAnswer::Given => "given",
            ConsentAnswer::Refused => "refused",
            ConsentAnswer::Withdrawn => "withdrawn",
        })
        .collect();
    let known: Vec<_> = answers.iter().map(|(.., tongue)| tongue.known()).collect();
    let languages: Vec<Option<&str>> = known.iter().map(|known| known.map(|(l, _)| l.code())).collect();
    let scripts: Vec<Option<&str>> = known.iter().map(|known| known.map(|(_, s)| s.code())).collect();
    sqlx::query!(
        "insert into consents (contact_id, scope, answer, language, script, answered_at)
         select contact_id, scope, answer, language, script, $6
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
             as answers (contact_id, scope, answer, language, script)",
        &contacts,
        &scopes as &[&str],
        &given as &[&str],
        &languages as &[Option<&str>],
        &scripts as &[Option<&str>],
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
