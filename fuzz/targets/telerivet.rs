//! Messages, calls and reports of Telerivet, which show the secret.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{hear, line};

static LINE: LazyLock<Arc<dyn Network>> =
    LazyLock::new(|| line("telerivet", &[("api_key", "k"), ("calls", "missed")]));

fuzz_target!(|body: &[u8]| {
    // `telerivet` and the secret of every line, as HTTP Basic has them.
    let basic = "Basic dGVsZXJpdmV0Omh1c2gtaHVzaC1odXNoLWh1c2g=".to_owned();
    for below in ["", "status/0191e1807d607000aded7d8b151cbd5b"] {
        hear(LINE.as_ref(), below, vec![("authorization", basic.clone())], body);
    }
});
