//! What holds in every line of every transcript, whoever wrote it.

use std::collections::BTreeSet;

use prag::{
    commands::{self, Command},
    conversation::{Conversation, Stage},
    facts::Stimulus,
    ids::ContactId,
    message::{Body, Channel},
    phrases::{Blank, Phrase},
    understanding::understand,
};

/// One text as it was sent.
pub struct Said {
    pub to: ContactId,
    pub channel: Channel,
    pub phrase: Phrase,
    pub text: String,
}

/// What is wrong with the way a stimulus was answered; `person` is who it came from, unless they are a colleague.
pub fn breaches(
    stimulus: &Stimulus,
    person: Option<(ContactId, &Conversation)>,
    said: &[Said],
) -> Vec<String> {
    let mut wrong = Vec::new();
    // To colleagues on Telegram a topic is named; to people it is not, on any network.
    for said in
        said.iter().filter(|said| said.channel == Channel::Sms || !said.phrase.key().starts_with("staff-"))
    {
        if names_discreet(&said.phrase) {
            wrong.push(format!("names a topic that others must not read: {}", said.text));
        }
    }
    let Some((person, before)) = person else { return wrong };
    let answers: Vec<&Said> = said.iter().filter(|said| said.to == person).collect();
    let keys: BTreeSet<String> = answers.iter().map(|said| said.phrase.key()).collect();
    let asked: BTreeSet<String> =
        answers.iter().filter(|said| said.text.contains('?')).map(|said| said.phrase.key()).collect();
    if keys.len() > 2 && keys.iter().any(|key| !key.starts_with("status-")) {
        wrong.push(format!("more than two messages at once: {keys:?}"));
    }
    if asked.len() > 1 {
        wrong.push(format!("more than one question at once: {asked:?}"));
    }
    if let Stimulus::Came { body: Body::Text { words }, .. } = stimulus {
        let text = words.as_str();
        let answers_the_alarm = before.stage == Stage::CallNow && text.starts_with(['1', '2']);
        let danger = understand(text).danger || commands::read(text) == Some(Command::Urgent);
        let urgent = answers.first().is_some_and(|said| said.phrase.key().starts_with("urgent-"));
        if danger && !urgent && !answers_the_alarm {
            wrong.push("danger is not answered first".to_owned());
        }
        if answers.is_empty() && !commands::is_thanks(text) {
            wrong.push("no answer to what was written".to_owned());
        }
    }
    wrong
}

fn names_discreet(phrase: &Phrase) -> bool {
    phrase.blanks().into_iter().any(|(_, blank)| match blank {
        Blank::Topic(topic) => topic.discreet(),
        Blank::Phrase(phrase) => names_discreet(&phrase),
        Blank::Lines(phrases) => phrases.iter().any(names_discreet),
        _ => false,
    })
}
