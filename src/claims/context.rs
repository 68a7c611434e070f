//! What stands around the words of a claim.

use std::ops::Range;

use crate::value::when::When;
use crate::words::Lists;

use super::reading::{ReadBlock, Reading};

/// Whether a phrase of a list's group ends at most `gap` words before a byte, in the same sentence.
pub fn precedes(block: &ReadBlock<'_>, list: &str, group: &str, at: usize, gap: usize) -> bool {
    let list = Lists::built_in().list(list);
    let Some(group) = list.index(group) else { return false };
    let here = block.words.index_at(at);
    let sentence = block.sentence(at).range.start;
    block
        .hits(list)
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
    block.hits(list).iter().any(|hit| hit.group == group && range.contains(&hit.range.start))
}

/// Whether the words at a range belong to a title, or to a figure or date that the facts list.
pub fn granted(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    block.titles.iter().any(|hit| overlap(&hit.range, range))
        || stated(reading, block).iter().any(|fact| overlap(fact, range))
}

/// Where the `facts` of the event or mail stand in a block, word for word; "3 €" is not the 3 of a date.
pub fn stated(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for fact in reading.frame.facts() {
        let words = super::reading::name_words(fact.text());
        let (before, after) = signs(fact.text());
        let fits = |at: &Range<usize>| {
            block.text()[at.end..].trim_start().starts_with(after)
                && block.text()[..at.start].trim_end().ends_with(before)
        };
        out.extend(block.words.find(&words).into_iter().map(|hit| block.words.bytes(hit)).filter(fits));
    }
    out
}

/// The sign of a currency or share at an end of a figure.
fn signs(fact: &str) -> (&str, &str) {
    let sign = |c: char| matches!(c, '€' | '$' | '£' | '¥' | '%' | '‰' | '°' | '#');
    let last = fact.char_indices().next_back().filter(|(_, c)| sign(*c)).map_or(fact.len(), |(at, _)| at);
    let first = fact.chars().next().filter(|c| sign(*c)).map_or(0, char::len_utf8);
    (&fact[..first], &fact[last..])
}

/// Whether a day with its hour is an end of a stretch between two of them: "de jeudi 12 h à vendredi 10 h".
pub fn joined_days(block: &ReadBlock<'_>, when: &When) -> bool {
    let dated = |when: &&When| when.time.is_some() && (when.relative.is_some() || when.date.is_some());
    let joins =
        |gap: &str| matches!(crate::language::fold::fold(gap.trim()).as_str(), "a" | "au" | "to" | "until" | "-" | "–");
    block.whens.iter().filter(dated).any(|other| {
        let (first, second) = if other.range.start < when.range.start { (other, when) } else { (when, other) };
        first.range.end < second.range.start && joins(&block.text()[first.range.end..second.range.start])
    })
}

/// Whether two ranges share a byte.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
