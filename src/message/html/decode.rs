//! Entities and white space of HTML, each decoded character with the bytes it stands for.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::source::{Traced, TracedBuilder};

/// The longest name of an entity is 32 characters; a longer word after `&` is none.
const LONGEST: usize = 40;

/// A piece of text between two tags.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Characters that stand for themselves.
    Plain(Range<usize>),
    /// White space that HTML collapses.
    Space(Range<usize>),
    /// An entity and what it stands for.
    Entity(Range<usize>, String),
    /// Something like an entity (`&bogus;`) that stands for itself.
    Unknown(Range<usize>),
}

/// Cuts a range of HTML text into pieces. `attribute`: the rules for attribute values hold (`&copy=1` stays).
pub(super) fn pieces(html: &str, range: Range<usize>, attribute: bool) -> Pieces<'_> {
    Pieces { html, at: range.start, end: range.end, attribute }
}

/// Goes through the pieces of a text.
pub(super) struct Pieces<'a> {
    html: &'a str,
    at: usize,
    end: usize,
    attribute: bool,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let bytes = self.html.as_bytes();
        let start = self.at;
        let first = *bytes.get(start).filter(|_| start < self.end)?;
        if is_space(first) {
            while self.at < self.end && is_space(bytes[self.at]) {
                self.at += 1;
            }
            return Some(Piece::Space(start..self.at));
        }
        if first == b'&' {
            return Some(self.entity(start));
        }
        // Single spaces between words belong to the run: they stand for themselves.
        while self.at < self.end {
            let b = bytes[self.at];
            let lone = b == b' '
                && self.at > start
                && self.at + 1 < self.end
                && !is_space(bytes[self.at + 1])
                && bytes[self.at + 1] != b'&';
            if b == b'&' || is_space(b) && !lone {
                break;
            }
            self.at += 1;
        }
        Some(Piece::Plain(start..self.at))
    }
}

impl Pieces<'_> {
    fn entity(&mut self, start: usize) -> Piece {
        let bytes = self.html.as_bytes();
        let mut end = start + 1;
        if end < self.end && bytes[end] == b'#' {
            end += 1;
        }
        while end < self.end && end - start < LONGEST && bytes[end].is_ascii_alphanumeric() {
            end += 1;
        }
        let closed = end < self.end && bytes[end] == b';';
        let before_equals = end < self.end && bytes[end] == b'=';
        end += usize::from(closed);
        self.at = end;
        let written = &self.html[start..end];
        if written.len() < 3 || (self.attribute && !closed && before_equals) {
            return Piece::Plain(start..end);
        }
        let decoded = decode(written, self.attribute);
        if decoded == written {
            return if closed && written.len() > 3 { Piece::Unknown(start..end) } else { Piece::Plain(start..end) };
        }
        // `&nbspBonjour` is an entity and a word: what is equal at the end stands for itself.
        let same = written.bytes().rev().zip(decoded.bytes().rev()).take_while(|(a, b)| a == b).count();
        if !closed && same > 0 && same < decoded.len() && decoded.is_char_boundary(decoded.len() - same) {
            self.at = end - same;
            return Piece::Entity(start..end - same, decoded[..decoded.len() - same].to_string());
        }
        Piece::Entity(start..end, decoded)
    }
}

/// The white space that HTML collapses; a no-break space is none.
pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b'\x0c')
}

/// What one entity stands for, by the tokenizer's table.
fn decode(entity: &str, attribute: bool) -> String {
    match entity {
        "&amp;" => return "&".into(),
        "&lt;" => return "<".into(),
        "&gt;" => return ">".into(),
        "&quot;" => return "\"".into(),
        "&nbsp;" | "&#160;" => return "\u{a0}".into(),
        "&#39;" | "&#x27;" => return "'".into(),
        _ => {}
    }
    let mut out = Vec::new();
    let source = if attribute { format!("<a b=\"{entity}\">") } else { entity.to_string() };
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::String { value } | CallbackEvent::AttributeValue { value } => out.extend_from_slice(value),
            _ => {}
        }
        None
    });
    let Ok(()) = Tokenizer::new_with_emitter(source.as_str(), emitter).finish();
    String::from_utf8(out).unwrap_or_else(|_| entity.to_string())
}

/// An attribute's value, decoded and without white space at its ends. `collapse`: inner white space is one space.
pub(super) fn attribute(html: &Traced, range: Range<usize>, collapse: bool) -> Traced {
    let mut out = TracedBuilder::default();
    let mut space: Option<Range<usize>> = None;
    for piece in pieces(html.text(), range, true) {
        if let Piece::Space(range) = piece {
            space = Some(range);
            continue;
        }
        if let Some(space) = space.take().filter(|_| !out.is_empty()) {
            if collapse { push_space(&mut out, html, space) } else { out.push(html, space) }
        }
        match piece {
            Piece::Plain(range) | Piece::Unknown(range) => out.push(html, range),
            Piece::Entity(range, text) => out.push_unit(&text, html, range),
            Piece::Space(_) => {}
        }
    }
    out.finish()
}

/// One space for a run of white space.
pub(super) fn push_space(out: &mut TracedBuilder, html: &Traced, range: Range<usize>) {
    if &html.text()[range.clone()] == " " { out.push(html, range) } else { out.push_unit(" ", html, range) }
}
