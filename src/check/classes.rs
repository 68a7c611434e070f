//! Recipients in classes: of those who get the same mail, one is rendered and checked.
//!
//! Comes in: the rows of a mail's recipients, one at a time, and what rendering the first of each class read. Goes out:
//! which class a row belongs to. The law, which [`super::plain`] completes: **two rows are in one class only if rendering
//! and checking each of them in full gives the same findings.**
//!
//! - A field that decides (a condition, a loop, an argument of a helper) puts into the class what it decides by: whether
//!   it is empty, for conditions; its value else.
//! - Which fields decide is learnt from the renderings, as a tree: rows that agree in all that the rendering of one of
//!   them read take the same branches, and further fields are looked at only where a branch reads them.
//! - A field that is printed puts into the class whether it is empty, and its kind, as long as its value is plain: what
//!   no check tells from any other value of that kind. A value that is not plain makes a class of its own.
//! - Where a finding touches what a recipient's field printed, rows of other values are rendered one by one; where it
//!   lies in the recipients' file itself, each row is.
//!
//! No row is held: a class holds the lines of its rows.

use rustc_hash::FxHashMap;

use crate::project::{Recipients, RowSet, RowView, yes_no};
use crate::template::{Read, ReadHow};

use super::data::column_of;
use super::plain::{Kind, kind_of};
use super::render::RenderedMail;
use super::skeleton::Skeleton;

/// How many values of one leaf are remembered to be plain: most rows bear a name that was met before.
const LATELY: usize = 4096;

/// How a field decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    column: usize,
    /// By its value; else by whether it is empty.
    whole: bool,
}

/// The classes of one mail, so far.
pub(super) struct Classes<'r> {
    recipients: &'r Recipients,
    nodes: Vec<Node>,
    /// The rows of each class.
    rows: Vec<RowSet>,
    key: Vec<u8>,
}

enum Node {
    /// Rows part by these fields. `path`: the fields by which they parted before, these included.
    Split { path: Vec<Field>, fields: Vec<Field>, next: FxHashMap<Box<[u8]>, usize> },
    /// No further field decides.
    Leaf(Leaf),
}

/// Rows whose fields decide alike: they get the same mail but for the values that it prints.
#[derive(Default)]
struct Leaf {
    /// The columns that are printed and decide nothing.
    printed: Vec<usize>,
    /// Where plain values stand, once a row with plain values was rendered.
    skeleton: Option<Skeleton>,
    /// The classes of plain values, by their kinds.
    plain: FxHashMap<Box<[u8]>, Of>,
    /// The classes of other values, by the values.
    exact: FxHashMap<Box<[u8]>, Of>,
    /// The classes of plain values that were met lately, by the values.
    lately: FxHashMap<Box<[u8]>, usize>,
}

/// Where rows of some values belong.
#[derive(Clone, Copy)]
enum Of {
    /// To a class.
    Class(usize),
    /// To no class together: findings tell them apart.
    Apart,
}

/// Where a row belongs.
pub(super) enum Place {
    /// To a class that is known.
    Known(usize),
    /// To none yet: it is rendered and checked.
    New(Seat),
}

/// Where a new class belongs.
pub(super) struct Seat {
    node: usize,
    /// At a split, what parts the row from others; at a leaf, its values.
    key: Box<[u8]>,
    /// At a leaf, the kinds of its values, where all of them are plain.
    kinds: Option<Box<[u8]>>,
}

/// Which findings touch what the recipients' file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Touch {
    /// None.
    Nothing,
    /// One has words that a field printed.
    Values,
    /// One lies in the file itself.
    Rows,
}

/// Whether the values of a row are plain, in their places.
pub(super) type Judge<'j> = dyn FnMut(&Skeleton, &[Kind], &[String]) -> bool + 'j;

