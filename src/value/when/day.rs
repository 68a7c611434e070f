//! Days: "mardi 17 novembre 2026", "June 14th", "14/06", "2026-11-17", and ranges and lists of them.

use crate::language::calendar::Word;

use super::DateSaid;
use super::date::possible;
use super::reader::Reader;
use super::token::{Gap, Kind};

/// The most days that one expression lists; longer rows of numbers are none.
const LONGEST_LIST: usize = 16;

/// One date, a range or a list.
pub(super) struct Days {
    pub(super) said: Vec<DateSaid>,
    pub(super) range: bool,
    pub(super) at: usize,
    pub(super) next: usize,
    /// A day of a month is told, not only a weekday with a number.
    pub(super) whole: bool,
}

/// One date as read, and the token after it.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) said: DateSaid,
    pub(super) next: usize,
}

impl Reader<'_> {
    /// The date, range or list of days that starts at a token.
    pub(super) fn days(&self, at: usize) -> Option<Days> {
        let (lead, start) = match self.word(at) {
            Some(Word::Du | Word::From | Word::Between) => (true, at + 1),
            Some(Word::De) if self.word(at + 1).is_some_and(|w| matches!(w, Word::Weekday(_) | Word::Le)) => {
                (true, at + 1)
            }
            _ => (false, at),
        };
        let start = if lead && matches!(self.word(start), Some(Word::Le | Word::The)) { start + 1 } else { start };
        if let Some(days) = self.several(at, start, lead) {
            return days.said.iter().all(possible).then_some(days);
        }
        if lead {
            return None;
        }
        let date = self.with_weekday_behind(self.date(at)?);
        let whole = date.said.day.is_some() && date.said.month.is_some() || date.said.month.is_some();
        Some(Days { said: vec![date.said], range: false, at, next: date.next, whole })
    }

    /// A range or a list: every day but one may lack its month or year and takes it from the others.
    fn several(&self, at: usize, start: usize, lead: bool) -> Option<Days> {
        self.weekdays_and_dates(start)
            .or_else(|| self.row_of_days(at, start, lead))
            .or_else(|| self.since_year(at, start).filter(|_| lead && self.loose))
    }

    fn row_of_days(&self, at: usize, start: usize, lead: bool) -> Option<Days> {
        let mut read = vec![self.date(start).or_else(|| self.day_alone(start))?];
        let mut range = None;
        while read.len() < LONGEST_LIST {
            let last = read.last()?;
            let Some((link_is_range, after)) = self.link(last.next, lead) else { break };
            if range.is_some_and(|range| range || range != link_is_range) {
                break;
            }
            let Some(next) = self.date(after).or_else(|| self.day_alone(after)) else { break };
            // "June 5, 3-5 pm"
            if !link_is_range && next.said.month.is_none() && self.hours(after).is_some_and(|h| h.until.is_some()) {
                break;
            }
            let month_day = self.follows_month(start, read.first()?, &next, after);
            // A whole date is followed by a whole date, and in a list by no other.
            let bare = next.said.month.is_none();
            if last.said.month.is_some() && !month_day && (bare || !link_is_range) {
                break;
            }
            range = Some(link_is_range);
            let whole = next.said.month.is_some() && !month_day;
            read.push(next);
            if whole {
                break;
            }
        }
        let range = range?;
        let mut next = read.last()?.next;
        let bare_end = read.last()?.said.month.is_none();
        self.share(&mut read, &mut next)?;
        let all_possible = read.iter().all(|read| possible(&read.said));
        // "June 10 - 31" is no date at all; in a list, and before a word, the number counts something else.
        if !all_possible && (!range || !bare_end || self.word(next) == Some(Word::Other)) {
            return None;
        }
        let backwards = range && read.len() == 2 && !in_order(&read[0].said, &read[1].said);
        if backwards && !lead {
            return None;
        }
        let said = read.into_iter().map(|r| r.said).collect();
        Some(Days { said, range, at, next, whole: true })
    }

    /// Loosely: "between 2015 and January 5th 2018".
    fn since_year(&self, at: usize, start: usize) -> Option<Days> {
        let (year, after) = self.year_after(start).filter(|_| self.digits(start).is_some())?;
        let said = DateSaid { year: Some(year), year_at: Some(self.bytes(start, after)), ..DateSaid::default() };
        let (true, end) = self.link(after, true)? else { return None };
        let last = self.date(end).filter(|last| last.said.year.is_some())?;
        Some(Days { said: vec![said, last.said], range: true, at, next: last.next, whole: true })
    }

    /// "Monday-Wednesday Aug 20-22": each end of the range with its weekday.
    fn weekdays_and_dates(&self, at: usize) -> Option<Days> {
        let (first, dash) = self.weekday_at(at)?;
        let to = self.mark(dash, '-') || matches!(self.word(dash), Some(Word::Au | Word::To | Word::And));
        let (last, after) = self.weekday_at(dash + 1).filter(|_| to)?;
        let mut days = self.row_of_days(at, self.skip(after, ','), false)?;
        let [one, two] = days.said.as_mut_slice() else { return None };
        if one.weekday.is_some() || two.weekday.is_some() {
            return None;
        }
        (one.weekday, one.weekday_at) = (Some(first), Some(self.bytes(at, at + 1)));
        (two.weekday, two.weekday_at) = (Some(last), Some(self.bytes(dash + 1, dash + 2)));
        Some(days)
    }

    /// Whether a bare day goes on from "June 14" in "June 14-16": the first date ended with its day.
    fn follows_month(&self, start: usize, first: &Read, next: &Read, after: usize) -> bool {
        let month_first = (start..first.next).find_map(|i| match self.kind(i) {
            Some(Kind::Word(word)) if self.month_of(word, i).is_some() => Some(true),
            Some(Kind::Number(..)) => Some(false),
            _ => None,
        });
        first.said.month.is_some()
            && next.said.month.is_none()
            && month_first == Some(true)
            && self.digits(after).is_some()
    }

    /// Gives each date of a range the month and year that another said; `None` when no month was said.
    fn share(&self, read: &mut [Read], next: &mut usize) -> Option<()> {
        let from_first = read.first()?.said.clone();
        let from_last = read.last()?.said.clone();
        let month = from_last.month.or(from_first.month)?;
        let mut year = from_last.year.or(from_first.year);
        let mut year_at = from_last.year_at.clone().or(from_first.year_at.clone());
        if from_last.month.is_none()
            && year.is_none()
            && let Some((value, after)) = self.year_after(*next)
        {
            (year, year_at) = (Some(value), Some(self.bytes(after - 1, after)));
            *next = after;
        }
        for date in read {
            if date.said.month.is_none() {
                date.said.month = Some(month);
            }
            let year_goes = date.said.month <= Some(month) || from_last.year.is_none();
            if date.said.year.is_none() && year_goes {
                (date.said.year, date.said.year_at) = (year, year_at.clone());
            }
        }
        Some(())
    }

    /// What ties two days: a range ("au", "-", "to") or a list ("et", ",", "and").
    fn link(&self, at: usize, lead: bool) -> Option<(bool, usize)> {
        if self.gap(at) > Gap::Line {
            return None;
        }
        let the = |i: usize| if matches!(self.word(i), Some(Word::Le | Word::The)) { i + 1 } else { i };
        match self.kind(at)? {
            Kind::Mark('-') if self.gap(at) <= Gap::Space => Some((true, at + 1)),
            Kind::Word(Word::Au | Word::A | Word::To) => Some((true, the(at + 1))),
            Kind::Word(Word::Until) if lead || self.loose => Some((true, the(self.after_until(at)))),
            Kind::Word(Word::And) => Some((lead && self.word_is_between(at), the(at + 1))),
            Kind::Mark(',') => Some((false, the(at + 1))),
            Kind::Mark('&' | '+') => Some((false, at + 1)),
            _ => None,
        }
    }

    fn word_is_between(&self, and: usize) -> bool {
        (and.saturating_sub(6)..and).any(|i| self.word(i) == Some(Word::Between))
    }
}

fn in_order(first: &DateSaid, last: &DateSaid) -> bool {
    match (first.year, last.year) {
        (Some(a), Some(b)) => (a, first.month, first.day) <= (b, last.month, last.day),
        (None, Some(_)) => true,
        _ => (first.month, first.day) <= (last.month, last.day) || first.month > last.month,
    }
}
