//! E-mail addresses, telephone numbers and the codes that are typed after them.

use std::ops::Range;

use super::link::find_urls;

mod phone;

pub use phone::{phones, same_phone};

/// Providers of which everybody can have an address.
const PUBLIC_PROVIDERS: &[&str] = &[
    "aol.com",
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.fr",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.com",
    "live.fr",
    "me.com",
    "msn.com",
    "neuf.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
];

/// Whether everybody can have an address at a domain, in small letters.
pub fn is_public_provider(domain: &str) -> bool {
    PUBLIC_PROVIDERS.contains(&domain)
}

/// The e-mail addresses of a text as they are written, each with its bytes; those inside a `mailto:` too.
pub fn emails(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    for at in bytes.iter().enumerate().filter(|(_, b)| **b == b'@').map(|(at, _)| at) {
        if at < from {
            continue;
        }
        let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'');
        let before = bytes[from..at].iter().rev().take(64).take_while(|b| local(b)).count();
        // `l'adresse'a@…`: an apostrophe belongs to a name only inside it, and not after an article.
        let mut start = at - before;
        if let Some(quote) = text[start..at].rfind('\'').filter(|quote| *quote <= 2 || start + quote + 1 == at) {
            start += quote + 1;
        }
        while start < at && matches!(bytes[start], b'.' | b'-' | b'\'') {
            start += 1;
        }
        let domain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
        let mut end = at + 1 + bytes[at + 1..].iter().take(253).take_while(|b| domain(b)).count();
        while end > at + 1 && matches!(bytes[end - 1], b'.' | b'-') {
            end -= 1;
        }
        if start < at && is_domain(&text[at + 1..end]) {
            found.push((text[start..end].to_string(), start..end));
            from = end;
        }
    }
    found
}

fn is_domain(domain: &str) -> bool {
    domain.rsplit_once('.').is_some_and(|(before, last)| {
        last.len() >= 2
            && last.bytes().all(|b| b.is_ascii_alphabetic())
            && before.split('.').all(|label| !label.is_empty())
    })
}

/// Codes: groups of digits, six to twelve in all ("482 913 175", "833 0947 1825", "111-222-333", "552019"), as digits
/// alone, each with its bytes. Telephone numbers, addresses, dates, amounts and round numbers are none.
pub fn codes(text: &str) -> Vec<(String, Range<usize>)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut taken: Vec<Range<usize>> = phones(text).into_iter().map(|(_, range)| range).collect();
    taken.extend(find_urls(text));
    taken.sort_by_key(|range| range.start);
    let mut taken = taken.into_iter().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|n| at + n) {
        let run = digit_run(text, start);
        at = run.end;
        while taken.peek().is_some_and(|other| other.end <= run.start) {
            taken.next();
        }
        let crossed = taken.peek().is_some_and(|other| other.start < run.end);
        if !crossed && stands_alone(text, &run) && is_code(&text[run.clone()]) {
            found.push((digits(&text[run.clone()]), run));
        }
    }
    found
}

/// Digits with single separators between their groups, from `start` on.
fn digit_run(text: &str, start: usize) -> Range<usize> {
    let mut end = start;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c.is_ascii_digit() {
            end = start + at + 1;
        } else if !is_separator(c) || !rest.peek().is_some_and(|(_, next)| next.is_ascii_digit()) {
            break;
        }
    }
    start..end
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '-')
}

/// Whether no letter, sign or decimal touches a run, and no currency or unit follows it.
fn stands_alone(text: &str, run: &Range<usize>) -> bool {
    let before = text[..run.start].chars().next_back();
    let after = &text[run.end..];
    let next = after.chars().next();
    let second = after.chars().nth(1);
    let joined = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '+' | '%' | '€' | '$' | '£'))
    };
    let decimal = matches!(next, Some('.' | ',' | ':')) && second.is_some_and(|c| c.is_ascii_digit());
    let word = after.trim_start_matches(is_separator);
    let unit = word.starts_with(['€', '$', '£', '%']) || word.starts_with("euro") || word.starts_with("EUR");
    let after_decimal = before == Some('.') || before == Some(',') || before == Some('-');
    !joined(before) && !joined(next) && !decimal && !unit && !after_decimal
}

fn is_code(run: &str) -> bool {
    let groups: Vec<&str> = run.split(is_separator).collect();
    let digits = digits(run);
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let round = sizes.len() > 1 && digits.ends_with("000");
    let thousands = sizes.len() > 1 && sizes[0] == 1 && sizes[1..].iter().all(|size| *size == 3);
    let uneven = sizes.len() > 1 && sizes.contains(&1);
    (6..=12).contains(&digits.len()) && !round && !thousands && !uneven && !is_date(&sizes, &groups, &digits)
}

/// `17 11 2026`, `2026-11-17`, `20261117`, `2025-2026`.
fn is_date(sizes: &[usize], groups: &[&str], digits: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let year = |text: &str| (1900..2100).contains(&number(text));
    let month_day = |month: &str, day: &str| (1..=12).contains(&number(month)) && (1..=31).contains(&number(day));
    match sizes {
        [2, 2, 4] | [1, 2, 4] => {
            year(groups[2]) && (month_day(groups[1], groups[0]) || month_day(groups[0], groups[1]))
        }
        [4, 2, 2] => year(groups[0]) && month_day(groups[1], groups[2]),
        [4, 4] => year(groups[0]) && year(groups[1]),
        [8] => year(&digits[..4]) && month_day(&digits[4..6], &digits[6..]),
        _ => false,
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_sentences() {
        let text = "Écrire à Jean.Dupont+x@exemple.test, (l'a@b.exemple.test). <mailto:c@exemple.test> d@local @e f@";
        let found: Vec<_> = emails(text).into_iter().map(|(email, range)| (email, text[range].to_string())).collect();
        let expected = ["Jean.Dupont+x@exemple.test", "a@b.exemple.test", "c@exemple.test"];
        assert_eq!(found, expected.map(|email| (email.to_string(), email.to_string())));
        assert_eq!(emails("o'neil@exemple.test")[0].0, "neil@exemple.test");
        assert_eq!(emails("sean.o'neil@exemple.test")[0].0, "sean.o'neil@exemple.test");
    }

    #[test]
    fn codes_are_no_phones_dates_or_amounts() {
        let text = "Composez le +33 1 99 00 52 30, puis 417 602 985 # ou 833 0947 1825, 552019, 111-222-333. \
            Le 17 11 2026, 2026-11-17, 1 200 000 €, 12 000 000, 01 99 00 41 10, 2025-2026, abc123456, \
            https://exemple.test/j/86120934477, 3.141592, 45 000.";
        let found: Vec<_> = codes(text).into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, ["417602985", "83309471825", "552019", "111222333"]);
        let (_, range) = codes(text)[0].clone();
        assert_eq!(&text[range], "417 602 985");
    }

    #[test]
    fn a_code_before_a_host_is_still_a_code() {
        assert_eq!(codes("111222333@sip.exemple.test")[0].0, "111222333");
    }
}
