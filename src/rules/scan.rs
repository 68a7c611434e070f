//! One scan of a text for the patterns of all rules: which of them can stand there at all.
//!
//! Comes in: the rules in force, and passages. Goes out: [`Fired`], for each rule. A pattern without needles can stand
//! anywhere. What is not fired is never found; what is fired is looked for exactly.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::kinds::Passage;
use super::needles;
use super::rule::{Look, Rule};

/// The needles of the patterns of all rules that were in force when it was made.
#[derive(Debug)]
pub struct Scan {
    /// `None` where there are no needles.
    automaton: Option<AhoCorasick>,
    /// The patterns of each needle.
    owners: Vec<Vec<usize>>,
    /// The patterns that have none.
    always: Vec<usize>,
    /// The first pattern of each rule; `None` for a rule that was not in force.
    first: Vec<Option<usize>>,
    patterns: usize,
}

/// The patterns that can stand in some passages.
#[derive(Debug)]
pub struct Seen(Vec<bool>);

/// The patterns of one rule that can stand in some passages.
#[derive(Debug, Clone, Copy)]
pub struct Fired<'a>(Option<&'a [bool]>);

impl Scan {
    /// The needles of the rules in force.
    pub fn of(rules: &[Rule]) -> Scan {
        let mut needles: std::collections::BTreeMap<String, Vec<usize>> = std::collections::BTreeMap::new();
        let (mut always, mut first, mut patterns) = (Vec::new(), Vec::new(), 0);
        for rule in rules {
            let Look::Words(words) = &rule.look else {
                first.push(None);
                continue;
            };
            first.push(rule.on.then_some(patterns));
            if !rule.on {
                continue;
            }
            for pattern in words.patterns() {
                match pattern.needles() {
                    Some(all) => all.into_iter().for_each(|one| needles.entry(one).or_default().push(patterns)),
                    None => always.push(patterns),
                }
                patterns += 1;
            }
        }
        let (texts, owners): (Vec<String>, Vec<Vec<usize>>) = needles.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&texts)
            .ok()
            .filter(|_| !texts.is_empty());
        if automaton.is_none() {
            always = (0..patterns).collect();
        }
        Scan { automaton, owners, always, first, patterns }
    }

    /// Which patterns can stand in one of these passages.
    pub fn seen(&self, passages: &[Passage]) -> Seen {
        let mut seen = vec![false; self.patterns];
        self.always.iter().for_each(|pattern| seen[*pattern] = true);
        let Some(automaton) = &self.automaton else { return Seen(seen) };
        let mut images = String::new();
        for passage in passages {
            needles::image(passage.text.text(), &mut images);
            // No needle has a line break, so none reaches into the next passage.
            images.push('\n');
        }
        let mut known = vec![false; self.owners.len()];
        for found in automaton.find_overlapping_iter(&images) {
            let needle = found.pattern().as_usize();
            if !std::mem::replace(&mut known[needle], true) {
                self.owners[needle].iter().for_each(|pattern| seen[*pattern] = true);
            }
        }
        Seen(seen)
    }

    /// Of what was seen, what is of the rule with this index.
    pub fn fired<'a>(&self, rule: usize, seen: &'a Seen) -> Fired<'a> {
        Fired(self.first.get(rule).copied().flatten().and_then(|first| seen.0.get(first..)))
    }
}

impl Fired<'_> {
    /// As if each pattern of the rule had been seen.
    pub fn all() -> Self {
        Fired(None)
    }

    /// Whether the pattern with this index, in the order of [`Words::patterns`](super::kinds::Words::patterns), can
    /// stand there.
    pub fn may(self, pattern: usize) -> bool {
        self.0.is_none_or(|seen| seen.get(pattern).is_none_or(|may| *may))
    }
}
