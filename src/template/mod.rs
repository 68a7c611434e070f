//! Handlebars, with the semantics of Handlebars.js, where each byte of the output knows its origin.
//!
//! Comes in: a template's [`Traced`] text, partials, and [`Data`]. Goes out: [`Rendered`], a [`Traced`] output with
//! the faults that were met and the data that was read. It never reads files, and it never fails silently: what it
//! cannot do is a [`Fault`].

use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Span, Traced};

/// A value that templates see.
#[derive(Debug, Clone, Default)]
pub enum Data {
    /// Nothing by that name.
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
