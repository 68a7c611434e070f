//! An event as an importer knows it, before it is written: each value with what its reader should know of it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::Options;
use crate::language::{Language, Message};

/// A value, with a comment for its line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noted<T> {
    /// The value.
    pub value: T,
    /// What stands behind it in the file: where it was read, what to confirm.
    pub note: Option<Message>,
}

/// A text with a comment for its line. It may hold anything: it is cleaned and quoted when it is written.
pub type Said = Noted<String>;

impl<T> Noted<T> {
    /// A value with a comment.
    pub fn with(value: impl Into<T>, note: Message) -> Noted<T> {
        Noted { value: value.into(), note: Some(note) }
    }
}

impl<T> From<T> for Noted<T> {
    fn from(value: T) -> Noted<T> {
        Noted { value, note: None }
    }
}

impl From<&str> for Said {
    fn from(value: &str) -> Said {
        Noted { value: value.to_string(), note: None }
    }
}

/// A day, or a moment in the wall time of the event's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A day whose hour is not known.
    Day(Date),
    /// A moment.
    At(DateTime),
}

impl Moment {
    /// The wall time of an instant in a zone.
    pub fn of(instant: Timestamp, zone: &TimeZone) -> Moment {
        Moment::At(zone.to_datetime(instant))
    }

    /// The day.
    pub fn date(self) -> Date {
        match self {
            Moment::Day(date) => date,
            Moment::At(moment) => moment.date(),
        }
    }
}

/// Somebody who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speaker {
    /// The name.
    pub name: Said,
    /// What they do.
    pub role: Option<String>,
    /// For whom.
    pub organization: Option<String>,
}

/// A link with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLink {
    /// `register`, `join`, `replay`, `slides`, `survey`, or another word of letters, digits, `_` and `-`.
    pub role: String,
    /// The address.
    pub url: Said,
}

/// One session of an event that has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSession {
    /// Its start.
    pub start: Noted<Moment>,
    /// Its end.
    pub end: Option<Noted<Moment>>,
    /// Its own title.
    pub title: Option<Said>,
    /// Its own links.
    pub links: Vec<DraftLink>,
    /// Its own speakers.
    pub speakers: Vec<Speaker>,
}

impl DraftSession {
    /// A session of which only the start is known.
    pub fn new(start: Moment) -> DraftSession {
        DraftSession { start: start.into(), end: None, title: None, links: Vec::new(), speakers: Vec::new() }
    }
}

/// An event, as far as an export tells it. What is `None` or empty is not written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The id; by default the file's name counts.
    pub id: Option<String>,
    /// The title.
    pub title: Option<Said>,
    /// Other names of the same event.
    pub aliases: Vec<Said>,
    /// The series it belongs to.
    pub series: Option<Said>,
    /// `cancelled` or `postponed`; nothing for an event that takes place.
    pub status: Option<Noted<&'static str>>,
    /// Its language.
    pub language: Option<Noted<Language>>,
    /// The IANA name of its zone.
    pub timezone: Option<Said>,
    /// The start. Where there are sessions, it is left out.
    pub start: Option<Noted<Moment>>,
    /// The end.
    pub end: Option<Noted<Moment>>,
    /// How long it lasts, in minutes; written only where there is no end.
    pub minutes: Option<Noted<u32>>,
    /// It has no hours.
    pub all_day: bool,
    /// Its sessions, where there are several.
    pub sessions: Vec<DraftSession>,
    /// `livestorm`, `webinaire-etat`, `bigbluebutton`, `zoom`, `teams`, `gotowebinar`, or another name.
    pub platform: Option<Noted<&'static str>>,
    /// One room's link serves many events.
    pub persistent_room: bool,
    /// The house or city where it takes place.
    pub venue: Option<Said>,
    /// The organizer's name.
    pub organizer_name: Option<Said>,
    /// The organizer's address.
    pub organizer_email: Option<Said>,
    /// Whom to write to.
    pub contact_email: Option<Said>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Others whom a mail may name.
    pub people: Vec<Said>,
    /// Its links.
    pub links: Vec<DraftLink>,
    /// The number to join by telephone.
    pub phone_number: Option<Said>,
    /// Its code.
    pub phone_pin: Option<Said>,
    /// What it is about, as plain text.
    pub description: Option<Said>,
    /// Its topics.
    pub topics: Vec<Said>,
    /// Links that no recipient may see.
    pub private_links: Vec<Said>,
    /// Codes that no recipient may see.
    pub private_codes: Vec<Said>,
    /// Addresses that no recipient may see.
    pub private_addresses: Vec<Said>,
    /// What found no place, kept at the end as comments, one a line.
    pub comments: Vec<Message>,
}

impl Draft {
    /// Adds a link; one without an address is none.
    pub fn link(&mut self, role: &str, url: Option<&str>) {
        if let Some(url) = url.filter(|url| !url.trim().is_empty()) {
            self.links.push(DraftLink { role: role.to_string(), url: url.into() });
        }
    }

    /// Takes the dates of another draft, and its title instead of one that is only supposed.
    pub(super) fn take_dates(&mut self, dated: Draft) {
        self.timezone = dated.timezone;
        self.start = dated.start;
        self.end = dated.end;
        self.minutes = dated.minutes;
        self.all_day = dated.all_day;
        self.sessions = dated.sessions;
        self.status = dated.status.or(self.status.take());
        if dated.title.is_some() && self.title.as_ref().is_none_or(|title| title.note.is_some()) {
            self.title = dated.title;
        }
    }

    /// What the command line says: it fills what the export does not hold, and a start that was typed wins.
    pub(super) fn fill(&mut self, options: &Options) -> Option<Message> {
        if let Some(zone) = &options.timezone {
            self.timezone.get_or_insert_with(|| Said::from(zone.as_str()));
        }
        if self.language.is_none() {
            self.language = Some(options.language.into());
        }
        let start = options.start?;
        if !self.sessions.is_empty() {
            return Some(Message::new(
                "--start n'a pas servi : l'export donne la date de chaque session.",
                "--start was not used: the export gives the date of each session.",
            ));
        }
        // The length stays what it was; an end on the old day does not.
        let old = self.start.replace(Moment::At(start).into()).map(|old| old.value);
        if let (Some(Moment::At(old)), Some(Moment::At(end))) = (old, self.end.take().map(|end| end.value)) {
            let end = start.checked_add(end - old).ok();
            self.end = end.map(|end| Moment::At(end).into());
        }
        None
    }

    /// What the event still lacks.
    pub(super) fn missing(&self) -> Vec<Message> {
        let mut out = Vec::new();
        let mut lacks = |fr: &str, en: &str| out.push(Message::new(fr, en));
        if self.title.is_none() {
            lacks("le titre (title)", "the title (title)");
        }
        if self.start.is_none() && self.sessions.is_empty() {
            lacks("la date (start)", "the date (start)");
        }
        if self.sessions.is_empty() {
            match self.start.as_ref().map(|start| start.value) {
                Some(Moment::Day(_)) if !self.all_day => lacks("l'heure (start)", "the hour (start)"),
                Some(Moment::At(_)) if self.end.is_none() && self.minutes.is_none() => {
                    lacks("la fin (end)", "the end (end)")
                }
                _ => {}
            }
        }
        if self.links.is_empty() && self.sessions.iter().all(|session| session.links.is_empty()) {
            lacks("les liens (links)", "the links (links)");
        }
        out
    }
}
