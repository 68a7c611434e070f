//! From the parser's events to a tree, within limits.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, StructureStyle, Tag};

use super::{MAX_ALIASED_NODES, MAX_ALIASES, MAX_DEPTH, MAX_MISTAKES, Node, Value, place, scalar};
use crate::language::Message;
use crate::source::{FileId, Problem, Remark, Span, Traced};

/// Keys whose values are free text: what a `#` cuts off there was hardly meant as a comment.
const FREE_TEXT: &[&str] = &[
    "title",
    "subject",
    "preheader",
    "aliases",
    "series",
    "description",
    "topics",
    "facts",
    "words",
    "name",
    "room",
    "address",
    "city",
    "access",
    "role",
    "organization",
    "from",
    "people",
    "fr",
    "en",
];

/// A document that was read to its end.
pub(super) struct Built {
    pub(super) root: Option<Node>,
    pub(super) problems: Vec<Problem>,
    pub(super) remarks: Vec<Remark>,
}

/// Why a document was not read to its end.
pub(super) struct Failure {
    /// The byte of the text.
    pub(super) at: usize,
    /// A limit was met, so there is nothing to repair.
    pub(super) limit: bool,
    message: Message,
}

impl Failure {
    fn syntax(at: usize, fr: &str, en: &str) -> Failure {
        Failure { at, limit: false, message: Message::new(fr, en) }
    }

    fn limit(at: usize, fr: String, en: String) -> Failure {
        Failure { at, limit: true, message: Message::new(fr, en) }
    }

    /// The problem to report where no known mistake explains the failure.
    pub(super) fn problem(self, text: &Traced, first_line: u32) -> Problem {
        let code = if self.limit { "yaml-limit" } else { "yaml-syntax" };
        let line = line_of(text.text(), self.at, first_line);
        let problem = Problem::new(
            code,
            Message::new(format!("Ligne {line} : {}", self.message.fr), format!("Line {line}: {}", self.message.en)),
        );
        let problem = if self.limit {
            problem
        } else {
            problem.help(Message::new(
                "Mettre les textes de cette ligne, ou de la ligne au-dessus, entre guillemets droits : `clé: \"texte\"`.",
                "Put the texts of this line, or of the line above, in straight quotes: `key: \"text\"`.",
            ))
        };
        // The rest of the line, so that there is something to see.
        let rest = text.text()[self.at..].split('\n').next().unwrap_or_default().trim_end().len();
        match text.origin(self.at..self.at + rest).span() {
            Some(span) => problem.at(span),
            None => place(problem, text, self.at),
        }
    }
}

/// The line of a byte, in the file.
pub(super) fn line_of(text: &str, at: usize, first_line: u32) -> u32 {
    let before = &text.as_bytes()[..at.min(text.len())];
    first_line + before.iter().filter(|b| **b == b'\n').count() as u32
}

/// A node with what aliases need to know of it.
struct Sized {
    node: Node,
    nodes: usize,
    height: usize,
}

struct Frame {
    /// Where it starts in the text.
    start: usize,
    /// Where its last child ends.
    end: usize,
    anchor: usize,
    nodes: usize,
    height: usize,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    Map { entries: Vec<(Traced, Node)>, seen: HashMap<String, usize>, key: Option<Key> },
}

struct Key {
    text: Traced,
    /// The key stood before: its value is dropped.
    again: bool,
}

struct Builder<'t> {
    text: &'t Traced,
    first_line: u32,
    file: FileId,
    frames: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Sized>,
    /// Anchors on scalars that no alias has used yet, with their places: `&` was hardly meant as one.
    unused: HashMap<usize, usize>,
    aliases: usize,
    aliased: usize,
    documents: usize,
    problems: Vec<Problem>,
    remarks: Vec<Remark>,
}

/// Reads a text to its end.
pub(super) fn build(text: &Traced, first_line: u32) -> Result<Built, Failure> {
    let Some(whole) = text.whole().span() else {
        return Ok(Built { root: None, problems: Vec::new(), remarks: Vec::new() });
    };
    let mut options = Options::default();
    options.emit_comments = false;
    options.flow_nesting_limit = MAX_DEPTH + 2;
    options.block_nesting_limit = MAX_DEPTH + 2;
    let mut builder = Builder {
        text,
        first_line,
        file: whole.file,
        frames: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        unused: HashMap::new(),
        aliases: 0,
        aliased: 0,
        documents: 0,
        problems: Vec::new(),
        remarks: Vec::new(),
    };
    for next in Parser::new_from_str_with_options(text.text(), options) {
        match next {
            Ok((event, span)) => {
                let at = span.byte_range().unwrap_or(0..0);
                builder.take(event, at.start.min(text.len())..at.end.min(text.len()))?;
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
                return Err(match error.kind() {
                    ErrorKind::RecursionLimitExceeded => too_deep(at),
                    _ => Failure::syntax(
                        at,
                        "cette ligne n'est pas du YAML lisible",
                        &format!("this line is not readable YAML ({})", error.info()),
                    ),
                });
            }
        }
    }
    if let Some(at) = builder.unused.values().min() {
        return Err(Failure::syntax(*at, "« & » est réservé par YAML", "“&” is kept by YAML for itself"));
    }
    Ok(Built { root: builder.root, problems: builder.problems, remarks: builder.remarks })
}

