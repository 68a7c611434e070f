//! Links that tell by their own address that they are the wrong ones: an old address of the right room, another session
//! of the right event, a recording of another day, a download that ends in hours.

use jiff::Timestamp;

use crate::facts::{EventFacts, FactLink};
use crate::language::Message;

use super::draft::{full_date, same};
use super::links::make;
use super::reading::{ReadLink, Reading};
use super::{Claim, Standing};

/// What an address that no event lists tells of itself.
pub(super) fn tell(reading: &Reading<'_, '_>, link: &ReadLink<'_>, facts: &EventFacts<'_>) -> Option<Claim> {
    recorded(reading, link, facts).or_else(|| signed(link, facts))
}

/// The right room or event under an address that is not the one it has: of webinaire.numerique.gouv.fr the hash is
/// another one (a room that is renamed gets a new one, and the old is dead), of Livestorm the session.
pub(super) fn outdated(link: &ReadLink<'_>, facts: &EventFacts<'_>) -> Option<Claim> {
    let told = link.address.identity.as_ref().filter(|told| told.part.is_some())?;
    let identities = || facts.links.iter().filter_map(|known| known.link.identity.as_ref());
    if identities().any(|own| own.thing == told.thing && own.part == told.part) {
        return None;
    }
    let same_door = |known: &&FactLink<'_>| {
        known.link.identity.as_ref().is_some_and(|own| {
            own.platform == told.platform
                && own.thing == told.thing
                && own.role == told.role
                && own.host == told.host
                && own.part.is_some()
        })
    };
    let known = facts.links.iter().find(same_door)?;
    let what = match told.platform {
        "livestorm" => Message::new("une autre séance du bon événement", "another session of the right event"),
        _ => Message::new("une ancienne adresse de la bonne salle", "an old address of the right room"),
    };
    let url = known.fact.url.text();
    let claim = make(link, "outdated", Standing::Against)?.own(facts).hole("found.role", what);
    Some(claim.expect(same(url), url).because(
        &known.fact.url,
        "le lien que l'événement donne",
        "the link that the event gives",
    ))
}

/// A recording whose address says that it was made on another day than the event's.
fn recorded(reading: &Reading<'_, '_>, link: &ReadLink<'_>, facts: &EventFacts<'_>) -> Option<Claim> {
    let begun = link.address.identity.as_ref()?.recorded?;
    let made = Timestamp::from_millisecond(begun).ok()?.to_zoned_datetime(facts.event.zone.clone()).date();
    let slot = facts.slots.first()?;
    let held = |facts: &EventFacts<'_>| facts.slots.iter().any(|slot| slot.day <= made && made <= slot.last);
    if reading.frame.allowed().any(|index| held(reading.event(index))) {
        return None;
    }
    let claim = make(link, "recorded", Standing::Against)?.own(facts).hole("until", full_date(made));
    Some(claim.because(slot.start_written, "la date de l'événement", "the date of the event"))
}

/// A download address that a store signed for a short time (Amazon S3 and those like it: `X-Amz-Expires`, Google Cloud
/// Storage: `X-Goog-Expires`, both in seconds). The recordings and exports of platforms are such addresses.
fn signed(link: &ReadLink<'_>, facts: &EventFacts<'_>) -> Option<Claim> {
    let (_, query) = link.address.url.split_once('?')?;
    let seconds = query.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(key, value)| {
        let signed = key.eq_ignore_ascii_case("X-Amz-Expires") || key.eq_ignore_ascii_case("X-Goog-Expires");
        value.parse::<u64>().ok().filter(|_| signed)
    })?;
    let hours = seconds.div_ceil(3600);
    let long = match hours {
        0..=48 => Message::new(format!("{hours} h"), format!("{hours} h")),
        _ => Message::new(format!("{} jours", hours / 24), format!("{} days", hours / 24)),
    };
    Some(make(link, "signed", Standing::Against)?.own(facts).hole("until", long))
}
