//! What holds in every line of every transcript, whoever wrote it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use prag::{
    commands::{self, Command},
    contacts::Consent,
    conversation::{Answering, Conversation, Stage},
    facts::Stimulus,
    ids::ContactId,
    message::{Body, Channel},
    phrases::{Blank, Phrase},
    understanding::{answer::yes_no_rest, understand},
};

use super::memory::Memory;

/// One text as it was sent.
pub struct Said {
    pub to: ContactId,
    pub channel: Channel,
    pub phrase: Phrase,
    pub text: String,
}

/// A person who is answered, and what was being talked about with them before.
pub struct Before<'a> {
    pub person: ContactId,
    pub conversation: &'a Conversation,
    pub at: DateTime<Utc>,
}

/// What is wrong with the way a stimulus was answered; `before` is nothing for a colleague.
pub fn breaches(stimulus: &Stimulus, before: Option<Before>, said: &[Said], memory: &Memory) -> Vec<String> {
    let mut wrong = Vec::new();
    // To colleagues, on Telegram, a topic is named; to people it is not, on any network.
    for said in
        said.iter().filter(|said| said.channel == Channel::Sms || !said.phrase.key().starts_with("staff-"))
    {
        if names_discreet(&said.phrase) {
            wrong.push(format!("names a topic that others must not read: {}", said.text));
        }
    }
    let Some(before) = before else { return wrong };
    let answers: Vec<&Said> = said.iter().filter(|said| said.to == before.person).collect();
    wrong.extend(too_much_at_once(&answers));
    if let Stimulus::Came { body: Body::Text { words }, .. } = stimulus {
        let text = words.as_str();
        wrong.extend(ill_heard(text, &before, &answers).map(str::to_owned));
        if lost(text, &before, &answers, memory) {
            wrong.push(format!("words that nobody will read: {text}"));
        }
    }
    wrong
}

/// Two messages at most, and one question among them; a phone with several cases hears of each.
fn too_much_at_once(answers: &[&Said]) -> Option<String> {
    let keys: BTreeSet<String> = answers.iter().map(|said| said.phrase.key()).collect();
    let asked: BTreeSet<String> =
        answers.iter().filter(|said| said.text.contains('?')).map(|said| said.phrase.key()).collect();
    if keys.len() > 2 && keys.iter().any(|key| !key.starts_with("status-")) {
        return Some(format!("more than two messages at once: {keys:?}"));
    }
    (asked.len() > 1).then(|| format!("more than one question at once: {asked:?}"))
}

/// Danger is answered before all else, and everything but thanks is answered.
fn ill_heard(text: &str, before: &Before, answers: &[&Said]) -> Option<&'static str> {
    if before.conversation.traffic.pace.clone().heard(text, before.at) != Answering::Freely {
        return None; // it may be a machine, and answers pause
    }
    let answers_the_alarm = before.conversation.stage == Stage::CallNow && text.starts_with(['1', '2']);
    let danger = understand(text, None).gist.danger || commands::read(text) == Some(Command::Urgent);
    let urgent = answers.first().is_some_and(|said| said.phrase.key().starts_with("urgent-"));
    if danger && !urgent && !answers_the_alarm {
        return Some("danger is not answered first");
    }
    (answers.is_empty() && !commands::is_thanks(text)).then_some("no answer to what was written")
}

/// Whether words that say something are nowhere for a human to read, although they may be kept.
fn lost(text: &str, before: &Before, answers: &[&Said], memory: &Memory) -> bool {
    let says_something =
        text.split(' ').count() > 2 && commands::read(text).is_none() && !commands::is_thanks(text);
    let hidden = text.contains(char::is_numeric);
    let may_be_kept = memory.contact(before.person).consent == Consent::Given;
    // An answer about a meeting or about deleting is no need.
    let aside = matches!(
        before.conversation.stage,
        Stage::Delete | Stage::EventsPlace | Stage::EventsPlaceAmong { .. }
    ) || answers.iter().any(|said| said.phrase.key().starts_with("event-"));
    // Behind a yes or no only what else was said is kept.
    let rest = yes_no_rest(text, None).map_or(text, |(_, rest)| rest);
    says_something && may_be_kept && !hidden && !aside && !memory.holds(text) && !memory.holds(rest)
}

fn names_discreet(phrase: &Phrase) -> bool {
    phrase.blanks().into_iter().any(|(_, blank)| match blank {
        Blank::Topic(topic) => topic.discreet(),
        Blank::Phrase(phrase) => names_discreet(&phrase),
        Blank::Lines(phrases) | Blank::Options(phrases) => phrases.iter().any(names_discreet),
        _ => false,
    })
}
