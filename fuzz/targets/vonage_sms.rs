//! Messages, parts and reports of Vonage's SMS API, signed.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use prag::channels::Network;
use prag_fuzz::{FORM, NOW, fields, hear, line, sign};

static LINE: LazyLock<Arc<dyn Network>> = LazyLock::new(|| line("vonage-sms", &[("api_key", "k"), ("api_secret", "s")]));

fuzz_target!(|said: &[u8]| {
    let Some(mut fields) = fields(said) else { return };
    fields.retain(|(name, _)| name != "timestamp" && name != "sig");
    fields.push(("timestamp".to_owned(), NOW.to_string()));
    fields.sort();
    let plain: String =
        fields.iter().map(|(name, value)| format!("&{name}={}", value.replace(['&', '='], "_"))).collect();
    fields.push(("sig".to_owned(), sign(&[plain.as_bytes()])));
    let form = serde_urlencoded::to_string(&fields).expect("a form");
    hear(LINE.as_ref(), "", &[FORM], form.as_bytes());
    hear(LINE.as_ref(), "receipts", &[FORM], form.as_bytes());
});
