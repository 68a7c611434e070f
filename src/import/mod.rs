//! Importing: a platform's export becomes an event's file or a recipients' file.
//!
//! Comes in: files as platforms export them. Goes out: [`Imported`], a [`Draft`] of an event or a table of [`People`],
//! with what was noticed and what is still missing; `write` makes `event.yaml` or `recipients.csv` of
//! it. It opens no connection, writes no file, and never guesses: what it cannot place stays as a comment.

mod answer;
mod b3desk;
mod bigbluebutton;
mod choice;
mod draft;
mod eml;
mod goto;
mod ics;
mod input;
mod json;
mod livestorm;
mod people;
mod registrants;
mod sniff;
mod stamp;
mod teams;
mod write;
mod zoom;

use jiff::civil::{Date, DateTime};

pub use draft::{Draft, DraftLink, DraftSession, Moment, Noted, Said, Speaker};
pub use input::{Bytes, Content, Input, read};
pub use people::{People, Row};

use crate::language::{Language, Message};
use crate::source::{Problem, Sources, Traced};

/// Where an export comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Livestorm: an event or people, as its API gives them, or the people's table.
    Livestorm,
    /// webinaire.numerique.gouv.fr: the list of rooms.
    B3desk,
    /// BigBlueButton: recordings, or the address of one.
    Bigbluebutton,
    /// A calendar.
    Ics,
    /// Zoom: a webinar or meeting, registrants, attendees.
    Zoom,
    /// GoTo Webinar: a webinar, registrants, attendees.
    Goto,
    /// Microsoft Teams: a webinar, registrations, attendance.
    Teams,
    /// A mail that was sent for the event.
    Eml,
}

impl Format {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Format; 8] = [
        Format::Livestorm,
        Format::B3desk,
        Format::Bigbluebutton,
        Format::Ics,
        Format::Zoom,
        Format::Goto,
        Format::Teams,
        Format::Eml,
    ];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Livestorm => "livestorm",
            Format::B3desk => "b3desk",
            Format::Bigbluebutton => "bigbluebutton",
            Format::Ics => "ics",
            Format::Zoom => "zoom",
            Format::Goto => "goto",
            Format::Teams => "teams",
            Format::Eml => "eml",
        }
    }

    /// How it is called in a sentence: « c'est … ».
    pub fn named(self) -> Message {
        let (fr, en) = match self {
            Format::Livestorm => ("un export de Livestorm", "an export of Livestorm"),
            Format::B3desk => (
                "la liste des salles de webinaire.numerique.gouv.fr",
                "the list of rooms of webinaire.numerique.gouv.fr",
            ),
            Format::Bigbluebutton => ("une liste d'enregistrements de BigBlueButton", "recordings of BigBlueButton"),
            Format::Ics => ("un calendrier (.ics)", "a calendar (.ics)"),
            Format::Zoom => ("un export de Zoom", "an export of Zoom"),
            Format::Goto => ("un export de GoTo Webinar", "an export of GoTo Webinar"),
            Format::Teams => ("un export de Teams", "an export of Teams"),
            Format::Eml => ("un mail (.eml)", "a mail (.eml)"),
        };
        Message::new(fr, en)
    }
}

/// What the command line says beside the files.
pub struct Options<'a> {
    /// All files of the run.
    pub sources: &'a Sources,
    /// The language of the comments that are written.
    pub language: Language,
    /// `--start`, wall time of the event: for exports that hold no date.
    pub start: Option<DateTime>,
    /// `--timezone`: an IANA name.
    pub timezone: Option<String>,
    /// The day on which this is run: dates to come are listed before past ones.
    pub today: Date,
    /// `--date`: which of the dates of a calendar.
    pub date: Option<Date>,
    /// `--name`: which of several events, by its title or its number in the list (from 1).
    pub name: Option<String>,
    /// `--ics`: a calendar that holds the date.
    pub calendar: Option<Input>,
}

/// What was made of the files.
#[derive(Debug)]
pub struct Imported {
    /// The event or the people.
    pub kind: Kind,
    /// What was left out or changed: counts, never names or addresses.
    pub notes: Vec<Message>,
    /// What the file still lacks, one thing each: « la date (start) ».
    pub missing: Vec<Message>,
}

/// What an export holds.
#[derive(Debug)]
pub enum Kind {
    /// An event.
    Event(Box<Draft>),
    /// People.
    People(People),
}

impl Imported {
    /// An event; what it lacks is listed by [`import`].
    pub fn event(draft: Draft) -> Imported {
        Imported { kind: Kind::Event(Box::new(draft)), notes: Vec::new(), missing: Vec::new() }
    }

    /// People.
    pub fn people(people: People) -> Imported {
        Imported { kind: Kind::People(people), notes: Vec::new(), missing: Vec::new() }
    }

