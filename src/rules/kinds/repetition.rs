//! `repetition`: the same words twice in a row.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Passage, WordHit};
use crate::language::fold::fold;
use crate::rules::blocks::RepetitionBlock;

/// The compiled block.
#[derive(Debug)]
pub struct Repetition {
    words: usize,
    except: Vec<String>,
}

impl Repetition {
    /// The compiled form of a block.
    pub fn of(block: &RepetitionBlock) -> Repetition {
        Repetition { words: block.words.clamp(1, 10), except: block.except.iter().map(|word| fold(word)).collect() }
    }

    /// The second of two equal runs of words between which only spaces stand.
    pub fn look(&self, passages: &[Passage]) -> Vec<WordHit> {
        passages
            .iter()
            .flat_map(|passage| self.repeated(passage.text.text()).into_iter().filter_map(|range| passage.hit(range)))
            .collect()
    }

    fn repeated(&self, text: &str) -> Vec<Range<usize>> {
        let words: Vec<(Range<usize>, String)> =
            text.unicode_word_indices().map(|(at, word)| (at..at + word.len(), fold(word))).collect();
        let mut out = Vec::new();
        let mut at = self.words;
        while at + self.words <= words.len() {
            let (before, after) = (&words[at - self.words..at], &words[at..at + self.words]);
            let same = before.iter().zip(after).all(|((_, a), (_, b))| a == b);
            let run = &words[at - self.words..at + self.words];
            let joined = run.windows(2).all(|pair| is_space(&text[pair[0].0.end..pair[1].0.start]));
            if same && joined && !self.excepted(after) {
                out.push(after[0].0.start..after[after.len() - 1].0.end);
                at += self.words;
            } else {
                at += 1;
            }
        }
        out
    }

    fn excepted(&self, words: &[(Range<usize>, String)]) -> bool {
        let run: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
        self.except.contains(&run.join(" "))
    }
}

fn is_space(between: &str) -> bool {
    !between.is_empty() && between.chars().all(char::is_whitespace)
}
