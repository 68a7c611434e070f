//! People: the speakers of this event, of another one, misspelt, or known to nobody.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::facts::{EventFacts, Frame, significant};
use crate::message::BlockKind;
use crate::source::Traced;
use crate::value::name;

use super::context::{overlap, precedes};
use super::draft::{in_block, same};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Standing};

/// Looks for the names of people.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let known = reading.texts.people(|| Known::of(reading.frame));
    for (index, block) in reading.blocks.iter().enumerate() {
        let mut taken: Vec<Range<usize>> = block.titles.iter().map(|hit| hit.range.clone()).collect();
        foreign(reading, block, known, &mut taken, out);
        let names = typed_names(block);
        let spoken: Vec<bool> =
            names.iter().map(|range| known.own_like(&block.text()[range.clone()]).is_some()).collect();
        for (n, range) in names.iter().enumerate() {
            if taken.iter().any(|other| overlap(other, range)) {
                continue;
            }
            let beside_known = beside(block, &names, n, &spoken) || presented_with(block, &names, n, &spoken);
            out.extend(one(reading, block, index, range.clone(), known, beside_known));
        }
        taken.extend(names);
        for range in block.lookalikes(|| lookalikes(block, known)).iter().filter(|range| !of_recipient(block, range)) {
            if !taken.iter().any(|other| overlap(other, range)) {
                out.extend(one(reading, block, index, range.clone(), known, false));
            }
        }
    }
}

/// "Torquil Baird's" names Torquil Baird.
fn without_possessive(text: &str, range: Range<usize>) -> Range<usize> {
    let name = &text[range.clone()];
    let bare = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    range.start..range.start + bare.len()
}

/// Words with capitals that are nearly a known person's name, whatever else they may mean: "Grant Oyelowe".
fn lookalikes(block: &ReadBlock<'_>, known: &Known) -> Vec<Range<usize>> {
    let text = block.text();
    let capital = |at: usize| text[block.words.word(at).range.start..].starts_with(char::is_uppercase);
    let capitals: Vec<usize> = (0..block.words.len()).filter(|at| capital(*at)).collect();
    let mut found = Vec::new();
    // An institution may be listed among the people.
    let people = known.own.iter().filter(|one| one.words.len() > 1 && !one.words.iter().any(|w| name::is_thing(w)));
    for person in people {
        let count = person.words.len();
        for start in &capitals {
            if capitals.binary_search(&(start + count - 1)).is_err() {
                continue;
            }
            let range = block.words.word(*start).range.start..block.words.word(start + count - 1).range.end;
            let said = &text[range.clone()];
            if !said.contains([',', '(', '\n']) && name::near(&name::parse_name(said), &person.parsed).is_some() {
                found.push(range);
            }
        }
    }
    found
}

/// The people that a mail may name.
#[derive(Debug)]
pub(super) struct Known {
    own: Vec<KnownPerson>,
    /// Which of them a name as it is said means: the same few names return in every block.
    said: RefCell<HashMap<Box<str>, Option<usize>>>,
}

/// A person that a mail may name.
#[derive(Debug)]
struct KnownPerson {
    /// As the event or the account writes it.
    name: Traced,
    parsed: name::PersonName,
    /// Its folded words.
    words: Vec<String>,
    /// The event it belongs to; `None`: any passage.
    event: Option<usize>,
}

impl Known {
    fn of(frame: &Frame<'_>) -> Known {
        let person = |name: &Traced, event| {
            let (parsed, words) = (name::parse_name(name.text()), name_words(name.text()));
            KnownPerson { name: name.clone(), parsed, words, event }
        };
        let mut own: Vec<KnownPerson> = Vec::new();
        for index in frame.allowed() {
            let event = frame.world.events[index].event;
            let speakers = event.speakers.iter().chain(event.sessions.iter().flat_map(|session| &session.speakers));
            own.extend(speakers.map(|speaker| person(&speaker.name, Some(index))));
            own.extend(event.people.iter().chain(&event.organizer_name).map(|name| person(name, None)));
        }
        own.extend(frame.account_people().iter().map(|name| person(name, None)));
        Known { own, said: RefCell::default() }
    }

    fn has_family(&self, family: &str) -> bool {
        self.own.iter().any(|one| one.words.iter().any(|word| word == family))
    }

