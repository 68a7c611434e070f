//! Which events a word may name: a mail's words are looked up here once, instead of each event's names being searched
//! in each text. What is found is a candidate; whoever asks compares the rest.

use rustc_hash::FxHashMap;

use crate::words::Words;

use super::hidden::Hidden;
use super::vocabulary::{significant, stem};
use super::{EventFacts, EventName};

/// A title, an alias, or the title of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The event: its index in the world.
    pub event: usize,
    /// The session whose title it is: its index.
    pub session: Option<usize>,
    /// Its index among the event's names, or among the names of its sessions.
    name: usize,
}

impl Named {
    /// The name.
    pub fn name<'w, 'a>(&self, events: &'w [EventFacts<'a>]) -> &'w EventName<'a> {
        let facts = &events[self.event];
        match self.session {
            None => &facts.names[self.name],
            Some(_) => &facts.session_names[self.name].1,
        }
    }
}

/// Something of an event, by the event's index and its own among the event's.
pub type Of = (usize, usize);

/// The words with which what events name begins, folded.
#[derive(Debug, Default)]
pub struct Index {
    titles: FxHashMap<String, Vec<Named>>,
    speakers: FxHashMap<String, Vec<Of>>,
    facts: FxHashMap<String, Vec<Of>>,
    content: FxHashMap<String, Vec<usize>>,
    title_stems: FxHashMap<String, Vec<usize>>,
    /// Private codes by their first word.
    codes: FxHashMap<String, Vec<Of>>,
    /// Private codes by their digits.
    digits: FxHashMap<String, Vec<Of>>,
    /// What is private, wherever it stands in a source.
    pub hidden: Hidden,
}

impl Index {
    /// Of all events of a run.
    pub(super) fn of(events: &[EventFacts<'_>]) -> Index {
        let mut index = Index { hidden: Hidden::of(events), ..Index::default() };
        for (event, facts) in events.iter().enumerate() {
            let names = facts.names.iter().enumerate().map(|(name, of)| (None, name, of));
            let sessions = facts.session_names.iter().enumerate();
            let sessions = sessions.map(|(name, (session, of))| (Some(*session), name, of));
            for (session, name, of) in names.chain(sessions) {
                let Some(first) = of.words.first() else { continue };
                index.titles.entry(first.clone()).or_default().push(Named { event, session, name });
            }
            for (number, words) in facts.speaker_words.iter().enumerate() {
                // The first word begins the whole name; the last may stand alone behind a civility.
                for word in words.first().into_iter().chain(words.last().filter(|last| Some(*last) != words.first())) {
                    index.speakers.entry(word.clone()).or_default().push((event, number));
                }
            }
            for (number, words) in facts.fact_words.iter().enumerate() {
                let Some(first) = words.first() else { continue };
                index.facts.entry(first.clone()).or_default().push((event, number));
            }
            for (number, code) in facts.event.private.codes.iter().enumerate() {
                if let Some(first) = Words::of(code.text()).folded().next() {
                    index.codes.entry(first.to_string()).or_default().push((event, number));
                }
                index.digits.entry(digits(code.text())).or_default().push((event, number));
            }
            for stem in facts.content.stems() {
                index.content.entry(stem.to_string()).or_default().push(event);
            }
            for word in facts.names.iter().flat_map(|name| &name.words) {
                let events = index.title_stems.entry(stem(word).to_string()).or_default();
                if events.last() != Some(&event) {
                    events.push(event);
                }
            }
        }
        index
    }

    /// The names that begin with a word, in the order of the events; an event's own before its sessions'.
    pub fn titles(&self, word: &str) -> &[Named] {
        self.titles.get(word).map_or(&[], Vec::as_slice)
    }

    /// The speakers whose name begins or ends with one of the words, in the order of the events.
    pub fn speakers(&self, words: &Words) -> Vec<Of> {
        candidates(&self.speakers, words.folded())
    }

    /// The entries of `facts` that begin with one of the words, in the order of the events.
    pub fn facts(&self, words: &Words) -> Vec<Of> {
        candidates(&self.facts, words.folded())
    }

    /// The events whose description or topics have one of the words, in order.
    pub fn content(&self, words: &Words) -> Vec<usize> {
        if self.content.is_empty() {
            return Vec::new();
        }
        candidates(&self.content, words.folded().filter(|word| word.len() >= 4 && significant(word)).map(stem))
    }

    /// The private codes that begin with one of the words or have the same digits, in the order of the events.
    pub fn private_codes<'w, D: Iterator<Item = &'w str>>(&self, words: &Words, digits: impl FnOnce() -> D) -> Vec<Of> {
        if self.digits.is_empty() {
            return Vec::new();
        }
        let mut found = candidates(&self.codes, words.folded());
        found.extend(candidates(&self.digits, digits()));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The events one of whose names has one of the words, in order.
    pub fn with_title_words<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<usize> {
        candidates(&self.title_stems, words.map(stem))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn candidates<'w, T: Copy + Ord>(map: &FxHashMap<String, Vec<T>>, words: impl Iterator<Item = &'w str>) -> Vec<T> {
    if map.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<T> = words.filter_map(|word| map.get(word)).flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}
