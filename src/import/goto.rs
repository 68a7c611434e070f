//! GoTo Webinar: a webinar, its registrants and its attendees, as its API gives them; or a table of registrants.
//!
//! Registrants and attendees given together make one list, in which those who stayed away are told as such.

use serde_json::Value;

use super::answer::{all_people, chosen};
use super::choice::Choice;
use super::json::{self, Wrong};
use super::registrants::{Person, Registrants, Standing, word};
use super::sniff::{one_alone, unknown};
use super::stamp::{Stamp, end, on_day, place};
use super::{Content, Draft, DraftSession, Format, Imported, Input, Noted, Options, Said};
use crate::language::{Language, Message};
use crate::source::Problem;

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    if all_people(inputs, |value| items(value).first().is_none_or(|(_, item)| is_person(item))) {
        return registrants(inputs);
    }
    let input = one_alone(inputs)?;
    let Content::Json(value) = &input.content else { return Err(not_known(input)) };
    let events = items(value);
    let is_event = |event: &Value| ["webinarKey", "webinarID", "subject"].iter().any(|key| event.get(key).is_some());
    if !events.iter().all(|(_, event)| is_event(event)) {
        return Err(not_known(input));
    }
    let what = Message::new("webinaires", "webinars");
    let choice = |event: &Value| {
        let name = json::text(event, "subject")?.unwrap_or_default().to_string();
        let start =
            json::list(event, "times")?.first().and_then(|first| first.get("startTime")).and_then(Value::as_str);
        Ok(Choice { name, aside: start.map_or(String::new(), |start| format!(" ({start})")) })
    };
    chosen(input, &events, options, &what, choice, |event, notes| {
        let mut draft = draft(event)?;
        times(&mut draft, event, options, notes)?;
        Ok(draft)
    })
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "la réponse JSON de l'API (un webinaire, des inscrits ou des participants), ou le tableau des inscrits en CSV",
        "the API's answer in JSON (a webinar, registrants or attendees), or the table of registrants as CSV",
    );
    unknown(Format::Goto, input, &expected)
}

/// What an answer holds, with the path of each: a single object, or a list of them.
fn items(value: &Value) -> Vec<(String, &Value)> {
    let embedded = value.get("_embedded").and_then(|embedded| embedded.get("webinars"));
    let (path, list) = match (value, embedded) {
        (Value::Array(items), _) => ("", items),
        (_, Some(Value::Array(items))) => ("_embedded.webinars", items),
        _ => return vec![(String::new(), value)],
    };
    list.iter().enumerate().map(|(at, item)| (format!("{path}[{at}]"), item)).collect()
}

fn is_person(item: &Value) -> bool {
    ["registrantKey", "joinUrl", "attendanceTimeInSeconds"].iter().any(|key| item.get(key).is_some())
}

/// What a webinar says beside its dates.
fn draft(webinar: &Value) -> Result<Draft, Wrong> {
    let mut draft = Draft { platform: Some("gotowebinar".into()), ..Draft::default() };
    draft.title = json::text(webinar, "subject")?.map(Said::from);
    draft.description = json::text(webinar, "description")?.map(Said::from);
    draft.organizer_name = json::text(webinar, "organizerName")?.map(Said::from);
    draft.organizer_email = json::text(webinar, "organizerEmail")?.map(Said::from);
    draft.link("register", json::text(webinar, "registrationUrl")?);
    // `fr_FR`
    let locale = json::text(webinar, "locale")?.and_then(|locale| locale.split('_').next());
    draft.language = locale.and_then(Language::of_tag).map(Noted::from);
    draft.comments.push(Message::new(
        "chez GoTo Webinar, le lien pour rejoindre est propre à chaque inscrit (colonne join_url des destinataires)",
        "at GoTo Webinar each registrant has a link of their own to join (column join_url of the recipients)",
    ));
    Ok(draft)
}

