//! Events of SMSGate, signed.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{NOW, hear, line, sign};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("smsgate", &[("user", "sms")]));

fuzz_target!(|said: &[u8]| {
    let stamp = NOW.to_string();
    let signature = sign(&[said, stamp.as_bytes()]);
    hear(LINE.as_ref(), "", &[("x-timestamp", &stamp), ("x-signature", &signature)], said);
});
