//! Zoom: a webinar or meeting, or the people who registered, as its API gives them; or its registration report.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::answer::{all_people, chosen};
use super::choice::Choice;
use super::json::{self, Wrong};
use super::registrants::{Person, Registrants, Standing, question};
use super::sniff::{one_alone, unknown};
use super::stamp::{Stamp, on_day, place};
use super::{Content, Draft, DraftSession, Format, Imported, Input, Moment, Noted, Options, Said};
use crate::language::Message;
use crate::source::Problem;
use crate::value::link;

/// Keys of a list of events, and of a list of people.
const EVENTS: [&str; 2] = ["webinars", "meetings"];
const PEOPLE: &str = "registrants";

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    if all_people(inputs, |value| value.get(PEOPLE).is_some()) {
        return registrants(inputs);
    }
    let input = one_alone(inputs)?;
    let Content::Json(value) = &input.content else { return Err(not_known(input)) };
    let mut events: Vec<(String, &Value)> = Vec::new();
    for key in EVENTS {
        let list = json::list(value, key).map_err(|wrong| wrong.problem(&input.name))?;
        events.extend(list.iter().enumerate().map(|(at, event)| (format!("{key}[{at}]"), event)));
    }
    if events.is_empty() {
        if !["topic", "join_url", "start_url"].iter().any(|key| value.get(key).is_some()) {
            return Err(not_known(input));
        }
        events.push((String::new(), value));
    }
    let what = Message::new("événements", "events");
    let choice = |event: &Value| {
        let name = json::text(event, "topic")?.unwrap_or_default().to_string();
        let start = json::text(event, "start_time")?;
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
        "la réponse JSON de l'API (un webinaire, une réunion ou des inscrits), ou le rapport d'inscription en CSV",
        "the API's answer in JSON (a webinar, a meeting or registrants), or the registration report as CSV",
    );
    unknown(Format::Zoom, input, &expected)
}

/// What an event says beside its dates.
fn draft(event: &Value) -> Result<Draft, Wrong> {
    let mut draft = Draft { platform: Some("zoom".into()), ..Draft::default() };
    draft.title = json::text(event, "topic")?.map(Said::from);
    draft.description = json::text(event, "agenda")?.map(Said::from);
    draft.link("register", json::text(event, "registration_url")?);
    match json::text(event, "join_url")? {
        Some(url) if link::read(url).identity.is_some_and(|identity| identity.personal) => {
            let note = Message::new("lien personnel d'un inscrit", "personal link of somebody who registered");
            draft.private_links.push(Noted::with(url, note));
        }
        url => draft.link("join", url),
    }
    let note = Message::new("ouvre la salle en hôte", "opens the room as its host");
    draft.private_links.extend(json::text(event, "start_url")?.map(|url| Noted::with(url, note)));
    if let Some(settings) = json::object(event, "settings")? {
        let told = |wrong: Wrong| wrong.inside("settings");
        draft.organizer_name = json::text(settings, "contact_name").map_err(told)?.map(Said::from);
        draft.organizer_email = json::text(settings, "contact_email").map_err(told)?.map(Said::from);
    }
    Ok(draft)
}

