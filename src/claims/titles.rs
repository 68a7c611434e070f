//! Titles, aliases, hashtags and distinctive words: whose event does the mail name?

use std::ops::Range;

use crate::facts::{EventFacts, general, significant};
use crate::message::{BlockKind, PartKind};
use crate::source::Traced;
use crate::words::Lists;

use super::draft::{in_block, same};
use super::owed::Purpose;
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Part, Scope, Standing};

/// So many words that only another event's description and topics have, in one block, are that event's content.
const DISTINCTIVE: usize = 2;

/// Looks for the names and words of events.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    files(reading, out);
    for block in &reading.blocks {
        let before = out.len();
        named(reading, block, out);
        facts_of_others(reading, block, out);
        if out[before..].iter().any(|claim| claim.standing == Standing::Foreign) {
            continue;
        }
        distinctive(reading, block, out);
        misspelt(reading, block, out);
        if out[before..].iter().all(|claim| claim.standing == Standing::Backed) {
            out.extend(super::unknown_titles::of(reading, block));
        }
    }
}

/// The file of a picture that is named after another event: `cimetiere-des-oliviers-2027-02.jpg`.
fn files(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for image in reading.message.html.iter().flat_map(|part| &part.images) {
        let url = image.src.text();
        let file = url.split(['?', '#']).next().unwrap_or(url);
        let start = file.rfind('/').map_or(0, |at| at + 1);
        let words = crate::words::Words::of(&file[start..].replace(['_', '.', '+'], " "));
        let telling: Vec<&str> =
            words.folded().filter(|word| significant(word) && word.len() > 3 && !general(word)).collect();
        let known = |word: &&str| reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(word));
        let mine = telling.iter().filter(|word| known(word)).count();
        if telling.is_empty() {
            continue;
        }
        let others = reading.frame.world.words.with_title_words(telling.iter().copied()).into_iter();
        let others = others.filter(|event| reading.frame.others.binary_search(event).is_ok());
        let other = others.map(|index| reading.event(index)).find(|other| {
            let of_title = |word: &&&str| {
                other
                    .names
                    .iter()
                    .any(|name| name.words.iter().any(|w| crate::facts::stem(w) == crate::facts::stem(word)))
            };
            let theirs = telling.iter().filter(of_title).count();
            // Of two titles that share words the file has more of one; of two editions it has the year of one.
            theirs >= 2 && (mine == 0 || theirs > mine || theirs == mine && of_edition(reading, &words, other))
        });
        let Some(other) = other else { continue };
        let place = Part::Mail(crate::message::PartKind::Html);
        let claim = super::draft::at(
            &image.src,
            start..file.len(),
            place,
            &[Scope::ImageUrl],
            Kind::Title,
            "title",
            Standing::Foreign,
        );
        out.extend(claim.map(|claim| {
            let own = reading.frame.own();
            claim.own(own).other(other).expect(same(own.event.title.text()), own.event.title.text())
        }));
    }
}

/// The only year in a file's name is another event's, and no year of an allowed one.
fn of_edition(reading: &Reading<'_, '_>, words: &crate::words::Words, other: &EventFacts<'_>) -> bool {
    let has = |facts: &EventFacts<'_>| {
        facts.first_day().is_some_and(|day| words.folded().any(|word| word == day.year().to_string()))
    };
    has(other) && !reading.frame.allowed().any(|index| has(reading.event(index)))
}

