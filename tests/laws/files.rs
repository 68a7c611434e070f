//! Readers of a project's files: YAML, events, settings, front matter, recipients.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use presend::project::{self, Event, Files, Project, Request};
use presend::source::{Accept, Sources, Traced};
use presend::yaml::{self, Node, Value};

use super::chosen;
use super::places::{problems, remarks, span, traced};

/// A YAML text, as each file of a project is read first; and any text as a line of YAML.
pub fn yaml(bytes: &[u8]) {
    let sources = Sources::new();
    let Ok(file) = sources.add("f.yaml", bytes.to_vec(), Accept::Utf8) else { return };
    let text = sources.text(file);
    let document = yaml::read(&text);
    problems(&document.problems, &sources);
    remarks(&document.remarks, &sources);
    document.root.iter().for_each(|root| node(root, &sources));
    if chosen(bytes, 4) {
        let again = yaml::read(&text);
        assert_eq!(format!("{:?}", document.root), format!("{:?}", again.root));
        assert_eq!((document.problems, document.remarks), (again.problems, again.remarks));
        if !text.text().contains(char::is_control) {
            quoted(text.text());
        }
    }
}

/// What is written in quotes, on one line, is read as it was.
fn quoted(text: &str) {
    let line = format!("k: {}\n", yaml::quoted(text));
    let sources = Sources::new();
    let Ok(file) = sources.add("q.yaml", line.into_bytes(), Accept::Utf8) else { return };
    let document = yaml::read(&sources.text(file));
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    let root = document.root.expect("a line is read");
    let read = root.get("k").and_then(Node::as_text).map(Traced::text);
    assert_eq!(read, Some(text), "what is put in quotes is read");
}

/// A node and all in it: places, texts, keys that stand once.
fn node(node: &Node, sources: &Sources) {
    span(node.span, sources);
    match &node.value {
        Value::Null => {}
        // A block is indented in its file and not in its text, and a repaired line is another one in the help.
        Value::Scalar { text, .. } => traced(text, sources, false),
        Value::List(items) => items.iter().for_each(|item| self::node(item, sources)),
        Value::Map(entries) => {
            let mut keys = HashSet::new();
            for (key, value) in entries {
                assert!(keys.insert(key.text()), "{:?} stands twice", key.text());
                traced(key, sources, false);
                self::node(value, sources);
            }
        }
    }
}

/// A project of these files in memory.
fn loaded(sources: &Sources, files: &Files) -> Project {
    let request = Request { cwd: PathBuf::from("/nowhere"), ..Request::default() };
    let project = project::load_files(sources, &request, files);
    problems(&project.problems, sources);
    remarks(&project.remarks, sources);
    project
}

/// The file of an event.
pub fn event(bytes: &[u8]) {
    let sources = Sources::new();
    if sources.add("event.yaml", bytes.to_vec(), Accept::Utf8).is_err() {
        return;
    }
    let files = Files { events: vec!["event.yaml".into()], ..Files::default() };
    let project = loaded(&sources, &files);
    project.events.iter().for_each(|event| facts(event, &sources));
    if chosen(bytes, 8) {
        let again = loaded(&sources, &files);
        assert_eq!(format!("{:?}", project.events), format!("{:?}", again.events));
        assert_eq!((project.problems, project.remarks), (again.problems, again.remarks));
    }
}

fn facts(event: &Event, sources: &Sources) {
    let held = |text: &Traced| traced(text, sources, false);
    let one = [&event.series, &event.status_at, &event.zone_at, &event.platform, &event.format, &event.organizer_name];
    one.into_iter().flatten().for_each(held);
    let one = [&event.organizer_email, &event.contact_email, &event.contact_phone, &event.phone_number];
    one.into_iter().chain([&event.phone_pin, &event.description]).flatten().for_each(held);
    [&event.id, &event.title].into_iter().for_each(held);
    [&event.aliases, &event.people, &event.topics, &event.facts].into_iter().flatten().for_each(held);
    node(&event.tree, sources);
    for language in [presend::language::Language::Fr, presend::language::Language::En] {
        let _ = event.named(language);
    }
}

