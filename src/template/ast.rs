//! A template as parsing leaves it.

use std::ops::Range;

use super::data::Node;
use super::fault::Fault;
use crate::source::{Span, Traced};

/// A parsed template. It keeps its source, and knows what is wrong with it.
#[derive(Debug, Clone)]
pub struct Template {
    pub(super) source: Traced,
    pub(super) body: Program,
    pub(super) faults: Vec<Fault>,
}

impl Template {
    /// The text that was parsed.
    pub fn source(&self) -> &Traced {
        &self.source
    }

    /// What parsing met: unreadable tags, and the fatal fault if the structure is broken.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The fault that makes it impossible to render.
    pub fn fatal(&self) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.kind.is_fatal())
    }
}

/// A run of elements: a template's body, or one side of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    pub(super) elements: Vec<Element>,
    /// It holds only the next block of an `{{else if}}` chain.
    pub(super) chained: bool,
    /// Some element is an inline partial.
    pub(super) inlines: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Element {
    Text(Text),
    Comment(Strip),
    Print(Box<Print>),
    Block(Box<Block>),
    Partial(Box<Partial>),
    Inline(Box<Inline>),
    Unreadable(Range<u32>, Span),
}

/// Literal text: a range of the source that white space control may shrink.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The range as parsed.
    pub(super) whole: Range<u32>,
    /// What is left of it.
    pub(super) left: Range<u32>,
    pub(super) cut_left: bool,
    pub(super) cut_right: bool,
    /// Where `whole` starts in a file, if it lies there byte for byte.
    pub(super) place: Option<Span>,
}

/// `~` at either end of a tag.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Strip {
    pub(super) open: bool,
    pub(super) close: bool,
}

/// `{{name}}`, `{{{name}}}`, `{{helper a b}}`.
#[derive(Debug, Clone)]
pub(super) struct Print {
    pub(super) call: Call,
    pub(super) escaped: bool,
    pub(super) tag: Tag,
    pub(super) strip: Strip,
}

/// A tag's place, in a file and in the template's text.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) span: Span,
    pub(super) range: Range<u32>,
}

/// `{{#helper}}…{{else}}…{{/helper}}`, `{{^name}}…{{/name}}`, `{{{{raw}}}}…{{{{/raw}}}}`.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) call: Call,
    pub(super) tag: Tag,
    pub(super) params: Vec<Box<str>>,
    pub(super) program: Option<Program>,
    pub(super) inverse: Option<Program>,
    pub(super) open: Strip,
    pub(super) middle: Strip,
    pub(super) close: Strip,
    /// Its content is text, whatever braces it holds.
    pub(super) raw: bool,
}

/// `{{> name}}`, `{{#> name}}…{{/name}}`.
#[derive(Debug, Clone)]
pub(super) struct Partial {
    pub(super) name: PartialName,
    pub(super) params: Vec<Expr>,
    pub(super) hash: Vec<(Box<str>, Expr)>,
    pub(super) tag: Tag,
    pub(super) name_at: Span,
    pub(super) block: Option<Program>,
    pub(super) open: Strip,
    pub(super) close: Strip,
    /// White space before a partial that stands alone on its line; each of its lines gets it.
    pub(super) indent: Range<u32>,
}

#[derive(Debug, Clone)]
pub(super) enum PartialName {
    Fixed(Box<str>),
    Dynamic(Call),
}

/// `{{#*inline "name"}}…{{/inline}}`.
#[derive(Debug, Clone)]
pub(super) struct Inline {
    pub(super) name: Box<str>,
    pub(super) program: Program,
    pub(super) open: Strip,
    pub(super) close: Strip,
}

#[derive(Debug, Clone)]
pub(super) enum Expr {
    Path(Path),
    Literal(Node),
    Call(Box<Call>),
}

/// A name with its arguments; without any, it is a variable or a helper.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) path: Path,
    pub(super) callee: Callee,
    pub(super) params: Vec<Expr>,
    pub(super) hash: Vec<(Box<str>, Expr)>,
}

impl Call {
    /// Whether only a helper can be meant: it has arguments.
    pub(super) fn has_arguments(&self) -> bool {
        !self.params.is_empty() || !self.hash.is_empty()
    }
}

/// What a call's name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Callee {
    /// A helper of Handlebars itself.
    Builtin(Builtin),
    /// One step: a helper or a variable.
    Name,
    /// A variable.
    Path,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builtin {
    If,
    Unless,
    Each,
    With,
    Lookup,
    Log,
    /// `helperMissing` and `blockHelperMissing`, which templates may not call.
    Hook,
}

impl Builtin {
    pub(super) fn of_name(name: &str) -> Option<Builtin> {
        Some(match name {
            "if" => Builtin::If,
            "unless" => Builtin::Unless,
            "each" => Builtin::Each,
            "with" => Builtin::With,
            "lookup" => Builtin::Lookup,
            "log" => Builtin::Log,
            "helperMissing" | "blockHelperMissing" => Builtin::Hook,
            _ => return None,
        })
    }
}

#[derive(Debug, Clone)]
pub(super) struct Path {
    /// It starts with `@`.
    pub(super) data: bool,
    /// How many `../`.
    pub(super) depth: u16,
    /// A block parameter: how many blocks with parameters up, and which one.
    pub(super) param: Option<(u16, u16)>,
    pub(super) segments: Vec<Box<str>>,
    /// As Handlebars prints it in messages, and compares it in closing tags.
    pub(super) original: Box<str>,
    pub(super) at: Span,
}
