//! One file as it was read: its bytes, its text, and where a byte lies.

use std::sync::{Arc, OnceLock};

use super::{Accept, FileId, OnDisk, Span, Traced, TracedBuilder};

/// A line is counted from marks that lie so many bytes apart: a file of one line may have thousands of places.
const STRIDE: usize = 1024;

/// A file as it was read, once.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path relative to the project, with `/`.
    pub path: String,
    /// Its bytes as they lie on disk; of a sheet, those of its text.
    pub bytes: Arc<[u8]>,
    /// Its text, each character with its place.
    pub text: Traced,
    form: Form,
    utf16: Option<bool>,
    lines: OnceLock<Vec<u32>>,
    utf8: OnceLock<bool>,
    /// How many characters begin before each [`STRIDE`] of bytes.
    marks: OnceLock<Vec<u32>>,
}

/// What a file is held as.
#[derive(Debug, Clone)]
enum Form {
    /// Its own bytes.
    Bytes,
    /// The first sheet of a workbook, with its name: line N of the text is row N, with tabs between the cells.
    Sheet(String),
    /// A file that stays on disk: `bytes` and `text` are empty.
    OnDisk(Arc<OnDisk>),
    /// Nothing: it was let go of, and is another one on disk by now.
    Lost,
}

/// A place for people: both count from 1, a column being one Unicode scalar value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The byte, from 0.
    pub offset: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl SourceFile {
    /// The file `path` with these bytes; `false`: they are no text that `accept` takes.
    pub(super) fn of(id: FileId, path: &str, bytes: Vec<u8>, accept: Accept) -> (SourceFile, bool) {
        let utf16 = match bytes.get(..2) {
            Some([0xff, 0xfe]) => Some(false),
            Some([0xfe, 0xff]) => Some(true),
            _ => None,
        };
        let zero = accept != Accept::Message && memchr::memchr(0, &bytes).is_some();
        let marked = bytes.starts_with(&[0xef, 0xbb, 0xbf]);
        if utf16.is_some() || zero || marked {
            let text = decode(id, &bytes, utf16, accept);
            let read = text.is_some();
            return (SourceFile::new(path, bytes.into(), text.unwrap_or_default(), utf16), read);
        }
        match String::from_utf8(bytes) {
            // What is plain UTF-8 is held once: its text is its bytes.
            Ok(text) => {
                let text: Arc<str> = text.into();
                let file = SourceFile::new(path, Arc::clone(&text).into(), Traced::of_file(text, id), None);
                (SourceFile { utf8: OnceLock::from(true), ..file }, true)
            }
            Err(error) => {
                let bytes = error.into_bytes();
                let text = decode(id, &bytes, None, accept);
                let read = text.is_some();
                (SourceFile::new(path, bytes.into(), text.unwrap_or_default(), None), read)
            }
        }
    }

    /// The text of a sheet as a file.
    pub(super) fn of_sheet(id: FileId, path: &str, sheet: &str, text: &str) -> SourceFile {
        let file = SourceFile::new(path, text.as_bytes().into(), Traced::source(text, id, 0), None);
        SourceFile { form: Form::Sheet(sheet.to_string()), ..file }
    }

    /// A file that stays on disk.
    pub(super) fn of_disk(path: &str, file: OnDisk) -> SourceFile {
        let nothing = SourceFile::new(path, Arc::from([]), Traced::default(), None);
        SourceFile { form: Form::OnDisk(Arc::new(file)), ..nothing }
    }

    /// A file of which nothing is known any more.
    pub(super) fn lost(path: &str) -> SourceFile {
        SourceFile { form: Form::Lost, ..SourceFile::new(path, Arc::from([]), Traced::default(), None) }
    }

    fn new(path: &str, bytes: Arc<[u8]>, text: Traced, utf16: Option<bool>) -> SourceFile {
        SourceFile {
            path: path.to_string(),
            bytes,
            text,
            form: Form::Bytes,
            utf16,
            lines: OnceLock::new(),
            utf8: OnceLock::new(),
            marks: OnceLock::new(),
        }
    }

    /// The same file under another path.
    pub(super) fn moved(&self, path: &str) -> SourceFile {
        let file = SourceFile::new(path, Arc::clone(&self.bytes), self.text.clone(), self.utf16);
        SourceFile { form: self.form.clone(), ..file }
    }

    /// The sheet's name, where the file is a workbook: line N of the text is row N, with tabs between the cells.
    pub fn sheet(&self) -> Option<&str> {
        match &self.form {
            Form::Sheet(name) => Some(name),
            _ => None,
        }
    }

    /// The file itself, where it stays on disk: then `bytes` and `text` are empty.
    pub fn on_disk(&self) -> Option<&Arc<OnDisk>> {
        match &self.form {
            Form::OnDisk(file) => Some(file),
            _ => None,
        }
    }

    /// Whether it was let go of, and is another one on disk by now: nothing of it can be shown any more.
    pub fn is_lost(&self) -> bool {
        matches!(self.form, Form::Lost)
    }

    /// Where a byte offset lies. Offsets past the end lie at the end.
    pub fn position(&self, offset: u32) -> Position {
        if let Some(file) = self.on_disk() {
            return file.position(offset);
        }
        let offset = offset.min(self.bytes.len() as u32);
        let lines = self.lines.get_or_init(|| line_starts(&self.bytes, self.utf16));
        let line = lines.partition_point(|start| *start <= offset).max(1);
        let start = lines[line - 1];
        let long = (offset - start) as usize;
        let mut column = match self.utf16 {
            Some(_) => long / 2,
            None if self.is_utf8() => self.characters(start as usize, offset as usize),
            None => long,
        };
        if line == 1 && self.bytes.starts_with(&[0xef, 0xbb, 0xbf]) && offset >= 3 {
            column -= 1;
        }
        if line == 1 && self.utf16.is_some() && offset >= 2 {
            column -= 1;
        }
        Position { offset, line: line as u32, column: column as u32 + 1 }
    }

    /// How many characters begin in a range of bytes of UTF-8.
    fn characters(&self, start: usize, end: usize) -> usize {
        if end - start <= 2 * STRIDE {
            return begun(&self.bytes[start..end]);
        }
        let marks = self.marks.get_or_init(|| {
            let mut all = 0;
            let strides = self.bytes.chunks(STRIDE).map(|stride| {
                let before = all;
                all += begun(stride) as u32;
                before
            });
            strides.collect()
        });
        let before = |at: usize| match marks.get(at / STRIDE) {
            Some(mark) => *mark as usize + begun(&self.bytes[at / STRIDE * STRIDE..at]),
            // The end of a file that ends with a stride.
            None => begun(&self.bytes[at - STRIDE..at]) + marks.last().map_or(0, |mark| *mark as usize),
        };
        before(end) - before(start)
    }

    /// The byte at a line and column, the way back from [`SourceFile::position`]; `None` where the file has no such place.
    pub fn offset(&self, line: u32, column: u32) -> Option<u32> {
        let lines = self.lines.get_or_init(|| line_starts(&self.bytes, self.utf16));
        let (line, column) = (line.checked_sub(1)? as usize, column.checked_sub(1)? as usize);
        let (mut start, end) = (*lines.get(line)?, lines.get(line + 1).map_or(self.bytes.len(), |next| *next as usize));
        let mark = match self.utf16 {
            Some(_) => 2,
            None if self.bytes.starts_with(&[0xef, 0xbb, 0xbf]) => 3,
            None => 0,
        };
        start += if line == 0 { mark } else { 0 };
        let bytes = self.bytes.get(start as usize..end)?;
        let skipped = match (self.utf16, std::str::from_utf8(bytes)) {
            (Some(_), _) => column * 2,
            (None, Ok(text)) if self.is_utf8() => text.char_indices().nth(column)?.0,
            (None, _) => column,
        };
        (skipped < bytes.len()).then_some(start + skipped as u32)
    }

    /// Whether all its bytes are UTF-8; looked at once.
    pub fn is_utf8(&self) -> bool {
        if let Some(file) = self.on_disk() {
            return file.is_utf8();
        }
        *self.utf8.get_or_init(|| std::str::from_utf8(&self.bytes).is_ok())
    }

    /// The text of a span, decoded; empty when it is not on character borders.
    pub fn slice(&self, span: Span) -> String {
        let read = self.on_disk().map(|file| file.bytes(span.start..span.end));
        let within = |at: u32| (at as usize).min(self.bytes.len());
        let bytes = read.as_deref().unwrap_or(&self.bytes[within(span.start)..within(span.end)]);
        match self.utf16 {
            Some(big) => utf16_chars(bytes, big).map(|(c, _)| c).collect(),
            None => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_string(),
                Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            },
        }
    }

    /// A text in the encoding of the file; `None` where the encoding has no place for a character of it.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if self.utf16.is_some() {
            return None;
        }
        if self.is_utf8() {
            return Some(text.as_bytes().to_vec());
        }
        let (bytes, _, unknown) = encoding_rs::WINDOWS_1252.encode(text);
        (!unknown).then(|| bytes.into_owned())
    }

    /// The cell of a sheet in which a byte of its text lies, such as `C5`.
    pub fn cell(&self, offset: u32) -> Option<String> {
        self.sheet()?;
        let before = &self.bytes[..(offset as usize).min(self.bytes.len())];
        let line = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = before[line..].iter().filter(|b| **b == b'\t').count();
        Some(cell_name(self.position(offset).line, column as u32))
    }

    /// The span of the whole file.
    pub fn span(&self, file: FileId) -> Span {
        Span::new(file, 0, self.on_disk().map_or(self.bytes.len() as u32, |file| file.length()))
    }
}

