//! Lengths of time and numbers in words: "une heure et demie", "90 min", "a two-hour session".

use crate::language::calendar::Word;

use super::reader::Reader;
use super::token::{Gap, Kind};

impl Reader<'_> {
    /// A whole number at a token, in digits or in words, to 99 in words.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.kind(at)? {
            Kind::Number(value, digits) if digits <= 4 && self.may_start(at) => Some((value, at + 1)),
            Kind::Word(Word::Sept) => Some((7, at + 1)),
            Kind::Word(Word::Number(value)) => Some(self.compound(u32::from(value), at)),
            _ => None,
        }
    }

    /// "vingt-cinq", "soixante et onze", "quatre-vingt-dix", "ninety-five".
    fn compound(&self, first: u32, at: usize) -> (u32, usize) {
        let (mut value, mut next) = (first, at + 1);
        loop {
            let mut part = self.skip(next, '-');
            if part > next && !self.touches(part) {
                return (value, next);
            }
            if self.is(part, Word::And) {
                part = self.skip(part + 1, '-');
            }
            let small = match self.word(part) {
                Some(Word::Number(small)) if self.gap(part) <= Gap::Space => u32::from(small),
                Some(Word::Sept) if self.gap(part) <= Gap::Space => 7,
                _ => return (value, next),
            };
            let joined = part > next || matches!(value % 10, 0) && value >= 20;
            value = match (value, small) {
                (4, 20 | 80) if part > next || small == 80 => 80,
                (10, 7..=9) if joined => value + small,
                (60 | 80, 1..=19) | (20 | 30 | 40 | 50 | 70 | 90, 1..=9) if joined => value + small,
                (80, 20) => return (value, next),
                _ => return (value, next),
            };
            next = part + 1;
        }
    }

    /// A length of time in minutes.
    pub(super) fn length(&self, at: usize) -> Option<(u32, usize)> {
        if self.is_second_number(at) {
            return None;
        }
        self.part_of_hour(at).or_else(|| self.counted_length(at))
    }

    /// The 15 of "10 à 15 minutes": the length is not settled. Before "à 14 heures" a year is no such number.
    fn is_second_number(&self, at: usize) -> bool {
        at >= 2
            && self.digits(at - 2).is_none_or(|(_, digits)| digits < 3)
            && matches!(self.kind(at - 1), Some(Kind::Word(Word::A | Word::To) | Kind::Mark('-')))
            && matches!(self.kind(at), Some(Kind::Number(..) | Kind::Word(Word::Number(_))))
            && matches!(self.kind(at - 2), Some(Kind::Number(..) | Kind::Word(Word::Number(_))))
    }

    /// "une demi-heure", "half an hour", "trois quarts d'heure", "3/4 d'heure".
    fn part_of_hour(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((3, _)) = self.digits(at)
            && self.may_start(at)
            && self.mark(at + 1, '/')
            && let Some((4, _)) = self.digits(at + 2)
            && self.is(at + 3, Word::D)
            && self.mark(at + 4, '\'')
            && self.is(at + 5, Word::Heure)
        {
            return Some((45, at + 6));
        }
        let (count, at) = match self.word(at)? {
            Word::Number(count) => (u32::from(count), at + 1),
            Word::A => (1, at + 1),
            Word::Half => (1, at),
            _ => return None,
        };
        match self.word(at)? {
            Word::Half => {
                let mut unit = self.skip(at + 1, '-');
                if matches!(self.word(unit), Some(Word::An | Word::A)) {
                    unit += 1;
                }
                (count == 1 && matches!(self.word(unit), Some(Word::Heure | Word::Hour))).then_some((30, unit + 1))
            }
            Word::Quarter => {
                let d = self.is(at + 1, Word::D) && self.mark(at + 2, '\'') && self.is(at + 3, Word::Heure);
                let of = self.is(at + 1, Word::Of) && self.is(at + 2, Word::An) && self.is(at + 3, Word::Hour);
                ((d || of) && count <= 3).then_some((15 * count, at + 4))
            }
            _ => None,
        }
    }

    fn counted_length(&self, at: usize) -> Option<(u32, usize)> {
        let (count, mut unit) = match self.word(at) {
            Some(Word::A | Word::An) if matches!(self.word(at + 1), Some(Word::Hour)) => (1, at + 1),
            Some(Word::A) if matches!(self.word(at + 1), Some(Word::Number(_))) => return None,
            _ => self.number(at)?,
        };
        if let Some((tenths, 1)) = self.decimal(unit) {
            unit += 2;
            let next = self
                .unit_at(unit, Word::Hour)
                .or_else(|| self.unit_at(unit, Word::Heure))
                .or_else(|| self.unit_at(unit, Word::H))?;
            return Some((count * 60 + tenths * 6, next));
        }
        if self.is(unit, Word::And) && self.is(unit + 1, Word::A) && self.is(unit + 2, Word::Half) {
            let next = self.unit_at(unit + 3, Word::Hour)?;
            return (count < 100).then_some((count * 60 + 30, next));
        }
        if let Some(next) = self.unit_at(unit, Word::Minute) {
            return (count > 0 && count < 1000 && !self.glued_on(next)).then_some((count, next));
        }
        let dashed = self.skip(unit, '-');
        let next = match self.word(dashed)? {
            Word::Hour => self.unit_at(unit, Word::Hour)?,
            Word::Heure | Word::H if dashed == unit && self.is_length(at, self.hour_end(unit)) => unit + 1,
            _ => return None,
        };
        let (minutes, next) = self.minutes_after(next);
        // "24 h/24", "24 heures sur 24"
        if count == 24 && (self.mark(next, '/') || self.digits(next + 1).is_some_and(|(value, _)| value == 24)) {
            return None;
        }
        (count > 0 && count < 100 && !self.glued_on(next)).then_some((count * 60 + minutes, next))
    }

    /// The unit after a count, maybe behind a hyphen: "two-hour", "90-minute".
    fn unit_at(&self, at: usize, unit: Word) -> Option<usize> {
        let dashed = self.skip(at, '-');
        let near = if dashed > at { self.touches(at) && self.touches(dashed) } else { self.gap(at) <= Gap::Line };
        (near && self.is(dashed, unit)).then_some(dashed + 1)
    }

    /// The digits after a decimal point or comma.
    fn decimal(&self, at: usize) -> Option<(u32, u8)> {
        let point = self.touches(at) && (self.mark(at, '.') || self.mark(at, ','));
        (point && self.touches(at + 1)).then(|| self.digits(at + 1)).flatten()
    }

    /// Where the hour that begins with the unit at `unit` ends: "h 30", "heures et demie".
    fn hour_end(&self, unit: usize) -> usize {
        self.minutes_after(unit + 1).1
    }

    /// "et demie", "30", "and 15 minutes" after the hours of a length.
    fn minutes_after(&self, at: usize) -> (u32, usize) {
        if self.is(at, Word::And) && self.is(at + 1, Word::Half) {
            return (30, at + 2);
        }
        if self.is(at, Word::And) && self.is(at + 1, Word::A) && self.is(at + 2, Word::Half) {
            return (30, at + 3);
        }
        if self.is(at, Word::And) && self.is(at + 1, Word::Quarter) {
            return (15, at + 2);
        }
        let number = if self.is(at, Word::And) { at + 1 } else { at };
        if self.gap(number) <= Gap::Space
            && let Some((minutes, next)) = self.minute_count(number)
            && minutes < 60
        {
            let unit = self.is(next, Word::Minute);
            if unit {
                return (minutes, next + 1);
            }
            if number == at && self.digits(at).is_none_or(|(_, digits)| digits == 2) && !self.glued_on(next) {
                return (minutes, next);
            }
        }
        (0, at)
    }

    fn minute_count(&self, at: usize) -> Option<(u32, usize)> {
        match self.digits(at) {
            Some((value, 1 | 2)) => Some((value, at + 1)),
            Some(_) => None,
            None => self.number(at),
        }
    }

    /// Whether "1 h 30", "deux heures" between two tokens is a length and not an hour of the day, by what stands
    /// around it. A form without h or heures never is.
    pub(super) fn is_length(&self, at: usize, next: usize) -> bool {
        let Some(unit) = (at..next).find(|i| matches!(self.word(*i), Some(Word::H | Word::Heure))) else {
            return false;
        };
        let value = self.number(at).map_or(0, |(value, _)| value);
        if value >= 24 || self.is(unit, Word::Heure) && self.is_second_number(at) {
            return true;
        }
        let cue = self.cue_before(at, value);
        let half = self.word(next - 1) == Some(Word::Half);
        match cue {
            Cue::Length => return true,
            Cue::Clock => return false,
            Cue::None => {}
        }
        // "(2 h)": nobody is invited for two in the morning.
        let bracketed = value < 6 && self.kind_before(at) == Some(Kind::Mark('(')) && self.mark(next, ')');
        self.length_after(next)
            || bracketed
            || value == 1 && self.digits(at).is_none() && (self.is(unit, Word::Heure) || half)
            || self.spelled_count(at, unit)
    }

    /// "deux heures", "cinq heures" with nothing before them that tells the hour.
    fn spelled_count(&self, at: usize, unit: usize) -> bool {
        self.digits(at).is_none() && self.is(unit, Word::Heure) && self.number(at).is_some_and(|(value, _)| value < 8)
    }

    fn length_after(&self, next: usize) -> bool {
        if self.mark(next, ',') && self.is(next + 1, Word::Per) {
            return true;
        }
        match self.word(next) {
            Some(Word::Per) => true,
            Some(Word::De) => {
                let noun = next + 1;
                matches!(self.word(noun), Some(Word::Other | Word::Event)) && !self.capital(noun)
            }
            Some(Word::D) => self.mark(next + 1, '\'') && self.word(next + 2) == Some(Word::Other),
            Some(Word::En) => self.tokens.get(next + 1).is_some_and(|t| &self.text[t.start..t.end] == "tout"),
            _ => false,
        }
    }

    fn cue_before(&self, at: usize, value: u32) -> Cue {
        let mut before = at;
        while before > 0 {
            before -= 1;
            match self.kind(before) {
                Some(Kind::Mark(':')) if self.tells_duration(before) => return Cue::Length,
                Some(Kind::Mark(':' | '(')) if self.gap(before + 1) <= Gap::Space => {}
                Some(Kind::Mark('\'')) => {}
                Some(Kind::Mark('×')) => return Cue::Length,
                Some(Kind::Word(Word::About | Word::Le | Word::L)) => {}
                // "pour 14 h" is an hour, "pour 2 h" a length.
                Some(Kind::Word(Word::Lasting)) if matches!(self.slice(before), "pour" | "for") && value >= 8 => {
                    return Cue::Clock;
                }
                Some(Kind::Word(Word::Lasting)) => return Cue::Length,
                Some(Kind::Word(Word::En)) if before + 1 == at => return Cue::Length,
                Some(Kind::Word(Word::Dans)) if before + 1 == at => return Cue::Length,
                Some(Kind::Word(Word::D)) => return Cue::Length,
                Some(Kind::Word(Word::De)) => {
                    return match self.word_before(before) {
                        Some(Word::Lasting | Word::Left | Word::Minus) => Cue::Length,
                        Some(Word::Starting) => Cue::Clock,
                        // "un cours de 2 h", but "le webinaire de 14 h"
                        _ if value < 7 => Cue::Length,
                        _ => Cue::None,
                    };
                }
                Some(Kind::Word(
                    Word::A
                    | Word::At
                    | Word::Des
                    | Word::Before
                    | Word::After
                    | Word::Starting
                    | Word::Until
                    | Word::To,
                )) => return Cue::Clock,
                _ => return Cue::None,
            }
        }
        Cue::None
    }

    /// Whether the label before a colon is of a length: "Durée totale :".
    fn tells_duration(&self, colon: usize) -> bool {
        (colon.saturating_sub(5)..colon)
            .rev()
            .take_while(|i| self.word(*i).is_some() && self.gap(i + 1) <= Gap::Space)
            .any(|i| self.word(i) == Some(Word::Lasting) && !matches!(self.slice(i), "pour" | "for"))
    }
}

enum Cue {
    Length,
    Clock,
    None,
}
