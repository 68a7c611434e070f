//! People who registered, each with what the platform decided: only those whom it lets in are recipients.

use std::collections::HashMap;

use super::{Imported, People, Row, counted};
use crate::language::Message;
use crate::project::Recipients;

/// What a platform says of somebody's registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Registered, and let in.
    Approved,
    /// Somebody has still to decide, or a seat has to become free.
    Waiting,
    /// Refused.
    Denied,
    /// Taken back.
    Cancelled,
    /// Wants no mail.
    Unsubscribed,
    /// A word that the platform's documentation does not know.
    Unknown(String),
}

/// Somebody, before it is known whether they become a row.
pub(super) struct Person {
    pub(super) email: String,
    pub(super) standing: Standing,
    /// Column and cell; an empty cell is none.
    pub(super) cells: Vec<(String, String)>,
}

/// The people of an export.
#[derive(Default)]
pub(super) struct Registrants {
    people: People,
    rows: HashMap<String, usize>,
    waiting: usize,
    denied: usize,
    cancelled: usize,
    unsubscribed: usize,
    unknown: Vec<String>,
    without: usize,
    twice: usize,
}

impl Registrants {
    /// Adds somebody, or counts them among those who are left out.
    pub(super) fn add(&mut self, person: Person) {
        let counter = match person.standing {
            Standing::Approved if person.email.is_empty() => &mut self.without,
            Standing::Approved => return self.row(person),
            Standing::Waiting => &mut self.waiting,
            Standing::Denied => &mut self.denied,
            Standing::Cancelled => &mut self.cancelled,
            Standing::Unsubscribed => &mut self.unsubscribed,
            Standing::Unknown(word) => return self.unknown.push(word),
        };
        *counter += 1;
    }

    fn row(&mut self, person: Person) {
        let address = person.email.to_lowercase();
        let mut row: Row = vec![(self.people.column("email"), person.email)];
        for (column, cell) in person.cells.into_iter().filter(|(_, cell)| !cell.is_empty()) {
            row.push((self.people.column(&column), cell));
        }
        match self.rows.get(&address) {
            Some(known) => {
                self.twice += 1;
                self.people.merge(*known, row);
            }
            None => {
                self.rows.insert(address, self.people.rows().len());
                self.people.push(row);
            }
        }
    }

    /// Adds the rows of a table; lines before its header are skipped where it is read.
    pub(super) fn rows(&mut self, table: &Recipients, standing: impl Fn(&str) -> Standing) {
        for row in &table.all() {
            let (mut email, mut status) = (String::new(), String::new());
            let mut cells = vec![("registered".to_string(), "yes".to_string())];
            for (column, cell) in table.columns.iter().zip(row.cells.iter()) {
                let cell = cell.text().trim().to_string();
                match (column.meaning, column.header.text().trim()) {
                    (Some("email"), _) => email = cell,
                    (Some("status"), _) => status = cell,
                    (Some("registered"), _) | (None, "") => {}
                    (Some(meaning), _) => cells.push((meaning.to_string(), cell)),
                    (None, header) => cells.push((header.to_string(), cell)),
                }
            }
            self.add(Person { email, standing: standing(&status), cells });
        }
    }

    /// The row of an address, to add what another list knows.
    pub(super) fn find(&self, email: &str) -> Option<usize> {
        self.rows.get(&email.to_lowercase()).copied()
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.people.rows().len()
    }

    /// Adds a cell to a row.
    pub(super) fn fill(&mut self, row: usize, column: &str, cell: &str) {
        let column = self.people.column(column);
        self.people.merge(row, vec![(column, cell.to_string())]);
    }

    /// The table, with what was left out, in counts.
    pub(super) fn finish(self) -> Imported {
        let notes = [
            (
                self.waiting,
                [
                    "inscription en attente de validation, laissée de côté.",
                    "inscriptions en attente de validation, laissées de côté.",
                ],
                ["registration that waits for approval, left out.", "registrations that wait for approval, left out."],
            ),
            (
                self.denied,
                ["inscription refusée, laissée de côté.", "inscriptions refusées, laissées de côté."],
                ["denied registration, left out.", "denied registrations, left out."],
            ),
            (
                self.cancelled,
                ["inscription annulée, laissée de côté.", "inscriptions annulées, laissées de côté."],
                ["cancelled registration, left out.", "cancelled registrations, left out."],
            ),
            (
                self.unsubscribed,
                [
                    "personne désinscrite des mails, laissée de côté.",
                    "personnes désinscrites des mails, laissées de côté.",
                ],
                ["person who unsubscribed from mails, left out.", "people who unsubscribed from mails, left out."],
            ),
            (
                self.without,
                ["personne sans adresse, laissée de côté.", "personnes sans adresse, laissées de côté."],
                ["person without an address, left out.", "people without an address, left out."],
            ),
            (
                self.twice,
                [
                    "ligne a une adresse déjà vue : réunie à la première.",
                    "lignes ont une adresse déjà vue : réunies à la première.",
                ],
                [
                    "row has an address that was there already: put together with the first.",
                    "rows have an address that was there already: put together with the first.",
                ],
            ),
        ];
        let notes = notes.into_iter().filter(|(count, ..)| *count > 0);
        let mut notes: Vec<Message> = notes.map(|(count, fr, en)| counted(count, fr, en)).collect();
        notes.extend(odd(&self.unknown));
        Imported { notes, ..Imported::people(self.people) }
    }
}

/// A note for those of whom the platform says something unknown.
fn odd(words: &[String]) -> Option<Message> {
    let first = words.first()?;
    let word = super::write::clean(&first.chars().take(40).collect::<String>());
    let (fr, en) = (format!("« {word} »"), format!("“{word}”"));
    Some(counted(
        words.len(),
        [
            &format!("inscription au statut inconnu ({fr}), laissée de côté."),
            &format!("inscriptions au statut inconnu ({fr}…), laissées de côté."),
        ],
        [
            &format!("registration of unknown status ({en}), left out."),
            &format!("registrations of unknown status ({en}…), left out."),
        ],
    ))
}

/// A yes or no for a cell.
pub(super) fn word(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_string()
}

/// The column of a question that a form asks: one that is called like one of ours must not fill that one.
pub(super) fn question(title: &str) -> String {
    let taken = crate::project::MEANINGS.contains(&title) || title == "join_url";
    if taken { format!("question_{title}") } else { title.to_string() }
}
