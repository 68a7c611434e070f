//! An event and its sessions. Moments are Unix seconds, and 0 means "not yet".

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::super::choice::{Choice, choose};
use super::super::json::{self, Wrong};
use super::super::{Draft, DraftLink, DraftSession, Imported, Moment, Noted, Options, Said, counted, plain_text};
use super::{Holdings, Resource};
use crate::language::{Language, Message};
use crate::source::Problem;

/// Attributes of an event that say nothing a mail could state.
const SETTINGS: &[&str] = &[
    "slug",
    "registration_page_enabled",
    "everyone_can_speak",
    "light_registration_page_enabled",
    "recording_enabled",
    "recording_public",
    "show_in_company_page",
    "chat_enabled",
    "polls_enabled",
    "questions_enabled",
    "published_at",
    "created_at",
    "updated_at",
    "sessions_count",
    "status",
    "scheduling_status",
    "title",
    "registration_link",
    "estimated_duration",
    "description",
    "language",
    "owner",
    "fields",
];

/// How many unknown attributes are kept as comments.
const MOST_COMMENTS: usize = 20;

/// One session, as far as it matters here.
struct Session<'i> {
    resource: Resource<'i>,
    start: Timestamp,
    /// It is the real start: none was planned.
    started: bool,
    canceled: bool,
    /// It has taken place.
    past: bool,
    zone: Option<&'i str>,
    name: Option<&'i str>,
    room: Option<&'i str>,
}

pub(super) fn import(held: &Holdings, options: &Options) -> Result<Imported, Problem> {
    let mut draft = Draft { platform: Some("livestorm".into()), ..Draft::default() };
    let mut notes = Vec::new();
    let event = match held.events.len() {
        0 => None,
        _ => Some(held.events[chosen(held, options)?]),
    };
    if let Some(event) = event {
        facts(&mut draft, event.attributes).map_err(|wrong| event.wrong(wrong))?;
    }
    let sessions = sessions(held, event, &mut notes)?;
    let minutes = match event {
        Some(event) => json::count(event.attributes, "estimated_duration").map_err(|wrong| event.wrong(wrong))?,
        None => None,
    };
    times(&mut draft, &sessions, minutes, options, &mut notes);
    if let Some(event) = event {
        let recorded = json::flag(event.attributes, "recording_enabled").map_err(|wrong| event.wrong(wrong))?;
        replay(&mut draft, &sessions, recorded);
    }
    Ok(Imported { notes, ..Imported::event(draft) })
}

/// Which of several events is meant.
fn chosen(held: &Holdings, options: &Options) -> Result<usize, Problem> {
    let mut choices = Vec::new();
    for event in &held.events {
        let title = json::text(event.attributes, "title").map_err(|wrong| event.wrong(wrong))?;
        choices.push(Choice { name: title.unwrap_or_default().to_string(), aside: String::new() });
    }
    let what = Message::new("événements", "events");
    choose(&choices, options.name.as_deref(), &what, held.events[0].file)
}

/// What the event itself says.
fn facts(draft: &mut Draft, event: &Value) -> Result<(), Wrong> {
    draft.title = json::text(event, "title")?.map(Said::from);
    draft.description =
        json::text(event, "description")?.map(plain_text).filter(|text| !text.is_empty()).map(Said::from);
    draft.link("register", json::text(event, "registration_link")?);
    if let Some(tag) = json::text(event, "language")? {
        match Language::of_tag(tag) {
            Some(language) => draft.language = Some(language.into()),
            None => draft.comments.push(Message::new(
                format!("langue de l'événement : {tag}, que presend ne lit pas"),
                format!("language of the event: {tag}, which presend does not read"),
            )),
        }
    }
    let ended = json::text(event, "scheduling_status")?;
    if matches!(ended, Some("cancelled" | "canceled")) {
        draft.status = Some("cancelled".into());
    }
    owner(draft, event).map_err(|wrong| wrong.inside("owner"))?;
    if json::text(event, "status")? == Some("draft") || json::get(event, "published_at").is_some_and(|at| at == 0) {
        draft.comments.push(Message::new(
            "chez Livestorm, l'événement n'est pas encore publié",
            "at Livestorm the event is not published yet",
        ));
    }
    if json::flag(event, "registration_page_enabled")? == Some(false) {
        draft.comments.push(Message::new(
            "la page d'inscription est désactivée : le lien register ne mène à rien",
            "the registration page is switched off: the link register leads nowhere",
        ));
    }
    questions(draft, event)?;
    others(draft, event);
    Ok(())
}

