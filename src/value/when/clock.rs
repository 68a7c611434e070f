//! Hours: "14 h 30", "14:00", "2:30 p.m.", "midi", "half past two", and ranges of them.

use crate::language::Language;
use crate::language::calendar::Word;

use super::TimeSaid;
use super::reader::Reader;
use super::token::{Gap, Kind};

/// One hour or a range of hours.
pub(super) struct Hours {
    pub(super) time: TimeSaid,
    pub(super) until: Option<TimeSaid>,
    pub(super) next: usize,
}

/// The half of the day that the words gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// Not said, and the form leaves it open.
    Open,
    /// Before noon.
    Morning,
    /// From noon.
    Afternoon,
    /// The form counts to 24.
    Whole,
}

/// One hour as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Half,
    /// Only a number: an hour by what stands beside it.
    pub(super) bare: bool,
    pub(super) next: usize,
}

impl Clock {
    fn said(self) -> TimeSaid {
        let hour = match self.half {
            Half::Afternoon if self.hour < 12 => self.hour + 12,
            Half::Morning if self.hour == 12 => 0,
            _ => self.hour,
        };
        let unsure = self.half == Half::Open && (1..=12).contains(&self.hour);
        TimeSaid { hour: (hour % 24) as u8, minute: self.minute as u8, unsure }
    }

    fn minutes(self) -> u32 {
        let said = self.said();
        u32::from(said.hour) * 60 + u32::from(said.minute)
    }
}

