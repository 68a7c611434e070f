//! The command line: what was typed becomes a request, and what came of it is printed.
//!
//! Thin: it calls the other rooms. It alone reads the clock, the environment and standard input, and it alone (with
//! `report`, which makes the text) prints.

mod args;
mod changed;
mod check;
mod commands;
mod new_rule;
mod outgoing;
mod pages;
mod render;
mod send_test;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::report::Format;

pub use args::{Args, Command};
pub use pages::rule_pages;

/// Runs the command that was typed; the exit code is the contract's.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no failure; a wrong argument is exit 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            if let Some(format) = asked_format(std::env::args_os()).filter(|_| code == 2) {
                return ExitCode::from(check::usage_as_report(&error, format, &mut std::io::stdout().lock()));
            }
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let code = commands::run(&args, &mut std::io::stdout().lock());
    let _ = std::io::stdout().flush();
    ExitCode::from(code)
}

/// The format for programs that arguments that could not be read ask for: `--format json` or `--format=json`. People are
/// told by clap itself.
fn asked_format(args: impl Iterator<Item = std::ffi::OsString>) -> Option<Format> {
    let words: Vec<String> = args.map(|word| word.to_string_lossy().into_owned()).collect();
    let apart = words.windows(2).filter(|pair| pair[0] == "--format").map(|pair| pair[1].as_str());
    let joined = words.iter().filter_map(|word| word.strip_prefix("--format="));
    let format = apart.chain(joined).find_map(Format::of_word)?;
    (!matches!(format, Format::Human | Format::Plain)).then_some(format)
}
