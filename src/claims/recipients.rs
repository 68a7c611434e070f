//! The recipients' file: addresses, doubles, team members, values that a mail would print, rows outside the audience.

use std::collections::HashMap;

use crate::facts::Frame;
use crate::language::Message;
use crate::language::fold::fold;
use crate::project::{Audience, Recipients, Row, yes_no};
use crate::source::Traced;
use crate::value::contact;

use super::draft::{at, same};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks at every row of a mail's recipients; `printed` are the paths that the templates print (`recipient.first_name`).
pub fn look(frame: &Frame<'_>, printed: &[String], out: &mut Vec<Claim>) {
    let Some(recipients) = &frame.mail.recipients else { return };
    addresses(frame, recipients, out);
    names(recipients, printed, out);
    yes_or_no(recipients, out);
    outside(frame, recipients, out);
}

/// The column of a meaning.
pub fn column(recipients: &Recipients, meaning: &str) -> Option<usize> {
    recipients.columns.iter().position(|column| column.meaning == Some(meaning))
}

fn cell_claim(cell: &Traced, row: &Row, aspect: &'static str) -> Option<Claim> {
    let span = 0..cell.len();
    let mut claim =
        at(cell, span, Part::Recipients, &[Scope::RecipientData], Kind::Recipient, aspect, Standing::Against)?;
    claim.rows = Some(vec![row.line]);
    Some(claim.hole("row", same(&row.line.to_string())))
}

fn addresses(frame: &Frame<'_>, recipients: &Recipients, out: &mut Vec<Claim>) {
    let Some(column) = column(recipients, "email") else { return };
    let mut seen: HashMap<String, (u32, &Traced)> = HashMap::new();
    let team = &frame.world.project.settings.account.team;
    for row in recipients.rows.iter() {
        let Some(cell) = row.cells.get(column) else { continue };
        let address = cell.text().trim().to_lowercase();
        let known = contact::emails(&address);
        let whole = known.len() == 1 && known[0].1 == (0..address.len());
        let domain = address.rsplit('@').next().unwrap_or_default();
        if !whole || !domain.contains('.') || address.matches('@').count() != 1 || domain == "unknown.livestorm.co" {
            out.extend(cell_claim(cell, row, "email"));
            continue;
        }
        if let Some((line, first)) = seen.get(&address) {
            let claim =
                cell_claim(cell, row, "duplicate").map(|claim| claim.hole("first-row", same(&line.to_string())));
            out.extend(claim.map(|claim| claim.because(first, "la première fois", "the first time")));
            continue;
        }
        seen.insert(address.clone(), (row.line, cell));
        if let Some((entry, _)) = team.iter().find(|(entry, _)| entry.text().trim().eq_ignore_ascii_case(&address)) {
            out.extend(cell_claim(cell, row, "team").map(|claim| claim.because(entry, "l'équipe", "the team")));
        }
    }
}

/// Values in the columns of names that no person bears.
fn names(recipients: &Recipients, printed: &[String], out: &mut Vec<Claim>) {
    for (index, column) in recipients.columns.iter().enumerate() {
        let Some(meaning) = column.meaning.filter(|meaning| matches!(*meaning, "first_name" | "last_name")) else {
            continue;
        };
        let used = printed.iter().any(|path| {
            let last = path.trim_start_matches("recipient.");
            last == meaning || last == column.header.text() || column.renamed.as_deref() == Some(last)
        });
        if !used && !printed.is_empty() {
            continue;
        }
        for row in recipients.rows.iter() {
            let Some(cell) = row.cells.get(index).filter(|cell| !cell.text().trim().is_empty()) else { continue };
            if odd(cell.text(), meaning == "first_name", &capitals(recipients, index)) {
                let claim = cell_claim(cell, row, "value");
                out.extend(claim.map(|claim| claim.hole("column", same(column.header.text()))));
            }
        }
    }
}

/// Whether most of a column stands in capitals: then that is its form, and no slip.
fn capitals(recipients: &Recipients, index: usize) -> bool {
    let all = recipients.rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_empty());
    let (loud, count) = all.fold((0, 0), |(loud, count), cell| (loud + usize::from(is_loud(cell.text())), count + 1));
    loud * 2 > count
}

fn is_loud(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

fn odd(text: &str, first_name: bool, loud_column: &bool) -> bool {
    let text = text.trim();
    let folded = fold(text);
    let no_name = matches!(
        folded.as_str(),
        "test"
            | "null"
            | "none"
            | "undefined"
            | "nan"
            | "n/a"
            | "na"
            | "xxx"
            | "prenom"
            | "nom"
            | "first name"
            | "last name"
            | "firstname"
            | "lastname"
            | "-"
            | "?"
            | "inconnu"
            | "unknown"
            | "anonyme"
            | "aaa"
    );
    no_name
        || text.contains('@')
        || text.contains("Ã") && text.chars().any(|c| matches!(c, '\u{80}'..='\u{bf}'))
        || text.chars().any(|c| c.is_ascii_digit() || matches!(c, '<' | '>' | '{' | '}' | '&'))
        || text.chars().count() > 40
        || first_name && !loud_column && is_loud(text)
}

fn yes_or_no(recipients: &Recipients, out: &mut Vec<Claim>) {
    for (index, column) in recipients.columns.iter().enumerate() {
        if !column.meaning.is_some_and(|meaning| matches!(meaning, "attended" | "registered" | "team_member")) {
            continue;
        }
        for row in recipients.rows.iter() {
            let Some(cell) = row.cells.get(index).filter(|cell| !cell.text().trim().is_empty()) else { continue };
            if yes_no(cell.text()).is_none() {
                out.extend(
                    cell_claim(cell, row, "attendance").map(|claim| claim.hole("column", same(column.header.text()))),
                );
            }
        }
    }
}

/// The audience is a promise: a row outside it is a finding.
fn outside(frame: &Frame<'_>, recipients: &Recipients, out: &mut Vec<Claim>) {
    let Some((audience, setting)) = &frame.mail.audience else { return };
    let (meaning, expected, fr, en) = match audience {
        Audience::Attended => ("attended", true, "ceux qui ont participé", "those who came"),
        Audience::Absent => ("attended", false, "ceux qui n'ont pas participé", "those who did not come"),
        Audience::Registered => ("registered", true, "les inscrits", "those who registered"),
        _ => return,
    };
    let Some(index) = column(recipients, meaning) else { return };
    for row in recipients.rows.iter() {
        let Some(cell) = row.cells.get(index) else { continue };
        if yes_no(cell.text()).is_some_and(|yes| yes != expected) {
            let claim = cell_claim(cell, row, "audience");
            out.extend(claim.map(|claim| {
                claim.expect(Message::new(fr, en), if expected { "yes" } else { "no" }).because(
                    setting,
                    "le mail s'adresse à",
                    "the mail is for",
                )
            }));
        }
    }
}
