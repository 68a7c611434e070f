//! Addresses, telephone numbers and codes, against the event and the account.

use std::ops::Range;

use crate::facts::EventFacts;
use crate::message::PartKind;
use crate::source::{Place, Span, Traced};
use crate::value::contact;

use super::context::{granted, precedes};
use super::draft::{at, in_block, same};
use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks at senders, addresses, telephone numbers and codes.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    out.extend(no_subject(reading));
    for line in [&reading.message.from, &reading.message.reply_to].into_iter().flatten() {
        let (emails, part) = (contact::emails(line.text()), Part::Mail(PartKind::Headers));
        addresses(reading, line, &emails, part, &[Scope::Headers], "sender", out);
    }
    for link in &reading.links {
        if link.address.scheme == "mailto" {
            out.extend(shown(link));
            let url = &link.link.url;
            let end = url.text().find('?').unwrap_or(url.len());
            let (url, part) = (url.slice(0..end), Part::Mail(link.part));
            addresses(reading, &url, &contact::emails(url.text()), part, &[Scope::LinkUrl], "email", out);
        }
    }
    for block in &reading.blocks {
        let part = Part::Mail(block.block.part);
        addresses(reading, &block.block.text, block.emails(), part, &block.scopes, "email", out);
        phones(reading, block, out);
        codes(reading, block, out);
    }
}

/// A subject that is set and comes out empty.
fn no_subject(reading: &Reading<'_, '_>) -> Option<Claim> {
    let written = reading.frame.mail.subject.as_ref()?;
    if reading.message.subject.as_ref().is_some_and(|subject| !subject.text().trim().is_empty()) {
        return None;
    }
    let mut place = written.whole();
    if place.span().is_none() {
        place = reading.frame.mail.body.origin(0..0);
    }
    if place.span().is_none() {
        // Neither the subject nor the body has a character that could have a place.
        place = Place { written: Some(Span::new(reading.frame.mail.file, 0, 0)), ..Place::default() };
    }
    super::draft::claim(
        place,
        String::new(),
        Part::Mail(PartKind::Subject),
        &[Scope::Subject],
        Kind::Headers,
        "subject-empty",
        Standing::Missing,
    )
}

fn addresses(
    reading: &Reading<'_, '_>,
    text: &Traced,
    emails: &[(String, Range<usize>)],
    part: Part,
    scopes: &[Scope],
    aspect: &'static str,
    out: &mut Vec<Claim>,
) {
    for (address, range) in emails {
        out.extend(address_claim(reading, text, address, range.clone(), part, scopes, aspect));
    }
}

fn address_claim(
    reading: &Reading<'_, '_>,
    text: &Traced,
    address: &str,
    range: Range<usize>,
    part: Part,
    scopes: &[Scope],
    aspect: &'static str,
) -> Option<Claim> {
    let place = text.origin(range.clone());
    let from_row = place.pointer.as_ref().is_some_and(|pointer| pointer.starts_with("recipient"));
    if from_row || is_private(reading, address).is_some() || super::envelope::is_own(reading, address) {
        return None;
    }
    let allowed = allowed_addresses(reading);
    let known = allowed.iter().find(|known| known.text().trim().eq_ignore_ascii_case(address));
    let make = |standing| at(text, range.clone(), part, scopes, Kind::Contact, aspect, standing);
    if known.is_some() {
        return Some(make(Standing::Backed)?.value(address.to_lowercase(), same(address)));
    }
    let stated = reading.frame.facts().any(|fact| fact.text().contains(address));
    if stated || allowed.is_empty() {
        return None;
    }
    let lower = address.to_lowercase();
    let near = allowed
        .iter()
        .map(|known| (strsim::osa_distance(&known.text().to_lowercase(), &lower), known))
        .filter(|(distance, known)| *distance <= 3 || near_domain(&lower, known.text()))
        .min_by_key(|(distance, _)| *distance);
    let facts = reading.event(reading.frame.own);
    if let Some((_, known)) = near {
        let claim = make(Standing::Near)?.own(facts).expect(same(known.text()), known.text());
        return Some(claim.because(known, "l'adresse connue", "the known address"));
    }
    let first = allowed.first()?;
    let theirs = |other: &&EventFacts<'_>| {
        let event = other.event;
        let emails = [&event.contact_email, &event.organizer_email].into_iter().flatten();
        emails.into_iter().any(|known| known.text().trim().eq_ignore_ascii_case(address))
    };
    if let (Some(other), "email") =
        (reading.frame.others.iter().map(|index| reading.event(*index)).find(theirs), aspect)
    {
        return Some(make(Standing::Foreign)?.own(facts).other(other).expect(same(first.text()), first.text()));
    }
    let aspect = if aspect == "email" && of_house(reading, address) { "team-email" } else { aspect };
    let claim = at(text, range, part, scopes, Kind::Contact, aspect, Standing::Unknown)?.own(facts);
    Some(claim.expect(same(first.text()), first.text()).because(first, "une adresse connue", "a known address"))
}

