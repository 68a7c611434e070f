//! The two parts of a mail against each other.
//!
//! Leaving something out of the text part is no fault: most readers never see it. A link that stands in the text part
//! alone is one: nearly all readers get the HTML, and would never have it.

use crate::message::PartKind;

use super::draft::{claim, same};
use super::links::role_name;
use super::reading::Reading;
use super::{Claim, Kind, Part, Scope, Standing};
use crate::value::link;

/// Roles whose link every reader needs.
const ROLES: &[&str] = &["register", "join", "replay", "slides", "survey"];

/// Looks at the two parts; `made` are the claims of both.
pub fn look(reading: &Reading<'_, '_>, made: &[Claim], out: &mut Vec<Claim>) {
    out.extend(dates(reading, made));
    text_only(reading, out);
}

/// Dates that no fact decides, and that the two parts say differently.
fn dates(reading: &Reading<'_, '_>, made: &[Claim]) -> Option<Claim> {
    let unknown = |part: PartKind| -> Vec<(&Claim, Option<jiff::civil::Date>)> {
        let of_part = made.iter().filter(|claim| {
            claim.kind == Kind::Date && claim.standing == Standing::Unknown && claim.part == Part::Mail(part)
        });
        of_part.map(|claim| (claim, meant(reading, &claim.found))).collect()
    };
    let (html, text) = (unknown(PartKind::Html), unknown(PartKind::Text));
    let only = |these: &[(&Claim, Option<jiff::civil::Date>)], those: &[(&Claim, Option<jiff::civil::Date>)]| {
        these.iter().position(|(_, day)| those.iter().all(|(_, other)| other != day))
    };
    let (said, other) = (text[only(&text, &html)?].0, html[only(&html, &text)?].0);
    let made =
        claim(said.place.clone(), said.found.clone(), said.part, &said.scopes, Kind::Parts, "date", Standing::Against)?;
    let mut made = made.expect(same(&other.found), other.found.clone());
    made.related.push(crate::finding::Related {
        message: crate::language::Message::new("l'autre partie", "the other part"),
        span: other.span,
    });
    Some(made)
}

fn meant(reading: &Reading<'_, '_>, words: &str) -> Option<jiff::civil::Date> {
    let whens = crate::value::when::scan(words, reading.language, reading.month_first());
    super::dates::resolve(whens.first()?.date.as_ref()?, reading.send.date())
}

/// Links of an allowed event that only the text part has.
fn text_only(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let (Some(html), Some(_)) = (&reading.message.html, &reading.message.text) else { return };
    if html.blocks.is_empty() {
        return;
    }
    for one in reading.links.iter().filter(|link| link.part == PartKind::Text) {
        let facts = reading.event(one.about);
        let Some(known) = facts.link_like(&one.address).filter(|known| ROLES.contains(&known.role.as_str())) else {
            continue;
        };
        let there = |other: &super::reading::ReadLink<'_>| {
            other.part == PartKind::Html
                && (link::same_thing(&other.address, &known.link) || promises(reading, other, &known.role))
        };
        if reading.links.iter().any(there) {
            continue;
        }
        let made = claim(
            one.link.url.whole(),
            one.link.url.text().to_string(),
            Part::Mail(PartKind::Text),
            &[Scope::LinkUrl],
            Kind::Parts,
            "text-only",
            Standing::Against,
        );
        out.extend(made.map(|made| made.own(facts).hole("wanted.role", role_name(&known.role))));
    }
}

/// A link of the HTML whose words promise the same: it is judged by itself, and rightly or wrongly it is there.
fn promises(reading: &Reading<'_, '_>, link: &super::reading::ReadLink<'_>, role: &str) -> bool {
    super::links::promised(reading, link).iter().any(|promised| promised == role)
}
