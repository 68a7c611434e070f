//! Reads lines of JSON with a text and prints the dates and times found in each, resolved against the line's
//! reference, as lines of JSON: the measurement of the reader of dates.

use std::io::{BufRead, Write};

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use presend::language::Language;
use presend::value::when::{DateSaid, DayPart, Relative, TimeSaid, When, scan, scan_all};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let strict = std::env::args().any(|a| a == "--strict");
    let stdin = std::io::stdin();
    let mut out = std::io::stdout().lock();
    for line in stdin.lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["input"].as_str().unwrap_or_default();
        let language = if line["lang"] == "en" { Language::En } else { Language::Fr };
        let month_first = line["date_order"] == "MDY";
        let reference = line["reference"].as_str().and_then(|r| r.parse::<DateTime>().ok());
        let read = if strict { scan } else { scan_all };
        let whens: Vec<When> = read(text, language, month_first).into_iter().filter(|w| w.duration.is_none()).collect();
        let expected = ranges(text, &whens, reference);
        writeln!(out, "{}", json!({ "id": line["id"], "expected": expected }))?;
    }
    Ok(())
}

/// The expressions, two that "to" or a dash ties made one range.
fn ranges(text: &str, whens: &[When], reference: Option<DateTime>) -> Vec<Value> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(when) = whens.get(at) {
        let mut value = found(when, reference);
        at += 1;
        if let Some(next) = whens.get(at)
            && tied(text, when, next)
        {
            let end = found(next, reference);
            let first_day = |v: &Value| v["value"].as_str().map(|v| v.split('/').next().unwrap_or(v).to_owned());
            value["byte_length"] = json!(next.range.end - when.range.start);
            value["kind"] = json!("daterange");
            if let (Some(from), Some(to)) = (first_day(&value), first_day(&end)) {
                value["value"] = json!(format!("{from}/{to}"));
            }
            at += 1;
        }
        out.push(value);
    }
    out
}

/// Whether the words between two expressions make them the ends of a range.
fn tied(text: &str, first: &When, second: &When) -> bool {
    let between = &text[first.range.end..second.range.start];
    if between.contains('\n') {
        return false;
    }
    let between = between.trim().to_lowercase();
    let before = text[..first.range.start].trim_end().to_lowercase();
    let led = ["between", "entre", "depuis"].iter().any(|word| before.ends_with(word));
    let single = first.until.is_none() && second.until.is_none() && !first.date_range && !second.date_range;
    let word = matches!(
        between.as_str(),
        "to" | "-" | "–" | "until" | "au" | "à" | "jusqu'a" | "jusqu'à" | "jusqu'au" | "till"
    );
    single && (word || led && matches!(between.as_str(), "and" | "et"))
}

fn found(when: &When, reference: Option<DateTime>) -> Value {
    let resolved = reference.or_else(|| DateTime::new(2024, 1, 1, 0, 0, 0, 0).ok()).and_then(|r| resolve(when, r));
    let (kind, value) = resolved.unwrap_or(("date", String::new()));
    json!({
        "byte_start": when.range.start, "byte_length": when.range.len(), "kind": kind,
        "value": if value.is_empty() { Value::Null } else { Value::from(value) },
    })
}

/// The kind and the value of an expression, said at `reference`.
fn resolve(when: &When, reference: DateTime) -> Option<(&'static str, String)> {
    let days = days(when, reference);
    let part = match &when.relative {
        Some((Relative::DaysPart(_, part), _)) => Some(*part),
        _ => None,
    };
    let clock = |time: &TimeSaid| {
        let afternoon = matches!(part, Some(DayPart::Afternoon | DayPart::Evening | DayPart::Night));
        format!("{:02}:{:02}", if afternoon && time.hour < 12 { time.hour + 12 } else { time.hour }, time.minute)
    };
    match (days, &when.time, &when.until) {
        (None, Some(time), None) => Some(("time", clock(time))),
        (None, Some(time), Some(until)) => Some(("timerange", format!("{}/{}", clock(time), clock(until)))),
        (Some((first, last)), Some(time), Some(until)) => {
            Some(("datetimerange", format!("{first}T{}/{}T{}", clock(time), last.unwrap_or(first), clock(until))))
        }
        (Some((first, _)), Some(time), None) => Some(("datetime", format!("{first}T{}", clock(time)))),
        (Some((first, _)), None, _) if part.is_some() => {
            let (from, to) = match part? {
                DayPart::Morning => (8, 12),
                DayPart::Afternoon => (12, 16),
                DayPart::Evening => (16, 20),
                DayPart::Night => (20, 23),
            };
            Some(("datetimerange", format!("{first}T{from:02}:00/{first}T{to:02}:00")))
        }
        (Some((first, Some(last))), None, _) => Some(("daterange", format!("{first}/{last}"))),
        (Some((first, None)), None, _) => Some(("date", first.to_string())),
        (None, None, _) => match when.relative {
            Some((Relative::Minutes(minutes), _)) => {
                let at = reference.checked_add(i64::from(minutes).minutes()).ok()?;
                Some(("datetime", format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())))
            }
            _ => None,
        },
    }
}

