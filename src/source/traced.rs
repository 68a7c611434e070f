//! A text that remembers, piece by piece, where it comes from.

use std::ops::Range;
use std::sync::Arc;

use super::{FileId, Span};

/// Where a piece of a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file that somebody wrote. `even`: byte for byte; else the whole piece is one unit of the source
    /// (`&eacute;`, `\u00e9`, `=C3=A9`).
    Source {
        /// The bytes.
        at: Span,
        /// Byte for byte.
        even: bool,
    },
    /// Data that a tag printed.
    Value {
        /// Where the value is written, if it is written anywhere.
        at: Option<Span>,
        /// The tag that printed it.
        tag: Span,
        /// The value's path in the data, such as `event.speakers[0].name`.
        pointer: Arc<str>,
        /// Byte for byte.
        even: bool,
    },
    /// Made by presend (a placeholder, indentation, a made-up recipient): never judged.
    Made {
        /// The tag in whose place it stands.
        tag: Option<Span>,
    },
}

/// A piece of a text; it ends where the next one starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The first byte of the piece in the text.
    pub start: u32,
    /// Where it comes from.
    pub from: Origin,
}

/// A text that remembers where it comes from. YAML scalars, CSV cells, decoded mail parts, rendered output and
/// decoded HTML are all this type; each stage maps one into the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    text: Arc<str>,
    segments: Arc<[Segment]>,
}

impl Default for Traced {
    fn default() -> Traced {
        Traced { text: Arc::from(""), segments: Arc::from([]) }
    }
}

/// What [`Traced::origin`] knows of a range.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// In what somebody wrote around the data: literal bytes and the tags that printed data, as one span.
    pub written: Option<Span>,
    /// The data's own bytes (an event's file, a recipients' cell), as one span.
    pub value: Option<Span>,
    /// The path of the first value in the range.
    pub pointer: Option<Arc<str>>,
    /// Some of the range was typed.
    pub literal: bool,
    /// Some of the range was printed from data.
    pub printed: bool,
    /// Some of the range was made by presend, so it must not be judged.
    pub made: bool,
}

impl Place {
    /// The place to point at: what was written if there is any, else the value.
    pub fn span(&self) -> Option<Span> {
        self.written.or(self.value)
    }
}

impl Traced {
    /// A text that lies byte for byte in a file, from the byte `start` on.
    pub fn source(text: &str, file: FileId, start: u32) -> Traced {
        let mut out = TracedBuilder::default();
        out.push_source(text, Span::new(file, start, start + text.len() as u32));
        out.finish()
    }

    /// The whole text of a file, which is not copied.
    pub(super) fn of_file(text: Arc<str>, file: FileId) -> Traced {
        let at = Span::new(file, 0, text.len() as u32);
        let whole = Segment { start: 0, from: Origin::Source { at, even: true } };
        let segments = if text.is_empty() { Arc::from([]) } else { Arc::from([whole]) };
        Traced { text, segments }
    }

    /// A text that presend made; it has no place.
    pub fn made(text: &str) -> Traced {
        let mut out = TracedBuilder::default();
        out.push_made(text, None);
        out.finish()
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The pieces, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The pieces that overlap a range, each with the part of the range that it covers.
    pub fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &Segment)> + '_ {
        let first = self.segments.partition_point(|s| s.start as usize <= range.start).saturating_sub(1);
        self.segments[first..]
            .iter()
            .enumerate()
            .take_while({
                let end = range.end;
                move |(_, segment)| (segment.start as usize) < end
            })
            .map(move |(n, segment)| {
                let end = self.segments.get(first + n + 1).map_or(self.text.len(), |next| next.start as usize);
                ((segment.start as usize).max(range.start)..end.min(range.end), segment)
            })
            .filter(|(piece, _)| piece.start < piece.end)
    }

    /// A part of the text with its places. The range must lie on character borders.
    pub fn slice(&self, range: Range<usize>) -> Traced {
        let mut out = TracedBuilder::default();
        out.push(self, range);
        out.finish()
    }

    /// Without white space at both ends.
    pub fn trim(&self) -> Traced {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start >= end { Traced::default() } else { self.slice(start..end) }
    }

    /// Where a range of the text comes from. An empty range lies at the piece it touches.
    pub fn origin(&self, range: Range<usize>) -> Place {
        let mut place = Place::default();
        if range.is_empty() {
            return self.point(range.start);
        }
        for (piece, segment) in self.pieces(range) {
            place.add(&segment.from, part_of(segment, piece));
        }
        place
    }

    /// Where the whole text comes from.
    pub fn whole(&self) -> Place {
        self.origin(0..self.text.len())
    }

    /// The ranges of the text that come from bytes of a file, in order: what was copied from there, and what a tag there
    /// printed. It is the way back from [`Traced::origin`].
    pub fn ranges_of(&self, bytes: Span) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for (piece, segment) in self.pieces(0..self.text.len()) {
            let found = match &segment.from {
                Origin::Source { at, even } => common(*at, *even, piece, bytes),
                Origin::Value { tag, .. } | Origin::Made { tag: Some(tag) } if share(*tag, bytes) => Some(piece),
                Origin::Value { at: Some(at), even, .. } => common(*at, *even, piece, bytes),
                _ => None,
            };
            match (found, out.last_mut()) {
                (Some(found), Some(last)) if last.end == found.start => last.end = found.end,
                (Some(found), _) => out.push(found),
                (None, _) => {}
            }
        }
        out
    }

    fn point(&self, at: usize) -> Place {
        let mut place = Place::default();
        let index = self.segments.partition_point(|s| s.start as usize <= at).saturating_sub(1);
        if let Some(segment) = self.segments.get(index) {
            place.add(&segment.from, part_of(segment, at..at));
        }
        place
    }
}

