//! Dates and times as they are said.
//!
//! [`scan`] reads the expressions of a text and keeps what was said, unresolved: a date without a year stays one, so
//! it can be held field by field against an event.

mod clock;
mod date;
mod day;
mod digits;
mod guard;
mod length;
mod places;
mod reader;
mod relative;
mod say;
mod spoken;
mod token;
mod within;
mod zone;

pub use places::zone_of;
pub use say::{Style, format_date, format_duration, format_time, format_weekday};
pub use zone::{SaidOffset, offset_of, zone_matches};

use std::ops::Range;

use crate::language::Language;
use crate::work::{self, Deed};

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
    /// The bytes of the weekday's word, where one was said.
    pub weekday_at: Option<Range<usize>>,
    /// The bytes of the year, where one was said.
    pub year_at: Option<Range<usize>>,
}

/// An hour as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSaid {
    /// 0 to 23 as said; `2` in "at 2" stays 2 with `unsure` set.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Said without am, pm or a form that settles the half of the day.
    pub unsure: bool,
}

/// A zone as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneSaid {
    /// An abbreviation such as `CET`, `EDT`, `ET`, `GMT` in capitals.
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
}

/// A word that means a day or moment only together with the time of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relative {
    /// Whole days from the sending day: 0 today, 1 tomorrow, -1 yesterday ("demain", "J-3" is 3 before the event: see `Before`).
    Days(i32),
    /// The same, narrowed to a part of the day: "ce soir", "demain matin", "this afternoon".
    DaysPart(i32, DayPart),
    /// Whole weeks from the sending week (next week 1, last week -1, this week 0).
    Weeks(i32),
    /// So many weeks from the sending day ("dans une semaine" 1, "two weeks ago" -2): near that day, not a whole week.
    WeeksAway(i32),
    /// Whole months from the sending month.
    Months(i32),
    /// Minutes from the moment of sending ("dans une heure" 60, "il y a deux heures" -120, "starting now" 0).
    Minutes(i32),
    /// A weekday relative to the sending day: next (1), last (-1), or the coming one when bare ("jeudi", "à jeudi", "on Thursday": 0).
    Weekday(u8, i8),
    /// A weekday of a week counted from the sending week ("Friday next week" 1, "this week Monday" 0).
    WeekdayOf(u8, i32),
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

/// How a day or week is told by its place in a larger span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// The whole week that holds the date: "la semaine du 7 octobre".
    Week,
    /// A week of the month: 1 the first, -1 the last ("the last week of October").
    WeekOf(i8),
    /// A weekday (1 Monday … 7 Sunday) of the month: 1 its first, -1 its last ("the last Friday of October").
    WeekdayOf(u8, i8),
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
    /// The date, or the month of `relative`, only says where the day or week meant lies.
    pub within: Option<Within>,
    /// Which of the years is meant, where the words before or behind the date tell: this (0), the next (1), the last
    /// (-1), as in "next June". Only the looser reader tells.
    pub turn: Option<i8>,
    /// The part of the day beside a day: "jeudi matin", "June 5 in the evening".
    pub part: Option<DayPart>,
    /// The hour, or the first of a range.
    pub time: Option<TimeSaid>,
    /// The end of a range of hours.
    pub until: Option<TimeSaid>,
    /// The bytes of the hours alone.
    pub time_at: Option<Range<usize>>,
    /// The zone, with its bytes.
    pub zone: Option<(ZoneSaid, Range<usize>)>,
    /// A second zone beside the first: the place in "3 pm in London (GMT)", whose `zone` is the abbreviation.
    pub other_zone: Option<(ZoneSaid, Range<usize>)>,
    /// A word relative to the time of sending, with its bytes.
    pub relative: Option<(Relative, Range<usize>)>,
    /// A length of time in minutes ("pendant une heure et demie", "45 minutes"), with its bytes.
    pub duration: Option<(u32, Range<usize>)>,
}

/// Reads every date, time, zone, duration and relative word of a text, in order of their places.
/// `language` decides what a shared form means (`03/04` in American order is `month_first`'s affair).
pub fn scan(text: &str, language: Language, month_first: bool) -> Vec<When> {
    work::count(Deed::DateScan);
    reader::read(text, language, month_first, false)
}

/// As [`scan`], with the looser expressions too: a month alone ("en septembre"), a part of the day alone, an
/// abbreviated weekday alone, a bare hour after "at". For text that is known to speak of dates.
pub fn scan_all(text: &str, language: Language, month_first: bool) -> Vec<When> {
    work::count(Deed::DateScan);
    reader::read(text, language, month_first, true)
}
