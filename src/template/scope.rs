//! Where rendering stands: contexts, block parameters, loop variables, inline partials.
//!
//! All of these are lists of borrowed links that live on the stack: a link lives as long as the block that made it.

use std::borrow::Cow;

use super::ast::{Path, Program, Template};
use super::data::{Data, Node, join};

pub(super) type Value<'s> = Cow<'s, Node>;

/// A context (`this`), with the one around it (`..`).
pub(super) struct Scope<'s> {
    pub(super) context: Value<'s>,
    /// The list or map whose item this is.
    pub(super) among: Option<&'s Node>,
    pub(super) up: Option<&'s Scope<'s>>,
}

/// The block parameters of one block.
pub(super) struct Params<'s> {
    pub(super) values: [Value<'s>; 2],
    pub(super) up: Option<&'s Params<'s>>,
}

/// Where a loop stands: `@index`, `@key`, `@first`, `@last`.
#[derive(Clone, Copy)]
pub(super) struct Turn<'s> {
    pub(super) index: usize,
    pub(super) key: Option<&'s str>,
    pub(super) last: bool,
}

/// A frame of `@` variables, with the one around it (`@../index`).
pub(super) struct Vars<'s> {
    pub(super) turn: Option<Turn<'s>>,
    pub(super) up: Option<&'s Vars<'s>>,
    /// `@root`.
    pub(super) root: &'s Node,
}

/// The inline partials of one program, with what they see.
pub(super) struct Inlines<'s> {
    pub(super) program: &'s Program,
    pub(super) template: &'s Template,
    pub(super) scope: Option<&'s Scope<'s>>,
    pub(super) params: Option<&'s Params<'s>>,
    /// Which rendering of which template they belong to.
    pub(super) activation: u32,
    pub(super) up: Option<&'s Inlines<'s>>,
}

/// The content of `{{#> name}}…{{/name}}`, with what it sees.
pub(super) struct Content<'s> {
    pub(super) program: &'s Program,
    pub(super) place: Place<'s>,
}

/// Where rendering stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) template: &'s Template,
    pub(super) scope: &'s Scope<'s>,
    pub(super) params: Option<&'s Params<'s>>,
    pub(super) vars: &'s Vars<'s>,
    pub(super) inlines: Option<&'s Inlines<'s>>,
    pub(super) content: Option<&'s Content<'s>>,
    pub(super) activation: u32,
}

/// What looking up a path gave.
pub(super) enum Lookup<'s> {
    /// A value.
    Found(Value<'s>),
    /// Nothing, but that is no mistake: a field of null, an index past the end.
    Absent,
    /// No such name.
    Unknown,
}

impl<'s> Place<'s> {
    /// The context that a path starts from, and the steps that are left.
    fn start<'p>(&self, path: &'p Path) -> Option<(Lookup<'s>, &'p [Box<str>])> {
        let steps = path.segments.as_slice();
        if path.data {
            return self.variable(path).map(|found| (found, steps.get(1..).unwrap_or_default()));
        }
        if let Some((up, index)) = path.param {
            let mut params = self.params?;
            for _ in 0..up {
                params = params.up?;
            }
            let value = params.values.get(usize::from(index)).map_or(Lookup::Absent, borrowed);
            return Some((value, steps.get(1..).unwrap_or_default()));
        }
        self.scope.at(path.depth).map(|scope| (borrowed(&scope.context), steps))
    }

    fn variable(&self, path: &Path) -> Option<Lookup<'s>> {
        let name = path.segments.first()?;
        if &**name == "root" {
            return Some(Lookup::Found(Cow::Borrowed(self.vars.root)));
        }
        if &**name == "partial-block" {
            let given = self.content.is_some_and(|content| !content.program.elements.is_empty());
            let node = Node::new(Data::Bool(true), "@partial-block");
            return Some(if given { Lookup::Found(Cow::Owned(node)) } else { Lookup::Absent });
        }
        let mut vars = self.vars;
        for _ in 0..path.depth {
            vars = vars.up?;
        }
        let turn = loop {
            match vars.turn {
                Some(turn) => break turn,
                None => vars = vars.up?,
            }
        };
        let pointer = path.original.clone();
        let data = match &**name {
            "index" => Data::Number(turn.index as f64),
            "key" => match turn.key {
                Some(key) => Data::Text(crate::source::Traced::made(key)),
                None => Data::Number(turn.index as f64),
            },
            "first" => Data::Bool(turn.index == 0),
            "last" => Data::Bool(turn.last),
            _ => return None,
        };
        Some(Lookup::Found(Cow::Owned(Node::new(data, pointer))))
    }

    /// Looks up a path.
    pub(super) fn look_up(&self, path: &Path) -> Lookup<'s> {
        let Some((start, steps)) = self.start(path) else { return Lookup::Unknown };
        steps.iter().fold(start, |at, name| match at {
            Lookup::Found(Cow::Borrowed(node)) => step(node, name),
            Lookup::Found(Cow::Owned(node)) => owned(step(&node, name)),
            other => other,
        })
    }
}

