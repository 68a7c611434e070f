//! The entries of a calendar that are one event: its versions, its repetitions, and those that were changed.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime};

use super::repeat::Repeat;
use super::when::{Clock, Point};
use crate::message::ics::{Calendar, Entry, Moment, Property};

/// How many repetitions of one event are looked at.
const MOST: usize = 20_000;

/// The longest rule that is counted out, in bytes.
const LONGEST: usize = 500;

/// An event, once or repeated.
pub(super) struct Series<'c> {
    /// Its title, for the list.
    pub(super) title: String,
    /// The entry with the rule, if it is there.
    pub(super) master: Option<&'c Entry>,
    /// Entries that stand for one repetition (`RECURRENCE-ID`).
    changed: Vec<&'c Entry>,
}

/// One time at which an event takes place.
#[derive(Clone)]
pub(super) struct Occurrence<'c> {
    pub(super) entry: &'c Entry,
    pub(super) start: Point,
}

/// A rule of repetition that presend does not compute.
#[derive(Debug)]
pub(super) struct Uncountable(pub(super) String);

/// The events of a calendar, and how many entries a newer version replaces.
pub(super) fn all(calendar: &Calendar) -> (Vec<Series<'_>>, usize) {
    // Of one event and one repetition the newest version counts; an entry without UID is an event of its own.
    let mut newest: HashMap<(String, String), usize> = HashMap::new();
    let mut kept: Vec<&Entry> = Vec::new();
    for entry in &calendar.events {
        let id = value(entry, "UID");
        let known = newest.entry((id.clone(), value(entry, "RECURRENCE-ID"))).or_insert(kept.len());
        match kept.get_mut(*known).filter(|_| !id.is_empty()) {
            Some(older) if version(entry) >= version(older) => *older = entry,
            Some(_) => {}
            None => kept.push(entry),
        }
    }
    let replaced = calendar.events.len() - kept.len();
    let mut out: Vec<Series> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    for entry in kept {
        let id = value(entry, "UID");
        let known = at.get(&id).copied().filter(|_| !id.is_empty());
        let index = known.unwrap_or_else(|| {
            out.push(Series { title: String::new(), master: None, changed: Vec::new() });
            at.insert(id, out.len() - 1);
            out.len() - 1
        });
        match entry.get("RECURRENCE-ID") {
            Some(_) => out[index].changed.push(entry),
            None => out[index].master = Some(entry),
        }
    }
    for series in &mut out {
        let named = series.master.or(series.changed.first().copied());
        let title = named.and_then(|entry| entry.get("SUMMARY")).map(Property::text);
        series.title = title.map(|title| title.text().trim().to_string()).unwrap_or_default();
    }
    (out, replaced)
}

fn value(entry: &Entry, name: &str) -> String {
    entry.get(name).map(|property| property.value.text().trim().to_string()).unwrap_or_default()
}

/// Later versions have a higher `SEQUENCE`; of one version, what was changed last counts.
fn version(entry: &Entry) -> (u64, String) {
    let changed = value(entry, "LAST-MODIFIED");
    let changed = if changed.is_empty() { value(entry, "DTSTAMP") } else { changed };
    (value(entry, "SEQUENCE").parse().unwrap_or(0), changed)
}

