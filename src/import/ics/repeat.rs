//! A rule of repetition (`FREQ=WEEKLY;BYDAY=TU`, RFC 5545, section 3.3.10), counted out in wall time.
//!
//! Comes in: the rule as written, and the first start. Goes out: each start, in order. Counted here and not by a
//! library, since those that read all of these rules bring the zones of the world along a second time; a test holds
//! what is counted here against one of them.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// How often a period comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Year,
    Month,
    Week,
    Day,
}

impl Every {
    /// After how many periods the calendar is the same again, weekdays included, whatever the interval: 400 years of
    /// each. A rule without a start in so many never has another.
    fn cycle(self) -> usize {
        match self {
            Every::Year => 400,
            Every::Month => 4_800,
            Every::Week => 20_871,
            Every::Day => 146_097,
        }
    }
}

/// A rule of repetition. Empty lists ask for nothing; numbers below zero count from the end.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    every: Every,
    interval: i64,
    count: Option<usize>,
    week_start: Weekday,
    months: Vec<i16>,
    weeks: Vec<i16>,
    year_days: Vec<i16>,
    month_days: Vec<i16>,
    /// A weekday, and which of them in its month or year; 0 is each.
    weekdays: Vec<(i16, Weekday)>,
    /// Which of the days of a period.
    positions: Vec<i16>,
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
}

impl Repeat {
    /// Reads the parts of a rule, in capitals, but for `UNTIL`; `None` where one is unknown, stands twice, or is not for
    /// a rule of this kind.
    pub(super) fn read<'p>(parts: impl Iterator<Item = (&'p str, &'p str)> + Clone) -> Option<Repeat> {
        let every = match parts.clone().find(|(name, _)| *name == "FREQ")?.1 {
            "YEARLY" => Every::Year,
            "MONTHLY" => Every::Month,
            "WEEKLY" => Every::Week,
            "DAILY" => Every::Day,
            _ => return None,
        };
        let mut rule = Repeat {
            every,
            interval: 1,
            count: None,
            week_start: Weekday::Monday,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            hour: None,
            minute: None,
            second: None,
        };
        for (n, (name, value)) in parts.clone().enumerate() {
            if parts.clone().take(n).any(|(known, _)| known == name) {
                return None;
            }
            rule.take(name, value)?;
        }
        Some(rule)
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let every = self.every;
        match name {
            "FREQ" => {}
            "INTERVAL" => self.interval = i64::from(value.parse::<u16>().ok().filter(|weeks| *weeks > 0)?),
            "COUNT" => self.count = Some(value.parse::<u32>().ok()? as usize),
            "WKST" => self.week_start = weekday(value)?,
            "BYMONTH" => self.months = numbers(value, 12).filter(|months| months.iter().all(|month| *month > 0))?,
            "BYWEEKNO" if every == Every::Year => self.weeks = numbers(value, 53)?,
            "BYYEARDAY" if every == Every::Year => self.year_days = numbers(value, 366)?,
            "BYMONTHDAY" if every != Every::Week => self.month_days = numbers(value, 31)?,
            "BYDAY" => self.weekdays = weekdays(value, every)?,
            "BYSETPOS" => self.positions = numbers(value, 366)?,
            "BYHOUR" => self.hour = Some(below(value, 24)?),
            "BYMINUTE" => self.minute = Some(below(value, 60)?),
            "BYSECOND" => self.second = Some(below(value, 60)?),
            _ => return None,
        }
        Some(())
    }

    /// The starts, from the first one on; it is among them where it is as the rule says.
    pub(super) fn starts(mut self, first: DateTime) -> impl Iterator<Item = DateTime> {
        self.fill(first.date());
        let hour = self.hour.unwrap_or(first.hour());
        let at = (hour, self.minute.unwrap_or(first.minute()), self.second.unwrap_or(first.second()));
        let (mut period, mut empty) = (0, 0);
        let count = self.count.unwrap_or(usize::MAX);
        let periods = std::iter::from_fn(move || {
            let days = self.period(first.date(), period).filter(|_| empty <= self.every.cycle())?;
            period += 1;
            empty = if days.is_empty() { empty + 1 } else { 0 };
            Some(days)
        });
        let starts = periods.flatten().map(move |day| day.at(at.0, at.1, at.2, 0));
        starts.filter(move |start| *start >= first).take(count)
    }

    /// What a rule leaves to its first start: the day of the year, the month or the week.
    fn fill(&mut self, first: Date) {
        let lists = [&self.weeks, &self.year_days, &self.month_days];
        if !self.weekdays.is_empty() || lists.iter().any(|list| !list.is_empty()) {
            return;
        }
        match self.every {
            Every::Year => {
                if self.months.is_empty() {
                    self.months.push(i16::from(first.month()));
                }
                self.month_days.push(i16::from(first.day()));
            }
            Every::Month => self.month_days.push(i16::from(first.day())),
            Every::Week => self.weekdays.push((0, first.weekday())),
            Every::Day => {}
        }
    }

    /// The days of the period of this number, in order; `None` past the last year that there is.
    fn period(&self, first: Date, number: i64) -> Option<Vec<Date>> {
        let steps = number.checked_mul(self.interval)?;
        let (start, end) = match self.every {
            Every::Year => {
                let start = first.first_of_year().checked_add(Span::new().try_years(steps).ok()?).ok()?;
                (start, start.last_of_year())
            }
            Every::Month => {
                let start = first.first_of_month().checked_add(Span::new().try_months(steps).ok()?).ok()?;
                (start, start.last_of_month())
            }
            Every::Week => {
                let start = first.checked_sub(i64::from(first.weekday().since(self.week_start)).days()).ok()?;
                let start = start.checked_add(Span::new().try_weeks(steps).ok()?).ok()?;
                (start, start.checked_add(6.days()).ok()?)
            }
            Every::Day => {
                let day = first.checked_add(Span::new().try_days(steps).ok()?).ok()?;
                (day, day)
            }
        };
        let all = std::iter::successors(Some(start), |day| day.tomorrow().ok()).take_while(|day| *day <= end);
        let days: Vec<Date> = all.filter(|day| self.fits(*day)).collect();
        if self.positions.is_empty() {
            return Some(days);
        }
        let place = |position: i16| match usize::try_from(position) {
            Ok(position) => position.checked_sub(1),
            Err(_) => days.len().checked_sub(usize::from(position.unsigned_abs())),
        };
        let mut chosen: Vec<Date> =
            self.positions.iter().filter_map(|position| days.get(place(*position)?).copied()).collect();
        chosen.sort_unstable();
        chosen.dedup();
        Some(chosen)
    }

    /// Whether a day is as each list says.
    fn fits(&self, day: Date) -> bool {
        let either = |list: &[i16], numbers: [i16; 2]| list.is_empty() || numbers.iter().any(|n| list.contains(n));
        let month_day = (i16::from(day.day()), i16::from(day.days_in_month()));
        let year_day = (day.day_of_year(), day.days_in_year());
        (self.months.is_empty() || self.months.contains(&i16::from(day.month())))
            && either(&self.month_days, [month_day.0, month_day.0 - month_day.1 - 1])
            && either(&self.year_days, [year_day.0, year_day.0 - year_day.1 - 1])
            && self.fits_weekday(day, month_day, year_day)
            && (self.weeks.is_empty() || self.week(day).is_some_and(|week| either(&self.weeks, week)))
    }

    fn fits_weekday(&self, day: Date, month_day: (i16, i16), year_day: (i16, i16)) -> bool {
        let of_year = self.every == Every::Year && self.months.is_empty();
        let (number, length) = if of_year { year_day } else { month_day };
        let which = sevenths(number, length);
        let fits = |(n, weekday): &(i16, Weekday)| *weekday == day.weekday() && (*n == 0 || which.contains(n));
        self.weekdays.is_empty() || self.weekdays.iter().any(fits)
    }

    /// The week of a day, from the start and from the end of the year that has most of its days.
    fn week(&self, day: Date) -> Option<[i16; 2]> {
        let since = i64::from(day.weekday().since(self.week_start));
        let middle = day.checked_add((3 - since).days()).ok()?;
        Some(sevenths(middle.day_of_year(), middle.days_in_year()))
    }
}

