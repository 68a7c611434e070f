//! Dates and times in words, for messages.

use jiff::civil::Date;

use crate::language::Language;
use crate::language::calendar::{month_name, weekday_name};

/// How much of a date is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// "17 novembre 2026", "17 November 2026".
    Long,
    /// "mardi 17 novembre 2026", "Tuesday 17 November 2026".
    Full,
    /// "17/11/2026".
    Short,
}

/// A date in words; the first of a month is "1er" in French.
pub fn format_date(date: Date, language: Language, style: Style) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    if style == Style::Short {
        return format!("{day:02}/{month:02}/{year}");
    }
    let ordinal = if day == 1 && language == Language::Fr { "er" } else { "" };
    let long = format!("{day}{ordinal} {} {year}", month_name(month.unsigned_abs(), language));
    if style == Style::Full { format!("{} {long}", format_weekday(date, language)) } else { long }
}

/// The weekday of a date.
pub fn format_weekday(date: Date, language: Language) -> &'static str {
    weekday_name(date.weekday().to_monday_one_offset().unsigned_abs(), language)
}

/// An hour in words: "14 h 30", "2:30 pm".
pub fn format_time(hour: u8, minute: u8, language: Language) -> String {
    match (language, minute) {
        (Language::Fr, 0) => format!("{hour} h"),
        (Language::Fr, _) => format!("{hour} h {minute:02}"),
        (Language::En, _) => {
            let half = if hour % 24 < 12 { "am" } else { "pm" };
            let hour = match hour % 12 {
                0 => 12,
                hour => hour,
            };
            if minute == 0 { format!("{hour} {half}") } else { format!("{hour}:{minute:02} {half}") }
        }
    }
}

/// A length of minutes in words: "1 h 30", "45 minutes", "1 hour 30 minutes".
pub fn format_duration(minutes: u32, language: Language) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let plural = |n: u32| if n > 1 { "s" } else { "" };
    match (language, hours, rest) {
        (_, 0, _) => format!("{rest} minute{}", plural(rest)),
        (Language::Fr, _, 0) => format!("{hours} h"),
        (Language::Fr, _, _) => format!("{hours} h {rest:02}"),
        (Language::En, _, 0) => format!("{hours} hour{}", plural(hours)),
        (Language::En, _, _) => format!("{hours} hour{} {rest} minute{}", plural(hours), plural(rest)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_said_as_each_language_writes_them() {
        let day = date(2026, 11, 17);
        assert_eq!(format_date(day, Language::Fr, Style::Long), "17 novembre 2026");
        assert_eq!(format_date(day, Language::Fr, Style::Full), "mardi 17 novembre 2026");
        assert_eq!(format_date(day, Language::En, Style::Full), "Tuesday 17 November 2026");
        assert_eq!(format_date(date(2026, 3, 1), Language::Fr, Style::Long), "1er mars 2026");
        assert_eq!(format_date(date(2026, 3, 1), Language::En, Style::Long), "1 March 2026");
        assert_eq!(format_date(date(2026, 3, 1), Language::En, Style::Short), "01/03/2026");
    }

    #[test]
    fn hours_and_lengths_are_said_as_each_language_writes_them() {
        assert_eq!(format_time(14, 0, Language::Fr), "14 h");
        assert_eq!(format_time(14, 5, Language::Fr), "14 h 05");
        assert_eq!(format_time(14, 30, Language::En), "2:30 pm");
        assert_eq!(format_time(0, 0, Language::En), "12 am");
        assert_eq!(format_time(12, 0, Language::En), "12 pm");
        assert_eq!(format_duration(90, Language::Fr), "1 h 30");
        assert_eq!(format_duration(45, Language::Fr), "45 minutes");
        assert_eq!(format_duration(60, Language::En), "1 hour");
        assert_eq!(format_duration(121, Language::En), "2 hours 1 minute");
    }
}
