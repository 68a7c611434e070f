//! Last month's mail as another event: what it says that no event of the project says is that event's.
//!
//! Comes in: the old mail, read as if it were about the event of today. Goes out: an [`Event`] with its titles, days,
//! links and speakers, each with its place in the old mail. What an event or the account states is left out: it is
//! right, or known already.

use std::ops::Range;

use jiff::civil::Date;

use crate::facts::{general, significant};
use crate::project::{At, Event, EventLink, NamedDate, Person};
use crate::source::{FileId, Span, Traced};
use crate::value::when::{DateSaid, When};
use crate::words::Lists;
use crate::yaml::{Node, Value};

use super::context::{granted, overlap};
use super::dates::weekday_of;
use super::draft::in_block;
use super::links::{account, promised};
use super::reading::{ReadBlock, ReadLink, Reading, name_words};
use super::unknown_titles::candidates;
use super::{Claim, Kind, Standing};

/// What an address of the old mail must be for, to be its event's and not one that every mail carries.
const ROLES: [&str; 5] = ["register", "join", "replay", "slides", "survey"];
/// A date this many days away from the sending of the old mail is that of a law or of a founding, not of an event.
const NEAR: i32 = 400;

/// The event that an old mail tells of.
pub fn event(reading: &Reading<'_, '_>) -> Event {
    let own = reading.frame.own().event;
    let mail = reading.frame.mail;
    let mut event = Event::new(mail.file, own.zone_name.clone(), own.zone.clone(), nothing(mail.file));
    let mut titles = titles(reading);
    let named = if titles.is_empty() { Traced::made(&mail.path) } else { titles.remove(0) };
    // What a reader would write under `mentions:` to allow it.
    event.id = Traced::made(&format!("{{title: \"{}\"}}", named.text()));
    event.title = named;
    event.aliases = titles;
    event.zone_at.clone_from(&own.zone_at);
    event.languages.clone_from(&own.languages);
    let mut days = days(reading);
    if !days.is_empty() {
        event.start = Some(days.remove(0));
    }
    let role = || Traced::made("mail");
    event.dates =
        days.into_iter().map(|start| NamedDate { role: role(), start, end: None, words: Vec::new() }).collect();
    event.links = links(reading);
    event.speakers = speakers(reading);
    event
}

/// The tree of an event that no file of its own states.
fn nothing(file: FileId) -> Node {
    Node { value: Value::Map(Vec::new()), span: Span::new(file, 0, 0) }
}

/// What the mail calls its event: the words between quotes, and the subject's after its colon, where they stand in more
/// than one place or behind "the webinar"; the most frequent first.
fn titles(reading: &Reading<'_, '_>) -> Vec<Traced> {
    let mut found: Vec<(Vec<String>, Traced, usize)> = Vec::new();
    for block in &reading.blocks {
        for (range, introduced) in candidates(block) {
            let words = name_words(block.text().get(range.clone()).unwrap_or_default());
            if words.len() < 2 || known_title(reading, &words) || found.iter().any(|(known, ..)| *known == words) {
                continue;
            }
            let places = reading.blocks.iter().filter(|other| !other.words.find(&words).is_empty()).count();
            if introduced || places > 1 && telling(&words) && in_a_sentence(reading, &words) {
                found.push((words, trimmed(block, range), places));
            }
        }
    }
    found.sort_by_key(|(.., places)| std::cmp::Reverse(*places));
    found.into_iter().map(|(_, title, _)| title).collect()
}

/// Whether words say what an event is about: "Replay disponible" and "Prochain rendez-vous" stand in every mail.
fn telling(words: &[String]) -> bool {
    let roles = Lists::built_in().list("link-roles");
    let telling = |word: &&String| significant(word) && !general(word) && !roles.contains(word);
    words.iter().filter(telling).count() > 1
}

/// Whether the words are named in a sentence, and do not only stand over it.
fn in_a_sentence(reading: &Reading<'_, '_>, words: &[String]) -> bool {
    let longer = |block: &&ReadBlock<'_>| block.words.len() > words.len() + 2;
    reading.blocks.iter().filter(longer).any(|block| !block.words.find(words).is_empty())
}

/// The words at a range without the spaces around them.
fn trimmed(block: &ReadBlock<'_>, range: Range<usize>) -> Traced {
    let said = &block.text()[range.clone()];
    let start = range.start + (said.len() - said.trim_start().len());
    block.block.text.slice(start..start + said.trim().len())
}

/// Whether an event of the project bears the name.
fn known_title(reading: &Reading<'_, '_>, words: &[String]) -> bool {
    let events = &reading.frame.world.events;
    events.iter().flat_map(|facts| &facts.names).any(|name| name.words == words)
}

