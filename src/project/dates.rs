//! Dates and durations as our files state them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::At;
use crate::language::{Language, Message};
use crate::source::Traced;
use crate::value::when::{self, TimeSaid, When};

/// Why a text is no date, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: Message,
    /// The value to write, where it can be told.
    pub(super) instead: Option<String>,
}

fn fault(fr: impl Into<String>, en: impl Into<String>, instead: Option<String>) -> Fault {
    Fault { message: Message::new(fr, en), instead }
}

/// Reads a day or moment: `2026-11-17`, `2026-11-17T14:00`, `2026-11-17 14:00:00`, with an offset if it is the zone's.
///
/// # Errors
/// A [`Fault`] for anything else, an impossible date, an hour in the spring gap or an offset that is not the zone's.
pub(super) fn at(written: &Traced, zone: &TimeZone) -> Result<At, Fault> {
    let text = written.text().trim();
    let Some((date, rest)) = date(text)? else {
        return Err(unreadable(text));
    };
    let rest = rest.trim_start_matches([' ', 'T', 't', '\u{a0}', '\u{202f}']);
    if rest.is_empty() {
        return Ok(At { moment: date.at(0, 0, 0, 0), hour: false, written: written.clone() });
    }
    let Some((time, offset)) = time(rest) else {
        return Err(unreadable(text));
    };
    let moment = date.to_datetime(time);
    check_zone(moment, offset.trim(), zone)?;
    Ok(At { moment, hour: true, written: written.clone() })
}

/// Reads an hour alone: `15:00`, `9:30`.
pub(super) fn hour(text: &str) -> Option<Time> {
    let (time, rest) = time(text.trim())?;
    rest.is_empty().then_some(time)
}

/// The date at the start, `YYYY-MM-DD`, and what follows; `None` where the text does not begin like one.
fn date(text: &str) -> Result<Option<(Date, &str)>, Fault> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<i16> { text.get(range)?.parse().ok() };
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_char_boundary(10) {
        return Ok(None);
    }
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else { return Ok(None) };
    match Date::new(year, month as i8, day as i8) {
        Ok(date) => Ok(Some((date, &text[10..]))),
        Err(_) => Err(fault(
            format!("Le {day:02}/{month:02}/{year} n'existe pas"),
            format!("{year}-{month:02}-{day:02} does not exist"),
            None,
        )),
    }
}

/// The hour at the start, `H:MM` or `HH:MM[:SS]`, and what follows.
fn time(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = number(text, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2)?,
        None => (0, rest),
    };
    let rest = rest.strip_prefix(".000").unwrap_or(rest);
    Some((Time::new(hour as i8, minute as i8, second as i8, 0).ok()?, rest))
}

fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let width = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    Some((text.get(..width)?.parse().ok()?, &text[width..]))
}

fn check_zone(moment: DateTime, offset: &str, zone: &TimeZone) -> Result<(), Fault> {
    let name = zone.iana_name().unwrap_or("UTC");
    let real = zone.to_ambiguous_timestamp(moment).offset();
    if let AmbiguousOffset::Gap { .. } = real {
        let later =
            zone.to_ambiguous_timestamp(moment).compatible().map(|instant| shown(zone.to_datetime(instant))).ok();
        return Err(fault(
            format!("{} n'existe pas dans le fuseau {name} : les horloges passent à l'heure d'été", shown(moment)),
            format!("{} does not exist in {name}: the clocks go forward then", shown(moment)),
            later,
        ));
    }
    if offset.is_empty() {
        return Ok(());
    }
    let Some(said) = parse_offset(offset) else { return Err(unreadable(&format!("{} {offset}", shown(moment)))) };
    let fits = match real {
        AmbiguousOffset::Unambiguous { offset } => offset == said,
        AmbiguousOffset::Fold { before, after } => before == said || after == said,
        AmbiguousOffset::Gap { .. } => false,
    };
    if fits {
        return Ok(());
    }
    let wall = said.to_timestamp(moment).ok().map(|instant| shown(zone.to_datetime(instant)));
    Err(fault(
        format!("« {offset} » n'est pas le décalage du fuseau {name} ce jour-là"),
        format!("“{offset}” is not the offset of {name} on that day"),
        wall,
    ))
}

