//! Days: "mardi 17 novembre 2026", "June 14th", "14/06", "2026-11-17", and ranges and lists of them.

use crate::language::Language;
use crate::language::calendar::Word;

use super::DateSaid;
use super::reader::Reader;
use super::token::{Gap, Kind};

/// One date, a range or a list.
pub(super) struct Days {
    pub(super) said: Vec<DateSaid>,
    pub(super) range: bool,
    pub(super) at: usize,
    pub(super) next: usize,
    /// A day of a month is told, not only a weekday with a number.
    pub(super) whole: bool,
}

/// One date as read.
#[derive(Debug, Clone)]
struct Read {
    said: DateSaid,
    next: usize,
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
            return Some(days);
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
        if let Some(days) = self.weekdays_and_dates(start) {
            return Some(days);
        }
        let mut read = vec![self.date(start).or_else(|| self.day_alone(start))?];
        let mut range = None;
        loop {
            let last = read.last()?;
            let Some((link_is_range, after)) = self.link(last.next, lead) else { break };
            if range.is_some_and(|range| range || range != link_is_range) {
                break;
            }
            let Some(next) = self.date(after).or_else(|| self.day_alone(after)) else { break };
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
        self.share(&mut read, &mut next)?;
        let backwards = range && read.len() == 2 && !in_order(&read[0].said, &read[1].said);
        if backwards && !lead {
            return None;
        }
        let said = read.into_iter().map(|r| r.said).collect();
        Some(Days { said, range, at, next, whole: true })
    }

    /// "Monday-Wednesday Aug 20-22": each end of the range with its weekday.
    fn weekdays_and_dates(&self, at: usize) -> Option<Days> {
        let (first, dash) = self.weekday_at(at)?;
        let to = self.mark(dash, '-') || matches!(self.word(dash), Some(Word::Au | Word::To | Word::And));
        let (last, after) = self.weekday_at(dash + 1).filter(|_| to)?;
        let mut days = self.several(at, self.skip(after, ','), false)?;
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
            if !possible(&date.said) {
                return None;
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

    /// A day that waits for its month: "3", "1er", "mardi 14", "the 14th".
    fn day_alone(&self, at: usize) -> Option<Read> {
        let mut said = DateSaid::default();
        let mut next = at;
        if let Some((weekday, after)) = self.weekday_at(at) {
            said.weekday = Some(weekday);
            said.weekday_at = Some(self.bytes(at, at + 1));
            next = self.skip(after, ',');
            if matches!(self.word(next), Some(Word::Le | Word::The)) {
                next += 1;
            }
            if self.mark(next, '-')
                && let Some((_, _)) = self.weekday_at(next + 1)
            {
                return None;
            }
        }
        let (day, after) = self.english_day(next)?;
        said.day = Some(day);
        Some(Read { said, next: after })
    }

    /// One date in a form that can be nothing else.
    fn date(&self, at: usize) -> Option<Read> {
        match self.kind(at)? {
            Kind::Number(value, digits) => {
                if !self.may_start(at) {
                    return None;
                }
                self.numeric(at, value, digits).or_else(|| self.day_month(at)).or_else(|| self.loose_number(at))
            }
            Kind::Word(word) => {
                if let Some(read) = self.with_weekday(at) {
                    return Some(read);
                }
                match word {
                    Word::Number(_) | Word::Ordinal(_) | Word::Second | Word::Sept => {
                        self.day_month(at).or_else(|| self.month_day(at))
                    }
                    _ => self.month_day(at),
                }
            }
            _ => None,
        }
    }

    /// A weekday before its date; without a month only where nothing is counted.
    fn with_weekday(&self, at: usize) -> Option<Read> {
        let (weekday, after) = self.weekday_at(at)?;
        let mut next = self.skip(after, ',');
        next = self.skip(next, '(');
        if matches!(self.word(next), Some(Word::Le | Word::The)) {
            next += 1;
        }
        if self.gap(next) == Gap::Break {
            return None;
        }
        let put = |mut read: Read| {
            read.said.weekday = Some(weekday);
            read.said.weekday_at = Some(self.bytes(at, at + 1));
            read
        };
        let abbreviated = matches!(self.word(at), Some(Word::WeekdayWeak(_) | Word::Mar));
        if let Some(date) = self.date(next)
            && date.said.weekday.is_none()
            && (date.said.day.is_some())
        {
            return Some(put(date));
        }
        let (day, end) = self.day_number(next)?;
        let comma = self.mark(after, ',');
        let suffixed = end > next + 1;
        let clear = (suffixed || self.day_stands(end)) && !(comma && !suffixed && !self.loose);
        if !clear || abbreviated && !(self.capital(at) || self.loose) {
            return None;
        }
        Some(put(Read { said: DateSaid { day: Some(day), ..DateSaid::default() }, next: end }))
    }

    /// "14/03 (mardi)": the weekday in brackets behind its date.
    fn with_weekday_behind(&self, mut read: Read) -> Read {
        if read.said.weekday.is_none()
            && read.said.day.is_some()
            && self.mark(read.next, '(')
            && let Some((weekday, after)) = self.weekday_at(read.next + 1)
            && self.mark(after, ')')
        {
            read.said.weekday = Some(weekday);
            read.said.weekday_at = Some(self.bytes(read.next + 1, read.next + 2));
            read.next = after + 1;
        }
        read
    }

    /// Whether the number before `at` is a day, by what follows: "mardi 14 à 10 h", not "mardi 14 personnes".
    fn day_stands(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Word(word)) if self.gap(at) < Gap::Break => {
                !self.touches(at)
                    && matches!(
                        word,
                        Word::And
                            | Word::A
                            | Word::At
                            | Word::De
                            | Word::Des
                            | Word::From
                            | Word::Au
                            | Word::On
                            | Word::In
                            | Word::En
                            | Word::To
                            | Word::Starting
                            | Word::Until
                            | Word::Before
                            | Word::After
                            | Word::Lasting
                    )
            }
            Some(Kind::Number(..)) => false,
            Some(Kind::Mark(':' | '/' | '%' | '€' | '$' | '£' | '°' | '×')) => false,
            Some(Kind::Mark('.' | ',' | '-')) => !self.runs_on(at),
            _ => true,
        }
    }

