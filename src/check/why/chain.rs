//! From words as a reader gets them back to the lines that somebody wrote, and to the facts that claims rest on.

use std::ops::Range;

use crate::claims::reading::Reading;
use crate::claims::{Claim, Kind, Standing};
use crate::facts::Frame;
use crate::finding::{ClaimWhy, Step, StepKind, is_table};
use crate::language::Message;
use crate::language::fold::fold;
use crate::source::{FileId, Origin, Place, Sources, Span, Traced};
use crate::template;
use crate::yaml::{Node, Value};

/// What stands for words that are a recipient's.
const SOMEBODY: &str = "…";

/// A range of a text without what a recipient's row printed.
pub(super) fn shown(text: &Traced, range: Range<usize>, sources: &Sources) -> String {
    let mut out = String::new();
    for (piece, segment) in text.pieces(range) {
        let private = match &segment.from {
            Origin::Value { at: Some(at), .. } if is_table(&sources.path(at.file)) => true,
            Origin::Value { pointer, .. } => pointer.starts_with("recipient."),
            Origin::Source { at, .. } => is_table(&sources.path(at.file)),
            _ => false,
        };
        out.push_str(if private { SOMEBODY } else { &text.text()[piece] });
    }
    out
}

/// The way back: how a partial came in; what was typed, or the tag and the value that it prints.
pub(super) fn of(place: &Place, included: Vec<Step>) -> Vec<Step> {
    let mut out = included;
    if let Some(written) = place.written {
        let kind = if place.printed && !place.literal { StepKind::Tag } else { StepKind::Typed };
        out.push(Step { kind, span: Some(written) });
    }
    if let Some(value) = place.value {
        let pointer = place.pointer.clone().unwrap_or_default();
        out.push(Step { kind: StepKind::Value(pointer), span: Some(value) });
    }
    if place.made {
        out.push(Step { kind: StepKind::Made, span: None });
    }
    out
}

/// How the template includes a partial's file: each tag on the way, the template's own first.
pub(super) fn inclusions(file: FileId, frame: &Frame<'_>, sources: &Sources) -> Vec<Step> {
    let partials = &frame.world.project.partials;
    let Some(name) = partials.iter().find(|(_, known)| **known == file).map(|(name, _)| name.clone()) else {
        return Vec::new();
    };
    let texts = std::iter::once(frame.mail.body.clone()).chain(frame.mail.text.iter().map(|(_, text)| text.clone()));
    let mut open: Vec<(Traced, Vec<Span>)> = texts.map(|text| (text, Vec::new())).collect();
    let mut seen: Vec<String> = Vec::new();
    let include = |span: Span| Step { kind: StepKind::Include, span: Some(span) };
    while !open.is_empty() {
        let mut next = Vec::new();
        for (text, way) in std::mem::take(&mut open) {
            for (included, tag) in template::inclusions(&text) {
                let way: Vec<Span> = way.iter().copied().chain([tag]).collect();
                if included == name {
                    return way.into_iter().map(include).collect();
                }
                if let Some(file) = partials.get(&included).filter(|_| !seen.contains(&included)) {
                    next.push((sources.text(*file), way));
                    seen.push(included);
                }
            }
        }
        open = next;
    }
    Vec::new()
}

/// A claim with the facts that it rests on.
pub(super) fn backing(claim: &Claim, reading: &Reading<'_, '_>, about: usize, sources: &Sources) -> ClaimWhy {
    let mut facts: Vec<(Message, Span)> =
        claim.related.iter().map(|related| (related.message.clone(), related.span)).collect();
    if claim.standing == Standing::Backed {
        let said = || Message::new("ce que dit l'événement", "what the event says");
        match claim.place.value.or_else(|| fact(claim, reading, about)) {
            Some(span) => facts.push((said(), span)),
            None => facts.clear(),
        }
    }
    facts.retain(|(_, span)| !is_table(&sources.path(span.file)));
    let of_people = |span: Span| is_table(&sources.path(span.file));
    let private =
        claim.kind == Kind::Recipient || [Some(claim.span), claim.place.value].into_iter().flatten().any(of_people);
    ClaimWhy {
        kind: format!("{}.{}", format!("{:?}", claim.kind).to_lowercase(), claim.aspect),
        standing: claim.standing.word(),
        stands: stands(claim.standing),
        found: if private { SOMEBODY.to_string() } else { claim.found.clone() },
        // What is expected in a recipient's row is hers too.
        expected: if private || claim.standing == Standing::Backed { Vec::new() } else { claim.expected.clone() },
        facts,
    }
}

/// Where the value of a backed claim is written: in the event that the passage is about, else in another that the mail may
/// speak of.
fn fact(claim: &Claim, reading: &Reading<'_, '_>, about: usize) -> Option<Span> {
    let (value, _) = claim.value.as_ref()?;
    let wanted = [fold(value), fold(&claim.found)];
    let says = |text: &Traced| {
        let folded = fold(text.text());
        match claim.kind {
            // `2026-11-17T14:00` says both the day and the hour.
            Kind::Date | Kind::Time => text.text().contains(value.as_str()),
            _ => wanted.contains(&folded) || folded.len() >= 8 && wanted[0].contains(&folded),
        }
    };
    let events = std::iter::once(about).chain(reading.frame.allowed());
    events.filter_map(|event| first(&reading.frame.event(event).event.tree, &says)).next()
}

/// The first scalar of a tree that says something.
fn first(node: &Node, says: &dyn Fn(&Traced) -> bool) -> Option<Span> {
    match &node.value {
        Value::Map(entries) => entries.iter().find_map(|(_, value)| first(value, says)),
        Value::List(items) => items.iter().find_map(|item| first(item, says)),
        Value::Scalar { text, .. } if says(text) => text.whole().span(),
        _ => None,
    }
}

fn stands(standing: Standing) -> Message {
    let (fr, en) = match standing {
        Standing::Backed => ("confirmé", "backed"),
        Standing::Against => ("contredit par l'événement", "the event says otherwise"),
        Standing::Near => ("presque celui de l'événement", "almost the event's"),
        Standing::Foreign => ("celui d'un autre événement", "another event's"),
        Standing::Unknown => ("confirmé par rien", "backed by nothing"),
        Standing::Missing => ("dû au lecteur, et absent", "owed to the reader, and missing"),
        Standing::Unheld => ("non vérifié : l'événement n'en dit rien", "not checked: the event says nothing of it"),
    };
    Message::new(fr, en)
}
