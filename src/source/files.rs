//! Reading files: encodings, limits, and where a byte offset lies.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, OnceLock, RwLock};

use super::{Problem, Span, Traced, TracedBuilder};
use crate::language::Message;

/// The largest file that is read, in bytes. A mail is a few hundred kilobytes at most: Gmail clips at about 102 KB.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// One file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Which encodings a reader accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// UTF-8, with or without a byte order mark: templates, YAML, rules.
    Utf8,
    /// Also UTF-16 with a byte order mark, and Windows-1252 for what is not UTF-8: recipients' exports.
    AnyText,
    /// Any bytes: a finished message says itself how each of its parts is to be read. Its text is what an editor would
    /// show of it.
    Message,
}

/// A file as it was read, once.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path relative to the project, with `/`.
    pub path: String,
    /// Its bytes as they lie on disk; of a sheet, those of its text.
    pub bytes: Arc<[u8]>,
    /// Its text, each character with its place.
    pub text: Traced,
    /// The sheet's name, where the file is a workbook: line N of the text is row N, with tabs between the cells.
    pub sheet: Option<String>,
    utf16: Option<bool>,
    lines: OnceLock<Vec<u32>>,
    utf8: OnceLock<bool>,
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
    /// Where a byte offset lies. Offsets past the end lie at the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.bytes.len() as u32);
        let lines = self.lines.get_or_init(|| line_starts(&self.bytes, self.utf16));
        let line = lines.partition_point(|start| *start <= offset).max(1);
        let start = lines[line - 1];
        let slice = &self.bytes[start as usize..offset as usize];
        let mut column = match self.utf16 {
            Some(_) => slice.len() / 2,
            // Each character has one byte that does not continue another.
            None if self.is_utf8() => slice.iter().filter(|byte| **byte & 0xc0 != 0x80).count(),
            None => slice.len(),
        };
        if line == 1 && self.bytes.starts_with(&[0xef, 0xbb, 0xbf]) && offset >= 3 {
            column -= 1;
        }
        if line == 1 && self.utf16.is_some() && offset >= 2 {
            column -= 1;
        }
        Position { offset, line: line as u32, column: column as u32 + 1 }
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
        *self.utf8.get_or_init(|| std::str::from_utf8(&self.bytes).is_ok())
    }

    /// The text of a span, decoded; empty when it is not on character borders.
    pub fn slice(&self, span: Span) -> String {
        let bytes = &self.bytes[(span.start as usize).min(self.bytes.len())..(span.end as usize).min(self.bytes.len())];
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
        self.sheet.as_ref()?;
        let before = &self.bytes[..(offset as usize).min(self.bytes.len())];
        let line = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = before[line..].iter().filter(|b| **b == b'\t').count();
        Some(cell_name(self.position(offset).line, column as u32))
    }

    /// The span of the whole file.
    pub fn span(&self, file: FileId) -> Span {
        Span::new(file, 0, self.bytes.len() as u32)
    }
}

