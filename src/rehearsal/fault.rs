//! Trouble to order: what a network answers instead of doing its work.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429, with the seconds to wait; nothing is done.
    TooManyRequests(u32),
    /// 500 in the network's own form; nothing is done.
    ServerError,
    /// 502 with a page for people, as a proxy in between gives it; nothing is done.
    BadGatewayHtml,
    /// 400 in the network's own form: what was asked will never be done.
    Refused,
    /// 401: whoever asks is not known any more.
    NotLetIn,
    /// Telegram alone: the account behind the chat is no more. An SMS network refuses.
    Deactivated,
    /// Telegram alone: the chat goes on under this id. An SMS network refuses.
    ChatMoved(i64),
    /// No answer until the caller gives up.
    Hang {
        /// Whether the work was done all the same.
        accepted: bool,
    },
}

/// The faults still to come, first ordered, first served, for each kind of request.
pub(super) struct Faults<K>(BTreeMap<K, VecDeque<Fault>>);

impl<K: Ord> Faults<K> {
    pub(super) const fn none() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn order(&mut self, kind: K, times: usize, fault: Fault) {
        self.0.entry(kind).or_default().extend(std::iter::repeat_n(fault, times));
    }

    pub(super) fn next(&mut self, kind: &K) -> Option<Fault> {
        self.0.get_mut(kind)?.pop_front()
    }
}

pub(super) fn bad_gateway() -> Response {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
    (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}
