//! Messages and reports of Infobip, at the doors with the secret.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{SECRET, hear, line};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("infobip", &[("api_key", "k")]));

fuzz_target!(|said: &[u8]| {
    hear(LINE.as_ref(), SECRET, &[], said);
    hear(LINE.as_ref(), &format!("{SECRET}/receipts"), &[], said);
});
