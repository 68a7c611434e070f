//! The small language of phrases in word lists.
//!
//! A phrase is words with spaces between them, folded like the text. `a|b` is either word, `particip*` any word that
//! begins so, `les?` a word that may be left out, `_` any one word, `...` up to four words. Phrases stay inside one
//! sentence. It is a plain scan: no regular expression has to be compiled at the start of a run.

use std::ops::Range;

use super::Words;

/// How many words `...` may stand for.
const GAP: usize = 4;

/// A phrase of a word list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    elements: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Element {
    alternatives: Vec<Alternative>,
    optional: bool,
    gap: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Alternative {
    word: String,
    prefix: bool,
}

/// Where a phrase of a list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The group of the list: its index.
    pub group: usize,
    /// The words, as indices.
    pub words: Range<usize>,
    /// The bytes.
    pub range: Range<usize>,
}

impl Phrase {
    /// Reads a phrase; an empty one matches nothing.
    pub fn of(text: &str) -> Phrase {
        let mut elements = Vec::new();
        for piece in text.split_whitespace() {
            match piece {
                "..." | "…" => elements.push(Element { alternatives: Vec::new(), optional: true, gap: true }),
                "_" => elements.push(Element { alternatives: Vec::new(), optional: false, gap: false }),
                _ => Phrase::add(piece, &mut elements),
            }
        }
        Phrase { elements }
    }

    /// The words of which it is made, and whether each is a beginning.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        let alternatives = self.elements.iter().flat_map(|element| &element.alternatives);
        alternatives.map(|alternative| (alternative.word.as_str(), alternative.prefix))
    }

    fn add(piece: &str, elements: &mut Vec<Element>) {
        let (piece, optional) = match piece.strip_suffix('?') {
            Some(rest) if !rest.is_empty() => (rest, true),
            _ => (piece, false),
        };
        if piece.contains('|') {
            let alternatives = piece.split('|').filter_map(alternative).collect();
            elements.push(Element { alternatives, optional, gap: false });
            return;
        }
        let prefix = piece.ends_with('*');
        let words = Words::of(piece);
        let last = words.len().saturating_sub(1);
        for (n, word) in words.folded().enumerate() {
            let alternatives = vec![Alternative { word: word.to_string(), prefix: prefix && n == last }];
            elements.push(Element { alternatives, optional, gap: false });
        }
    }

    /// The words with which a match can begin, each whole (`true`) or only its beginning; `None` when any word can.
    pub(super) fn beginnings(&self) -> Option<Vec<(&str, bool)>> {
        let mut words = Vec::new();
        for element in &self.elements {
            if element.alternatives.is_empty() {
                return None;
            }
            words.extend(element.alternatives.iter().map(|a| (a.word.as_str(), !a.prefix)));
            if !element.optional {
                return Some(words);
            }
        }
        // All of it may be left out: it matches nothing but itself.
        (!words.is_empty()).then_some(words)
    }

    /// The index after the last word of a match that begins at `start`; the longest one.
    pub fn match_at(&self, words: &Words, start: usize) -> Option<usize> {
        if self.elements.is_empty() || start >= words.len() {
            return None;
        }
        let sentence = words.word(start).sentence;
        // No match is longer than its elements with every gap filled: a long sentence is not walked to its end.
        let reach = self.elements.iter().map(|element| if element.gap { GAP } else { 1 }).sum::<usize>();
        let near = words.all()[start..].iter().take(reach);
        let end = start + near.take_while(|word| word.sentence == sentence).count();
        self.step(words, 0, start, end).filter(|after| *after > start)
    }

    fn step(&self, words: &Words, element: usize, at: usize, end: usize) -> Option<usize> {
        let Some(current) = self.elements.get(element) else { return Some(at) };
        if current.gap {
            return (0..=GAP).take_while(|n| at + n <= end).find_map(|n| self.step(words, element + 1, at + n, end));
        }
        if at < end
            && current.fits(words.get(at))
            && let Some(after) = self.step(words, element + 1, at + 1, end)
        {
            return Some(after);
        }
        if current.optional { self.step(words, element + 1, at, end) } else { None }
    }
}

impl Element {
    fn fits(&self, word: &str) -> bool {
        self.alternatives.is_empty()
            || self.alternatives.iter().any(|a| if a.prefix { word.starts_with(&a.word) } else { word == a.word })
    }
}

fn alternative(text: &str) -> Option<Alternative> {
    let prefix = text.ends_with('*');
    let words = Words::of(text);
    let word = words.folded().next()?.to_string();
    Some(Alternative { word, prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(phrase: &str, text: &str) -> Option<String> {
        let words = Words::of(text);
        let phrase = Phrase::of(phrase);
        (0..words.len()).find_map(|n| phrase.match_at(&words, n).map(|end| text[words.bytes(n..end)].to_string()))
    }

    #[test]
    fn phrases_match_folded_words() {
        assert_eq!(
            matches("merci d'avoir particip*|suivi", "Merci d’avoir participé !").as_deref(),
            Some("Merci d’avoir participé")
        );
        assert_eq!(matches("vous avez? pu", "Vous pu").as_deref(), Some("Vous pu"));
        assert_eq!(
            matches("thank you ... coming", "Thank you all so much for coming").as_deref(),
            Some("Thank you all so much for coming")
        );
        assert_eq!(matches("thank you ... coming", "Thank you. It is coming"), None);
    }
}
