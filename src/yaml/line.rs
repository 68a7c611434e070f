//! One line of YAML as a person typed it: indentation, dashes, key, value. No parser, only what the eye sees.

use std::ops::Range;

/// What a line holds; all ranges are bytes of the whole text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The line without its line break.
    pub(super) whole: Range<usize>,
    /// White space of any kind at the start.
    pub(super) indent: Range<usize>,
    /// The line after indentation and dashes.
    pub(super) rest: Range<usize>,
    /// It begins with `- `.
    pub(super) item: bool,
    /// The key, without the colon, where one is seen.
    pub(super) key: Option<Range<usize>>,
    /// What follows the colon (or the dash), trimmed, without a comment that two spaces set off.
    pub(super) value: Range<usize>,
}

/// A text in straight quotes, as YAML reads it: double quotes, or single ones where the text has double quotes.
pub fn quoted(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// White space that looks like a space or tab and is none that YAML knows.
pub(super) fn invisible(c: char) -> bool {
    c != ' ' && c != '\t' && c != '\r' && c != '\n' && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

/// The lines of a text that are not inside a block scalar (`|`, `>`).
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    // Lines that are indented more than this belong to a block scalar.
    let mut block: Option<usize> = None;
    for piece in text.split_inclusive('\n') {
        let whole = start..start + piece.trim_end_matches(['\n', '\r']).len();
        start += piece.len();
        let shown = &text[whole.clone()];
        let depth = shown.len() - shown.trim_start_matches(' ').len();
        if shown.trim().is_empty() {
            continue;
        }
        if block.is_some_and(|block| depth > block) {
            continue;
        }
        let line = read(text, whole);
        block = is_block_header(&text[line.value.clone()]).then_some(depth);
        if !text[line.rest.clone()].starts_with('#') {
            out.push(line);
        }
    }
    out
}

/// `|`, `>`, with indicators and perhaps a comment, and nothing else.
pub(super) fn is_block_header(value: &str) -> bool {
    let Some(rest) = value.strip_prefix(['|', '>']) else { return false };
    let rest = rest.trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    rest.trim_start().is_empty() || rest.starts_with(" #")
}

fn read(text: &str, whole: Range<usize>) -> Line {
    let shown = &text[whole.clone()];
    let body = shown.trim_start_matches(|c: char| c.is_whitespace() || invisible(c));
    let indent = whole.start..whole.end - body.len();
    let mut rest = indent.end..whole.end;
    let mut item = false;
    while let Some(after) = text[rest.clone()].strip_prefix("- ") {
        item = true;
        rest.start = rest.end - after.trim_start_matches(' ').len();
    }
    let key = key(&text[rest.clone()]).map(|length| rest.start..rest.start + length);
    let from = key.as_ref().map_or(rest.start, |key| key.end + 1);
    Line { value: value(text, from..whole.end), whole, indent, rest, item, key }
}

/// The length of the key that the text begins with: up to the first colon that white space or the end follows.
fn key(rest: &str) -> Option<usize> {
    if rest.starts_with(['[', '{', '#', '&', '*', '!', '|', '>', '%', '@', '`']) {
        return None;
    }
    let from = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => 2 + rest[1..].find(quote)?,
        _ => 0,
    };
    let colon = from + rest[from..].find(':')?;
    let next = rest[colon + 1..].chars().next();
    let ends = next.is_none_or(|c| c.is_whitespace() || invisible(c));
    let plain = colon > 0 && !rest[..colon].contains(" #");
    (ends && plain).then_some(colon)
}

fn value(text: &str, range: Range<usize>) -> Range<usize> {
    let shown = &text[range.clone()];
    let start = range.end - shown.trim_start_matches(|c: char| c.is_whitespace() || invisible(c)).len();
    let shown = &text[start..range.end];
    let quote = shown.chars().next().filter(|c| matches!(c, '"' | '\''));
    // A comment may only begin after the last quote of a quoted text.
    let from = quote.and_then(|quote| shown.rfind(quote)).map_or(0, |at| at + 1);
    let comment = if quote.is_some() { " #" } else { "  #" };
    let end = if shown.starts_with('#') { 0 } else { shown[from..].find(comment).map_or(shown.len(), |at| from + at) };
    start..start + shown[..end].trim_end().len()
}
