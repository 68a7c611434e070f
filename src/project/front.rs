//! Front matter: settings between two lines of `---` at the top of a template.

use std::ops::Range;

use crate::source::Traced;

/// A template split in two.
pub(super) struct Split {
    /// The bytes of the settings, without the lines of `---`; empty where there are none.
    pub(super) settings: Option<Range<usize>>,
    /// The bytes of the template itself.
    pub(super) body: Range<usize>,
}

/// Splits a template. Two lines of `---` with no `key:` between them are a text's own ornament.
pub(super) fn split(text: &Traced) -> Split {
    let shown = text.text();
    let whole = Split { settings: None, body: 0..shown.len() };
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
                return if keys { Split { settings: Some(from..at), body: next..shown.len() } } else { whole };
            }
            Some(_) => keys |= is_key(bare),
        }
        at = next;
    }
    whole
}

fn is_key(line: &str) -> bool {
    let word = line.split(':').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '\u{a0}');
    line.contains(':') && !word.trim().is_empty() && word.chars().all(plain)
}
