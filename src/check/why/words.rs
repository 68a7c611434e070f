//! All words of a mail, each explained: what was typed word by word, what a tag printed as a whole.

use std::collections::HashSet;
use std::ops::Range;

use super::{Explainer, in_word, word};
use crate::finding::Why;
use crate::source::{Origin, Place, Span, Traced};

/// The most text of a mail whose words are explained, in bytes.
const MOST_TEXT: usize = 128 * 1024;
/// The most claims of such a mail: each of its words is held against all of them.
const MOST_CLAIMS: usize = 2_000;

impl Explainer<'_, '_, '_> {
    /// What [`Explainer::at`] says of each place whose words the mail shows: once for each place, where it shows first.
    /// Nothing of a mail that is too long for it.
    pub(in crate::check) fn words(&mut self) -> Vec<Why> {
        let text: usize = self.reading.blocks.iter().map(|block| block.text().len()).sum();
        if text > MOST_TEXT || self.claims.len() > MOST_CLAIMS {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut known: HashSet<(Option<Span>, Option<Span>)> = HashSet::new();
        let mut fresh = |place: &Place| known.insert((place.written, place.value));
        for block in 0..self.reading.blocks.len() {
            let text = &self.reading.blocks[block].block.text;
            for (range, place) in stretches(text) {
                if fresh(&place) {
                    let asked = self.asked(block, word(text.text(), range), place);
                    out.push(self.explain(asked));
                }
            }
        }
        for link in 0..self.reading.links.len() {
            let asked = self.asked_address(link);
            if !asked.range.is_empty() && fresh(&asked.place) {
                out.push(self.explain(asked));
            }
        }
        for text in self.lines() {
            for (range, place) in stretches(text) {
                if fresh(&place) {
                    let asked = self.asked_line(text, word(text.text(), range), place);
                    out.push(self.explain(asked));
                }
            }
        }
        out
    }
}

/// What can be pointed at in a text: the words that were typed, and all that one tag printed, with their places.
fn stretches(text: &Traced) -> Vec<(Range<usize>, Place)> {
    let mut runs: Vec<(Range<usize>, Option<Span>)> = Vec::new();
    for (piece, segment) in text.pieces(0..text.len()) {
        let tag = match &segment.from {
            Origin::Source { .. } => None,
            Origin::Value { tag, .. } | Origin::Made { tag: Some(tag) } => Some(*tag),
            // Nobody can point at what has no place.
            Origin::Made { tag: None } => continue,
        };
        match runs.last_mut() {
            Some((run, of)) if *of == tag && run.end == piece.start => run.end = piece.end,
            _ => runs.push((piece, tag)),
        }
    }
    let mut out = Vec::new();
    for (run, tag) in runs {
        if tag.is_none() {
            out.extend(typed(text.text(), run));
        } else if !text.text()[run.clone()].trim().is_empty() {
            out.push(run);
        }
    }
    out.into_iter().map(|range| (range.clone(), text.origin(range))).collect()
}

/// The words in a range.
fn typed(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text[run.clone()].char_indices().filter(|(_, c)| in_word(*c)) {
        let (start, end) = (run.start + at, run.start + at + c.len_utf8());
        match out.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => out.push(start..end),
        }
    }
    out
}
