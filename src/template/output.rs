//! The output, and how values are put into it.

use std::sync::Arc;

use super::ast::{Template, Text};
use super::data::{Data, Node};
use crate::source::{Span, Traced, TracedBuilder};

/// What a character becomes in HTML, by the table of Handlebars.js.
fn escape(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#x27;",
        b'`' => "&#x60;",
        b'=' => "&#x3D;",
        _ => return None,
    })
}

/// Puts literal text into the output.
pub(super) fn literal(out: &mut TracedBuilder, template: &Template, text: &Text) {
    let (start, end) = (text.left.start, text.left.end);
    let range = start as usize..end as usize;
    match text.place {
        Some(whole) => {
            let shift = start - text.whole.start;
            let at = Span::new(whole.file, whole.start + shift, whole.start + shift + (end - start));
            out.push_source(&template.source().text()[range], at);
        }
        None => out.push(template.source(), range),
    }
}

/// Puts a text value into the output, byte for byte but for escapes; each escape is a unit with its character's place.
pub(super) fn text(out: &mut TracedBuilder, value: &Traced, escaped: bool, tag: Span, pointer: &Arc<str>) {
    let bytes = value.text().as_bytes();
    let mut from = 0;
    if escaped {
        for (at, byte) in bytes.iter().enumerate() {
            let Some(entity) = escape(*byte) else { continue };
            if from < at {
                out.push_value(value, from..at, tag, pointer);
            }
            let place = value.origin(at..at + 1);
            if place.made {
                out.push_made(entity, Some(tag));
            } else {
                out.push_value_unit(entity, place.value.or(place.written), tag, pointer);
            }
            from = at + 1;
        }
    }
    if from < bytes.len() {
        out.push_value(value, from..bytes.len(), tag, pointer);
    }
}

/// Puts any value into the output, as JavaScript would print it.
pub(super) fn node(out: &mut TracedBuilder, value: &Node, escaped: bool, tag: Span) {
    match &value.data {
        Data::Undefined | Data::Null => {}
        Data::Text(words) => text(out, words, escaped, tag, &value.pointer),
        Data::When(moment) => text(out, &moment.written, escaped, tag, &value.pointer),
        Data::List(items) => {
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push_value_unit(",", value.at, tag, &value.pointer);
                }
                node(out, item, escaped, tag);
            }
        }
        Data::Bool(_) | Data::Number(_) | Data::Map(_) => {
            out.push_value_unit(&value.data.to_text(), value.at, tag, &value.pointer);
        }
    }
}

/// Puts a finished text into the output, each of its lines after an indent. An empty last line gets none.
pub(super) fn indented(out: &mut TracedBuilder, inner: &Traced, indent: &str, tag: Span) {
    let text = inner.text();
    let mut from = 0;
    while from < text.len() {
        let end = text[from..].find('\n').map_or(text.len(), |line| from + line + 1);
        out.push_made(indent, Some(tag));
        out.push(inner, from..end);
        from = end;
    }
}