/// The settings of a project.
pub fn settings(bytes: &[u8]) {
    let sources = Sources::new();
    if sources.add("presend.yaml", bytes.to_vec(), Accept::Utf8).is_err() {
        return;
    }
    let files = Files { settings: Some("presend.yaml".into()), ..Files::default() };
    let project = loaded(&sources, &files);
    if chosen(bytes, 8) {
        let again = loaded(&sources, &files);
        assert_eq!(format!("{:?}", project.settings), format!("{:?}", again.settings));
        assert_eq!((project.problems, project.remarks), (again.problems, again.remarks));
    }
}

/// The event that the mails of [`front`] are bound to.
const EVENT: &str = "title: Lire une carte\ntimezone: Europe/Paris\nstart: 2026-11-17T14:00\nend: 15:00\n";

/// A template with its settings before it.
pub fn front(bytes: &[u8]) {
    let sources = Sources::new();
    let event = sources.add("event.yaml", EVENT.into(), Accept::Utf8);
    if event.is_err() || sources.add("m.hbs", bytes.to_vec(), Accept::Utf8).is_err() {
        return;
    }
    let files = Files { events: vec!["event.yaml".into()], mails: vec!["m.hbs".into()], ..Files::default() };
    let project = loaded(&sources, &files);
    for mail in &project.mails {
        let held = |text: &Traced| traced(text, &sources, false);
        held(&mail.body);
        [&mail.subject, &mail.preheader, &mail.from, &mail.reply_to].into_iter().flatten().for_each(held);
        mail.unsubscribe.iter().chain(&mail.facts).for_each(held);
        node(&mail.tree, &sources);
    }
    if chosen(bytes, 8) {
        let again = loaded(&sources, &files);
        assert_eq!(format!("{:?}", project.mails), format!("{:?}", again.mails));
        assert_eq!((project.problems, project.remarks), (again.problems, again.remarks));
    }
}

/// Recipients in a text.
pub fn csv(bytes: &[u8]) {
    let sources = Sources::new();
    if sources.add("r.csv", bytes.to_vec(), Accept::AnyText).is_ok() {
        table(&sources, "r.csv", bytes);
    }
}

/// Recipients in a workbook: its bytes where they begin as one; else its rows, shared texts, styles and sheets as they
/// stand in its parts, with `\0` between them, of which a workbook is made.
pub fn xlsx(bytes: &[u8]) {
    let workbook = if bytes.starts_with(b"PK") { bytes.to_vec() } else { super::seeds::workbook(bytes) };
    let sources = Sources::new();
    if sources.add("r.xlsx", workbook, Accept::Message).is_ok() {
        table(&sources, "r.xlsx", bytes);
    }
}

/// Rows come in order, as wide as the header, each cell with its place.
fn table(sources: &Sources, name: &str, bytes: &[u8]) {
    let (table, found) = project::recipients_of(sources, Path::new("/nowhere"), name);
    problems(&found, sources);
    let Some(table) = table else { return };
    table.columns.iter().for_each(|column| traced(&column.header, sources, false));
    let (mut rows, mut line, mut count) = (table.rows(), 0, 0);
    while let Some(row) = rows.next() {
        assert!(row.line() > line, "row {} comes after row {line}", row.line());
        line = row.line();
        count += 1;
        for column in 0..table.columns.len() {
            let cell = row.cell(column);
            assert_eq!(cell.text(), row.text(column), "a cell is the same with its place");
            traced(&cell, sources, false);
        }
    }
    assert_eq!(count, table.len());
    let _ = (table.attendance(true), table.has(&[0], "oui"));
    if chosen(bytes, 8) {
        let again = project::recipients_of(sources, Path::new("/nowhere"), name);
        assert_eq!(found, again.1);
        let texts = |table: &project::Recipients| format!("{:?}", table.all());
        assert_eq!(Some(texts(&table)), again.0.as_ref().map(texts));
    }
}
