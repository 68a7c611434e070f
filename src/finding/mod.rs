//! Findings, and the outcome of a run.
//!
//! Comes in: what a rule saw. Goes out: [`Finding`]s, each with a place, and the [`Outcome`] that reports print.
//! It never looks at a mail.

mod fingerprint;
mod join;
mod lost;
mod mask;
mod outcome;
mod page;
mod why;

pub use fingerprint::{digest, fingerprints};
pub use lost::changed;
pub use mask::masked;
pub use outcome::*;
pub use page::*;
pub use why::*;

use crate::language::Message;
use crate::source::{Sources, Span};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For information.
    Info,
    /// To be verified.
    Warning,
    /// To be corrected.
    Error,
}

impl Level {
    /// The level of the word `info`, `warning` or `error`.
    pub fn of_word(word: &str) -> Option<Level> {
        match word {
            "info" => Some(Level::Info),
            "warning" => Some(Level::Warning),
            "error" => Some(Level::Error),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// A place that makes a finding clear: the line of the event that says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// What is there.
    pub message: Message,
    /// Where.
    pub span: Span,
}

/// How the found and the expected words are shown against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Diff {
    /// Word by word.
    Words,
    /// Letter by letter.
    Letters,
}

/// An edit of a file: bytes `start..end` become `replacement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// It may be applied without a second look.
    pub safe: bool,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// The recipients whom a finding concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Affected {
    /// How many.
    pub affected: usize,
    /// Of how many.
    pub of: usize,
    /// The first rows: lines of the recipients' file, 20 at most.
    pub rows: Vec<u32>,
}

/// Whether a file holds a table of people.
pub fn is_table(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "csv" | "tsv" | "xlsx" | "xlsm")
}

/// Something wrong, at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How grave.
    pub level: Level,
    /// What is wrong, with both values.
    pub message: Message,
    /// Why it matters.
    pub why: Option<Message>,
    /// What to do.
    pub help: Option<Message>,
    /// The mail, by its template's path; `None` for findings about events.
    pub mail: Option<String>,
    /// All the mails in which the same finding stands, when there are several.
    pub mails: Vec<String>,
    /// The part: `subject`, `preheader`, `headers`, `html`, `text`, `calendar`, `recipients`, `event`, `settings`.
    pub part: &'static str,
    /// Where: in the source that somebody can edit.
    pub span: Span,
    /// The words found.
    pub found: String,
    /// They are a secret (a private link, a code, a password), which no report shows whole.
    pub secret: bool,
    /// What was expected.
    pub expected: Vec<String>,
    /// Places that make it clear.
    pub related: Vec<Related>,
    /// Further places of the same finding.
    pub places: Vec<Span>,
    /// How found and expected are shown against each other.
    pub diff: Option<Diff>,
    /// The recipients concerned.
    pub recipients: Option<Affected>,
    /// A correction.
    pub fix: Option<Fix>,
    /// What makes it the same finding in another run (see [`fingerprints`]); empty until all findings are known.
    pub fingerprint: String,
}

impl Finding {
    /// Whether its words may be a recipient's name, address or other data.
    pub fn is_of_recipients(&self, sources: &Sources) -> bool {
        self.part == "recipients" || is_table(&sources.path(self.span.file))
    }
}
