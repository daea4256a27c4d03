//! The key: parse arguments, call the app, print the error.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use prag::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "prag: {error:#}");
            ExitCode::FAILURE
        }
    }
}
