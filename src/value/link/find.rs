//! Addresses written out in running text.

use std::ops::Range;

/// What an address in text may begin with.
const SCHEMES: [&str; 6] = ["https://", "http://", "ftp://", "file://", "mailto:", "www."];

/// The addresses of a text: `https://…`, `www.…`, `mailto:…`, and a host with a path (`exemple.test/supports`).
/// The punctuation of the sentence around them is not in them.
pub fn find_urls(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    if !may_hold(bytes) {
        return found;
    }
    let (mut at, mut end) = (0, 0);
    while at < bytes.len() {
        if !starts_word(bytes, at) {
            at += 1;
            continue;
        }
        if end <= at {
            end = word_end(text, at);
        }
        match scheme_at(text, at).map(|scheme| at + scheme.len()).or_else(|| bare_host(&text[at..end]).then_some(at)) {
            Some(after) => {
                let stop = trimmed(text, at, end);
                if stop > after {
                    found.push(at..stop);
                }
                at = end.max(at + 1);
            }
            None => at += 1,
        }
        // A word that is no address is gone through once: up to the next character that may begin one.
        while at < bytes.len() && at < end && !starts_word(bytes, at) {
            at += 1;
        }
    }
    found
}

/// Whether any address can be there: each has a slash, or begins with `www.` or `mailto:`.
fn may_hold(bytes: &[u8]) -> bool {
    let after =
        |word: &str, at: usize| at >= word.len() && bytes[at - word.len()..at].eq_ignore_ascii_case(word.as_bytes());
    memchr::memchr3_iter(b'/', b'.', b':', bytes).any(|at| match bytes[at] {
        b'.' => after("www", at),
        b':' => after("mailto", at),
        _ => true,
    })
}

/// Whether a word of letters may begin here.
fn starts_word(bytes: &[u8], at: usize) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'-' | b'_' | b'@' | b'/' | b'+');
    bytes[at].is_ascii_alphanumeric()
        && (at == 0 || !word(bytes[at - 1]) || bytes[at - 1] >= 0x80 && !ends_letter(bytes, at))
}

/// Whether the character before `at` is a letter: quotes and no-break spaces are not.
fn ends_letter(bytes: &[u8], at: usize) -> bool {
    let start = at.saturating_sub(4);
    let before = String::from_utf8_lossy(&bytes[start..at]);
    before.chars().next_back().is_some_and(char::is_alphanumeric)
}

fn scheme_at(text: &str, at: usize) -> Option<&'static str> {
    let bytes = &text.as_bytes()[at..];
    SCHEMES
        .into_iter()
        .find(|scheme| bytes.len() > scheme.len() && bytes[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes()))
}

/// The end of a run of characters that an address may hold.
fn word_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '`' | '|' | '\u{200b}')
        })
        .map_or(text.len(), |n| start + n)
}

/// Without the punctuation at the end that belongs to the sentence. A closing bracket stays when it was opened inside.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let mut url = &text[start..end];
    let mut open = url.matches('(').count() as isize - url.matches(')').count() as isize;
    let mut square = url.matches('[').count() as isize - url.matches(']').count() as isize;
    while let Some(last) = url.chars().next_back() {
        let cut = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | '*' | '_' | '}' | '\\' => true,
            ')' if open < 0 => {
                open += 1;
                true
            }
            ']' if square < 0 => {
                square += 1;
                true
            }
            _ => false,
        };
        if !cut {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    // `[text](https://…` in a plain text: an address does not hold `](`.
    start + url.find("](").unwrap_or(url.len())
}

/// Whether a word is a host followed by a path, without a scheme.
fn bare_host(word: &str) -> bool {
    // No host is longer than 253 bytes.
    let Some(slash) = word.bytes().take(254).position(|b| b == b'/') else { return false };
    let (host, path) = (&word[..slash], &word[slash + 1..]);
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    path.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#')
        && last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && before.len() >= 2
        && before
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}
