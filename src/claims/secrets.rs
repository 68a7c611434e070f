//! What no recipient may see: private codes and addresses, passwords, keys.

use std::ops::Range;

use crate::source::Traced;
use crate::value::contact;
use crate::words::{Lists, Words};

use super::contacts::is_private;
use super::draft::{at, in_block};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks for what must stay private. Private links are told where links are judged.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        let before = out.len();
        codes(reading, block, out);
        let part = Part::Mail(block.block.part);
        private_addresses(reading, &block.block.text, block.emails(), part, &block.scopes, out);
        if out.len() == before {
            out.extend(password(reading, block));
        }
    }
    for link in reading.links.iter().filter(|link| link.address.scheme == "mailto") {
        let (url, part) = (&link.link.url, Part::Mail(link.part));
        private_addresses(reading, url, &contact::emails(url.text()), part, &[Scope::LinkUrl], out);
    }
    for line in [&reading.message.from, &reading.message.reply_to].into_iter().flatten() {
        let part = Part::Mail(crate::message::PartKind::Headers);
        private_addresses(reading, line, &contact::emails(line.text()), part, &[Scope::Headers], out);
    }
    in_source(reading, out);
}

/// What stands in the source of the HTML and is shown nowhere: in a comment, an attribute, a script.
fn in_source(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let Some(html) = &reading.message.html else { return };
    let part = Part::Mail(crate::message::PartKind::Html);
    let world = reading.frame.world;
    for hit in world.words.hidden.find(html.source.text(), &world.events) {
        let (aspect, scope) = if hit.link { ("link", Scope::LinkUrl) } else { ("code", Scope::Source) };
        let made = at(&html.source, hit.range, part, &[scope], Kind::Secret, aspect, Standing::Against);
        let Some(claim) = made else { continue };
        let told = |other: &Claim| other.kind == Kind::Secret && other.span.overlaps(claim.span);
        if !out.iter().any(told) {
            out.push(claim.because(hit.stated, "l'événement le garde privé", "the event keeps it private"));
        }
    }
}

/// The entry of any event that keeps a code of these digits private.
pub fn is_private_code<'a>(reading: &Reading<'_, 'a>, digits: &str) -> Option<&'a Traced> {
    private_codes(reading).find(|code| {
        let known: String = code.text().chars().filter(char::is_ascii_digit).collect();
        known.len() >= 4 && known == digits
    })
}

fn private_codes<'a>(reading: &Reading<'_, 'a>) -> impl Iterator<Item = &'a Traced> {
    reading.frame.world.events.iter().flat_map(|facts| &facts.event.private.codes)
}

fn codes(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for (event, number) in &block.candidates(reading.frame).private_codes {
        let code = &reading.frame.world.events[*event].event.private.codes[*number];
        let words = name_words(code.text());
        let mut places: Vec<Range<usize>> =
            block.words.find(&words).into_iter().map(|hit| block.words.bytes(hit)).collect();
        if places.is_empty() {
            let digits: String = code.text().chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= 4 && digits.len() == code.text().chars().filter(|c| c.is_alphanumeric()).count() {
                places =
                    block.codes().iter().filter(|(said, _)| *said == digits).map(|(_, range)| range.clone()).collect();
            }
        }
        for range in places {
            if let Some(claim) = in_block(block, range, Kind::Secret, "code", Standing::Against) {
                out.push(claim.because(code, "l'événement le garde privé", "the event keeps it private"));
            }
        }
    }
}

fn private_addresses(
    reading: &Reading<'_, '_>,
    text: &Traced,
    emails: &[(String, Range<usize>)],
    part: Part,
    scopes: &[Scope],
    out: &mut Vec<Claim>,
) {
    for (address, range) in emails {
        if let Some(known) = is_private(reading, address)
            && let Some(claim) = at(text, range.clone(), part, scopes, Kind::Secret, "address", Standing::Against)
        {
            out.push(claim.because(known, "l'événement la garde privée", "the event keeps it private"));
        }
    }
}

/// "mot de passe : Brume-2026!": the words, then something that looks like one.
fn password(reading: &Reading<'_, '_>, block: &ReadBlock<'_>) -> Option<Claim> {
    let list = Lists::built_in().list("secret-words");
    for hit in block.hits(list).iter() {
        let rest = &block.text()[hit.range.end..];
        let Some(range) = value_after(rest) else { continue };
        if block.block.links.iter().any(|(_, link)| super::context::overlap(link, &hit.range)) {
            continue;
        }
        let range = hit.range.end + range.start..hit.range.end + range.end;
        let value = &block.text()[range.clone()];
        let public = reading.frame.allowed().any(|index| {
            let event = reading.event(index).event;
            event.phone_pin.iter().chain(&event.facts).any(|known| {
                known.text().contains(value)
                    || Words::of(known.text()).find(&name_words(value)).iter().any(|hit| !hit.is_empty())
            })
        });
        let group = list.group(hit.group);
        if public || group == "password" && !strong(value) {
            continue;
        }
        if group == "host" && !value.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        return in_block(block, range, Kind::Secret, "password", Standing::Against);
    }
    None
}

/// The value after ":" or "is": one word without spaces.
fn value_after(rest: &str) -> Option<Range<usize>> {
    let lead = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let after = &rest[lead..];
    let skip =
        [":", "=", "est", "is", "→", "-"].iter().find(|mark| after.starts_with(**mark)).map_or(0, |mark| mark.len());
    let gap = after[skip..].len() - after[skip..].trim_start().len();
    let start = lead + skip + gap;
    let end = rest[start..].find(char::is_whitespace).map_or(rest.len(), |at| start + at);
    let value = rest[start..end].trim_end_matches(['.', ',', ')', ';', '»']);
    (!value.is_empty() && (skip > 0 || value.chars().any(|c| c.is_ascii_digit()))).then(|| start..start + value.len())
}

/// A password mixes letters with digits or signs.
fn strong(value: &str) -> bool {
    value.chars().count() >= 6
        && value.chars().any(char::is_alphabetic)
        && value.chars().any(|c| c.is_ascii_digit() || "#!@$%&*-_+".contains(c))
        || value.len() >= 6 && value.chars().all(|c| c.is_ascii_digit())
}
