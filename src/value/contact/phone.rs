//! Telephone numbers.

use std::ops::Range;

use crate::value::link::find_urls;

/// Country codes with the most and fewest digits that follow them; others have 6 to 12.
const COUNTRIES: [(&str, usize, usize); 16] = [
    ("33", 9, 9),
    ("1", 10, 10),
    ("44", 9, 10),
    ("32", 8, 9),
    ("41", 9, 9),
    ("49", 7, 11),
    ("34", 9, 9),
    ("39", 8, 11),
    ("31", 9, 9),
    ("352", 6, 9),
    ("351", 9, 9),
    ("353", 7, 9),
    ("262", 9, 9),
    ("590", 9, 9),
    ("594", 9, 9),
    ("596", 9, 9),
];

/// The telephone numbers of a text: international (`+33 1 99 00 41 10`, `0033…`, `+44 (0)20…`), French national
/// (`01 99 00 41 10`, `01.99.00.41.10`, `0 800 …`), British national in its usual groups, and American
/// (`(555) 555-0199`). Each as `+` and digits where the country is said or clear, else as the national digits, with its
/// bytes. Numbers inside addresses and links are left out.
pub fn phones(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    if !bytes.iter().any(u8::is_ascii_digit) {
        return Vec::new();
    }
    let mut urls = find_urls(text).into_iter().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        while urls.peek().is_some_and(|url| url.end <= at) {
            urls.next();
        }
        if let Some(url) = urls.peek().filter(|url| url.start <= at) {
            at = url.end;
            continue;
        }
        let begins = matches!(bytes[at], b'+' | b'(') || bytes[at].is_ascii_digit();
        if begins && text.is_char_boundary(at) && free_before(text, at) {
            if let Some((number, end)) = number_at(text, at) {
                found.push((number, at..end));
                at = end;
                continue;
            }
            // The rest of these digits is no number either.
            at += bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        }
        at += 1;
    }
    found
}

/// Whether a number may begin here: not inside a word, a number or an amount.
fn free_before(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        Some(c) if c.is_alphanumeric() || matches!(c, '_' | '+' | '/' | '@' | '=' | '#') => false,
        Some('.' | ',' | '-') => !before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    }
}

/// A group of digits, and where it ends.
struct Group<'a> {
    digits: &'a str,
    end: usize,
    bracketed: bool,
}

/// The groups of digits from `at` on, with at most one separator (or a bracket) between two.
fn groups(text: &str, at: usize) -> Vec<Group<'_>> {
    let bytes = text.as_bytes();
    let mut groups = Vec::new();
    let mut next = at;
    while groups.len() < 9 {
        let bracketed = bytes.get(next) == Some(&b'(');
        let start = next + usize::from(bracketed);
        let count = bytes.get(start..).unwrap_or_default().iter().take(16).take_while(|b| b.is_ascii_digit()).count();
        if count == 0 || bracketed && bytes.get(start + count) != Some(&b')') {
            break;
        }
        let end = start + count + usize::from(bracketed);
        groups.push(Group { digits: &text[start..start + count], end, bracketed });
        let separator = text[end..].chars().next().filter(|c| is_separator(*c));
        next = end + separator.map_or(0, char::len_utf8);
        let opens = bytes.get(next) == Some(&b'(');
        if separator.is_none() && !opens && !bracketed {
            break;
        }
    }
    groups
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | '-' | '‑' | '–')
}

fn number_at(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text[at..];
    if let Some(plus) = rest.strip_prefix('+') {
        let space = plus.len() - plus.trim_start_matches(' ').len();
        return international(&groups(text, at + 1 + space.min(1)), text);
    }
    if rest.starts_with("00") && rest.as_bytes().get(2).is_some_and(|b| matches!(b, b'1'..=b'9' | b' ')) {
        let skip = 2 + usize::from(rest.as_bytes()[2] == b' ');
        return international(&groups(text, at + skip), text);
    }
    let groups = groups(text, at);
    national(&groups, text)
}

