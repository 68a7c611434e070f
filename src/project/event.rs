//! An event's facts, as `event.yaml` states them.

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::source::{FileId, Traced};
use crate::value::when::{Style, format_date};

/// A day or moment that a file states, in wall time.
#[derive(Debug, Clone)]
pub struct At {
    /// The wall time; midnight where only the day is known.
    pub moment: DateTime,
    /// Whether the hour is known.
    pub hour: bool,
    /// As written.
    pub written: Traced,
}

/// Whether an event takes place as announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// It does.
    #[default]
    Confirmed,
    /// It does not take place.
    Cancelled,
    /// It takes place later; `was` is the old start.
    Postponed,
}

/// A person with what the file says of them.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The name.
    pub name: Traced,
    /// What they do.
    pub role: Option<Traced>,
    /// For whom.
    pub organization: Option<Traced>,
}

/// A link of an event.
#[derive(Debug, Clone)]
pub struct EventLink {
    /// Its role: `register`, `join`, `replay`, `slides`, `survey`, or any other word.
    pub role: Traced,
    /// The address, without a trailing `/**`.
    pub url: Traced,
    /// `/**` stood at the end: the page and all below it.
    pub below: bool,
    /// Until when it works.
    pub until: Option<At>,
    /// Further words that announce it.
    pub words: Vec<Traced>,
}

/// One session of an event that has several.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its start.
    pub start: At,
    /// Its end.
    pub end: Option<At>,
    /// Its own title.
    pub title: Option<Traced>,
    /// Its own links.
    pub links: Vec<EventLink>,
    /// Its own speakers.
    pub speakers: Vec<Person>,
}

/// Where an event takes place.
#[derive(Debug, Clone, Default)]
pub struct Venue {
    /// The house.
    pub name: Option<Traced>,
    /// The room.
    pub room: Option<Traced>,
    /// The street.
    pub address: Option<Traced>,
    /// The city.
    pub city: Option<Traced>,
    /// The region.
    pub region: Option<Traced>,
    /// The country.
    pub country: Option<Traced>,
    /// How to get there.
    pub access: Option<Traced>,
}

/// A date beside the event's own: a deadline, a day on which something is sent.
#[derive(Debug, Clone)]
pub struct NamedDate {
    /// Its role, such as `candidatures`.
    pub role: Traced,
    /// The day, or the first one.
    pub start: At,
    /// The last day.
    pub end: Option<At>,
    /// Further words that speak of it.
    pub words: Vec<Traced>,
}

/// Another event that a file speaks of.
#[derive(Debug, Clone)]
pub enum EventRef {
    /// By its id.
    Id(Traced),
    /// Written out in place (`title`, `start`, `links`).
    Inline(Arc<Event>),
}

/// What no recipient may ever see.
#[derive(Debug, Clone, Default)]
pub struct Private {
    /// Links of hosts and moderators.
    pub links: Vec<Traced>,
    /// Codes.
    pub codes: Vec<Traced>,
    /// Addresses.
    pub addresses: Vec<Traced>,
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// The file that states it.
    pub file: FileId,
    /// The id; the file's stem where none is written (the text then has no place).
    pub id: Traced,
    /// The title.
    pub title: Traced,
    /// Other names of the same event.
    pub aliases: Vec<Traced>,
    /// The series it belongs to.
    pub series: Option<Traced>,
    /// Whether it takes place.
    pub status: Status,
    /// Where the status is written.
    pub status_at: Option<Traced>,
    /// Postponed: the old start.
    pub was: Option<At>,
    /// Its languages.
    pub languages: Vec<Language>,
    /// The IANA name of its zone.
    pub zone_name: String,
    /// Its zone.
    pub zone: TimeZone,
    /// Where the zone is written: in the event, or as the project's default. `None`: nobody says it, and Paris (for
    /// French) or UTC is supposed.
    pub zone_at: Option<Traced>,
    /// The start; `None` when it is announced as unknown.
    pub start: Option<At>,
    /// The end (given, or computed from `duration`).
    pub end: Option<At>,
    /// It has no hours.
    pub all_day: bool,
    /// Its sessions, where there are several.
    pub sessions: Vec<Session>,
    /// The platform.
    pub platform: Option<Traced>,
    /// One room's link serves many events.
    pub persistent_room: bool,
    /// `online`, `in-person` or `hybrid`.
    pub format: Option<Traced>,
    /// Where.
    pub venue: Option<Venue>,
    /// The organizer's name.
    pub organizer_name: Option<Traced>,
    /// The organizer's address.
    pub organizer_email: Option<Traced>,
    /// Whom to write to.
    pub contact_email: Option<Traced>,
    /// Whom to call.
    pub contact_phone: Option<Traced>,
    /// Who speaks.
    pub speakers: Vec<Person>,
    /// Others whom the mail may name.
    pub people: Vec<Traced>,
    /// Its links.
    pub links: Vec<EventLink>,
    /// The number to join by telephone.
    pub phone_number: Option<Traced>,
    /// Its code.
    pub phone_pin: Option<Traced>,
    /// What it is about.
    pub description: Option<Traced>,
    /// Its topics.
    pub topics: Vec<Traced>,
    /// Other dates, by role.
    pub dates: Vec<NamedDate>,
    /// Other figures, dates and words that a mail may state.
    pub facts: Vec<Traced>,
    /// The event after it.
    pub next: Option<EventRef>,
    /// Other events that its mails may speak of.
    pub mentions: Vec<EventRef>,
    /// What no recipient may see.
    pub private: Private,
    /// The whole file as a tree, for templates: every key that the file has, in its order.
    pub tree: crate::yaml::Node,
}

impl Event {
    /// An event of which nothing is known yet but the file, the zone and the tree it is read from.
    pub(crate) fn new(file: FileId, zone_name: String, zone: TimeZone, tree: crate::yaml::Node) -> Event {
        Event {
            file,
            id: Traced::default(),
            title: Traced::default(),
            aliases: Vec::new(),
            series: None,
            status: Status::default(),
            status_at: None,
            was: None,
            languages: Vec::new(),
            zone_name,
            zone,
            zone_at: None,
            start: None,
            end: None,
            all_day: false,
            sessions: Vec::new(),
            platform: None,
            persistent_room: false,
            format: None,
            venue: None,
            organizer_name: None,
            organizer_email: None,
            contact_email: None,
            contact_phone: None,
            speakers: Vec::new(),
            people: Vec::new(),
            links: Vec::new(),
            phone_number: None,
            phone_pin: None,
            description: None,
            topics: Vec::new(),
            dates: Vec::new(),
            facts: Vec::new(),
            next: None,
            mentions: Vec::new(),
            private: Private::default(),
            tree,
        }
    }

    /// How an event is named to people: its title and day.
    pub fn named(&self, language: Language) -> String {
        let title = self.title.text();
        let title = match language {
            Language::Fr => format!("« {title} »"),
            Language::En => format!("“{title}”"),
        };
        match &self.start {
            Some(start) => format!("{title}, {}", format_date(start.moment.date(), language, Style::Full)),
            None => title,
        }
    }
}
