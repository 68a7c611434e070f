//! E-mail addresses, telephone numbers and codes in a text.

use std::ops::Range;

/// The e-mail addresses of a text as they are written, each with its bytes.
pub fn emails(text: &str) -> Vec<(String, Range<usize>)> {
    let mut out: Vec<(String, Range<usize>)> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\'' | '%');
        let domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        let start = text[..at].rfind(|c: char| !local(c)).map_or(0, |n| n + text[n..].chars().next().map_or(1, char::len_utf8));
        let start = start + (text[start..at].len() - text[start..at].trim_start_matches(['.', '\'', '-', '%']).len());
        let stop = text[at + 1..].find(|c: char| !domain(c)).map_or(text.len(), |n| at + 1 + n);
        let end = at + 1 + text[at + 1..stop].trim_end_matches(['.', '-']).len();
        let host = &text[at + 1..end];
        if start < at && !host.is_empty() && (host.contains('.') || host.len() > 2) && out.last().is_none_or(|(_, last)| last.end <= start) {
            out.push((text[start..end].to_string(), start..end));
        }
    }
    out
}

/// The telephone numbers of a text in international or French national form: `+` and digits, each with its bytes.
pub fn phones(text: &str) -> Vec<(String, Range<usize>)> {
    runs(text).into_iter().filter_map(|range| number(&text[range.clone()]).map(|number| (number, range))).collect()
}

/// Whether two numbers are one, in whatever form they are written.
pub fn same_phone(a: &str, b: &str) -> bool {
    match (number(a.trim()), number(b.trim())) {
        (Some(a), Some(b)) => a == b,
        _ => a.trim() == b.trim(),
    }
}

/// Groups of digits that may be a code: 6 to 12 digits, no telephone number. Digits alone, and their bytes.
pub fn codes(text: &str) -> Vec<(String, Range<usize>)> {
    runs(text)
        .into_iter()
        .filter(|range| number(&text[range.clone()]).is_none())
        .map(|range| (digits(&text[range.clone()]), range))
        .filter(|(digits, _)| (6..=12).contains(&digits.len()))
        .collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Runs of digits with single separators between them, that no letter touches and that are no part of an address.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let before = text[..start].chars().next_back();
        let joined = before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '/' | '=' | '_' | '%' | '@' | '#'));
        if !(c.is_ascii_digit() || c == '+' || c == '(') || joined {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut last_digit = if c.is_ascii_digit() { end } else { 0 };
        let mut gap = 0;
        while let Some((at, d)) = chars.peek().copied() {
            let separator = matches!(d, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2011}' | '(' | ')');
            if d.is_ascii_digit() {
                last_digit = at + 1;
                gap = 0;
            } else if !separator || gap >= 2 {
                break;
            } else {
                gap += 1;
            }
            end = at + d.len_utf8();
            chars.next();
        }
        let _ = end;
        let after = text[last_digit.max(start)..].chars().next();
        let touches = after.is_some_and(|a| a.is_alphabetic() || matches!(a, '/' | '_' | '%' | '@' | '€' | '$'));
        if last_digit > start && !touches && digits(&text[start..last_digit]).len() >= 6 {
            let from = if c == '(' && !text[start..last_digit].contains(')') { start + 1 } else { start };
            out.push(from..last_digit);
        }
    }
    out
}

/// A number in international form.
fn number(text: &str) -> Option<String> {
    let bare = text.replace("(0)", "");
    let all = digits(&bare);
    let separated = bare.contains([' ', '.', '-', '\u{a0}', '\u{202f}']);
    match bare.trim_start().chars().next()? {
        '+' if (8..=15).contains(&all.len()) => Some(format!("+{all}")),
        '0' if all.starts_with("00") && (11..=16).contains(&all.len()) => Some(format!("+{}", &all[2..])),
        '0' if all.len() == 10 && (separated || !all.starts_with("00")) => Some(format!("+33{}", &all[1..])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_its_forms() {
        assert!(same_phone("+33 1 99 00 41 10", "01 99 00 41 10"));
        assert!(same_phone("+33 (0)1 99 00 41 10", "01.99.00.41.10"));
        assert!(!same_phone("+33 1 99 00 41 10", "+33 1 99 00 41 01"));
    }

    #[test]
    fn a_code_is_no_telephone_number() {
        let text = "composez le +33 1 99 00 52 30, puis le code 417 602 985 suivi de dièse";
        assert_eq!(phones(text).len(), 1);
        assert_eq!(codes(text).iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["417602985"]);
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let found = emails("Écrivez à jeudis@exemple.test. Merci");
        assert_eq!(found[0].0, "jeudis@exemple.test");
    }
}
