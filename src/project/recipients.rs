//! Recipients' files (contract, section 4).

use crate::source::{FileId, Traced};

/// A recipients' file, read.
#[derive(Debug, Clone, Default)]
pub struct Recipients {
    /// The file; `None` for the made-up recipient.
    pub file: Option<FileId>,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The header as written.
    pub header: Traced,
    /// The name under which it has a meaning (`first_name`, `attended` …), where it has one.
    pub meaning: Option<&'static str>,
    /// The name that `columns:` in the settings gives it.
    pub renamed: Option<String>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its cells, one a column; missing ones are empty.
    pub cells: Vec<Traced>,
}
