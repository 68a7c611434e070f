//! Recordings of BigBlueButton: the answer of `getRecordings`, or the address of one recording, whose id ends with the
//! moment at which the session began.
//!
//! A recording says on which day the event was, and not at which hour it was announced: rooms open early.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event as Xml;

use super::choice::{Choice, choose};
use super::sniff::{one_alone, unknown};
use super::{Content, Draft, DraftLink, Format, Imported, Input, Moment, Noted, Options};
use crate::language::Message;
use crate::source::Problem;
use crate::value::link;

/// The deepest nesting that is read: an answer has seven levels.
const DEEPEST: usize = 32;

/// How many recordings are read.
const MOST: usize = 10_000;

/// What an answer tells of one recording.
#[derive(Default)]
struct Recording {
    name: String,
    meeting_name: String,
    state: String,
    published: String,
    start: Option<i64>,
    /// Kind and address of each format.
    formats: Vec<(String, String)>,
}

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    let input = one_alone(inputs)?;
    match &input.content {
        Content::Url(url) => of_address(url, options),
        Content::Xml(text) => of_answer(text, input, options),
        _ => Err(not_known(input)),
    }
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "la réponse XML de getRecordings, ou l'adresse d'un enregistrement (https://…/playback/…)",
        "the XML answer of getRecordings, or the address of a recording (https://…/playback/…)",
    );
    unknown(Format::Bigbluebutton, input, &expected)
}

fn draft() -> Draft {
    Draft { platform: Some("bigbluebutton".into()), ..Draft::default() }
}

/// An event of the address of its recording.
fn of_address(url: &str, options: &Options) -> Result<Imported, Problem> {
    let read = link::read(url);
    let recorded = read.identity.as_ref().and_then(|identity| identity.recorded);
    let Some(recorded) = recorded else {
        let message = Message::new(
            format!("{url} : cette adresse ne contient pas l'identifiant d'un enregistrement BigBlueButton"),
            format!("{url}: this address does not hold the id of a BigBlueButton recording"),
        );
        let help = Message::new(
            "Attendu : https://…/playback/presentation/2.3/ suivi de 40 caractères, un tiret et 13 chiffres.",
            "Expected: https://…/playback/presentation/2.3/ followed by 40 characters, a hyphen and 13 digits.",
        );
        return Err(Problem::new("import-unknown", message).help(help));
    };
    let mut draft = draft();
    draft.link("replay", Some(url));
    let mut notes = Vec::new();
    day(&mut draft, recorded, options, &mut notes);
    Ok(Imported { notes, ..Imported::event(draft) })
}

/// An event of one recording of an answer.
fn of_answer(text: &str, input: &Input, options: &Options) -> Result<Imported, Problem> {
    let recordings = read(text, input)?;
    if recordings.is_empty() {
        let name = &input.name;
        let message = Message::new(
            format!("« {name} » ne contient aucun enregistrement"),
            format!("“{name}” holds no recording"),
        );
        let help = Message::new(
            "Un enregistrement paraît après la séance, une fois traité : réessayer plus tard.",
            "A recording appears after the session, once it is processed: try again later.",
        );
        return Err(Problem::new("import-empty", message).help(help).in_path(name));
    }
    let (zone, _) = zone(options);
    let choices: Vec<Choice> = recordings
        .iter()
        .map(|recording| {
            let start = recording.start.and_then(|start| Timestamp::from_millisecond(start).ok());
            let day = start.map_or(String::new(), |start| format!(" ({})", Moment::of(start, &zone).date()));
            Choice { name: recording.title().to_string(), aside: day }
        })
        .collect();
    let what = Message::new("enregistrements", "recordings");
    let chosen = &recordings[choose(&choices, options.name.as_deref(), &what, &input.name)?];
    let mut draft = draft();
    let mut notes = Vec::new();
    if !chosen.title().is_empty() {
        let note = Message::new(
            "le nom de la salle ou de l'enregistrement : y mettre le titre exact de l'événement",
            "the name of the room or recording: put the exact title of the event here",
        );
        draft.title = Some(Noted::with(chosen.title(), note));
    }
    chosen.links(&mut draft);
    if let Some(start) = chosen.start {
        day(&mut draft, start, options, &mut notes);
    }
    if chosen.published == "false" || !matches!(chosen.state.as_str(), "" | "published") {
        draft.comments.push(Message::new(
            "l'enregistrement n'est pas publié : le lien ne s'ouvre pas encore",
            "the recording is not published: the link does not open yet",
        ));
    }
    Ok(Imported { notes, ..Imported::event(draft) })
}

impl Recording {
    fn title(&self) -> &str {
        if self.name.is_empty() { &self.meeting_name } else { &self.name }
    }

    /// What a participant watches or hears is the replay; other formats stay as comments.
    fn links(&self, draft: &mut Draft) {
        for wanted in ["presentation", "video", "podcast"] {
            for (_, url) in self.formats.iter().filter(|(kind, _)| kind == wanted) {
                let note = Message::new(format!("format « {wanted} »"), format!("format “{wanted}”"));
                draft.links.push(DraftLink { role: "replay".to_string(), url: Noted::with(url.as_str(), note) });
            }
        }
        for (kind, url) in &self.formats {
            if !["presentation", "video", "podcast"].contains(&kind.as_str()) {
                draft
                    .comments
                    .push(Message::new(format!("format « {kind} » : {url}"), format!("format “{kind}”: {url}")));
            }
        }
    }
}

