//! An HTML part: its blocks in reading order, its links, its images.
//!
//! Comes in: rendered HTML. Goes out: a [`Part`] whose every character still knows its origin. What a reader sees
//! decides: entities are decoded, white space is collapsed, `<br>` is a line break, and two of them, like any
//! paragraph-level element, begin a new block. It takes time in proportion to the length, whatever stands in it.

use std::ops::Range;

use super::Part;
use crate::source::Traced;
use crate::work::{self, Deed, Stage};

mod blocks;
mod decode;
mod elements;
mod features;
mod outlook;
mod paint;
mod sheet;
mod style;
mod tokens;

use blocks::{Opens, Writer};
use elements::Stack;
use tokens::Token;

/// A fault in the form, by its bytes in the HTML.
#[derive(Debug, Clone, PartialEq)]
struct HtmlFlawAt {
    what: &'static str,
    at: Range<usize>,
}

/// Reads an HTML part.
pub fn read(html: &Traced) -> Part {
    let _read = work::enter(Stage::Read);
    work::count(Deed::HtmlRead);
    let (tokens, flaws) = tokens::tokens(html.text());
    let sheet = sheets(html.text(), &tokens);
    let mut reader = Reader {
        html,
        stack: Stack::default(),
        writer: Writer::new(html, flaws),
        tables: Vec::new(),
        sheet,
        styles: style::Styles::default(),
        features: features::Features::default(),
        outlook: outlook::Outlook::default(),
    };
    for token in tokens {
        match token {
            Token::Start { name, range, outlook } => reader.start(name, range, outlook),
            Token::End { name, range, outlook } => reader.end(&name, range, outlook),
            Token::Text { range, raw, outlook } => reader.text(range, raw, outlook),
        }
    }
    reader.finish()
}

/// The style sheets of a page, wherever they stand: a browser has read them all before anything is shown.
fn sheets(html: &str, tokens: &[Token]) -> Option<sheet::Sheet> {
    let mut sheet = None;
    for pair in tokens.windows(2) {
        if let [Token::Start { name, outlook: false, .. }, Token::Text { range, raw: true, .. }] = pair
            && name == "style"
        {
            sheet.get_or_insert_with(sheet::Sheet::default).read(&html[range.clone()]);
        }
    }
    sheet
}

struct Reader<'a> {
    html: &'a Traced,
    stack: Stack,
    writer: Writer<'a>,
    /// The open tables, innermost last, as indices of the part's tables.
    tables: Vec<usize>,
    /// What the style sheets say, where there are any.
    sheet: Option<sheet::Sheet>,
    /// The `style` attributes so far.
    styles: style::Styles<'a>,
    /// The forms in use so far.
    features: features::Features,
    /// The text that only Outlook shows.
    outlook: outlook::Outlook,
}

/// The attributes of one tag, decoded when asked for.
struct Tag<'a> {
    html: &'a Traced,
    attributes: Vec<tokens::Attribute>,
    range: Range<usize>,
}

impl<'a> Tag<'a> {
    fn raw(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|a| a.name == name).map(|a| &self.html.text()[a.value.clone()])
    }

    fn get(&self, name: &str, collapse: bool) -> Option<Traced> {
        let found = self.attributes.iter().find(|a| a.name == name)?;
        Some(decode::attribute(self.html, found.value.clone(), collapse))
    }
}

