//! One date in words: "mardi 17 novembre 2026", "June 14th", "mar. 14 oct.".

use crate::language::Language;
use crate::language::calendar::Word;

use super::DateSaid;
use super::day::Read;
use super::reader::Reader;
use super::token::{Gap, Kind};

impl Reader<'_> {
    /// A day that waits for its month: "3", "1er", "mardi 14", "the 14th".
    pub(super) fn day_alone(&self, at: usize) -> Option<Read> {
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

    /// One date in a form that can be nothing else, with its weekday where one stands before it.
    pub(super) fn date(&self, at: usize) -> Option<Read> {
        self.with_weekday(at).or_else(|| self.plain_date(at))
    }

    /// One date without a weekday before it.
    fn plain_date(&self, at: usize) -> Option<Read> {
        match self.kind(at)? {
            Kind::Number(value, digits) => {
                if !self.may_start(at) {
                    return None;
                }
                self.numeric(at, value, digits).or_else(|| self.day_month(at)).or_else(|| self.loose_number(at))
            }
            Kind::Word(word) => match word {
                Word::Number(_) | Word::Ordinal(_) | Word::Second | Word::Sept => {
                    self.day_month(at).or_else(|| self.month_day(at))
                }
                _ => self.month_day(at),
            },
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
        if let Some(date) = self.plain_date(next)
            && date.said.day.is_some()
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
    pub(super) fn with_weekday_behind(&self, mut read: Read) -> Read {
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
    pub(super) fn day_stands(&self, at: usize) -> bool {
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

    pub(super) fn month_of(&self, word: Word, at: usize) -> Option<u8> {
        match word {
            Word::Month(month) | Word::MonthWeak(month) => Some(month),
            Word::Sept => Some(9),
            Word::Mar if self.language == Language::En || self.loose || self.capital(at) => Some(3),
            _ => None,
        }
    }

    /// A month's name and what follows it.
    pub(super) fn month(&self, at: usize) -> Option<(u8, usize)> {
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
    pub(super) fn day_number(&self, at: usize) -> Option<(u8, usize)> {
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
        let glued = matches!(glue, Some(Kind::Mark('-' | '/' | '.')));
        if glued || matches!(self.word(next), Some(Word::Of | Word::De | Word::Du)) {
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
        let glued = self.loose
            && matches!(self.kind(after), Some(Kind::Mark('-' | '/')))
            && self.touches(after)
            && self.touches(after + 1);
        let comma = self.mark(after, ',') && self.day_number(after + 1).is_some_and(|(_, next)| next > after + 2);
        let number = if glued || comma || self.is(after, Word::The) { after + 1 } else { after };
        if sure
            && self.gap(number) <= Gap::Line
            && let Some((day, next)) = self.english_day(number).or_else(|| self.day_before_half(number))
        {
            let said = DateSaid { day: Some(day), month: Some(month), ..DateSaid::default() };
            return self.finish(Read { said, next });
        }
        if let Some(read) = self.short_year(month, after).filter(|_| sure && self.loose) {
            return Some(read);
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

    /// "Aug 96", "août 99": no day, so a year of two digits.
    fn short_year(&self, month: u8, at: usize) -> Option<Read> {
        let (value @ 32..=99, 2) = self.digits(at)? else { return None };
        let stands =
            self.gap(at) == Gap::Space && !matches!(self.kind(at + 1), Some(Kind::Word(_))) && !self.counts(at + 1);
        let year_at = Some(self.bytes(at, at + 1));
        let said = DateSaid { month: Some(month), year: Some(two_digit_year(value)), year_at, ..DateSaid::default() };
        (stands && !self.runs_on(at + 1)).then_some(Read { said, next: at + 1 })
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

    /// The 5 of "Feb 5 AM": a month before it makes it a day; "Feb 5pm" has no day.
    fn day_before_half(&self, at: usize) -> Option<(u8, usize)> {
        let (day, next) = self.day_number(at)?;
        (self.gap(next) == Gap::Space && matches!(self.word(next), Some(Word::Am | Word::Pm))).then_some((day, next))
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
    pub(super) fn year_after(&self, at: usize) -> Option<(i16, usize)> {
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
        // The hour of a log's "06/Nov/2023:06:36:02" is glued on.
        let log = self.mark(i + 1, ':') && self.mark(at, '/') && matches!(self.digits(i + 2), Some((_, 2)));
        let clear = !self.glued_on(i + 1) && !self.counts(i + 1) && (log || !self.runs_on_number(i + 1));
        ((1900..=2099).contains(&value) && clear).then_some((value as i16, i + 1))
    }

    /// A number goes on over a mark; a hyphen begins another part ("June 10-31, 2022-…" is none of ours).
    pub(super) fn runs_on_number(&self, at: usize) -> bool {
        self.runs_on(at) && !self.mark(at, '-')
    }
}

/// The year that two digits mean.
pub(super) fn two_digit_year(value: u32) -> i16 {
    // As POSIX's strptime does from 69 on; no event is planned for 2069.
    if value >= 69 { 1900 + value as i16 } else { 2000 + value as i16 }
}

/// Whether the fields can be a day: the 30th of February is none.
pub(super) fn possible(said: &DateSaid) -> bool {
    let (Some(day), Some(month)) = (said.day, said.month) else { return true };
    let year = said.year.unwrap_or(2024);
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}
