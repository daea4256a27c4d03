//! Who reads a sentence: people on any phone, or colleagues on Telegram alone. Not here: the sentences.

use super::Phrase;

impl Phrase {
    /// Whether only colleagues read it, on Telegram; such texts have no SMS budget.
    #[must_use]
    pub fn for_staff(&self) -> bool {
        let key = self.key();
        ["staff-", "role-", "urgency-", "step-", "button-", "event-ask-", "event-kind-", "confirm"]
            .iter()
            .any(|prefix| key.starts_with(prefix))
            || matches!(
                self,
                Self::EventTooLong { .. }
                    | Self::EventSummary { .. }
                    | Self::EventSubmitted
                    | Self::EventApprovalAsked { .. }
                    | Self::EventApproved
                    | Self::EventRefused
                    | Self::EventNotYourOwn
                    | Self::EventDecided
                    | Self::EventCount { .. }
                    | Self::EventNone
            )
    }
}
