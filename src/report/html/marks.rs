//! Which words of a text belong to which row of the table.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::source::{Place, Span, Traced};

/// The longest stretch of a text that is marked for one row, in bytes: what is said of a whole part has no words.
const LONGEST: usize = 400;

/// Where a row's words come from.
#[derive(Debug, Clone)]
pub(super) enum From {
    /// These bytes.
    Bytes(Span),
    /// A part of what a tag printed, or of what was typed.
    Place(Place),
}

/// A row of the table, as the marks need it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Its number on the page.
    pub(super) number: usize,
    /// The class of its marks: `error`, `warning`, `info`, `ok`.
    pub(super) class: &'static str,
    /// Where its words come from.
    pub(super) from: Vec<From>,
}

/// Words of a text that belong to a row.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The bytes of the text.
    pub(super) range: Range<usize>,
    /// The row.
    pub(super) row: usize,
    /// The class of the mark.
    pub(super) class: &'static str,
}

/// The marks of a text.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: Vec<Mark>,
    /// The bytes at which a mark begins or ends.
    borders: BTreeSet<usize>,
}

impl Marks {
    /// The marks of a text, for these rows.
    pub(super) fn of(text: &Traced, targets: &[Target]) -> Marks {
        let mut out = Marks::default();
        for target in targets {
            let ranges = target.from.iter().flat_map(|from| ranges(text, from));
            for range in ranges.filter(|range| range.len() <= LONGEST) {
                out.borders.extend([range.start, range.end]);
                out.all.push(Mark { range, row: target.number, class: target.class });
            }
        }
        out.all.sort_by_key(|mark| (mark.range.start, mark.row));
        out
    }

    /// All of them, in the order of the text.
    pub(super) fn all(&self) -> &[Mark] {
        &self.all
    }

    /// A range cut where marks begin and end, each piece with the marks that it lies in.
    pub(super) fn pieces(&self, range: Range<usize>) -> Vec<(Range<usize>, Vec<&Mark>)> {
        let inside = self.borders.range(range.start + 1..range.end.max(range.start + 1)).copied();
        let mut out = Vec::new();
        let mut start = range.start;
        for end in inside.chain([range.end]) {
            out.push((start..end, self.over(start..end)));
            start = end;
        }
        out
    }

    /// The marks that share a byte with a range, first by row.
    pub(super) fn over(&self, range: Range<usize>) -> Vec<&Mark> {
        let last = self.all.partition_point(|mark| mark.range.start < range.end);
        let first = self.all.partition_point(|mark| mark.range.start + LONGEST < range.start);
        let near = self.all.get(first..last).unwrap_or_default();
        let mut out: Vec<&Mark> = near.iter().filter(|mark| mark.range.end > range.start).collect();
        out.sort_by_key(|mark| mark.row);
        out.dedup_by_key(|mark| mark.row);
        out
    }
}

/// The ranges of a text that come from there.
pub(super) fn ranges(text: &Traced, from: &From) -> Vec<Range<usize>> {
    match from {
        From::Bytes(span) => text.ranges_of(*span),
        From::Place(place) => {
            let Some(span) = place.span() else { return Vec::new() };
            let printed = text.ranges_of(span);
            // One tag may print a text of which the claim is a word.
            let Some(value) = place.value.filter(|_| !place.literal) else { return printed };
            let words = text.ranges_of(value);
            let both = |a: &Range<usize>, b: &Range<usize>| a.start.max(b.start)..a.end.min(b.end);
            printed.iter().flat_map(|a| words.iter().map(move |b| both(a, b))).filter(|both| !both.is_empty()).collect()
        }
    }
}
