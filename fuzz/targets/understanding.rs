//! What people write, whatever it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prag::understanding::{explain, understand};

fuzz_target!(|said: &[u8]| {
    let text = String::from_utf8_lossy(said);
    let understood = understand(&text);
    assert!((0.0..=1.0).contains(&understood.confidence));
    explain(&text, understood.intent);
});
