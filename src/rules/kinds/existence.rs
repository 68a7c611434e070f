//! `existence`: words that must not stand there.

use super::{Passage, WordHit};
use crate::rules::blocks::ExistenceBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Existence {
    pub(super) pattern: Pattern,
}

impl Existence {
    /// The compiled form of a block.
    pub fn of(block: &ExistenceBlock) -> Existence {
        Existence { pattern: words(&block.tokens, &block.patterns, block.ignore_case) }
    }

    /// Every place where one of the words stands.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        if !fired.may(0) {
            return Vec::new();
        }
        passages
            .iter()
            .flat_map(|passage| {
                self.pattern.find_all(passage.text.text()).into_iter().filter_map(|range| passage.hit(range))
            })
            .collect()
    }
}

/// The pattern of a block that has `tokens` or `patterns`.
pub fn words(tokens: &[String], patterns: &[String], ignore_case: bool) -> Pattern {
    if tokens.is_empty() {
        Pattern::patterns(patterns.iter().map(String::as_str), ignore_case)
    } else {
        Pattern::tokens(tokens.iter().map(String::as_str), ignore_case)
    }
}