    /// The weekday that a word names; abbreviations only where they can be one.
    pub(super) fn weekday_at(&self, at: usize) -> Option<(u8, usize)> {
        match self.word(at)? {
            Word::Weekday(day) => Some((day, at + 1)),
            Word::WeekdayWeak(day) => Some((day, self.abbreviated(at))),
            Word::Mar if self.language == Language::Fr || self.mar_is_weekday(at) => Some((2, self.abbreviated(at))),
            _ => None,
        }
    }

    /// "mar. 14 oct." is a Tuesday in any language.
    fn mar_is_weekday(&self, at: usize) -> bool {
        let day = self.abbreviated(at);
        self.day_number(day).is_some_and(|(_, month)| self.month(month).is_some())
    }

    /// Past an abbreviation and its dot.
    fn abbreviated(&self, at: usize) -> usize {
        if self.mark(at + 1, '.') && self.touches(at + 1) && self.gap(at + 2) < Gap::Break { at + 2 } else { at + 1 }
    }

    fn month_of(&self, word: Word, at: usize) -> Option<u8> {
        match word {
            Word::Month(month) | Word::MonthWeak(month) => Some(month),
            Word::Sept => Some(9),
            Word::Mar if self.language == Language::En || self.loose || self.capital(at) => Some(3),
            _ => None,
        }
    }

