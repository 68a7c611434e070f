//! What templates see: `event`, `recipient`, `mail`, `next`, as data whose texts keep their places.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::facts::{EventFacts, Frame};
use crate::project::{At, Audience, Event, Recipients, Row, yes_no};
use crate::source::Traced;
use crate::template::{Data, Moment, Node};
use crate::yaml::{self, Value};

/// A mapping under construction.
type Map = IndexMap<String, Node>;

/// The data of a mail for one row; without a row, a made-up recipient.
pub fn of(frame: &Frame<'_>, row: Option<&Row>) -> Node {
    let mut root = Map::new();
    let recipient = match (&frame.mail.recipients, row) {
        (Some(recipients), Some(row)) => recipient(recipients, row),
        _ => made_up(frame),
    };
    // Each column is also seen by its bare name; what the root itself has comes first.
    for (name, node) in &recipient {
        root.insert(name.clone(), node.clone());
    }
    root.insert("recipient".into(), map("recipient", recipient));
    root.insert("event".into(), event(frame.own(), "event"));
    if let Some(next) = frame.next {
        root.insert("next".into(), event(frame.event(next), "next"));
    } else {
        root.insert("next".into(), Node { data: Data::Null, pointer: Arc::from("next"), at: None });
    }
    root.insert("mail".into(), tree(&frame.mail.tree, "mail"));
    map("", root)
}

fn map(pointer: &str, entries: Map) -> Node {
    Node { data: Data::Map(Arc::new(entries)), pointer: Arc::from(pointer), at: None }
}

fn text(pointer: String, written: &Traced) -> Node {
    Node { at: written.whole().span(), data: Data::Text(written.clone()), pointer: Arc::from(pointer) }
}

fn event(facts: &EventFacts<'_>, root: &str) -> Node {
    let event: &Event = facts.event;
    let mut entries = match tree(&event.tree, root).data {
        Data::Map(entries) => Arc::try_unwrap(entries).unwrap_or_else(|shared| (*shared).clone()),
        _ => Map::new(),
    };
    entries.insert("id".into(), text(format!("{root}.id"), &event.id));
    entries.insert("title".into(), text(format!("{root}.title"), &event.title));
    for (name, at) in [("start", &event.start), ("end", &event.end), ("was", &event.was)] {
        if let Some(at) = at {
            entries.insert(name.into(), moment(format!("{root}.{name}"), at));
        }
    }
    let mut links = Map::new();
    for link in &event.links {
        let role = link.role.text().to_string();
        links.entry(role.clone()).or_insert_with(|| text(format!("{root}.links.{role}"), &link.url));
    }
    // A role with an empty address is a name that prints nothing, not one that does not exist.
    for (role, url) in event.tree.get("links").iter().flat_map(|links| links.entries()) {
        if url.is_null() || url.as_text().is_some_and(Traced::is_empty) {
            links
                .entry(role.text().to_string())
                .or_insert_with(|| text(format!("{root}.links.{}", role.text()), &Traced::made("")));
        }
    }
    entries.insert("links".into(), map(&format!("{root}.links"), links));
    if !event.sessions.is_empty() {
        entries.insert("sessions".into(), sessions(event, root));
    }
    let speakers = facts.speakers.iter().enumerate().map(|(n, person)| {
        let pointer = format!("{root}.speakers[{n}]");
        let mut entries = Map::new();
        entries.insert("name".into(), text(format!("{pointer}.name"), &person.name));
        for (key, value) in [("role", &person.role), ("organization", &person.organization)] {
            if let Some(value) = value {
                entries.insert(key.into(), text(format!("{pointer}.{key}"), value));
            }
        }
        map(&pointer, entries)
    });
    let speakers: Vec<Node> = speakers.collect();
    entries.insert(
        "speakers".into(),
        Node { data: Data::List(Arc::new(speakers)), pointer: Arc::from(format!("{root}.speakers")), at: None },
    );
    let mut dates = Map::new();
    for date in &event.dates {
        let role = date.role.text().to_string();
        let pointer = format!("{root}.dates.{role}");
        dates.insert(role, moment(pointer, &date.start));
    }
    if !dates.is_empty() {
        entries.insert("dates".into(), map(&format!("{root}.dates"), dates));
    }
    map(root, entries)
}

