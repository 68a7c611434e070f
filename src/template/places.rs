//! From a range of a template's text to its place in a file.

use std::ops::Range;

use crate::source::{FileId, Origin, Span, Traced};

/// A template's text, with the way from its ranges to places.
pub(super) struct Text<'t> {
    pub(super) source: &'t Traced,
    pub(super) text: &'t str,
    /// The place of the whole text, when it lies byte for byte in one file.
    even: Option<Span>,
}

impl<'t> Text<'t> {
    pub(super) fn new(source: &'t Traced) -> Text<'t> {
        let even = match source.segments() {
            [only] => match only.from {
                Origin::Source { at, even: true } => Some(at),
                _ => None,
            },
            _ => None,
        };
        Text { source, text: source.text(), even }
    }

    /// The place of a range, if all its bytes lie in one file in this order.
    pub(super) fn even(&self, range: Range<usize>) -> Option<Span> {
        self.even.map(|whole| Span::new(whole.file, whole.start + range.start as u32, whole.start + range.end as u32))
    }

    /// The place of a range. A text without any place gives offsets in a file that does not exist.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.even(range.clone())
            .or_else(|| self.source.origin(range.clone()).span())
            .unwrap_or_else(|| Span::new(FileId(u32::MAX), range.start as u32, range.end as u32))
    }
}
