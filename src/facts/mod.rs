//! What is true: the facts of every event, with their owner and place, and which of them a mail may state.
//!
//! Comes in: a [`Project`]. Goes out: a [`World`] of events as facts, and for each mail a [`Frame`]: its own event,
//! the events that it may also speak of, and all others. It never looks at a mail's words.

mod frame;
mod hidden;
mod index;
mod vocabulary;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::project::{At, Event, EventLink, EventRef, Person, Project};
use crate::source::Traced;
use crate::value::link::{self, Link};
use crate::words::Words;

pub use frame::Frame;
pub use index::{Index, Named};
pub use vocabulary::{Vocabulary, general, significant, stem};

/// What a day is to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRole {
    /// The event takes place.
    Held,
    /// It was to take place (postponed).
    Was,
    /// A date by role (`dates:`), or the last day of a link.
    Named,
}

/// A day that an event's file states.
#[derive(Debug, Clone)]
pub struct Day<'a> {
    /// The day.
    pub date: Date,
    /// What it is.
    pub role: DayRole,
    /// As written.
    pub written: &'a Traced,
    /// The role's name and words, for named days.
    pub words: Vec<String>,
}

/// A stretch of time in which an event takes place.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// The first day.
    pub day: Date,
    /// The hour it starts at, where one is known.
    pub start: Option<Time>,
    /// The last day.
    pub last: Date,
    /// The hour it ends at.
    pub end: Option<Time>,
    /// The start as written.
    pub start_written: &'a Traced,
    /// The end as written.
    pub end_written: Option<&'a Traced>,
}

impl Slot<'_> {
    /// Its length in minutes, where both hours are known.
    pub fn minutes(&self) -> Option<i64> {
        let (start, end) = (self.start?, self.end?);
        let span = self.last.to_datetime(end).duration_since(self.day.to_datetime(start));
        Some(span.as_secs() / 60)
    }
}

/// A name of an event: its title or an alias, as folded words.
#[derive(Debug, Clone)]
pub struct EventName<'a> {
    /// The words.
    pub words: Vec<String>,
    /// As written.
    pub written: &'a Traced,
}

/// A link of an event, understood.
#[derive(Debug, Clone)]
pub struct FactLink<'a> {
    /// Its role, folded.
    pub role: String,
    /// The address, understood.
    pub link: Link,
    /// As the file says it.
    pub fact: &'a EventLink,
}

/// An event as facts.
#[derive(Debug)]
pub struct EventFacts<'a> {
    /// The event.
    pub event: &'a Event,
    /// Title first, then aliases.
    pub names: Vec<EventName<'a>>,
    /// The titles of its sessions, each with the session's index.
    pub session_names: Vec<(usize, EventName<'a>)>,
    /// When it takes place: one slot, or one a session.
    pub slots: Vec<Slot<'a>>,
    /// All days that the file states.
    pub days: Vec<Day<'a>>,
    /// Its links, those of its sessions too.
    pub links: Vec<FactLink<'a>>,
    /// Its speakers, those of its sessions too.
    pub speakers: Vec<&'a Person>,
    /// The folded words of each speaker's name.
    pub speaker_words: Vec<Vec<String>>,
    /// The folded words of each entry of `facts`.
    pub fact_words: Vec<Vec<String>>,
    /// The words of title, description, topics, series, people, venue and facts.
    pub vocabulary: Vocabulary,
    /// The words of description and topics alone.
    pub content: Vocabulary,
}

