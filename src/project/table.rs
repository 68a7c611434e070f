//! Splitting delimited text into cells that keep their places.
//!
//! The `csv` crate tells the byte of a record but not of a field, and reads decoded bytes; a cell here must know its
//! bytes through quotes, UTF-16 and Windows-1252. So the text is split by hand, by the rules of RFC 4180: a cell in
//! double quotes may hold delimiters and line breaks, and `""` in it is one quote.
//!
//! Comes in: a text that is held, or a file that stays on disk. Goes out: its rows, one at a time; of a file on disk, a
//! window of it is in memory, never the whole. A cell becomes a [`Traced`] only when somebody asks for its place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::workbook;
use crate::source::{FileId, OnDisk, Span, Traced, TracedBuilder};

/// How much of a file on disk is read at a time, in bytes.
const WINDOW: usize = 256 * 1024;
/// The most columns of a table of people. Of a longer row one cell more is kept, so that it is known to be longer.
pub(super) const MOST_COLUMNS: usize = 500;
/// The longest record of a file on disk, in bytes: a quote that is not closed by then was meant as a letter.
const LONGEST: usize = 4 * 1024 * 1024;
/// Each quote that is never closed costs a look at the whole rest; after so many, quotes are letters.
const PATIENCE: i32 = 20;

/// Where the text of a table is.
#[derive(Debug, Clone)]
pub(super) enum Store {
    /// In memory: small files, UTF-16, the sheets of workbooks.
    Held(Traced),
    /// On disk: large files.
    OnDisk(FileId, Arc<OnDisk>),
}

/// What parts the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// A byte, outside quotes.
    At(u8),
    /// The tabs of a sheet's text (see [`workbook`]): nothing is quoted in it.
    Sheet,
}

/// A table: its text, how it is cut, and where its rows start.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) store: Store,
    pub(super) cut: Cut,
    /// The byte of the text at which the first row starts.
    pub(super) start: usize,
    /// The line of that byte, from 1.
    pub(super) line: u32,
    /// How many cells a row has; further ones are left out.
    pub(super) width: usize,
}

impl Default for Table {
    fn default() -> Table {
        Table { store: Store::Held(Traced::default()), cut: Cut::Sheet, start: 0, line: 1, width: 0 }
    }
}

impl Table {
    /// All records of a text from its beginning, of whatever width.
    pub(super) fn whole(store: Store, cut: Cut) -> Table {
        let start = match &store {
            Store::Held(_) => 0,
            Store::OnDisk(_, file) => file.start() as usize,
        };
        Table { store, cut, start, line: 1, width: usize::MAX }
    }

    /// Its rows, from the first one on.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        let end = match &self.store {
            Store::Held(text) => text.len(),
            Store::OnDisk(_, file) => file.length() as usize,
        };
        Cursor {
            table: self,
            window: Vec::new(),
            base: if matches!(self.store, Store::Held(_)) { 0 } else { self.start },
            end,
            at: self.start,
            next_line: self.line,
            patience: PATIENCE,
            cells: Vec::with_capacity(16),
            start: 0,
            line: 0,
            found: 0,
            open: false,
        }
    }

    /// The bytes of a line, from `start` on, as a place.
    pub(super) fn line_span(&self, start: usize) -> Option<Span> {
        match &self.store {
            Store::Held(text) => {
                let end = text.text()[start..].find('\n').map_or(text.len(), |at| start + at);
                text.origin(start..end).span()
            }
            Store::OnDisk(id, file) => Some(Span::new(*id, start as u32, file.line_end(start as u32))),
        }
    }
}

/// Goes through the rows of a table.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    table: &'t Table,
    /// Of a file on disk, the bytes from `base` on.
    window: Vec<u8>,
    base: usize,
    end: usize,
    /// Where the next record starts, in the text.
    at: usize,
    next_line: u32,
    patience: i32,
    /// The cells of the row, in bytes after `base`.
    cells: Vec<Cell>,
    /// Where the row starts, in the text.
    pub(super) start: usize,
    /// Its line, from 1.
    pub(super) line: u32,
    /// How many cells it has, empty ones beyond the width left out.
    pub(super) found: usize,
    /// A quote is opened in it and never closed.
    pub(super) open: bool,
}

#[derive(Debug, Clone)]
struct Cell {
    content: Range<usize>,
    quoted: bool,
    /// Text after the closing quote, which belongs to the cell.
    tail: Range<usize>,
    end: usize,
    open: bool,
}

/// The bytes at hand end before what was looked for.
struct Short;

