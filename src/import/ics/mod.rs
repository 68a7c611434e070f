//! Calendars (`.ics`, RFC 5545 and 7986): one date of one event, with what its entry says.
//!
//! The file is read by [`crate::message::ics`], as a calendar that is attached to a mail is; which of its events and
//! dates is meant, and in which zone that is, is found here.

mod described;
mod facts;
mod pick;
mod repeat;
mod series;
mod when;

use super::sniff::{one_alone, unknown};
use super::{Content, Draft, Format, Imported, Input, Moment, Noted, Options};
use crate::language::Message;
use crate::message::ics::{self, Broken, Calendar};
use crate::source::{Problem, Traced};
use pick::{Picked, pick};
use when::{Clock, Point};

/// The longest value that is read, in bytes. Only files that are held in the calendar itself (`ATTACH`) have more.
const LONGEST: usize = 100_000;

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    let input = one_alone(inputs)?;
    let Content::Calendar(text) = &input.content else { return Err(not_known(input)) };
    let calendar = read(text, input)?;
    let clock = Clock::new(&calendar, options);
    let (all, replaced) = series::all(&calendar);
    let Picked { series, occurrence, mut notes } = pick(&all, &clock, options, &input.name)?;
    let mut draft = Draft::default();
    facts::fill(&mut draft, &calendar, occurrence.entry, series);
    times(&mut draft, &clock, &occurrence.start, occurrence.entry, &mut notes);
    if replaced > 0 {
        notes.push(super::counted(
            replaced,
            [
                "version ancienne d'un événement, laissée de côté (SEQUENCE).",
                "versions anciennes d'événements, laissées de côté (SEQUENCE).",
            ],
            ["old version of an event, left out (SEQUENCE).", "old versions of events, left out (SEQUENCE)."],
        ));
    }
    Ok(Imported { notes, ..Imported::event(draft) })
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "un calendrier, dont la première ligne est BEGIN:VCALENDAR",
        "a calendar, whose first line is BEGIN:VCALENDAR",
    );
    unknown(Format::Ics, input, &expected)
}

fn read(text: &str, input: &Input) -> Result<Calendar, Problem> {
    let name = &input.name;
    let broken = |fr: String, en: String| {
        let message = Message::new(format!("« {name} » : {fr}"), format!("“{name}”: {en}"));
        let help = Message::new(
            "Ce fichier n'est pas tel qu'un agenda l'écrit : refaire l'export.",
            "This file is not as a calendar program writes it: export it anew.",
        );
        Problem::new("import-ics", message).help(help).in_path(name)
    };
    if let Some(at) = text.lines().position(|line| line.len() > LONGEST && !is_file(line)) {
        let line = at + 1;
        return Err(broken(
            format!("une ligne est démesurée (la {line}ᵉ, une fois les lignes repliées réunies)"),
            format!("a line is out of all measure (line {line}, once folded lines are joined)"),
        ));
    }
    let calendar = ics::read(&Traced::made(text));
    match calendar.broken {
        Some(Broken::Deep) => Err(broken(
            "des BEGIN sont imbriqués trop profondément".to_string(),
            "BEGIN lines are nested too deeply".to_string(),
        )),
        Some(Broken::Cut) => Err(broken(
            "le fichier est coupé : un END manque à la fin".to_string(),
            "the file is cut short: an END is missing at its end".to_string(),
        )),
        None if calendar.events.is_empty() => {
            let message = Message::new(
                format!("« {name} » ne contient aucun événement (VEVENT)"),
                format!("“{name}” holds no event (VEVENT)"),
            );
            let help = Message::new(
                "Est-ce le bon calendrier ? Les tâches et les disponibilités n'en sont pas.",
                "Is it the right calendar? Tasks and free/busy times are none.",
            );
            Err(Problem::new("import-empty", message).help(help).in_path(name))
        }
        None => Ok(calendar),
    }
}

/// Whether a line holds a file: a picture, an attachment.
fn is_file(line: &str) -> bool {
    ["ATTACH", "IMAGE", "X-"]
        .iter()
        .any(|name| line.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)))
}

/// The date, its hours and its zone.
fn times(draft: &mut Draft, clock: &Clock, start: &Point, entry: &ics::Entry, notes: &mut Vec<Message>) {
    let place = clock.place(start);
    let end = clock.length(entry).and_then(|length| start.after(length));
    draft.timezone = place.name.clone().map(Noted::from);
    if start.day {
        draft.all_day = true;
        draft.start = Some(Moment::Day(start.wall.date()).into());
        // The end of a day's entry is the day after its last.
        let last = end.and_then(|end| end.wall.date().yesterday().ok()).filter(|last| *last > start.wall.date());
        draft.end = last.map(|last| Moment::Day(last).into());
        return;
    }
    draft.start = Some(Moment::At(start.shown(&place)).into());
    let wrong = end.is_none();
    draft.end = end.map(|end| Moment::At(end.shown(&place)).into());
    if wrong && (entry.get("DTEND").is_some() || entry.get("DURATION").is_some()) {
        notes.push(Message::new(
            "La fin que dit le calendrier n'en est pas une (elle n'est pas après le début) : elle n'est pas écrite.",
            "The end that the calendar gives is none (it is not after the start): it is not written.",
        ));
    }
    notes.extend(zone_note(start, &place));
}

fn zone_note(start: &Point, place: &when::Place) -> Option<Message> {
    if place.supposed {
        return Some(Message::new(
            "Le calendrier ne nomme pas de fuseau horaire : les heures sont en UTC. Ajouter --timezone Europe/Paris.",
            "The calendar names no time zone: hours are in UTC. Add --timezone Europe/Paris.",
        ));
    }
    if let Some(unknown) = &start.unknown {
        let unknown = super::write::clean(unknown);
        return Some(Message::new(
            format!(
                "Fuseau horaire inconnu, « {unknown} » : les heures sont prises telles quelles. Vérifier timezone."
            ),
            format!("Unknown time zone, “{unknown}”: hours are taken as they stand. Look at timezone."),
        ));
    }
    let floating = start.zone.is_none();
    floating.then(|| match &place.name {
        Some(name) => Message::new(
            format!("Le calendrier donne l'heure sans fuseau : {name} est supposé."),
            format!("The calendar gives the hour without a zone: {name} is supposed."),
        ),
        None => Message::new(
            "Le calendrier donne l'heure sans fuseau : celui du projet compte, ou ajouter --timezone Europe/Paris.",
            "The calendar gives the hour without a zone: the project's counts, or add --timezone Europe/Paris.",
        ),
    })
}
