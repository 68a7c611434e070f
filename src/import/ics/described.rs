//! Zones that only the calendar itself knows (`VTIMEZONE`, RFC 5545, section 3.6.5): a name that it gives beside, else
//! the offsets and the days of change that it states.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::message::ics::zone::named;
use crate::message::ics::{Calendar, Entry, Zone};

/// A zone that a calendar describes.
pub(super) struct Described<'c> {
    name: String,
    /// The zone of the place that it names.
    located: Option<TimeZone>,
    /// When each began, in that order.
    standard: Vec<(DateTime, &'c Entry)>,
    daylight: Vec<(DateTime, &'c Entry)>,
}

/// The zones that a calendar describes.
pub(super) fn all(calendar: &Calendar) -> Vec<Described<'_>> {
    calendar.zones.iter().map(Described::of).collect()
}

impl<'c> Described<'c> {
    fn of(zone: &'c Zone) -> Described<'c> {
        let text = |name: &str| zone.entry.get(name).map(|property| property.text().text().trim().to_string());
        let of_kind = |kind: &str| {
            let all = zone.observances.iter().filter(|(known, _)| known == kind);
            let mut all: Vec<(DateTime, &Entry)> =
                all.filter_map(|(_, entry)| Some((entry.get("DTSTART")?.moment()?.wall(None)?, entry))).collect();
            all.sort_by_key(|(onset, _)| *onset);
            all
        };
        Described {
            name: text("TZID").unwrap_or_default(),
            located: text("X-LIC-LOCATION").and_then(|location| named(&location)),
            standard: of_kind("STANDARD"),
            daylight: of_kind("DAYLIGHT"),
        }
    }

    /// Whether a moment names it.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.name == name.trim().trim_matches('"')
    }

    /// The zone as it is around a moment, one that never changes or one that changes twice a year by rule; `None` where
    /// it is not described in a way that can be computed.
    pub(super) fn zone(&self, at: DateTime) -> Option<TimeZone> {
        if let Some(located) = &self.located {
            return Some(located.clone());
        }
        // Of several of a kind, the one that began last is in force.
        let latest = |all: &[(DateTime, &'c Entry)]| {
            let begun = all.partition_point(|(onset, _)| *onset <= at);
            all[..begun].last().map(|(_, entry)| *entry)
        };
        match (latest(&self.standard), latest(&self.daylight)) {
            (None, None) => None,
            (Some(only), None) | (None, Some(only)) => Some(TimeZone::fixed(offset(only)?)),
            (Some(standard), Some(daylight)) => {
                let (usual, summer) = (offset(standard)?, offset(daylight)?);
                if usual == summer {
                    return Some(TimeZone::fixed(usual));
                }
                let (to_summer, back) = (change(daylight, at)?, change(standard, at)?);
                // POSIX counts offsets the other way round.
                let rule = format!("<STD>{}<DST>{},{to_summer},{back}", written(usual), written(summer));
                TimeZone::posix(&rule).ok()
            }
        }
    }
}

/// `TZOFFSETTO:+0100`.
fn offset(entry: &Entry) -> Option<Offset> {
    let text = entry.get("TZOFFSETTO")?.value.text().trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |two| two.parse::<i32>().ok());
    Offset::from_seconds(sign * (part(0)? * 3600 + part(2)? * 60 + part(4)?)).ok()
}

fn written(offset: Offset) -> String {
    let seconds = -offset.seconds();
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The yearly day of change as POSIX writes it: `M3.5.0/2:00:00` for the last Sunday of March at two o'clock.
fn change(entry: &Entry, at: DateTime) -> Option<String> {
    let rule = entry.get("RRULE")?.value.text().trim().to_ascii_uppercase();
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let until = part("UNTIL").and_then(|until| entry.get("RRULE")?.moment_of(until)).and_then(|until| until.wall(None));
    if part("FREQ") != Some("YEARLY") || part("UNTIL").is_some() && until.is_none_or(|until| until < at) {
        return None;
    }
    let month = part("BYMONTH")?.parse::<u8>().ok()?;
    let day = part("BYDAY")?;
    let (nth, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let week = match nth {
        "1" | "+1" => 1,
        "2" | "+2" => 2,
        "3" | "+3" => 3,
        "4" | "+4" => 4,
        "-1" => 5,
        _ => return None,
    };
    let weekday = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].iter().position(|known| *known == weekday)?;
    let onset = entry.get("DTSTART")?.moment()?.wall(None)?;
    Some(format!("M{month}.{week}.{weekday}/{}:{:02}:{:02}", onset.hour(), onset.minute(), onset.second()))
}
