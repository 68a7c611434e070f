//! The rooms of webinaire.numerique.gouv.fr (b3desk), as its API lists them.
//!
//! A room is persistent and has no date: it comes from `--start`, or from a calendar (`--ics`). What opens the room to a
//! moderator is private; the telephone's code is not: it is made to be told.

use serde_json::Value;

use super::choice::{Choice, choose};
use super::json::{self, Wrong};
use super::sniff::{one_alone, unknown};
use super::{Content, Draft, Format, Imported, Input, Noted, Options};
use crate::language::Message;
use crate::source::Problem;

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    let input = one_alone(inputs)?;
    let Content::Json(value) = &input.content else { return Err(not_known(input)) };
    let told = |wrong: Wrong| wrong.problem(&input.name);
    let mut rooms: Vec<(String, &Value)> = Vec::new();
    for key in ["meetings", "shadow-meeting"] {
        let list = json::list(value, key).map_err(told)?;
        rooms.extend(list.iter().enumerate().map(|(at, room)| (format!("{key}[{at}]"), room)));
    }
    if rooms.is_empty() {
        return Err(none(input));
    }
    let mut choices = Vec::new();
    for (path, room) in &rooms {
        let name = json::text(room, "name").map_err(|wrong| told(wrong.inside(path)))?;
        choices.push(Choice { name: name.unwrap_or_default().to_string(), aside: String::new() });
    }
    let what = Message::new("salles", "rooms");
    let (path, room) = &rooms[choose(&choices, options.name.as_deref(), &what, &input.name)?];
    let draft = draft(room).map_err(|wrong| told(wrong.inside(path)))?;
    let imported = Imported::event(draft);
    if options.start.is_some() || options.calendar.is_some() {
        return Ok(imported);
    }
    Ok(imported.note(Message::new(
        "Une salle n'a pas de date : la donner avec --start 2026-11-17T14:00, ou avec --ics CALENDRIER.",
        "A room has no date: give it with --start 2026-11-17T14:00, or with --ics CALENDAR.",
    )))
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "la réponse JSON de /api/meetings, la liste de vos salles",
        "the JSON answer of /api/meetings, the list of your rooms",
    );
    unknown(Format::B3desk, input, &expected)
}

fn none(input: &Input) -> Problem {
    let Content::Json(value) = &input.content else { return not_known(input) };
    if json::get(value, "meetings").or(json::get(value, "shadow-meeting")).is_none() {
        return not_known(input);
    }
    let name = &input.name;
    let message = Message::new(format!("« {name} » ne contient aucune salle"), format!("“{name}” holds no room"));
    let help = Message::new(
        "Créer la salle sur webinaire.numerique.gouv.fr, puis refaire l'export.",
        "Make the room at webinaire.numerique.gouv.fr, then export anew.",
    );
    Problem::new("import-empty", message).help(help).in_path(name)
}

/// What a room tells of the event that takes place in it.
fn draft(room: &Value) -> Result<Draft, Wrong> {
    let mut draft = Draft { platform: Some("webinaire-etat".into()), persistent_room: true, ..Draft::default() };
    let note = Message::new(
        "le nom de la salle : y mettre le titre exact de l'événement",
        "the room's name: put the exact title of the event here",
    );
    draft.title = json::text(room, "name")?.map(|name| Noted::with(name, note));
    draft.link("join", json::text(room, "attendee_url")?);
    let note = Message::new("ouvre la salle en modérateur", "opens the room to a moderator");
    let private = |text: String| Noted::with(text, note.clone());
    draft.private_links.extend(json::text(room, "moderator_url")?.map(|url| private(url.to_string())));
    draft.private_codes.extend(json::code(room, "visio_code")?.map(private));
    draft.private_addresses.extend(json::text(room, "SIPMediaGW_url")?.map(|url| private(url.to_string())));
    draft.phone_number = json::code(room, "phone_number")?.map(Noted::from);
    draft.phone_pin = json::code(room, "PIN")?.map(Noted::from);
    if json::flag(room, "delegate")? == Some(true) {
        draft.comments.push(Message::new(
            "cette salle appartient à quelqu'un d'autre : vous y êtes délégué",
            "this room is somebody else's: you are its delegate",
        ));
    }
    Ok(draft)
}
