//! Where in a rule's file something stands, and what serde says of it in the words of presend.

use std::ops::Range;

use crate::language::{Message, fold::nearest};
use crate::source::{FileId, Problem, Span, Traced};
use crate::yaml::{self, Node, Value};

/// A step of a path in a YAML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a mapping.
    Key(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// The step of a key.
pub fn key(name: impl Into<String>) -> Step {
    Step::Key(name.into())
}

/// Something that is wrong with a rule, at a path of its file.
#[derive(Debug, Clone)]
pub struct Fault {
    /// A stable code, such as `rule-hole`.
    pub code: &'static str,
    /// The path.
    pub path: Vec<Step>,
    /// It lies at the last step's key, not at its value.
    pub at_key: bool,
    /// It lies at these bytes of the value's text.
    pub within: Option<Range<usize>>,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
}

impl Fault {
    /// A fault at the value that `path` leads to.
    pub fn new(code: &'static str, path: Vec<Step>, message: Message) -> Fault {
        Fault { code, path, at_key: false, within: None, message, help: None }
    }

    /// At the key instead.
    pub fn at_key(mut self) -> Fault {
        self.at_key = true;
        self
    }

    /// At these bytes of the value's text.
    pub fn within(mut self, range: Range<usize>) -> Fault {
        self.within = Some(range);
        self
    }

    /// With what to do.
    pub fn help(mut self, help: Message) -> Fault {
        self.help = Some(help);
        self
    }

    /// As a problem, at its place in the document.
    pub fn problem(self, root: Option<&Node>, whole: Span) -> Problem {
        let inner = self.within.clone().and_then(|range| {
            root.and_then(|root| find_node(root, &self.path)).and_then(Node::as_text)?.origin(range).span()
        });
        let span = inner
            .or_else(|| root.and_then(|root| find(root, &self.path, self.at_key)))
            .unwrap_or(Span { end: whole.start, ..whole });
        let problem = Problem::new(self.code, self.message).at(span);
        match self.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// The bytes of what `path` leads to; of the deepest step that exists, when the whole path does not.
pub fn find(root: &Node, path: &[Step], at_key: bool) -> Option<Span> {
    let mut node = root;
    let mut span = root.span;
    for (depth, step) in path.iter().enumerate() {
        match (step, &node.value) {
            (Step::Key(name), Value::Map(entries)) => {
                let Some((known, value)) = entries.iter().find(|(known, _)| known.text() == name) else { break };
                let at = known.whole().span();
                span = if at_key && depth + 1 == path.len() { at.unwrap_or(value.span) } else { value.span };
                node = value;
            }
            (Step::Item(n), Value::List(items)) => {
                let Some(value) = items.get(*n) else { break };
                span = value.span;
                node = value;
            }
            _ => break,
        }
    }
    Some(span)
}

/// What `path` leads to, where the whole of it exists.
pub fn find_node<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, step| match step {
        Step::Key(name) => node.get(name),
        Step::Item(n) => node.as_list()?.get(*n),
    })
}

/// Reads a rule's text as a tree, for places.
pub fn tree(text: &Traced) -> yaml::Document {
    yaml::read(text)
}

/// The text without the keys that begin with `x-`: they are the user's own. Every byte stays where it is.
pub fn without_own_keys(text: &str, root: Option<&Node>, start: u32) -> String {
    let mut own = Vec::new();
    if let Some(root) = root {
        own_keys(root, &mut own);
    }
    let mut bytes = text.as_bytes().to_vec();
    for span in own {
        let range = (span.start.saturating_sub(start) as usize).min(bytes.len())
            ..(span.end.saturating_sub(start) as usize).min(bytes.len());
        let comma = bytes[range.end..].iter().position(|b| *b != b' ').map(|at| range.end + at);
        blank(&mut bytes, range);
        if let Some(at) = comma.filter(|at| bytes[*at] == b',') {
            bytes[at] = b' ';
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

fn blank(bytes: &mut [u8], range: Range<usize>) {
    for byte in &mut bytes[range] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn own_keys(node: &Node, out: &mut Vec<Span>) {
    match &node.value {
        Value::Map(entries) => {
            for (name, value) in entries {
                match name.whole().span() {
                    Some(at) if name.text().starts_with("x-") => out.push(at.hull(value.span)),
                    _ => own_keys(value, out),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| own_keys(item, out)),
        _ => {}
    }
}

/// What serde says of a rule's text, as a problem at the key or value that it means.
pub fn of_serde(
    error: &serde_path_to_error::Error<serde_yaml::Error>,
    text: &str,
    file: FileId,
    start: u32,
) -> Problem {
    let raw = error.inner().to_string();
    let said = raw.split(" at line ").next().unwrap_or(&raw);
    // serde puts the path before its own words where it knows it.
    let begins = ["unknown ", "missing ", "invalid "].iter().filter_map(|word| said.find(word)).min();
    let said = &said[begins.unwrap_or(0)..];
    let at = error.inner().location().map_or(0, |location| byte_of(text, location.line(), location.column()));
    let end = at + word_length(&text[at..]);
    let span = Span::new(file, start + at as u32, start + end as u32);
    let names = quoted(said);
    let problem = match (said, names.split_first()) {
        (said, Some((wrong, allowed))) if said.starts_with("unknown field") => unknown_key(wrong, allowed),
        (said, Some((wrong, allowed))) if said.starts_with("unknown variant") => unknown_word(wrong, allowed),
        (said, Some((lacking, _))) if said.starts_with("missing field") => Problem::new(
            "rule-key",
            Message::new(format!("Il manque la clé « {lacking} »"), format!("The key “{lacking}” is missing")),
        )
        .help(Message::new(format!("Ajouter une ligne « {lacking}: … »."), format!("Add a line “{lacking}: …”."))),
        _ => {
            let path = error.path().to_string();
            let path = if path == "." { String::new() } else { path };
            let wanted = expected(said);
            if path.is_empty() {
                let message = Message::new(
                    format!("Ce fichier n'est pas une règle : {}", wanted.fr),
                    format!("This file is not a rule: {}", wanted.en),
                );
                return Problem::new("rule-value", message).at(span);
            }
            Problem::new(
                "rule-value",
                Message::new(
                    format!("La valeur de « {path} » ne peut pas être lue : {}", wanted.fr),
                    format!("The value of “{path}” cannot be read: {}", wanted.en),
                ),
            )
        }
    };
    problem.at(span)
}

fn unknown_key(wrong: &str, allowed: &[String]) -> Problem {
    Problem::new("rule-key", Message::new(format!("Clé inconnue « {wrong} »"), format!("Unknown key “{wrong}”")))
        .help(one_of(wrong, allowed.iter().map(String::as_str)))
}

fn unknown_word(wrong: &str, allowed: &[String]) -> Problem {
    Problem::new("rule-value", Message::new(format!("Valeur inconnue « {wrong} »"), format!("Unknown value “{wrong}”")))
        .help(one_of(wrong, allowed.iter().map(String::as_str)))
}

/// So many words are still read in a message; a longer list is given only when no word is near.
const SHORT_LIST: usize = 15;

/// What could be meant by `wrong`, and what there is.
pub fn one_of<'a>(wrong: &str, allowed: impl IntoIterator<Item = &'a str>) -> Message {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    let list = allowed.join(", ");
    match nearest(wrong, allowed.iter().copied()) {
        Some(near) if allowed.len() > SHORT_LIST => {
            Message::new(format!("Sans doute « {near} »."), format!("Probably “{near}”."))
        }
        Some(near) => Message::new(
            format!("Sans doute « {near} ». Possible : {list}."),
            format!("Probably “{near}”. Possible: {list}."),
        ),
        None => Message::new(format!("Possible : {list}."), format!("Possible: {list}.")),
    }
}

/// What serde expected, for people.
fn expected(said: &str) -> Message {
    let wanted = said.rsplit_once("expected ").map_or(said, |(_, wanted)| wanted);
    match wanted {
        "a boolean" => Message::new("il faut true ou false", "true or false is needed"),
        "a string" => Message::new("il faut un texte", "a text is needed"),
        "a sequence" => Message::new("il faut une liste, comme [a, b]", "a list is needed, such as [a, b]"),
        "a map" => Message::new("il faut des clés, comme {a: b}", "keys are needed, such as {a: b}"),
        wanted if wanted.starts_with("struct") => {
            Message::new("il faut des clés, comme {a: b}", "keys are needed, such as {a: b}")
        }
        "usize" | "u8" => Message::new("il faut un nombre entier", "a whole number is needed"),
        wanted if wanted.contains("YAML tag") || wanted == "string only" => {
            Message::new("il faut un seul mot", "a single word is needed")
        }
        "f64" => Message::new("il faut un nombre", "a number is needed"),
        wanted if wanted.starts_with("a text, or") => {
            Message::new("il faut un texte, ou {fr: …, en: …}", "a text is needed, or {fr: …, en: …}")
        }
        _ => Message::new(said, said),
    }
}

/// The names that serde puts between backquotes.
fn quoted(said: &str) -> Vec<String> {
    said.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

/// The byte of a line and column, both from 1, the column in characters, as the YAML reader counts them.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.trim_end().len(), |(at, _)| at)
}

/// The length of the key or plain value at the start of `text`.
fn word_length(text: &str) -> usize {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].find(quote).map_or(1, |at| at + 2),
        _ => text.find([':', ',', ']', '}', '\n', '#']).map_or(text.len(), |at| text[..at].trim_end().len()),
    }
}
