//! Microsoft Teams, as Microsoft Graph gives it: a webinar (`virtualEventWebinar`), a meeting (`onlineMeeting`), or the
//! people who registered (`virtualEventRegistration`); or a table of registrants.
//!
//! Graph names zones as Windows does (`Romance Standard Time`): they are written by IANA's names.

use serde_json::Value;

use super::answer::{all_people, chosen};
use super::choice::Choice;
use super::json::{self, Wrong};
use super::registrants::{Person, Registrants, Standing, question, word};
use super::sniff::{one_alone, unknown};
use super::stamp::{Stamp, end, on_day, place};
use super::{
    Content, Draft, DraftLink, DraftSession, Format, Imported, Input, Moment, Noted, Options, Said, plain_text,
};
use crate::language::Message;
use crate::message::ics::zone::named;
use crate::source::Problem;

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    if all_people(inputs, |value| items(value).first().is_none_or(|(_, item)| is_person(item))) {
        return registrants(inputs);
    }
    let input = one_alone(inputs)?;
    let Content::Json(value) = &input.content else { return Err(not_known(input)) };
    let events = items(value);
    let is_event =
        |event: &Value| ["displayName", "subject", "startDateTime"].iter().any(|key| event.get(key).is_some());
    if !events.iter().all(|(_, event)| is_event(event)) {
        return Err(not_known(input));
    }
    let what = Message::new("événements", "events");
    let choice =
        |event: &Value| Ok(Choice { name: title(event)?.unwrap_or_default().to_string(), aside: String::new() });
    chosen(input, &events, options, &what, choice, |event, notes| {
        let mut draft = draft(event)?;
        times(&mut draft, event, options, notes)?;
        Ok(draft)
    })
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "la réponse JSON de Microsoft Graph (un webinaire, une réunion ou des inscriptions), ou le tableau des inscrits",
        "Microsoft Graph's answer in JSON (a webinar, a meeting or registrations), or the table of registrants",
    );
    unknown(Format::Teams, input, &expected)
}

/// What an answer holds, with the path of each: a single object, or the list under `value`.
fn items(value: &Value) -> Vec<(String, &Value)> {
    match value.get("value") {
        Some(Value::Array(items)) => {
            items.iter().enumerate().map(|(at, item)| (format!("value[{at}]"), item)).collect()
        }
        _ => vec![(String::new(), value)],
    }
}

fn is_person(item: &Value) -> bool {
    item.get("registrationDateTime").is_some() || item.get("email").is_some() && item.get("status").is_some()
}

/// A webinar's `displayName`, a meeting's `subject`.
fn title(event: &Value) -> Result<Option<&str>, Wrong> {
    Ok(json::text(event, "displayName")?.or(json::text(event, "subject")?))
}

/// What an event says beside its date.
fn draft(event: &Value) -> Result<Draft, Wrong> {
    let mut draft = Draft { platform: Some("teams".into()), ..Draft::default() };
    draft.title = title(event)?.map(Said::from);
    if let Some(body) = json::object(event, "description")? {
        let told = |wrong: Wrong| wrong.inside("description");
        let html = json::text(body, "contentType").map_err(told)?.is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
        let content = json::text(body, "content").map_err(told)?.unwrap_or_default();
        let text = if html { plain_text(content) } else { content.to_string() };
        draft.description = Some(text).filter(|text| !text.is_empty()).map(Said::from);
    }
    match json::text(event, "status")? {
        Some("canceled") => draft.status = Some("cancelled".into()),
        Some("draft") => draft.comments.push(Message::new(
            "chez Teams, l'événement n'est pas encore publié",
            "at Teams the event is not published yet",
        )),
        _ => {}
    }
    draft.link("join", json::text(event, "joinWebUrl")?);
    organizer(&mut draft, event)?;
    telephone(&mut draft, event)?;
    if json::text(event, "audience")? == Some("organization") {
        draft.comments.push(Message::new(
            "événement réservé à l'organisation (audience) : des destinataires d'ailleurs ne pourraient pas entrer",
            "event for the organization alone (audience): recipients from elsewhere could not enter",
        ));
    }
    Ok(draft)
}

/// A webinar's `createdBy.user.displayName`.
fn organizer(draft: &mut Draft, event: &Value) -> Result<(), Wrong> {
    let Some(created) = json::object(event, "createdBy")? else { return Ok(()) };
    let told = |wrong: Wrong| wrong.inside("createdBy");
    let Some(user) = json::object(created, "user").map_err(told)? else { return Ok(()) };
    let name = json::text(user, "displayName").map_err(|wrong| told(wrong.inside("user")))?;
    let note = Message::new(
        "qui a créé l'événement chez Teams ; y mettre plutôt l'équipe si c'est elle qui signe",
        "who made the event at Teams; put the team here if it is the team that signs",
    );
    draft.organizer_name = name.map(|name| Noted::with(name, note));
    Ok(())
}

