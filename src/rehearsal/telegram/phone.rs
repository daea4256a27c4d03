//! A person's phone with the bot's chat open: what the person does, and what the person sees.

use std::sync::Arc;
use std::time::Duration;

use super::super::board::Board;
use super::super::chat::{Line, Shown};
use super::person::{Found, Person};
use super::world::{Answer, World};

/// A person's phone; clones are the same phone.
#[derive(Clone)]
pub struct Phone {
    pub(super) world: Arc<Board<World>>,
    pub(super) person: i64,
}

/// Why a button could not be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// No message has such a button, or no longer.
    #[error("no message in this chat has that button now")]
    NoSuchButton,
    /// The button opens a page or shares a contact: the bot hears nothing of the press itself.
    #[error("that button does not send anything to the bot")]
    LeadsElsewhere,
}

/// A button was pressed.
pub struct Pressed {
    world: Arc<Board<World>>,
    query: Option<String>,
}

impl Phone {
    /// The chat id, which is also the person's id.
    #[must_use]
    pub const fn chat_id(&self) -> i64 {
        self.person
    }

    /// Writes a text. The update's id; none when the bot did not ask for messages.
    pub fn says(&self, text: &str) -> Option<i64> {
        self.world.change(|world| world.write(self.person, text, false))
    }

    /// Sends a picture without a caption; in the chat it stands as `[photo]`.
    pub fn sends_photo(&self) -> Option<i64> {
        self.world.change(|world| world.write(self.person, "[photo]", true))
    }

    /// Changes the newest own message that has exactly this text. None when there is none.
    pub fn edits(&self, old_text: &str, new_text: &str) -> Option<i64> {
        self.world.change(|world| world.edit(self.person, old_text, new_text))
    }

    /// Presses the button with this label or data in the newest message that has one; a button in the
    /// keyboard's place says its label.
    ///
    /// # Errors
    /// When no button is called so, or when it is one that tells the bot nothing.
    pub fn presses(&self, label_or_data: &str) -> Result<Pressed, PressError> {
        let query = self.world.change(|world| {
            let found = world.person(self.person).find_key(label_or_data);
            match found.ok_or(PressError::NoSuchButton)? {
                Found::Elsewhere => Err(PressError::LeadsElsewhere),
                Found::Label(label) => {
                    world.write(self.person, &label, false);
                    Ok(None)
                }
                Found::Inline(message, key) => {
                    world.set_blocked(self.person, false);
                    let data = key.callback_data.unwrap_or_default();
                    Ok(Some(world.query(self.person, message, &data)))
                }
            }
        })?;
        Ok(Pressed { world: Arc::clone(&self.world), query })
    }

    /// Blocks the bot: it is told once, and refused from now on.
    pub fn blocks_bot(&self) -> Option<i64> {
        self.world.change(|world| world.set_blocked(self.person, true))
    }

    /// Lets the bot write again.
    pub fn unblocks_bot(&self) -> Option<i64> {
        self.world.change(|world| world.set_blocked(self.person, false))
    }

    /// The whole chat as it stands on the screen now.
    #[must_use]
    pub fn chat(&self) -> Vec<Line> {
        self.look(|person| person.chat.lines())
    }

    /// The bot's lines that nobody has heard yet.
    #[must_use]
    pub fn unheard(&self) -> Vec<Line> {
        self.look(|person| person.chat.unheard())
    }

    /// Waits for the first unheard line of the bot that is wanted, said before or after the call; it counts as
    /// heard from then on. An edited text is a new line. `wanted` must not use a phone.
    pub async fn hears(&self, mut wanted: impl FnMut(&Line) -> bool, within: Duration) -> Option<Line> {
        self.world.within(within, |world| world.person(self.person).chat.hear(&mut wanted)).await
    }

    /// What came up on the screen after the given place; waits for it if there is nothing yet.
    pub async fn shown_after(&self, seq: usize, wait: Duration) -> Vec<Shown> {
        let later = |world: &mut World| {
            let shown = world.person(self.person).chat.shown_after(seq);
            (!shown.is_empty()).then_some(shown)
        };
        self.world.within(wait, later).await.unwrap_or_default()
    }

    fn look<R>(&self, look: impl FnOnce(&Person) -> R) -> R {
        self.world.look(|world| look(&world.people[&self.person]))
    }
}

impl Pressed {
    /// The id of the callback query; none when the button said its label instead.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Whether the bot has answered, so that the button stopped spinning.
    #[must_use]
    pub fn was_answered(&self) -> bool {
        self.world.look(|world| self.answer(world).is_some())
    }

    /// Waits for the bot's answer.
    pub async fn hears_answer(&self, within: Duration) -> Option<Answer> {
        self.world.within(within, |world| self.answer(world)).await
    }

    fn answer(&self, world: &World) -> Option<Answer> {
        world.queries.get(self.query.as_ref()?)?.clone()
    }
}
