//! The reckoning: what each person heard against what the same words are answered on a calm day. Pure.

use std::{collections::HashSet, fmt};

use prag::{
    catalogue::{Catalogue, Reader},
    message::Channel,
    phrases::Phrase,
    text::{Language, Script},
};

/// A text with everything in it that differs from day to day taken out: numbers, PINs, dates.
pub fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = if letter.is_ascii_digit() { '#' } else { letter };
        if letter != '#' || !masked.ends_with('#') {
            masked.push(letter);
        }
    }
    masked
}

/// What went wrong with what people heard; all nought when nothing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// Replies that were due.
    pub due: usize,
    /// Replies that never came.
    pub lost: usize,
    /// Replies that came and were not due: somebody was handled twice.
    pub doubled: usize,
    /// People who heard all of it, but not in its order.
    pub disordered: usize,
    /// Texts shown again by a network that cannot know them again.
    pub shown_again: usize,
    /// How often somebody was told that the answer will be late: once from each process in each outage, as it should be.
    pub told_late: usize,
    /// The first few replies that were lost or not due, for whoever looks for the reason.
    pub examples: Vec<String>,
}

/// How many examples are enough.
const EXAMPLES: usize = 6;

/// What people hear in an outage, masked, in every language and form. No calm day has it.
#[derive(Debug)]
pub struct Lateness(HashSet<String>);

impl Lateness {
    /// As Prag would say it.
    pub fn of(catalogue: &Catalogue) -> Self {
        let (mut said, latin) = (HashSet::new(), Script::Latin);
        for phrase in [Phrase::Away, Phrase::UrgentAway] {
            for (channel, between) in [(Channel::Sms, " / "), (Channel::Telegram, "\n")] {
                let render = |(language, script)| {
                    masked(&catalogue.render(&phrase, Reader { language, script, channel }))
                };
                let both = [(Language::Albanian, latin), (Language::Serbian, latin)];
                said.insert(both.map(render).join(between));
                said.extend(both.map(render));
                said.extend([(Language::Serbian, Script::Cyrillic), (Language::English, latin)].map(render));
            }
        }
        Self(said)
    }

    /// Whether this is part of it.
    pub fn includes(&self, text: &str) -> bool {
        self.0.contains(text)
    }
}

impl Reckoning {
    /// Takes out, and counts, what was said because an answer would be late.
    pub fn without_lateness(&mut self, lateness: &Lateness, mut heard: Vec<String>) -> Vec<String> {
        let all = heard.len();
        heard.retain(|text| !lateness.includes(text));
        self.told_late += all - heard.len();
        heard
    }

    /// Counts one person whose network knows a text again by its idempotency key.
    pub fn count(&mut self, due: &[String], heard: &[String]) {
        self.due += due.len();
        let (mut lost, mut extra) = (0, heard.to_vec());
        for text in due {
            match extra.iter().position(|other| other == text) {
                Some(at) => drop(extra.remove(at)),
                None => {
                    self.example(&format!("lost, and {} of {} heard", heard.len(), due.len()), text);
                    lost += 1;
                }
            }
        }
        extra.iter().for_each(|text| self.example("not due", text));
        self.lost += lost;
        self.doubled += extra.len();
        if lost == 0 && extra.is_empty() && due != heard {
            self.disordered += 1;
        }
    }

    fn example(&mut self, what: &str, text: &str) {
        if self.examples.len() < EXAMPLES {
            self.examples.push(format!("{what}: {text}"));
        }
    }

    /// Counts one person whose network shows a repeated text again: directly behind itself, since nothing later is sent
    /// before a text is settled.
    pub fn count_shown(&mut self, due: &[String], heard: &[String]) {
        let once = self.once(due, heard);
        self.count(due, &once);
    }

    /// Counts somebody on such a network who cannot be reached from some moment on: what they heard is the beginning of
    /// what was due.
    pub fn count_gone(&mut self, due: &[String], heard: &[String]) {
        let once = self.once(due, heard);
        self.count(&due[..once.len().min(due.len())], &once);
    }