/// The days that the mail speaks of, the event's first: the one with an hour that is said most often.
fn days(reading: &Reading<'_, '_>) -> Vec<At> {
    let mut found: Vec<(At, usize)> = Vec::new();
    for block in &reading.blocks {
        for when in block.whens.iter() {
            let Some(at) = day(reading, block, when) else { continue };
            if reading.frame.world.events.iter().flat_map(|facts| &facts.days).any(|day| day.date == at.moment.date()) {
                continue;
            }
            match found.iter_mut().find(|(known, _)| known.moment.date() == at.moment.date()) {
                Some((known, times)) => {
                    *times += 1;
                    if at.hour && !known.hour {
                        *known = at;
                    }
                }
                None => found.push((at, 1)),
            }
        }
    }
    found.sort_by_key(|(at, times)| std::cmp::Reverse((*times, at.hour)));
    found.into_iter().map(|(at, _)| at).collect()
}

fn day(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, when: &When) -> Option<At> {
    let said = when.date.as_ref()?;
    let date = near(said, reading.send.date())?;
    let time = when.time.as_ref().filter(|time| !time.unsure);
    let time = time.and_then(|time| jiff::civil::Time::new(time.hour as i8, time.minute as i8, 0, 0).ok());
    let written = block.block.text.slice(when.date_at.clone().unwrap_or_else(|| when.range.clone()));
    Some(At { moment: date.to_datetime(time.unwrap_or_default()), hour: time.is_some(), written })
}

/// The day that words with a day and a month mean in a mail of a day: that of its year, or of the nearest year in which
/// the weekday is right.
fn near(said: &DateSaid, sent: Date) -> Option<Date> {
    let (day, month) = (said.day?, said.month?);
    let years = match said.year {
        Some(year) => year..=year,
        None => sent.year() - 1..=sent.year() + 1,
    };
    let dates = years.filter_map(|year| Date::new(year, month as i8, day as i8).ok());
    let distance = |date: &Date| date.since(sent).map_or(i32::MAX, |span| span.get_days().abs());
    let dates = dates.filter(|date| said.weekday.is_none_or(|weekday| weekday == weekday_of(*date)));
    dates.filter(|date| distance(date) <= NEAR).min_by_key(distance)
}

/// The addresses that are for something: a replay, slides, a registration.
fn links(reading: &Reading<'_, '_>) -> Vec<EventLink> {
    let mut found: Vec<EventLink> = Vec::new();
    for link in &reading.links {
        let known = reading.frame.world.events.iter().any(|facts| facts.link_like(&link.address).is_some());
        let web = matches!(link.address.scheme.as_str(), "http" | "https" | "");
        if known || !web || link.address.flaw.is_some() || link.address.host.is_empty() || account(reading, link) {
            continue;
        }
        let Some(role) = role(reading, link) else { continue };
        if found.iter().all(|other| other.url.text() != link.link.url.text()) {
            let url = link.link.url.clone();
            found.push(EventLink { role: Traced::made(&role), url, below: false, until: None, words: Vec::new() });
        }
    }
    found
}

fn role(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> Option<String> {
    let said = promised(reading, link).into_iter().find(|role| ROLES.contains(&role.as_str()));
    said.or_else(|| link.address.identity.as_ref().map(|identity| identity.role.unwrap_or("replay").to_string()))
}

/// The people that the mail presents and no event knows.
fn speakers(reading: &Reading<'_, '_>) -> Vec<Person> {
    let mut claims = Vec::new();
    super::people::look(reading, &mut claims);
    let mut found: Vec<Person> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.kind == Kind::Person && claim.standing == Standing::Unknown) {
        let block = reading.blocks.iter().find_map(|block| {
            let at = block.text().find(&claim.found)?;
            Some(block.block.text.slice(at..at + claim.found.len()))
        });
        let Some(name) = block else { continue };
        if found.iter().all(|other| other.name.text() != name.text()) {
            found.push(Person { name, ..Person::default() });
        }
    }
    found
}

/// The figures of a sentence that nothing accounts for, each with its noun: "212 participants". Dates, hours, facts,
/// titles, links and what an allowed event says are accounted for.
pub fn figures(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, sentence: &Range<usize>) -> Vec<Claim> {
    let first = block.words.index_at(sentence.start);
    let inside = (first..block.words.len()).take_while(|n| block.words.word(*n).range.end <= sentence.end);
    let inside: Vec<usize> = inside.collect();
    let mut out = Vec::new();
    for n in inside.iter().copied().filter(|n| block.words.get(*n).chars().all(|c| c.is_ascii_digit())) {
        let number = block.words.word(n).range.clone();
        let said = block.words.get(n);
        let known = reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(said));
        let linked = block.block.links.iter().any(|(_, range)| overlap(range, &number));
        let dated = block.whens.iter().any(|when| overlap(&when.range, &number));
        if known || linked || dated || granted(reading, block, &number) {
            continue;
        }
        let noun = inside.contains(&(n + 1)) && significant(block.words.get(n + 1));
        let end = noun.then(|| block.words.word(n + 1).range.end);
        let range = number.start..end.unwrap_or(number.end);
        let claim = in_block(block, range, Kind::Topic, "kept", Standing::Unknown);
        // What a tag prints is today's.
        out.extend(
            claim.filter(|claim| claim.place.literal).map(|claim| claim.own(reading.event(block.about(number.start)))),
        );
    }
    out
}
