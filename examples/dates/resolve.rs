//! What an expression means at a moment: days, hours and the ranges of them.

use std::fmt;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};
use presend::value::when::{DateSaid, DayPart, Relative, TimeSaid, When, Within};

/// An hour and its minute.
type Clock = (i8, i8);

/// An hour, and the last of a range.
type Hours = (Clock, Option<Clock>);

/// A resolved expression: a day or a range of days, hours, or both.
#[derive(Debug, Clone)]
pub struct Value {
    days: Option<(Date, Option<Date>)>,
    hours: Option<Hours>,
}

impl Value {
    pub fn kind(&self) -> &'static str {
        match (self.days, self.hours) {
            (Some((_, None)), None) | (None, None) => "date",
            (Some((_, Some(_))), None) => "daterange",
            (Some((_, None)), Some((_, None))) => "datetime",
            (Some(_), Some(_)) => "datetimerange",
            (None, Some((_, None))) => "time",
            (None, Some(_)) => "timerange",
        }
    }

    /// The range from one expression to another; the end is not before the start, and may lack the start's day.
    pub fn between(first: &Value, end: &When, reference: DateTime) -> Option<Value> {
        let (start, _) = first.days?;
        let turned = end.turn.is_some() || matches!(end.relative, Some((Relative::Weekday(_, 1), _)));
        let from = if turned { reference } else { start.to_datetime(jiff::civil::Time::midnight()) };
        let meant = match &end.relative {
            Some((Relative::Weekday(..), _)) => resolve(end, from)?,
            _ => resolve(end, reference)?,
        };
        let last = if end.date.is_none() && end.relative.is_none() { start } else { meant.days?.0 };
        let last = if last < start && !turned { resolve(end, from)?.days?.0 } else { last };
        let until = meant.hours.map(|hours| hours.0);
        let hours = match (first.hours, until) {
            (Some((from, _)), until) => Some((from, Some(until.unwrap_or((0, 0))))),
            (None, Some(until)) => Some(((0, 0), Some(until))),
            (None, None) => None,
        };
        Some(Value { days: Some((start, Some(last))), hours })
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |(hour, minute): Clock| format!("{hour:02}:{minute:02}");
        match (self.days, self.hours) {
            (Some((day, None)), None) => write!(f, "{day}"),
            (Some((first, Some(last))), None) => write!(f, "{first}/{last}"),
            (Some((day, None)), Some((time, None))) => write!(f, "{day}T{}", clock(time)),
            (Some((first, last)), Some((time, until))) => {
                write!(f, "{first}T{}/{}T{}", clock(time), last.unwrap_or(first), clock(until.unwrap_or(time)))
            }
            (None, Some((time, None))) => f.write_str(&clock(time)),
            (None, Some((time, Some(until)))) => write!(f, "{}/{}", clock(time), clock(until)),
            (None, None) => Ok(()),
        }
    }
}

/// The value of an expression, said at `reference`; an hour alone is of that day.
pub fn resolve(when: &When, reference: DateTime) -> Option<Value> {
    if let Some((Relative::Minutes(minutes), _)) = &when.relative
        && when.date.is_none()
    {
        let at = reference.checked_add(i64::from(*minutes).minutes()).ok()?;
        return Some(Value { days: Some((at.date(), None)), hours: Some(((at.hour(), at.minute()), None)) });
    }
    let clock = |time: &TimeSaid| (time.hour as i8, time.minute as i8);
    let told = when.time.as_ref().map(|time| (clock(time), when.until.as_ref().map(clock)));
    let hours = told.or_else(|| when.part.map(part_of_day));
    let days = match days(when, reference) {
        Some((day, last)) => Some((passed(when, day, hours, reference), last)),
        None if when.date.is_none() && when.relative.is_none() => {
            let midnight = told == Some(((0, 0), None)) && reference.hour() >= 3;
            Some((reference.date().checked_add(i64::from(midnight).days()).ok()?, None))
        }
        None => None,
    }?;
    Some(Value { days: Some(days), hours: if days.1.is_some() && told.is_none() { None } else { hours } })
}

