//! Titles that no known event bears, where the mail names its event: in its subject, its first heading, and between
//! quotes in a sentence that says what takes place.

use std::ops::Range;

use crate::facts::{EventFacts, general, significant};
use crate::message::BlockKind;
use crate::words::Lists;

use super::context::{granted, overlap, precedes};
use super::draft::{in_block, same};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Scope, Standing};

/// The titles of a block whose words are neither the event's nor those of any mail.
pub fn of(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> Vec<Claim> {
    let ranges: Vec<Range<usize>> = match lone(block) {
        true if block.titles.is_empty() => vec![title_part(block)],
        true => Vec::new(),
        false => quoted(reading, block).chain(registered(block)).collect(),
    };
    // Few blocks have one; only for them all others are looked at.
    if ranges.is_empty() || !names_by_title(reading, block) {
        return Vec::new();
    }
    ranges.into_iter().filter_map(|range| unknown(reading, block, range)).collect()
}

/// The words of a block that could be a title, for an event of which nothing is known yet; `true`: right behind a word
/// for what takes place. Between quotes; else, of a subject or first heading, all but "Replay :".
pub fn candidates(block: &ReadBlock<'_>) -> Vec<(Range<usize>, bool)> {
    let found = quotes(block.text());
    if found.is_empty() {
        return if lone(block) { vec![(title_part(block), false)] } else { Vec::new() };
    }
    let named = |range: &Range<usize>| precedes(block, "event-nouns", "noun", range.start, 1);
    found.into_iter().map(|range| (range.clone(), named(&range))).collect()
}

/// A block that is nothing but a title, or the subject.
fn lone(block: &ReadBlock<'_>) -> bool {
    match block.block.kind {
        BlockKind::Heading(level) => level == 1 && block.heading.is_none(),
        BlockKind::DocumentTitle => true,
        BlockKind::Line => block.scopes.contains(&Scope::Subject),
        _ => false,
    }
}

fn unknown(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: Range<usize>) -> Option<Claim> {
    let words: Vec<usize> = (block.words.index_at(range.start)..block.words.len())
        .filter(|n| block.words.word(*n).range.end <= range.end && significant(block.words.get(*n)))
        .filter(|n| !general(block.words.get(*n)))
        // A date or hour is no word of a title.
        .filter(|n| !block.whens.iter().any(|when| when.range.contains(&block.words.word(*n).range.start)))
        .collect();
    let known = words.iter().filter(|n| belongs(reading, block.words.get(**n))).count();
    // Right behind "l'atelier" one telling word is enough.
    let introduced = !lone(block) && block.words.len() <= 30 && precedes(block, "event-nouns", "noun", range.start, 0);
    let least = if introduced { 1 } else { 2 };
    // "Autumn at Silverbark: fungi, seeds and a gate that shuts earlier" says what is in the letter.
    // "Une bonne nuit, ça se prépare !" is a slogan.
    let said = block.text()[range.clone()].trim();
    if said.starts_with(char::is_lowercase) || said.ends_with('!') {
        return None;
    }
    if words.len() < least || known > 0 && (words.len() < 3 || known * 2 >= words.len()) {
        return None;
    }
    let claim = in_block(block, range, Kind::Title, "title", Standing::Unknown)?;
    let own = reading.event(reading.frame.own);
    Some(claim.own(own).expect(same(own.event.title.text()), own.event.title.text()).because(
        &own.event.title,
        "le titre de l'événement",
        "the event's title",
    ))
}

/// Whether the mail is one that names its event by its title: somewhere else in it that title stands. A mail whose
/// subject and headings are of its own ("Tickets on sale") makes no claim with them.
fn names_by_title(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> bool {
    let own = reading.frame.own;
    let words = |block: &ReadBlock<'_>| block.words.folded().collect::<Vec<_>>().join(" ");
    let mine = words(block);
    let other = |other: &&ReadBlock<'_>| !std::ptr::eq(*other, block);
    let titled = reading.blocks.iter().filter(other).any(|other| {
        let line = matches!(other.block.kind, BlockKind::Line | BlockKind::Heading(_) | BlockKind::DocumentTitle)
            || other.words.len() <= 16;
        line && other.titles.iter().any(|hit| hit.event == own)
    });
    let twin = reading.blocks.iter().filter(other).any(|other| words(other) == mine);
    titled && !twin
}

/// Whether a word is one of an allowed event's, of the account's people, or of the sender.
fn belongs(reading: &Reading<'_, '_>, word: &str) -> bool {
    let has = |facts: &EventFacts<'_>| facts.vocabulary.has(word);
    reading.frame.allowed().any(|index| has(reading.event(index)))
        || reading
            .frame
            .facts()
            .chain(reading.frame.account_people())
            .any(|fact| name_words(fact.text()).iter().any(|w| w == word))
        || reading.message.from.as_ref().is_some_and(|from| name_words(from.text()).iter().any(|w| w == word))
}

/// « … » in a sentence about the mail's own event, after a word for what takes place ("le webinaire « … »") or before
/// its date ("« … », c'était jeudi").
fn quoted<'b>(reading: &'b Reading<'_, '_>, block: &'b ReadBlock<'_>) -> impl Iterator<Item = Range<usize>> + 'b {
    quotes(block.text()).into_iter().filter(move |range| {
        let sentence = block.sentence(range.start);
        let taken = block.titles.iter().any(|hit| overlap(&hit.range, range)) || granted(reading, block, range);
        let dated = block.whens.iter().any(|when| {
            when.date.as_ref().is_some_and(|said| said.day.is_some())
                && when.range.start > range.end
                && block.words.index_at(when.range.start) <= block.words.index_at(range.end) + 4
        });
        sentence.about == reading.frame.own
            && !taken
            && (dated || precedes(block, "event-nouns", "noun", range.start, 1))
    })
}