    fn own_like(&self, said: &str) -> Option<&KnownPerson> {
        let known = self.said.borrow().get(said).copied();
        let index = known.unwrap_or_else(|| {
            let parsed = name::parse_name(said);
            // Accents that differ are a slip, told as near.
            let is = |one: &KnownPerson| name::same(&parsed, &one.parsed) && name::near(&parsed, &one.parsed).is_none();
            let index = self.own.iter().position(is);
            self.said.borrow_mut().insert(said.into(), index);
            index
        });
        index.map(|index| &self.own[index])
    }
}

/// Full names of other events' speakers.
fn foreign(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    known: &Known,
    taken: &mut Vec<Range<usize>>,
    out: &mut Vec<Claim>,
) {
    for (index, speaker) in &block.candidates(reading.frame).speakers {
        let other = reading.event(*index);
        let (person, words) = (other.speakers[*speaker], &other.speaker_words[*speaker]);
        if words.len() < 2 || known.own_like(person.name.text()).is_some() {
            continue;
        }
        let family = words.last().filter(|family| family.len() > 3 && !known.has_family(family));
        let alone = family.map_or_else(Vec::new, |family| block.words.find(std::slice::from_ref(family)));
        // "avec Mme Thévenot": the family name alone, where a civility says that it is one.
        let alone = alone.into_iter().filter(|hit| {
            let capital = block.words.word(hit.start).capital;
            capital && hit.start > 0 && name::is_civility(block.words.get(hit.start - 1))
        });
        for hit in block.words.find(words).into_iter().chain(alone) {
            let range = block.words.bytes(hit);
            if taken.iter().any(|t| overlap(t, &range))
                || of_recipient(block, &range)
                || super::context::granted(reading, block, &range)
                || !speaks(reading, block, &range, known)
            {
                continue;
            }
            out.extend(foreign_claim(reading, block, range.clone(), other));
            taken.push(range);
        }
    }
}

/// The names in a block, but for the recipients' own.
fn typed_names(block: &ReadBlock<'_>) -> Vec<Range<usize>> {
    let names = block.names().iter().filter(|range| !of_recipient(block, range));
    names.map(|range| without_possessive(block.text(), range.clone())).collect()
}

/// Whether a field of the recipient printed a name: it says nothing of who speaks, however many speakers bear it.
pub(super) fn of_recipient(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    block.block.text.origin(range.clone()).pointer.is_some_and(|pointer| pointer.starts_with("recipient"))
}

/// The words make the person one who speaks here: a cue before the name, a speaker beside it, a short line, words for
/// what takes place. Anybody may be named elsewhere.
fn speaks(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>, known: &Known) -> bool {
    let names = typed_names(block);
    let spoken: Vec<bool> = names.iter().map(|range| known.own_like(&block.text()[range.clone()]).is_some()).collect();
    let at = names.iter().position(|name| overlap(name, range));
    let index = reading.blocks.iter().position(|other| std::ptr::eq(other, block)).unwrap_or(0);
    cue(block, range)
        || of_session(block, range)
        || titled(block, range)
        || apposed(block, range)
        || at.is_some_and(|n| beside(block, &names, n, &spoken))
        || block.words.len() <= 12
        || listed(reading, index, range, known)
        || super::context::in_sentence(block, "date-context", "happens", range.start)
}

fn foreign_claim(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    range: Range<usize>,
    other: &EventFacts<'_>,
) -> Option<Claim> {
    let facts = reading.event(block.about(range.start));
    let claim = in_block(block, range, Kind::Person, "speaker", Standing::Foreign)?.own(facts).other(other);
    Some(expect_speakers(claim, facts))
}

fn expect_speakers(mut claim: Claim, facts: &EventFacts<'_>) -> Claim {
    let mut names: Vec<_> = Vec::new();
    for person in &facts.speakers {
        let name = same(person.name.text());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return claim;
    }
    let all = super::draft::join(&names);
    claim.expected = facts.speakers.iter().map(|person| person.name.text().to_string()).collect();
    claim.holes.insert("expected", all);
    claim.because(&facts.speakers[0].name, "les intervenants de l'événement", "the event's speakers")
}