/// The first day, and the last of a range.
fn days(when: &When, reference: DateTime) -> Option<(Date, Option<Date>)> {
    let today = reference.date();
    if let Some(said) = &when.date {
        if said.day.is_none() {
            return month(said, when.other_dates.last(), today);
        }
        let first = day(said, today)?;
        let last = when.other_dates.last().and_then(|last| match last.day {
            Some(_) => day(last, first),
            None => Date::new(last.year?, last.month? as i8, 1).ok(),
        });
        return Some((first, last));
    }
    let plus = |span: Span| today.checked_add(span).ok();
    match &when.relative.as_ref()?.0 {
        Relative::Days(n) | Relative::DaysPart(n, _) => Some((plus(i64::from(*n).days())?, None)),
        Relative::Weeks(n) => {
            let monday = plus((i64::from(*n) * 7 - i64::from(today.weekday().to_monday_zero_offset())).days())?;
            let text_is_span = n.abs() <= 1;
            if text_is_span {
                Some((monday, Some(monday.checked_add(6.days()).ok()?)))
            } else {
                Some((plus(i64::from(*n).weeks())?, None))
            }
        }
        Relative::Months(n) => {
            let first = today.first_of_month().checked_add(i64::from(*n).months()).ok()?;
            Some((first, Some(first.last_of_month())))
        }
        Relative::Weekday(weekday, turn) => {
            let here = i64::from(today.weekday().to_monday_one_offset());
            let ahead = (i64::from(*weekday) - here).rem_euclid(7);
            let step = match turn {
                1 => 7 - here + i64::from(*weekday),
                -1 => ahead - 7,
                _ => ahead,
            };
            Some((plus(step.days())?, None))
        }
        Relative::Minutes(_) | Relative::Before(_) => None,
    }
}

/// A whole month, or from one month to another.
fn month(said: &DateSaid, last: Option<&DateSaid>, today: Date) -> Option<(Date, Option<Date>)> {
    let month = said.month? as i8;
    let year = said.year.unwrap_or(if month < today.month() { today.year() + 1 } else { today.year() });
    let first = Date::new(year, month, 1).ok()?;
    let last = match last {
        Some(last) => Date::new(last.year.unwrap_or(year), last.month? as i8, 1).ok()?.last_of_month(),
        None => first.last_of_month(),
    };
    Some((first, Some(last)))
}

/// The coming day of that number, month and year as far as they were said.
fn day(said: &DateSaid, from: Date) -> Option<Date> {
    let day = said.day? as i8;
    match (said.year, said.month) {
        (Some(year), Some(month)) => Date::new(year, month as i8, day).ok(),
        (None, Some(month)) => (-6..=7)
            .filter_map(|n| Date::new(from.year() + n, month as i8, day).ok())
            .filter(|date| fits(said, *date))
            .min_by_key(|date| distance(from, *date, 100)),
        _ => (-3..24)
            .filter_map(|n| from.first_of_month().checked_add(n.months()).ok())
            .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
            .filter(|date| fits(said, *date))
            .min_by_key(|date| distance(from, *date, 31)),
    }
}

fn fits(said: &DateSaid, date: Date) -> bool {
    said.weekday.is_none_or(|w| i8::try_from(w).ok() == Some(date.weekday().to_monday_one_offset()))
}

/// How far a day is from the reference; a day longer ago than `recent` days counts as very far.
fn distance(from: Date, date: Date, recent: i32) -> i32 {
    let days = from.until(date).map_or(i32::MAX, |span| span.get_days());
    if days < -recent { 10_000 - days } else { days.abs() }
}
