//! Dates and hours in words, for messages, templates and corrections.

use jiff::civil::{Date, Time};

use crate::language::Language;
use crate::language::calendar::{month_name, weekday_name};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// 17 novembre 2026
    Long,
    /// mardi 17 novembre 2026
    Full,
    /// 17/11/2026
    Short,
}

/// A date in words.
pub fn format_date(date: Date, language: Language, style: DateStyle) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    if style == DateStyle::Short {
        return format!("{day:02}/{month:02}/{year}");
    }
    let number = if day == 1 && language == Language::Fr { "1er".to_string() } else { day.to_string() };
    let long = format!("{number} {} {year}", month_name(month as u8, language));
    if style == DateStyle::Long {
        return long;
    }
    format!("{} {long}", weekday_name(date.weekday().to_monday_one_offset() as u8, language))
}

/// An hour in words: "14 h", "14 h 30"; "2 pm", "2:30 pm".
pub fn format_time(time: Time, language: Language) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (language, minute) {
        (Language::Fr, 0) => format!("{hour} h"),
        (Language::Fr, minute) => format!("{hour} h {minute:02}"),
        (Language::En, minute) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let clock = if hour % 12 == 0 { 12 } else { hour % 12 };
            if minute == 0 { format!("{clock} {half}") } else { format!("{clock}:{minute:02} {half}") }
        }
    }
}

/// A length of time in words: "1 h 30", "45 min"; "1 h 30 min".
pub fn format_duration(minutes: i64, language: Language) -> String {
    match (minutes / 60, minutes % 60, language) {
        (0, minutes, _) => format!("{minutes} min"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, Language::Fr) => format!("{hours} h {minutes:02}"),
        (hours, minutes, Language::En) => format!("{hours} h {minutes:02} min"),
    }
}
