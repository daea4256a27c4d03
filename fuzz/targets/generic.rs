//! Messages and receipts of the generic protocol, as JSON and as forms, signed.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{FORM, NOW, hear, line, sign};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("generic", &[]));

fuzz_target!(|said: &[u8]| {
    let stamp = NOW.to_string();
    let signature = sign(&[stamp.as_bytes(), b".", said]);
    let shown = [("x-prag-timestamp", stamp.as_str()), ("x-prag-signature", signature.as_str())];
    hear(LINE.as_ref(), "", &shown, said);
    hear(LINE.as_ref(), "receipts", &shown, said);
    hear(LINE.as_ref(), "", &[FORM, shown[0], shown[1]], said);
});