fn parse_offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, rest) = number(rest, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = if rest.is_empty() { (0, rest) } else { number(rest, 2)? };
    if !rest.is_empty() {
        return None;
    }
    Offset::from_seconds(sign * (hours as i32 * 3600 + minutes as i32 * 60)).ok()
}

/// A wall time as one would write it into a file.
pub(super) fn shown(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

fn unreadable(text: &str) -> Fault {
    let instead = guess(text).or_else(|| in_words(text));
    fault(
        format!("« {text} » n'est pas une date que presend sait lire"),
        format!("“{text}” is not a date that presend can read"),
        Some(instead.unwrap_or_else(|| "2026-11-17 14:00".to_string())),
    )
}

/// The date that somebody meant by `17/11/2026 14h30`, `2026-1-5` or `17.11.2026`. Day first, as France writes it,
/// unless only the other reading is a day.
fn guess(text: &str) -> Option<String> {
    let (head, tail) = text.split_once([' ', 'T', '\u{a0}']).unwrap_or((text, ""));
    let fields: Vec<i16> = head.split(['/', '-', '.']).map(|field| field.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = fields.try_into().ok()?;
    let (year, month, day) = match (a, b, c) {
        (year, month, day) if year > 31 => (year, month, day),
        (month, day, year) if day > 12 => (year, month, day),
        (day, month, year) => (year, month, day),
    };
    let year = if year < 100 { 2000 + year } else { year };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let tail = tail.trim().trim_start_matches(['à', ' ', '\u{a0}']).replace(['h', 'H'], ":").replace(' ', "");
    let tail = if tail.ends_with(':') { format!("{tail}00") } else { tail };
    Some(match hour(&tail) {
        Some(time) => shown(date.to_datetime(time)),
        None => date.to_string(),
    })
}

/// The moment that somebody meant by `26 novembre 2026 à 11h`.
fn in_words(text: &str) -> Option<String> {
    let when = said(text).find(|when| when.date.is_some())?;
    let date = when.date.as_ref()?;
    let day = Date::new(date.year?, i8::try_from(date.month?).ok()?, i8::try_from(date.day?).ok()?).ok()?;
    Some(match when.time.as_ref().and_then(clock) {
        Some(time) => shown(day.to_datetime(time)),
        None => day.to_string(),
    })
}

/// The hour that somebody meant by `12h` or `9 h 30`, as it is to be written.
pub(super) fn hour_in_words(text: &str) -> Option<String> {
    let when = said(text).find(|when| when.time.is_some() && when.date.is_none())?;
    let time = when.time.as_ref().and_then(clock)?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

/// What a text says of dates and hours, in French or in English.
fn said(text: &str) -> impl Iterator<Item = When> {
    let read = |language| when::scan(text, language, false);
    read(Language::Fr).into_iter().chain(read(Language::En))
}

fn clock(said: &TimeSaid) -> Option<Time> {
    Time::new(i8::try_from(said.hour).ok()?, i8::try_from(said.minute).ok()?, 0, 0).ok()
}

/// A length of time in minutes: `60m`, `90 min`, `1h`, `1h30`, `1 h 30`, `2d`, `1 jour`.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut rest = squeezed.as_str();
    let mut total = 0u32;
    let mut hours = false;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (count, after) = number(rest, 5)?;
        let unit = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let each = match &after[..unit] {
            "m" | "min" | "mn" | "mins" | "minute" | "minutes" => 1,
            "h" | "hour" | "hours" | "heure" | "heures" => 60,
            "d" | "j" | "day" | "days" | "jour" | "jours" => 24 * 60,
            "w" | "week" | "weeks" | "semaine" | "semaines" => 7 * 24 * 60,
            "" if hours => 1,
            _ => return None,
        };
        hours = each == 60;
        total = total.checked_add(count.checked_mul(each)?)?;
        rest = &after[unit..];
    }
    Some(total)
}
