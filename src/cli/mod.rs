//! The command line: what was typed becomes a request, and what came of it is printed.
//!
//! Thin: it calls the other rooms. It alone reads the clock, the environment and standard input, and it alone (with
//! `report`, which makes the text) prints.

mod args;
mod check;
mod commands;
mod import;
mod new_rule;
mod outgoing;
mod pages;
mod render;
mod send_test;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

pub use args::{Args, Command};
pub use pages::rule_pages;

/// Runs the command that was typed; the exit code is the contract's.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no failure; a wrong argument is exit 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            if code == 2 && wants_json(std::env::args_os()) {
                return ExitCode::from(check::usage_as_json(&error, &mut std::io::stdout().lock()));
            }
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let code = commands::run(&args, &mut std::io::stdout().lock());
    let _ = std::io::stdout().flush();
    ExitCode::from(code)
}

/// Whether arguments that could not be read ask for JSON: `--format json` or `--format=json`.
fn wants_json(args: impl Iterator<Item = std::ffi::OsString>) -> bool {
    let words: Vec<_> = args.collect();
    let apart = words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    apart || words.iter().any(|word| word == "--format=json")
}
