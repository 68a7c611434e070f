//! Words that announce what the event holds: at least one of them must be the event's.

use crate::facts::significant;
use crate::words::Lists;

use super::draft::{in_block, same};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Standing};

/// Looks at the sentences that say what the event is about.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("content-words");
    for block in &reading.blocks {
        for hit in block.hits(list).iter() {
            out.extend(content(reading, block, hit.range.end));
        }
    }
}

fn content(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, from: usize) -> Option<Claim> {
    let about = block.about(from);
    let facts = reading.event(about);
    if facts.content.is_empty() {
        return None;
    }
    let end = block.sentence(from.saturating_sub(1)).range.end;
    let words: Vec<usize> = (block.words.index_at(from)..block.words.len())
        .filter(|n| block.words.word(*n).range.end <= end)
        .filter(|n| {
            let word = block.words.get(*n);
            significant(word)
                && !Lists::built_in().list("generic").contains(word)
                && !Lists::built_in().list("event-nouns").contains(word)
        })
        .collect();
    let own = |n: &usize| {
        let word = block.words.get(*n);
        reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(word))
            || reading.frame.facts().any(|fact| name_words(fact.text()).iter().any(|w| w == word))
    };
    let known = words.iter().filter(|n| own(n)).count();
    if words.len() < 3 || known * 4 >= words.len() {
        return None;
    }
    let range = block.words.bytes(words[0]..words[words.len() - 1] + 1);
    let claim = in_block(block, range, Kind::Topic, "topic", Standing::Unknown)?.own(facts);
    Some(match &facts.event.description {
        Some(description) => claim.expect(same(description.text().trim()), description.text().trim()).because(
            description,
            "la description de l'événement",
            "the event's description",
        ),
        None => claim,
    })
}
