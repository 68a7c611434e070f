//! Dates and times as they are said.
//!
//! [`scan`] reads the expressions of a text and keeps what was said, unresolved: a date without a year stays one, so
//! it can be held field by field against an event. One pass over tokens; French and English words are both known,
//! whatever the language of the text.

mod dates;
mod durations;
mod format;
mod relative;
mod times;
mod tokens;
mod zones;

use std::ops::Range;

use crate::language::Language;

pub use format::{DateStyle, format_date, format_duration, format_time};
pub use zones::{SaidOffset, offset_of};

use tokens::Tokens;

/// A date as it was said: only the fields that the words gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateSaid {
    /// 1 Monday … 7 Sunday.
    pub weekday: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// The year, four digits (`26` in `14/06/26` is 2026).
    pub year: Option<i16>,
    /// Only digits, and both readings are days (`03/04`): day and month may change places.
    pub ambiguous: bool,
}

/// An hour as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSaid {
    /// 0 to 23 as said; `2` in "at 2:30" stays 2 with `unsure` set.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Said without am, pm or a form that settles the half of the day.
    pub unsure: bool,
}

/// A zone as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneSaid {
    /// An abbreviation such as `CET`, `EDT`, `ET`, `GMT`, in capitals.
    Abbreviation(String),
    /// An offset in minutes east of UTC (`UTC+2`, `GMT-4`).
    Offset(i32),
    /// A place: the IANA zone of the city or country that was named ("heure de Paris", "in New York").
    Place {
        /// The name as written.
        name: String,
        /// The IANA zone, when the name is known.
        zone: Option<&'static str>,
    },
    /// "heure d'été", "summer time" (true), "heure d'hiver", "winter time" (false): of the event's own zone.
    Season(bool),
}

/// A word that means a day or moment only together with the time of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relative {
    /// Whole days from the sending day: 0 today, 1 tomorrow, -1 yesterday.
    Days(i32),
    /// The same, narrowed to a part of the day: "ce soir", "demain matin", "this afternoon".
    DaysPart(i32, DayPart),
    /// Whole weeks from the sending week: next week 1, last week -1, this week 0.
    Weeks(i32),
    /// Whole months from the sending month.
    Months(i32),
    /// Minutes from the moment of sending: "dans une heure" 60, "starting now" 0.
    Minutes(i32),
    /// A weekday, next (1), last (-1), or the nearest one when bare ("à jeudi", "on Thursday": 0).
    Weekday(u8, i8),
    /// So many days before the event ("J-3", "D-1", "3 days to go").
    Before(u16),
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    /// Until noon.
    Morning,
    /// Noon to 18 h.
    Afternoon,
    /// From 17 h.
    Evening,
    /// From 20 h.
    Night,
}

/// One expression of date or time in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    /// Its bytes.
    pub range: Range<usize>,
    /// The date, or the first day of a range or list.
    pub date: Option<DateSaid>,
    /// Further days: the last day of a range ("du 3 au 5 mars") or each other day of a list ("les 3 et 10 mars").
    pub other_dates: Vec<DateSaid>,
    /// The dates are a range, not a list.
    pub date_range: bool,
    /// The bytes of the date alone.
    pub date_at: Option<Range<usize>>,
    /// The hour, or the first of a range.
    pub time: Option<TimeSaid>,
    /// The end of a range of hours.
    pub until: Option<TimeSaid>,
    /// The bytes of the hours alone.
    pub time_at: Option<Range<usize>>,
    /// The zones that were named beside the hour, with their bytes: "in London (GMT)" names two.
    pub zones: Vec<(ZoneSaid, Range<usize>)>,
    /// A word relative to the time of sending, with its bytes.
    pub relative: Option<(Relative, Range<usize>)>,
    /// A length of time in minutes ("pendant une heure et demie", "45 minutes"), with its bytes.
    pub duration: Option<(u32, Range<usize>)>,
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
struct Manner {
    language: Language,
    /// `03/04` is 4 March.
    month_first: bool,
}

/// Reads every date, time, zone, duration and relative word of a text, in order of their places.
/// `month_first`: in digits the month stands before the day, as in America.
pub fn scan(text: &str, language: Language, month_first: bool) -> Vec<When> {
    let tokens = Tokens::of(text);
    let manner = Manner { language, month_first };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match one(&tokens, at, manner) {
            Some((when, end)) if end > at => {
                out.push(when);
                at = end;
            }
            _ => at += 1,
        }
    }
    out
}

/// The expression that begins at a token, and the token after it.
fn one(tokens: &Tokens<'_>, start: usize, manner: Manner) -> Option<(When, usize)> {
    if let Some((minutes, end)) = durations::duration(tokens, start) {
        let range = tokens.bytes(start, end);
        return Some((When { range: range.clone(), duration: Some((minutes, range)), ..When::default() }, end));
    }
    let mut when = When::default();
    let mut end = start;
    let mut first = true;
    loop {
        let from = if first { end } else { skip_joint(tokens, end) };
        let Some(after) = part(tokens, from, manner, &mut when, first) else { break };
        end = after;
        first = false;
    }
    if end == start {
        return None;
    }
    when.range = tokens.bytes(start, end);
    Some((when, end))
}

/// Adds one part to an expression: a date, an hour with its zones, or a relative word, each once.
fn part(tokens: &Tokens<'_>, at: usize, manner: Manner, when: &mut When, first: bool) -> Option<usize> {
    if when.date.is_none() {
        if let Some((dates, range, end)) = dates::dates(tokens, at, manner) {
            let mut dates = dates.into_iter();
            when.date = dates.next();
            when.other_dates = dates.collect();
            when.date_range = range;
            when.date_at = Some(tokens.bytes(at, end));
            return Some(end);
        }
    }
    if when.time.is_none() {
        if let Some((time, until, end)) = times::times(tokens, at, manner) {
            // "à 14 h, 15 h 30": a second hour is an expression of its own.
            when.time_at = Some(tokens.bytes(times::lead(tokens, at), end));
            when.time = Some(time);
            when.until = until;
            let mut end = end;
            while let Some((zone, from, after)) = zones::zone(tokens, end) {
                when.zones.push((zone, tokens.bytes(from, after)));
                end = after;
            }
            return Some(end);
        }
    }
    if when.relative.is_none() && (first || when.date.is_none()) {
        if let Some((relative, end)) = relative::relative(tokens, at) {
            when.relative = Some((relative, tokens.bytes(at, end)));
            return Some(end);
        }
    }
    None
}

/// Words between a date and its hour: a comma, "à", "at", "de", "from", "le", "on".
fn skip_joint(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut end = at;
    for _ in 0..2 {
        let joint = tokens.is_mark(end, ',') || tokens.is_mark(end, '-') || matches!(tokens.word(end), "a" | "at" | "le" | "on" | "the" | "des" | "vers");
        if !joint {
            break;
        }
        end += 1;
    }
    end
}
