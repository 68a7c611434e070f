//! Dates of digits: "2026-06-14", "14/06/2026", "3/31".

use crate::language::Language;
use crate::language::calendar::Word;

use super::DateSaid;
use super::date::{possible, two_digit_year};
use super::day::Read;
use super::reader::Reader;
use super::token::Kind;

impl Reader<'_> {
    /// Only digits: "2026-06-14", "14/06/2026", "14.06.26", "14/06".
    pub(super) fn numeric(&self, at: usize, first: u32, digits: u8) -> Option<Read> {
        let Some(Kind::Mark(mark @ ('-' | '/' | '.'))) = self.kind(at + 1) else { return None };
        if !self.touches(at + 1) || !self.touches(at + 2) {
            return None;
        }
        let second = match self.kind(at + 2)? {
            Kind::Number(value, 1 | 2) => value,
            Kind::Word(word) if digits == 4 => u32::from(self.month_of(word, at + 2)?),
            _ => return None,
        };
        let third = (self.kind(at + 3) == Some(Kind::Mark(mark)) && self.touches(at + 3) && self.touches(at + 4))
            .then(|| self.digits(at + 4))
            .flatten();
        match (digits, third) {
            (4, Some((day, 1 | 2))) => self.whole(at, first, second, day, at, at + 5),
            (4, _) => None,
            (1 | 2, Some((year, 4))) => {
                let (day, month, ambiguous) = self.order(first, second);
                let read = self.whole(at, year, month, day, at + 4, at + 5)?;
                Some(Read { said: DateSaid { ambiguous, ..read.said }, ..read })
            }
            (1 | 2, Some((year, 2))) => {
                let two_each = digits == 2 && self.digits(at + 2).is_some_and(|(_, n)| n == 2);
                if mark != '/' && !two_each && !(self.loose && mark == '-') {
                    return None;
                }
                let (day, month, ambiguous) = self.order(first, second);
                let read = self.whole(at, two_digit_year(year) as u32, month, day, at + 4, at + 5)?;
                Some(Read { said: DateSaid { ambiguous, ..read.said }, ..read })
            }
            (1 | 2, None) => self.day_slash_month(at, first, second, mark),
            _ => None,
        }
    }

    fn whole(&self, at: usize, year: u32, month: u32, day: u32, year_token: usize, mut next: usize) -> Option<Read> {
        if !(1900..=2099).contains(&year) || month > 12 || day > 31 {
            return None;
        }
        let t =
            self.is(next, Word::T) && self.touches(next) && self.touches(next + 1) && self.digits(next + 1).is_some();
        if !t && (self.glued_on(next) || self.counts(next) || self.runs_on_number(next)) {
            return None;
        }
        if self.mark(next, '-')
            && self.touches(next)
            && self.touches(next + 1)
            && self.word(next + 1).is_some()
            && !self.loose
        {
            return None;
        }
        let said = DateSaid {
            day: Some(day as u8),
            month: Some(month as u8),
            year: Some(year as i16),
            year_at: Some(self.bytes(year_token, year_token + 1)),
            ..DateSaid::default()
        };
        next = next.max(at);
        possible(&said).then_some(Read { said, next })
    }

    /// Day and month of two numbers: (day, month, may be either).
    fn order(&self, first: u32, second: u32) -> (u32, u32, bool) {
        let either = first <= 12 && second <= 12 && first != second;
        let month_first = self.language == Language::En && self.month_first;
        let ambiguous = either && self.language == Language::En;
        if (month_first && first <= 12) || second > 12 {
            (second, first, ambiguous)
        } else {
            (first, second, ambiguous)
        }
    }

    /// "14/06", "3/31": two numbers are a date only where they look or are said like one.
    fn day_slash_month(&self, at: usize, first: u32, second: u32, mark: char) -> Option<Read> {
        let next = at + 3;
        let two_each = matches!((self.digits(at), self.digits(at + 2)), (Some((_, 2)), Some((_, 2))));
        let cue = match self.word_before(at) {
            Some(Word::Le | Word::Du | Word::Au | Word::On | Word::Before | Word::Until | Word::From | Word::This) => {
                true
            }
            Some(Word::Weekday(_) | Word::WeekdayWeak(_) | Word::Mar) => true,
            Some(Word::A) => at >= 3 && self.mark(at - 2, '\''),
            _ => false,
        };
        let slash = mark == '/'
            && (cue || two_each && (first > 12 || second > 12 || self.language == Language::Fr) && first != 24);
        let loosely = self.loose
            && self.word_before(at) != Some(Word::At)
            && (mark == '/'
                || mark == '.'
                    && self.language == Language::Fr
                    && !self.dot_of_hour(at)
                    && self.digits(at + 2).is_some_and(|(_, n)| n == 2));
        let year = self.loose && self.mark(next, ',') && self.year_after(next).is_some();
        if !(slash || loosely) || self.glued_on(next) || self.counts(next) || self.runs_on_number(next) && !year {
            return None;
        }
        let (day, month, ambiguous) = self.order(first, second);
        if day > 31 || month > 12 {
            return None;
        }
        let said = DateSaid { day: Some(day as u8), month: Some(month as u8), ambiguous, ..DateSaid::default() };
        let read = Read { said, next };
        possible(&read.said).then(|| self.year_behind_comma(read))
    }

    /// Loosely: the year of "06/06, 2015".
    fn year_behind_comma(&self, mut read: Read) -> Read {
        if self.loose
            && self.mark(read.next, ',')
            && let Some((year, next)) = self.year_after(read.next)
        {
            (read.said.year, read.said.year_at) = (Some(year), Some(self.bytes(next - 1, next)));
            read.next = next;
        }
        read
    }

    /// Looser numbers: "11/2016", "2016-11", "2016 November", "le 15".
    pub(super) fn loose_number(&self, at: usize) -> Option<Read> {
        if !self.loose {
            return self.timed_day(at);
        }
        let (value, digits) = self.digits(at)?;
        let said = |month: u32, year: u32, year_at: usize, next: usize| {
            let clear = (1..=12).contains(&month)
                && (1900..=2099).contains(&year)
                && !self.glued_on(next)
                && !self.runs_on(next);
            clear.then(|| Read {
                said: DateSaid {
                    month: Some(month as u8),
                    year: Some(year as i16),
                    year_at: Some(self.bytes(year_at, year_at + 1)),
                    ..DateSaid::default()
                },
                next,
            })
        };
        if digits == 4 && (1900..=2099).contains(&value) {
            if let Some((month, next)) = self.month(self.skip(at + 1, ',')) {
                if let Some((day, after)) = self.day_number(next) {
                    return self.whole(at, value, u32::from(month), u32::from(day), at, after);
                }
                return said(u32::from(month), value, at, next);
            }
            let parted = matches!(self.kind(at + 1), Some(Kind::Mark('-' | '/' | '.')));
            return match self.digits(at + 2) {
                Some((month, 1 | 2)) if parted => said(month, value, at, at + 3),
                _ => None,
            };
        }
        let parted = matches!(self.kind(at + 1), Some(Kind::Mark('-' | '/')));
        if let Some((year, 4)) = self.digits(at + 2)
            && parted
            && digits <= 2
        {
            return said(value, year, at + 2, at + 3);
        }
        let (day, next) = self.day_number(at)?;
        let article = matches!(self.word_before(at), Some(Word::Le | Word::The | Word::On | Word::Lasting));
        let suffixed = next > at + 1;
        if let Some(timed) = self.timed_day(at) {
            return Some(timed);
        }
        let alone = article
            && (suffixed && self.language == Language::En || self.language == Language::Fr && self.day_stands(next));
        alone.then(|| Read { said: DateSaid { day: Some(day), ..DateSaid::default() }, next })
    }

    /// "le 14 à 10 h", "the 14th at 3 pm": a day's number is one alone when its hour follows.
    fn timed_day(&self, at: usize) -> Option<Read> {
        let (day, next) = self.day_number(at)?;
        let article = match self.language {
            Language::Fr => self.word_before(at) == Some(Word::Le),
            Language::En => next > at + 1 && matches!(self.word_before(at), Some(Word::The | Word::On)),
        };
        let hour = self.prepositions(next);
        let timed = article
            && (hour > next && self.hours(hour).is_some() || self.hours(next).is_some_and(|h| h.until.is_some()));
        timed.then(|| Read { said: DateSaid { day: Some(day), ..DateSaid::default() }, next })
    }
}
