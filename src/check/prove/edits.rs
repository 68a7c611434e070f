//! Words changed as somebody changes them by mistake, and written as their place asks.

use jiff::civil::{Date, Time};

use crate::language::Language;
use crate::language::calendar::{month_name, weekday_name};
use crate::language::fold::fold;
use crate::value::when::{self, Style};

/// What a slip is written into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// HTML: text or an attribute.
    Html,
    /// Plain text or Markdown, a finished message.
    Text,
    /// A scalar of YAML: in these quotes, or in none.
    Yaml(Option<char>),
}

/// Words as they are written at their place; `None` where that is not sure.
pub(super) fn written(words: &str, home: Home) -> Option<String> {
    if words.contains(['\n', '\r']) {
        return None;
    }
    Some(match home {
        Home::Html if words.contains("{{") => words.to_string(),
        Home::Html => words.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"),
        Home::Text => words.to_string(),
        Home::Yaml(Some('\'')) => words.replace('\'', "''"),
        Home::Yaml(Some(_)) => words.replace('\\', "\\\\").replace('"', "\\\""),
        Home::Yaml(None) => {
            let plain = |c: char| c.is_alphanumeric() || " '’.-/@+".contains(c) || c == ':';
            let safe = words.chars().all(plain) && !words.contains(": ") && !words.starts_with([' ', '-', '@', '\'']);
            if safe && !words.ends_with(':') { words.to_string() } else { crate::yaml::quoted(words) }
        }
    })
}

/// Two letters in the middle of the longest word change places.
pub(super) fn misspelt(words: &str) -> Option<String> {
    let word = words.split(|c: char| !c.is_alphabetic()).max_by_key(|word| (word.chars().count(), word.len()))?;
    let letters: Vec<char> = word.chars().collect();
    let at = (1..letters.len().saturating_sub(2)).rev().find(|at| letters[*at] != letters[at + 1])?;
    if letters.len() < 5 {
        return None;
    }
    let mut wrong = letters;
    wrong.swap(at, at + 1);
    Some(words.replacen(word, &wrong.iter().collect::<String>(), 1))
}

/// The last digit is another one.
pub(super) fn other_digit(words: &str) -> Option<String> {
    let at = words.rfind(|c: char| c.is_ascii_digit())?;
    let digit = words[at..=at].parse::<u32>().ok()?;
    Some(format!("{}{}{}", &words[..at], (digit + 1) % 10, &words[at + 1..]))
}

/// A date as it was said, but the other one; both are on one weekday.
pub(super) fn other_date(words: &str, date: Date, other: Date) -> Option<String> {
    for language in [Language::Fr, Language::En] {
        if words == when::format_date(date, language, Style::Short) {
            return Some(when::format_date(other, language, Style::Short));
        }
    }
    if words == date.to_string() {
        return Some(other.to_string());
    }
    let named = [Language::Fr, Language::En].into_iter().find_map(|language| {
        let name = |date: Date| month_name(date.month().unsigned_abs(), language);
        let changed = change_word(words, |word| fold(word) == fold(name(date)), |word| cased(name(other), word))?;
        Some((changed, language))
    });
    let (words, language) = named.unwrap_or_else(|| (words.to_string(), Language::En));
    let day = date.day().to_string();
    let is_day = |word: &str| word == day || word.strip_suffix("er") == Some(day.as_str());
    let said = match (other.day(), language) {
        (1, Language::Fr) => "1er".to_string(),
        (day, _) => day.to_string(),
    };
    let words = change_word(&words, is_day, |_| said.clone())?;
    let year = date.year().to_string();
    let words = change_word(&words, |word| word == year, |_| other.year().to_string()).unwrap_or(words);
    Some(words)
}

