//! What stands around the words of a claim.

use std::ops::Range;

use crate::words::Lists;

use super::reading::{ReadBlock, Reading};

/// Whether a phrase of a list's group ends at most `gap` words before a byte, in the same sentence.
pub fn precedes(block: &ReadBlock<'_>, list: &str, group: &str, at: usize, gap: usize) -> bool {
    let list = Lists::built_in().list(list);
    let Some(group) = list.index(group) else { return false };
    let here = block.words.index_at(at);
    let sentence = block.sentence(at).range.start;
    list.find(&block.words)
        .iter()
        // The words of a title ("… by hand") say nothing of what stands after it.
        .filter(|hit| !block.titles.iter().any(|title| overlap(&title.range, &hit.range)))
        .any(|hit| {
            hit.group == group && hit.range.start >= sentence && hit.words.end <= here && here - hit.words.end <= gap
        })
}

/// Whether a phrase of a list's group stands in the sentence at a byte.
pub fn in_sentence(block: &ReadBlock<'_>, list: &str, group: &str, at: usize) -> bool {
    let sentence = block.sentence(at).range.clone();
    in_range(block, list, group, &sentence)
}

/// Whether a phrase of a list's group stands in a range of bytes.
pub fn in_range(block: &ReadBlock<'_>, list: &str, group: &str, range: &Range<usize>) -> bool {
    let list = Lists::built_in().list(list);
    let Some(group) = list.index(group) else { return false };
    list.find(&block.words).iter().any(|hit| hit.group == group && range.contains(&hit.range.start))
}

/// Whether the words at a range belong to a title, or to a figure or date that the facts list.
pub fn granted(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    block.titles.iter().any(|hit| overlap(&hit.range, range))
        || stated(reading, block).iter().any(|fact| overlap(fact, range))
}

/// Where the `facts` of the event or mail stand in a block, word for word.
pub fn stated(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for fact in reading.frame.facts() {
        let words = super::reading::name_words(fact.text());
        out.extend(block.words.find(&words).into_iter().map(|hit| block.words.bytes(hit)));
    }
    out
}

/// Whether two ranges share a byte.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