/// Country code and number.
fn international(groups: &[Group<'_>], text: &str) -> Option<(String, usize)> {
    let (mut digits, mut best) = (String::new(), None);
    for (n, group) in groups.iter().enumerate() {
        if n > 0 && group.bracketed && group.digits == "0" {
            continue;
        }
        digits.push_str(group.digits);
        let (code, most, fewest) = country(&digits);
        let mut number = digits.get(code..).unwrap_or_default();
        // `+33 01 99 …`: the national 0 was left in.
        if matches!(&digits[..code], "33" | "44" | "32" | "41" | "49") {
            number = number.strip_prefix('0').unwrap_or(number);
        }
        if number.len() > most {
            break;
        }
        let ends = !text[group.end..].starts_with(|c: char| c.is_alphanumeric());
        if number.len() >= fewest && ends {
            best = Some((format!("+{}{number}", &digits[..code]), group.end));
        }
    }
    best
}

/// The length of the country code that digits begin with, and how many digits may follow it.
fn country(digits: &str) -> (usize, usize, usize) {
    COUNTRIES
        .iter()
        .find(|(code, ..)| digits.starts_with(code))
        .map_or((digits.len().min(2), 12, 6), |(code, most, fewest)| {
            (code.len(), (*most).max(*fewest), (*most).min(*fewest))
        })
}

fn national(groups: &[Group<'_>], text: &str) -> Option<(String, usize)> {
    let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let french: [&[usize]; 6] = [&[2, 2, 2, 2, 2], &[10], &[1, 3, 3, 3], &[4, 3, 3], &[4, 2, 2, 2], &[1, 3, 2, 2, 2]];
    let british: [&[usize]; 5] = [&[3, 4, 4], &[4, 3, 4], &[5, 6], &[5, 3, 3], &[11]];
    let leading = groups.first().is_some_and(|group| group.digits.starts_with('0') && !group.digits.starts_with("00"));
    let of = |count: usize| {
        let end = groups[count - 1].end;
        let ends = !text[end..].starts_with(|c: char| c.is_alphanumeric());
        ends.then(|| (groups[..count].iter().map(|group| group.digits).collect::<String>(), end))
    };
    if leading {
        let zero_alone = sizes[0] == 1 && !groups[0].bracketed;
        return french
            .iter()
            .find(|form| sizes.starts_with(form) && (sizes[0] != 1 || zero_alone))
            .and_then(|form| of(form.len()))
            .map(
                |(digits, end)| {
                    if digits[1..].starts_with('0') { (digits, end) } else { (french_digits(&digits), end) }
                },
            )
            .or_else(|| british.iter().find(|form| sizes.starts_with(form)).and_then(|form| of(form.len())));
    }
    let end = groups.get(2)?.end;
    let start = end.checked_sub(12)?;
    let dashed = text.get(start..end)?.matches('-').count() == 2;
    if sizes.starts_with(&[3, 3, 4]) && (groups[0].bracketed || dashed) {
        return of(3).map(|(digits, end)| (format!("+1{digits}"), end));
    }
    None
}

/// A French number in its international form, since its ten digits are no other country's. The overseas departments
/// have country codes of their own.
fn french_digits(national: &str) -> String {
    let code = match national.get(..4) {
        Some("0262" | "0692" | "0693") => "262",
        Some("0590" | "0690") => "590",
        Some("0594" | "0694") => "594",
        Some("0596" | "0696") => "596",
        _ => "33",
    };
    format!("+{code}{}", &national[1..])
}

/// Whether two telephone numbers are one, whatever their spelling: national and international forms, separators, a
/// `(0)` that is left in.
pub fn same_phone(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    match (a.strip_prefix('+'), b.strip_prefix('+')) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a == b,
        (Some(full), None) => is_national_of(&b, full),
        (None, Some(full)) => is_national_of(&a, full),
    }
}

/// `0199004110` is `33199004110`.
fn is_national_of(national: &str, full: &str) -> bool {
    national.strip_prefix('0').is_some_and(|rest| {
        rest.len() >= 6 && full.strip_suffix(rest).is_some_and(|code| (1..=3).contains(&code.len()))
    })
}

/// A number as `phones` reads it, else its digits.
fn bare(number: &str) -> String {
    if let Some((read, _)) = phones(number).into_iter().next() {
        return read;
    }
    let plus = number.trim_start().starts_with('+');
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if plus { format!("+{digits}") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, &str)> {
        phones(text).into_iter().map(|(number, range)| (number, &text[range])).collect()
    }

    #[test]
    fn every_spelling_of_a_number() {
        for written in [
            "+33 1 99 00 41 10",
            "+33(0)1 99 00 41 10",
            "+33 (0) 1 99 00 41 10",
            "+33 01 99 00 41 10",
            "0033 1 99 00 41 10",
            "01 99 00 41 10",
            "01.99.00.41.10",
            "01-99-00-41-10",
            "0199004110",
            "+33199004110",
            "01\u{a0}99\u{202f}00 41 10",
        ] {
            let text = format!("Tél. : {written}, de 9 h à 17 h");
            assert_eq!(found(&text), [("+33199004110".to_string(), written)]);
            assert!(same_phone(written, "+33 1 99 00 41 10"), "{written}");
        }
        assert_eq!(found("+44 (0)20 7946 0018")[0].0, "+442079460018");
        assert_eq!(found("call 020 7946 0018 now"), [("02079460018".to_string(), "020 7946 0018")]);
        assert!(same_phone("020 7946 0018", "+44 20 7946 0018"));
        assert_eq!(found("(555) 555-0199 or 555-555-0198").len(), 2);
        assert!(!same_phone("+33 1 99 00 41 10", "+33 1 99 00 41 01"));
    }

    #[test]
    fn a_number_ends_where_its_digits_are_enough() {
        assert_eq!(found("01 99 00 41 10 2026")[0].1, "01 99 00 41 10");
        assert_eq!(found("+33 1 99 00 52 30 417 602 985")[0].1, "+33 1 99 00 52 30");
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "PIN : 482 913 175",
            "833 0947 1825",
            "https://exemple.test/0199004110",
            "réf. A0199004110",
            "17/11/2026 14:00",
            "10.01.99.00.41.10",
            "0.123456789",
            "+5",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("tel:+33199004110").len(), 1);
    }
}
