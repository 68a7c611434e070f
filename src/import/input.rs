//! One file to import: read once, with the readers that the rest of presend has, and told apart by its content.

use std::path::Path;

use serde_json::Value;

use super::json;
use crate::language::Message;
use crate::message::ics;
use crate::project::{self, Recipients};
use crate::source::{Accept, FileId, Problem, Sources};

/// A file to import.
#[derive(Debug)]
pub struct Input {
    /// The path to show.
    pub name: String,
    /// The file; none for an address on the web.
    pub file: Option<FileId>,
    /// What it holds.
    pub content: Content,
    /// What is wrong with single rows of it.
    pub problems: Vec<Problem>,
}

impl Input {
    fn new(shown: &str, file: Option<FileId>, content: Content) -> Input {
        Input { name: shown.to_string(), file, content, problems: Vec::new() }
    }
}

/// What a file holds, by its first characters.
#[derive(Debug)]
pub enum Content {
    /// JSON.
    Json(Value),
    /// XML, not parsed yet.
    Xml(String),
    /// A calendar, not parsed yet.
    Calendar(String),
    /// A mail: read it from the sources.
    Mail,
    /// A table of people: CSV or a workbook.
    Table(Recipients),
    /// An address on the web, which is never opened.
    Url(String),
    /// Anything else; what was wrong with it as a table.
    Other(Box<Problem>),
}

/// Where a file's bytes come from.
pub enum Bytes<'a> {
    /// From disk.
    Disk(&'a Path),
    /// From standard input.
    Given(Vec<u8>),
}

/// Reads a file and tells what it holds.
///
/// # Errors
/// A problem where it cannot be read, is too large or no text, or begins as JSON and is none.
pub fn read(sources: &Sources, from: Bytes, shown: &str) -> Result<Input, Problem> {
    if shown.starts_with("https://") || shown.starts_with("http://") {
        return Ok(Input::new(shown, None, Content::Url(shown.to_string())));
    }
    if let (Bytes::Disk(disk), true) = (&from, project::is_sheet(shown)) {
        return Ok(table(sources, disk, shown));
    }
    let (disk, bytes) = match from {
        Bytes::Disk(disk) => (disk, sources.bytes(disk, shown).map_err(export_too_large)?),
        Bytes::Given(bytes) => (Path::new("-"), bytes),
    };
    let bytes = if is_calendar(&bytes) { unfolded(&bytes) } else { bytes };
    let mail = is_mail(&bytes) || shown.to_ascii_lowercase().ends_with(".eml");
    let accept = if mail { Accept::Message } else { Accept::AnyText };
    let file = sources.add(shown, bytes, accept)?;
    let text = sources.text(file);
    let start = text.text().trim_start();
    let content = match start.bytes().next() {
        _ if mail => Content::Mail,
        Some(b'{' | b'[') => Content::Json(json::parse(text.text(), shown)?),
        Some(b'<') => Content::Xml(text.text().to_string()),
        _ if starts_with(start, "BEGIN:VCALENDAR") => Content::Calendar(text.text().to_string()),
        _ => return Ok(table(sources, disk, shown)),
    };
    Ok(Input::new(shown, Some(file), content))
}

fn table(sources: &Sources, disk: &Path, shown: &str) -> Input {
    let (table, mut problems) = project::recipients_of(sources, disk, shown);
    let content = match table {
        Some(table) => Content::Table(table),
        None => Content::Other(Box::new(problems.pop().unwrap_or_else(|| not_understood(shown)))),
    };
    // A list without a row is told as what the file that is written lacks.
    problems.retain(|problem| problem.code != "recipients-none");
    Input { problems, ..Input::new(shown, sources.known(shown), content) }
}

fn not_understood(shown: &str) -> Problem {
    let message = Message::new(
        format!("« {shown} » n'est pas un export que presend reconnaît"),
        format!("“{shown}” is no export that presend knows"),
    );
    Problem::new("import-unknown", message).in_path(shown)
}

/// The help for a file that is too large, in words for an export.
fn export_too_large(problem: Problem) -> Problem {
    match problem.code {
        "file-too-large" => problem.help(Message::new(
            "Refaire l'export pour une seule session, ou page par page : `presend import` prend plusieurs fichiers.",
            "Export a single session, or page by page: `presend import` takes several files.",
        )),
        _ => problem,
    }
}

/// Whether bytes begin as a calendar.
fn is_calendar(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]);
    starts_with(head.trim_start_matches('\u{feff}').trim_start(), "BEGIN:VCALENDAR")
}

/// A calendar without the folds of its lines: they may stand between the bytes of one character.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match ics::fold(&bytes[at..]) {
            0 => {
                out.push(bytes[at]);
                at += 1;
            }
            fold => at += fold,
        }
    }
    out
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Whether the first lines are headers of a mail.
fn is_mail(bytes: &[u8]) -> bool {
    const NAMES: [&str; 12] = [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
    ];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4000)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let lines = head.lines().filter(|line| !line.starts_with(['>', ' ', '\t']) && !line.starts_with("From "));
    let names = lines.take_while(|line| !line.trim().is_empty()).map(|line| line.split_once(':').map(|(name, _)| name));
    let mut known = 0;
    for name in names {
        match name {
            Some(name) if NAMES.contains(&name.to_ascii_lowercase().as_str()) => known += 1,
            Some(name) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {}
            _ => break,
        }
    }
    known >= 2
}
