//! Guesses at what is wrong with a line, and what to put instead. Each is tried before it is believed.

use std::ops::Range;

use super::line::{Line, is_block_header};

/// What is wrong.
pub(super) enum Wrong {
    /// `: ` in a plain text.
    Colon,
    /// It begins with a character that YAML keeps for itself.
    Reserved(char),
    /// A quote inside closes the text.
    Closed(char),
    /// The quote or bracket at the start is never closed.
    Open(char),
    /// A backslash in double quotes that begins no escape.
    Backslash,
    /// No space after the key's colon.
    NoSpace,
    /// No colon after the key.
    NoColon,
    /// Indented unlike the line before, which holds a value.
    Indent,
}

/// A range of the text and what stands there instead.
pub(super) struct Edit {
    pub(super) wrong: Wrong,
    pub(super) replace: Range<usize>,
    pub(super) by: By,
}

/// What stands instead.
pub(super) enum By {
    /// A part of the text, in quotes.
    Quoted(Range<usize>),
    /// Other characters.
    Text(String),
}

/// The guesses for a line, the likeliest first. `failed` is the byte at which the parser gave up.
pub(super) fn guesses(text: &str, all: &[Line], index: usize, failed: usize) -> Vec<Edit> {
    let line = &all[index];
    let before = index.checked_sub(1).map(|before| &all[before]);
    if line.key.is_none() && !line.item {
        return bare(&text[line.rest.clone()], line.rest.start).into_iter().collect();
    }
    let value = with_continuation(text, all, index);
    let mut out = Vec::new();
    out.extend(before.and_then(|before| indent(text, before, line)));
    if text[value.clone()].starts_with(['[', '{']) {
        out.extend(in_brackets(text, &value, failed));
    }
    if let Some((wrong, inner)) = wrong_value(&text[value.clone()]) {
        let inner = value.start + inner.start..value.start + inner.end;
        out.push(Edit { wrong, replace: value.clone(), by: By::Quoted(inner) });
    }
    out.extend(open_bracket(text, line));
    out
}

/// A word as our keys are.
fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The value of a line with the lines below that continue it: indented more than the key, and no keys themselves.
fn with_continuation(text: &str, all: &[Line], index: usize) -> Range<usize> {
    let line = &all[index];
    let mut value = line.value.clone();
    if value.is_empty()
        || text[value.clone()].starts_with(['"', '\'', '[', '{', '|', '>', '#'])
        || value.end < line.whole.end
    {
        return value;
    }
    let column = line.rest.start - line.whole.start;
    for next in &all[index + 1..] {
        let key = next.key.clone().is_some_and(|key| is_word(&text[key]));
        if key || next.item || next.indent.len() <= column {
            break;
        }
        value.end = next.value.end;
    }
    value
}

/// `  start: …` below `title: "…"`: a key that must stand where the key above stands.
fn indent(text: &str, before: &Line, line: &Line) -> Option<Edit> {
    let key = line.key.clone().filter(|_| !line.item)?;
    let column = before.rest.start - before.whole.start;
    let held = before.key.is_some() && !before.value.is_empty() && !is_block_header(&text[before.value.clone()]);
    let moved = held && is_word(&text[key]) && line.indent.len() != column;
    moved.then(|| Edit { wrong: Wrong::Indent, replace: line.indent.clone(), by: By::Text(" ".repeat(column)) })
}

/// A line with neither key nor dash: `title:Prendre en main`, `title Prendre en main`.
fn bare(rest: &str, start: usize) -> Option<Edit> {
    let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len());
    let after = &rest[end..];
    if !is_word(&rest[..end]) || after.len() < 2 || after.starts_with("://") {
        return None;
    }
    let (wrong, at, by) = match after.as_bytes()[0] {
        b':' => (Wrong::NoSpace, end + 1, " "),
        b' ' => (Wrong::NoColon, end, ":"),
        _ => return None,
    };
    Some(Edit { wrong, replace: start + at..start + at, by: By::Text(by.to_string()) })
}

/// An item of `[…]` or `{…}` that begins with a reserved character: the one at which the parser gave up.
fn in_brackets(text: &str, value: &Range<usize>, failed: usize) -> Option<Edit> {
    if failed <= value.start || failed >= value.end {
        return None;
    }
    let start = failed - usize::from(text[..failed].ends_with('{') && text[failed..].starts_with('{'));
    let rest = &text[start..value.end];
    let first =
        rest.chars().next().filter(|c| !c.is_alphanumeric() && !matches!(c, '"' | '\'' | ' ' | ',' | ']' | '}'))?;
    let length = if rest.starts_with("{{") { rest.find("}}")? + 2 } else { rest.find([',', ']', '}'])? };
    let item = start..start + rest[..length].trim_end().len();
    Some(Edit { wrong: Wrong::Reserved(first), replace: item.clone(), by: By::Quoted(item) })
}

/// `[Inès, Malo` with no `]` on its line.
fn open_bracket(text: &str, line: &Line) -> Option<Edit> {
    let value = &text[line.value.clone()];
    let first = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
    if after_bracket(value).is_some() {
        return None;
    }
    let mut open = Vec::new();
    for c in value.chars() {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    let end = line.value.end;
    Some(Edit { wrong: Wrong::Open(first), replace: end..end, by: By::Text(open.iter().rev().collect()) })
}

/// What is wrong with a value, and the part of it that belongs in quotes.
fn wrong_value(value: &str) -> Option<(Wrong, Range<usize>)> {
    let first = value.chars().next()?;
    let whole = 0..value.len();
    match first {
        '"' | '\'' => match closing(value, first) {
            Some(end) if end == value.len() => bad_escape(value).then_some((Wrong::Backslash, 1..value.len() - 1)),
            Some(_) if value.len() > 1 && value.ends_with(first) => Some((Wrong::Closed(first), 1..value.len() - 1)),
            Some(_) => Some((Wrong::Closed(first), whole)),
            None => Some((Wrong::Open(first), 1..value.len())),
        },
        '{' | '[' => {
            let reserved = value.starts_with("{{") || after_bracket(value).is_some_and(|rest| !rest.is_empty());
            reserved.then_some((Wrong::Reserved(first), whole))
        }
        '%' | '@' | '`' | '*' | '&' | '!' | ',' | ']' | '}' => Some((Wrong::Reserved(first), whole)),
        '|' | '>' => (!is_block_header(value)).then_some((Wrong::Reserved(first), whole)),
        '-' | '?' if value[1..].starts_with(' ') => Some((Wrong::Reserved(first), whole)),
        '#' => None,
        _ => {
            let colon = value.ends_with(':') || value.contains(": ") || value.contains(":\t");
            colon.then_some((Wrong::Colon, whole))
        }
    }
}

/// Where the quoted text at the start of `value` ends, its closing quote included.
fn closing(value: &str, quote: char) -> Option<usize> {
    let bytes = value.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => at += 2,
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            b if b == quote as u8 => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// What follows the bracket that closes the one at the start, trimmed; `None` where it is not closed on the line.
fn after_bracket(value: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let rest = value[at + 1..].trim();
                    return Some(if rest.starts_with('#') { "" } else { rest });
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a text in double quotes has a backslash that begins no escape (YAML 1.2.2, section 5.7).
fn bad_escape(value: &str) -> bool {
    let mut letters = value.chars();
    while let Some(c) = letters.next() {
        if c == '\\' && value.starts_with('"') {
            match letters.next() {
                Some(c) if "0abtnvfre \"/\\N_LPxuU\t".contains(c) => {}
                _ => return true,
            }
        }
    }
    false
}
