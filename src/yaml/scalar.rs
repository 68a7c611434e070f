//! Scalars with the place of every character, through each quoting style.
//!
//! The parser gives a scalar's value and its bytes, but not which byte became which character. Words stand alike in
//! both, and only white space is folded; so the two are walked side by side. Where they do not agree (never seen),
//! the whole scalar is one unit, so a place is at worst too wide, never wrong.

use std::ops::Range;

use granit_parser::ScalarStyle;

use crate::source::{Traced, TracedBuilder};

/// The value of the scalar at `range` of `source`, each piece with its place.
pub(super) fn traced(source: &Traced, range: Range<usize>, style: ScalarStyle, value: &str) -> Traced {
    let written = source.text().get(range.clone()).unwrap_or_default();
    if written == value {
        return source.slice(range);
    }
    let out = match style {
        ScalarStyle::DoubleQuoted => double(source, range.clone(), written),
        ScalarStyle::SingleQuoted => aligned(source, range.start, written.trim_matches('\''), 1, value, true),
        ScalarStyle::Plain => aligned(source, range.start, written, 0, value, false),
        ScalarStyle::Literal | ScalarStyle::Folded => block(source, range.start, written, value),
    };
    match out {
        Some(out) if out.text() == value => out,
        _ => {
            let mut whole = TracedBuilder::default();
            whole.push_unit(value, source, range);
            whole.finish()
        }
    }
}

/// A block scalar; its bytes may begin with the header line (`|`, `>-`).
fn block(source: &Traced, start: usize, written: &str, value: &str) -> Option<Traced> {
    let skip = if written.starts_with(['|', '>']) { written.find('\n').map_or(written.len(), |at| at + 1) } else { 0 };
    aligned(source, start + skip, &written[skip..], 0, value, false)
}

/// Whether white space of this kind may be folded by YAML.
fn folds(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Walks words and gaps of `written` (at `start + skip` of the source) and `value` side by side.
/// `doubled`: `''` stands for one apostrophe.
fn aligned(source: &Traced, start: usize, written: &str, skip: usize, value: &str, doubled: bool) -> Option<Traced> {
    let base = start + skip;
    let mut out = TracedBuilder::default();
    let (mut w, mut v) = (0, 0);
    while v < value.len() {
        let gap = value[v..].find(|c| !folds(c)).unwrap_or(value.len() - v);
        let raw = written[w..].find(|c| !folds(c)).unwrap_or(written.len() - w);
        push_gap(&mut out, source, base + w..base + w + raw, &value[v..v + gap]);
        v += gap;
        w += raw;
        while let Some(c) = value[v..].chars().next().filter(|c| !folds(*c)) {
            if !written[w..].starts_with(c) {
                return None;
            }
            let width = c.len_utf8();
            if doubled && c == '\'' {
                written[w..].starts_with("''").then_some(())?;
                out.push_unit("'", source, base + w..base + w + 2);
                w += 2;
            } else {
                out.push(source, base + w..base + w + width);
                w += width;
            }
            v += width;
        }
    }
    Some(out.finish())
}

/// White space: byte for byte where it was kept, else one unit.
fn push_gap(out: &mut TracedBuilder, source: &Traced, range: Range<usize>, gap: &str) {
    let raw = &source.text()[range.clone()];
    if raw == gap {
        out.push(source, range);
    } else if let Some(kept) = raw.strip_prefix(gap).filter(|_| !gap.is_empty()) {
        out.push(source, range.start..range.end - kept.len());
    } else {
        out.push_unit(gap, source, range);
    }
}

/// A text in double quotes: escapes are one unit each, line breaks fold.
fn double(source: &Traced, range: Range<usize>, written: &str) -> Option<Traced> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let base = range.start + 1;
    let mut out = TracedBuilder::default();
    let mut at = 0;
    while let Some(c) = inner[at..].chars().next() {
        let rest = &inner[at..];
        if c == '\\' {
            let (text, width) = escape(rest)?;
            if source.origin(base + at..base + at + 1).made {
                // A backslash that the repair of a line put in: only what it escapes was typed.
                out.push(source, base + at + 1..base + at + width);
            } else {
                out.push_unit(&text, source, base + at..base + at + width);
            }
            at += width;
        } else if folds(c) {
            let width = rest.find(|c| !folds(c)).unwrap_or(rest.len());
            let gap = &rest[..width];
            match gap.matches('\n').count() {
                0 => out.push(source, base + at..base + at + width),
                1 => out.push_unit(" ", source, base + at..base + at + width),
                n => out.push_unit(&"\n".repeat(n - 1), source, base + at..base + at + width),
            }
            at += width;
        } else {
            let width = rest.find(|c| c == '\\' || folds(c)).unwrap_or(rest.len());
            out.push(source, base + at..base + at + width);
            at += width;
        }
    }
    Some(out.finish())
}

/// The escape at the start of `rest`: what it stands for and how many bytes it has (YAML 1.2.2, section 5.7).
fn escape(rest: &str) -> Option<(String, usize)> {
    let c = rest[1..].chars().next()?;
    let one = |text: &str| Some((text.to_string(), 1 + c.len_utf8()));
    match c {
        '0' => one("\0"),
        'a' => one("\u{7}"),
        'b' => one("\u{8}"),
        't' | '\t' => one("\t"),
        'n' => one("\n"),
        'v' => one("\u{b}"),
        'f' => one("\u{c}"),
        'r' => one("\r"),
        'e' => one("\u{1b}"),
        'N' => one("\u{85}"),
        '_' => one("\u{a0}"),
        'L' => one("\u{2028}"),
        'P' => one("\u{2029}"),
        ' ' | '"' | '/' | '\\' => one(&c.to_string()),
        'x' => hex(rest, 2),
        'u' => surrogates(rest).or_else(|| hex(rest, 4)),
        'U' => hex(rest, 8),
        '\n' | '\r' => {
            let width = rest[1..].find(|c| !folds(c)).unwrap_or(rest.len() - 1);
            Some((String::new(), 1 + width))
        }
        _ => None,
    }
}

fn hex(rest: &str, digits: usize) -> Option<(String, usize)> {
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((char::from_u32(code)?.to_string(), 2 + digits))
}

/// Two escapes that are one character outside the basic plane, as JSON writes them.
fn surrogates(rest: &str) -> Option<(String, usize)> {
    let high = u16::from_str_radix(rest.get(2..6)?, 16).ok()?;
    let low = u16::from_str_radix(rest.get(6..12)?.strip_prefix("\\u")?, 16).ok()?;
    let c = char::decode_utf16([high, low]).next()?.ok()?;
    Some((c.to_string(), 12))
}
