//! A text part: lines up to a blank one are a block, list lines are items, addresses written out are links.

use std::ops::Range;

use super::{Block, BlockKind, Link, LinkKind, Part, PartKind};
use crate::source::{Traced, TracedBuilder};

/// Reads a text part. With `markdown`, its marks are read as such: headings, items, emphasis, links.
/// A single line break inside a paragraph stays a line break.
pub fn read(text: &Traced, markdown: bool) -> Part {
    let mut part = Part { bytes: text.len(), ..Part::default() };
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in line_ranges(text.text()) {
        let words = text.text()[line.clone()].trim();
        if words.is_empty() {
            flush(text, &mut lines, markdown, &mut part);
            continue;
        }
        if is_rule(words) && lines.len() == 1 {
            heading(text, &mut lines, if words.starts_with('=') { 1 } else { 2 }, markdown, &mut part);
            continue;
        }
        let marks = words.len() - words.trim_start_matches('#').len();
        if markdown && (1..=6).contains(&marks) && words[marks..].starts_with(' ') {
            flush(text, &mut lines, markdown, &mut part);
            lines.push(line);
            heading(text, &mut lines, marks as u8, markdown, &mut part);
            continue;
        }
        if item_mark(words).is_some() {
            flush(text, &mut lines, markdown, &mut part);
        }
        lines.push(line);
    }
    flush(text, &mut lines, markdown, &mut part);
    bare_links(&mut part);
    part
}

fn line_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

/// A line of `---` or `===`.
fn is_rule(words: &str) -> bool {
    words.len() >= 3 && (words.bytes().all(|b| b == b'-') || words.bytes().all(|b| b == b'=') || words.bytes().all(|b| b == b'~'))
}

/// The length of the mark of an item: `- `, `* `, `• `, `1. `.
fn item_mark(words: &str) -> Option<usize> {
    for mark in ["- ", "* ", "• ", "– ", "· "] {
        if words.starts_with(mark) {
            return Some(mark.len());
        }
    }
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    ((1..=2).contains(&digits) && (words[digits..].starts_with(". ") || words[digits..].starts_with(") "))).then_some(digits + 2)
}

fn heading(text: &Traced, lines: &mut Vec<Range<usize>>, level: u8, markdown: bool, part: &mut Part) {
    block(text, lines, BlockKind::Heading(level), markdown, part);
    lines.clear();
}

fn flush(text: &Traced, lines: &mut Vec<Range<usize>>, markdown: bool, part: &mut Part) {
    let Some(first) = lines.first() else { return };
    let words = text.text()[first.clone()].trim();
    let loud = lines.len() == 1 && words.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !words.chars().any(char::is_lowercase) && !words.contains("://");
    let kind = if item_mark(words).is_some() {
        BlockKind::Item
    } else if loud {
        BlockKind::Heading(2)
    } else {
        BlockKind::Paragraph
    };
    block(text, lines, kind, markdown, part);
    lines.clear();
}

fn block(text: &Traced, lines: &[Range<usize>], kind: BlockKind, markdown: bool, part: &mut Part) {
    let mut out = TracedBuilder::default();
    let mut links = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            out.push_unit("\n", text, lines[n - 1].end..line.start);
        }
        let raw = &text.text()[line.clone()];
        let mut skip = raw.len() - raw.trim_start_matches([' ', '\t', '>']).len();
        if n == 0 {
            skip += match kind {
                BlockKind::Item => item_mark(&raw[skip..]).unwrap_or(0),
                BlockKind::Heading(_) if markdown => raw[skip..].len() - raw[skip..].trim_start_matches(['#', ' ']).len(),
                _ => 0,
            };
        }
        let line = line.start + skip..line.start + raw.trim_end().len();
        if markdown { marked(text, line, &mut out, &mut links, part) } else { out.push(text, line) }
    }
    let text = out.finish();
    if !text.text().trim().is_empty() {
        let index = part.blocks.len();
        for (link, _) in &links {
            let link: &mut Link = &mut part.links[*link];
            link.block = Some(index);
        }
        part.blocks.push(Block { text, kind, part: PartKind::Text, hidden: false, links, row: None });
    }
}

/// A line of Markdown: emphasis marks vanish, `[label](url)` is a link.
fn marked(text: &Traced, line: Range<usize>, out: &mut TracedBuilder, links: &mut Vec<(usize, Range<usize>)>, part: &mut Part) {
    let raw = text.text();
    let mut at = line.start;
    while at < line.end {
        let rest = &raw[at..line.end];
        if let Some((label, url, end)) = markdown_link(rest) {
            let from = out.len();
            out.push(text, at + label.start..at + label.end);
            links.push((part.links.len(), from..out.len()));
            part.links.push(Link {
                url: text.slice(at + url.start..at + url.end),
                label: text.slice(at + label.start..at + label.end),
                kind: LinkKind::Anchor,
                block: None,
                element: text.slice(at..at + end),
            });
            at += end;
            continue;
        }
        let mark = ["**", "__", "*"].iter().find(|mark| rest.starts_with(**mark));
        match mark {
            Some(mark) => at += mark.len(),
            None => {
                let width = rest.chars().next().map_or(1, char::len_utf8);
                out.push(text, at..at + width);
                at += width;
            }
        }
    }
}

fn markdown_link(rest: &str) -> Option<(Range<usize>, Range<usize>, usize)> {
    if !rest.starts_with('[') {
        return None;
    }
    let close = rest.find("](")?;
    let end = close + 2 + rest[close + 2..].find(')')?;
    Some((1..close, close + 2..end, end + 1))
}

/// Adds the addresses that are written out in the blocks of a part, and that no link holds yet.
pub(super) fn bare_links(part: &mut Part) {
    for index in 0..part.blocks.len() {
        let found = addresses(part.blocks[index].text.text());
        for range in found {
            let block = &part.blocks[index];
            if matches!(block.kind, BlockKind::Alt) || block.links.iter().any(|(_, other)| other.start < range.end && range.start < other.end) {
                continue;
            }
            let url = block.text.slice(range.clone());
            let link = Link { element: url.clone(), url, label: Traced::default(), kind: LinkKind::Bare, block: Some(index) };
            part.blocks[index].links.push((part.links.len(), range));
            part.links.push(link);
        }
    }
}

/// The addresses written out in a text: `https://…`, without the punctuation that follows.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = ["https://", "http://"].iter().filter_map(|scheme| text[from..].find(scheme)).min() {
        let start = from + found;
        let end = text[start..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”')).map_or(text.len(), |n| start + n);
        let mut stop = start + text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len();
        if text[start..stop].ends_with(')') && !text[start..stop].contains('(') {
            stop -= 1;
        }
        out.push(start..stop);
        from = end.max(start + 1);
    }
    out
}