/// The bytes of the source that a piece of a segment stands for.
fn part_of(segment: &Segment, piece: Range<usize>) -> Option<Span> {
    let (at, even) = match &segment.from {
        Origin::Source { at, even } => (*at, *even),
        Origin::Value { at, even, .. } => ((*at)?, *even),
        Origin::Made { .. } => return None,
    };
    if !even {
        return Some(at);
    }
    let shift = piece.start as u32 - segment.start;
    Some(Span { file: at.file, start: at.start + shift, end: at.start + shift + (piece.end - piece.start) as u32 })
}

/// Whether two spans share a byte.
fn share(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// The part of a piece, which stands for the bytes `at`, that comes from `bytes`.
fn common(at: Span, even: bool, piece: Range<usize>, bytes: Span) -> Option<Range<usize>> {
    if !share(at, bytes) || !even {
        return share(at, bytes).then_some(piece);
    }
    let start = piece.start + bytes.start.saturating_sub(at.start) as usize;
    let end = piece.start + (bytes.end.min(at.end) - at.start) as usize;
    Some(start..end)
}

impl Place {
    fn add(&mut self, from: &Origin, part: Option<Span>) {
        let join = |known: &mut Option<Span>, new: Span| *known = Some(known.map_or(new, |old| old.hull(new)));
        match from {
            Origin::Source { .. } => {
                self.literal = true;
                if let Some(part) = part {
                    join(&mut self.written, part);
                }
            }
            Origin::Value { tag, pointer, .. } => {
                self.printed = true;
                join(&mut self.written, *tag);
                if let Some(part) = part {
                    join(&mut self.value, part);
                }
                self.pointer.get_or_insert_with(|| Arc::clone(pointer));
            }
            Origin::Made { tag } => {
                self.made = true;
                if let Some(tag) = tag {
                    join(&mut self.written, *tag);
                }
            }
        }
    }
}

/// Builds a [`Traced`] piece by piece.
#[derive(Debug, Default)]
pub struct TracedBuilder {
    text: String,
    segments: Vec<Segment>,
}

impl TracedBuilder {
    /// A builder with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> TracedBuilder {
        TracedBuilder { text: String::with_capacity(bytes), segments: Vec::with_capacity(bytes / 64) }
    }

    /// The length of the text so far, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing was pushed yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Bytes of a file as they lie there; `at` is as long as `text`.
    pub fn push_source(&mut self, text: &str, at: Span) {
        debug_assert_eq!(text.len() as u32, at.end - at.start);
        self.add(text, Origin::Source { at, even: true });
    }

    /// One unit of a file (an escape, an entity) that stands for `text`.
    pub fn push_source_unit(&mut self, text: &str, at: Span) {
        let even = text.len() as u32 == at.end - at.start;
        self.add(text, Origin::Source { at, even });
    }

    /// A part of another text, with its places.
    pub fn push(&mut self, other: &Traced, range: Range<usize>) {
        for (piece, segment) in other.pieces(range) {
            let from = narrowed(segment, &piece);
            self.add(&other.text[piece], from);
        }
    }

    /// Text that stands for a range of another text as one unit: `é` for `&eacute;`.
    pub fn push_unit(&mut self, text: &str, other: &Traced, range: Range<usize>) {
        let place = other.origin(range.clone());
        let from = match (other.pieces(range).next().map(|(_, segment)| &segment.from), place.span()) {
            (Some(Origin::Source { .. }), Some(at)) => Origin::Source { at, even: false },
            (Some(Origin::Value { tag, pointer, .. }), _) => {
                Origin::Value { at: place.value, tag: *tag, pointer: Arc::clone(pointer), even: false }
            }
            (Some(Origin::Made { tag }), _) => Origin::Made { tag: *tag },
            (None, Some(at)) => Origin::Source { at, even: false },
            _ => Origin::Made { tag: None },
        };
        self.add(text, from);
    }

    /// A part of a value that `tag` prints.
    pub fn push_value(&mut self, value: &Traced, range: Range<usize>, tag: Span, pointer: &Arc<str>) {
        for (piece, segment) in value.pieces(range) {
            let from = match narrowed(segment, &piece) {
                Origin::Source { at, even } => Origin::Value { at: Some(at), tag, pointer: Arc::clone(pointer), even },
                Origin::Value { at, even, .. } => Origin::Value { at, tag, pointer: Arc::clone(pointer), even },
                Origin::Made { .. } => Origin::Made { tag: Some(tag) },
            };
            self.add(&value.text[piece], from);
        }
    }

    /// Text that stands for a whole value as one unit: `14 h` for an event's start, `&amp;` for `&`.
    pub fn push_value_unit(&mut self, text: &str, at: Option<Span>, tag: Span, pointer: &Arc<str>) {
        self.add(text, Origin::Value { at, tag, pointer: Arc::clone(pointer), even: false });
    }

    /// Text that presend made, in the place of `tag`.
    pub fn push_made(&mut self, text: &str, tag: Option<Span>) {
        self.add(text, Origin::Made { tag });
    }

    /// Text with an origin that is already known. For `even` origins the span is as long as the text.
    pub fn push_origin(&mut self, text: &str, from: Origin) {
        self.add(text, from);
    }

    fn add(&mut self, text: &str, from: Origin) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        if let Some(last) = self.segments.last_mut()
            && continues(last, start, &from)
        {
            if let Origin::Source { at, .. } | Origin::Value { at: Some(at), .. } = &mut last.from {
                at.end += text.len() as u32;
            }
            return;
        }
        self.segments.push(Segment { start, from });
    }

    /// The finished text.
    pub fn finish(self) -> Traced {
        Traced { text: self.text.into(), segments: self.segments.into() }
    }
}