impl<'r> Classes<'r> {
    /// No class yet.
    pub(super) fn of(recipients: &'r Recipients) -> Classes<'r> {
        let root = Node::Split { path: Vec::new(), fields: Vec::new(), next: FxHashMap::default() };
        Classes { recipients, nodes: vec![root], rows: Vec::new(), key: Vec::new() }
    }

    /// How many mails there are that differ in more than the values that they print.
    pub(super) fn versions(&self) -> usize {
        self.nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count()
    }

    /// The rows of each class.
    pub(super) fn into_rows(self) -> Vec<RowSet> {
        self.rows
    }

    /// Where a row belongs; to a known class it is added.
    pub(super) fn place(&mut self, row: &RowView<'_>, judge: &mut Judge<'_>) -> Place {
        let mut node = 0;
        while let Node::Split { fields, next, .. } = &self.nodes[node] {
            write_key(self.recipients, fields, row, &mut self.key);
            match next.get(self.key.as_slice()) {
                Some(known) => node = *known,
                None => return Place::New(Seat { node, key: self.key.as_slice().into(), kinds: None }),
            }
        }
        let place = self.among_values(node, row, judge);
        if let Place::Known(class) = place {
            self.rows[class].push(row.line());
        }
        place
    }

    fn among_values(&mut self, node: usize, row: &RowView<'_>, judge: &mut Judge<'_>) -> Place {
        let Node::Leaf(leaf) = &mut self.nodes[node] else { return Place::Known(0) };
        self.key.clear();
        leaf.printed.iter().for_each(|column| write(&row.text(*column), &mut self.key));
        let key = self.key.as_slice();
        if let Some(class) = leaf.lately.get(key) {
            return Place::Known(*class);
        }
        let new = |kinds| Place::New(Seat { node, key: key.into(), kinds });
        match leaf.exact.get(key) {
            Some(Of::Class(class)) => return Place::Known(*class),
            Some(Of::Apart) => return new(None),
            None => {}
        }
        let values: Vec<String> = leaf.printed.iter().map(|column| row.text(*column).into_owned()).collect();
        let Some(kinds) = values.iter().map(|value| kind_of(value)).collect::<Option<Vec<Kind>>>() else {
            return new(None);
        };
        let kinds_key = Kind::key(&kinds);
        match &leaf.skeleton {
            Some(skeleton) if !skeleton.holds(&leaf.printed) || !judge(skeleton, &kinds, &values) => return new(None),
            _ => {}
        }
        match leaf.plain.get(&kinds_key) {
            Some(Of::Class(class)) => {
                if leaf.lately.len() >= LATELY {
                    leaf.lately.clear();
                }
                leaf.lately.insert(key.into(), *class);
                Place::Known(*class)
            }
            Some(Of::Apart) => new(None),
            None => new(Some(kinds_key)),
        }
    }

    /// Opens the class of a row that was rendered; its index, and where it was put.
    pub(super) fn open(
        &mut self,
        mut seat: Seat,
        row: &RowView<'_>,
        rendered: &RenderedMail,
        skeleton: impl FnOnce(&[usize]) -> Skeleton,
        judge: &mut Judge<'_>,
    ) -> (usize, Seat) {
        if matches!(self.nodes[seat.node], Node::Split { .. }) {
            let node = self.grow(&seat, row, &rendered.reads);
            seat = match self.among_values(node, row, judge) {
                Place::New(seat) => seat,
                Place::Known(_) => Seat { node, key: Box::default(), kinds: None },
            };
        }
        let class = self.rows.len();
        self.rows.push(RowSet::from(row.line()));
        let Node::Leaf(leaf) = &mut self.nodes[seat.node] else { return (class, seat) };
        if seat.kinds.is_some() && leaf.skeleton.is_none() && !leaf.printed.is_empty() {
            let skeleton = leaf.skeleton.insert(skeleton(&leaf.printed));
            let values: Vec<String> = leaf.printed.iter().map(|column| row.text(*column).into_owned()).collect();
            let kinds: Vec<Kind> = values.iter().filter_map(|value| kind_of(value)).collect();
            if !skeleton.holds(&leaf.printed) || !judge(skeleton, &kinds, &values) {
                seat.kinds = None;
            }
        }
        match &seat.kinds {
            Some(kinds) => leaf.plain.insert(kinds.clone(), Of::Class(class)),
            None => leaf.exact.insert(seat.key.clone(), Of::Class(class)),
        };
        (class, seat)
    }

    /// Lets the findings of a class tell its rows apart.
    pub(super) fn touched(&mut self, class: usize, seat: Seat, touch: Touch) {
        let Node::Leaf(leaf) = &mut self.nodes[seat.node] else { return };
        if touch == Touch::Nothing {
            return;
        }
        if let Some(kinds) = seat.kinds {
            leaf.plain.insert(kinds, Of::Apart);
        }
        leaf.exact.insert(seat.key, if touch == Touch::Rows { Of::Apart } else { Of::Class(class) });
    }

    /// Adds what the rendering of a row read: the fields that part it from others, and its leaf.
    fn grow(&mut self, seat: &Seat, row: &RowView<'_>, reads: &[Read]) -> usize {
        let Node::Split { path, .. } = &self.nodes[seat.node] else { return seat.node };
        let path = path.clone();
        let mut fields = decisive(self.recipients, reads);
        fields.retain(|field| !path.contains(field));
        let printed = printed(self.recipients, reads, &path, &fields);
        let leaf = self.nodes.len();
        self.nodes.push(Node::Leaf(Leaf { printed, ..Leaf::default() }));
        let mut child = leaf;
        if !fields.is_empty() {
            write_key(self.recipients, &fields, row, &mut self.key);
            let next = FxHashMap::from_iter([(self.key.as_slice().into(), leaf)]);
            child = self.nodes.len();
            self.nodes.push(Node::Split { path: [path, fields.clone()].concat(), fields, next });
        }
        if let Node::Split { next, .. } = &mut self.nodes[seat.node] {
            next.insert(seat.key.clone(), child);
        }
        leaf
    }
}

/// Which fields of a recipient decide what is rendered.
fn decisive(recipients: &Recipients, reads: &[Read]) -> Vec<Field> {
    let field = |read: &Read| {
        let (column, ends) = column_of(recipients, &read.pointer)?;
        let by_value = is_flag(recipients, column) || !ends;
        Some(Field { column, whole: by_value || !matches!(read.how, ReadHow::Printed | ReadHow::Condition) })
    };
    let mut out: Vec<Field> = reads.iter().filter_map(field).collect();
    out.sort();
    out.dedup();
    out
}

/// The columns that are printed and whose values decide nothing.
fn printed(recipients: &Recipients, reads: &[Read], path: &[Field], fields: &[Field]) -> Vec<usize> {
    let whole = |column: usize| path.iter().chain(fields).any(|field| field.whole && field.column == column);
    let columns = reads.iter().filter(|read| read.how == ReadHow::Printed);
    let columns = columns.filter_map(|read| column_of(recipients, &read.pointer)).map(|(column, _)| column);
    let mut out: Vec<usize> = columns.filter(|column| !whole(*column)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn is_flag(recipients: &Recipients, column: usize) -> bool {
    matches!(recipients.columns[column].meaning, Some("attended" | "registered" | "team_member"))
}

/// What parts rows by some fields, as bytes.
fn write_key(recipients: &Recipients, fields: &[Field], row: &RowView<'_>, key: &mut Vec<u8>) {
    key.clear();
    for field in fields {
        let text = row.text(field.column);
        match yes_no(&text).filter(|_| is_flag(recipients, field.column)) {
            Some(yes) => key.push(2 + u8::from(yes)),
            None if field.whole => write(&text, key),
            None => key.push(u8::from(text.is_empty())),
        }
    }
}

/// A value, so that no two rows of values are the same bytes.
fn write(text: &str, key: &mut Vec<u8>) {
    key.push(0xff);
    key.extend_from_slice(&(text.len() as u32).to_le_bytes());
    key.extend_from_slice(text.as_bytes());
}