    /// With something that was noticed.
    pub fn note(mut self, note: Message) -> Imported {
        self.notes.push(note);
        self
    }

    /// The text of the file: `event.yaml`, or `recipients.csv`.
    pub fn text(&self, language: Language) -> String {
        match &self.kind {
            Kind::Event(draft) => write::event(draft, language),
            Kind::People(people) => people.csv(language),
        }
    }
}

/// Reads files that were exported from one platform; several only where they are pages of one list.
///
/// # Errors
/// One problem, with what to do: a file of another kind (the importer to use is named), one that cannot be
/// understood, or a choice that is left to make.
pub fn import(format: Format, inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    for input in inputs {
        sniff::check(format, input)?;
    }
    let mut imported = match format {
        Format::Livestorm => livestorm::import(inputs, options),
        Format::B3desk => b3desk::import(inputs, options),
        Format::Bigbluebutton => bigbluebutton::import(inputs, options),
        Format::Ics => ics::import(inputs, options),
        Format::Zoom => zoom::import(inputs, options),
        Format::Goto => goto::import(inputs, options),
        Format::Teams => teams::import(inputs, options),
        Format::Eml => eml::import(inputs, options),
    }?;
    for problem in inputs.iter().flat_map(|input| &input.problems) {
        imported.notes.push(problem.message.clone());
    }
    match &mut imported.kind {
        Kind::Event(draft) => {
            if let Some(calendar) = options.calendar.as_ref().filter(|_| format != Format::Ics) {
                imported.notes.extend(dated(draft, calendar, options)?);
            }
            imported.notes.extend(draft.fill(options));
            imported.missing.extend(draft.missing());
        }
        Kind::People(people) if people.rows().is_empty() => return Err(nobody(inputs, &imported.notes)),
        Kind::People(people) => {
            let formulas = people.formulas();
            if formulas > 0 {
                imported.notes.push(counted(
                    formulas,
                    [
                        "cellule commence comme une formule (=, @, +, -) : ne pas ouvrir ce fichier dans un tableur sans la regarder.",
                        "cellules commencent comme une formule (=, @, +, -) : ne pas ouvrir ce fichier dans un tableur sans les regarder.",
                    ],
                    [
                        "cell begins like a formula (=, @, +, -): do not open this file in a spreadsheet without looking at it.",
                        "cells begin like a formula (=, @, +, -): do not open this file in a spreadsheet without looking at them.",
                    ],
                ));
            }
        }
    }
    Ok(imported)
}

/// Takes the dates of the calendar of `--ics`, and its title instead of one that is only supposed.
fn dated(draft: &mut Draft, calendar: &Input, options: &Options) -> Result<Vec<Message>, Problem> {
    sniff::check(Format::Ics, calendar)?;
    let alone = Options {
        sources: options.sources,
        language: options.language,
        start: options.start,
        today: options.today,
        date: options.date,
        timezone: options.timezone.clone(),
        name: None,
        calendar: None,
    };
    let imported = ics::import(std::slice::from_ref(calendar), &alone)?;
    if let Kind::Event(dated) = imported.kind {
        draft.take_dates(*dated);
    }
    Ok(imported.notes)
}

/// An export in which there is nobody to write to.
fn nobody(inputs: &[Input], notes: &[Message]) -> Problem {
    let name = inputs.first().map_or("-", |input| input.name.as_str());
    let join = |said: &dyn Fn(&Message) -> String| notes.iter().map(said).collect::<Vec<_>>().join(" ");
    let (fr, en) = (join(&|note| note.fr.clone()), join(&|note| note.en.clone()));
    let message = Message::new(
        format!("« {name} » ne contient personne à qui écrire"),
        format!("“{name}” holds nobody to write to"),
    );
    let help = Message::new(
        format!("{fr} Est-ce la bonne session, et l'export entier ?"),
        format!("{en} Is it the right session, and the whole export?"),
    );
    let help = Message::new(help.fr.trim().to_string(), help.en.trim().to_string());
    Problem::new("import-empty", message).help(help).in_path(name)
}

/// A count with its sentence: French counts 0 and 1 as singular, English 1 alone.
fn counted(n: usize, fr: [&str; 2], en: [&str; 2]) -> Message {
    Message::new(format!("{n} {}", fr[usize::from(n > 1)]), format!("{n} {}", en[usize::from(n != 1)]))
}

/// The words of a piece of HTML, as a reader sees them, on one line.
fn plain_text(html: &str) -> String {
    let part = crate::message::html::read(&Traced::made(html));
    let blocks: Vec<&str> = part.blocks.iter().map(|block| block.text.text().trim()).collect();
    write::clean(&blocks.join(" "))
}
