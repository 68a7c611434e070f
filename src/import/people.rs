//! People of an export as rows of a recipients' file: the columns that have a meaning first, then the platform's own.

use std::collections::HashMap;

use crate::language::Language;
use crate::project::{MEANINGS, Recipients};

/// A row while it is filled: a cell a column, by the column's name.
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
            cells[at] = text;
        }
        self.rows.push(cells);
    }

    /// The rows; cells at the end may be left out.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The rows of a table that was read, with the columns for which `keep` gives a name: it is asked with the header
    /// and its meaning, if it has one.
    pub fn of_table(table: &Recipients, keep: impl Fn(&str, Option<&'static str>) -> Option<String>) -> People {
        let mut people = People::new();
        let kept: Vec<(usize, usize)> = table
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| Some((at, keep(column.header.text(), column.meaning)?)))
            .map(|(at, name)| (at, people.column(&name)))
            .collect();
        for row in table.rows.iter() {
            people.push(kept.iter().map(|(from, to)| (*to, row.cells[*from].text().to_string())).collect());
        }
        people
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
        for row in &self.rows {
            line(&mut out, order.iter().map(|at| row.get(*at).map_or("", String::as_str)), delimiter);
        }
        out
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
