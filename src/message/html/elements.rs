//! The elements that are open at a place, and what they say of the text in them.

use std::collections::HashMap;
use std::ops::Range;

use super::paint::Paint;
use super::style::{self, Look};
use crate::message::BlockKind;

/// What the open elements say of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scope {
    /// The kind of the block that it stands in.
    pub(super) kind: BlockKind,
    /// The row of a table.
    pub(super) row: Option<u32>,
    /// Not shown.
    pub(super) hidden: bool,
    /// White space is kept.
    pub(super) keeps_space: bool,
    /// Its letters have no size, until an inner element gives them one.
    pub(super) no_size: bool,
    /// Its colours and size.
    pub(super) paint: Paint,
}

impl Scope {
    const PAGE: Scope = Scope {
        kind: BlockKind::Paragraph,
        row: None,
        hidden: false,
        keeps_space: false,
        no_size: false,
        paint: Paint::PAGE,
    };
}

struct Open {
    name: String,
    range: Range<usize>,
    scope: Scope,
    /// Its style puts it in a line of its own.
    cuts: bool,
    /// So does what stands in it.
    columns: bool,
    /// How many blocks there were before it.
    first: usize,
}

/// The open elements. Looking for an element to close goes so deep at most, so that no input takes quadratic time.
const DEPTH: usize = 256;

/// The open elements, innermost last.
#[derive(Default)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// How many of each name are open.
    count: HashMap<String, usize>,
    rows: u32,
    after_dt: bool,
}

/// What a closing tag closes.
#[derive(Default)]
pub(super) struct Closed {
    /// The element was open.
    pub(super) found: bool,
    /// Something that stood in a line of its own ended.
    pub(super) cuts: bool,
    /// Opening tags of elements inside it that never ended.
    pub(super) unclosed: Vec<Range<usize>>,
    /// The row of each cell that ended, and how many blocks there were before the cell.
    pub(super) cells: Vec<(Option<u32>, usize)>,
}

impl Stack {
    /// What the open elements say of text here.
    pub(super) fn scope(&self) -> Scope {
        let mut scope = self.open.last().map_or(Scope::PAGE, |open| open.scope);
        scope.hidden |= scope.no_size;
        scope
    }

    /// Whether the innermost element has this name.
    pub(super) fn top_is(&self, name: &str) -> bool {
        self.open.last().is_some_and(|open| open.name == name)
    }

    /// Whether what begins here is a column or row for itself.
    pub(super) fn in_columns(&self) -> bool {
        self.open.last().is_some_and(|open| open.columns)
    }

