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

/// What the data of a mail has for every row.
pub struct Base<'f> {
    frame: &'f Frame<'f>,
    fields: Vec<Field>,
    event: Node,
    next: Node,
    mail: Node,
}

/// A name by which templates see a column.
struct Field {
    name: String,
    pointer: Arc<str>,
    column: usize,
    flag: bool,
}

impl<'f> Base<'f> {
    /// What a mail's data has for every row.
    pub fn of(frame: &'f Frame<'f>) -> Base<'f> {
        let next = match frame.next {
            Some(next) => event(frame.event(next), "next"),
            None => Node { data: Data::Null, pointer: Arc::from("next"), at: None },
        };
        let fields = frame.mail.recipients.as_ref().map(fields).unwrap_or_default();
        let mail = tree(&frame.mail.tree, "mail");
        Base { frame, fields, event: event(frame.own(), "event"), next, mail }
    }

    /// The data for one row; without a row, for a made-up recipient.
    pub fn row(&self, row: Option<&Row>) -> Node {
        let recipient = match row {
            Some(row) => self.recipient(row),
            None => made_up(self.frame),
        };
        // Each column is also seen by its bare name; what the root itself has comes first.
        let mut root: Map = recipient.iter().map(|(name, node)| (name.clone(), node.clone())).collect();
        root.insert("recipient".into(), map("recipient", recipient));
        root.insert("event".into(), self.event.clone());
        root.insert("next".into(), self.next.clone());
        root.insert("mail".into(), self.mail.clone());
        map("", root)
    }

    fn recipient(&self, row: &Row) -> Map {
        let node = |field: &Field| {
            let cell = row.cells.get(field.column)?;
            let known = yes_no(cell.text()).filter(|_| field.flag).map(Data::Bool);
            let data = known.unwrap_or_else(|| Data::Text(cell.clone()));
            let node = Node { data, at: cell.whole().span(), pointer: Arc::clone(&field.pointer) };
            Some((field.name.clone(), node))
        };
        self.fields.iter().filter_map(node).collect()
    }
}

/// The names of all columns, each name once: the first column that bears it has it.
fn fields(recipients: &Recipients) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for (index, column) in recipients.columns.iter().enumerate() {
        let flag = matches!(column.meaning, Some("attended" | "registered" | "team_member"));
        let names = [column.meaning, column.renamed.as_deref(), Some(column.header.text())];
        for name in names.into_iter().flatten() {
            if !out.iter().any(|known| known.name == name) {
                let pointer = Arc::from(format!("recipient.{name}"));
                out.push(Field { name: name.to_string(), pointer, column: index, flag });
            }
        }
    }
    out
}

/// The column that a path of the data leads to or through (`recipient.first_name`), and whether it leads no further.
pub fn column_of(recipients: &Recipients, pointer: &str) -> Option<(usize, bool)> {
    let name = pointer.strip_prefix("recipient.")?;
    let bare = |name: &str| name.trim_start_matches('[').trim_end_matches(']').to_string();
    if let Some(column) = recipients.named(name).or_else(|| recipients.named(&bare(name))) {
        return Some((column, true));
    }
    let ends = name.match_indices(['.', '[']).map(|(at, _)| at).rev();
    ends.into_iter().find_map(|end| recipients.named(&name[..end])).map(|column| (column, false))
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
