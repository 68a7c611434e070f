//! The slips that somebody makes in the event's file: a fact left from last month.

use jiff::civil::Date;

use super::edits::{self, Home};
use super::slips::quote_before;
use super::{Kind, Slip};
use crate::facts::{EventFacts, World};
use crate::project::Mail;
use crate::source::{Problem, Sources, Span, Traced};

/// The slips in the file of a mail's own event.
pub(super) fn of(world: &World<'_>, mail: &Mail, sources: &Sources) -> Result<Vec<Slip>, Problem> {
    let events = world.project.event_of(mail)?;
    // A template of many events is right or wrong with none of them.
    let Some(own) = events.first().and_then(|own| world.index(own)) else { return Ok(Vec::new()) };
    let own = &world.events[own];
    let other = world.events.iter().find(|facts| facts.event.file != own.event.file);
    let mine = |name: &str| own.speakers.iter().any(|person| person.name.text() == name);
    let stranger = world.events.iter().flat_map(|facts| &facts.speakers).map(|person| person.name.text());
    let stranger = stranger.filter(|name| !mine(name)).map(str::to_string).next();
    let mut made: Vec<(&'static str, &Traced, Option<String>)> = Vec::new();
    made.push(("title", &own.event.title, other.map(|other| other.event.title.text().to_string())));
    if let Some(start) = own.start() {
        made.push(("start", &start.written, hour_in(start.written.text())));
    }
    for person in own.speakers.iter().take(2) {
        made.push(("speakers", &person.name, stranger.clone()));
        made.push(("speakers", &person.name, edits::misspelt(person.name.text())));
    }
    for link in &own.links {
        let url = other.and_then(|other| other.link(&link.role)).map(|link| link.fact.url.text().to_string());
        made.push(("links", &link.fact.url, url));
    }
    if let Some(email) = &own.event.contact_email {
        made.push(("contact", email, edits::misspelt(email.text())));
    }
    let mut out: Vec<Slip> =
        made.into_iter().filter_map(|(key, fact, after)| slip(key, fact, &after?, own, sources)).collect();
    let moved: [fn(Date) -> Option<Date>; 2] =
        [|date| date.checked_sub(jiff::Span::new().days(35)).ok(), |date| date.tomorrow().ok()];
    out.extend(moved.into_iter().filter_map(|to| dates_moved(own, sources, to)));
    Ok(out)
}

fn slip(key: &str, fact: &Traced, after: &str, own: &EventFacts<'_>, sources: &Sources) -> Option<Slip> {
    let span = fact.whole().span().filter(|span| span.file == own.event.file)?;
    let before = sources.slice(span);
    // An escape or a folded line stands for other words than it shows.
    if before != fact.text() || before == after {
        return None;
    }
    let home = Home::Yaml(quote_before(&sources.file(span.file).bytes, span));
    let replacement = edits::written(after, home)?;
    Some(Slip { kind: Kind::Fact, span, replacement, before, after: after.to_string(), key: Some(key.to_string()) })
}

/// The days of start and end, moved alike: who copies a file forgets both.
fn dates_moved(own: &EventFacts<'_>, sources: &Sources, to: fn(Date) -> Option<Date>) -> Option<Slip> {
    let start = own.start()?;
    let mut slip = slip("start", &start.written, &date_in(start.written.text(), to)?, own, sources)?;
    let end =
        own.event.end.as_ref().and_then(|end| Some((end.written.whole().span()?, date_in(end.written.text(), to)?)));
    let Some((end, after)) = end.filter(|(end, _)| end.file == slip.span.file && end.start > slip.span.end) else {
        return Some(slip);
    };
    let between = sources.slice(Span::new(end.file, slip.span.end, end.start));
    slip.replacement = format!("{}{between}{after}", slip.replacement);
    slip.span = slip.span.hull(end);
    Some(slip)
}

/// A date at the beginning of a value, changed.
fn date_in(written: &str, change: impl Fn(Date) -> Option<Date>) -> Option<String> {
    let date = written.get(..10)?.parse::<Date>().ok()?;
    Some(format!("{}{}", change(date)?, &written[10..]))
}

/// The hour of a value such as `2026-11-17T14:00`, one later.
fn hour_in(written: &str) -> Option<String> {
    let hour = written.get(11..13)?.parse::<u32>().ok().filter(|hour| *hour < 23)?;
    Some(format!("{}{:02}{}", &written[..11], hour + 1, &written[13..]))
}
