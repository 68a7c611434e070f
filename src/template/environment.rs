//! What a template is rendered with, besides its data.

use std::sync::OnceLock;

use indexmap::IndexMap;

use super::ast::Template;
use crate::language::Language;
use crate::source::Traced;
use crate::value::sender_tag::Platform;

/// What a helper that only the sender has would print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelperKind {
    /// Some text.
    Text,
    /// An address.
    Url,
    /// A date.
    Date,
    /// A block: its content is rendered.
    Block,
}

/// Where partials come from. Only those that are asked for need to be parsed.
pub trait Partials: Sync {
    /// The partial of a name.
    fn partial(&self, name: &str) -> Option<&Template>;
    /// All names, for suggestions.
    fn names(&self) -> Vec<&str>;
}

impl Partials for IndexMap<String, Template> {
    fn partial(&self, name: &str) -> Option<&Template> {
        self.get(name)
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }
}

/// Partials that are parsed the first time they are asked for.
#[derive(Debug, Default)]
pub struct PartialSet {
    known: IndexMap<String, (Traced, OnceLock<Template>)>,
}

impl PartialSet {
    /// The partials of these names and texts.
    pub fn new(texts: impl IntoIterator<Item = (String, Traced)>) -> PartialSet {
        PartialSet { known: texts.into_iter().map(|(name, text)| (name, (text, OnceLock::new()))).collect() }
    }
}

impl Partials for PartialSet {
    fn partial(&self, name: &str) -> Option<&Template> {
        self.known.get(name).map(|(text, parsed)| parsed.get_or_init(|| super::parse(text)))
    }

    fn names(&self) -> Vec<&str> {
        self.known.keys().map(String::as_str).collect()
    }
}

struct NoPartials;

impl Partials for NoPartials {
    fn partial(&self, _name: &str) -> Option<&Template> {
        None
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// What a template is rendered with, besides its data.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The partials.
    pub partials: &'a dyn Partials,
    /// Helpers that the sender has: they print a marked placeholder, or render their block.
    pub helpers: &'a [(String, HelperKind)],
    /// Tags that the sending platform fills in, such as `{{{unsubscribe}}}`. White space inside does not count.
    pub sender_tags: &'a [String],
    /// The platform that sends: its own tags are left to it.
    pub sender: Option<&'static Platform>,
    /// The language of `date`, `time`, `weekday`, `duration` and `list`.
    pub language: Language,
    /// Unknown variables are faults and print a placeholder, `‹name›`. Else they print nothing, as in Handlebars.js.
    pub strict: bool,
    /// `{{…}}` escapes HTML. A subject or a text part is no HTML: its sender escapes nothing.
    pub escape: bool,
}

impl<'a> Environment<'a> {
    /// No partials, no helpers but presend's own, unknown variables are faults.
    pub fn new(language: Language) -> Environment<'a> {
        Environment {
            partials: &NoPartials,
            helpers: &[],
            sender_tags: &[],
            sender: None,
            language,
            strict: true,
            escape: true,
        }
    }

    /// The kind of a declared helper.
    pub(super) fn helper(&self, name: &str) -> Option<HelperKind> {
        self.helpers.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind)
    }
}
