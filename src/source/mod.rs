//! Files, places in them, and texts that remember where they come from.
//!
//! Comes in: bytes on disk. Goes out: [`Sources`], [`Span`]s (byte ranges of a file as it lies on disk) and
//! [`Traced`] texts, the only way from a text back to a place. Lines and columns are worked out only when a place
//! is printed. It never knows what a file means.

mod away;
mod file;
mod files;
mod on_disk;
mod problem;
mod traced;
mod unread;
mod whole;

pub use file::{Position, SourceFile};
pub use files::{Accept, FileId, MAX_BYTES, Read, Sources, below};
pub use on_disk::{MAX_TABLE_BYTES, OnDisk};
pub use problem::{Problem, Remark, save_as_eml};
pub use traced::{Origin, Place, Segment, Traced, TracedBuilder};
pub use whole::replace_file;

/// A byte range of one file, as it lies on disk: `start` included, `end` excluded, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The first byte after.
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// The smallest span that holds both; `self` when they lie in two files.
    pub fn hull(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the two share a byte, or touch at a point when one is empty.
    pub fn overlaps(self, other: Span) -> bool {
        self.file == other.file
            && (self.start < other.end && other.start < self.end
                || (self.start == self.end || other.start == other.end)
                    && self.start <= other.end
                    && other.start <= self.end)
    }
}