    /// What was heard without what was shown again, which is counted.
    fn once(&mut self, due: &[String], heard: &[String]) -> Vec<String> {
        let mut once: Vec<String> = Vec::with_capacity(heard.len());
        for text in heard {
            // What is due twice running is not taken for a repeat.
            let twice = due.get(once.len()).is_some_and(|next| next == text);
            if once.last() == Some(text) && !twice {
                self.shown_again += 1;
            } else {
                once.push(text.clone());
            }
        }
        once
    }
}

impl fmt::Display for Reckoning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { due, lost, doubled, disordered, shown_again, told_late, examples } = self;
        for example in examples {
            writeln!(f, "{example}")?;
        }
        write!(
            f,
            "replies due {due}, lost {lost}, doubled {doubled}, people's order broken {disordered}, shown again by a \
             network without idempotency keys {shown_again}, told that the answer will be late {told_late}"
        )
    }
}

mod tests {
    use super::*;

    fn texts(letters: &str) -> Vec<String> {
        letters.chars().map(String::from).collect()
    }

    fn reckoned(due: &str, heard: &str) -> Reckoning {
        let mut reckoning = Reckoning::default();
        reckoning.count(&texts(due), &texts(heard));
        Reckoning { examples: Vec::new(), ..reckoning }
    }

    #[test]
    fn every_kind_of_trouble_is_noticed() {
        let well = Reckoning { due: 3, ..Reckoning::default() };
        assert_eq!(reckoned("abc", "abc"), well);
        assert_eq!(reckoned("abc", "ac"), Reckoning { lost: 1, ..well.clone() });
        assert_eq!(reckoned("abc", "abbc"), Reckoning { doubled: 1, ..well.clone() });
        assert_eq!(reckoned("abc", "abx"), Reckoning { lost: 1, doubled: 1, ..well.clone() });
        assert_eq!(reckoned("abc", "acb"), Reckoning { disordered: 1, ..well.clone() });
        assert_eq!(reckoned("abb", "abb"), well);
    }

    #[test]
    fn a_repeat_directly_behind_itself_is_the_networks() {
        let shown = |due: &str, heard: &str| {
            let mut reckoning = Reckoning::default();
            reckoning.count_shown(&texts(due), &texts(heard));
            Reckoning { examples: Vec::new(), ..reckoning }
        };
        let well = Reckoning { due: 3, ..Reckoning::default() };
        assert_eq!(shown("abc", "aabccc"), Reckoning { shown_again: 3, ..well.clone() });
        assert_eq!(shown("abb", "abb"), well);
        assert_eq!(shown("abb", "abbb"), Reckoning { shown_again: 1, ..well.clone() });
        assert_eq!(shown("abc", "abab"), Reckoning { lost: 1, doubled: 2, ..well });
    }

    #[test]
    fn who_is_gone_heard_the_beginning() {
        let mut reckoning = Reckoning::default();
        reckoning.count_gone(&texts("abc"), &texts("ab"));
        assert_eq!(reckoning, Reckoning { due: 2, ..Reckoning::default() });
        reckoning.count_gone(&texts("abc"), &texts("ac"));
        assert_eq!((reckoning.lost, reckoning.doubled), (1, 1));
        // What was shown again to them is no more than they were due.
        let mut reckoning = Reckoning::default();
        reckoning.count_gone(&texts("abcd"), &texts("abb"));
        assert_eq!(reckoning, Reckoning { due: 2, shown_again: 1, ..Reckoning::default() });
    }

    #[test]
    fn that_an_answer_is_late_is_no_answer() {
        let lateness = Lateness::of(&crate::stage::house::catalogue());
        assert_eq!(lateness.0.len(), 2 * 2 * 5, "no two of them are the same");
        let late = lateness.0.iter().next().expect("some").clone();
        let mut reckoning = Reckoning::default();
        let heard = vec!["a".to_owned(), late, "b".to_owned()];
        assert_eq!(reckoning.without_lateness(&lateness, heard), texts("ab"));
        assert_eq!(reckoning.told_late, 1);
    }

    #[test]
    fn numbers_are_taken_out() {
        assert_eq!(masked("Numri 533-3271, PIN: 4808."), "Numri #-#, PIN: #.");
    }
}
