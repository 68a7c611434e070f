//! What looks like a date or an hour and is none: names of streets, habits.

use crate::language::calendar::Word;

use super::reader::Reader;
use super::{Relative, When};

impl Reader<'_> {
    /// Whether a read expression is one in its place.
    pub(super) fn stands(&self, when: &When, at: usize, next: usize) -> bool {
        if self.loose {
            return true;
        }
        !(self.in_street_name(at) || self.is_habit(when, at, next))
    }

    /// "avenue du 8 mai 1945", "place de la …": the date is a name.
    fn in_street_name(&self, at: usize) -> bool {
        let mut before = at;
        let mut small = 0;
        while small < 3 && matches!(self.word_before(before), Some(Word::Du | Word::De | Word::Le)) {
            before -= 1;
            small += 1;
        }
        let led = self.word(at) == Some(Word::Du);
        (small > 0 || led) && self.word_before(before) == Some(Word::Street)
    }

    /// "tous les mardis", "le mardi de 14 h à 15 h chaque semaine", "les jeudis de 9 h à 12 h".
    fn is_habit(&self, when: &When, at: usize, next: usize) -> bool {
        if when.date.is_some() {
            return false;
        }
        let habitual = |i: usize| matches!(self.word(i), Some(Word::Every | Word::Weekdays(_)));
        let weekday = |i: usize| matches!(self.word(i), Some(Word::Weekday(_)));
        let from_day_to_day = at >= 3 && weekday(at - 1) && weekday(at - 3)
            || at >= 4 && self.mark(at - 1, ',') && weekday(at - 2) && weekday(at - 4);
        let before = (at.saturating_sub(3)..at).any(habitual) || from_day_to_day;
        let after = habitual(next) || self.mark(next, ',') && habitual(next + 1);
        let bound =
            when.time.is_some() || matches!(when.relative, Some((Relative::Weekday(..) | Relative::WeekdayOf(..), _)));
        bound && (after || before)
    }
}
