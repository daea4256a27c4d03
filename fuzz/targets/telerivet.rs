//! Messages, calls and reports of Telerivet, which show the secret.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{hear, line};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("telerivet", &[("api_key", "k"), ("calls", "missed")]));

fuzz_target!(|said: &[u8]| {
    // `telerivet` and the secret of every line, as HTTP Basic has them.
    let basic = [("authorization", "Basic dGVsZXJpdmV0Omh1c2gtaHVzaC1odXNoLWh1c2g=")];
    hear(LINE.as_ref(), "", &basic, said);
    hear(LINE.as_ref(), "status/0191e1807d607000aded7d8b151cbd5b", &basic, said);
});
