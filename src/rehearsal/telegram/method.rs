//! The methods of the Bot API that this server knows.

/// A method of the Bot API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `getMe`
    GetMe,
    /// `getUpdates`
    GetUpdates,
    /// `setWebhook`
    SetWebhook,
    /// `deleteWebhook`
    DeleteWebhook,
    /// `getWebhookInfo`
    GetWebhookInfo,
    /// `sendMessage`
    SendMessage,
    /// `answerCallbackQuery`
    AnswerCallbackQuery,
    /// `editMessageReplyMarkup`
    EditMessageReplyMarkup,
    /// `editMessageText`
    EditMessageText,
    /// `deleteMessage`
    DeleteMessage,
    /// `setMyCommands`
    SetMyCommands,
    /// `sendChatAction`
    SendChatAction,
}

impl Method {
    const ALL: [Self; 12] = [
        Self::GetMe,
        Self::GetUpdates,
        Self::SetWebhook,
        Self::DeleteWebhook,
        Self::GetWebhookInfo,
        Self::SendMessage,
        Self::AnswerCallbackQuery,
        Self::EditMessageReplyMarkup,
        Self::EditMessageText,
        Self::DeleteMessage,
        Self::SetMyCommands,
        Self::SendChatAction,
    ];

    /// The name as the Bot API writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetMe => "getMe",
            Self::GetUpdates => "getUpdates",
            Self::SetWebhook => "setWebhook",
            Self::DeleteWebhook => "deleteWebhook",
            Self::GetWebhookInfo => "getWebhookInfo",
            Self::SendMessage => "sendMessage",
            Self::AnswerCallbackQuery => "answerCallbackQuery",
            Self::EditMessageReplyMarkup => "editMessageReplyMarkup",
            Self::EditMessageText => "editMessageText",
            Self::DeleteMessage => "deleteMessage",
            Self::SetMyCommands => "setMyCommands",
            Self::SendChatAction => "sendChatAction",
        }
    }

    /// Upper and lower case are one, as on the real server.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name().eq_ignore_ascii_case(name))
    }
}
