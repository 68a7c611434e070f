//! Recipients' files.
//!
//! Comes in: a file, and which of its rows a mail asks for. Goes out: [`Recipients`], whose rows are gone through one at
//! a time. A small file is held; one of more than [`HELD`] bytes stays on disk, and each going through reads it anew.
//! It never holds the rows of a large file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::columns::{Column, columns, meaning, yes_no};
use super::read::Reader;
use super::recipients_faults::{OddRows, no_email, no_rows, too_wide};
use super::row_set::RowSet;
use super::table::{Cursor, Cut, MOST_COLUMNS, Store, Table};
use super::workbook;
use super::workbook_faults::{self, Format};
use crate::language::Message;
use crate::language::fold::{fold, fold_key, nearest};
use crate::source::{FileId, Problem, Sources, Traced};
use crate::yaml::{Node, Value};

/// The largest file of recipients that is held in memory, in bytes: many mails may go through it. UTF-16 and workbooks
/// are held whatever their size, which has a limit of its own.
const HELD: u64 = 4 * 1024 * 1024;

/// A recipients' file, read.
#[derive(Debug, Clone, Default)]
pub struct Recipients {
    /// The file; `None` for the made-up recipient.
    pub file: Option<FileId>,
    /// The columns, in order.
    pub columns: Arc<[Column]>,
    table: Arc<Table>,
    /// Which rows count: all that every filter lets through.
    filters: Arc<[Filter]>,
    count: usize,
    known: Arc<Known>,
}

/// What was looked for in the rows before: the classes of one mail ask the same.
#[derive(Debug, Default)]
struct Known {
    /// The rows of those who did not come, and of those who came.
    attendance: OnceLock<[Arc<RowSet>; 2]>,
    /// Whether a word stands alone in a cell of some columns.
    words: Mutex<HashMap<(Vec<usize>, String), bool>>,
}

/// What `where:` asks of a column.
#[derive(Debug, Clone)]
struct Filter {
    column: usize,
    wanted: Vec<String>,
}

/// A row that is held.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its cells, one a column; missing ones are empty.
    pub cells: Vec<Traced>,
}

impl Recipients {
    /// The index of the column with a meaning, such as `email`.
    pub fn column(&self, meaning: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.meaning == Some(meaning))
    }

    /// The index of the column of a name that templates may use: its meaning, what the settings call it, its header.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| {
            column.meaning == Some(name) || column.renamed.as_deref() == Some(name) || column.header.text() == name
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The rows, in order, one at a time.
    pub fn rows(&self) -> Rows<'_> {
        Rows { cursor: self.table.cursor(), filters: &self.filters, width: self.columns.len() }
    }

    /// The row at an index, from 0.
    pub fn row(&self, index: usize) -> Option<Row> {
        let mut rows = self.rows();
        for _ in 0..index {
            rows.next()?;
        }
        rows.next().map(|row| row.held())
    }

    /// All rows, held: for tables that are small, or become something else that is held.
    pub fn all(&self) -> Vec<Row> {
        let mut rows = self.rows();
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            out.push(row.held());
        }
        out
    }

    /// The rows of those who came, or of those who did not; `None` without a column that says so.
    pub fn attendance(&self, came: bool) -> Option<Arc<RowSet>> {
        let column = self.column("attended")?;
        let both = self.known.attendance.get_or_init(|| {
            let mut both = [RowSet::default(), RowSet::default()];
            let mut rows = self.rows();
            while let Some(row) = rows.next() {
                if let Some(came) = yes_no(&row.text(column)) {
                    both[usize::from(came)].push(row.line());
                }
            }
            both.map(Arc::new)
        });
        Some(Arc::clone(&both[usize::from(came)]))
    }

    /// Whether a folded word is the whole of some cell of these columns.
    pub fn has(&self, columns: &[usize], word: &str) -> bool {
        let key = (columns.to_vec(), word.to_string());
        let mut words = self.known.words.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *words.entry(key).or_insert_with(|| {
            let mut rows = self.rows();
            while let Some(row) = rows.next() {
                if columns.iter().any(|column| fold(&row.text(*column)) == word) {
                    return true;
                }
            }
            false
        })
    }

    /// What kept the file from being read to its end, if anything did: it may be cut or taken away during a run.
    pub fn fault(&self, shown: &str) -> Option<Problem> {
        let Store::OnDisk(_, file) = &self.table.store else { return None };
        let why = file.fault()?;
        let message = Message::new(
            format!("« {shown} » n'a pas pu être lu jusqu'au bout : {why}"),
            format!("“{shown}” could not be read to its end: {why}"),
        );
        let help = Message::new(
            "Ne pas remplacer le fichier pendant la vérification ; la relancer.",
            "Do not replace the file during the check; run it again.",
        );
        Some(Problem::new("file-unreadable", message).help(help).in_path(shown))
    }
}

