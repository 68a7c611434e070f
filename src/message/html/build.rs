//! From pieces of HTML to blocks, links and images.

use std::ops::Range;

use super::super::{Block, BlockKind, HtmlFlaw, Image, Link, LinkKind, Part, PartKind};
use super::attributes::{Attribute, attributes, decode, decode_into};
use super::{Piece, pieces};
use crate::source::{Traced, TracedBuilder};

/// Elements that end a line of text; all others stand inside one.
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
];

/// Elements whose content nobody reads.
const SILENT: &[&str] = &["style", "script", "template", "noscript", "object", "svg", "select"];

/// Elements without content.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Builds a part from its pieces.
pub fn build(html: &Traced, pieces: &[Piece]) -> Part {
    let mut builder = Builder::new(html);
    for piece in pieces {
        match piece {
            Piece::Open { name, start, end, closed } => builder.open(name, *start, *end, *closed),
            Piece::Close { name, start, end } => builder.close(name, *start, *end),
            Piece::Text { start, end } => builder.text(*start, *end),
            Piece::Outlook { start, end } => builder.outlook(*start, *end),
        }
    }
    builder.finish()
}

struct Element {
    name: String,
    hidden: bool,
}

struct OpenLink {
    index: usize,
    from: usize,
    label: TracedBuilder,
}

struct Builder<'h> {
    html: &'h Traced,
    part: Part,
    stack: Vec<Element>,
    text: TracedBuilder,
    /// A space is owed before the next word: the white space that it stands for.
    space: Option<Traced>,
    links: Vec<(usize, Range<usize>)>,
    link: Option<OpenLink>,
    rows: u32,
    row: Vec<u32>,
    silent: usize,
}

impl<'h> Builder<'h> {
    fn new(html: &'h Traced) -> Builder<'h> {
        let part = Part { bytes: html.len(), ..Part::default() };
        Builder { html, part, stack: Vec::new(), text: TracedBuilder::default(), space: None, links: Vec::new(), link: None, rows: 0, row: Vec::new(), silent: 0 }
    }

    fn hidden(&self) -> bool {
        self.stack.iter().any(|element| element.hidden)
    }

    fn kind(&self) -> BlockKind {
        for element in self.stack.iter().rev() {
            match element.name.as_str() {
                "title" => return BlockKind::DocumentTitle,
                "li" => return BlockKind::Item,
                "td" | "th" | "dt" | "dd" => return BlockKind::Cell,
                "p" | "div" | "blockquote" => return BlockKind::Paragraph,
                name => {
                    if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                        return BlockKind::Heading(level);
                    }
                }
            }
        }
        BlockKind::Paragraph
    }

    fn open(&mut self, name: &str, start: usize, end: usize, closed: bool) {
        let found = attributes(self.html.text(), start, end);
        if SILENT.contains(&name) {
            self.silent += usize::from(!closed);
            return;
        }
        if self.silent > 0 {
            return;
        }
        self.odd_tag(start, end);
        let block = BLOCKS.contains(&name);
        if block {
            self.flush();
            self.close_implied(name);
        }
        self.rows(name);
        match name {
            "html" => self.part.language = self.value(&found, "lang"),
            "br" => self.line_break(start, end),
            "img" => self.image(&found, start, end),
            "a" | "area" | "form" => self.anchor(name, &found, start, end),
            _ if name.starts_with("v:") => self.outlook_link(&found, start, end),
            _ => {}
        }
        self.spoken_attributes(name, &found);
        if !closed && !VOID.contains(&name) && !name.starts_with("v:") {
            let hidden = self.is_hidden(&found);
            self.stack.push(Element { name: name.to_string(), hidden });
        }
    }

    /// `<<First Name>>` is a merge tag, and `<strong Delphine` was never closed.
    fn odd_tag(&mut self, start: usize, end: usize) {
        let text = self.html.text();
        if text[..start].ends_with('<') && text[end..].starts_with('>') {
            self.part.flaws.push(HtmlFlaw { what: "angle-tag", at: self.html.slice(start - 1..end + 1) });
        } else if let Some(next) = text[start + 1..end].find('<') {
            self.part.flaws.push(HtmlFlaw { what: "unclosed-tag", at: self.html.slice(start..start + 1 + next) });
        }
    }

