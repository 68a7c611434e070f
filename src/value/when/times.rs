//! Hours, and ranges of hours.

use super::tokens::Tokens;
use super::{Manner, TimeSaid};
use crate::language::Language;
use crate::language::calendar::number;

/// What a form says of the half of the day.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    /// 24 hours, or a word.
    Told,
    /// Before or after noon was said.
    Said(bool),
    /// Not said.
    Open,
}

/// The first token of the hour itself: "de" and "from" lead into a range and belong to its bytes.
pub fn lead(_tokens: &Tokens<'_>, at: usize) -> usize {
    at
}

/// An hour or a range of hours that begins at a token, and the token after.
pub fn times(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(TimeSaid, Option<TimeSaid>, usize)> {
    if matches!(tokens.word(at), "de" | "from" | "entre" | "between") {
        let (first, until, end) = range(tokens, at + 1, manner)?;
        return until.map(|until| (first, Some(until), end));
    }
    range(tokens, at, manner)
}

fn range(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(TimeSaid, Option<TimeSaid>, usize)> {
    let first = clock(tokens, at);
    if let Some((hour, minute, half, end)) = first {
        let joint = joint(tokens, end);
        if let Some((h, m, second, after)) = joint.and_then(|from| clock(tokens, from)) {
            let until = said(h, m, second, manner);
            // "3–4 pm": the first has the half of the second.
            let half = if half == Half::Open { second } else { half };
            return Some((said(hour, minute, half, manner), Some(until), after));
        }
        return Some((said(hour, minute, half, manner), None, end));
    }
    // "3–4 pm", "9-12h", "de 9 à 11 h": a bare number before a whole hour.
    let (value, digits) = tokens.number(at)?;
    if digits > 2 || value > 24 || tokens.glued(at) && at > 0 && tokens.mark(at - 1).is_some() {
        return None;
    }
    let from = joint(tokens, at + 1)?;
    let (h, m, second, end) = clock(tokens, from)?;
    if tokens.is_mark(from + 1, ':') {
        return None;
    }
    let half = match second {
        Half::Said(pm) => Half::Said(pm && value <= h || pm && value == 12),
        other => other,
    };
    Some((said(value, 0, half, manner), Some(said(h, m, second, manner)), end))
}

/// The token after "à", "to", "-" between two hours.
fn joint(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.is_mark(at, '-') {
        return Some(at + 1);
    }
    match tokens.word(at) {
        "a" | "to" | "et" | "and" | "until" | "till" => Some(at + 1),
        "jusqu" if tokens.is_mark(at + 1, '\'') => Some(at + 3),
        _ => None,
    }
}

fn said(hour: u32, minute: u32, half: Half, manner: Manner) -> TimeSaid {
    let hour = match half {
        Half::Said(true) if hour < 12 => hour + 12,
        Half::Said(false) if hour == 12 => 0,
        _ => hour,
    };
    let unsure = half == Half::Open && manner.language == Language::En && (1..=11).contains(&hour);
    TimeSaid { hour: (hour % 24) as u8, minute: minute as u8, unsure }
}

/// One hour: hour, minute, what is known of the half of the day, and the token after.
fn clock(tokens: &Tokens<'_>, at: usize) -> Option<(u32, u32, Half, usize)> {
    let found = word_clock(tokens, at).or_else(|| digit_clock(tokens, at))?;
    let (hour, minute, half, end) = found;
    Some(match day_part(tokens, end) {
        Some((pm, after)) => (hour, minute, Half::Said(pm), after),
        None => (hour, minute, half, end),
    })
}

/// "du matin", "du soir", "in the evening".
fn day_part(tokens: &Tokens<'_>, at: usize) -> Option<(bool, usize)> {
    match () {
        () if tokens.are(at, &["du", "matin"]) => Some((false, at + 2)),
        () if tokens.are(at, &["du", "soir"]) => Some((true, at + 2)),
        () if tokens.are(at, &["de", "l", "'", "apres", "-", "midi"]) => Some((true, at + 6)),
        () if tokens.are(at, &["in", "the", "morning"]) => Some((false, at + 3)),
        () if tokens.are(at, &["in", "the", "evening"]) || tokens.are(at, &["in", "the", "afternoon"]) => Some((true, at + 3)),
        () => None,
    }
}

/// "midi", "noon", "onze heures", "two o'clock", "half past six".
fn word_clock(tokens: &Tokens<'_>, at: usize) -> Option<(u32, u32, Half, usize)> {
    match tokens.word(at) {
        "midi" if !matches!(tokens.mark(at.wrapping_sub(1)), Some('-')) && tokens.word_before(at) != "apres" => {
            let half = tokens.are(at + 1, &["et", "demi"]) || tokens.are(at + 1, &["et", "demie"]);
            return Some((12, if half { 30 } else { 0 }, Half::Told, at + if half { 3 } else { 1 }));
        }
        "noon" => return Some((12, 0, Half::Told, at + 1)),
        "minuit" | "midnight" => return Some((0, 0, Half::Told, at + 1)),
        "half" if tokens.word(at + 1) == "past" => {
            let hour = number(tokens.word(at + 2)).or(tokens.number(at + 2).map(|(value, _)| value)).filter(|hour| *hour <= 12)?;
            return Some((hour, 30, Half::Open, at + 3));
        }
        _ => {}
    }
    let hour = number(tokens.word(at)).filter(|hour| *hour <= 24)?;
    if tokens.are(at + 1, &["o", "'", "clock"]) {
        return Some((hour, 0, Half::Open, at + 4));
    }
    // "à onze heures" tells the hour; "onze heures de formation" counts.
    let tells = matches!(tokens.word_before(at), "a" | "des" | "vers");
    if tells && matches!(tokens.word(at + 1), "heures" | "heure") {
        let half = tokens.are(at + 2, &["et", "demie"]);
        return Some((hour, if half { 30 } else { 0 }, Half::Told, at + if half { 4 } else { 2 }));
    }
    None
}

fn digit_clock(tokens: &Tokens<'_>, at: usize) -> Option<(u32, u32, Half, usize)> {
    let (hour, digits) = tokens.number(at).filter(|(hour, digits)| *digits <= 2 && *hour <= 24)?;
    let _ = digits;
    let before = at.checked_sub(1).and_then(|before| tokens.mark(before)).filter(|_| tokens.glued(at));
    if matches!(before, Some('.' | ',' | '/' | ':' | '+' | '#' | '£' | '$' | '€')) {
        return None;
    }
    // 14:00, 2:30 pm
    if tokens.is_mark(at + 1, ':') && tokens.glued(at + 1) {
        let (minute, _) = tokens.number(at + 2).filter(|(minute, digits)| *digits == 2 && *minute < 60 && tokens.glued(at + 2))?;
        let mut end = at + 3;
        if tokens.is_mark(end, ':') && tokens.glued(end) && tokens.number(end + 1).is_some_and(|(_, digits)| digits == 2) {
            end += 2;
        }
        let (half, end) = meridiem(tokens, end).unwrap_or((if hour > 12 || hour == 0 || tokens.text(at).starts_with('0') { Half::Told } else { Half::Open }, end));
        return Some((hour, minute, half, end));
    }
    // 6.30pm
    if tokens.is_mark(at + 1, '.') && tokens.glued(at + 1) && tokens.glued(at + 2) {
        if let Some((minute, _)) = tokens.number(at + 2).filter(|(minute, digits)| *digits == 2 && *minute < 60) {
            let (half, end) = meridiem(tokens, at + 3)?;
            return Some((hour, minute, half, end));
        }
    }
    if let Some((half, end)) = meridiem(tokens, at + 1) {
        return (hour <= 12).then_some((hour, 0, half, end));
    }
    if hour == 12 && tokens.word(at + 1) == "noon" {
        return Some((12, 0, Half::Told, at + 2));
    }
    // 14h, 14 h 30, 14 heures
    match tokens.word(at + 1) {
        "h" | "hrs" | "heures" | "heure" => {
            let minute = tokens.number(at + 2).filter(|(minute, digits)| *digits == 2 && *minute < 60);
            let follows = minute.is_some_and(|_| !matches!(tokens.mark(at + 3), Some('/' | '€' | '%')));
            Some(match minute.filter(|_| follows) {
                Some((minute, _)) => (hour, minute, Half::Told, at + 3),
                None => (hour, 0, Half::Told, at + 2),
            })
        }
        _ => None,
    }
}

/// am, pm, a.m., p.m.
fn meridiem(tokens: &Tokens<'_>, at: usize) -> Option<(Half, usize)> {
    match tokens.word(at) {
        "am" => Some((Half::Said(false), at + 1)),
        "pm" => Some((Half::Said(true), at + 1)),
        letter @ ("a" | "p") if tokens.is_mark(at + 1, '.') && tokens.word(at + 2) == "m" && tokens.glued(at + 2) => {
            let dot = usize::from(tokens.is_mark(at + 3, '.') && tokens.glued(at + 3));
            Some((Half::Said(letter == "p"), at + 3 + dot))
        }
        _ => None,
    }
}
