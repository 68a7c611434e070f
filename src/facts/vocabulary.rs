//! Sets of words, for the question whether a text speaks of an event at all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::words::{List, Lists, Words};

/// A set of significant words, by their stems.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    stems: FxHashMap<String, String>,
}

impl Vocabulary {
    /// Adds the significant words of a text.
    pub fn add(&mut self, text: &str) {
        for word in Words::of(text).folded().filter(|word| significant(word)) {
            self.stems.entry(stem(word).to_string()).or_insert_with(|| word.to_string());
        }
    }

    /// Whether a folded word, or another form of it, is in the set.
    pub fn has(&self, word: &str) -> bool {
        self.stems.contains_key(stem(word))
    }

    /// The stems of its words, in no order.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.stems.keys().map(String::as_str)
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }
}

/// Whether a folded word carries meaning of its own: not an article, preposition, number or form of "to be".
pub fn significant(word: &str) -> bool {
    static COMMON: LazyLock<&List> = LazyLock::new(|| Lists::built_in().list("common"));
    word.len() >= 3 && !word.bytes().all(|b| b.is_ascii_digit()) && !COMMON.contains(word)
}

/// Whether any mail may use a folded word: a general one, or one for what takes place.
pub fn general(word: &str) -> bool {
    static GENERAL: LazyLock<[&List; 2]> =
        LazyLock::new(|| ["generic", "event-nouns"].map(|id| Lists::built_in().list(id)));
    GENERAL.iter().any(|list| list.contains(word))
}

/// The part of a folded word that its forms share: at most six letters, without the ending of the plural.
pub fn stem(word: &str) -> &str {
    let end = word.char_indices().nth(6).map_or(word.len(), |(at, _)| at);
    let cut = &word[..end];
    if cut.len() > 3 { cut.trim_end_matches(['s', 'x', 'e']) } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        assert_eq!(stem("indicateurs"), stem("indicateur"));
        assert_eq!(stem("quarantining"), stem("quarantine"));
        assert_ne!(stem("mediane"), stem("moyenne"));
    }
}
