//! What a line of text is.

use std::ops::Range;

/// A line, by its marks. Ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing on it.
    Blank,
    /// A rule; `=` and `-` under one line of text make it a heading of this level.
    Rule(Option<u8>),
    /// A heading with its level and words.
    Heading(u8, Range<usize>),
    /// The beginning of a list's item, and its words.
    Item(Range<usize>),
    /// A table's row, and its cells.
    Row(Vec<Range<usize>>),
    /// Any other.
    Words,
}

/// What a trimmed line is.
pub(super) fn kind(line: &str, markdown: bool) -> Line {
    if line.is_empty() {
        return Line::Blank;
    }
    if let Some(level) = rule(line) {
        return Line::Rule(level);
    }
    if markdown {
        if let Some(heading) = heading(line) {
            return heading;
        }
        if line.len() > 1 && line.starts_with('|') && line.ends_with('|') {
            return row(line);
        }
    }
    match item_mark(line, markdown) {
        Some(mark) => Line::Item(mark..line.len()),
        None => Line::Words,
    }
}

/// `---`, `===`, `* * *`, `-- `: a line of marks alone.
fn rule(line: &str) -> Option<Option<u8>> {
    let first = line.chars().next()?;
    let alone = line.chars().all(|c| c == first || c == ' ');
    let count = line.chars().filter(|c| *c == first).count();
    if !alone || count < 2 || count < 3 && line != "--" {
        return None;
    }
    match first {
        '=' => Some(Some(1)),
        '-' => Some((line != "--").then_some(2)),
        '*' | '_' | '~' | '#' | '+' | '─' | '━' | '—' | '–' | '•' | '.' => Some(None),
        _ => None,
    }
}

fn heading(line: &str) -> Option<Line> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    if !(1..=6).contains(&level) || !words.starts_with([' ', '\t']) {
        return None;
    }
    let end = line.trim_end_matches('#').len();
    let end = if line[..end].ends_with(' ') { end } else { line.len() };
    Some(Line::Heading(level as u8, level.min(end)..end.max(level)))
}

/// The length of the mark that begins an item, with the space after it.
fn item_mark(line: &str, markdown: bool) -> Option<usize> {
    let first = line.chars().next()?;
    let mark = match first {
        '-' | '*' | '•' | '·' | '▪' | '◦' | '●' | '‣' | '→' | '►' | '✓' | '✔' => first.len_utf8(),
        '–' | '—' if !markdown => first.len_utf8(),
        '+' if markdown => 1,
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let closed = matches!(line.as_bytes().get(digits), Some(b'.' | b')'));
            (closed && digits <= 3).then_some(digits + 1)?
        }
        _ => return None,
    };
    let rest = &line[mark..];
    let words = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    (words.len() < rest.len() && !words.is_empty()).then_some(line.len() - words.len())
}

fn row(line: &str) -> Line {
    let mut cells = Vec::new();
    let mut start = 1;
    for (at, _) in line.match_indices('|').filter(|(at, _)| *at > 0 && line.as_bytes()[*at - 1] != b'\\') {
        cells.push(start..at);
        start = at + 1;
    }
    let divides = |cell: &Range<usize>| line[cell.clone()].chars().all(|c| matches!(c, '-' | ':' | ' '));
    if cells.iter().all(divides) { Line::Rule(None) } else { Line::Row(cells) }
}

/// Without the `>` of a quoted mail.
pub(super) fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let mut rest = &text[range.clone()];
    while let Some(after) = rest.trim_start_matches(' ').strip_prefix('>') {
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    range.end - rest.len()..range.end
}

/// Without white space at both ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// A range of a line as a range of the text that it lies in.
pub(super) fn within(line: &Range<usize>, part: Range<usize>) -> Range<usize> {
    line.start + part.start..line.start + part.end
}

/// Whether a line opens or closes a fence.
pub(super) fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// Whether a line is in capitals, as headings of plain text are.
pub(super) fn is_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let long_word = line.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 4);
    (4..=80).contains(&letters)
        && long_word
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with(['.', '!', ',', ';'])
        && !line.contains("_")
}
