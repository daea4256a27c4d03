//! The key: parse arguments, call the app, print the error.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use prag::{app::CutShort, cli::Cli};

/// Stopped before everything in hand was finished.
const CUT_SHORT: u8 = 3;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "prag: {error:#}");
            if error.is::<CutShort>() { ExitCode::from(CUT_SHORT) } else { ExitCode::FAILURE }
        }
    }
}
