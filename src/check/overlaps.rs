//! Which of many places overlap one, without looking at each of them.
//!
//! Comes in: spans, each with what it stands for. Goes out: those that overlap another span. It never judges a finding.

use std::collections::HashMap;

use crate::source::{FileId, Span};

/// How many bytes of a file are looked up together.
const STRETCH: u32 = 256;
/// A place over more stretches than this is held against all others: such places are few.
const WIDE: u32 = 64;

/// Places by the stretches of their files, each with the index of what stands there.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    near: HashMap<(FileId, u32), Vec<usize>>,
    wide: Vec<usize>,
    /// All indices are below.
    end: usize,
}

impl Rivals {
    /// Adds a place. An index may have several: which one counts, the question of [`Rivals::first`] knows.
    pub(super) fn add(&mut self, span: Span, index: usize) {
        self.end = self.end.max(index + 1);
        match stretches(span) {
            Some(stretches) => {
                for stretch in stretches {
                    self.near.entry((span.file, stretch)).or_default().push(index);
                }
            }
            None => self.wide.push(index),
        }
    }

    /// The lowest index that may overlap a place and of which `wanted` holds; it is asked of few, and may be asked of
    /// some that do not overlap.
    pub(super) fn first(&self, span: Span, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let Some(stretches) = stretches(span) else { return (0..self.end).find(|index| wanted(*index)) };
        let near = stretches.filter_map(|stretch| self.near.get(&(span.file, stretch))).flatten();
        near.chain(&self.wide).copied().filter(|index| wanted(*index)).min()
    }
}

/// The stretches that a span touches; `None` where they are many.
fn stretches(span: Span) -> Option<std::ops::RangeInclusive<u32>> {
    let (first, last) = (span.start / STRETCH, span.end.max(span.start) / STRETCH);
    (last - first <= WIDE).then_some(first..=last)
}

/// Places that do not change, in the order of their starts.
#[derive(Debug)]
pub(super) struct Intervals<T> {
    /// Each place, with what it stands for and the furthest end so far.
    files: HashMap<FileId, Vec<(Span, T, u32)>>,
}

impl<T> Intervals<T> {
    /// Of places with what they stand for.
    pub(super) fn of(places: impl Iterator<Item = (Span, T)>) -> Intervals<T> {
        let mut files: HashMap<FileId, Vec<(Span, T, u32)>> = HashMap::new();
        for (span, what) in places {
            files.entry(span.file).or_default().push((span, what, span.end));
        }
        for all in files.values_mut() {
            all.sort_by_key(|(span, ..)| span.start);
            let mut furthest = 0;
            for (span, _, end) in all {
                furthest = furthest.max(span.end);
                *end = furthest;
            }
        }
        Intervals { files }
    }

    /// Whether something that `wanted` holds of overlaps a place.
    pub(super) fn any(&self, span: Span, wanted: impl Fn(&T) -> bool) -> bool {
        let Some(all) = self.files.get(&span.file) else { return false };
        let behind = all.partition_point(|(other, ..)| other.start <= span.end);
        let near = all[..behind].iter().rev().take_while(|(_, _, furthest)| *furthest >= span.start);
        near.into_iter().any(|(other, what, _)| other.overlaps(span) && wanted(what))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span() -> impl Strategy<Value = Span> {
        let long = prop_oneof![4 => 0u32..40, 1 => 0u32..100_000];
        (0u32..2, prop_oneof![0u32..1000, 0u32..200_000], long)
            .prop_map(|(file, start, long)| Span::new(FileId(file), start, start + long))
    }

    proptest! {
        /// What is found is what looking at each pair finds.
        #[test]
        fn none_is_missed(spans in proptest::collection::vec(span(), 0..60), asked in span(), odd in any::<bool>()) {
            let mut rivals = Rivals::default();
            for (index, span) in spans.iter().enumerate() {
                rivals.add(*span, index);
            }
            let fits = |index: usize| !odd || index % 2 == 1;
            let wanted = |index: usize| fits(index) && spans[index].overlaps(asked);
            let plain = (0..spans.len()).find(|index| wanted(*index));
            prop_assert_eq!(rivals.first(asked, wanted), plain);
            let intervals = Intervals::of(spans.iter().enumerate().map(|(index, span)| (*span, index)));
            prop_assert_eq!(intervals.any(asked, |index| fits(*index)), plain.is_some());
        }
    }

    #[test]
    fn few_places_are_asked_of_many() {
        let asked = std::cell::Cell::new(0);
        let mut rivals = Rivals::default();
        for index in 0..10_000u32 {
            let span = Span::new(FileId(0), index * 60, index * 60 + 20);
            let found = rivals.first(span, |_| {
                asked.set(asked.get() + 1);
                false
            });
            assert_eq!(found, None);
            rivals.add(span, index as usize);
        }
        assert!(asked.get() < 10 * 10_000, "{} questions", asked.get());
    }
}