fn too_deep(at: usize) -> Failure {
    Failure::limit(
        at,
        format!("plus de {MAX_DEPTH} niveaux imbriqués : presend n'en lit pas davantage"),
        format!("more than {MAX_DEPTH} nested levels: presend reads no more"),
    )
}

fn too_many_aliases(at: usize) -> Failure {
    Failure::limit(
        at,
        format!("trop de renvois (« *nom ») : au plus {MAX_ALIASES}, pour {MAX_ALIASED_NODES} valeurs"),
        format!("too many aliases (“*name”): at most {MAX_ALIASES}, for {MAX_ALIASED_NODES} values"),
    )
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, at: Range<usize>) -> Result<(), Failure> {
        match event {
            Event::DocumentStart(..) => self.document(at.start),
            Event::Scalar(value, style, anchor, tag) => self.scalar(&value, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(style, anchor, _) => self.open(Kind::List(Vec::new()), style, anchor, at),
            Event::MappingStart(style, anchor, _) => {
                let kind = Kind::Map { entries: Vec::new(), seen: HashMap::new(), key: None };
                self.open(kind, style, anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at.end),
            Event::Alias(id) => self.alias(id, at),
            _ => Ok(()),
        }
    }

    fn document(&mut self, at: usize) -> Result<(), Failure> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        Err(Failure::limit(
            at,
            "un second document commence ici (« --- ») : un seul est lu par fichier".into(),
            "a second document starts here (“---”): a file holds one".into(),
        ))
    }

    fn open(&mut self, kind: Kind, _style: StructureStyle, anchor: usize, at: Range<usize>) -> Result<(), Failure> {
        self.no_key_expected(at.start)?;
        if self.frames.len() >= MAX_DEPTH {
            return Err(too_deep(at.start));
        }
        self.frames.push(Frame { start: at.start, end: at.end, anchor, nodes: 1, height: 1, kind });
        Ok(())
    }

    /// A list or mapping cannot be a key: `{{event.title}}` would be one.
    fn no_key_expected(&self, at: usize) -> Result<(), Failure> {
        match self.frames.last() {
            Some(Frame { kind: Kind::Map { key: None, .. }, .. }) => Err(Failure::syntax(
                at,
                "une clé doit être un mot ; pour un texte qui commence par « {{ » ou « [ », des guillemets droits",
                "a key must be a word; a text that begins with “{{” or “[” needs straight quotes",
            )),
            _ => Ok(()),
        }
    }

    fn close(&mut self, end: usize) -> Result<(), Failure> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        // A flow collection ends with its bracket; a block one with its last child.
        let closed =
            self.text.text()[..end].ends_with([']', '}']) && self.text.text()[frame.start..].starts_with(['[', '{']);
        let end = if closed { end } else { frame.end };
        let value = match frame.kind {
            Kind::List(items) => Value::List(items),
            Kind::Map { entries, .. } => Value::Map(entries),
        };
        let node = Node { value, span: self.span(frame.start..end) };
        let sized = Sized { node, nodes: frame.nodes, height: frame.height };
        self.finish(sized, frame.anchor, end)
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Range<usize>,
    ) -> Result<(), Failure> {
        if tag.is_some_and(|tag| tag.core_suffix().is_none()) {
            return Err(Failure::syntax(at.start, "« ! » est réservé par YAML", "“!” is kept by YAML for itself"));
        }
        if anchor != 0 {
            self.unused.insert(anchor, at.start);
        }
        if anchor > MAX_ALIASES {
            return Err(too_many_aliases(at.start));
        }
        let text = scalar::traced(self.text, at.clone(), style, value);
        if let Some(Frame { kind: Kind::Map { key: slot @ None, seen, .. }, .. }) = self.frames.last_mut() {
            let first = seen.get(value).copied();
            if first.is_none() {
                seen.insert(value.to_string(), at.start);
            }
            *slot = Some(Key { text, again: first.is_some() });
            if let Some(first) = first {
                self.twice(value, first, at);
            }
            return Ok(());
        }
        let quoted = style != ScalarStyle::Plain;
        // The parser gives a value that is not there as `~`, at the end of its key.
        let value = if !quoted && at.is_empty() { "" } else { value };
        if !quoted {
            self.look_for_a_cut(value, at.end);
        }
        let nothing = !quoted && matches!(value, "" | "~" | "null" | "Null" | "NULL");
        let value = if nothing { Value::Null } else { Value::Scalar { text, quoted } };
        let node = Node { value, span: self.span(at.clone()) };
        self.finish(Sized { node, nodes: 1, height: 0 }, anchor, at.end)
    }

    fn alias(&mut self, id: usize, at: Range<usize>) -> Result<(), Failure> {
        self.no_key_expected(at.start)?;
        self.unused.remove(&id);
        self.aliases += 1;
        let Some(target) = self.anchors.get(&id) else {
            return Err(Failure::syntax(at.start, "« * » est réservé par YAML", "“*” is kept by YAML for itself"));
        };
        self.aliased += target.nodes;
        if self.aliases > MAX_ALIASES || self.aliased > MAX_ALIASED_NODES {
            return Err(too_many_aliases(at.start));
        }
        if self.frames.len() + target.height > MAX_DEPTH {
            return Err(too_deep(at.start));
        }
        let copy = Sized { node: target.node.clone(), nodes: target.nodes, height: target.height };
        self.finish(copy, 0, at.end)
    }

    /// Hands a finished node to what it stands in.
    fn finish(&mut self, sized: Sized, anchor: usize, end: usize) -> Result<(), Failure> {
        if anchor != 0 {
            if !matches!(sized.node.value, Value::Scalar { .. } | Value::Null) {
                self.unused.remove(&anchor);
            }
            let copy = Sized { node: sized.node.clone(), nodes: sized.nodes, height: sized.height };
            self.anchors.insert(anchor, copy);
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(sized.node);
            return Ok(());
        };
        frame.end = frame.end.max(end);
        frame.nodes += sized.nodes;
        frame.height = frame.height.max(sized.height + 1);
        match &mut frame.kind {
            Kind::List(items) => items.push(sized.node),
            Kind::Map { entries, key, .. } => {
                if let Some(Key { text, again: false }) = key.take() {
                    entries.push((text, sized.node));
                }
            }
        }
        Ok(())
    }

    fn span(&self, at: Range<usize>) -> Span {
        self.text.origin(at).span().unwrap_or(Span::new(self.file, 0, 0))
    }

    fn twice(&mut self, key: &str, first: usize, at: Range<usize>) {
        if self.problems.len() >= MAX_MISTAKES {
            return;
        }
        let before = line_of(self.text.text(), first, self.first_line);
        let here = line_of(self.text.text(), at.start, self.first_line);
        let problem = Problem::new(
            "duplicate-key",
            Message::new(
                format!("« {key} » est écrit deux fois, lignes {before} et {here} : la ligne {before} est retenue"),
                format!("“{key}” is written twice, on lines {before} and {here}: line {before} counts"),
            ),
        )
        .help(Message::new(
            format!("Garder une seule des deux lignes « {key}: »."),
            format!("Keep only one of the two lines “{key}:”."),
        ))
        .at(self.span(at));
        self.problems.push(problem);
    }

    /// A plain value that a ` #` ends: what follows was dropped without a word.
    fn look_for_a_cut(&mut self, value: &str, end: usize) {
        let rest = &self.text.text()[end..];
        let end = if value.is_empty() && rest.starts_with(':') { end + 1 } else { end };
        let line = self.text.text()[end..].split('\n').next().unwrap_or_default().trim_end();
        let Some(cut) = line.strip_prefix(' ').filter(|cut| cut.starts_with('#')) else { return };
        let nothing_read = value.is_empty() && cut[1..].starts_with(char::is_whitespace);
        let free = self.frames.iter().rev().find_map(|frame| match &frame.kind {
            Kind::Map { key: Some(key), .. } => Some(FREE_TEXT.contains(&key.text.text())),
            _ => None,
        });
        if free != Some(true) || nothing_read || typed(value) {
            return;
        }
        let at = end + 1..end + 1 + cut.len();
        self.remarks.push(Remark {
            rule: "cut-by-comment",
            span: self.span(at),
            found: cut.to_string(),
            expected: Some(super::quoted(format!("{value}{line}").trim())),
            values: [("read", value.to_string()), ("cut", cut.to_string())].into(),
        });
    }
}

/// Whether a value is a number, a date or a truth value, beside which a `#` begins an ordinary comment.
fn typed(value: &str) -> bool {
    matches!(value, "true" | "false" | "yes" | "no" | "on" | "off")
        || value.starts_with(|c: char| c.is_ascii_digit())
            && value.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | '.' | ' ' | '+'))
}
