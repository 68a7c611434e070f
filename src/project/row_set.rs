//! Sets of rows, by their lines: which recipients of a million a finding concerns.
//!
//! Comes in: lines, from the first to the last. Goes out: how many there are, the first ones, what two sets have
//! together. Few are a list; many are a bit each, so that no set is larger than an eighth of a byte a line.

/// The lines of some rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSet {
    kept: Kept,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    /// In order, none twice.
    Few(Vec<u32>),
    /// A bit for each line from `first` (a multiple of 64) on, and how many are set.
    Many { first: u32, bits: Vec<u64>, count: usize },
}

impl Default for RowSet {
    fn default() -> RowSet {
        RowSet { kept: Kept::Few(Vec::new()) }
    }
}

impl From<u32> for RowSet {
    fn from(line: u32) -> RowSet {
        RowSet { kept: Kept::Few(vec![line]) }
    }
}

impl FromIterator<u32> for RowSet {
    fn from_iter<I: IntoIterator<Item = u32>>(lines: I) -> RowSet {
        let mut lines: Vec<u32> = lines.into_iter().collect();
        lines.sort_unstable();
        let mut out = RowSet::default();
        lines.into_iter().for_each(|line| out.push(line));
        out
    }
}

impl RowSet {
    /// Adds a line that is none of those before the last one.
    pub fn push(&mut self, line: u32) {
        match &mut self.kept {
            Kept::Few(lines) if lines.last().is_some_and(|last| *last >= line) => {
                debug_assert_eq!(lines.last(), Some(&line));
            }
            Kept::Few(lines) => {
                lines.push(line);
                let first = lines[0] & !63;
                // Four bytes a line are as many as the bits from the first line to the last one.
                if lines.len() > 16 && lines.len() as u32 * 32 > line - first {
                    let mut bits = Vec::new();
                    for line in lines.iter() {
                        set(&mut bits, *line - first);
                    }
                    self.kept = Kept::Many { first, count: lines.len(), bits };
                }
            }
            Kept::Many { first, bits, count } => *count += usize::from(set(bits, line - *first)),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.kept {
            Kept::Few(lines) => lines.len(),
            Kept::Many { count, .. } => *count,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a line is one of them.
    pub fn contains(&self, line: u32) -> bool {
        match &self.kept {
            Kept::Few(lines) => lines.binary_search(&line).is_ok(),
            Kept::Many { first, bits, .. } => line
                .checked_sub(*first)
                .is_some_and(|at| bits.get((at / 64) as usize).is_some_and(|word| word & (1 << (at % 64)) != 0)),
        }
    }

    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let (few, many) = match &self.kept {
            Kept::Few(lines) => (lines.as_slice(), None),
            Kept::Many { first, bits, .. } => (&[][..], Some((*first, bits))),
        };
        let words = many.into_iter().flat_map(|(first, bits)| (first..).step_by(64).zip(bits));
        let bits = words.flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some(at + bit)
            })
        });
        few.iter().copied().chain(bits)
    }

    /// All lines of some sets.
    pub fn union<'s>(sets: impl IntoIterator<Item = &'s RowSet>) -> RowSet {
        let mut sets = sets.into_iter();
        let Some(first) = sets.next() else { return RowSet::default() };
        let Some(second) = sets.next() else { return first.clone() };
        let all: Vec<&RowSet> = [first, second].into_iter().chain(sets).collect();
        let most = all.iter().map(|set| set.len()).sum::<usize>();
        if most <= 4096 {
            return all.into_iter().flat_map(RowSet::iter).collect();
        }
        let start = all.iter().filter_map(|set| set.iter().next()).min().unwrap_or_default() & !63;
        let mut bits: Vec<u64> = Vec::new();
        for set in all {
            match &set.kept {
                Kept::Few(lines) => lines.iter().for_each(|line| {
                    self::set(&mut bits, *line - start);
                }),
                Kept::Many { first, bits: other, .. } => {
                    let shift = ((*first - start) / 64) as usize;
                    bits.resize(bits.len().max(shift + other.len()), 0);
                    bits[shift..].iter_mut().zip(other).for_each(|(word, other)| *word |= other);
                }
            }
        }
        let count = bits.iter().map(|word| word.count_ones() as usize).sum();
        RowSet { kept: Kept::Many { first: start, bits, count } }
    }
}

/// Sets a bit; whether it was not set before.
fn set(bits: &mut Vec<u64>, at: u32) -> bool {
    let (word, bit) = ((at / 64) as usize, 1_u64 << (at % 64));
    if bits.len() <= word {
        bits.resize(word + 1, 0);
    }
    let new = bits[word] & bit == 0;
    bits[word] |= bit;
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    proptest::proptest! {
        #[test]
        fn sets_hold_what_was_put_in(
            sets in proptest::collection::vec(proptest::collection::btree_set(0_u32..20_000, 0..400), 0..4),
            dense in proptest::collection::vec((0_u32..9_000, 0_u32..5_000), 0..3),
        ) {
            let ranges = dense.iter().map(|(from, length)| (*from..from + length).collect::<BTreeSet<u32>>());
            let all: Vec<BTreeSet<u32>> = sets.into_iter().chain(ranges).collect();
            let kept: Vec<RowSet> = all.iter().map(|lines| lines.iter().copied().collect()).collect();
            for (lines, kept) in all.iter().zip(&kept) {
                proptest::prop_assert_eq!(lines.len(), kept.len());
                proptest::prop_assert!(lines.iter().copied().eq(kept.iter()));
            }
            let union: BTreeSet<u32> = all.into_iter().flatten().collect();
            let joined = RowSet::union(&kept);
            proptest::prop_assert_eq!(union.len(), joined.len());
            proptest::prop_assert!(union.into_iter().eq(joined.iter()));
        }
    }
}
