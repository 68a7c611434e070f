//! Words that mean a day only together with the time of sending.

use super::tokens::Tokens;
use super::{DayPart, Relative};
use crate::language::calendar::{number, weekday};

use DayPart::{Afternoon, Evening, Morning, Night};

/// Words for what takes place: "d'hier" after them is meant, "les métiers de demain" is not.
const EVENTS: &[&str] = &[
    "webinaire", "atelier", "seance", "session", "rencontre", "conference", "formation", "reunion", "evenement", "direct", "visio", "cours", "webinar", "workshop", "meeting", "meetup", "talk", "event",
    "class", "call", "matinee", "soiree", "lecture", "seminar",
];

/// A relative expression that begins at a token, and the token after.
pub fn relative(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    let found = day_words(tokens, at).or_else(|| countdown(tokens, at)).or_else(|| distance(tokens, at)).or_else(|| periods(tokens, at)).or_else(|| weekdays(tokens, at))?;
    (!figurative(tokens, at, found.1)).then_some(found)
}

/// "de demain" after a word that is no event, "tomorrow's readers", "dès aujourd'hui".
fn figurative(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let possessive = tokens.is_mark(end, '\'') && tokens.word(end + 1) == "s";
    if possessive {
        return !EVENTS.contains(&tokens.word(end + 2));
    }
    let elided = at >= 2 && tokens.is_mark(at - 1, '\'') && matches!(tokens.word(at - 2), "d");
    let of = matches!(tokens.word_before(at), "de" | "of");
    if elided || of {
        let noun = at.checked_sub(if elided { 3 } else { 2 }).map_or("", |before| tokens.word(before));
        return !EVENTS.contains(&noun);
    }
    matches!(tokens.word_before(at), "des") && matches!(tokens.word(at), "aujourd" | "demain")
}

fn day_words(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    let part = |days: i32, at: usize| match tokens.word(at) {
        "matin" | "morning" => (Relative::DaysPart(days, Morning), at + 1),
        "soir" | "evening" => (Relative::DaysPart(days, Evening), at + 1),
        "night" => (Relative::DaysPart(days, Night), at + 1),
        "afternoon" => (Relative::DaysPart(days, Afternoon), at + 1),
        "midi" => (Relative::Days(days), at),
        "apres" if tokens.are(at + 1, &["-", "midi"]) => (Relative::DaysPart(days, Afternoon), at + 3),
        _ => (Relative::Days(days), at),
    };
    match tokens.word(at) {
        "demain" => Some(part(1, at + 1)),
        "hier" => Some(part(-1, at + 1)),
        "tomorrow" => Some(part(1, at + 1)),
        "yesterday" => Some(part(-1, at + 1)),
        "today" => Some((Relative::Days(0), at + 1)),
        "tonight" => Some((Relative::DaysPart(0, Evening), at + 1)),
        "aujourd" if tokens.are(at + 1, &["'", "hui"]) => Some((Relative::Days(0), at + 3)),
        "avant" if tokens.are(at + 1, &["-", "hier"]) => Some((Relative::Days(-2), at + 3)),
        "apres" if tokens.are(at + 1, &["-", "demain"]) => Some((Relative::Days(2), at + 3)),
        "ce" if tokens.word(at + 1) == "matin" => Some((Relative::DaysPart(0, Morning), at + 2)),
        "ce" if tokens.word(at + 1) == "soir" => Some((Relative::DaysPart(0, Evening), at + 2)),
        "ce" if tokens.word(at + 1) == "midi" => Some((Relative::Days(0), at + 2)),
        "cet" | "cette" if tokens.are(at + 1, &["apres", "-", "midi"]) => Some((Relative::DaysPart(0, Afternoon), at + 4)),
        "this" if tokens.word(at + 1) == "morning" => Some((Relative::DaysPart(0, Morning), at + 2)),
        "this" if tokens.word(at + 1) == "afternoon" => Some((Relative::DaysPart(0, Afternoon), at + 2)),
        "this" if tokens.word(at + 1) == "evening" => Some((Relative::DaysPart(0, Evening), at + 2)),
        "last" if tokens.word(at + 1) == "night" => Some((Relative::DaysPart(-1, Evening), at + 2)),
        "earlier" if tokens.word(at + 1) == "today" => Some((Relative::Days(0), at + 2)),
        "starting" | "commence" | "commencons" | "starts" if matches!(tokens.word(at + 1), "now" | "maintenant") => Some((Relative::Minutes(0), at + 2)),
        _ => None,
    }
}

