//! A mail's HTML as a document that loads nothing, runs nothing and leads nowhere, with its words marked.
//!
//! It is written anew, tag by tag, from what the tokenizer of message reading sees too: only elements and attributes
//! that show something are kept. The document lies in a sandboxed frame under a policy of its own, so that this is the
//! second lock, not the only one.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::chains::Chains;
use super::marks::{Mark, Marks};
use super::said::Said;
use super::{image, sheet};
use crate::report::text::clean_line;

/// Elements that are left out with all that is in them.
const GONE: [&str; 6] = ["script", "iframe", "noembed", "noframes", "title", "noframe"];
/// Elements whose tags are left out: they load, send or name something, or begin what is no HTML.
const BARE: [&str; 26] = [
    "html",
    "head",
    "meta",
    "base",
    "link",
    "form",
    "object",
    "embed",
    "applet",
    "param",
    "svg",
    "math",
    "template",
    "portal",
    "video",
    "audio",
    "source",
    "track",
    "frame",
    "frameset",
    "canvas",
    "dialog",
    "slot",
    "picture",
    "fencedframe",
    "marquee",
];
/// Attributes that only show something.
const KEPT: [&str; 48] = [
    "align",
    "alt",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "checked",
    "class",
    "clear",
    "color",
    "cols",
    "colspan",
    "dir",
    "disabled",
    "face",
    "headers",
    "height",
    "hidden",
    "hspace",
    "id",
    "lang",
    "leftmargin",
    "marginheight",
    "marginwidth",
    "noshade",
    "nowrap",
    "placeholder",
    "role",
    "rows",
    "rowspan",
    "rules",
    "scope",
    "selected",
    "size",
    "span",
    "start",
    "style",
    "summary",
    "title",
    "topmargin",
    "type",
    "valign",
    "value",
    "width",
];
/// Elements whose words stand apart from those before and after.
const APART: [&str; 17] =
    ["p", "div", "td", "th", "tr", "li", "table", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote"];

/// A mail's document.
pub(super) struct Framed {
    /// What stands in its body and its styles.
    pub(super) html: String,
    /// The rows whose words stand in it.
    pub(super) rows: BTreeSet<usize>,
}

/// Writes the document anew; of a long mail only these ranges, as plain words.
pub(super) fn framed(
    html: &str,
    marks: &Marks,
    said: &Said<'_>,
    chains: &mut Chains<'_>,
    only: Option<&[Range<usize>]>,
) -> Framed {
    // As in reading: a carriage return is white space, and without it each position is plainly a byte.
    let plain = html.contains('\r').then(|| html.replace('\r', " "));
    let html = plain.as_deref().unwrap_or(html);
    let mut writer = Writer {
        html,
        marks,
        said,
        chains,
        only,
        window: 0,
        out: String::with_capacity(html.len().min(1 << 20)),
        rows: BTreeSet::new(),
        inside: None,
        link: Vec::new(),
        link_told: false,
    };
    writer.write(0..html.len(), true);
    writer.end_window();
    Framed { html: writer.out, rows: writer.rows }
}

/// What the tokenizer sees.
enum Event {
    Open { name: String, start: usize },
    Attribute(String),
    Value(String),
    Close { end: usize },
    End(String),
    Text(Range<usize>),
}

/// An opening tag.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    range: Range<usize>,
}

struct Writer<'a, 'v> {
    html: &'a str,
    marks: &'a Marks,
    /// The words that are explained.
    said: &'a Said<'a>,
    chains: &'a mut Chains<'v>,
    only: Option<&'a [Range<usize>]>,
    /// How many of the ranges are begun.
    window: usize,
    out: String,
    rows: BTreeSet<usize>,
    /// The element whose content is no HTML.
    inside: Option<String>,
    /// The marks at the address of the link that is open.
    link: Vec<&'a Mark>,
    /// One piece of its words bears their numbers.
    link_told: bool,
}

