//! The word lists of `rules/words/*.yaml`, read once.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::{Hit, Phrase, Words};
use crate::source::Traced;
use crate::yaml::{self, Node, Value};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/words");

/// A word list: groups of phrases, French and English together.
#[derive(Debug, Default)]
pub struct List {
    groups: Vec<String>,
    phrases: Vec<(usize, Phrase)>,
    /// Phrases by the first letter that they can begin with.
    by_letter: BTreeMap<u8, Vec<usize>>,
    anywhere: Vec<usize>,
    /// The phrases that are one plain word.
    single: HashSet<String>,
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
        for start in 0..words.len() {
            let first = words.get(start).bytes().next().unwrap_or(0);
            let candidates = self.by_letter.get(&first).into_iter().flatten().chain(&self.anywhere);
            for (group, phrase) in candidates.map(|index| &self.phrases[*index]) {
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

    /// Whether any phrase of a group stands in the words.
    pub fn has(&self, words: &Words, group: &str) -> bool {
        self.find(words).iter().any(|hit| self.group(hit.group) == group)
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
        let letters = phrase.first_bytes();
        let number = self.phrases.len();
        self.phrases.push((index, phrase));
        if letters.is_empty() {
            self.anywhere.push(number);
        }
        for letter in letters {
            self.by_letter.entry(letter).or_default().push(number);
        }
    }

    fn of(root: &Node) -> List {
        let mut list = List::default();
        let Value::Map(entries) = &root.value else { return list };
        for (key, node) in entries {
            if !matches!(key.text(), "id" | "for" | "about") {
                list.add_all(key.text(), node);
            }
        }
        list
    }

    fn add_all(&mut self, group: &str, node: &Node) {
        match &node.value {
            Value::Scalar { text, .. } => self.add(group, text.text()),
            Value::List(items) => items.iter().for_each(|item| self.add_all(group, item)),
            Value::Map(entries) => entries.iter().for_each(|(_, item)| self.add_all(group, item)),
            Value::Null => {}
        }
    }
}

/// All word lists, by id.
#[derive(Debug, Default)]
pub struct Lists {
    lists: BTreeMap<String, List>,
    empty: List,
}

impl Lists {
    /// The built-in lists, read at their first use.
    pub fn built_in() -> &'static Lists {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(|| {
            let mut lists = Lists::default();
            for file in FILES.files() {
                let id = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                let text = file.contents_utf8().unwrap_or_default();
                if let Some(root) = yaml::read(&Traced::source(text, crate::source::FileId(u32::MAX), 0)).root {
                    lists.lists.insert(id.to_string(), List::of(&root));
                }
            }
            lists
        })
    }

    /// A list; an empty one when there is none of that name.
    pub fn list(&self, id: &str) -> &List {
        self.lists.get(id).unwrap_or(&self.empty)
    }
}