    /// A month's name and what follows it.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        let word = self.word(at)?;
        let month = self.month_of(word, at)?;
        let next = match word {
            Word::Month(_) => at + 1,
            _ if self.ends_sentence(at + 1) => at + 1,
            _ => self.abbreviated(at),
        };
        Some((month, next))
    }

    /// Whether a dot after an abbreviation is the sentence's.
    fn ends_sentence(&self, dot: usize) -> bool {
        !(self.mark(dot, '.')
            && (self.digits(dot + 1).is_some()
                || self.word(dot + 1).is_some_and(|w| w != Word::Other) && !self.capital(dot + 1)))
    }

    /// A day's number with its suffix: 14, 1er, 14th, premier, "twenty-first".
    fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        let (value, mut next) = match self.kind(at)? {
            Kind::Number(value, 1 | 2) if self.may_start(at) => (value, at + 1),
            Kind::Word(Word::Ordinal(value)) => (u32::from(value), at + 1),
            Kind::Word(Word::Second) => (2, at + 1),
            Kind::Word(Word::Number(tens @ (20 | 30)))
                if matches!(self.word(self.skip(at + 1, '-')), Some(Word::Ordinal(_) | Word::Second)) =>
            {
                let unit = self.skip(at + 1, '-');
                let small = match self.word(unit) {
                    Some(Word::Ordinal(small)) if small < 10 => small,
                    Some(Word::Second) => 2,
                    _ => return None,
                };
                (u32::from(tens) + u32::from(small), unit + 1)
            }
            _ => return None,
        };
        if self.word(next) == Some(Word::Suffix) && self.touches(next) {
            next += 1;
        } else if self.glued_on(next) && self.digits(at).is_some() && !(self.month(next).is_some() && self.loose) {
            return None;
        }
        (1..=31).contains(&value).then_some((value as u8, next))
    }

    /// "14 juin 2026", "14th of June", "1er mars", "14-Jun-2026", "quatorze juin".
    fn day_month(&self, at: usize) -> Option<Read> {
        let (day, mut next) = self.day_number(at).or_else(|| {
            let (value, next) = self.word(at).and_then(|_| self.number(at))?;
            (1..=31).contains(&value).then_some((value as u8, next))
        })?;
        if self.gap(next) == Gap::Break {
            return None;
        }
        if self.loose && self.mark(next, '.') && self.touches(next) && self.month(next + 1).is_some() {
            next += 1;
        }
        let glue = if self.touches(next) && self.touches(next + 1) { self.kind(next) } else { None };
        if matches!(glue, Some(Kind::Mark('-' | '/' | '.'))) {
            next += 1;
        } else if matches!(self.word(next), Some(Word::Of | Word::De | Word::Du)) {
            next += 1;
        }
        if self.gap(next) == Gap::Break {
            return None;
        }
        let (month, after) = self.month(next)?;
        let lone_word = matches!(self.word(next), Some(Word::Mar)) && self.language == Language::Fr && !self.loose;
        if lone_word {
            return None;
        }
        let said = DateSaid { day: Some(day), month: Some(month), ..DateSaid::default() };
        let short_year = glue.is_some() && self.kind(after) == glue && self.touches(after) && self.touches(after + 1);
        if let Some((value, 2)) = self.digits(after + 1)
            && short_year
            && !self.runs_on(after + 2)
        {
            let year_at = Some(self.bytes(after + 1, after + 2));
            let said = DateSaid { year: Some(two_digit_year(value)), year_at, ..said };
            return possible(&said).then_some(Read { said, next: after + 2 });
        }
        self.finish(Read { said, next: after })
    }

    /// "June 14th, 2026", "June the 14th", and with a year or loosely "June 2026", "en juin".
    fn month_day(&self, at: usize) -> Option<Read> {
        let word = self.word(at)?;
        let (month, after) = self.month(at)?;
        let weak = !matches!(word, Word::Month(_));
        let sure = !weak || self.capital(at) || self.loose;
        let mut number = after;
        if self.is(number, Word::The) {
            number += 1;
        } else if matches!(self.kind(number), Some(Kind::Mark('-' | '/')))
            && self.touches(number)
            && self.touches(number + 1)
            && self.loose
        {
            number += 1;
        } else if self.mark(number, ',') && self.day_number(number + 1).is_some_and(|(_, next)| next > number + 2) {
            number += 1;
        }
        if sure
            && self.gap(number) <= Gap::Line
            && let Some((day, next)) = self.english_day(number)
        {
            let said = DateSaid { day: Some(day), month: Some(month), ..DateSaid::default() };
            return self.finish(Read { said, next });
        }
        let counted = matches!(self.kind_before(at), Some(Kind::Number(_, 1 | 2)) | Some(Kind::Mark('$')));
        if let Some((year, next)) = self.year_after(after)
            && !counted
            && (sure || self.month_cue(at))
        {
            let said = DateSaid {
                month: Some(month),
                year: Some(year),
                year_at: Some(self.bytes(next - 1, next)),
                ..DateSaid::default()
            };
            return (self.loose || self.word_before(at) != Some(Word::Since)).then_some(Read { said, next });
        }
        let name = self.capital(at) && !matches!(word, Word::Mar | Word::Sept | Word::MonthWeak(5));
        // "this may", "à sept": the other word is likelier.
        let other = word == Word::Sept && self.language == Language::Fr
            || word == Word::MonthWeak(5) && self.word_before(at) == Some(Word::This) && !self.capital(at);
        let stands = self.loose && !counted && (!weak || name || self.month_cue(at) && !other);
        stands.then(|| Read { said: DateSaid { month: Some(month), ..DateSaid::default() }, next: after })
    }

    /// The day after a month's name, when nothing after it shows that it counts something or is an hour.
    fn english_day(&self, at: usize) -> Option<(u8, usize)> {
        let (day, next) = self.day_number(at)?;
        let hour = match self.kind(next) {
            Some(Kind::Mark(':')) => self.touches(next) && self.touches(next + 1) && self.digits(next + 1).is_some(),
            Some(Kind::Word(word)) => {
                matches!(word, Word::H | Word::Heure | Word::Am | Word::Pm | Word::Hour | Word::Minute)
            }
            Some(Kind::Mark('%' | '€' | '$' | '£' | '/')) => true,
            Some(Kind::Mark('.')) => self.runs_on(next),
            _ => false,
        };
        (!hour).then_some((day, next))
    }

    /// "en mars", "fin mars", "in May", "since May": a word before a month that shows it is one.
    fn month_cue(&self, at: usize) -> bool {
        matches!(
            self.word_before(at),
            Some(
                Word::En
                    | Word::De
                    | Word::Part
                    | Word::In
                    | Word::From
                    | Word::Until
                    | Word::Before
                    | Word::Since
                    | Word::To
                    | Word::MonthUnit
                    | Word::Next
                    | Word::Last
                    | Word::This
                    | Word::Ce
                    | Word::Of
                    | Word::Dans
                    | Word::A
                    | Word::The
                    | Word::Du
            )
        )
    }

    /// Reads the year after a day and month.
    fn finish(&self, mut read: Read) -> Option<Read> {
        if let Some((year, next)) = self.year_after(read.next) {
            read.said.year = Some(year);
            read.said.year_at = Some(self.bytes(next - 1, next));
            read.next = next;
        } else if self.loose
            && let at = if matches!(self.kind(read.next), Some(Kind::Mark(',') | Kind::Word(Word::Of))) {
                read.next + 1
            } else {
                read.next
            }
            && let Some((value @ 32..=99, 2)) = self.digits(at)
            && self.gap(at) <= Gap::Space
        {
            (read.said.year, read.said.year_at) = (Some(two_digit_year(value)), Some(self.bytes(at, at + 1)));
            read.next = at + 1;
        }
        possible(&read.said).then_some(read)
    }

    /// A year of four digits, behind a comma, a hyphen, "of" or nothing.
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let mut i = at;
        match self.kind(i)? {
            Kind::Mark(',' | '-' | '/' | '.') => i += 1,
            Kind::Word(Word::Of | Word::De | Word::In | Word::En) => i += 1,
            _ => {}
        }
        if self.gap(i) > Gap::Line || self.gap(at) > Gap::Line {
            return None;
        }
        let (value, 4) = self.digits(i)? else { return None };
        let clear = !self.glued_on(i + 1) && !self.counts(i + 1) && !self.runs_on_number(i + 1);
        ((1900..=2099).contains(&value) && clear).then_some((value as i16, i + 1))
    }

    /// A number goes on over a mark; a hyphen begins another part ("June 10-31, 2022-…" is none of ours).
    fn runs_on_number(&self, at: usize) -> bool {
        self.runs_on(at) && !self.mark(at, '-')
    }

    /// Only digits: "2026-06-14", "14/06/2026", "14.06.26", "14/06".
    fn numeric(&self, at: usize, first: u32, digits: u8) -> Option<Read> {
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
                || mark == '.' && self.language == Language::Fr && self.digits(at + 2).is_some_and(|(_, n)| n == 2));
        if !(slash || loosely) || self.glued_on(next) || self.counts(next) || self.runs_on_number(next) {
            return None;
        }
        let (day, month, ambiguous) = self.order(first, second);
        if day > 31 || month > 12 {
            return None;
        }
        let said = DateSaid { day: Some(day as u8), month: Some(month as u8), ambiguous, ..DateSaid::default() };
        possible(&said).then_some(Read { said, next })
    }

    /// Looser numbers: "11/2016", "2016-11", "2016 November", "le 15".
    fn loose_number(&self, at: usize) -> Option<Read> {
        if !self.loose {
            return None;
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
        let alone = article
            && (suffixed && self.language == Language::En || self.language == Language::Fr && self.day_stands(next));
        alone.then(|| Read { said: DateSaid { day: Some(day), ..DateSaid::default() }, next })
    }
}

/// The year that two digits mean.
fn two_digit_year(value: u32) -> i16 {
    // As POSIX's strptime does from 69 on; no event is planned for 2069.
    if value >= 69 { 1900 + value as i16 } else { 2000 + value as i16 }
}

/// Whether the fields can be a day: the 30th of February is none.
fn possible(said: &DateSaid) -> bool {
    let (Some(day), Some(month)) = (said.day, said.month) else { return true };
    let year = said.year.unwrap_or(2024);
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

fn in_order(first: &DateSaid, last: &DateSaid) -> bool {
    match (first.year, last.year) {
        (Some(a), Some(b)) => (a, first.month, first.day) <= (b, last.month, last.day),
        (None, Some(_)) => true,
        _ => (first.month, first.day) <= (last.month, last.day) || first.month > last.month,
    }
}