impl<'c> Series<'c> {
    /// The entry to name it by, where there is none with the rule.
    pub(super) fn first_changed(&self) -> Option<&'c Entry> {
        self.changed.first().copied()
    }

    /// Whether a rule repeats it.
    pub(super) fn has_rule(&self) -> bool {
        self.master.is_some_and(|master| master.get("RRULE").is_some())
    }

    /// Its rule, for a message.
    pub(super) fn rule(&self) -> Uncountable {
        let rule = self.master.map(|master| value(master, "RRULE")).unwrap_or_default();
        Uncountable(rule.chars().take(120).collect())
    }

    /// Whether one room serves several dates.
    pub(super) fn repeats(&self) -> bool {
        self.has_rule() || self.master.is_none_or(|master| master.get("RDATE").is_some())
    }

    /// When it takes place up to a day, in order. Entries without a date are not there.
    pub(super) fn occurrences(&self, clock: &Clock, until: Date) -> Result<Vec<Occurrence<'c>>, Uncountable> {
        let mut out: Vec<Occurrence> = Vec::new();
        let first = self.master.and_then(|master| Some((master, clock.point(master.get("DTSTART")?)?)));
        if let Some((master, start)) = &first {
            let moved = self.moved(clock, start);
            let walls = if self.repeats() { repeated(master, start, clock, until)? } else { vec![start.wall] };
            let kept = walls.into_iter().filter(|wall| !moved.contains(wall));
            out.extend(kept.map(|wall| Occurrence { entry: master, start: Point { wall, ..start.clone() } }));
        }
        for entry in &self.changed {
            if let Some(start) = entry.get("DTSTART").and_then(|start| clock.point(start)) {
                out.push(Occurrence { entry, start });
            }
        }
        out.sort_by_key(|occurrence| occurrence.start.wall);
        Ok(out)
    }

    /// The repetitions in whose place another entry stands, as the master counts them.
    fn moved(&self, clock: &Clock, start: &Point) -> HashSet<DateTime> {
        let ids = self.changed.iter().filter_map(|entry| clock.point(entry.get("RECURRENCE-ID")?));
        ids.map(|point| if point.day { point.wall.date().to_datetime(start.wall.time()) } else { point.as_in(start) })
            .collect()
    }
}

/// The wall times of an entry that is repeated, in its own zone.
fn repeated(entry: &Entry, start: &Point, clock: &Clock, until: Date) -> Result<Vec<DateTime>, Uncountable> {
    let points = |name: &str| -> Vec<Point> {
        let all = entry.properties.iter().filter(|property| property.name == name);
        all.flat_map(|property| clock.points(property)).collect()
    };
    let mut walls = match entry.get("RRULE") {
        Some(rule) => by_rule(rule, start, clock, until)?,
        None => vec![start.wall],
    };
    walls.extend(points("RDATE").iter().map(|point| point.as_in(start)));
    let except = points("EXDATE");
    let days: HashSet<Date> = except.iter().filter(|point| point.day).map(|point| point.wall.date()).collect();
    let moments: HashSet<DateTime> = except.iter().filter(|point| !point.day).map(|point| point.as_in(start)).collect();
    walls.retain(|wall| !days.contains(&wall.date()) && !moments.contains(wall));
    walls.sort();
    walls.dedup();
    Ok(walls)
}

/// What a rule (`FREQ=WEEKLY;BYDAY=TU`) makes of a start, in wall time: an hour of the afternoon stays one in summer.
fn by_rule(property: &Property, start: &Point, clock: &Clock, until: Date) -> Result<Vec<DateTime>, Uncountable> {
    let written = property.value.text().trim();
    let uncountable = || Uncountable(written.chars().take(120).collect());
    if written.len() > LONGEST {
        return Err(uncountable());
    }
    let rule = written.to_ascii_uppercase();
    let mut last = None;
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for part in rule.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            None => return Err(uncountable()),
            Some((name, _)) if name.starts_with("X-") => {}
            Some(("UNTIL", moment)) => {
                let moment = property.moment_of(moment).filter(|_| last.is_none()).ok_or_else(uncountable)?;
                last = Some(last_of(clock, moment, start));
            }
            Some(part) => parts.push(part),
        }
    }
    if last.is_some_and(|last| last < start.wall) {
        // A rule that ended before it began leaves the start alone.
        return Ok(vec![start.wall]);
    }
    let repeat = Repeat::read(parts.into_iter()).ok_or_else(uncountable)?;
    if start.wall.date() > until {
        return Ok(Vec::new());
    }
    let mut walls = repeat.starts(start.wall).take_while(|wall| last.is_none_or(|last| *wall <= last)).peekable();
    if walls.peek().is_none() {
        return Err(uncountable());
    }
    Ok(walls.take(MOST).take_while(|wall| wall.date() <= until).collect())
}

/// The last moment of a rule, in wall time of its start; a day counts to its end.
fn last_of(clock: &Clock, last: Moment, start: &Point) -> DateTime {
    let point = clock.of_moment(last);
    match point.day {
        true => point.wall.date().to_datetime(jiff::civil::time(23, 59, 59, 0)),
        false => point.as_in(start),
    }
}
