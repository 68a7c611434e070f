//! Hours in words, and the half of the day that words give: "half past two", "onze heures et demie", "du soir".

use crate::language::Language;
use crate::language::calendar::Word;

use super::clock::{Clock, Half, unit};
use super::reader::Reader;
use super::token::{Gap, Kind};

impl Reader<'_> {
    /// "et demie", "et quart", "moins le quart", "trente" after "heures".
    pub(super) fn quarters(&self, mut clock: Clock) -> Clock {
        let at = clock.next;
        let article = |i: usize| if self.is(i, Word::Le) { i + 1 } else { i };
        if self.is(at, Word::And) && self.is(at + 1, Word::Half) {
            (clock.minute, clock.next) = (30, at + 2);
        } else if self.is(at, Word::And) && self.is(at + 1, Word::Quarter) {
            (clock.minute, clock.next) = (15, at + 2);
        } else if self.is(at, Word::Minus) && self.is(article(at + 1), Word::Quarter) && clock.hour > 0 {
            (clock.hour, clock.minute, clock.next) = (clock.hour - 1, 45, article(at + 1) + 1);
        } else if let Some((minute, next)) = self.number(at)
            && self.word(at).is_some()
            && (5..60).contains(&minute)
            && !self.word(next).is_some_and(unit)
        {
            (clock.minute, clock.next) = (minute, next);
        }
        clock
    }

    pub(super) fn o_clock(&self, clock: Clock) -> Option<Clock> {
        let o = self.is(clock.next, Word::O);
        let word = if o { self.skip(clock.next + 1, '\'') } else { clock.next };
        if !self.is(word, Word::Clock) {
            return None;
        }
        let (half, next) = self.half(word + 1).unwrap_or((Half::Open, word + 1));
        Some(Clock { half, next, ..clock })
    }

    /// An hour in words: "half past two", "quarter to nine", "two o'clock", "onze heures", "six in the evening".
    pub(super) fn spelled(&self, at: usize) -> Option<Clock> {
        let clock = |hour, minute, half, next| Some(Clock { hour, minute, half, bare: false, next });
        if let Some(Word::Half | Word::Quarter) = self.word(at) {
            let past = match self.word(at + 1)? {
                Word::Past => true,
                Word::To if self.word(at) == Some(Word::Quarter) => false,
                _ => return None,
            };
            let (hour, next) = self.number(at + 2)?;
            let minutes = if self.word(at) == Some(Word::Half) { 30 } else { 15 };
            let (hour, minute) =
                if past { (hour, minutes) } else { (if hour == 1 { 12 } else { hour.checked_sub(1)? }, 45) };
            let (half, next) = self.half(next).unwrap_or((Half::Open, next));
            return (hour <= 12).then_some(()).and_then(|()| clock(hour, minute, half, next));
        }
        let (hour, next) = self.number(at)?;
        match self.word(next) {
            Some(Word::Heure) => {
                let read = self.quarters(Clock { hour, minute: 0, half: Half::Open, bare: false, next: next + 1 });
                let half = if hour > 12 { Half::Whole } else { Half::Open };
                let (half, next) = self.part_of_day(read.next).unwrap_or((half, read.next));
                Some(Clock { half, next, ..read })
            }
            Some(Word::O | Word::Clock) => self.o_clock(Clock { hour, minute: 0, half: Half::Open, bare: false, next }),
            _ if hour <= 12 => {
                let (half, next) = self.half(next)?;
                clock(hour, 0, half, next)
            }
            _ => None,
        }
    }

    /// The "to" or "past" of "15 to 7pm" after "at", "20 minutes to 3", "10 past 5"; loosely, for "10 to 3" is a
    /// range elsewhere.
    pub(super) fn minutes_beside(&self, at: usize) -> Option<usize> {
        let minutes = self.loose && matches!(self.digits(at), Some((1..=29, 1 | 2)));
        let counted = self.is(at + 1, Word::Minute);
        let word = if counted { at + 2 } else { at + 1 };
        let to = self.is(word, Word::To) && (counted || self.word_before(at) == Some(Word::At));
        let english = minutes && self.language == Language::En && self.may_start(at);
        (english && (to || self.is(word, Word::Past))).then_some(word)
    }

    /// "15 to 7pm", "10 past 5".
    pub(super) fn beside_the_hour(&self, at: usize, word: usize) -> Option<Clock> {
        let (minutes, _) = self.digits(at)?;
        let (hour, next) = self.number(word + 1).filter(|(hour, _)| (1..=12).contains(hour))?;
        let (half, next) = self.half(next).unwrap_or((Half::Open, next));
        let (hour, minute) = match hour {
            _ if self.is(word, Word::Past) => (hour, minutes),
            1 => (12, 60 - minutes),
            _ => (hour - 1, 60 - minutes),
        };
        Some(Clock { hour, minute, half, bare: false, next })
    }

    /// The half of the day said after an hour: "pm", "du soir", "8 pm in the evening".
    pub(super) fn half(&self, at: usize) -> Option<(Half, usize)> {
        match self.half_of_day(at) {
            Some((half, next)) => Some((half, self.part_of_day(next).map_or(next, |(_, next)| next))),
            None => self.part_of_day(at),
        }
    }

    /// Loosely: the hour of "7 ce soir", "11 tonight".
    pub(super) fn part_follows(&self, at: usize) -> bool {
        let at = self.skip(at, ',');
        let part =
            |i: usize| matches!(self.word(i), Some(Word::Morning | Word::Afternoon | Word::Evening | Word::Night));
        self.is(at, Word::Tonight) || matches!(self.word(at), Some(Word::Ce | Word::This)) && part(at + 1)
    }

    /// "am", "pm", "a.m.", "p. m.".
    pub(super) fn half_of_day(&self, at: usize) -> Option<(Half, usize)> {
        if self.gap(at) > Gap::Space {
            return None;
        }
        let half = match self.word(at)? {
            Word::Am | Word::A => Half::Morning,
            Word::Pm | Word::P => Half::Afternoon,
            _ => return None,
        };
        if self.is(at, Word::Am) || self.is(at, Word::Pm) {
            return (!self.glued_on(at + 1)).then_some((half, at + 1));
        }
        let dotted = self.mark(at + 1, '.') && self.touches(at + 1);
        let m = if dotted { at + 2 } else { at + 1 };
        if self.is(m, Word::M) && (dotted && self.gap(m) <= Gap::Space || self.loose) {
            let end = if dotted && self.mark(m + 1, '.') && self.touches(m + 1) { m + 2 } else { m + 1 };
            return Some((half, end));
        }
        let minutes = at >= 2 && self.kind(at - 2) == Some(Kind::Mark(':'));
        let hour = || at >= 1 && self.language == Language::En && self.tells_hour(at - 1);
        let alone = self.loose && self.touches(at) && !self.glued_on(at + 1) && (minutes || hour());
        alone.then_some((half, at + 1))
    }

    /// Whether the word before a number makes it an hour: the "at" of "at 9p", not the "gate" of "gate 9a".
    fn tells_hour(&self, number: usize) -> bool {
        matches!(
            self.word_before(number),
            Some(Word::At | Word::From | Word::To | Word::Until | Word::Between | Word::Today | Word::Tomorrow)
        )
    }

    /// "du matin", "de l'après-midi", "in the evening", "at night" after an hour to 12.
    fn part_of_day(&self, at: usize) -> Option<(Half, usize)> {
        let mut i = self.skip(at, ',');
        match self.word(i)? {
            Word::Du => i += 1,
            Word::De => {
                i += 1;
                while matches!(self.word(i), Some(Word::Le | Word::L)) || self.mark(i, '\'') {
                    i += 1;
                }
            }
            Word::In => {
                i += 1;
                if !self.is(i, Word::The) {
                    return None;
                }
                i += 1;
            }
            Word::At => i += 1,
            _ => return None,
        }
        match self.word(i)? {
            Word::Morning => Some((Half::Morning, i + 1)),
            Word::Afternoon | Word::Evening | Word::Night => Some((Half::Afternoon, i + 1)),
            Word::After => {
                let noon = self.skip(i + 1, '-');
                self.is(noon, Word::Noon).then_some((Half::Afternoon, noon + 1))
            }
            _ => None,
        }
    }
}
