//! The values that templates see.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Span, Traced};

/// A value that templates see.
#[derive(Debug, Clone, Default)]
pub enum Data {
    /// Nothing, by a name that is known all the same: it prints nothing and is no fault.
    #[default]
    Undefined,
    /// JSON's null.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text, with its places.
    Text(Traced),
    /// A date or time: printed as its text, and formatted by `date`, `time` and their like.
    When(Moment),
    /// A list.
    List(Arc<Vec<Node>>),
    /// A mapping, in order.
    Map(Arc<IndexMap<String, Node>>),
}

/// A value with the path that leads to it.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub data: Data,
    /// Its path, such as `event.speakers[0].name`.
    pub pointer: Arc<str>,
    /// Where it is written, for values that are not text.
    pub at: Option<Span>,
}

/// A date, with its hour where one is known, in the event's zone.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The wall time.
    pub at: jiff::civil::DateTime,
    /// Whether the hour is known; else only the day counts.
    pub hour: bool,
    /// As it is written in the file.
    pub written: Traced,
}

impl Data {
    /// Whether `{{#if}}` takes it for true: everything but nothing, null, false, 0, an empty text and an empty list.
    pub fn truthy(&self) -> bool {
        match self {
            Data::Number(number) => *number != 0.0 && !number.is_nan(),
            other => !other.is_empty(),
        }
    }

    /// Whether it is empty in the sense of `{{#with}}` and `includeZero`: as [`Data::truthy`], but 0 is a value.
    pub fn is_empty(&self) -> bool {
        match self {
            Data::Undefined | Data::Null | Data::Bool(false) => true,
            Data::Number(number) => number.is_nan(),
            Data::Text(text) => text.is_empty(),
            Data::List(items) => items.is_empty(),
            Data::Bool(true) | Data::When(_) | Data::Map(_) => false,
        }
    }

    /// Its text, where it is one: a text, or a moment as it is written.
    pub fn text(&self) -> Option<&Traced> {
        match self {
            Data::Text(text) => Some(text),
            Data::When(moment) => Some(&moment.written),
            _ => None,
        }
    }

    /// What JavaScript makes of it in a text.
    pub fn to_text(&self) -> String {
        match self {
            Data::Undefined | Data::Null => String::new(),
            Data::Bool(truth) => truth.to_string(),
            Data::Number(number) => number_text(*number),
            Data::Text(text) => text.text().to_string(),
            Data::When(moment) => moment.written.text().to_string(),
            Data::List(items) => items.iter().map(|item| item.data.to_text()).collect::<Vec<_>>().join(","),
            Data::Map(_) => "[object Object]".to_string(),
        }
    }

    /// Whether JavaScript would call the two the same thing: lists and maps by identity, the rest by value.
    pub(super) fn same(&self, other: &Data) -> bool {
        match (self, other) {
            (Data::Undefined | Data::Null, Data::Undefined | Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Number(a), Data::Number(b)) => a == b,
            (Data::List(a), Data::List(b)) => Arc::ptr_eq(a, b),
            (Data::Map(a), Data::Map(b)) => Arc::ptr_eq(a, b),
            (a, b) => matches!((a.text(), b.text()), (Some(a), Some(b)) if a.text() == b.text()),
        }
    }
}

impl Node {
    /// A value under a path, written nowhere.
    pub fn new(data: Data, pointer: impl Into<Arc<str>>) -> Node {
        Node { data, pointer: pointer.into(), at: None }
    }

    /// A text under a path; its place is the text's own.
    pub fn text(text: Traced, pointer: impl Into<Arc<str>>) -> Node {
        Node { at: text.whole().span(), data: Data::Text(text), pointer: pointer.into() }
    }

    /// A JSON value under the empty path. Its texts are [`Traced::made`]: they have no place.
    pub fn from_json(value: &serde_json::Value) -> Node {
        Node::json_at(value, String::new())
    }

    fn json_at(value: &serde_json::Value, pointer: String) -> Node {
        use serde_json::Value;
        let data = match value {
            Value::Null => Data::Null,
            Value::Bool(truth) => Data::Bool(*truth),
            Value::Number(number) => Data::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Data::Text(Traced::made(text)),
            Value::Array(items) => {
                let nodes = items.iter().enumerate().map(|(n, item)| Node::json_at(item, format!("{pointer}[{n}]")));
                Data::List(Arc::new(nodes.collect()))
            }
            Value::Object(fields) => {
                let nodes = fields.iter().map(|(key, field)| (key.clone(), Node::json_at(field, join(&pointer, key))));
                Data::Map(Arc::new(nodes.collect()))
            }
        };
        Node::new(data, pointer)
    }

    /// The value as JSON, moments as they are written. `Undefined` fields are left out.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.data {
            Data::Undefined | Data::Null => Value::Null,
            Data::Bool(truth) => Value::Bool(*truth),
            Data::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(*number as i64),
            Data::Number(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
            Data::Text(text) => Value::String(text.text().to_string()),
            Data::When(moment) => Value::String(moment.written.text().to_string()),
            Data::List(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Data::Map(fields) => Value::Object(
                fields
                    .iter()
                    .filter(|(_, node)| !matches!(node.data, Data::Undefined))
                    .map(|(key, node)| (key.clone(), node.to_json()))
                    .collect(),
            ),
        }
    }
}

/// The path of a field under a path.
pub(super) fn join(pointer: &str, key: &str) -> String {
    if pointer.is_empty() { key.to_string() } else { format!("{pointer}.{key}") }
}

/// A number as JavaScript prints it (ECMA-262, `Number::toString`): no `.0`, an exponent for very large and very
/// small ones.
pub(super) fn number_text(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        "0".to_string()
    } else if !number.is_finite() {
        if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_string()
    } else if (1e-6..1e21).contains(&size) {
        number.to_string()
    } else {
        let text = format!("{number:e}");
        if size >= 1e21 { text.replace('e', "e+") } else { text }
    }
}