impl Place<'_> {
    /// The path at which a name was looked for.
    pub(super) fn pointer(&self, path: &Path) -> String {
        if path.data || path.param.is_some() {
            return path.original.to_string();
        }
        let start = self.scope.at(path.depth).map_or("", |scope| &*scope.context.pointer);
        path.segments.iter().fold(start.to_string(), |at, name| join(&at, name))
    }

    /// Whether another item of the loop has what this one lacks: the field is optional.
    pub(super) fn siblings_have(&self, path: &Path) -> bool {
        let has = |mut node: &Node| {
            for name in &path.segments {
                match &node.data {
                    Data::Map(fields) => match fields.get(&**name) {
                        Some(field) => node = field,
                        None => return false,
                    },
                    Data::Undefined | Data::Null => return true,
                    _ => return false,
                }
            }
            true
        };
        if path.data || path.param.is_some_and(|(_, index)| index > 0) {
            return false;
        }
        let Some(among) = self.scope.at(path.depth).and_then(|scope| scope.among) else { return false };
        match &among.data {
            Data::List(items) => items.iter().any(has),
            Data::Map(fields) => fields.values().any(has),
            _ => false,
        }
    }
}

impl<'s> Scope<'s> {
    /// The scope so many levels up.
    pub(super) fn at(&'s self, depth: u16) -> Option<&'s Scope<'s>> {
        let mut scope = self;
        for _ in 0..depth {
            scope = scope.up?;
        }
        Some(scope)
    }
}

fn borrowed<'s>(value: &'s Value<'_>) -> Lookup<'s> {
    Lookup::Found(Cow::Borrowed(value.as_ref()))
}

fn owned<'s>(found: Lookup<'_>) -> Lookup<'s> {
    match found {
        Lookup::Found(value) => Lookup::Found(Cow::Owned(value.into_owned())),
        Lookup::Absent => Lookup::Absent,
        Lookup::Unknown => Lookup::Unknown,
    }
}

/// One step from a value, as JavaScript's own properties go: fields, indexes, `length`.
pub(super) fn step<'s>(node: &'s Node, name: &str) -> Lookup<'s> {
    let number = |length: usize| {
        let pointer = format!("{}.length", node.pointer);
        Lookup::Found(Cow::Owned(Node { data: Data::Number(length as f64), pointer: pointer.into(), at: node.at }))
    };
    match &node.data {
        Data::Map(fields) => fields.get(name).map_or(Lookup::Unknown, |field| Lookup::Found(Cow::Borrowed(field))),
        Data::List(items) => match name {
            "length" => number(items.len()),
            _ => match name.parse::<usize>() {
                Ok(index) => items.get(index).map_or(Lookup::Absent, |item| Lookup::Found(Cow::Borrowed(item))),
                Err(_) => Lookup::Unknown,
            },
        },
        Data::Undefined | Data::Null => Lookup::Absent,
        Data::Bool(_) | Data::Number(_) => Lookup::Unknown,
        Data::Text(_) | Data::When(_) => {
            let Some(text) = node.data.text() else { return Lookup::Unknown };
            match (name, name.parse::<usize>()) {
                ("length", _) => number(text.text().encode_utf16().count()),
                (_, Ok(index)) => match text.text().char_indices().nth(index) {
                    Some((start, c)) => {
                        let letter = Data::Text(text.slice(start..start + c.len_utf8()));
                        Lookup::Found(Cow::Owned(Node { data: letter, pointer: node.pointer.clone(), at: node.at }))
                    }
                    None => Lookup::Absent,
                },
                _ => Lookup::Unknown,
            }
        }
    }
}
