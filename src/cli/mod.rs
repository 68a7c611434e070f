//! The command line: what was typed becomes a request, and what came of it is printed.
//!
//! Thin: it calls the other rooms. It alone reads the clock, the environment and standard input, and it alone (with
//! `report`, which makes the text) prints.

mod args;
mod browser;
mod changed;
mod check;
mod commands;
mod help;
mod help_french;
mod import;
mod init;
mod manual;
mod new_rule;
mod outgoing;
mod pages;
mod progress;
mod prove;
mod render;
mod screen;
mod seal;
mod send_test;
mod usage;
mod verify;
mod whole_file;
mod why;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::language::Language;
use crate::source::Sources;

use crate::report::Format;

pub use args::{Args, Command};
pub use help::command;
pub use pages::rule_pages;
use screen::Screen;

/// Runs the command that was typed; the exit code is that of `docs/exit-codes.md`.
pub fn main() -> ExitCode {
    let words = usage::words(std::env::args_os());
    let language = help::language(&words);
    let mut out = Screen::new(std::io::stdout().lock());
    let code = match understand(&words, language) {
        Ok(args) => commands::run(&args, &mut out),
        Err(error) => refuse(&error, &words, language, &mut out),
    };
    ExitCode::from(out.close(code, language))
}

/// The arguments of these words.
fn understand(words: &[OsString], language: Language) -> Result<Args, clap::Error> {
    let brief = words.iter().any(|word| word == "-h");
    help::command(language, brief).try_get_matches_from(words).and_then(|found| Args::from_arg_matches(&found))
}

/// Help and version are no failure; a wrong argument is exit 2, and so is none at all.
fn refuse(error: &clap::Error, words: &[OsString], language: Language, out: &mut dyn Write) -> u8 {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    match error.kind() {
        DisplayHelp | DisplayVersion => {
            let text = error.render();
            let _ = match commands::color(args::Color::Auto) {
                true => write!(out, "{}", text.ansi()),
                false => write!(out, "{text}"),
            };
            0
        }
        DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            2
        }
        _ => {
            let problem = usage::problem(error, words);
            match asked_format(words) {
                Some(format) => check::usage_as_report(problem, language, format, out),
                None => commands::complain(&[problem], &Sources::new(), language),
            }
        }
    }
}

/// The format for programs that arguments that could not be read ask for: `--format json` or `--format=json`.
fn asked_format(words: &[OsString]) -> Option<Format> {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let apart = words.windows(2).filter(|pair| pair[0] == "--format").map(|pair| &*pair[1]);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--format="));
    let format = apart.chain(joined).find_map(Format::of_word)?;
    (!matches!(format, Format::Human | Format::Plain)).then_some(format)
}