/// The zone of `--timezone`, else UTC; and whether it was said.
fn zone<'o>(options: &'o Options) -> (TimeZone, Option<&'o str>) {
    let said = options.timezone.as_deref();
    (said.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC), said)
}

/// The day of a session that began at a moment, in milliseconds since 1970.
fn day(draft: &mut Draft, millisecond: i64, options: &Options, notes: &mut Vec<Message>) {
    let Ok(instant) = Timestamp::from_millisecond(millisecond) else { return };
    let (zone, said) = zone(options);
    let wall = zone.to_datetime(instant);
    let place = said.unwrap_or("UTC");
    let hour = wall.strftime("%H:%M");
    let note = Message::new(
        format!("y ajouter l'heure annoncée ; la salle a ouvert à {hour} ({place})"),
        format!("add the hour that was announced; the room opened at {hour} ({place})"),
    );
    draft.start = Some(Noted::with(Moment::Day(wall.date()), note));
    if said.is_none() {
        notes.push(Message::new(
            "Le jour est lu en UTC ; pour un autre fuseau, ajouter --timezone Europe/Paris.",
            "The day is read in UTC; for another zone add --timezone Europe/Paris.",
        ));
    }
}

/// All recordings of an answer.
fn read(text: &str, input: &Input) -> Result<Vec<Recording>, Problem> {
    let broken = |fr: &str, en: &str| {
        let name = &input.name;
        let message = Message::new(format!("« {name} » : {fr}"), format!("“{name}”: {en}"));
        let help = Message::new("Refaire l'appel getRecordings.", "Call getRecordings again.");
        Problem::new("import-xml", message).help(help).in_path(name)
    };
    let mut reader = Reader::from_str(text);
    let mut answer = Answer::default();
    loop {
        match reader.read_event() {
            Ok(Xml::Start(tag)) => answer.open(tag.local_name().as_ref()),
            Ok(Xml::Empty(tag)) => {
                answer.known |= answer.path.len() == 1 && tag.local_name().as_ref() == "recordings";
            }
            Ok(Xml::Text(piece)) => answer.value.push_str(&piece),
            Ok(Xml::CData(piece)) => answer.value.push_str(&piece),
            // Entities of a document's own are not expanded.
            Ok(Xml::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => answer.value.push(c),
                _ => answer.value.push_str(resolve_predefined_entity(&name).unwrap_or_default()),
            },
            Ok(Xml::End(_)) => answer.close(),
            Ok(Xml::Eof) if !answer.path.is_empty() => {
                return Err(broken("le fichier est coupé", "the file is cut short"));
            }
            Ok(Xml::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                let at = reader.error_position().min(text.len() as u64) as usize;
                let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                return Err(broken(
                    &format!("ce n'est pas du XML lisible (ligne {line})"),
                    &format!("this is no XML that can be read (line {line})"),
                ));
            }
        }
        if answer.path.len() > DEEPEST {
            return Err(broken("l'imbrication est trop profonde", "it is nested too deeply"));
        }
        if answer.recordings.len() > MOST {
            return Err(broken("plus de 10 000 enregistrements", "more than 10,000 recordings"));
        }
    }
    match (answer.known, answer.refused) {
        (true, _) => Ok(answer.recordings),
        (false, Some(why)) => {
            let why = super::write::clean(&why.chars().take(200).collect::<String>());
            Err(broken(&format!("BigBlueButton a refusé : {why}"), &format!("BigBlueButton refused: {why}")))
        }
        (false, None) => Err(not_known(input)),
    }
}

/// An answer as far as it is read.
#[derive(Default)]
struct Answer {
    /// The elements that are open.
    path: Vec<String>,
    /// The text of the innermost.
    value: String,
    /// The type and the address of the format that is open.
    format: (String, String),
    recordings: Vec<Recording>,
    /// Why the server gave none.
    refused: Option<String>,
    /// It holds a list of recordings, be it empty.
    known: bool,
}

impl Answer {
    fn open(&mut self, name: &str) {
        self.path.push(name.to_string());
        self.value.clear();
        match (name, self.path.len()) {
            ("recordings", 2) => self.known = true,
            ("recording", 3) => self.recordings.push(Recording::default()),
            ("format", _) => self.format = Default::default(),
            _ => {}
        }
    }

    fn close(&mut self) {
        let said = std::mem::take(&mut self.value);
        let said = said.trim();
        let at: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match at[..] {
            [_, "message"] => self.refused = Some(said.to_string()),
            [_, "recordings", "recording", ref inner @ ..] => {
                if let Some(recording) = self.recordings.last_mut() {
                    fill(recording, &mut self.format, inner, said);
                }
            }
            _ => {}
        }
        self.path.pop();
    }
}

/// Takes the value of one element of a recording.
fn fill(recording: &mut Recording, format: &mut (String, String), path: &[&str], said: &str) {
    match path {
        ["name"] | ["metadata", "name"] if recording.name.is_empty() => recording.name = said.to_string(),
        ["metadata", "meetingName"] => recording.meeting_name = said.to_string(),
        ["state"] => recording.state = said.to_string(),
        ["published"] => recording.published = said.to_string(),
        // 0 is no moment: a recording that is not there yet.
        ["startTime"] => recording.start = said.parse().ok().filter(|start| *start > 0),
        ["playback", "format", "type"] => format.0 = said.to_string(),
        ["playback", "format", "url"] => format.1 = said.to_string(),
        ["playback", "format"] if !format.1.is_empty() => recording.formats.push(std::mem::take(format)),
        _ => {}
    }
}
