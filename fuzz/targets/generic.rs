//! Messages and receipts of the generic protocol, as JSON and as forms, signed.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{NOW, hear, line, sign};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("generic", &[("sender", "Prag")]));

fuzz_target!(|body: &[u8]| {
    let stamp = NOW.to_string();
    let signature = sign(&[stamp.as_bytes(), b".", body]);
    for (below, kind) in [
        ("", "application/json"),
        ("", "application/x-www-form-urlencoded"),
        ("receipts", "application/json"),
    ] {
        let shown = vec![
            ("content-type", kind.to_owned()),
            ("x-prag-timestamp", stamp.clone()),
            ("x-prag-signature", signature.clone()),
        ];
        hear(LINE.as_ref(), below, shown, body);
    }
});
