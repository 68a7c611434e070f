//! Words that mean a day or a moment only together with the time of sending.

use crate::language::Language;
use crate::language::calendar::Word;

use super::reader::Reader;
use super::token::{Gap, Kind};
use super::{DayPart, Relative};

/// A relative word: what it means, its first token and the token after it.
type Read = (Relative, usize, usize);

impl Reader<'_> {
    /// The relative word at a token, when it is meant of a day and not of the times in general.
    pub(super) fn relative(&self, at: usize) -> Option<Read> {
        let Some(word) = self.word(at) else {
            return self.number_word(at).map(|(relative, next)| (relative, at, next));
        };
        let read = match word {
            Word::Today | Word::Tomorrow | Word::Yesterday | Word::Aujourd | Word::After | Word::Before => {
                self.day_word(at)
            }
            Word::Tonight => Some((Relative::DaysPart(0, DayPart::Evening), at + 1)),
            Word::Ce | Word::This | Word::Next | Word::Last => self.turned(at),
            Word::Week | Word::MonthUnit => self.french_turned(at),
            Word::Weekday(_) | Word::WeekdayWeak(_) | Word::Mar => self.weekday_word(at),
            Word::Dans | Word::In => self.ahead(at),
            Word::En if self.loose => self.ahead(at),
            Word::Il => self.back_french(at).or_else(|| self.days_left(at)),
            Word::Left => self.days_left(at),
            Word::Number(_) | Word::A | Word::An | Word::Sept => self.number_word(at),
            Word::J | Word::D => self.countdown(at),
            Word::Begin | Word::Starting if self.is(at + 1, Word::Now) => Some((Relative::Minutes(0), at + 2)),
            Word::Day if self.is(at + 1, Word::After) && self.is(at + 2, Word::Tomorrow) => {
                Some((Relative::Days(2), at + 3))
            }
            _ => None,
        };
        let read = read.map(|read| self.with_week(read)).or_else(|| self.bare_part(at));
        read.map(|(relative, next)| (relative, at, next))
    }

    /// "jeudi de la semaine prochaine", "next week on Tuesday": the weekday with its week.
    fn with_week(&self, (relative, next): (Relative, usize)) -> (Relative, usize) {
        let mut i = self.skip(next, ',');
        while matches!(self.word(i), Some(Word::De | Word::Of | Word::Le | Word::The | Word::On | Word::D)) {
            i += 1;
        }
        if self.gap(i) > Gap::Line || self.gap(next) > Gap::Line {
            return (relative, next);
        }
        match relative {
            Relative::Weekday(day, 0) => {
                let week = match self.word(i) {
                    Some(Word::Week) => self.french_turned(i),
                    Some(Word::Ce | Word::This | Word::Next | Word::Last) => self.turned(i),
                    _ => None,
                };
                match week {
                    Some((Relative::Weeks(turn), after)) => (Relative::WeekdayOf(day, turn), after),
                    _ => (relative, next),
                }
            }
            Relative::Weeks(turn) => match self.weekday_word(i) {
                Some((Relative::Weekday(day, 0), after)) if self.days(i).is_none() => {
                    (Relative::WeekdayOf(day, turn), after)
                }
                _ => (relative, next),
            },
            _ => (relative, next),
        }
    }

    /// Loosely: "l'après-midi", "in the morning", "dans la soirée".
    fn bare_part(&self, at: usize) -> Option<(Relative, usize)> {
        if !self.loose {
            return None;
        }
        let mut i = at;
        if matches!(self.word(i), Some(Word::In | Word::Dans | Word::Des)) {
            i += 1;
        }
        while i < at + 3
            && (matches!(self.word(i), Some(Word::The | Word::Le | Word::L)) || i > at && self.mark(i, '\''))
        {
            i += 1;
        }
        let (part, next) = self.part_at(i);
        let alone = !self.is(i, Word::Night) || i > at;
        let part = part.filter(|_| alone)?;
        // "dans la matinée mardi"
        if let Some(read) = self.weekday_word(next)
            && self.gap(next) == Gap::Space
            && self.days(next).is_none()
        {
            return Some(read);
        }
        Some((Relative::DaysPart(0, part), next))
    }

    fn number_word(&self, at: usize) -> Option<(Relative, usize)> {
        self.back_english(at).or_else(|| self.to_go(at))
    }

    /// "demain matin", "avant-hier", "today", "après-demain".
    fn day_word(&self, at: usize) -> Option<(Relative, usize)> {
        let (days, next) = match self.word(at)? {
            Word::Today => (0, at + 1),
            Word::Tomorrow => (1, at + 1),
            Word::Yesterday => (-1, at + 1),
            Word::Aujourd if self.mark(at + 1, '\'') && self.is(at + 2, Word::Hui) => (0, at + 3),
            Word::After => {
                let day = self.skip(at + 1, '-');
                (day > at + 1 && self.is(day, Word::Tomorrow)).then_some((2, day + 1))?
            }
            Word::Before => {
                let day = self.skip(at + 1, '-');
                (day > at + 1 && self.is(day, Word::Yesterday)).then_some((-2, day + 1))?
            }
            _ => return None,
        };
        let (part, after) = self.day_part(next);
        if part.is_none() && self.figurative(at, next, days) {
            return None;
        }
        Some((part.map_or(Relative::Days(days), |part| Relative::DaysPart(days, part)), after))
    }

    /// "les métiers de demain", "tomorrow's readers", "ville d'hier et de demain": no day is meant.
    fn figurative(&self, at: usize, next: usize, days: i32) -> bool {
        if self.mark(next, '\'') && self.is(next + 1, Word::S) {
            return !self.names_event(next + 2);
        }
        if days.abs() > 1 {
            return false;
        }
        let mut before = at;
        if before > 0 && self.mark(before - 1, '\'') {
            before -= 1;
        }
        let of = matches!(self.word_before(before), Some(Word::De | Word::D | Word::Of));
        let noun = before.checked_sub(2).and_then(|noun| self.word(noun));
        of && !matches!(
            noun,
            Some(
                Word::Event
                    | Word::Starting
                    | Word::Evening
                    | Word::Morning
                    | Word::And
                    | Word::Before
                    | Word::Am
                    | Word::Pm
                    | Word::Noon
                    | Word::Clock
            )
        ) || of && noun == Some(Word::And) && !matches!(self.kind(next), Some(Kind::Number(..)))
            || self.is(next, Word::And) && self.is(next + 1, Word::De) && of
    }

    /// An event's noun within the two words after a possessive: "yesterday's live session".
    fn names_event(&self, at: usize) -> bool {
        (at..at + 3).any(|i| self.word(i) == Some(Word::Event))
    }

    /// The part of the day after a day, and the token after it.
    pub(super) fn day_part(&self, at: usize) -> (Option<DayPart>, usize) {
        let start = if self.loose { self.before_part(at) } else { at };
        if self.gap(at) > Gap::Line || self.gap(start) > Gap::Line {
            return (None, at);
        }
        match self.part_at(start) {
            (Some(part), next) => (Some(part), next),
            // "today pm", "June 5 AM"
            _ if start == at && self.gap(at) == Gap::Space && self.is(at, Word::Am) => (Some(DayPart::Morning), at + 1),
            _ if start == at && self.gap(at) == Gap::Space && self.is(at, Word::Pm) => {
                (Some(DayPart::Afternoon), at + 1)
            }
            (None, _) => (None, at),
        }
    }

    /// The part of the day that the words of a relative expression name.
    pub(super) fn part_within(&self, relative: &Relative, start: usize, next: usize) -> Option<DayPart> {
        match relative {
            Relative::DaysPart(_, part) => Some(*part),
            _ => (start..next).find_map(|i| match self.word(i) {
                Some(Word::Am) => Some(DayPart::Morning),
                Some(Word::Pm) => Some(DayPart::Afternoon),
                _ => self.part_at(i).0,
            }),
        }
    }

    /// Past the small words before a part of the day: "in the", "dans l'".
    pub(super) fn before_part(&self, at: usize) -> usize {
        let small = |i: usize| {
            matches!(self.word(i), Some(Word::In | Word::The | Word::Dans | Word::En | Word::Le | Word::L | Word::Au))
                || self.word(i) == Some(Word::Du)
                || i > at && self.mark(i, '\'')
        };
        (at..at + 3).find(|i| !small(*i)).unwrap_or(at + 3)
    }

    /// The part of the day that stands at a token.
    pub(super) fn part_at(&self, i: usize) -> (Option<DayPart>, usize) {
        match self.word(i) {
            Some(Word::Morning) => (Some(DayPart::Morning), i + 1),
            Some(Word::Afternoon) => (Some(DayPart::Afternoon), i + 1),
            Some(Word::Evening) => (Some(DayPart::Evening), i + 1),
            Some(Word::Night) => (Some(DayPart::Night), i + 1),
            Some(Word::After) => {
                let noon = self.skip(i + 1, '-');
                if self.is(noon, Word::Noon) { (Some(DayPart::Afternoon), noon + 1) } else { (None, i) }
            }
            _ => (None, i),
        }
    }

    /// "ce soir", "this week", "next Thursday", "last month", "ce jeudi".
    pub(super) fn turned(&self, at: usize) -> Option<(Relative, usize)> {
        let turn = self.turn(at)?;
        if self.gap(at + 1) > Gap::Line {
            return None;
        }
        let (part, next) = self.day_part(at + 1);
        if let Some(part) = part {
            let day = if turn == 0 { 0 } else { -1 };
            let meant = turn == 0 || turn == -1 && matches!(part, DayPart::Night | DayPart::Evening);
            return meant.then_some((Relative::DaysPart(day, part), next));
        }
        match self.word(at + 1)? {
            // "ce midi"
            Word::Noon if turn == 0 => Some((Relative::Days(0), at + 2)),
            Word::Week => Some((Relative::Weeks(i32::from(turn)), self.past_ci(at + 2))),
            Word::MonthUnit if !matches!(self.slice(at + 1), "months") => {
                Some((Relative::Months(i32::from(turn)), self.past_ci(at + 2)))
            }
            Word::Weekday(_) if turn == 0 && self.days(at + 1).is_some() => None,
            Word::Weekday(day) => Some((Relative::Weekday(day, turn), self.day_part(at + 2).1)),
            _ => None,
        }
    }

    /// Past "-ci" of "ce mois-ci", "-end" of "ce week-end".
    fn past_ci(&self, at: usize) -> usize {
        if self.mark(at, '-') && self.touches(at) && matches!(self.slice(at + 1), "ci" | "end") { at + 2 } else { at }
    }

    /// "semaine prochaine", "mois dernier".
    pub(super) fn french_turned(&self, at: usize) -> Option<(Relative, usize)> {
        let (turn, next) = self.turn_after(self.past_ci(at + 1))?;
        let turn = i32::from(turn);
        let relative = if self.word(at) == Some(Word::Week) { Relative::Weeks(turn) } else { Relative::Months(turn) };
        Some((relative, next))
    }

    /// The "prochain" behind a noun; loosely "d'après" too, which counts from what was told before.
    fn turn_after(&self, at: usize) -> Option<(i8, usize)> {
        if self.gap(at) > Gap::Line {
            return None;
        }
        match self.turn(at) {
            Some(turn @ (-1 | 1)) => Some((turn, at + 1)),
            _ => {
                let after = self.word(at) == Some(Word::D) && self.mark(at + 1, '\'') && self.is(at + 2, Word::After);
                (self.loose && after).then_some((1, at + 3))
            }
        }
    }

    /// "jeudi", "jeudi prochain", "on Thursday"; a habit is no day.
    fn weekday_word(&self, at: usize) -> Option<(Relative, usize)> {
        let (day, after) = self.weekday_at(at)?;
        let after = if matches!(self.word(at), Some(Word::Weekday(_))) { after } else { at + 1 };
        let abbreviated = !matches!(self.word(at), Some(Word::Weekday(_)));
        if abbreviated && !(self.loose && self.abbreviates(at)) {
            return None;
        }
        let (part, next) = self.day_part(after);
        // "Friday next week": the turn is the week's.
        let week_turns = matches!(self.word(next + 1), Some(Word::Week | Word::MonthUnit));
        if let Some((turn, after)) = self.turn_after(next)
            && !week_turns
        {
            return Some((Relative::Weekday(day, turn), self.day_part(after).1));
        }
        let range = |i: usize| self.word(i).is_some_and(|w| matches!(w, Word::Weekday(_)));
        let habit = matches!(self.word_before(at), Some(Word::Every | Word::Le | Word::Du))
            || matches!(self.kind(next), Some(Kind::Mark('-') | Kind::Word(Word::Au | Word::A | Word::To)))
                && range(next + 1)
            || matches!(self.kind_before(at), Some(Kind::Mark('-') | Kind::Word(Word::Au | Word::A | Word::To)))
                && at >= 2
                && range(at - 2);
        if habit && !self.loose {
            return None;
        }
        let possessive = part.is_none() && self.mark(next, '\'') && self.is(next + 1, Word::S);
        (!possessive || self.names_event(next + 2)).then_some((Relative::Weekday(day, 0), next))
    }

    /// Whether an abbreviated weekday is one of the text's language: "mon" is a word in French.
    fn abbreviates(&self, at: usize) -> bool {
        let written = self.slice(at).to_lowercase();
        let french = matches!(written.as_str(), "lun" | "mar" | "mer" | "jeu" | "ven" | "sam" | "dim");
        french == (self.language == Language::Fr)
    }

    /// "dans une heure", "in 3 days", "in a week".
    fn ahead(&self, at: usize) -> Option<(Relative, usize)> {
        if let Some((minutes, next)) = self.length(at + 1).or_else(|| self.hours_from_now(at + 1)) {
            let english = self.word(at) == Some(Word::In);
            if english && (self.tells_past(next) || !self.loose && !self.speaks_of_start(at, next)) {
                return None;
            }
            let minutes = i32::try_from(minutes).ok()?;
            return Some((Relative::Minutes(minutes), next));
        }
        let (count, next) = self.count(at + 1)?;
        let unit = self.units(count, next)?;
        let whole = !(self.word(at) == Some(Word::In) && self.tells_past(next + 1));
        whole.then_some((unit, next + 1))
    }

    /// Whether a start or a meeting is spoken of around "in an hour": "explained in five minutes" is a length.
    fn speaks_of_start(&self, at: usize, next: usize) -> bool {
        let near = (at.saturating_sub(6)..at).chain(next..next + 5);
        near.filter(|i| *i < self.tokens.len()).any(|i| {
            matches!(self.word(i), Some(Word::Begin | Word::Starting | Word::Event))
                || matches!(
                    self.slice(i),
                    "opens" | "open" | "join" | "Join" | "see" | "See" | "meet" | "Meet" | "kick" | "kicks"
                )
        })
    }

    /// "une heure", "2 heures", "2 h" where a length is sure.
    fn hours_from_now(&self, at: usize) -> Option<(u32, usize)> {
        let (count, next) = self.count(at)?;
        let hour = matches!(self.word(next), Some(Word::Heure | Word::Hour | Word::H)) && !self.glued_on(next + 1);
        (hour && (1..100).contains(&count)).then_some((count * 60, next + 1))
    }

    fn count(&self, at: usize) -> Option<(u32, usize)> {
        match self.word(at) {
            Some(Word::A | Word::An) => Some((1, at + 1)),
            _ => self.number(at),
        }
        .filter(|(count, next)| (1..1000).contains(count) && self.gap(*next) <= Gap::Line)
    }

    fn units(&self, count: u32, unit: usize) -> Option<Relative> {
        let count = i32::try_from(count).ok()?;
        match self.word(unit)? {
            Word::Day => Some(Relative::Days(count)),
            Word::Week | Word::Weeks => Some(Relative::WeeksAway(count)),
            Word::MonthUnit => Some(Relative::Months(count)),
            _ => None,
        }
    }

    /// "In ninety minutes we saw how …": a length of what is told, not a time to come.
    fn tells_past(&self, at: usize) -> bool {
        let told = matches!(self.slice(at), "we" | "you" | "they" | "he" | "she" | "I")
            && !matches!(
                self.slice(at + 1),
                "will" | "are" | "start" | "begin" | "meet" | "go" | "open" | "can" | "could" | "shall" | "'" | "’"
            );
        told || self.mark(at, '-')
    }

    /// "il y a deux jours", "il y a une heure".
    fn back_french(&self, at: usize) -> Option<(Relative, usize)> {
        if !(self.is(at + 1, Word::Y) && self.is(at + 2, Word::A)) {
            return None;
        }
        let (relative, next) = self.ahead_from(at + 3)?;
        Some((negative(relative), next))
    }

    fn ahead_from(&self, at: usize) -> Option<(Relative, usize)> {
        let minutes = self.length(at).or_else(|| self.hours_from_now(at));
        if let Some((minutes, next)) = minutes {
            return Some((Relative::Minutes(i32::try_from(minutes).ok()?), next));
        }
        let (count, next) = self.count(at)?;
        Some((self.units(count, next)?, next + 1))
    }

    /// "two days ago", "an hour ago", "3 weeks from now".
    fn back_english(&self, at: usize) -> Option<(Relative, usize)> {
        let (relative, next) = self.ahead_from(at)?;
        if self.is(next, Word::From) && self.is(next + 1, Word::Now) {
            return Some((relative, next + 2));
        }
        self.is(next, Word::Ago).then(|| (negative(relative), next + 1))
    }

    /// "3 days to go", "One day to go".
    fn to_go(&self, at: usize) -> Option<(Relative, usize)> {
        let (count, next) = self.count(at)?;
        let go = self.is(next, Word::Day) && self.is(next + 1, Word::To) && self.is(next + 2, Word::Go);
        go.then(|| Some((Relative::Before(u16::try_from(count).ok()?), next + 3))).flatten()
    }

    /// "plus que 3 jours", "il ne reste que 3 jours", "il reste 3 jours".
    fn days_left(&self, at: usize) -> Option<(Relative, usize)> {
        let mut i = if self.word(at) == Some(Word::Il) { at + 1 } else { at };
        let reste = self.slice(i) == "reste";
        if self.word(i) != Some(Word::Left) {
            return None;
        }
        i += 1;
        let que = self.is(i, Word::Que);
        if !(que || reste) {
            return None;
        }
        let (count, next) = self.count(if que { i + 1 } else { i })?;
        self.is(next, Word::Day).then(|| Some((Relative::Before(u16::try_from(count).ok()?), next + 1))).flatten()
    }

    /// "J-3", "D-1".
    fn countdown(&self, at: usize) -> Option<(Relative, usize)> {
        let glued_before = at > 0
            && self.touches(at)
            && !matches!(self.kind_before(at), Some(Kind::Mark('(' | '"' | '«' | '[' | '*')));
        let spaced = self.touches(at + 1) == self.touches(at + 2);
        if !self.capital(at) || glued_before || !self.mark(at + 1, '-') || !spaced {
            return None;
        }
        let (count, digits) = self.digits(at + 2)?;
        (digits <= 3 && !self.glued_on(at + 3) && !self.runs_on(at + 3))
            .then_some((Relative::Before(count as u16), at + 3))
    }
}

fn negative(relative: Relative) -> Relative {
    match relative {
        Relative::Days(n) => Relative::Days(-n),
        Relative::WeeksAway(n) => Relative::WeeksAway(-n),
        Relative::Months(n) => Relative::Months(-n),
        Relative::Minutes(n) => Relative::Minutes(-n),
        other => other,
    }
}