impl<'a> EventFacts<'a> {
    /// The facts of an event.
    pub fn of(event: &'a Event) -> EventFacts<'a> {
        let speakers: Vec<&Person> =
            event.speakers.iter().chain(event.sessions.iter().flat_map(|session| &session.speakers)).collect();
        let mut facts = EventFacts {
            event,
            names: std::iter::once(&event.title).chain(&event.aliases).filter_map(name_of).collect(),
            session_names: session_names(event),
            slots: slots_of(event),
            days: Vec::new(),
            links: links_of(event),
            speaker_words: speakers.iter().map(|person| folded_words(&person.name)).collect(),
            fact_words: event.facts.iter().map(folded_words).collect(),
            speakers,
            vocabulary: Vocabulary::default(),
            content: Vocabulary::default(),
        };
        facts.days = days_of(event, &facts.slots);
        facts.read_words();
        facts
    }

    fn read_words(&mut self) {
        let event = self.event;
        for text in event.description.iter().chain(&event.topics) {
            self.content.add(text.text());
        }
        let venue =
            event.venue.iter().flat_map(|v| [&v.name, &v.room, &v.address, &v.city, &v.region, &v.country, &v.access]);
        let texts = std::iter::once(&event.title)
            .chain(&event.aliases)
            .chain(&event.description)
            .chain(&event.topics)
            .chain(&event.series)
            .chain(&event.organizer_name)
            .chain(&event.facts)
            .chain(&event.people)
            .chain(&event.platform)
            .chain(venue.flatten())
            .chain(event.sessions.iter().filter_map(|session| session.title.as_ref()));
        for text in texts {
            self.vocabulary.add(text.text());
        }
        for person in &self.speakers {
            for text in std::iter::once(&person.name).chain(&person.role).chain(&person.organization) {
                self.vocabulary.add(text.text());
            }
        }
    }

    /// The zone of its hours; `None` where neither its file nor the settings say, and no language lets it be supposed.
    pub fn zone(&self) -> Option<&TimeZone> {
        (self.event.zone_at.is_some() || self.event.zone_name != "UTC").then_some(&self.event.zone)
    }

    /// The first moment that is known, for sorting and for the head of a report.
    pub fn start(&self) -> Option<&At> {
        self.event.start.as_ref()
    }

    /// The link of a role, where the event has one.
    pub fn link(&self, role: &str) -> Option<&FactLink<'a>> {
        self.links.iter().find(|link| link.role == role)
    }

    /// The event's link that is the same thing as an address.
    pub fn link_like(&self, other: &Link) -> Option<&FactLink<'a>> {
        self.links
            .iter()
            .find(|known| known.link.normal == other.normal)
            .or_else(|| self.links.iter().find(|known| below(known, other) || link::same_thing(&known.link, other)))
    }

    /// The first day of the event.
    pub fn first_day(&self) -> Option<Date> {
        self.slots.iter().map(|slot| slot.day).min()
    }
}

/// `/**` at the end: the page and all below it.
fn below(known: &FactLink<'_>, other: &Link) -> bool {
    known.fact.below
        && other
            .normal
            .strip_prefix(known.link.normal.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn folded_words(written: &Traced) -> Vec<String> {
    Words::of(written.text()).folded().map(str::to_string).collect()
}

fn name_of(written: &Traced) -> Option<EventName<'_>> {
    let words = folded_words(written);
    (!words.is_empty()).then_some(EventName { words, written })
}

fn session_names(event: &Event) -> Vec<(usize, EventName<'_>)> {
    let titles = event.sessions.iter().enumerate();
    titles.filter_map(|(index, session)| Some((index, name_of(session.title.as_ref()?)?))).collect()
}

fn slots_of(event: &Event) -> Vec<Slot<'_>> {
    let slot = |start: &'_ At, end: Option<&'_ At>| -> (Date, Option<Time>, Date, Option<Time>) {
        let time = |at: &At| (at.hour && !event.all_day).then(|| at.moment.time());
        let last = end.map_or(start.moment.date(), |end| end.moment.date());
        (start.moment.date(), time(start), last, end.and_then(time))
    };
    if !event.sessions.is_empty() {
        return event
            .sessions
            .iter()
            .map(|session| {
                let (day, start, last, end) = slot(&session.start, session.end.as_ref());
                Slot {
                    day,
                    start,
                    last,
                    end,
                    start_written: &session.start.written,
                    end_written: session.end.as_ref().map(|end| &end.written),
                }
            })
            .collect();
    }
    let Some(first) = &event.start else { return Vec::new() };
    let (day, start, last, end) = slot(first, event.end.as_ref());
    vec![Slot {
        day,
        start,
        last,
        end,
        start_written: &first.written,
        end_written: event.end.as_ref().map(|end| &end.written),
    }]
}

