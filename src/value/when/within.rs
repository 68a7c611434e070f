//! Days and weeks told by their place in a week or a month: "the week of October 6th", "le dernier vendredi d'octobre",
//! "the 20th of next month"; and which month or year is meant: "next June", "le mois de juin".

use crate::language::Language;
use crate::language::calendar::Word;

use super::reader::Reader;
use super::token::Gap;
use super::{DateSaid, Relative, When, Within};

/// What an expression says, and the token after it.
type Read = (When, usize);

impl Reader<'_> {
    /// The expression of this room that starts at a token.
    pub(super) fn starting_within(&self, at: usize) -> Option<Read> {
        let (mut when, next) = match self.word(at) {
            Some(Word::Week) => self.week_of_day(at),
            Some(Word::MonthUnit) => self.month_by_name(at),
            Some(Word::This | Word::Next | Word::Ce) => self.turned_date(at),
            Some(Word::Last) => self.nth_of_month(at).or_else(|| self.turned_date(at)),
            Some(Word::The | Word::Dans | Word::Le | Word::L | Word::Morning | Word::Evening | Word::Night) => {
                self.part_of_day_of(at)
            }
            Some(Word::Ordinal(_) | Word::Second | Word::Before) => self.nth_of_month(at),
            None if self.glued_on(at + 1) => self.nth_of_month(at),
            _ => None,
        }
        .or_else(|| self.day_of_turned_month(at))?;
        when.range = self.bytes(at, next);
        Some((when, next))
    }

    /// "week of October 6th", "semaine du lundi 7 octobre"; a range of days behind it tells its own ends.
    fn week_of_day(&self, at: usize) -> Option<Read> {
        let mut day = at + 1;
        while self.ties(day) || self.is(day, Word::Starting) {
            day += 1;
        }
        if day == at + 1 || self.gap(day) > Gap::Line {
            return None;
        }
        let days = self.days(self.article(day))?;
        let whole = days.said.first().is_some_and(|said| said.day.is_some() && said.month.is_some());
        if days.said.len() > 1 || !whole {
            return None;
        }
        let mut when = When { within: Some(Within::Week), ..When::default() };
        self.put_days(&mut when, &days);
        Some((when, days.next))
    }

    /// "first week of October 2018", "last Friday in October", "le premier lundi du mois prochain".
    fn nth_of_month(&self, at: usize) -> Option<Read> {
        let (nth, noun) = self.nth(at)?;
        let (within, after) = match self.word(noun)? {
            Word::Week => (Within::WeekOf(nth), noun + 1),
            _ => {
                let (weekday, after) = self.weekday_at(noun)?;
                (Within::WeekdayOf(weekday, nth), after)
            }
        };
        if !self.ties(after) && self.word(after) != Some(Word::In) {
            return None;
        }
        let (mut when, next) = self.month_behind(after + 1)?;
        when.within = Some(within);
        Some((when, next))
    }

    /// A place in a row: "first", "3rd", "troisième", "last", "2nd last", "avant-dernière"; from the end below zero.
    fn nth(&self, at: usize) -> Option<(i8, usize)> {
        if self.word(at) == Some(Word::Before) {
            let last = self.skip(at + 1, '-');
            return (last > at + 1 && self.is(last, Word::Last)).then_some((-2, last + 1));
        }
        if self.word(at) == Some(Word::Last) {
            return Some((-1, at + 1));
        }
        let french = self.digits(at).is_some()
            && self.touches(at + 1)
            && matches!(self.slice(at + 1), "e" | "re" | "ère" | "ème" | "eme" | "nde");
        let (value, next) = match self.digits(at) {
            Some((value, 1)) if french && self.may_start(at) => (i8::try_from(value).ok()?, at + 2),
            _ => self.day_number(at).map(|(day, next)| (day as i8, next))?,
        };
        let told = self.digits(at).is_none() || next > at + 1;
        if !told || !(1..=5).contains(&value) {
            return None;
        }
        Some(if self.is(next, Word::Last) { (-value, next + 1) } else { (value, next) })
    }

    /// The month that holds what stood before: by its name, or as "next month".
    fn month_behind(&self, at: usize) -> Option<Read> {
        let mut i = self.article(self.skip(at, '\''));
        if self.is(i, Word::MonthUnit) && self.ties(i + 1) {
            i = self.skip(i + 2, '\'');
        }
        if self.gap(i) > Gap::Line {
            return None;
        }
        if let Some(read) = self.month_and_year(i) {
            return Some(read);
        }
        let (relative, next) = self.turned_month(i)?;
        Some((When { relative: Some((relative, self.bytes(i, next))), ..When::default() }, next))
    }

    /// "October", "octobre 2018".
    fn month_and_year(&self, at: usize) -> Option<Read> {
        let (month, after) = self.month(at)?;
        let mut said = DateSaid { month: Some(month), ..DateSaid::default() };
        let mut next = after;
        if let Some((year, end)) = self.year_after(after) {
            (said.year, said.year_at) = (Some(year), Some(self.bytes(end - 1, end)));
            next = end;
        }
        Some((When { date: Some(said), date_at: Some(self.bytes(at, next)), ..When::default() }, next))
    }

    /// "next month", "mois prochain".
    fn turned_month(&self, at: usize) -> Option<(Relative, usize)> {
        let read = match self.word(at)? {
            Word::MonthUnit => self.french_turned(at),
            Word::This | Word::Ce | Word::Next | Word::Last => self.turned(at),
            _ => None,
        };
        read.filter(|(relative, _)| matches!(relative, Relative::Months(_)))
    }

    /// "the 20th of next month", "le 20 du mois prochain à 14 h".
    fn day_of_turned_month(&self, at: usize) -> Option<Read> {
        let (day, of) = self.day_number(at)?;
        if !self.ties(of) {
            return None;
        }
        let month = self.article(of + 1);
        let (relative, next) = self.turned_month(month)?;
        let said = DateSaid { day: Some(day), ..DateSaid::default() };
        let mut when = When { date: Some(said), date_at: Some(self.bytes(at, next)), ..When::default() };
        when.relative = Some((relative, self.bytes(month, next)));
        let next = self.attach_time(&mut when, next);
        Some((when, next))
    }

    /// Loosely: "month of June", "mois de juin 2018"; a number before it counts months.
    fn month_by_name(&self, at: usize) -> Option<Read> {
        let counted = at.checked_sub(1).is_some_and(|before| self.number(before).is_some());
        (self.loose && self.ties(at + 1) && !counted).then(|| self.month_and_year(self.skip(at + 2, '\''))).flatten()
    }

    /// Loosely: "the morning of June 5", "dans la nuit de samedi".
    fn part_of_day_of(&self, at: usize) -> Option<Read> {
        if !self.loose {
            return None;
        }
        let (part, of) = self.part_at(self.before_part(at));
        let mut when = When { part, ..When::default() };
        let day = self.article(of + 1);
        if part.is_none() || !self.ties(of) || self.gap(day) > Gap::Line {
            return None;
        }
        let next = match (self.days(day), self.relative(day)) {
            (Some(days), _) if !days.range => {
                self.put_days(&mut when, &days);
                days.next
            }
            (None, Some((relative @ Relative::Weekday(..), start, next))) => {
                when.relative = Some((relative, self.bytes(start, next)));
                next
            }
            _ => return None,
        };
        Some((when, next))
    }

    /// Loosely: "this June", "next 6th of April", "ce 5 mars".
    fn turned_date(&self, at: usize) -> Option<Read> {
        if !self.loose || self.gap(at + 1) > Gap::Line {
            return None;
        }
        let days = self.days(at + 1)?;
        if days.said.first().is_none_or(|said| said.month.is_none()) {
            return None;
        }
        let mut when = When { turn: Some(self.turn(at)?), ..When::default() };
        self.put_days(&mut when, &days);
        let next = self.attach_time(&mut when, days.next);
        Some((when, next))
    }

    /// Loosely: the "prochain" of "juin prochain", "le 6 avril prochain".
    pub(super) fn turn_behind(&self, when: &mut When, at: usize) -> usize {
        let other = matches!(self.word(at + 1), Some(Word::Week | Word::MonthUnit | Word::Weekday(_)));
        let french = self.loose && self.language == Language::Fr && !other && self.gap(at) <= Gap::Line;
        match self.turn(at) {
            Some(turn @ (-1 | 1)) if french => {
                when.turn = Some(turn);
                at + 1
            }
            _ => at,
        }
    }

    /// Which of its kind a word points at: this, the next, the last.
    pub(super) fn turn(&self, at: usize) -> Option<i8> {
        match self.word(at)? {
            Word::This | Word::Ce => Some(0),
            Word::Next => Some(1),
            Word::Last => Some(-1),
            _ => None,
        }
    }

    /// "of", "de", "du", "d'".
    fn ties(&self, at: usize) -> bool {
        matches!(self.word(at), Some(Word::Of | Word::De | Word::Du | Word::D)) && self.gap(at) <= Gap::Line
    }

    fn article(&self, at: usize) -> usize {
        if matches!(self.word(at), Some(Word::Le | Word::The)) { at + 1 } else { at }
    }
}
