//! Zones that only the calendar itself knows (`VTIMEZONE`, RFC 5545, section 3.6.5): a name that it gives beside, else
//! the offsets and the days of change that it states.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::message::ics::zone::named;
use crate::message::ics::{Calendar, Entry, Zone};

/// The zone of a name, as it is around a moment; `None` where the calendar does not describe it, or not in a way that
/// can be computed.
pub(super) fn zone(calendar: &Calendar, name: &str, at: DateTime) -> Option<TimeZone> {
    let text = |entry: &Entry, name: &str| entry.get(name).map(|property| property.text().text().trim().to_string());
    let wanted = name.trim().trim_matches('"');
    let zone = calendar.zones.iter().find(|zone| text(&zone.entry, "TZID").is_some_and(|id| id == wanted))?;
    text(&zone.entry, "X-LIC-LOCATION").and_then(|location| named(&location)).or_else(|| of_offsets(zone, at))
}

/// The zone out of its offsets: one that never changes, or one that changes twice a year by rule.
fn of_offsets(zone: &Zone, at: DateTime) -> Option<TimeZone> {
    // Of several of a kind, the one that began last is in force.
    let latest = |kind: &str| {
        let all = zone.observances.iter().filter(|(known, _)| known == kind);
        let begun = all.filter_map(|(_, entry)| Some((entry.get("DTSTART")?.moment()?.wall(None)?, entry)));
        begun.filter(|(onset, _)| *onset <= at).max_by_key(|(onset, _)| *onset)
    };
    match (latest("STANDARD"), latest("DAYLIGHT")) {
        (None, None) => None,
        (Some((_, only)), None) | (None, Some((_, only))) => Some(TimeZone::fixed(offset(only)?)),
        (Some((_, standard)), Some((_, daylight))) => {
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
