//! Splitting delimited text into cells that keep their places.
//!
//! The `csv` crate tells the byte of a record but not of a field, and reads decoded bytes; a cell here must know its
//! bytes through quotes, UTF-16 and Windows-1252. So the text is split by hand, by the rules of RFC 4180: a cell in
//! double quotes may hold delimiters and line breaks, and `""` in it is one quote.

use std::ops::Range;

use super::workbook;
use crate::source::{Traced, TracedBuilder};

/// A record: the byte of the text at which it starts, its line (from 1) and its cells.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) start: usize,
    pub(super) line: u32,
    pub(super) cells: Vec<Traced>,
    /// A quote is opened in it and never closed.
    pub(super) open: bool,
}

/// Splits a text into records, from the byte `from` on; at most `most` of them. Empty lines are skipped.
pub(super) fn records(text: &Traced, delimiter: u8, most: usize) -> Vec<Record> {
    let bytes = text.text().as_bytes();
    let mut out = Vec::new();
    let (mut at, mut line) = (0, 1);
    // Each quote that is never closed costs a look at the whole rest; after some, quotes are letters.
    let mut patience = 20;
    while at < bytes.len() && out.len() < most {
        let start = at;
        let first_line = line;
        let mut cells = Vec::new();
        let mut open = false;
        loop {
            let cell = cell(bytes, at, delimiter, patience > 0);
            patience -= i32::from(cell.open);
            open |= cell.open;
            line += bytes[at..cell.end].iter().filter(|b| **b == b'\n').count() as u32;
            cells.push(traced(text, &cell));
            at = cell.end;
            match bytes.get(at) {
                Some(b) if *b == delimiter => at += 1,
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                    at += 2;
                    line += 1;
                    break;
                }
                Some(_) => {
                    line += u32::from(bytes[at] == b'\n');
                    at += 1;
                    break;
                }
                None => break,
            }
        }
        if cells.iter().any(|cell| !cell.text().trim().is_empty()) {
            out.push(Record { start, line: first_line, cells, open });
        }
    }
    out
}

/// The rows of a sheet's text (see [`workbook`]): nothing is quoted in it. Empty rows are skipped.
pub(super) fn sheet_records(text: &Traced) -> Vec<Record> {
    let mut out = Vec::new();
    let mut start = 0;
    for (row, line) in text.text().split('\n').enumerate() {
        if !line.trim().is_empty() {
            let mut at = start;
            let cells = line.split('\t').map(|cell| {
                let range = at..at + cell.len();
                at = range.end + 1;
                sheet_cell(text, range)
            });
            out.push(Record { start, line: row as u32 + 1, cells: cells.collect(), open: false });
        }
        start += line.len() + 1;
    }
    out
}

/// A cell of a sheet, without blanks at its ends; line breaks and tabs are themselves again.
fn sheet_cell(text: &Traced, range: Range<usize>) -> Traced {
    let raw = &text.text()[range.clone()];
    if !raw.contains([workbook::BREAK, workbook::TAB]) {
        return text.slice(range).trim();
    }
    let mut out = TracedBuilder::default();
    let mut from = range.start;
    for (at, found) in raw.match_indices([workbook::BREAK, workbook::TAB]) {
        let at = range.start + at;
        out.push(text, from..at);
        out.push_unit(if found.starts_with(workbook::BREAK) { "\n" } else { "\t" }, text, at..at + 1);
        from = at + 1;
    }
    out.push(text, from..range.end);
    out.finish().trim()
}

struct Cell {
    content: Range<usize>,
    quoted: bool,
    /// Text after the closing quote, which belongs to the cell.
    tail: Range<usize>,
    end: usize,
    open: bool,
}

/// The cell at `at`; `quotes`: a quote at its start opens a quoted cell.
fn cell(bytes: &[u8], at: usize, delimiter: u8, quotes: bool) -> Cell {
    let ends = |from: usize| {
        let ending = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
        bytes[from..].iter().position(ending).map_or(bytes.len(), |n| from + n)
    };
    let blanks = bytes[at..].iter().take_while(|b| **b == b' ').count();
    if !quotes || bytes.get(at + blanks) != Some(&b'"') {
        let end = ends(at);
        return Cell { content: at..end, quoted: false, tail: end..end, end, open: false };
    }
    let start = at + blanks + 1;
    let mut close = start;
    loop {
        match bytes.get(close) {
            Some(b'"') if bytes.get(close + 1) == Some(&b'"') => close += 2,
            Some(b'"') => break,
            Some(_) => close += 1,
            None => {
                // Never closed: the quote was meant as a letter, and the line ends the cell.
                let end = ends(at);
                return Cell { content: at..end, quoted: false, tail: end..end, end, open: true };
            }
        }
    }
    let end = ends(close + 1);
    let tail = &bytes[close + 1..end];
    if bytes[start..close].contains(&b'\n') && !tail.trim_ascii().is_empty() {
        // The quote that closes it belongs to another line: rows would be swallowed.
        let end = ends(at);
        return Cell { content: at..end, quoted: false, tail: end..end, end, open: true };
    }
    Cell { content: start..close, quoted: true, tail: close + 1..end, end, open: false }
}

/// A cell's text without blanks at its ends, each `""` one unit.
fn traced(text: &Traced, cell: &Cell) -> Traced {
    if !cell.quoted {
        return text.slice(cell.content.clone()).trim();
    }
    let raw = &text.text()[cell.content.clone()];
    let tail = &text.text()[cell.tail.clone()];
    let mut out = TracedBuilder::default();
    let mut from = cell.content.start;
    for (at, _) in raw.match_indices("\"\"") {
        let at = cell.content.start + at;
        out.push(text, from..at);
        out.push_unit("\"", text, at..at + 2);
        from = at + 2;
    }
    out.push(text, from..cell.content.end);
    if !tail.trim().is_empty() {
        out.push(text, cell.tail.clone());
    }
    out.finish().trim()
}
