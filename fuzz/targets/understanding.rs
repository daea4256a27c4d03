//! What people write, whatever it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prag::understanding::{Open, explain, understand};

fuzz_target!(|said: &[u8]| {
    let text = String::from_utf8_lossy(said);
    for open in [None, Some(Open::Menu), Some(Open::YesNo(None)), Some(Open::Place), Some(Open::People)] {
        let understood = understand(&text, open);
        assert!((0.0..=1.0).contains(&understood.confidence));
    }
    let understood = understand(&text, None);
    explain(&text, understood.intent);
});
