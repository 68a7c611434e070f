//! Attributes and entities, with the place of every character.

use std::ops::Range;

use html5gum::{Token, Tokenizer};

use crate::source::{Traced, TracedBuilder};

/// An attribute of a tag: its name in lower case, and the bytes of its value as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// The bytes of the value, without quotes.
    pub value: Range<usize>,
}

/// The attributes of the tag that lies at `start..end` of a text.
pub fn attributes(text: &str, start: usize, end: usize) -> Vec<Attribute> {
    let bytes = text.as_bytes();
    let end = if bytes[..end].ends_with(b">") { end - 1 } else { end };
    let space = |b: u8| b.is_ascii_whitespace() || b == b'/';
    let mut at = start + 1;
    while at < end && !space(bytes[at]) {
        at += 1;
    }
    let mut out = Vec::new();
    while at < end {
        while at < end && space(bytes[at]) {
            at += 1;
        }
        let name_start = at;
        while at < end && !space(bytes[at]) && bytes[at] != b'=' {
            at += 1;
        }
        if at == name_start {
            at += 1;
            continue;
        }
        let name = text[name_start..at].to_ascii_lowercase();
        while at < end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let value = if at < end && bytes[at] == b'=' { value(bytes, &mut at, end) } else { at..at };
        out.push(Attribute { name, value });
    }
    out
}

fn value(bytes: &[u8], at: &mut usize, end: usize) -> Range<usize> {
    *at += 1;
    while *at < end && bytes[*at].is_ascii_whitespace() {
        *at += 1;
    }
    let Some(quote) = bytes.get(*at).copied().filter(|b| *at < end && matches!(b, b'"' | b'\'')) else {
        let start = *at;
        while *at < end && !bytes[*at].is_ascii_whitespace() {
            *at += 1;
        }
        return start..*at;
    };
    let start = *at + 1;
    *at = start;
    while *at < end && bytes[*at] != quote {
        *at += 1;
    }
    let stop = *at;
    *at = (*at + 1).min(end);
    start..stop
}

/// A range of the source with its entities decoded; each entity is one unit.
pub fn decode(html: &Traced, range: Range<usize>) -> Traced {
    let mut out = TracedBuilder::default();
    decode_into(html, range, &mut out);
    out.finish()
}

/// As [`decode`], onto the end of a builder.
pub fn decode_into(html: &Traced, range: Range<usize>, out: &mut TracedBuilder) {
    let text = html.text();
    let mut at = range.start;
    while at < range.end {
        let Some(amp) = text[at..range.end].find('&').map(|n| at + n) else { break };
        out.push(html, at..amp);
        let stop = text[amp + 1..range.end].find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).map_or(range.end, |n| amp + 1 + n);
        let end = if text[stop..range.end].starts_with(';') { stop + 1 } else { stop };
        let raw = &text[amp..end];
        match entity(raw) {
            // An entity without its semicolon may be shorter than the word that it begins.
            Some(decoded) if raw.ends_with(';') || !decoded.contains(|c: char| c.is_ascii_alphanumeric()) => out.push_unit(&decoded, html, amp..end),
            _ => out.push(html, amp..end),
        }
        at = end;
    }
    out.push(html, at..range.end);
}

/// The characters of one entity, by the tokenizer's own table; `None` when it is none.
fn entity(raw: &str) -> Option<String> {
    if raw.len() < 3 {
        return None;
    }
    let decoded: String = Tokenizer::new(raw)
        .flatten()
        .filter_map(|token| match token {
            Token::String(text) => Some(String::from_utf8_lossy(&text.value).into_owned()),
            _ => None,
        })
        .collect();
    (decoded != raw && !decoded.is_empty()).then_some(decoded)
}