impl Reader<'_> {
    /// Hours at a token, with "de", "from", "entre", "between" before a range.
    pub(super) fn hours(&self, at: usize) -> Option<Hours> {
        let led = matches!(self.word(at), Some(Word::De | Word::From | Word::Between | Word::Du));
        if led && let Some(hours) = self.range_of_hours(at + 1, true) {
            return Some(hours);
        }
        if led {
            return None;
        }
        if let Some(hours) = self.range_of_hours(at, false) {
            return Some(hours);
        }
        let clock = self.clock(at)?;
        if self.is_length(at, clock.next) {
            return None;
        }
        Some(Hours { time: clock.said(), until: None, next: clock.next })
    }

    fn range_of_hours(&self, at: usize, led: bool) -> Option<Hours> {
        let first = self.clock(at).or_else(|| self.dotted(at)).or_else(|| self.bare_clock(at))?;
        let second_at = self.to_the_end(first.next, led)?;
        let dotted = self.dotted(at).and_then(|_| self.dotted_end(second_at));
        let second = match self.clock(second_at).or(dotted) {
            Some(second) => second,
            None => {
                let bare = self.bare_clock(second_at)?;
                let tied = led || self.loose || self.mark(second_at - 1, '-');
                if first.bare && !self.loose || !tied || !self.stops(bare.next) {
                    return None;
                }
                bare
            }
        };
        let day_follows = || self.loose && self.touches(second_at) && self.names_day(second.next);
        if first.bare && !led && !self.range_of_bare(at, second, second_at) && !day_follows() {
            return None;
        }
        if first.bare && second.bare && !(self.loose && (led || day_follows())) {
            return None;
        }
        let (first, second) = shared_half(first, second);
        Some(Hours { time: first.said(), until: Some(second.said()), next: second.next })
    }

    /// The first hour of "12.30–1.30pm": a point parts the minutes where the half of the day stands behind the range.
    pub(super) fn dotted(&self, at: usize) -> Option<Clock> {
        let (hour, 1 | 2) = self.digits(at)? else { return None };
        let (minute, 2) = self.digits(at + 2)? else { return None };
        let point = self.mark(at + 1, '.') && self.touches(at + 1) && self.touches(at + 2);
        let next = at + 3;
        if !point || hour > 23 || minute > 59 || !self.may_start(at) || !self.mark(next, '-') {
            return None;
        }
        let clock = Clock { hour, minute, half: Half::Open, bare: false, next };
        let half = self.clock(next + 1).map(|second| second.half);
        if matches!(half, Some(Half::Morning | Half::Afternoon)) {
            return (hour <= 12).then_some(clock);
        }
        // "18.30–20.30": neither can be a day and a month.
        let end = self.dotted_end(next + 1)?;
        (minute > 12 && end.minute > 12 || hour > 12 && minute == 0).then_some(Clock { half: Half::Whole, ..clock })
    }

    /// The "20.30" at the end of such a range.
    fn dotted_end(&self, at: usize) -> Option<Clock> {
        let (hour, 1 | 2) = self.digits(at)? else { return None };
        let (minute, 2) = self.digits(at + 2)? else { return None };
        let point = self.mark(at + 1, '.') && self.touches(at + 1) && self.touches(at + 2);
        let ends = !(self.mark(at + 3, '.') && self.touches(at + 3));
        (point && ends && hour < 24 && minute < 60).then_some(Clock {
            hour,
            minute,
            half: Half::Whole,
            bare: false,
            next: at + 3,
        })
    }

    /// Whether a day's word follows "6-8": "6-8 next Monday", "2-4 tomorrow".
    fn names_day(&self, at: usize) -> bool {
        let weekday = |i: usize| matches!(self.word(i), Some(Word::Weekday(_)));
        match self.word(at) {
            Some(Word::Next | Word::This) => weekday(at + 1),
            Some(Word::Today | Word::Tomorrow) => true,
            _ => weekday(at),
        }
    }

    /// "3–4 pm", "9 à 12 h", but not "2 à 3 heures" (a length) or a day before an hour.
    fn range_of_bare(&self, at: usize, second: Clock, second_at: usize) -> bool {
        let spelled = (second_at..second.next).any(|i| matches!(self.word(i), Some(Word::Heure)));
        let to = self.word(second_at - 1) != Some(Word::A) || self.language == Language::Fr;
        let late = self.mark(second_at - 1, '-') && self.digits(at).is_some_and(|(value, _)| value >= 8);
        to && (!spelled || late) && matches!(self.digits(at), Some((_, 1 | 2)))
    }

    /// Skips the word or dash between two hours.
    pub(super) fn to_the_end(&self, at: usize, led: bool) -> Option<usize> {
        if self.gap(at) > Gap::Line {
            return None;
        }
        match self.kind(at)? {
            Kind::Mark('-') if self.gap(at) <= Gap::Space => Some(at + 1),
            Kind::Mark('/') if self.slash_of_hours(at) => Some(at + 1),
            Kind::Word(Word::A | Word::To | Word::Au) => Some(at + 1),
            Kind::Word(Word::Until) => Some(self.after_until(at)),
            Kind::Word(Word::And) if led => Some(at + 1),
            _ => None,
        }
    }

    /// Skips "until", "jusqu'à", "jusqu'au".
    pub(super) fn after_until(&self, at: usize) -> usize {
        let after = self.skip(at + 1, '\'');
        if matches!(self.word(after), Some(Word::A | Word::Au)) { after + 1 } else { after }
    }

    /// Whether nothing follows that would make a bare number count something.
    fn stops(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Word(word)) => !self.touches(at) && (word != Word::Other || self.loose) && !unit(word),
            Some(Kind::Number(..)) => false,
            Some(Kind::Mark(c)) => !matches!(c, '%' | '€' | '$' | '£' | '°' | '/') && !self.runs_on(at),
            _ => true,
        }
    }

    fn bare_clock(&self, at: usize) -> Option<Clock> {
        let (hour, next) = match self.digits(at) {
            Some((value, 1 | 2)) if self.may_start(at) => (value, at + 1),
            Some((value, 4)) if self.loose && self.four_digits(at) && value % 100 < 60 => {
                let (hour, minute) = (value / 100, value % 100);
                let clock = Clock { hour, minute, half: Half::Whole, bare: true, next: at + 1 };
                return (hour < 24).then_some(clock);
            }
            Some(_) => return None,
            None if self.loose => self.number(at)?,
            None => return None,
        };
        (hour <= 24).then_some(Clock { hour, minute: 0, half: Half::Open, bare: true, next })
    }

    /// "0730" at the ends of "between 0730-0930"; a year has no nought before it.
    fn four_digits(&self, at: usize) -> bool {
        let led = |i: usize| {
            matches!(self.word_before(i), Some(Word::Between | Word::From)) && self.slice(i).starts_with('0')
        };
        led(at) || at >= 2 && self.to_the_end(at - 1, true) == Some(at) && led(at - 2)
    }

    /// One hour in a form that can be nothing else.
    fn clock(&self, at: usize) -> Option<Clock> {
        if self.gap(at) == Gap::Break && at > 0 && !matches!(self.kind(at), Some(Kind::Number(..) | Kind::Word(_))) {
            return None;
        }
        let clock = match self.kind(at)? {
            Kind::Number(value, digits) if self.may_start(at) => match self.minutes_beside(at) {
                Some(word) => self.beside_the_hour(at, word)?,
                None => self.digital(at, value, digits)?,
            },
            Kind::Word(Word::Noon) if !self.is_afternoon(at) => self.noon(at, 12),
            Kind::Word(Word::Midnight) => self.noon(at, 0),
            Kind::Word(Word::Half | Word::Quarter | Word::Number(_) | Word::Sept) => self.spelled(at)?,
            _ => return None,
        };
        (clock.hour < 24 && clock.minute < 60).then_some(clock)
    }

    /// Whether a "midi" belongs to "après-midi".
    fn is_afternoon(&self, at: usize) -> bool {
        self.word_before(at) == Some(Word::After)
            || self.kind_before(at) == Some(Kind::Mark('-')) && at >= 2 && self.word(at - 2) == Some(Word::After)
    }

    fn noon(&self, at: usize, hour: u32) -> Clock {
        let mut clock = Clock { hour, minute: 0, half: Half::Whole, bare: false, next: at + 1 };
        if self.is(at + 1, Word::And) && self.is(at + 2, Word::Half) {
            (clock.minute, clock.next) = (30, at + 3);
        }
        clock
    }

    /// An hour that begins with digits.
    fn digital(&self, at: usize, value: u32, digits: u8) -> Option<Clock> {
        let mut clock = Clock { hour: value, minute: 0, half: Half::Open, bare: false, next: at + 1 };
        if digits > 2 {
            return self.run_together(clock, value, digits);
        }
        let next = at + 1;
        match self.kind(next) {
            Some(Kind::Mark(':')) if self.touches(next) => self.with_colon(clock, digits),
            Some(Kind::Mark('.')) if self.touches(next) && self.touches(next + 1) => {
                let (minute, 2) = self.digits(next + 1)? else { return None };
                clock.minute = minute;
                clock.next = next + 2;
                match self.half_of_day(clock.next) {
                    Some((half, after)) if value <= 12 => (clock.half, clock.next) = (half, after),
                    _ if self.loose && self.dot_of_hour(at) => {}
                    _ => return None,
                }
                self.ends(clock)
            }
            Some(Kind::Word(Word::H | Word::Heure)) if self.gap(next) <= Gap::Line => self.with_h(clock),
            Some(Kind::Word(Word::O | Word::Clock)) => self.o_clock(clock),
            Some(Kind::Word(Word::Noon | Word::Midnight)) if value == 12 => {
                let hour = if self.is(next, Word::Noon) { 12 } else { 0 };
                Some(Clock { hour, half: Half::Whole, next: next + 1, ..clock })
            }
            _ => {
                if self.loose && self.part_follows(next) {
                    return Some(clock);
                }
                let (half, after) = self.half(next)?;
                let (half, most) = if self.word(next) == Some(Word::Du) { (half, 23) } else { (half, 12) };
                let half = if value > 12 { Half::Whole } else { half };
                (1..=most).contains(&value).then_some(Clock { half, next: after, ..clock })
            }
        }
    }

    /// Whether the dot behind a number parts an hour from its minutes: "at 9.30", "between 9.30-4.30pm", "8:10 - 12.32".
    pub(super) fn dot_of_hour(&self, at: usize) -> bool {
        let ends_hours = at >= 4
            && self.to_the_end(at - 1, true) == Some(at)
            && matches!(self.digits(at - 2), Some((_, 2)))
            && matches!(self.kind(at - 3), Some(Kind::Mark(':' | '.')))
            && self.touches(at - 2);
        ends_hours || matches!(self.word_before(at), Some(Word::At | Word::Between | Word::From))
    }

    /// The hour of a date and time of ISO 8601, its fraction of a second skipped.
    pub(super) fn iso_clock(&self, at: usize) -> Option<(TimeSaid, usize)> {
        let (hour, 2) = self.digits(at)? else { return None };
        let clock = Clock { hour, minute: 0, half: Half::Whole, bare: false, next: at + 1 };
        if !(self.mark(at + 1, ':') && self.touches(at + 1)) {
            return None;
        }
        let (minute, 2) = self.digits(at + 2)? else { return None };
        let mut next = at + 3;
        for mark in [':', '.'] {
            if self.mark(next, mark) && self.touches(next) && self.touches(next + 1) && self.digits(next + 1).is_some()
            {
                next += 2;
            }
        }
        let clock = Clock { minute, next, ..clock };
        (hour < 24 && minute < 60).then(|| (clock.said(), next))
    }

    /// "1230pm", "1140 a.m.".
    fn run_together(&self, clock: Clock, value: u32, digits: u8) -> Option<Clock> {
        let (half, next) = self.half_of_day(clock.next)?;
        (digits <= 4 && value / 100 <= 12).then_some(Clock {
            hour: value / 100,
            minute: value % 100,
            half,
            next,
            ..clock
        })
    }

    fn with_colon(&self, mut clock: Clock, digits: u8) -> Option<Clock> {
        let colon = clock.next;
        let (minute, 2) = self.digits(colon + 1)? else { return None };
        if !self.touches(colon + 1) {
            return None;
        }
        clock.minute = minute;
        clock.next = colon + 2;
        if self.mark(clock.next, ':') && self.touches(clock.next) && self.touches(clock.next + 1) {
            let (_, 2) = self.digits(clock.next + 1)? else { return None };
            clock.next += 2;
        }
        if self.is(clock.next, Word::H) && self.touches(clock.next) {
            clock.next += 1;
        }
        if digits == 2 && clock.hour < 10 || clock.hour > 12 || clock.hour == 0 || self.language == Language::Fr {
            clock.half = Half::Whole;
        }
        if let Some((half, next)) = self.half(clock.next)
            && clock.hour <= 12
        {
            (clock.half, clock.next) = (half, next);
        }
        self.ends(clock)
    }

    fn with_h(&self, mut clock: Clock) -> Option<Clock> {
        let h = clock.next;
        let spelled = self.is(h, Word::Heure);
        clock.next = h + 1;
        clock.half = Half::Whole;
        match self.digits(h + 1) {
            Some((minute, digits))
                if minute < 60
                    && self.gap(h + 1) <= Gap::Space
                    && (digits == 2 || self.loose && self.touches(h + 1)) =>
            {
                clock.minute = minute;
                clock.next = h + 2;
                if matches!(self.word(clock.next), Some(Word::Minute | Word::M))
                    && (self.touches(clock.next) || spelled)
                {
                    clock.next += 1;
                }
            }
            Some(_) if self.touches(h + 1) => return None,
            _ if spelled => clock = self.quarters(clock),
            _ => {}
        }
        match self.half(clock.next) {
            Some((half, next)) if clock.hour <= 12 => (clock.half, clock.next) = (half, next),
            // "20 h du soir"
            Some((Half::Afternoon, next)) if self.word(clock.next) == Some(Word::Du) => clock.next = next,
            _ => {}
        }
        self.ends(clock)
    }

    /// A clock that no letter or digit runs on from.
    fn ends(&self, clock: Clock) -> Option<Clock> {
        let ranges = self.mark(clock.next, '-') || self.slash_of_hours(clock.next);
        let glued = self.glued_on(clock.next) || self.runs_on(clock.next) && !ranges;
        (!glued && !self.counts(clock.next)).then_some(clock)
    }

    /// "14h/15h30": a slash before another French hour.
    fn slash_of_hours(&self, at: usize) -> bool {
        self.mark(at, '/')
            && self.language == Language::Fr
            && self.touches(at)
            && self.touches(at + 1)
            && self.digits(at + 1).is_some()
            && self.is(at + 2, Word::H)
    }

    /// Whether letters or digits touch the token before `at`.
    pub(super) fn glued_on(&self, at: usize) -> bool {
        self.touches(at) && matches!(self.kind(at), Some(Kind::Word(_) | Kind::Number(..)))
    }

    /// Whether a sign of money or share follows.
    pub(super) fn counts(&self, at: usize) -> bool {
        if self.gap(at) > Gap::Space {
            return false;
        }
        match self.kind(at) {
            Some(Kind::Mark(mark)) => matches!(mark, '%' | '€' | '$' | '£' | '°'),
            Some(Kind::Word(Word::Other)) => matches!(self.slice(at), "percent" | "euros" | "EUR" | "USD" | "GBP"),
            _ => false,
        }
    }

    /// Whether a number may begin an expression: nothing before it makes it a part of another.
    pub(super) fn may_start(&self, at: usize) -> bool {
        if !self.touches(at) {
            return !matches!(self.kind_before(at), Some(Kind::Mark('€' | '$' | '£' | '+')));
        }
        match self.kind_before(at) {
            None => true,
            Some(Kind::Word(_) | Kind::Number(..) | Kind::Opaque) => false,
            Some(Kind::Mark(c)) => match c {
                '.' | ',' | ':' | '/' => {
                    !(self.touches(at - 1) && matches!(self.kind_before(at - 1), Some(Kind::Number(..))))
                }
                '-' => self.may_follow_dash(at - 1),
                '#' | '+' | '_' | '&' | '=' | '%' | '€' | '$' | '£' | '\\' => false,
                _ => true,
            },
        }
    }
    /// Whether a number behind a dash that it touches may be the end of a range: what the dash touches is a part of a
    /// date or an hour, and no name or code.
    fn may_follow_dash(&self, dash: usize) -> bool {
        if !self.touches(dash) {
            return true;
        }
        match self.kind_before(dash) {
            Some(Kind::Number(_, 1 | 2 | 4)) => {
                dash < 2 || !(self.touches(dash - 1) && self.kind(dash - 2) == Some(Kind::Mark('-')))
            }
            Some(Kind::Word(word)) => word != Word::Other,
            Some(Kind::Mark(mark)) => mark != '-',
            _ => false,
        }
    }
}