/// The date, or the dates of its occurrences. `start_time` is an instant, or wall time of `timezone`.
fn times(draft: &mut Draft, event: &Value, options: &Options, notes: &mut Vec<Message>) -> Result<(), Wrong> {
    let said = json::text(event, "timezone")?;
    let mut planned = planned(event)?;
    let deleted = planned.iter().filter(|one| one.deleted).count();
    if deleted < planned.len() {
        planned.retain(|one| !one.deleted);
    } else if deleted > 0 {
        draft.status = Some("cancelled".into());
    }
    if deleted > 0 {
        notes.push(super::counted(
            deleted,
            ["séance supprimée chez Zoom.", "séances supprimées chez Zoom."],
            ["occurrence that was deleted at Zoom.", "occurrences that were deleted at Zoom."],
        ));
    }
    if planned.is_empty() {
        let start = Stamp::of(event, "start_time")?;
        let minutes = json::count(event, "duration")?;
        planned.extend(start.map(|start| Planned { start, minutes, deleted: false }));
    }
    let Some(first) = planned.first() else { return Ok(()) };
    let zone = place(draft, said, first.start, options, notes);
    let before = planned.len();
    on_day(&mut planned, |one| one.start.moment(&zone).date(), options, notes);
    // The other dates have the same link.
    draft.persistent_room = planned.len() < before;
    match &planned[..] {
        [only] => {
            draft.start = Some(only.start.moment(&zone).into());
            draft.end = only.end(&zone).map(Noted::from);
        }
        several => draft.sessions = several.iter().map(|planned| session(planned, &zone)).collect(),
    }
    Ok(())
}

/// A date of an event.
struct Planned {
    start: Stamp,
    minutes: Option<u64>,
    deleted: bool,
}

impl Planned {
    fn end(&self, zone: &TimeZone) -> Option<Moment> {
        let minutes = self.minutes.filter(|minutes| (1..=20_000).contains(minutes))?;
        let Stamp::Instant(start) = self.start.in_zone(zone) else { return None };
        let end: Timestamp = start.checked_add(SignedDuration::from_mins(minutes as i64)).ok()?;
        Some(Moment::of(end, zone))
    }
}

fn planned(event: &Value) -> Result<Vec<Planned>, Wrong> {
    let mut out = Vec::new();
    for (at, one) in json::list(event, "occurrences")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("occurrences[{at}]"));
        let Some(start) = Stamp::of(one, "start_time").map_err(told)? else { continue };
        let deleted = json::text(one, "status").map_err(told)? == Some("deleted");
        out.push(Planned { start, minutes: json::count(one, "duration").map_err(told)?, deleted });
    }
    Ok(out)
}

fn session(planned: &Planned, zone: &TimeZone) -> DraftSession {
    let end = planned.end(zone).map(Noted::from);
    DraftSession { end, ..DraftSession::new(planned.start.moment(zone)) }
}

/// The people of all pages.
fn registrants(inputs: &[Input]) -> Result<Imported, Problem> {
    let mut all = Registrants::default();
    for input in inputs {
        match &input.content {
            Content::Json(value) => {
                let told = |wrong: Wrong| wrong.problem(&input.name);
                for (at, person) in json::list(value, PEOPLE).map_err(told)?.iter().enumerate() {
                    let person = registrant(person);
                    all.add(person.map_err(|wrong| told(wrong.inside(&format!("{PEOPLE}[{at}]"))))?);
                }
            }
            Content::Table(table) => all.rows(table, standing),
            _ => return Err(not_known(input)),
        }
    }
    Ok(all.finish())
}

fn standing(status: &str) -> Standing {
    match status.to_lowercase().as_str() {
        "approved" | "" => Standing::Approved,
        "pending" => Standing::Waiting,
        "denied" => Standing::Denied,
        _ => Standing::Unknown(status.to_string()),
    }
}

fn registrant(person: &Value) -> Result<Person, Wrong> {
    let mut cells = Vec::new();
    for key in ["first_name", "last_name", "join_url"] {
        cells.push((key.to_string(), json::text(person, key)?.unwrap_or_default().to_string()));
    }
    cells.push(("registered".to_string(), "yes".to_string()));
    for (at, answer) in json::list(person, "custom_questions")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("custom_questions[{at}]"));
        if let (Some(title), Some(value)) =
            (json::text(answer, "title").map_err(told)?, json::text(answer, "value").map_err(told)?)
        {
            cells.push((question(title), value.to_string()));
        }
    }
    let email = json::text(person, "email")?.unwrap_or_default().to_string();
    let standing = standing(json::text(person, "status")?.unwrap_or_default());
    Ok(Person { email, standing, cells })
}
