//! The bytes of a message, each with the bytes of the file that stand for it.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{FileId, Span, Traced};

/// Bytes that know their place on disk. The file itself, and what a transfer encoding (RFC 2045) made of a part of it:
/// a message in a base64 attachment is read like one that lies in the open.
#[derive(Debug, Clone)]
pub struct Octets<'b> {
    file: FileId,
    bytes: Cow<'b, [u8]>,
    at: Places,
    recoded: bool,
}

#[derive(Debug, Clone)]
enum Places {
    /// The first byte lies here, and each after the one before it.
    Even(u32),
    /// Each byte's own place: start and end.
    Each(Vec<(u32, u32)>),
}

impl<'b> Octets<'b> {
    /// Bytes as they lie in a file, the first one at `start`.
    pub fn of_file(bytes: &'b [u8], file: FileId, start: u32) -> Octets<'b> {
        Octets { file, bytes: Cow::Borrowed(bytes), at: Places::Even(start), recoded: false }
    }

    /// The bytes that a text has in UTF-8, each at the place of its character: a message saved in another encoding.
    pub fn of_text(text: &Traced, file: FileId) -> Octets<'static> {
        let mut out = Octets { recoded: true, ..Octets::empty(file, text.len()) };
        for (start, c) in text.text().char_indices() {
            let end = start + c.len_utf8();
            let at = text.origin(start..end).span().map_or((0, 0), |span| (span.start, span.end));
            text.text().as_bytes()[start..end].iter().for_each(|byte| out.push(*byte, at));
        }
        out
    }

    /// Whether a part that is carried as it stands is UTF-8, whatever it says of its charset.
    pub fn recoded(&self) -> bool {
        self.recoded
    }

    /// No byte yet; decoded ones are added with their places.
    pub fn empty(file: FileId, room: usize) -> Octets<'static> {
        let (bytes, at) = (Cow::Owned(Vec::with_capacity(room)), Places::Each(Vec::with_capacity(room)));
        Octets { file, bytes, at, recoded: false }
    }

    /// Adds a decoded byte that the file's bytes `at` stand for.
    pub fn push(&mut self, byte: u8, at: (u32, u32)) {
        self.bytes.to_mut().push(byte);
        if let Places::Each(places) = &mut self.at {
            places.push(at);
        }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// A part of them.
    pub fn slice(&self, range: Range<usize>) -> Octets<'_> {
        let at = match &self.at {
            Places::Even(start) => Places::Even(start + range.start as u32),
            Places::Each(places) => Places::Each(places[range.clone()].to_vec()),
        };
        Octets { file: self.file, bytes: Cow::Borrowed(&self.bytes[range]), at, recoded: self.recoded }
    }

    /// Where a byte lies on disk: start and end.
    pub fn at(&self, index: usize) -> (u32, u32) {
        match &self.at {
            Places::Even(start) => (start + index as u32, start + index as u32 + 1),
            Places::Each(places) => places[index],
        }
    }

    /// Where a range lies on disk; an empty one before its first byte, or after the last one of all.
    pub fn span(&self, range: Range<usize>) -> Span {
        let point = |index: usize| match (&self.at, self.len()) {
            (Places::Even(start), _) => start + index as u32,
            (Places::Each(_), 0) => 0,
            (Places::Each(places), len) if index < len => places[index].0,
            (Places::Each(places), len) => places[len - 1].1,
        };
        match range.is_empty() {
            true => Span::new(self.file, point(range.start), point(range.start)),
            false => Span::new(self.file, self.at(range.start).0, self.at(range.end - 1).1),
        }
    }
}
