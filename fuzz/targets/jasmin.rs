//! Messages and reports of Jasmin, as forms behind the secret.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{FORM, SECRET, hear, line};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("jasmin", &[]));

fuzz_target!(|said: &[u8]| {
    hear(LINE.as_ref(), SECRET, &[FORM], said);
    hear(LINE.as_ref(), &format!("{SECRET}/receipts/0191e1807d607000aded7d8b151cbd5b"), &[FORM], said);
});