/// The words between quotes that could be a title: a capital first, up to sixteen words.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in [('«', '»'), ('“', '”')] {
        for (at, _) in text.match_indices(open) {
            let start = at + open.len_utf8();
            let Some(length) = text[start..].find(close) else { continue };
            let inner = &text[start..start + length];
            let title = inner.trim();
            let from = start + (inner.len() - inner.trim_start().len());
            let words = title.split_whitespace().count();
            if title.starts_with(char::is_uppercase)
                && (2..=16).contains(&words)
                && !title.ends_with(['.', '?', '!', ','])
            {
                found.push(from..from + title.len());
            }
        }
    }
    found
}

/// "You're registered for Building a Design System from Scratch.": the words in capitals after the phrase.
fn registered(block: &ReadBlock<'_>) -> Option<Range<usize>> {
    let list = Lists::built_in().list("passages");
    let hits = block.hits(list);
    let hit = hits.iter().find(|hit| list.group(hit.group) == "registered")?;
    let end = block.sentence(hit.range.start).range.end;
    let last = (hit.words.end..block.words.len()).take_while(|n| block.words.word(*n).range.end <= end).last()?;
    let capital = |n: usize| block.words.word(n).capital;
    let capitals = (hit.words.end..=last).filter(|n| capital(*n)).count();
    let range = block.words.bytes(hit.words.end..last + 1);
    let taken = block.titles.iter().any(|title| overlap(&title.range, &range));
    (!taken && capitals >= 3 && capitals * 2 > last + 1 - hit.words.end && capital(hit.words.end)).then_some(range)
}

/// The part of a subject after "Replay :", else all.
fn title_part(block: &ReadBlock<'_>) -> Range<usize> {
    let text = block.text();
    if let [one] = quotes(text).as_slice() {
        return one.clone();
    }
    match text.find(": ") {
        Some(colon) if block.block.kind == BlockKind::Line => colon + 1..text.len(),
        _ => 0..text.len(),
    }
}