/// The first hour of "3–4 pm" takes the half of the second, unless the range would run backwards.
fn shared_half(mut first: Clock, mut second: Clock) -> (Clock, Clock) {
    if first.half == Half::Open && matches!(second.half, Half::Morning | Half::Afternoon) {
        let same = Clock { half: second.half, ..first };
        let other = if second.half == Half::Afternoon { Half::Morning } else { Half::Afternoon };
        let fits = same.minutes() < second.minutes();
        first.half = if fits { second.half } else { other };
    } else if second.half == Half::Open && matches!(first.half, Half::Morning | Half::Afternoon) {
        let same = Clock { half: first.half, ..second };
        let other = if first.half == Half::Afternoon { Half::Morning } else { Half::Afternoon };
        second.half = if same.minutes() > first.minutes() { first.half } else { other };
    } else if first.half == Half::Open && second.half == Half::Whole {
        first.half = Half::Whole;
    } else if second.half == Half::Open && first.half == Half::Whole {
        second.half = if second.minutes() <= first.minutes() { Half::Afternoon } else { Half::Whole };
    } else if first.half == Half::Open && second.half == Half::Open && second.minutes() <= first.minutes() {
        // "11:30-1:30" runs over noon.
        (first.half, second.half) = (Half::Morning, Half::Afternoon);
    } else if first.half == Half::Whole
        && second.half == Half::Whole
        && first.hour <= 12
        && (1..=6).contains(&second.hour)
        && second.minutes() < first.minutes()
    {
        // "11 h 30 - 1 h 30" too.
        second.half = Half::Afternoon;
    }
    (first, second)
}

/// A word that makes a number a length.
pub(super) fn unit(word: Word) -> bool {
    matches!(
        word,
        Word::Minute | Word::Hour | Word::Heure | Word::Day | Word::Week | Word::Weeks | Word::MonthUnit | Word::Year
    )
}
