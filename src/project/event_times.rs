//! The times of an event: start, end, sessions, each with the line to write where it cannot be right.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::dates::{self, Fault};
use super::event_reader::{Place, SESSION_KEYS, links, persons};
use super::read::{Reader, Unknown};
use super::unchanged;
use super::{At, Event, Session};
use crate::language::Message;
use crate::source::{Problem, Traced};
use crate::yaml::Node;

/// Tells a date that cannot be read, with the line to write.
fn bad_date(reader: &mut Reader, key: &str, written: &Traced, fault: Fault) {
    let Some(span) = written.whole().span() else { return };
    match fault.instead {
        Some(instead) => reader.bad_with("bad-date", span, fault.message, &format!("{key}: {instead}")),
        None => {
            let help = Message::new("Vérifier le jour et le mois.", "Check the day and the month.");
            reader.problems.push(Problem::new("bad-date", fault.message).help(help).at(span));
        }
    }
}

/// The day or moment of a key.
pub(super) fn moment(reader: &mut Reader, map: &Node, key: &str, zone: &TimeZone) -> Option<At> {
    let written = reader.text_of(map, key)?;
    read_moment(reader, key, &written, zone)
}

pub(super) fn read_moment(reader: &mut Reader, key: &str, written: &Traced, zone: &TimeZone) -> Option<At> {
    match dates::at(written, zone) {
        Ok(at) => Some(at),
        Err(fault) => {
            bad_date(reader, key, written, fault);
            None
        }
    }
}

pub(super) fn times(reader: &mut Reader, tree: &Node, place: &Place, event: &mut Event) {
    let zone = event.zone.clone();
    event.all_day = reader.yes_no(tree, "all_day").unwrap_or(false);
    let unknown = tree.get("start").and_then(Node::as_text).is_some_and(|text| text.text().trim() == "unknown");
    let start = if unknown { None } else { moment(reader, tree, "start", &zone) };
    if let Some(start) = &start {
        unchanged::start(reader, start);
    }
    let end = end(reader, tree, start.as_ref(), &zone);
    if let Some(node) = tree.get("sessions") {
        event.sessions = sessions(reader, node, &zone);
    }
    agree(reader, "start", start.as_ref(), event.sessions.first().map(|session| &session.start));
    let last = event.sessions.iter().filter_map(|session| session.end.as_ref()).max_by_key(|at| at.moment);
    agree(reader, "end", end.as_ref(), last);
    let first = event.sessions.iter().map(|session| &session.start).min_by_key(|at| at.moment);
    let no_start = place.stem.is_some() && tree.get("start").is_none() && tree.get("sessions").is_none();
    event.start = first.cloned().or(start);
    event.end = last.cloned().or(end);
    let nothing = |node: &Node| node.is_null() || node.as_text().is_some_and(|text| text.text().trim().is_empty());
    if no_start || tree.get("start").is_some_and(nothing) && event.sessions.is_empty() {
        let problem = Problem::new(
            "event-incomplete",
            Message::new("Il manque la date de l'événement", "The event's date is missing"),
        )
        .help(Message::new(
            "Ajouter une ligne `start: 2026-11-17 14:00` (ou `start: unknown` si aucune date n'est annoncée).",
            "Add a line `start: 2026-11-17 14:00` (or `start: unknown` if no date is announced).",
        ));
        reader.problems.push(problem.at(place.span));
    }
}

/// `start` and `end` may stand beside sessions if they agree with them.
fn agree(reader: &mut Reader, key: &str, said: Option<&At>, real: Option<&At>) {
    let (Some(said), Some(real)) = (said, real) else { return };
    let same =
        if said.hour && real.hour { said.moment == real.moment } else { said.moment.date() == real.moment.date() };
    if same {
        return;
    }
    let which = if key == "start" {
        ("la première séance", "the first session")
    } else {
        ("la dernière séance", "the last session")
    };
    let message = Message::new(
        format!("« {key}: {} » contredit « sessions » : {} dit {}", said.written.text(), which.0, real.written.text()),
        format!("“{key}: {}” contradicts “sessions”: {} says {}", said.written.text(), which.1, real.written.text()),
    );
    if let Some(span) = said.written.whole().span() {
        reader.bad_with("bad-date", span, message, &format!("{key}: {}", shown(real)));
    }
}

fn shown(at: &At) -> String {
    if at.hour { dates::shown(at.moment) } else { at.moment.date().to_string() }
}

