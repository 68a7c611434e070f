//! `consistency`: two spellings of which a mail keeps to the one that comes first.

use super::{Passage, WordHit};
use crate::rules::blocks::ConsistencyBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Consistency {
    pub(super) pairs: Vec<[(Pattern, String); 2]>,
}

impl Consistency {
    /// The compiled form of a block.
    pub fn of(block: &ConsistencyBlock) -> Consistency {
        let one = |word: &String| (Pattern::tokens([word.as_str()], block.ignore_case), word.clone());
        Consistency { pairs: block.either.iter().map(|(a, b)| [one(a), one(b)]).collect() }
    }

    /// Every place of the spelling that does not come first.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        // A spelling that stands alone is kept to.
        let both = self.pairs.iter().enumerate().filter(|(n, _)| fired.may(2 * n) && fired.may(2 * n + 1));
        both.flat_map(|(_, pair)| look_for(pair, passages)).collect()
    }
}

fn look_for(pair: &[(Pattern, String); 2], passages: &[Passage]) -> Vec<WordHit> {
    let mut all = Vec::new();
    for (n, passage) in passages.iter().enumerate() {
        for (which, (pattern, _)) in pair.iter().enumerate() {
            let found = pattern.find_all(passage.text.text()).into_iter().filter(|range| !passage.in_address(range));
            all.extend(found.map(|range| (n, range.start, which, range)));
        }
    }
    all.sort_by_key(|(passage, start, ..)| (*passage, *start));
    let Some(first) = all.first().map(|(_, _, which, _)| *which) else { return Vec::new() };
    all.into_iter()
        .filter(|(_, _, which, _)| *which != first)
        .filter_map(|(passage, _, _, range)| passages[passage].hit(range))
        .map(|hit| hit.expecting(vec![pair[first].1.clone()]))
        .collect()
}
