//! A date, an hour or a name in the form of the words that it replaces: their spaces (no-break ones above all), their
//! capitals, their way of writing an hour.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::language::Language;
use crate::language::calendar::{month_name, weekday_name};
use crate::language::fold::fold;

/// A piece of a date or an hour, with the white space before it.
struct Token<'t> {
    gap: &'t str,
    text: &'t str,
    class: Class,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A day, a month, an hour; `ordinal`: with letters after it ("12th").
    Number {
        ordinal: bool,
    },
    /// Four digits.
    Year,
    Word,
    Mark,
}

/// `expected` as `found` is written; `None` where the two are not built alike, so that the result would be guessed.
pub(super) fn in_form_of(found: &str, expected: &str) -> Option<String> {
    let mut wholes = vec![found.to_string()];
    wholes.extend(with_minutes(found));
    let variants = variants(expected);
    wholes.iter().find_map(|found| variants.iter().find_map(|expected| transposed(found, expected)))
}

/// `expected` in capitals where `found` is, and with a capital where `found` begins with one.
pub(super) fn cased(found: &str, expected: &str) -> String {
    let mut letters = found.chars().filter(|c| c.is_alphabetic());
    let first = letters.next();
    let capital = first.is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    if capital && rest.peek().is_some() && rest.all(char::is_uppercase) {
        return expected.to_uppercase();
    }
    let mut chars = expected.chars();
    match chars.next() {
        Some(start) if capital => start.to_uppercase().chain(chars).collect(),
        _ => expected.to_string(),
    }
}

fn transposed(found: &str, expected: &str) -> Option<String> {
    let (said, right) = (tokens(found), tokens(expected));
    if said.len() != right.len() {
        return None;
    }
    let mut out = String::with_capacity(found.len() + expected.len());
    for (said, right) in said.iter().zip(&right) {
        out.push_str(said.gap);
        match (said.class, right.class) {
            (Class::Number { ordinal: a }, Class::Number { ordinal: b }) => {
                // "1er" is how French writes a first, in a form that has no other ordinals.
                if a != b && !said.text.ends_with("er") && !right.text.ends_with("er") {
                    return None;
                }
                if said.text.starts_with('0') && right.text.len() == 1 {
                    out.push('0');
                }
                out.push_str(right.text);
            }
            (Class::Year, Class::Year) => out.push_str(right.text),
            (Class::Word, Class::Word) if fold(said.text) == fold(right.text) => out.push_str(said.text),
            (Class::Word, Class::Word) if name(said.text).is_some() && name(said.text) == name(right.text) => {
                out.push_str(&cased(said.text, right.text));
            }
            (Class::Mark, Class::Mark) if said.text == right.text => out.push_str(said.text),
            _ => return None,
        }
    }
    Some(out)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let gap = rest.len() - rest.trim_start().len();
        let body = &rest[gap..];
        let Some(first) = body.chars().next() else { break };
        let run = |of: fn(char) -> bool| body.find(|c| !of(c)).unwrap_or(body.len());
        let (len, class) = if first.is_ascii_digit() {
            let digits = run(|c| c.is_ascii_digit());
            let letters = body[digits..].find(|c: char| !c.is_alphabetic()).unwrap_or(body.len() - digits);
            let ordinal = matches!(&body[digits..digits + letters], "er" | "st" | "nd" | "rd" | "th");
            let class = if digits == 4 { Class::Year } else { Class::Number { ordinal } };
            (digits + if ordinal { letters } else { 0 }, class)
        } else if first.is_alphabetic() {
            (run(char::is_alphabetic), Class::Word)
        } else {
            (first.len_utf8(), Class::Mark)
        };
        out.push(Token { gap: &rest[..gap], text: &body[..len], class });
        at += gap + len;
    }
    out
}

/// Whether a word is a month or a weekday, and in which language.
fn name(word: &str) -> Option<(bool, Language)> {
    let word = fold(word);
    [Language::Fr, Language::En].into_iter().find_map(|language| {
        let month = (1..=12).any(|n| fold(month_name(n, language)) == word);
        let weekday = (1..=7).any(|n| fold(weekday_name(n, language)) == word);
        (month || weekday).then_some((month, language))
    })
}