fn times(draft: &mut Draft, webinar: &Value, options: &Options, notes: &mut Vec<Message>) -> Result<(), Wrong> {
    let mut times = Vec::new();
    for (at, time) in json::list(webinar, "times")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("times[{at}]"));
        if let Some(start) = Stamp::of(time, "startTime").map_err(told)? {
            times.push((start, Stamp::of(time, "endTime").map_err(told)?));
        }
    }
    let Some((first, _)) = times.first() else { return Ok(()) };
    let zone = place(draft, json::text(webinar, "timeZone")?, *first, options, notes);
    let mut sessions: Vec<DraftSession> = Vec::new();
    for (start, last) in times {
        let start = start.moment(&zone);
        let end = end(start, last.map(|last| last.moment(&zone)), notes);
        sessions.push(DraftSession { end, ..DraftSession::new(start) });
    }
    sessions.sort_by_key(|session| session.start.value);
    on_day(&mut sessions, |session| session.start.value.date(), options, notes);
    match &mut sessions[..] {
        [only] => {
            draft.start = Some(only.start.clone());
            draft.end = only.end.take();
        }
        _ => draft.sessions = sessions,
    }
    Ok(())
}

/// Registrants, with who attended where a list of attendees is there.
fn registrants(inputs: &[Input]) -> Result<Imported, Problem> {
    let mut all = Registrants::default();
    let mut attendees: Vec<Person> = Vec::new();
    for input in inputs {
        match &input.content {
            Content::Json(value) => {
                for (path, item) in items(value) {
                    let told = |wrong: Wrong| wrong.inside(&path).problem(&input.name);
                    match item.get("attendanceTimeInSeconds").is_some() {
                        true => attendees.push(attendee(item).map_err(told)?),
                        false => all.add(registrant(item).map_err(told)?),
                    }
                }
            }
            Content::Table(table) => all.rows(table, standing),
            _ => return Err(not_known(input)),
        }
    }
    attended(&mut all, attendees);
    Ok(all.finish())
}

/// Marks who attended. Attendees without registrants are the list themselves.
fn attended(all: &mut Registrants, attendees: Vec<Person>) {
    if attendees.is_empty() {
        return;
    }
    let listed = all.count();
    for person in attendees {
        match all.find(&person.email) {
            Some(row) if row < listed => all.fill(row, "attended", "yes"),
            _ if listed == 0 => all.add(person),
            _ => {}
        }
    }
    for row in 0..listed {
        all.fill(row, "attended", "no");
    }
}

fn standing(status: &str) -> Standing {
    match status.to_uppercase().as_str() {
        "APPROVED" | "" => Standing::Approved,
        "WAITING" => Standing::Waiting,
        "DENIED" => Standing::Denied,
        _ => Standing::Unknown(status.to_string()),
    }
}

fn names(person: &Value) -> Result<Vec<(String, String)>, Wrong> {
    let mut cells = Vec::new();
    for (key, column) in [("firstName", "first_name"), ("lastName", "last_name")] {
        cells.push((column.to_string(), json::text(person, key)?.unwrap_or_default().to_string()));
    }
    cells.push(("registered".to_string(), word(true)));
    Ok(cells)
}

fn registrant(person: &Value) -> Result<Person, Wrong> {
    let mut cells = names(person)?;
    cells.push(("join_url".to_string(), json::text(person, "joinUrl")?.unwrap_or_default().to_string()));
    let email = json::text(person, "email")?.unwrap_or_default().to_string();
    let standing = match json::flag(person, "unsubscribed")? {
        Some(true) => Standing::Unsubscribed,
        _ => standing(json::text(person, "status")?.unwrap_or_default()),
    };
    Ok(Person { email, standing, cells })
}

fn attendee(person: &Value) -> Result<Person, Wrong> {
    let mut cells = names(person)?;
    let attended = json::count(person, "attendanceTimeInSeconds")?.is_some_and(|seconds| seconds > 0);
    cells.push(("attended".to_string(), word(attended)));
    let email = json::text(person, "email")?.unwrap_or_default().to_string();
    Ok(Person { email, standing: Standing::Approved, cells })
}