fn part_of_day(part: DayPart) -> Hours {
    let (from, to) = match part {
        DayPart::Morning => (8, 12),
        DayPart::Afternoon => (12, 16),
        DayPart::Evening => (16, 20),
        DayPart::Night => (20, 23),
    };
    ((from, 0), Some((to, 0)))
}

/// "Sunday morning" on a Sunday's evening is the next one.
fn passed(when: &When, day: Date, hours: Option<Hours>, reference: DateTime) -> Date {
    let bare = when.date.is_none() && matches!(when.relative, Some((Relative::Weekday(_, 0), _)));
    let over = hours.is_some_and(|(from, to)| to.unwrap_or(from) < (reference.hour(), reference.minute()));
    if bare && over && day == reference.date() { day.checked_add(7.days()).unwrap_or(day) } else { day }
}

/// The first day, and the last of a range.
fn days(when: &When, reference: DateTime) -> Option<(Date, Option<Date>)> {
    let today = reference.date();
    let relative = when.relative.as_ref().map(|(relative, _)| relative);
    let turned_month = match relative {
        Some(Relative::Months(n)) => today.first_of_month().checked_add(i64::from(*n).months()).ok(),
        _ => None,
    };
    if let Some(within @ (Within::WeekOf(_) | Within::WeekdayOf(..))) = when.within {
        let named = when.date.as_ref().and_then(|said| Some(month(said, None, when, today)?.0));
        return nth(within, named.or(turned_month)?);
    }
    match (&when.date, turned_month) {
        (Some(DateSaid { month: None, day: Some(day), .. }), Some(first)) => {
            Some((Date::new(first.year(), first.month(), *day as i8).ok()?, None))
        }
        (Some(said), _) => said_days(when, said, today),
        (None, _) => relative_days(relative?, today),
    }
}

/// The days of a date that was said: a day, a month or a year, and what it ranges to.
fn said_days(when: &When, said: &DateSaid, today: Date) -> Option<(Date, Option<Date>)> {
    let last = when.other_dates.last();
    let first = match (said.day, said.month) {
        (None, None) => Date::new(said.year?, 1, 1).ok()?,
        (None, Some(_)) => return month(said, last, when, today),
        (Some(_), _) => day(said, when.turn, today)?,
    };
    if when.within == Some(Within::Week) {
        return week(first);
    }
    Some((first, last.and_then(|last| end(last, first))))
}

fn relative_days(relative: &Relative, today: Date) -> Option<(Date, Option<Date>)> {
    let plus = |span: Span| today.checked_add(span).ok();
    match relative {
        Relative::Days(n) | Relative::DaysPart(n, _) => Some((plus(i64::from(*n).days())?, None)),
        Relative::Weeks(n) => week(plus(i64::from(*n).weeks())?),
        Relative::WeeksAway(n) => Some((plus(i64::from(*n).weeks())?, None)),
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
        Relative::WeekdayOf(weekday, weeks) => {
            let (monday, _) = week(plus(i64::from(*weeks).weeks())?)?;
            Some((monday.checked_add(i64::from(weekday.saturating_sub(1)).days()).ok()?, None))
        }
        Relative::Minutes(_) | Relative::Before(_) => None,
    }
}

/// The last day of a range that begins with `first`.
fn end(last: &DateSaid, first: Date) -> Option<Date> {
    match last.day {
        Some(_) => day(last, None, first),
        None => Date::new(last.year?, last.month? as i8, 1).ok(),
    }
}

/// The week of a day, from its Monday.
fn week(day: Date) -> Option<(Date, Option<Date>)> {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
    Some((monday, Some(monday.checked_add(6.days()).ok()?)))
}