fn days_of<'a>(event: &'a Event, slots: &[Slot<'a>]) -> Vec<Day<'a>> {
    let mut days = Vec::new();
    for slot in slots {
        let mut date = slot.day;
        // A conference lasts some days; a season-long exhibition is left to its first and last day.
        let long = slot.last.since(slot.day).map_or(0, |span| span.get_days()) > 31;
        while date <= slot.last {
            days.push(Day { date, role: DayRole::Held, written: slot.start_written, words: Vec::new() });
            if long {
                break;
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        if slot.last != slot.day {
            days.push(Day {
                date: slot.last,
                role: DayRole::Held,
                written: slot.end_written.unwrap_or(slot.start_written),
                words: Vec::new(),
            });
        }
    }
    if let Some(was) = &event.was {
        days.push(Day { date: was.moment.date(), role: DayRole::Was, written: &was.written, words: Vec::new() });
    }
    for named in &event.dates {
        let words: Vec<String> =
            std::iter::once(&named.role).chain(&named.words).map(|word| word.text().to_string()).collect();
        for at in std::iter::once(&named.start).chain(&named.end) {
            days.push(Day { date: at.moment.date(), role: DayRole::Named, written: &at.written, words: words.clone() });
        }
    }
    let links = event.links.iter().chain(event.sessions.iter().flat_map(|session| &session.links));
    for (link, until) in links.filter_map(|link| link.until.as_ref().map(|until| (link, until))) {
        let words = std::iter::once(&link.role).chain(&link.words).map(|word| word.text().to_string()).collect();
        days.push(Day { date: until.moment.date(), role: DayRole::Named, written: &until.written, words });
    }
    days
}

fn links_of(event: &Event) -> Vec<FactLink<'_>> {
    event
        .links
        .iter()
        .chain(event.sessions.iter().flat_map(|session| &session.links))
        .filter(|fact| !fact.url.is_empty())
        .map(|fact| FactLink { role: role_of(fact.role.text()), link: link::read(fact.url.text()), fact })
        .collect()
}

/// A role as it is compared: names that say the same are one.
fn role_of(written: &str) -> String {
    let folded = crate::language::fold::fold(written);
    let role = match folded.as_str() {
        "ticket" | "tickets" | "registration" | "inscription" | "signup" | "rsvp" => "register",
        "recording" | "video" | "rediffusion" | "enregistrement" => "replay",
        "deck" | "support" | "supports" | "diaporama" => "slides",
        "feedback" | "questionnaire" | "enquete" | "poll" => "survey",
        "programme" => "program",
        other => other,
    };
    role.to_string()
}

/// All events of a project as facts.
#[derive(Debug)]
pub struct World<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its events, after them the one that an old mail tells of, and those that settings write out in place.
    pub events: Vec<EventFacts<'a>>,
    /// Which of them a word may name.
    pub words: Index,
    /// The event that an old mail (`--previous`) tells of: its index.
    pub previous: Option<usize>,
}

impl<'a> World<'a> {
    /// The facts of a project's events; events written out under `next` or `mentions` come last.
    pub fn of(project: &'a Project) -> World<'a> {
        World::with_previous(project, None)
    }

    /// As [`World::of`], with the event that an old mail tells of: no mail may speak of it.
    pub fn with_previous(project: &'a Project, previous: Option<&'a Event>) -> World<'a> {
        let mut all: Vec<&Event> = project.events.iter().chain(previous).collect();
        let refs = project
            .events
            .iter()
            .flat_map(|event| event.next.iter().chain(&event.mentions))
            .chain(project.mails.iter().flat_map(|mail| &mail.mentions));
        for reference in refs {
            if let EventRef::Inline(event) = reference {
                all.push(event);
            }
        }
        let previous = previous.map(|_| project.events.len());
        let events: Vec<EventFacts<'a>> = all.into_iter().map(EventFacts::of).collect();
        World { project, words: Index::of(&events), events, previous }
    }

    /// The index of an event.
    pub fn index(&self, event: &Event) -> Option<usize> {
        self.events.iter().position(|facts| std::ptr::eq(facts.event, event))
    }

    /// The index of the event that a reference means.
    pub fn resolve(&self, reference: &EventRef) -> Option<usize> {
        match reference {
            EventRef::Id(id) => self.events.iter().position(|facts| facts.event.id.text() == id.text()),
            EventRef::Inline(event) => self.index(event),
        }
    }
}