/// The address has the domain of the event's own contact.
fn of_house(reading: &Reading<'_, '_>, address: &str) -> bool {
    let domain = |address: &str| address.trim().rsplit('@').next().unwrap_or_default().to_lowercase();
    let own = reading.frame.own().event;
    own.contact_email.iter().chain(&own.organizer_email).any(|known| domain(known.text()) == domain(address))
}

/// The domain is one or two letters off a known one: `asso-laguna.test` for `asso-lagune.test`.
fn near_domain(address: &str, known: &str) -> bool {
    let domain = |address: &str| address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let (said, known) = (domain(address), domain(known));
    said != known && said.len() > 6 && strsim::osa_distance(&said, &known) <= 2
}

/// The words show one address and the link writes to another.
fn shown(link: &super::reading::ReadLink<'_>) -> Option<Claim> {
    let url = link.link.url.text();
    let target = contact::emails(url.split('?').next().unwrap_or(url)).into_iter().next()?.0;
    let label = &link.link.label;
    let (said, range) = contact::emails(label.text()).into_iter().next()?;
    if said.eq_ignore_ascii_case(&target) {
        return None;
    }
    let claim = at(
        label,
        range,
        Part::Mail(link.part),
        &[Scope::LinkText, Scope::LinkUrl],
        Kind::Link,
        "text",
        Standing::Against,
    )?;
    let mut claim = claim.hole("link.text", same(&said)).expect(same(&target), target.clone());
    if let Some(span) = link.link.url.whole().span() {
        claim.related.push(crate::finding::Related {
            message: crate::language::Message::new("l'adresse du lien", "the link's address"),
            span,
        });
    }
    Some(claim)
}

fn allowed_addresses<'a>(reading: &Reading<'_, 'a>) -> Vec<&'a Traced> {
    let account = &reading.frame.world.project.settings.account;
    let mut out: Vec<&Traced> = account.addresses.iter().chain(&account.export_to).collect();
    for index in reading.frame.allowed() {
        let event = reading.frame.world.events[index].event;
        out.extend(event.contact_email.iter().chain(&event.organizer_email));
    }
    out
}

/// The entry of any event that keeps an address private.
pub fn is_private<'a>(reading: &Reading<'_, 'a>, address: &str) -> Option<&'a Traced> {
    let events = &reading.frame.world.events;
    events
        .iter()
        .flat_map(|facts| &facts.event.private.addresses)
        .find(|known| known.text().trim().eq_ignore_ascii_case(address))
}

fn phones(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let numbers = |facts: &EventFacts<'_>, said: &str| {
        [&facts.event.contact_phone, &facts.event.phone_number]
            .into_iter()
            .flatten()
            .any(|known| contact::same_phone(known.text(), said))
    };
    for (number, range) in block.phones() {
        let Some(claim) = phone_claim(reading, block, number, range.clone(), &numbers) else { continue };
        out.push(claim);
    }
}