/// The end of an event or session: `end` (a moment, an hour of the same day, a last day), or `duration`.
pub(super) fn end(reader: &mut Reader, map: &Node, start: Option<&At>, zone: &TimeZone) -> Option<At> {
    if let Some(written) = reader.text_of(map, "end") {
        let same_day = dates::hour(written.text()).zip(start);
        let end = match same_day {
            Some((hour, start)) => {
                Some(At { moment: start.moment.date().to_datetime(hour), hour: true, written: written.clone() })
            }
            None if dates::hour(written.text()).is_some() => None,
            None if dates::hour_in_words(written.text()).is_some() => {
                hour_in_words(reader, &written);
                None
            }
            None => read_moment(reader, "end", &written, zone),
        }?;
        if start.is_some_and(|start| before(&end, start)) {
            ends_early(reader, &end, start, same_day.is_some());
        }
        return Some(end);
    }
    let written = reader.text_of(map, "duration")?;
    let Some(minutes) = dates::minutes(written.text()) else {
        let message = Message::new(
            format!("« {} » n'est pas une durée", written.text()),
            format!("“{}” is not a length of time", written.text()),
        );
        let digits: String = written.text().chars().take_while(char::is_ascii_digit).collect();
        let line = if digits.is_empty() { "duration: 1h30".to_string() } else { format!("duration: {digits}m") };
        if let Some(span) = written.whole().span() {
            reader.bad(span, message, &line);
        }
        return None;
    };
    let start = start.filter(|start| start.hour)?;
    Some(At { moment: later(start.moment, minutes, zone)?, hour: true, written })
}

/// `end: 12h`, with the hour as it is to be written.
fn hour_in_words(reader: &mut Reader, written: &Traced) {
    let (Some(span), Some(hour)) = (written.whole().span(), dates::hour_in_words(written.text())) else { return };
    let message = Message::new(
        format!("« {} » n'est pas une heure que presend sait lire", written.text()),
        format!("“{}” is not an hour that presend can read", written.text()),
    );
    reader.bad_with("bad-date", span, message, &format!("end: {hour}"));
}

/// A wall time so many minutes later, through a change of the clocks.
fn later(start: DateTime, minutes: u32, zone: &TimeZone) -> Option<DateTime> {
    let instant = zone.to_ambiguous_timestamp(start).compatible().ok()?;
    let end = instant.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?;
    Some(zone.to_datetime(end))
}

fn before(end: &At, start: &At) -> bool {
    if end.hour && start.hour { end.moment < start.moment } else { end.moment.date() < start.moment.date() }
}

fn ends_early(reader: &mut Reader, end: &At, start: Option<&At>, same_day: bool) {
    let Some((start, span)) = start.zip(end.written.whole().span()) else { return };
    let message = Message::new(
        format!("La fin ({}) est avant le début ({})", shown(end), shown(start)),
        format!("The end ({}) is before the start ({})", shown(end), shown(start)),
    );
    let next_day = end.moment.date().tomorrow().ok().filter(|_| same_day);
    let line = match next_day {
        Some(day) => format!("end: {}", dates::shown(day.to_datetime(end.moment.time()))),
        // An hour is as good a guess as any, and shows the form.
        None => {
            let later = start.moment.checked_add(jiff::Span::new().hours(1)).unwrap_or(start.moment);
            format!("end: {}", dates::shown(later))
        }
    };
    reader.bad_with("bad-date", span, message, &line);
}

fn sessions(reader: &mut Reader, node: &Node, zone: &TimeZone) -> Vec<Session> {
    let mut out = Vec::new();
    for item in reader.items(node) {
        let Some(item) = reader.map("sessions", item, "sessions: [{start: 2026-11-17 14:00, end: 15:00}]") else {
            continue;
        };
        reader.keys(item, SESSION_KEYS, Unknown::Problem);
        let Some(start) = moment(reader, item, "start", zone) else {
            if item.get("start").is_none_or(Node::is_null) {
                let message = Message::new("Cette séance n'a pas de début", "This session has no start");
                reader.bad(item.span, message, "- start: 2026-11-17 14:00");
            }
            continue;
        };
        let end = end(reader, item, Some(&start), zone);
        out.push(Session {
            end,
            title: reader.text_of(item, "title"),
            links: item.get("links").map(|node| links(reader, node, zone)).unwrap_or_default(),
            speakers: item.get("speakers").map(|node| persons(reader, node)).unwrap_or_default(),
            start,
        });
    }
    out.sort_by_key(|session| session.start.moment);
    out
}
