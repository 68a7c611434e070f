//! HTML as a mail program shows it.
//!
//! html5gum says where tags and comments are; the text between them and the values of attributes are decoded here,
//! piece by piece, so that each character keeps its place.

mod attributes;
mod build;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::Part;
use crate::source::Traced;

pub use attributes::{Attribute, attributes, decode};

/// A piece of the source: a tag, a comment, or the text between two of them. Bytes of the part's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// An opening tag and its name.
    Open { name: String, start: usize, end: usize, closed: bool },
    /// A closing tag and its name.
    Close { name: String, start: usize, end: usize },
    /// Text, still encoded.
    Text { start: usize, end: usize },
    /// What only Outlook reads: the inside of `<!--[if mso]>…<![endif]-->`.
    Outlook { start: usize, end: usize },
}

/// Reads an HTML part.
pub fn read(html: &Traced) -> Part {
    let pieces = pieces(html.text(), 0, html.len());
    build::build(html, &pieces)
}

/// Cuts a range of the source into pieces, in order and without holes but comments and doctypes.
pub(super) fn pieces(text: &str, from: usize, to: usize) -> Vec<Piece> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut out = Vec::new();
    let mut at = from;
    let slice = &text[from..to];
    for token in Tokenizer::new_with_emitter(slice, emitter).flatten() {
        let (start, end, piece) = match token {
            Token::StartTag(tag) => {
                let (start, end) = (from + tag.span.start, from + tag.span.end);
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                (start, end, Some((name, true, tag.self_closing)))
            }
            Token::EndTag(tag) => (from + tag.span.start, from + tag.span.end, Some((String::from_utf8_lossy(&tag.name).into_owned(), false, false))),
            Token::Comment(comment) => (from + comment.span.start, from + comment.span.end, None),
            Token::Doctype(doctype) => (from + doctype.span.start, from + doctype.span.end, None),
            Token::String(_) | Token::Error(_) => continue,
        };
        let (start, end) = whole_tag(text, at, start, end, to);
        if start > at {
            out.push(Piece::Text { start: at, end: start });
        }
        match piece {
            Some((name, true, closed)) => out.push(Piece::Open { name, start, end, closed }),
            Some((name, false, _)) => out.push(Piece::Close { name, start, end }),
            None => out.extend(conditional(text, start, end)),
        }
        at = end.max(at);
    }
    if at < to {
        out.push(Piece::Text { start: at, end: to });
    }
    out
}

/// The bytes of a tag from its `<` to its `>`, whatever the tokenizer's span leaves out.
fn whole_tag(text: &str, floor: usize, start: usize, end: usize, to: usize) -> (usize, usize) {
    let mut start = start.clamp(floor, to);
    while start > floor && !text.as_bytes()[start..].starts_with(b"<") {
        start -= 1;
    }
    let mut end = end.clamp(start, to);
    while end < to && (end == start || text.as_bytes()[end - 1] != b'>') {
        end += 1;
    }
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}

/// `<!--[if mso]>…<![endif]-->` is one comment, which Outlook reads as HTML.
fn conditional(text: &str, start: usize, end: usize) -> Option<Piece> {
    let comment = &text[start..end];
    let inside = comment.strip_prefix("<!--")?;
    if !inside.trim_start().starts_with("[if") {
        return None;
    }
    let open = inside.find("]>")? + 2 + 4;
    let close = comment.rfind("<![endif]")?;
    (open < close).then_some(Piece::Outlook { start: start + open, end: start + close })
}