/// Who owns the event stands for the organizer.
fn owner(draft: &mut Draft, event: &Value) -> Result<(), Wrong> {
    let Some(owner) = json::object(event, "owner")? else { return Ok(()) };
    let Some(person) = json::object(owner, "attributes")? else { return Ok(()) };
    let names = [json::text(person, "first_name")?, json::text(person, "last_name")?];
    let name: Vec<&str> = names.into_iter().flatten().collect();
    let note = Message::new(
        "propriétaire de l'événement chez Livestorm ; y mettre plutôt l'équipe si c'est elle qui signe",
        "owner of the event at Livestorm; put the team here if it is the team that signs",
    );
    if !name.is_empty() {
        draft.organizer_name = Some(Noted::with(name.join(" "), note));
    }
    draft.organizer_email = json::text(person, "email")?.map(Said::from);
    Ok(())
}

/// The form's own questions: templates may use their answers as columns.
fn questions(draft: &mut Draft, event: &Value) -> Result<(), Wrong> {
    let mut names = Vec::new();
    for (at, field) in json::list(event, "fields")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("fields[{at}]"));
        if json::flag(field, "custom").map_err(told)? == Some(true) {
            names.extend(json::text(field, "id").map_err(told)?);
        }
    }
    if !names.is_empty() {
        let names = names.join(", ");
        draft.comments.push(Message::new(
            format!("questions du formulaire, colonnes des destinataires : {names}"),
            format!("questions of the form, columns of the recipients: {names}"),
        ));
    }
    Ok(())
}

/// Attributes that are not known: an address of the host's is private, anything else stays as a comment.
fn others(draft: &mut Draft, event: &Value) {
    let Some(map) = event.as_object() else { return };
    let mut left = 0;
    for (key, value) in map.iter().filter(|(key, _)| !SETTINGS.contains(&key.as_str())) {
        let text = match value {
            Value::String(text) if !text.trim().is_empty() => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        let of_host = ["host", "moderator", "admin", "organizer"].iter().any(|word| key.contains(word));
        if of_host && text.starts_with("http") {
            draft.private_links.push(text.into());
        } else if left < MOST_COMMENTS {
            left += 1;
            let text: String = text.chars().take(200).collect();
            draft.comments.push(Message::new(format!("{key} : {text}"), format!("{key}: {text}")));
        }
    }
}

/// The event's sessions in the order of their dates; those without a date or of another event are left out.
fn sessions<'i>(
    held: &Holdings<'i>,
    event: Option<Resource<'i>>,
    notes: &mut Vec<Message>,
) -> Result<Vec<Session<'i>>, Problem> {
    let mut out: Vec<Session> = Vec::new();
    let mut undated = 0;
    for resource in &held.sessions {
        let of = json::text(resource.attributes, "event_id").map_err(|wrong| resource.wrong(wrong))?;
        if event.is_some_and(|event| of.is_some_and(|of| of != event.id)) {
            continue;
        }
        if out.iter().any(|known| known.resource.id == resource.id && !resource.id.is_empty()) {
            continue;
        }
        match session(*resource).map_err(|wrong| resource.wrong(wrong))? {
            Some(session) => out.push(session),
            None => undated += 1,
        }
    }
    out.sort_by_key(|session| session.start);
    if undated > 0 {
        notes.push(counted(
            undated,
            ["session sans date prévue, laissée de côté.", "sessions sans date prévue, laissées de côté."],
            ["session without a planned date, left out.", "sessions without a planned date, left out."],
        ));
    }
    let canceled = out.iter().filter(|session| session.canceled).count();
    // An event all of whose sessions are canceled keeps them: the mail that says so names their dates.
    if canceled > 0 && canceled < out.len() {
        out.retain(|session| !session.canceled);
        notes.push(counted(
            canceled,
            ["session annulée, laissée de côté.", "sessions annulées, laissées de côté."],
            ["canceled session, left out.", "canceled sessions, left out."],
        ));
    }
    Ok(out)
}

