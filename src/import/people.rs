//! People of an export as rows of a recipients' file: the columns that have a meaning first, then the platform's own.

use std::collections::HashMap;

use super::write::clean;
use crate::language::Language;
use crate::project::{MEANINGS, yes_no};

/// A row while it is filled: cells, each with the index of its column (see [`People::column`]).
pub type Row = Vec<(usize, String)>;

/// A table of people.
#[derive(Debug, Default)]
pub struct People {
    columns: Vec<String>,
    by_name: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl People {
    /// No column and no row yet.
    pub fn new() -> People {
        People::default()
    }

    /// The column of a name, which is added where it is new. Names with a meaning: see [`MEANINGS`].
    pub fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.columns.push(name.to_string());
        self.by_name.insert(name.to_string(), self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Adds a row; what it does not fill is empty.
    pub fn push(&mut self, row: Row) {
        let mut cells = vec![String::new(); self.columns.len()];
        for (at, text) in row {
            cells[at] = if text.contains(char::is_control) { clean(&text) } else { text };
        }
        self.rows.push(cells);
    }

    /// How many cells a spreadsheet would take for a formula.
    pub(super) fn formulas(&self) -> usize {
        let formula = |cell: &String| {
            let number = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || " .,()-".contains(c));
            cell.starts_with(['=', '@']) || cell.strip_prefix(['+', '-']).is_some_and(|rest| !number(rest))
        };
        self.rows.iter().flatten().filter(|cell| formula(cell)).count()
    }

    /// Adds what another row of the same person knows: an empty cell is filled, and a yes counts.
    pub fn merge(&mut self, at: usize, row: Row) {
        let width = self.columns.len();
        let Some(known) = self.rows.get_mut(at) else { return };
        known.resize(width, String::new());
        for (column, text) in row {
            if known[column].is_empty() || yes_no(&known[column]) == Some(false) && yes_no(&text) == Some(true) {
                known[column] = text;
            }
        }
    }

    /// The rows; cells at the end may be left out.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Keeps the rows whose cell of a column is wanted; how many were left out. Without that column all stay.
    pub fn retain(&mut self, column: &str, keep: impl Fn(&str) -> bool) -> usize {
        let Some(at) = self.by_name.get(column).copied() else { return 0 };
        let before = self.rows.len();
        self.rows.retain(|row| keep(row.get(at).map_or("", String::as_str)));
        before - self.rows.len()
    }

    /// The table as CSV: with semicolons in French, as spreadsheets there expect, with commas in English.
    pub fn csv(&self, language: Language) -> String {
        let delimiter = if language == Language::Fr { ';' } else { ',' };
        let mut order: Vec<usize> = MEANINGS.iter().filter_map(|name| self.by_name.get(*name).copied()).collect();
        let own: Vec<usize> = (0..self.columns.len()).filter(|at| !order.contains(at)).collect();
        order.extend(own);
        let mut out = String::with_capacity(64 * self.rows.len() + 256);
        let header = order.iter().map(|at| self.columns[*at].as_str());
        line(&mut out, header, delimiter);
        let flags: Vec<bool> = self.columns.iter().map(|name| FLAGS.contains(&name.as_str())).collect();
        for row in &self.rows {
            let cell = |at: &usize| {
                let text = row.get(*at).map_or("", String::as_str);
                if flags[*at] { flag(text, language) } else { text }
            };
            line(&mut out, order.iter().map(cell), delimiter);
        }
        // UTF-16 and JSON can say a zero; a text with one is read by nobody.
        out.replace('\0', "\u{fffd}")
    }
}

/// Columns that say yes or no.
const FLAGS: [&str; 4] = ["attended", "registered", "team_member", "guest_speaker"];

/// A yes or no in the words of a language; what is neither stays as it is.
fn flag(text: &str, language: Language) -> &str {
    match (yes_no(text), language) {
        (Some(true), Language::Fr) => "oui",
        (Some(false), Language::Fr) => "non",
        (Some(true), Language::En) => "yes",
        (Some(false), Language::En) => "no",
        (None, _) => text,
    }
}

/// One line of CSV; a cell is quoted where it must be.
fn line<'c>(out: &mut String, cells: impl Iterator<Item = &'c str>, delimiter: char) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(delimiter);
        }
        if cell.contains(['"', '\n', '\r', ';', ',', '\t', '|']) || cell != cell.trim() {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}