/// The origin of a part of a segment.
fn narrowed(segment: &Segment, piece: &Range<usize>) -> Origin {
    let mut from = segment.from.clone();
    let part = part_of(segment, piece.clone());
    match &mut from {
        Origin::Source { at, even: true } => {
            if let Some(part) = part {
                *at = part;
            }
        }
        Origin::Value { at, even: true, .. } => *at = part,
        _ => {}
    }
    from
}

/// Whether a piece that starts at `start` goes on where `last` ends, byte for byte, so that both are one.
fn continues(last: &Segment, start: u32, from: &Origin) -> bool {
    match (&last.from, from) {
        (Origin::Source { at: a, even: true }, Origin::Source { at: b, even: true }) => {
            a.file == b.file && a.start + (start - last.start) == b.start
        }
        (
            Origin::Value { at: Some(a), tag: s, pointer: p, even: true },
            Origin::Value { at: Some(b), tag: t, pointer: q, even: true },
        ) => a.file == b.file && s == t && a.start + (start - last.start) == b.start && p == q,
        (Origin::Made { tag: a }, Origin::Made { tag: b }) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> FileId {
        FileId(0)
    }

    #[test]
    fn a_slice_keeps_its_places() {
        let text = Traced::source("Bonjour à tous", file(), 10);
        let word = text.slice(8..10);
        assert_eq!(word.text(), "à");
        assert_eq!(word.whole().written, Some(Span::new(file(), 18, 20)));
    }

    #[test]
    fn an_entity_is_one_unit() {
        let html = Traced::source("caf&eacute; noir", file(), 0);
        let mut out = TracedBuilder::default();
        out.push(&html, 0..3);
        out.push_unit("é", &html, 3..11);
        out.push(&html, 11..16);
        let text = out.finish();
        assert_eq!(text.text(), "café noir");
        assert_eq!(text.origin(3..5).written, Some(Span::new(file(), 3, 11)));
        assert_eq!(text.origin(6..10).written, Some(Span::new(file(), 12, 16)));
    }

    #[test]
    fn a_printed_value_knows_its_tag_and_its_own_bytes() {
        let value = Traced::source("Replay", FileId(1), 7);
        let tag = Span::new(file(), 3, 18);
        let mut out = TracedBuilder::default();
        out.push_value(&value, 0..6, tag, &Arc::from("event.title"));
        let place = out.finish().origin(2..4);
        assert_eq!(place.written, Some(tag));
        assert_eq!(place.value, Some(Span::new(FileId(1), 9, 11)));
        assert_eq!(place.pointer.as_deref(), Some("event.title"));
    }

    #[test]
    fn bytes_know_where_they_are_read() {
        let (tag, value) = (Span::new(file(), 20, 35), Traced::source("Replay", FileId(1), 7));
        let mut out = TracedBuilder::default();
        out.push_source("Le ", Span::new(file(), 10, 13));
        out.push_value(&value, 0..6, tag, &Arc::from("event.title"));
        out.push_source_unit("é", Span::new(file(), 35, 43));
        let text = out.finish();
        let read = |file: FileId, start, end| text.ranges_of(Span::new(file, start, end)).first().cloned();
        assert_eq!(read(file(), 11, 12), Some(1..2));
        assert_eq!(read(file(), 20, 35), Some(3..9));
        assert_eq!(read(FileId(1), 9, 11), Some(5..7));
        assert_eq!(read(file(), 36, 37), Some(9..11));
        assert_eq!(read(file(), 12, 25), Some(2..9));
        assert_eq!(read(file(), 50, 60), None);
    }
}