fn phone_claim(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    number: &str,
    range: Range<usize>,
    has: &dyn Fn(&EventFacts<'_>, &str) -> bool,
) -> Option<Claim> {
    let frame = reading.frame;
    if granted(reading, block, &range)
        || frame.facts().any(|fact| contact::phones(fact.text()).iter().any(|(known, _)| known == number))
    {
        return None;
    }
    if frame.allowed().any(|index| has(reading.event(index), number)) {
        return Some(in_block(block, range, Kind::Contact, "phone", Standing::Backed)?.value(number, same(number)));
    }
    let own = frame.own();
    if let Some(other) = frame.others.iter().map(|index| reading.event(*index)).find(|facts| has(facts, number)) {
        return Some(in_block(block, range, Kind::Contact, "phone", Standing::Foreign)?.own(own).other(other));
    }
    let known: Vec<&Traced> = [&own.event.contact_phone, &own.event.phone_number].into_iter().flatten().collect();
    let nearest = known.iter().min_by_key(|known| strsim::osa_distance(known.text(), &block.text()[range.clone()]));
    let Some(nearest) = nearest else { return in_block(block, range, Kind::Contact, "phone", Standing::Unheld) };
    let claim = in_block(block, range, Kind::Contact, "phone", Standing::Against)?.own(own);
    Some(claim.expect(same(nearest.text()), nearest.text()).because(
        nearest,
        "le numéro que l'événement donne",
        "the number that the event gives",
    ))
}

fn codes(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for (digits, range) in block.codes() {
        let taken = block.phones().iter().any(|(_, phone)| super::context::overlap(phone, range))
            || reading.links.iter().any(|link| {
                std::ptr::eq(link.block.map_or(block, |b| &reading.blocks[b]), block)
                    && super::context::overlap(&link.range, range)
            });
        if !taken {
            out.extend(code_claim(reading, block, digits, range.clone()));
        }
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn code_claim(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, digits: &str, range: Range<usize>) -> Option<Claim> {
    let facts = reading.event(block.about(range.start));
    let pin =
        |facts: &EventFacts<'_>| facts.event.phone_pin.as_ref().is_some_and(|pin| digits_of(pin.text()) == digits);
    if granted(reading, block, &range) || super::secrets::is_private_code(reading, digits).is_some() {
        return None;
    }
    if pin(facts) || reading.frame.allowed().any(|index| pin(reading.event(index))) {
        return Some(in_block(block, range, Kind::Contact, "code", Standing::Backed)?.value(digits, same(digits)));
    }
    if facts.links.iter().any(|link| digits_of(&link.link.url).contains(digits)) {
        return None;
    }
    let own_pin = facts.event.phone_pin.as_ref();
    if let Some(other) = reading.frame.others.iter().map(|index| reading.event(*index)).find(|facts| pin(facts)) {
        let claim = in_block(block, range, Kind::Contact, "code", Standing::Foreign)?.own(facts).other(other);
        return Some(match own_pin {
            Some(own) => claim.expect(same(own.text()), own.text()).because(
                own,
                "le code que l'événement donne",
                "the code that the event gives",
            ),
            None => claim,
        });
    }
    let announced = precedes(block, "contact-words", "code", range.start, 4);
    let Some(own) = own_pin else {
        return announced.then(|| in_block(block, range, Kind::Contact, "code", Standing::Unheld)).flatten();
    };
    let near = strsim::osa_distance(&digits_of(own.text()), digits) <= 3;
    if !near && !announced {
        return None;
    }
    let claim = in_block(block, range, Kind::Contact, "code", Standing::Against)?.own(facts);
    Some(claim.expect(same(own.text()), own.text()).because(
        own,
        "le code que l'événement donne",
        "the code that the event gives",
    ))
}