/// A week or weekday of the month that begins with `first`; a week belongs to the month of its Thursday.
fn nth(within: Within, first: Date) -> Option<(Date, Option<Date>)> {
    let (weekday, nth) = match within {
        Within::WeekOf(nth) => (Weekday::Thursday, nth),
        Within::WeekdayOf(weekday, nth) => (Weekday::from_monday_one_offset(weekday as i8).ok()?, nth),
        Within::Week => return None,
    };
    let day = if nth > 0 {
        first.nth_weekday_of_month(nth, weekday).ok()?
    } else {
        let last = first.nth_weekday_of_month(-1, weekday).ok()?;
        last.checked_sub((i64::from(-1 - nth) * 7).days()).ok()?
    };
    if matches!(within, Within::WeekOf(_)) { week(day) } else { Some((day, None)) }
}

/// A whole month, or from one month to another.
fn month(said: &DateSaid, last: Option<&DateSaid>, when: &When, today: Date) -> Option<(Date, Option<Date>)> {
    let month = said.month? as i8;
    let coming = if month < today.month() { today.year() + 1 } else { today.year() };
    let year = said.year.unwrap_or(match when.turn {
        Some(0) => today.year(),
        Some(-1) if month < today.month() => today.year(),
        Some(-1) => today.year() - 1,
        Some(_) if month == today.month() => today.year() + 1,
        _ => coming,
    });
    let first = Date::new(year, month, 1).ok()?;
    let last = match last {
        Some(last) => Date::new(last.year.unwrap_or(year), last.month? as i8, 1).ok()?.last_of_month(),
        None => first.last_of_month(),
    };
    Some((first, Some(last)))
}

/// The coming day of that number, month and year as far as they were said.
fn day(said: &DateSaid, turn: Option<i8>, from: Date) -> Option<Date> {
    let number = said.day? as i8;
    match (said.year, said.month) {
        (Some(year), Some(month)) => Date::new(year, month as i8, number).ok(),
        (None, Some(month)) => {
            let dates: Vec<Date> =
                (-1..=8).filter_map(|n| Date::new(from.year() + n, month as i8, number).ok()).collect();
            match turn {
                Some(0) => dates.into_iter().find(|date| date.year() == from.year()),
                Some(-1) => dates.into_iter().rfind(|date| *date < from),
                Some(_) => dates.into_iter().find(|date| *date >= from),
                None => near_or_coming(said, &dates, from),
            }
        }
        _ => (-3..24)
            .filter_map(|n| from.first_of_month().checked_add(n.months()).ok())
            .filter_map(|first| Date::new(first.year(), first.month(), number).ok())
            .filter(|date| fits(said, *date))
            .min_by_key(|date| distance(from, *date, 31)),
    }
}

/// The nearest of the dates; a weekday chooses only among the next two, for a wrong one says nothing of a year far
/// away.
fn near_or_coming(said: &DateSaid, dates: &[Date], from: Date) -> Option<Date> {
    let near = |date: &Date| (-100..=550).contains(&days_until(from, *date));
    let nearest = |dates: &mut dyn Iterator<Item = Date>| dates.min_by_key(|date| distance(from, *date, 100));
    nearest(&mut dates.iter().copied().filter(|date| near(date) && fits(said, *date)))
        .or_else(|| dates.iter().copied().find(|date| *date >= from && said.weekday.is_some()))
        .or_else(|| nearest(&mut dates.iter().copied()))
}

fn fits(said: &DateSaid, date: Date) -> bool {
    said.weekday.is_none_or(|w| i8::try_from(w).ok() == Some(date.weekday().to_monday_one_offset()))
}

fn days_until(from: Date, date: Date) -> i32 {
    from.until(date).map_or(i32::MAX, |span| span.get_days())
}

/// How far a day is from the reference; a day longer ago than `recent` days counts as very far.
fn distance(from: Date, date: Date, recent: i32) -> i32 {
    let days = days_until(from, date);
    if days < -recent { 10_000 - days } else { days.abs() }
}
