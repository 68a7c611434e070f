//! Lengths of time: "une heure et demie", "45 minutes", "a two-hour session".

use super::tokens::Tokens;
use crate::language::calendar::number;

/// A length in minutes that begins at a token, and the token after.
pub fn duration(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some(found) = fixed(tokens, at) {
        return Some(found);
    }
    let (count, digits, from) = count(tokens, at)?;
    let from = from + usize::from(tokens.is_mark(from, '-'));
    match tokens.word(from) {
        "minute" | "minutes" | "min" | "mins" | "mn" => Some((count, from + 1 + usize::from(tokens.word(from) == "min" && tokens.is_mark(from + 1, '.')))),
        "hour" | "hours" | "hr" => hours(tokens, count, from + 1),
        "heure" | "heures" if !tells_hour(tokens, at, count, digits) => hours(tokens, count, from + 1),
        "h" if digits && counts(tokens, at, from) => hours(tokens, count, from + 1),
        _ => None,
    }
}

/// Half an hour and its like, in words.
fn fixed(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    match () {
        () if tokens.are(at, &["une", "demi", "-", "heure"]) => Some((30, at + 4)),
        () if tokens.are(at, &["half", "an", "hour"]) => Some((30, at + 3)),
        () if tokens.are(at, &["trois", "quarts", "d", "'", "heure"]) => Some((45, at + 5)),
        () if tokens.are(at, &["an", "hour", "and", "a", "half"]) => Some((90, at + 5)),
        () => None,
    }
}

/// A number in digits or words: its value, whether it is in digits, the token after.
fn count(tokens: &Tokens<'_>, at: usize) -> Option<(u32, bool, usize)> {
    if let Some((value, digits)) = tokens.number(at) {
        let glued = tokens.glued(at) && at > 0 && matches!(tokens.mark(at - 1), Some(':' | '.' | ',' | '/' | '-'));
        return (digits <= 3 && !glued).then_some((value, true, at + 1));
    }
    let word = tokens.word(at);
    let value = number(word)?;
    // "quarante-cinq", "forty-five"
    if value >= 20 && tokens.is_mark(at + 1, '-') {
        if let Some(unit) = number(tokens.word(at + 2)).filter(|unit| *unit < 10) {
            return Some((value + unit, false, at + 3));
        }
    }
    Some((value, false, at + 1))
}

/// Minutes after the hours: "et demie", "30", "and a half".
fn hours(tokens: &Tokens<'_>, count: u32, at: usize) -> Option<(u32, usize)> {
    if count > 48 {
        return None;
    }
    let minutes = count * 60;
    Some(match () {
        () if tokens.are(at, &["et", "demie"]) => (minutes + 30, at + 2),
        () if tokens.are(at, &["et", "quart"]) => (minutes + 15, at + 2),
        () if tokens.are(at, &["and", "a", "half"]) => (minutes + 30, at + 3),
        () => match tokens.number(at).filter(|(value, digits)| *digits == 2 && *value < 60) {
            Some((value, _)) => (minutes + value, at + 1 + usize::from(matches!(tokens.word(at + 1), "min" | "minutes" | "mn"))),
            None => (minutes, at),
        },
    })
}

/// "à onze heures", "14 heures": an hour of the day.
fn tells_hour(tokens: &Tokens<'_>, at: usize, count: u32, digits: bool) -> bool {
    matches!(tokens.word_before(at), "a" | "vers" | "des" | "avant" | "apres") || digits && (count >= 7 || tokens.word_before(at) == "de") && !counts(tokens, at, at + 1)
}

/// The words around `2 h 30` say that it counts: "pendant", "durée", "par séance", "dont", "de formation".
fn counts(tokens: &Tokens<'_>, at: usize, unit: usize) -> bool {
    let mut before = at;
    while before > 0 && (tokens.mark(before - 1).is_some_and(|mark| matches!(mark, ':' | '(' | '~')) || matches!(tokens.word(before - 1), "de" | "environ" | "d")) {
        before -= 1;
    }
    let lead = matches!(tokens.word_before(before), "pendant" | "durant" | "dure" | "durera" | "duree" | "durees" | "soit" | "pour" | "for" | "lasts" | "toutes" | "sous" | "dans")
        || before > 0 && matches!(tokens.mark(before - 1), Some('×' | '*'))
        || tokens.word_before(before) == "x";
    let minutes = tokens.number(unit + 1).is_some_and(|(value, digits)| digits == 2 && value < 60);
    let after = unit + 1 + usize::from(minutes);
    let next = tokens.word(after);
    let tail = matches!(next, "par" | "en" | "chacune" | "chacun" | "maximum" | "environ" | "durant")
        || matches!(next, "de" | "d") && !matches!(tokens.word(after + 1), "l" | "la" | "paris")
        || tokens.is_mark(after, ',') && matches!(tokens.word(after + 1), "dont" | "questions" | "soit" | "pause");
    lead && !matches!(tokens.word_before(at), "a") || tail && tokens.word_before(at) != "a" && !(tokens.word_before(at) == "de" && next == "a")
}
