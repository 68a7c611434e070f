//! Where the fields of a recipient stand in a mail: the few texts around them, into which other values are put.
//!
//! Comes in: a mail that was rendered for one row. Goes out: its [`Skeleton`], a mail of these texts alone. It never
//! judges what is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::message::{Block, Link, Message, Part};
use crate::project::Recipients;
use crate::source::{Origin, Span, Traced, TracedBuilder};
use crate::words::Words;

use super::data::column_of;
use super::plain::Memo;
use super::render::RenderedMail;

/// The texts of a mail in which fields of a recipient stand.
pub(super) struct Skeleton {
    message: Message,
    /// The columns whose values stand in these texts alone, as a whole.
    columns: BTreeSet<usize>,
    /// The folded words around the values.
    pub(super) words: FxHashSet<String>,
    /// What tells it from others, its places left out.
    pub(super) key: String,
    /// The tags that print the values.
    pub(super) tags: Vec<Span>,
    /// What is known of values in it.
    pub(super) memo: Arc<Memo>,
}

/// A value in a text: its bytes, its column, the tag that printed it.
struct Printed {
    range: std::ops::Range<usize>,
    column: usize,
    tag: Span,
}

impl Skeleton {
    /// The skeleton of a mail that was rendered for a row, in which `columns` are printed; `value` gives their values.
    pub(super) fn of(
        rendered: &RenderedMail,
        recipients: &Recipients,
        columns: &[usize],
        value: impl Fn(usize) -> String,
    ) -> Skeleton {
        let full = &rendered.message;
        let line = |text: &Option<Traced>| text.clone().filter(|text| has(recipients, text));
        let part = |part: &Option<Part>| part.as_ref().map(|part| of_part(recipients, part));
        let message = Message {
            subject: line(&full.subject),
            preheader: line(&full.preheader),
            from: line(&full.from),
            reply_to: line(&full.reply_to),
            html: part(&full.html),
            text: part(&full.text),
            ..Message::default()
        };
        let mut held: BTreeMap<Span, bool> = BTreeMap::new();
        let (mut words, mut key) = (FxHashSet::default(), String::new());
        for text in texts(&message) {
            let (mut at, mut around) = (0, String::new());
            for one in values(recipients, text) {
                let whole = same(&text.text()[one.range.clone()], &value(one.column));
                *held.entry(one.tag).or_insert(true) &= whole && stands_alone(text.text(), &one.range);
                around.push_str(&text.text()[at..one.range.start]);
                around.push_str(&format!("\u{0}{}\u{0}", one.column));
                at = one.range.end;
            }
            around.push_str(&text.text()[at..]);
            words.extend(Words::of(&around).folded().map(str::to_string));
            key.push_str(&around);
            key.push('\u{1}');
        }
        let mut out: BTreeSet<usize> = columns.iter().copied().collect();
        let whole = [&rendered.html, &rendered.text].into_iter().flatten();
        let lines = [&full.subject, &full.preheader, &full.from, &full.reply_to].into_iter().flatten();
        for one in whole.chain(lines).flat_map(|text| values(recipients, text)) {
            if held.get(&one.tag) != Some(&true) {
                out.remove(&one.column);
            }
        }
        let tags = held.into_keys().collect();
        Skeleton { message, columns: out, words, key, tags, memo: Arc::default() }
    }

    /// Whether values of these columns can be put in for others.
    pub(super) fn holds(&self, columns: &[usize]) -> bool {
        columns.iter().all(|column| self.columns.contains(column))
    }

    /// The columns, in order.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().copied()
    }

    /// The mail of the texts with other values.
    pub(super) fn filled(&self, recipients: &Recipients, value: &dyn Fn(usize) -> String) -> Message {
        let mut message = self.message.clone();
        let fill = |text: &mut Traced| *text = filled(recipients, text, value);
        let lines = [&mut message.subject, &mut message.preheader, &mut message.from, &mut message.reply_to];
        lines.into_iter().flatten().for_each(fill);
        for part in [&mut message.html, &mut message.text].into_iter().flatten() {
            part.blocks.iter_mut().for_each(|block| fill(&mut block.text));
            for link in &mut part.links {
                fill(&mut link.url);
                fill(&mut link.label);
            }
        }
        message
    }
}

fn texts(message: &Message) -> impl Iterator<Item = &Traced> {
    let lines = [&message.subject, &message.preheader, &message.from, &message.reply_to].into_iter().flatten();
    let parts = [&message.html, &message.text].into_iter().flatten();
    lines.chain(
        parts.flat_map(|part| {
            part.blocks.iter().map(|block| &block.text).chain(part.links.iter().map(|link| &link.url))
        }),
    )
}

fn of_part(recipients: &Recipients, part: &Part) -> Part {
    let blocks = part.blocks.iter().filter(|block| has(recipients, &block.text));
    let links = part.links.iter().filter(|link| has(recipients, &link.url));
    Part {
        blocks: blocks.map(|block| Block { links: Vec::new(), ..block.clone() }).collect(),
        links: links.map(|link| Link { block: None, ..link.clone() }).collect(),
        ..Part::default()
    }
}

fn has(recipients: &Recipients, text: &Traced) -> bool {
    !values(recipients, text).is_empty()
}

/// The values of recipients' fields in a text.
fn values(recipients: &Recipients, text: &Traced) -> Vec<Printed> {
    let mut out: Vec<Printed> = Vec::new();
    for (range, segment) in text.pieces(0..text.len()) {
        let Origin::Value { tag, pointer, .. } = &segment.from else { continue };
        let Some((column, _)) = column_of(recipients, pointer) else { continue };
        match out.last_mut() {
            Some(last) if last.range.end == range.start && last.tag == *tag && last.column == column => {
                last.range.end = range.end;
            }
            _ => out.push(Printed { range, column, tag: *tag }),
        }
    }
    out
}

/// Whether two texts are one but for white space.
fn same(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(a) == letters(b)
}

/// Whether no letter and no digit stands beside a value: a word is the value's own.
fn stands_alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
}

fn filled(recipients: &Recipients, text: &Traced, value: &dyn Fn(usize) -> String) -> Traced {
    let mut out = TracedBuilder::default();
    let mut at = 0;
    for one in values(recipients, text) {
        out.push(text, at..one.range.start);
        let place = text.origin(one.range.clone());
        if let Some(pointer) = &place.pointer {
            out.push_value_unit(&value(one.column), place.value, one.tag, pointer);
        }
        at = one.range.end;
    }
    out.push(text, at..text.len());
    out.finish()
}
