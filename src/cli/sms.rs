//! `prag sms`: what a text costs as an SMS, for operators and translators. Not here: how it is counted (`text`).

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Args;

use crate::text::{Encoding, Segments, segments, sms_latin};

#[derive(Debug, Args)]
pub(super) struct SmsFlags {
    /// The text; without one, all of standard input is read
    text: Option<String>,
}

pub(super) fn sms(flags: SmsFlags) -> Result<()> {
    let text = match flags.text {
        Some(text) => text,
        None => io::read_to_string(io::stdin()).context("standard input is no text in UTF-8")?,
    };
    // The last line break is the terminal's.
    Ok(io::stdout().write_all(account(text.trim_end_matches(['\r', '\n'])).as_bytes())?)
}

/// The cost as written, and as Prag sends it; the folded form stands last, alone, to be read or piped on.
fn account(text: &str) -> String {
    let folded = sms_latin(text);
    let same = if folded == text { " (the same)" } else { "" };
    format!("written  {}\nfolded   {}{same}\n\n{folded}\n", cost(text), cost(&folded))
}

fn cost(text: &str) -> String {
    let Segments { encoding, units, parts } = segments(text);
    let name = match encoding {
        Encoding::Gsm7 => "GSM-7",
        Encoding::Ucs2 => "UCS-2",
    };
    let part = if parts == 1 { "part" } else { "parts" };
    format!("{name}  {units} units  {parts} {part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_counted_and_the_folded_one_is_shown() {
        let albanian = format!("Kërkesa {}", "ë".repeat(70));
        let folded = format!("Kerkesa {}", "e".repeat(70));
        let expected =
            format!("written  UCS-2  78 units  2 parts\nfolded   GSM-7  78 units  1 part\n\n{folded}\n");
        assert_eq!(account(&albanian), expected);
        assert_eq!(
            account("Ћао"),
            "written  UCS-2  3 units  1 part\nfolded   UCS-2  3 units  1 part (the same)\n\nЋао\n"
        );
        assert!(account("").starts_with("written  GSM-7  0 units  1 part\n"));
    }
}
