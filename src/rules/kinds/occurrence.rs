//! `occurrence`: words that may stand so often in a part.

use super::existence::words;
use super::{Passage, WordHit};
use crate::claims::Part;
use crate::rules::blocks::OccurrenceBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Occurrence {
    pub(super) pattern: Pattern,
    wanted: Vec<String>,
    max: Option<usize>,
    min: Option<usize>,
}

impl Occurrence {
    /// The compiled form of a block.
    pub fn of(block: &OccurrenceBlock) -> Occurrence {
        Occurrence {
            pattern: words(&block.tokens, &block.patterns, block.ignore_case),
            wanted: if block.tokens.is_empty() { block.patterns.clone() } else { block.tokens.clone() },
            max: block.max,
            min: block.min,
        }
    }

    /// In each part: every place past `max`; the part's start when there are fewer than `min`.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        if self.min.is_none() && !fired.may(0) {
            return Vec::new();
        }
        let mut parts: Vec<Part> = Vec::new();
        for passage in passages {
            if !parts.contains(&passage.part) {
                parts.push(passage.part);
            }
        }
        parts.into_iter().flat_map(|part| self.in_part(passages, part)).collect()
    }

    fn in_part(&self, passages: &[Passage], part: Part) -> Vec<WordHit> {
        let inside: Vec<&Passage> = passages.iter().filter(|passage| passage.part == part).collect();
        let found: Vec<WordHit> = inside
            .iter()
            .flat_map(|passage| self.pattern.find_all(passage.text.text()).into_iter().map(|range| passage.hit(range)))
            .flatten()
            .collect();
        let count = found.len();
        if let Some(max) = self.max.filter(|max| count > *max) {
            return found.into_iter().skip(max).map(|hit| hit.with("count", count).with("max", max)).collect();
        }
        match self.min.filter(|min| count < *min) {
            Some(min) => {
                let start = inside.iter().find_map(|passage| passage.start());
                let hit = start.map(|hit| hit.expecting(self.wanted.clone()).with("count", count).with("min", min));
                hit.into_iter().collect()
            }
            None => Vec::new(),
        }
    }
}
