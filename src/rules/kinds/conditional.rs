//! `conditional`: words that ask for others anywhere in the scope.

use super::{Passage, WordHit};
use crate::rules::blocks::ConditionalBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Conditional {
    pub(super) condition: Pattern,
    pub(super) then: Pattern,
    wanted: String,
}

impl Conditional {
    /// The compiled form of a block.
    pub fn of(block: &ConditionalBlock) -> Conditional {
        Conditional {
            condition: Pattern::patterns([block.condition.as_str()], block.ignore_case),
            then: Pattern::patterns([block.then.as_str()], block.ignore_case),
            wanted: block.then.clone(),
        }
    }

    /// Every place that asks, when what it asks for stands nowhere.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        if !fired.may(0) {
            return Vec::new();
        }
        if fired.may(1) && passages.iter().any(|passage| self.then.is_in(passage.text.text())) {
            return Vec::new();
        }
        passages
            .iter()
            .flat_map(|passage| {
                self.condition.find_all(passage.text.text()).into_iter().filter_map(|range| passage.hit(range))
            })
            .map(|hit| hit.expecting(vec![self.wanted.clone()]))
            .collect()
    }
}