    /// Whether an element of this name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        self.count.get(name).is_some_and(|count| *count > 0)
    }

    /// Opens an element; gives the opening tags that it ends although they must be closed.
    pub(super) fn open(
        &mut self,
        name: &str,
        range: &Range<usize>,
        look: Look,
        hidden: bool,
        first: usize,
    ) -> Vec<Range<usize>> {
        let mut unclosed = Vec::new();
        let cuts = look.cuts || self.in_columns();
        for ended in implied_ends(name) {
            if self.top_is(ended) {
                self.pop();
            }
        }
        if name == "a" && self.top_is("a") {
            unclosed.extend(self.pop().map(|open| open.range));
        }
        let mut scope = self.open.last().map_or(Scope::PAGE, |open| open.scope);
        scope.hidden |= hidden;
        scope.no_size = look.no_size.unwrap_or(scope.no_size);
        scope.keeps_space |= look.keeps_space || matches!(name, "pre" | "textarea");
        self.place(name, &mut scope);
        self.push(Open { name: name.to_string(), range: range.clone(), scope, cuts, columns: look.columns, first });
        unclosed
    }

    /// The kind and the row of text in an element.
    fn place(&mut self, name: &str, scope: &mut Scope) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                scope.kind = BlockKind::Heading(name.as_bytes().get(1).map_or(1, |digit| digit - b'0'));
            }
            "li" => scope.kind = BlockKind::Item,
            "title" | "mj-title" => scope.kind = BlockKind::DocumentTitle,
            "mj-preview" => scope.hidden = true,
            "tr" => scope.row = Some(self.next_row()),
            "td" | "th" => {
                scope.kind = BlockKind::Cell;
                scope.row = Some(scope.row.unwrap_or_else(|| self.next_row()));
            }
            "dt" | "dd" => {
                scope.kind = BlockKind::Cell;
                if name == "dt" && !self.after_dt {
                    self.next_row();
                }
                scope.row = Some(self.rows);
                self.after_dt = name == "dt";
            }
            "table" | "dl" => *scope = Scope { kind: BlockKind::Paragraph, row: None, ..*scope },
            _ if cuts(name) && scope.kind == BlockKind::Cell => scope.kind = BlockKind::Paragraph,
            _ => {}
        }
    }

    fn next_row(&mut self) -> u32 {
        self.rows += 1;
        self.rows
    }

    fn push(&mut self, open: Open) {
        match self.count.get_mut(&open.name) {
            Some(count) => *count += 1,
            None => {
                self.count.insert(open.name.clone(), 1);
            }
        }
        self.open.push(open);
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if let Some(count) = self.count.get_mut(&open.name) {
            *count = count.saturating_sub(1);
        }
        Some(open)
    }

    /// Paints the text of the innermost element.
    pub(super) fn paint(&mut self, paint: impl FnOnce(Paint) -> Paint) {
        if let Some(open) = self.open.last_mut() {
            open.scope.paint = paint(open.scope.paint);
        }
    }

    /// Takes away an element that has no content.
    pub(super) fn drop_top(&mut self) {
        self.pop();
    }

    /// Closes the innermost element of a name, and what is open inside it.
    pub(super) fn close(&mut self, name: &str) -> Closed {
        let mut closed = Closed::default();
        if !self.has(name) {
            return closed;
        }
        let found = self
            .open
            .iter()
            .rev()
            .take(DEPTH)
            .take_while(|open| open.name == name || !is_border(&open.name, name))
            .position(|open| open.name == name);
        let Some(depth) = found else { return closed };
        closed.found = true;
        for inner in (0..=depth).rev().map(|left| left > 0) {
            let Some(open) = self.pop() else { break };
            closed.cuts |= open.cuts;
            if matches!(open.name.as_str(), "td" | "th") {
                closed.cells.push((open.scope.row, open.first));
            }
            if inner && must_close(&open.name) {
                closed.unclosed.push(open.range);
            }
        }
        closed
    }

    /// The opening tags that were never closed though they must be.
    pub(super) fn left_open(&self) -> Vec<Range<usize>> {
        self.open.iter().filter(|open| must_close(&open.name)).map(|open| open.range.clone()).collect()
    }
}

/// Elements that end by themselves where `name` begins.
fn implied_ends(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["p", "li"],
        "td" | "th" => &["p", "td", "th"],
        "tr" => &["p", "td", "th", "tr"],
        "dt" | "dd" => &["p", "dt", "dd"],
        "option" => &["option"],
        _ if cuts(name) => &["p"],
        _ => &[],
    }
}

/// Whether an open element keeps the closing tag of `name` from reaching what lies outside it.
fn is_border(open: &str, name: &str) -> bool {
    match name {
        "table" | "body" | "html" => false,
        "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" => open == "table",
        _ => matches!(open, "td" | "th" | "table"),
    }
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether a block ends where this element begins or ends. The elements of MJML (documentation.mjml.io) all lay out.
pub(super) fn cuts(name: &str) -> bool {
    name.starts_with("mj-")
        || matches!(
            name,
            "p" | "div"
                | "rt"
                | "rp"
                | "td"
                | "th"
                | "tr"
                | "li"
                | "ul"
                | "ol"
                | "dl"
                | "dt"
                | "dd"
                | "table"
                | "tbody"
                | "thead"
                | "tfoot"
                | "caption"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "section"
                | "article"
                | "aside"
                | "main"
                | "nav"
                | "header"
                | "footer"
                | "center"
                | "body"
                | "html"
                | "head"
                | "title"
                | "hr"
                | "figure"
                | "figcaption"
                | "pre"
                | "form"
                | "fieldset"
                | "address"
                | "details"
                | "summary"
                | "option"
                | "select"
                | "textarea"
                | "map"
        )
}

/// Elements that HTML does not close by itself, and whose want of an end changes what is seen.
pub(super) fn must_close(name: &str) -> bool {
    matches!(
        name,
        "a" | "table" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "style" | "script"
    )
}

/// Whether an `<a>` is drawn as a button.
pub(super) fn looks_like_button(role: Option<&str>, class: Option<&str>, look: Option<Look>) -> bool {
    role.is_some_and(|role| role.trim().eq_ignore_ascii_case("button"))
        || class.is_some_and(style::button_class)
        || look.is_some_and(|look| look.button)
}
