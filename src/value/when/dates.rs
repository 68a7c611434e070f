//! Dates: weekday, day, month, year in every written form, ranges and lists of days.

use super::tokens::Tokens;
use super::{DateSaid, Manner};
use crate::language::Language;
use crate::language::calendar::{month, weekday};

/// One or more days that begin at a token; whether they are a range; the token after.
pub fn dates(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(Vec<DateSaid>, bool, usize)> {
    // "du 3 au 5 mars", "from 3 to 5 March": the preposition belongs to the range.
    let lead = usize::from(matches!(tokens.word(at), "du" | "from" | "les" | "entre" | "between"));
    if lead == 1 {
        let (days, range, end) = list(tokens, at + 1, manner)?;
        return (days.len() > 1).then_some((days, range, end));
    }
    list(tokens, at, manner)
}

fn list(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(Vec<DateSaid>, bool, usize)> {
    if let Some(found) = days_of_one_month(tokens, at) {
        return Some(found);
    }
    let (first, end) = date(tokens, at, manner)?;
    // "du 28 mars au 2 avril": two whole dates.
    if let Some(skip) = range_word(tokens, end) {
        if let Some((second, after)) = date(tokens, end + skip, manner).filter(|(second, _)| second.month.is_some()) {
            if first.month.is_some() {
                let first = DateSaid { year: first.year.or(second.year), ..first };
                return Some((vec![first, second], true, after));
            }
        }
    }
    Some((vec![first], false, end))
}

fn range_word(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let after = if tokens.is_mark(at, '-') || matches!(tokens.word(at), "au" | "to" | "until" | "through") { 1 } else { return None };
    Some(after + usize::from(matches!(tokens.word(at + after), "le" | "the")))
}

/// "3-5 mars 2026", "3 et 10 mars", "mardi 14 et mercredi 15 juin", "June 14–16".
fn days_of_one_month(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<DateSaid>, bool, usize)> {
    if let Some((number, _)) = month(tokens.word(at)).filter(|_| tokens.capital(at)) {
        return month_then_days(tokens, at, number);
    }
    let mut days = Vec::new();
    let mut range = false;
    let mut end = at;
    loop {
        let (said, after) = weekday_and_day(tokens, end)?;
        days.push(said);
        end = after;
        if let Some((number, after)) = month_at(tokens, end) {
            if days.len() < 2 {
                return None;
            }
            let (year, after) = year_at(tokens, after);
            for day in &mut days {
                day.month = Some(number);
                day.year = year;
            }
            return Some((days, range, after));
        }
        end += if tokens.is_mark(end, '-') || matches!(tokens.word(end), "au" | "to") {
            range = true;
            1
        } else if matches!(tokens.word(end), "et" | "and" | "ou" | "or") || tokens.is_mark(end, ',') || tokens.is_mark(end, '&') {
            1
        } else {
            return None;
        };
        end += usize::from(matches!(tokens.word(end), "le" | "the" | "les"));
        if days.len() > 8 {
            return None;
        }
    }
}

fn month_then_days(tokens: &Tokens<'_>, at: usize, number: u8) -> Option<(Vec<DateSaid>, bool, usize)> {
    let mut end = at + 1;
    end += usize::from(tokens.is_mark(end, '.'));
    let (first, after) = day_at(tokens, end)?;
    let range = tokens.is_mark(after, '-') || tokens.word(after) == "to";
    let listed = range || matches!(tokens.word(after), "and");
    let (second, after) = listed.then(|| day_at(tokens, after + 1)).flatten()?;
    if colon(tokens, after) || matches!(tokens.word(after), "h" | "am" | "pm") {
        return None;
    }
    let (year, after) = year_at(tokens, after);
    let day = |day| DateSaid { day: Some(day), month: Some(number), year, ..DateSaid::default() };
    Some((vec![day(first), day(second)], range, after))
}

fn weekday_and_day(tokens: &Tokens<'_>, at: usize) -> Option<(DateSaid, usize)> {
    let (weekday, at) = weekday_at(tokens, at).map_or((None, at), |(weekday, after)| (Some(weekday), after));
    let (day, end) = day_at(tokens, at)?;
    Some((DateSaid { weekday, day: Some(day), ..DateSaid::default() }, end))
}

/// A weekday, its full stop and comma.
fn weekday_at(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let (number, full) = weekday(tokens.word(at))?;
    let mut end = at + 1;
    let dot = tokens.is_mark(end, '.');
    end += usize::from(dot);
    // A shortened weekday needs its date: "sat", "sun", "mar" are also other words.
    if !full && tokens.number(end).is_none() && month(tokens.word(end)).is_none() && !tokens.is_mark(end, ',') {
        return None;
    }
    end += usize::from(tokens.is_mark(end, ','));
    end += usize::from(matches!(tokens.word(end), "le" | "the"));
    Some((number, end))
}

/// A day of the month: `14`, `1er`, `14th`, `premier`.
fn day_at(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    if matches!(tokens.word(at), "premier") && month(tokens.word(at + 1)).is_some() {
        return Some((1, at + 1));
    }
    let (value, digits) = tokens.number(at)?;
    if digits > 2 || !(1..=31).contains(&value) {
        return None;
    }
    let suffix = tokens.glued(at + 1) && matches!(tokens.word(at + 1), "er" | "st" | "nd" | "rd" | "th" | "e");
    if !suffix && tokens.glued(at + 1) && !tokens.word(at + 1).is_empty() && month(tokens.word(at + 1)).is_none() {
        return None;
    }
    Some((value as u8, at + 1 + usize::from(suffix)))
}

/// A month after a day, with "of" or "de" before it and a full stop after it.
fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let at = at + usize::from(matches!(tokens.word(at), "of" | "de"));
    let (number, full) = month(tokens.word(at))?;
    let dot = !full && tokens.is_mark(at + 1, '.') && tokens.glued(at + 1);
    Some((number, at + 1 + usize::from(dot)))
}

/// A year of four digits, with a comma before it; none when something else follows.
fn year_at(tokens: &Tokens<'_>, at: usize) -> (Option<i16>, usize) {
    let from = at + usize::from(tokens.is_mark(at, ','));
    match tokens.number(from) {
        Some((value, 4)) if (1900..=2100).contains(&value) && !colon(tokens, from + 1) => (Some(value as i16), from + 1),
        _ => (None, at),
    }
}

/// A colon inside an hour: `14:00`.
fn colon(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_mark(at, ':') && tokens.glued(at) && tokens.glued(at + 1) && tokens.number(at + 1).is_some()
}

/// One date.
fn date(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(DateSaid, usize)> {
    let (weekday, from) = weekday_at(tokens, at).map_or((None, at), |(weekday, after)| (Some(weekday), after));
    let found = digits(tokens, from, manner, weekday.is_some()).or_else(|| day_month(tokens, from)).or_else(|| month_day(tokens, from, manner));
    if let Some((mut said, end)) = found {
        said.weekday = weekday;
        let (said, end) = trailing_weekday(tokens, said, end);
        return Some((said, end));
    }
    let weekday = weekday?;
    let (day, end) = day_at(tokens, from)?;
    // "mardi 14": a number of the month, unless it counts or tells the hour ("mardi 14 h", "jeudi 2 places").
    let unit = colon(tokens, end) || tokens.is_mark(end, '%') || tokens.is_mark(end, '/') || tokens.number(end).is_some();
    let word = tokens.word(end);
    let counts = !word.is_empty() && !matches!(word, "a" | "at" | "de" | "et" | "and" | "from" | "des" | "pour" | "for" | "in" | "dans" | "avec" | "with" | "jusqu" | "ou" | "au" | "to" | "le");
    (!unit && !counts).then_some((DateSaid { weekday: Some(weekday), day: Some(day), ..DateSaid::default() }, end))
}

/// "14/03 (mardi)".
fn trailing_weekday(tokens: &Tokens<'_>, mut said: DateSaid, end: usize) -> (DateSaid, usize) {
    if said.weekday.is_none() && tokens.is_mark(end, '(') && tokens.is_mark(end + 2, ')') {
        if let Some((number, true)) = weekday(tokens.word(end + 1)) {
            said.weekday = Some(number);
            return (said, end + 3);
        }
    }
    (said, end)
}

fn day_month(tokens: &Tokens<'_>, at: usize) -> Option<(DateSaid, usize)> {
    let (day, end) = day_at(tokens, at)?;
    let (number, end) = month_at(tokens, end)?;
    let (year, end) = year_at(tokens, end);
    Some((DateSaid { day: Some(day), month: Some(number), year, ..DateSaid::default() }, end))
}

/// "June 14th, 2026"; only with a capital: "may 3" and "march 2" are also verbs.
fn month_day(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(DateSaid, usize)> {
    let (number, full) = month(tokens.word(at))?;
    if !tokens.capital(at) && manner.language == Language::En || !tokens.capital(at) && !full {
        return None;
    }
    if manner.language == Language::Fr && !tokens.capital(at) {
        return None;
    }
    let mut end = at + 1;
    end += usize::from(!full && tokens.is_mark(end, '.'));
    end += usize::from(tokens.word(end) == "the");
    let (day, end) = day_at(tokens, end)?;
    if colon(tokens, end) || tokens.is_mark(end, '%') || matches!(tokens.word(end), "h" | "am" | "pm") {
        return None;
    }
    let (year, end) = year_at(tokens, end);
    Some((DateSaid { day: Some(day), month: Some(number), year, ..DateSaid::default() }, end))
}

/// Dates in digits: `2026-11-17`, `17/11/2026`, `17.11.2026`, `17-11-26`, `17/11` where the words ask for a date.
fn digits(tokens: &Tokens<'_>, at: usize, manner: Manner, weekday: bool) -> Option<(DateSaid, usize)> {
    let (first, width) = tokens.number(at)?;
    let separator = tokens.mark(at + 1).filter(|mark| matches!(mark, '/' | '.' | '-') && tokens.glued(at + 1))?;
    let (second, second_width) = tokens.number(at + 2).filter(|_| tokens.glued(at + 2))?;
    if at > 0 && tokens.glued(at) && matches!(tokens.mark(at - 1), Some('/' | '-' | '.' | '+' | '=')) {
        return None;
    }
    let third = (tokens.is_mark(at + 3, separator) && tokens.glued(at + 3)).then(|| tokens.number(at + 4).filter(|_| tokens.glued(at + 4))).flatten();
    if tokens.is_mark(at + 5, separator) && tokens.glued(at + 5) && third.is_some() && tokens.number(at + 6).is_some() {
        return None;
    }
    if width == 4 {
        let (day, day_width) = third?;
        let real = (1900..=2100).contains(&first) && separator != '.' && second_width <= 2 && day_width <= 2 && (1..=12).contains(&second) && (1..=31).contains(&day);
        let said = DateSaid { day: Some(day as u8), month: Some(second as u8), year: i16::try_from(first).ok(), ..DateSaid::default() };
        let end = at + 5 + usize::from(tokens.word(at + 5) == "t" && tokens.glued(at + 5) && tokens.number(at + 6).is_some());
        return real.then_some((said, end));
    }
    if width > 2 || second_width > 2 {
        return None;
    }
    let year = match third {
        Some((value, 4)) if (1900..=2100).contains(&value) => Some(value as i16),
        Some((value, 2)) if separator != '-' => Some(2000 + value as i16),
        Some(_) => return None,
        None => None,
    };
    let asked = || matches!(tokens.word_before(at), "le" | "du" | "au" | "on" | "by" | "until" | "from" | "date" | "ce") || weekday || width == 2 && second_width == 2;
    if year.is_none() && (separator != '/' || !asked()) {
        return None;
    }
    let (day, number) = order(first, second, manner)?;
    let ambiguous = manner.language == Language::En && first <= 12 && second <= 12 && first != second;
    let said = DateSaid { day: Some(day), month: Some(number), year, ambiguous, ..DateSaid::default() };
    Some((said, if year.is_some() { at + 5 } else { at + 3 }))
}

/// Day and month of two numbers; where only one order is a date, that one.
fn order(first: u32, second: u32, manner: Manner) -> Option<(u8, u8)> {
    let fits = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let pair = |day: u32, month: u32| Some((day as u8, month as u8));
    if manner.month_first && fits(second, first) {
        return pair(second, first);
    }
    if fits(first, second) {
        return pair(first, second);
    }
    if manner.language == Language::En && fits(second, first) { pair(second, first) } else { None }
}
