//! Front matter: settings between two lines of `---` at the top of a template.

use std::ops::Range;

use super::mail_reader::MAIL_KEYS;
use crate::source::Traced;

/// A template split in two.
pub(super) struct Split {
    /// The bytes of the settings, without the lines of `---`; empty where there are none.
    pub(super) settings: Option<Range<usize>>,
    /// The bytes of the template itself.
    pub(super) body: Range<usize>,
    /// The second line of `---` is missing: the settings end where the keys do.
    pub(super) open: bool,
}

/// Splits a template. Two lines of `---` with no `key:` between them are a text's own ornament.
pub(super) fn split(text: &Traced) -> Split {
    let shown = text.text();
    let whole = Split { settings: None, body: 0..shown.len(), open: false };
    let mut at = 0;
    let mut start = None;
    let mut keys = false;
    for line in shown.split_inclusive('\n') {
        let next = at + line.len();
        let bare = line.trim_end();
        match start {
            None if bare == "---" => start = Some(next),
            None => return whole,
            Some(from) if bare == "---" || bare == "..." => {
                return if keys {
                    Split { settings: Some(from..at), body: next..shown.len(), open: false }
                } else {
                    whole
                };
            }
            Some(_) => keys |= is_key(bare),
        }
        at = next;
    }
    start.and_then(|from| unclosed(shown, from)).unwrap_or(whole)
}

/// Settings of a mail that no second line of `---` closes: its keys, up to the first line that is none.
fn unclosed(shown: &str, from: usize) -> Option<Split> {
    let mut end = from;
    for line in shown[from..].split_inclusive('\n') {
        let known = line.split(':').next().is_some_and(|word| line.contains(':') && MAIL_KEYS.contains(&word));
        let goes_on = end > from && (line.starts_with([' ', '#']) || line.starts_with("- "));
        if !known && !goes_on {
            break;
        }
        end += line.len();
    }
    (end > from).then_some(Split { settings: Some(from..end), body: end..shown.len(), open: true })
}

fn is_key(line: &str) -> bool {
    let word = line.split(':').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '\u{a0}');
    line.contains(':') && !word.trim().is_empty() && word.chars().all(plain)
}
