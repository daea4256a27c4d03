//! What a sentence is worth when it is late or lost: for how long it is of use to its reader, and whether it tells of a
//! loss itself. Not here: offers and invitations, which end with what they offer (`decide`, `store::events`), and when
//! to try again (`delivery`).

use chrono::Duration;

use crate::phrases::Phrase;

/// A talk goes on, or is forgotten.
const TALK: Duration = Duration::days(3);
/// News of a case is waited for.
const NEWS: Duration = Duration::days(14);
/// What was said for this moment would mislead, or give somebody away, on another day.
const MOMENT: Duration = Duration::days(1);

/// For how long a sentence is of use.
#[must_use]
pub const fn of_use(phrase: &Phrase) -> Duration {
    match phrase {
        Phrase::UrgentOpen
        | Phrase::UrgentClosed { .. }
        | Phrase::UrgentCalling { .. }
        | Phrase::UrgentNoCall
        | Phrase::UrgentAway
        | Phrase::Away
        | Phrase::StaffCase { .. }
        | Phrase::StaffNumber { .. } => MOMENT,
        Phrase::Received { .. }
        | Phrase::NoPromise
        | Phrase::WordsAdded { .. }
        | Phrase::WeCall { .. }
        | Phrase::DeleteNoted { .. }
        | Phrase::Taken { .. }
        | Phrase::Reply { .. }
        | Phrase::ClosedAsk { .. }
        | Phrase::ComplaintClosedAsk { .. }
        | Phrase::ClosedThanks
        | Phrase::Reopened { .. }
        | Phrase::ComplaintReceived { .. }
        | Phrase::StatusNeedYou { .. }
        | Phrase::StaffAlarm { .. }
        | Phrase::StaffOffer { .. }
        | Phrase::StaffNewWords { .. }
        | Phrase::StaffCallWanted { .. }
        | Phrase::StaffNoCall { .. }
        | Phrase::StaffDeleteWanted { .. }
        | Phrase::StaffCaseLocked { .. }
        | Phrase::StaffReopened { .. }
        | Phrase::StaffReplyStopped { .. }
        | Phrase::StaffUndelivered { .. }
        | Phrase::StaffSetAside { .. }
        | Phrase::StaffUnreached
        | Phrase::StaffColleagueMissed { .. }
        | Phrase::StaffColleagueUnreached { .. }
        | Phrase::EventApprovalAsked { .. } => NEWS,
        _ => TALK,
    }
}

/// Whether a sentence tells that a message to a colleague did not arrive: when it is lost as well, a third one would be.
#[must_use]
pub const fn reports_loss(phrase: &Phrase) -> bool {
    matches!(phrase, Phrase::StaffColleagueMissed { .. } | Phrase::StaffColleagueUnreached { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::Blank;

    #[test]
    fn no_sentence_is_of_use_for_ever_and_none_for_less_than_a_day() {
        for phrase in Phrase::specimens() {
            assert!((MOMENT..=NEWS).contains(&of_use(&phrase)), "{}", phrase.key());
        }
    }

    #[test]
    fn the_number_of_a_case_and_a_humans_words_are_not_given_up_soon() {
        let of_case = |phrase: &Phrase| {
            let pin = phrase.blanks().iter().any(|(name, _)| *name == "pin");
            let words = matches!(phrase.blanks()[..], [("words", Blank::Verbatim(_))]);
            pin || words && !phrase.key().starts_with("button-")
        };
        let phrases: Vec<Phrase> = Phrase::specimens().into_iter().filter(of_case).collect();
        assert_eq!(phrases.len(), 3, "two numbers with a PIN, and the reply");
        assert!(phrases.iter().all(|phrase| of_use(phrase) == NEWS));
    }

    #[test]
    fn danger_is_not_spoken_of_on_another_day() {
        for phrase in Phrase::specimens().into_iter().filter(|phrase| phrase.key().starts_with("urgent-")) {
            assert_eq!(of_use(&phrase), MOMENT, "{}", phrase.key());
        }
    }
}
