//! Messages and reports of Twilio, signed with their address.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{FORM, fields, hear, line, sign_as_twilio};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("twilio", &[("account_sid", "AC1")]));

fuzz_target!(|said: &[u8]| {
    let Some(fields) = fields(said) else { return };
    for below in ["", "receipts/0191e1807d607000aded7d8b151cbd5b"] {
        let signature = sign_as_twilio(below, &fields);
        hear(LINE.as_ref(), below, &[FORM, ("x-twilio-signature", &signature)], said);
    }
});
