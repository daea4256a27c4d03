//! Messages and reports of Vonage's Messages API, with a token.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{hear, line, token};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("vonage-messages", &[("api_key", "k"), ("api_secret", "s")]));

fuzz_target!(|said: &[u8]| {
    let token = token(said);
    hear(LINE.as_ref(), "", &[("authorization", &token)], said);
    hear(LINE.as_ref(), "receipts", &[("authorization", &token)], said);
});
