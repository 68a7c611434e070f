//! What is written otherwise than it shows: letters of other alphabets inside Latin words, and text that shows from right
//! to left.
//!
//! The other scanners read the first as the eye does (see `seen`); the second nobody here reads, so it is told.

use crate::message::{Block, PartKind, line_block};
use crate::source::Traced;

use super::draft::at;
use super::reading::{Reading, scopes_of};
use super::{Claim, Kind, Part, Scope, Standing, seen};

/// Looks at every text of a mail as it is written, each kind of disguise once a block.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let message = reading.message;
    for (line, kind) in [(&message.subject, PartKind::Subject), (&message.preheader, PartKind::Preheader)] {
        if let Some(line) = line {
            block(&line_block(line, kind), out);
        }
    }
    let parts = [&message.html, &message.text];
    parts.into_iter().flatten().flat_map(|part| &part.blocks).for_each(|one| block(one, out));
    let flaws = message.html.iter().flat_map(|part| &part.flaws).filter(|flaw| flaw.what == "reversed");
    out.extend(flaws.filter_map(|flaw| direction(&flaw.at, 0..flaw.at.len(), PartKind::Html, &[Scope::Text])));
}

fn block(block: &Block, out: &mut Vec<Claim>) {
    let text = block.text.text();
    if text.is_ascii() {
        return;
    }
    let (part, scopes) = (Part::Mail(block.part), scopes_of(block));
    if let Some(range) = seen::look_alikes(text).into_iter().next() {
        out.extend(at(&block.text, range, part, &scopes, Kind::Html, "look-alike", Standing::Against));
    }
    if let Some(range) = seen::reversed(text) {
        out.extend(direction(&block.text, range, block.part, &scopes));
    }
}

fn direction(text: &Traced, range: std::ops::Range<usize>, part: PartKind, scopes: &[Scope]) -> Option<Claim> {
    at(text, range, Part::Mail(part), scopes, Kind::Html, "direction", Standing::Against)
}
