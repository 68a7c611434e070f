//! Reading the first visible sheet of an Excel workbook as a text: line N is row N, with tabs between the cells.
//!
//! Comes in: the bytes of the file. Goes out: a [`Sheet`], or a [`Fault`] that says what to do. What a workbook unpacks
//! to is measured before it is read, since a few bytes may unpack to more than a machine holds.

use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

/// The most bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// The most bytes of its styles, of which each few letters become a large record.
const MOST_STYLES: u64 = 2 * 1024 * 1024;
/// The last row that may hold something; the message names it, too.
const MOST_ROWS: u32 = 200_000;
/// The last column that may hold something is SF; the message names it, too.
const MOST_COLUMNS: u32 = super::table::MOST_COLUMNS as u32;
/// The most bytes of the text that a sheet becomes: as much as a CSV file may have.
const MOST_TEXT: usize = crate::source::MAX_BYTES as usize;

/// What stands in a sheet's text for a line break in a cell: no workbook can hold this character.
pub(super) const BREAK: char = '\u{b}';
/// What stands in a sheet's text for a tab in a cell.
pub(super) const TAB: char = '\u{c}';

/// A sheet as a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Its cells: row N is line N, with tabs between the cells.
    pub(super) text: String,
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// No bytes at all.
    Empty,
    /// It asks for a password.
    Locked,
    /// The format before 2007, under a new name.
    Old,
    /// Text (CSV, HTML), under the name of a workbook.
    Text,
    /// A workbook of another program: LibreOffice, Numbers.
    Foreign,
    /// Cut short, or no workbook.
    Broken,
    /// It unpacks to more than is read.
    Unpacked,
    /// It has more rows than are read.
    Rows,
    /// It has more columns than are read.
    Columns,
    /// Its cells hold more text than is read.
    Long,
    /// No sheet can be seen.
    NoSheet,
}

/// Reads the first sheet that can be seen.
///
/// # Errors
/// What keeps the workbook from being read.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
    container(bytes)?;
    measure(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let sheets = workbook.sheets_metadata();
    let seen = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let name = sheets.iter().find(seen).map(|sheet| sheet.name.clone()).ok_or(Fault::NoSheet)?;
    let text = cells(&mut workbook, &name)?.text()?;
    Ok(Sheet { name, text })
}

/// What the file is by its first bytes, whatever its name.
fn container(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    // An OLE container: a workbook of before 2007, or a new one that is encrypted.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if locked { Fault::Locked } else { Fault::Old });
    }
    if bytes.starts_with(b"PK") {
        return Ok(());
    }
    let text = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || !bytes.contains(&0);
    Err(if text { Fault::Text } else { Fault::Broken })
}

/// Unpacks every part into nothing, and counts: what a part says of its own size may be wrong.
fn measure(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    if names.iter().any(|name| name == "content.xml" || name.starts_with("index/")) {
        return Err(Fault::Foreign);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let most = if part.name().is_ok_and(|name| name.to_lowercase().contains("styles")) {
            MOST_STYLES.min(left)
        } else {
            left
        };
        // A part that breaks off is told by whoever reads it.
        let mut counted = Counted(0);
        let _ = std::io::copy(&mut part.take(most + 1), &mut counted);
        if counted.0 > most {
            return Err(Fault::Unpacked);
        }
        left -= counted.0;
    }
    Ok(())
}

/// Counts what is written to it.
struct Counted(u64);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn fault(error: &XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Locked,
        _ => Fault::Broken,
    }
}

/// The cells of a sheet that hold something.
#[derive(Debug, Default)]
struct Cells {
    /// Row and column from 0, and the bytes of `all`.
    places: Vec<(u32, u32, std::ops::Range<usize>)>,
    all: String,
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, Fault> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| fault(&error))?;
    let formats: Vec<Format> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or(Format::Plain, |format| Format::of(&format.format_code)))
        .collect();
    let mut cells = Cells::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| fault(&error))? {
        let format = formats.get(style).copied().unwrap_or(Format::Plain);
        let start = cells.all.len();
        push(&mut cells.all, cell.get_value(), format);
        if cells.all.len() == start {
            continue;
        }
        let (row, column) = cell.get_position();
        if row >= MOST_ROWS {
            return Err(Fault::Rows);
        }
        if column >= MOST_COLUMNS {
            return Err(Fault::Columns);
        }
        if cells.all.len() + cells.places.len() > MOST_TEXT {
            return Err(Fault::Long);
        }
        cells.places.push((row, column, start..cells.all.len()));
    }
    Ok(cells)
}