impl Cursor<'_> {
    /// Goes to the next row; false after the last one. Empty lines are no rows.
    pub(super) fn advance(&mut self) -> bool {
        while self.at < self.end {
            if self.record().is_err() {
                self.refill();
                continue;
            }
            if self.is_blank() {
                continue;
            }
            while self.cells.len() > self.table.width && self.text(self.cells.len() - 1).is_empty() {
                self.cells.pop();
            }
            self.found = self.cells.len();
            self.cells.truncate(self.table.width);
            return true;
        }
        false
    }

    /// Whether the row is broken: another number of cells than it should have, or a quote that is never closed.
    pub(super) fn odd(&self) -> bool {
        self.found != self.table.width || self.open
    }

    /// Where the row after this one starts, and its line.
    pub(super) fn next(&self) -> (usize, u32) {
        (self.at, self.next_line)
    }

    fn bytes(&self) -> &[u8] {
        match &self.table.store {
            Store::Held(text) => text.text().as_bytes(),
            Store::OnDisk(..) => &self.window,
        }
    }

    fn is_blank(&self) -> bool {
        let bytes = self.bytes();
        let full = |cell: &Cell| bytes[cell.content.clone()].iter().any(|byte| byte.is_ascii_graphic());
        !self.cells.iter().any(full) && (0..self.cells.len()).all(|at| self.text(at).is_empty())
    }

    /// Reads on: what is left of the window, and as much again.
    fn refill(&mut self) {
        let Store::OnDisk(_, file) = &self.table.store else { return };
        let left = (self.base + self.window.len()).saturating_sub(self.at);
        self.base = self.at;
        file.fill(self.at as u32, WINDOW.max(2 * left), &mut self.window);
        if self.window.len() <= left {
            // The file ends here, whatever it was before.
            self.end = self.base + self.window.len();
        }
    }

    /// Splits the record at hand.
    fn record(&mut self) -> Result<(), Short> {
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        let read = self.read_record(&mut cells);
        self.cells = cells;
        let (next, lines) = read?;
        self.open = self.cells.iter().any(|cell| cell.open);
        self.patience -= self.cells.iter().filter(|cell| cell.open).count() as i32;
        self.start = self.at;
        self.line = self.next_line;
        self.at = self.base + next;
        self.next_line += lines;
        Ok(())
    }

    /// The cells of the record at hand; where the next one starts, and how many line breaks lie before that.
    fn read_record(&self, cells: &mut Vec<Cell>) -> Result<(usize, u32), Short> {
        let bytes = self.bytes();
        let mut at = self.at - self.base;
        // What is not there yet is looked for, unless the record is too long to be one.
        let whole = self.base + bytes.len() >= self.end || bytes.len() - at.min(bytes.len()) >= LONGEST;
        if at >= bytes.len() {
            return Err(Short);
        }
        let (mut lines, mut patience) = (0, self.patience);
        loop {
            let cell = cell(bytes, at, self.table.cut, patience > 0, whole)?;
            patience -= i32::from(cell.open);
            if cell.quoted {
                lines += memchr_iter(b'\n', &bytes[at..cell.end]).count() as u32;
            }
            at = cell.end;
            if cells.len() <= MOST_COLUMNS {
                cells.push(cell);
            }
            match (bytes.get(at), self.table.cut) {
                (Some(b'\n'), _) => return Ok((at + 1, lines + 1)),
                (Some(b'\t'), Cut::Sheet) => at += 1,
                (Some(byte), Cut::At(delimiter)) if *byte == delimiter => at += 1,
                (Some(b'\r'), Cut::At(_)) => match bytes.get(at + 1) {
                    Some(b'\n') => return Ok((at + 2, lines + 1)),
                    None if !whole => return Err(Short),
                    // The rows of an old Mac's export end so, and each is one of its own.
                    _ => return Ok((at + 1, lines + 1)),
                },
                (Some(_), _) => return Ok((at + 1, lines)),
                (None, _) => return Ok((at, lines)),
            }
        }
    }

    /// The text of a cell without blanks at its ends, each `""` one quote; empty where the row has no such cell.
    pub(super) fn text(&self, index: usize) -> Cow<'_, str> {
        let Some(cell) = self.cells.get(index) else { return Cow::Borrowed("") };
        let raw = self.decoded(cell.content.clone());
        if self.table.cut == Cut::Sheet {
            if !raw.contains([workbook::BREAK, workbook::TAB]) {
                return trimmed(raw);
            }
            return trimmed(Cow::Owned(raw.replace(workbook::BREAK, "\n").replace(workbook::TAB, "\t")));
        }
        if !cell.quoted {
            return trimmed(raw);
        }
        let tail = self.decoded(cell.tail.clone());
        if tail.trim().is_empty() && !raw.contains("\"\"") {
            return trimmed(raw);
        }
        let mut text = raw.replace("\"\"", "\"");
        if !tail.trim().is_empty() {
            text.push_str(&tail);
        }
        trimmed(Cow::Owned(text))
    }

    fn decoded(&self, range: Range<usize>) -> Cow<'_, str> {
        match &self.table.store {
            Store::Held(text) => Cow::Borrowed(&text.text()[range]),
            Store::OnDisk(_, file) if file.is_utf8() => String::from_utf8_lossy(&self.window[range]),
            Store::OnDisk(..) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&self.window[range]).0,
        }
    }

    /// A cell with its places; empty where the row has no such cell.
    pub(super) fn traced(&self, index: usize) -> Traced {
        let Some(cell) = self.cells.get(index) else { return Traced::default() };
        let whole = cell.content.start..cell.end;
        let (text, shift) = match &self.table.store {
            Store::Held(text) => (Cow::Borrowed(text), 0),
            Store::OnDisk(id, file) => {
                (Cow::Owned(placed(&self.window[whole.clone()], *id, self.base + whole.start, file)), whole.start)
            }
        };
        // Of bytes that are letters of two or three in UTF-8, the cell's parts lie elsewhere in its text.
        let of = |range: &Range<usize>| match &self.table.store {
            Store::OnDisk(_, file) if !file.is_utf8() => {
                let length = |to: usize| self.decoded(whole.start..to).len();
                length(range.start)..length(range.end)
            }
            _ => range.start - shift..range.end - shift,
        };
        let (content, tail) = (of(&cell.content), of(&cell.tail));
        match self.table.cut {
            Cut::Sheet => sheet_cell(&text, content),
            Cut::At(_) if !cell.quoted => text.slice(content).trim(),
            Cut::At(_) => quoted_cell(&text, content, tail),
        }
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_string()),
    }
}