impl<'a> Writer<'a, '_> {
    fn write(&mut self, range: Range<usize>, whole: bool) {
        let mut tag: Option<Tag> = None;
        for event in events(&self.html[range.clone()], range.start) {
            match event {
                Event::Open { name, start } => tag = Some(Tag { name, attributes: Vec::new(), range: start..start }),
                Event::Attribute(name) => {
                    if let Some(tag) = &mut tag {
                        tag.attributes.push((name, String::new()));
                    }
                }
                Event::Value(value) => {
                    if let Some((_, last)) = tag.as_mut().and_then(|tag| tag.attributes.last_mut()) {
                        *last = value;
                    }
                }
                Event::Close { end } => {
                    if let Some(mut tag) = tag.take() {
                        tag.range.end = end;
                        self.start(&tag);
                    }
                }
                Event::End(name) => self.end(&name),
                Event::Text(range) => self.text(range, whole),
            }
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        let raw = GONE.contains(&name) || matches!(name, "style" | "xmp" | "plaintext" | "noscript" | "textarea");
        self.inside = raw.then(|| name.to_string());
        if name == "a" {
            self.link = self.marks.over(tag.range.clone());
            self.link_told = false;
        }
        if let Some(only) = self.only {
            if APART.contains(&name) {
                self.gap();
            }
            let shown = only.partition_point(|window| window.end <= tag.range.start);
            if only.get(shown).is_some_and(|window| window.start < tag.range.end) && matches!(name, "img" | "image") {
                self.enter(shown);
                self.image_badge(tag);
            }
            return;
        }
        match name {
            "img" | "image" => {
                let kept: Vec<_> = kept(tag).filter(|(name, _)| *name != "src").collect();
                let source = tag.attributes.iter().find(|(name, _)| name == "src").map_or("", |(_, value)| value);
                self.tag("img", kept.into_iter(), Some(("src", &image::stand_in(source, &tag.attributes))));
                self.image_badge(tag);
            }
            "xmp" | "plaintext" | "listing" => self.out.push_str("<pre>"),
            "a" => {
                let to = tag.attributes.iter().find(|(name, _)| name == "href");
                let to = to.map(|(_, href)| format!("→ {}", clean_line(href)));
                let kept: Vec<_> = kept(tag).filter(|(name, _)| to.is_none() || *name != "title").collect();
                let explained = self.said.address(self.chains, &tag.range).map(|number| number.to_string());
                let explained = explained.as_deref().map(|number| ("data-n", number));
                let own = to.as_deref().map(|to| ("title", to));
                self.tag(name, kept.into_iter().chain(explained), own);
            }
            _ if name == "noscript" || GONE.contains(&name) || BARE.contains(&name) || !is_name(name) => {}
            _ => self.tag(name, kept(tag), matches!(name, "input" | "button").then_some(("tabindex", "-1"))),
        }
    }

    /// Writes a tag with the attributes that may stay, and one of ours.
    fn tag<'t>(&mut self, name: &str, kept: impl Iterator<Item = (&'t str, &'t str)>, own: Option<(&'t str, &'t str)>) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in kept.chain(own) {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            match name {
                "style" => attribute(&mut self.out, &sheet::harmless(value)),
                _ => attribute(&mut self.out, value),
            }
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn end(&mut self, name: &str) {
        let was = self.inside.take();
        if name == "a" {
            self.link.clear();
        }
        if self.only.is_some() {
            return if APART.contains(&name) {
                self.gap()
            };
        }
        let gone = GONE.contains(&name) || BARE.contains(&name) || name == "noscript" || !is_name(name);
        match name {
            "xmp" | "plaintext" | "listing" => self.out.push_str("</pre>"),
            _ if gone && was.as_deref() != Some("style") => {}
            _ => {
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
    }

    fn text(&mut self, range: Range<usize>, whole: bool) {
        let text = &self.html[range.clone()];
        match self.inside.as_deref() {
            Some("style") if self.only.is_none() => self.out.push_str(&sheet::harmless(text)),
            // Mail programs run no scripts, so their readers see what stands here.
            Some("noscript") if whole => {
                self.inside = None;
                self.write(range, false);
            }
            Some("textarea") if self.only.is_none() => words(&mut self.out, text, false),
            Some("xmp" | "plaintext") if self.only.is_none() => words(&mut self.out, text, true),
            Some(_) => {}
            None => self.visible(range),
        }
    }

    /// Words that a reader sees: all, or those of the ranges that are shown.
    fn visible(&mut self, range: Range<usize>) {
        let Some(only) = self.only else { return self.run(range) };
        let first = only.partition_point(|window| window.end <= range.start);
        for (index, window) in only.iter().enumerate().skip(first) {
            if window.start >= range.end {
                break;
            }
            self.enter(index);
            self.run(range.start.max(window.start)..range.end.min(window.end));
        }
    }

    /// Words with their marks.
    fn run(&mut self, range: Range<usize>) {
        let mut start = whole_unit(self.html, range.start, range.end);
        for (piece, mut marks) in self.marks.pieces(range.clone()) {
            let end = whole_unit(self.html, piece.end, range.end);
            if end <= start {
                continue;
            }
            let (html, text) = (self.html, start..end);
            start = end;
            let ends = marks.iter().any(|mark| mark.range.end <= end);
            let of_link = !self.link.is_empty() && !std::mem::replace(&mut self.link_told, true);
            marks.extend(self.link.iter().copied());
            in_order(&mut marks);
            // White space between the rows of a table must stay bare, or it would move out of the table.
            let bare = marks.is_empty() || html[text.clone()].trim().is_empty();
            if !bare {
                self.open_mark(&marks, ends || of_link);
            }
            self.said.write(self.chains, &mut self.out, text, &|out, range| words(out, &html[range], false));
            if !bare {
                self.out.push_str("</mark>");
            }
        }
    }

    /// Opens a mark; only one piece of several bears the number, and can be reached by keyboard.
    fn open_mark(&mut self, marks: &[&Mark], bears: bool) {
        self.rows.extend(marks.iter().map(|mark| mark.row));
        let numbers: Vec<String> = marks.iter().map(|mark| mark.row.to_string()).collect();
        let class = marks.first().map_or("ok", |mark| mark.class);
        self.out.push_str(&format!("<mark class=\"presend-{class}\" data-presend=\"{}\"", numbers.join(" ")));
        if bears {
            self.out.push_str(" tabindex=\"0\" role=\"link\"");
            let numbers: Vec<String> =
                marks.iter().filter(|mark| mark.class != "ok").map(|mark| mark.row.to_string()).collect();
            if !numbers.is_empty() {
                self.out.push_str(&format!(" data-number=\"{}\"", numbers.join(",")));
            }
        }
        self.out.push('>');
    }

    /// A number beside an image, whose own tag has no words: for what is said of it or of the link around it.
    fn image_badge(&mut self, tag: &Tag) {
        let mut marks = self.marks.over(tag.range.clone());
        if !std::mem::replace(&mut self.link_told, true) {
            marks.extend(self.link.iter().copied());
        }
        in_order(&mut marks);
        if marks.iter().any(|mark| mark.class != "ok") {
            self.open_mark(&marks, true);
            self.out.push_str("</mark>");
        }
    }

    /// Begins one of the ranges that are shown, and closes the one before.
    fn enter(&mut self, index: usize) {
        if self.window <= index {
            self.end_window();
            self.out.push_str("<p>… ");
            self.window = index + 1;
        }
    }

    fn end_window(&mut self) {
        if self.window > 0 {
            self.out.push_str(" …</p>");
        }
    }

    fn gap(&mut self) {
        if !self.out.ends_with([' ', '>']) {
            self.out.push(' ');
        }
    }
}

/// The attributes of a tag that only show something, each once.
fn kept(tag: &Tag) -> impl Iterator<Item = (&str, &str)> {
    let known = |name: &str| KEPT.contains(&name);
    tag.attributes.iter().filter(move |(name, _)| known(name)).map(|(name, value)| (name.as_str(), value.as_str()))
}

/// First by row, each once, and no more than can be told apart.
fn in_order(marks: &mut Vec<&Mark>) {
    marks.sort_by_key(|mark| mark.row);
    marks.dedup_by_key(|mark| mark.row);
    marks.truncate(9);
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_')) && name.len() <= 40
}

/// The end of a piece of text, moved past the entity that it would cut.
fn whole_unit(html: &str, mut at: usize, end: usize) -> usize {
    while at < end && !html.is_char_boundary(at) {
        at += 1;
    }
    let mut from = at.saturating_sub(12);
    while !html.is_char_boundary(from) {
        from += 1;
    }
    let Some(and) = html[from..at].rfind('&').map(|n| from + n) else { return at };
    let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    if !html[and + 1..at].chars().all(name) {
        return at;
    }
    match html[at..end].find(|c| !name(c)) {
        Some(n) if html[at + n..].starts_with(';') => at + n + 1,
        _ => at,
    }
}

/// Words of a document: entities stay, unless they mean nothing here, and nothing begins a tag.
fn words(out: &mut String, text: &str, raw: bool) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' if raw => out.push_str("&amp;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}

fn attribute(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}

/// What the tokenizer sees in `html`, whose first byte lies at `base`.
fn events(html: &str, base: usize) -> Vec<Event> {
    let mut events = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        let end = (base + span.end).min(base + html.len());
        let start = (base + span.start).min(end);
        events.push(match event {
            CallbackEvent::OpenStartTag { name } => Event::Open { name: text(name), start },
            CallbackEvent::AttributeName { name } => Event::Attribute(text(name)),
            CallbackEvent::AttributeValue { value } => Event::Value(text(value)),
            CallbackEvent::CloseStartTag { .. } => Event::Close { end },
            CallbackEvent::EndTag { name } => Event::End(text(name)),
            CallbackEvent::String { .. } => Event::Text(start..end),
            _ => return None,
        });
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    events
}