fn sessions(event: &Event, root: &str) -> Node {
    let items = event.sessions.iter().enumerate().map(|(n, session)| {
        let pointer = format!("{root}.sessions[{n}]");
        let mut entries = Map::new();
        entries.insert("start".into(), moment(format!("{pointer}.start"), &session.start));
        if let Some(end) = &session.end {
            entries.insert("end".into(), moment(format!("{pointer}.end"), end));
        }
        if let Some(title) = &session.title {
            entries.insert("title".into(), text(format!("{pointer}.title"), title));
        }
        let mut links = Map::new();
        for link in &session.links {
            links
                .insert(link.role.text().to_string(), text(format!("{pointer}.links.{}", link.role.text()), &link.url));
        }
        entries.insert("links".into(), map(&format!("{pointer}.links"), links));
        map(&pointer, entries)
    });
    Node { data: Data::List(Arc::new(items.collect())), pointer: Arc::from(format!("{root}.sessions")), at: None }
}

fn moment(pointer: String, at: &At) -> Node {
    let data = Data::When(Moment { at: at.moment, hour: at.hour, written: at.written.clone() });
    Node { data, pointer: Arc::from(pointer), at: at.written.whole().span() }
}

/// A tree of YAML as data: every key that the file has.
fn tree(node: &yaml::Node, pointer: &str) -> Node {
    let data = match &node.value {
        Value::Null => Data::Null,
        Value::Scalar { text, quoted } => scalar(text, *quoted),
        Value::List(items) => Data::List(Arc::new(
            items.iter().enumerate().map(|(n, item)| tree(item, &format!("{pointer}[{n}]"))).collect(),
        )),
        Value::Map(entries) => Data::Map(Arc::new(
            entries
                .iter()
                .map(|(key, item)| (key.text().to_string(), tree(item, &format!("{pointer}.{}", key.text()))))
                .collect(),
        )),
    };
    Node { data, pointer: Arc::from(pointer), at: Some(node.span) }
}

fn scalar(text: &Traced, quoted: bool) -> Data {
    match text.text() {
        "true" if !quoted => Data::Bool(true),
        "false" if !quoted => Data::Bool(false),
        _ => Data::Text(text.clone()),
    }
}

fn recipient(recipients: &Recipients, row: &Row) -> Map {
    let mut entries = Map::new();
    for (column, cell) in recipients.columns.iter().zip(&row.cells) {
        let names = [column.meaning, column.renamed.as_deref(), Some(column.header.text())];
        for name in names.into_iter().flatten() {
            let pointer = format!("recipient.{name}");
            let node = match column.meaning {
                Some("attended" | "registered" | "team_member") => Node {
                    data: yes_no(cell.text()).map_or_else(|| Data::Text(cell.clone()), Data::Bool),
                    at: cell.whole().span(),
                    pointer: Arc::from(pointer),
                },
                _ => text(pointer, cell),
            };
            entries.entry(name.to_string()).or_insert(node);
        }
    }
    entries
}

/// A recipient that presend makes up: what it prints is never judged.
fn made_up(frame: &Frame<'_>) -> Map {
    let audience = frame.audience();
    let texts = [
        ("email", "camille@exemple.test"),
        ("first_name", "Camille"),
        ("last_name", "Exemple"),
        ("status", ""),
        ("language", ""),
    ];
    let mut entries: Map = texts
        .into_iter()
        .map(|(name, value)| (name.to_string(), text(format!("recipient.{name}"), &Traced::made(value))))
        .collect();
    let flags = [
        ("attended", matches!(audience, Some(Audience::Attended))),
        ("registered", !matches!(audience, Some(Audience::Invited))),
        ("team_member", false),
    ];
    for (name, value) in flags {
        entries.insert(
            name.into(),
            Node { data: Data::Bool(value), pointer: Arc::from(format!("recipient.{name}")), at: None },
        );
    }
    entries
}

/// The value of a recipient's field, for classes: the row's cell by any of its names.
pub fn field<'r>(recipients: &'r Recipients, row: &'r Row, name: &str) -> Option<&'r Traced> {
    let index = recipients.columns.iter().position(|column| {
        column.meaning == Some(name) || column.renamed.as_deref() == Some(name) || column.header.text() == name
    })?;
    row.cells.get(index)
}
