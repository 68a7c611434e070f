//! `substitution`: words for which others are better.

use super::{Passage, WordHit};
use crate::rules::blocks::SubstitutionBlock;
use crate::rules::pattern::Pattern;
use crate::rules::scan::Fired;

/// The compiled block.
#[derive(Debug)]
pub struct Substitution {
    pub(super) pairs: Vec<(Pattern, String)>,
}

impl Substitution {
    /// The compiled form of a block.
    pub fn of(block: &SubstitutionBlock) -> Substitution {
        let pairs = block.swap.iter();
        Substitution {
            pairs: pairs.map(|(from, to)| (Pattern::tokens([from.as_str()], block.ignore_case), to.clone())).collect(),
        }
    }

    /// Every place where one of the words stands, with what to write instead.
    pub fn look(&self, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
        let mut hits = Vec::new();
        let pairs = || self.pairs.iter().enumerate().filter(|(n, _)| fired.may(*n)).map(|(_, pair)| pair);
        for passage in passages {
            for (pattern, to) in pairs() {
                let found = pattern.find_all(passage.text.text());
                for range in found.into_iter().filter(|range| !passage.in_address(range)) {
                    let Some(hit) = passage.hit(range) else { continue };
                    let to = as_capital(&hit.found, to);
                    let mut hit = hit.expecting(vec![to.clone()]);
                    hit.replacement = hit.is_typed().then_some(to);
                    hits.push(hit);
                }
            }
        }
        hits
    }
}

/// `to` with a capital where the words found have one.
fn as_capital(found: &str, to: &str) -> String {
    let mut rest = to.chars();
    match (found.chars().next(), rest.next()) {
        (Some(first), Some(start)) if first.is_uppercase() => start.to_uppercase().chain(rest).collect(),
        _ => to.to_string(),
    }
}