impl Cells {
    /// Each row with something in it on its line, all of one width.
    fn text(mut self) -> Result<String, Fault> {
        self.places.sort_by_key(|(row, column, _)| (*row, *column));
        // A place that a broken writer fills twice keeps what came last, as in Excel.
        self.places.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 = next.2.clone();
            }
            same
        });
        let width = self.places.iter().map(|(_, column, _)| column + 1).max().unwrap_or(0);
        let mut text = String::with_capacity(self.all.len() + self.places.len());
        let (mut row, mut column) = (0, 0);
        let fill = |text: &mut String, from: u32, to: u32| text.extend(std::iter::repeat_n('\t', (to - from) as usize));
        for (at_row, at_column, range) in self.places {
            if row < at_row {
                if !text.is_empty() {
                    fill(&mut text, column, width - 1);
                }
                text.extend(std::iter::repeat_n('\n', (at_row - row) as usize));
                (row, column) = (at_row, 0);
            }
            fill(&mut text, column, at_column);
            column = at_column;
            text.push_str(&self.all[range]);
            if text.len() > MOST_TEXT {
                return Err(Fault::Long);
            }
        }
        fill(&mut text, column, width.saturating_sub(1));
        Ok(text)
    }
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// As it is.
    Plain,
    /// As a percentage, with so many decimals.
    Percent(usize),
    /// With zeros before it, up to so many digits: postal codes.
    Zeros(usize),
}

impl Format {
    /// The format of a code of Excel, as far as it says more than how a number is decorated.
    fn of(code: &str) -> Format {
        let zeros = |text: &str| (!text.is_empty() && text.bytes().all(|b| b == b'0')).then_some(text.len());
        if let Some(number) = code.strip_suffix('%').map(str::trim_end) {
            let decimals = number.split_once('.').map_or(Some(0), |(_, decimals)| zeros(decimals));
            return decimals.map_or(Format::Plain, Format::Percent);
        }
        zeros(code).filter(|width| *width > 1).map_or(Format::Plain, Format::Zeros)
    }
}

/// Adds what a cell shows; line breaks and tabs in it as [`BREAK`] and [`TAB`].
fn push(out: &mut String, value: &DataRef, format: Format) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => push_text(out, text),
        DataRef::SharedString(text) => push_text(out, text),
        DataRef::Int(number) => push_number(out, *number as f64, format),
        DataRef::Float(number) => push_number(out, *number, format),
        DataRef::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        DataRef::DateTime(at) => push_date(out, at),
        DataRef::Error(_) => out.push_str(&Data::from(value.clone()).to_string()),
    }
}

fn push_text(out: &mut String, text: &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' | '\r' => BREAK,
            '\t' => TAB,
            '\0' => '\u{fffd}',
            c => c,
        });
    }
}

/// A number as Excel shows it: 15 digits count, and nothing stands behind a whole one.
fn push_number(out: &mut String, number: f64, format: Format) {
    let digits = |number: f64| format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    let shown = match format {
        Format::Percent(decimals) => format!("{:.decimals$}%", digits(number * 100.0)),
        Format::Zeros(width) if number >= 0.0 => format!("{:0width$.0}", number),
        _ => digits(number).to_string(),
    };
    out.push_str(if shown == "-0" { "0" } else { &shown });
}

/// `2026-11-17`, `2026-11-17 14:00`, and for a time of day or a duration `14:00`.
fn push_date(out: &mut String, at: &ExcelDateTime) {
    let days = at.as_f64();
    if !days.is_finite() {
        return;
    }
    let seconds = (days.abs().min(1e9) * 86_400.0).round() as u64;
    let time = |seconds: u64| match seconds % 60 {
        0 => format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60),
        rest => format!("{:02}:{:02}:{rest:02}", seconds / 3600, seconds / 60 % 60),
    };
    if at.is_duration() || days < 1.0 {
        let sign = if days < 0.0 { "-" } else { "" };
        out.push_str(&format!("{sign}{}", time(seconds)));
        return;
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    out.push_str(&format!("{year:04}-{month:02}-{day:02}"));
    let of_day = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
    if of_day > 0 {
        out.push_str(&format!(" {}", time(of_day)));
    }
}