/// Goes through the rows of recipients.
#[derive(Debug)]
pub struct Rows<'t> {
    cursor: Cursor<'t>,
    filters: &'t [Filter],
    width: usize,
}

/// A row that is being gone through.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'c> {
    cursor: &'c Cursor<'c>,
    width: usize,
}

impl Rows<'_> {
    /// The next row; `None` after the last one.
    #[expect(clippy::should_implement_trait, reason = "a row lives until the next one is read")]
    pub fn next(&mut self) -> Option<RowView<'_>> {
        while self.cursor.advance() {
            let cursor = &self.cursor;
            let wanted = |filter: &Filter| filter.wanted.iter().any(|one| matches(&cursor.text(filter.column), one));
            if self.filters.iter().all(wanted) {
                return Some(RowView { cursor: &self.cursor, width: self.width });
            }
        }
        None
    }
}

impl<'c> RowView<'c> {
    /// Its line in the file, from 1.
    pub fn line(&self) -> u32 {
        self.cursor.line
    }

    /// The text of a cell; empty where the row has none.
    pub fn text(&self, column: usize) -> Cow<'c, str> {
        self.cursor.text(column)
    }

    /// A cell with its places.
    pub fn cell(&self, column: usize) -> Traced {
        self.cursor.traced(column)
    }

    /// The row, held.
    pub fn held(&self) -> Row {
        Row { line: self.line(), cells: (0..self.width).map(|column| self.cell(column)).collect() }
    }
}

/// How many lines may stand before the header.
const LEAD: usize = 50;

/// A recipients' file with the rows that count.
pub(super) struct Wanted<'a> {
    /// Where it lies on disk.
    pub(super) disk: &'a std::path::Path,
    /// The path to show.
    pub(super) shown: &'a str,
    /// `columns:` of the settings.
    pub(super) columns: &'a [(Traced, Traced)],
}

/// Reads a recipients' file; `None` where it has no e-mail column or cannot be read.
pub(super) fn read(reader: &mut Reader, wanted: &Wanted) -> Option<Recipients> {
    let file = match Format::of(wanted.shown) {
        Format::Text => reader.sources.read_table(wanted.disk, wanted.shown, HELD).map_err(not_text),
        Format::Workbook => sheet(reader.sources, wanted),
        Format::Other => Err(workbook_faults::other(wanted.shown)),
    };
    match file {
        Ok(file) => table(reader, file, wanted.columns),
        Err(problem) => {
            reader.problems.push(problem);
            None
        }
    }
}

/// Reads one table of people, of no project: what an import starts from. What is wrong with single rows is told beside
/// the table.
pub fn recipients_of(sources: &Sources, disk: &std::path::Path, shown: &str) -> (Option<Recipients>, Vec<Problem>) {
    let mut reader = Reader::new(sources);
    let table = read(&mut reader, &Wanted { disk, shown, columns: &[] });
    (table, reader.problems)
}

/// Whether a path names a spreadsheet, of whatever format, rather than a text.
pub fn is_sheet(shown: &str) -> bool {
    Format::of(shown) != Format::Text
}

/// The first sheet of a workbook as a file of the run.
fn sheet(sources: &Sources, wanted: &Wanted) -> Result<FileId, Problem> {
    let shown = wanted.shown;
    let known = sources.known(shown).map(|known| (known, sources.file(known)));
    let bytes = match known {
        Some((id, file)) if file.sheet().is_some() => return Ok(id),
        Some((_, file)) => file.bytes.to_vec(),
        None => sources.bytes(wanted.disk, shown).map_err(workbook_faults::too_large)?,
    };
    let sheet = workbook::read(&bytes).map_err(|fault| workbook_faults::problem(fault, shown))?;
    Ok(sources.add_sheet(shown, &sheet.name, &sheet.text))
}

/// What is said of a text that is none: it may be a workbook under another name.
fn not_text(problem: Problem) -> Problem {
    if problem.code != "file-binary" {
        return problem;
    }
    problem.help(Message::new(
        "Si c'est un classeur Excel, le renommer en « .xlsx » ; sinon, refaire l'export en CSV UTF-8.",
        "If it is an Excel workbook, rename it to “.xlsx”; else export it again as CSV UTF-8.",
    ))
}

