//! Words of a text, and the word lists of `rules/words/*.yaml`.
//!
//! Comes in: plain text, and lists of phrases as data. Goes out: folded [`Words`] with byte ranges and sentences, and
//! where a list's phrases stand. It never knows what a phrase is evidence of.

mod built_in;
mod lists;
mod phrase;

use std::ops::Range;

use crate::language::fold::fold_char;
use crate::work::{self, Deed};

pub use built_in::{Lists, built_in_texts};
pub use lists::List;
pub use phrase::{Hit, Phrase};

/// Abbreviations before a name or a number.
const ABBREVIATIONS: [&str; 17] =
    ["dr", "mr", "mrs", "ms", "st", "prof", "mme", "mmes", "mlle", "mm", "no", "vs", "cf", "art", "tel", "env", "ex"];
/// Abbreviations of days and months, which end a sentence where no small letter or digit follows.
const DATED: [&str; 33] = [
    "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "janv", "fevr", "fev", "avr", "juil", "sept", "oct", "nov", "dec",
    "jan", "feb", "apr", "jun", "jul", "aug", "sep", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat",
    "sun",
];

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    folded: Range<usize>,
    /// The sentence it stands in, from 0.
    pub sentence: u32,
    /// It begins with a capital.
    pub capital: bool,
    /// How it begins, for lists.
    pair: lists::Pair,
}

/// A text cut into folded words: letters and digits, without case and accents. Apostrophes and hyphens part words;
/// inclusive endings (`inscrit·e`, `inscrit(e)s`) belong to the word's bytes and not to its folded form.
#[derive(Debug, Clone, Default)]
pub struct Words {
    folded: String,
    words: Vec<Word>,
    /// The bytes of each sentence.
    sentences: Vec<Range<usize>>,
}

impl Words {
    /// Cuts a text into words and sentences.
    pub fn of(text: &str) -> Words {
        work::count(Deed::TextCut);
        let mut out = Words::default();
        let mut chars = text.char_indices().peekable();
        let mut sentence_start = 0;
        while let Some((at, c)) = chars.next() {
            if c.is_alphanumeric() {
                let folded_start = out.folded.len();
                fold_char(c, &mut out.folded);
                let mut end = at + c.len_utf8();
                while let Some((next, d)) = chars.peek().copied() {
                    if !(d.is_alphanumeric() || is_mark(d)) {
                        break;
                    }
                    fold_char(d, &mut out.folded);
                    end = next + d.len_utf8();
                    chars.next();
                }
                if let Some(length) = inclusive_ending(&text[end..]) {
                    end += length;
                    while chars.peek().is_some_and(|(next, _)| *next < end) {
                        chars.next();
                    }
                }
                let folded = folded_start..out.folded.len();
                out.words.push(Word {
                    pair: lists::Pair::of(&out.folded[folded.clone()]),
                    range: at..end,
                    folded,
                    sentence: out.sentences.len() as u32,
                    capital: c.is_uppercase(),
                });
                continue;
            }
            let ends = match c {
                '!' | '?' | '…' => true,
                '\n' => false,
                '.' => out.ends_sentence(text, at),
                _ => false,
            };
            if ends {
                out.sentences.push(sentence_start..at + c.len_utf8());
                sentence_start = at + c.len_utf8();
            }
        }
        out.sentences.push(sentence_start..text.len());
        out
    }

    /// A full stop ends a sentence before white space, unless it follows an abbreviation or stands inside a number.
    fn ends_sentence(&self, text: &str, at: usize) -> bool {
        let after = text[at + 1..].chars().next();
        if after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '"' | '”' | '»' | '’' | ')')) {
            return false;
        }
        let Some(last) = self.words.last().filter(|word| word.range.end == at) else { return true };
        let word = &self.folded[last.folded.clone()];
        let next_small =
            text[at + 1..].trim_start().chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let short = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
        let (abbreviation, dated) = (ABBREVIATIONS.contains(&word), DATED.contains(&word));
        !(short && last.capital || abbreviation || (dated || short) && next_small)
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The folded form of the word at an index; empty past the end.
    pub fn get(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| &self.folded[word.folded.clone()])
    }

    /// The word at an index.
    pub fn word(&self, index: usize) -> &Word {
        &self.words[index]
    }

    /// All words.
    pub fn all(&self) -> &[Word] {
        &self.words
    }

    /// All folded forms, in order.
    pub fn folded(&self) -> impl Iterator<Item = &str> + '_ {
        self.words.iter().map(|word| &self.folded[word.folded.clone()])
    }

    /// The bytes of each sentence.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The index of the first word that ends after a byte.
    pub fn index_at(&self, byte: usize) -> usize {
        self.words.partition_point(|word| word.range.end <= byte)
    }

    /// Whether a sequence of folded words stands at an index.
    pub fn stands(&self, sequence: &[String], at: usize) -> bool {
        at + sequence.len() <= self.words.len() && sequence.iter().enumerate().all(|(n, word)| self.get(at + n) == word)
    }

    /// Where a sequence of folded words stands, as ranges of word indices.
    pub fn find(&self, sequence: &[String]) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let Some(first) = sequence.first().map(|first| lists::Pair::of(first)) else { return out };
        let mut at = 0;
        while at + sequence.len() <= self.words.len() {
            // Most words are told by their first letters to be another.
            if self.words[at].pair == first && self.stands(sequence, at) {
                out.push(at..at + sequence.len());
                at += sequence.len();
            } else {
                at += 1;
            }
        }
        out
    }

    /// The bytes of a range of word indices.
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if words.start < words.end => first.range.start..last.range.end,
            _ => 0..0,
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// The length of an inclusive ending at the start of a text: `·e`, `·e·s`, `(e)`, `(e)s`.
fn inclusive_ending(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices();
    match chars.next()?.1 {
        '·' | '⋅' | '•' => {
            let end = rest.find(|c: char| !(c.is_alphabetic() || matches!(c, '·' | '⋅' | '•'))).unwrap_or(rest.len());
            (rest[..end].chars().count() <= 7 && rest[..end].chars().count() > 1).then_some(end)
        }
        '(' => {
            let close = rest.find(')')?;
            let inside = &rest[1..close];
            if inside.is_empty() || inside.len() > 4 || !inside.chars().all(|c| c.is_lowercase()) {
                return None;
            }
            Some(if rest[close + 1..].starts_with('s') { close + 2 } else { close + 1 })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        Words::of(text).folded().map(str::to_string).collect()
    }

    #[test]
    fn words_are_folded_and_keep_their_bytes() {
        let text = "L’été, inscrit·e à 14 h";
        assert_eq!(folded(text), ["l", "ete", "inscrit", "a", "14", "h"]);
        let words = Words::of(text);
        assert_eq!(&text[words.word(2).range.clone()], "inscrit·e");
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(Words::of("Merci à M. Perrin. À mardi !").sentences().len(), 3);
        assert_eq!(Words::of("Le ven. 5 févr. 2027 à 14 h").sentences().len(), 1);
    }
}