    /// A `<p>` ends at the next block, an `<li>` at the next one of its list.
    fn close_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr", "td", "th"],
            "dt" | "dd" => &["dt", "dd"],
            _ => &[],
        };
        if self.stack.last().is_some_and(|last| last.name == "p" || ends.contains(&last.name.as_str())) {
            self.stack.pop();
        }
    }

    fn rows(&mut self, name: &str) {
        if matches!(name, "tr" | "dt") {
            self.rows += 1;
            match (name, self.row.last_mut()) {
                ("dt", Some(row)) => *row = self.rows,
                _ => self.row.push(self.rows),
            }
        }
    }

    fn close(&mut self, name: &str, start: usize, end: usize) {
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
            return;
        }
        if self.silent > 0 {
            return;
        }
        if name == "a" {
            self.end_link();
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if matches!(name, "tr" | "dl") {
            self.row.pop();
        }
        match self.stack.iter().rposition(|element| element.name == name) {
            // A stray end far up the stack closes nothing that stands outside its table cell.
            Some(index) => self.stack.truncate(index),
            None if !matches!(name, "p" | "br" | "html" | "body" | "head") && !VOID.contains(&name) => {
                self.part.flaws.push(HtmlFlaw { what: "stray-end", at: self.html.slice(start..end) });
            }
            None => {}
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        let in_head = self.stack.last().is_some_and(|last| last.name == "head");
        if self.silent > 0 || in_head {
            return;
        }
        let decoded = decode(self.html, start..end);
        let mut at = 0;
        for (index, c) in decoded.text().char_indices().chain(std::iter::once((decoded.len(), ' '))) {
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                continue;
            }
            self.word(&decoded, at..index);
            at = index + 1;
            if index < decoded.len() && self.space.is_none() {
                self.space = Some(decoded.slice(index..index + 1));
            }
        }
    }

    /// A run without white space; the space that was owed comes first, unless the line begins here.
    fn word(&mut self, decoded: &Traced, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let space = self.space.take().filter(|_| !self.text.is_empty() && !self.text.text().ends_with('\n'));
        if let Some(space) = &space {
            self.text.push_unit(" ", space, 0..space.len());
        }
        if let Some(link) = &mut self.link {
            if link.label.is_empty() {
                link.from = self.text.len();
            } else if let Some(space) = &space {
                link.label.push_unit(" ", space, 0..space.len());
            }
            link.label.push(decoded, range.clone());
        }
        self.text.push(decoded, range);
    }

    fn line_break(&mut self, start: usize, end: usize) {
        self.space = None;
        if !self.text.is_empty() {
            self.text.push_unit("\n", self.html, start..end);
        }
    }

    fn image(&mut self, found: &[Attribute], start: usize, end: usize) {
        let pixels = |name: &str| self.value(found, name).and_then(|value| value.text().trim_end_matches("px").parse().ok());
        let (src, alt) = (self.value(found, "src").unwrap_or_default(), self.value(found, "alt"));
        let size = (pixels("width"), pixels("height"));
        if let Some(alt) = alt.as_ref().filter(|alt| !alt.text().trim().is_empty()) {
            self.push_block(alt.clone(), BlockKind::Alt, Vec::new());
            if let Some(link) = &mut self.link {
                link.label.push(alt, 0..alt.len());
            }
        }
        self.part.images.push(Image { src, alt, size, element: self.html.slice(start..end) });
    }

    fn anchor(&mut self, name: &str, found: &[Attribute], start: usize, end: usize) {
        let attribute = if name == "form" { "action" } else { "href" };
        let Some(url) = self.value(found, attribute) else { return };
        self.end_link();
        let kind = match name {
            "a" if self.like_button(found) => LinkKind::Button,
            "a" => LinkKind::Anchor,
            _ => LinkKind::Other,
        };
        self.part.links.push(Link { url: url.trim(), label: Traced::default(), kind, block: None, element: self.html.slice(start..end) });
        if name == "a" {
            self.link = Some(OpenLink { index: self.part.links.len() - 1, from: self.text.len(), label: TracedBuilder::default() });
        }
    }

    fn like_button(&self, found: &[Attribute]) -> bool {
        let text = |name: &str| self.value(found, name).map_or_else(String::new, |value| value.text().to_ascii_lowercase());
        let class = text("class");
        let style = text("style");
        text("role") == "button"
            || class.split_whitespace().any(|class| class.contains("btn") || class.contains("button") || class.contains("cta"))
            || style.contains("background") && style.contains("padding")
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let to = self.text.len();
        if link.from < to {
            self.links.push((link.index, link.from..to));
        }
        self.part.links[link.index].label = link.label.finish();
    }

    /// What only Outlook shows: its links are kept, its words are not another reader's.
    fn outlook(&mut self, start: usize, end: usize) {
        for piece in pieces(self.html.text(), start, end) {
            if let Piece::Open { name, start, end, .. } = piece {
                let found = attributes(self.html.text(), start, end);
                self.outlook_link(&found, start, end);
                let _ = name;
            }
        }
    }

    fn outlook_link(&mut self, found: &[Attribute], start: usize, end: usize) {
        if let Some(url) = self.value(found, "href") {
            self.part.links.push(Link { url: url.trim(), label: Traced::default(), kind: LinkKind::Button, block: None, element: self.html.slice(start..end) });
        }
    }

    /// `title` and `aria-label` are read aloud or shown on hovering.
    fn spoken_attributes(&mut self, name: &str, found: &[Attribute]) {
        for attribute in ["title", "aria-label"] {
            if let Some(value) = self.value(found, attribute).filter(|value| !value.text().trim().is_empty() && name != "html") {
                self.push_block(value, BlockKind::Alt, Vec::new());
            }
        }
    }

    fn value(&self, found: &[Attribute], name: &str) -> Option<Traced> {
        let attribute = found.iter().find(|attribute| attribute.name == name)?;
        let mut out = TracedBuilder::default();
        decode_into(self.html, attribute.value.clone(), &mut out);
        Some(out.finish())
    }

    fn is_hidden(&self, found: &[Attribute]) -> bool {
        if found.iter().any(|attribute| attribute.name == "hidden") {
            return true;
        }
        let style = self.value(found, "style").map_or_else(String::new, |style| {
            style.text().chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
        });
        style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
            || style.contains("max-height:0") && style.contains("overflow:hidden")
            || style.split(';').any(|rule| matches!(rule, "font-size:0" | "font-size:0px" | "opacity:0"))
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        self.space = None;
        let text = std::mem::take(&mut self.text).finish();
        let mut links = std::mem::take(&mut self.links);
        if let Some(link) = &mut self.link {
            if link.from < text.len() {
                links.push((link.index, link.from..text.len()));
            }
            link.from = 0;
        }
        let kept = text.text().trim_end_matches('\n').len();
        if text.text().trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{34f}')).is_empty() {
            return;
        }
        let text = if kept < text.len() { text.slice(0..kept) } else { text };
        for (_, range) in &mut links {
            range.end = range.end.min(text.len());
        }
        let kind = self.kind();
        self.push_block(text, kind, links);
    }

    fn push_block(&mut self, text: Traced, kind: BlockKind, links: Vec<(usize, Range<usize>)>) {
        let index = self.part.blocks.len();
        for (link, _) in &links {
            self.part.links[*link].block.get_or_insert(index);
        }
        let row = self.row.last().copied().filter(|_| kind == BlockKind::Cell);
        self.part.blocks.push(Block { text, kind, part: PartKind::Html, hidden: self.hidden(), links, row });
    }

    fn finish(mut self) -> Part {
        self.end_link();
        self.flush();
        super::super::text::bare_links(&mut self.part);
        self.part
    }
}
