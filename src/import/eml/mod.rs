//! A mail that was sent: the event that it announces, as its words tell it. Everything is to be confirmed.
//!
//! The mail is read as a check reads it, beside an event of which nothing is known, so that the same scanners find its
//! dates, titles, names and links. Its recipients stand in no line of what is written.

mod dates;
mod words;

use std::cmp::Ordering;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::sniff::{one_alone, unknown};
use super::{Content, Draft, Format, Imported, Input, Options, Said};
use crate::check;
use crate::claims::Texts;
use crate::claims::reading::Reading;
use crate::facts::{Frame, World};
use crate::language::{Language, Message};
use crate::project::{self, Files, Project, Request};
use crate::source::{Accept, Problem};
use crate::words::Words;

/// The event of which nothing is known: its title stands in no mail.
const NOBODYS: &str = "title: \"presend-import-evenement-sans-titre\"\nstart: unknown\n";

/// The name under which the event is read, and its id.
const EVENT: &str = "presend-import.yaml";
const ID: &str = "presend-import";

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    let input = one_alone(inputs)?;
    let name = mail_name(input)?;
    let sources = options.sources;
    let Some(file) = input.file.map(|file| sources.file(file)) else { return Err(not_known(input)) };
    let accept = if name.ends_with(".eml") { Accept::Message } else { Accept::AnyText };
    sources.add(name, file.bytes.to_vec(), accept)?;
    sources.add(EVENT, NOBODYS.as_bytes().to_vec(), Accept::Utf8)?;
    let request = Request { cwd: PathBuf::from("/presend-import"), event: Some(ID.to_string()), ..Request::default() };
    let files = Files { events: vec![EVENT.to_string()], mails: vec![name.to_string()], ..Files::default() };
    let mut project = project::load_files(sources, &request, &files);
    project.mails.truncate(1);
    read(&project, input, options)
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "un mail enregistré (.eml), ou son HTML ou son texte (.html, .txt, .md)",
        "a mail that was saved (.eml), or its HTML or text (.html, .txt, .md)",
    );
    unknown(Format::Eml, input, &expected)
}

/// The name under which the mail is read: its ending says how.
fn mail_name(input: &Input) -> Result<&'static str, Problem> {
    let lower = input.name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    match &input.content {
        Content::Mail => Ok("presend-import.eml"),
        Content::Json(_) | Content::Url(_) | Content::Table(_) | Content::Calendar(_) => Err(not_known(input)),
        _ if ends(&[".html", ".htm", ".hbs", ".handlebars", ".mustache", ".mjml"]) => Ok("presend-import.html"),
        _ if ends(&[".md"]) => Ok("presend-import.md"),
        _ if ends(&[".txt"]) => Ok("presend-import.txt"),
        Content::Xml(_) => Ok("presend-import.html"),
        _ => Err(not_known(input)),
    }
}

fn read(project: &Project, input: &Input, options: &Options) -> Result<Imported, Problem> {
    let world = World::of(project);
    let own = project.events.first();
    let (Some(mail), Some(own)) = (project.mails.first(), own) else {
        return Err(project.problems.first().cloned().unwrap_or_else(|| not_known(input)));
    };
    let (rendered, _) = check::render_first(&world, mail, options.sources, 0)?;
    let empty = rendered.message.html.is_none() && rendered.message.text.is_none();
    if let Some(problem) = rendered.problems.first().filter(|_| empty) {
        // The mail is read under a name of ours, which nobody has seen.
        return Err(Problem { span: None, path: Some(input.name.clone()), ..problem.clone() });
    }
    let Some(frame) = Frame::of(&world, mail, own, &[]) else { return Err(not_known(input)) };
    let zone_name = options.timezone.as_deref().unwrap_or(own.zone_name.as_str());
    let zone = TimeZone::get(zone_name).unwrap_or(TimeZone::UTC);
    let sent = rendered.message.date.and_then(|date| Timestamp::from_second(date.stamp).ok());
    let sent = sent.map(|stamp| zone.to_datetime(stamp));
    let language = language_of(&rendered.message, options.language);
    let send = sent.unwrap_or(DateTime::constant(2000, 1, 1, 0, 0, 0, 0));
    let texts = Texts::default();
    let reading = Reading::of(&frame, &rendered.message, send, language, &texts);

    let mut draft = Draft { language: Some(language.into()), ..Draft::default() };
    words::title(&mut draft, &reading);
    dates::of(&mut draft, &reading, sent);
    if sent.is_none() {
        dates::without_year(&mut draft, &reading);
    }
    words::sender(&mut draft, &reading);
    words::speakers(&mut draft, &reading);
    words::links(&mut draft, &reading);
    if options.timezone.is_none() && draft.start.is_some() && language == Language::Fr {
        let note = Message::new("supposé : à confirmer", "supposed: to confirm");
        draft.timezone = Some(Said::with("Europe/Paris", note));
    }
    let mut notes = vec![Message::new(
        "Chaque ligne est lue dans le mail, qui peut se tromper : la confirmer avant de vérifier d'autres mails avec elle.",
        "Each line was read in the mail, which may be wrong: confirm it before you check other mails with it.",
    )];
    if !rendered.message.calendars.is_empty() {
        notes.push(Message::new(
            "Le mail porte un calendrier (.ics) : l'enregistrer et taper `presend import ics` est plus sûr pour la date.",
            "The mail carries a calendar (.ics): saving it and typing `presend import ics` is safer for the date.",
        ));
    }
    Ok(Imported { notes, ..Imported::event(draft) })
}

/// Words that French has and English has not, and the other way round.
const FRENCH: [&str; 12] = ["le", "la", "les", "des", "vous", "nous", "pour", "est", "une", "et", "votre", "du"];
const ENGLISH: [&str; 12] = ["the", "you", "your", "and", "for", "is", "of", "to", "with", "our", "we", "this"];

/// The mail's language, by the small words of its text; of two equals, the reader's.
fn language_of(message: &crate::message::Message, reader: Language) -> Language {
    let (mut french, mut english) = (0, 0);
    for block in [&message.html, &message.text].into_iter().flatten().flat_map(|part| &part.blocks) {
        for word in Words::of(block.text.text()).folded() {
            french += usize::from(FRENCH.contains(&word));
            english += usize::from(ENGLISH.contains(&word));
        }
    }
    match french.cmp(&english) {
        Ordering::Greater => Language::Fr,
        Ordering::Less => Language::En,
        Ordering::Equal => reader,
    }
}
