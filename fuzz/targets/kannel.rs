//! Messages and reports of Kannel, in a query behind the secret.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{SECRET, ask, line};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("kannel", &[]));

fuzz_target!(|said: &[u8]| {
    let query = String::from_utf8_lossy(said);
    ask(LINE.as_ref(), SECRET, &query);
    ask(LINE.as_ref(), &format!("{SECRET}/receipts"), &query);
});