/// "J-3", "D-1", "3 days to go".
fn countdown(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    if matches!(tokens.word(at), "j" | "d") && tokens.capital(at) && tokens.is_mark(at + 1, '-') {
        let (days, digits) = tokens.number(at + 2)?;
        return (digits <= 3).then_some((Relative::Before(days as u16), at + 3));
    }
    let (count, from) = count(tokens, at)?;
    let days = matches!(tokens.word(from), "day" | "days") && tokens.are(from + 1, &["to", "go"]);
    days.then_some((Relative::Before(count as u16), from + 3))
}

fn count(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some((value, digits)) = tokens.number(at) {
        return (digits <= 3).then_some((value, at + 1));
    }
    number(tokens.word(at)).map(|value| (value, at + 1))
}

/// "dans une heure", "dans 3 jours", "il y a deux jours", "in an hour", "two days ago".
fn distance(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    let (sign, from) = match tokens.word(at) {
        "dans" => (1, at + 1),
        "in" => (1, at + 1),
        "il" if tokens.are(at + 1, &["y", "a"]) => (-1, at + 3),
        _ => {
            let (count, from) = count(tokens, at)?;
            let (relative, end) = unit(tokens, from, count as i32, -1)?;
            return (tokens.word(end) == "ago").then_some((relative, end + 1));
        }
    };
    let (count, from) = count(tokens, from)?;
    unit(tokens, from, count as i32, sign).filter(|_| !matches!(tokens.word(from + 1), "de" | "of"))
}

fn unit(tokens: &Tokens<'_>, at: usize, count: i32, sign: i32) -> Option<(Relative, usize)> {
    let relative = match tokens.word(at) {
        "heure" | "heures" | "hour" | "hours" | "h" => Relative::Minutes(sign * count * 60),
        "minute" | "minutes" | "min" => Relative::Minutes(sign * count),
        "jour" | "jours" | "day" | "days" => Relative::Days(sign * count),
        "semaine" | "semaines" | "week" | "weeks" => Relative::Weeks(sign * count),
        "mois" | "month" | "months" => Relative::Months(sign * count),
        _ => return None,
    };
    Some((relative, at + 1))
}

/// "la semaine prochaine", "le mois dernier", "next week", "earlier this week".
fn periods(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    if matches!(tokens.word(at), "la" | "le") || tokens.word_before(at).is_empty() && matches!(tokens.word(at), "semaine" | "mois") {
        let from = at + usize::from(matches!(tokens.word(at), "la" | "le"));
        let sign = match tokens.word(from + 1) {
            "prochaine" | "prochain" => 1,
            "derniere" | "dernier" | "passee" | "passe" => -1,
            _ => return None,
        };
        return match tokens.word(from) {
            "semaine" => Some((Relative::Weeks(sign), from + 2)),
            "mois" => Some((Relative::Months(sign), from + 2)),
            _ => None,
        };
    }
    let (sign, from) = match tokens.word(at) {
        "next" => (1, at + 1),
        "last" => (-1, at + 1),
        "cette" | "ce" => (0, at + 1),
        "earlier" if tokens.word(at + 1) == "this" => (0, at + 2),
        "this" => (0, at + 1),
        "au" if tokens.are(at + 1, &["mois", "prochain"]) => return Some((Relative::Months(1), at + 3)),
        _ => return None,
    };
    match tokens.word(from) {
        "week" | "semaine" => Some((Relative::Weeks(sign), from + 1)),
        "month" | "mois" => Some((Relative::Months(sign), from + 1)),
        word => {
            let (day, full) = weekday(word)?;
            (full && sign != 0 && tokens.number(from + 1).is_none()).then_some((Relative::Weekday(day, sign as i8), from + 1))
        }
    }
}

/// "jeudi prochain", and a bare weekday where it is meant: "à jeudi", "on Thursday".
fn weekdays(tokens: &Tokens<'_>, at: usize) -> Option<(Relative, usize)> {
    let (day, full) = weekday(tokens.word(at))?;
    let day_follows = tokens.number(at + 1).is_some_and(|(value, digits)| digits <= 2 && value <= 31);
    if !full || day_follows {
        return None;
    }
    match tokens.word(at + 1) {
        "prochain" => return Some((Relative::Weekday(day, 1), at + 2)),
        "dernier" => return Some((Relative::Weekday(day, -1), at + 2)),
        _ => {}
    }
    let possessive = tokens.is_mark(at + 1, '\'') && tokens.word(at + 2) == "s";
    let meant = matches!(tokens.word_before(at), "a" | "on" | "ce" | "until" | "this" | "pour" | "des" | "avant" | "by") || possessive;
    let end = if possessive { at + 3 } else { at + 1 };
    let habit = matches!(tokens.word_before(at), "le" | "chaque" | "every" | "each" | "tous");
    (meant && !habit).then_some((Relative::Weekday(day, 0), end))
}