/// The weekday of a date becomes that of the next day.
pub(super) fn next_weekday(words: &str, date: Date) -> Option<String> {
    let other = date.tomorrow().ok()?;
    let name = |date: Date, language| weekday_name(date.weekday().to_monday_one_offset().unsigned_abs(), language);
    [Language::Fr, Language::En].into_iter().find_map(|language| {
        let is = |word: &str| fold(word) == fold(name(date, language));
        change_word(words, is, |word| cased(name(other, language), word))
    })
}

/// An hour later, as it was said.
pub(super) fn hour_later(words: &str, time: Time) -> Option<String> {
    let hour = time.hour();
    let on_the_clock =
        |word: &str| word.parse::<i8>().is_ok_and(|said| said == hour || said == hour % 12 || said == 12 && hour == 0);
    change_word(words, on_the_clock, |word| (word.parse::<i8>().unwrap_or(hour) + 1).to_string())
}

/// The first word that fits, changed; words are runs of letters or of digits, with an ordinal's ending.
pub(super) fn change_word(words: &str, fits: impl Fn(&str) -> bool, change: impl Fn(&str) -> String) -> Option<String> {
    let mut start = 0;
    while start < words.len() {
        let rest = &words[start..];
        let first = rest.chars().next()?;
        let digits = first.is_ascii_digit();
        let within = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphabetic() };
        let mut end = start + rest.find(|c: char| !within(c)).unwrap_or(rest.len());
        if digits && words[end..].starts_with("er") {
            end += 2;
        }
        if end == start {
            start += first.len_utf8();
            continue;
        }
        let word = &words[start..end];
        if fits(word) {
            return Some(format!("{}{}{}", &words[..start], change(word), &words[end..]));
        }
        start = end;
    }
    None
}

/// A word with a capital where the other has one.
fn cased(word: &str, like: &str) -> String {
    let mut letters = word.chars();
    match (like.chars().next().is_some_and(char::is_uppercase), letters.next()) {
        (true, Some(first)) => first.to_uppercase().chain(letters).collect(),
        (false, Some(_)) | (_, None) => {
            if like.chars().next().is_some_and(char::is_lowercase) {
                word.to_lowercase()
            } else {
                word.to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn dates_and_hours_slip_as_they_are_said() {
        let day = date(2026, 11, 17);
        let month = |words: &str| other_date(words, day, date(2026, 10, 20));
        assert_eq!(month("mardi 17 novembre 2026").as_deref(), Some("mardi 20 octobre 2026"));
        assert_eq!(month("Tuesday, 17 November").as_deref(), Some("Tuesday, 20 October"));
        assert_eq!(month("17/11/2026").as_deref(), Some("20/10/2026"));
        assert_eq!(month("demain"), None);
        assert_eq!(next_weekday("Mardi 17", day).as_deref(), Some("Mercredi 17"));
        assert_eq!(next_weekday("le 17", day), None);
        assert_eq!(hour_later("de 14 h 30", time(14, 30, 0, 0)).as_deref(), Some("de 15 h 30"));
        assert_eq!(hour_later("2:30 pm", time(14, 30, 0, 0)).as_deref(), Some("3:30 pm"));
    }

    #[test]
    fn a_misspelling_is_another_word_of_the_same_letters() {
        assert_eq!(misspelt("Malo Perrin").as_deref(), Some("Malo Perirn"));
        assert_eq!(misspelt("un an"), None);
        assert_eq!(other_digit("+33 1 99 00 12 39").as_deref(), Some("+33 1 99 00 12 30"));
    }

    #[test]
    fn words_are_written_as_their_place_asks() {
        assert_eq!(written("Pain & sel", Home::Html).as_deref(), Some("Pain &amp; sel"));
        assert_eq!(written("L'heure : midi", Home::Yaml(None)).as_deref(), Some("\"L'heure : midi\""));
        assert_eq!(written("L'heure", Home::Yaml(Some('\''))).as_deref(), Some("L''heure"));
        assert_eq!(written("2026-10-20T14:00", Home::Yaml(None)).as_deref(), Some("2026-10-20T14:00"));
    }
}
