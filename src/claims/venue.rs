//! Where the event takes place: the platform that a mail names, another event's venue.

use std::ops::Range;

use crate::value::link;
use crate::words::Lists;

use crate::facts::EventFacts;
use crate::source::Traced;

use super::context::{granted, overlap};
use super::draft::{in_block, same};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Standing};

/// Looks for platforms and venues.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        platforms(reading, block, out);
        venues(reading, block, out);
        of_allowed(reading, block, out);
    }
}

fn platforms(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("platforms");
    for hit in block.hits(list).iter() {
        let named = list.group(hit.group);
        let facts = reading.event(block.about(hit.range.start));
        let in_person = facts.event.format.as_ref().filter(|format| format.text() == "in-person");
        let platform = facts.event.platform.as_ref().or(in_person);
        let capital = block.words.word(hit.words.start).capital;
        if !capital || granted(reading, block, &hit.range) {
            continue;
        }
        let is_it = |platform: &Traced| {
            platform.text() == named || name_words(platform.text()) == name_words(&block.text()[hit.range.clone()])
        };
        let used = platform.is_some_and(is_it)
            || facts.links.iter().any(|known| {
                known.link.identity.as_ref().is_some_and(|identity| identity.platform == named)
                    || link::platform_of_host(&known.link.host) == Some(named)
            })
            || facts.vocabulary.has(block.words.get(hit.words.start));
        if !used && leads_there(reading, block, &hit.range, named) {
            continue;
        }
        let standing = match platform {
            _ if used => Standing::Backed,
            Some(_) => Standing::Against,
            None => Standing::Unheld,
        };
        let Some(claim) = in_block(block, hit.range.clone(), Kind::Venue, "platform", standing) else { continue };
        out.push(match platform {
            _ if used => claim.value(named, same(&block.text()[hit.range.clone()])),
            Some(platform) => claim.own(facts).expect(same(platform.text()), platform.text()).because(
                platform,
                "la plateforme de l'événement",
                "the event's platform",
            ),
            None => claim,
        });
    }
}

/// The name is the words of a link to that platform: the team's channel, not where the event is.
fn leads_there(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>, platform: &str) -> bool {
    reading.links.iter().any(|link| {
        let here =
            link.block.and_then(|index| reading.blocks.get(index)).is_some_and(|other| std::ptr::eq(other, block));
        here && overlap(&link.range, range) && link::platform_of_host(&link.address.host) == Some(platform)
    })
}

fn venues(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let own = reading.frame.own();
    for index in &reading.frame.others {
        let other = reading.event(*index);
        let Some(venue) = &other.event.venue else { continue };
        let before = out.len();
        for name in [&venue.name, &venue.room, &venue.address].into_iter().flatten() {
            let words = name_words(name.text());
            if words.len() < 2 || words.iter().all(|word| word.len() < 4) || shares(reading, &words) {
                continue;
            }
            for hit in block.words.find(&words) {
                let range = block.words.bytes(hit);
                if granted(reading, block, &range) {
                    continue;
                }
                if let Some(claim) = in_block(block, range, Kind::Venue, "venue", Standing::Foreign) {
                    out.push(claim.own(own).other(other));
                }
            }
        }
        if out.len() == before {
            out.extend(city(reading, block, other));
        }
    }
}

/// Another event's city, said as a place: "à Montclair", "in Montclair".
fn city(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, other: &EventFacts<'_>) -> Option<Claim> {
    let city = other.event.venue.as_ref()?.city.as_ref()?;
    let words = name_words(city.text());
    let known = |word: &String| reading.frame.allowed().any(|index| reading.event(index).vocabulary.has(word));
    if words.is_empty() || words.iter().all(known) {
        return None;
    }
    block.words.find(&words).into_iter().find_map(|hit| {
        let place = hit.start > 0 && matches!(block.words.get(hit.start - 1), "a" | "in" | "at");
        let capital = block.words.word(hit.start).capital;
        let range = block.words.bytes(hit);
        // "14 h à Paris" says a zone.
        let zone =
            block.whens.iter().any(|when| when.zone.iter().chain(&when.other_zone).any(|(_, at)| overlap(at, &range)));
        if !place || !capital || zone || granted(reading, block, &range) {
            return None;
        }
        Some(in_block(block, range, Kind::Venue, "venue", Standing::Foreign)?.own(reading.frame.own()).other(other))
    })
}

/// The venue of one event that the mail may speak of, in a sentence about another: "l'assemblée, toujours à la Maison
/// des associations".
fn of_allowed(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let places = |index: usize| {
        let venue = reading.event(index).event.venue.as_ref();
        venue.and_then(|venue| venue.name.as_ref()).map(|name| name_words(name.text()))
    };
    for index in reading.frame.allowed() {
        let Some(words) = places(index).filter(|words| words.len() > 1) else { continue };
        for hit in block.words.find(&words) {
            let range = block.words.bytes(hit);
            let sentence = block.sentence(range.start);
            let about = sentence.about;
            let right = |own: &Vec<String>| {
                *own != words
                    && !block
                        .words
                        .find(own)
                        .iter()
                        .any(|at| sentence.range.contains(&block.words.bytes(at.clone()).start))
            };
            if about == index || !sentence.told() || !places(about).as_ref().is_some_and(right) {
                continue;
            }
            let (own, other) = (reading.event(about), reading.event(index));
            out.extend(
                in_block(block, range, Kind::Venue, "venue", Standing::Foreign)
                    .map(|claim| claim.own(own).other(other)),
            );
        }
    }
}

fn shares(reading: &Reading<'_, '_>, words: &[String]) -> bool {
    reading.frame.allowed().any(|index| {
        reading
            .event(index)
            .event
            .venue
            .iter()
            .flat_map(|venue| [&venue.name, &venue.address, &venue.room])
            .flatten()
            .any(|own| name_words(own.text()) == words)
    })
}
