//! Recipients' files (contract, section 4).

use std::sync::Arc;

use super::read::Reader;
use super::table::{Record, records, sheet_records};
use super::workbook;
use super::workbook_faults::{self, Format};
use crate::language::Message;
use crate::language::fold::{fold, fold_key, nearest};
use crate::source::{Accept, FileId, Problem, Sources, Span, Traced};
use crate::yaml::{Node, Value};

/// A recipients' file, read.
#[derive(Debug, Clone, Default)]
pub struct Recipients {
    /// The file; `None` for the made-up recipient.
    pub file: Option<FileId>,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order; shared by all mails that have the same recipients.
    pub rows: Arc<Vec<Row>>,
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

impl Recipients {
    /// The index of the column with a meaning, such as `email`.
    pub fn column(&self, meaning: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.meaning == Some(meaning))
    }
}

/// The columns that have a meaning.
pub const MEANINGS: &[&str] =
    &["email", "first_name", "last_name", "attended", "registered", "status", "language", "team_member"];

/// Headers of a meaning, folded by [`fold_key`]: our names, French and English words, and those of the exports of
/// Livestorm, Zoom, Teams, GoToWebinar, Eventbrite and Brevo.
const HEADERS: &[(&str, &[&str])] = &[
    (
        "email",
        &[
            "email",
            "mail",
            "courriel",
            "adresseemail",
            "adressemail",
            "adressecourriel",
            "adresseelectronique",
            "emailaddress",
            "mailaddress",
            "useremail",
            "attendeeemail",
            "participantemail",
            "emailduparticipant",
            "emailprofessionnel",
            "workemail",
            "mel",
            "emails",
            "contactemail",
            "useremailaddress",
            "registrantemail",
            "adressedemessagerie",
            "adressedecourriel",
            "emaildelinscrit",
            "emaildel'inscrit",
        ],
    ),
    (
        "first_name",
        &["firstname", "prenom", "prenoms", "givenname", "forename", "fname", "attendeefirstname", "userfirstname"],
    ),
    (
        "last_name",
        &[
            "lastname",
            "nom",
            "nomdefamille",
            "familyname",
            "surname",
            "lname",
            "attendeelastname",
            "attendeesurname",
            "userlastname",
        ],
    ),
    (
        "attended",
        &[
            "attended",
            "present",
            "presente",
            "presence",
            "apresente",
            "aparticipe",
            "participe",
            "participation",
            "hasattended",
            "attendance",
            "estvenu",
            "didattend",
            "present(e)",
            "checkedin",
        ],
    ),
    (
        "registered",
        &[
            "registered",
            "inscrit",
            "inscrite",
            "estinscrit",
            "inscription",
            "isregistered",
            "inscrit(e)",
            "hasregistered",
        ],
    ),
    (
        "status",
        &["status", "statut", "etat", "approvalstatus", "attendeestatus", "attendancestatus", "registrationstatus"],
    ),
    ("language", &["language", "langue", "lang", "locale", "preferredlanguage", "languepreferee"]),
    (
        "team_member",
        &[
            "teammember",
            "isteammember",
            "membredelequipe",
            "membrequipe",
            "membreequipe",
            "estmembredelequipe",
            "equipe",
            "isstaff",
        ],
    ),
];

/// A yes or no as people and platforms write it: oui, yes, true, vrai, 1, x; non, no, false, faux, 0.
pub fn yes_no(text: &str) -> Option<bool> {
    match fold(text.trim()).as_str() {
        "oui" | "yes" | "true" | "vrai" | "1" | "x" => Some(true),
        "non" | "no" | "false" | "faux" | "0" => Some(false),
        _ => None,
    }
}

/// What a header means.
fn meaning(header: &str) -> Option<&'static str> {
    let folded = fold_key(header.trim());
    HEADERS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(meaning, _)| *meaning)
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
        Format::Text => reader.sources.read(wanted.disk, wanted.shown, Accept::AnyText).map_err(not_text),
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
        Some((id, file)) if file.sheet.is_some() => return Ok(id),
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

/// Reads the text of a recipients' file.
pub(super) fn table(reader: &mut Reader, file: FileId, names: &[(Traced, Traced)]) -> Option<Recipients> {
    let text = reader.sources.text(file);
    let sheet = reader.sources.file(file).sheet.clone();
    let split = match &sheet {
        Some(_) => header_of_sheet(&text),
        None => header(&text).map(|(delimiter, skipped)| (records(&text, delimiter, usize::MAX), skipped)),
    };
    let Some((all, skipped)) = split else {
        reader.problems.push(no_email(&text, file, sheet.as_deref()));
        return None;
    };
    let mut all = all.into_iter().skip(skipped);
    let headers = all.next()?.cells;
    let columns = columns(headers, names);
    let mut rows = Vec::new();
    let mut odd: Vec<Record> = Vec::new();
    for mut record in all {
        while record.cells.len() > columns.len() && record.cells.last().is_some_and(Traced::is_empty) {
            record.cells.pop();
        }
        if record.cells.len() != columns.len() || record.open {
            odd.push(record.clone());
            record.cells.resize(columns.len(), Traced::default());
        }
        rows.push(Row { line: record.line, cells: record.cells });
    }
    if let Some(first) = odd.first() {
        reader.problems.push(odd_row(&text, file, first, &odd, columns.len()));
    }
    if rows.is_empty() {
        reader.problems.push(no_rows(&text, file));
    }
    Some(Recipients { file: Some(file), columns, rows: Arc::new(rows) })
}

