//! Arguments that cannot be understood, told in the reader's language.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help;
use crate::language::Message;
use crate::source::Problem;

/// What was typed, ready to be understood: a file that stands where a command is expected is to be checked. So a mail
/// can be dragged onto the program.
pub(super) fn words(typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = typed.collect();
    let is_file = words.get(1).is_some_and(|first| Path::new(first).is_file());
    let is_command = |word: &OsString| help::is_command(word);
    if is_file && !words.get(1).is_some_and(is_command) {
        words.insert(1, OsString::from("check"));
    }
    words
}

/// What is wrong with the arguments, and what can be typed.
pub(super) fn problem(error: &clap::Error, words: &[OsString]) -> Problem {
    let message = match error.kind() {
        ErrorKind::UnknownArgument => unknown(&text(error, ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => no_command(&text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => value(error),
        ErrorKind::MissingRequiredArgument => {
            let lacking = text(error, ContextKind::InvalidArg);
            Message::new(format!("il manque {lacking}"), format!("{lacking} is missing"))
        }
        ErrorKind::ArgumentConflict => {
            let twice = text(error, ContextKind::InvalidArg);
            Message::new(
                format!("{twice} ne peut être donné qu'une fois, ou pas avec le reste"),
                format!("{twice} can be given once only, or not beside the rest"),
            )
        }
        _ => {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            Message::new(
                format!("ces arguments ne peuvent pas être lus : {first}"),
                format!("these arguments cannot be read: {first}"),
            )
        }
    };
    Problem::new("usage", message).help(advice(error, words))
}

fn unknown(word: &str) -> Message {
    match word.starts_with('-') {
        true => Message::new(
            format!("presend ne connaît pas l'option « {word} »"),
            format!("presend knows no option “{word}”"),
        ),
        false => Message::new(format!("« {word} » est de trop"), format!("“{word}” is one word too many")),
    }
}

/// A word that is no command; one that looks like a path was meant to be a file.
fn no_command(word: &str) -> Message {
    match word.contains(['.', '/', '\\']) {
        true => {
            Message::new(format!("il n'y a pas de fichier « {word} » ici"), format!("there is no file “{word}” here"))
        }
        false => Message::new(
            format!("presend ne connaît pas la commande « {word} »"),
            format!("presend knows no command “{word}”"),
        ),
    }
}

fn value(error: &clap::Error) -> Message {
    let option = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    match value.is_empty() {
        true => Message::new(format!("{option} : il manque la valeur"), format!("{option}: the value is missing")),
        false => Message::new(
            format!("{option} : « {value} » n'est pas une valeur possible"),
            format!("{option}: “{value}” is no possible value"),
        ),
    }
}

/// What was probably meant, which values there are, and where to read on.
fn advice(error: &clap::Error, words: &[OsString]) -> Message {
    let mut out = Message::default();
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(|kind| nearest(error, kind)) {
        out = Message::new(format!("Sans doute « {near} ». "), format!("Probably “{near}”. "));
    }
    let values = text(error, ContextKind::ValidValue);
    if !values.is_empty() {
        out.fr.push_str(&format!("Valeurs : {values}. "));
        out.en.push_str(&format!("Values: {values}. "));
    }
    let all = help::all_options(words);
    out.fr.push_str(&all.fr);
    out.en.push_str(&all.en);
    out
}

/// What clap says of one aspect of an error; nothing where it says nothing.
fn text(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        _ => String::new(),
    }
}

/// What clap holds to be the nearest: of several, the last.
fn nearest(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(many) => many.last().cloned(),
        _ => None,
    }
}
