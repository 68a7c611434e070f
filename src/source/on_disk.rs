//! A file that stays on disk: recipients' files of millions of rows, of which a run needs each row once and few places.
//!
//! Comes in: a file of UTF-8 or Windows-1252. Goes out: its bytes, piece by piece, and where an offset lies: for each
//! block of it, how many lines end before it is known, so that one place costs one block. It is never held whole.

use std::io::{ErrorKind, Read as _, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use memchr::{memchr, memchr_iter, memrchr};

use super::files::MAX_BYTES;
use super::unread::{size, too_large, unreadable};
use super::{Accept, Position, Read, Sources};
use crate::language::Message;

/// The largest table of people that is read, in bytes: some thirty million rows. Spans count in 32 bits.
pub const MAX_TABLE_BYTES: u64 = 2_000_000_000;

/// How far apart the places are for which the number of lines before is known, in bytes.
const BLOCK: usize = 64 * 1024;

/// A file that stays on disk. Its bytes are those that it had when it was opened; what is put behind them later does
/// not count.
#[derive(Debug)]
pub struct OnDisk {
    file: Mutex<std::fs::File>,
    length: u32,
    /// The first byte after a byte order mark.
    start: u32,
    utf8: bool,
    /// How many line breaks stand before each block.
    lines: Vec<u32>,
    /// The first byte that is zero: then it is no text.
    zero: Option<u32>,
    /// Why it could not be read to its end.
    fault: OnceLock<String>,
}

impl OnDisk {
    /// Opens a file and goes through it once.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn open(disk: &Path) -> std::io::Result<OnDisk> {
        let file = std::fs::File::open(disk)?;
        let length = u32::try_from(file.metadata()?.len()).map_err(|_| ErrorKind::FileTooLarge)?;
        let (lines, fault) = (Vec::new(), OnceLock::new());
        let mut opened = OnDisk { file: Mutex::new(file), length, start: 0, utf8: true, lines, zero: None, fault };
        let (mut block, mut at, mut count) = (vec![0; BLOCK], 0, 0);
        let mut torn = Torn::default();
        while at < length {
            let read = opened.read(at, &mut block)?;
            let bytes = &block[..read];
            if at == 0 && bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
                opened.start = 3;
            }
            opened.lines.push(count);
            count += memchr_iter(b'\n', bytes).count() as u32;
            opened.utf8 = opened.utf8 && torn.goes_on(bytes);
            opened.zero = opened.zero.or_else(|| memchr(0, bytes).map(|zero| at + zero as u32));
            at += read as u32;
        }
        opened.utf8 = opened.utf8 && torn.bytes.is_empty();
        Ok(opened)
    }

    /// Reads the bytes from an offset on, as many as there is room for; fewer only at the end.
    fn read(&self, offset: u32, into: &mut [u8]) -> std::io::Result<usize> {
        let wanted = into.len().min((self.length - offset.min(self.length)) as usize);
        let mut file = self.file.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        file.seek(SeekFrom::Start(u64::from(offset)))?;
        file.read_exact(&mut into[..wanted])?;
        Ok(wanted)
    }

    /// Fills a buffer with the bytes from an offset on, up to `most` of them. What cannot be read any more ends the
    /// file there, and is told by [`OnDisk::fault`].
    pub fn fill(&self, offset: u32, most: usize, buffer: &mut Vec<u8>) {
        buffer.resize(most, 0);
        let read = self.read(offset, buffer).unwrap_or_else(|error| {
            self.fault.get_or_init(|| error.to_string());
            0
        });
        buffer.truncate(read);
    }

    /// Why it could not be read to its end, if so: it was cut or taken away in the meantime.
    pub fn fault(&self) -> Option<&str> {
        self.fault.get().map(String::as_str)
    }

    /// How many bytes it has.
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Its first byte after a byte order mark.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// Whether all its bytes are UTF-8; else they are read as Windows-1252.
    pub fn is_utf8(&self) -> bool {
        self.utf8
    }

    /// The first byte that is zero: then it is no text.
    pub fn zero(&self) -> Option<u32> {
        self.zero
    }

    /// The bytes of a range; fewer at the end.
    pub fn bytes(&self, range: std::ops::Range<u32>) -> Vec<u8> {
        let mut out = Vec::new();
        self.fill(range.start, range.end.saturating_sub(range.start) as usize, &mut out);
        out
    }

    /// The first byte of the line that an offset lies in.
    pub fn line_start(&self, offset: u32) -> u32 {
        let mut end = offset.min(self.length);
        loop {
            let start = end.saturating_sub(1) / BLOCK as u32 * BLOCK as u32;
            match memrchr(b'\n', &self.bytes(start..end)) {
                Some(at) => return start + at as u32 + 1,
                None if start == 0 => return 0,
                None => end = start,
            }
        }
    }

    /// The line break that ends the line of an offset, or the end.
    pub fn line_end(&self, offset: u32) -> u32 {
        let mut start = offset.min(self.length);
        while start < self.length {
            let bytes = self.bytes(start..start + BLOCK as u32);
            match memchr(b'\n', &bytes) {
                Some(at) => return start + at as u32,
                None if bytes.is_empty() => break,
                None => start += bytes.len() as u32,
            }
        }
        start
    }

    /// Where a byte offset lies. Offsets past the end lie at the end.
    pub(super) fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.length);
        let block = (offset as usize / BLOCK).min(self.lines.len().saturating_sub(1));
        let before = self.bytes((block * BLOCK) as u32..offset);
        let line = self.lines.get(block).copied().unwrap_or_default() + memchr_iter(b'\n', &before).count() as u32 + 1;
        let (mut start, mut column) = (self.line_start(offset), 1);
        if start == 0 && offset >= self.start {
            start = self.start;
        }
        while start < offset {
            let bytes = self.bytes(start..offset.min(start + BLOCK as u32));
            if bytes.is_empty() {
                break;
            }
            column += bytes.iter().filter(|byte| !self.utf8 || **byte & 0xc0 != 0x80).count() as u32;
            start += bytes.len() as u32;
        }
        Position { offset, line, column }
    }
}