fn session(resource: Resource<'_>) -> Result<Option<Session<'_>>, Wrong> {
    let attributes = resource.attributes;
    let planned = json::seconds(attributes, "estimated_started_at")?;
    let real = json::seconds(attributes, "started_at")?;
    let Some(start) = planned.or(real) else { return Ok(None) };
    let status = json::text(attributes, "status")?.unwrap_or_default();
    Ok(Some(Session {
        resource,
        start,
        started: planned.is_none(),
        canceled: status == "canceled" || json::seconds(attributes, "canceled_at")?.is_some(),
        past: matches!(status, "past" | "on_demand") || json::seconds(attributes, "ended_at")?.is_some(),
        zone: json::text(attributes, "timezone")?,
        name: json::text(attributes, "name")?,
        room: json::text(attributes, "room_link")?,
    }))
}

/// The dates, in the zone of the first session.
fn times(draft: &mut Draft, sessions: &[Session], minutes: Option<u64>, options: &Options, notes: &mut Vec<Message>) {
    let Some(first) = sessions.first() else { return };
    let said = options.timezone.as_deref().or(first.zone).unwrap_or("UTC");
    let (name, zone) = match TimeZone::get(said) {
        Ok(zone) => (said, zone),
        Err(_) => ("UTC", TimeZone::UTC),
    };
    draft.timezone = Some(name.into());
    if name != said || first.zone.is_none() && options.timezone.is_none() {
        notes.push(Message::new(
            "Le fuseau horaire de la session n'est pas connu : les heures sont en UTC. Ajouter --timezone Europe/Paris.",
            "The time zone of the session is not known: hours are in UTC. Add --timezone Europe/Paris.",
        ));
    }
    if sessions.iter().any(|session| session.zone.is_some_and(|zone| Some(zone) != first.zone)) {
        notes.push(Message::new(
            format!("Les sessions ont plusieurs fuseaux horaires : toutes les heures sont écrites en {name}."),
            format!("The sessions have several time zones: all hours are written in {name}."),
        ));
    }
    if sessions.iter().all(|session| session.canceled) {
        draft.status = Some("cancelled".into());
    }
    let length = minutes.filter(|minutes| (1..=20_000).contains(minutes)).map(|minutes| minutes as i64);
    let end = |session: &Session| {
        let end = session.start.checked_add(SignedDuration::from_mins(length?)).ok()?;
        Some(Noted::from(Moment::of(end, &zone)))
    };
    if let [only] = sessions {
        draft.start = Some(start(only, &zone));
        draft.end = end(only);
        draft.link("join", only.room);
        name_of_session(draft, only);
        return;
    }
    for session in sessions {
        let mut written = DraftSession {
            start: start(session, &zone),
            end: end(session),
            ..DraftSession::new(Moment::of(session.start, &zone))
        };
        written.title = session.name.map(Said::from);
        written.links.extend(session.room.map(|url| DraftLink { role: "join".to_string(), url: url.into() }));
        draft.sessions.push(written);
    }
}

fn start(session: &Session, zone: &TimeZone) -> Noted<Moment> {
    let moment = Moment::of(session.start, zone);
    let note = Message::new(
        "l'heure à laquelle la session a commencé : aucune n'était prévue",
        "the hour at which the session began: none was planned",
    );
    if session.started { Noted::with(moment, note) } else { moment.into() }
}

/// A session's own name may stand in a mail instead of the event's title.
fn name_of_session(draft: &mut Draft, session: &Session) {
    let Some(name) = session.name else { return };
    match &draft.title {
        None => draft.title = Some(name.into()),
        Some(title) if title.value != name => {
            let note = Message::new("le nom de la session", "the session's name");
            draft.aliases.push(Noted::with(name, note));
        }
        Some(_) => {}
    }
}

/// The room of a session that is over shows its recording, unless that is switched off.
fn replay(draft: &mut Draft, sessions: &[Session], recorded: Option<bool>) {
    if recorded == Some(false) {
        draft.comments.push(Message::new(
            "l'enregistrement est désactivé : il n'y aura pas de replay",
            "recording is switched off: there will be no replay",
        ));
        return;
    }
    let note = Message::new(
        "l'adresse de la salle montre l'enregistrement ; à confirmer : l'accès au replay peut être fermé",
        "the room's address shows the recording; to confirm: access to the replay may be closed",
    );
    for (at, session) in sessions.iter().enumerate() {
        let Some(url) = session.room.filter(|_| session.past && !session.canceled) else { continue };
        let link = DraftLink { role: "replay".to_string(), url: Noted::with(url, note.clone()) };
        match draft.sessions.get_mut(at) {
            Some(written) => written.links.push(link),
            None => draft.links.push(link),
        }
    }
}
