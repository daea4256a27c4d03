//! Nothing is open: an answer to what we asked unasked, words for an open case, or a new need.

use crate::{
    commands::{StatusKey, YesNo},
    events::Answer,
    ids::CaseNumber,
    message::Words,
    phrases::Phrase,
    places::Place,
    topics::Topic,
    understanding::{
        Need, Understanding,
        answer::{leading_digit, yes_no, yes_no_rest},
    },
};

use super::{
    Deed, Draft, Helped, Pending, Stage, Whereabouts,
    questions::helped_question,
    turn::{PATIENCE, Talk},
};

impl Talk {
    /// Nothing is open: the answer to something we asked unasked, words for an open case, or a new need.
    pub(super) fn free_text(&mut self, words: Words, understood: &Understanding) {
        if let Some(alarm) = self.person.alarm {
            return self.add_words(alarm, words);
        }
        if self.answer_unasked(&words, understood) {
            return;
        }
        if let Ok(number) = words.as_str().parse::<CaseNumber>() {
            let digits = number.value().to_string();
            return self.deeds.push(Deed::TellStatus(Some(StatusKey { digits })));
        }
        if self.wish(&words, understood) {
            return;
        }
        let complains = understood.need.sure().is_some_and(|topic| topic.category() == Topic::known("feed"));
        if self.person.open.is_empty() || complains {
            return self.new_need(words, understood);
        }
        // Whatever may be another need is asked about: the phone may be in another hand.
        let topic = match understood.need {
            Need::Sure(topic) | Need::Likely(topic) => Some(topic),
            Need::Unknown => understood.gist.topic,
        };
        if let Some(number) = self.belongs_to(topic) {
            return self.add_words(number, words);
        }
        let among = self.person.open.iter().take(5).map(|(number, _)| *number).collect();
        self.begin_draft(words, understood);
        self.go(Stage::WhichCase { among });
    }

    /// The open case that words belong to without asking: the only one of their topic; without a topic the one that is
    /// being talked about, the only one, or an alarm. Another topic than any that is open may be a new need.
    pub(super) fn belongs_to(&self, topic: Option<Topic>) -> Option<CaseNumber> {
        let open = &self.person.open;
        let only = |fitting: Vec<CaseNumber>| match fitting.as_slice() {
            [one] => Some(*one),
            _ => self.conversation.about.filter(|about| fitting.contains(about)),
        };
        let all = |fits: &dyn Fn(Topic) -> bool| {
            only(open.iter().filter(|(_, of)| fits(*of)).map(|(number, _)| *number).collect())
        };
        match topic {
            Some(topic) => all(&|of| of.category() == topic.category()),
            None => all(&|_| true).or_else(|| all(&|of| of == Topic::known("safe.now"))),
        }
    }

    /// Whether this answers what we asked unasked. A digit with a need behind it ("2 rooms are leaking") is a need; of
    /// "did the help arrive?" any words are kept with the case, so there the digit counts.
    fn answer_unasked(&mut self, words: &Words, understood: &Understanding) -> bool {
        let text = words.as_str();
        let digit = leading_digit(text).is_some_and(|(digit, _)| (1..=3).contains(&digit));
        let said = yes_no(text, self.language()).is_some();
        let need = understood.need.sure();
        let of = |topic: Topic| need.is_none_or(|said| said.category() == topic.category());
        let need = need.is_some();
        match self.person.pending {
            Some(Pending::Helped(number, _)) if digit || said => self.helped(number, text),
            Some(Pending::Helped(number, topic)) if of(topic) => self.helped_in_words(number, words.clone()),
            Some(Pending::Invitation(event) | Pending::Undecided(event)) if !need && (digit || said) => {
                self.rsvp(event, text);
            }
            // With an open case, a digit more likely answers the colleague who works on it.
            Some(Pending::Answered(event)) if !need && digit && self.person.open.is_empty() => {
                self.rsvp(event, text);
            }
            _ => return false,
        }
        true
    }

    /// Words instead of a digit are kept and the question is asked once more; then it counts as not yet.
    fn helped_in_words(&mut self, number: CaseNumber, words: Words) {
        self.conversation.misunderstood += 1;
        if self.conversation.misunderstood < PATIENCE {
            self.deeds.push(Deed::AddWords(number, words));
            let (question, keyboard) = helped_question(number);
            return self.deeds.push(Deed::Say(question, keyboard));
        }
        self.rest();
        self.deeds.push(Deed::Help(number, Helped::NotYet, words));
    }

    pub(super) fn begin_draft(&mut self, words: Words, understood: &Understanding) {
        self.conversation.misunderstood = 0;
        // What was written while the language was asked for belongs to it, too.
        let said = std::mem::take(&mut self.draft().words);
        *self.draft() = Draft { words: said, ..Draft::default() };
        self.take_in(words, understood);
    }

    pub(super) fn new_need(&mut self, words: Words, understood: &Understanding) {
        self.begin_draft(words, understood);
        self.resume();
    }

    /// A place named in free text is taken as said, with the words that named it kept where they stand.
    pub(super) fn keep_place(&mut self, place: &Place) {
        match place {
            Place::Known(municipality) => {
                let municipality = Some(*municipality);
                self.draft().place = Some(Whereabouts { municipality, words: Words::default() });
            }
            Place::Ask(among) => self.draft().among.clone_from(among),
            Place::Unknown => {}
        }
    }

    pub(super) fn add_words(&mut self, number: CaseNumber, words: Words) {
        self.conversation.about = Some(number);
        self.deeds.push(Deed::AddWords(number, words));
        self.say(Phrase::WordsAdded { case: number });
    }

    // ---- answers to what we asked unasked ----

    pub(super) fn rsvp(&mut self, event: crate::ids::EventId, text: &str) {
        let (answer, rest) = match (leading_digit(text), yes_no_rest(text, self.language())) {
            (Some((3, rest)), _) => (Answer::Maybe, rest),
            (_, Some((YesNo::Yes, rest))) => (Answer::Yes { people: people(rest) }, rest),
            (_, Some((YesNo::No, rest))) => (Answer::No, rest),
            _ => return self.say(Phrase::NotUnderstood),
        };
        // "we are 2" is counted; whoever writes more says something to the one who invites.
        let words = rest.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
        let more = if words.count() > 2 { rest } else { "" };
        self.deeds.push(Deed::Rsvp(event, answer, more.into()));
    }

    pub(super) fn helped(&mut self, number: CaseNumber, text: &str) {
        let (helped, rest) = match (leading_digit(text), yes_no_rest(text, self.language())) {
            (_, Some((YesNo::Yes, rest))) => (Helped::Yes, rest),
            (Some((2 | 3, rest)), _) | (_, Some((YesNo::No, rest))) => (Helped::NotYet, rest),
            _ => return self.say(Phrase::NotUnderstood),
        };
        self.conversation.misunderstood = 0;
        self.deeds.push(Deed::Help(number, helped, rest.into()));
    }
}

/// How many people a "yes" speaks of: the first number in the rest ("jemi 2", "dolazimo 3"), else one.
fn people(rest: &str) -> u32 {
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..=50).contains(n)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_within_reason() {
        assert_eq!(people("jemi 2"), 2);
        assert_eq!(people("долазимо 12"), 12);
        assert_eq!(people(""), 1);
        assert_eq!(people("044123456"), 1);
    }
}
