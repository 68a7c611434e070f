//! When entries of a calendar take place: moments with their zones, lengths, and the zone in which a file is written.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::described::{self, Described};
use crate::import::Options;
use crate::message::ics::zone::named;
use crate::message::ics::{Calendar, Entry, Moment, Property};

/// A moment, as an entry says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    /// Wall time in `zone`; of a day its start.
    pub(super) wall: DateTime,
    /// Its zone; none where it is the reader's own.
    pub(super) zone: Option<TimeZone>,
    /// It is a whole day.
    pub(super) day: bool,
    /// The name of a zone that nobody knows: the hours are taken as they stand.
    pub(super) unknown: Option<String>,
}

/// How long an entry lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    /// Days of the calendar, which have 23 or 25 hours at times.
    days: i64,
    exact: SignedDuration,
}

/// Reads the moments of one calendar.
pub(super) struct Clock<'c> {
    /// Zones that only the calendar knows.
    described: Vec<Described<'c>>,
    /// The zone for moments without one that can be written: `--timezone`, else the calendar's own.
    own: Option<(String, TimeZone)>,
}

/// In which zone a point is written.
pub(super) struct Place {
    /// The IANA name; none where the hours are the reader's own.
    pub(super) name: Option<String>,
    /// The zone to convert into; none where hours stay as they stand.
    into: Option<TimeZone>,
    /// Nothing told the zone: hours are in UTC.
    pub(super) supposed: bool,
}

impl<'c> Clock<'c> {
    pub(super) fn new(calendar: &'c Calendar, options: &Options) -> Clock<'c> {
        // A calendar that is shown in UTC tells nothing of where its events are announced.
        let shown = calendar.zone_shown.as_ref().map(|shown| shown.value.text().trim());
        let shown = shown.filter(|name| !matches!(*name, "UTC" | "Etc/UTC"));
        let own = options.timezone.as_deref().or(shown).and_then(|name| {
            let zone = named(name)?;
            Some((zone.iana_name()?.to_string(), zone))
        });
        Clock { described: described::all(calendar), own }
    }

    /// The moment of a property; `None` where it holds none.
    pub(super) fn point(&self, property: &Property) -> Option<Point> {
        property.moment().map(|moment| self.of_moment(moment))
    }

    /// The moments of a list (`RDATE`, `EXDATE`); of a period its start.
    pub(super) fn points(&self, property: &Property) -> Vec<Point> {
        let values = property.value.text().split(',');
        let starts = values.map(|value| value.split('/').next().unwrap_or(value));
        starts.filter_map(|start| property.moment_of(start)).map(|moment| self.of_moment(moment)).collect()
    }

    pub(super) fn of_moment(&self, moment: Moment) -> Point {
        let point = |wall, zone| Point { wall, zone, day: false, unknown: None };
        match moment {
            Moment::Day(day) => Point { day: true, ..point(day.to_datetime(jiff::civil::Time::midnight()), None) },
            Moment::Floating(wall) => point(wall, None),
            Moment::Zoned(wall, zone) => point(wall, Some(zone)),
            Moment::Elsewhere(wall, name) => {
                let described = self.described.iter().find(|zone| zone.is_named(&name));
                match described.and_then(|zone| zone.zone(wall)) {
                    Some(zone) => point(wall, Some(zone)),
                    None => Point { unknown: Some(name), ..point(wall, None) },
                }
            }
        }
    }

    /// The zone in which a point is written: its own, where it has a name.
    pub(super) fn place(&self, point: &Point) -> Place {
        let Some(zone) = &point.zone else {
            let name = self.own.as_ref().map(|(name, _)| name.clone());
            return Place { name, into: None, supposed: false };
        };
        match zone.iana_name() {
            Some(name) if *zone != TimeZone::UTC && !matches!(name, "UTC" | "Etc/UTC") => {
                Place { name: Some(name.to_string()), into: Some(zone.clone()), supposed: false }
            }
            _ => match &self.own {
                Some((name, zone)) => Place { name: Some(name.clone()), into: Some(zone.clone()), supposed: false },
                None => Place { name: Some("UTC".to_string()), into: Some(TimeZone::UTC), supposed: true },
            },
        }
    }

    /// How long an entry lasts, where it says so and that is a length at all.
    pub(super) fn length(&self, entry: &Entry) -> Option<Length> {
        let length = match (entry.get("DTEND"), entry.get("DURATION")) {
            (Some(end), _) => self.point(entry.get("DTSTART")?)?.until(&self.point(end)?)?,
            (None, Some(duration)) => duration_of(duration.value.text())?,
            (None, None) => return None,
        };
        (length.days > 0 || length.days == 0 && length.exact.is_positive()).then_some(length)
    }
}

impl Point {
    /// The instant, where the zone is known.
    pub(super) fn instant(&self) -> Option<Timestamp> {
        let zone = self.zone.as_ref()?;
        Some(zone.to_ambiguous_zoned_datetime(self.wall).compatible().ok()?.timestamp())
    }

    /// The same moment as wall time in the zone of another.
    pub(super) fn as_in(&self, other: &Point) -> DateTime {
        match (self.instant(), &other.zone) {
            (Some(instant), Some(zone)) => zone.to_datetime(instant),
            _ => self.wall,
        }
    }

    /// Wall time as it is written.
    pub(super) fn shown(&self, place: &Place) -> DateTime {
        match (self.instant(), &place.into) {
            (Some(instant), Some(zone)) => zone.to_datetime(instant),
            _ => self.wall,
        }
    }

    fn until(&self, end: &Point) -> Option<Length> {
        if self.day && end.day {
            let days = (end.wall.date() - self.wall.date()).get_days();
            return Some(Length { days: days.into(), exact: SignedDuration::ZERO });
        }
        let exact = match (self.instant(), end.instant()) {
            (Some(from), Some(to)) => to.duration_since(from),
            _ => end.wall.duration_since(self.wall),
        };
        Some(Length { days: 0, exact })
    }

    /// The moment a length later, `None` past the end of the calendar.
    pub(super) fn after(&self, length: Length) -> Option<Point> {
        let wall = self.wall.checked_add(length.days.days()).ok()?;
        let later = Point { wall, ..self.clone() };
        let wall = match (later.instant(), &later.zone) {
            (Some(instant), Some(zone)) => zone.to_datetime(instant.checked_add(length.exact).ok()?),
            _ => wall.checked_add(length.exact).ok()?,
        };
        Some(Point { wall, ..later })
    }
}

/// `PT1H30M`, `P1DT2H`, `P2W` (section 3.3.6); `None` where it is none, or longer than any event.
fn duration_of(text: &str) -> Option<Length> {
    let rest = text.trim().trim_start_matches('+').strip_prefix(['P', 'p'])?;
    let mut length = Length { days: 0, exact: SignedDuration::ZERO };
    let (mut number, mut read) = (String::new(), false);
    for c in rest.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let c = c.to_ascii_uppercase();
        if c == 'T' && number.is_empty() {
            continue;
        }
        let n = i64::from(std::mem::take(&mut number).parse::<u32>().ok()?);
        read = true;
        match c {
            'W' => length.days += 7 * n,
            'D' => length.days += n,
            'H' => length.exact += SignedDuration::from_hours(n),
            'M' => length.exact += SignedDuration::from_mins(n),
            'S' => length.exact += SignedDuration::from_secs(n),
            _ => return None,
        }
        if length.days > 3660 || length.exact > SignedDuration::from_hours(24 * 3660) {
            return None;
        }
    }
    (read && number.is_empty()).then_some(length)
}
