//! The command line: what was typed becomes a request, and what came of it is printed.
//!
//! Thin: it calls the other rooms. It alone reads the clock, the environment and standard input, and it alone (with
//! `report`, which makes the text) prints.

mod args;
mod commands;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

pub use args::{Args, Command};

/// Runs the command that was typed; the exit code is the contract's.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no failure; a wrong argument is exit 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let code = commands::run(&args, &mut std::io::stdout().lock());
    let _ = std::io::stdout().flush();
    ExitCode::from(code)
}
