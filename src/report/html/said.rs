//! Which words of a text are explained, and the marks around them for the page's script: `<w- n="…">`.

use std::ops::Range;

use super::chains::Chains;
use super::marks::{From, ranges};
use crate::finding::Why;
use crate::report::view::View;
use crate::source::Traced;

/// The explained words of one text.
pub(super) struct Said<'a> {
    /// In the order of the text; none lies in another.
    words: Vec<(Range<usize>, &'a Why)>,
}

impl<'a> Said<'a> {
    /// Those of a text, among all of its mail.
    pub(super) fn of(text: &Traced, explained: &'a [Why], view: &View) -> Said<'a> {
        let hidden = private(text.text(), &view.outcome.private);
        let mut words: Vec<(Range<usize>, &Why)> = Vec::new();
        for why in explained {
            let found = ranges(text, &From::Place(why.place.clone())).into_iter();
            // What is kept private is found in the finished page, and so must not be taken apart.
            let open = |range: &Range<usize>| hidden.iter().all(|one| one.end <= range.start || range.end <= one.start);
            words.extend(found.filter(open).map(|range| (range, why)));
        }
        words.sort_by_key(|(range, _)| (range.start, range.end));
        let mut apart: Vec<(Range<usize>, &Why)> = Vec::with_capacity(words.len());
        for (range, why) in words {
            match apart.last_mut() {
                // A value that is written with escapes is several pieces.
                Some((last, known)) if last.end == range.start && std::ptr::eq(*known, why) => last.end = range.end,
                Some((last, _)) if last.end > range.start => {}
                _ if !text.text().is_char_boundary(range.start) || !text.text().is_char_boundary(range.end) => {}
                _ => apart.push((range, why)),
            }
        }
        Said { words: apart }
    }

    /// Cuts a range where words begin and end, and writes each piece between the tags that its word needs.
    pub(super) fn write(
        &self,
        chains: &mut Chains<'_>,
        out: &mut String,
        range: Range<usize>,
        write: &dyn Fn(&mut String, Range<usize>),
    ) {
        let first = self.words.partition_point(|(word, _)| word.end <= range.start);
        let mut at = range.start;
        for (word, why) in self.words[first..].iter().take_while(|(word, _)| word.start < range.end) {
            let (start, end) = (word.start.max(at), word.end.min(range.end));
            write(out, at..start);
            out.push_str(&format!("<w- n=\"{}\">", chains.number(why)));
            write(out, start..end);
            out.push_str("</w->");
            at = end;
        }
        write(out, at..range.end);
    }

    /// The number of what is explained of a tag's own bytes: a link's address.
    pub(super) fn address(&self, chains: &mut Chains<'_>, tag: &Range<usize>) -> Option<usize> {
        let first = self.words.partition_point(|(word, _)| word.end <= tag.start);
        let (_, why) = self.words.get(first).filter(|(word, _)| word.start < tag.end)?;
        Some(chains.number(why))
    }
}

/// Where words stand that a page may not show whole, as they are or as markup writes them.
fn private(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let written = words.iter().flat_map(|word| [word.clone(), word.replace('&', "&amp;")]);
    let found = |word: String| text.match_indices(&word).map(|(at, word)| at..at + word.len()).collect::<Vec<_>>();
    written.filter(|word| !word.is_empty()).flat_map(found).collect()
}