/// "14 h", "14h30": hour, the space before the h, h, the space after it, minutes.
static FRENCH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([0-9]{1,2})([ \u{a0}\u{202f}]?)([hH])(?:([ \u{a0}\u{202f}]?)([0-9]{2}))?\b").ok());
/// "2 pm", "2:30pm": hour, minutes, the space, the half of the day.
static ENGLISH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([0-9]{1,2})(?::([0-9]{2}))?([ \u{a0}\u{202f}]?)((?i)am|pm)\b").ok());

fn replaced(regex: &LazyLock<Option<Regex>>, text: &str, with: impl Fn(&Captures) -> String) -> Option<String> {
    let new = regex.as_ref()?.replace_all(text, |hour: &Captures| with(hour)).into_owned();
    (new != text).then_some(new)
}

fn group<'c>(captures: &'c Captures, index: usize) -> &'c str {
    captures.get(index).map_or("", |group| group.as_str())
}

/// Hours that stand without minutes, with them: "14h" as "14h00".
fn with_minutes(text: &str) -> Option<String> {
    let or_zero = |minutes: &str| if minutes.is_empty() { "00".to_string() } else { minutes.to_string() };
    let french = replaced(&FRENCH, text, |hour| {
        let minutes = group(hour, 5);
        let gap = if minutes.is_empty() { group(hour, 2) } else { group(hour, 4) };
        format!("{}{}{}{gap}{}", group(hour, 1), group(hour, 2), group(hour, 3), or_zero(minutes))
    });
    french.or_else(|| {
        replaced(&ENGLISH, text, |hour| {
            format!("{}:{}{}{}", group(hour, 1), or_zero(group(hour, 2)), group(hour, 3), group(hour, 4))
        })
    })
}

/// An expected date or hour, and the other ways to write the same hour.
fn variants(expected: &str) -> Vec<String> {
    let mut out = vec![expected.to_string()];
    out.extend(with_minutes(expected));
    let minutes = |text: &str| if text.is_empty() { "00".to_string() } else { text.to_string() };
    out.extend(replaced(&FRENCH, expected, |hour| format!("{}:{}", group(hour, 1), minutes(group(hour, 5)))));
    out.extend(replaced(&ENGLISH, expected, |hour| {
        let twelve: u8 = group(hour, 1).parse().unwrap_or_default();
        let half = if group(hour, 4).eq_ignore_ascii_case("pm") { 12 } else { 0 };
        format!("{}:{}", twelve % 12 + half, minutes(group(hour, 2)))
    }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(found: &str, expected: &str, written: &str) {
        assert_eq!(in_form_of(found, expected).as_deref(), Some(written), "{found} → {expected}");
    }

    #[test]
    fn a_date_keeps_spaces_and_capitals() {
        holds("jeudi 12 mars 2026", "mardi 17 novembre 2026", "mardi 17 novembre 2026");
        holds("Jeudi\u{a0}12\u{a0}mars", "mardi 17 novembre", "Mardi\u{a0}17\u{a0}novembre");
        holds("JEUDI 12 MARS", "mardi 17 novembre", "MARDI 17 NOVEMBRE");
        holds("1er mars 2026", "17 novembre 2026", "17 novembre 2026");
        holds("12 mars", "1er décembre", "1er décembre");
        holds("12/03/2026", "17/11/2026", "17/11/2026");
    }

    #[test]
    fn an_hour_keeps_its_way_of_writing() {
        holds("14h30", "15 h", "15h00");
        holds("14h", "15 h 30", "15h30");
        holds("14\u{a0}h", "9 h 05", "9\u{a0}h\u{a0}05");
        holds("14:00", "15 h 30", "15:30");
        holds("09h00", "8 h 15", "08h15");
        holds("14 h à 15 h", "18 h à 19 h 30", "18 h 00 à 19 h 30");
        holds("2 PM", "3:30 pm", "3:30 PM");
        holds("14:00", "3:30 pm", "15:30");
    }

    #[test]
    fn what_is_built_otherwise_is_not_guessed() {
        for (found, expected) in [
            ("12 March 2026", "17 novembre 2026"),
            ("March 12, 2026", "17 November 2026"),
            ("jeu. 12 mars", "mardi 17 novembre"),
            ("12th March", "17 November"),
            ("12/03/26", "17/11/2026"),
            ("demain", "mardi 17 novembre 2026"),
            ("12 au 14 mars", "17 novembre"),
            ("midi", "14 h"),
        ] {
            assert_eq!(in_form_of(found, expected), None, "{found}");
        }
    }
}
