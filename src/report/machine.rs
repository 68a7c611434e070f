//! What the formats for other programs have in common: words cut to a length that every reader takes, and places as
//! seen from the root of the repository.
//!
//! A claim may be as long as its file. Nothing here looks at more of it than is printed.

use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use super::text::{clean, clean_line, is_invisible, visible};
use super::view::View;
use super::words;
use crate::finding::{Finding, Level};
use crate::language::Message;
use crate::source::{Position, Problem, Span};

/// The most characters of a message, and of its advice.
const LONGEST: usize = 400;
/// The most characters of the words found, or expected, inside a message.
const LONGEST_VALUE: usize = 120;

/// A place in a file.
pub(super) struct Spot {
    /// The path from the root of the repository, as it is: not fit for a screen.
    pub(super) path: String,
    /// Line and column of the first character, both from 1; columns count Unicode scalar values.
    pub(super) start: Position,
    /// Those of the first character after.
    pub(super) end: Position,
    /// In a workbook, the cell in which the place begins.
    pub(super) cell: Option<String>,
}

impl Spot {
    pub(super) fn new(view: &View, span: Span) -> Spot {
        let file = view.sources.file(span.file);
        Spot {
            path: in_repository(view, &file.path),
            start: file.position(span.start),
            end: file.position(span.end.max(span.start)),
            cell: file.cell(span.start),
        }
    }
}

/// A path of the project as seen from the root of the repository. What lies outside of it stays as it is.
pub(super) fn in_repository(view: &View, path: &str) -> String {
    let mut whole = PathBuf::new();
    for part in view.options.project.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if whole.file_name().is_some() => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    match whole.strip_prefix(&view.options.repository) {
        Ok(inside) if inside != Path::new("") => inside.to_string_lossy().replace('\\', "/"),
        _ => path.to_string(),
    }
}

/// What is wrong, on one line.
pub(super) fn message(view: &View, finding: &Finding) -> String {
    clean_line(&cut(&worded(view, finding, &finding.message)))
}

/// Words about a finding. Where the words found or expected are long, these are shortened, and the sentence around them
/// stays.
fn worded(view: &View, finding: &Finding, message: &Message) -> String {
    let mut text = message.get(view.options.language).to_string();
    for value in std::iter::once(&finding.found).chain(&finding.expected) {
        if let Some(short) = shortened(value, LONGEST_VALUE) {
            text = text.replace(value.as_str(), &short);
        }
    }
    text
}

/// What is wrong in general words, on one line.
pub(super) fn line(view: &View, message: &Message) -> String {
    clean_line(&cut(message.get(view.options.language)))
}

/// Advice, which may hold a line to write: its lines stay lines.
fn advice(text: &str) -> String {
    clean(cut(text).trim_end())
}

/// A message with its advice below it.
fn with_advice(message: String, advice: Option<String>) -> String {
    match advice {
        Some(advice) => format!("{message}\n→ {advice}"),
        None => message,
    }
}

/// What is said of a finding where there is room: what is wrong, whom it concerns, what to do.
pub(super) fn full(view: &View, finding: &Finding) -> String {
    let affected = finding.recipients.as_ref().map(|all| words::affected(view.options.language, all));
    let said = [Some(message(view, finding)), affected].into_iter().flatten().collect::<Vec<_>>().join("\n");
    with_advice(said, finding.help.as_ref().map(|help| advice(&worded(view, finding, help))))
}

/// What is said of a problem where there is room.
pub(super) fn problem(view: &View, problem: &Problem) -> String {
    let help = problem.help.as_ref().map(|help| advice(help.get(view.options.language)));
    with_advice(line(view, &problem.message), help)
}

/// Lines as one line.
pub(super) fn joined(text: &str) -> String {
    text.replace("\n→", " →").replace('\n', " · ")
}

/// The findings that are shown, the gravest first; among equals their order stays.
pub(super) fn by_gravity<'a>(view: &View<'a>) -> Vec<&'a Finding> {
    let mut all = view.findings.clone();
    all.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    all
}

/// Why checks had no input, each reason on a line; nothing for a reader who wants findings alone.
pub(super) fn waiting(view: &View) -> Vec<String> {
    if view.options.quiet {
        return Vec::new();
    }
    let all = view.waiting.iter().map(|waiting| {
        let unlock = waiting.unlock.map(|unlock| format!(" ({})", line(view, unlock))).unwrap_or_default();
        format!("{}{unlock}", line(view, waiting.reason))
    });
    all.collect()
}

/// A level for programs: those of SARIF, which GitHub's annotations nearly share.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A text in which GitHub's runner sees no command: it reads `##[…]` anywhere, and `::…::` at the start of a line.
pub(super) fn tame(text: &str) -> String {
    let text = text.replace("##[", "#\u{200b}#[");
    let lines = text.split('\n').map(|line| match line.trim_start().starts_with("::") {
        true => line.replacen("::", ":\u{200b}:", 1),
        false => line.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An object as JSON that may be printed on a terminal or in the log of a CI server: what could steer either is escaped,
/// which changes no value. Outside of its strings JSON has no such character.
pub(super) fn json(value: &impl Serialize, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    // Only a map with keys that are not text could fail here, and there is none.
    let mut text = text.unwrap_or_default();
    // GitHub's runner reads a command behind it, wherever it stands in a line.
    if text.contains("##[") {
        text = text.replace("##[", "\\u0023#[");
    }
    let steers = |c: char| c != '\n' && !is_invisible(c) && visible(c) != c;
    if text.contains(steers) {
        text = text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
            match steers(c) {
                true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                false => out.push(c),
            }
            out
        });
    }
    text.push('\n');
    text
}

fn cut(text: &str) -> String {
    shortened(text, LONGEST).unwrap_or_else(|| text.to_string())
}

/// The first characters of a text and `…`, where it has more than `most`. It is read no further than that.
fn shortened(text: &str, most: usize) -> Option<String> {
    text.char_indices().nth(most)?;
    let (end, _) = text.char_indices().nth(most.saturating_sub(1))?;
    Some(format!("{}…", &text[..end]))
}