/// A meeting's `audioConferencing`.
fn telephone(draft: &mut Draft, event: &Value) -> Result<(), Wrong> {
    let Some(audio) = json::object(event, "audioConferencing")? else { return Ok(()) };
    let told = |wrong: Wrong| wrong.inside("audioConferencing");
    draft.phone_number = json::code(audio, "tollNumber").map_err(told)?.map(Noted::from);
    draft.phone_pin = json::code(audio, "conferenceId").map_err(told)?.map(Noted::from);
    Ok(())
}

/// A moment as Graph writes it: `{dateTime, timeZone}`, or an instant; with the name of its zone.
fn moment<'v>(event: &'v Value, key: &str) -> Result<Option<(Stamp, Option<&'v str>)>, Wrong> {
    if !event.get(key).is_some_and(Value::is_object) {
        return Ok(Stamp::of(event, key)?.map(|stamp| (stamp, None)));
    }
    let Some(inner) = json::object(event, key)? else { return Ok(None) };
    let told = |wrong: Wrong| wrong.inside(key);
    let said = json::text(inner, "timeZone").map_err(told)?;
    let stamp = Stamp::of(inner, "dateTime").map_err(told)?;
    Ok(stamp.map(|stamp| (said.and_then(named).map_or(stamp, |zone| stamp.in_zone(&zone)), said)))
}

fn times(draft: &mut Draft, event: &Value, options: &Options, notes: &mut Vec<Message>) -> Result<(), Wrong> {
    let alone = moment(event, "startDateTime")?;
    let sessions = json::list(event, "sessions")?;
    let first = match sessions.first() {
        Some(session) => moment(session, "startDateTime").map_err(|wrong| wrong.inside("sessions[0]"))?,
        None => None,
    };
    let Some((start, said)) = alone.or(first) else { return Ok(()) };
    let zone = place(draft, said, start, options, notes);
    let shown = |found: Option<(Stamp, Option<&str>)>| found.map(|(stamp, _)| stamp.moment(&zone));
    let mut several: Vec<DraftSession> = Vec::new();
    for (at, one) in sessions.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("sessions[{at}]"));
        let Some(start) = shown(moment(one, "startDateTime").map_err(told)?) else { continue };
        let end = end(start, shown(moment(one, "endDateTime").map_err(told)?), notes);
        several.push(session(one, start, end).map_err(told)?);
    }
    on_day(&mut several, |session| session.start.value.date(), options, notes);
    match &mut several[..] {
        [] => {
            let start = start.moment(&zone);
            draft.start = Some(start.into());
            draft.end = end(start, shown(moment(event, "endDateTime")?), notes);
        }
        [only] => {
            draft.start = Some(only.start.clone());
            draft.end = only.end.take();
            draft.links.append(&mut only.links);
        }
        _ => draft.sessions = several,
    }
    Ok(())
}

/// One session of a webinar, with its own link.
fn session(session: &Value, start: Moment, end: Option<Noted<Moment>>) -> Result<DraftSession, Wrong> {
    let mut out = DraftSession { end, ..DraftSession::new(start) };
    for (role, key) in [("join", "joinWebUrl"), ("replay", "videoOnDemandWebUrl")] {
        if let Some(url) = json::text(session, key)? {
            out.links.push(DraftLink { role: role.to_string(), url: url.into() });
        }
    }
    Ok(out)
}

/// The people of all pages.
fn registrants(inputs: &[Input]) -> Result<Imported, Problem> {
    let mut all = Registrants::default();
    for input in inputs {
        match &input.content {
            Content::Json(value) => {
                for (path, person) in items(value) {
                    let told = |wrong: Wrong| wrong.inside(&path).problem(&input.name);
                    all.add(registrant(person).map_err(told)?);
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
        "registered" | "" => Standing::Approved,
        "waitlisted" | "pendingapproval" => Standing::Waiting,
        "rejectedbyorganizer" => Standing::Denied,
        "canceled" => Standing::Cancelled,
        _ => Standing::Unknown(status.to_string()),
    }
}

fn registrant(person: &Value) -> Result<Person, Wrong> {
    let mut cells = vec![("registered".to_string(), word(true))];
    for (key, column) in [("firstName", "first_name"), ("lastName", "last_name"), ("preferredLanguage", "language")] {
        cells.push((column.to_string(), json::text(person, key)?.unwrap_or_default().to_string()));
    }
    for (at, answer) in json::list(person, "registrationQuestionAnswers")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("registrationQuestionAnswers[{at}]"));
        if let (Some(title), Some(value)) =
            (json::text(answer, "displayName").map_err(told)?, json::text(answer, "value").map_err(told)?)
        {
            cells.push((question(title), value.to_string()));
        }
    }
    let email = json::text(person, "email")?.unwrap_or_default().to_string();
    Ok(Person { email, standing: standing(json::text(person, "status")?.unwrap_or_default()), cells })
}