/// The delimiter, and how many records stand before the header: the first line with an e-mail column, split by
/// whichever delimiter gives it most columns.
fn header(text: &Traced) -> Option<(u8, usize)> {
    let mut best: Option<(usize, u8, usize)> = None;
    for delimiter in [b';', b',', b'\t', b'|'] {
        let lead = records(text, delimiter, LEAD);
        if let Some(at) = lead.iter().position(is_header) {
            let width = lead[at].cells.len();
            if best.is_none_or(|(widest, _, _)| width > widest) {
                best = Some((width, delimiter, at));
            }
        }
    }
    best.map(|(_, delimiter, at)| (delimiter, at))
}

/// The rows of a sheet, and how many stand before the header.
fn header_of_sheet(text: &Traced) -> Option<(Vec<Record>, usize)> {
    let all = sheet_records(text);
    let at = all.iter().take(LEAD).position(is_header)?;
    Some((all, at))
}

fn is_header(record: &Record) -> bool {
    record.cells.iter().any(|cell| meaning(cell.text()) == Some("email"))
}

fn no_email(text: &Traced, file: FileId, sheet: Option<&str>) -> Problem {
    if text.text().trim().is_empty() {
        let empty = match sheet {
            Some(name) => Message::new(
                format!("La première feuille, « {name} », est vide"),
                format!("The first sheet, “{name}”, is empty"),
            ),
            None => Message::new("Ce fichier est vide", "This file is empty"),
        };
        return Problem::new("recipients-none", empty)
            .help(Message::new(
                "Refaire l'export, ou indiquer un autre fichier.",
                "Export it again, or name another file.",
            ))
            .at(Span::new(file, 0, 0));
    }
    let first = text.text().lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
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
    let end = text.text().find('\n').unwrap_or(text.len());
    let span = text.origin(0..end).span().unwrap_or(Span::new(file, 0, 0));
    Problem::new("recipients-email", message).help(help).at(span)
}

/// A header and nothing below it: the mail would go to nobody.
fn no_rows(text: &Traced, file: FileId) -> Problem {
    let end = text.text().find('\n').unwrap_or(text.len());
    let span = text.origin(0..end).span().unwrap_or(Span::new(file, 0, 0));
    Problem::new("recipients-none", Message::new("Ce fichier n'a aucun destinataire", "This file has no recipient"))
        .help(Message::new(
            "Refaire l'export, ou indiquer un autre fichier sous « recipients: ».",
            "Export it again, or name another file under “recipients:”.",
        ))
        .at(span)
}

fn odd_row(text: &Traced, file: FileId, record: &Record, odd: &[Record], columns: usize) -> Problem {
    let (line, cells) = (record.line, record.cells.len());
    let rest = text.text()[record.start..].find('\n').map_or(text.len(), |at| record.start + at);
    let span = text.origin(record.start..rest).span().unwrap_or(Span::new(file, 0, 0));
    let others: Vec<String> = odd.iter().skip(1).take(5).map(|record| record.line.to_string()).collect();
    let dots = if odd.len() > others.len() + 1 { ", …" } else { "" };
    let more = if others.is_empty() {
        (String::new(), String::new())
    } else {
        let lines = others.join(", ");
        (format!(" ; voir aussi : {lines}{dots}"), format!("; see also: {lines}{dots}"))
    };
    let plural = if cells == 1 { "" } else { "s" };
    let message = if record.open {
        Message::new(
            format!("Ligne {line} : un guillemet n'est pas refermé{}", more.0),
            format!("Line {line}: a quote is never closed{}", more.1),
        )
    } else {
        Message::new(
            format!("Ligne {line} : {cells} cellule{plural} pour {columns} colonnes dans l'en-tête{}", more.0),
            format!("Line {line}: {cells} cell{plural} for {columns} columns in the header{}", more.1),
        )
    };
    Problem::new("csv-cells", message)
        .help(Message::new(
            "Mettre entre guillemets droits un texte qui contient le séparateur : \"Durand, Paul\".",
            "Put a text that holds the separator in straight quotes: \"Durand, Paul\".",
        ))
        .at(span)
}

/// Columns by meaning; the first of several with one meaning has it.
fn columns(headers: Vec<Traced>, names: &[(Traced, Traced)]) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for header in headers {
        let folded = fold_key(header.text());
        let renamed =
            names.iter().find(|(from, _)| fold_key(from.text()) == folded).map(|(_, to)| to.text().to_string());
        let wanted = match &renamed {
            Some(name) => MEANINGS.iter().find(|known| *known == name).copied(),
            None => meaning(header.text()),
        };
        let free = wanted.filter(|wanted| !out.iter().any(|column| column.meaning == Some(wanted)));
        out.push(Column { header, meaning: free, renamed });
    }
    out
}

/// Keeps the rows that `where:` asks for: `{attended: yes}`.
pub(super) fn narrow(reader: &mut Reader, recipients: Recipients, filter: &Node) -> Recipients {
    let mut rows: Vec<Row> = recipients.rows.as_ref().clone();
    for (name, value) in filter.entries() {
        let folded = fold_key(name.text());
        let found = recipients.columns.iter().position(|column| {
            column.meaning == Some(name.text())
                || column.renamed.as_deref() == Some(name.text())
                || fold_key(column.header.text()) == folded
        });
        let Some(at) = found else {
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
        let wanted: Vec<&str> = match &value.value {
            Value::List(items) => items.iter().filter_map(Node::as_text).map(Traced::text).collect(),
            Value::Scalar { text, .. } => vec![text.text()],
            _ => vec![""],
        };
        rows.retain(|row| wanted.iter().any(|wanted| matches(row.cells[at].text(), wanted)));
    }
    Recipients { rows: Arc::new(rows), ..recipients }
}

fn matches(cell: &str, wanted: &str) -> bool {
    match (yes_no(cell), yes_no(wanted)) {
        (Some(a), Some(b)) => a == b,
        _ => fold(cell.trim()) == fold(wanted.trim()),
    }
}
