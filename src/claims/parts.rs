//! The two parts of a mail against each other.
//!
//! Leaving something out of the text part is no fault: most readers never see it. A link that stands in the text part
//! alone is one: nearly all readers get the HTML, and would never have it.

use crate::message::PartKind;

use super::draft::claim;
use super::links::role_name;
use super::reading::Reading;
use super::{Claim, Kind, Part, Scope, Standing};
use crate::value::link;

/// Roles whose link every reader needs.
const ROLES: &[&str] = &["register", "join", "replay", "slides", "survey"];

/// Looks for links of an allowed event that only the text part has.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let (Some(html), Some(_)) = (&reading.message.html, &reading.message.text) else { return };
    if html.blocks.is_empty() {
        return;
    }
    for one in reading.links.iter().filter(|link| link.part == PartKind::Text) {
        let facts = reading.event(one.about);
        let Some(known) = facts.link_like(&one.address).filter(|known| ROLES.contains(&known.role.as_str())) else { continue };
        let there = |other: &super::reading::ReadLink<'_>| other.part == PartKind::Html && (link::same_thing(&other.address, &known.link) || promises(reading, other, &known.role));
        if reading.links.iter().any(there) {
            continue;
        }
        let made = claim(one.link.url.whole(), one.link.url.text().to_string(), Part::Mail(PartKind::Text), &[Scope::LinkUrl], Kind::Parts, "link", Standing::Against);
        out.extend(made.map(|made| made.own(facts).hole("wanted.role", role_name(&known.role))));
    }
}

/// A link of the HTML whose words promise the same: it is judged by itself, and rightly or wrongly it is there.
fn promises(reading: &Reading<'_, '_>, link: &super::reading::ReadLink<'_>, role: &str) -> bool {
    super::links::promised(reading, link).iter().any(|promised| promised == role)
}
