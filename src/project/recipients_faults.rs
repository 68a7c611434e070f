//! What is said of a recipients' file that cannot be used as it is.
//!
//! Comes in: the beginning of its text, or rows that are broken. Goes out: a [`Problem`] with its place and its remedy.

use super::table::{Cursor, MOST_COLUMNS, Table};
use crate::language::Message;
use crate::language::fold::{fold_key, nearest};
use crate::source::{FileId, Problem, Span};

/// A file whose first lines name no e-mail column. `first`: its first line that is not blank; `sheet`: the sheet's name.
pub(super) fn no_email(first: &str, table: &Table, file: FileId, sheet: Option<&str>) -> Problem {
    if first.is_empty() {
        return empty(file, sheet);
    }
    let near = first
        .split([';', ',', '\t', '|'])
        .map(|cell| cell.trim().trim_matches('"'))
        .find(|cell| nearest(&fold_key(cell), ["email", "courriel", "adresseemail"]).is_some());
    let help = match &near {
        Some(near) => Message::new(
            format!("Renommer la colonne « {near} » en « email »."),
            format!("Rename the column “{near}” to “email”."),
        ),
        None => Message::new(
            "Mettre en première ligne les noms des colonnes, dont « email » : `email;first_name;last_name`.",
            "Put the columns' names into the first line, “email” among them: `email,first_name,last_name`.",
        ),
    };
    let message = match sheet {
        Some(name) => Message::new(
            format!("Aucune colonne d'adresses e-mail dans la première feuille, « {name} »"),
            format!("The first sheet, “{name}”, has no e-mail column"),
        ),
        None => Message::new("Aucune colonne d'adresses e-mail dans ce fichier", "This file has no e-mail column"),
    };
    let help = match sheet {
        Some(_) if near.is_none() => Message::new(
            "La liste est-elle dans une autre feuille ? Mettre cette feuille en premier ; la colonne des adresses \
             s'appelle « email ».",
            "Is the list in another sheet? Move that sheet to the front; the column of the addresses is called “email”.",
        ),
        _ => help,
    };
    Problem::new("recipients-email", message).help(help).at(first_line(table, file))
}

fn empty(file: FileId, sheet: Option<&str>) -> Problem {
    let empty = match sheet {
        Some(name) => Message::new(
            format!("La première feuille, « {name} », est vide"),
            format!("The first sheet, “{name}”, is empty"),
        ),
        None => Message::new("Ce fichier est vide", "This file is empty"),
    };
    Problem::new("recipients-none", empty)
        .help(Message::new("Refaire l'export, ou indiquer un autre fichier.", "Export it again, or name another file."))
        .at(Span::new(file, 0, 0))
}

fn first_line(table: &Table, file: FileId) -> Span {
    table.line_span(table.start).unwrap_or(Span::new(file, 0, 0))
}

/// A header and nothing below it: the mail would go to nobody.
pub(super) fn no_rows(table: &Table, file: FileId) -> Problem {
    Problem::new("recipients-none", Message::new("Ce fichier n'a aucun destinataire", "This file has no recipient"))
        .help(Message::new(
            "Refaire l'export, ou indiquer un autre fichier sous « recipients: ».",
            "Export it again, or name another file under “recipients:”.",
        ))
        .at(first_line(table, file))
}

/// A header that is none of people: it is cut by a mark that stands in every word, or was made to be long.
pub(super) fn too_wide(table: &Table, file: FileId) -> Problem {
    let message = Message::new(
        format!("La première ligne a plus de {MOST_COLUMNS} colonnes"),
        format!("The first line has more than {MOST_COLUMNS} columns"),
    );
    Problem::new("table-columns", message)
        .help(Message::new(
            "Refaire l'export avec les seules colonnes dont le mail a besoin : « email », le prénom, la présence.",
            "Export it again with just the columns that the mail needs: “email”, the first name, the attendance.",
        ))
        .at(first_line(table, file))
}

/// The broken rows of a file: the first one, and the lines of some more.
#[derive(Default)]
pub(super) struct OddRows {
    first: Option<(usize, u32, usize, bool)>,
    others: Vec<String>,
    count: usize,
}

impl OddRows {
    /// Takes in a row, if it is broken.
    pub(super) fn look(&mut self, row: &Cursor<'_>) {
        if !row.odd() {
            return;
        }
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((row.start, row.line, row.found, row.open));
        } else if self.others.len() < 5 {
            self.others.push(row.line.to_string());
        }
    }

    /// What is said of them.
    pub(super) fn problem(&self, table: &Table, file: FileId) -> Option<Problem> {
        let (start, line, cells, open) = self.first?;
        let span = table.line_span(start).unwrap_or(Span::new(file, 0, 0));
        let columns = table.width;
        let dots = if self.count > self.others.len() + 1 { ", …" } else { "" };
        let more = if self.others.is_empty() {
            (String::new(), String::new())
        } else {
            let lines = self.others.join(", ");
            (format!(" ; voir aussi : {lines}{dots}"), format!("; see also: {lines}{dots}"))
        };
        let plural = if cells == 1 { "" } else { "s" };
        let cells = match cells {
            0..=MOST_COLUMNS => (cells.to_string(), cells.to_string()),
            _ => (format!("plus de {MOST_COLUMNS}"), format!("more than {MOST_COLUMNS}")),
        };
        let message = if open {
            Message::new(
                format!("Ligne {line} : un guillemet n'est pas refermé{}", more.0),
                format!("Line {line}: a quote is never closed{}", more.1),
            )
        } else {
            Message::new(
                format!("Ligne {line} : {} cellule{plural} pour {columns} colonnes dans l'en-tête{}", cells.0, more.0),
                format!("Line {line}: {} cell{plural} for {columns} columns in the header{}", cells.1, more.1),
            )
        };
        let help = Message::new(
            "Mettre entre guillemets droits un texte qui contient le séparateur : \"Durand, Paul\".",
            "Put a text that holds the separator in straight quotes: \"Durand, Paul\".",
        );
        Some(Problem::new("csv-cells", message).help(help).at(span))
    }
}
