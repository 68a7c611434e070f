//! E-mail addresses and telephone numbers.

use std::ops::Range;

/// The e-mail addresses of a text, each with its bytes.
pub fn emails(_text: &str) -> Vec<(String, Range<usize>)> {
    Vec::new()
}

/// The telephone numbers of a text in international or French national form: digits with `+` (`+33199001234`), and bytes.
pub fn phones(_text: &str) -> Vec<(String, Range<usize>)> {
    Vec::new()
}
