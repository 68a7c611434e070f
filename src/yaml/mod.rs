//! The one place that knows YAML.
//!
//! Comes in: a [`Traced`] text. Goes out: a [`Node`] tree whose scalars are [`Traced`], or a [`Problem`] with the line
//! to write instead. It never knows what a key means (only which keys hold free text, for `#`).

mod guess;
mod invisible;
mod line;
mod mistakes;
mod scalar;
mod tree;

pub use line::quoted;

use crate::language::Message;
use crate::source::{Problem, Remark, Span, Traced};

/// The largest document, in bytes. An event has one or two kilobytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// How many aliases (`*name`) a document may hold.
pub const MAX_ALIASES: usize = 100;
/// How many nodes all aliases together may stand for.
pub const MAX_ALIASED_NODES: usize = 10_000;
/// How many mistakes of one document are told before reading gives up.
const MAX_MISTAKES: usize = 10;

/// A node of a document.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Value {
    /// A scalar: as written, and whether it stands in quotes. An empty plain scalar, `~` and `null` are `Null`.
    Scalar {
        /// The text.
        text: Traced,
        /// It stands in quotes, or as a block.
        quoted: bool,
    },
    /// Nothing.
    Null,
    /// A list.
    List(Vec<Node>),
    /// A mapping, in order; keys are unique.
    Map(Vec<(Traced, Node)>),
}

impl Node {
    /// An empty mapping, for a document that holds nothing; `span` is where it would stand.
    pub fn empty(span: Span) -> Node {
        Node { value: Value::Map(Vec::new()), span }
    }

    /// The value of a key, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text() == key).map(|(_, node)| node)
    }

    /// The entries, in order; none where this is no mapping.
    pub fn entries(&self) -> &[(Traced, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text, where this is a scalar.
    pub fn as_text(&self) -> Option<&Traced> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items, where this is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Whether this is a mapping.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}

/// What reading a document gave.
pub struct Document {
    /// The root, if anything could be read. Lines with a mistake are read as the help shows them.
    pub root: Option<Node>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What looks wrong (`cut-by-comment`).
    pub remarks: Vec<Remark>,
}

/// Reads one document.
///
/// Problems have the code `yaml-syntax`, `yaml-limit` or `duplicate-key`.
pub fn read(text: &Traced) -> Document {
    read_from(text, 1)
}

/// Reads one document that starts at the line `first_line` of its file (front matter); messages name lines of the file.
pub fn read_from(text: &Traced, first_line: u32) -> Document {
    let mut document = Document { root: None, problems: Vec::new(), remarks: Vec::new() };
    if text.len() > MAX_BYTES {
        document.problems.push(place(limit(text.len()), text, MAX_BYTES));
        return document;
    }
    let mut current = text.clone();
    if let Some(mistake) = invisible::invisible(text, first_line) {
        document.problems.push(mistake.problem);
        current = mistake.repaired;
    }
    while document.problems.len() <= MAX_MISTAKES {
        match tree::build(&current, first_line) {
            Ok(built) => {
                document.root = built.root;
                document.problems.extend(built.problems);
                document.remarks = built.remarks;
                return document;
            }
            Err(failure) => match mistakes::diagnose(&current, first_line, &failure) {
                Some(mistake) => {
                    document.problems.push(mistake.problem);
                    current = mistake.repaired;
                }
                None => {
                    document.problems.push(failure.problem(&current, first_line));
                    return document;
                }
            },
        }
    }
    document
}

/// A problem at the byte `at` of a text.
fn place(problem: Problem, text: &Traced, at: usize) -> Problem {
    let mut start = at.min(text.len());
    while !text.text().is_char_boundary(start) {
        start -= 1;
    }
    match text.origin(start..start).span() {
        Some(span) => problem.at(span),
        None => problem,
    }
}

fn limit(bytes: usize) -> Problem {
    let size = bytes / 1024;
    Problem::new(
        "yaml-limit",
        Message::new(
            format!("Ce fichier fait {size} Ko ; presend en lit au plus 1024"),
            format!("This file has {size} KB; presend reads at most 1024"),
        ),
    )
    .help(Message::new("Est-ce le bon fichier ?", "Is it the right file?"))
}
