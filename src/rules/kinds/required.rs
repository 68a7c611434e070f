//! `required`: words of which one must stand there.

use super::existence::words;
use super::{Passage, WordHit};
use crate::rules::blocks::RequiredBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Required {
    pub(super) pattern: Pattern,
    wanted: Vec<String>,
}

impl Required {
    /// The compiled form of a block.
    pub fn of(block: &RequiredBlock) -> Required {
        let wanted = if block.tokens.is_empty() { block.patterns.clone() } else { block.tokens.clone() };
        Required { pattern: words(&block.tokens, &block.patterns, block.ignore_case), wanted }
    }

    /// One hit at the start of the first passage, when no passage has any of the words. What stands in either part
    /// is there. Where there is no text at all, nothing can be pointed at.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        if fired.may(0) && passages.iter().any(|passage| self.pattern.is_in(passage.text.text())) {
            return Vec::new();
        }
        passages.iter().find_map(Passage::start).map(|hit| hit.expecting(self.wanted.clone())).into_iter().collect()
    }
}