impl Reader<'_> {
    fn start(&mut self, name: String, range: Range<usize>, outlook: bool) {
        let (attributes, again) = tokens::attributes(self.html.text(), &range);
        for attribute in again {
            self.writer.flaw("duplicate-attribute", attribute.at);
        }
        let tag = Tag { html: self.html, attributes, range };
        if outlook {
            self.outlook.tag(&name, true, &mut self.writer.part);
            return self.link(&name, &tag, None, Opens::Outlook);
        }
        self.outlook.cut(&mut self.writer.part);
        if name == "br" {
            return self.writer.line_break(tag.range);
        }
        let style = tag.raw("style").map(|style| self.styles.read(style)).unwrap_or_default();
        let mut look = style.look;
        if let Some(sheet) = self.sheet.as_ref().filter(|_| !look.shows) {
            let class = tag.raw("class").unwrap_or_default();
            look.hidden |= sheet.hides(&name, tag.raw("id").unwrap_or_default(), class);
            look.cuts |= sheet.cuts(class);
        }
        let reversed = look.overrides || name == "bdo";
        if reversed && (look.right_to_left || tag.raw("dir").is_some_and(|dir| dir.eq_ignore_ascii_case("rtl"))) {
            self.writer.flaw("reversed", tag.range.clone());
        }
        if elements::cuts(&name) || look.cuts || self.stack.in_columns() {
            self.writer.flush();
        }
        if name == "html" && self.writer.part.root.is_none() {
            self.writer.part.root = Some(self.html.slice(tag.range.clone()));
        }
        self.table(&name, &tag);
        if name == "html" && self.writer.part.language.is_none() {
            self.writer.part.language = tag.get("lang", true).filter(|lang| !lang.is_empty());
        }
        let before = self.writer.part.blocks.len();
        let hidden = look.hidden || tag.raw("hidden").is_some();
        for flaw in self.stack.open(&name, &tag.range, look, hidden, before) {
            self.writer.flaw("unclosed", flaw);
        }
        let sheet = self.sheet.is_some();
        self.stack.paint(|paint| paint.inside(&name, &tag, &style.changes, sheet));
        self.features.note(&name, &tag, &mut self.writer.part.features);
        self.link(&name, &tag, Some(look), Opens::Page);
        self.attribute_texts(&name, &tag);
        if elements::is_void(&name) {
            self.stack.drop_top();
        }
    }

    /// Notes a table, and what makes one a table of data.
    fn table(&mut self, name: &str, tag: &Tag<'_>) {
        let tables = &mut self.writer.part.tables;
        match name {
            "table" => {
                self.tables.push(tables.len());
                let has_role = tag.raw("role").is_some_and(|role| !role.trim().is_empty());
                let element = self.html.slice(tag.range.clone());
                tables.push(super::Table { element, has_role, has_heads: false });
            }
            "th" | "caption" => {
                if let Some(table) = self.tables.last().and_then(|at| tables.get_mut(*at)) {
                    table.has_heads = true;
                }
            }
            _ => {}
        }
    }

    /// Notes what the tag links to. Of what only Outlook reads (`look` is none), nothing else is kept.
    fn link(&mut self, name: &str, tag: &Tag<'_>, look: Option<style::Look>, shown: Opens) {
        use super::LinkKind::{Anchor, Button, Other};
        let (attribute, opens) = match name {
            "a" | "v:roundrect" | "v:rect" | "mj-button" | "mj-navbar-link" | "mj-social-element" => ("href", true),
            "area" | "mj-image" => ("href", false),
            "form" => ("action", false),
            "button" | "input" => ("formaction", false),
            "iframe" | "embed" => ("src", false),
            "object" => ("data", false),
            _ => return,
        };
        if opens {
            self.writer.end_link(shown == Opens::Outlook);
        }
        // Inside an SVG a link may have its address in the old place.
        let old = if name == "a" { tag.get("xlink:href", false) } else { None };
        let Some(url) = tag.get(attribute, false).or(old) else { return };
        let kind = match name {
            "a" if elements::looks_like_button(tag.raw("role"), tag.raw("class"), look) => Button,
            "a" | "mj-navbar-link" | "mj-social-element" => Anchor,
            "area" | "form" | "mj-image" | "button" | "input" | "iframe" | "embed" | "object" => Other,
            _ => Button,
        };
        let label = if opens { Traced::default() } else { tag.get("alt", true).unwrap_or_default() };
        self.writer.add_link(url, label, kind, tag.range.clone(), if opens { shown } else { Opens::Nothing });
    }

    /// Notes the texts that stand in attributes, and the images.
    fn attribute_texts(&mut self, name: &str, tag: &Tag<'_>) {
        let scope = self.stack.scope();
        if matches!(name, "img" | "mj-image" | "mj-carousel-image") {
            let style = tag.raw("style").unwrap_or_default();
            let size = |side| tag.raw(side).and_then(style::pixels).or_else(|| style::style_pixels(style, side));
            let alt = tag.get("alt", true);
            self.writer.part.images.push(super::Image {
                src: tag.get("src", false).unwrap_or_default(),
                alt: alt.clone(),
                size: (size("width"), size("height")),
                has_width: tag.raw("width").is_some_and(|width| !width.trim().is_empty())
                    || style::declarations(style).any(|(name, _)| name == "width"),
                element: self.html.slice(tag.range.clone()),
            });
            if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
                self.writer.alt(alt, scope, true);
            }
        } else if name == "input" && !matches!(tag.raw("type"), Some("hidden" | "checkbox" | "radio" | "image")) {
            // What a button or a field of a form shows.
            let shown = ["value", "placeholder"].into_iter().filter_map(|from| tag.get(from, true));
            if let Some(words) = shown.into_iter().find(|words| !words.is_empty()) {
                self.writer.alt(words, scope, false);
            }
        } else if name == "area"
            && let Some(alt) = tag.get("alt", true).filter(|alt| !alt.is_empty())
        {
            self.writer.alt(alt, scope, false);
        }
        for name in ["title", "aria-label"] {
            if let Some(text) = tag.get(name, true).filter(|text| !text.is_empty()) {
                self.writer.alt(text, scope, false);
                self.writer.name_link();
            }
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>, outlook: bool) {
        if matches!(name, "a" | "v:roundrect" | "v:rect" | "mj-button" | "mj-navbar-link" | "mj-social-element") {
            self.writer.end_link(outlook);
        }
        if outlook {
            return self.outlook.tag(name, false, &mut self.writer.part);
        }
        self.outlook.cut(&mut self.writer.part);
        if name == "table" {
            self.tables.pop();
        }
        match name {
            "br" => return self.writer.line_break(range),
            // A lone `</p>` is an empty paragraph.
            "p" if !self.stack.has(name) => return self.writer.flush(),
            _ => {}
        }
        if elements::cuts(name) {
            self.writer.flush();
        }
        let closed = self.stack.close(name);
        if closed.cuts {
            self.writer.flush();
        }
        for flaw in closed.unclosed {
            self.writer.flaw("unclosed", flaw);
        }
        for (row, first) in closed.cells {
            self.writer.cell_ends(row, first);
        }
        if !closed.found && elements::must_close(name) {
            self.writer.flaw("stray-end", range);
        }
    }

    fn text(&mut self, range: Range<usize>, raw: bool, outlook: bool) {
        let mut scope = self.stack.scope();
        if raw && (self.stack.top_is("xmp") || self.stack.top_is("plaintext")) {
            return self.writer.plain(range, scope);
        }
        if raw {
            return;
        }
        if outlook {
            self.outlook.text(self.html, range.clone());
        }
        if !outlook && !scope.hidden {
            self.tint(range.clone(), scope.paint);
        }
        // Letters in the colour of what lies behind them.
        scope.hidden |= scope.paint.color.is_some() && scope.paint.color == scope.paint.ground;
        self.writer.text(range, scope, outlook);
    }

    /// Notes the colours of a text, the first time that they come together.
    fn tint(&mut self, range: Range<usize>, paint: paint::Paint) {
        let (Some(color), Some(ground)) = (paint.color, paint.ground) else { return };
        let large = paint.is_large();
        let tints = &mut self.writer.part.tints;
        let at = self.html.slice(range).trim();
        let known = |tint: &super::Tint| (tint.color, tint.ground, tint.large) == (color, ground, large);
        // A part has few pairs of colours; past that, looking each one up would be quadratic.
        if at.is_empty() || tints.len() >= 64 || tints.iter().any(known) {
            return;
        }
        tints.push(super::Tint { at, color, ground, large });
    }

    fn finish(mut self) -> Part {
        self.writer.flush();
        self.outlook.cut(&mut self.writer.part);
        for flaw in self.stack.left_open() {
            self.writer.flaw("unclosed", flaw);
        }
        self.writer.finish()
    }
}

#[cfg(test)]
mod tests;