/// How many characters begin in some bytes of UTF-8: each has one byte that does not continue another.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The name of a cell: its row from 1, its column from 0.
fn cell_name(row: u32, mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

fn decode(id: FileId, bytes: &[u8], utf16: Option<bool>, accept: Accept) -> Option<Traced> {
    if let Some(big) = utf16 {
        if accept == Accept::Utf8 {
            return None;
        }
        let mut out = TracedBuilder::default();
        let mut at = 2u32;
        for (c, width) in utf16_chars(&bytes[2..], big) {
            // A file that was cut may end with half of a unit.
            let end = (at + width).min(bytes.len() as u32);
            out.push_source_unit(c.encode_utf8(&mut [0; 4]), Span::new(id, at, end));
            at = end;
        }
        return Some(out.finish());
    }
    if bytes.contains(&0) && accept != Accept::Message {
        return None;
    }
    let skip = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    match std::str::from_utf8(&bytes[skip..]) {
        Ok(text) => Some(Traced::source(text, id, skip as u32)),
        Err(_) if accept != Accept::Utf8 => {
            let mut out = TracedBuilder::default();
            for (at, byte) in bytes.iter().enumerate() {
                let one = [*byte];
                let (c, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&one);
                out.push_source_unit(&c, Span::new(id, at as u32, at as u32 + 1));
            }
            Some(out.finish())
        }
        Err(_) => None,
    }
}

fn utf16_chars(bytes: &[u8], big: bool) -> impl Iterator<Item = (char, u32)> + '_ {
    let units = bytes.chunks(2).map(move |pair| match (pair, big) {
        ([a, b], true) => u16::from_be_bytes([*a, *b]),
        ([a, b], false) => u16::from_le_bytes([*a, *b]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|c| c.map_or(('\u{fffd}', 2), |c| (c, 2 * c.len_utf16() as u32)))
}

/// The first byte of each line.
fn line_starts(bytes: &[u8], utf16: Option<bool>) -> Vec<u32> {
    let mut starts = vec![0];
    match utf16 {
        Some(big) => {
            for (n, pair) in bytes.chunks_exact(2).enumerate() {
                if pair == if big { [0, b'\n'] } else { [b'\n', 0] } {
                    starts.push(2 * n as u32 + 2);
                }
            }
        }
        None => starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1)),
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        for (column, name) in
            [(0, "A7"), (25, "Z7"), (26, "AA7"), (51, "AZ7"), (701, "ZZ7"), (702, "AAA7"), (16_383, "XFD7")]
        {
            assert_eq!(cell_name(7, column), name);
        }
    }

    #[test]
    fn columns_of_a_long_line_are_counted_from_marks_as_from_its_start() {
        let text = "aé😀".repeat(STRIDE);
        let sources = Sources::new();
        let file = sources.file(sources.add("a.hbs", format!("é\n{text}").into_bytes(), Accept::Utf8).unwrap());
        assert_eq!(file.bytes.len(), 7 * STRIDE + 3);
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]).step_by(7) {
            let column = text[..at].chars().count() as u32 + 1;
            assert_eq!((file.position(at as u32 + 3).line, file.position(at as u32 + 3).column), (2, column));
        }
    }

    #[test]
    fn each_position_leads_back_to_its_byte() {
        let text = "é a😀\r\nb\n\nfin";
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("é a\nb".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let latin: Vec<u8> = vec![0xe9, b' ', b'a', b'\n', b'b'];
        for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16, latin] {
            let sources = Sources::new();
            let file = sources.file(sources.add("a.csv", bytes, Accept::AnyText).unwrap());
            let mut held = 0;
            for (piece, segment) in file.text.pieces(0..file.text.len()) {
                for (n, _) in file.text.text()[piece.clone()].char_indices() {
                    let at = file.text.origin(piece.start + n..piece.start + n + 1).span().map(|span| span.start);
                    let position = file.position(at.unwrap());
                    assert_eq!(file.offset(position.line, position.column), at, "{position:?} {segment:?}");
                    held += 1;
                }
            }
            assert!(held >= 5);
            assert_eq!(
                (file.offset(0, 1), file.offset(1, 0), file.offset(9, 1), file.offset(1, 99)),
                (None, None, None, None)
            );
        }
    }

    #[test]
    fn a_byte_of_a_sheet_lies_in_its_cell() {
        let sources = Sources::new();
        let file = sources.file(sources.add_sheet("a.xlsx", "Feuille", "é\tb\n\n\t\tc"));
        let cells: Vec<String> = (0..10).filter_map(|offset| file.cell(offset)).collect();
        assert_eq!(cells, ["A1", "A1", "A1", "B1", "B1", "A2", "A3", "B3", "C3", "C3"]);
    }
}
