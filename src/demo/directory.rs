//! The demo's colleagues: made-up people, marked as demo, who join by real one-time links.

use std::time::Duration;

use crate::{
    clock::{Chance, Clock},
    contacts::Tongue,
    message::Words,
    rehearsal::telegram::{BotApi, Phone},
    staff::Role,
    store::{Store, staff::Invitee},
    text::{Language, Script},
};

/// How long somebody may take to join.
const PATIENCE: Duration = Duration::from_secs(20);

/// A colleague of the demo.
pub struct Colleague {
    /// What the screen calls them.
    pub name: &'static str,
    /// Their Telegram chat; the same at every start, so that a second start finds them again.
    pub chat: i64,
    role: Role,
    partner: &'static str,
    topics: &'static [&'static str],
    tongue: Tongue,
}

const ALBANIAN: Tongue = Tongue::Chosen(Language::Albanian, Script::Latin);
const SERBIAN: Tongue = Tongue::Chosen(Language::Serbian, Script::Latin);
const ENGLISH: Tongue = Tongue::Chosen(Language::English, Script::Latin);

/// Everybody who works here.
pub const COLLEAGUES: [Colleague; 6] = [
    Colleague {
        name: "Teuta",
        chat: 7_000_001,
        role: Role::Caseworker,
        partner: "CRPK",
        topics: &["doc"],
        tongue: ALBANIAN,
    },
    Colleague {
        name: "Jelena",
        chat: 7_000_002,
        role: Role::Caseworker,
        partner: "FLAA",
        topics: &["legal", "prop"],
        tongue: SERBIAN,
    },
    Colleague {
        name: "Besim",
        chat: 7_000_003,
        role: Role::Caseworker,
        partner: "FMC",
        topics: &["health", "social"],
        tongue: ALBANIAN,
    },
    Colleague {
        name: "Sara",
        chat: 7_000_004,
        role: Role::Coordinator,
        partner: "DRC",
        topics: &[],
        tongue: ENGLISH,
    },
    Colleague {
        name: "Milan",
        chat: 7_000_005,
        role: Role::Leader,
        partner: "CPT",
        topics: &[],
        tongue: SERBIAN,
    },
    Colleague {
        name: "Vlora",
        chat: 7_000_006,
        role: Role::Complaints,
        partner: "DRC",
        topics: &[],
        tongue: ALBANIAN,
    },
];

/// The phone of a colleague.
///
/// # Panics
/// When there is nobody of that name.
#[must_use]
pub fn phone(bot_api: &BotApi, name: &str) -> Phone {
    let colleague = COLLEAGUES.iter().find(|one| one.name == name).expect("a colleague of the demo");
    bot_api.person(colleague.name, colleague.chat, "")
}

/// Why the demo's colleagues are not all here.
#[derive(Debug, thiserror::Error)]
pub enum Absent {
    /// The link could not be made.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// Somebody opened the link and heard nothing.
    #[error("{0} opened the link to join and heard nothing")]
    Unheard(&'static str),
}

/// Lets everybody join who has not joined before, through the real door.
///
/// # Errors
/// When a link cannot be made, or somebody who opened it hears nothing.
pub async fn join(store: &Store, bot_api: &BotApi, clock: &Clock, chance: &Chance) -> Result<usize, Absent> {
    let mut dice = chance.dice();
    let here: Vec<String> = store
        .list_staff()
        .await?
        .into_iter()
        .filter(|listed| listed.joined_at.is_some() && listed.left_at.is_none())
        .map(|listed| listed.name.as_str().to_owned())
        .collect();
    let mut joined = 0;
    for colleague in &COLLEAGUES {
        let phone = bot_api.person(colleague.name, colleague.chat, "");
        let name = format!("{} (demo)", colleague.name);
        if here.contains(&name) {
            continue;
        }
        let invitee = Invitee {
            role: colleague.role,
            name: Words::from(name.as_str()),
            partner: Some(colleague.partner.to_owned()),
            municipalities: Vec::new(),
            topics: colleague.topics.iter().map(|code| crate::topics::Topic::known(code)).collect(),
            tongue: colleague.tongue,
            demo: true,
        };
        let (_, token) = store.invite(&invitee, clock.now(), &mut dice).await?;
        phone.says(&format!("/start join-{token}"));
        phone.hears(|_| true, PATIENCE).await.ok_or(Absent::Unheard(colleague.name))?;
        joined += 1;
    }
    Ok(joined)
}
