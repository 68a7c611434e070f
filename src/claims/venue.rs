//! Where the event takes place: the platform that a mail names, another event's venue.

use crate::value::link;
use crate::words::Lists;

use super::context::granted;
use super::draft::{in_block, same};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Standing};

/// Looks for platforms and venues.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        platforms(reading, block, out);
        venues(reading, block, out);
    }
}

fn platforms(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("platforms");
    for hit in list.find(&block.words) {
        let named = list.group(hit.group);
        let facts = reading.event(block.about(hit.range.start));
        let Some(platform) = &facts.event.platform else { continue };
        let capital = block.words.word(hit.words.start).capital;
        if !capital || granted(reading, block, &hit.range) {
            continue;
        }
        let used = platform.text() == named
            || super::reading::name_words(platform.text()) == name_words(&block.text()[hit.range.clone()])
            || facts.links.iter().any(|known| {
                known.link.identity.as_ref().is_some_and(|identity| identity.platform == named)
                    || link::platform_of_host(&known.link.host) == Some(named)
            })
            || facts.vocabulary.has(block.words.get(hit.words.start));
        let standing = if used { Standing::Backed } else { Standing::Against };
        let Some(claim) = in_block(block, hit.range.clone(), Kind::Venue, "platform", standing) else { continue };
        out.push(if used {
            claim.value(named, same(&block.text()[hit.range.clone()]))
        } else {
            claim.own(facts).expect(same(platform.text()), platform.text()).because(
                platform,
                "la plateforme de l'événement",
                "the event's platform",
            )
        });
    }
}

fn venues(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let own = reading.frame.own();
    for index in &reading.frame.others {
        let other = reading.event(*index);
        let Some(venue) = &other.event.venue else { continue };
        for name in [&venue.name, &venue.address].into_iter().flatten() {
            let words = name_words(name.text());
            if words.len() < 2 || shares(reading, &words) {
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