/// Bytes of a file on disk as text with its places.
fn placed(bytes: &[u8], id: FileId, start: usize, file: &OnDisk) -> Traced {
    if file.is_utf8() {
        return Traced::source(&String::from_utf8_lossy(bytes), id, start as u32);
    }
    let mut out = TracedBuilder::default();
    for (at, byte) in (start as u32..).zip(bytes) {
        let one = [*byte];
        let (c, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&one);
        out.push_source_unit(&c, Span::new(id, at, at + 1));
    }
    out.finish()
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

/// A cell's text without blanks at its ends, each `""` one unit.
fn quoted_cell(text: &Traced, content: Range<usize>, tail: Range<usize>) -> Traced {
    let raw = &text.text()[content.clone()];
    let mut out = TracedBuilder::default();
    let mut from = content.start;
    for (at, _) in raw.match_indices("\"\"") {
        let at = content.start + at;
        out.push(text, from..at);
        out.push_unit("\"", text, at..at + 2);
        from = at + 2;
    }
    out.push(text, from..content.end);
    if !text.text()[tail.clone()].trim().is_empty() {
        out.push(text, tail);
    }
    out.finish().trim()
}

/// The cell at `at`. `quotes`: a quote at its start opens a quoted cell; `whole`: no bytes follow those at hand.
fn cell(bytes: &[u8], at: usize, cut: Cut, quotes: bool, whole: bool) -> Result<Cell, Short> {
    let ends = |from: usize| {
        let found = match cut {
            Cut::At(delimiter) => memchr3(delimiter, b'\n', b'\r', &bytes[from..]),
            Cut::Sheet => memchr2(b'\t', b'\n', &bytes[from..]),
        };
        match found {
            Some(n) => Ok(from + n),
            None if whole => Ok(bytes.len()),
            None => Err(Short),
        }
    };
    let plain = |open: bool| {
        let end = ends(at)?;
        Ok(Cell { content: at..end, quoted: false, tail: end..end, end, open })
    };
    let blanks = bytes[at..].iter().take_while(|b| **b == b' ').count();
    if !quotes || cut == Cut::Sheet || bytes.get(at + blanks) != Some(&b'"') {
        return plain(false);
    }
    let start = at + blanks + 1;
    let mut close = start;
    loop {
        let Some(quote) = memchr(b'"', &bytes[close..]) else {
            // Never closed: the quote was meant as a letter, and the line ends the cell.
            return if whole { plain(true) } else { Err(Short) };
        };
        close += quote;
        match bytes.get(close + 1) {
            Some(b'"') => close += 2,
            None if !whole => return Err(Short),
            _ => break,
        }
    }
    let end = ends(close + 1)?;
    let tail = &bytes[close + 1..end];
    if memchr(b'\n', &bytes[start..close]).is_some() && !tail.trim_ascii().is_empty() {
        // The quote that closes it belongs to another line: rows would be swallowed.
        return plain(true);
    }
    Ok(Cell { content: start..close, quoted: true, tail: close + 1..end, end, open: false })
}