fn named(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let frame = reading.frame;
    for hit in &block.titles {
        let facts = reading.event(hit.event);
        if std::iter::once(&hit.event).chain(&hit.shared).any(|event| frame.allowed().any(|allowed| allowed == *event))
        {
            if let Some(claim) = other_edition(reading, block, hit) {
                out.push(claim);
                continue;
            }
            if frame.next == Some(hit.event) && heads(reading, block) {
                let claim = in_block(block, hit.range.clone(), Kind::Title, "title", Standing::Foreign);
                out.extend(claim.map(|claim| {
                    let own = frame.own();
                    claim.own(own).other(facts).expect(same(own.event.title.text()), own.event.title.text())
                }));
                continue;
            }
            if let Some(claim) = in_block(block, hit.range.clone(), Kind::Title, "title", Standing::Backed) {
                out.push(claim.own(facts).value(facts.event.title.text(), same(facts.event.title.text())));
            }
            continue;
        }
        if in_address(block, &hit.range) {
            continue;
        }
        let hashtag = block.text()[..hit.range.start].ends_with('#');
        let range = match hashtag {
            true => hit.range.start - 1..hit.range.end,
            false => with_signs(block.text(), &hit.range, facts),
        };
        if !hashtag && !telling(block, hit.words.len(), &hit.range)
            || shared_words(reading, &block.words, hit.words.clone())
        {
            continue;
        }
        if let Some(claim) =
            in_block(block, range, Kind::Title, if hashtag { "hashtag" } else { "title" }, Standing::Foreign)
        {
            let own = reading.event(block.about(hit.range.start));
            let claim = claim.own(own).other(facts).expect(same(own.event.title.text()), own.event.title.text());
            out.push(claim.because(&own.event.title, "le titre de l'événement", "the event's title"));
        }
    }
}