fn one(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    index: usize,
    range: Range<usize>,
    known: &Known,
    beside_known: bool,
) -> Option<Claim> {
    let said = &block.text()[range.clone()];
    let about = block.about(range.start);
    let facts = reading.event(about);
    if let Some(KnownPerson { name, event: owner, .. }) = known.own_like(said) {
        if owner.is_none_or(|owner| owner == about)
            || reading.event(about).speakers.iter().any(|person| name::same_person(said, person.name.text()))
        {
            return Some(
                in_block(block, range, Kind::Person, "speaker", Standing::Backed)?
                    .value(name.text(), same(name.text())),
            );
        }
        // The next event's speaker, in a sentence that is about this one.
        let owner = reading.event((*owner)?);
        let cued = beside_known || cue(block, &range);
        return if cued && block.sentence(range.start).told() {
            foreign_claim(reading, block, range, owner)
        } else {
            None
        };
    }
    if super::context::granted(reading, block, &range) {
        return None;
    }
    if let Some((name, _)) = nearest(said, known) {
        let claim = in_block(block, range, Kind::Person, "speaker", Standing::Near)?.own(facts);
        let claim = claim.expect(same(name.text()), name.text());
        return Some(claim.because(name, "le nom que l'événement donne", "the name that the event gives"));
    }
    if facts.speakers.is_empty()
        || made_of_known_words(reading, said)
        || !(beside_known
            || cue(block, &range)
            || introduced(reading, block, index, &range)
            || signs(reading, block, index, &range)
            || listed(reading, index, &range, known))
    {
        return None;
    }
    let claim = in_block(block, range, Kind::Person, "speaker", Standing::Unknown)?.own(facts);
    Some(expect_speakers(claim, facts))
}

fn nearest<'k>(said: &str, known: &'k Known) -> Option<(&'k Traced, usize)> {
    let said = name::parse_name(said);
    known
        .own
        .iter()
        .filter_map(|one| name::near(&said, &one.parsed).map(|distance| (&one.name, distance)))
        .min_by_key(|(_, distance)| *distance)
}

/// Capitalised words that are the event's own: an institution, a place, a title.
fn made_of_known_words(reading: &Reading<'_, '_>, said: &str) -> bool {
    let words = name_words(said);
    let known = |word: &String| reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(word));
    let from = reading.message.from.as_ref().map_or_else(Vec::new, |from| name_words(from.text()));
    // "Auditorium des Carmes": a word such as "des" is in no vocabulary.
    let mut telling = words.iter().filter(|word| significant(word)).peekable();
    telling.peek().is_some() && telling.all(known) || words.iter().any(|word| from.contains(word) && word.len() > 3)
}

/// Whether a name is told as that of somebody who speaks, whatever the event says.
pub fn presented(reading: &Reading<'_, '_>, index: usize, range: &Range<usize>) -> bool {
    let block = &reading.blocks[index];
    cue(block, range) || introduced(reading, block, index, range)
}

/// Words that introduce somebody who speaks stand just before the name.
fn cue(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    precedes(block, "speaker-words", "cue", range.start, 3)
}

/// A name in running text with who the person is.
fn introduced(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, index: usize, range: &Range<usize>) -> bool {
    let name = &block.text()[range.clone()];
    let whole = name.split_whitespace().all(|word| word.chars().count() > 1);
    let place = crate::value::when::zone_of(name).is_some();
    whole
        && !place
        && block.words.len() > 4
        && !closing(reading, index)
        && (apposed(block, range) || titled(block, range))
}

/// In brackets behind a title: "Un analyseur qui pardonne (Hanneke Postma)".
fn of_session(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let before = block.text()[..range.start].trim_end();
    let end = before.strip_suffix('(').map(|before| before.trim_end_matches([' ', '»', '”', '"', '\u{a0}']).len());
    end.is_some_and(|end| block.titles.iter().any(|hit| hit.range.end == end))
}

/// Who somebody is stands behind the name: "Baptiste Lorenzini, historien", "Rachid Belkacem (médiathèque de Pontvieil)".
fn apposed(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let rest = &block.text()[range.end..];
    let bracketed = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    // "Los Angeles (PDT)" says no more than a zone.
    let words = |inside: &str| {
        inside.starts_with(char::is_alphabetic)
            && inside
                .split(|c: char| !c.is_alphabetic())
                .any(|word| word.chars().count() > 2 && word.chars().skip(1).any(char::is_lowercase))
    };
    rest.strip_prefix(", ").is_some_and(|rest| rest.starts_with(char::is_lowercase)) || bracketed.is_some_and(words)
}