/// A path of a project as it is shown from outside, below the project's folder; what is no path of the project (an
/// option's name, an absolute path) stays as it is.
pub fn below(folder: &str, path: &str) -> String {
    match folder.is_empty() || path.starts_with("--") || Path::new(path).is_absolute() {
        true => path.to_string(),
        false => format!("{folder}/{path}"),
    }
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

/// What reading a file gave.
pub type Read = Result<FileId, Problem>;

/// All files of a run, each read once.
#[derive(Debug, Default)]
pub struct Sources {
    /// The number of the first file.
    first: u32,
    files: RwLock<Vec<Arc<SourceFile>>>,
    drafts: BTreeMap<String, Vec<u8>>,
    /// The first file of each path.
    by_path: RwLock<HashMap<String, FileId>>,
}

impl Sources {
    /// No file yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// No file yet; of those that will be read, these hold other bytes than on disk: corrections that are not written
    /// yet, by the paths that are shown.
    pub fn with_drafts(drafts: BTreeMap<String, Vec<u8>>) -> Sources {
        Sources { drafts, ..Sources::default() }
    }

    /// With its files numbered from `first` on, so that they can be joined to others.
    pub fn numbered_from(mut self, first: u32) -> Sources {
        self.first = first;
        self
    }

    /// The number that the next file will have.
    pub fn next(&self) -> u32 {
        let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.first + files.len() as u32
    }

    /// Shows all files below a folder; empty: as they are. No further file is read after that.
    pub fn put_below(&mut self, folder: &str) {
        let files = self.files.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        for file in files.iter_mut().filter(|_| !folder.is_empty()) {
            let path = below(folder, &file.path);
            let SourceFile { bytes, text, sheet, utf16, .. } = &**file;
            *file = Arc::new(SourceFile {
                path,
                bytes: Arc::clone(bytes),
                text: text.clone(),
                sheet: sheet.clone(),
                utf16: *utf16,
                lines: OnceLock::new(),
                utf8: OnceLock::new(),
            });
        }
    }

    /// Adds the files of another run, which are numbered from [`Sources::next`] on; places in either stay right.
    pub fn join(&mut self, other: Sources) {
        debug_assert_eq!(self.next(), other.first);
        let files = self.files.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        files.extend(other.files.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }

    /// The bytes that count for a path instead of those on disk or on standard input.
    pub fn draft(&self, shown: &str) -> Option<&[u8]> {
        self.drafts.get(shown).map(Vec::as_slice)
    }

    /// A file that was read.
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        Arc::clone(&files[(id.0 - self.first) as usize])
    }

    /// The text of a file, each character with its place.
    pub fn text(&self, id: FileId) -> Traced {
        self.file(id).text.clone()
    }

    /// Where a span starts.
    pub fn start(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// The first position after a span.
    pub fn end(&self, span: Span) -> Position {
        self.file(span.file).position(span.end)
    }

    /// The words at a span.
    pub fn slice(&self, span: Span) -> String {
        self.file(span.file).slice(span)
    }

    /// Reads the file at `disk`, to be shown as `shown`. A file that was read before is not read again.
    ///
    /// # Errors
    /// A problem with the code `file-missing`, `file-directory`, `file-unreadable`, `file-too-large`,
    /// `file-binary` or `file-encoding`; the last one with the line of the first byte that is not UTF-8.
    pub fn read(&self, disk: &Path, shown: &str, accept: Accept) -> Read {
        match self.known(shown) {
            Some(known) => Ok(known),
            None => self.add(shown, self.bytes(disk, shown)?, accept),
        }
    }

    /// The file of a path, if it was read.
    pub fn known(&self, shown: &str) -> Option<FileId> {
        let known = self.by_path.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.get(shown).copied()
    }

    /// The bytes of the file at `disk`, which is shown as `shown`; it is none of the run's files yet.
    ///
    /// # Errors
    /// A problem with the code `file-missing`, `file-directory`, `file-unreadable` or `file-too-large`.
    pub fn bytes(&self, disk: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
        let problem = |code, fr: &str, en: &str| {
            Problem::new(code, Message::new(format!("« {shown} » {fr}"), format!("“{shown}” {en}"))).in_path(shown)
        };
        let meta = match std::fs::metadata(disk) {
            Ok(meta) => meta,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(problem("file-missing", "n'existe pas", "does not exist").help(Message::new(
                    "Vérifier le chemin, ou créer le fichier.",
                    "Check the path, or create the file.",
                )));
            }
            Err(error) => {
                return Err(problem(
                    "file-unreadable",
                    &format!("ne peut pas être lu : {error}"),
                    &format!("cannot be read: {error}"),
                ));
            }
        };
        if meta.is_dir() {
            return Err(problem(
                "file-directory",
                "est un dossier : il faut un fichier",
                "is a folder: a file is needed",
            )
            .help(Message::new("Donner le chemin d'un fichier.", "Give the path of a file.")));
        }
        if !meta.is_file() {
            return Err(problem("file-unreadable", "n'est pas un fichier ordinaire", "is not an ordinary file"));
        }
        if meta.len() > MAX_BYTES {
            let size = meta.len() / (1024 * 1024);
            return Err(problem(
                "file-too-large",
                &format!("fait {size} Mo ; presend lit au plus 20 Mo"),
                &format!("has {size} MB; presend reads at most 20 MB"),
            )
            .help(Message::new(
                "Est-ce le bon fichier ? Un mail fait rarement plus de 100 Ko.",
                "Is it the right file? A mail seldom has more than 100 KB.",
            )));
        }
        if let Some(draft) = self.draft(shown) {
            return Ok(draft.to_vec());
        }
        std::fs::read(disk).map_err(|error| {
            problem("file-unreadable", &format!("ne peut pas être lu : {error}"), &format!("cannot be read: {error}"))
        })
    }

    /// Takes the text of a sheet as the file `shown`: line N of it is row N, with tabs between the cells.
    pub fn add_sheet(&self, shown: &str, sheet: &str, text: &str) -> FileId {
        let mut files = self.files.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = FileId(self.first + files.len() as u32);
        files.push(Arc::new(SourceFile {
            path: shown.to_string(),
            bytes: text.as_bytes().into(),
            text: Traced::source(text, id, 0),
            sheet: Some(sheet.to_string()),
            utf16: None,
            lines: OnceLock::new(),
            utf8: OnceLock::new(),
        }));
        drop(files);
        self.by_path.write().unwrap_or_else(|poisoned| poisoned.into_inner()).entry(shown.to_string()).or_insert(id);
        id
    }

    /// Takes bytes that are already there (standard input, a test) as the file `shown`.
    ///
    /// # Errors
    /// As [`Sources::read`], for what the bytes hold.
    pub fn add(&self, shown: &str, bytes: Vec<u8>, accept: Accept) -> Read {
        let mut files = self.files.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = FileId(self.first + files.len() as u32);
        let bytes: Arc<[u8]> = bytes.into();
        let utf16 = match bytes.get(..2) {
            Some([0xff, 0xfe]) => Some(false),
            Some([0xfe, 0xff]) => Some(true),
            _ => None,
        };
        let decoded = decode(id, &bytes, utf16, accept);
        let failed = decoded.is_none();
        files.push(Arc::new(SourceFile {
            path: shown.to_string(),
            bytes: Arc::clone(&bytes),
            text: decoded.unwrap_or_default(),
            sheet: None,
            utf16,
            lines: OnceLock::new(),
            utf8: OnceLock::new(),
        }));
        drop(files);
        let mut known = self.by_path.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.entry(shown.to_string()).or_insert(id);
        drop(known);
        if !failed {
            return Ok(id);
        }
        let mut problem = self.undecoded(id, &bytes, utf16, shown);
        problem.path = Some(shown.to_string());
        Err(problem)
    }

    fn undecoded(&self, id: FileId, bytes: &[u8], utf16: Option<bool>, shown: &str) -> Problem {
        let save = Message::new(
            "Enregistrer le fichier en UTF-8 (dans l'éditeur : « Enregistrer sous », encodage UTF-8).",
            "Save the file as UTF-8 (in the editor: “Save as”, encoding UTF-8).",
        );
        if utf16.is_some() {
            return Problem::new(
                "file-encoding",
                Message::new(format!("« {shown} » est en UTF-16"), format!("“{shown}” is UTF-16")),
            )
            .help(save)
            .at(Span::new(id, 0, 2));
        }
        if let Some(zero) = bytes.iter().position(|b| *b == 0) {
            return Problem::new(
                "file-binary",
                Message::new(format!("« {shown} » n'est pas un texte"), format!("“{shown}” is not text")),
            )
            .help(Message::new("Est-ce le bon fichier ?", "Is it the right file?"))
            .at(Span::new(id, zero as u32, zero as u32 + 1));
        }
        let bad = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
        Problem::new(
            "file-encoding",
            Message::new(
                format!(
                    "« {shown} » n'est pas en UTF-8 : l'octet {:#04x} n'y a pas de sens (Latin-1 ou Windows-1252 ?)",
                    bytes[bad]
                ),
                format!(
                    "“{shown}” is not UTF-8: the byte {:#04x} means nothing there (Latin-1 or Windows-1252?)",
                    bytes[bad]
                ),
            ),
        )
        .help(save)
        .at(Span::new(id, bad as u32, bad as u32 + 1))
    }
}

fn decode(id: FileId, bytes: &[u8], utf16: Option<bool>, accept: Accept) -> Option<Traced> {
    if let Some(big) = utf16 {
        if accept == Accept::Utf8 {
            return None;
        }
        let mut out = TracedBuilder::default();
        let mut at = 2u32;
        for (c, width) in utf16_chars(&bytes[2..], big) {
            out.push_source_unit(c.encode_utf8(&mut [0; 4]), Span::new(id, at, at + width));
            at += width;
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
        None => starts.extend(bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(n, _)| n as u32 + 1)),
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        for (column, name) in
            [(0, "A7"), (25, "Z7"), (26, "AA7"), (51, "AZ7"), (701, "ZZ7"), (702, "AAA7"), (16_383, "XFD7")]
        {
            assert_eq!(cell_name(7, column), name);
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