/// Whether a line says what the mail as a whole is about, and only the next event's title does so: its subject or its one
/// great heading, in a mail whose purpose is this event. "Prochain rendez-vous : …" announces the next one, and so may a
/// follow-up that names no replay.
fn heads(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> bool {
    let great = |block: &ReadBlock<'_>| block.block.kind == BlockKind::Heading(1);
    let line = match block.block.part {
        PartKind::Subject => true,
        part => {
            let same = reading.blocks.iter().filter(|other| other.block.part == part && great(other));
            great(block) && same.count() == 1
        }
    };
    if !line || block.titles.iter().any(|hit| hit.event == reading.frame.own) {
        return false;
    }
    let says = |list: &str, group: &str| super::context::in_range(block, list, group, &(0..usize::MAX));
    match Purpose::of(reading) {
        Purpose::Invitation | Purpose::Reminder => !says("passages", "next"),
        Purpose::FollowUp | Purpose::Absence => {
            !says("passages", "next") && ["replay", "slides", "survey"].iter().any(|role| says("link-roles", role))
        }
        Purpose::Cancellation | Purpose::Postponement | Purpose::Letter => false,
    }
}

/// Whether words stand in an address that is shown as such: the link is judged, not its words.
fn in_address(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let before = block.text()[..range.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = before.trim_start_matches(['<', '(', '"']);
    word.contains("://") || word.starts_with("www.")
}

/// The words of a title with the signs that belong to it: "… : par où commencer ?" ends with its question mark, which
/// would stay behind if only the words were replaced.
fn with_signs(text: &str, words: &Range<usize>, facts: &EventFacts<'_>) -> Range<usize> {
    let titles = std::iter::once(&facts.event.title).chain(&facts.event.aliases).map(Traced::text);
    let ends = titles.filter_map(|title| {
        let first = title.find(char::is_alphanumeric)?;
        let last = title.rfind(char::is_alphanumeric)?;
        let after = last + title[last..].chars().next().map_or(0, char::len_utf8);
        let start = words.start - follows(text[..words.start].chars().rev(), title[..first].chars().rev());
        let end = words.end + follows(text[words.end..].chars(), title[after..].chars());
        Some(start..end)
    });
    ends.max_by_key(Range::len).unwrap_or_else(|| words.clone())
}

/// How many bytes the signs take at the beginning of a text, whatever spaces stand between; 0 where they are not there.
fn follows(text: impl Iterator<Item = char>, signs: impl Iterator<Item = char>) -> usize {
    let mut signs = signs.filter(|sign| !sign.is_whitespace()).peekable();
    let mut bytes = 0;
    let mut taken = 0;
    for c in text {
        let Some(sign) = signs.peek() else { break };
        bytes += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if c != *sign {
            return 0;
        }
        signs.next();
        taken = bytes;
    }
    if signs.peek().is_none() { taken } else { 0 }
}

/// A title that several events bear, with the year of one that the mail may not speak of: "… (édition 2025)".
fn other_edition(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, hit: &super::reading::TitleHit) -> Option<Claim> {
    let year_of = |index: usize| reading.event(index).first_day().map(|day| day.year().to_string());
    let near = hit.words.end..(hit.words.end + 3).min(block.words.len());
    let at = near.clone().find(|n| {
        let word = block.words.get(*n);
        word.len() == 4
            && word.chars().all(|c| c.is_ascii_digit())
            && (near.start..*n).all(|m| is_edition(block.words.get(m)))
    })?;
    let said = block.words.get(at);
    let bears = |index: &usize| year_of(*index).is_some_and(|year| year == said);
    let name = |index: usize| reading.event(index).names.iter().map(|name| name.words.as_slice());
    let mine: Vec<&str> = hit.words.clone().map(|n| block.words.get(n)).collect();
    let same = |index: &usize| name(*index).any(|words| words == mine);
    if reading.frame.allowed().filter(same).any(|index| bears(&index)) {
        return None;
    }
    let other = reading.frame.others.iter().copied().filter(bears).find(same)?;
    let own = reading.event(block.about(hit.range.start));
    let right = year_of(reading.frame.own)?;
    let claim = in_block(block, block.words.bytes(at..at + 1), Kind::Title, "title", Standing::Foreign)?;
    Some(claim.own(own).other(reading.event(other)).expect(self::same(&right), right))
}

/// A word between a title and its year.
fn is_edition(word: &str) -> bool {
    matches!(word, "edition" | "session" | "saison" | "season" | "annee" | "year" | "cru" | "de" | "of" | "the")
}

/// A name of one short word says little: it must be written as a name.
fn telling(block: &ReadBlock<'_>, words: usize, range: &Range<usize>) -> bool {
    let text = &block.text()[range.clone()];
    words > 1 || text.chars().count() >= 8 && text.chars().next().is_some_and(char::is_uppercase)
}

/// The words are also the own event's title or series: what a series shares is never foreign.
fn shared_words(reading: &Reading<'_, '_>, words: &crate::words::Words, hit: Range<usize>) -> bool {
    let found: Vec<String> = hit.map(|n| words.get(n).to_string()).collect();
    let inside = |text: &Traced| crate::words::Words::of(text.text()).find(&found).iter().any(|hit| !hit.is_empty());
    reading.frame.allowed().any(|index| {
        let event = reading.event(index).event;
        std::iter::once(&event.title)
            .chain(&event.aliases)
            .chain(&event.series)
            .chain(&event.organizer_name)
            .chain(&event.facts)
            .any(inside)
    }) || reading.frame.facts().any(inside)
}

/// A figure or hashtag that only another event's `facts` list.
fn facts_of_others(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for (index, number) in &block.candidates(reading.frame).facts {
        let other = reading.event(*index);
        let (fact, words) = (other.event.facts[*number].text(), &other.fact_words[*number]);
        let hashtag = fact.starts_with('#');
        if words.len() < 2 && !hashtag && !is_code(fact) {
            continue;
        }
        for hit in block.words.find(words) {
            let range = block.words.bytes(hit.clone());
            let marked = !hashtag || block.text()[..range.start].ends_with('#');
            if !marked || shared_words(reading, &block.words, hit) {
                continue;
            }
            let aspect = if hashtag { "hashtag" } else { "fact" };
            let range = if hashtag { range.start - 1..range.end } else { range };
            if let Some(claim) = in_block(block, range, Kind::Title, aspect, Standing::Foreign) {
                out.push(claim.own(reading.event(reading.frame.own)).other(other));
            }
        }
    }
}

/// A word like RELANCE20: a discount or access code.
fn is_code(fact: &str) -> bool {
    let fact = fact.trim();
    fact.len() >= 5
        && fact.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
        && fact.chars().any(|c| c.is_ascii_digit())
        && fact.chars().filter(char::is_ascii_uppercase).count() >= 3
}

/// Words that only another event's description and topics have.
fn distinctive(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    if block.block.kind == BlockKind::Line && block.scopes.contains(&Scope::Headers) {
        return;
    }
    let known = |word: &str| {
        reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(word))
            || Lists::built_in().list("common").contains(word)
    };
    let mut best: Option<(usize, Vec<usize>)> = None;
    for index in &block.candidates(reading.frame).content {
        let other = reading.event(*index);
        let mut seen: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for n in 0..block.words.len() {
            let word = block.words.get(n);
            if word.len() >= 4 && significant(word) && other.content.has(word) && !known(word) && !general(word) {
                places.push(n);
                let stem = crate::facts::stem(word);
                if !seen.contains(&stem) {
                    seen.push(stem);
                }
            }
        }
        let topic = other.event.topics.iter().any(|topic| {
            let words = name_words(topic.text());
            words.len() > 1
                && words.iter().any(|word| significant(word) && !known(word))
                && !block.words.find(&words).is_empty()
        });
        if (seen.len() > DISTINCTIVE || seen.len() >= DISTINCTIVE && (topic || block.words.len() <= 14))
            && best.as_ref().is_none_or(|(_, known)| known.len() < places.len())
        {
            best = Some((*index, places));
        }
    }
    let Some((index, places)) = best else { return };
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
    let range = block.words.bytes(*first..*last + 1);
    if let Some(claim) = in_block(block, range, Kind::Title, "words", Standing::Foreign) {
        let other = reading.event(index);
        let claim = claim.own(reading.event(reading.frame.own)).other(other);
        out.push(match &other.event.description {
            Some(description) => {
                claim.because(description, "la description de l'autre événement", "the other event's description")
            }
            None => claim,
        });
    }
}

/// The own title with one word misspelt.
fn misspelt(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for (index, name, word) in block.misspelt(|| misspellings(reading, block)) {
        let facts = reading.event(*index);
        let name = &facts.names[*name];
        if let Some(claim) =
            in_block(block, block.words.bytes(word.at..word.at + 1), Kind::Title, "title", Standing::Near)
        {
            let right = right_word(name.written, &name.words, word.of_title);
            let claim = claim.own(facts).expect(same(&right), right);
            out.push(claim.because(name.written, "le titre de l'événement", "the event's title"));
        }
    }
}

/// The words of a text that misspell one of an allowed title: the event, which of its names, and the word.
fn misspellings(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> Vec<(usize, usize, Misspelt)> {
    let mut found = Vec::new();
    for index in reading.frame.allowed() {
        for (number, name) in reading.event(index).names.iter().enumerate() {
            let length = name.words.len();
            if length < 4 || block.words.len() < length {
                continue;
            }
            for start in 0..=block.words.len() - length {
                let Some(wrong) = one_word_off(block, start, &name.words) else { continue };
                let word = Misspelt { at: start + wrong, of_title: wrong };
                let range = block.words.bytes(word.at..word.at + 1);
                if !block.titles.iter().any(|hit| super::context::overlap(&hit.range, &range)) {
                    found.push((index, number, word));
                }
            }
        }
    }
    found
}

/// A word that misspells one of a title.
#[derive(Debug)]
pub(super) struct Misspelt {
    /// Its index in the text.
    at: usize,
    /// The index in the title of the word that was meant.
    of_title: usize,
}

/// The index of the only word that differs from the title, when it is one or two letters off.
fn one_word_off(block: &ReadBlock<'_>, start: usize, title: &[String]) -> Option<usize> {
    let mut differing = title.iter().enumerate().filter(|(n, word)| block.words.get(start + n) != *word);
    let (wrong, word) = differing.next().filter(|_| differing.next().is_none())?;
    let said = block.words.get(start + wrong);
    let near = word.len() >= 4 && strsim::osa_distance(said, word) <= 2;
    let inflected = crate::facts::stem(said) == crate::facts::stem(word) && said.len() > word.len() + 1;
    (near && !inflected).then_some(wrong)
}

fn right_word(written: &Traced, words: &[String], index: usize) -> String {
    let all = crate::words::Words::of(written.text());
    let range = all.bytes(index..index + 1);
    written.text().get(range).map_or_else(|| words[index].clone(), str::to_string)
}