/// Reads the text of a recipients' file: its header, and how many rows it has.
pub(super) fn table(reader: &mut Reader, file: FileId, names: &[(Traced, Traced)]) -> Option<Recipients> {
    let source = reader.sources.file(file);
    let store = match source.on_disk() {
        Some(on_disk) => Store::OnDisk(file, Arc::clone(on_disk)),
        None => Store::Held(source.text.clone()),
    };
    let cuts: &[Cut] = match source.sheet() {
        Some(_) => &[Cut::Sheet],
        None => &[Cut::At(b';'), Cut::At(b','), Cut::At(b'\t'), Cut::At(b'|')],
    };
    let Some((headers, mut table)) = header(&store, cuts) else {
        let all = Table::whole(store, Cut::Sheet);
        let mut rows = all.cursor();
        let first = if rows.advance() { first_line(&rows) } else { String::new() };
        reader.problems.push(no_email(&first, &all, file, source.sheet()));
        return None;
    };
    if headers.len() > MOST_COLUMNS {
        reader.problems.push(too_wide(&Table::whole(table.store.clone(), table.cut), file));
        return None;
    }
    let columns = columns(headers, names);
    table.width = columns.len();
    let (mut count, mut odd) = (0, OddRows::default());
    let mut rows = table.cursor();
    while rows.advance() {
        count += 1;
        odd.look(&rows);
    }
    reader.problems.extend(odd.problem(&table, file));
    if count == 0 {
        reader.problems.push(no_rows(&Table::whole(table.store.clone(), table.cut), file));
    }
    let (columns, table, filters) = (columns.into(), Arc::new(table), Arc::default());
    Some(Recipients { file: Some(file), columns, table, filters, count, known: Arc::default() })
}

/// The cells of a row as one line.
fn first_line(row: &Cursor<'_>) -> String {
    (0..row.found).map(|at| row.text(at).into_owned()).collect::<Vec<_>>().join("\t")
}

/// The header's cells, and the table below it: the first line with an e-mail column, split by whichever delimiter gives
/// it most columns.
fn header(store: &Store, cuts: &[Cut]) -> Option<(Vec<Traced>, Table)> {
    let mut best: Option<(Vec<Traced>, Table)> = None;
    for cut in cuts {
        let all = Table::whole(store.clone(), *cut);
        let mut rows = all.cursor();
        let found =
            (0..LEAD).find(|_| rows.advance() && (0..rows.found).any(|at| meaning(&rows.text(at)) == Some("email")));
        if found.is_some() && best.as_ref().is_none_or(|(known, _)| rows.found > known.len()) {
            let headers = (0..rows.found).map(|at| rows.traced(at)).collect();
            let (start, line) = rows.next();
            best = Some((headers, Table { start, line, ..all.clone() }));
        }
    }
    best
}

/// Keeps the rows that `where:` asks for: `{attended: yes}`.
pub(super) fn narrow(reader: &mut Reader, recipients: Recipients, filter: &Node) -> Recipients {
    let mut filters: Vec<Filter> = Vec::new();
    for (name, value) in filter.entries() {
        let folded = fold_key(name.text());
        let found = recipients.columns.iter().position(|column| {
            column.meaning == Some(name.text())
                || column.renamed.as_deref() == Some(name.text())
                || fold_key(column.header.text()) == folded
        });
        let Some(column) = found else {
            let headers: Vec<&str> = recipients.columns.iter().map(|column| column.header.text()).collect();
            let near = nearest(name.text(), headers.iter().copied()).unwrap_or("attended");
            let message = Message::new(
                format!("Les destinataires n'ont pas de colonne « {} »", name.text()),
                format!("The recipients have no column “{}”", name.text()),
            );
            let span = name.whole().span().unwrap_or(filter.span);
            reader.bad(span, message, &format!("where: {{{near}: yes}}"));
            continue;
        };
        let wanted: Vec<String> = match &value.value {
            Value::List(items) => items.iter().filter_map(Node::as_text).map(|text| text.text().to_string()).collect(),
            Value::Scalar { text, .. } => vec![text.text().to_string()],
            _ => vec![String::new()],
        };
        filters.push(Filter { column, wanted });
    }
    let mut narrowed = Recipients { filters: filters.into(), known: Arc::default(), ..recipients };
    let mut rows = narrowed.rows();
    let mut count = 0;
    while rows.next().is_some() {
        count += 1;
    }
    narrowed.count = count;
    narrowed
}

fn matches(cell: &str, wanted: &str) -> bool {
    match (yes_no(cell), yes_no(wanted)) {
        (Some(a), Some(b)) => a == b,
        _ => fold(cell.trim()) == fold(wanted.trim()),
    }
}