/// A civility or a word for what somebody does stands before the name: "M. Lacaze", "l'architecte Haroun Siddiqui",
/// "our swift officer Morwenna Tregidga". "la salle Marie Curie" is no person.
fn titled(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let here = block.words.index_at(range.start);
    let Some(before) = here.checked_sub(1) else { return false };
    let word = block.words.get(before);
    let adjoins = block.words.word(before).range.end + 2 >= range.start;
    if name::is_civility(word) {
        return true;
    }
    let plain = |n: usize| !block.words.word(n).capital;
    let article = |n: usize| matches!(block.words.get(n), "le" | "la" | "l" | "the" | "our" | "notre");
    adjoins
        && plain(before)
        && word.chars().count() > 3
        && !name::is_thing(word)
        && (before.saturating_sub(3)..before).any(|n| article(n) && (n + 1..before).all(plain))
}

/// The name stands in a list beside a speaker: "X et Y", "X, Y".
fn beside(block: &ReadBlock<'_>, names: &[Range<usize>], n: usize, known: &[bool]) -> bool {
    let text = block.text();
    let joined = |a: usize, b: usize| {
        known[if a == n { b } else { a }]
            && text.get(names[a].end..names[b].start).is_some_and(|between| {
                let words = name_words(between);
                let joint = words.iter().all(|word| {
                    matches!(
                        word.as_str(),
                        "et" | "and" | "ou" | "de" | "avec" | "our" | "notre" | "guest" | "invite" | "invitee"
                    ) || name::is_civility(word)
                });
                let between = between.trim();
                joint && between.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '&' | '.' | '\u{a0}'))
                    || between.len() <= 40 && between.ends_with(" et") && between.starts_with(',')
            })
    };
    n > 0 && joined(n - 1, n) || n + 1 < names.len() && joined(n, n + 1)
}

/// "Our speakers are Linnea Fairholm of Harbour Labs and Zoe Marchant": the name ends a list that words for speakers open
/// with one who is known, behind where she comes from.
fn presented_with(block: &ReadBlock<'_>, names: &[Range<usize>], n: usize, known: &[bool]) -> bool {
    let text = block.text();
    let from = |words: &[String]| {
        matches!(words.first().map(String::as_str), Some("of" | "from" | "at" | "de" | "du" | "chez"))
            && matches!(words.last().map(String::as_str), Some("and" | "et"))
            && (3..=8).contains(&words.len())
    };
    (0..n).any(|first| {
        known[first]
            && cue(block, &names[first])
            && text.get(names[first].end..names[n].start).is_some_and(|between| {
                let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-' | '&' | '\u{a0}');
                between.chars().all(plain) && from(&name_words(between))
            })
    })
}

/// An item of a list in which each other item begins with a speaker.
fn listed(reading: &Reading<'_, '_>, index: usize, range: &Range<usize>, known: &Known) -> bool {
    let block = &reading.blocks[index];
    if range.start > 0 || block.block.kind != BlockKind::Item {
        return false;
    }
    let beside = |other: usize| {
        reading.blocks.get(other).filter(|block| block.block.kind == BlockKind::Item).is_some_and(|block| {
            typed_names(block)
                .first()
                .is_some_and(|range| range.start == 0 && known.own_like(&block.text()[range.clone()]).is_some())
        })
    };
    beside(index + 1) || index > 0 && beside(index - 1)
}

/// Whether a block stands after words of farewell in its part: signatures, addresses, legal lines.
fn closing(reading: &Reading<'_, '_>, index: usize) -> bool {
    let part = reading.blocks[index].block.part;
    let start = index.saturating_sub(6);
    let Some(farewell) = crate::words::Lists::built_in().list("speaker-words").index("farewell") else { return false };
    (start..=index).any(|n| {
        let block = &reading.blocks[n];
        block.block.part == part
            && block
                .hits(crate::words::Lists::built_in().list("speaker-words"))
                .iter()
                .any(|hit| hit.words.start == 0 && hit.group == farewell && block.words.len() <= 14)
    })
}

/// The last lines of a mail: a name alone, or after words of farewell.
fn signs(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, index: usize, range: &Range<usize>) -> bool {
    if reading.frame.account_people().is_empty() || !matches!(block.block.kind, BlockKind::Paragraph | BlockKind::Cell)
    {
        return false;
    }
    let line_start = block.text()[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = &block.text()[line_start..];
    let line = line.split('\n').next().unwrap_or(line);
    let alone = line.trim_start().starts_with(&block.text()[range.clone()]);
    let farewell =
        |text: &ReadBlock<'_>, before: usize| super::context::in_range(text, "speaker-words", "farewell", &(0..before));
    alone
        && (line_start > 0 && farewell(block, line_start)
            || index > 0
                && line_start == 0
                && farewell(&reading.blocks[index - 1], usize::MAX)
                && block.words.len() <= 8)
}
