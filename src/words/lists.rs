//! A word list: its phrases, and where they stand in the words of a text.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Hit, Phrase, Words};

/// A word list: groups of phrases, French and English together.
#[derive(Debug, Default)]
pub struct List {
    groups: Vec<String>,
    phrases: Vec<(usize, Phrase)>,
    /// Phrases by the whole word that they can begin with.
    by_word: FxHashMap<String, Vec<usize>>,
    /// Phrases by the first letter of what their first word begins with, with that beginning.
    by_start: BTreeMap<u8, Vec<(String, usize)>>,
    /// Phrases that any word can begin.
    anywhere: Vec<usize>,
    /// The pairs of letters with which some phrase begins: most words are told by these to begin none.
    pairs: Pairs,
    /// The phrases that are one plain word.
    single: FxHashSet<String>,
}

/// The first two bytes of a word, as a place in [`Pairs`]; words that begin otherwise may share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair(u8, u8);

impl Pair {
    /// Of a word, which may have a single byte.
    pub(super) fn of(word: &str) -> Pair {
        let byte = |at: usize| word.as_bytes().get(at).map_or(0, |byte| byte & 63);
        Pair(byte(0), byte(1))
    }
}

/// A set of pairs, one bit each.
#[derive(Debug)]
struct Pairs([u64; 64]);

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs([0; 64])
    }
}

impl Pairs {
    /// Adds the words that begin with `start`, or are `start`.
    fn add(&mut self, start: &str, whole: bool) {
        let Pair(first, second) = Pair::of(start);
        let any = start.len() < 2 && !whole;
        self.0[usize::from(first)] |= if any { u64::MAX } else { 1 << second };
    }

    fn has(&self, Pair(first, second): Pair) -> bool {
        self.0[usize::from(first)] & (1 << second) != 0
    }
}

impl List {
    /// The name of a group.
    pub fn group(&self, index: usize) -> &str {
        self.groups.get(index).map_or("", String::as_str)
    }

    /// The index of a group.
    pub fn index(&self, group: &str) -> Option<usize> {
        self.groups.iter().position(|name| name == group)
    }

    /// The longest match at each place, without overlaps of one group, in order.
    pub fn find(&self, words: &Words) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        // Of each group, its last hit: hits of a group do not overlap, so that a new one can only meet the last.
        let mut last: Vec<Option<usize>> = vec![None; self.groups.len()];
        let mut candidates: Vec<usize> = Vec::new();
        for start in 0..words.len() {
            if self.anywhere.is_empty() && !self.pairs.has(words.word(start).pair) {
                continue;
            }
            self.beginning_with(words.get(start), &mut candidates);
            for (group, phrase) in candidates.iter().map(|index| &self.phrases[*index]) {
                let Some(end) = phrase.match_at(words, start) else { continue };
                let hit = Hit { group: *group, words: start..end, range: words.bytes(start..end) };
                match last[*group].filter(|known| hits[*known].words.end > start) {
                    Some(known) if hit.words.len() > hits[known].words.len() => hits[known] = hit,
                    Some(_) => {}
                    None => {
                        last[*group] = Some(hits.len());
                        hits.push(hit);
                    }
                }
            }
        }
        hits
    }

    /// The phrases that a word can begin, in the order of the list; those that any word can begin come last.
    fn beginning_with(&self, word: &str, out: &mut Vec<usize>) {
        out.clear();
        out.extend(self.by_word.get(word).into_iter().flatten());
        let starts = word.bytes().next().and_then(|first| self.by_start.get(&first));
        let starts = starts.into_iter().flatten().filter(|(start, _)| word.starts_with(start.as_str()));
        out.extend(starts.map(|(_, index)| index));
        out.sort_unstable();
        out.dedup();
        out.extend(&self.anywhere);
    }

    /// Whether any phrase of a group stands in the words.
    pub fn has(&self, words: &Words, group: &str) -> bool {
        self.find(words).iter().any(|hit| self.group(hit.group) == group)
    }

    /// The words of its phrases, folded; `true`: words that begin so.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        self.phrases.iter().flat_map(|(_, phrase)| phrase.words())
    }

    /// Whether a folded word is a phrase of the list by itself.
    pub fn contains(&self, word: &str) -> bool {
        self.single.contains(word)
    }

    fn add(&mut self, group: &str, text: &str) {
        let words = Words::of(text);
        if words.len() == 1 && !text.contains(['*', '|', '?']) {
            self.single.insert(words.get(0).to_string());
        }
        let index = self.index(group).unwrap_or_else(|| {
            self.groups.push(group.to_string());
            self.groups.len() - 1
        });
        let phrase = Phrase::of(text);
        let number = self.phrases.len();
        match phrase.beginnings() {
            None => self.anywhere.push(number),
            Some(beginnings) => {
                for (word, whole) in beginnings {
                    self.pairs.add(word, whole);
                    match word.bytes().next() {
                        _ if whole => self.by_word.entry(word.to_string()).or_default().push(number),
                        Some(letter) => self.by_start.entry(letter).or_default().push((word.to_string(), number)),
                        None => self.anywhere.push(number),
                    }
                }
            }
        }
        self.phrases.push((index, phrase));
    }

    /// A list of these groups with their phrases, in order.
    pub(super) fn of(groups: &[(String, Vec<String>)]) -> List {
        let mut list = List::default();
        for (group, phrases) in groups {
            phrases.iter().for_each(|phrase| list.add(group, phrase));
        }
        list
    }
}