impl Sources {
    /// Reads a table of people, to be shown as `shown`: whole, as [`Sources::read`] does, unless it has more than
    /// `held` bytes. Then it stays on disk; UTF-16, which is not read piece by piece, may not be so large.
    ///
    /// # Errors
    /// As [`Sources::read`].
    pub fn read_table(&self, disk: &Path, shown: &str, held: u64) -> Read {
        if let Some(known) = self.known(shown) {
            return Ok(known);
        }
        let size = size(disk, shown)?;
        if self.draft(shown).is_some() || size <= held {
            return self.add(shown, self.bytes(disk, shown)?, Accept::AnyText);
        }
        let help = Message::new(
            "Est-ce le bon fichier ? Garder les seules colonnes que le mail utilise, ou partager la liste en plusieurs.",
            "Is it the right file? Keep only the columns that the mail uses, or part the list into several.",
        );
        if size > MAX_TABLE_BYTES {
            return Err(too_large(shown, size, MAX_TABLE_BYTES).help(help));
        }
        let file = OnDisk::open(disk).map_err(|error| unreadable(shown, &error))?;
        if matches!(file.bytes(0..2)[..], [0xff, 0xfe] | [0xfe, 0xff]) {
            if size > MAX_BYTES {
                let save = "L'enregistrer en CSV UTF-8 : en UTF-16, un fichier est lu d'un bloc.";
                return Err(too_large(shown, size, MAX_BYTES)
                    .help(Message::new(save, "Save it as CSV UTF-8: in UTF-16, a file is read as a whole.")));
            }
            return self.add(shown, self.bytes(disk, shown)?, Accept::AnyText);
        }
        self.add_on_disk(shown, file)
    }
}

/// A character that a block cuts in two.
#[derive(Default)]
struct Torn {
    bytes: Vec<u8>,
}

impl Torn {
    /// Whether the next bytes go on as UTF-8.
    fn goes_on(&mut self, mut bytes: &[u8]) -> bool {
        while !self.bytes.is_empty() {
            let Some((first, rest)) = bytes.split_first() else { return true };
            self.bytes.push(*first);
            bytes = rest;
            match std::str::from_utf8(&self.bytes) {
                Ok(_) => self.bytes.clear(),
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) if error.error_len().is_none() => {
                self.bytes.extend_from_slice(&bytes[error.valid_up_to()..]);
                true
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long lines and short ones, with accents across the borders of blocks.
    fn text() -> String {
        let mut text = "\u{feff}e-mail;prénom\r\n".to_string();
        for n in 0..4000 {
            text.push_str(&format!("p{n}@exemple.test;{}\n", "é".repeat(n % 61)));
        }
        text + &"à".repeat(3 * BLOCK / 2) + "\nfin"
    }

    #[test]
    fn places_are_those_of_a_file_that_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("r.csv");
        let text = text();
        let latin = encoding_rs::WINDOWS_1252.encode(text.trim_start_matches('\u{feff}')).0.into_owned();
        for (bytes, utf8) in [(text.into_bytes(), true), (latin, false)] {
            std::fs::write(&disk, &bytes).unwrap();
            let file = OnDisk::open(&disk).unwrap();
            let sources = Sources::new();
            let id = sources.add("r.csv", bytes.clone(), Accept::AnyText).unwrap();
            let held = sources.file(id);
            assert_eq!((file.is_utf8(), held.is_utf8(), file.zero()), (utf8, utf8, None));
            for offset in (0..bytes.len() as u32 + 2).step_by(997).chain(0..40) {
                assert_eq!(file.position(offset), held.position(offset), "{offset}");
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("r.csv");
        std::fs::write(&disk, "email\n".repeat(10)).unwrap();
        let file = OnDisk::open(&disk).unwrap();
        assert_eq!((file.bytes(6..11), file.fault()), (b"email".to_vec(), None));
        std::fs::write(&disk, "email\n").unwrap();
        assert!(file.bytes(30..36).is_empty() && file.fault().is_some());
    }
}
