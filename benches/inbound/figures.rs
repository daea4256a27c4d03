//! Medians, quantiles, and saying them.

use std::{
    io::{self, Write},
    time::Duration,
};

/// The middle of some figures.
pub fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The wait that this share of all waits does not exceed.
pub fn quantile(waits: &mut [Duration], share: f64) -> Duration {
    waits.sort_unstable();
    waits[((waits.len() - 1) as f64 * share) as usize]
}

/// Prints a line.
pub fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