/// Which of its weekday a day is among so many days, from their start and from their end.
fn sevenths(number: i16, length: i16) -> [i16; 2] {
    [(number - 1) / 7 + 1, -((length - number) / 7) - 1]
}

/// Numbers from 1 to `most`, or from the end.
fn numbers(value: &str, most: i16) -> Option<Vec<i16>> {
    let number = |text: &str| text.parse::<i16>().ok().filter(|n| (1..=most).contains(&n.abs()));
    value.split(',').map(number).collect()
}

fn below(value: &str, end: i8) -> Option<i8> {
    value.parse().ok().filter(|n| (0..end).contains(n))
}

/// `TU`, and with a number (`-1FR`) where the rule counts months or years.
fn weekdays(value: &str, every: Every) -> Option<Vec<(i16, Weekday)>> {
    let most = match every {
        Every::Year => 53,
        Every::Month => 5,
        Every::Week | Every::Day => 0,
    };
    let one = |text: &str| {
        let (number, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let number = if number.is_empty() { 0 } else { *numbers(number, most)?.first()? };
        Some((number, weekday(name)?))
    };
    value.split(',').map(one).collect()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::*;

    fn starts(rule: &str, first: DateTime) -> Option<Vec<DateTime>> {
        let parts: Vec<(&str, &str)> = rule.split(';').map(|part| part.split_once('=').unwrap()).collect();
        Some(Repeat::read(parts.into_iter())?.starts(first).take(12).collect())
    }

    /// What the rrule crate makes of the same rule.
    fn of_library(rule: &str, first: DateTime) -> Option<Vec<DateTime>> {
        let text = format!("DTSTART:{}\nRRULE:{rule}", first.strftime("%Y%m%dT%H%M%SZ"));
        let set: rrule::RRuleSet = text.parse().ok()?;
        let seconds = set.limit().into_iter().take(12).map(|moment| moment.timestamp());
        let wall = |second| jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(second).unwrap());
        Some(seconds.map(wall).collect())
    }

    /// A list of some of these words, as a part of a rule; often none.
    fn list(name: &'static str, words: &'static [&'static str]) -> impl Strategy<Value = String> {
        prop_oneof![
            2 => Just(String::new()),
            1 => subsequence(words, 1..=2).prop_map(move |words| format!(";{name}={}", words.join(",")))
        ]
    }

    fn any_rule() -> impl Strategy<Value = String> {
        let plain: &[&str] = &["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        let numbered: &[&str] = &["1MO", "2TU", "-1FR", "3SA", "-2WE"];
        let freq = prop_oneof![
            (Just("FREQ=YEARLY"), prop_oneof![list("BYDAY", plain), list("BYDAY", numbered)])
                .prop_flat_map(|(freq, days)| {
                    let year_days = list("BYYEARDAY", &["1", "60", "100", "-1", "366"]);
                    let month_days = list("BYMONTHDAY", &["1", "13", "29", "-1"]);
                    (Just(freq), Just(days), year_days, month_days, list("BYSETPOS", &["1", "-1", "3"]))
                })
                .prop_map(|(freq, days, year, month, pos)| format!("{freq}{days}{year}{month}{pos}")),
            (
                prop_oneof![list("BYDAY", plain), list("BYDAY", numbered)],
                list("BYMONTHDAY", &["1", "13", "29", "31", "-1"])
            )
                .prop_flat_map(|(days, month)| (Just(days), Just(month), list("BYSETPOS", &["1", "-1", "2"])))
                .prop_map(|(days, month, pos)| format!("FREQ=MONTHLY{days}{month}{pos}")),
            list("BYDAY", plain).prop_map(|days| format!("FREQ=WEEKLY{days}")),
            (list("BYDAY", plain), list("BYMONTHDAY", &["1", "13", "29", "-1"]))
                .prop_map(|(days, month)| format!("FREQ=DAILY{days}{month}")),
        ];
        let months = list("BYMONTH", &["1", "2", "3", "6", "11", "12"]);
        let interval = prop_oneof![Just(String::new()), (1..8).prop_map(|n| format!(";INTERVAL={n}"))];
        let count = prop_oneof![Just(String::new()), (1..20).prop_map(|n| format!(";COUNT={n}"))];
        let week = prop_oneof![Just(""), Just(";WKST=SU"), Just(";WKST=TH")];
        let hour = prop_oneof![Just(""), Just(";BYHOUR=9"), Just(";BYHOUR=20;BYMINUTE=30")];
        (freq, months, interval, count, week, hour).prop_map(|(freq, months, interval, count, week, hour)| {
            format!("{freq}{months}{interval}{count}{week}{hour}")
        })
    }

    proptest! {
        // The library takes its time over rules that never have a start.
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn rules_are_counted_as_by_a_library(rule in any_rule(), days in 0i64..1500, hour in 0i8..24) {
            let first = jiff::civil::date(2025, 1, 1).checked_add(days.days()).unwrap().at(hour, 15, 0, 0);
            prop_assert_eq!(starts(&rule, first), of_library(&rule, first), "{} {}", rule, first);
        }

        #[test]
        fn weeks_of_the_year_are_those_of_iso(days in 0i64..20_000) {
            let day = jiff::civil::date(1990, 1, 1).checked_add(days.days()).unwrap();
            let rule = Repeat::read([("FREQ", "YEARLY"), ("BYWEEKNO", "1")].into_iter()).unwrap();
            let iso = day.iso_week_date();
            let last = if iso.in_long_year() { 53 } else { 52 };
            let week = i16::from(iso.week());
            prop_assert_eq!(rule.week(day), Some([week, week - last - 1]));
        }
    }

    #[test]
    fn weekdays_with_and_without_a_number_stand_beside_each_other() {
        let first = jiff::civil::date(2026, 11, 2).at(9, 0, 0, 0);
        let found = starts("FREQ=MONTHLY;BYDAY=1MO,WE;COUNT=4", first).unwrap();
        assert_eq!(found.iter().map(|start| start.day()).collect::<Vec<_>>(), [2, 4, 11, 18]);
    }

    #[test]
    fn what_is_not_for_a_rule_of_its_kind_is_refused() {
        for rule in [
            "FREQ=HOURLY",
            "COUNT=3",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=3;COUNT=4",
            "FREQ=WEEKLY;BYMONTHDAY=3",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=MONTHLY;BYDAY=",
            "FREQ=MONTHLY;BYDAY=é",
            "FREQ=MONTHLY;BYMONTH=-1",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYWEEKNO=3",
            "FREQ=YEARLY;BYSETPOS=0",
            "FREQ=YEARLY;BYEASTER=0",
            "FREQ=DAILY;BYHOUR=24",
        ] {
            assert!(starts(rule, jiff::civil::date(2026, 1, 1).at(9, 0, 0, 0)).is_none(), "{rule}");
        }
    }

    #[test]
    fn a_day_that_never_comes_has_no_start() {
        let first = jiff::civil::date(2026, 1, 1).at(9, 0, 0, 0);
        assert_eq!(starts("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", first), Some(Vec::new()));
    }
}
